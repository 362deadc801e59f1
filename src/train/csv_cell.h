/* Where the cells of a row begin and end, whatever separates them. Blanks beside a cell are none of
 * it, those of Unicode included. A separator ' ' stands for runs of blanks and tabs; before the
 * first cell and behind the last one they are nothing. */
#ifndef NABLA_TRAIN_CSV_CELL_H
#define NABLA_TRAIN_CSV_CELL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nb_csv_scan {
    const char *end; /* of the text; *end is NUL */
    char separator;
} nb_csv_scan;

typedef struct nb_csv_field {
    const char *begin, *end; /* without blanks around it and quotes */
    bool quoted, closed;     /* closed: the quote has an end, with nothing behind it */
} nb_csv_field;

/* The bytes of a blank outside ASCII at `at`, before `end`; 0 where none is. */
size_t nb_csv_wide_blank(const char *at, const char *end);

/* Behind the blanks at `at`; between cells a tab may be what separates them. */
static inline const char *nb_csv_skip_blanks(const nb_csv_scan *scan, const char *at) {
    for (;;) {
        size_t wide = 0;
        if (*at == ' ' || (*at == '\t' && scan->separator != '\t')) wide = 1;
        else if ((unsigned char)*at >= 0xc2) wide = nb_csv_wide_blank(at, scan->end);
        if (wide == 0) return at;
        at += wide;
    }
}

static inline bool nb_csv_ends_row(const nb_csv_scan *scan, const char *at) {
    return *at == '\n' || *at == '\r' || at == scan->end;
}

/* From behind what a cell holds to what separates it from the next one, or to the row's end; NULL
 * where something else follows. A no-break space separates nothing. */
static inline const char *nb_csv_end_cell(const nb_csv_scan *scan, const char *at) {
    const char *next = nb_csv_skip_blanks(scan, at);
    if (nb_csv_ends_row(scan, next)) return next;
    bool apart = scan->separator == ' ' ? *at == ' ' || *at == '\t' : *next == scan->separator;
    return apart ? next : NULL;
}

/* Goes on from a cell's end to the next cell; false where the row ends. */
static inline bool nb_csv_next_cell(const nb_csv_scan *scan, const char **at) {
    if (scan->separator == ' ') return !nb_csv_ends_row(scan, *at);
    if (**at != scan->separator) return false;
    ++*at;
    return true;
}

/* Reads the cell at `at`; answers its end, as nb_csv_end_cell does. */
const char *nb_csv_read_cell(const nb_csv_scan *scan, const char *at, nb_csv_field *cell);

/* Without blanks inside its quotes, either. */
nb_csv_field nb_csv_trim(const nb_csv_scan *scan, nb_csv_field cell);

/* Whether a cell that holds this, without blanks around it, is missing: csv.h says what is. */
bool nb_csv_is_missing(const char *text, size_t length);

/* Behind the line's end at `at`. */
const char *nb_csv_skip_line_end(const nb_csv_scan *scan, const char *at);
/* Behind the rows at `at` that hold nothing: lines of blanks and separators, and comments, which
 * begin with #. `comments` counts these, unless it is NULL. */
const char *nb_csv_skip_idle(const nb_csv_scan *scan, const char *at, size_t *comments);

#endif
