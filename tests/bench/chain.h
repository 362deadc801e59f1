/* A part of bench.c: the plain passes over long chains of one sample. */
#ifndef NABLA_TESTS_BENCH_CHAIN_H
#define NABLA_TESTS_BENCH_CHAIN_H

void bench_chains(void);

#endif
