/* Wrapping by display columns. A colour sequence says the whole style (ESC [0;...m), so that the
 * last one seen is all that a new line needs to go on in the same style. */
#include "view/wrap.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

typedef struct nb_wrapping {
    nb_buffer *out;
    const char *rest;
    size_t column;
    bool empty; /* no word stands in the line yet */
    const char *style;
    size_t style_length; /* 0: no style is on */
} nb_wrapping;

/* The bytes of a colour sequence at the front of `text`, or 0. */
static size_t sequence(const char *text, size_t length) {
    if (length < 2 || text[0] != '\033' || text[1] != '[') return 0;
    const char *end = memchr(text, 'm', length);
    return end != NULL ? (size_t)(end - text) + 1 : 0;
}

/* The bytes before the next sequence. */
static size_t visible(const char *text, size_t length) {
    size_t n = 0;
    while (n < length && sequence(text + n, length - n) == 0) n++;
    return n;
}

size_t nb_view_columns(const char *text, size_t length) {
    size_t columns = 0;
    for (size_t at = 0; at < length;) {
        size_t n = visible(text + at, length - at);
        columns += nb_utf8_width(text + at, n);
        at += n;
        at += sequence(text + at, length - at);
    }
    return columns;
}

static void note_style(nb_wrapping *wrapping, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        at += visible(text + at, length - at);
        size_t n = sequence(text + at, length - at);
        bool off = n == strlen("\033[0m");
        if (n > 0) wrapping->style = text + at;
        if (n > 0) wrapping->style_length = off ? 0 : n;
        at += n;
    }
}

static void break_line(nb_wrapping *wrapping) {
    if (wrapping->style_length > 0) nb_buffer_add_text(wrapping->out, "\033[0m");
    nb_buffer_add_char(wrapping->out, '\n');
    nb_buffer_add_text(wrapping->out, wrapping->rest);
    if (wrapping->style_length > 0)
        nb_buffer_add(wrapping->out, wrapping->style, wrapping->style_length);
    wrapping->column = nb_view_columns(wrapping->rest, strlen(wrapping->rest));
    wrapping->empty = true;
}

/* Where the next blank at which no line breaks stands in a word, or the word's end. */
static const char *find_blank(const char *word, size_t length) {
    const size_t bytes = strlen(NB_WRAP_BLANK);
    size_t at = 0;
    while (at < length && (length - at < bytes || memcmp(word + at, NB_WRAP_BLANK, bytes) != 0))
        at++;
    return word + at;
}

static void add_word(nb_wrapping *wrapping, const char *word, size_t length, size_t width) {
    size_t columns = nb_view_columns(word, length);
    if (columns > 0 && !wrapping->empty) {
        if (wrapping->column + 1 + columns > width) {
            break_line(wrapping);
        } else {
            nb_buffer_add_char(wrapping->out, ' ');
            wrapping->column++;
        }
    }
    for (size_t at = 0; at < length;) {
        const char *blank = find_blank(word + at, length - at);
        nb_buffer_add(wrapping->out, word + at, (size_t)(blank - word) - at);
        at = (size_t)(blank - word) + strlen(NB_WRAP_BLANK);
        if (at <= length) nb_buffer_add_char(wrapping->out, ' ');
    }
    note_style(wrapping, word, length);
    wrapping->column += columns;
    if (columns > 0) wrapping->empty = false;
}

void nb_view_wrap(nb_buffer *out, const char *text, size_t length, const char *first,
                  const char *rest, size_t width) {
    nb_wrapping wrapping = {.out = out, .rest = rest, .empty = true,
                            .column = nb_view_columns(first, strlen(first))};
    nb_buffer_add_text(out, first);
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && text[end] != ' ' && text[end] != '\n') end++;
        if (end > at) add_word(&wrapping, text + at, end - at, width);
        if (end < length && text[end] == '\n') break_line(&wrapping);
        at = end + 1;
    }
    if (wrapping.style_length > 0) nb_buffer_add_text(out, "\033[0m");
    nb_buffer_add_char(out, '\n');
}

void nb_view_empty_line(nb_buffer *out, const char *prefix) {
    size_t length = strlen(prefix);
    while (length > 0 && prefix[length - 1] == ' ') length--;
    nb_buffer_add(out, prefix, length);
    nb_buffer_add_char(out, '\n');
}
