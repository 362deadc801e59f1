/* Where each box of a picture in characters stands: what `dot -Tplain` laid out, on a grid of
 * cells. Boxes stand in ranks from left to right, and every wire goes from rank to rank. */
#ifndef NABLA_SKETCH_PLACING_H
#define NABLA_SKETCH_PLACING_H

#include "sketch/boxes.h"

/* A box in its rank, or where a wire passes through a rank. */
typedef struct nb_slot {
    size_t rank;
    size_t box;    /* of nb_boxes.list; NB_NO_BOX: a wire passes */
    size_t row;    /* of its line */
    size_t height; /* of its box; 1: a wire passes */
    double y;      /* inches from below, as dot says */
    size_t push;   /* rows that it has to stand lower than there */
} nb_slot;

#define NB_NO_BOX SIZE_MAX

/* One of dot's arrows: from slot to slot, through those from `through` on, one in each rank. */
typedef struct nb_route {
    size_t from, to, through;
    bool dashed;
} nb_route;

typedef struct nb_placing {
    nb_memory *memory;
    nb_slot *slots; /* slot i < boxes.count is that of box i */
    size_t slot_count, slot_room;
    nb_route *routes;
    size_t route_count, route_room;
    double *ranks; /* where dot has them */
    size_t rank_count, rank_room;
    nb_slot **order; /* the slots by rank, in each from above */
    size_t order_room;
    size_t rows; /* once settled */
} nb_placing;

/* Reads what dot wrote. False: that does not say where each box is, or memory ran out. To be
 * cleared either way. */
NB_MUST_USE bool nb_placing_read(nb_placing *placing, const nb_picture_block *picture,
                                 const nb_boxes *boxes, const char *layout, nb_memory *memory);
/* Gives every slot its row: near to where dot has it, and below the one above it. */
void nb_placing_settle(nb_placing *placing);
void nb_placing_clear(nb_placing *placing);

#endif
