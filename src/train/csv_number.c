/* A decimal number, rounded correctly. Most numbers in files are short, and for those one
 * multiplication or division is enough; strtod, which needs LC_NUMERIC to be "C", does the rest. */
#include "train/csv_number.h"

#include "train/csv.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

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
static const char *read_decimal(decimal *d, const char *text) {
    *d = (decimal){.negative = *text == '-'};
    const char *begin = *text == '-' || *text == '+' ? text + 1 : text;
    const char *at = read_digits(d, begin);
    bool any = at > begin;
    if (*at == '.') {
        const char *point = at;
        at = read_digits(d, point + 1);
        any = any || at > point + 1;
        d->exponent = -(long)(at - point - 1);
    }
    return any ? read_exponent(d, at) : text;
}

double nb_csv_number(const char *text, const char **end, bool *in_range) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    decimal d;
    *end = read_decimal(&d, text);
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
    char *stop;
    double number = strtod(text, &stop);
    if (stop != *end) *end = text; /* another locale: no number rather than a wrong one */
    *in_range = !isinf(number) && (number != 0 || d.count == 0);
    return number;
}
