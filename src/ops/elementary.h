/* exp, expm1, log, log1p, tanh and sigmoid, as the formulas of the tables compute them: inline and
 * without branches or tables, so that a compiler makes vectors of a loop over any of them, as wide
 * as the processor's.
 *
 * Invariant: nothing but additions, multiplications, divisions, choices and shifts, each rounded by
 * itself (the build forbids contraction), so a number has the same bits alone or in a vector of any
 * width, on any machine. All are within 2 units in the last place everywhere (exp, log and log1p
 * within 1), subnormal numbers included; nan, ±inf and ±0 are as in C. The proof is
 * tests/unit/test_elementary.c.
 *
 * The coefficients are minimax ones, found with 60 digits by Remez's exchange over the reduced
 * interval and then rounded; how far that leaves each from its function is said beside it. */
#ifndef NABLA_OPS_ELEMENTARY_H
#define NABLA_OPS_ELEMENTARY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ln 2 in two parts: 2,000 times the first one is exact. */
#define NB_LN2_HIGH 0x1.62e42ffp-1
#define NB_LN2_LOW -0x1.718432a1b0e26p-35

static inline uint64_t nb_bits(double a) {
    uint64_t bits;
    memcpy(&bits, &a, sizeof bits);
    return bits;
}

static inline double nb_from_bits(uint64_t bits) {
    double a;
    memcpy(&a, &bits, sizeof a);
    return a;
}

/* 2^n for a whole -1022 <= n <= 1023, of which the low bits of `n` are enough. */
static inline double nb_power_of_2(uint64_t n) {
    return nb_from_bits((n + 1023) << 52);
}

/* `a`, or what has its sign and is `most` where it is more. One comparison: where a second one can
 * follow from the first, a compiler makes branches of both, and no vectors. */
static inline double nb_up_to(double most, double a) {
    return fabs(a) > most ? copysign(most, a) : a;
}

/* In a loop over lanes a call would be one for each lane: such loops become vectors only where the
 * whole of an operator stands in them. */
#if defined(__GNUC__)
#define NB_INSIDE static inline __attribute__((always_inline))
#else
#define NB_INSIDE static inline
#endif

/* u·(e^r - 1 - r), u being a power of 2: e^r is within 2^-57, e^r - 1 within 2^-55 of itself. */
NB_INSIDE double nb_exp_more(double r, double u) {
    double r2 = r * r, r4 = r2 * r2;
    return (u * r2) * (0x1.0000000000005p-1 + 0x1.555555555555cp-3 * r) +
           ((u * r4) * ((0x1.5555555552144p-5 + 0x1.111111110e708p-7 * r) +
                        r2 * (0x1.6c16c17f266c8p-10 + 0x1.a01a01b5c7338p-13 * r)) +
            (u * (r4 * r4)) * ((0x1.a019a6b2c042dp-16 + 0x1.71ddea2a51624p-19 * r) +
                               r2 * (0x1.28a282f66a422p-22 + 0x1.af76730faeb36p-26 * r)));
}

/* e^a = 2^n·(1 + r + lost + more) with |r| <= ln(2)/2, `lost` what the rounding of r left out, and
 * `more` smaller than r. The low bits of `n` are the number. For |a| < 1400. */
typedef struct nb_exp_parts {
    uint64_t n;
    double r, lost, more;
} nb_exp_parts;

NB_INSIDE nb_exp_parts nb_exp_split(double a) {
    const double magic = 0x1.8p52; /* what is added to it is rounded to a whole number */
    double shifted = a * 0x1.71547652b82fep+0 + magic, n = shifted - magic;
    double high = a - n * NB_LN2_HIGH, low = n * NB_LN2_LOW;
    double r = high - low, lost = (high - r) - low;
    return (nb_exp_parts){nb_bits(shifted), r, lost, nb_exp_more(r, 1.0)};
}

/* a·2^n where the result may be subnormal or too large: two steps, of which one rounds. */
static inline double nb_scale(double a, uint64_t n) {
    uint64_t half = (n + 2048) >> 1; /* 1024 more than half of n, in the low bits */
    return a * nb_power_of_2(half - 1024) * nb_power_of_2(n + 1024 - half);
}

NB_INSIDE double nb_exp(double a) {
    nb_exp_parts e = nb_exp_split(nb_up_to(746.0, a));
    double y = 1.0 + e.r;
    return nb_scale(y + ((((1.0 - y) + e.r) + e.lost) + e.more), e.n);
}

static inline double nb_expm1(double a) {
    nb_exp_parts e = nb_exp_split(nb_up_to(710.0, a));
    double one = 1.0 - nb_scale(1.0, 0 - e.n), y = one + e.r;
    y = nb_scale(y + ((((one - y) + e.r) + e.lost) + e.more), e.n);
    return a < -45.0 ? -1.0 : copysign(y, a);
}

/* ln(a) + extra for a normal a > 0, with `extra` small beside it or a the nearest to 1; `a` was
 * multiplied by 2^-shift. a = 2^n·m with m between sqrt(1/2) and sqrt(2), and ln(m) is
 * 2·atanh(s), s = f/(2 + f), f = m - 1. */
