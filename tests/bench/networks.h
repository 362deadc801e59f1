/* A part of bench.c: the training of networks, against hand-written C for the same network. */
#ifndef NABLA_TESTS_NETWORKS_H
#define NABLA_TESTS_NETWORKS_H

void bench_networks(void);

#endif
