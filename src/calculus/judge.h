/* Is this gradient right? Difference quotients around a node, held against it, with bounds for what
 * rounding and the length of the step may make of them. */
#ifndef NABLA_CALCULUS_JUDGE_H
#define NABLA_CALCULUS_JUDGE_H

#include "calculus/probe.h"

typedef enum nb_verdict {
    NB_VERDICT_RIGHT,
    NB_VERDICT_WRONG,
    NB_VERDICT_KINK,      /* two slopes, and the gradient is one of them or lies between; or several
                             kinks, whose conventions add up to another slope */
    NB_VERDICT_JUMP,      /* the target jumps here: it has no slope */
    NB_VERDICT_UNSEEN,    /* rounding hides whatever the gradient does */
    NB_VERDICT_NOT_FINITE /* inf or nan */
} nb_verdict;

typedef struct nb_judgement {
    nb_verdict verdict;
    double numerical;   /* the central difference; nan where there is none */
    double bound;       /* how far it may be off: by rounding and by the length of its step */
    double left, right; /* KINK: the slopes; JUMP: the target's values on both sides */
} nb_judgement;

/* The central difference (L(x + h) − L(x − h))/2h and its parts; where the target is not finite on
 * one side, the difference on the other side takes its place. */
typedef struct nb_quotient {
    double below, above; /* L(x − h), L(x + h) */
    double left, right;  /* (L(x) − L(x − h))/h, (L(x + h) − L(x))/h */
    double central;
    double noise;        /* the rounding in `central`: that of L over the step */
    size_t kinks;        /* on the way to the target */
} nb_quotient;

nb_quotient nb_measure(nb_probe *probe, nb_node node, double step);

/* Judges `gradient`, which is said to be ∂target/∂node. Most nodes take two or four probes; one
 * near a kink takes a hundred. */
nb_judgement nb_judge(nb_probe *probe, nb_node node, double gradient);

#endif
