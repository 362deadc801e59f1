/* The elementary functions, for bench.c. */
#ifndef NABLA_TESTS_ELEMENTARY_H
#define NABLA_TESTS_ELEMENTARY_H

void bench_elementary(void);

#endif
