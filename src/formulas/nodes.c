/* Which node a command's argument means. An argument is built like any expression; where that
 * makes nodes of its own, the node of the graph that equals it is meant. */
#include "formulas/nodes.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/equal.h"
#include "formulas/evaluate.h"
#include "formulas/failures.h"
#include "formulas/table_cells.h"

static const char *text_of(nb_sheet *s, const nb_expr *expr) {
    const char *text = nb_arena_text(&s->scratch, expr->source + expr->span.offset,
                                     expr->span.length);
    return text != NULL ? text : "";
}

static nb_status fail_not_found(nb_sheet *s, const nb_command_arg *arg, nb_node target,
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
        return nb_fail_at(s, expr, expr->span, NB_SAY(GRADIENT_TARGET, NB_TEXT(text)),
                          expr->count > 1 ? NB_SAY(HINT_NAME_NODE, NB_TEXT(text)) : NB_NO_HINT);
    return nb_fail_at(s, expr, expr->span,
                      NB_SAY(NOT_A_NODE, NB_TEXT(text),
                             nb_node_arg(s, target)), NB_NO_HINT);
}

nb_status nb_find_node(nb_sheet *s, const nb_command_arg *arg, nb_node target, nb_node *node) {
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

static nb_status add_node(nb_sheet *s, node_list *list, nb_node node) {
    if (!NB_ARENA_RESERVE(&s->scratch, list->items, list->count, &list->capacity))
        return NB_STATUS_NO_MEMORY;
    list->items[list->count++] = node;
    return NB_STATUS_OK;
}

static nb_status add_element(nb_sheet *s, const nb_command_arg *arg, nb_symbol symbol,
                             int32_t index, node_list *list) {
    nb_def_id def = nb_def_find(s, symbol, 1, &index);
    nb_def named = {.symbol = symbol, .rank = 1, .index = {index}};
    if (!nb_is_defined(s, def)) return nb_fail_element(s, &arg->expr, arg->span, &named);
    nb_status status = nb_build_def(s, def);
    return status == NB_STATUS_OK ? add_node(s, list, s->defs[def].node) : status;
}

/* h[from..to]: the elements one by one. */
static nb_status add_range(nb_sheet *s, const nb_command_arg *arg, node_list *list) {
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
static nb_status add_nodes(nb_sheet *s, const nb_command_arg *arg, nb_node target,
                           node_list *list) {
    const nb_expr *expr = &arg->expr;
    nb_symbol symbol = expr->codes[0].symbol;
    bool named = expr->count == 1 && expr->codes[0].kind == NB_CODE_NAME;
    nb_def_id whole = named ? s->symbols[symbol].value : NB_NO_DEF;
    nb_status status = nb_is_defined(s, whole) ? nb_build_def(s, whole) : NB_STATUS_OK;
    nb_shape shape = NB_SCALAR;
    nb_node node;
    if (status == NB_STATUS_OK && nb_is_defined(s, whole)) shape = nb_shape_of(s, whole);
    else if (named && !nb_family_shape(s, symbol, &shape)) shape = NB_SCALAR;
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

nb_status nb_find_nodes(nb_sheet *s, const nb_command_arg *arg, nb_node target, nb_node **nodes,
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

nb_span nb_place_in_list(nb_sheet *s, const nb_command_arg *list, nb_node target, size_t at) {
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

nb_status nb_find_operand(nb_sheet *s, const nb_command_arg *arg, nb_node y, nb_node *node) {
    nb_command_arg picked = *arg;
    if (picked.pick == 0) picked.pick = 1;
    nb_status status = nb_find_node(s, &picked, y, node);
    bool found = status != NB_STATUS_OK || arg->pick > 0 || nb_is_operand(&s->graph, *node, y);
    return found ? status : nb_find_equal_operand(s, y, *node, node);
}
