/* `numeric`: a derivative as the difference quotient that it is the limit of, with numbers. */
#include <math.h>

#include "calculus/judge.h"
#include "session/internal.h"

typedef struct numeric {
    nb_session *s;
    nb_node target, node;
    double step;
    nb_probe probe;
    nb_table_block *table;
} numeric;

/* ---- what is asked for ---- */

/* The operands of a derivative: two parts of its code, which is in postfix order. */
static nb_status split(nb_session *s, const nb_expr *expr, nb_expr *of, nb_expr *by, bool *split) {
    uint32_t *begins = nb_arena_add(&s->scratch, expr->count, sizeof *begins), depth = 0;
    if (begins == NULL) return NB_STATUS_NO_MEMORY;
    *split = expr->codes[expr->count - 1].kind == NB_CODE_GRADIENT;
    for (uint32_t i = 0; *split && i + 1 < expr->count; i++) {
        const nb_code *code = &expr->codes[i];
        bool applied = code->kind == NB_CODE_OP || code->kind == NB_CODE_CALL ||
                       code->kind == NB_CODE_GRADIENT;
        if (applied) depth -= code->count;
        else begins[depth] = i;
        if (code->kind == NB_CODE_SKIP) i += code->count + 1; /* to the INDEX */
        depth++;
    }
    if (!*split) return NB_STATUS_OK;
    *of = *by = *expr;
    of->count = begins[1];
    by->codes += begins[1];
    by->count = expr->count - 1 - begins[1];
    of->span = of->codes[of->count - 1].span;
    by->span = by->codes[by->count - 1].span;
    return NB_STATUS_OK;
}

static nb_status find_nodes(numeric *n, const nb_expr *expr) {
    nb_session *s = n->s;
    nb_command_arg of = {.form = NB_ARG_EXPR}, by = of;
    bool derivative;
    double value;
    nb_status status = split(s, expr, &of.expr, &by.expr, &derivative);
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
    nb_session *s = n->s;
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
                                 NB_TEXT(nb_name_of(s, n->node)), NB_NUMBER(x)), NB_NO_HINT);
    return NB_STATUS_OK;
}

/* ---- the equations ---- */

/* How many digits let the difference of two values be seen. */
static int digits_for(const numeric *n, const nb_quotient *q) {
    double size = fmax(fabs(q->above), fabs(q->below)), digits = n->s->state.settings.digits;
    double apart = fabs(q->above - q->below);
    if (apart > 0 && isfinite(size)) digits = fmax(digits, 5 + ceil(log10(size / apart)));
    return digits < 17 ? (int)digits : 17;
}

/* L(w + ε), or L(1.1) where `number` is not nan. */
static void write_call(numeric *n, nb_writer *w, const char *sign, double number) {
    nb_write_name(w, n->target);
    nb_write(w, "(");
    if (isnan(number)) {
        nb_write_name(w, n->node);
        nb_write(w, sign);
        nb_write(w, "ε");
    } else {
        nb_write_number(w, NB_PIECE_NUMBER, number, 0);
    }
    nb_write(w, ")");
}

static void add_value(numeric *n, const char *sign, double at, double value, int digits) {
    nb_table_cell *row = nb_table_row(n->table);
    nb_writer left = {.s = n->s}, numbers = {.s = n->s};
    write_call(n, &left, sign, NAN);
    write_call(n, &numbers, sign, at);
    row[0] = nb_cell_text(left.text);
    row[1] = nb_cell_text(numbers.text);
    row[2] = nb_cell_number(value);
    row[2].digits = digits;
}

static void add_quotient(numeric *n, const nb_quotient *q, double central, int digits) {
    nb_table_cell *row = nb_table_row(n->table);
    nb_writer left = {.s = n->s}, numbers = {.s = n->s};
    nb_write(&left, "(");
    write_call(n, &left, " + ", NAN);
    nb_write(&left, " − ");
    write_call(n, &left, " − ", NAN);
    nb_write(&left, ")/2ε");
    nb_write(&numbers, "(");
    nb_write_number(&numbers, NB_PIECE_NUMBER, q->above, digits);
    nb_write(&numbers, " − ");
    nb_write_number(&numbers, NB_PIECE_OPERAND, q->below, digits);
    nb_write(&numbers, ")/");
    nb_write_number(&numbers, NB_PIECE_NUMBER, 2 * n->step, 0);
    row[0] = nb_cell_text(left.text);
    row[1] = nb_cell_text(numbers.text);
    row[2] = nb_cell_number(central);
}

