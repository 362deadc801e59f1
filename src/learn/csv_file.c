/* Comma-separated values: a file becomes the cells of a `data` statement. */
#include "learn/csv_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "lang/source.h"
#include "learn/classes.h"
#include "learn/csv_table.h"
#include "learn/load.h"
#include "train/csv_number.h"
#include "train/samples.h"

enum { ROWS_AT_ONCE = 10000, LONGEST_CELL = 40 };

/* ---- what is wrong ---- */

nb_status nb_fail_file(const nb_csv_table *t, nb_message message, nb_message hint) {
    return nb_fail_place(t->r->s, t->file->span, message, hint);
}

nb_text nb_csv_shown(const nb_csv_table *t, const char *bytes, size_t length, size_t columns) {
    nb_sheet *s = t->r->s;
    nb_writer w = {.s = s};
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    size_t step, used = 0, at;
    for (at = 0; at < length; at += step) {
        uint32_t code;
        char escape[16];
        step = nb_utf8_decode(bytes + at, length - at, &code);
        if (step == 0) break;
        bool seen = code == ' ' || (!nb_utf8_is_control(code) && !nb_utf8_is_blank(code));
        snprintf(escape, sizeof escape, "\\u{%x}", (unsigned)code);
        const char *shown = seen ? bytes + at : escape;
        size_t count = seen ? step : strlen(escape), width = nb_utf8_width(shown, count);
        bool last = at + step == length;
        if (used + width + !last > columns) break;
        used += width;
        nb_buffer_add(&out, shown, count);
    }
    nb_write_word(&w, nb_take_text(s, &out));
    if (at < length) nb_write_mark(&w, NB_PIECE_MORE);
    return w.text;
}

nb_arg nb_csv_cut(const nb_csv_table *t, const char *bytes, size_t length) {
    return nb_text_arg(t->r->s, nb_csv_shown(t, bytes, length, LONGEST_CELL));
}

/* The header's name of the column in question, or without a header the statement's. */
static nb_arg column_name(const nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    size_t column = csv->column - 1;
    if (column < csv->columns && csv->has_header)
        return nb_csv_cut(t, csv->names[column], strlen(csv->names[column]));
    for (size_t i = 0; t->columns != NULL && i < t->r->count; i++)
        if (t->columns[i] == column) return NB_TEXT(nb_column_name(t->r, i));
    return NB_TEXT("");
}

static bool is_utf8(const char *bytes, size_t length) {
    return nb_utf8_valid(bytes, length) == length;
}

/* A text in a column of numbers: from the first row on it may be one of texts. */
static nb_status hint_at_text(nb_csv_table *t, nb_message *hint) {
    const nb_csv *csv = &t->csv;
    size_t digits = 0, marks = 0;
    for (size_t i = 0; i < csv->cell_length; i++) {
        digits += csv->cell[i] >= '0' && csv->cell[i] <= '9';
        marks += csv->cell[i] == ',';
    }
    bool comma = marks > 0 && digits + marks == csv->cell_length;
    nb_status status = NB_STATUS_OK;
    *hint = NB_NO_HINT;
    if (comma) *hint = NB_PLAIN(HINT_COMMA);
    else if (digits > 0 && csv->columns == 1) *hint = NB_PLAIN(HINT_SEPARATORS);
    else status = nb_hint_csv_line(t, hint);
    if (hint->id == NB_MESSAGE_NONE) *hint = NB_PLAIN(HINT_CELL);
    return status;
}

nb_status nb_fail_not_utf8(const nb_csv_table *t) {
    return nb_fail_file(t, NB_SAY(CSV_NOT_UTF8, NB_TEXT(t->file->text)), NB_PLAIN(HINT_UTF8));
}

