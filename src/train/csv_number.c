/* Decimal numbers, rounded correctly. Most numbers in files are short, and for those one
 * multiplication or division is enough; strtod, which needs LC_NUMERIC to be "C", does the rest. */
#include "train/csv_number.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

typedef struct decimal { /* ± digits × 10^exponent */
    uint64_t digits;     /* exact where `count` is at most 19 */
    int count;           /* digits behind leading zeros; more than 19 are counted as 20 */
    long exponent;
    bool negative;
} decimal;

static const char *read_digits(decimal *d, const char *text) {
    for (; is_digit(*text); text++) {
        if (d->count < 19) d->digits = d->digits * 10 + (uint64_t)(*text - '0');
        if (d->count < 20 && (d->count > 0 || *text != '0')) d->count++;
    }
    return text;
}

/* e+2; without digits the e is no part of the number. */
static const char *read_exponent(decimal *d, const char *text) {
    enum { HUGE_EXPONENT = 100000 };
    if (*text != 'e' && *text != 'E') return text;
    const char *at = text + 1;
    bool negative = *at == '-';
    if (*at == '-' || *at == '+') at++;
    if (!is_digit(*at)) return text;
    long exponent = 0;
    for (; is_digit(*at); at++)
        if (exponent < HUGE_EXPONENT) exponent = exponent * 10 + (*at - '0');
    d->exponent += negative ? -exponent : exponent;
    return at;
}

/* The end of the number, or `text`. */
static const char *read_decimal(decimal *d, const char *text, char point_sign) {
    *d = (decimal){.negative = *text == '-'};
    const char *begin = *text == '-' || *text == '+' ? text + 1 : text;
    const char *at = read_digits(d, begin);
    bool any = at > begin;
    if (*at == point_sign && point_sign != '\0') {
        const char *point = at;
        at = read_digits(d, point + 1);
        any = any || at > point + 1;
        d->exponent = -(long)(at - point - 1);
    }
    return any ? read_exponent(d, at) : text;
}

/* strtod wants a point. A number that needs it and is longer than ROOM is none. */
static double read_slowly(const char *text, char point_sign, const char **end) {
    enum { ROOM = 1000 };
    char copy[ROOM], *stop;
    size_t length = (size_t)(*end - text);
    const char *number = text;
    if (point_sign != '.' && length >= ROOM) {
        *end = text;
        return 0;
    }
    if (point_sign != '.') {
        for (size_t i = 0; i < length; i++) copy[i] = text[i] == point_sign ? '.' : text[i];
        copy[length] = '\0';
        number = copy;
    }
    double value = strtod(number, &stop);
    if ((size_t)(stop - number) != length) *end = text; /* another locale: none rather than wrong */
    return value;
}

double nb_csv_number(const char *text, char point_sign, const char **end, bool *in_range) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    decimal d;
    *end = read_decimal(&d, text, point_sign);
    *in_range = true;
    if (*end == text) return 0;
    /* Both are exact doubles, so that their product or quotient is rounded once: W. D. Clinger, How
     * to read floating point numbers accurately, 1990. */
    if (FLT_EVAL_METHOD == 0 && d.count <= 19 && d.digits <= (uint64_t)1 << 53 &&
        d.exponent >= -22 && d.exponent <= 22) {
        double number = (double)d.digits;
        number = d.exponent < 0 ? number / powers[-d.exponent] : number * powers[d.exponent];
        return d.negative ? -number : number;
    }
    double number = read_slowly(text, point_sign, end);
    *in_range = !isinf(number) && (number != 0 || d.count == 0);
    return number;
}

/* ---- how numbers are written ---- */

/* The mark between digits at `at`: . or , or a blank; ' is any other blank, too. */
static char mark_at(const char *at, const char *end, size_t *bytes) {
    uint32_t code;
    *bytes = nb_utf8_decode(at, (size_t)(end - at), &code);
    if (*bytes == 0) return '\0';
    if (code == '.' || code == ',' || code == ' ') return (char)code;
    return nb_utf8_is_blank(code) || code == '\'' || code == 0x2019 ? '\'' : '\0';
}

/* A sign at `at`, which may be U+2212, as one character; '\0': none. */
static char sign_at(const char **at, const char *end) {
    static const char minus[] = "\xe2\x88\x92";
    char sign = *at < end && (**at == '-' || **at == '+') ? **at : '\0';
    if (sign != '\0') ++*at;
    if (sign != '\0' || end - *at < 3 || memcmp(*at, minus, 3) != 0) return sign;
    *at += 3;
    return '-';
}

