/* Derivatives inside answers. An answer may be made of other derivatives (∂L/∂u · x1): nodes are
 * compared, not numbers. */
#include "quiz/derivative.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/nodes.h"
#include "lang/split.h"

/* A part of an expression, from code `from` to code `last`. */
static nb_expr part_of(const nb_expr *expr, uint32_t from, uint32_t last) {
    nb_expr part = *expr;
    part.codes += from;
    part.count = last + 1 - from;
    part.span = expr->codes[last].span;
    return part;
}

/* The node that an expression is; NB_NO_NODE: it is none. */
static nb_status find_node(nb_sheet *s, const nb_expr *expr, nb_node target, nb_node *node) {
    nb_command_arg arg = {.form = NB_ARG_EXPR, .expr = *expr, .span = expr->span};
    nb_problem problem = s->problem;
    *node = NB_NO_NODE;
    arg.expr.codes = nb_arena_add(&s->scratch, expr->count, sizeof *arg.expr.codes);
    if (arg.expr.codes == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(arg.expr.codes, expr->codes, expr->count * sizeof *expr->codes);
    nb_status status = nb_find_node(s, &arg, target, node);
    if (status == NB_STATUS_OK) return status;
    *node = NB_NO_NODE;
    if (status == NB_STATUS_ERROR) status = nb_poll(s);
    if (status == NB_STATUS_OK) s->problem = problem;
    return status;
}

/* Whether the node is what a name means, or one of its elements. */
static nb_status is_named(nb_sheet *s, nb_symbol symbol, nb_node node, bool *is) {
    nb_def_id def = nb_def_find(s, symbol, 0, NULL);
    if (!nb_is_defined(s, def)) return NB_STATUS_OK;
    nb_status status = nb_build_def(s, def);
    if (status != NB_STATUS_OK) return status;
    nb_shape shape = s->defs[def].meaning.kind == NB_DEF_VECTOR ? s->defs[def].meaning.shape
                                                                : s->defs[def].shape;
    *is = *is || s->defs[def].node == node;
    for (uint32_t i = 0; shape.rank > 0 && i < nb_shape_count(shape) && !*is; i++) {
        nb_def_id element = nb_element(s, symbol, shape, i);
        *is = element != NB_NO_DEF && s->defs[element].node == node;
    }
    return nb_poll(s);
}

/* Whether an operand of a derivative is the node, or names it. What is differentiated by is one
 * node, or a vector in which the node may be named. */
static nb_status is_about(nb_sheet *s, const nb_expr *operand, nb_node target, nb_node node,
                          bool *is) {
    nb_node found;
    bool by = target != NB_NO_NODE;
    nb_status status = find_node(s, operand, target, &found);
    *is = status == NB_STATUS_OK && found == node;
    bool formula = by && operand->count > 1 &&
                   operand->codes[operand->count - 1].kind != NB_CODE_ARRAY;
    for (uint32_t i = 0; i < operand->count && !formula && status == NB_STATUS_OK && !*is; i++)
        if (operand->codes[i].kind == NB_CODE_NAME)
            status = is_named(s, operand->codes[i].symbol, node, is);
    return status;
}

nb_status nb_find_derivative(nb_sheet *s, const nb_expr *expr, nb_node of, nb_node by,
                             bool *found) {
    uint32_t *begins = nb_value_begins(&s->scratch, expr);
    nb_status status = begins != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    *found = false;
    for (uint32_t i = 2; i < expr->count && status == NB_STATUS_OK && !*found; i++) {
        if (expr->codes[i].kind != NB_CODE_GRADIENT) continue;
        nb_expr second = part_of(expr, begins[i - 1], i - 1);
        nb_expr first = part_of(expr, begins[begins[i - 1] - 1], begins[i - 1] - 1);
        bool same_of, same_by = false;
        status = is_about(s, &first, NB_NO_NODE, of, &same_of);
        if (status == NB_STATUS_OK && same_of) status = is_about(s, &second, of, by, &same_by);
        *found = same_of && same_by;
    }
    return status;
}

nb_status nb_derivative_nodes(nb_sheet *s, const nb_expr *expr, nb_node *of, nb_node *by) {
    nb_expr first, second;
    bool is;
    *of = *by = NB_NO_NODE;
    nb_status status = nb_split_derivative(&s->scratch, expr, &first, &second, &is);
    if (status != NB_STATUS_OK || !is) return status;
    status = find_node(s, &first, NB_NO_NODE, of);
    if (status == NB_STATUS_OK && *of != NB_NO_NODE) status = find_node(s, &second, *of, by);
    if (*by == NB_NO_NODE) *of = NB_NO_NODE;
    return status;
}

char *nb_find_equals(char *text) {
    int depth = 0;
    for (char *at = text; *at != '\0'; at++) {
        if (strchr("([{", *at) != NULL) depth++;
        if (strchr(")]}", *at) != NULL) depth--;
        if (*at == '"' || *at == '#') return NULL;
        if (*at != '=' || depth != 0 || at == text) continue;
        return strchr("<>!:+-*/^", at[-1]) == NULL ? at : NULL;
    }
    return NULL;
}
