/* What `plot` plots. Its arguments: */
#ifndef NABLA_LANG_PLOT_H
#define NABLA_LANG_PLOT_H

#include "lang/command.h"

enum {
    NB_PLOT_LIST,     /* what is plotted: expressions, a list */
    NB_PLOT_FILE,     /* the file; MISSING: none */
    NB_PLOT_VARIABLE, /* `text` in `expr`..`other`; MISSING: there is no `for` */
    NB_PLOT_WORD      /* what kind of plot it is: a word of its own; MISSING: none */
};

/* The word of kind number `kind` of plots.def, from 0; NULL behind the last. */
const char *nb_plot_word_get(size_t kind);
/* Reads the arguments and clauses of a plot. In its expressions the variable of `for` is local
 * number NB_MAX_LOCALS, whatever else has that name. */
NB_MUST_USE nb_status nb_read_plot(parser *p, nb_statement *s, const nb_command_info *command);
/* A..B, and several of them. */
NB_MUST_USE nb_status nb_read_range(parser *p, nb_command_arg *arg);
NB_MUST_USE nb_status nb_read_ranges(parser *p, nb_command_arg *arg);

#endif
