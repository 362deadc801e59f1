/* Owns the reading of dot's layout. It comes from another program: whatever it says, each box has
 * one finite place, and each wire leads to a rank further right, or there is no placing. */
#include "sketch/placing.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sketch/dot_source.h"

enum { MOST_SLOTS = 20000 };

typedef struct reader {
    nb_placing *p;
    const nb_picture_block *picture;
    const nb_boxes *boxes;
    double *x; /* of each box; NAN: not read yet */
} reader;

/* ---- words of a line ---- */

static bool read_number(const char **at, double *number) {
    char *end;
    *number = strtod(*at, &end);
    bool good = end != *at && isfinite(*number) && fabs(*number) < 1e6;
    *at = end;
    return good;
}

/* n5 or e5: the box. */
static bool read_box(const reader *r, const char **at, size_t *box) {
    *at += strspn(*at, " ");
    char kind = **at;
    if (kind != 'n' && kind != 'e') return false;
    char *end;
    size_t vertices = r->picture->vertex_count;
    unsigned long index = strtoul(*at + 1, &end, 10);
    bool good = end != *at + 1 && index < (kind == 'n' ? vertices : r->picture->edge_count);
    *at = end;
    *box = kind == 'n' ? index : vertices + index;
    return good && r->boxes->list[*box].height > 0;
}

/* ---- boxes ---- */

static bool read_node(reader *r, const char *at) {
    size_t box;
    double x, y;
    if (!read_box(r, &at, &box) || !read_number(&at, &x) || !read_number(&at, &y)) return false;
    if (!isnan(r->x[box])) return false;
    r->x[box] = x;
    r->p->slots[box] = (nb_slot){.box = box, .y = y, .height = r->boxes->list[box].height};
    return true;
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* dot centres the boxes of a rank one above the other. */
static bool find_ranks(reader *r) {
    const double same = 0.02; /* inches; neighbours are much further apart */
    nb_placing *p = r->p;
    size_t count = 0;
    if (!NB_RESERVE(p->memory, p->ranks, &p->rank_room, r->boxes->count + 1)) return false;
    for (size_t i = 0; i < r->boxes->count; i++) {
        bool there = r->boxes->list[i].height > 0;
        if (there && isnan(r->x[i])) return false;
        if (there) p->ranks[count++] = r->x[i];
    }
    qsort(p->ranks, count, sizeof *p->ranks, compare_numbers);
    for (size_t i = 0; i < count; i++)
        if (p->rank_count == 0 || p->ranks[i] > p->ranks[p->rank_count - 1] + same)
            p->ranks[p->rank_count++] = p->ranks[i];
    for (size_t i = 0; i < r->boxes->count; i++)
        while (r->boxes->list[i].height > 0 && r->x[i] > p->ranks[p->slots[i].rank] + same)
            p->slots[i].rank++;
    return count > 0;
}

/* ---- wires ---- */

typedef struct point {
    double x, y;
} point;

/* The y of the curve of Bezier with these four points where it comes to x: it goes from left to
 * right, so halving finds it. */
static double height_at(const point *c, double x) {
    const int halvings = 30;
    double low = 0, high = 1, t = 0;
    for (int i = 0; i < halvings; i++) {
        t = (low + high) / 2;
        double u = 1 - t;
        double at = u * u * u * c[0].x + 3 * u * u * t * c[1].x + 3 * u * t * t * c[2].x +
                    t * t * t * c[3].x;
        if (at < x) low = t;
        else high = t;
    }
    double u = 1 - t;
    return u * u * u * c[0].y + 3 * u * u * t * c[1].y + 3 * u * t * t * c[2].y +
           t * t * t * c[3].y;
}

static bool add_passing(reader *r, size_t rank, double y) {
    nb_placing *p = r->p;
    if (p->slot_count >= MOST_SLOTS ||
        !NB_RESERVE(p->memory, p->slots, &p->slot_room, p->slot_count + 1)) return false;
    p->slots[p->slot_count++] = (nb_slot){.rank = rank, .box = NB_NO_BOX, .height = 1, .y = y};
    return true;
}

/* The points of the curve; where it crosses ranks, from `rank` to before `end`, the wire passes. */
static bool read_curve(reader *r, const char *at, size_t rank, size_t end) {
    double count;
    point curve[4];
    int held = 0;
    if (!read_number(&at, &count)) return false;
    for (double i = 0; i < count; i++) {
        if (!read_number(&at, &curve[held].x) || !read_number(&at, &curve[held].y)) return false;
        if (++held < 4) continue;
        for (; rank < end && r->p->ranks[rank] <= curve[3].x; rank++)
            if (!add_passing(r, rank, height_at(curve, r->p->ranks[rank]))) return false;
        curve[0] = curve[3];
        held = 1;
    }
    for (; rank < end; rank++) /* it ended early */
        if (held == 0 || !add_passing(r, rank, curve[0].y)) return false;
    return true;
}

static bool read_edge(reader *r, const char *at) {
    nb_placing *p = r->p;
    size_t from, to, vertices = r->picture->vertex_count;
    if (!read_box(r, &at, &from) || !read_box(r, &at, &to)) return false;
    size_t left = p->slots[from].rank, right = p->slots[to].rank;
    if (left >= right || !NB_RESERVE(p->memory, p->routes, &p->route_room, p->route_count + 1))
        return false;
    const nb_edge *edges = r->picture->edges;
    bool dashed = from < vertices && to < vertices;
    if (dashed ? right < left + 2
               : to >= vertices ? from != edges[to - vertices].from
                                : to != edges[from - vertices].to) return false;
    p->routes[p->route_count++] = (nb_route){from, to, p->slot_count, dashed};
    return read_curve(r, at, left + 1, right);
}

/* ---- the whole ---- */

static bool begins(const char *line, const char *word) {
    return strncmp(line, word, strlen(word)) == 0;
}

/* Lines that begin with `word`, each through `read`. */
static bool read_lines(reader *r, const char *layout, const char *word,
                       bool (*read)(reader *, const char *)) {
    while (*layout != '\0') {
        if (begins(layout, word) && !read(r, layout + strlen(word))) return false;
        layout += strcspn(layout, "\n");
        layout += *layout == '\n';
    }
    return true;
}

static bool read_all(reader *r, const char *layout) {
    nb_placing *p = r->p;
    size_t expected = 0;
    if (!NB_RESERVE(p->memory, p->slots, &p->slot_room, r->boxes->count + 1)) return false;
    memset(p->slots, 0, r->boxes->count * sizeof *p->slots);
    p->slot_count = r->boxes->count;
    for (size_t i = 0; i < r->picture->edge_count; i++)
        expected += r->picture->edges[i].chosen ? 2 : 1;
    return read_lines(r, layout, "node ", read_node) && find_ranks(r) &&
           read_lines(r, layout, "edge ", read_edge) && p->route_count == expected;
}

bool nb_placing_read(nb_placing *placing, const nb_picture_block *picture, const nb_boxes *boxes,
                     const char *layout, nb_memory *memory) {
    *placing = (nb_placing){.memory = memory};
    reader r = {placing, picture, boxes, NULL};
    size_t room = boxes->count + 1;
    r.x = nb_memory_resize(memory, NULL, 0, room, sizeof *r.x);
    if (r.x == NULL) return false;
    for (size_t i = 0; i < room; i++) r.x[i] = NAN;
    bool good = begins(layout, "graph ") && read_all(&r, layout);
    nb_memory_free(memory, r.x, room, sizeof *r.x);
    return good && NB_RESERVE(memory, placing->order, &placing->order_room,
                              placing->slot_count + 1);
}

/* ---- rows ---- */

static int compare_slots(const void *a, const void *b) {
    const nb_slot *x = *(nb_slot *const *)a, *y = *(nb_slot *const *)b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->y != y->y) return x->y > y->y ? -1 : 1;
    return x < y ? -1 : x > y;
}

