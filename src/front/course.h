/* The lessons as a course: listed in its order with what is done, and opened by name. */
#ifndef NABLA_FRONT_COURSE_H
#define NABLA_FRONT_COURSE_H

#include "front/show.h"
#include "front/system/folders.h"

/* Carries out a block that `lesson` made: lists the lessons, begins a new one, or finds the one
 * that was named and puts its path into show->opens. What fails becomes an error in the result. */
void nb_course_carry_out(nb_show *show, nb_block *block, nb_result *result);

typedef struct nb_course_lesson {
    char name[NB_PATH_ROOM];
    char title[256];
} nb_course_lesson;

/* The first lesson behind the one at `place` that is not done. False: there is none. */
bool nb_course_find_next(const char *place, nb_course_lesson *next);
/* A lesson by its name. False: there is none. */
bool nb_course_find_named(const char *name, nb_course_lesson *lesson);

typedef bool nb_course_visit(void *user, const char *name, const char *path);
/* Calls `visit` for each lesson of the course in its order, until it returns false: so does this,
 * also where memory runs out. */
bool nb_course_each(nb_course_visit *visit, void *user);

#endif
