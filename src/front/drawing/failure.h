/* What is said of a program that was to draw and did not. */
#ifndef NABLA_FRONT_DRAWING_FAILURE_H
#define NABLA_FRONT_DRAWING_FAILURE_H

#include "front/system/process.h"
#include "result/result.h"
#include "view/view.h"

/* What a program may use before it is stopped. */
typedef struct nb_picture_limits {
    int milliseconds;
    size_t bytes;
} nb_picture_limits;

typedef struct nb_drawing_program {
    const char *name;
    nb_message_id title;      /* what is not installed, where it is missing, */
    nb_message_id hint;       /* and what to do then, {0} being the file that stands in, */
    nb_message_id alone_hint; /* or where none does */
    nb_message_id slow_hint;  /* where it took too long */
    const char *kept_ending;  /* of the file that stands in */
} nb_drawing_program;

typedef struct nb_failure {
    nb_message message, hint;
    char line[200]; /* of the program's own words */
} nb_failure;

/* Whether `text` stands in what it wrote as errors. Some of dot's leave its exit status 0. */
bool nb_program_says(const nb_buffer *errors, const char *text);
/* Whether it was interrupted or memory ran out, for which it is not to blame: the result fails and
 * says so. */
bool nb_failure_is_ours(const nb_process_outcome *outcome, const nb_block *block,
                        nb_result *result, const nb_memory *memory);
/* Why it failed: its first error, or else the first line that it wrote, or else how it ended.
 * `instead` is the file that stands in; NULL: none does. The messages point into *failure. */
void nb_failure_find(const nb_process_outcome *outcome, const nb_view *view,
                     const nb_drawing_program *program, const nb_picture_limits *limits,
                     const char *instead, nb_failure *failure);

#endif
