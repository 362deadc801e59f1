/* What must hold of any session, whatever was typed. Each fails where it does not. */
#ifndef NABLA_TESTS_FUZZ_ORACLES_H
#define NABLA_TESTS_FUZZ_ORACLES_H

#include "snapshot.h"

/* The session at the start of each line. */
typedef struct fuzz_past {
    fuzz_snapshot *moments;
    size_t count, capacity;
} fuzz_past;

void fuzz_past_add(fuzz_past *past, fuzz_snapshot moment); /* takes it over */
void fuzz_past_clear(fuzz_past *past);

/* Runs a line. One statement that fails has changed nothing. */
void fuzz_check_line(fuzz_world *world, const char *line);
/* `undo` leads through moments of the past to the first one, and `redo` back through the same. */
void fuzz_check_undo(fuzz_world *world, const fuzz_past *past);
/* What `list` prints makes a session with the same values. */
void fuzz_check_list(fuzz_world *world);
/* So does what `save` writes, opened, with the same state. */
void fuzz_check_save(fuzz_world *world);

/* Of some of its formulas: no gradient is wrong, by difference quotients; the compiled passes say
 * what the plain ones do, and train to the same weights; every formula that a table prints can be
 * typed and has the value that stands beside it. They ask the session, and change its target. */
void fuzz_check_numbers(fuzz_world *world);

#endif
