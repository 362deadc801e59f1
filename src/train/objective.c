/* The copied nodes of a loss, and its sums over rows. See objective.h. */
#include "train/objective.h"

#include <string.h>

#include "graph/passes.h"

/* ---- the copy ---- */

/* What becomes of a node of the plan's graph. */
enum { LEFT_OUT, COPIED, TRAINED };

/* Marks what the targets are made of. */
static void mark_needed(const nb_objective_plan *plan, uint8_t *fate) {
    const nb_graph *graph = plan->graph;
    for (size_t i = 0; i < plan->target_count; i++) fate[plan->targets[i]] = COPIED;
    for (nb_node i = graph->count; i-- > 0 && !nb_graph_is_interrupted(graph, i);)
        for (int k = 0; fate[i] != LEFT_OUT && k < nb_graph_arity(graph, i); k++)
            fate[nb_graph_operand(graph, i, k)] = COPIED;
    for (size_t i = 0; i < plan->weight_count; i++) fate[plan->weights[i]] = TRAINED;
}

/* `constant`: a leaf becomes one. */
static nb_status copy_node(nb_objective *o, const nb_graph *graph, nb_node node, bool constant) {
    nb_node operands[NB_MAX_OPERANDS] = {0}, copy;
    for (int k = 0; k < nb_graph_arity(graph, node); k++)
        operands[k] = o->copy[nb_graph_operand(graph, node, k)];
    nb_op op = (nb_op)graph->op[node];
    if (op == NB_OP_LEAF && constant) op = NB_OP_CONST;
    nb_status status =
        nb_graph_arity(graph, node) == 0
            ? nb_graph_add_number(&o->graph, op, graph->value[node], &copy)
            : nb_graph_add(&o->graph, op, operands[0], operands[1], operands[2], &copy);
    if (status != NB_STATUS_OK) return status;
    o->origin[copy] = node;
    o->copy[node] = copy;
    return NB_STATUS_OK;
}

/* How far each node is from the numbers it is made of: its level. */
static void find_levels(const nb_graph *graph, const uint8_t *fate, uint32_t *level) {
    for (nb_node i = 0; i < graph->count && !nb_graph_is_interrupted(graph, i); i++)
        for (int k = 0; fate[i] != LEFT_OUT && k < nb_graph_arity(graph, i); k++) {
            uint32_t below = level[nb_graph_operand(graph, i, k)];
            if (level[i] <= below) level[i] = below + 1;
        }
}

/* The nodes that are copied, level by level, each level in the graph's order; *count of them. All
 * arrays are 0 before; `first` has a place for each level, and one more. */
static void order_nodes(const nb_graph *graph, const uint8_t *fate, const uint32_t *level,
                        uint32_t *first, nb_node *order, uint32_t *count) {
    uint32_t levels = 0;
    *count = 0;
    for (nb_node i = 0; i < graph->count; i++) {
        if (fate[i] == LEFT_OUT) continue;
        if (levels <= level[i]) levels = level[i] + 1;
        first[level[i] + 1]++;
        ++*count;
    }
    for (uint32_t l = 0; l < levels; l++) first[l + 1] += first[l];
    for (nb_node i = 0; i < graph->count; i++)
        if (fate[i] != LEFT_OUT) order[first[level[i]]++] = i;
}

/* Level by level, the numbers first: neighbours then do not need each other's values, so that the
 * processor computes several at once, and they are mostly of one operator. */
