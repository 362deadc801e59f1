/* What scaling did to columns, for numbers that are not of the data: `row raw` puts a new row on
 * the leaves, and a note says that a number which was given to a leaf is taken as it stands. */
#include "data/raw_row.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"

/* ((x − s)/z − t)/u is (x − (s + t·z))/(z·u). */
nb_scale nb_scale_of(const nb_data *data, size_t column, bool *scaled) {
    nb_scale all = {0, 1};
    *scaled = false;
    for (; data != NULL; data = data->before) { /* the last one comes first */
        const nb_scale *first = nb_version_scale(data->version, column);
        if (first == NULL) continue;
        all = (nb_scale){first->shift + all.shift * first->size, first->size * all.size};
        *scaled = true;
    }
    return all;
}

/* What a number becomes, by the same operations as the column's. */
static double scale_number(const nb_data *data, size_t column, double x) {
    size_t count = 0;
    for (const nb_data *d = data; d != NULL; d = d->before) count++;
    for (; count-- > 0;) { /* the first one comes last */
        const nb_data *step = data;
        for (size_t i = 0; i < count; i++) step = step->before;
        const nb_scale *scale = nb_version_scale(step->version, column);
        if (scale != NULL) x = (x - scale->shift) / scale->size;
    }
    return x;
}

/* ---- the note ---- */

/* The first scaled column that is this definition, or an element of it. */
static bool find_scaled(const nb_sheet *s, const nb_data *data, nb_def_id id, size_t *column) {
    bool scaled = false;
    for (size_t i = 0; i < data->set.columns && !scaled; i++) {
        const nb_def *def = &s->defs[data->columns[i]];
        bool element = s->defs[id].meaning.kind == NB_DEF_VECTOR && def->rank > 0 &&
                       s->symbols[def->symbol].value == id;
        if (data->columns[i] != id && !element) continue;
        nb_scale_of(data, i, &scaled);
        *column = i;
    }
    return scaled;
}

void nb_note_scaled(nb_sheet *s, nb_def_id id) {
    const nb_data *data = nb_find_data(s);
    size_t at;
    if (s->run_depth > 0 || s->block_depth > 0 || data == NULL) return;
    if (!find_scaled(s, data, id, &at)) return;
    bool scaled;
    nb_scale scale = nb_scale_of(data, at, &scaled);
    const nb_def *def = &s->defs[data->columns[at]];
    const char *name = nb_def_name(s, &s->scratch, def);
    nb_result_say(s->result, NB_SEVERITY_NOTE,
                  NB_SAY(NOTE_SCALED, NB_TEXT(name), NB_NUMBER(scale.shift),
                         NB_NUMBER(scale.size), NB_NUMBER(nb_leaf_value(s, def))));
}

/* ---- row raw ---- */

typedef struct raw_row {
    nb_sheet *s;
    const nb_data *data;
    uint32_t *places; /* of each definition its column, plus one; 0: none, or it was named before */
    nb_table_block *table;
} raw_row;

static nb_status put_number(raw_row *r, const nb_command_arg *arg, nb_node node, double raw) {
    nb_sheet *s = r->s;
    nb_def_id def = s->owner[node];
    bool known = def != NB_NO_DEF && r->places[def] != 0;
    nb_message message = NB_SAY(DATA_NO_COLUMN, nb_node_arg(s, node));
    if (known && r->places[def] == UINT32_MAX) message.id = NB_MESSAGE_DATA_TWICE;
    if (!known || r->places[def] == UINT32_MAX)
        return nb_fail_at(s, &arg->expr, arg->expr.span, message, NB_NO_HINT);
    double value = scale_number(r->data, r->places[def] - 1, raw);
    if (r->table != NULL) {
        nb_table_cell *row = nb_table_row(r->table);
        row[0] = nb_cell_text(nb_describe(s, node));
        row[1] = nb_cell_number(raw);
        row[2] = nb_cell_number(value);
    }
    r->places[def] = UINT32_MAX;
    return nb_put_cell(s, def, value);
}

/* x1 = 170, or x = [170, 65] of a vector. */
static nb_status put_change(raw_row *r, const nb_command_arg *arg) {
    nb_sheet *s = r->s;
    nb_command_arg one = *arg;
    nb_node *nodes;
    size_t count;
    nb_shape shape;
    const double *numbers;
    one.next = NULL;
    one.other = NULL;
    if (strcmp(arg->text, "=") != 0 && strcmp(arg->text, ":=") != 0)
        return nb_fail_at(s, &arg->expr, arg->span, NB_SAY(RAW_SIGN, NB_TEXT(arg->text)),
                          NB_NO_HINT);
    nb_status status = nb_find_nodes(s, &one, NB_NO_NODE, &nodes, &count);
    if (status == NB_STATUS_OK) status = nb_eval_value(s, arg->other, s->env, &shape, &numbers);
    if (status == NB_STATUS_OK && nb_shape_count(shape) != count)
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(RAW_COUNT, NB_COUNT(count), NB_COUNT(nb_shape_count(shape))),
                          NB_NO_HINT);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++)
        status = put_number(r, arg, nodes[i], numbers[i]);
    return status;
}

nb_status nb_put_raw_row(nb_sheet *s, const nb_data *data, const nb_command_arg *changes) {
    const nb_table_column heads[] = {{NB_COLUMN_TEXT, "column", NB_PLAIN(HEAD_COLUMN), NULL},
                                     {NB_COLUMN_VALUE, "raw", NB_PLAIN(HEAD_RAW), NULL},
                                     {NB_COLUMN_VALUE, "value", NB_PLAIN(WORD_VALUE), NULL}};
    raw_row r = {.s = s, .data = data};
    nb_status status = nb_place_columns(s, &r.places);
    if (status != NB_STATUS_OK) return status;
    if (!nb_is_unseen(s)) {
        r.table = nb_result_table(s->result, heads, 3, data->set.columns);
        if (r.table == NULL) return NB_STATUS_NO_MEMORY;
    }
    for (const nb_command_arg *arg = changes; arg != NULL && status == NB_STATUS_OK;
         arg = arg->next)
        status = put_change(&r, arg);
    return status == NB_STATUS_OK ? nb_build_fragile(s) : status;
}
