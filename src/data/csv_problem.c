/* Errors of files name the line, the column and its name, show the cell as it was found, and
 * propose a line that works. */
#include "data/csv_problem.h"

#include <string.h>

#include "base/utf8.h"
#include "data/csv_line.h"
#include "definitions/problem.h"

/* The header's name of the column in question, or without a header the statement's. */
static nb_arg column_name(const nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    size_t column = csv->column - 1;
    if (column < csv->columns && csv->has_header && *csv->names[column] == '\0' && t->names != NULL)
        return NB_TEXT(t->r->s->symbols[t->names[column]].name);
    if (column < csv->columns && csv->has_header)
        return nb_csv_cut(t, csv->names[column], strlen(csv->names[column]));
    for (size_t i = 0; t->columns != NULL && i < t->r->count; i++)
        if (t->columns[i] == column) return NB_TEXT(nb_column_name(t->r, i));
    return NB_TEXT("");
}

/* A text in a column of numbers: from the first row on it may be one of texts. */
static nb_status hint_at_text(nb_csv_table *t, nb_message *hint) {
    const nb_csv *csv = &t->csv;
    bool unseen = false; /* what is no number for that, is hardly a class */
    for (size_t at = 0, step; at < csv->cell_length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(csv->cell + at, csv->cell_length - at, &code);
        unseen = unseen || nb_utf8_is_control(code) || (code != ' ' && nb_utf8_is_blank(code));
    }
    nb_status status = NB_STATUS_OK;
    *hint = nb_table_text_hint(&t->text, csv);
    if (hint->id == NB_MESSAGE_NONE && !unseen) status = nb_hint_csv_line(t, hint);
    if (hint->id == NB_MESSAGE_NONE) *hint = NB_PLAIN(HINT_CELL);
    return status;
}

/* A cell that is no number. */
static nb_status fail_cell(nb_csv_table *t, nb_message_id id) {
    const nb_csv *csv = &t->csv;
    nb_message hint = NB_PLAIN(HINT_CELL);
    nb_status status = NB_STATUS_OK;
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
    message.id = NB_MESSAGE_CSV_LONG;
    message.args[5] = nb_csv_cut(t, csv->cell, csv->cell_length);
    nb_message hint = nb_table_text_hint(&t->text, csv);
    if (hint.id == NB_MESSAGE_NONE) hint = NB_PLAIN(HINT_QUOTE_CELL);
    return nb_fail_file(t, message, hint);
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
