/* The test loss while a training goes on: where it was smallest, and with stop=early the weights of
 * then, which are kept in the end. A loss that falls on the rows that are trained on and rises on
 * those for the test tells that they are learned by heart. */
#ifndef NABLA_LEARN_EARLY_H
#define NABLA_LEARN_EARLY_H

#include "data/data.h"
#include "train/trainer.h"

typedef struct nb_early {
    bool stops;       /* stop=early */
    size_t patience;  /* epochs without a smaller test loss before it stops */
    double min_delta; /* by how much it must be smaller, to count as smaller */
    double best;      /* the smallest test loss; inf before the first */
    size_t best_epoch;
    size_t waited;    /* epochs since then */
    double *weights;  /* of then, in the scratch arena; NULL unless it stops */
    nb_optimizer_state state;
} nb_early;

/* Reads the clauses of train. `data`: those that the loss is made of, or NULL. */
NB_MUST_USE nb_status nb_early_read(nb_sheet *s, const nb_statement *st, const nb_data *data,
                                    nb_early *early);
/* Makes room for what is kept. nb_early_clear is to be called whatever it answers. */
NB_MUST_USE nb_status nb_early_begin(nb_early *early, nb_sheet *s,
                                     const nb_optimizer_state *state);
void nb_early_clear(nb_early *early);

/* After an epoch, 0 before the first: its test loss, and what led to it. Answers whether the
 * training has waited long enough. */
bool nb_early_look(nb_early *early, size_t epoch, double test, const double *weights,
                   const nb_optimizer_state *state);
/* Puts the weights of the smallest test loss back, with what the optimizer remembered then; false:
 * there are none. */
bool nb_early_restore(const nb_early *early, double *weights, nb_optimizer_state *state);

#endif
