/* Wires: which node goes into which, so that a gradient comes back along it. The wires into a node
 * are those from its operands or, if it is the result of a call that is to be one box, those from
 * what goes into the call, whatever nodes compute it. */
#ifndef NABLA_ARRAYS_WIRES_H
#define NABLA_ARRAYS_WIRES_H

#include "arrays/call_boxes.h"

/* What goes into a box beside its arguments: a name that the function's body uses. */
#define NB_NO_ARGUMENT UINT32_MAX

typedef struct nb_wire {
    nb_node node, parent; /* parent hands its gradient × local back to node */
    uint32_t k;           /* node is operand k of parent; of a call argument k, the first of
                           * several, behind them what made them, or NB_NO_ARGUMENT */
    const nb_call *call;  /* the box; NULL: an operation */
    double local;         /* ∂parent/∂node along this wire */
    bool chosen;          /* false: the side of a `where` that takes no part in the passes */
} nb_wire;

/* Finds wires, those into one node at a time. What it needs for a call is bounded by the nodes that
 * the call made. All of it lives in the scratch arena, which must not be rewound meanwhile. */
typedef struct nb_inner nb_inner;
typedef struct nb_wires {
    nb_sheet *s;
    nb_wire *list; /* the wires that were found last */
    size_t count, capacity;
    nb_inner *inner;     /* what the formula that was swept last is made of, and what goes in */
    nb_node *order;      /* of them those inside it, in the order of the sweep */
    uint32_t inner_count;
    size_t inner_capacity, order_capacity;
    uint32_t *place;     /* of each node up to the target: where it is in `inner`, if it is there */
    const nb_call_boxes *boxes; /* further calls that are closed, or NULL */
} nb_wires;

/* For nodes up to `target`, whose values must be up to date. */
NB_MUST_USE nb_status nb_wires_begin(nb_sheet *s, nb_node target, nb_wires *wires);
/* The wires into a node, in the order of its operands, along a `where` also those that are not
 * chosen. Into a call, of which `parent` is the result: a node once, whatever number of arguments
 * it is; first those that arguments reach it by, in their order, then the names that the body uses,
 * in the order of their creation. */
NB_MUST_USE nb_status nb_wires_find(nb_wires *wires, nb_node parent, const nb_call *call);

/* After it, for a call: ∂parent/∂node. */
double nb_wires_slope(const nb_wires *wires, nb_node node);

/* ∂y/∂x within the formula that defines y: along all ways through nodes that have no name.
 * *reached: there is one. */
NB_MUST_USE nb_status nb_formula_slope(nb_sheet *s, nb_node y, nb_node x, bool *reached,
                                       double *slope);

/* The graph of `target` as it was typed: what a call made stays inside it; `open`: only that of
 * an operator over vectors. */
typedef struct nb_typed_graph {
    uint8_t *marks;   /* nb_mark_cone */
    uint8_t *visible; /* 1 for each node that is seen */
    size_t visible_count;
    nb_edge *wires;   /* between nodes, from the target back, into one in its operands' order */
    size_t count, capacity;
} nb_typed_graph;
/* After a backward pass, which it runs. `boxes`: further calls that are closed, or NULL; `open`:
 * those of functions are not. Clear it, also after a failure. */
NB_MUST_USE nb_status nb_typed_graph_find(nb_sheet *s, nb_node target, const nb_call_boxes *boxes,
                                          bool open, nb_typed_graph *typed);
void nb_typed_graph_clear(nb_sheet *s, nb_typed_graph *typed);

#endif
