/* What a picture is made of and how it is to look: vertices and edges, and what the clauses of
 * `draw` say. */
#ifndef NABLA_RESULT_PICTURE_H
#define NABLA_RESULT_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "result/text.h"

typedef enum nb_vertex_kind {
    NB_VERTEX_LEAF,     /* a name: where a wire begins */
    NB_VERTEX_NUMBER,   /* a number written in a formula */
    NB_VERTEX_OPERATOR, /* a round node with a symbol */
    NB_VERTEX_CALL,     /* a function call, closed: one rounded box with the function's name */
    NB_VERTEX_TARGET,   /* the target's name: where the last wire ends */
    NB_VERTEX_MORE      /* what a part of a graph leaves out, before or behind it */
} nb_vertex_kind;

typedef enum nb_picture_style {
    NB_PICTURE_TEXTBOOK, /* round operators, a value above each wire and a gradient below it */
    NB_PICTURE_RECORD,   /* name, value and gradient in one box, operators as ovals */
    NB_PICTURE_PLAIN     /* names and operators alone */
} nb_picture_style;

typedef struct nb_picture_look {
    nb_picture_style style;
    bool dark;     /* light on dark */
    bool down;     /* from top to bottom, rather than from left to right */
    bool nolocal;  /* no local gradients on the wires */
    bool traced;   /* what is not `traced` is grey */
    bool unbroken; /* in one line, however long that is */
    uint32_t dpi, width; /* of pixels: so many to an inch, so many across; 0: what fits a slide */
} nb_picture_look;

/* What a leaf is, or the formula at the end. */
typedef enum nb_role {
    NB_ROLE_INPUT,
    NB_ROLE_WEIGHT, /* drawn by an initialiser, changed by training, or called w, W, b, B */
    NB_ROLE_DATA,   /* a column of the data */
    NB_ROLE_LOSS,   /* what weights are trained for: the target, where there are any */
    NB_ROLE_COUNT
} nb_role;

#define NB_UNBOXED UINT32_MAX

/* A call that is opened: its nodes stand inside it. */
typedef struct nb_picture_box {
    const char *name; /* of the function */
    uint32_t outer;   /* the box that it stands in, or NB_UNBOXED */
} nb_picture_box;

typedef struct nb_vertex {
    nb_vertex_kind kind;
    const char *symbol; /* operator: its symbol; call: the function's name */
    const char *label;  /* name or label to show, NULL for a node without one */
    nb_text formula;    /* target: shown where there is no label */
    double value, gradient;
    bool no_value, no_gradient; /* a walk has not come there: room is kept, nothing is seen */
    bool current;               /* where a walk is */
    bool traced;                /* on the path that was asked for */
    bool repeated;              /* it stands in other places of the picture, too */
    nb_role role;               /* leaf, target */
    uint32_t box;               /* of nb_picture_block.boxes, or NB_UNBOXED */
    /* in the graph; results of one call share a box: the first of them, plus 1; else 0 */
    uint32_t node, joined;
    uint32_t rows, columns; /* of all of these results; rows 0: a vector; both 0: nothing is said */
    bool each; /* a function of numbers made each of them: what leads into one concerns no other */
} nb_vertex;

typedef struct nb_edge {
    uint32_t from, to;   /* indices of vertices; the wire carries the value of `from` */
    double local;        /* ∂to/∂from along this wire */
    double contribution; /* upstream × local: what this wire sends back */
    bool to_target;      /* the last wire: no local gradient on it */
    bool chosen;         /* false: nothing flows here (a `where` that took the other side) */
    bool traced;         /* on the path that was asked for */
    bool several;        /* it leads to several results in one box: no number is the local one */
} nb_edge;

#endif
