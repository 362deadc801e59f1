/* Derivatives in formulas. One becomes a number where a statement only prints or stores it, and
 * nodes everywhere else: in definitions, in functions, inside what another one differentiates. */
#include "formulas/derive.h"

#include <math.h>

#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/cone.h"
#include "formulas/equal.h"
#include "formulas/gradient.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"

/* ∂a/∂b, as the frame on top writes it. */
typedef struct derivative {
    const nb_code *code, *by; /* `by` is the last code of the second operand */
    const nb_frame *frame;
    nb_node a;
    nb_value b;
    bool nodes;     /* it becomes nodes, not a number */
    bool parameter; /* b is an argument of the function that the frame runs */
} derivative;

static bool is_constant(const nb_sheet *s, nb_node node) {
    return s->graph.op[node] == NB_OP_CONST;
}

static bool is_named(const nb_sheet *s, nb_node node) {
    return s->owner[node] != NB_NO_DEF;
}

/* ---- by what ---- */

/* Why a formula cannot be differentiated by. When a definition is built again because another one
 * changed, the place is in a text that was typed before: then the hint says where. */
static nb_status fail_by(nb_sheet *s, const derivative *d, nb_node b, uint32_t count) {
    const nb_expr *expr = d->frame->expr;
    nb_def_id user = d->frame->user;
    const char *text = nb_arena_text(&s->scratch, expr->source + d->by->span.offset,
                                     d->by->span.length);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    nb_message message = NB_PLAIN(GRADIENT_BY), hint = NB_NO_HINT;
    if (count > 1) {
        message = NB_SAY(GRADIENT_AMBIGUOUS, NB_COUNT(count), NB_TEXT(text));
        hint = NB_PLAIN(HINT_NAME_IT);
    } else if (d->nodes && !is_constant(s, b)) {
        message = NB_SAY(NOT_A_NODE, NB_TEXT(text), nb_node_arg(s, d->a));
    }
    nb_status status = nb_fail_at(s, expr, d->code->span, message, hint);
    if (status != NB_STATUS_ERROR || s->problem.has_span || user == NB_NO_DEF) return status;
    hint = NB_SAY(HINT_DIFFERENTIATED, NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[user])));
    return nb_fail_at(s, expr, d->code->span, message, hint);
}

/* b may be written as a formula: then it is the node that equals it, of those that a is made of.
 * The derivative that a statement only prints may be by any other, too: it is 0. */
static nb_status find_by(nb_sheet *s, const derivative *d, nb_node *b) {
    uint32_t count = 0, others = 0;
    nb_node wanted = *b;
    bool formula = d->frame->user != NB_NO_DEF;
    if (d->by->kind == NB_CODE_NAME || d->by->kind == NB_CODE_INDEX) return NB_STATUS_OK;
    if (is_constant(s, wanted) && !is_named(s, wanted)) return fail_by(s, d, wanted, 0);
    if (formula) s->defs[d->frame->user].fragile = true;
    nb_status status = nb_find_equal(s, d->a, wanted, 1, b, &count);
    if (status == NB_STATUS_OK && count == 0 && !formula)
        status = nb_find_equal(s, NB_NO_NODE, wanted, 1, b, &others);
    if (status != NB_STATUS_OK || count == 1 || (count == 0 && (others > 0 || d->parameter)))
        return status;
    return fail_by(s, d, wanted, count);
}

/* ---- the derivative ---- */

/* The note that a derivative, whose nodes these are, is 0 because all that b goes into is
 * detached. */
static nb_status say_detached(nb_sheet *s, const derivative *d, const nb_node *nodes) {
    nb_node held, by = nb_value_node(&d->b, 0);
    for (uint32_t i = 0; i < nb_shape_count(d->b.shape); i++)
        if (s->graph.op[nodes[i]] != NB_OP_CONST || s->graph.value[nodes[i]] != 0)
            return NB_STATUS_OK;
    nb_status status = nb_find_detached(s, d->a, by, &held);
    if (status == NB_STATUS_OK && held != NB_NO_NODE)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NO_PATH_DETACHED, nb_node_arg(s, by), nb_node_arg(s, d->a),
                             nb_node_arg(s, held)));
    return status;
}

/* The note that a derivative is 0 because `a` is a stored number, though it may have been computed
 * from b, or because b is a constant: e may be meant as a name of one's own. Only the statement
 * that asks for the derivative says it. */
