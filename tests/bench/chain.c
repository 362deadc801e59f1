/* A chain h = sigmoid(w·h) + b of one sample, of ten thousand to ten million nodes. See chain.h. */
#include "chain.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/graph.h"
#include "graph/passes.h"
#include "hand.h"
#include "tools.h"

enum { MOST_ROUNDS = 301 };

typedef struct chain {
    nb_graph graph;
    nb_node w, b, x, last;
} chain;

/* Of one length: `name` stands in the names of its rows; more rounds where one is short. */
typedef struct length {
    const char *name;
    size_t steps, rounds;
} length;

static const length lengths[] = {
    {"-10000", 3333, MOST_ROUNDS}, {"-100000", 33333, 101}, {"", 333333, 31},
    {"-10000000", 3333333, 5}};

static void build(chain *c, size_t steps, nb_memory *memory) {
    nb_graph_init(&c->graph, memory);
    bool ok = nb_graph_add_number(&c->graph, NB_OP_LEAF, 0.9, &c->w) == NB_STATUS_OK &&
              nb_graph_add_number(&c->graph, NB_OP_LEAF, 0.1, &c->b) == NB_STATUS_OK &&
              nb_graph_add_number(&c->graph, NB_OP_LEAF, 0.5, &c->x) == NB_STATUS_OK;
    nb_node h = c->x, u = 0, s = 0;
    for (size_t i = 0; ok && i < steps; i++)
        ok = nb_graph_add(&c->graph, NB_OP_MUL, c->w, h, 0, &u) == NB_STATUS_OK &&
             nb_graph_add(&c->graph, NB_OP_SIGMOID, u, 0, 0, &s) == NB_STATUS_OK &&
             nb_graph_add(&c->graph, NB_OP_ADD, s, c->b, 0, &h) == NB_STATUS_OK;
    require(ok, "no memory for the chain");
    c->last = h;
}

/* One number a round and a side: the ratio's spread is what the machine's noise leaves. */
static void bench_chain(const length *l) {
    nb_memory memory = plain_memory();
    chain c;
    double begin = seconds();
    build(&c, l->steps, &memory);
    double built = seconds() - begin;
    double *h = malloc((l->steps + 1) * sizeof *h), *s = malloc(l->steps * sizeof *s);
    require(h != NULL && s != NULL, "no memory");
    static double forward[MOST_ROUNDS], backward[MOST_ROUNDS], ours[2][MOST_ROUNDS];
    for (size_t r = 0; r < l->rounds; r++) {
        double x = 0.5 + 1e-9 * (double)r, t[5], gb, gx;
        h[0] = x;
        t[0] = seconds();
        double y = hand_forward(l->steps, 0.9, 0.1, h, s);
        t[1] = seconds();
        double gw = hand_backward(l->steps, 0.9, h, s, &gb, &gx);
        t[2] = seconds();
        nb_graph_set(&c.graph, c.x, x);
        nb_graph_forward(&c.graph, c.last + 1);
        t[3] = seconds();
        nb_graph_backward(&c.graph, c.last);
        t[4] = seconds();
        require(fabs(c.graph.value[c.last] - y) < 1e-12, "the forward passes differ");
        require(fabs(nb_graph_gradient(&c.graph, c.w) - gw) < 1e-12 * fabs(gw) + 1e-12,
                "the backward passes differ");
        forward[r] = (t[3] - t[2]) / (t[1] - t[0]);
        backward[r] = (t[4] - t[3]) / (t[2] - t[1]);
        ours[0][r] = t[3] - t[2];
        ours[1][r] = t[4] - t[3];
    }
    double nodes = c.graph.count;
    printf("RATIO chain%s-forward-vs-hand %.2f\n", l->name, median_of(forward, l->rounds));
    printf("RATIO chain%s-backward-vs-hand %.2f\n", l->name, median_of(backward, l->rounds));
    printf("nanoseconds a node: building %.1f, forward %.1f, backward %.1f\n", 1e9 * built / nodes,
           1e9 * median_of(ours[0], l->rounds) / nodes,
           1e9 * median_of(ours[1], l->rounds) / nodes);
    printf("RATIO bytes-a-node%s %.1f\n", l->name, (double)memory.used / nodes);
    nb_graph_clear(&c.graph);
    free(h);
    free(s);
}

void bench_chains(void) {
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) bench_chain(&lengths[i]);
}
