/* Rows as cells and as CSV. See row_table.h. */
#include "grade/row_table.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "formulas/table_cells.h"
#include "lang/source.h"

void nb_row_table_init(nb_row_table *t, nb_sheet *s) {
    *t = (nb_row_table){.s = s};
    nb_buffer_init(&t->csv, &s->memory);
}

void nb_row_table_clear(nb_row_table *t) {
    nb_buffer_clear(&t->csv);
}

/* The key as a name: x[1] is x_1, and what is no name at all is `formula`. */
static const char *make_name(nb_sheet *s, const char *key) {
    nb_buffer out;
    size_t length = strlen(key), step;
    nb_buffer_init(&out, &s->memory);
    for (size_t at = 0; at < length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(key + at, length - at, &code);
        if (step == 0) break;
        bool good = out.length == 0 ? nb_utf8_starts_name(code) : nb_utf8_continues_name(code);
        if (good) nb_buffer_add(&out, key + at, step);
        else if (key[at] == '[' || key[at] == ',') nb_buffer_add_char(&out, '_');
        else if (key[at] != ']') out.length = 0, at = length;
    }
    if (out.length == 0) nb_buffer_add_text(&out, "formula");
    return nb_take_text(s, &out);
}

/* The name, or with _2 behind it, _3, and so on, so that no column has it yet. */
static const char *make_unique(const nb_row_table *t, const char *name) {
    const char *found = name;
    size_t number = 1;
    for (size_t i = 0; i < t->count; i++) {
        if (strcmp(t->kept[i].header, found) != 0) continue;
        nb_buffer out;
        nb_buffer_init(&out, &t->s->memory);
        nb_buffer_add_text(&out, name);
        nb_buffer_add_char(&out, '_');
        nb_write_double(&out, (double)++number);
        found = nb_take_text(t->s, &out);
        if (t->s->result->failed) return found;
        i = SIZE_MAX; /* from the first on again */
    }
    return found;
}

nb_status nb_row_table_add(nb_row_table *t, nb_column_kind kind, const char *key,
                           nb_message heading, bool shown) {
    nb_sheet *s = t->s;
    size_t capacity = t->capacity, last = t->count - 1;
    if (!NB_ARENA_RESERVE(&s->scratch, t->columns, t->count, &capacity) ||
        !NB_ARENA_RESERVE(&s->scratch, t->kept, t->count, &t->capacity))
        return NB_STATUS_NO_MEMORY;
    const char *name = make_name(s, key), *header = make_unique(t, name);
    bool shared = t->count > 0 && strcmp(key, t->kept[last].wanted) == 0;
    const char *own = strcmp(name, header) == 0 && *key != '\0' ? key : header;
    own = shared ? t->columns[last].key : nb_result_text(s->result, own, strlen(own));
    t->columns[t->count] = (nb_table_column){kind, own, heading, NULL};
    t->kept[t->count++] = (struct nb_row_column){key, header, shown};
    return s->result->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

nb_status nb_row_table_begin(nb_row_table *t, const char *key, size_t most) {
    nb_sheet *s = t->s;
    nb_table_column *seen = nb_arena_add(&s->scratch, t->count, sizeof *seen);
    size_t count = 0;
    t->cells = nb_arena_add(&s->scratch, t->count, sizeof *t->cells);
    if (seen == NULL || t->cells == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < t->count; i++) {
        nb_buffer_add_item(&t->csv, ",", t->kept[i].header);
        if (t->kept[i].shown) seen[count++] = t->columns[i];
    }
    nb_buffer_add_char(&t->csv, '\n');
    t->table = nb_result_table(s->result, seen, count, most);
    if (t->table == NULL) return NB_STATUS_NO_MEMORY;
    t->table->key = key;
    return NB_STATUS_OK;
}

static void keep_row(nb_row_table *t) {
    for (size_t i = 0; i < t->count; i++) {
        double number = t->cells[i].number;
        if (i > 0) nb_buffer_add_char(&t->csv, ',');
        if (isfinite(number)) nb_write_double(&t->csv, number);
        else nb_buffer_add_text(&t->csv, isnan(number) ? "nan" : number > 0 ? "inf" : "-inf");
    }
    nb_buffer_add_char(&t->csv, '\n');
}

void nb_row_table_put(nb_row_table *t) {
    keep_row(t);
    bool room = t->table->row_count < t->table->room;
    nb_table_cell *cell = room ? nb_table_row(t->table) : NULL;
    for (size_t i = 0; i < t->count; i++) {
        if (cell != NULL && t->kept[i].shown) *cell++ = t->cells[i];
        t->cells[i] = (nb_table_cell){.kind = NB_CELL_EMPTY};
    }
    t->rows++;
}

nb_status nb_row_table_end(nb_row_table *t) {
    nb_buffer *last = &t->s->last_table, former = *last;
    t->table->omitted = t->rows - t->table->row_count;
    if (t->csv.failed || t->s->result->failed) return NB_STATUS_NO_MEMORY;
    *last = t->csv;
    t->csv = former; /* to be cleared */
    return NB_STATUS_OK;
}
