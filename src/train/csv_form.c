/* Each separator is tried on the first rows, and they are counted: that is a survey. The best one's
 * survey says the rest. */
#include "train/csv_form.h"

#include <string.h>

enum { SAMPLE_ROWS = 400, SAMPLE_BYTES = 1 << 18 };

typedef struct row {
    const char *at;
    size_t cells, width; /* width: up to the last cell that is not empty */
    size_t filled, numbers;
    bool text_first; /* the first cell that is not empty holds a text */
} row;

typedef struct survey {
    nb_csv_scan scan;
    row rows[SAMPLE_ROWS];
    size_t count;
    size_t width;  /* of most rows that have two cells or more; 0: there are none */
    size_t titles; /* rows in front of the table */
    bool rows_named; /* the header lacks the cell in front */
    bool fits;      /* all rows of the table are as wide */
    double share;   /* the part of all rows that are */
    double numbers; /* the part of the table's cells below its header that are numbers */
} survey;

static size_t length_of(const nb_csv_field *cell) {
    return (size_t)(cell->end - cell->begin);
}

static bool is_empty(const nb_csv_field *cell) {
    return cell->begin == cell->end;
}

/* Between blanks a comma is taken for no decimal: 1,2 3,4 may be pairs. */
static unsigned points_of(const nb_csv_scan *scan, const nb_csv_field *cell) {
    unsigned points = cell->closed ? nb_csv_points(cell->begin, cell->end) : 0;
    bool marked = memchr(cell->begin, '.', length_of(cell)) != NULL;
    bool point = scan->separator == ' ' || (scan->separator == ',' && !cell->quoted && marked);
    return point ? points & NB_CSV_POINT : points;
}

static const char *read_trimmed(const nb_csv_scan *scan, const char *at, nb_csv_field *cell) {
    at = nb_csv_read_cell(scan, at, cell);
    *cell = nb_csv_trim(scan, *cell);
    return at;
}

static const char *survey_row(const nb_csv_scan *scan, const char *at, row *r) {
    *r = (row){.at = at};
    do {
        nb_csv_field cell;
        at = read_trimmed(scan, at, &cell);
        r->cells++;
        if (is_empty(&cell)) continue;
        bool number = cell.closed && nb_csv_points(cell.begin, cell.end) != 0;
        if (r->filled++ == 0)
            r->text_first = !number && !nb_csv_is_missing(cell.begin, length_of(&cell));
        r->numbers += number;
        r->width = r->cells;
    } while (nb_csv_next_cell(scan, &at));
    return nb_csv_skip_line_end(scan, at);
}

static size_t find_width(const survey *s) {
    size_t width = 0, most = 0;
    for (size_t i = 0; i < s->count; i++) {
        size_t wide = s->rows[i].width, same = 0;
        for (size_t k = 0; k < s->count; k++) same += s->rows[k].width == wide;
        if (wide < 2 || same < most || (same == most && wide < width)) continue;
        width = wide;
        most = same;
    }
    return width;
}

/* Whether the next row as wide as the table is its header, with a row below it. */
static bool header_follows(const survey *s, size_t i) {
    for (i++; i + 1 < s->count; i++)
        if (s->rows[i].filled * 2 > s->width && s->rows[i].width >= s->width)
            return s->rows[i].numbers == 0;
    return false;
}

/* Above the header only: x above 3,14 may be the header of one column, and x above 1,234,567. */
static size_t count_titles(const survey *s) {
    size_t i = 0;
    for (; i + 1 < s->count; i++) {
        const row *r = &s->rows[i];
        bool few = r->filled * 2 <= s->width && s->width > 2;
        bool short_text = r->numbers == 0 && r->width < s->width;
        if (!r->text_first || !(few || short_text) || !header_follows(s, i)) break;
    }
    return i;
}

/* Whether the header lacks a cell that all rows have in front: texts, or 1, 2, 3, ..., as R writes
 * the names of rows. */
static bool names_rows(const survey *s) {
    const row *header = &s->rows[s->titles];
    bool texts = true, counts = true;
    if (header->numbers > 0 || header->cells < 2 || header->cells + 1 != s->width) return false;
    for (size_t i = s->titles + 1; i < s->count; i++) {
        nb_csv_field cell;
        double number = (double)(i - s->titles);
        const char *end;
        bool in_range;
        if (s->rows[i].cells != s->width || s->rows[i].numbers == 0) return false;
        (void)read_trimmed(&s->scan, s->rows[i].at, &cell);
        texts = texts && !is_empty(&cell) && nb_csv_points(cell.begin, cell.end) == 0;
        counts = counts && nb_csv_number(cell.begin, '.', &end, &in_range) == number &&
                 end == cell.end;
    }
    return s->count > s->titles + 2 && (texts || counts);
}

