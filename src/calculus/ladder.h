/* Central differences, and a ladder of them: steps that go down by halves, and what the limit of
 * the quotients is where each rung is held against those above it.
 *
 * A central difference of step h is L′ + c₂h² + c₄h⁴ + …, so that (4·D(h/2) − D(h))/3 is without
 * the h² (Richardson), and what this changes from rung to rung tells how far it is off. A quotient
 * of one side is L′ + c₁h + …; there 2·Q(h/2) − Q(h) is the better one. */
#ifndef NABLA_CALCULUS_LADDER_H
#define NABLA_CALCULUS_LADDER_H

#include "calculus/probe.h"

/* The central difference (L(x + h) − L(x − h))/2h and its parts; where the target is not finite on
 * one side, the difference on the other side takes its place. */
typedef struct nb_quotient {
    double below, above; /* L(x − h), L(x + h) */
    double left, right;  /* (L(x) − L(x − h))/h, (L(x + h) − L(x))/h */
    double central;
    double noise;        /* the rounding in `central`: that of L over the step */
    double step;         /* h */
    size_t kinks;        /* on the way to the target */
} nb_quotient;

nb_quotient nb_measure(nb_probe *probe, nb_node node, double step);
/* Quotients that are measured together where the probe has lanes, before it is known that all will
 * be asked for. nb_ahead_get is nb_measure, and sooner done where the quotient is there. */
enum { NB_MOST_AHEAD = NB_PROBE_LANES / 2 };
typedef struct nb_found_ahead {
    nb_node node, held;
    nb_quotient quotient; /* `step` is given */
} nb_found_ahead;
typedef struct nb_ahead {
    nb_found_ahead list[NB_MOST_AHEAD];
    size_t count;
} nb_ahead;
void nb_ahead_add(nb_ahead *ahead, nb_node node, double step);
void nb_ahead_measure(nb_ahead *ahead, nb_probe *probe);
const nb_found_ahead *nb_ahead_find(const nb_ahead *ahead, nb_node node, double step); /* or NULL */
nb_quotient nb_ahead_get(const nb_ahead *ahead, nb_probe *probe, nb_node node, double step);
/* How much steeper it is on the right; 0 where there is one side only. */
double nb_bend(const nb_quotient *q);

/* Whether a shorter step's quotient is so much larger that it seems to go on growing. */
bool nb_is_growing(const nb_quotient *q, const nb_quotient *longer);

enum { NB_MOST_RUNGS = 200 };

typedef struct nb_ladder {
    nb_quotient rungs[NB_MOST_RUNGS];
    size_t count;
} nb_ladder;

/* A limit, how far it may be off, and the rung it was read at; the bound is inf where there is
 * none. */
typedef struct nb_limit {
    double value, bound;
    size_t rung;
} nb_limit;

/* The longest step that makes sense at a node, and the shortest: some doubles around it. */
double nb_longest_step(const nb_probe *probe, nb_node node);
double nb_shortest_step(double x);
/* The limit that rung `k` and those above it show, for a target that is smooth at the node. */
nb_limit nb_limit_at(const nb_ladder *ladder, size_t k);
/* The same for the quotients of the left side (-1) or the right one (1). */
nb_limit nb_side_at(const nb_ladder *ladder, size_t k, int side);
/* The surest of these, from rung `from` down; of a side, over all rungs. */
nb_limit nb_best_limit(const nb_ladder *ladder, size_t from);
nb_limit nb_best_side(const nb_ladder *ladder, int side);
/* How many times as large as was expected the noise is, going by the rungs below a limit's. */
double nb_excess(const nb_ladder *ladder, const nb_limit *limit);

#endif
