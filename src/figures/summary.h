/* A large graph in summary: a box for each name, whatever number of nodes is in it. */
#ifndef NABLA_FIGURES_SUMMARY_H
#define NABLA_FIGURES_SUMMARY_H

#include "definitions/sheet.h"
#include "explore/picture.h"

enum {
    NB_MANY_VERTICES = 300, /* of a picture: above it a summary says more */
    NB_MANY_STEPS = 20      /* of a recurrence, in a picture of several vertices a step */
};

/* Puts a summary in the place of the picture of `target` in `picture`, and says so; numbers stand
 * where the walk has come. Nothing changes where the picture is small, or not even a summary of it
 * would be. */
NB_MUST_USE nb_status nb_summarise(nb_sheet *s, nb_node target, const nb_reach *reach,
                                   nb_picture_block *picture);

#endif
