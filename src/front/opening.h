/* What a statement at the prompt or in a lesson has asked to be opened, once it is done. */
#ifndef NABLA_FRONT_OPENING_H
#define NABLA_FRONT_OPENING_H

#include <stdbool.h>
#include <stdint.h>

#include "front/system/folders.h"
#include "practice/practice.h"
#include "result/result.h"

typedef struct nb_practising {
    bool wanted;
    bool climbs;    /* no level was named: `level` is the first */
    nb_practice_level level;
    uint32_t exam;  /* so many questions without help; 0: questions without end */
    uint32_t seed;
} nb_practising;

typedef struct nb_opening {
    char lesson[NB_PATH_ROOM]; /* the path of a lesson; "": none */
    nb_practising practice;
} nb_opening;

static inline bool nb_opening_wanted(const nb_opening *opens) {
    return opens->lesson[0] != '\0' || opens->practice.wanted;
}

/* Carries out a block that `practice` made. `opens` NULL: nothing can be opened here, which becomes
 * an error in the result. */
void nb_opening_carry_out(nb_opening *opens, nb_block *block, nb_result *result);

#endif
