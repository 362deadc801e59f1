/* Comma-separated values: a file becomes the cells of a `data` statement. */
#include <string.h>

#include "base/utf8.h"
#include "session/samples.h"
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
    nb_expr place = {.source = t->r->s->text};
    return nb_fail_at(t->r->s, &place, t->file->span, message, hint);
}

/* A piece of the file as a text that can be said. */
static const char *cut(const table *t, const char *bytes, size_t length) {
    bool whole = length <= LONGEST_CELL;
    size_t valid = nb_utf8_valid(bytes, whole ? length : LONGEST_CELL);
    whole = whole && valid == length;
    length = valid;
    char *text = nb_arena_add(&t->r->s->scratch, length + 4, 1);
    if (text == NULL) return "";
    memcpy(text, bytes, length);
    if (!whole) memcpy(text + length, "…", 3);
    return text;
}

static const char *column_name(const table *t) {
    const nb_csv *csv = &t->csv;
    if (csv->names == NULL || csv->column == 0 || csv->column > csv->columns) return "";
    const char *name = csv->names[csv->column - 1];
    return cut(t, name, strlen(name));
}

static nb_status fail_csv(const table *t) {
    const nb_csv *csv = &t->csv;
    const char *path = t->file->text;
    nb_message message = NB_SAY(CSV_MISSING, NB_TEXT(path), NB_COUNT(csv->line),
                                NB_COUNT(csv->column), NB_TEXT(column_name(t)));
    nb_message hint = NB_NO_HINT;
    if (csv->problem == NB_CSV_NOT_NUMBER || csv->problem == NB_CSV_RANGE) {
        message.id = csv->problem == NB_CSV_RANGE ? NB_MESSAGE_CSV_RANGE
                                                  : NB_MESSAGE_CSV_NOT_NUMBER;
        message.args[4] = NB_TEXT(cut(t, csv->cell, csv->cell_length));
    } else if (csv->problem == NB_CSV_RAGGED) {
        message = NB_SAY(CSV_RAGGED, NB_TEXT(path), NB_COUNT(csv->line), NB_COUNT(csv->found),
                         NB_COUNT(csv->columns));
    } else if (csv->problem == NB_CSV_QUOTE) {
        message = NB_SAY(CSV_QUOTE, NB_TEXT(path), NB_COUNT(csv->line));
    } else if (csv->problem == NB_CSV_EMPTY) {
        message = NB_SAY(CSV_EMPTY, NB_TEXT(path));
    } else if (csv->problem == NB_CSV_NOT_TEXT) {
        message = NB_SAY(CSV_NOT_TEXT, NB_TEXT(path));
        hint = NB_PLAIN(HINT_UTF8);
    }
    return fail_file(t, message, hint);
}

/* ---- columns ---- */

static nb_status take_name(const table *t, size_t column) {
    const char *name = t->csv.names[column];
    size_t length = strlen(name), at = 0;
    nb_column taken = {0};
    bool valid = length > 0 && nb_utf8_valid(name, length) == length;
    for (size_t step; valid && at < length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(name + at, length - at, &code);
        valid = step > 0 && (at == 0 ? nb_utf8_starts_name(code) : nb_utf8_continues_name(code));
    }
    if (!valid)
        return fail_file(t, NB_SAY(CSV_NAME, NB_COUNT(column + 1), NB_TEXT(cut(t, name, length))),
                         NB_PLAIN(HINT_NAME_COLUMNS));
    nb_status status = nb_intern(t->r->s, name, length, &taken.symbol);
    return status == NB_STATUS_OK ? nb_add_column(t->r, taken, t->file->span) : status;
}

static nb_status name_columns(const table *t) {
    if (!t->csv.has_header)
        return fail_file(t, NB_SAY(CSV_NO_HEADER, NB_TEXT(t->file->text)),
                         NB_PLAIN(HINT_NAME_COLUMNS));
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < t->csv.columns && status == NB_STATUS_OK; i++) status = take_name(t, i);
    return status;
}

/* ---- cells ---- */

/* More columns than names: the first ones are taken. */
static nb_status copy_cells(table *t) {
    const nb_csv *csv = &t->csv;
    nb_reading *r = t->r;
    if (r->count > csv->columns) return nb_check_width(r, csv->columns, t->file->span);
    if (csv->rows > UINT32_MAX - 1) return NB_STATUS_NO_MEMORY;
    r->set = (nb_dataset){nb_arena_add(&r->s->arena, csv->rows * r->count, sizeof(double)),
                          csv->rows, r->count};
    if (r->set.cells == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t row = 0; row < csv->rows; row++)
        memcpy(r->set.cells + row * r->count, csv->cells + row * csv->columns,
               r->count * sizeof(double));
    if (r->count < csv->columns && !nb_is_unseen(r->s))
        nb_result_prose(r->s->result, NB_SAY(CSV_FIRST_COLUMNS, NB_TEXT(t->file->text),
                                             NB_COUNT(csv->columns), NB_COUNT(r->count)));
    return NB_STATUS_OK;
}

static nb_status read_bytes(table *t, const char *bytes, size_t length) {
    nb_session *s = t->r->s;
    nb_status status = nb_csv_begin(&t->csv, &s->memory, bytes, length);
    if (status == NB_STATUS_OK) status = NB_STATUS_RUNNING;
    while (status == NB_STATUS_RUNNING) {
        nb_status polled = nb_poll(s);
        if (polled != NB_STATUS_OK) {
            nb_csv_clear(&t->csv);
            return polled;
        }
        status = nb_csv_read(&t->csv, ROWS_AT_ONCE);
    }
    if (status == NB_STATUS_ERROR) status = fail_csv(t);
    if (status == NB_STATUS_OK && t->r->count == 0) status = name_columns(t);
    if (status == NB_STATUS_OK) status = copy_cells(t);
    nb_csv_clear(&t->csv);
    return status;
}

nb_status nb_read_table(nb_reading *r, const nb_command_arg *file) {
    table t = {.r = r, .file = file};
    nb_session *s = r->s;
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
