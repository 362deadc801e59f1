/* A part of bench.c: what ten times the work costs, for each command. */
#ifndef NABLA_TESTS_BENCH_GROWTH_H
#define NABLA_TESTS_BENCH_GROWTH_H

void bench_growth(void);

#endif
