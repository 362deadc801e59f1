/* See compare.h. */
#include "explore/compare.h"

#include <math.h>

#include "calculus/probe_lanes.h"
#include "definitions/problem.h"
#include "graph/passes.h"

int nb_digits_agreed(double numerical, double gradient) {
    double off = fabs(numerical - gradient) / fabs(gradient);
    double digits = off > 0 ? floor(-log10(off)) : NB_MOST_DIGITS;
    return (int)fmax(1, fmin(digits, NB_MOST_DIGITS));
}

nb_status nb_judge_nodes(nb_sheet *s, nb_node target, const nb_node *nodes, size_t count,
                         nb_judgement *found, nb_node *held) {
    nb_probe probe;
    double gradients[NB_MOST_AHEAD];
    nb_status status = nb_probe_begin(&probe, &s->scratch, &s->graph, target);
    if (status == NB_STATUS_OK) status = nb_probe_widen(&probe, &s->scratch);
    for (size_t i = 0, part; i < count && status == NB_STATUS_OK; i += part) {
        part = count - i < NB_MOST_AHEAD ? count - i : NB_MOST_AHEAD;
        for (size_t k = 0; k < part; k++)
            gradients[k] = nb_graph_gradient(&s->graph, nodes[i + k]);
        nb_judge_several(&probe, nodes + i, gradients, part, found + i);
        status = nb_poll(s);
    }
    *held = probe.held;
    return nb_say_stopped(s, status);
}

nb_message nb_compare_slopes(nb_judgement found, double gradient) {
    switch (found.verdict) {
    case NB_VERDICT_RIGHT:
        return NB_SAY(CHAIN_AGREES, NB_NUMBER(nb_digits_agreed(found.numerical, gradient)));
    case NB_VERDICT_KINK:
        return NB_SAY(CHAIN_KINK, NB_NUMBER(found.left), NB_NUMBER(found.right));
    case NB_VERDICT_JUMP: return NB_PLAIN(CHAIN_JUMP);
    case NB_VERDICT_UNSEEN: return NB_PLAIN(CHAIN_UNSEEN);
    case NB_VERDICT_NOT_FINITE:
        if (!isfinite(found.numerical)) return NB_PLAIN(CHAIN_NO_NUMBER);
        break;
    case NB_VERDICT_WRONG: break;
    }
    return NB_SAY(CHAIN_DIFFERS, NB_APART(found.numerical, gradient));
}
