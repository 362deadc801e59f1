/* Maps in cells of text: the higher the darker, in a few steps that hold as many cells each; or
 * classes, each in a shade of its own. */
#ifndef NABLA_VIEW_SHADES_H
#define NABLA_VIEW_SHADES_H

#include "view/pen.h"

enum { NB_SHADES = 5 };

typedef struct nb_shades {
    size_t count;              /* of the steps or classes, at most NB_SHADES */
    bool classes;
    double least[NB_SHADES];   /* where each step begins */
} nb_shades;

/* The steps of a map; false: memory ran out. */
NB_MUST_USE bool nb_shades_init(nb_shades *shades, const nb_plot_block *plot, nb_memory *memory);
/* Writes what is at x, y, each from 0 to 1. */
void nb_shades_put(nb_pen *pen, const nb_shades *shades, const nb_plot_block *plot, double x,
                   double y);
/* Adds the sign of a step, in brackets and with a blank behind it. */
void nb_shades_add_sign(nb_pen *pen, size_t step);
/* Adds a step and where it begins, or a class and its name, to the pen's cell, for a legend. */
void nb_shades_add_key(nb_pen *pen, const nb_shades *shades, const nb_plot_block *plot,
                       size_t step);

#endif
