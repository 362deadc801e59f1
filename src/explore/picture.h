/* Pictures of a target's graph. */
#ifndef NABLA_EXPLORE_PICTURE_H
#define NABLA_EXPLORE_PICTURE_H

#include "definitions/sheet.h"

/* What a walk (quiz/walk.h) has come to: 1 for each node up to the target whose value, or gradient,
 * it has shown; both NULL where no walk over that target is on. They live in the scratch arena. */
typedef struct nb_reach {
    uint8_t *value, *gradient;
    nb_node current; /* where the walk is; NB_NO_NODE: before the first node */
} nb_reach;

/* What is drawn of a graph, and how. */
typedef struct nb_plan_of_picture {
    nb_picture_look look;
    bool values;    /* alone: no gradients */
    bool open;      /* what is inside of calls is shown */
    uint32_t near;  /* only what is within so many wires of `middle`; 0: everything */
    nb_node middle;
    nb_node traced; /* the path from there is marked; NB_NO_NODE: none is */
    const nb_command_arg *traced_arg; /* where that was typed */
    const uint32_t *columns; /* not 0 for each definition that is a column of the data */
} nb_plan_of_picture;

/* Adds the picture of the graph of `target` to the result, as the file `path`, or for the terminal
 * where that is NULL; *block is its block. What `reach` says is not known yet is left out of it. An
 * error where no path leads from `traced`. */
NB_MUST_USE nb_status nb_draw(nb_sheet *s, nb_node target, const char *path, const nb_reach *reach,
                              const nb_plan_of_picture *plan, nb_block **block);

#endif
