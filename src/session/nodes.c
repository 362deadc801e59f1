/* Finding nodes: what belongs to a target, which node a command's argument means. */
#include <string.h>

#include "graph/broken.h"
#include "session/internal.h"

nb_status nb_mark_cone(nb_session *s, nb_node target, uint8_t **marks) {
    const nb_graph *graph = &s->graph;
    uint8_t *mark = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (mark == NULL) return NB_STATUS_NO_MEMORY;
    nb_graph_forward(&s->graph, target + 1);
    mark[target] = 3;
    for (nb_node i = target + 1; i-- > 0;) {
        if (mark[i] == 0) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            bool chosen = (mark[i] & 2) && nb_graph_is_chosen(graph, i, k);
            mark[nb_graph_operand(graph, i, k)] |= chosen ? 3 : 1;
        }
    }
    *marks = mark;
    return NB_STATUS_OK;
}

nb_status nb_find_leaf(nb_session *s, nb_node node, nb_def_id *leaf) {
    uint8_t *marks;
    *leaf = NB_NO_DEF;
    nb_status status = nb_mark_cone(s, node, &marks);
    for (nb_node i = 0; status == NB_STATUS_OK && i <= node && *leaf == NB_NO_DEF; i++)
        if (marks[i] != 0 && s->graph.op[i] == NB_OP_LEAF) *leaf = s->owner[i];
    return status;
}

/* Marks the nodes of all definitions, and what they are made of. */
static nb_status mark_all(nb_session *s, uint8_t **marks) {
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

/* ---- equal nodes ---- */

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
    uint64_t h = graph->op[node] + 1u, bits;
    memcpy(&bits, &graph->value[node], sizeof bits);
    if (graph->op[node] == NB_OP_CONST) h = h * 31 + bits;
    if (graph->op[node] == NB_OP_LEAF) h = h * 31 + node;
    for (int k = 0; k < nb_graph_arity(graph, node); k++)
        h = h * 0x9e3779b97f4a7c15u + c->of[nb_graph_operand(graph, node, k)];
    return h * 0x9e3779b97f4a7c15u >> 20;
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

nb_status nb_find_equal(nb_session *s, nb_node target, nb_node wanted, uint32_t pick,
                        nb_node *found, uint32_t *count) {
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
        for (nb_node i = 0; i <= target; i++)
            if (in_target[i] && c.of[i] == c.of[wanted] && ++*count == pick) *found = i;
    }
    nb_arena_rewind(&s->scratch, mark);
    return status;
}

/* ---- arguments of commands ---- */

static const char *text_of(nb_session *s, const nb_expr *expr) {
    const char *text = nb_arena_text(&s->scratch, expr->source + expr->span.offset,
                                     expr->span.length);
    return text != NULL ? text : "";
}

static nb_status fail_not_found(nb_session *s, const nb_command_arg *arg, nb_node target,
                                uint32_t count) {
    const nb_expr *expr = &arg->expr;
    const char *text = text_of(s, expr);
    if (count > 1 && arg->pick == 0)
        return nb_fail_at(s, expr, expr->span,
                          NB_SAY(NODE_AMBIGUOUS, NB_COUNT(count), NB_TEXT(text)),
                          NB_SAY(HINT_PICK, NB_TEXT(text)));
    if (arg->pick > 0)
        return nb_fail_at(s, expr, expr->span,
                          NB_SAY(NODE_NUMBER, NB_COUNT(count), NB_TEXT(text)),
                          count > 0 ? NB_SAY(HINT_PICK, NB_TEXT(text)) : NB_NO_HINT);
    if (target == NB_NO_NODE)
        return nb_fail_at(s, expr, expr->span, NB_SAY(GRADIENT_TARGET, NB_TEXT(text)), NB_NO_HINT);
    return nb_fail_at(s, expr, expr->span,
                      NB_SAY(NOT_A_NODE, NB_TEXT(text),
                             nb_node_arg(s, target)), NB_NO_HINT);
}

