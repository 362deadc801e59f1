/* Files of records as lines: each is judged, stood somewhere before, or is passed over for a reason
 * that is told with its place. */
#ifndef NABLA_FRONT_MARKING_PAPERS_H
#define NABLA_FRONT_MARKING_PAPERS_H

#include <stdbool.h>

#include "class/class.h"
#include "class/reading.h"
#include "result/result.h"

typedef struct nb_paper {
    const char *path;
    size_t number;      /* of the line, from 1 */
    const char *text;
    size_t length;
    nb_marks_line said; /* where why.id is NONE, or became something later */
    nb_message why;     /* it is passed over, as nb_marks_line_read says; id NONE: it is not */
    bool doubled;       /* the same line stood before */
    bool free;          /* nothing was asked that could be right or wrong */
    bool judged;
    nb_judged_line mark;
} nb_paper;

typedef struct nb_papers {
    nb_arena *arena;
    nb_paper *all; /* as they were read */
    size_t count, capacity;
    size_t unread_files, empty_files; /* empty: without a record in it */
    bool failed;   /* memory ran out */
} nb_papers;

/* Reads a file. What is wrong with it as a whole is said in the result. */
void nb_papers_read(nb_papers *papers, const char *path, nb_result *result);
/* Finds those that stand twice. */
void nb_papers_find_doubled(nb_papers *papers);
/* Says which lines were passed over, by file and reason; how many they are. */
size_t nb_papers_tell_passed(const nb_papers *papers, nb_result *result);

#endif
