/* What is done with data besides training: `row` puts another one on the leaves, `scale` makes
 * scaled data of them, `accuracy` counts the rows whose answer is right. */
#include <math.h>
#include <string.h>

#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "learn/data.h"
#include "learn/raw_row.h"
#include "learn/show_data.h"

/* ---- row ---- */

NB_COMMAND(ROW) {
    const nb_command_arg *arg = &st->args[0];
    const nb_data *data;
    double row;
    const nb_command_arg *raw = nb_clause_get(st, "raw");
    bool given = arg->form == NB_ARG_EXPR;
    nb_status status = nb_require_data(s, &data);
    if (status == NB_STATUS_OK && given == (raw != NULL))
        return nb_fail_plain(s, NB_PLAIN(ROW_WHICH), NB_NO_HINT);
    if (status == NB_STATUS_OK && raw != NULL) return nb_put_raw_row(s, data, raw);
    if (status == NB_STATUS_OK) status = nb_eval(s, &arg->expr, s->env, &row);
    if (status != NB_STATUS_OK) return status;
    if (!(row >= 1 && row <= (double)data->set.rows && row == rint(row)))
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(ROW_RANGE, NB_COUNT(data->set.rows), NB_NUMBER(row)), NB_NO_HINT);
    status = nb_put_row(s, data, (size_t)row);
    if (status != NB_STATUS_OK || nb_is_unseen(s)) return status;
    const nb_table_column columns[] = {{NB_COLUMN_TEXT, "column", NB_PLAIN(HEAD_COLUMN), NULL},
                                       {NB_COLUMN_VALUE, "value", NB_PLAIN(WORD_VALUE), NULL},
                                       {NB_COLUMN_TEXT, "class", NB_PLAIN(HEAD_CLASS), NULL}};
    size_t shown = data->set.columns < NB_MAX_ROWS ? data->set.columns : NB_MAX_ROWS;
    bool classes = data->set.group_count > 0;
    nb_table_block *table = nb_result_table(s->result, columns, classes ? 3 : 2, shown);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < shown; i++) {
        nb_node node = s->defs[data->columns[i]].node;
        nb_table_cell *cells = nb_table_row(table);
        cells[0] = nb_cell_text(nb_describe(s, node));
        cells[1] = nb_cell_number(s->graph.value[node]);
        if (classes) cells[2] = nb_class_cell(s, data, i, (size_t)row - 1);
    }
    return NB_STATUS_OK;
}

/* ---- scale ---- */

/* The column that a node of the list holds; `at` counts in it. Each is found once. */
static nb_status find_column(nb_sheet *s, uint32_t *places, const nb_command_arg *list,
                             const nb_node *nodes, size_t at, size_t *column) {
    const uint32_t found = UINT32_MAX;
    nb_message message = NB_SAY(DATA_NO_COLUMN, nb_node_arg(s, nodes[at]));
    nb_def_id def = s->owner[nodes[at]];
    uint32_t held = def != NB_NO_DEF ? places[def] : 0;
    if (held != 0 && held != found) {
        *column = held - 1;
        places[def] = found;
        return NB_STATUS_OK;
    }
    if (held == found) message.id = NB_MESSAGE_DATA_TWICE;
    return nb_fail_place(s, nb_place_in_list(s, list, NB_NO_NODE, at), message, NB_NO_HINT);
}

static const char *scaled_source(nb_sheet *s, const nb_node *nodes, size_t count,
                                 const char *scaling, bool sample) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    nb_buffer_add_text(&out, "scale ");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) nb_buffer_add_text(&out, ", ");
        nb_buffer_add_text(&out, nb_def_name(s, &s->scratch, &s->defs[s->owner[nodes[i]]]));
    }
    nb_buffer_add_char(&out, ' ');
    nb_buffer_add_text(&out, scaling);
    nb_buffer_add_text(&out, sample ? " sample;\n" : ";\n");
    const char *text = out.failed ? NULL : nb_arena_text(&s->arena, out.data, out.length);
    nb_buffer_clear(&out);
    return text;
}

