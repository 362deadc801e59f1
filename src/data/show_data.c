/* The present data as a table. */
#include "data/show_data.h"

#include <string.h>

#include "data/raw_row.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"

nb_message nb_say_rows(const nb_data *data, size_t on_leaves) {
    nb_message message = NB_SAY(DATA_ROWS, NB_COUNT(data->set.rows), NB_COUNT(data->train),
                                NB_COUNT(data->set.rows - data->train), NB_COUNT(on_leaves));
    if (data->rows == NULL) message.id = NB_MESSAGE_DATA_ROWS_ALL;
    return message;
}

static const char *class_name(nb_sheet *s, const nb_class_group *group, size_t class) {
    return nb_result_text(s->result, group->names[class], strlen(group->names[class]));
}

nb_table_cell nb_class_cell(nb_sheet *s, const nb_data *data, size_t column, size_t row) {
    const nb_class_group *group = nb_class_group_find(&data->set, column);
    nb_writer w = {.s = s};
    if (group == NULL) return (nb_table_cell){0};
    size_t class = nb_class_group_get(group, &data->set, row);
    bool here = group->values != NULL || column - group->column == class;
    if (class == group->count || !here) return (nb_table_cell){0};
    nb_write_word(&w, class_name(s, group, class));
    return nb_cell_text(w.text);
}

/* numbers; 1 where t is setosa, else 0; 1 to 3 for setosa, versicolor, virginica */
static nb_message holds(nb_sheet *s, const nb_data *data, size_t column) {
    enum { MOST_NAMED = 6 };
    const nb_class_group *group = nb_class_group_find(&data->set, column);
    nb_writer w = {.s = s};
    if (group == NULL) return NB_PLAIN(HOLDS_NUMBERS);
    if (group->values == NULL) {
        nb_write_word(&w, class_name(s, group, column - group->column));
        nb_symbol symbol = s->defs[data->columns[column]].symbol;
        return NB_SAY(HOLDS_ONEHOT, NB_TEXT(s->symbols[symbol].name), nb_text_arg(s, w.text));
    }
    for (size_t i = 0; i < group->count && i <= MOST_NAMED; i++)
        nb_write_item(&w, i == MOST_NAMED ? NULL : class_name(s, group, i));
    return NB_SAY(HOLDS_NUMBERED, NB_COUNT(group->count), nb_text_arg(s, w.text));
}

static nb_status show_columns(nb_sheet *s, const nb_data *data) {
    const nb_table_column heads[] = {{NB_COLUMN_TEXT, "column", NB_PLAIN(HEAD_COLUMN), NULL},
                                     {NB_COLUMN_TEXT, "holds", NB_PLAIN(HEAD_HOLDS), NULL},
                                     {NB_COLUMN_NUMBER, "shift", NB_PLAIN(HEAD_SHIFT), NULL},
                                     {NB_COLUMN_NUMBER, "size", NB_PLAIN(HEAD_SIZE), NULL}};
    size_t columns = data->set.columns, shown = columns < NB_MAX_ROWS ? columns : NB_MAX_ROWS;
    size_t width = data->before != NULL ? 4 : 2;
    nb_table_block *table = nb_result_table(s->result, heads, width, shown);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < shown; i++) {
        nb_writer name = {.s = s};
        nb_table_cell *row = nb_table_row(table);
        bool scaled;
        nb_scale scale = nb_scale_of(data, i, &scaled);
        nb_write_word(&name, nb_def_name(s, &s->result->arena, &s->defs[data->columns[i]]));
        row[0] = nb_cell_text(name.text);
        row[1] = nb_cell_said(holds(s, data, i));
        if (scaled) row[2] = nb_cell_number(scale.shift);
        if (scaled) row[3] = nb_cell_number(scale.size);
    }
    nb_table_fact(table, "rows", (double)data->set.rows);
    nb_table_fact(table, "train", (double)data->train);
    nb_table_fact(table, "test", (double)(data->set.rows - data->train));
    nb_table_fact(table, "row", (double)s->state.learned.row);
    return NB_STATUS_OK;
}

nb_status nb_show_data(nb_sheet *s) {
    const nb_data *data;
    if (s->state.learned.data == NULL) {
        nb_result_prose(s->result, NB_PLAIN(DATA_NONE));
        return NB_STATUS_OK;
    }
    nb_status status = nb_require_data(s, &data);
    if (status == NB_STATUS_OK) status = show_columns(s, data);
    if (status != NB_STATUS_OK) return status;
    if (data->before != NULL) nb_result_prose(s->result, NB_PLAIN(DATA_SCALED));
    nb_result_prose(s->result, nb_say_rows(data, s->state.learned.row));
    if (data->origin != NULL)
        nb_result_prose(s->result, NB_SAY(DATA_FROM, NB_TEXT(data->origin)));
    return NB_STATUS_OK;
}

nb_status nb_detach_data(nb_sheet *s) {
    bool were = s->state.learned.data != NULL;
    s->state.learned.data = NULL;
    s->state.learned.row = 0;
    if (!nb_is_unseen(s))
        nb_result_prose(s->result, were ? NB_PLAIN(DATA_DETACHED) : NB_PLAIN(DATA_NONE));
    return NB_STATUS_OK;
}