static nb_status copy_nodes(nb_objective *o, const nb_objective_plan *plan, nb_arena *scratch) {
    const nb_graph *graph = plan->graph;
    size_t room = (size_t)graph->count + 1;
    uint32_t copied;
    uint8_t *fate = nb_arena_add(scratch, room, 1);
    uint32_t *level = nb_arena_add(scratch, room, sizeof *level);
    uint32_t *first = nb_arena_add(scratch, room, sizeof *first);
    nb_node *order = nb_arena_add(scratch, room, sizeof *order);
    o->origin = nb_arena_add(&o->arena, room, sizeof *o->origin);
    o->copy = nb_arena_add(&o->arena, room, sizeof *o->copy);
    o->known = graph->count;
    if (fate == NULL || level == NULL || first == NULL || order == NULL || o->origin == NULL ||
        o->copy == NULL) return NB_STATUS_NO_MEMORY;
    mark_needed(plan, fate);
    find_levels(graph, fate, level);
    if (nb_graph_is_interrupted(graph, 0)) return NB_STATUS_ERROR;
    order_nodes(graph, fate, level, first, order, &copied);
    for (nb_node i = 0; i < graph->count; i++) o->copy[i] = NB_NO_NODE;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0; i < copied && status == NB_STATUS_OK; i++) {
        status = copy_node(o, graph, order[i], !plan->compiled && fate[order[i]] != TRAINED);
        if (nb_graph_is_interrupted(graph, i)) status = NB_STATUS_ERROR;
    }
    return status;
}

static nb_status copy_graph(nb_objective *o, nb_memory *memory, const nb_objective_plan *plan) {
    nb_arena scratch;
    nb_arena_init(&scratch, memory);
    nb_status status = copy_nodes(o, plan, &scratch);
    nb_arena_clear(&scratch);
    return status;
}

/* ---- what changes in it ---- */

static nb_status find_places(nb_objective *o, const nb_objective_plan *plan) {
    size_t columns = plan->data != NULL ? plan->data->columns : 0;
    o->target = o->copy[plan->targets[plan->target_count - 1]];
    o->target_count = plan->target_count;
    o->targets = nb_arena_add(&o->arena, plan->target_count, sizeof *o->targets);
    if (plan->target_count > SIZE_MAX / NB_ROWS_AT_ONCE) return NB_STATUS_NO_MEMORY;
    o->values = nb_arena_add(&o->arena, NB_ROWS_AT_ONCE * plan->target_count, sizeof *o->values);
    o->weights = nb_arena_add(&o->arena, plan->weight_count, sizeof *o->weights);
    o->gradient = nb_arena_add(&o->arena, plan->weight_count, sizeof *o->gradient);
    o->inputs = nb_arena_add(&o->arena, columns, sizeof *o->inputs);
    o->columns = nb_arena_add(&o->arena, columns, sizeof *o->columns);
    if (o->targets == NULL || o->values == NULL || o->weights == NULL || o->gradient == NULL ||
        o->inputs == NULL || o->columns == NULL)
        return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->target_count; i++) o->targets[i] = o->copy[plan->targets[i]];
    o->weight_count = plan->weight_count;
    o->data = plan->data;
    for (size_t i = 0; i < plan->weight_count; i++) o->weights[i] = o->copy[plan->weights[i]];
    for (size_t i = 0; i < columns; i++) {
        nb_node leaf = plan->leaves[i], input = leaf != NB_NO_NODE ? o->copy[leaf] : NB_NO_NODE;
        if (input == NB_NO_NODE) continue;
        o->inputs[o->input_count] = input;
        o->columns[o->input_count++] = i;
    }
    return NB_STATUS_OK;
}

static nb_status compile(nb_objective *o, nb_memory *memory) {
    const nb_lanes_plan plan = {.target = o->target,
                                .weights = o->weights, .weight_count = o->weight_count,
                                .inputs = o->inputs, .input_count = o->input_count,
                                .outputs = o->targets, .output_count = o->target_count,
                                .vectors = o->vectors};
    nb_status status = NB_STATUS_OK;
    if (o->input_count == 0 && o->target_count == 1)
        status = nb_reroll_new(memory, &o->graph, &plan, UINT64_MAX, &o->reroll);
    if (status != NB_STATUS_OK || o->reroll != NULL) return status;
    return nb_lanes_new(memory, &o->graph, &plan, &o->lanes);
}

