/* Rows of numbers, with texts among them. Those with texts are read by the reader of files: what is
 * a class or missing is the same in both. */
#include "data/literal.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "data/classes.h"
#include "data/csv_cells.h"
#include "data/csv_problem.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"
#include "lang/source.h"

typedef struct literal {
    nb_reading *r;
    const nb_command_arg *arg;
    nb_shape shape;
    const double *numbers;
    const char **texts; /* of each cell, or NULL */
} literal;

static nb_status write_rows(const literal *l) {
    nb_buffer *out = &l->r->source;
    size_t count = nb_shape_count(l->shape), columns = l->r->count;
    nb_write_columns(l->r);
    nb_buffer_add_text(out, " = [");
    for (size_t i = 0; i < count; i++) {
        size_t row = i / columns + 1, place = i % columns + 1;
        if (!isfinite(l->numbers[i]))
            return nb_fail_place(l->r->s, l->arg->span,
                                 NB_SAY(DATA_NOT_FINITE, NB_COUNT(row), NB_COUNT(place),
                                        NB_NUMBER(l->numbers[i])), NB_NO_HINT);
        if (i > 0) nb_buffer_add_text(out, i % columns == 0 ? "; " : ", ");
        if (l->texts != NULL && l->texts[i] != NULL) nb_write_quoted(out, l->texts[i]);
        else nb_write_double(out, l->numbers[i]);
    }
    nb_buffer_add_text(out, "]");
    if (l->texts != NULL) nb_write_missing(l->r);
    return NB_STATUS_OK;
}

static nb_status copy_numbers(const literal *l) {
    size_t count = nb_shape_count(l->shape), columns = l->r->count;
    double *cells = nb_arena_add(&l->r->s->arena, count, sizeof *cells);
    if (cells == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(cells, l->numbers, count * sizeof *cells);
    l->r->set = (nb_dataset){.cells = cells, .rows = count / columns, .columns = columns};
    return NB_STATUS_OK;
}

/* ---- what is wrong ---- */

/* The statement as it was typed. */
static void write_typed(const nb_reading *r, nb_buffer *out) {
    const nb_span span = r->st->span;
    const char *text = r->s->text + span.offset;
    size_t length = span.length;
    while (length > 0 && strchr(" \t\r\n;", text[length - 1]) != NULL) length--;
    nb_buffer_add(out, text, length);
}

/* The same with what is to be added: columns that hold texts become classes, rows with missing
 * cells are skipped. */
static nb_message hint_line(nb_reading *r) {
    nb_buffer out;
    bool gap = false, *seen = nb_arena_add(&r->s->scratch, r->count, sizeof *seen);
    const char *between = " onehot ";
    if (seen == NULL) return NB_NO_HINT;
    nb_buffer_init(&out, &r->s->memory);
    write_typed(r, &out);
    for (const nb_command_arg *text = r->st->args[1].next; text != NULL; text = text->next) {
        size_t column = text->pick % r->count;
        nb_column *c = &r->columns[column];
        bool missing = nb_csv_is_missing(text->text, strlen(text->text));
        gap = gap || missing;
        if (missing || seen[column] || c->rank > 0 ||
            nb_class_use_of(r, c->symbol) != NB_CLASS_NONE) continue;
        seen[column] = true;
        nb_buffer_add_text(&out, between);
        nb_buffer_add_text(&out, nb_column_name(r, column));
        between = ", ";
    }
    gap = gap && nb_clause_get(r->st, "missing") == NULL;
    if (gap) nb_buffer_add_text(&out, " missing ");
    if (gap) nb_buffer_add_text(&out, "skip");
    return NB_SAY(HINT_WRITE, NB_TEXT(nb_take_text(r->s, &out)));
}

static nb_status fail_cell(const nb_csv_table *t) {
    const nb_csv *csv = &t->csv;
    nb_reading *r = t->r;
    const nb_command_arg *rows = &r->st->args[1], *text = rows->next;
    const nb_column *column = &r->columns[csv->column - 1];
    size_t cell = (csv->row - 1) * r->count + csv->column - 1;
    while (text != NULL && text->pick != cell) text = text->next;
    nb_span span = text != NULL ? text->span : rows->span;
    const char *name = nb_column_name(r, csv->column - 1);
    nb_arg arg = nb_csv_cut(t, csv->cell, csv->cell_length);
    if (csv->problem == NB_CSV_MISSING)
        return nb_fail_place(r->s, span,
                             NB_SAY(DATA_GAP, NB_COUNT(csv->row), NB_TEXT(name),
                                    NB_COUNT(csv->gap_rows), NB_COUNT(csv->gap_rows + csv->rows)),
                             hint_line(r));
    return nb_fail_place(r->s, span, NB_SAY(DATA_TEXT, NB_COUNT(csv->row), NB_TEXT(name), arg),
                         column->rank == 0 ? hint_line(r) : NB_PLAIN(HINT_CLASS_NAME));
}

/* ---- with texts ---- */

/* Of each cell its text. A text stands for one cell, and so must all that stand beside it. */
static nb_status place_texts(literal *l) {
    nb_sheet *s = l->r->s;
    size_t count = nb_shape_count(l->shape);
    l->texts = nb_arena_add(&s->scratch, count, sizeof *l->texts);
    if (l->texts == NULL) return NB_STATUS_NO_MEMORY;
    if (l->arg->pick != count)
        return nb_fail_place(s, l->arg->next->span, NB_PLAIN(DATA_TEXT_BESIDE), NB_NO_HINT);
    for (const nb_command_arg *text = l->arg->next; text != NULL; text = text->next)
        l->texts[text->pick] = text->text;
    return NB_STATUS_OK;
}

static void write_cell(nb_buffer *out, const char *text, double number) {
    char digits[NB_NUMBER_ROOM];
    nb_number_exact(number, digits);
    if (text == NULL) {
        nb_buffer_add_text(out, digits);
        return;
    }
    nb_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"') nb_buffer_add_char(out, '"');
        nb_buffer_add_char(out, *text);
    }
    nb_buffer_add_char(out, '"');
}

