/* Building the graph and asking about it. Sizes change only after every allocation succeeded. */
#include "graph/graph.h"

#include <math.h>
#include <string.h>

#include "graph/broken.h"
#include "ops/compute.h"

void nb_graph_init(nb_graph *graph, nb_memory *memory) {
    *graph = (nb_graph){.memory = memory, .target = NB_NO_NODE};
}

/* Resizes one of the parallel arrays. A failure part-way leaves some arrays longer than
 * `capacity`, which is harmless: `capacity` is what counts, and it is told to the allocator. */
static bool resize(nb_graph *graph, void *slot, size_t new_capacity, size_t size) {
    void *block;
    memcpy(&block, slot, sizeof block);
    void *moved = nb_memory_resize(graph->memory, block, graph->capacity, new_capacity, size);
    if (moved == NULL && new_capacity != 0) return false;
    memcpy(slot, &moved, sizeof moved);
    return true;
}

typedef struct column {
    void *slot;
    size_t size;
} column;

enum { PLAIN_COLUMNS = 6, COLUMNS = 11 }; /* the others once passes have been broken */

static void get_columns(nb_graph *graph, column columns[COLUMNS]) {
    columns[0] = (column){&graph->op, sizeof *graph->op};
    columns[1] = (column){&graph->a, sizeof *graph->a};
    columns[2] = (column){&graph->b, sizeof *graph->b};
    columns[3] = (column){&graph->value, sizeof *graph->value};
    columns[4] = (column){&graph->gradient, sizeof *graph->gradient};
    columns[5] = (column){&graph->reached, sizeof *graph->reached};
    nb_broken *broken = &graph->broken;
    columns[6] = (column){&broken->first, sizeof *broken->first};
    columns[7] = (column){&broken->left, sizeof *broken->left};
    columns[8] = (column){&broken->total, sizeof *broken->total};
    columns[9] = (column){&broken->order, sizeof *broken->order};
    columns[10] = (column){&broken->pending, sizeof *broken->pending};
}

/* All columns or none: what had grown when one failed is shrunk again. */
static bool set_capacity(nb_graph *graph, size_t capacity) {
    column columns[COLUMNS];
    get_columns(graph, columns);
    size_t old = graph->capacity;
    int done = 0, count = graph->broken.ready ? COLUMNS : PLAIN_COLUMNS;
    while (done < count && resize(graph, columns[done].slot, capacity, columns[done].size))
        done++;
    if (done == count) {
        graph->capacity = capacity;
        return true;
    }
    graph->capacity = capacity;
    while (done-- > 0) {
        if (!resize(graph, columns[done].slot, old, columns[done].size)) break;
    }
    graph->capacity = old;
    return false;
}

void nb_graph_clear(nb_graph *graph) {
    if (graph->capacity > 0) (void)set_capacity(graph, 0);
    nb_memory_free(graph->memory, graph->more, graph->more_capacity, sizeof *graph->more);
    nb_graph_init(graph, graph->memory);
}

/* A quarter more at a time: ten million nodes waste little. */
static bool make_room(nb_graph *graph) {
    if (graph->count < graph->capacity) return true;
    if (graph->count >= NB_NO_NODE - 1) return false;
    size_t wanted = graph->capacity + graph->capacity / 4 + 64;
    return set_capacity(graph, wanted) || set_capacity(graph, graph->capacity + 64);
}

void nb_graph_trim(nb_graph *graph, size_t least) {
    size_t wanted = graph->count + graph->count / 4 + 64;
    if (graph->capacity > least && graph->capacity > 4 * wanted)
        (void)set_capacity(graph, wanted); /* if it fails they stay large */
}

nb_status nb_graph_prepare_break(nb_graph *graph) {
    column columns[COLUMNS];
    get_columns(graph, columns);
    for (int i = PLAIN_COLUMNS; i < COLUMNS && !graph->broken.ready; i++) {
        void *block = nb_memory_resize(graph->memory, NULL, 0, graph->capacity, columns[i].size);
        if (block == NULL && graph->capacity > 0) {
            while (--i >= PLAIN_COLUMNS)
                (void)resize(graph, columns[i].slot, 0, columns[i].size);
            return NB_STATUS_NO_MEMORY;
        }
        memcpy(columns[i].slot, &block, sizeof block);
    }
    graph->broken.ready = true;
    return NB_STATUS_OK;
}

nb_status nb_graph_add(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c, nb_node *node) {
    int arity = nb_op_arities[op];
    if (!make_room(graph)) return NB_STATUS_NO_MEMORY;
    if (arity == 3) {
        if (!NB_RESERVE(graph->memory, graph->more, &graph->more_capacity, graph->more_count + 2))
            return NB_STATUS_NO_MEMORY;
        graph->more[graph->more_count] = b;
        graph->more[graph->more_count + 1] = c;
        b = (nb_node)graph->more_count;
        graph->more_count += 2;
    }
    nb_node i = graph->count++;
    if (arity == 0 && graph->leading == i) graph->leading++;
    graph->op[i] = (uint8_t)op;
    graph->a[i] = arity > 0 ? a : 0;
    graph->b[i] = arity > 1 ? b : 0;
    graph->value[i] = 0.0;
    *node = i;
    return NB_STATUS_OK;
}