/* A cell that is no number. */
static nb_status fail_cell(nb_csv_table *t, nb_message_id id) {
    const nb_csv *csv = &t->csv;
    nb_message hint = NB_PLAIN(HINT_CELL);
    nb_status status = NB_STATUS_OK;
    if (!is_utf8(csv->cell, csv->cell_length)) return nb_fail_not_utf8(t);
    nb_message message = {.id = id, .args = {NB_TEXT(t->file->text), NB_COUNT(csv->line),
                                             NB_COUNT(csv->column), column_name(t),
                                             nb_csv_cut(t, csv->cell, csv->cell_length)}};
    if (csv->problem == NB_CSV_NOT_NUMBER) status = hint_at_text(t, &hint);
    return status == NB_STATUS_OK ? nb_fail_file(t, message, hint) : status;
}

/* Cells are missing: in how many rows, and what to type. */
static nb_status fail_missing(nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    nb_message hint;
    nb_arg rows = NB_COUNT(csv->gap_rows), all = NB_COUNT(csv->rows + csv->gap_rows);
    if (csv->gaps == NB_CSV_FILL)
        return nb_fail_place(t->r->s, nb_clause_get(t->r->st, "missing")->span,
                             NB_SAY(CSV_FILL, column_name(t), NB_TEXT(csv->fill)),
                             NB_PLAIN(HINT_MISSING));
    if (csv->gaps == NB_CSV_SKIP)
        return nb_fail_place(t->r->s, nb_clause_get(t->r->st, "missing")->span,
                             NB_SAY(CSV_ALL_SKIPPED, rows), NB_PLAIN(HINT_MISSING));
    if (t->file == NULL) return nb_fail_typed_cell(t);
    nb_arg path = NB_TEXT(t->file->text), line = NB_COUNT(csv->line);
    nb_message message = NB_SAY(CSV_MISSING, path, line, NB_COUNT(csv->column), column_name(t),
                                rows, all, nb_csv_cut(t, csv->cell, csv->cell_length));
    if (!nb_all_blank(csv->cell, csv->cell_length)) message.id = NB_MESSAGE_CSV_MISSING_TEXT;
    nb_status status = nb_hint_csv_line(t, &hint);
    if (hint.id == NB_MESSAGE_NONE) hint = NB_PLAIN(HINT_MISSING);
    return status == NB_STATUS_OK ? nb_fail_file(t, message, hint) : status;
}

/* A row with too many cells, or too few. */
static nb_status fail_ragged(nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    nb_message message = NB_SAY(CSV_SHORT, NB_TEXT(t->file->text), NB_COUNT(csv->line),
                                NB_COUNT(csv->found), NB_COUNT(csv->columns),
                                NB_COUNT(csv->column), column_name(t));
    if (csv->found < csv->columns) return nb_fail_file(t, message, NB_NO_HINT);
    if (!is_utf8(csv->cell, csv->cell_length)) return nb_fail_not_utf8(t);
    message.id = NB_MESSAGE_CSV_LONG;
    message.args[5] = nb_csv_cut(t, csv->cell, csv->cell_length);
    return nb_fail_file(t, message, NB_PLAIN(HINT_QUOTE_CELL));
}

static nb_status fail_labels(const nb_csv_table *t) {
    nb_span span = t->file != NULL ? t->file->span : t->r->st->args[1].span;
    return nb_fail_place(t->r->s, span, NB_SAY(DATA_MANY_CLASSES, column_name(t),
                                               NB_COUNT(NB_MOST_CLASSES)), NB_NO_HINT);
}

nb_status nb_fail_csv(nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    if (csv->problem == NB_CSV_LABELS) return fail_labels(t);
    if (csv->problem == NB_CSV_MISSING) return fail_missing(t);
    if (t->file == NULL) return nb_fail_typed_cell(t);
    nb_arg path = NB_TEXT(t->file->text), line = NB_COUNT(csv->line);
    switch (csv->problem) {
    case NB_CSV_NOT_NUMBER: return fail_cell(t, NB_MESSAGE_CSV_NOT_NUMBER);
    case NB_CSV_RANGE: return fail_cell(t, NB_MESSAGE_CSV_RANGE);
    case NB_CSV_RAGGED: return fail_ragged(t);
    case NB_CSV_QUOTE: return nb_fail_file(t, NB_SAY(CSV_QUOTE, path, line), NB_NO_HINT);
    case NB_CSV_NOT_TEXT:
        return nb_fail_file(t, NB_SAY(CSV_NOT_TEXT, path), NB_PLAIN(HINT_UTF8));
    default: return nb_fail_file(t, NB_SAY(CSV_EMPTY, path), NB_NO_HINT);
    }
}

