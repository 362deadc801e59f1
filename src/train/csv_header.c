/* A header is told by what stands in the rows below it, the first of them. */
#include "train/csv_header.h"

#include <string.h>

enum { MOST_ROWS = 4, /* of a header */ SAMPLE = 100 /* rows below it */ };

typedef struct header {
    nb_csv *csv;
    nb_csv_field *rows[MOST_ROWS]; /* its cells */
    size_t count;
    const char *at; /* the row behind it */
} header;

static bool is_empty(const nb_csv_field *cell) {
    return cell->begin == cell->end;
}

static bool is_same(const nb_csv_field *a, const nb_csv_field *b) {
    size_t length = (size_t)(a->end - a->begin);
    return length == (size_t)(b->end - b->begin) && memcmp(a->begin, b->begin, length) == 0;
}

/* The cells of the row at `at`, of which the first `skipped` are not there; false: a quote has no
 * end. */
static bool read_cells(const nb_csv *csv, const char **at, size_t skipped, nb_csv_field *cells) {
    const nb_csv_scan *scan = &csv->form.scan;
    for (size_t k = 0; k < csv->columns; k++) {
        cells[k] = (nb_csv_field){.begin = *at, .end = *at, .closed = true};
        if (k < skipped || (k > skipped && !nb_csv_next_cell(scan, at))) continue;
        *at = nb_csv_read_cell(scan, *at, &cells[k]);
        if (!cells[k].closed) return false;
    }
    while (!nb_csv_ends_row(scan, *at)) ++*at; /* trailing commas */
    *at = nb_csv_skip_line_end(scan, *at);
    return true;
}

static bool next_row(const nb_csv *csv, const char **at, nb_csv_field *cells) {
    *at = nb_csv_skip_idle(&csv->form.scan, *at, NULL);
    return *at < csv->end && read_cells(csv, at, 0, cells);
}

/* A number is also what could be one with another point. */
static nb_csv_kind kind_of(const nb_csv *csv, const nb_csv_field *cell) {
    double number;
    nb_csv_kind kind = nb_csv_kind_of(csv, cell, &number);
    if (kind != NB_CSV_TEXT) return kind == NB_CSV_FAR ? NB_CSV_NUMBER : kind;
    const nb_csv_field inner = nb_csv_trim(&csv->form.scan, *cell);
    return nb_csv_points(inner.begin, inner.end) != 0 ? NB_CSV_NUMBER : NB_CSV_TEXT;
}

static bool has_number(const nb_csv *csv, const nb_csv_field *cells) {
    for (size_t k = 0; k < csv->columns; k++)
        if (kind_of(csv, &cells[k]) == NB_CSV_NUMBER) return true;
    return false;
}

static bool may_name(const nb_csv *csv, const nb_csv_field *cells) {
    bool any = false;
    for (size_t k = 0; k < csv->columns; k++) {
        const nb_csv_field cell = nb_csv_trim(&csv->form.scan, cells[k]);
        any = any || !is_empty(&cell);
    }
    return any && !has_number(csv, cells);
}

/* ---- a row like the others ---- */

/* Whether no numbers follow, and most of the first row's cells come again where they stand. */
static bool comes_again(const header *h, nb_csv_field *cells, bool *again) {
    const nb_csv *csv = h->csv;
    const char *at = h->at;
    size_t filled = 0, same = 0;
    for (size_t row = 0; row < SAMPLE && next_row(csv, &at, cells); row++) {
        if (has_number(csv, cells)) return false;
        for (size_t k = 0; k < csv->columns; k++)
            again[k] = again[k] || is_same(&cells[k], &h->rows[0][k]);
    }
    for (size_t k = 0; k < csv->columns; k++) {
        bool text = kind_of(csv, &h->rows[0][k]) == NB_CSV_TEXT;
        filled += text;
        same += text && again[k];
    }
    return same * 2 > filled;
}

/* ---- rows below the first ---- */

/* Columns of numbers, whose first row is `first`, hold no text in the rows below it, and texts in
 * the row above it, `second`. One such column is too few, unless a name comes again. */
static bool parts(const header *h, const nb_csv_field *first, const char *at,
                  const nb_csv_field *second, nb_csv_field *cells) {
    const nb_csv *csv = h->csv;
    size_t numbers = 0, again = 0;
    for (size_t k = 0; k < csv->columns; k++) {
        again += !is_empty(&second[k]) && is_same(&second[k], &h->rows[0][k]);
        if (kind_of(csv, &first[k]) != NB_CSV_NUMBER) continue;
        numbers++;
        if (kind_of(csv, &second[k]) != NB_CSV_TEXT) return false;
    }
    for (size_t row = 0; row < SAMPLE && next_row(csv, &at, cells); row++)
        for (size_t k = 0; k < csv->columns; k++)
            if (kind_of(csv, &first[k]) == NB_CSV_NUMBER &&
                kind_of(csv, &cells[k]) == NB_CSV_TEXT) return false;
    return numbers > 1 || (numbers == 1 && again > 0);
}

