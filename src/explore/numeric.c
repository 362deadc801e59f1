/* `numeric`: a derivative beside a central difference quotient, (L(w + ε) − L(w − ε))/2ε, each
 * number of which is shown. */
#include <float.h>
#include <math.h>

#include "calculus/judge.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "explore/depends.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"
#include "lang/split.h"

static const char step_name[] = "ε";

typedef struct numeric {
    nb_sheet *s;
    nb_node target, node;
    double step;
    nb_probe probe;
    nb_judgement found;
    nb_table_block *table;
} numeric;

/* ---- what is asked for ---- */

static nb_status find_nodes(numeric *n, const nb_expr *expr) {
    nb_sheet *s = n->s;
    nb_command_arg of = {.form = NB_ARG_EXPR}, by = of;
    bool derivative;
    double value;
    nb_status status = nb_split_derivative(&s->scratch, expr, &of.expr, &by.expr, &derivative);
    if (status != NB_STATUS_OK) return status;
    if (!derivative) {
        status = nb_eval(s, expr, s->env, &value); /* an unknown name is what is wrong first */
        return status == NB_STATUS_OK ? nb_fail_at(s, expr, expr->span, NB_PLAIN(NUMERIC_FORM),
                                                   NB_NO_HINT) : status;
    }
    status = nb_find_node(s, &of, NB_NO_NODE, &n->target);
    if (status == NB_STATUS_OK) status = nb_find_node(s, &by, n->target, &n->node);
    if (status == NB_STATUS_OK)
        nb_graph_forward(&s->graph, (n->node > n->target ? n->node : n->target) + 1);
    return status;
}

/* A power of ten that is small beside the node: the quotient of a smooth function then agrees with
 * its derivative to some eight digits. */
static double usual_step(double x) {
    return x != 0 && isfinite(x) ? pow(10, rint(log10(fabs(x))) - 4) : 1e-4;
}

static nb_status choose_step(numeric *n, const nb_command_arg *arg) {
    nb_sheet *s = n->s;
    double x = s->graph.value[n->node];
    n->step = usual_step(x);
    if (arg == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &arg->expr, s->env, &n->step);
    if (status != NB_STATUS_OK) return status;
    if (!(n->step > 0) || isinf(n->step))
        return nb_fail_at(s, &arg->expr, arg->span, NB_SAY(NUMERIC_STEP, NB_NUMBER(n->step)),
                          NB_NO_HINT);
    if (x + n->step == x || x - n->step == x)
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(NUMERIC_STEP_LOST, NB_NUMBER(n->step),
                                 nb_node_arg(s, n->node), NB_NUMBER(x)), NB_NO_HINT);
    return NB_STATUS_OK;
}

/* Where the usual step is too long for what the target does, as beside a pole, the power of ten
 * below the step that told how it stands with the gradient. */
static void shorten_step(numeric *n) {
    const double rough = 1e-3;
    double x = n->probe.value[n->node], numerical = n->found.numerical;
    nb_quotient q = nb_measure(&n->probe, n->node, n->step);
    bool seen = n->found.verdict == NB_VERDICT_RIGHT || n->found.verdict == NB_VERDICT_WRONG;
    if (!seen || !(fabs(q.central - numerical) > rough * fabs(numerical))) return;
    double least = 64 * nb_shortest_step(x); /* less would lose the digits of x ± ε */
    double step = pow(10, floor(log10(fmax(n->found.step, 10 * least))));
    if (step < n->step && x + step != x && x - step != x) n->step = step;
}

/* ---- the equations ---- */

/* How many digits numbers of this size, which differ by `apart`, are written with: as many as show
 * the difference itself with `more` digits. */
static int digits_for(const numeric *n, double size, double apart, int more) {
    double digits = n->s->state.settings.digits;
    if (apart > 0 && isfinite(size)) digits = fmax(digits, more + 1 + floor(log10(size / apart)));
    return digits < 17 ? (int)digits : 17;
}

static int value_digits(const numeric *n, const nb_quotient *q) {
    enum { MORE = 5 };
    return digits_for(n, fmax(fabs(q->above), fabs(q->below)), fabs(q->above - q->below), MORE);
}

