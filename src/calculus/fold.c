/* One function for each operator that has something to fold; the others just become nodes. */
#include "calculus/fold.h"

#include <math.h>

#include "ops/compute.h"

static nb_amount make(double number, nb_node over, nb_node under) {
    return (nb_amount){number, 1, over, under};
}

nb_amount nb_amount_number(double number) {
    return make(number, NB_NO_NODE, NB_NO_NODE);
}

nb_amount nb_amount_node(const nb_graph *graph, const uint32_t *names, nb_node node) {
    if (graph->op[node] == NB_OP_CONST && names[node] == UINT32_MAX)
        return nb_amount_number(graph->value[node]);
    return make(1, node, NB_NO_NODE);
}

bool nb_amount_is_number(nb_amount q) {
    return q.over == NB_NO_NODE && q.under == NB_NO_NODE;
}

bool nb_amount_is(nb_amount q, double number) {
    return nb_amount_is_number(q) && q.number == number && q.divisor == 1;
}

static bool same_nodes(nb_amount p, nb_amount q) {
    return p.over == q.over && p.under == q.under;
}

bool nb_amount_equal(nb_amount p, nb_amount q) {
    return same_nodes(p, q) && p.number == q.number && p.divisor == q.divisor;
}

/* A quotient of numbers is done when it is a short one: 6/3, 1/2, 3/8. 0·u is 0, never -0. */
static nb_amount reduce(nb_amount q) {
    double quotient = q.number / q.divisor;
    if (q.number == 0) return nb_amount_number(0);
    if (1024 * quotient == rint(1024 * quotient)) {
        q.number = quotient;
        q.divisor = 1;
    }
    return q;
}

static nb_amount scale(nb_amount q, double number, double divisor) {
    q.number *= divisor < 0 ? -number : number;
    q.divisor *= fabs(divisor);
    return reduce(q);
}

static double sign_of(nb_amount q) {
    return signbit(q.number) ? -1 : 1;
}

static nb_amount without_sign(nb_amount q) {
    return scale(q, sign_of(q), 1);
}

/* ---- nodes ---- */

static nb_status add_node(nb_graph *graph, nb_op op, const nb_amount *operands,
                          nb_amount *result) {
    nb_node x[NB_MAX_OPERANDS] = {0}, node = 0;
    nb_status status = NB_STATUS_OK;
    for (int k = 0; k < nb_op_get(op)->arity && status == NB_STATUS_OK; k++)
        status = nb_fold_node(graph, operands[k], &x[k]);
    if (status == NB_STATUS_OK) status = nb_graph_add(graph, op, x[0], x[1], x[2], &node);
    *result = make(1, node, NB_NO_NODE);
    return status;
}

static nb_status add_binary(nb_graph *graph, nb_op op, nb_amount p, nb_amount q,
                            nb_amount *result) {
    return add_node(graph, op, (nb_amount[]){p, q}, result);
}

/* number·node without what changes nothing; without a node the number. */
static nb_status add_multiple(nb_graph *graph, double number, nb_node factor, nb_node *node) {
    nb_node first = 0;
    *node = factor;
    if (factor != NB_NO_NODE && number == 1) return NB_STATUS_OK;
    if (factor != NB_NO_NODE && number == -1)
        return nb_graph_add(graph, NB_OP_NEG, factor, 0, 0, node);
    nb_status status = nb_graph_add_number(graph, NB_OP_CONST, number, &first);
    *node = first;
    if (status != NB_STATUS_OK || factor == NB_NO_NODE) return status;
    return nb_graph_add(graph, NB_OP_MUL, first, factor, 0, node);
}

nb_status nb_fold_node(nb_graph *graph, nb_amount q, nb_node *node) {
    nb_node below = 0;
    nb_status status = add_multiple(graph, q.number, q.over, node);
    if (status != NB_STATUS_OK || (q.divisor == 1 && q.under == NB_NO_NODE)) return status;
    status = add_multiple(graph, q.divisor, q.under, &below);
    return status == NB_STATUS_OK ? nb_graph_add(graph, NB_OP_DIV, *node, below, 0, node) : status;
}

/* ---- operators ---- */

/* Numbers gather in front of a node, but not so many that they alone get out of range. */
static bool is_moderate(double number) {
    return fabs(number) > 1e-100 && fabs(number) < 1e100;
}

static nb_status fold_neg(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    (void)graph;
    *y = scale(x[0], -1, 1);
    return NB_STATUS_OK;
}

/* A minus sign turns a sum into a difference; 2u + 3u is 5u. */
static nb_status fold_add(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    nb_amount p = x[0], q = x[1];
    if (nb_amount_is(p, 0) || nb_amount_is(q, 0)) {
        *y = nb_amount_is(p, 0) ? q : p;
        return NB_STATUS_OK;
    }
    if (same_nodes(p, q) && (p.divisor == q.divisor || is_moderate(p.divisor * q.divisor))) {
        bool same = p.divisor == q.divisor;
        p.number = same ? p.number + q.number : p.number * q.divisor + q.number * p.divisor;
        p.divisor *= same ? 1 : q.divisor;
        *y = reduce(p);
        return NB_STATUS_OK;
    }
    if (q.number < 0) return add_binary(graph, NB_OP_SUB, p, without_sign(q), y);
    if (p.number < 0) return add_binary(graph, NB_OP_SUB, q, without_sign(p), y);
    return add_binary(graph, NB_OP_ADD, p, q, y);
}

