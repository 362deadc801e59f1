/* The network that a formula is: units, each a weighted sum that a function may be applied to. It
 * is found in the nodes, so that vectors and units typed one by one are the same to it. */
#ifndef NABLA_FIGURES_NETWORK_H
#define NABLA_FIGURES_NETWORK_H

#include "definitions/sheet.h"

#define NB_NO_UNIT UINT32_MAX

enum { NB_TERM_LEAVES = 3 };

/* source × weight, or a bias. */
typedef struct nb_term_of_unit {
    nb_node source; /* the unit's output, or the leaf or formula that goes in; NB_NO_NODE: a bias */
    nb_node leaves[NB_TERM_LEAVES]; /* whose product, times `factor`, the weight is */
    uint32_t leaf_count;
    double factor;
    bool opaque;    /* what a function of several units makes of it has no weight */
} nb_term_of_unit;

typedef struct nb_unit {
    nb_node sum, out;       /* out: the function's value; the same where there is none */
    size_t first, count;    /* its terms */
    uint32_t level;         /* the longest way to it, in units; inputs are at 0 */
    uint32_t like;          /* the unit that it is for another sample; itself: the first */
    bool valid, reached;
    bool output;            /* the loss, or the target, is made of it */
} nb_unit;

typedef struct nb_network {
    nb_sheet *s;
    nb_node target;
    nb_unit *units; /* by their sums */
    size_t count, capacity;
    nb_term_of_unit *terms;
    size_t term_count, term_capacity;
    uint8_t *kind;     /* of each node up to the target */
    nb_node *root;     /* of each: the sum, or leaf, that it is a function of */
    uint32_t *unit_of; /* of each sum, or NB_NO_UNIT */
    uint32_t *uses;    /* of each: how many nodes have it as an operand */
    uint32_t *columns; /* nb_place_columns */
    nb_node *given;    /* leaves of the loss */
    size_t given_count, given_capacity;
    bool has_loss;
    uint32_t levels;   /* the highest */
    size_t samples;
} nb_network;

/* Finds the network of `target`, whose values it brings up to date; an error where it is none. Its
 * hint draws its graph as the file `path`. All of it lives in the scratch arena. */
NB_MUST_USE nb_status nb_network_find(nb_sheet *s, nb_node target, const char *path,
                                      nb_network *network);

/* The unit that a term's source is the output of, or NB_NO_UNIT: it is an input. */
uint32_t nb_source_unit(const nb_network *network, nb_node source);

/* What a weight is: the leaf it is all of, or NB_NO_NODE; and its number. */
nb_node nb_weight_leaf(const nb_term_of_unit *term);
double nb_weight_value(const nb_network *network, const nb_term_of_unit *term);

#endif
