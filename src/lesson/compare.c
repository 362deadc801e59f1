/* Comparing outputs, token by token: numbers by value, the rest literally. */
#include "lesson/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { LONGEST_NUMBER = 63, SHOWN_DIGITS = 6 };

typedef enum token_kind { TOKEN_END, TOKEN_BLANKS, TOKEN_NUMBER, TOKEN_TEXT } token_kind;

typedef struct compare_token {
    token_kind kind;
    size_t length; /* bytes */
    double number, unit;
} compare_token;

static bool is_digit(const nb_lines *line, size_t at) {
    return at < line->length && line->text[at] >= '0' && line->text[at] <= '9';
}

static size_t digits(const nb_lines *line, size_t at) {
    while (is_digit(line, at)) at++;
    return at;
}

/* ---- numbers ---- */

/* The bytes of a minus sign at `at`: ASCII or U+2212. */
static size_t minus(const nb_lines *line, size_t at) {
    if (at < line->length && line->text[at] == '-') return 1;
    return line->length - at >= 3 && memcmp(line->text + at, "\xE2\x88\x92", 3) == 0 ? 3 : 0;
}

/* The unit of the last digit: of the printed one behind a point, of the sixth without a point. */
static double unit_of(double number, bool whole, size_t decimals, double exponent) {
    if (decimals > 0) return pow(10, exponent - (double)decimals);
    if (number == 0) return 0;
    double unit = pow(10, floor(log10(fabs(number))) - (SHOWN_DIGITS - 1));
    return whole ? fmin(unit, 1) : unit;
}

/* The end of an exponent at `at`, or `at`. */
static size_t skip_exponent(const nb_lines *line, size_t at) {
    if (at >= line->length || (line->text[at] != 'e' && line->text[at] != 'E')) return at;
    size_t power = at + 1;
    if (power < line->length && (line->text[power] == '+' || line->text[power] == '-')) power++;
    return is_digit(line, power) ? digits(line, power) : at;
}

/* Reads a number at `at`, with its sign. False: none is there. */
static bool read_number(const nb_lines *line, size_t at, compare_token *token) {
    size_t sign = minus(line, at), begin = at + sign, end = digits(line, begin), decimals = 0;
    if (end < line->length && line->text[end] == '.' && is_digit(line, end + 1)) {
        decimals = digits(line, end + 1) - (end + 1);
        end += 1 + decimals;
    }
    if (end == begin) return false;
    size_t mantissa = end;
    end = skip_exponent(line, mantissa);
    if (end - begin > LONGEST_NUMBER) return false;
    char copy[LONGEST_NUMBER + 1];
    memcpy(copy, line->text + begin, end - begin);
    copy[end - begin] = '\0';
    double number = strtod(copy, NULL);
    double exponent = end > mantissa ? strtod(copy + (mantissa - begin) + 1, NULL) : 0;
    *token = (compare_token){.kind = TOKEN_NUMBER, .length = end - at,
                                .number = sign > 0 ? -number : number,
                                .unit = unit_of(number, end == mantissa, decimals, exponent)};
    return isfinite(number) != 0;
}

/* True if a value ends before `at`, so that a minus there takes away from it. */
static bool follows_value(const nb_lines *line, size_t at) {
    if (at == 0) return false;
    size_t start = at - 1;
    while (start > 0 && ((unsigned char)line->text[start] & 0xC0) == 0x80) start--;
    uint32_t code;
    if (nb_utf8_decode(line->text + start, at - start, &code) == 0) return false;
    return nb_utf8_continues_name(code) || code == ')' || code == ']' || code == '.';
}

/* ---- tokens ---- */

static size_t name_length(const nb_lines *line, size_t at) {
    size_t end = at;
    while (end < line->length) {
        uint32_t code;
        size_t n = nb_utf8_decode(line->text + end, line->length - end, &code);
        bool fits = n > 0 && (end == at ? nb_utf8_starts_name(code) : nb_utf8_continues_name(code));
        if (!fits) break;
        end += n;
    }
    return end - at;
}

static compare_token token_at(const nb_lines *line, size_t at) {
    compare_token token = {.kind = TOKEN_END};
    if (at >= line->length) return token;
    size_t end = at;
    while (end < line->length && nb_is_blank(line->text[end])) end++;
    if (end > at) return (compare_token){.kind = TOKEN_BLANKS, .length = end - at};
    /* The minus of x-1 is an operator, and the points of 1..20 and 0.1.2 are no decimal points. */
    bool digit_first = is_digit(line, at);
    bool may_be_number = digit_first || !follows_value(line, at);
    if (may_be_number && read_number(line, at, &token)) return token;
    size_t name = name_length(line, at);
    uint32_t code;
    size_t sign = nb_utf8_decode(line->text + at, line->length - at, &code);
    if (digit_first) name = digits(line, at) - at; /* too long to be read as a number */
    return (compare_token){.kind = TOKEN_TEXT,
                              .length = name > 0 ? name : sign > 0 ? sign : 1};
}

