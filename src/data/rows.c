/* What is done with data besides training: `row` puts another one on the leaves, `scale` makes
 * scaled data of them. */
#include <math.h>
#include <string.h>

#include "data/data.h"
#include "data/raw_row.h"
#include "data/show_data.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"

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

/* The data with these columns scaled. Shift and size come from the rows that are trained on
 * alone. */
static nb_status scale_columns(nb_sheet *s, const nb_data *data, const size_t *columns,
                               const nb_node *nodes, size_t count, size_t scaling, bool sample) {
    const nb_table_column heads[] = {{NB_COLUMN_TEXT, "column", NB_PLAIN(HEAD_COLUMN), NULL},
                                     {NB_COLUMN_NUMBER, "shift", NB_PLAIN(HEAD_SHIFT), NULL},
                                     {NB_COLUMN_NUMBER, "size", NB_PLAIN(HEAD_SIZE), NULL}};
    nb_data *scaled = nb_arena_add(&s->arena, 1, sizeof *scaled);
    nb_table_block *table = NULL;
    if (!nb_is_unseen(s)) table = nb_result_table(s->result, heads, 3, count);
    if (scaled == NULL || s->result->failed) return NB_STATUS_NO_MEMORY;
    *scaled = *data;
    scaled->source = scaled_source(s, nodes, count, nb_scaling_get(scaling), sample);
    scaled->before = data;
    scaled->version = nb_version_next(&s->arena, data->version, columns, count);
    if (scaled->source == NULL || scaled->version == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        nb_scale scale = nb_scale_fit(scaling, sample, &scaled->set, columns[i], data->rows,
                                      data->train);
        nb_scale_apply(scale, &scaled->set, columns[i]);
        scaled->version->scaled[i].scale = scale;
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
