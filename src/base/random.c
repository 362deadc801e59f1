/* The generator and what is made of its bits; each function names its source. */
#include "base/random.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static uint64_t splitmix(uint64_t *x) {
    uint64_t z = *x += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void nb_random_seed(nb_random *random, uint64_t seed) {
    uint64_t x = seed;
    *random = (nb_random){.seed = seed};
    for (int i = 0; i < 4; i++) random->state[i] = splitmix(&x);
}

static uint64_t rotate_left(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

uint64_t nb_random_next(nb_random *random) {
    uint64_t *s = random->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    random->drawn++;
    return result;
}

/* ---- many numbers on ----
 * A state is a vector of 256 bits, the next state a matrix times it, over the numbers 0 and 1. */

enum { WORDS = 4, BITS = 64 * WORDS };
typedef uint64_t matrix[BITS][WORDS]; /* its columns: where each bit of a state leads */

static void multiply(matrix m, const uint64_t state[WORDS], uint64_t product[WORDS]) {
    uint64_t sum[WORDS] = {0};
    for (int i = 0; i < BITS; i++)
        for (int k = 0; (state[i / 64] >> i % 64 & 1) != 0 && k < WORDS; k++) sum[k] ^= m[i][k];
    memcpy(product, sum, sizeof sum);
}

void nb_random_skip(nb_random *random, uint64_t count) {
    matrix power, square; /* by 1, 2, 4, 8... numbers on */
    for (int i = 0; i < BITS; i++) {
        nb_random bit = {.seed = 0};
        bit.state[i / 64] = (uint64_t)1 << i % 64;
        nb_random_next(&bit);
        memcpy(power[i], bit.state, sizeof bit.state);
    }
    random->drawn += count;
    for (; count > 0; count >>= 1) {
        if (count & 1) multiply(power, random->state, random->state);
        for (int i = 0; count > 1 && i < BITS; i++) multiply(power, power[i], square[i]);
        if (count > 1) memcpy(power, square, sizeof power);
    }
}

/* ---- numbers of a kind ---- */

/* D. Lemire, Fast random integer generation in an interval, ACM TOMACS 29, 2019: the upper half of
 * a product, redrawn where the lower half falls among the 2^32 mod bound that are too many. */
uint32_t nb_random_below(nb_random *random, uint32_t bound) {
    uint64_t product = (nb_random_next(random) >> 32) * bound;
    if ((uint32_t)product < bound) {
        uint32_t surplus = (0u - bound) % bound;
        while ((uint32_t)product < surplus) product = (nb_random_next(random) >> 32) * bound;
    }
    return (uint32_t)(product >> 32);
}

double nb_random_uniform(nb_random *random) {
    return (double)(nb_random_next(random) >> 11) * 0x1p-53;
}

/* The ratio of two uniform numbers, accepted inside the region 0 < u ≤ exp(−v²/4u²) (A. J.
 * Kinderman, J. F. Monahan, 1977) with the inner and the outer bound of J. L. Leva, A fast normal
 * random number generator, ACM TOMS 18, 1992. The logarithm only decides, between the bounds,
 * whether a pair is kept: its last digit, in which machines differ, is in no number. */
double nb_random_normal(nb_random *random) {
    for (;;) {
        double u = 1.0 - nb_random_uniform(random);
        double v = 1.7156 * (nb_random_uniform(random) - 0.5);
        double x = u - 0.449871, y = (v < 0 ? -v : v) + 0.386595;
        double q = x * x + y * (0.19600 * y - 0.25472 * x);
        if (q < 0.27597) return v / u;
        if (q <= 0.27846 && v * v <= -4.0 * u * u * log(u)) return v / u;
    }
}

/* R. Durstenfeld, Algorithm 235, CACM 7, 1964, after R. Fisher and F. Yates. */
void nb_random_shuffle(nb_random *random, void *items, size_t count, size_t size) {
    assert(size <= NB_SHUFFLE_SIZE && count <= UINT32_MAX);
    unsigned char *bytes = items, kept[NB_SHUFFLE_SIZE];
    for (size_t left = count; left > 1; left--) {
        unsigned char *last = bytes + (left - 1) * size;
        unsigned char *other = bytes + nb_random_below(random, (uint32_t)left) * size;
        if (other == last) continue;
        memcpy(kept, last, size);
        memcpy(last, other, size);
        memcpy(other, kept, size);
    }
}