/* The rows as a file, below a header that is one whatever they hold. */
static bool write_file(const literal *l, nb_buffer *out) {
    size_t count = nb_shape_count(l->shape), columns = l->r->count;
    assert(columns > 0); /* some are named in front of = */
    for (size_t k = 0; k < columns; k++) nb_buffer_add_item(out, ",", "c");
    for (size_t i = 0; i < count; i++) {
        nb_buffer_add_char(out, i % columns == 0 ? '\n' : ',');
        write_cell(out, l->texts[i], l->numbers[i]);
    }
    return !out->failed;
}

static nb_status fail_rows(nb_csv_table *t) {
    bool plain = t->csv.problem == NB_CSV_NOT_NUMBER ||
                 (t->csv.problem == NB_CSV_MISSING && t->csv.gaps == NB_CSV_REFUSE);
    return plain ? fail_cell(t) : nb_fail_csv(t);
}

static nb_status read_texts(const literal *l) {
    nb_reading *r = l->r;
    nb_buffer file;
    nb_csv_table t = {.r = r};
    nb_buffer_init(&file, &r->s->memory);
    t.columns = nb_arena_add(&r->s->scratch, r->count, sizeof *t.columns);
    nb_status status = t.columns != NULL && write_file(l, &file) ? NB_STATUS_OK
                                                                 : NB_STATUS_NO_MEMORY;
    for (size_t i = 0; status == NB_STATUS_OK && i < r->count; i++) t.columns[i] = i;
    if (status == NB_STATUS_OK)
        status = nb_csv_begin(&t.csv, &r->s->memory, file.data, file.length,
                              (nb_csv_wish){',', '.'});
    t.csv.has_header = false;
    t.csv.form.marks = (nb_csv_marks){.point = '.'}; /* "1,000" was typed as a text */
    if (status == NB_STATUS_OK) status = nb_read_csv_cells(&t);
    if (status == NB_STATUS_ERROR && t.csv.problem != NB_CSV_FINE) status = fail_rows(&t);
    if (t.csv.memory != NULL) nb_csv_clear(&t.csv);
    nb_buffer_clear(&file);
    return status;
}

/* A word that nobody defined may be the name of a class. */
static void hint_at_text(nb_sheet *s) {
    nb_problem *p = &s->problem;
    if (p->message.id == NB_MESSAGE_UNKNOWN_NAME && p->hint.id == NB_MESSAGE_HINT_DEFINE)
        p->hint = NB_SAY(HINT_DEFINE_OR_QUOTE, p->message.args[0]);
}

nb_status nb_read_matrix(nb_reading *r, const nb_command_arg *arg) {
    literal l = {.r = r, .arg = arg};
    nb_sheet *s = r->s;
    nb_status status = nb_eval_value(s, &arg->expr, s->env, &l.shape, &l.numbers);
    if (status == NB_STATUS_ERROR) hint_at_text(s);
    if (status != NB_STATUS_OK) return status;
    bool column = l.shape.rank < 2 && r->count == 1;
    status = nb_check_width(r, column ? 1 : l.shape.columns, arg->span);
    if (status == NB_STATUS_OK && arg->next != NULL) status = place_texts(&l);
    if (status == NB_STATUS_OK) status = write_rows(&l);
    if (status != NB_STATUS_OK) return status;
    return l.texts != NULL ? read_texts(&l) : copy_numbers(&l);
}