/* L(w + ε), with the sign that is given. */
static void write_call(numeric *n, nb_writer *w, nb_op sign) {
    nb_write_name(w, n->target);
    nb_write_mark(w, NB_PIECE_OPEN);
    nb_write_name(w, n->node);
    nb_write_sign(w, sign);
    nb_write_word(w, step_name);
    nb_write_mark(w, NB_PIECE_CLOSE);
}

/* Closes the bracket around a numerator, and says that the denominator follows. */
static void write_over(nb_writer *w) {
    nb_write_mark(w, NB_PIECE_CLOSE);
    nb_write_piece(w, (nb_piece){.kind = NB_PIECE_SIGN, .op = NB_OP_DIV});
}

static void add_value(numeric *n, nb_op sign, double at, double value, int digits) {
    nb_table_cell *row = nb_table_row(n->table);
    nb_writer left = {.s = n->s};
    write_call(n, &left, sign);
    row[0] = nb_cell_text(left.text);
    row[1] = nb_cell_said(NB_SAY(NUMERIC_AT, nb_node_arg(n->s, n->target),
                                 nb_node_arg(n->s, n->node),
                                 NB_APART(at, n->s->graph.value[n->node])));
    row[2] = nb_cell_number(value);
    row[2].digits = digits;
}

static void add_quotient(numeric *n, const nb_quotient *q, double central, int digits, int shown) {
    nb_table_cell *row = nb_table_row(n->table);
    nb_writer left = {.s = n->s}, numbers = {.s = n->s};
    nb_write_mark(&left, NB_PIECE_OPEN);
    write_call(n, &left, NB_OP_ADD);
    nb_write_sign(&left, NB_OP_SUB);
    write_call(n, &left, NB_OP_SUB);
    write_over(&left);
    nb_write_number(&left, NB_PIECE_NUMBER, 2, 0);
    nb_write_word(&left, step_name);
    nb_write_mark(&numbers, NB_PIECE_OPEN);
    nb_write_number(&numbers, NB_PIECE_NUMBER, q->above, digits);
    nb_write_sign(&numbers, NB_OP_SUB);
    nb_write_number(&numbers, NB_PIECE_OPERAND, q->below, digits);
    write_over(&numbers);
    nb_write_number(&numbers, NB_PIECE_NUMBER, 2 * n->step, 0);
    row[0] = nb_cell_text(left.text);
    row[1] = nb_cell_text(numbers.text);
    row[2] = nb_cell_number(central);
    row[2].digits = shown;
}

/* The quotient and the gradient, where they are said to differ, with digits that do. */
static int result_digits(const numeric *n, nb_message said, double central, double gradient) {
    bool differ = said.id == NB_MESSAGE_NUMERIC_DIFFER || said.id == NB_MESSAGE_NUMERIC_WRONG;
    double size = fmax(fabs(central), fabs(gradient));
    return differ ? digits_for(n, size, fabs(central - gradient), 1) : 0;
}

static nb_status add_equations(numeric *n, const nb_quotient *q, double central, double gradient,
                               int shown) {
    static const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "expression", {NB_MESSAGE_NONE, {{0}}}, NULL},
        {NB_COLUMN_TEXT, "numbers", {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_VALUE, "value", {NB_MESSAGE_NONE, {{0}}}, "= "}};
    nb_sheet *s = n->s;
    double x = s->graph.value[n->node];
    int digits = value_digits(n, q);
    n->table = nb_result_table(s->result, columns, 3, 5);
    if (n->table == NULL) return NB_STATUS_NO_MEMORY;
    nb_table_cell *row = nb_table_row(n->table);
    nb_writer step = {.s = s}, derivative = {.s = s};
    nb_write_word(&step, step_name);
    row[0] = nb_cell_text(step.text);
    row[1] = nb_cell_number(n->step);
    add_value(n, NB_OP_ADD, x + n->step, q->above, digits);
    add_value(n, NB_OP_SUB, x - n->step, q->below, digits);
    add_quotient(n, q, central, digits, shown);
    row = nb_table_row(n->table);
    nb_write_derivative(&derivative, n->target, n->node);
    row[0] = nb_cell_text(derivative.text);
    row[2] = nb_cell_number(gradient);
    row[2].digits = shown;
    nb_table_fact(n->table, "eps", n->step);
    nb_table_fact(n->table, "above", q->above);
    nb_table_fact(n->table, "below", q->below);
    nb_table_fact(n->table, "numerical", central);
    nb_table_fact(n->table, "gradient", gradient);
    return NB_STATUS_OK;
}

