/* What a picture is made of and how it is to look: kinds of vertices and of leaves, and what the
 * clauses of `draw` say. */
#ifndef NABLA_RESULT_PICTURE_H
#define NABLA_RESULT_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
