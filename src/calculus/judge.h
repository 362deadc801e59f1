/* Is this gradient right? Difference quotients around a node, held against it, with bounds for what
 * rounding and the length of the step may make of them. */
#ifndef NABLA_CALCULUS_JUDGE_H
#define NABLA_CALCULUS_JUDGE_H

#include "calculus/ladder.h"

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
    double step;        /* the step that decided; 0 where none did */
} nb_judgement;

/* Judges `gradient`, which is said to be ∂target/∂node. Most nodes take two or four probes; one
 * whose steps have to be looked for takes a hundred. */
nb_judgement nb_judge(nb_probe *probe, nb_node node, double gradient);
/* The same for at most NB_MOST_AHEAD nodes, with the same answers: where the probe has lanes, they
 * share them. */
void nb_judge_several(nb_probe *probe, const nb_node *nodes, const double *gradients, size_t count,
                      nb_judgement *found);

/* Any number of nodes, with the gradients that the graph's last backward pass left at them. The
 * arena is for lanes. Where the graph is interrupted: NB_STATUS_ERROR. */
NB_MUST_USE nb_status nb_judge_nodes(nb_probe *probe, nb_arena *arena, const nb_node *nodes,
                                     size_t count, nb_judgement *found);

#endif
