/* The questions about a target, found anew by each statement. */
#include "quiz/course.h"

#include <math.h>

#include "definitions/calls.h"
#include "definitions/problem.h"
#include "graph/passes.h"
#include "quiz/answer.h"

/* Not asked for are the target's own gradient, which is 1, those of nodes that the picture does not
 * show, or to which no gradient flows, and those that are inf or nan. */
static bool is_asked(const nb_course *c, nb_node node) {
    bool part = c->typed.visible[node] && (c->typed.marks[node] & 2);
    return part && node != c->target && isfinite(nb_graph_gradient(&c->s->graph, node));
}

nb_status nb_course_find(nb_sheet *s, nb_node target, nb_course *c) {
    size_t n = (size_t)target + 1;
    *c = (nb_course){.s = s, .target = target};
    nb_status status = nb_typed_graph_find(s, target, NULL, false, &c->typed);
    uint32_t *pending = nb_arena_add(&s->scratch, n, sizeof *pending);
    c->asked = nb_arena_add(&s->scratch, n, sizeof *c->asked);
    c->rank = nb_arena_add(&s->scratch, n, sizeof *c->rank);
    if (status != NB_STATUS_OK) return status;
    if (pending == NULL || c->asked == NULL || c->rank == NULL) return NB_STATUS_NO_MEMORY;
    nb_node all = nb_graph_order(&s->graph, target, c->asked, pending);
    for (nb_node at = 0; at < all; at++) {
        nb_node node = c->asked[at];
        c->rank[node] = at;
        if (is_asked(c, node)) c->asked[c->count++] = node;
    }
    return nb_poll(s);
}

/* Whether a body is a single operation of the node and of what is seen outside: φ(u) = 1/u. */
static bool is_single(const nb_course *c, nb_node node, nb_node parent) {
    const nb_graph *graph = &c->s->graph;
    int times = 0;
    for (int k = 0; k < nb_graph_arity(graph, parent); k++) {
        nb_node operand = nb_graph_operand(graph, parent, k);
        if (!c->typed.visible[operand] && graph->op[operand] != NB_OP_CONST) return false;
        times += operand == node;
    }
    return times == 1;
}

/* Which operand of its parent the node is along a wire; -1: the parent is a call. Where the node is
 * several operands, this is the one behind that of `before`, the way that was found last. */
static int operand_of(const nb_course *c, const nb_way *before, nb_node node, nb_node parent) {
    const nb_graph *graph = &c->s->graph;
    int k = -1;
    if (nb_find_call_of(c->s, parent) != NULL && !is_single(c, node, parent)) return k;
    if (before->parent == parent) k = before->operand;
    do k++;
    while (nb_graph_operand(graph, parent, k) != node);
    return k;
}

nb_status nb_course_question(const nb_course *c, nb_node node, nb_question *q) {
    nb_way *ways = nb_arena_add(&c->s->scratch, c->typed.count, sizeof *ways);
    nb_way way = {.parent = NB_NO_NODE};
    size_t count = 0;
    if (ways == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < c->typed.count; i++) {
        const nb_edge *wire = &c->typed.wires[i];
        if (wire->from != node || !wire->chosen) continue;
        way = (nb_way){.parent = wire->to, .local = wire->local,
                       .operand = operand_of(c, &way, node, wire->to),
                       .upstream = nb_graph_gradient(&c->s->graph, wire->to)};
        size_t at = count++;
        for (; at > 0 && c->rank[ways[at - 1].parent] > c->rank[way.parent]; at--)
            ways[at] = ways[at - 1];
        ways[at] = way;
    }
    *q = (nb_question){.target = c->target, .node = node, .typed = &c->typed, .ways = ways,
                       .count = count, .gradient = nb_graph_gradient(&c->s->graph, node)};
    return NB_STATUS_OK;
}

nb_status nb_diagnose_nodes(nb_sheet *s, nb_node of, nb_node by, double answer,
                            double tolerance, nb_message *says) {
    nb_course c;
    nb_question q;
    *says = NB_NO_HINT;
    if (s->state.mistake != NB_MISTAKE_NONE) return NB_STATUS_OK;
    nb_status status = nb_course_find(s, of, &c);
    bool asked = status == NB_STATUS_OK && by < of && is_asked(&c, by);
    if (asked) status = nb_course_question(&c, by, &q);
    if (asked && status == NB_STATUS_OK) status = nb_diagnose(s, &q, answer, tolerance, says);
    nb_typed_graph_clear(s, &c.typed);
    return status;
}
