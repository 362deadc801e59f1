/* All of a session as text, to compare it with itself at another time, or with a copy. */
#ifndef NABLA_TESTS_FUZZ_SNAPSHOT_H
#define NABLA_TESTS_FUZZ_SNAPSHOT_H

#include "world.h"

typedef enum fuzz_part {
    FUZZ_LIST,    /* what `list` prints */
    FUZZ_VALUES,  /* of every name, bit for bit, a line each, in the order of their bytes */
    FUZZ_STATE,   /* settings, target, data, seed...: what else a saved session holds */
    FUZZ_LOSSES,  /* of the last training: what `undo` brings back besides */
    FUZZ_PASSING, /* ans, a walk, questions */
    FUZZ_PARTS
} fuzz_part;

typedef struct fuzz_snapshot {
    bool taken; /* false: `list` was interrupted, and nothing is known */
    char *parts[FUZZ_PARTS];
} fuzz_snapshot;

/* Takes one; building what is out of date is all that this does to the session. */
fuzz_snapshot fuzz_snapshot_take(fuzz_world *world);
void fuzz_snapshot_clear(fuzz_snapshot *snapshot);
/* Whether they agree in the parts from `first` to `last`, as far as both were taken. */
bool fuzz_snapshot_agrees(const fuzz_snapshot *a, const fuzz_snapshot *b, fuzz_part first,
                          fuzz_part last);
/* Fails unless they do. */
void fuzz_snapshot_same(const char *what, const fuzz_snapshot *wanted, const fuzz_snapshot *found,
                        fuzz_part first, fuzz_part last);

#endif
