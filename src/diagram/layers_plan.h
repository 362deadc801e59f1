/* A network in layers before it is written: what stands where, and in what colours. */
#ifndef NABLA_DIAGRAM_LAYERS_PLAN_H
#define NABLA_DIAGRAM_LAYERS_PLAN_H

#include "base/memory.h"
#include "diagram/dot_paint.h"
#include "result/figure.h"

typedef enum nb_run_kind {
    NB_RUN_WORDS,
    NB_RUN_NAME,    /* as a blackboard has it: w25 with a subscript */
    NB_RUN_ELEMENT, /* the same of h[1] */
    NB_RUN_FORMULA,
    NB_RUN_NUMBER
} nb_run_kind;

/* A part of a text in one look. */
typedef struct nb_text_run {
    nb_run_kind kind;
    const char *text;
    const nb_text *formula;
    double number;
    nb_colour colour;
    int points;
    bool bold, newline; /* newline: it begins a line */
} nb_text_run;

typedef enum nb_item_shape {
    NB_ITEM_TEXT,
    NB_ITEM_NOTE,   /* a text on paper of its own: it may stand on an arrow */
    NB_ITEM_CIRCLE,
    NB_ITEM_DASHED, /* a circle */
    NB_ITEM_BOX     /* with rounded corners, as large as its text */
} nb_item_shape;

enum { NB_ITEM_RUNS = 8 };

typedef struct nb_layers_item {
    char kind;    /* with the index: what it is called in the source */
    size_t index; /* kind n: of the vertex; kind w: of the edge whose weight it is */
    nb_item_shape shape;
    nb_colour fill;
    double x, y;  /* inches, y upwards */
    double width; /* of a label in several lines; 0: as wide as it is */
    nb_text_run runs[NB_ITEM_RUNS];
    size_t run_count;
} nb_layers_item;

/* A weight's place on its arrow. */
typedef struct nb_layers_tag {
    double x, y, width, height;
} nb_layers_tag;

typedef struct nb_layers_plan {
    const nb_picture_block *picture;
    const struct nb_figure *f;
    const nb_view *view;
    nb_arena *arena;
    nb_layers_item *items;  /* an item of kind n before those that belong to it */
    size_t item_count;
    nb_layers_item caption; /* below all; without runs: there is none */
    double left, right, low, high; /* of what is drawn; inches */
    int digits;
    double *at;      /* of each column: how far from the first it stands */
    size_t *places;  /* and how many vertices it has */
    size_t *labels;  /* and how many arrows with a weight end in it */
    nb_layers_tag *tags; /* of each edge */
    double largest;  /* of the weights */
    double row;      /* how far units of a column are apart */
    bool has_unlabelled, failed;
} nb_layers_plan;

/* Circles' radius. */
#define NB_LAYERS_RADIUS 0.31

/* False: memory ran out. All of it lives in the arena. */
NB_MUST_USE bool nb_layers_plan_make(const nb_picture_block *picture, const nb_view *view,
                                     nb_arena *arena, nb_layers_plan *plan);

/* How an arrow looks. Where there are too many for their weights to be written, thickness says how
 * large a weight is, colour and dashes its sign. */
typedef struct nb_arrow_look {
    nb_colour colour;
    double width; /* points; 0: as usual */
    bool dashed;
} nb_arrow_look;
nb_arrow_look nb_layers_arrow(const nb_layers_plan *plan, const nb_figure_edge *edge);

#endif
