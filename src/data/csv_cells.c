/* Cells become numbers: classes of texts, and what stands for missing cells. */
#include "data/csv_cells.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "data/classes.h"
#include "definitions/problem.h"
#include "lang/source.h"
#include "train/csv_number.h"

enum { ROWS_AT_ONCE = 10000 };

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
    csv->fill_number = nb_csv_number(arg->text, '.', &end, &in_range);
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
    double *cells = t->r->set.cells + column, values[NB_MOST_CLASSES] = {0};
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
    for (size_t i = 0; i < r->count; i++) {
        const nb_labels *labels = csv->labels[i];
        if (labels != NULL && labels->count == 0)
            return nb_fail_place(r->s, r->columns[i].span,
                                 NB_SAY(DATA_NO_CLASS, NB_TEXT(nb_column_name(r, i))),
                                 nb_hint_leave_out(r, i));
        if (labels != NULL) classes += fill_classes(t, i);
    }
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
    return status;
}

nb_status nb_read_csv_cells(nb_csv_table *t) {
    nb_status status = take_columns(t);
    if (status == NB_STATUS_OK) status = read_rows(t);
    return status == NB_STATUS_OK ? copy_cells(t) : status;
}
