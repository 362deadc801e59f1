/* The pen: cells, their widths in display columns, and lines that break where a reader would. */
#include "view/pen.h"

#include <string.h>

#include "base/utf8.h"
#include "view/message.h"
#include "view/number.h"
#include "view/plain.h"
#include "view/text.h"
#include "view/wrap.h"

enum { LEAST_WIDTH = 20, BREAK = '\n' };

void nb_pen_init(nb_pen *pen, const nb_view *view, nb_buffer *out) {
    *pen = (nb_pen){.view = view, .out = out, .width = view->width};
    if (pen->width < LEAST_WIDTH) pen->width = LEAST_WIDTH;
    nb_buffer_init(&pen->cell, out->memory);
}

void nb_pen_clear(nb_pen *pen) {
    if (pen->cell.failed) pen->out->failed = true;
    nb_buffer_clear(&pen->cell);
}

/* ---- into the cell ---- */

void nb_pen_begin(nb_pen *pen) {
    pen->cell.length = 0;
}

void nb_pen_add(nb_pen *pen, const char *text) {
    nb_view_plain_text(&pen->cell, pen->view, text);
}

void nb_pen_add_break(nb_pen *pen) {
    nb_buffer_add_char(&pen->cell, BREAK);
}

/* Each sequence says the whole style, as wrap.h wants. Meaning is never in colour alone. */
void nb_pen_ink(nb_pen *pen, nb_buffer *out, nb_ink ink) {
    static const char *const sequences[] = {
        [NB_INK_PLAIN] = "\033[0m",      [NB_INK_VALUE] = "\033[0;32m",
        [NB_INK_GRADIENT] = "\033[0;1;31m", [NB_INK_LOCAL] = "\033[0;33m",
        [NB_INK_ERROR] = "\033[0;1;31m", [NB_INK_WARNING] = "\033[0;1;33m",
        [NB_INK_DIM] = "\033[0;2m"};
    if (pen->view->colour) nb_buffer_add_text(out, sequences[ink]);
}

void nb_pen_add_number(nb_pen *pen, nb_ink ink, double number) {
    if (ink != NB_INK_PLAIN) nb_pen_ink(pen, &pen->cell, ink);
    nb_view_number(&pen->cell, number, pen->view->digits);
    if (ink != NB_INK_PLAIN) nb_pen_ink(pen, &pen->cell, NB_INK_PLAIN);
}

void nb_pen_add_operand(nb_pen *pen, double number) {
    if (number < 0) nb_buffer_add_char(&pen->cell, '(');
    nb_view_number(&pen->cell, number, pen->view->digits);
    if (number < 0) nb_buffer_add_char(&pen->cell, ')');
}

void nb_pen_add_pieces(nb_pen *pen, const nb_text *text) {
    nb_view_formula(&pen->cell, pen->view, text, pen->view->digits);
}

void nb_pen_add_sentence(nb_pen *pen, const nb_message *message) {
    size_t from = pen->cell.length;
    nb_view_message(&pen->cell, pen->view, message);
    for (size_t i = from; i < pen->cell.length; i++)
        if (pen->cell.data[i] == ' ') pen->cell.data[i] = BREAK;
}

static void add_bracketed(nb_pen *pen, const nb_text *text, bool brackets) {
    if (brackets) nb_buffer_add_char(&pen->cell, '(');
    nb_pen_add_pieces(pen, text);
    if (brackets) nb_buffer_add_char(&pen->cell, ')');
}

void nb_pen_add_factor(nb_pen *pen, const nb_text *text) {
    add_bracketed(pen, text, nb_text_is_sum(text));
}

void nb_pen_add_variable(nb_pen *pen, const nb_text *text) {
    add_bracketed(pen, text, !nb_text_is_atom(text));
}

size_t nb_pen_columns(const nb_pen *pen) {
    return pen->cell.length > 0 ? nb_view_columns(pen->cell.data, pen->cell.length) : 0;
}

/* The bytes from `at` to the next break. */
static size_t part_length(const nb_pen *pen, size_t at) {
    const char *part = pen->cell.data + at, *end = memchr(part, BREAK, pen->cell.length - at);
    return end != NULL ? (size_t)(end - part) : pen->cell.length - at;
}

size_t nb_pen_widest_part(const nb_pen *pen) {
    size_t widest = 0;
    for (size_t at = 0; at < pen->cell.length;) {
        size_t part = part_length(pen, at);
        size_t columns = nb_view_columns(pen->cell.data + at, part);
        if (columns > widest) widest = columns;
        at += part + 1;
    }
    return widest;
}

bool nb_pen_same(nb_pen *pen, const nb_text *a, const nb_text *b) {
    nb_pen_begin(pen);
    nb_pen_add_pieces(pen, a);
    size_t length = pen->cell.length;
    nb_pen_add_pieces(pen, b);
    bool same = pen->cell.length == 2 * length;
    if (same && length > 0) same = memcmp(pen->cell.data, pen->cell.data + length, length) == 0;
    nb_pen_begin(pen);
    return same;
}