static nb_status say_stored(nb_builder *m, const derivative *d, const nb_node *nodes) {
    nb_sheet *s = m->s;
    const nb_frame *first = &m->frames[0];
    bool asked = first->def == d->frame->user &&
                 (first->expr->source == s->text || first->expr->source == s->kept_text);
    bool leaf = is_named(s, d->a) && s->graph.op[d->a] == NB_OP_LEAF;
    nb_node by = nb_value_node(&d->b, 0);
    bool constant = d->b.shape.rank == 0 && is_named(s, by) && s->graph.op[by] == NB_OP_CONST;
    if (!asked || s->run_depth > 0 || s->quiet) return NB_STATUS_OK;
    if (!(leaf || constant)) return say_detached(s, d, nodes);
    if (constant) {
        const char *name = nb_def_name(s, &s->scratch, &s->defs[s->owner[by]]);
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(NOTE_CONSTANT, NB_TEXT(name)));
        return NB_STATUS_OK;
    }
    const char *name = nb_def_name(s, &s->scratch, &s->defs[s->owner[d->a]]);
    nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(NOTE_STORED, NB_TEXT(name)));
    return NB_STATUS_OK;
}

/* ∂a/∂b as a number, now. */
static nb_status push_number_of(nb_builder *m, const derivative *d, nb_node b) {
    nb_sheet *s = m->s;
    nb_status status = find_by(s, d, &b);
    if (status != NB_STATUS_OK) return status;
    nb_graph_forward(&s->graph, d->a + 1);
    nb_graph_backward(&s->graph, d->a);
    double gradient = nb_graph_gradient(&s->graph, b);
    if (!isfinite(gradient)) s->suspect = d->a;
    return nb_push_number(m, gradient);
}

/* ∂a/∂b as a node, where the body of a function makes nothing of its argument b. Then b is what was
 * passed: with D(y, x) = grad(y, x), D(L, w) is grad(L, w), and D(L, w*x) too. */
static nb_status add_by_passed(nb_sheet *s, const derivative *d, nb_node b, nb_node *node) {
    nb_status status = NB_STATUS_OK;
    while (*node == NB_NO_NODE && !is_named(s, b) && s->graph.op[b] == NB_OP_IDENTITY &&
           status == NB_STATUS_OK) {
        b = nb_graph_operand(&s->graph, b, 0);
        if (!is_constant(s, b)) status = nb_add_gradient(s, d->a, &b, 1, node);
    }
    if (status != NB_STATUS_OK || *node != NB_NO_NODE || is_named(s, b) || is_constant(s, b))
        return status;
    status = find_by(s, d, &b);
    return status == NB_STATUS_OK ? nb_add_gradient(s, d->a, &b, 1, node) : status;
}

/* The nodes of ∂a/∂b for all elements of b, in one pass; NB_NO_NODE where it is 0, as for a single
 * constant, on which nothing depends. */
static nb_status add_nodes(nb_sheet *s, const derivative *d, nb_node *nodes) {
    uint32_t count = nb_shape_count(d->b.shape);
    nb_node *by = nb_new_nodes(s, d->b.shape);
    nb_status status = by != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        by[i] = nb_value_node(&d->b, i);
        nodes[i] = NB_NO_NODE;
        if (!d->parameter) status = find_by(s, d, &by[i]);
    }
    bool constant = count == 1 && status == NB_STATUS_OK && is_constant(s, by[0]);
    if (status == NB_STATUS_OK && !constant) status = nb_add_gradient(s, d->a, by, count, nodes);
    for (uint32_t i = 0; i < count && d->parameter && status == NB_STATUS_OK; i++)
        if (nodes[i] == NB_NO_NODE) status = add_by_passed(s, d, by[i], &nodes[i]);
    return status;
}

static nb_status push_node_of(nb_builder *m, const derivative *d, nb_node node) {
    if (node == NB_NO_NODE) return nb_push_number(m, 0);
    /* inside another derivative it is a formula, not the name that it may come down to */
    nb_status status = NB_STATUS_OK;
    if (d->code->nested && is_named(m->s, node))
        status = nb_add_op(m->s, NB_OP_IDENTITY, &node, &node);
    return status == NB_STATUS_OK ? nb_push(m, node) : status;
}

