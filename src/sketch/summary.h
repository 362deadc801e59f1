/* A large graph in summary as an indented tree: a line for each name, below it what it is made
 * of. */
#ifndef NABLA_SKETCH_SUMMARY_H
#define NABLA_SKETCH_SUMMARY_H

#include "result/figure.h"
#include "view/pen.h"

void nb_sketch_summary(nb_pen *pen, const struct nb_figure *figure);

#endif