/* ---- how well they agree ---- */

/* What rounding may have moved the quotient by: in L, and in w ± ε. */
static double rounding(const numeric *n, const nb_quotient *q, double central) {
    double x = n->s->graph.value[n->node];
    return 8 * q->noise + fabs(central * x) * DBL_EPSILON / n->step;
}

static nb_message compare(numeric *n, const nb_quotient *q, double central, double gradient) {
    nb_sheet *s = n->s;
    const double unseen = 1e-6; /* of the gradient: no digit that is shown differs */
    double off = fabs(central - gradient), x = s->graph.value[n->node];
    bool above = !isfinite(q->above);
    nb_judgement found = n->found;
    if (!isfinite(central) && isfinite(s->graph.value[n->target]))
        return NB_SAY(NUMERIC_NO_NUMBER, nb_node_arg(s, n->target),
                      NB_NUMBER(above ? q->above : q->below),
                      NB_NUMBER(above ? x + n->step : x - n->step));
    if (!isfinite(off)) return NB_PLAIN(NONE);
    if (found.verdict == NB_VERDICT_KINK && found.left != found.right)
        return NB_SAY(CHECK_AT_KINK, nb_node_arg(s, n->node), NB_NUMBER(found.left),
                      NB_NUMBER(found.right));
    if (found.verdict == NB_VERDICT_KINK)
        return NB_SAY(CHECK_AT_KINKS, nb_node_arg(s, n->node), NB_NUMBER(found.left));
    if (off <= rounding(n, q, central))
        return off <= unseen * fabs(gradient) ? NB_PLAIN(NUMERIC_AGREE)
                                              : NB_SAY(NUMERIC_ROUNDED, NB_NUMBER(off));
    if (found.verdict == NB_VERDICT_WRONG) return NB_SAY(NUMERIC_WRONG, NB_NUMBER(off));
    nb_quotient half = nb_measure(&n->probe, n->node, n->step / 2);
    return NB_SAY(NUMERIC_DIFFER, NB_NUMBER(off), NB_NUMBER(n->step / 2),
                  NB_NUMBER(fabs(half.central - gradient)));
}

NB_COMMAND(NUMERIC) {
    const nb_expr *derivative = &st->args[0].expr;
    const nb_command_arg *step = nb_clause_get(st, "eps");
    numeric n = {.s = s};
    bool depends = false;
    nb_status status = find_nodes(&n, derivative);
    if (status == NB_STATUS_OK) status = choose_step(&n, step);
    if (status == NB_STATUS_OK) status = nb_depends(s, n.target, n.node, &depends);
    if (status == NB_STATUS_OK && !depends) return nb_say_no_path(s, n.target, n.node);
    if (status == NB_STATUS_OK)
        status = nb_say_stopped(s, nb_probe_begin(&n.probe, &s->scratch, &s->graph, n.target));
    if (status != NB_STATUS_OK) return status;
    nb_graph_backward(&s->graph, n.target);
    double gradient = nb_graph_gradient(&s->graph, n.node);
    n.found = nb_judge(&n.probe, n.node, gradient);
    if (step == NULL) shorten_step(&n);
    nb_quotient q = nb_measure(&n.probe, n.node, n.step);
    double central = (q.above - q.below) / (2 * n.step);
    nb_message said = compare(&n, &q, central, gradient);
    status = add_equations(&n, &q, central, gradient, result_digits(&n, said, central, gradient));
    if (status != NB_STATUS_OK) return status;
    if (said.id != NB_MESSAGE_NONE) nb_result_prose(s->result, said);
    if (n.probe.held != NB_NO_NODE) nb_result_prose(s->result, nb_say_held(s, n.probe.held));
    nb_say_mistake(s);
    status = nb_poll(s);
    if (status == NB_STATUS_OK && !isfinite(gradient)) status = nb_warn_gradient(s, n.target);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}
