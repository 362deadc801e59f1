/* A walk over all cells of a file. */
#include "data/csv_survey.h"

#include <string.h>

#include "definitions/problem.h"

enum { MOST_PROPOSED = 20, /* classes that a column is taken for */ FEW_ROWS = 10 };

/* Of numbers, too: among texts they may be classes. */
static nb_status look_at_label(nb_csv_content *c, const nb_csv_cell *cell) {
    size_t number;
    if (c->many || nb_labels_find(&c->labels, cell->text, cell->length, &number))
        return NB_STATUS_OK;
    c->many = c->labels.count == MOST_PROPOSED;
    if (c->many) return NB_STATUS_OK;
    return nb_labels_add(&c->labels, &(nb_label_text){.text = cell->text, .length = cell->length,
                                                      .quoted = cell->quoted}, &number);
}

static nb_status look_at_row(nb_csv_survey *v, const nb_csv_cell *cells, size_t columns) {
    nb_status status = NB_STATUS_OK;
    for (size_t k = 0; k < columns && status == NB_STATUS_OK; k++) {
        nb_csv_content *c = &v->columns[k];
        if (cells[k].kind == NB_CSV_GAP) c->gaps++;
        else if (cells[k].kind == NB_CSV_NUMBER) c->numbers++;
        else c->texts++;
        if (cells[k].kind != NB_CSV_GAP) status = look_at_label(c, &cells[k]);
    }
    return status;
}

/* Texts that all differ are names; of a few rows that cannot be told. Some texts among numbers are
 * damage, unless they are many and all of the cells come again. */
static nb_holds judge(const nb_csv_content *c) {
    size_t cells = c->numbers + c->texts, classes = c->labels.count;
    if (c->texts == 0) return c->numbers > 0 ? NB_HOLDS_NUMBERS : NB_HOLDS_NOTHING;
    bool again = !c->many && c->texts * 10 >= c->numbers && classes * 2 <= cells;
    if (c->texts < c->numbers && !again) return NB_HOLDS_MIXTURE;
    bool differ = classes == cells && cells > FEW_ROWS, long_texts = classes == cells && cells > 2;
    for (size_t i = 0; i < classes && long_texts; i++)
        long_texts = strchr(c->labels.classes[i].name, ' ') != NULL;
    return c->many || differ || long_texts ? NB_HOLDS_TEXTS : NB_HOLDS_CLASSES;
}

bool nb_csv_is_doubtful(const nb_csv_table *t) {
    const nb_csv_form *form = &t->csv.form;
    char plain[NB_CSV_PLAIN_ROOM];
    return form->either.begin != NULL && t->text.wish.point == '\0' &&
           !nb_csv_write_plain(&form->marks, form->either.begin, form->either.end, plain,
                               sizeof plain);
}

nb_status nb_csv_begin_again(const nb_csv_table *t, nb_csv *csv) {
    const char *text = t->csv.text;
    nb_csv_wish wish = t->text.wish;
    if (nb_csv_is_doubtful(t)) wish.point = '.';
    nb_status status = nb_csv_begin(csv, &t->r->s->memory, text, (size_t)(t->csv.end - text),
                                    wish);
    return status == NB_STATUS_OK ? nb_csv_take(csv, NULL, NULL, 0) : status;
}

static nb_status look(nb_csv_survey *v, const nb_csv_table *t) {
    nb_sheet *s = t->r->s;
    size_t columns = t->csv.columns;
    nb_csv_cell *cells = nb_arena_add(&s->scratch, columns, sizeof *cells);
    nb_status status = cells != NULL ? NB_STATUS_RUNNING : NB_STATUS_NO_MEMORY;
    while (status == NB_STATUS_RUNNING) {
        status = nb_csv_look(&v->csv, cells);
        if (status != NB_STATUS_RUNNING) break;
        if (v->rows < NB_SURVEY_ROWS)
            memcpy(v->first + v->rows * columns, cells, columns * sizeof *cells);
        nb_status seen = look_at_row(v, cells, columns);
        if (seen == NB_STATUS_OK) seen = nb_poll_turn(s, v->rows++);
        if (seen != NB_STATUS_OK) return seen;
    }
    return status;
}

nb_status nb_csv_survey_init(nb_csv_survey *v, nb_csv_table *t) {
    nb_sheet *s = t->r->s;
    *v = (nb_csv_survey){0};
    size_t columns = t->csv.columns;
    v->csv.memory = &s->memory;
    v->columns = nb_arena_add(&s->scratch, columns, sizeof *v->columns);
    v->first = nb_arena_add(&s->scratch, columns * NB_SURVEY_ROWS, sizeof *v->first);
    if (v->columns == NULL || v->first == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < columns; k++)
        nb_labels_init(&v->columns[k].labels, &s->memory, &s->scratch);
    nb_status status = nb_csv_begin_again(t, &v->csv);
    if (status == NB_STATUS_OK) status = look(v, t);
    for (size_t k = 0; k < columns; k++) v->columns[k].holds = judge(&v->columns[k]);
    return status;
}

void nb_csv_survey_clear(nb_csv_survey *v, const nb_csv_table *t) {
    for (size_t k = 0; v->columns != NULL && k < t->csv.columns; k++)
        nb_labels_clear(&v->columns[k].labels);
    if (v->csv.memory != NULL) nb_csv_clear(&v->csv);
}