/* The numbers that stand for classes in a column are scaled as it is. */
static nb_status scale_classes(nb_sheet *s, nb_dataset *set, size_t column, nb_scale scale) {
    const nb_class_group *group = nb_class_group_find(set, column);
    if (group == NULL || group->values == NULL) return NB_STATUS_OK;
    nb_class_group *groups = nb_arena_add(&s->arena, set->group_count, sizeof *groups);
    double *values = nb_arena_add(&s->arena, group->count, sizeof *values);
    if (groups == NULL || values == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(groups, set->groups, set->group_count * sizeof *groups);
    memcpy(values, group->values, group->count * sizeof *values);
    nb_dataset column_of = {.cells = values, .rows = group->count, .columns = 1};
    nb_scale_apply(scale, &column_of, 0);
    groups[group - set->groups].values = values;
    set->groups = groups;
    return NB_STATUS_OK;
}

/* Makes a copy of the data with these columns scaled. Shift and size come from the rows that are
 * trained on alone. */
static nb_status scale_columns(nb_sheet *s, const nb_data *data, const size_t *columns,
                               const nb_node *nodes, size_t count, size_t scaling, bool sample) {
    const nb_table_column heads[] = {{NB_COLUMN_TEXT, "column", NB_PLAIN(HEAD_COLUMN), NULL},
                                     {NB_COLUMN_NUMBER, "shift", NB_PLAIN(HEAD_SHIFT), NULL},
                                     {NB_COLUMN_NUMBER, "size", NB_PLAIN(HEAD_SIZE), NULL}};
    size_t cells = data->set.rows * data->set.columns;
    nb_data *scaled = nb_arena_add(&s->arena, 1, sizeof *scaled);
    nb_table_block *table = NULL;
    if (!nb_is_unseen(s)) table = nb_result_table(s->result, heads, 3, count);
    if (scaled == NULL || s->result->failed) return NB_STATUS_NO_MEMORY;
    *scaled = *data;
    scaled->set.cells = nb_arena_add(&s->arena, cells, sizeof(double));
    scaled->source = scaled_source(s, nodes, count, nb_scaling_get(scaling), sample);
    scaled->before = data;
    nb_scale *scales = nb_arena_add(&s->arena, data->set.columns, sizeof *scales);
    scaled->scales = scales;
    if (scaled->set.cells == NULL || scaled->source == NULL || scales == NULL)
        return NB_STATUS_NO_MEMORY;
    memcpy(scaled->set.cells, data->set.cells, cells * sizeof(double));
    for (size_t i = 0; i < count; i++) {
        nb_scale scale = nb_scale_fit(scaling, sample, &scaled->set, columns[i], data->rows,
                                      data->train);
        nb_scale_apply(scale, &scaled->set, columns[i]);
        scales[columns[i]] = scale;
        nb_status status = scale_classes(s, &scaled->set, columns[i], scale);
        if (status == NB_STATUS_OK) status = nb_poll(s);
        if (status != NB_STATUS_OK) return status;
        if (table == NULL) continue;
        nb_table_cell *row = nb_table_row(table);
        row[0] = nb_cell_text(nb_describe(s, nodes[i]));
        row[1] = nb_cell_number(scale.shift);
        row[2] = nb_cell_number(scale.size);
    }
    size_t row = s->state.learned.row;
    s->state.learned.data = scaled;
    if (table != NULL) nb_result_prose(s->result, NB_PLAIN(DATA_SCALED));
    return nb_put_row(s, scaled, row);
}

/* Whether the deviation is to be that of a sample. */
static nb_status read_sample(nb_sheet *s, const nb_statement *st, size_t scaling, bool *sample) {
    const nb_clause *clause = st->clauses;
    while (clause != NULL && strcmp(clause->key, "sample") != 0) clause = clause->next;
    *sample = clause != NULL;
    if (!*sample || nb_scaling_deviates(scaling)) return NB_STATUS_OK;
    return nb_fail_place(s, clause->span,
                         NB_SAY(SCALE_SAMPLE, NB_TEXT(nb_scaling_get(scaling))),
                         NB_PLAIN(HINT_SCALE_SAMPLE));
}

NB_COMMAND(SCALE) {
    const nb_data *data;
    nb_node *nodes;
    size_t count, scaling = 0, chosen = 0;
    nb_status status = nb_require_data(s, &data);
    for (size_t i = 0; nb_scaling_get(i) != NULL; i++) {
        if (nb_clause_get(st, nb_scaling_get(i)) == NULL) continue;
        scaling = i;
        chosen++;
    }
    if (status == NB_STATUS_OK && chosen != 1)
        return nb_fail_plain(s, NB_SAY(SCALE_HOW, NB_TEXT(nb_scaling_get(0)),
                                       NB_TEXT(nb_scaling_get(1))), NB_NO_HINT);
    bool sample = false;
    if (status == NB_STATUS_OK) status = read_sample(s, st, scaling, &sample);
    if (status == NB_STATUS_OK) status = nb_find_nodes(s, &st->args[0], NB_NO_NODE, &nodes, &count);
    if (status != NB_STATUS_OK) return status;
    uint32_t *places;
    size_t *columns = nb_arena_add(&s->scratch, count, sizeof *columns);
    if (columns == NULL) return NB_STATUS_NO_MEMORY;
    status = nb_place_columns(s, &places);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++)
        status = find_column(s, places, &st->args[0], nodes, i, &columns[i]);
    if (status != NB_STATUS_OK) return status;
    return scale_columns(s, data, columns, nodes, count, scaling, sample);
}

