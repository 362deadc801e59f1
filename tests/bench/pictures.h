/* A part of bench.c: pictures, against dot itself, and plots. */
#ifndef NABLA_TESTS_BENCH_PICTURES_H
#define NABLA_TESTS_BENCH_PICTURES_H

void bench_plots(void);
/* By the program, started anew each time. */
void bench_pictures(char *nabla);

#endif
