/* What the parts of a drawing share: its colours and sizes, and how numbers are put into it. */
#ifndef NABLA_DIAGRAM_DOT_PAINT_H
#define NABLA_DIAGRAM_DOT_PAINT_H

#include "view/view.h"

/* Colours, by what they are for: rows of dot_colours.def. */
typedef enum nb_colour {
#define COLOUR(ID, LIGHT, DARK) NB_COLOUR_##ID,
#include "diagram/dot_colours.def"
#undef COLOUR
    NB_COLOUR_COUNT
} nb_colour;

/* Sizes of type and room. No text is smaller than `small`. */
typedef struct nb_dot_sizes {
    int text, small;         /* points */
    int circle;              /* points across */
    const char *node_gap, *rank_gap; /* inches */
    bool stacked;            /* a local gradient stands over the value, not beside it */
} nb_dot_sizes;

typedef struct nb_dot_drawing {
    const nb_picture_block *picture;
    const nb_view *view;
    nb_buffer *out;
    nb_dot_sizes sizes;
    size_t *uses; /* for each vertex, the wires that leave it and carry something */
    size_t roles; /* kinds of leaves and results that occur */
    bool occurs[NB_ROLE_COUNT];
} nb_dot_drawing;

void nb_dot_add(const nb_dot_drawing *d, const char *text);
void nb_dot_add_id(const nb_dot_drawing *d, char kind, size_t index);
/* The colour as it is written in the theme of the picture; `faded`: grey, as what is off the path
 * that was asked for. */
const char *nb_dot_colour(const nb_dot_drawing *d, nb_colour colour, bool faded);
const char *nb_picture_colour(const nb_picture_look *look, nb_colour colour);
/* Begins a table without lines. */
void nb_dot_begin_table(const nb_dot_drawing *d, int padding);
/* A number; `hidden`: it takes its room and is not seen, so that nothing moves when it appears. */
void nb_dot_add_number(const nb_dot_drawing *d, double number, const char *colour, int points,
                       bool bold, bool hidden);
void nb_dot_add_value(const nb_dot_drawing *d, const nb_vertex *vertex, bool faded);
/* The gradient of the vertex, or what a wire brings it. */
void nb_dot_add_gradient(const nb_dot_drawing *d, const nb_vertex *vertex, double gradient,
                         int points, bool faded);
/* A local gradient: ×2, ×(-1). */
void nb_dot_add_local(const nb_dot_drawing *d, double local, bool hidden, bool faded);

/* The vertex that is drawn for this one: results of one call share a box. */
size_t nb_dot_drawn(const nb_dot_drawing *d, size_t index);
/* Whether what is not on a path is grey, and this is not on it. */
bool nb_dot_is_faded(const nb_dot_drawing *d, bool traced);
/* Where wires part, what comes back is added up: each wire shows its own contribution, so the
 * vertex has to show the sum. */
bool nb_dot_shows_sum(const nb_dot_drawing *d, size_t index);

#endif
