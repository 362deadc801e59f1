/* The copied nodes of a loss, and its sums over rows. See objective.h. */
#include "train/objective.h"

/* ---- the copy ---- */

/* Marks what the targets are made of; answers how many nodes these are. */
static size_t mark_needed(const nb_graph *graph, const nb_node *targets, size_t count,
                          uint8_t *keep) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) keep[targets[i]] = 1;
    for (nb_node i = graph->count; i-- > 0;) {
        if (!keep[i]) continue;
        kept++;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) keep[nb_graph_operand(graph, i, k)] = 1;
    }
    return kept;
}

static nb_status copy_node(nb_objective *o, const nb_graph *graph, nb_node node) {
    nb_node operands[NB_MAX_OPERANDS] = {0}, copy;
    int arity = nb_graph_arity(graph, node);
    for (int k = 0; k < arity; k++)
        operands[k] = nb_objective_find(o, nb_graph_operand(graph, node, k));
    nb_status status = nb_graph_add(&o->graph, (nb_op)graph->op[node], operands[0], operands[1],
                                    operands[2], &copy);
    if (status != NB_STATUS_OK) return status;
    o->graph.value[copy] = graph->value[node]; /* of leaves and constants */
    o->origin[copy] = node;
    return NB_STATUS_OK;
}

nb_status nb_objective_init(nb_objective *o, nb_memory *memory, const nb_graph *graph,
                            const nb_node *targets, size_t count) {
    *o = (nb_objective){.target = NB_NO_NODE};
    nb_graph_init(&o->graph, memory);
    nb_arena_init(&o->arena, memory);
    uint8_t *keep = nb_arena_add(&o->arena, graph->count, 1);
    nb_status status = keep != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) {
        o->origin = nb_arena_add(&o->arena, mark_needed(graph, targets, count, keep),
                                 sizeof *o->origin);
        if (o->origin == NULL) status = NB_STATUS_NO_MEMORY;
    }
    for (nb_node i = 0; i < graph->count && status == NB_STATUS_OK; i++)
        if (keep[i]) status = copy_node(o, graph, i);
    if (status == NB_STATUS_OK) o->target = nb_objective_find(o, targets[count - 1]);
    else nb_objective_clear(o);
    return status;
}

void nb_objective_clear(nb_objective *o) {
    nb_graph_clear(&o->graph);
    nb_arena_clear(&o->arena);
}

nb_node nb_objective_find(const nb_objective *o, nb_node origin) {
    nb_node low = 0, high = o->graph.count;
    while (low < high) {
        nb_node middle = low + (high - low) / 2;
        if (o->origin[middle] < origin) low = middle + 1;
        else high = middle;
    }
    return low < o->graph.count && o->origin[low] == origin ? low : NB_NO_NODE;
}

/* ---- sums over rows ---- */

void nb_objective_set_weights(nb_objective *o, const double *weights) {
    for (size_t i = 0; i < o->weight_count; i++)
        nb_graph_set(&o->graph, o->weights[i], weights[i]);
}

void nb_objective_run(nb_objective *o, uint32_t row) {
    for (size_t i = 0; i < o->input_count; i++) {
        size_t cell = row * o->data->columns + o->inputs[i].column;
        nb_graph_set(&o->graph, o->inputs[i].leaf, o->data->cells[cell]);
    }
    nb_graph_forward(&o->graph, o->graph.count);
}

void nb_objective_add(nb_objective *o, const double *weights, const uint32_t *rows, size_t count,
                      double *loss, double *gradient) {
    nb_objective_set_weights(o, weights);
    for (size_t r = 0; r < count; r++) {
        nb_objective_run(o, rows != NULL ? rows[r] : 0);
        *loss += o->graph.value[o->target];
        if (gradient == NULL) continue;
        nb_graph_backward(&o->graph, o->target);
        for (size_t i = 0; i < o->weight_count; i++)
            gradient[i] += nb_graph_gradient(&o->graph, o->weights[i]);
    }
}
