/* What the author of a question has listed as wrong. */
#ifndef NABLA_TOUR_LISTED_H
#define NABLA_TOUR_LISTED_H

#include "tour/exam.h"

typedef struct nb_listed {
    const char *text;   /* what one would type; of an exercise, what holds then */
    const char *number; /* what that comes to, where it is an expression; else "" */
    const char *remark; /* Markdown; "": none */
} nb_listed;

/* Number `i` from 0; it lives as long as the exam. listed->text NULL: there are no more.
 * NB_STATUS_OK or NB_STATUS_NO_MEMORY. */
NB_MUST_USE nb_status nb_listed_get(nb_exam *exam, size_t i, nb_listed *listed);

#endif