nb_status nb_find_node(nb_session *s, const nb_command_arg *arg, nb_node target, nb_node *node) {
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt, count = 0;
    for (uint32_t i = 0; i < arg->expr.count; i++) /* dL/dw means its nodes here, not a number */
        arg->expr.codes[i].nested |= arg->expr.codes[i].kind == NB_CODE_GRADIENT;
    nb_status status = nb_build_expr(s, &arg->expr, s->env, node);
    bool named = status == NB_STATUS_OK && s->owner[*node] != NB_NO_DEF;
    if (status != NB_STATUS_OK || named) {
        nb_truncate(s, before, rebuilt);
        return status;
    }
    status = nb_find_equal(s, target, *node, arg->pick > 0 ? arg->pick : 1, node, &count);
    nb_truncate(s, before, rebuilt);
    if (status != NB_STATUS_OK) return status;
    if (arg->pick > 0 ? count >= arg->pick : count == 1) return NB_STATUS_OK;
    return fail_not_found(s, arg, target, count);
}

/* ---- lists of nodes ---- */

typedef struct node_list {
    nb_node *items;
    size_t count, capacity;
} node_list;

static nb_status add_node(nb_session *s, node_list *list, nb_node node) {
    if (!NB_ARENA_RESERVE(&s->scratch, list->items, list->count, &list->capacity))
        return NB_STATUS_NO_MEMORY;
    list->items[list->count++] = node;
    return NB_STATUS_OK;
}

static nb_status add_element(nb_session *s, const nb_command_arg *arg, nb_symbol symbol,
                             int32_t index, node_list *list) {
    nb_def_id def = nb_def_find(s, symbol, 1, &index);
    nb_def named = {.symbol = symbol, .rank = 1, .index = {index}};
    if (!nb_is_defined(s, def)) return nb_fail_element(s, &arg->expr, arg->span, &named);
    nb_status status = nb_build_def(s, def);
    return status == NB_STATUS_OK ? add_node(s, list, s->defs[def].node) : status;
}

/* h[from..to]: the elements one by one. */
static nb_status add_range(nb_session *s, const nb_command_arg *arg, node_list *list) {
    const nb_code *code = &arg->expr.codes[arg->expr.count - 1];
    nb_expr first = arg->expr; /* SKIP, the index, INDEX */
    int32_t from, to;
    if (code->kind != NB_CODE_INDEX || code->count != 1)
        return nb_fail_at(s, &arg->expr, arg->span, NB_PLAIN(RANGE_OF), NB_NO_HINT);
    first.codes++;
    first.count -= 2;
    nb_status status = nb_eval_index(s, &first, s->env, &from);
    if (status == NB_STATUS_OK) status = nb_eval_index(s, arg->other, s->env, &to);
    for (int64_t i = from; status == NB_STATUS_OK && i <= to; i++)
        status = add_element(s, arg, code->symbol, (int32_t)i, list);
    return status;
}

/* One node, or all elements of a vector. */
static nb_status add_nodes(nb_session *s, const nb_command_arg *arg, nb_node target,
                           node_list *list) {
    const nb_expr *expr = &arg->expr;
    nb_symbol symbol = expr->codes[0].symbol;
    nb_def_id whole = expr->count == 1 && expr->codes[0].kind == NB_CODE_NAME
                          ? s->symbols[symbol].value : NB_NO_DEF;
    nb_status status = nb_is_defined(s, whole) ? nb_build_def(s, whole) : NB_STATUS_OK;
    nb_shape shape = status == NB_STATUS_OK && nb_is_defined(s, whole) ? nb_shape_of(s, whole)
                                                                      : NB_SCALAR;
    nb_node node;
    if (status == NB_STATUS_OK && shape.rank == 0) {
        status = nb_find_node(s, arg, target, &node);
        return status == NB_STATUS_OK ? add_node(s, list, node) : status;
    }
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        nb_def_id element = nb_element(s, symbol, shape, i);
        status = nb_build_def(s, element);
        if (status == NB_STATUS_OK) status = add_node(s, list, s->defs[element].node);
    }
    return status;
}

nb_status nb_find_nodes(nb_session *s, const nb_command_arg *arg, nb_node target, nb_node **nodes,
                        size_t *count) {
    node_list list = {.items = NULL};
    nb_status status = NB_STATUS_OK;
    for (; arg != NULL && status == NB_STATUS_OK; arg = arg->next) {
        if (arg->other == NULL) {
            status = add_nodes(s, arg, target, &list);
        } else {
            status = add_range(s, arg, &list);
        }
    }
    *nodes = list.items;
    *count = list.count;
    return status;
}