static nb_status fold_sub(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    return fold_add(graph, (nb_amount[]){x[0], scale(x[1], -1, 1)}, y);
}

/* A number joins the other factor's; a sign goes to the front; u·(2/v) is 2u/v. */
static nb_status fold_mul(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    nb_amount p = x[0], q = x[1];
    bool first = nb_amount_is_number(p), second = nb_amount_is_number(q);
    bool moderate = is_moderate(p.number * q.number) && is_moderate(p.divisor * q.divisor);
    if (nb_amount_is(p, 0) || nb_amount_is(q, 0)) {
        *y = nb_amount_number(0);
        return NB_STATUS_OK;
    }
    if ((first && second) || ((first || second) && moderate)) {
        *y = first ? scale(q, p.number, p.divisor) : scale(p, q.number, q.divisor);
        return NB_STATUS_OK;
    }
    nb_status status;
    double sign = sign_of(p) * sign_of(q);
    p = without_sign(p);
    q = without_sign(q);
    nb_amount *part = q.under != NB_NO_NODE ? &q : &p, *other = part == &q ? &p : &q;
    if (part->under == NB_NO_NODE && p.number * q.number == p.divisor * q.divisor)
        p = make(1, p.over, NB_NO_NODE), q = make(1, q.over, NB_NO_NODE); /* ½u·2v is u·v */
    if (part->under == NB_NO_NODE) {
        status = add_binary(graph, NB_OP_MUL, p, q, y);
    } else {
        nb_amount below = {part->divisor, 1, part->under, NB_NO_NODE};
        *other = scale(*other, part->number, 1);
        status = add_binary(graph, NB_OP_DIV, *other, below, y);
    }
    y->number = sign;
    return status;
}

static nb_status fold_div(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    nb_amount p = x[0], q = x[1];
    double sign = sign_of(p) * sign_of(q);
    if (nb_amount_is_number(q) && q.number != 0) {
        *y = scale(p, q.divisor, q.number);
        return NB_STATUS_OK;
    }
    p = without_sign(p);
    q = without_sign(q);
    if (nb_amount_is_number(p) && q.under == NB_NO_NODE && !nb_amount_is_number(q)) {
        *y = reduce((nb_amount){sign * p.number * q.divisor, p.divisor * q.number, NB_NO_NODE,
                                  q.over});
        return NB_STATUS_OK;
    }
    nb_status status = add_binary(graph, NB_OP_DIV, p, q, y);
    y->number = sign;
    return status;
}

static nb_status fold_pow(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    if (nb_amount_is(x[1], 1)) *y = x[0];
    else if (nb_amount_is(x[1], 0)) *y = nb_amount_number(1);
    else return add_node(graph, NB_OP_POW, x, y);
    return NB_STATUS_OK;
}

static nb_status fold_where(nb_graph *graph, const nb_amount *x, nb_amount *y) {
    bool same = nb_amount_equal(x[1], x[2]);
    if (!same && !nb_amount_is_number(x[0])) return add_node(graph, NB_OP_WHERE, x, y);
    *y = same || x[0].number != 0 ? x[1] : x[2];
    return NB_STATUS_OK;
}

static const struct {
    nb_op op;
    nb_status (*fold)(nb_graph *graph, const nb_amount *x, nb_amount *y);
} folds[] = {
    {NB_OP_ADD, fold_add}, {NB_OP_SUB, fold_sub}, {NB_OP_MUL, fold_mul},
    {NB_OP_DIV, fold_div}, {NB_OP_NEG, fold_neg}, {NB_OP_POW, fold_pow},
    {NB_OP_WHERE, fold_where},
};

/* Comparisons and powers of numbers are done, too; log(2) stays as it is written. */
static bool is_arithmetic(nb_op op) {
    nb_form_kind kind = nb_op_get(op)->form.kind;
    return kind == NB_FORM_INFIX || kind == NB_FORM_INFIX_RIGHT || kind == NB_FORM_PREFIX;
}

nb_status nb_fold(nb_graph *graph, nb_op op, const nb_amount *x, nb_amount *y) {
    int arity = nb_op_get(op)->arity;
    bool done = is_arithmetic(op) && op != NB_OP_DIV;
    for (int k = 0; k < arity; k++) done = done && nb_amount_is_number(x[k]) && x[k].divisor == 1;
    if (done) {
        *y = nb_amount_number(nb_op_value(op, x[0].number, arity > 1 ? x[1].number : 0, 0));
        return NB_STATUS_OK;
    }
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        if (folds[i].op == op) return folds[i].fold(graph, x, y);
    return add_node(graph, op, x, y);
}
