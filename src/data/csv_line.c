/* Columns of texts become classes or are left out, and of missing cells it is said what becomes of
 * them. */
#include "data/csv_line.h"

#include <stdio.h>
#include <string.h>

#include "data/classes.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "lang/source.h"

enum { LONGEST_HINT = 500 /* bytes */ };

/* ---- which columns ---- */

typedef struct line {
    nb_csv_survey *v;
    nb_csv_table *t;
    nb_buffer *out;
    bool mean, named;  /* named: the statement names its columns */
    bool *taken;       /* of each column of the file */
    const char **names; /* what each is called in the line */
    bool *numbered;    /* of each: it is a class though it holds many texts */
    size_t taken_count, count, last; /* count: of those that could be; last: of those taken */
} line;

static bool is_class(const line *l, size_t column) {
    return l->v->columns[column].holds == NB_HOLDS_CLASSES;
}

/* A column that the student made a class is one, whatever it holds. */
static nb_class_use use_of(const line *l, size_t column) {
    return l->t->names != NULL ? nb_class_use_of(l->t->r, l->t->names[column]) : NB_CLASS_NONE;
}

static bool is_useful(const line *l, size_t column) {
    const nb_csv_content *c = &l->v->columns[column];
    if (use_of(l, column) != NB_CLASS_NONE) return true;
    if (!l->named && c->gaps > l->v->rows / 2) return false;
    bool classes = c->holds == NB_HOLDS_CLASSES && (c->labels.count > 1 || l->named);
    return c->holds == NB_HOLDS_NUMBERS || classes;
}

/* Names of columns that have none: x[1] to x[4] and t where all but t are numbers. */
static nb_status name_columns(line *l) {
    nb_csv_table *t = l->t;
    nb_sheet *s = t->r->s;
    size_t columns = t->csv.columns;
    l->names = nb_arena_add(&s->scratch, columns, sizeof *l->names);
    if (l->names == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < columns; k++) {
        char name[24];
        snprintf(name, sizeof name, k == l->last ? "t" : "x%zu", k + 1);
        l->names[k] = t->names != NULL ? s->symbols[t->names[k]].name
                                       : nb_arena_text(&s->scratch, name, strlen(name));
        if (l->names[k] == NULL) return NB_STATUS_NO_MEMORY;
    }
    for (size_t i = 0; l->named && i < t->r->count; i++)
        l->names[t->columns[i]] = nb_column_name(t->r, i);
    return NB_STATUS_OK;
}

/* Without a header none is skipped: they are taken up to the last one of use, and what is of none
 * in between is a class where it can be. Where it cannot, or numbers are damaged, no line reads
 * the file. */
static void take_from_left(line *l, const bool *could) {
    const size_t columns = l->t->csv.columns;
    size_t blocked = columns;
    for (size_t k = 0; k < columns && blocked == columns; k++) {
        const nb_csv_content *c = &l->v->columns[k];
        bool behind = k > l->last && l->last * 2 >= columns;
        if (l->taken[k] || !could[k] || behind) continue;
        bool may_be = c->holds == NB_HOLDS_TEXTS && c->texts <= NB_MOST_CLASSES;
        l->taken[k] = k < l->last && c->holds != NB_HOLDS_MIXTURE &&
                      (may_be || c->holds == NB_HOLDS_CLASSES || c->holds == NB_HOLDS_NUMBERS);
        l->numbered[k] = l->taken[k] && may_be;
        if (!l->taken[k] && (k < l->last || c->holds == NB_HOLDS_MIXTURE)) blocked = k;
    }
    if (blocked == columns) return;
    l->v->blocked = blocked + 1;
    for (size_t k = 0; k < columns; k++) l->taken[k] = false;
}

static nb_status choose(line *l) {
    nb_csv_table *t = l->t;
    size_t columns = t->csv.columns;
    bool *could = nb_arena_add(&t->r->s->scratch, columns, sizeof *could);
    l->taken = nb_arena_add(&t->r->s->scratch, columns, sizeof *l->taken);
    l->numbered = nb_arena_add(&t->r->s->scratch, columns, sizeof *l->numbered);
    if (could == NULL || l->taken == NULL || l->numbered == NULL) return NB_STATUS_NO_MEMORY;
    bool all = t->columns == NULL || (!l->named && !t->r->headed);
    for (size_t i = 0; !all && i < t->r->count; i++) could[t->columns[i]] = true;
    for (size_t k = 0; k < columns; k++) {
        could[k] = could[k] || all;
        l->count += could[k];
        l->taken[k] = could[k] && is_useful(l, k);
        if (l->taken[k]) l->last = k;
    }
    if (!t->csv.has_header) take_from_left(l, could);
    for (size_t k = 0; k < columns; k++) l->taken_count += l->taken[k];
    return NB_STATUS_OK;
}

