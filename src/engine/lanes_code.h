/* From a graph to programs of lanes: what no input reaches is one program, run once a call with one
 * lane; the rest is another, run for every group of rows. */
#ifndef NABLA_ENGINE_LANES_CODE_H
#define NABLA_ENGINE_LANES_CODE_H

#include "engine/lanes.h"
#include "engine/lanes_pass.h"

#define NB_LANES_NOWHERE UINT32_MAX

/* Where a node's value stands. */
typedef struct nb_lanes_place {
    uint32_t slot; /* NB_LANES_NOWHERE: it is not needed */
    bool once;     /* in the program that is run once */
    bool wanted;   /* it has a gradient */
} nb_lanes_place;

/* Weights in the order of the plan whose slots follow one another. */
typedef struct nb_lanes_weights {
    size_t first, count;
    nb_lanes_place place; /* of the first */
} nb_lanes_weights;

/* A number of the graph, which is in the program that is run once from the beginning. */
typedef struct nb_lanes_number {
    nb_node node;
    uint32_t slot;
} nb_lanes_number;

/* A weight of a run that is too short to be one. */
typedef struct nb_lanes_single {
    uint32_t weight, slot;
} nb_lanes_single;

/* A number that stands in a matrix, too: its value is copied there, its gradient comes back. */
typedef struct nb_lanes_copy {
    uint32_t from, to;
    bool handed, first; /* it has a gradient; nothing has been handed to it before */
} nb_lanes_copy;

/* All arrays stand in an arena. */
typedef struct nb_lanes_programs {
    nb_lanes_code once, lanes;
    size_t once_slots, lane_slots;
    bool partly; /* some node is not reached by every lane */
    nb_lanes_number *numbers; /* leaves and constants */
    size_t number_count;
    nb_lanes_shared *shared;
    size_t shared_count;
    nb_lanes_copy *copies;
    size_t copy_count;
    size_t nodes, fused; /* that are computed, and how many are part of another's step */
    uint32_t ones; /* a slot of the lanes that holds 1, if there are dense blocks */
    nb_lanes_place target, *inputs, *outputs; /* as in the plan */
    nb_lanes_weights *weights;
    size_t weight_runs;
    nb_lanes_single *singles;
    size_t single_count;
} nb_lanes_programs;

NB_MUST_USE nb_status nb_lanes_compile(nb_arena *arena, const nb_graph *graph,
                                       const nb_lanes_plan *plan, nb_lanes_programs *programs);

#endif