/* Pushes ∂a/∂b, which has the shape of b. */
static nb_status push_derivative(nb_builder *m, const derivative *d) {
    nb_sheet *s = m->s;
    nb_shape shape = d->b.shape;
    nb_node *nodes = nb_new_nodes(s, shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    bool zero = true; /* when a is a leaf */
    if (status == NB_STATUS_OK && d->nodes) status = add_nodes(s, d, nodes);
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        zero = zero && d->a != nb_value_node(&d->b, i);
        status = d->nodes ? push_node_of(m, d, nodes[i])
                          : push_number_of(m, d, nb_value_node(&d->b, i));
        if (status == NB_STATUS_OK) nodes[i] = m->values[--m->value_count].node;
    }
    if (status != NB_STATUS_OK) return status;
    if (zero) status = say_stored(m, d, nodes);
    if (status != NB_STATUS_OK) return status;
    return shape.rank == 0 ? nb_push(m, nodes[0])
                           : nb_push_value(m, (nb_value){shape, nodes[0], nodes});
}

nb_status nb_run_gradient(nb_builder *m, const nb_code *code) {
    const nb_frame *f = &m->frames[m->frame_count - 1];
    bool function = f->function != NB_NO_DEF;
    derivative d = {.code = code, .by = code - 1, .frame = f,
                    .nodes = function || f->user != NB_NO_DEF || code->nested || f->varies};
    if (f->user != NB_NO_DEF) m->s->defs[f->user].differentiates = true;
    d.parameter = (function || (f->varies && d.by->count >= NB_MAX_LOCALS)) &&
                  d.by->kind == NB_CODE_LOCAL;
    d.b = m->values[--m->value_count];
    nb_value a = m->values[--m->value_count];
    const nb_code *of = d.by - 1; /* where `by` is one code, the last of what is differentiated */
    bool named = d.by->kind == NB_CODE_NAME && of->kind == NB_CODE_NAME;
    nb_writer name = {.s = m->s};
    nb_write_item(&name, named ? m->s->symbols[of->symbol].name : NULL);
    if (a.shape.rank > 0)
        return nb_fail_code(m, code->span,
                            NB_SAY(GRADIENT_SHAPE, nb_shape_arg(m->s, a.shape)),
                            NB_SAY(HINT_GRADIENT_SUM, nb_text_arg(m->s, name.text)));
    d.a = a.node;
    return push_derivative(m, &d);
}

/* ---- functions that differentiate by an argument ---- */

/* In f(u, v) = grad(u*v, u) the u is what the body knows by that name, not all that its argument
 * is: f(x, x) is x. So an argument that is differentiated by is a node of its own, an identity,
 * until the call is over. */
static nb_status add_alias(nb_sheet *s, nb_value *arg) {
    nb_node *nodes = nb_new_nodes(s, arg->shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(arg->shape) && status == NB_STATUS_OK; i++) {
        nb_node node = nb_value_node(arg, i);
        status = nb_add_op(s, NB_OP_IDENTITY, &node, &nodes[i]);
    }
    if (status == NB_STATUS_OK) *arg = (nb_value){arg->shape, nodes[0], nodes};
    return status;
}

nb_status nb_add_aliases(nb_builder *m, const nb_expr *body, uint32_t arg_count) {
    nb_node before = m->s->graph.count;
    nb_value *args = m->values + m->value_count - arg_count;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 1; body->has_gradient && i < body->count && status == NB_STATUS_OK; i++) {
        const nb_code *by = &body->codes[i - 1];
        if (body->codes[i].kind != NB_CODE_GRADIENT || by->kind != NB_CODE_LOCAL) continue;
        if (args[by->count].node < before) status = add_alias(m->s, &args[by->count]);
    }
    return status;
}

static void bypass_alias(const nb_sheet *s, const nb_frame *f, nb_node *node) {
    if (*node >= f->aliases && *node < f->first) *node = nb_graph_operand(&s->graph, *node, 0);
}

void nb_bypass_aliases(nb_builder *m, const nb_frame *f) {
    nb_sheet *s = m->s;
    nb_graph_bypass(&s->graph, f->aliases, f->first);
    for (size_t i = f->call_args; i < s->call_arg_count; i++)
        bypass_alias(s, f, &s->call_args[i]);
    for (uint32_t k = 0; k < f->arg_count; k++) {
        nb_value *arg = &m->values[f->args + k];
        bool alias = arg->node >= f->aliases && arg->node < f->first;
        nb_node *nodes = (nb_node *)arg->nodes; /* those that add_alias made */
        for (uint32_t i = 0; alias && i < nb_shape_count(arg->shape); i++)
            bypass_alias(s, f, &nodes[i]);
        if (alias) arg->node = nodes[0];
    }
}

