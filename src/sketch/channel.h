/* The space between two ranks of a picture in characters: there wires part, meet and change their
 * rows, each on a vertical line of its own. */
#ifndef NABLA_SKETCH_CHANNEL_H
#define NABLA_SKETCH_CHANNEL_H

#include "sketch/placing.h"

/* What wires of one box become one line, which comes in from the left in some rows and goes out to
 * the right in some. */
typedef struct nb_net {
    size_t id;    /* a box, or behind those a route */
    size_t first, last; /* rows of its vertical line; the same: it goes straight */
    size_t track; /* from 0, of its vertical line */
} nb_net;

/* A wire in the channel. */
typedef struct nb_strand {
    size_t net;         /* of nb_channel.nets */
    size_t left, right; /* slots */
    bool dashed;
} nb_strand;

typedef struct nb_channel {
    nb_memory *memory;
    nb_strand *strands;
    size_t strand_count, strand_room;
    nb_net *nets;
    size_t net_count, net_room;
    size_t tracks;
} nb_channel;

typedef enum nb_routed {
    NB_ROUTED,
    NB_ROUTED_AGAIN, /* two wires stand in each other's way: a slot was pushed; settle, try again */
    NB_NOT_ROUTED    /* memory ran out */
} nb_routed;

/* Routes what goes from rank number `rank` to the next. `channel` is cleared or zero. */
NB_MUST_USE nb_routed nb_channel_route(nb_channel *channel, nb_placing *placing, size_t boxes,
                                       size_t vertices, size_t rank, nb_memory *memory);
void nb_channel_clear(nb_channel *channel);

#endif
