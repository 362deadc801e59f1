/* `whatif`: what the target would be if some leaves had other numbers, and what the gradients
 * predict for it. Nothing is changed. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "calculus/probe.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/depends.h"
#include "explore/mistake.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "graph/passes.h"
#include "ops/compute.h"

typedef struct whatif {
    nb_sheet *s;
    nb_node target;
    nb_node *leaves;
    double *values; /* what they would be */
    size_t count;
    /* The target's two values; what rounding may make of the difference between the true change
     * and the predicted one; and that. */
    double before, after, noise, predicted;
    nb_node held; /* a detached node that changes, or NB_NO_NODE */
} whatif;

/* ---- the changes ---- */

static nb_status fail_formula(whatif *w, const nb_expr *expr, nb_node node) {
    nb_sheet *s = w->s;
    nb_def_id leaf;
    nb_status status = nb_find_leaf(s, node, &leaf);
    if (status != NB_STATUS_OK) return status;
    nb_message hint = NB_NO_HINT;
    if (leaf != NB_NO_DEF)
        hint = NB_SAY(HINT_CHANGE_LEAF, NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[leaf])));
    return nb_fail_at(s, expr, expr->span, NB_SAY(WHATIF_LEAF, nb_node_arg(s, node)), hint);
}

static nb_status read_change(whatif *w, const nb_command_arg *arg) {
    nb_sheet *s = w->s;
    const nb_expr *expr = &arg->expr;
    uint8_t kind = expr->codes[expr->count - 1].kind;
    nb_node leaf;
    double value;
    if (kind != NB_CODE_NAME && kind != NB_CODE_INDEX)
        return nb_fail_at(s, expr, expr->span, NB_SAY(CHAINED_TARGET, NB_TEXT(arg->text)),
                          NB_NO_HINT);
    nb_status status = nb_find_node(s, arg, NB_NO_NODE, &leaf);
    if (status == NB_STATUS_OK && s->graph.op[leaf] != NB_OP_LEAF)
        return fail_formula(w, expr, leaf);
    if (status == NB_STATUS_OK) status = nb_eval(s, arg->other, s->env, &value);
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; i < w->count; i++)
        if (w->leaves[i] == leaf)
            return nb_fail_at(s, expr, expr->span,
                              NB_SAY(WHATIF_TWICE, nb_node_arg(s, leaf)), NB_NO_HINT);
    nb_op op;
    bool replaced = strcmp(arg->text, "=") == 0 || strcmp(arg->text, ":=") == 0;
    if (!replaced && nb_op_find_infix(arg->text, 1, &op))
        value = nb_op_value(op, s->graph.value[leaf], value, 0);
    w->leaves[w->count] = leaf;
    w->values[w->count++] = value;
    return NB_STATUS_OK;
}

static nb_status read_changes(whatif *w, const nb_command_arg *changes) {
    nb_sheet *s = w->s;
    size_t count = 0;
    for (const nb_command_arg *arg = changes; arg != NULL; arg = arg->next) count++;
    w->leaves = nb_arena_add(&s->scratch, count, sizeof *w->leaves);
    w->values = nb_arena_add(&s->scratch, count, sizeof *w->values);
    if (w->leaves == NULL || w->values == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    for (; changes != NULL && status == NB_STATUS_OK; changes = changes->next)
        status = read_change(w, changes);
    return status;
}

/* ---- the answer ---- */

static double step_of(const whatif *w, size_t i) {
    return w->values[i] - w->s->graph.value[w->leaves[i]];
}

static double gradient_of(const whatif *w, size_t i) {
    return nb_graph_gradient(&w->s->graph, w->leaves[i]);
}

static nb_status calculate(whatif *w) {
    nb_sheet *s = w->s;
    nb_probe probe;
    nb_graph_forward(&s->graph, w->target + 1);
    nb_graph_backward(&s->graph, w->target);
    nb_status status = nb_probe_begin(&probe, &s->scratch, &s->graph, w->target);
    if (status != NB_STATUS_OK) return nb_say_stopped(s, status);
    (void)nb_probe_run(&probe, w->leaves, w->values, w->count);
    w->held = probe.held;
    probe.frees = true; /* the true change */
    w->before = s->graph.value[w->target];
    w->after = nb_probe_run(&probe, w->leaves, w->values, w->count);
    w->noise = 2 * probe.noise;
    for (size_t i = 0; i < w->count; i++) {
        double part = gradient_of(w, i) * step_of(w, i);
        w->predicted += part;
        w->noise += 4 * DBL_EPSILON * fabs(part);
    }
    return nb_poll(s);
}

static void fill_row(whatif *w, size_t i, nb_table_cell *row) {
    nb_sheet *s = w->s;
    nb_writer change = {.s = s};
    double before = s->graph.value[w->leaves[i]];
    int digits = nb_digits_apart(s, before, w->values[i]);
    nb_write_number(&change, NB_PIECE_NUMBER, before, digits);
    nb_write_mark(&change, NB_PIECE_ARROW);
    nb_write_number(&change, NB_PIECE_NUMBER, w->values[i], digits);
    row[0] = nb_cell_text(nb_describe(s, w->leaves[i]));
    row[1] = nb_cell_text(change.text);
    row[2] = nb_cell_number(step_of(w, i));
    row[3] = nb_cell_number(gradient_of(w, i));
    row[4] = nb_cell_number(gradient_of(w, i) * step_of(w, i));
}

static nb_status add_rows(whatif *w) {
    nb_sheet *s = w->s;
    nb_message heading = nb_gradient_heading(s, w->target);
    if (heading.id == NB_MESSAGE_HEAD_GRADIENT) heading.id = NB_MESSAGE_HEAD_GRADIENT_BY_LEAF;
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "node", NB_PLAIN(HEAD_LEAF), NULL},
        {NB_COLUMN_TEXT, "change", NB_PLAIN(HEAD_CHANGE), NULL},
        {NB_COLUMN_NUMBER, "step", NB_PLAIN(HEAD_STEP), NULL},
        {NB_COLUMN_GRADIENT, "gradient", heading, NULL},
        {NB_COLUMN_NUMBER, "product", NB_PLAIN(HEAD_PRODUCT), NULL}};
    nb_table_block *table = nb_result_table(s->result, columns, 5, w->count);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < w->count; i++) fill_row(w, i, nb_table_row(table));
    nb_table_fact(table, "before", w->before);
    nb_table_fact(table, "after", w->after);
    nb_table_fact(table, "predicted", w->predicted);
    nb_table_fact(table, "true", w->after - w->before);
    return NB_STATUS_OK;
}

