/* The wires between nodes that are seen, from the target back. */
#include "explore/typed_graph.h"

#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/cone.h"
#include "graph/broken.h"

bool nb_typed_graph_add(nb_sheet *s, nb_typed_graph *typed, nb_edge edge) {
    if (!NB_RESERVE(&s->memory, typed->wires, &typed->capacity, typed->count + 1)) return false;
    typed->wires[typed->count++] = edge;
    return true;
}

/* A wire from `from` into `to`, in nodes. */
static bool add_wire(nb_sheet *s, nb_typed_graph *typed, nb_node from, nb_node to, double local,
                     bool chosen) {
    typed->visible[from] = 1;
    return nb_typed_graph_add(s, typed,
                    (nb_edge){.from = from, .to = to, .local = local, .chosen = chosen,
                              .contribution = nb_graph_sent(&s->graph, to) * local});
}

static nb_status add_call_wires(nb_sheet *s, nb_typed_graph *typed, nb_node node,
                                const nb_call *call) {
    nb_sweep sweep;
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_status status = nb_sweep_call(s, call, &sweep);
    bool fits = true, chosen = (typed->marks[node] & 2) != 0;
    /* arguments in the order they are written, then the names that the body uses */
    for (uint32_t i = 0; status == NB_STATUS_OK && fits && i < call->arg_count; i++) {
        nb_node arg = s->call_args[call->first_arg + i];
        if (arg >= node || !sweep.reached[arg]) continue;
        sweep.reached[arg] = 0;
        fits = add_wire(s, typed, arg, node, sweep.gradient[arg], chosen);
    }
    for (nb_node i = 0; status == NB_STATUS_OK && fits && i < node; i++)
        if (sweep.reached[i] && !sweep.inside[i])
            fits = add_wire(s, typed, i, node, sweep.gradient[i], chosen);
    nb_arena_rewind(&s->scratch, mark);
    return fits ? status : NB_STATUS_NO_MEMORY;
}

static nb_status add_wires(nb_sheet *s, nb_typed_graph *typed, nb_node node) {
    const nb_graph *graph = &s->graph;
    const nb_call *call = nb_find_call_of(s, node);
    if (call != NULL) return add_call_wires(s, typed, node, call);
    for (int i = 0; i < nb_graph_arity(graph, node); i++) {
        bool chosen = (typed->marks[node] & 2) && nb_graph_is_chosen(graph, node, i);
        if (!add_wire(s, typed, nb_graph_operand(graph, node, i), node,
                      nb_graph_local(graph, node, i), chosen)) return NB_STATUS_NO_MEMORY;
    }
    return NB_STATUS_OK;
}

nb_status nb_typed_graph_find(nb_sheet *s, nb_node target, nb_typed_graph *typed) {
    *typed = (nb_typed_graph){.wires = NULL};
    nb_status status = nb_mark_cone(s, target, &typed->marks);
    if (status != NB_STATUS_OK) return status;
    nb_graph_backward(&s->graph, target);
    typed->visible = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (typed->visible == NULL) return NB_STATUS_NO_MEMORY;
    typed->visible[target] = 1;
    for (nb_node i = target + 1; i-- > 0 && status == NB_STATUS_OK;) {
        if (!typed->visible[i]) continue;
        typed->visible_count++;
        status = add_wires(s, typed, i);
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    return status;
}

void nb_typed_graph_clear(nb_sheet *s, nb_typed_graph *typed) {
    nb_memory_free(&s->memory, typed->wires, typed->capacity, sizeof *typed->wires);
    *typed = (nb_typed_graph){.wires = NULL};
}