/* Signs of money, and what else stands behind a number. */
static const char *const units[] = {"$", "\u20ac", "\u00a3", "\u00a5", "\u20a9", "\uffe6",
                                    "%", "\uc6d0"};
enum { UNITS = sizeof units / sizeof *units, BEHIND = 6 /* from there on, not in front */ };

static const char *skip_unit(const char *at, const char *end) {
    for (size_t i = 0; i < BEHIND; i++) {
        size_t length = strlen(units[i]);
        if ((size_t)(end - at) <= length || memcmp(at, units[i], length) != 0) continue;
        at += length;
        return at < end && *at == ' ' ? at + 1 : at;
    }
    return at;
}

static const char *drop_unit(const char *begin, const char *end) {
    for (size_t i = 0; i < UNITS; i++) {
        size_t length = strlen(units[i]);
        if ((size_t)(end - begin) <= length) continue;
        if (memcmp(end - length, units[i], length) != 0) continue;
        end -= length;
        return end > begin && end[-1] == ' ' ? end - 1 : end;
    }
    return end;
}

typedef struct plain { /* a number written anew, with a point and without marks */
    char *text;
    size_t length, room;
} plain;

static bool put(plain *out, char c) {
    if (out->length + 1 < out->room) out->text[out->length++] = c;
    return out->length + 1 < out->room;
}

/* Copies the digits at *at; how many they are. */
static size_t put_digits(plain *out, const char **at, const char *end) {
    const char *begin = *at;
    while (*at < end && is_digit(**at) && put(out, **at)) ++*at;
    return (size_t)(*at - begin);
}

/* digits { group digit digit digit } [ point digits ] [ exponent ]
 * The first group has one to three digits and does not begin with 0. */
static bool put_number(plain *out, const char *at, const char *end, const nb_csv_marks *marks) {
    const char *begin = at;
    size_t digits = put_digits(out, &at, end), bytes, groups = 0;
    bool may_group = digits >= 1 && digits <= 3 && *begin != '0';
    char first = '\0', mark;
    while (at < end && (mark = mark_at(at, end, &bytes)) != '\0' && mark != marks->point) {
        bool known = mark == ' ' ? marks->spaced : mark == '\'' ? marks->apart : marks->grouped;
        if (!may_group || !known || (first != '\0' && mark != first)) return false;
        at += bytes;
        if (put_digits(out, &at, end) != 3) return false;
        first = mark;
        groups++;
    }
    if (at < end && *at == marks->point && put(out, '.')) {
        size_t decimals = (at++, put_digits(out, &at, end));
        if (decimals == 0 && marks->point == ',') return false; /* the comma of a list */
        digits += decimals;
    }
    if (at < end && digits > 0 && groups == 0 && (*at == 'e' || *at == 'E') && put(out, 'e')) {
        at++;
        char sign = sign_at(&at, end);
        if (sign != '\0' && !put(out, sign)) return false;
        if (put_digits(out, &at, end) == 0) return false;
    }
    return at == end && digits > 0;
}

bool nb_csv_write_plain(const nb_csv_marks *marks, const char *begin, const char *end, char *text,
                        size_t room) {
    plain out = {.text = text, .room = room};
    char sign = sign_at(&begin, end);
    if (marks->units) {
        const char *number = skip_unit(begin, end);
        end = number == begin ? drop_unit(begin, end) : end;
        if (number > begin && sign == '\0') sign = sign_at(&number, end); /* $-5 */
        begin = number;
    }
    if (sign != '\0' && !put(&out, sign)) return false;
    bool read = put_number(&out, begin, end, marks);
    text[out.length] = '\0';
    return read;
}

unsigned nb_csv_points(const char *begin, const char *end) {
    char text[NB_CSV_PLAIN_ROOM];
    const nb_csv_marks point = {'.', true, true, true, true}, comma = {',', true, true, true, true};
    unsigned points = 0;
    if (nb_csv_write_plain(&point, begin, end, text, sizeof text)) points |= NB_CSV_POINT;
    if (nb_csv_write_plain(&comma, begin, end, text, sizeof text)) points |= NB_CSV_COMMA;
    return points;
}