/* Looks for the first row of numbers; the rows above it that belong to the header are counted. */
static void find_more(header *h, nb_csv_field *cells) {
    const nb_csv *csv = h->csv;
    const char *at = h->at, *begins = at;
    size_t count = h->count;
    while (count < MOST_ROWS && next_row(csv, &at, h->rows[count])) {
        if (has_number(csv, h->rows[count])) {
            if (count == h->count || !parts(h, h->rows[count], at, h->rows[1], cells)) return;
            h->count = count;
            h->at = begins;
            return;
        }
        begins = at;
        count++;
    }
}

/* ---- names ---- */

/* A copy of a cell, with "" in quotes as one. */
static char *copy_cell(const nb_csv_field *cell, char *to) {
    for (const char *c = cell->begin; c < cell->end; c++) {
        *to++ = *c;
        if (cell->quoted && *c == '"') c++;
    }
    return to;
}

/* An empty cell of the first row is spanned by the one on its left, where it has others below. */
static void span_cells(header *h) {
    nb_csv_field *first = h->rows[0];
    for (size_t k = 1; k < h->csv->columns; k++)
        if (is_empty(&first[k]) && !is_empty(&h->rows[1][k])) first[k] = first[k - 1];
}

static bool is_shared(const header *h, size_t k) {
    const nb_csv_field *first = h->rows[0];
    return is_empty(&first[k]) || (k > 0 && is_same(&first[k - 1], &first[k])) ||
           (k + 1 < h->csv->columns && is_same(&first[k], &first[k + 1]));
}

static const char *make_name(const header *h, size_t k) {
    size_t rows = h->count > 1 && is_shared(h, k) ? h->count : 1, room = 1;
    for (size_t i = 0; i < rows; i++)
        room += (size_t)(h->rows[i][k].end - h->rows[i][k].begin) + 1;
    char *name = nb_arena_add(&h->csv->arena, room, 1), *to = name;
    for (size_t i = 0; i < rows && name != NULL; i++) {
        bool again = i > 0 && is_same(&h->rows[i][k], &h->rows[i - 1][k]);
        if (again || is_empty(&h->rows[i][k])) continue;
        if (to > name) *to++ = ' ';
        to = copy_cell(&h->rows[i][k], to);
    }
    return name; /* the arena gives zeros */
}

static nb_status name_columns(const header *h) {
    nb_csv *csv = h->csv;
    csv->names = nb_arena_add(&csv->arena, csv->columns, sizeof *csv->names);
    if (csv->names == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < csv->columns; k++) {
        for (size_t i = 0; i < h->count; i++) {
            const nb_csv_field *cell = &h->rows[i][k];
            if (memchr(cell->begin, '\0', (size_t)(cell->end - cell->begin)) != NULL)
                return nb_csv_fail(csv, NB_CSV_NOT_TEXT, k + 1, cell);
        }
        csv->names[k] = make_name(h, k);
        if (csv->names[k] == NULL) return NB_STATUS_NO_MEMORY;
    }
    csv->has_header = true;
    csv->header_rows = h->count;
    csv->at = h->at;
    return NB_STATUS_OK;
}

/* The first row has a quote without an end; behind a number that is for whoever reads the row. */
static nb_status blame_quote(const header *h) {
    for (size_t k = 0; k < h->csv->columns; k++) {
        const nb_csv_field *cell = &h->rows[0][k];
        if (!cell->closed) return nb_csv_fail(h->csv, NB_CSV_QUOTE, k + 1, cell);
        if (kind_of(h->csv, cell) == NB_CSV_NUMBER) break;
    }
    return NB_STATUS_OK;
}

nb_status nb_csv_read_header(nb_csv *csv) {
    header h = {.csv = csv, .at = csv->at, .count = 1};
    nb_arena *arena = &csv->arena;
    nb_csv_field *cells = nb_arena_add(arena, csv->columns, sizeof *cells);
    bool *again = nb_arena_add(arena, csv->columns, sizeof *again);
    for (size_t i = 0; i < MOST_ROWS; i++) {
        h.rows[i] = nb_arena_add(arena, csv->columns, sizeof(nb_csv_field));
        if (h.rows[i] == NULL) return NB_STATUS_NO_MEMORY;
    }
    if (cells == NULL || again == NULL) return NB_STATUS_NO_MEMORY;
    if (!read_cells(csv, &h.at, csv->form.rows_named, h.rows[0])) return blame_quote(&h);
    if (!may_name(csv, h.rows[0]) || comes_again(&h, cells, again)) return NB_STATUS_OK;
    find_more(&h, cells);
    if (h.count > 1) span_cells(&h);
    return name_columns(&h);
}
