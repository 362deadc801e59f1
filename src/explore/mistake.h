/* Backward passes that are wrong on purpose. */
#ifndef NABLA_EXPLORE_MISTAKE_H
#define NABLA_EXPLORE_MISTAKE_H

#include "definitions/sheet.h"

/* The command that broke the passes, as the session's state has it; NULL: they are right. */
const char *nb_mistake_command(const nb_sheet *s);

/* Adds a note where the passes are broken: for every answer that shows gradients. */
void nb_say_mistake(nb_sheet *s);

/* What passes left in the leaves, for a statement that may fail. */
typedef struct nb_sum {
    double left, total; /* as in nb_broken */
    bool reached;       /* by the last pass */
} nb_sum;

typedef struct nb_sums {
    nb_node target; /* of the last pass */
    nb_def_id target_def;
    nb_sum *of;     /* each definition; NULL: nothing is left */
    size_t count;
} nb_sums;

NB_MUST_USE nb_status nb_keep_sums(nb_sheet *s, nb_sums *sums);
void nb_restore_sums(nb_sheet *s, const nb_sums *sums);

#endif
