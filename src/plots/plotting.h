/* A plot being made, and what all kinds of plots have in common. */
#ifndef NABLA_PLOTS_PLOTTING_H
#define NABLA_PLOTS_PLOTTING_H

#include "plots/sampler.h"

enum { NB_MOST_CURVES = 12 };

typedef struct nb_plotting {
    nb_sheet *s;
    const nb_statement *st;
    nb_plot_block *block;
    nb_node outputs[NB_MOST_CURVES];
    nb_text names[NB_MOST_CURVES];
    size_t count;
    double low, high; /* of the x axis */
} nb_plotting;

/* What was typed at a place of an expression's source, on one line, in the result's arena. */
const char *nb_plot_typed(nb_sheet *s, const nb_expr *expr, nb_span span);
/* A name, copied; `element`: which of its numbers, from 1, or 0. */
nb_text nb_plot_name(nb_sheet *s, const char *text, uint32_t element);
/* The same of words that are translated: path. */
nb_text nb_plot_words(nb_sheet *s, nb_message_id id);
/* A range of real numbers, from left to right. */
NB_MUST_USE nb_status nb_plot_range(nb_sheet *s, const nb_command_arg *arg, double *low,
                                    double *high);
/* Adds what an expression is worth to what is plotted: its nodes, and names for them. */
NB_MUST_USE nb_status nb_plot_add(nb_plotting *p, const nb_command_arg *arg, nb_shape shape,
                                  const nb_node *nodes);
/* The curves of a sampler with one input, from p->low to p->high: axes, and a table of some of
 * their numbers. The x axis has its name. */
NB_MUST_USE nb_status nb_plot_curves(nb_plotting *p, nb_sampler *sampler);
/* The y axis of the curves, unless a clause says it; `poles`: see axis.h. */
NB_MUST_USE nb_status nb_plot_fit(nb_plotting *p, bool poles);
/* A table of rows of numbers under the names of the x axis and of so many curves. */
NB_MUST_USE nb_status nb_plot_table(nb_plotting *p, const double *numbers, size_t rows,
                                    size_t curves);

#endif
