/* The vertices of a drawing. */
#ifndef NABLA_DIAGRAM_DOT_VERTEX_H
#define NABLA_DIAGRAM_DOT_VERTEX_H

#include "diagram/dot_paint.h"

/* How leaves and results of each kind differ, where more than one kind occurs. */
typedef struct nb_role_look {
    nb_message_id word;
    const char *shape; /* attributes */
    nb_colour colour;
} nb_role_look;
const nb_role_look *nb_dot_role(nb_role role);

/* Adds a vertex as node n0, n1...; in a picture of records also the box of an operator's value,
 * v0, v1... */
void nb_dot_add_vertex(const nb_dot_drawing *d, size_t index);
/* Whether wires leave from the box of its value. */
bool nb_dot_has_box(const nb_dot_drawing *d, size_t index);

#endif
