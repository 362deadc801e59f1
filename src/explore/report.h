/* The tables of the passes. */
#ifndef NABLA_EXPLORE_REPORT_H
#define NABLA_EXPLORE_REPORT_H

#include "definitions/sheet.h"

/* Prints the nodes of `target` as a table of one kind, after the pass it shows. */
NB_MUST_USE nb_status nb_report(nb_sheet *s, nb_nodes_kind kind, nb_node target);

/* Row number `step`, from 1, of the table that nb_report makes. */
NB_MUST_USE nb_status nb_report_step(nb_sheet *s, nb_nodes_kind kind, nb_node target,
                                     size_t step);
NB_MUST_USE nb_status nb_report_local(nb_sheet *s, nb_node y, nb_node x);

/* The same for the gradients of `target`, after a backward pass. */
NB_MUST_USE nb_status nb_warn_gradient(nb_sheet *s, nb_node target);

/* The same for the derivative that the running statement came by, where one was not finite. Called
 * while its nodes are there. */
NB_MUST_USE nb_status nb_warn_suspect(nb_sheet *s);

#endif
