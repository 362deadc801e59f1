/* Comments in Markdown. A code span hides them; it ends in its own paragraph or is none. */
#include "copies/comments.h"

#include <string.h>

#include "base/utf8.h"

static const char open[] = "<!--", close[] = "-->";
enum { OPEN = sizeof open - 1, CLOSE = sizeof close - 1 };

static bool is_newline(char c) {
    return c == '\n' || c == '\r';
}

static size_t count_ticks(const char *text, size_t length, size_t at) {
    size_t n = 0;
    while (at + n < length && text[at + n] == '`') n++;
    return n;
}

static bool begins(const char *text, size_t length, size_t at, const char *word, size_t n) {
    return length - at >= n && memcmp(text + at, word, n) == 0;
}

/* Whether a paragraph ends before the line that begins at `at`: it is empty, or a comment. */
static bool ends_paragraph(const char *text, size_t length, size_t at) {
    while (at < length && nb_is_blank(text[at])) at++;
    return at == length || is_newline(text[at]) || begins(text, length, at, open, OPEN);
}

/* Behind the code span that begins at `at`, or behind its ticks where it is none. */
static size_t skip_code(const char *text, size_t length, size_t at) {
    size_t ticks = count_ticks(text, length, at), from = at + ticks;
    for (size_t i = from; i < length; i++) {
        if (text[i] == '\n' && ends_paragraph(text, length, i + 1)) break;
        size_t n = count_ticks(text, length, i);
        if (n == ticks) return i + n;
        if (n > 0) i += n - 1;
    }
    return from;
}

/* Behind the comment that begins at `at`. */
static size_t skip_comment(const char *text, size_t length, size_t at) {
    for (at += OPEN; at < length; at++)
        if (begins(text, length, at, close, CLOSE)) return at + CLOSE;
    return length;
}

/* A comment that has its lines for itself goes with the newline and the empty line behind it. */
static size_t skip_rest(const nb_buffer *out, size_t begin, const char *text, size_t length,
                        size_t at) {
    bool alone = out->length == begin || is_newline(out->data[out->length - 1]);
    for (int lines = 0; alone && lines < 2; lines++) {
        size_t end = at;
        while (end < length && nb_is_blank(text[end])) end++;
        if (end == length || !is_newline(text[end])) break;
        at = end + (text[end] == '\r' && end + 1 < length && text[end + 1] == '\n') + 1;
    }
    return at;
}

void nb_comments_drop(nb_buffer *out, const char *text, size_t length) {
    size_t begin = out->length;
    for (size_t at = 0, end; at < length && !out->failed; at = end) {
        if (begins(text, length, at, open, OPEN)) {
            end = skip_rest(out, begin, text, length, skip_comment(text, length, at));
            continue;
        }
        end = text[at] == '`' ? skip_code(text, length, at) : at + 1;
        nb_buffer_add(out, text + at, end - at);
    }
}

bool nb_comments_tell(nb_buffer *out, const char *text, size_t length, const char *mark,
                      bool line) {
    size_t at = 0, n = strlen(mark), begin = out->length;
    while (at < length && !begins(text, length, at, open, OPEN))
        at = text[at] == '`' ? skip_code(text, length, at) : at + 1;
    for (; at < length && !begins(text, length, at, close, CLOSE); at++)
        if (begins(text, length, at, mark, n)) break;
    if (at == length || begins(text, length, at, close, CLOSE)) return false;
    for (at += n; at < length && !begins(text, length, at, close, CLOSE); at++) {
        bool newline = is_newline(text[at]), blank = newline || nb_is_blank(text[at]);
        if (newline && line) break;
        bool apart = out->length > begin && out->data[out->length - 1] != ' ';
        if (!blank) nb_buffer_add_char(out, text[at]);
        else if (apart) nb_buffer_add_char(out, ' ');
        if (out->failed) return false;
    }
    while (out->length > begin && out->data[out->length - 1] == ' ') out->length--;
    return true;
}

/* Not a sign of ASCII. */
static bool is_letter(unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

size_t nb_comments_words(const char *text, size_t length) {
    size_t words = 0;
    bool counted = false;
    for (size_t i = 0; i < length; i++) {
        if (nb_is_blank(text[i]) || is_newline(text[i])) counted = false;
        else if (!counted && is_letter((unsigned char)text[i])) words++, counted = true;
    }
    return words;
}
