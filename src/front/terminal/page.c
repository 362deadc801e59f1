/* Rows are counted as the terminal wraps lines; the last row is the one where the reader is asked.
 * A page ends before a paragraph where one fits, else between two lines. */
#define _GNU_SOURCE /* struct winsize */
#include "front/terminal/page.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "front/terminal/editor.h"
#include "front/terminal/pages.h"

enum { ROWS = 24, COLUMNS = 80, SMALL_ROWS = 20, SMALL_COLUMNS = 60, LEAST = 4 };

void nb_page_begin(nb_page *page, size_t used) {
    struct winsize size = {0};
    (void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    page->rows = size.ws_row >= LEAST ? size.ws_row : ROWS;
    page->columns = size.ws_col > 0 ? size.ws_col : COLUMNS;
    if (page->small && page->rows > SMALL_ROWS) page->rows = SMALL_ROWS;
    if (page->small && page->columns > SMALL_COLUMNS) page->columns = SMALL_COLUMNS;
    page->used = used;
}

bool nb_page_need(nb_page *page, size_t rows) {
    size_t most = page->rows - 1;
    if (page->used == 0 || page->used + rows <= most || rows > most) return true;
    return page->pause(page->user);
}

/* Where the piece ends that is not to be cut without need: a paragraph, behind which an empty line
 * stands. */
static size_t end_of_piece(const char *text, size_t length, size_t at) {
    for (; at < length; at++)
        if (text[at] == '\n' && at + 1 < length && text[at + 1] == '\n') return at + 2;
    return length;
}

static size_t end_of_line(const char *text, size_t length, size_t at) {
    const char *newline = memchr(text + at, '\n', length - at);
    return newline != NULL ? (size_t)(newline - text) + 1 : length;
}

static void print(nb_page *page, FILE *out, const char *text, size_t length,
                  size_t rows) {
    (void)fwrite(text, 1, length, out);
    (void)fflush(out);
    page->used += rows;
}

static size_t measure(const nb_page *page, const char *text, size_t length) {
    return nb_pages_measure(text, length, page->columns, page->rows * 2);
}

size_t nb_page_rows(const nb_page *page, const nb_buffer *text) {
    return text->length > 0 ? measure(page, text->data, text->length) : 0;
}

/* A piece that is longer than a page goes line by line. */
static bool print_piece(nb_page *page, FILE *out, const char *text, size_t length) {
    size_t rows = measure(page, text, length), most = page->rows - 1;
    bool blank = rows > 0 && length > 1 && text[length - 2] == '\n'; /* may fall off the page */
    if (!nb_page_need(page, blank ? rows - 1 : rows)) return false;
    if (rows <= most) {
        print(page, out, text, length, rows);
        return true;
    }
    for (size_t at = 0, end; at < length; at = end) {
        end = end_of_line(text, length, at);
        size_t line = measure(page, text + at, end - at);
        if (page->used + line > most && !page->pause(page->user)) return false;
        print(page, out, text + at, end - at, line);
    }
    return true;
}

/* A line alone, like a heading, stays with what stands below it. */
static bool keep_together(nb_page *page, const nb_buffer *text, size_t at, size_t end) {
    const char *newline = memchr(text->data + at, '\n', end - at);
    if (end == text->length || newline != text->data + end - 2) return true;
    size_t below = end_of_piece(text->data, text->length, end);
    bool blank = below > 1 && text->data[below - 2] == '\n';
    return nb_page_need(page, measure(page, text->data + at, below - at) - blank);
}

/* Ctrl-C ends a long text; where it has ended the statement before, the answer is wanted. */
bool nb_page_print(nb_page *page, FILE *out, const nb_buffer *text) {
    bool stopped = *nb_editor_stopped();
    for (size_t at = 0, end; at < text->length; at = end) {
        end = end_of_piece(text->data, text->length, at);
        if ((!stopped && *nb_editor_stopped()) || !keep_together(page, text, at, end) ||
            !print_piece(page, out, text->data + at, end - at))
            return false;
    }
    return true;
}