/* ---- cells ---- */

void nb_write_missing(nb_reading *r) {
    const nb_command_arg *missing = nb_clause_get(r->st, "missing");
    if (missing == NULL) return;
    nb_buffer_add_text(&r->source, " missing ");
    bool word = strspn(missing->text, "0123456789.-+eEskipman") == strlen(missing->text);
    if (word && *missing->text != '\0') nb_buffer_add_text(&r->source, missing->text);
    else nb_write_quoted(&r->source, missing->text);
}

/* missing skip|mean|VALUE */
static void read_missing(nb_csv_table *t) {
    const nb_command_arg *arg = nb_clause_get(t->r->st, "missing");
    nb_csv *csv = &t->csv;
    const char *end;
    bool in_range;
    if (arg == NULL) return;
    csv->gaps = strcmp(arg->text, "skip") == 0   ? NB_CSV_SKIP
                : strcmp(arg->text, "mean") == 0 ? NB_CSV_MARK : NB_CSV_FILL;
    csv->fill = arg->text;
    csv->fill_number = nb_csv_number(arg->text, &end, &in_range);
    if (end == arg->text || *end != '\0' || !in_range) csv->fill_number = NAN;
}

static nb_status take_columns(nb_csv_table *t) {
    nb_reading *r = t->r;
    bool *labelled = nb_arena_add(&r->s->scratch, r->count, sizeof *labelled);
    nb_status status = labelled != NULL ? nb_check_classes(r) : NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < r->count && status == NB_STATUS_OK; i++)
        labelled[i] = r->columns[i].rank == 0 &&
                      nb_class_use_of(r, r->columns[i].symbol) != NB_CLASS_NONE;
    if (status != NB_STATUS_OK) return status;
    read_missing(t);
    return nb_csv_take(&t->csv, t->columns, labelled, r->count);
}

/* The classes of a column that holds texts. */
static nb_status keep_texts(nb_csv_table *t, size_t column) {
    const nb_labels *labels = t->csv.labels[column];
    nb_column *c = &t->r->columns[column];
    if (labels == NULL || labels->numeric) return NB_STATUS_OK;
    const char **texts = nb_arena_add(&t->r->s->arena, labels->count, sizeof *texts);
    if (texts == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < labels->count; i++) {
        const char *name = labels->classes[i].name;
        if (!is_utf8(name, strlen(name))) return nb_fail_not_utf8(t);
        texts[i] = nb_arena_text(&t->r->s->arena, name, strlen(name));
        if (texts[i] == NULL) return NB_STATUS_NO_MEMORY;
    }
    c->texts = texts;
    c->text_count = labels->count;
    return NB_STATUS_OK;
}

/* Of a column of classes, missing cells get the most frequent one; answers how many they are. */
static size_t fill_classes(nb_csv_table *t, size_t column) {
    const nb_labels *labels = t->csv.labels[column];
    size_t counts[NB_MOST_CLASSES] = {0}, most = 0, gaps = 0, width = t->r->set.columns;
    double *cells = t->r->set.cells + column, values[NB_MOST_CLASSES];
    if (labels == NULL || labels->count == 0) return 0;
    for (size_t i = 0; i < labels->count; i++)
        values[i] = labels->numeric ? labels->classes[i].value : (double)i;
    for (size_t row = 0; row < t->r->set.rows; row++) {
        double x = cells[row * width];
        if (isnan(x)) gaps++;
        else counts[nb_class_get(values, labels->count, x)]++;
    }
    for (size_t i = 1; i < labels->count; i++)
        if (counts[i] > counts[most]) most = i;
    for (size_t row = 0; gaps > 0 && row < t->r->set.rows; row++)
        if (isnan(cells[row * width])) cells[row * width] = values[most];
    return gaps;
}