nb_status nb_objective_init(nb_objective *o, nb_memory *memory, const nb_objective_plan *plan) {
    *o = (nb_objective){.target = NB_NO_NODE, .vectors = plan->vectors};
    nb_graph_init(&o->graph, memory);
    o->graph.interrupted = plan->graph->interrupted;
    nb_arena_init(&o->arena, memory);
    nb_status status = copy_graph(o, memory, plan);
    if (status == NB_STATUS_OK) status = find_places(o, plan);
    if (status == NB_STATUS_OK && plan->compiled) status = compile(o, memory);
    if (status != NB_STATUS_OK) nb_objective_clear(o);
    return status;
}

/* ---- the same again ---- */

static bool are_copies(const nb_objective *o, const nb_node *copies, const nb_node *nodes,
                       size_t count) {
    for (size_t i = 0; i < count; i++)
        if (o->origin[copies[i]] != nodes[i]) return false;
    return true;
}

/* Whether the columns of the data are on the same leaves. */
static bool has_inputs(const nb_objective *o, const nb_objective_plan *plan) {
    size_t found = 0, columns = plan->data != NULL ? plan->data->columns : 0;
    for (size_t i = 0; i < columns; i++) {
        nb_node leaf = plan->leaves[i];
        if (leaf >= o->known || o->copy[leaf] == NB_NO_NODE) continue;
        if (found == o->input_count || o->columns[found] != i || o->inputs[found] != o->copy[leaf])
            return false;
        found++;
    }
    return found == o->input_count;
}

/* A constant's number may have made the compiler choose. */
static bool is_same_node(const nb_objective *o, nb_node copy, const nb_graph *graph) {
    nb_node node = o->origin[copy];
    if (node >= graph->count || graph->op[node] != o->graph.op[copy]) return false;
    for (int k = 0; k < nb_graph_arity(graph, node); k++) {
        nb_node operand = nb_graph_operand(graph, node, k);
        if (operand >= o->known || o->copy[operand] != nb_graph_operand(&o->graph, copy, k))
            return false;
    }
    return graph->op[node] != NB_OP_CONST ||
           memcmp(&graph->value[node], &o->graph.value[copy], sizeof *graph->value) == 0;
}

bool nb_objective_renew(nb_objective *o, const nb_objective_plan *plan) {
    const nb_graph *graph = plan->graph;
    if (!plan->compiled || o->lanes == NULL || plan->vectors != o->vectors ||
        plan->target_count != o->target_count || plan->weight_count != o->weight_count ||
        !are_copies(o, o->targets, plan->targets, o->target_count) ||
        !are_copies(o, o->weights, plan->weights, o->weight_count) || !has_inputs(o, plan))
        return false;
    for (nb_node i = 0; i < o->graph.count; i++)
        if (!is_same_node(o, i, graph)) return false;
    for (nb_node i = 0; i < o->graph.count; i++)
        if (graph->op[o->origin[i]] == NB_OP_LEAF)
            nb_graph_set(&o->graph, i, graph->value[o->origin[i]]);
    nb_lanes_renew(o->lanes, &o->graph);
    o->data = plan->data;
    return true;
}

void nb_objective_clear(nb_objective *o) {
    nb_lanes_free(o->lanes);
    nb_reroll_free(o->reroll);
    nb_graph_clear(&o->graph);
    nb_arena_clear(&o->arena);
}

nb_lanes_report nb_objective_describe(const nb_objective *o, size_t count) {
    return o->reroll != NULL ? nb_reroll_describe(o->reroll) : nb_lanes_describe(o->lanes, count);
}

/* ---- sums over rows ---- */

void nb_objective_set_weights(nb_objective *o, const double *weights) {
    for (size_t i = 0; i < o->weight_count; i++)
        nb_graph_set(&o->graph, o->weights[i], weights[i]);
}

void nb_objective_run(nb_objective *o, uint32_t row) {
    for (size_t i = 0; i < o->input_count; i++)
        nb_graph_set(&o->graph, o->inputs[i],
                     o->data->cells[row * o->data->columns + o->columns[i]]);
    nb_graph_forward(&o->graph, o->graph.count);
}

