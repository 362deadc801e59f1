/* The tables of the passes, one local gradient, and where a gradient became inf or nan. */
#ifndef NABLA_EXPLORE_REPORT_H
#define NABLA_EXPLORE_REPORT_H

#include "definitions/sheet.h"

/* Prints the nodes of `target` as a table of one kind, after the pass it shows. */
NB_MUST_USE nb_status nb_report(nb_sheet *s, nb_nodes_kind kind, nb_node target);

/* The same for a walk that is at row number `step`, from 1: that row alone is shown. */
NB_MUST_USE nb_status nb_report_step(nb_sheet *s, nb_nodes_kind kind, nb_node target,
                                     size_t step);

/* Answers with the local gradient ∂y/∂x, as a formula and as a number, which becomes `ans`. An
 * error where the formula that defines y does not use x. */
NB_MUST_USE nb_status nb_report_local(nb_sheet *s, nb_node y, nb_node x);

/* Warns, once a statement, that a value or a gradient of `target` is inf or nan, naming where that
 * arose. The gradients are those of a backward pass, which this runs if need be. */
NB_MUST_USE nb_status nb_warn_gradient(nb_sheet *s, nb_node target);

/* The same for s->suspect, the target whose gradient came out inf or nan while the running
 * statement computed a derivative. To be called while its nodes are there. */
NB_MUST_USE nb_status nb_warn_suspect(nb_sheet *s);

#endif
