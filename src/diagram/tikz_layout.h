/* What `dot -Tplain` says of places, read for TikZ: inches, from the lower left corner. */
#ifndef NABLA_DIAGRAM_TIKZ_LAYOUT_H
#define NABLA_DIAGRAM_TIKZ_LAYOUT_H

#include "diagram/tikz_text.h"

typedef struct nb_tikz_place {
    double x, y, width, height; /* of the middle */
} nb_tikz_place;

/* The line of a curve: the points of bezier curves one behind the other. */
typedef struct nb_tikz_curve {
    const char *points; /* where they begin */
    size_t count;
} nb_tikz_curve;

/* How large the whole is. */
void nb_tikz_find_size(const char *plain, double *width, double *height);
/* The node called by a letter and a number, and the curve between two of them; false: dot did not
 * place it. */
bool nb_tikz_find_node(const char *plain, char kind, size_t index, nb_tikz_place *where);
bool nb_tikz_find_curve(const char *plain, char from, size_t from_index, char to, size_t to_index,
                        nb_tikz_curve *curve);
/* The next point of a curve. */
void nb_tikz_next_point(nb_tikz_curve *curve, double *x, double *y);
/* Draws it in a style of TikZ; dot's curves end before their arrowheads. */
void nb_tikz_add_curve(const nb_tikz *t, nb_tikz_curve curve, const char *style, bool arrow);

#endif