static size_t order_slots(nb_placing *p) {
    size_t count = 0;
    for (size_t i = 0; i < p->slot_count; i++)
        if (p->slots[i].height > 0) p->order[count++] = &p->slots[i];
    qsort(p->order, count, sizeof *p->order, compare_slots);
    return count;
}

/* The first row that is free below a slot for another one's line: boxes keep a row between. */
static size_t row_below(const nb_slot *above, const nb_slot *slot) {
    size_t gap = above->box != NB_NO_BOX && slot->box != NB_NO_BOX ? 1 : 0;
    return above->row + above->height / 2 + 1 + gap + slot->height / 2;
}

void nb_placing_settle(nb_placing *placing) {
    const double rows_an_inch = (double)NB_INCH_POINTS / NB_ROW_POINTS;
    size_t count = order_slots(placing);
    double top = -HUGE_VAL;
    placing->rows = 0;
    for (size_t i = 0; i < count; i++) top = fmax(top, placing->order[i]->y);
    for (size_t i = 0; i < count; i++) {
        nb_slot *slot = placing->order[i];
        const nb_slot *above = i > 0 ? placing->order[i - 1] : NULL;
        slot->row = (size_t)lround((top - slot->y) * rows_an_inch) + 1 + slot->push;
        if (above != NULL && above->rank == slot->rank && slot->row < row_below(above, slot))
            slot->row = row_below(above, slot);
        if (slot->row + 2 > placing->rows) placing->rows = slot->row + 2;
    }
}

void nb_placing_clear(nb_placing *placing) {
    nb_memory *memory = placing->memory;
    nb_memory_free(memory, placing->slots, placing->slot_room, sizeof *placing->slots);
    nb_memory_free(memory, placing->routes, placing->route_room, sizeof *placing->routes);
    nb_memory_free(memory, placing->ranks, placing->rank_room, sizeof *placing->ranks);
    nb_memory_free(memory, (void *)placing->order, placing->order_room, sizeof *placing->order);
    *placing = (nb_placing){.memory = memory};
}