/* What became of missing cells. */
static nb_status note_gaps(nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    nb_reading *r = t->r;
    size_t classes = 0, cells = csv->gap_cells;
    nb_status status = NB_STATUS_OK;
    if (csv->gaps == NB_CSV_REFUSE) return status;
    if (cells == 0) return nb_add_note(r, NB_PLAIN(MISSING_NONE));
    if (csv->gaps == NB_CSV_SKIP)
        return nb_add_note(r, NB_SAY(MISSING_SKIPPED, NB_COUNT(csv->gap_rows),
                                     NB_COUNT(csv->rows + csv->gap_rows)));
    if (csv->gaps == NB_CSV_FILL)
        return nb_add_note(r, NB_SAY(MISSING_FILLED, NB_COUNT(cells), NB_TEXT(csv->fill)));
    for (size_t i = 0; i < r->count; i++) classes += fill_classes(t, i);
    r->gaps = classes < cells;
    nb_message mean = NB_SAY(MISSING_MEAN, NB_COUNT(cells - classes));
    if (nb_clause_get(r->st, "test") != NULL) mean.id = NB_MESSAGE_MISSING_MEAN_TRAIN;
    if (r->gaps) status = nb_add_note(r, mean);
    if (classes == 0 || status != NB_STATUS_OK) return status;
    return nb_add_note(r, NB_SAY(MISSING_CLASSES, NB_COUNT(classes)));
}

static nb_status copy_cells(nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    nb_reading *r = t->r;
    if (csv->rows > UINT32_MAX - 1) return NB_STATUS_NO_MEMORY;
    r->set = (nb_dataset){.cells = nb_arena_add(&r->s->arena, csv->rows * r->count,
                                                sizeof(double)),
                          .rows = csv->rows, .columns = r->count};
    if (r->set.cells == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(r->set.cells, csv->cells, csv->rows * r->count * sizeof(double));
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < r->count && status == NB_STATUS_OK; i++) status = keep_texts(t, i);
    return status == NB_STATUS_OK ? note_gaps(t) : status;
}

static nb_status read_rows(nb_csv_table *t) {
    nb_status status = NB_STATUS_RUNNING;
    while (status == NB_STATUS_RUNNING) {
        nb_status polled = nb_poll(t->r->s);
        if (polled != NB_STATUS_OK) return polled;
        status = nb_csv_read(&t->csv, ROWS_AT_ONCE);
    }
    return status == NB_STATUS_ERROR ? nb_fail_csv(t) : status;
}

nb_status nb_read_csv_cells(nb_csv_table *t) {
    nb_status status = take_columns(t);
    if (status == NB_STATUS_OK) status = read_rows(t);
    return status == NB_STATUS_OK ? copy_cells(t) : status;
}

static nb_status read_bytes(nb_csv_table *t, const char *bytes, size_t length) {
    nb_status status = nb_csv_begin(&t->csv, &t->r->s->memory, bytes, length);
    if (status == NB_STATUS_ERROR) status = nb_fail_csv(t);
    if (status == NB_STATUS_OK) status = nb_choose_csv_columns(t);
    if (status == NB_STATUS_OK) status = nb_read_csv_cells(t);
    nb_csv_clear(&t->csv);
    return status;
}

nb_status nb_read_csv_file(nb_reading *r, const nb_command_arg *file) {
    nb_csv_table t = {.r = r, .file = file};
    nb_sheet *s = r->s;
    char *bytes;
    size_t length;
    size_t kind;
    if (nb_samples_find(file->text, strlen(file->text), &kind))
        return nb_fail_file(&t, NB_SAY(DATA_HOW_MANY, NB_TEXT(file->text)), NB_NO_HINT);
    nb_status status = nb_load(s, file, &bytes, &length);
    if (status != NB_STATUS_OK) return status;
    status = read_bytes(&t, bytes, length);
    nb_unload(s, bytes, length);
    return status;
}