nb_status nb_graph_add_number(nb_graph *graph, nb_op op, double value, nb_node *node) {
    nb_status status = nb_graph_add(graph, op, 0, 0, 0, node);
    if (status != NB_STATUS_OK) return status;
    graph->value[*node] = value;
    if (graph->broken.left != NULL && graph->broken.total != NULL)
        graph->broken.left[*node] = graph->broken.total[*node] = 0.0;
    return NB_STATUS_OK;
}

void nb_graph_truncate(nb_graph *graph, nb_node count) {
    while (graph->count > count) {
        graph->count--;
        if (nb_op_arities[graph->op[graph->count]] == 3) graph->more_count -= 2;
    }
    if (graph->clean > count) graph->clean = count;
    if (graph->leading > count) graph->leading = count;
    if (graph->target >= count) graph->target = NB_NO_NODE;
}

static nb_node *get_slot(nb_graph *graph, nb_node node, int k) {
    if (k == 0) return &graph->a[node];
    if (nb_graph_arity(graph, node) < 3) return &graph->b[node];
    return &graph->more[graph->b[node] + (nb_node)(k - 1)];
}

void nb_graph_bypass(nb_graph *graph, nb_node first, nb_node end) {
    for (nb_node i = end; i < graph->count; i++) {
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            nb_node *slot = get_slot(graph, i, k);
            if (*slot >= first && *slot < end) *slot = graph->a[*slot];
        }
    }
    graph->target = NB_NO_NODE;
}

void nb_graph_set(nb_graph *graph, nb_node leaf, double value) {
    graph->value[leaf] = value;
    if (graph->clean > leaf) graph->clean = leaf;
    graph->target = NB_NO_NODE;
}

/* The values of up to three operands; a missing one is 0. */
static void get_operands(const nb_graph *graph, nb_node node, double x[NB_MAX_OPERANDS]) {
    for (int k = 0; k < NB_MAX_OPERANDS; k++) {
        bool there = k < nb_graph_arity(graph, node);
        x[k] = there ? graph->value[nb_graph_operand(graph, node, k)] : 0.0;
    }
}

double nb_graph_local(const nb_graph *graph, nb_node node, int k) {
    double x[NB_MAX_OPERANDS];
    get_operands(graph, node, x);
    double local = nb_op_partial((nb_op)graph->op[node], k, x[0], x[1], x[2], graph->value[node]);
    bool broken = graph->mistake != NB_MISTAKE_NONE;
    return broken ? nb_graph_local_broken(graph, node, k, local) : local;
}

/* An operator of three numbers chooses by the first: an operand without a slope is left out. A
 * value that is nan, which makes every local gradient nan, does not change what was chosen. */
bool nb_graph_is_chosen(const nb_graph *graph, nb_node node, int k) {
    if (k == 0 || nb_graph_arity(graph, node) < 3) return true;
    double x[NB_MAX_OPERANDS];
    get_operands(graph, node, x);
    return nb_op_partial((nb_op)graph->op[node], k, x[0], x[1], x[2], 0.0) != 0.0;
}

bool nb_graph_is_reached(const nb_graph *graph, nb_node node) {
    return graph->target != NB_NO_NODE && node <= graph->target && graph->reached[node];
}

double nb_graph_gradient(const nb_graph *graph, nb_node node) {
    return nb_graph_is_reached(graph, node) ? graph->gradient[node] : 0.0;
}

void nb_graph_forget_gradients(nb_graph *graph) {
    graph->target = NB_NO_NODE;
}

void nb_graph_compact(nb_graph *graph, const uint8_t *keep, nb_node *moved) {
    nb_node count = 0, clean = 0, leading = 0;
    size_t more_count = 0;
    for (nb_node i = 0; i < graph->count; i++) {
        if (i == graph->clean) clean = count;
        moved[i] = NB_NO_NODE;
        if (!keep[i]) continue;
        int arity = nb_graph_arity(graph, i);
        nb_node a = graph->a[i], b = graph->b[i];
        if (arity == 0 && leading == count) leading++;
        if (arity == 3) {
            nb_node u = graph->more[b], v = graph->more[b + 1];
            b = (nb_node)more_count;
            graph->more[more_count++] = moved[u];
            graph->more[more_count++] = moved[v];
        } else if (arity == 2) {
            b = moved[b];
        }
        graph->op[count] = graph->op[i];
        graph->a[count] = arity > 0 ? moved[a] : 0;
        graph->b[count] = b;
        graph->value[count] = graph->value[i];
        if (graph->broken.ready) graph->broken.left[count] = graph->broken.left[i];
        if (graph->broken.ready) graph->broken.total[count] = graph->broken.total[i];
        moved[i] = count++;
    }
    graph->clean = graph->clean >= graph->count ? count : clean;
    graph->count = count;
    graph->leading = leading;
    graph->more_count = more_count;
    graph->target = NB_NO_NODE;
}
