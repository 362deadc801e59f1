/* A part of bench.c: networks by lanes. */
#ifndef NABLA_TESTS_BENCH_LANES_H
#define NABLA_TESTS_BENCH_LANES_H

void bench_lanes(void);

#endif
