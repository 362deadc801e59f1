/* The same formulas for other numbers: each leaf gets one near its own, and its own back. */
#ifndef NABLA_EXPLORE_ELSEWHERE_H
#define NABLA_EXPLORE_ELSEWHERE_H

#include "definitions/sheet.h"

typedef struct nb_elsewhere {
    size_t changes;
} nb_elsewhere;

/* Moves all leaves, each turn in another way, the same one each time. NB_STATUS_NO_MEMORY, or
 * NB_STATUS_ERROR when the host interrupts. However it went, nb_elsewhere_return brings the leaves'
 * own numbers back, and cannot fail. */
NB_MUST_USE nb_status nb_elsewhere_go(nb_sheet *s, uint32_t turn, nb_elsewhere *elsewhere);
void nb_elsewhere_return(nb_sheet *s, const nb_elsewhere *elsewhere);

#endif
