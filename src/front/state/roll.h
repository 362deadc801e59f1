/* Who answers, and the file of a class's record, to which a line is appended for each question.
 * Several machines may share the file: each line is one write to its end. */
#ifndef NABLA_FRONT_STATE_ROLL_H
#define NABLA_FRONT_STATE_ROLL_H

#include <stdbool.h>
#include <stdint.h>

#include "class/line.h"

typedef struct nb_roll {
    const char *path;      /* NULL: nothing is recorded */
    char *student, *name;  /* of the account: its login and full name; NULL: no memory, or none */
    bool numbered;
    uint64_t number;       /* of --student; 0: none was given */
    bool told;             /* that a line could not be written */
} nb_roll;

/* Finds the account's names. `path` is kept as it is. */
void nb_roll_begin(nb_roll *roll, const char *path, bool numbered, uint64_t number);
void nb_roll_end(nb_roll *roll);

/* Makes the file where there is none. False with errno: lines cannot be written. */
NB_MUST_USE bool nb_roll_try(const nb_roll *roll);
/* Appends the bytes, which end in a newline. What the file holds stays; where its last line has no
 * newline, it gets one. False with errno: they are not there, or not all of them. */
NB_MUST_USE bool nb_roll_append(const nb_roll *roll, const char *bytes, size_t length);

#endif
