/* Owns the tracks of wires between two ranks. Two lines never share a cell but where a vertical one
 * crosses a horizontal one: a line whose left end lies in the row of another's right end has its
 * track to the left of that one's. */
#include "sketch/channel.h"

#include <stdint.h>
#include <stdlib.h>

enum { UNSET = -1 };

/* ---- wires and nets ---- */

/* The slot of a route in a rank between its ends or at one. */
static size_t slot_in(const nb_placing *p, const nb_route *route, size_t rank) {
    size_t first = p->slots[route->from].rank;
    if (rank == first) return route->from;
    return rank == p->slots[route->to].rank ? route->to : route->through + (rank - first - 1);
}

static bool add_strand(nb_channel *c, nb_strand strand) {
    if (!NB_RESERVE(c->memory, c->strands, &c->strand_room, c->strand_count + 1)) return false;
    c->strands[c->strand_count++] = strand;
    return true;
}

/* The net with this id; `net_count` when memory ran out. */
static size_t find_net(nb_channel *c, size_t id) {
    size_t i = 0;
    while (i < c->net_count && c->nets[i].id != id) i++;
    if (i < c->net_count) return i;
    if (!NB_RESERVE(c->memory, c->nets, &c->net_room, c->net_count + 1)) return SIZE_MAX;
    c->nets[c->net_count++] = (nb_net){.id = id, .first = SIZE_MAX};
    return i;
}

static void widen(nb_net *net, size_t row) {
    if (row < net->first) net->first = row;
    if (row > net->last) net->last = row;
}

/* A wire that leaves a vertex is one with the others that do, one that arrives at one, too. */
static bool collect(nb_channel *c, const nb_placing *p, size_t boxes, size_t vertices,
                    size_t rank) {
    for (size_t i = 0; i < p->route_count; i++) {
        const nb_route *route = &p->routes[i];
        if (p->slots[route->from].rank > rank || p->slots[route->to].rank <= rank) continue;
        nb_strand strand = {.left = slot_in(p, route, rank), .right = slot_in(p, route, rank + 1),
                            .dashed = route->dashed};
        size_t id = strand.left < vertices    ? strand.left
                    : strand.right < vertices ? strand.right
                                              : boxes + i;
        strand.net = find_net(c, id);
        if (strand.net == SIZE_MAX || !add_strand(c, strand)) return false;
        widen(&c->nets[strand.net], p->slots[strand.left].row);
        widen(&c->nets[strand.net], p->slots[strand.right].row);
    }
    return true;
}

static bool is_straight(const nb_net *net) {
    return net->first == net->last;
}

/* ---- tracks ---- */

/* What has to stand to the left of `net` and has no track yet; NULL: nothing. *least becomes the
 * first track that is to the right of all the others. */
static const nb_strand *find_before(const nb_channel *c, const nb_placing *p, const int *tracks,
                                    size_t net, int *least) {
    for (size_t i = 0; i < c->strand_count; i++) {
        if (c->strands[i].net != net) continue;
        size_t row = p->slots[c->strands[i].right].row;
        for (size_t k = 0; k < c->strand_count; k++) {
            const nb_strand *other = &c->strands[k];
            if (other->net == net || p->slots[other->left].row != row) continue;
            if (is_straight(&c->nets[other->net])) continue;
            if (tracks[other->net] == UNSET) return &c->strands[i];
            if (tracks[other->net] >= *least) *least = tracks[other->net] + 1;
        }
    }
    return NULL;
}

static bool is_free(const nb_channel *c, const int *tracks, const nb_net *net, int track) {
    for (size_t i = 0; i < c->net_count; i++)
        if (tracks[i] == track && c->nets[i].first <= net->last && net->first <= c->nets[i].last)
            return false;
    return true;
}

/* Wires cross least where of those that go down the lowest stands leftmost, and of those that go up
 * the highest: the larger, the further left. */
static double leftness(const nb_channel *c, const nb_placing *p, size_t net) {
    double sum = 0;
    for (size_t i = 0; i < c->strand_count; i++)
        if (c->strands[i].net == net)
            sum += (double)p->slots[c->strands[i].right].row -
                   (double)p->slots[c->strands[i].left].row;
    return sum > 0 ? (double)c->nets[net].first : -1 - (double)c->nets[net].first;
}

/* The next net to get a track; SIZE_MAX: none, and *blocked is one that others stand in the way of,
 * or NULL. */
static size_t choose(const nb_channel *c, const nb_placing *p, const int *tracks, int *least,
                     const nb_strand **blocked) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < c->net_count; i++) {
        int track = 0;
        if (is_straight(&c->nets[i]) || tracks[i] != UNSET) continue;
        const nb_strand *before = find_before(c, p, tracks, i, &track);
        if (before != NULL) *blocked = before;
        if (before != NULL || (best != SIZE_MAX && leftness(c, p, i) <= leftness(c, p, best)))
            continue;
        best = i;
        *least = track;
    }
    return best;
}

static nb_routed assign(nb_channel *c, nb_placing *p, int *tracks) {
    for (;;) {
        const nb_strand *blocked = NULL;
        int track = 0;
        size_t net = choose(c, p, tracks, &track, &blocked);
        if (net == SIZE_MAX && blocked == NULL) return NB_ROUTED;
        if (net == SIZE_MAX) {
            p->slots[blocked->right].push++;
            return NB_ROUTED_AGAIN;
        }
        while (!is_free(c, tracks, &c->nets[net], track)) track++;
        tracks[net] = track;
        c->nets[net].track = (size_t)track;
        if (c->nets[net].track >= c->tracks) c->tracks = c->nets[net].track + 1;
    }
}

nb_routed nb_channel_route(nb_channel *channel, nb_placing *placing, size_t boxes,
                           size_t vertices, size_t rank, nb_memory *memory) {
    *channel = (nb_channel){.memory = memory};
    if (!collect(channel, placing, boxes, vertices, rank)) return NB_NOT_ROUTED;
    size_t room = channel->net_count + 1;
    int *tracks = nb_memory_resize(memory, NULL, 0, room, sizeof *tracks);
    if (tracks == NULL) return NB_NOT_ROUTED;
    for (size_t i = 0; i < room; i++) tracks[i] = UNSET;
    nb_routed routed = assign(channel, placing, tracks);
    nb_memory_free(memory, tracks, room, sizeof *tracks);
    return routed;
}

void nb_channel_clear(nb_channel *channel) {
    nb_memory *memory = channel->memory;
    if (memory == NULL) return;
    nb_memory_free(memory, channel->strands, channel->strand_room, sizeof *channel->strands);
    nb_memory_free(memory, channel->nets, channel->net_room, sizeof *channel->nets);
    *channel = (nb_channel){.memory = NULL};
}
