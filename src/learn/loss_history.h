/* How the loss went in the last training. */
#ifndef NABLA_LEARN_LOSS_HISTORY_H
#define NABLA_LEARN_LOSS_HISTORY_H

#include "definitions/sheet.h"

/* Beside it the test loss, where there are rows for it: number k is that of the weights before the
 * epoch of loss number k, and the last one that at the end.
 *
 * The loss before the first update, that of every further epoch, to which each batch contributes
 * where its gradient was taken, and then the loss at the end. With full batches number k, from 0,
 * is the loss after k updates. A long training keeps only every second epoch, every fourth, and so
 * on, and the loss at the end. It lives in the sheet's arena, and only the statement that made it
 * changes it. */
enum { NB_MOST_LOSSES = 100000 };
struct nb_history_of_loss {
    uint32_t statement; /* nb_sheet.statement */
    nb_text name;       /* of the loss */
    double *numbers;
    double *tests;      /* NULL: there are none */
    const char *run;          /* what the training is called, or NULL */
    const nb_history_of_loss *earlier; /* the last one before that is called something, or NULL */
    size_t room, count; /* of both */
    size_t every; /* epochs from one number to the next */
};

typedef struct nb_history_plan {
    const nb_text *loss;
    const char *run; /* or NULL */
    size_t room;     /* for so many numbers */
    bool tested;
} nb_history_plan;

/* Begins a history in the place of the last one. Where the running statement made that one, by the
 * same plan, it is emptied and used again; otherwise memory may run out. */
NB_MUST_USE nb_status nb_loss_history_begin(nb_sheet *s, const nb_history_plan *plan,
                                            nb_history_of_loss **history);
/* Notes the loss of epoch number `epoch`, from 1, and the test loss before it. When there is no
 * more room, every second number is dropped, and from then on only half as many are noted. */
void nb_loss_history_add(nb_history_of_loss *history, size_t epoch, double loss, double test);
/* What the test loss beside a loss is called, or that of a run. */
nb_text nb_test_loss_name(nb_sheet *s, nb_text loss);
/* Notes the losses at the end. */
void nb_loss_history_end(nb_history_of_loss *history, double loss, double test);

#endif