/* ---- accuracy ---- */

typedef struct grading {
    nb_sheet *s;
    const nb_data *data;
    nb_objective objective;
    nb_node *outputs;
    size_t count;
    size_t target, targets; /* the first of the columns with right answers, and how many: the last
                             * columns that the outputs are not made of */
    double threshold;       /* of one output */
    double *classes;        /* of one column with several outputs; NULL: each has a column */
    size_t class_count;
} grading;

static bool is_input(const grading *g, size_t column) {
    for (size_t i = 0; i < g->objective.input_count; i++)
        if (g->objective.columns[i] == column) return true;
    return false;
}

static nb_status find_targets(grading *g) {
    nb_sheet *s = g->s;
    size_t last = g->data->set.columns, run = 0;
    while (last > 0 && is_input(g, last - 1)) last--;
    while (run < last && !is_input(g, last - 1 - run)) run++;
    if (run == 0)
        return nb_fail_plain(s, NB_PLAIN(ACCURACY_NO_TARGET), NB_PLAIN(HINT_ACCURACY));
    g->targets = run >= g->count ? g->count : 1;
    g->target = last - g->targets;
    if (g->targets > 1) return NB_STATUS_OK;
    g->classes = nb_arena_add(&s->scratch, NB_MOST_CLASSES, sizeof *g->classes);
    if (g->classes == NULL) return NB_STATUS_NO_MEMORY;
    size_t most = g->count > 1 ? g->count : 2;
    bool fits = nb_classes_find(&g->data->set, g->target, g->classes, NB_MOST_CLASSES,
                                &g->class_count);
    const nb_def *def = &s->defs[g->data->columns[g->target]];
    if (!fits || g->class_count > most)
        return nb_fail_plain(s, NB_SAY(ACCURACY_CLASSES, NB_TEXT(nb_def_name(s, &s->scratch, def)),
                                       NB_COUNT(most)), NB_PLAIN(HINT_CLASSES));
    g->threshold = (g->classes[0] + g->classes[g->class_count - 1]) / 2;
    return NB_STATUS_OK;
}

static nb_status grade_row(grading *g, uint32_t row, double *y, double *t, bool *right) {
    const double *cells = g->data->set.cells + row * g->data->set.columns + g->target;
    nb_objective_run(&g->objective, row);
    for (size_t i = 0; i < g->count; i++) {
        y[i] = g->objective.graph.value[g->objective.copy[g->outputs[i]]];
        t[i] = g->targets == g->count ? cells[i]
                                      : i == nb_class_get(g->classes, g->class_count, cells[0]);
    }
    *right = nb_is_right(y, t, g->count, g->threshold);
    return row % 4096 == 0 ? nb_poll(g->s) : NB_STATUS_OK;
}

