/* A part of bench.c: the training of networks, against hand-written C for the same network. */
#ifndef NABLA_TESTS_NETWORKS_H
#define NABLA_TESTS_NETWORKS_H

void bench_xor(void);
void bench_moons(void);
void bench_typed_out(void);
void bench_digits(void);
void bench_mnist(void);

#endif
