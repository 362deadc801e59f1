/* Comma-separated values: a file becomes the cells of a `data` statement. */
#include "learn/csv_file.h"

#include <string.h>

#include "base/utf8.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "lang/reader.h"
#include "learn/load.h"
#include "train/csv.h"
#include "train/samples.h"

enum { ROWS_AT_ONCE = 10000, LONGEST_CELL = 40 };

typedef struct table {
    nb_reading *r;
    const nb_command_arg *file;
    nb_csv csv;
} table;

/* ---- what is wrong ---- */

static nb_status fail_file(const table *t, nb_message message, nb_message hint) {
    return nb_fail_place(t->r->s, t->file->span, message, hint);
}

/* A piece of the file as a text that can be said. */
static void write_cut(nb_writer *w, const char *bytes, size_t length) {
    bool whole = length <= LONGEST_CELL;
    size_t valid = nb_utf8_valid(bytes, whole ? length : LONGEST_CELL);
    nb_write_word(w, nb_result_text(w->s->result, bytes, valid));
    if (!whole || valid < length) nb_write_mark(w, NB_PIECE_MORE);
}

static nb_arg cut(const table *t, const char *bytes, size_t length) {
    nb_writer w = {.s = t->r->s};
    write_cut(&w, bytes, length);
    return nb_text_arg(t->r->s, w.text);
}

/* The header's name of the column in question, or without a header the statement's. */
static nb_arg column_name(const table *t) {
    const nb_csv *csv = &t->csv;
    size_t column = csv->column - 1;
    if (column >= csv->columns) return NB_TEXT("");
    if (!csv->has_header)
        return NB_TEXT(column < t->r->count ? nb_column_name(t->r, column) : "");
    return cut(t, csv->names[column], strlen(csv->names[column]));
}

static bool is_utf8(const char *bytes, size_t length) {
    return nb_utf8_valid(bytes, length) == length;
}

/* A text in a column of numbers: from the first row on it may be one of texts. */
static nb_message hint_at_text(const table *t) {
    const nb_csv *csv = &t->csv;
    size_t digits = 0, marks = 0;
    for (size_t i = 0; i < csv->cell_length; i++) {
        digits += csv->cell[i] >= '0' && csv->cell[i] <= '9';
        marks += csv->cell[i] == ',';
    }
    if (marks > 0 && digits + marks == csv->cell_length) return NB_PLAIN(HINT_COMMA);
    if (digits > 0 && csv->columns == 1) return NB_PLAIN(HINT_SEPARATORS);
    if (csv->row > 1 || digits > 0) return NB_PLAIN(HINT_CELL);
    return NB_SAY(HINT_LABELS, NB_TEXT(nb_column_name(t->r, csv->column - 1)));
}

static nb_status fail_not_utf8(const table *t) {
    return fail_file(t, NB_SAY(CSV_NOT_UTF8, NB_TEXT(t->file->text)), NB_PLAIN(HINT_UTF8));
}

/* A cell that is no number. */
static nb_status fail_cell(const table *t, nb_message_id id) {
    const nb_csv *csv = &t->csv;
    if (!is_utf8(csv->cell, csv->cell_length)) return fail_not_utf8(t);
    nb_message message = {.id = id, .args = {NB_TEXT(t->file->text), NB_COUNT(csv->line),
                                             NB_COUNT(csv->column), column_name(t),
                                             cut(t, csv->cell, csv->cell_length)}};
    bool text = csv->problem == NB_CSV_NOT_NUMBER;
    return fail_file(t, message, text ? hint_at_text(t) : NB_PLAIN(HINT_CELL));
}

static nb_status fail_csv(const table *t) {
    const nb_csv *csv = &t->csv;
    nb_arg path = NB_TEXT(t->file->text), line = NB_COUNT(csv->line);
    switch (csv->problem) {
    case NB_CSV_MISSING: return fail_cell(t, NB_MESSAGE_CSV_MISSING);
    case NB_CSV_NOT_NUMBER: return fail_cell(t, NB_MESSAGE_CSV_NOT_NUMBER);
    case NB_CSV_RANGE: return fail_cell(t, NB_MESSAGE_CSV_RANGE);
    case NB_CSV_RAGGED:
        return fail_file(t, NB_SAY(CSV_RAGGED, path, line, NB_COUNT(csv->found),
                                   NB_COUNT(csv->columns)), NB_NO_HINT);
    case NB_CSV_QUOTE: return fail_file(t, NB_SAY(CSV_QUOTE, path, line), NB_NO_HINT);
    case NB_CSV_LABELS:
        return fail_file(t, NB_SAY(DATA_MANY_CLASSES, column_name(t),
                                   NB_COUNT(NB_MOST_CLASSES)), NB_NO_HINT);
    case NB_CSV_NOT_TEXT:
        return fail_file(t, NB_SAY(CSV_NOT_TEXT, path), NB_PLAIN(HINT_UTF8));
    default: return fail_file(t, NB_SAY(CSV_EMPTY, path), NB_NO_HINT);
    }
}

/* ---- columns ---- */

static nb_status take_name(const table *t, size_t column) {
    const char *name = t->csv.names[column];
    size_t length = strlen(name), at = 0;
    nb_column taken = {.span = t->file->span};
    bool valid = length > 0;
    if (!is_utf8(name, length)) return fail_not_utf8(t);
    for (size_t step; valid && at < length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(name + at, length - at, &code);
        valid = step > 0 && (at == 0 ? nb_utf8_starts_name(code) : nb_utf8_continues_name(code));
    }
    nb_message message = NB_SAY(CSV_NAME, NB_COUNT(column + 1), cut(t, name, length));
    if (length == 0) message.id = NB_MESSAGE_CSV_NO_NAME;
    if (!valid || nb_is_taken(name)) return fail_file(t, message, NB_PLAIN(HINT_NAME_COLUMNS));
    nb_status status = nb_intern(t->r->s, name, length, &taken.symbol);
    return status == NB_STATUS_OK ? nb_add_column(t->r, taken) : status;
}