/* ---- onto the line ---- */

void nb_pen_blanks(nb_pen *pen, size_t count) {
    nb_buffer_add_repeated(pen->out, ' ', count);
}

void nb_pen_put(nb_pen *pen, size_t width, bool right) {
    size_t columns = nb_pen_columns(pen), blanks = columns < width ? width - columns : 0;
    if (right) nb_pen_blanks(pen, blanks);
    if (pen->cell.length > 0) nb_buffer_add(pen->out, pen->cell.data, pen->cell.length);
    if (!right) nb_pen_blanks(pen, blanks);
}

void nb_pen_put_unbroken(nb_pen *pen) {
    for (size_t at = 0; at < pen->cell.length; at++)
        nb_buffer_add_char(pen->out, pen->cell.data[at] == BREAK ? ' ' : pen->cell.data[at]);
}

/* The bytes of a sign of multiplication without blanks at `text`. */
static size_t product_sign(const char *text, size_t length) {
    if (*text == '*') return 1;
    return length >= strlen("·") && memcmp(text, "·", strlen("·")) == 0 ? strlen("·") : 0;
}

/* A blank after a sign is no place to end a line: + b stays together. */
static bool ends_in_sign(const char *text, size_t length) {
    size_t word = length;
    while (word > 0 && text[word - 1] != ' ') word--;
    uint32_t code;
    size_t bytes = nb_utf8_decode(text + word, length - word, &code);
    return bytes == length - word && !nb_utf8_continues_name(code) && !(code >= '0' && code <= '9');
}

/* Where a line may end: between words at any rate, and where that is not enough before a product's
 * sign, inside brackets, or both. */
enum { ENDS_BEFORE_PRODUCT = 1, ENDS_INSIDE = 2, ENDS_ALL = 3 };

/* The bytes of `text` up to the next place where a line may end. */
static size_t next_end(const char *text, size_t length, int ends) {
    size_t depth = 0;
    for (size_t at = 0; at < length; at++) {
        char c = text[at];
        if (c == '(' || c == '[') depth++;
        if ((c == ')' || c == ']') && depth > 0) depth--;
        if (at == 0 || text[at - 1] == ' ' || (depth > 0 && !(ends & ENDS_INSIDE))) continue;
        if (c == ' ' && !ends_in_sign(text, at)) return at;
        bool spaced = c == '*' && at + 1 < length && text[at + 1] == ' ';
        bool product = !spaced && product_sign(text + at, length - at) > 0;
        if (product && (ends & ENDS_BEFORE_PRODUCT)) return at;
    }
    return length;
}

/* The bytes of what should stay together, unless a line of `room` columns is too short for it. */
static size_t next_word(const char *text, size_t length, size_t room) {
    size_t word = length;
    for (int ends = 0; ends <= ENDS_ALL; ends++) {
        word = next_end(text, length, ends);
        if (nb_view_columns(text, word) <= room) break;
    }
    return word;
}

static void continue_line(nb_pen *pen, size_t hang) {
    nb_buffer_add_char(pen->out, '\n');
    nb_pen_blanks(pen, hang);
}

/* Text that is wider than a line. Returns the column where it ends. */
static size_t flow_words(nb_pen *pen, const char *text, size_t length, size_t column,
                         size_t hang) {
    size_t room = hang < pen->width ? pen->width - hang : 0;
    for (size_t at = 0; at < length;) {
        size_t word = next_word(text + at, length - at, room);
        size_t columns = nb_view_columns(text + at, word);
        if (at > 0 && column + columns > pen->width) {
            size_t blanks = strspn(text + at, " ");
            if (blanks > word) blanks = word;
            continue_line(pen, hang);
            column = hang;
            at += blanks;
            word -= blanks;
            columns -= blanks;
        }
        nb_buffer_add(pen->out, text + at, word);
        column += columns;
        at += word;
    }
    return column;
}

void nb_pen_flow(nb_pen *pen, size_t column, size_t hang) {
    bool wrapped = false; /* the part before this one took more than a line */
    for (size_t at = 0; at < pen->cell.length;) {
        const char *text = pen->cell.data + at;
        size_t part = part_length(pen, at), columns = nb_view_columns(text, part);
        if (at > 0 && (wrapped || column + 1 + columns > pen->width)) {
            continue_line(pen, hang);
            column = hang;
        } else if (at > 0) {
            nb_pen_blanks(pen, 1);
            column++;
        }
        wrapped = column + columns > pen->width;
        column = flow_words(pen, text, part, column, wrapped ? hang + 2 : hang);
        at += part + 1;
    }
    nb_buffer_add_char(pen->out, '\n');
}
