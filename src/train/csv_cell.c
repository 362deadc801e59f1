/* Cells, and the lines between the rows. */
#include "train/csv_cell.h"

#include <string.h>

#include "base/utf8.h"

size_t nb_csv_wide_blank(const char *at, const char *end) {
    const uint32_t mark = 0xfeff; /* it does not break, and has no width */
    uint32_t code;
    size_t bytes = nb_utf8_decode(at, (size_t)(end - at), &code);
    return bytes > 1 && (code == mark || nb_utf8_is_blank(code)) ? bytes : 0;
}

/* The end of what a cell holds: before the blanks in front of `end`. */
static const char *drop_blanks(const nb_csv_scan *scan, const char *begin, const char *end) {
    enum { WIDEST = 3 };
    while (end > begin) {
        const char *at = end - 1;
        if ((unsigned char)*at >= 0x80)
            while (at > begin && end - at < WIDEST && ((unsigned char)*at & 0xc0) == 0x80) at--;
        const char *behind = nb_csv_skip_blanks(scan, at);
        if (behind < end) return end;
        end = at;
    }
    return end;
}

/* The closing quote of the text that begins at `at`, or the end. */
static const char *find_quote(const nb_csv_scan *scan, const char *at) {
    while (at < scan->end && (*at != '"' || at[1] == '"')) at += *at == '"' ? 2 : 1;
    return at;
}

static bool ends_text(const nb_csv_scan *scan, const char *at) {
    if (nb_csv_ends_row(scan, at)) return true;
    return *at == scan->separator || (scan->separator == ' ' && *at == '\t');
}

const char *nb_csv_read_cell(const nb_csv_scan *scan, const char *at, nb_csv_field *cell) {
    at = nb_csv_skip_blanks(scan, at);
    *cell = (nb_csv_field){.begin = at, .end = at, .closed = true};
    cell->quoted = *at == '"' && at < scan->end;
    if (cell->quoted) {
        cell->begin = at + 1;
        cell->end = find_quote(scan, at + 1);
        cell->closed = cell->end < scan->end;
        if (!cell->closed) return scan->end;
        const char *next = nb_csv_end_cell(scan, cell->end + 1);
        if (next != NULL) return next;
        at = cell->end + 1;
        cell->quoted = false; /* "a" b: the quotes are part of the text */
        cell->begin--;
    }
    while (!ends_text(scan, at)) at++;
    cell->end = drop_blanks(scan, cell->begin, at);
    return nb_csv_skip_blanks(scan, at);
}

nb_csv_field nb_csv_trim(const nb_csv_scan *scan, nb_csv_field cell) {
    cell.begin = nb_csv_skip_blanks(scan, cell.begin);
    if (cell.begin > cell.end) cell.begin = cell.end;
    cell.end = drop_blanks(scan, cell.begin, cell.end);
    return cell;
}

static char to_small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool nb_csv_is_missing(const char *text, size_t length) {
    static const char *const words[] = {"",     "na",   "n/a", "#n/a", "<na>",
                                        "nan",  "null", "?",  "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t same = 0;
        if (strlen(words[i]) != length) continue;
        while (same < length && to_small(text[same]) == words[i][same]) same++;
        if (same == length) return true;
    }
    return false;
}

const char *nb_csv_skip_line_end(const nb_csv_scan *scan, const char *at) {
    if (at == scan->end) return at;
    return at[0] == '\r' && at[1] == '\n' ? at + 2 : at + 1;
}

const char *nb_csv_skip_idle(const nb_csv_scan *scan, const char *at, size_t *comments) {
    for (;;) {
        const char *to = nb_csv_skip_blanks(scan, at);
        bool comment = *to == '#';
        while (comment && !nb_csv_ends_row(scan, to)) to++;
        while (scan->separator != ' ' && nb_csv_next_cell(scan, &to))
            to = nb_csv_skip_blanks(scan, to);
        if (!nb_csv_ends_row(scan, to)) return at;
        if (comment && comments != NULL) ++*comments;
        if (to == scan->end) return to;
        at = nb_csv_skip_line_end(scan, to);
    }
}
