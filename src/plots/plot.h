/* `plot`: what is plotted becomes a block of the result. */
#ifndef NABLA_PLOTS_PLOT_H
#define NABLA_PLOTS_PLOT_H

#include "definitions/sheet.h"

/* Adds the plot that a statement asks for to the result; *block is its block. */
NB_MUST_USE nb_status nb_plot(nb_sheet *s, const nb_statement *st, nb_block **block);

#endif
