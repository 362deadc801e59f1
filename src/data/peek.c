/* `peek`: what a file holds, before it is read. */
#include <string.h>

#include "data/csv_columns.h"
#include "data/csv_line.h"
#include "data/csv_problem.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"

enum { LONGEST_NAME = 18, LONGEST_CELL = 10 };

static nb_message holds(const nb_csv_content *c) {
    switch (c->holds) {
    case NB_HOLDS_NUMBERS: return NB_PLAIN(HOLDS_NUMBERS);
    case NB_HOLDS_CLASSES: return NB_SAY(HOLDS_CLASSES, NB_COUNT(c->labels.count));
    case NB_HOLDS_TEXTS: return NB_PLAIN(HOLDS_TEXTS);
    case NB_HOLDS_MIXTURE: return NB_SAY(HOLDS_MIXTURE, NB_COUNT(c->texts));
    case NB_HOLDS_NOTHING: break;
    }
    return NB_PLAIN(HOLDS_NOTHING);
}

/* A column of the file a row: its name, what it holds, its first cells. */
static nb_status show_columns(const nb_csv_table *t, const nb_csv_survey *v) {
    static const char *const keys[NB_SURVEY_ROWS] = {"row 1", "row 2", "row 3"};
    enum { FIXED = 3 };
    nb_sheet *s = t->r->s;
    nb_table_column heads[FIXED + NB_SURVEY_ROWS] = {
        {NB_COLUMN_TEXT, "column", NB_PLAIN(HEAD_COLUMN), NULL},
        {NB_COLUMN_TEXT, "holds", NB_PLAIN(HEAD_HOLDS), NULL},
        {NB_COLUMN_NUMBER, "missing", NB_PLAIN(HEAD_MISSING), NULL}};
    size_t rows = v->rows < NB_SURVEY_ROWS ? v->rows : NB_SURVEY_ROWS;
    size_t columns = t->csv.columns, shown = columns < NB_MAX_ROWS ? columns : NB_MAX_ROWS;
    for (size_t i = 0; i < rows; i++)
        heads[FIXED + i] = (nb_table_column){NB_COLUMN_TEXT, keys[i],
                                             NB_SAY(HEAD_ROW, NB_COUNT(i + 1)), NULL};
    nb_table_block *table = nb_result_table(s->result, heads, FIXED + rows, shown);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < shown; k++) {
        nb_table_cell *row = nb_table_row(table);
        nb_writer number = {.s = s};
        nb_write_number(&number, NB_PIECE_NUMBER, (double)k + 1, 0);
        const char *name = t->names != NULL ? s->symbols[t->names[k]].name : "";
        row[0] = nb_cell_text(t->names == NULL
                                  ? number.text
                                  : nb_csv_shown(t, name, strlen(name), LONGEST_NAME));
        row[1] = nb_cell_said(holds(&v->columns[k]));
        if (v->columns[k].gaps > 0) row[2] = nb_cell_number((double)v->columns[k].gaps);
        for (size_t i = 0; i < rows; i++) {
            const nb_csv_cell *cell = &v->first[i * columns + k];
            row[FIXED + i] = nb_cell_text(nb_csv_shown(t, cell->text, cell->length, LONGEST_CELL));
        }
    }
    return NB_STATUS_OK;
}

static nb_message say_no_line(const nb_csv_survey *v) {
    if (v->blocked == 0) return NB_PLAIN(PEEK_NO_LINE);
    bool mixed = v->columns[v->blocked - 1].holds == NB_HOLDS_MIXTURE;
    return mixed ? NB_SAY(PEEK_MIXED, NB_COUNT(v->blocked))
                 : NB_SAY(PEEK_BLOCKED, NB_COUNT(v->blocked));
}

static nb_status show_line(nb_csv_table *t, nb_csv_survey *v) {
    nb_sheet *s = t->r->s;
    nb_buffer line;
    nb_buffer_init(&line, &s->memory);
    nb_status status = nb_write_csv_line(v, t, true, &line);
    if (status == NB_STATUS_OK && line.length > 0) {
        nb_buffer_add_char(&line, '\n');
        nb_result_prose(s->result, NB_PLAIN(PEEK_LINE));
        nb_block *block = nb_result_add(s->result, NB_BLOCK_SCRIPT);
        if (block != NULL) block->as.script = nb_take_text(s, &line);
    } else if (status == NB_STATUS_OK) {
        nb_result_prose(s->result, say_no_line(v));
    }
    nb_buffer_clear(&line);
    return status;
}

static nb_status survey_file(nb_csv_survey *v, nb_csv_table *t) {
    nb_status status = nb_csv_survey_init(v, t);
    if (status != NB_STATUS_ERROR || v->csv.problem == NB_CSV_FINE) return status;
    nb_csv_table damaged = *t;
    damaged.csv = v->csv;
    return nb_fail_csv(&damaged);
}

static nb_status peek(nb_csv_table *t) {
    nb_sheet *s = t->r->s;
    nb_csv_survey survey = {0};
    nb_status status = nb_name_csv_columns(t, true);
    if (status == NB_STATUS_OK) status = survey_file(&survey, t);
    if (status == NB_STATUS_OK && survey.rows == 0)
        status = nb_fail_file(t, NB_SAY(CSV_EMPTY, NB_TEXT(t->file->text)), NB_NO_HINT);
    if (status == NB_STATUS_OK) {
        nb_message size = NB_SAY(PEEK_SIZE, NB_COUNT(survey.rows), NB_COUNT(t->csv.columns));
        if (!t->csv.has_header) size.id = NB_MESSAGE_PEEK_NO_HEADER;
        nb_result_prose(s->result, size);
        for (size_t i = 0; i < t->r->note_count; i++)
            nb_result_prose(s->result, t->r->notes[i]);
        status = show_columns(t, &survey);
    }
    if (status == NB_STATUS_OK) status = show_line(t, &survey);
    nb_csv_survey_clear(&survey, t);
    return status;
}

NB_COMMAND(PEEK) {
    nb_reading r = {.s = s, .st = st};
    nb_csv_table t = {.r = &r, .file = &st->args[0]};
    nb_status status = nb_csv_table_begin(&t);
    if (status == NB_STATUS_ERROR && t.csv.problem != NB_CSV_FINE) status = nb_fail_csv(&t);
    if (status == NB_STATUS_OK) status = peek(&t);
    nb_csv_table_clear(&t);
    return status;
}