static void judge(survey *s) {
    size_t fitting = 0, numbers = 0, with_numbers = 0;
    s->width = find_width(s);
    if (s->width == 0) return;
    s->titles = count_titles(s);
    s->rows_named = names_rows(s);
    fitting = s->rows_named; /* for its header */
    bool header = s->rows[s->titles].numbers == 0 && s->titles + 1 < s->count;
    for (size_t i = s->titles; i < s->count; i++) {
        const row *r = &s->rows[i];
        fitting += r->cells >= s->width && r->width <= s->width;
        numbers += r->numbers;
        with_numbers += r->numbers > 0;
    }
    size_t rows = s->count - s->titles, below = rows - header;
    s->fits = fitting == rows;
    s->share = (double)fitting / (double)s->count;
    s->numbers = (double)numbers / (double)(below * s->width);
    bool prose = fitting * 10 < rows * 9 || with_numbers * 10 < below * 9;
    if (s->scan.separator == ' ' && prose) s->width = 0;
}

/* The rows behind the first lie in the first SAMPLE_BYTES; one that is cut there is left out. */
static void look(survey *s, const char *begin, const char *end, char separator) {
    s->scan = (nb_csv_scan){end, separator};
    s->count = s->titles = 0;
    s->fits = s->rows_named = false;
    const char *at = begin;
    while (s->count < SAMPLE_ROWS && at - begin < SAMPLE_BYTES) {
        at = nb_csv_skip_idle(&s->scan, at, NULL);
        if (at == end) break;
        at = survey_row(&s->scan, at, &s->rows[s->count++]);
    }
    judge(s);
}

/* ---- the separator ---- */

/* The line sep=; that Excel knows; answers where the text goes on. */
static const char *read_sep_line(const char *at, const char *end, char *separator) {
    bool quoted = *at == '"';
    const char *sign = at + quoted + 4;
    if (end - at < 5 + 2 * quoted || (memcmp(at + quoted, "sep=", 4) != 0 &&
                                      memcmp(at + quoted, "SEP=", 4) != 0)) return at;
    const nb_csv_scan scan = {end, *sign};
    const char *behind = sign + 1 + quoted;
    if (*sign == '\n' || *sign == '\r' || (quoted && sign[1] != '"')) return at;
    if (!nb_csv_ends_row(&scan, behind)) return at;
    *separator = *sign;
    return nb_csv_skip_line_end(&scan, behind);
}

/* Blanks are asked last: they stand in texts, too. Where another sign parts all rows alike, they do
 * so only if that leaves no number or, with tabs, they leave nothing else. */
static bool is_better(const survey *s, char best, bool fits, double share, double numbers) {
    if (s->width == 0) return false;
    bool better = numbers <= 0 || (best == '\t' && s->numbers >= 1);
    if (s->scan.separator == ' ' && fits && !better) return false;
    return s->share > share || (s->share == share && s->numbers > numbers);
}

static char find_separator(survey *s, const char *begin, const char *end, nb_csv_wish wish,
                           char *rival) {
    static const char signs[] = ";\t|, ";
    char best = wish.point == ',' ? ';' : ',';
    double share = 0, numbers = -1;
    bool fits = false;
    for (const char *sign = signs; *sign != '\0'; sign++) {
        look(s, begin, end, *sign);
        if (*sign == ',' && wish.point == ',' && !s->fits) continue;
        bool equal = s->width > 0 && s->share == share && s->numbers == numbers;
        if (equal && fits && numbers > 0 && *sign != ' ') *rival = *sign;
        bool trailing = s->count > 0 && s->rows[0].cells > 1; /* of a single column */
        if (s->width == 0 && share == 0 && trailing && *sign != ' ') best = *sign;
        if (!is_better(s, best, fits, share, numbers)) continue;
        best = *sign;
        fits = s->fits;
        share = s->share;
        numbers = s->numbers;
        *rival = '\0';
    }
    return best;
}

/* ---- how numbers are written ---- */

typedef void visit(void *user, const nb_csv_scan *scan, const nb_csv_field *cell);

static void visit_cells(const survey *s, visit *visited, void *user) {
    for (size_t i = s->titles; i < s->count; i++) {
        const char *at = s->rows[i].at;
        do {
            nb_csv_field cell;
            at = read_trimmed(&s->scan, at, &cell);
            visited(user, &s->scan, &cell);
        } while (nb_csv_next_cell(&s->scan, &at));
    }
}

static void narrow_points(void *user, const nb_csv_scan *scan, const nb_csv_field *cell) {
    unsigned points = points_of(scan, cell);
    if (points != 0) *(unsigned *)user &= points;
}