/* ---- f'(x) ---- */

nb_status nb_run_alias(nb_builder *m) {
    nb_value *arg = &m->values[m->value_count - 1];
    nb_status status = add_alias(m->s, arg);
    m->frames[m->frame_count - 1].slope_at = *arg;
    return status;
}

static nb_status fail_slope(nb_builder *m, const nb_code *code) {
    return nb_fail_code(m, code->span, NB_PLAIN(SLOPE_MIXED), NB_PLAIN(HINT_SLOPE_MIXED));
}

/* The derivative of y by the `i`-th of x, NB_NO_NODE where it is 0; `others`: whether y depends on
 * others of them, too. */
static nb_status add_slope(nb_sheet *s, nb_node y, const nb_value *x, uint32_t i, nb_node *slopes,
                           bool *others) {
    uint32_t count = nb_shape_count(x->shape);
    nb_status status = nb_add_gradient(s, y, x->nodes != NULL ? x->nodes : &x->node, count, slopes);
    for (uint32_t k = 0; k < count && status == NB_STATUS_OK; k++)
        *others = *others || (k != i && slopes[k] != NB_NO_NODE);
    return status;
}

/* The derivatives of y, each by its own element of x. */
static nb_status add_slopes(nb_builder *m, const nb_code *code, const nb_value *x, nb_value *y) {
    nb_sheet *s = m->s;
    bool one = x->shape.rank == 0, gradient = y->shape.rank == 0 && !one, others = false;
    nb_shape shape = gradient ? x->shape : y->shape;
    if (!one && !gradient && !nb_same_shape(x->shape, y->shape)) return fail_slope(m, code);
    nb_node *nodes = nb_new_nodes(s, shape), *slopes = nb_new_nodes(s, x->shape);
    nb_status status = nodes != NULL && slopes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        if (!gradient || i == 0)
            status = add_slope(s, nb_value_node(y, i), x, one ? 0 : i, slopes, &others);
        if (status == NB_STATUS_OK && others && !gradient) return fail_slope(m, code);
        nodes[i] = slopes[one ? 0 : i];
        if (status == NB_STATUS_OK && nodes[i] == NB_NO_NODE) {
            status = nb_push_number(m, 0);
            if (status == NB_STATUS_OK) nodes[i] = m->values[--m->value_count].node;
        }
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    if (status == NB_STATUS_OK) *y = (nb_value){shape, nodes[0], nodes};
    return status;
}

/* Nothing refers to the aliases any more; the calls that do are the last. */
static void drop_aliases(nb_sheet *s, nb_node first, nb_node end) {
    size_t call = s->call_count;
    nb_graph_bypass(&s->graph, first, end);
    while (call > 0 && s->calls[call - 1].result >= end) call--;
    size_t arg = call < s->call_count ? s->calls[call].first_arg : s->call_arg_count;
    for (; arg < s->call_arg_count; arg++)
        if (s->call_args[arg] >= first && s->call_args[arg] < end)
            s->call_args[arg] = nb_graph_operand(&s->graph, s->call_args[arg], 0);
}

nb_status nb_run_slope(nb_builder *m, const nb_code *code) {
    nb_sheet *s = m->s;
    nb_value x = m->frames[m->frame_count - 1].slope_at;
    nb_value y = m->values[--m->value_count];
    nb_node first = nb_value_node(&x, 0), end = first + nb_shape_count(x.shape);
    nb_status status = NB_STATUS_OK;
    for (uint32_t k = 0; k < code->count && status == NB_STATUS_OK; k++)
        status = add_slopes(m, code, &x, &y);
    if (status != NB_STATUS_OK) return status;
    drop_aliases(s, first, end);
    nb_node *nodes = nb_new_nodes(s, y.shape);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(y.shape) && status == NB_STATUS_OK; i++) {
        nodes[i] = nb_value_node(&y, i);
        if (nodes[i] >= first && nodes[i] < end)
            nodes[i] = nb_graph_operand(&s->graph, nodes[i], 0);
        if (code->nested && is_named(s, nodes[i])) /* as in push_node_of */
            status = nb_add_op(s, NB_OP_IDENTITY, &nodes[i], &nodes[i]);
    }
    if (status != NB_STATUS_OK) return status;
    return nb_push_value(m, (nb_value){y.shape, nodes[0], nodes});
}
