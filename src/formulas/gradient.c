/* The nodes that calculus/reverse adds become the sheet's own. */
#include "formulas/gradient.h"

#include "definitions/owner.h"
#include "definitions/problem.h"

nb_status nb_add_gradient(nb_sheet *s, nb_node a, const nb_node *by, uint32_t count,
                          nb_node *nodes) {
    nb_node before = s->graph.count;
    nb_status status = nb_reverse_run(&s->reverse, a, by, count, nodes);
    status = nb_own_nodes(s, before, status);
    return status == NB_STATUS_ERROR ? nb_poll(s) : status; /* which says that it was stopped */
}
