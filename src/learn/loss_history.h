/* How the loss went. */
#ifndef NABLA_LEARN_LOSS_HISTORY_H
#define NABLA_LEARN_LOSS_HISTORY_H

#include "definitions/sheet.h"

/* Of the last `train`: the mean loss of every epoch, each batch where its gradient was taken, and
 * the loss at the end. With full batches number k, from 0, is the loss after k updates. A long
 * training keeps only every second epoch, every fourth, and so on, and the loss at the end. Lives
 * and changes as what an optimizer remembers does. */
enum { NB_MOST_LOSSES = 100000 };
struct nb_history_of_loss {
    uint32_t statement;
    nb_text name;
    double *numbers;
    size_t room, count;
    size_t every; /* epochs from one number to the next */
};

/* The losses of the last training, or NULL. */
const nb_history_of_loss *nb_loss_history_get(const nb_sheet *s);

/* Begins a history of the loss `name` with room for so many numbers, in the place of the last one.
 * It cannot fail the second time in a statement, with no more room. */
NB_MUST_USE nb_status nb_loss_history_begin(nb_sheet *s, const nb_text *loss, size_t room,
                                            nb_history_of_loss **history);

#endif