/* The first cell with a decimal comma, with thousands, and that could have either. */
static void note_cell(void *user, const nb_csv_scan *scan, const nb_csv_field *cell) {
    nb_csv_form *form = user;
    const nb_csv_marks bare = {.point = form->marks.point, .units = true};
    nb_csv_marks alone = form->marks;
    alone.units = false;
    char text[NB_CSV_PLAIN_ROOM];
    bool either = nb_csv_points(cell->begin, cell->end) == (NB_CSV_POINT | NB_CSV_COMMA);
    if (!nb_csv_write_plain(&form->marks, cell->begin, cell->end, text, sizeof text)) {
        if (either && form->either.begin == NULL) form->either = *cell;
        return;
    }
    char sign = scan->separator == ';' ? '.' : ','; /* where 1,5 is at home, or 1.5 */
    bool doubtful = form->open && either && memchr(cell->begin, sign, length_of(cell)) != NULL;
    if (doubtful && form->either.begin == NULL) form->either = *cell;
    if (form->unit.begin == NULL && !nb_csv_write_plain(&alone, cell->begin, cell->end, text,
                                                        sizeof text)) form->unit = *cell;
    bool grouped = !nb_csv_write_plain(&bare, cell->begin, cell->end, text, sizeof text);
    bool comma = bare.point == ',' && strchr(text, '.') != NULL;
    if (grouped && form->group.begin == NULL) form->group = *cell;
    if (!grouped && comma && form->comma.begin == NULL) form->comma = *cell;
}

/* Where both points would do there was no more than 1,234 and 1.234. */
static void find_marks(nb_csv_form *form, const survey *s, char wished) {
    unsigned points = NB_CSV_POINT | NB_CSV_COMMA;
    visit_cells(s, narrow_points, &points);
    form->marks.point = points == NB_CSV_COMMA ? ',' : '.';
    form->open = points == (NB_CSV_POINT | NB_CSV_COMMA) && wished == '\0';
    bool blank = s->scan.separator == ' ', one = points == NB_CSV_COMMA || points == NB_CSV_POINT;
    form->marks.grouped = !blank && (one || (points != 0 && s->scan.separator == ','));
    form->marks.apart = true;
    form->marks.spaced = s->width > 1;
    form->marks.units = true;
    if (wished != '\0') form->marks = (nb_csv_marks){wished, true, true, true, true};
    visit_cells(s, note_cell, form);
}

/* ---- where the table begins ---- */

/* The header that stands in a comment; NULL: none does. `first` is the first row behind it. */
static const char *find_marked_header(const nb_csv_scan *scan, const char *at, const row *first) {
    const char *mark = NULL;
    row header;
    while (at < first->at) {
        const char *line = nb_csv_skip_blanks(scan, at);
        if (*line == '#') mark = line;
        for (at = line; !nb_csv_ends_row(scan, at);) at++;
        at = nb_csv_skip_line_end(scan, at);
    }
    while (mark != NULL && *mark == '#') mark++;
    if (mark == NULL || first->numbers == 0) return NULL;
    survey_row(scan, mark, &header);
    bool fits = header.cells > 1 && header.cells == first->cells && header.filled > 0;
    return fits && header.numbers == 0 ? mark : NULL;
}

static void find_begin(nb_csv_form *form, const survey *s, const char *text) {
    form->begin = s->scan.end;
    if (s->count == 0) return;
    const row *first = &s->rows[s->titles];
    const char *header = s->titles == 0 ? find_marked_header(&s->scan, text, first) : NULL;
    form->begin = header != NULL ? header : first->at;
    form->columns = first->width < s->width && first->cells >= s->width ? s->width : first->width;
    if (form->columns == 0) form->columns = 1;
    form->rows_named = header == NULL && s->rows_named;
    form->columns += form->rows_named;
    form->titles = s->titles;
    const char *at = s->rows[0].at;
    for (size_t i = 0; s->titles > 0 && i < s->rows[0].cells && at != NULL; i++) {
        at = read_trimmed(&s->scan, at, &form->title);
        if (!is_empty(&form->title) || !nb_csv_next_cell(&s->scan, &at)) break;
    }
}

void nb_csv_find_form(nb_csv_form *form, const char *text, size_t length, nb_csv_wish wish) {
    static const char order_mark[] = "\xef\xbb\xbf";
    const char *end = text + length;
    survey s;
    *form = (nb_csv_form){.begin = end};
    if (length >= 3 && memcmp(text, order_mark, 3) == 0) text += 3;
    char separator = wish.separator;
    const char *begin = read_sep_line(text, end, &separator);
    if (wish.separator != '\0') separator = wish.separator;
    if (separator == '\0') separator = find_separator(&s, begin, end, wish, &form->rival);
    look(&s, begin, end, separator);
    form->scan = s.scan;
    find_begin(form, &s, begin);
    find_marks(form, &s, wish.point);
}