nb_span nb_place_in_list(nb_session *s, const nb_command_arg *list, nb_node target, size_t at) {
    nb_span all = list->span;
    for (const nb_command_arg *arg = list; arg != NULL; arg = arg->next) {
        nb_command_arg alone = *arg;
        nb_node *nodes;
        size_t count;
        alone.next = NULL;
        if (nb_find_nodes(s, &alone, target, &nodes, &count) != NB_STATUS_OK) break;
        if (at < count) return arg->span;
        at -= count;
        all.length = arg->span.offset + arg->span.length - all.offset;
    }
    return all;
}

nb_status nb_find_operand(nb_session *s, const nb_command_arg *arg, nb_node y, nb_node *node) {
    nb_command_arg picked = *arg;
    if (picked.pick == 0) picked.pick = 1;
    nb_status status = nb_find_node(s, &picked, y, node);
    nb_node first = *node, wanted = *node;
    uint32_t count = 0;
    if (status != NB_STATUS_OK || arg->pick > 0) return status;
    for (int k = 0; k < nb_graph_arity(&s->graph, y); k++)
        if (nb_graph_operand(&s->graph, y, k) == first) return status;
    status = nb_find_equal(s, y, wanted, 1, &first, &count);
    for (uint32_t i = 1; status == NB_STATUS_OK && i <= count; i++) {
        nb_node other;
        uint32_t again;
        status = nb_find_equal(s, y, wanted, i, &other, &again);
        for (int k = 0; status == NB_STATUS_OK && k < nb_graph_arity(&s->graph, y); k++)
            if (nb_graph_operand(&s->graph, y, k) == other) *node = other;
    }
    return status;
}

/* ---- the target ---- */

static bool has_formula_user(nb_session *s, const nb_def *def) {
    for (uint32_t i = 0; def->shape.rank > 0 && i < nb_shape_count(def->shape); i++) {
        nb_def_id element = nb_element(s, def->symbol, def->shape, i);
        if (nb_is_defined(s, element) && has_formula_user(s, &s->defs[element])) return true;
    }
    for (uint32_t e = def->users; e != NB_NO_EDGE; e = s->edges[e].next_user)
        if (s->defs[s->edges[e].user].meaning.kind == NB_DEF_FORMULA) return true;
    return false;
}

/* A vector is no target. */
static nb_status fail_vector(nb_session *s, nb_def_id vector) {
    const nb_def *def = &s->defs[vector];
    const char *name = nb_def_name(s, &s->scratch, def);
    return nb_fail_plain(s, NB_SAY(NUMBER_WANTED, nb_shape_arg(s, def->shape)),
                         def->shape.rank == 1 ? NB_SAY(HINT_ONE_ELEMENT, NB_TEXT(name))
                                              : NB_PLAIN(HINT_SOME_ELEMENT));
}

/* The only formula of one number that nothing uses. */
static nb_status find_final_formula(nb_session *s, nb_def_id *target) {
    enum { LISTED = 6 };
    nb_writer names = {.s = s};
    nb_def_id first = NB_NO_DEF, vector = NB_NO_DEF;
    size_t count = 0;
    nb_status status = nb_build_all(s);
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        const nb_def *def = &s->defs[i];
        if (def->meaning.kind != NB_DEF_FORMULA || has_formula_user(s, def)) continue;
        if (def->shape.rank > 0) {
            vector = (nb_def_id)i;
            continue;
        }
        if (count == 0) first = (nb_def_id)i;
        if (count < LISTED) nb_write_item(&names, nb_def_name(s, &s->result->arena, def));
        if (count == LISTED) nb_write_item(&names, NULL);
        count++;
    }
    if (status == NB_STATUS_OK && count == 0)
        status = vector != NB_NO_DEF ? fail_vector(s, vector)
                                     : nb_fail_plain(s, NB_PLAIN(NO_TARGET), NB_NO_HINT);
    if (status == NB_STATUS_OK && count > 1)
        status = nb_fail_plain(s, NB_SAY(MANY_TARGETS, nb_text_arg(s, names.text)),
                               NB_SAY(HINT_TARGET, NB_TEXT(nb_def_name(s, &s->scratch,
                                                                       &s->defs[first]))));
    *target = first;
    return status;
}

