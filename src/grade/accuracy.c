/* `accuracy` counts the rows whose answer is right. */
#include "definitions/handlers.h"
#include "formulas/table_cells.h"
#include "grade/grading.h"

static nb_status count_right(nb_grading *g, size_t right[2]) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < g->data->set.rows && status == NB_STATUS_OK; i++) {
        status = nb_grade_row(g, g->rows[i]);
        right[i >= g->data->train] += nb_graded_right(g);
    }
    return status;
}

static nb_status report(const nb_grading *g, const size_t right[2]) {
    const nb_table_column columns[] = {{NB_COLUMN_TEXT, "rows", NB_PLAIN(HEAD_ROWS), NULL},
                                       {NB_COLUMN_NUMBER, "right", NB_PLAIN(HEAD_RIGHT), NULL},
                                       {NB_COLUMN_NUMBER, "of", NB_PLAIN(HEAD_OF), NULL},
                                       {NB_COLUMN_NUMBER, "percent", NB_PLAIN(HEAD_PERCENT), NULL}};
    size_t of[2] = {g->data->train, g->data->set.rows - g->data->train};
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

NB_COMMAND(ACCURACY) {
    nb_grading g = {.s = s, .span = nb_list_span(&st->args[0])};
    size_t right[2] = {0, 0}; /* of those that are trained on, and those for the test */
    nb_status status = nb_require_data(s, &g.data);
    if (status == NB_STATUS_OK) status = nb_find_answers(s, &st->args[0], &g.nodes, &g.count);
    g.node_count = g.count;
    if (status == NB_STATUS_OK) status = nb_grading_begin(&g, st, NB_GRADING_CLASSES);
    if (status == NB_STATUS_OK) status = count_right(&g, right);
    if (status == NB_STATUS_OK) status = report(&g, right);
    nb_grading_clear(&g);
    return status;
}
