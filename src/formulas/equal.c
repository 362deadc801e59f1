/* Equal nodes are found by numbering all nodes class by class. */
#include "formulas/equal.h"

#include <string.h>

#include "base/hash.h"
#include "formulas/cone.h"

/* Marks the nodes of all definitions, and what they are made of. */
static nb_status mark_all(nb_sheet *s, uint8_t **marks) {
    const nb_graph *graph = &s->graph;
    uint8_t *mark = nb_arena_add(&s->scratch, (size_t)graph->count + 1, 1);
    if (mark == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < s->def_count; i++)
        if (s->defs[i].node != NB_NO_NODE) mark[s->defs[i].node] = 1;
    for (nb_node i = graph->count; i-- > 0;)
        for (int k = 0; mark[i] != 0 && k < nb_graph_arity(graph, i); k++)
            mark[nb_graph_operand(graph, i, k)] = 1;
    *marks = mark;
    return NB_STATUS_OK;
}

/* Numbers the nodes so that two have one number when the same formula of the same leaves made
 * them. `of` holds each node's number plus one; 0: not numbered yet. */
typedef struct classes {
    const nb_graph *graph;
    nb_node *of;
    nb_node *slots; /* one node of each class */
    size_t capacity;
} classes;

static bool same_class(const classes *c, nb_node x, nb_node y) {
    const nb_graph *graph = c->graph;
    if (graph->op[x] != graph->op[y]) return false;
    if (graph->op[x] == NB_OP_LEAF) return x == y;
    if (graph->op[x] == NB_OP_CONST)
        return memcmp(&graph->value[x], &graph->value[y], sizeof(double)) == 0;
    for (int k = 0; k < nb_graph_arity(graph, x); k++)
        if (c->of[nb_graph_operand(graph, x, k)] != c->of[nb_graph_operand(graph, y, k)])
            return false;
    return true;
}

static uint64_t hash_node(const classes *c, nb_node node) {
    const nb_graph *graph = c->graph;
    uint64_t h = graph->op[node], bits;
    memcpy(&bits, &graph->value[node], sizeof bits);
    if (graph->op[node] == NB_OP_CONST) h = nb_hash_add(h, bits);
    if (graph->op[node] == NB_OP_LEAF) h = nb_hash_add(h, node);
    for (int k = 0; k < nb_graph_arity(graph, node); k++)
        h = nb_hash_add(h, c->of[nb_graph_operand(graph, node, k)]);
    return h;
}

static void classify(classes *c, nb_node node) {
    if (nb_op_get((nb_op)c->graph->op[node])->form.kind == NB_FORM_TRANSPARENT) {
        c->of[node] = c->of[nb_graph_operand(c->graph, node, 0)]; /* it reads as its operand */
        return;
    }
    size_t at = hash_node(c, node) & (c->capacity - 1);
    while (c->slots[at] != 0 && !same_class(c, c->slots[at] - 1, node))
        at = (at + 1) & (c->capacity - 1);
    if (c->slots[at] == 0) c->slots[at] = node + 1;
    c->of[node] = c->slots[at];
}

bool nb_is_operand(const nb_graph *graph, nb_node node, nb_node y) {
    bool found = false;
    for (int k = 0; k < nb_graph_arity(graph, y); k++)
        found = found || nb_graph_operand(graph, y, k) == node;
    return found;
}

/* Finds the pick-th node that equals another one, or where `user` is a node the last of its
 * operands that does. */
static nb_status find_equal(nb_sheet *s, nb_node target, nb_node wanted, uint32_t pick,
                            nb_node user, nb_node *found, uint32_t *count) {
    uint8_t *in_target, *in_wanted;
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_status status = target != NB_NO_NODE ? nb_mark_cone(s, target, &in_target)
                                            : mark_all(s, &in_target);
    if (target == NB_NO_NODE) target = s->graph.count - 1;
    nb_node top = wanted > target ? wanted : target;
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, wanted, &in_wanted);
    classes c = {.graph = &s->graph, .capacity = 64};
    while (c.capacity < 2 * ((size_t)top + 1)) c.capacity *= 2;
    if (status == NB_STATUS_OK) {
        c.of = nb_arena_add(&s->scratch, (size_t)top + 1, sizeof *c.of);
        c.slots = nb_arena_add(&s->scratch, c.capacity, sizeof *c.slots);
        if (c.of == NULL || c.slots == NULL) status = NB_STATUS_NO_MEMORY;
    }
    if (status == NB_STATUS_OK) {
        for (nb_node i = 0; i <= top; i++)
            if ((i <= target && in_target[i]) || (i <= wanted && in_wanted[i])) classify(&c, i);
        *count = 0;
        for (nb_node i = 0; i <= target; i++) {
            if (!in_target[i] || c.of[i] != c.of[wanted]) continue;
            ++*count;
            if (user == NB_NO_NODE ? *count == pick : nb_is_operand(&s->graph, i, user)) *found = i;
        }
    }
    nb_arena_rewind(&s->scratch, mark);
    return status;
}

nb_status nb_find_equal(nb_sheet *s, nb_node target, nb_node wanted, uint32_t pick,
                        nb_node *found, uint32_t *count) {
    return find_equal(s, target, wanted, pick, NB_NO_NODE, found, count);
}

nb_status nb_find_equal_operand(nb_sheet *s, nb_node y, nb_node wanted, nb_node *found) {
    uint32_t count;
    return find_equal(s, y, wanted, 1, y, found, &count);
}
