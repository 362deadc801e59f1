/* Where leaves have been: step by step, in trainings, updates and assignments. */
#ifndef NABLA_LEARN_TRAILS_H
#define NABLA_LEARN_TRAILS_H

#include "definitions/sheet.h"

enum {
    NB_MOST_TRAILS = 64,        /* leaves that move at once; of more of them nothing is noted */
    NB_MOST_TRAIL_STEPS = 2048 /* of a leaf that are kept; even */
};

/* The way of one leaf. When there is no more room every second step is dropped, and from then on
 * only half as many are noted. */
typedef struct nb_trail {
    nb_def_id def;
    double from, last;  /* its numbers before the first step and after the last one */
    bool leaps;         /* it had another number before `from`, which no step led to */
    uint64_t since;     /* the first step after `from` */
    uint64_t last_step;
    double *at;         /* at[i]: its number after step number when[i] */
    uint64_t *when;
    size_t count, room;
    size_t every, seen; /* one in `every` of those that were seen since `from` is kept; it is a
                         * power of 2 */
} nb_trail;

/* The trails of one entered line; they live in the sheet's arena, and only the statement that made
 * them changes them: undo goes back to those before. */
struct nb_trails {
    uint32_t statement;       /* nb_sheet.statement */
    bool trained;             /* by one training: what was before is another path */
    nb_text loss;             /* what was minimised; empty: it was not said */
    const char *run;          /* what the training is called, or NULL */
    nb_trail *trails;         /* as they began to move */
    size_t count, room;
    uint64_t step;            /* the number of the last one, also of those before */
    nb_trails *earlier;       /* or NULL */
};

/* Begins the trails of a training, with room for all that its updates will note. `run`: or NULL. */
NB_MUST_USE nb_status nb_trails_train(nb_sheet *s, const nb_text *loss, const char *run,
                                      const nb_def_id *weights, const double *values,
                                      size_t count, size_t updates);
/* Notes an update of the training that began its trails last. */
void nb_trails_update(nb_sheet *s, const double *values);
/* After the last one, which led to these numbers. */
void nb_trails_end(nb_sheet *s, const double *values);

/* Notes one step of some leaves, which goes on from where they were. `loss`: or NULL. */
NB_MUST_USE nb_status nb_trails_step(nb_sheet *s, const nb_text *loss, const nb_def_id *leaves,
                                     const double *before, const double *after, size_t count);

/* The trail of a leaf among these, or NULL. */
const nb_trail *nb_trails_find(const nb_trails *trails, nb_def_id leaf);

#endif