static nb_status count_gap_rows(line *l) {
    nb_csv csv;
    nb_sheet *s = l->t->r->s;
    size_t columns = l->t->csv.columns;
    nb_csv_cell *cells = nb_arena_add(&s->scratch, columns, sizeof *cells);
    if (cells == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_csv_begin_again(l->t, &csv);
    if (status == NB_STATUS_OK) status = NB_STATUS_RUNNING;
    for (size_t row = 0; status == NB_STATUS_RUNNING; row++) {
        bool gap = false;
        status = nb_csv_look(&csv, cells);
        for (size_t k = 0; k < columns && status == NB_STATUS_RUNNING && !gap; k++)
            gap = l->taken[k] && cells[k].kind == NB_CSV_GAP;
        l->v->gap_rows += gap;
        nb_status polled = nb_poll_turn(s, row);
        if (polled != NB_STATUS_OK) status = polled;
    }
    nb_csv_clear(&csv);
    return status;
}

/* ---- its words ---- */

static void write_span(line *l, uint32_t begin, uint32_t end) {
    const char *text = l->t->r->s->text;
    while (end > begin && strchr(" \t\r\n;", text[end - 1]) != NULL) end--;
    nb_buffer_add(l->out, text + begin, end - begin);
}

/* The names as they were typed, where all of them stay. */
static void write_typed(line *l) {
    const nb_command_arg *first = &l->t->r->st->args[0], *last = first;
    while (last->next != NULL) last = last->next;
    write_span(l, first->span.offset, last->span.offset + last->span.length);
}

static void write_names(line *l, bool taken) {
    const char *between = "";
    for (size_t k = 0; k < l->t->csv.columns; k++) {
        if (l->taken[k] != taken) continue;
        nb_buffer_add_text(l->out, between);
        nb_buffer_add_text(l->out, l->names[k]);
        between = ", ";
    }
}

/* Of the statement's own names those that are taken. */
static nb_status write_own(line *l) {
    nb_reading *r = l->t->r;
    bool *taken = nb_arena_add(&r->s->scratch, r->count + 1, sizeof *taken);
    if (taken == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < r->count; i++) taken[i] = l->taken[l->t->columns[i]];
    nb_write_column_names(r, taken, l->out);
    return NB_STATUS_OK;
}

/* x[1..4], t: only the last column may be a class. False: it is not so. */
static bool write_vector(line *l) {
    for (size_t k = 0; k < l->last; k++)
        if (l->numbered[k] || is_class(l, k)) return false;
    if (l->last < 2) return false;
    char text[48];
    snprintf(text, sizeof text, "x[1..%zu], t", l->last);
    nb_buffer_add_text(l->out, text);
    return true;
}

static nb_status write_columns(line *l) {
    bool all = l->taken_count == l->count, headed = l->t->csv.has_header;
    nb_status status = NB_STATUS_OK;
    nb_buffer_add_text(l->out, "data ");
    size_t before = l->out->length;
    if (l->named && all) write_typed(l);
    else if (l->named) status = write_own(l);
    else if (!headed && !write_vector(l)) write_names(l, true);
    else if (headed && l->count - l->taken_count > l->taken_count) write_names(l, true);
    if (l->out->length > before) nb_buffer_add_char(l->out, ' ');
    return status;
}

static void write_except(line *l) {
    size_t left_out = l->t->csv.columns - l->taken_count;
    bool except = !l->named && left_out > 0 && l->t->csv.has_header &&
                  l->count - l->taken_count <= l->taken_count;
    if (!except) return;
    nb_buffer_add_text(l->out, " except ");
    write_names(l, false);
}

static void write_classes(line *l, const char *key, nb_class_use use) {
    const char *between = NULL;
    for (size_t k = 0; k < l->t->csv.columns; k++) {
        nb_class_use is = use_of(l, k);
        if (is == NB_CLASS_NONE && l->numbered[k]) is = NB_CLASS_NUMBERED;
        if (is == NB_CLASS_NONE && is_class(l, k)) is = NB_CLASS_ONEHOT;
        if (!l->taken[k] || is != use) continue;
        if (between == NULL) nb_buffer_add_text(l->out, key);
        nb_buffer_add_text(l->out, between != NULL ? between : "");
        nb_buffer_add_text(l->out, l->names[k]);
        between = ", ";
    }
}

static void write_missing(line *l) {
    const nb_command_arg *given = nb_clause_get(l->t->r->st, "missing");
    size_t rows = l->v->rows, left = rows - l->v->gap_rows;
    bool mean = left == 0 || (l->mean && left < rows - left);
    if (given == NULL && l->v->gap_rows == 0) return;
    nb_buffer_add_text(l->out, " missing ");
    if (given != NULL) write_span(l, given->span.offset, given->span.offset + given->span.length);
    else nb_buffer_add_text(l->out, mean ? "mean" : "skip");
}

/* The statement's other clauses as they were typed. */
static void write_others(line *l) {
    static const char *const ours[] = {"except", "onehot", "classes", "missing"};
    const nb_statement *st = l->t->r->st;
    for (const nb_clause *c = st->clauses; c != NULL; c = c->next) {
        bool other = true;
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
            other = other && strcmp(c->key, ours[i]) != 0;
        if (!other) continue;
        nb_buffer_add_char(l->out, ' ');
        write_span(l, c->span.offset, c->next != NULL ? c->next->span.offset
                                                      : st->span.offset + st->span.length);
    }
}

/* Whether the statement names its columns, in a way that stays: an element x[2] cannot be a
 * class. */
static bool keeps_names(const nb_csv_survey *v, const nb_csv_table *t) {
    const nb_reading *r = t->r;
    for (size_t i = 0; t->columns != NULL && i < r->count; i++)
        if (r->columns[i].rank > 0 && v->columns[t->columns[i]].holds == NB_HOLDS_CLASSES)
            return false;
    return r->count > 0 && !r->headed;
}

nb_status nb_write_csv_line(nb_csv_survey *v, nb_csv_table *t, bool mean, nb_buffer *out) {
    line l = {.v = v, .t = t, .out = out, .mean = mean, .named = keeps_names(v, t)};
    nb_status status = choose(&l);
    if (status == NB_STATUS_OK) status = name_columns(&l);
    if (status == NB_STATUS_OK && l.taken_count > 0) status = count_gap_rows(&l);
    if (status == NB_STATUS_OK && l.taken_count > 0) status = write_columns(&l);
    if (status != NB_STATUS_OK || l.taken_count == 0) return status;
    nb_buffer_add_text(out, "from ");
    write_span(&l, t->file->span.offset, t->file->span.offset + t->file->span.length);
    write_except(&l);
    write_classes(&l, " onehot ", NB_CLASS_ONEHOT);
    write_classes(&l, " classes ", NB_CLASS_NUMBERED);
    write_missing(&l);
    write_others(&l);
    if (nb_csv_is_doubtful(t)) nb_buffer_add_text(out, " decimal \".\"");
    return out->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

/* In the place of a line of very many columns. */
static void write_peek(const nb_csv_table *t, nb_buffer *out) {
    nb_buffer_drop(out, out->length);
    nb_buffer_add_text(out, "peek ");
    nb_buffer_add(out, t->r->s->text + t->file->span.offset, t->file->span.length);
}

nb_status nb_hint_csv_line(nb_csv_table *t, nb_message *hint) {
    nb_csv_survey survey;
    nb_sheet *s = t->r->s;
    nb_buffer out;
    size_t column = t->csv.column - 1;
    *hint = NB_NO_HINT;
    nb_buffer_init(&out, &s->memory);
    nb_status status = nb_csv_survey_init(&survey, t);
    bool damaged = status == NB_STATUS_OK && t->csv.problem == NB_CSV_NOT_NUMBER &&
                   survey.columns[column].holds == NB_HOLDS_MIXTURE;
    if (status == NB_STATUS_OK && (!damaged || t->r->headed))
        status = nb_write_csv_line(&survey, t, false, &out);
    if (out.length > LONGEST_HINT) write_peek(t, &out);
    if (status == NB_STATUS_OK && out.length > 0)
        *hint = NB_SAY(HINT_WRITE, NB_TEXT(nb_take_text(s, &out)));
    if (damaged && hint->id != NB_MESSAGE_NONE) hint->id = NB_MESSAGE_HINT_CELL_OR;
    if (status == NB_STATUS_ERROR) status = nb_poll(s); /* another row is worse: no line helps */
    nb_buffer_clear(&out);
    nb_csv_survey_clear(&survey, t);
    return status;
}
