/* The plan of a course, for who teaches it: its routes with the minutes of each lesson, and what is
 * to be discussed aloud. The first comment of a lesson says on which routes it lies (`Routes: lab,
 * calculus`) and ends with what is to be discussed (`To discuss:` in the lesson's language). */
#ifndef NABLA_COPIES_PLAN_H
#define NABLA_COPIES_PLAN_H

#include "base/buffer.h"
#include "view/view.h"

enum { NB_PLAN_ROUTES = 3 };

typedef struct nb_course_plan {
    const nb_view *view;            /* for words */
    nb_buffer rows[NB_PLAN_ROUTES]; /* of a table each */
    nb_buffer discuss;
    size_t halves[NB_PLAN_ROUTES]; /* of a minute */
} nb_course_plan;

typedef struct nb_planned {
    const char *name, *title, *text;
    size_t title_length, length;
    size_t halves; /* of a minute, that it takes */
} nb_planned;

/* To be cleared. */
void nb_plan_begin(nb_course_plan *plan, const nb_view *view, nb_memory *memory);
/* Adds a lesson. False: memory ran out. */
NB_MUST_USE bool nb_plan_add(nb_course_plan *plan, const nb_planned *lesson);
/* Appends it as Markdown; nothing where there is no lesson. */
void nb_plan_write(const nb_course_plan *plan, nb_buffer *out);
void nb_plan_clear(nb_course_plan *plan);

#endif
