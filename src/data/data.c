/* Whether there are data, and what is done with them: rows put on leaves, an objective, the
 * statements that make them again. */
#include "data/data.h"

#include <math.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "lang/source.h"

const nb_def *nb_find_lost(const nb_sheet *s) {
    const nb_data *data = s->state.learned.data;
    for (size_t i = 0; data != NULL && i < data->set.columns; i++) {
        const nb_def *def = &s->defs[data->columns[i]];
        if (def->meaning.kind != NB_DEF_LEAF) return def;
    }
    return NULL;
}

void nb_restore_cells(const nb_sheet *s) {
    const nb_data *data = s->state.learned.data;
    if (data != NULL) nb_version_show(data->version);
}

const nb_data *nb_find_data(const nb_sheet *s) {
    const nb_data *data = nb_find_lost(s) == NULL ? s->state.learned.data : NULL;
    if (data != NULL) nb_version_show(data->version);
    return data;
}

nb_status nb_require_data(nb_sheet *s, const nb_data **data) {
    *data = nb_find_data(s);
    if (*data != NULL) return NB_STATUS_OK;
    const nb_def *lost = nb_find_lost(s);
    if (lost == NULL) return nb_fail_plain(s, NB_PLAIN(NO_DATA), NB_PLAIN(HINT_DATA));
    const char *name = nb_def_name(s, &s->scratch, lost);
    return nb_fail_plain(s, NB_SAY(DATA_LOST, NB_TEXT(name)),
                         NB_SAY(HINT_LEAF_AGAIN, NB_TEXT(name)));
}

/* The hint is the statement that made the data, many numbers left out, with the clause. */
nb_status nb_fail_no_test(nb_sheet *s, const nb_data *data, nb_span span) {
    enum { LONGEST = 60 };
    while (data->before != NULL) data = data->before;
    const char *line = strstr(data->source, "data "), *cells = strstr(line, " = [");
    size_t length = strcspn(line, "\n") - strlen(";");
    const char *end = length > LONGEST && cells != NULL ? strrchr(cells, ']') : NULL;
    size_t front = end != NULL ? (size_t)(cells - line) : length;
    nb_message hint = NB_SAY(HINT_TEST_LINE, NB_TEXT(nb_result_text(s->result, line, front)));
    if (end != NULL) {
        size_t rest = length - (size_t)(end - line);
        hint.id = NB_MESSAGE_HINT_TEST_LINE_CUT;
        hint.args[1] = NB_TEXT(nb_result_text(s->result, end, rest));
    }
    return nb_fail_place(s, span, NB_PLAIN(NO_TEST_ROWS), hint);
}

bool nb_is_column(const nb_sheet *s, nb_def_id def) {
    const nb_data *data = nb_find_data(s);
    for (size_t i = 0; data != NULL && i < data->set.columns; i++)
        if (data->columns[i] == def) return true;
    return false;
}

nb_status nb_place_columns(nb_sheet *s, uint32_t **places) {
    const nb_data *data = nb_find_data(s);
    *places = nb_arena_add(&s->scratch, s->def_count, sizeof **places);
    if (*places == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; data != NULL && i < data->set.columns; i++)
        (*places)[data->columns[i]] = (uint32_t)i + 1;
    return NB_STATUS_OK;
}

const uint32_t *nb_data_rows(nb_sheet *s, const nb_data *data) {
    if (data->rows != NULL) return data->rows;
    uint32_t *rows = nb_arena_add(&s->scratch, data->set.rows, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < data->set.rows; i++) rows[i] = (uint32_t)i;
    return rows;
}

nb_status nb_begin_objective(nb_sheet *s, const nb_data *data, nb_objective_plan *plan,
                             nb_objective *objective) {
    size_t columns = data != NULL ? data->set.columns : 0;
    nb_node *leaves = nb_arena_add(&s->scratch, columns, sizeof *leaves);
    if (leaves == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < columns; i++) leaves[i] = s->defs[data->columns[i]].node;
    plan->graph = &s->graph;
    plan->leaves = leaves;
    plan->data = data != NULL ? &data->set : NULL;
    plan->vectors = (nb_vectors)s->state.settings.vectors;
    nb_status status = nb_kept_take(&s->kept, plan, objective);
    return status == NB_STATUS_ERROR ? nb_poll(s) : status;
}

nb_status nb_put_cell(nb_sheet *s, nb_def_id id, double cell) {
    nb_meaning meaning = {.kind = NB_DEF_LEAF, .label = s->defs[id].meaning.label, .value = cell};
    nb_status status = nb_set_meaning(s, id, meaning);
    return status == NB_STATUS_OK ? nb_build_def(s, id) : status;
}

nb_status nb_put_row(nb_sheet *s, const nb_data *data, size_t row) {
    nb_status status = NB_STATUS_OK;
    const double *cells = data->set.cells + (row - 1) * data->set.columns;
    for (size_t i = 0; i < data->set.columns && status == NB_STATUS_OK; i++)
        status = nb_put_cell(s, data->columns[i], cells[i]);
    s->state.learned.row = row;
    return status == NB_STATUS_OK ? nb_build_fragile(s) : status;
}

/* What makes the data, oldest first. */
static nb_status list_sources(nb_sheet *s, nb_buffer *out, const nb_data *data) {
    size_t count = 0;
    for (const nb_data *d = data; d != NULL; d = d->before) count++;
    const char **sources = nb_arena_add(&s->scratch, count, sizeof *sources);
    if (sources == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = count; i-- > 0; data = data->before) sources[i] = data->source;
    for (size_t i = 0; i < count; i++) nb_buffer_add_text(out, sources[i]);
    return NB_STATUS_OK;
}

/* Behind the definitions: what makes the data, the row, and leaves that were changed since. */
nb_status nb_list_data(nb_sheet *s, nb_buffer *out) {
    const nb_data *data = nb_find_data(s);
    if (data == NULL) return NB_STATUS_OK;
    nb_status status = list_sources(s, out, data);
    if (s->state.learned.row != 1) {
        nb_buffer_add_text(out, "row ");
        nb_write_double(out, (double)s->state.learned.row);
        nb_buffer_add_text(out, ";\n");
    }
    const double *cells = data->set.cells + (s->state.learned.row - 1) * data->set.columns;
    for (size_t i = 0; i < data->set.columns; i++) {
        const nb_def *def = &s->defs[data->columns[i]];
        double value = nb_leaf_value(s, def);
        bool stored = def->meaning.stored || !isfinite(value);
        if (!stored && value == cells[i]) continue;
        nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
        nb_buffer_add_text(out, stored ? " := " : " = ");
        nb_write_double(out, value);
        nb_buffer_add_char(out, '\n');
    }
    return status;
}
