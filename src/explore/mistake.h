/* Backward passes that are wrong on purpose: what is said of them, and the sums that they leave in
 * leaves (graph/broken.h), which a statement that fails must leave as they were. */
#ifndef NABLA_EXPLORE_MISTAKE_H
#define NABLA_EXPLORE_MISTAKE_H

#include "definitions/sheet.h"

/* The command that broke the passes, as `break sign`; NULL: they are right, or
 * it is a secret. */
const char *nb_mistake_command(const nb_sheet *s);

/* Adds a note where the passes are broken: for every answer that shows gradients. */
void nb_say_mistake(nb_sheet *s);
/* Adds a note, where they are broken, that an answer is right all the same: of {0}, the command. */
void nb_say_spared(nb_sheet *s, nb_message_id note);

/* What passes left in a leaf. */
typedef struct nb_sum {
    double left, total; /* as in nb_broken */
    bool reached;       /* by the last pass */
} nb_sum;

typedef struct nb_sums {
    nb_node target; /* of the last pass */
    nb_def_id target_def;
    nb_sum *of;     /* each definition, in the scratch arena; NULL: the passes leave none */
    size_t count;
} nb_sums;

/* Notes the sums before a statement that may fail. */
NB_MUST_USE nb_status nb_keep_sums(nb_sheet *s, nb_sums *sums);

/* Gives the leaves back what they had then, after the statement was rolled back. Cannot fail. */
void nb_restore_sums(nb_sheet *s, const nb_sums *sums);

#endif
