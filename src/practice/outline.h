/* The plan of a question's graph: a row of levels.def with its choices made, taken apart. */
#ifndef NABLA_PRACTICE_OUTLINE_H
#define NABLA_PRACTICE_OUTLINE_H

#include "base/random.h"
#include "practice/practice.h"

enum { NB_OUTLINE_NODES = 24, NB_OUTLINE_OPERANDS = 6 };
enum { NB_OUTLINE_NAME = 8, NB_OUTLINE_FORMULA = 64 }; /* bytes */

/* A leaf, or a formula's node. */
typedef struct nb_outline_node {
    char name[NB_OUTLINE_NAME];
    char formula[NB_OUTLINE_FORMULA]; /* "": a leaf */
    int operands[NB_OUTLINE_OPERANDS]; /* nodes, one as often as the formula has it */
    int count;
    nb_practice_kind local; /* of its local gradients; NB_PRACTICE_KINDS: none is asked for */
} nb_outline_node;

/* Nodes in the order of the formulas, each leaf before the first that uses it: an operand stands
 * before its user, and the target is the last. */
typedef struct nb_outline {
    nb_outline_node nodes[NB_OUTLINE_NODES];
    int count;
} nb_outline;

/* One of the level's rows at random, with random choices. */
void nb_outline_draw(nb_outline *plan, nb_practice_level level, nb_random *random);

/* How many paths lead from node `to` back to node `from`; 1 for the node itself. */
int nb_outline_paths(const nb_outline *plan, int to, int from);
/* How often the node stands among the operands. */
int nb_outline_uses(const nb_outline *plan, int user, int operand);

#endif
