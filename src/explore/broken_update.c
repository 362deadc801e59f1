/* See broken_update.h. */
#include "explore/broken_update.h"

#include <math.h>

#include "definitions/problem.h"
#include "graph/broken.h"
#include "graph/passes.h"

static nb_node node_of(const nb_sheet *s, const nb_broken_update *u, size_t i) {
    return s->defs[u->weights[i]].node;
}

/* One more pass; whether it changed nothing. */
static bool run_stale(nb_sheet *s, const nb_broken_update *u, const double *after) {
    bool settled = true;
    for (size_t i = 0; i < u->count; i++)
        nb_graph_set_stale(&s->graph, node_of(s, u, i), after[i]);
    nb_graph_backward(&s->graph, u->target);
    for (size_t i = 0; i < u->count; i++) {
        double found = nb_graph_gradient(&s->graph, node_of(s, u, i));
        bool same = found == u->gradient[i] || isnan(found);
        u->stale[i] = u->stale[i] || !same;
        settled = settled && same;
        u->gradient[i] = found;
    }
    return settled;
}

/* Where `break stale` holds, the gradients of the last layer alone are right at first; each pass
 * that goes by the weights they lead to brings another layer. */
static nb_status find_stale(nb_sheet *s, const nb_broken_update *u) {
    double *after = nb_arena_add(&s->scratch, u->count, sizeof *after);
    nb_status status = after != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    bool settled = false;
    for (size_t pass = 0; pass <= u->count && !settled && status == NB_STATUS_OK; pass++) {
        u->next(u->user, u->gradient, after);
        settled = run_stale(s, u, after);
        status = nb_poll(s);
    }
    nb_graph_forget_stale(&s->graph);
    return status;
}

nb_status nb_broken_gradient(nb_sheet *s, const nb_broken_update *u) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < u->count; i++)
        if (u->points[i] != u->before[i]) nb_graph_set(&s->graph, node_of(s, u, i), u->points[i]);
    nb_graph_forward(&s->graph, u->target + 1);
    nb_graph_backward(&s->graph, u->target);
    for (size_t i = 0; i < u->count; i++)
        u->gradient[i] = nb_graph_gradient(&s->graph, node_of(s, u, i));
    if (s->graph.mistake == NB_MISTAKE_STALE) status = find_stale(s, u);
    for (size_t i = 0; i < u->count; i++)
        if (u->points[i] != u->before[i]) nb_graph_set(&s->graph, node_of(s, u, i), u->before[i]);
    return status;
}
