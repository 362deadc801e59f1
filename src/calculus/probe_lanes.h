/* Probes that go over the graph together, as many as there are lanes. */
#ifndef NABLA_CALCULUS_PROBE_LANES_H
#define NABLA_CALCULUS_PROBE_LANES_H

#include "calculus/probe.h"

/* Makes room for lanes, 130 bytes a node: worth it where many nodes are probed. */
NB_MUST_USE nb_status nb_probe_widen(nb_probe *probe, nb_arena *arena);

/* One probe of several: `node` has another value, and what becomes of the target. */
typedef struct nb_probe_lane {
    nb_node node;
    double value, answer;
    double noise; /* as after nb_probe_run */
    size_t kinks;
    nb_node held; /* or NB_NO_NODE; that of the nb_probe stays as it was */
} nb_probe_lane;
/* At most NB_PROBE_LANES probes; each comes out as alone, bit for bit. */
void nb_probe_run_lanes(nb_probe *probe, nb_probe_lane *lanes, size_t count);

#endif
