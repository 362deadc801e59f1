/* The shortest text of a double, and a rounded one. LC_NUMERIC must be "C". */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 1e-08 is C's way of saying 1e-8. */
static void shorten_exponent(char *text) {
    char *zeros = strchr(text, 'e');
    if (zeros == NULL) return;
    zeros += 2;
    size_t count = strspn(zeros, "0");
    memmove(zeros, zeros + count, strlen(zeros + count) + 1);
}

/* ---- the usual numbers, without the library: a training leaves thousands of them ---- */

typedef struct decimal {
    uint64_t digits;
    int after;   /* so many of them stand behind the point */
    double part; /* what is left, in units of the last digit */
    double unit; /* 10^after */
} decimal;

/* The first 17 digits of 1e-30 <= x < 1e9, cut off: none has more than 153 binary places. */
static decimal cut(double x) {
    enum { LIMBS = 5 };
    const double base = 4294967296.0;
    const uint64_t least = UINT64_C(10000000000000000); /* of 17 digits */
    uint32_t limbs[LIMBS] = {0};
    decimal d = {.digits = (uint64_t)x, .unit = 1};
    double rest = x - (double)d.digits;
    int count = 0;
    for (; count < LIMBS && rest > 0; count++) {
        rest *= base;
        limbs[count] = (uint32_t)rest;
        rest -= limbs[count];
    }
    while (d.digits < least) {
        uint64_t carry = 0, by = 1; /* several digits at once, nine at most */
        for (; by < 1000000000 && d.digits * by < least; by *= 10) d.after++;
        for (int i = count; i-- > 0; carry >>= 32) {
            carry += limbs[i] * by;
            limbs[i] = (uint32_t)carry;
        }
        d.digits = d.digits * by + carry;
        d.unit *= (double)by;
    }
    d.part = (limbs[0] + limbs[1] / base) / base;
    return d;
}

static bool is_close(double a, double b) {
    return fabs(a - b) < 1e-6;
}

/* Rounds to 15, 16 or 17 digits, as many as x needs to be read back: less than half an ulp away.
 * False: that is too close for these few bits. */
static bool round_off(double x, decimal *d) {
    int exponent;
    if (frexp(x, &exponent) == 0.5) return false; /* the number below is nearer */
    double half = ldexp(d->unit, exponent - DBL_MANT_DIG - 1);
    for (unsigned by = 100, places = 2; by > 1; by /= 10, places--) {
        double below = (double)(d->digits % by) + d->part, above = by - below;
        double away = below < above ? below : above;
        if (is_close(below, above) || is_close(away, half)) return false;
        if (away > half) continue;
        d->digits = d->digits / by + (above < below);
        d->after -= (int)places;
        return true;
    }
    d->digits += d->part > 0.5;
    return !is_close(d->part, 0.5);
}

static bool write_usual(double number, char *out) {
    char text[NB_NUMBER_ROOM], *at = text + sizeof text;
    double x = fabs(number);
    if (!(x >= 1e-30 && x < 1e9)) return false;
    decimal d = cut(x);
    if (!round_off(x, &d)) return false;
    for (; d.after > 0 && d.digits % 10 == 0; d.after--) d.digits /= 10;
    int exponent = -d.after;
    for (uint64_t rest = d.digits; rest >= 10; rest /= 10) exponent++;
    *--at = '\0';
    if (exponent < -4) { /* 1.5e-7, as C writes it */
        d.after += exponent;
        for (int rest = -exponent; rest > 0; rest /= 10) *--at = (char)('0' + rest % 10);
        *--at = '-';
        *--at = 'e';
    }
    for (int place = 0; place <= d.after || d.digits > 0; place++, d.digits /= 10) {
        if (place == d.after && place > 0) *--at = '.';
        *--at = (char)('0' + d.digits % 10);
    }
    if (number < 0) *--at = '-';
    memcpy(out, at, (size_t)(text + sizeof text - at));
    return true;
}

void nb_number_exact(double number, char out[NB_NUMBER_ROOM]) {
    if (write_usual(number, out)) return;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NB_NUMBER_ROOM, "%.*g", digits, number);
        if (isnan(number) || strtod(out, NULL) == number) break;
    }
    shorten_exponent(out);
}

void nb_number_rounded(double number, int digits, char out[NB_NUMBER_ROOM]) {
    if (isnan(number)) { /* C may write -nan */
        memcpy(out, "nan", sizeof "nan");
        return;
    }
    (void)snprintf(out, NB_NUMBER_ROOM, "%.*g", digits, number == 0 ? 0 : number); /* no -0 */
    shorten_exponent(out);
}