static void add_gradient(nb_objective *o, double *gradient) {
    const nb_graph *graph = &o->graph;
    nb_graph_backward(&o->graph, o->target);
    for (size_t i = 0; i < o->weight_count; i++) {
        nb_node weight = o->weights[i];
        if (weight <= o->target && graph->reached[weight]) gradient[i] += graph->gradient[weight];
    }
}

static nb_lanes_samples samples_of(const nb_objective *o) {
    nb_lanes_samples samples = {.columns = o->columns};
    if (o->data != NULL) samples.cells = o->data->cells;
    if (o->data != NULL) samples.stride = o->data->columns;
    return samples;
}

/* Every row has the same loss. */
static void add_rerolled(nb_objective *o, const double *weights, size_t count, bool begins,
                         double *loss, double *gradient) {
    double sum, *to = begins ? gradient : o->gradient, rows = (double)count;
    if (gradient != NULL) nb_reroll_gradient(o->reroll, weights, &sum, to);
    else sum = nb_reroll_value(o->reroll, weights);
    *loss = begins ? rows * sum : *loss + rows * sum;
    for (size_t i = 0; gradient != NULL && i < o->weight_count && (!begins || count > 1); i++)
        gradient[i] = begins ? rows * to[i] : gradient[i] + rows * to[i];
}

static void add_compiled(nb_objective *o, const double *weights, const uint32_t *rows,
                         size_t count, bool begins, double *loss, double *gradient) {
    const nb_lanes_samples samples = samples_of(o);
    if (gradient != NULL) {
        double sum, *to = begins ? gradient : o->gradient;
        nb_lanes_gradient(o->lanes, weights, &samples, rows, count, &sum, to);
        *loss = begins ? sum : *loss + sum;
        for (size_t i = 0; !begins && i < o->weight_count; i++) gradient[i] += to[i];
        return;
    }
    if (begins) *loss = 0;
    for (size_t first = 0, part; first < count; first += part) {
        part = count - first < NB_ROWS_AT_ONCE ? count - first : NB_ROWS_AT_ONCE;
        nb_lanes_values(o->lanes, weights, &samples, rows != NULL ? rows + first : NULL, part,
                        o->values);
        for (size_t i = 1; i <= part; i++) *loss += o->values[i * o->target_count - 1];
    }
}

void nb_objective_values(nb_objective *o, const uint32_t *rows, size_t first, size_t count,
                         double *values) {
    nb_lanes_samples samples = samples_of(o);
    if (o->lanes != NULL) {
        if (rows == NULL) samples.cells += first * samples.stride;
        nb_lanes_values(o->lanes, NULL, &samples, rows != NULL ? rows + first : NULL, count,
                        values);
        return;
    }
    for (size_t r = first; r < first + count; r++) {
        nb_objective_run(o, rows != NULL ? rows[r] : (uint32_t)r);
        for (size_t k = 0; k < o->target_count; k++)
            *values++ = o->graph.value[o->targets[k]];
    }
}

void nb_objective_add(nb_objective *o, const double *weights, const uint32_t *rows, size_t count,
                      bool begins, double *loss, double *gradient) {
    if (o->reroll != NULL) {
        add_rerolled(o, weights, count, begins, loss, gradient);
        return;
    }
    if (o->lanes != NULL) {
        add_compiled(o, weights, rows, count, begins, loss, gradient);
        return;
    }
    if (begins) *loss = 0;
    if (begins && gradient != NULL) memset(gradient, 0, o->weight_count * sizeof *gradient);
    nb_objective_set_weights(o, weights);
    for (size_t r = 0; r < count; r++) {
        nb_objective_run(o, rows != NULL ? rows[r] : 0);
        *loss += o->graph.value[o->target];
        if (gradient != NULL) add_gradient(o, gradient);
    }
}