double nb_compare_largest(const char *text, size_t length) {
    nb_lines all = {text, length};
    double largest = 0;
    for (size_t at = 0; at < length;) {
        compare_token token = token_at(&all, at);
        if (token.kind == TOKEN_NUMBER) largest = fmax(largest, fabs(token.number));
        at += token.length;
    }
    return largest;
}

/* ---- lines ---- */

/* How blanks are compared, and what is learnt about the numbers on the way. */
typedef struct comparison {
    double largest;
    bool loose;   /* one blank is as good as five */
    bool resized; /* a number matched that is longer or shorter than expected */
} comparison;

static bool numbers_match(const compare_token *a, const compare_token *b, double largest) {
    const double most = 1e6; /* beside 1e18, too, a 5 is not a 1 */
    double difference = fabs(a->number - b->number), rounding = 1e-9 * fmin(largest, most);
    /* The units are powers of ten that a double only comes near to. */
    return difference <= a->unit * (1 + 1e-6) || difference <= rounding;
}

static nb_lines trimmed(nb_lines line) {
    while (line.length > 0 && nb_is_blank(line.text[line.length - 1])) line.length--;
    while (line.length > 0 && nb_is_blank(*line.text)) line.text++, line.length--;
    return line;
}

static bool lines_match(nb_lines expected, nb_lines actual, comparison *rules) {
    expected = trimmed(expected);
    actual = trimmed(actual);
    size_t i = 0, j = 0;
    for (;;) {
        compare_token a = token_at(&expected, i), b = token_at(&actual, j);
        if (a.kind != b.kind) return false;
        if (a.kind == TOKEN_END) return true;
        bool same = a.length == b.length &&
                    memcmp(expected.text + i, actual.text + j, a.length) == 0;
        bool match = same || (a.kind == TOKEN_BLANKS && rules->loose) ||
                     (a.kind == TOKEN_NUMBER && numbers_match(&a, &b, rules->largest));
        if (!match) return false;
        if (a.kind == TOKEN_NUMBER && a.length != b.length) rules->resized = true;
        i += a.length;
        j += b.length;
    }
}

/* Takes the first line, with its newline, off `rest`. */
static nb_lines take_line(nb_lines *rest) {
    const char *newline = rest->length > 0 ? memchr(rest->text, '\n', rest->length) : NULL;
    size_t length = newline != NULL ? (size_t)(newline - rest->text) + 1 : rest->length;
    nb_lines line = {rest->text, length};
    rest->text += length;
    rest->length -= length;
    if (newline != NULL) line.length--;
    return line;
}

static nb_lines without_last_blank(nb_lines lines) {
    while (lines.length > 0 && (nb_is_blank(lines.text[lines.length - 1]) ||
                                lines.text[lines.length - 1] == '\n'))
        lines.length--;
    return lines;
}

/* Takes lines that match off the front of both. */
static size_t skip_front(nb_lines *expected, nb_lines *actual, comparison *rules) {
    for (size_t count = 0;; count++) {
        nb_lines a = *expected, b = *actual;
        if (a.length == 0 || b.length == 0) return count;
        if (!lines_match(take_line(&a), take_line(&b), rules)) return count;
        *expected = a;
        *actual = b;
    }
}

static nb_lines take_last(nb_lines *rest) {
    nb_lines line = {rest->text + rest->length, 0};
    if (rest->length > 0 && line.text[-1] == '\n') line.text--, rest->length--;
    while (rest->length > 0 && rest->text[rest->length - 1] != '\n') {
        rest->length--;
        line.length++;
        line.text--;
    }
    return line;
}

static void skip_back(nb_lines *expected, nb_lines *actual, comparison *rules) {
    for (;;) {
        nb_lines a = *expected, b = *actual;
        if (a.length == 0 || b.length == 0) return;
        if (!lines_match(take_last(&a), take_last(&b), rules)) return;
        *expected = a;
        *actual = b;
    }
}

/* Compares the lines that have the same number, to learn whether a number changed its length. */
static bool any_resized(nb_lines expected, nb_lines actual, comparison rules) {
    rules.loose = true;
    while (expected.length > 0 && actual.length > 0)
        (void)lines_match(take_line(&expected), take_line(&actual), &rules);
    return rules.resized;
}

bool nb_compare(nb_lines expected, nb_lines actual, double largest, nb_difference *difference) {
    expected = without_last_blank(expected);
    actual = without_last_blank(actual);
    comparison rules = {.largest = largest};
    rules.loose = any_resized(expected, actual, rules);
    size_t same = skip_front(&expected, &actual, &rules);
    if (expected.length == 0 && actual.length == 0) return true;
    skip_back(&expected, &actual, &rules);
    *difference = (nb_difference){same + 1, expected, actual};
    return false;
}

double nb_compare_largest_of(const nb_lesson_part *part) {
    double largest = 0;
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        double number = nb_compare_largest(step->expected, strlen(step->expected));
        if (number > largest) largest = number;
    }
    return largest;
}
