/* Random numbers: xoshiro256** (D. Blackman, S. Vigna, Scrambled linear pseudorandom number
 * generators, ACM TOMS 47, 2021), seeded through splitmix64 (G. Steele, D. Lea, C. Flood, Fast
 * splittable pseudorandom number generators, OOPSLA 2014), as its authors advise.
 *
 * A seed gives the same numbers on every machine with IEEE doubles: they are made by integer
 * operations and by arithmetic that is rounded exactly. */
#ifndef NABLA_BASE_RANDOM_H
#define NABLA_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* A value: a copy goes on like the original. */
typedef struct nb_random {
    uint64_t state[4]; /* never all zero */
    uint64_t seed;     /* what it began with, */
    uint64_t drawn;    /* and how many 64-bit numbers ago */
} nb_random;

void nb_random_seed(nb_random *random, uint64_t seed);
/* Goes on by `count` 64-bit numbers: seed and count say where a generator stands.
 * However many they are, it takes milliseconds. */
void nb_random_skip(nb_random *random, uint64_t count);

/* 64 random bits. */
uint64_t nb_random_next(nb_random *random);
/* One of 0 to bound - 1, each equally likely; bound > 0. */
uint32_t nb_random_below(nb_random *random, uint32_t bound);
/* One of the 2^53 multiples of 2^-53 in [0, 1). */
double nb_random_uniform(nb_random *random);
/* Normally distributed with mean 0 and standard deviation 1. */
double nb_random_normal(nb_random *random);

enum { NB_SHUFFLE_SIZE = 64 };
/* Puts items of `size` bytes (at most NB_SHUFFLE_SIZE) into one of all their orders, each equally
 * likely; at most 2^32 - 1 items. */
void nb_random_shuffle(nb_random *random, void *items, size_t count, size_t size);

#endif
