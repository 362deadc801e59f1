/* A line of a record: what one student did at one question, as nabla --record wrote it
 * (class/line.h), or anybody else. It is read with suspicion: what it says of right and wrong is a
 * claim. */
#ifndef NABLA_CLASS_READING_H
#define NABLA_CLASS_READING_H

#include <stdint.h>

#include "base/memory.h"
#include "result/message.h"

typedef struct nb_texts {
    const char **all;
    size_t count;
} nb_texts;

/* All texts are valid UTF-8, in the arena. */
typedef struct nb_marks_line {
    const char *who;    /* the number if there is one, else `student` */
    const char *student, *number; /* number: its digits, or NULL */
    const char *name;
    const char *lesson, *id;
    const char *begun;  /* 2026-11-29T10:00:00Z: texts of that form are in order of time */
    const char *hash;   /* 16 hex digits of nb_fnv1a over the lesson's text, or "" */
    uint64_t variant;
    uint64_t round, hints, tries;
    nb_texts answers, statements;
    bool solution; /* it was shown */
    bool right;    /* it claims so */
} nb_marks_line;

enum { NB_MARKS_LINE_LONGEST = 1 << 20 }; /* bytes */

typedef enum nb_line_state {
    NB_LINE_GOOD,
    NB_LINE_BROKEN,   /* *why tells what is wrong with it; {0} and {1} are for the place, to be put
                       * in by who knows the file; other texts are static */
    NB_LINE_NO_MEMORY
} nb_line_state;

/* Reads a line, without its end. */
NB_MUST_USE nb_line_state nb_marks_line_read(nb_arena *arena, const char *text, size_t length,
                                             nb_marks_line *line, nb_message *why);

#endif
