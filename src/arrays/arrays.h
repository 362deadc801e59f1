/* Which vector or matrix a node is an element of: a name's, or a part's of some formula. What is an
 * element of none is a number of its own. */
#ifndef NABLA_ARRAYS_ARRAYS_H
#define NABLA_ARRAYS_ARRAYS_H

#include "formulas/describe.h"

#define NB_NO_ARRAY UINT32_MAX

typedef struct nb_array {
    nb_shape shape;
    nb_node *nodes; /* row by row */
    nb_text name;   /* as it was typed, where it is a part */
    nb_def_id def;  /* whose value it is; NB_NO_DEF: it has no name */
    bool opens;     /* a part made element by element: an element of h - t is written out */
    uint32_t made_of;   /* the array that `slope` is the slope of a function at; or NB_NO_ARRAY */
    const char *slope;  /* the function that makes this one element by element */
} nb_array;

typedef struct nb_arrays {
    nb_sheet *s;
    nb_style style;
    nb_array *list;
    size_t count, capacity;
    nb_node nodes;   /* the graph's */
    int unnamed;     /* numbers that have no name and too long a formula for one */
    uint32_t *place; /* of each node: its array, or NB_NO_ARRAY */
    uint32_t *index; /* and which element it is there, from 0 */
    uint32_t *names; /* for terms, as nb_algebra has it: an element of [1, 2] counts as named, so
                      * that it stays an element instead of becoming its number */
    uint8_t *forced; /* 1: it stands between two functions, and is to be a factor */
} nb_arrays;

/* Finds the parts of all formulas that the target is made of. The first array is the one that is
 * asked about. `all`: each part's elements are to be factors. All of it lives in the scratch
 * arena. */
NB_MUST_USE nb_status nb_arrays_find(nb_sheet *s, nb_node target, const nb_array *asked, bool all,
                                     nb_style style, nb_arrays *arrays);

/* The array that a node is an element of. */
NB_MUST_USE nb_status nb_array_of(nb_arrays *arrays, nb_node node, uint32_t *array);

#endif