nb_def_id nb_named_target(const nb_session *s) {
    nb_def_id def = s->state.target;
    return nb_is_defined(s, def) && nb_shape_of(s, def).rank == 0 ? def : NB_NO_DEF;
}

nb_status nb_choose_target(nb_session *s, const nb_command_arg *arg, nb_node *target) {
    nb_status status = nb_is_defined(s, s->state.target) ? nb_build_def(s, s->state.target)
                                                         : NB_STATUS_OK;
    nb_def_id def = nb_named_target(s);
    if (status == NB_STATUS_OK && arg != NULL && arg->form == NB_ARG_EXPR) {
        nb_node within = def != NB_NO_DEF ? s->defs[def].node : NB_NO_NODE;
        status = nb_find_node(s, arg, within, target);
        if (status != NB_STATUS_OK) return status;
        if (s->owner[*target] != NB_NO_DEF) s->state.target = s->owner[*target];
        return NB_STATUS_OK;
    }
    if (status == NB_STATUS_OK && def == NB_NO_DEF) status = find_final_formula(s, &def);
    if (status == NB_STATUS_OK) status = nb_build_def(s, def);
    if (status == NB_STATUS_OK) *target = s->defs[def].node;
    return status;
}

/* ---- the chain rule inside a formula ---- */

static nb_status begin_sweep(nb_session *s, nb_node top, nb_sweep *sweep) {
    size_t n = (size_t)top + 1;
    sweep->inside = nb_arena_add(&s->scratch, n, 1);
    sweep->reached = nb_arena_add(&s->scratch, n, 1);
    sweep->gradient = nb_arena_add(&s->scratch, n, sizeof *sweep->gradient);
    sweep->first = nb_arena_add(&s->scratch, n, sizeof *sweep->first);
    sweep->order = NULL;
    sweep->count = top + 1;
    if (sweep->inside == NULL || sweep->reached == NULL || sweep->gradient == NULL ||
        sweep->first == NULL)
        return NB_STATUS_NO_MEMORY;
    if (s->graph.mistake != NB_MISTAKE_NONE) { /* the order decides what comes last, and first */
        uint32_t *pending = nb_arena_add(&s->scratch, n, sizeof *pending);
        sweep->order = nb_arena_add(&s->scratch, n, sizeof *sweep->order);
        if (pending == NULL || sweep->order == NULL) return NB_STATUS_NO_MEMORY;
        sweep->count = nb_graph_order(&s->graph, top, sweep->order, pending);
    }
    for (nb_node i = 0; i < top; i++) sweep->inside[i] = s->owner[i] == NB_NO_DEF;
    sweep->inside[top] = 1;
    return NB_STATUS_OK;
}

static void run_sweep(nb_session *s, nb_node top, nb_sweep *sweep) {
    const nb_graph *graph = &s->graph;
    const double *sent = graph->mistake == NB_MISTAKE_ORDER ? sweep->first : sweep->gradient;
    nb_mistake_receive(graph->mistake, &sweep->gradient[top], &sweep->first[top],
                       &sweep->reached[top], 1.0);
    for (nb_node at = 0; at < sweep->count; at++) {
        nb_node i = sweep->order != NULL ? sweep->order[at] : top - at;
        if (!sweep->reached[i] || !sweep->inside[i]) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            nb_node node = nb_graph_operand(graph, i, k);
            if (!nb_graph_is_chosen(graph, i, k)) continue;
            nb_mistake_receive(graph->mistake, &sweep->gradient[node], &sweep->first[node],
                               &sweep->reached[node], sent[i] * nb_graph_local(graph, i, k));
        }
    }
}

nb_status nb_sweep_formula(nb_session *s, nb_node top, nb_sweep *sweep) {
    nb_status status = begin_sweep(s, top, sweep);
    if (status == NB_STATUS_OK) run_sweep(s, top, sweep);
    return status;
}

nb_status nb_sweep_call(nb_session *s, const nb_call *call, nb_sweep *sweep) {
    nb_status status = begin_sweep(s, call->result, sweep);
    if (status != NB_STATUS_OK) return status;
    for (uint32_t k = 0; k < call->arg_count; k++)
        sweep->inside[s->call_args[call->first_arg + k]] = 0;
    run_sweep(s, call->result, sweep);
    return NB_STATUS_OK;
}
