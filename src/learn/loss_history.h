/* How the loss went in the last training. */
#ifndef NABLA_LEARN_LOSS_HISTORY_H
#define NABLA_LEARN_LOSS_HISTORY_H

#include "definitions/sheet.h"

/* The loss of every epoch, to which each batch contributes where its gradient was taken, and then
 * the loss at the end. With full batches number k, from 0, is the loss after k updates. A long
 * training keeps only every second epoch, every fourth, and so on, and the loss at the end. It
 * lives in the sheet's arena, and only the statement that made it changes it. */
enum { NB_MOST_LOSSES = 100000 };
struct nb_history_of_loss {
    uint32_t statement; /* nb_sheet.statement */
    nb_text name;       /* of the loss */
    double *numbers;
    size_t room, count;
    size_t every; /* epochs from one number to the next */
};

/* Begins a history of a loss with room for so many numbers, in the place of the last one. Where the
 * running statement made that one, for the same loss and with as much room, it is emptied and used
 * again; otherwise memory may run out. */
NB_MUST_USE nb_status nb_loss_history_begin(nb_sheet *s, const nb_text *loss, size_t room,
                                            nb_history_of_loss **history);

#endif