/* predicted change = 2.2 × 1 + 200 × 1 = 202.2, and the true one below it */
static nb_status add_sums(whatif *w) {
    enum { MOST_TERMS = 6 };
    static const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, NULL, {NB_MESSAGE_NONE, {{0}}}, NULL},
        {NB_COLUMN_TEXT, NULL, {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_VALUE, NULL, {NB_MESSAGE_NONE, {{0}}}, "= "}};
    nb_sheet *s = w->s;
    nb_table_block *table = nb_result_table(s->result, columns, 3, 2);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    nb_table_cell *predicted = nb_table_row(table), *truth = nb_table_row(table);
    nb_writer parts = {.s = s}, difference = {.s = s};
    for (size_t i = 0; i < w->count && i < MOST_TERMS; i++) {
        if (i > 0) nb_write_sign(&parts, NB_OP_ADD);
        nb_write_number(&parts, i > 0 ? NB_PIECE_OPERAND : NB_PIECE_NUMBER, gradient_of(w, i), 0);
        nb_write_sign(&parts, NB_OP_MUL);
        nb_write_number(&parts, NB_PIECE_OPERAND, step_of(w, i), 0);
    }
    if (w->count > MOST_TERMS) {
        nb_write_sign(&parts, NB_OP_ADD);
        nb_write_mark(&parts, NB_PIECE_MORE);
    }
    double change = w->after - w->before;
    int digits = nb_digits_apart(s, w->after, w->before);
    nb_write_number(&difference, NB_PIECE_NUMBER, w->after, digits);
    nb_write_sign(&difference, NB_OP_SUB);
    nb_write_number(&difference, NB_PIECE_OPERAND, w->before, digits);
    predicted[0] = nb_cell_said(NB_PLAIN(WHATIF_PREDICTED));
    predicted[1] = nb_cell_text(parts.text);
    predicted[2] = nb_cell_number(w->predicted);
    truth[0] = nb_cell_said(NB_PLAIN(WHATIF_TRUE));
    truth[1] = nb_cell_text(difference.text);
    truth[2] = nb_cell_number(change);
    if (!(fabs(w->predicted - change) > w->noise)) return NB_STATUS_OK;
    predicted[2].digits = truth[2].digits = nb_digits_apart(s, w->predicted, change);
    return NB_STATUS_OK;
}

static void say_agreement(whatif *w) {
    nb_sheet *s = w->s;
    double off = fabs(w->predicted - (w->after - w->before));
    if (!isfinite(off) || (off == 0 && w->predicted == 0)) return;
    nb_message said = NB_SAY(WHATIF_EXACT, nb_node_arg(s, w->target));
    if (off > w->noise) said = NB_SAY(WHATIF_MISSES, NB_NUMBER(off));
    if (off > w->noise && w->held != NB_NO_NODE)
        said = NB_SAY(WHATIF_HELD, NB_NUMBER(off), nb_node_arg(s, w->held));
    nb_result_prose(s->result, said);
}

static nb_status say_no_paths(whatif *w) {
    bool depends = true;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < w->count && status == NB_STATUS_OK; i++) {
        status = nb_depends(w->s, w->target, w->leaves[i], &depends);
        if (status == NB_STATUS_OK && !depends)
            status = nb_say_no_path(w->s, w->target, w->leaves[i]);
    }
    return status;
}

NB_COMMAND(WHATIF) {
    whatif w = {.s = s};
    nb_status status = read_changes(&w, &st->args[0]);
    if (status == NB_STATUS_OK) status = nb_choose_target(s, st, NB_TARGET_SEEN, &w.target);
    if (status == NB_STATUS_OK) status = calculate(&w);
    if (status != NB_STATUS_OK) return status;
    int digits = nb_digits_apart(s, w.before, w.after);
    nb_result_prose(s->result, NB_SAY(WHATIF_TARGET, nb_node_arg(s, w.target),
                                      NB_DIGITS(w.before, digits), NB_DIGITS(w.after, digits)));
    status = add_rows(&w);
    if (status == NB_STATUS_OK) status = add_sums(&w);
    if (status == NB_STATUS_OK) say_agreement(&w);
    if (status == NB_STATUS_OK) nb_say_mistake(s);
    if (status == NB_STATUS_OK) status = say_no_paths(&w);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}