static nb_status grade(grading *g, size_t right[2]) {
    nb_sheet *s = g->s;
    const uint32_t *rows = nb_data_rows(s, g->data);
    double *y = nb_arena_add(&s->scratch, g->count, sizeof *y);
    double *t = nb_arena_add(&s->scratch, g->count, sizeof *t);
    if (rows == NULL || y == NULL || t == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < g->data->set.rows && status == NB_STATUS_OK; i++) {
        bool is_right;
        status = grade_row(g, rows[i], y, t, &is_right);
        right[i >= g->data->train] += is_right;
    }
    return status;
}

static nb_status report_grades(const grading *g, const size_t right[2]) {
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
    return NB_STATUS_OK;
}

/* An error where an answer is named twice, or is a column of the data. */
static nb_status check_answers(nb_sheet *s, const nb_command_arg *list, const nb_node *nodes,
                               size_t count) {
    uint32_t *places;
    uint8_t *seen = nb_arena_add(&s->scratch, s->graph.count, sizeof *seen);
    if (seen == NULL || nb_place_columns(s, &places) != NB_STATUS_OK) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        nb_message message = NB_SAY(ACCURACY_COLUMN, nb_node_arg(s, nodes[i]));
        if (seen[nodes[i]]) message.id = NB_MESSAGE_TRAIN_TWICE;
        nb_def_id owner = s->owner[nodes[i]];
        if (seen[nodes[i]] || (owner != NB_NO_DEF && places[owner] != 0))
            return nb_fail_place(s, nb_place_in_list(s, list, NB_NO_NODE, i), message,
                                 NB_NO_HINT);
        seen[nodes[i]] = 1;
    }
    return NB_STATUS_OK;
}

/* By what rule the answers were counted; they are named as they were typed. */
static nb_status say_rule(const grading *g, const nb_command_arg *list) {
    nb_sheet *s = g->s;
    const nb_def *def = &s->defs[g->data->columns[g->target]];
    const nb_command_arg *last = list;
    while (last->next != NULL) last = last->next;
    size_t length = last->span.offset + last->span.length - list->span.offset;
    const char *answers = nb_arena_text(&s->scratch, s->text + list->span.offset, length);
    if (answers == NULL) return NB_STATUS_NO_MEMORY;
    const char *target = nb_def_name(s, &s->scratch, def);
    nb_message message = NB_SAY(ACCURACY_ONE, NB_TEXT(answers), NB_TEXT(target),
                                NB_NUMBER(g->threshold));
    bool onehot = g->count > 1 && g->targets == g->count;
    if (g->count > 1) message.id = NB_MESSAGE_ACCURACY_SEVERAL;
    if (onehot) message = NB_SAY(ACCURACY_ONEHOT, NB_TEXT(answers),
                                 NB_TEXT(s->symbols[def->symbol].name));
    if (!nb_is_unseen(s)) nb_result_prose(s->result, message);
    return NB_STATUS_OK;
}

NB_COMMAND(ACCURACY) {
    const nb_command_arg *arg = &st->args[0];
    grading g = {.s = s};
    size_t right[2] = {0, 0}; /* of those that are trained on, and those for the test */
    nb_status status = nb_require_data(s, &g.data);
    if (status == NB_STATUS_OK) status = nb_find_nodes(s, arg, NB_NO_NODE, &g.outputs, &g.count);
    if (status == NB_STATUS_OK) status = check_answers(s, arg, g.outputs, g.count);
    if (status != NB_STATUS_OK) return status;
    nb_objective_plan plan = {.targets = g.outputs, .target_count = g.count};
    status = nb_begin_objective(s, g.data, &plan, &g.objective);
    if (status != NB_STATUS_OK) return status;
    status = find_targets(&g);
    if (status == NB_STATUS_OK) status = grade(&g, right);
    if (status == NB_STATUS_OK) status = report_grades(&g, right);
    if (status == NB_STATUS_OK) status = say_rule(&g, arg);
    nb_objective_clear(&g.objective);
    return status;
}