static inline double nb_log_of(double a, double shift, double extra) {
    const uint64_t one = UINT64_C(0x3ff) << 52, root_half = UINT64_C(0x3fe6a09e667f3bcd);
    uint64_t bits = nb_bits(a), biased = (bits + (one - root_half)) >> 52;
    double n = nb_from_bits(biased | UINT64_C(0x433) << 52) - (0x1p52 + 1023.0) + shift;
    double f = nb_from_bits(bits - ((biased - 1023) << 52)) - 1.0;
    double s = f / (2.0 + f), z = s * s, z2 = z * z, half = 0.5 * f * f;
    /* (2·atanh(s) - 2s)/s: 2·atanh(s) within 2^-59 of itself. */
    double p = z * ((0x1.5555555555592p-1 + 0x1.999999997ff4cp-2 * z) +
                    z2 * ((0x1.24924941de716p-2 + 0x1.c71c5216a24edp-3 * z) +
                          z2 * ((0x1.74663c7701ab4p-3 + 0x1.39a1f458c7186p-3 * z) +
                                z2 * 0x1.2f03496c13517p-3)));
    return n * NB_LN2_HIGH - ((half - (s * (half + p) + (n * NB_LN2_LOW + extra))) - f);
}

static inline double nb_log(double a) {
    double subnormal = a < 0x1p-1022 ? 1.0 : 0.0;
    double y = nb_log_of(subnormal != 0.0 ? a * 0x1p54 : a, -54.0 * subnormal, 0.0);
    y = a < HUGE_VAL ? y : a;
    return a > 0.0 ? y : a == 0.0 ? -HUGE_VAL : NAN;
}

/* ln(1 + a) = ln(u) + (what u lacks of 1 + a)/u. */
static inline double nb_log1p(double a) {
    double u = 1.0 + a, lost = a < 1.0 ? a - (u - 1.0) : 1.0 - (u - a);
    double y = copysign(nb_log_of(u, 0.0, lost / u), a);
    y = a < HUGE_VAL ? y : a;
    return a > -1.0 ? y : a == -1.0 ? -HUGE_VAL : NAN;
}

/* t/(t + 2) with t = e^2|a| - 1, where the quotient is made better by what the rounding of t and of
 * t + 2 lost; or 1 - 2/(t + 2), which needs no such care. */
static inline double nb_tanh(double a) {
    double x = nb_up_to(22.0, fabs(a));
    nb_exp_parts e = nb_exp_split(2.0 * x);
    double up = nb_power_of_2(e.n), whole = up - 1.0, part = up * e.r;
    double sum = whole + part, rest = ((whole - sum) + part) + up * (e.lost + e.more);
    double t = sum + rest, t_lost = (sum - t) + rest;
    double d = t + 2.0, d_lost = ((2.0 - d) + t) + t_lost;
    double near = x < 0.55 ? 1.0 : 0.0;
    double y = (near != 0.0 ? t : -2.0) / d;
    double more = (t_lost - y * d_lost) * (0.75 - 0.125 * d); /* about 1/d */
    return copysign(near != 0.0 ? y + more : 1.0 + y, a);
}

/* 1/(1 + e) with e = e^-a, to the bit as the formula is taught, since a sigmoid that is written by
 * hand is known as one; for a < 0 e/(1 + e) with e = e^a, where the quotient is made better by what
 * the rounding of e and of 1 + e lost. */
static inline double nb_sigmoid(double a) {
    double below = -fabs(a);
    nb_exp_parts p = nb_exp_split(below < -746.0 ? -746.0 : below);
    double sum = 1.0 + p.r, rest = (((1.0 - sum) + p.r) + p.lost) + p.more;
    double m = sum + rest, m_lost = (sum - m) + rest;
    double e = nb_scale(m, p.n), d = 1.0 + e, d_lost = ((1.0 - d) + e) + nb_scale(m_lost, p.n);
    double too_much = d_lost * (1.5 - 0.5 * d) - m_lost * (2.0 - m); /* times about 1/d and 1/m */
    double y = (a < 0.0 ? e : 1.0) / d;
    return a < 0.0 ? y - y * too_much : y;
}

/* The same to the bit where a number is computed alone, as in a chain, whose next node waits for
 * it: in fewer steps from `a` to the end, but with jumps. The parts of e are multiplied by 2^n
 * while the others are still computed, which changes no digit as long as nothing is subnormal. */
static inline double nb_sigmoid_alone(double a) {
    const double magic = 0x1.8p52, per_ln2 = 0x1.71547652b82fep+0;
    if (!(fabs(a) < 600.0)) return nb_sigmoid(a);
    double x = a < 0.0 ? a : -a, shifted = (a < 0.0 ? a * per_ln2 : a * -per_ln2) + magic;
    double n = shifted - magic, high = x - n * NB_LN2_HIGH, low = n * NB_LN2_LOW;
    double r = high - low, lost = (high - r) - low, up = nb_power_of_2(nb_bits(shifted));
    double sum = 1.0 + r, rest = up * (((1.0 - sum) + r) + lost) + nb_exp_more(r, up);
    double e = up * sum + rest, d = 1.0 + e;
    if (!(a < 0.0)) return 1.0 / d;
    double e_lost = (up * sum - e) + rest, down = nb_power_of_2(0 - nb_bits(shifted));
    double d_lost = ((1.0 - d) + e) + e_lost, y = e / d;
    return y - y * (d_lost * (1.5 - 0.5 * d) - down * e_lost * (2.0 - down * e));
}

#endif