static nb_status name_columns(const table *t) {
    if (!t->csv.has_header)
        return fail_file(t, NB_SAY(CSV_NO_HEADER, NB_TEXT(t->file->text)),
                         NB_PLAIN(HINT_NAME_COLUMNS));
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < t->csv.columns && status == NB_STATUS_OK; i++) status = take_name(t, i);
    t->r->headed = true;
    return status;
}

/* Columns go by their order. Where one has the name that the header gives to another, that may not
 * be what was meant. */
static void check_order(const table *t) {
    const nb_csv *csv = &t->csv;
    for (size_t i = 0; csv->has_header && i < t->r->count; i++) {
        const char *name = nb_column_name(t->r, i);
        for (size_t k = 0; strcmp(csv->names[i], name) != 0 && k < csv->columns; k++) {
            if (strcmp(csv->names[k], name) != 0) continue;
            t->r->order = NB_SAY(CSV_OTHER_ORDER, NB_TEXT(name), NB_COUNT(k + 1), NB_COUNT(i + 1));
            return;
        }
    }
}

/* More columns than names: the first ones are taken. */
static nb_status choose_columns(table *t) {
    nb_csv *csv = &t->csv;
    nb_reading *r = t->r;
    bool named = r->count > 0;
    nb_status status = named ? NB_STATUS_OK : name_columns(t);
    if (status == NB_STATUS_OK && r->count > csv->columns)
        return nb_check_width(r, csv->columns, t->file->span);
    if (status != NB_STATUS_OK) return status;
    nb_csv_take(csv, r->count);
    size_t at = nb_onehot_column(r);
    r->labelled = at < r->count && nb_csv_find_labels(csv, at);
    if (named) check_order(t);
    if (r->count < csv->columns)
        r->left_out = NB_SAY(CSV_FIRST_COLUMNS, NB_TEXT(t->file->text), NB_COUNT(csv->columns),
                             NB_COUNT(r->count));
    return NB_STATUS_OK;
}

/* ---- cells ---- */

/* "setosa, versicolor, virginica", which `onehot` tells of. */
static nb_text join_labels(const table *t) {
    enum { MOST_NAMED = 12 };
    const nb_csv *csv = &t->csv;
    nb_writer out = {.s = t->r->s};
    for (size_t i = 0; i < csv->label_count && i <= MOST_NAMED; i++) {
        if (i > 0) nb_write_mark(&out, NB_PIECE_COMMA);
        if (i == MOST_NAMED) nb_write_mark(&out, NB_PIECE_MORE);
        else write_cut(&out, csv->labels[i].text, csv->labels[i].length);
    }
    return out.text;
}

static nb_status keep_labels(const table *t) {
    nb_reading *r = t->r;
    nb_arena *arena = &r->s->arena;
    r->label_names = nb_arena_add(arena, t->csv.label_count, sizeof *r->label_names);
    if (r->label_names == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < t->csv.label_count; i++) {
        const nb_csv_label *label = &t->csv.labels[i];
        r->label_names[i] = nb_arena_text(arena, label->text, label->length);
        if (r->label_names[i] == NULL) return NB_STATUS_NO_MEMORY;
    }
    r->labels = join_labels(t);
    return NB_STATUS_OK;
}

static nb_status copy_cells(const table *t) {
    const nb_csv *csv = &t->csv;
    nb_reading *r = t->r;
    if (csv->rows > UINT32_MAX - 1) return NB_STATUS_NO_MEMORY;
    r->set = (nb_dataset){.cells = nb_arena_add(&r->s->arena, csv->rows * r->count,
                                                sizeof(double)),
                          .rows = csv->rows, .columns = r->count};
    if (r->set.cells == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(r->set.cells, csv->cells, csv->rows * r->count * sizeof(double));
    return r->labelled ? keep_labels(t) : NB_STATUS_OK;
}

static nb_status read_rows(table *t) {
    nb_status status = NB_STATUS_RUNNING;
    while (status == NB_STATUS_RUNNING) {
        nb_status polled = nb_poll(t->r->s);
        if (polled != NB_STATUS_OK) return polled;
        status = nb_csv_read(&t->csv, ROWS_AT_ONCE);
    }
    return status == NB_STATUS_ERROR ? fail_csv(t) : status;
}

static nb_status read_bytes(table *t, const char *bytes, size_t length) {
    nb_status status = nb_csv_begin(&t->csv, &t->r->s->memory, bytes, length);
    if (status == NB_STATUS_ERROR) status = fail_csv(t);
    if (status == NB_STATUS_OK) status = choose_columns(t);
    if (status == NB_STATUS_OK) status = read_rows(t);
    if (status == NB_STATUS_OK) status = copy_cells(t);
    nb_csv_clear(&t->csv);
    return status;
}

nb_status nb_read_csv_file(nb_reading *r, const nb_command_arg *file) {
    table t = {.r = r, .file = file};
    nb_sheet *s = r->s;
    char *bytes;
    size_t length;
    size_t kind;
    if (nb_samples_find(file->text, strlen(file->text), &kind))
        return fail_file(&t, NB_SAY(DATA_HOW_MANY, NB_TEXT(file->text)), NB_NO_HINT);
    nb_status status = nb_load(s, file, &bytes, &length);
    if (status != NB_STATUS_OK) return status;
    status = read_bytes(&t, bytes, length);
    nb_unload(s, bytes, length);
    return status;
}