static nb_status add_equations(numeric *n, const nb_quotient *q, double central, double gradient) {
    static const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "expression", {NB_MESSAGE_NONE, {{0}}}, NULL},
        {NB_COLUMN_TEXT, "numbers", {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_VALUE, "value", {NB_MESSAGE_NONE, {{0}}}, "= "}};
    nb_session *s = n->s;
    double x = s->graph.value[n->node];
    int digits = digits_for(n, q);
    n->table = nb_result_table(s->result, columns, 3, 5);
    if (n->table == NULL) return NB_STATUS_NO_MEMORY;
    nb_table_cell *row = nb_table_row(n->table);
    nb_writer step = {.s = s}, derivative = {.s = s};
    nb_write(&step, "ε");
    row[0] = nb_cell_text(step.text);
    row[1] = nb_cell_number(n->step);
    add_value(n, " + ", x + n->step, q->above, digits);
    add_value(n, " − ", x - n->step, q->below, digits);
    add_quotient(n, q, central, digits);
    row = nb_table_row(n->table);
    nb_write(&derivative, "∂");
    nb_write_name(&derivative, n->target);
    nb_write(&derivative, "/∂");
    nb_write_name(&derivative, n->node);
    row[0] = nb_cell_text(derivative.text);
    row[2] = nb_cell_number(gradient);
    nb_table_fact(n->table, "eps", n->step);
    nb_table_fact(n->table, "above", q->above);
    nb_table_fact(n->table, "below", q->below);
    nb_table_fact(n->table, "numerical", central);
    nb_table_fact(n->table, "gradient", gradient);
    return NB_STATUS_OK;
}

/* ---- how well they agree ---- */

static void say_agreement(numeric *n, const nb_quotient *q, double central, double gradient) {
    nb_session *s = n->s;
    double off = fabs(central - gradient);
    nb_judgement found = nb_judge(&n->probe, n->node, gradient);
    if (!isfinite(off)) return;
    if (found.verdict == NB_VERDICT_KINK) {
        nb_result_prose(s->result, NB_SAY(CHECK_AT_KINK, NB_TEXT(nb_name_of(s, n->node)),
                                          NB_NUMBER(found.left), NB_NUMBER(found.right)));
    } else if (off <= q->noise) {
        nb_result_prose(s->result, NB_PLAIN(NUMERIC_AGREE));
    } else if (found.verdict == NB_VERDICT_WRONG) {
        nb_result_prose(s->result, NB_SAY(NUMERIC_WRONG, NB_NUMBER(off)));
    } else {
        nb_quotient half = nb_measure(&n->probe, n->node, n->step / 2);
        nb_result_prose(s->result, NB_SAY(NUMERIC_DIFFER, NB_NUMBER(off), NB_NUMBER(n->step / 2),
                                          NB_NUMBER(fabs(half.central - gradient))));
    }
}

nb_status nb_numeric(nb_session *s, const nb_expr *derivative, const nb_command_arg *step) {
    numeric n = {.s = s};
    bool depends = false;
    nb_status status = find_nodes(&n, derivative);
    if (status == NB_STATUS_OK) status = choose_step(&n, step);
    if (status == NB_STATUS_OK) status = nb_depends(s, n.target, n.node, &depends);
    if (status == NB_STATUS_OK && !depends) return nb_say_no_path(s, n.target, n.node);
    if (status == NB_STATUS_OK)
        status = nb_probe_begin(&n.probe, &s->scratch, &s->graph, n.target);
    if (status != NB_STATUS_OK) return status;
    nb_graph_backward(&s->graph, n.target);
    double gradient = nb_graph_gradient(&s->graph, n.node);
    nb_quotient q = nb_measure(&n.probe, n.node, n.step);
    double central = isfinite(q.above - q.below) ? q.central : NAN;
    status = add_equations(&n, &q, central, gradient);
    if (status == NB_STATUS_OK) say_agreement(&n, &q, central, gradient);
    if (status == NB_STATUS_OK && !isfinite(gradient)) status = nb_warn_gradient(s, n.target);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}
