/* The lines of an indented tree: what is in the pen's cell, behind its branches. */
#ifndef NABLA_SKETCH_BRANCH_H
#define NABLA_SKETCH_BRANCH_H

#include "view/pen.h"

/* A line of a tree. `open`: by depth, whether further branches follow below. */
typedef struct nb_branch {
    size_t depth;
    bool last; /* of the branches of its parent */
    const uint8_t *open;
} nb_branch;

/* Below that branches are left out: they would leave no room for words. */
size_t nb_branch_deepest(const nb_pen *pen);
/* Writes the pen's cell as that line. */
void nb_branch_write(nb_pen *pen, const nb_branch *branch);
/* Writes a sentence below the tree. */
void nb_branch_say(nb_pen *pen, nb_message message);

#endif
