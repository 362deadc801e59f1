/* `accuracy` counts the rows whose answer is right. */
#include "grade/accuracy.h"

#include "definitions/handlers.h"
#include "formulas/table_cells.h"
#include "grade/grading.h"
#include "lang/commands.h"

static nb_status count_right(nb_grading *g, nb_grades *grades) {
    size_t *right = grades->right;
    *grades = (nb_grades){.of = {g->data->train, g->data->set.rows - g->data->train}};
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < g->data->set.rows && status == NB_STATUS_OK; i++) {
        status = nb_grade_row(g, g->rows, g->data->set.rows, i);
        right[i >= g->data->train] += nb_graded_right(g);
    }
    return status;
}

static nb_status report(const nb_grading *g, const nb_grades *grades) {
    const size_t *right = grades->right, *of = grades->of;
    const nb_table_column columns[] = {{NB_COLUMN_TEXT, "rows", NB_PLAIN(HEAD_ROWS), NULL},
                                       {NB_COLUMN_NUMBER, "right", NB_PLAIN(HEAD_RIGHT), NULL},
                                       {NB_COLUMN_NUMBER, "of", NB_PLAIN(HEAD_OF), NULL},
                                       {NB_COLUMN_NUMBER, "percent", NB_PLAIN(HEAD_PERCENT), NULL}};
    nb_table_block *table = nb_result_table(g->s->result, columns, 4, 2);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (int k = 0; k < 2 && of[k] > 0; k++) {
        nb_table_cell *row = nb_table_row(table);
        row[0] = nb_cell_said(k == 0 ? NB_PLAIN(ROWS_TRAIN) : NB_PLAIN(ROWS_TEST));
        row[1] = nb_cell_number((double)right[k]);
        row[2] = nb_cell_number((double)of[k]);
        row[3] = nb_cell_number(100.0 * (double)right[k] / (double)of[k]);
        nb_table_fact(table, k == 0 ? "train" : "test", (double)right[k] / (double)of[k]);
    }
    nb_say_rule(g);
    return NB_STATUS_OK;
}

/* Grades the answers; however it went, *g is to be cleared. */
static nb_status grade(nb_grading *g, const nb_statement *st, const nb_command_arg *list,
                       nb_grades *grades) {
    nb_status status = nb_require_data(g->s, &g->data);
    if (status == NB_STATUS_OK) status = nb_find_answers(g->s, list, &g->nodes, &g->count);
    g->node_count = g->count;
    if (status == NB_STATUS_OK) status = nb_grading_begin(g, st, NB_GRADING_CLASSES);
    return status == NB_STATUS_OK ? count_right(g, grades) : status;
}

nb_status nb_count_grades(nb_sheet *s, const nb_command_arg *list, nb_grades *grades) {
    static const char word[] = "accuracy"; /* which hints repeat */
    const nb_statement st = {.kind = NB_STATEMENT_COMMAND,
                             .command = nb_command_find(word, sizeof word - 1)};
    nb_grading g = {.s = s, .span = nb_list_span(list)};
    nb_status status = grade(&g, &st, list, grades);
    nb_grading_clear(&g);
    return status;
}

NB_COMMAND(ACCURACY) {
    nb_grading g = {.s = s, .span = nb_list_span(&st->args[0])};
    nb_grades grades;
    nb_status status = grade(&g, st, &st->args[0], &grades);
    if (status == NB_STATUS_OK) status = report(&g, &grades);
    nb_grading_clear(&g);
    return status;
}
