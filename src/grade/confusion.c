/* `confusion` counts, for each true class, what its rows are taken for; and says of each class its
 * precision, the part of those taken for it that are of it, and its recall, the part of those of it
 * that are taken for it. */
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "grade/grading.h"
#include "grade/row_table.h"

enum { MOST_CLASSES = 50 }; /* that a matrix is shown of */

typedef struct confusion {
    nb_sheet *s;
    nb_grading g;
    size_t classes;
    size_t *counts; /* classes × (classes + 1): of each true class; the last column counts the rows
                     * whose outputs are no number */
    size_t rows, right, lost; /* lost: those that are no number */
} confusion;

static size_t *count_of(const confusion *c, size_t class, size_t taken_for) {
    return &c->counts[class * (c->classes + 1) + taken_for];
}

static nb_status count_rows(confusion *c, size_t first) {
    nb_grading *g = &c->g;
    nb_status status = NB_STATUS_OK;
    for (size_t i = first; i < g->data->set.rows && status == NB_STATUS_OK; i++) {
        status = nb_grade_row(g, g->rows, g->data->set.rows, i);
        size_t class = nb_graded_true(g), said = nb_graded_class(g);
        if (class >= c->classes) continue;
        if (said >= c->classes) said = c->classes, c->lost++;
        ++*count_of(c, class, said);
        c->right += class == said;
        c->rows++;
    }
    return status;
}

static nb_message heading(nb_table_cell cell, nb_sheet *s) {
    nb_text *text = nb_result_array(s->result, 1, sizeof *text);
    if (cell.kind == NB_CELL_NUMBER || text == NULL)
        return NB_SAY(HEAD_NAME, NB_NUMBER(cell.number));
    *text = cell.text;
    return NB_SAY(HEAD_NAME, NB_FORMULA(text));
}

/* ---- the matrix ---- */

static nb_status add_columns(const confusion *c, nb_row_table *t) {
    nb_sheet *s = c->s;
    nb_column_kind kind = c->g.group != NULL ? NB_COLUMN_TEXT : NB_COLUMN_NUMBER;
    nb_status status = nb_row_table_add(t, kind, "class",
                                        NB_SAY(HEAD_NAME, nb_target_arg(&c->g, 0)), true);
    size_t columns = c->classes + (c->lost > 0);
    for (size_t k = 0; k < columns && status == NB_STATUS_OK; k++) {
        nb_message head = k < c->classes ? heading(nb_graded_cell(&c->g, k), s)
                                         : NB_PLAIN(CHECK_NOT_FINITE);
        status = nb_row_table_add(t, NB_COLUMN_NUMBER, "predicted", head, true);
    }
    return status;
}

static nb_status put_matrix(const confusion *c, nb_row_table *t) {
    nb_status status = add_columns(c, t);
    if (status == NB_STATUS_OK) status = nb_row_table_begin(t, "confusion", c->classes);
    for (size_t k = 0; k < c->classes && status == NB_STATUS_OK; k++) {
        t->cells[0] = nb_graded_cell(&c->g, k);
        for (size_t i = 0; i + 1 < t->count; i++)
            t->cells[i + 1] = nb_cell_number((double)*count_of(c, k, i));
        nb_row_table_put(t);
    }
    return status;
}

/* ---- class by class ---- */

static nb_status add_rates(const confusion *c) {
    nb_column_kind kind = c->g.group != NULL ? NB_COLUMN_TEXT : NB_COLUMN_NUMBER;
    const nb_table_column columns[] = {
        {kind, "class", NB_PLAIN(HEAD_CLASS), NULL},
        {NB_COLUMN_VALUE, "precision", NB_PLAIN(HEAD_PRECISION), NULL},
        {NB_COLUMN_VALUE, "recall", NB_PLAIN(HEAD_RECALL), NULL},
        {NB_COLUMN_NUMBER, "of", NB_PLAIN(HEAD_ROWS), NULL}};
    nb_table_block *table = nb_result_table(c->s->result, columns, 4, c->classes);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < c->classes; k++) {
        size_t of = 0, taken = 0;
        double hits = (double)*count_of(c, k, k);
        for (size_t i = 0; i <= c->classes; i++) of += *count_of(c, k, i);
        for (size_t i = 0; i < c->classes; i++) taken += *count_of(c, i, k);
        nb_table_cell *row = nb_table_row(table);
        row[0] = nb_graded_cell(&c->g, k);
        if (taken > 0) row[1] = nb_cell_number(hits / (double)taken);
        if (of > 0) row[2] = nb_cell_number(hits / (double)of);
        row[3] = nb_cell_number((double)of);
    }
    nb_table_fact(table, "right", (double)c->right);
    nb_table_fact(table, "rows", (double)c->rows);
    nb_table_fact(table, "accuracy", (double)c->right / (double)c->rows);
    return NB_STATUS_OK;
}

static nb_status report(const confusion *c) {
    nb_row_table t;
    nb_result *result = c->s->result;
    bool seen = !nb_is_unseen(c->s);
    nb_row_table_init(&t, c->s);
    nb_status status = put_matrix(c, &t);
    if (status == NB_STATUS_OK && seen) nb_result_prose(result, NB_PLAIN(CONFUSION_SIDES));
    if (status == NB_STATUS_OK) status = add_rates(c);
    if (status == NB_STATUS_OK && seen)
        nb_result_prose(result, NB_SAY(CONFUSION_TOTAL, NB_COUNT(c->right), NB_COUNT(c->rows),
                                       NB_NUMBER(100.0 * (double)c->right / (double)c->rows)));
    if (status == NB_STATUS_OK) nb_say_rule(&c->g);
    if (status == NB_STATUS_OK) status = nb_row_table_end(&t);
    nb_row_table_clear(&t);
    return status;
}

NB_COMMAND(CONFUSION) {
    confusion c = {.s = s, .g = {.s = s, .span = nb_list_span(&st->args[0])}};
    const nb_command_arg *test = nb_clause_get(st, "test");
    nb_grading *g = &c.g;
    nb_status status = nb_require_data(s, &g->data);
    if (status == NB_STATUS_OK && test != NULL && g->data->train == g->data->set.rows)
        return nb_fail_no_test(s, g->data, test->span);
    if (status == NB_STATUS_OK) status = nb_find_answers(s, &st->args[0], &g->nodes, &g->count);
    g->node_count = g->count;
    if (status == NB_STATUS_OK) status = nb_grading_begin(g, st, NB_GRADING_CLASSES);
    c.classes = g->class_count;
    if (status == NB_STATUS_OK && c.classes > MOST_CLASSES)
        status = nb_fail_plain(s, NB_SAY(CONFUSION_MANY, NB_COUNT(c.classes),
                                         NB_COUNT(MOST_CLASSES)),
                               NB_SAY(HINT_ACCURACY_OF, nb_outputs_arg(g)));
    if (status == NB_STATUS_OK) {
        c.counts = nb_arena_add(&s->scratch, c.classes * (c.classes + 1), sizeof *c.counts);
        if (c.counts == NULL) status = NB_STATUS_NO_MEMORY;
    }
    if (status == NB_STATUS_OK) status = count_rows(&c, test != NULL ? g->data->train : 0);
    if (status == NB_STATUS_OK) status = report(&c);
    nb_grading_clear(g);
    return status;
}
