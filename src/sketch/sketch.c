/* Owns the drawing of a picture in characters, cell by cell.
 *
 * Invariant: a cell belongs to one wire, or to a horizontal and a vertical one that cross there.
 * Two wires that would join where they do not belong together make no picture, but a tree. */
#include "sketch/sketch.h"

#include <stdint.h>

#include "sketch/branch.h"
#include "sketch/channel.h"
#include "sketch/dot_source.h"
#include "sketch/summary.h"
#include "sketch/tree.h"

enum { MOST_VERTICES = 200, MOST_EDGES = 500, MOST_TRIES = 60, INDENT = 2 };
enum { UP = 1, RIGHT = 2, DOWN = 4, LEFT = 8, ACROSS = LEFT | RIGHT, ALONG = UP | DOWN };

typedef struct cell {
    uint32_t net;   /* from 1; 0: no wire */
    uint32_t other; /* the one that crosses it; 0: none */
    uint32_t text;  /* from 1: what begins here; 0: nothing */
    uint8_t arms;
    bool solid, arrow;
} cell;

typedef struct drawing {
    nb_pen *pen;
    const nb_picture_block *picture;
    nb_boxes boxes;
    nb_placing placing;
    nb_channel *channels; /* one behind each rank but the last */
    size_t channel_count;
    size_t *columns; /* where each rank begins */
    cell *cells;     /* row by row */
    size_t width, indent;
    nb_box_text *texts;
    size_t text_count, text_room;
    bool clash; /* two wires would join */
} drawing;

/* ---- where ranks and channels stand ---- */

static const nb_box *box_of(const drawing *d, const nb_slot *slot) {
    return slot->box != NB_NO_BOX ? &d->boxes.list[slot->box] : NULL;
}

static size_t widest_in(const drawing *d, size_t rank) {
    size_t width = 1;
    for (size_t i = 0; i < d->placing.slot_count; i++) {
        const nb_slot *slot = &d->placing.slots[i];
        const nb_box *box = box_of(d, slot);
        if (slot->rank == rank && slot->height > 0 && box != NULL && box->width > width)
            width = box->width;
    }
    return width;
}

/* One column on each side of the tracks, where an arrow's head may stand. */
static void place_ranks(drawing *d) {
    size_t at = 0;
    for (size_t rank = 0; rank < d->placing.rank_count; rank++) {
        d->columns[rank] = at;
        at += widest_in(d, rank);
        if (rank < d->channel_count) at += d->channels[rank].tracks + 2;
    }
    d->width = at;
}

/* The end of a rank: where the channel behind it begins. */
static size_t end_of(const drawing *d, size_t rank) {
    return rank < d->channel_count ? d->columns[rank + 1] - d->channels[rank].tracks - 2 : d->width;
}

/* What wires begin at stands on the right side of its rank, so that they begin alike. */
static size_t left_of(const drawing *d, const nb_slot *slot) {
    const nb_box *box = box_of(d, slot);
    size_t begin = d->columns[slot->rank], room = end_of(d, slot->rank) - begin;
    if (slot->box >= d->picture->vertex_count) return begin; /* a wire */
    nb_vertex_kind kind = d->picture->vertices[slot->box].kind;
    bool ends = kind == NB_VERTEX_LEAF || kind == NB_VERTEX_NUMBER;
    if (kind == NB_VERTEX_TARGET) return begin;
    return begin + (ends ? room - box->width : (room - box->width) / 2);
}

/* ---- routing ---- */

static void clear_channels(drawing *d) {
    for (size_t i = 0; i < d->channel_count; i++) nb_channel_clear(&d->channels[i]);
}

static nb_routed route_all(drawing *d) {
    nb_memory *memory = d->pen->out->memory;
    nb_routed routed = NB_ROUTED;
    clear_channels(d);
    nb_placing_settle(&d->placing);
    for (size_t i = 0; i < d->channel_count && routed == NB_ROUTED; i++)
        routed = nb_channel_route(&d->channels[i], &d->placing, d->boxes.count,
                                  d->picture->vertex_count, i, memory);
    return routed;
}

static bool route(drawing *d) {
    nb_memory *memory = d->pen->out->memory;
    size_t ranks = d->placing.rank_count;
    d->columns = nb_memory_new(memory, ranks, sizeof *d->columns);
    d->channels = nb_memory_new(memory, ranks, sizeof *d->channels);
    if (d->columns == NULL || d->channels == NULL) return false;
    d->channel_count = ranks - 1;
    nb_routed routed = NB_ROUTED_AGAIN;
    for (int i = 0; i < MOST_TRIES && routed == NB_ROUTED_AGAIN; i++) routed = route_all(d);
    return routed == NB_ROUTED;
}

/* ---- cells ---- */

static cell *cell_at(drawing *d, size_t row, size_t column) {
    return &d->cells[row * d->width + column];
}

/* All that a net has in a cell; what it has there already may be said again. */
static void add_arms(drawing *d, size_t row, size_t column, size_t net, int arms, bool dashed) {
    cell *c = cell_at(d, row, column);
    uint32_t id = (uint32_t)net + 1;
    bool crosses = c->net != 0 && c->net != id;
    if (crosses && c->other != id) {
        bool free = c->other == 0 && ((c->arms == ACROSS && arms == ALONG) ||
                                      (c->arms == ALONG && arms == ACROSS));
        d->clash = d->clash || !free;
        c->other = id;
    }
    if (c->net == 0) c->net = id;
    c->arms = (uint8_t)(c->arms | arms);
    c->solid = c->solid || !dashed;
}

static void add_run(drawing *d, size_t row, size_t from, size_t to, size_t net, bool dashed) {
    for (size_t column = from; column < to; column++)
        add_arms(d, row, column, net, ACROSS, dashed);
}

/* From the left side to the net's track, and from there to the right side. */
static void draw_strand(drawing *d, size_t rank, const nb_strand *strand) {
    const nb_net *net = &d->channels[rank].nets[strand->net];
    bool straight = net->first == net->last;
    size_t begin = end_of(d, rank), end = d->columns[rank + 1], track = begin + 1 + net->track;
    size_t left = d->placing.slots[strand->left].row, right = d->placing.slots[strand->right].row;
    add_run(d, left, begin, straight ? end : track, net->id, strand->dashed);
    if (!straight) add_run(d, right, track + 1, end, net->id, strand->dashed);
}

/* The net's vertical line, with the strands that end there. */
static void draw_track(drawing *d, size_t rank, size_t index) {
    const nb_channel *channel = &d->channels[rank];
    const nb_net *net = &channel->nets[index];
    size_t column = end_of(d, rank) + 1 + net->track;
    for (size_t row = net->first; row <= net->last; row++) {
        int arms = (row > net->first ? UP : 0) | (row < net->last ? DOWN : 0);
        bool dashed = true;
        for (size_t i = 0; i < channel->strand_count; i++) {
            const nb_strand *strand = &channel->strands[i];
            if (strand->net != index) continue;
            size_t left = d->placing.slots[strand->left].row;
            size_t right = d->placing.slots[strand->right].row;
            arms |= (left == row ? LEFT : 0) | (right == row ? RIGHT : 0);
            bool there = (left <= row && row <= right) || (right <= row && row <= left);
            dashed = dashed && (strand->dashed || !there);
        }
        add_arms(d, row, column, net->id, arms, dashed);
    }
}

static void draw_channel(drawing *d, size_t rank) {
    const nb_channel *channel = &d->channels[rank];
    for (size_t i = 0; i < channel->strand_count; i++) draw_strand(d, rank, &channel->strands[i]);
    for (size_t i = 0; i < channel->net_count; i++)
        if (channel->nets[i].first < channel->nets[i].last) draw_track(d, rank, i);
}

static void put_text(drawing *d, size_t row, size_t column, const nb_box_text *text) {
    if (text->columns == 0) return;
    if (!NB_RESERVE(d->pen->out->memory, d->texts, &d->text_room, d->text_count + 1)) {
        d->pen->out->failed = true;
        return;
    }
    d->texts[d->text_count++] = *text;
    cell_at(d, row, column)->text = (uint32_t)d->text_count;
}

static void put_centred(drawing *d, size_t row, size_t column, size_t width,
                        const nb_box_text *text) {
    if (text->columns <= width) put_text(d, row, column + (width - text->columns) / 2, text);
}

/* A wire's numbers stand over its line and under it, its local gradient on it. */
static void draw_wire(drawing *d, const nb_slot *slot, const nb_box *box) {
    size_t begin = left_of(d, slot), end = end_of(d, slot->rank);
    size_t local = box->local.columns > 0 ? box->local.columns + 1 : 0;
    add_run(d, slot->row, begin, end, slot->box, false);
    put_centred(d, slot->row - 1, begin, box->width - local, &box->above);
    put_centred(d, slot->row + 1, begin, box->width - local, &box->below);
    if (box->local.length > 0) put_text(d, slot->row, end - local, &box->local);
}

/* Wires that come in and go out, and whether one of them carries something. */
enum { IN = 1, OUT = 2, SOLID_IN = 4, SOLID_OUT = 8 };

static void draw_vertex(drawing *d, const nb_slot *slot, const nb_box *box, int wires) {
    size_t left = left_of(d, slot), right = left + box->width;
    nb_vertex_kind kind = d->picture->vertices[slot->box].kind;
    bool begins = kind == NB_VERTEX_LEAF || kind == NB_VERTEX_NUMBER;
    size_t spare = box->width - box->middle.columns;
    size_t middle = left + (begins ? spare : kind == NB_VERTEX_TARGET ? 0 : spare / 2);
    size_t after = middle + box->middle.columns;
    if (wires & IN)
        add_run(d, slot->row, d->columns[slot->rank], middle, slot->box, !(wires & SOLID_IN));
    if (wires & OUT)
        add_run(d, slot->row, after, end_of(d, slot->rank), slot->box, !(wires & SOLID_OUT));
    put_text(d, slot->row, middle, &box->middle);
    if ((wires & IN) && middle > 0) cell_at(d, slot->row, middle - 1)->arrow = true;
    if (box->height == 1) return;
    put_centred(d, slot->row - 1, left, right - left, &box->above);
    put_centred(d, slot->row + 1, left, right - left, &box->below);
}

static void draw_boxes(drawing *d, const uint8_t *wires) {
    for (size_t i = 0; i < d->boxes.count; i++) {
        const nb_slot *slot = &d->placing.slots[i];
        if (slot->height == 0) continue;
        if (i >= d->picture->vertex_count) draw_wire(d, slot, &d->boxes.list[i]);
        else draw_vertex(d, slot, &d->boxes.list[i], wires[i]);
    }
}

/* The wires that pass through ranks; `wires` becomes what each box has of them. */
static void draw_routes(drawing *d, uint8_t *wires) {
    const nb_placing *p = &d->placing;
    for (size_t i = 0; i < p->route_count; i++) {
        const nb_route *r = &p->routes[i];
        wires[r->from] |= (uint8_t)(r->dashed ? OUT : OUT | SOLID_OUT);
        wires[r->to] |= (uint8_t)(r->dashed ? IN : IN | SOLID_IN);
        size_t rank = p->slots[r->from].rank + 1, end = p->slots[r->to].rank;
        for (const nb_slot *slot = &p->slots[r->through]; rank < end; rank++, slot++)
            add_run(d, slot->row, d->columns[rank], end_of(d, rank), i, r->dashed);
    }
    for (size_t rank = 0; rank < d->channel_count; rank++) draw_channel(d, rank);
}

/* ---- lines ---- */

/* A line's sign by its arms; of the dashed ones, of crossings, and of arrows. */
static const char *sign_of(const cell *c, bool ascii) {
    static const char *const signs[] = {" ", "│", "─", "╰", "│", "│", "╭", "├",
                                        "─", "╯", "─", "┴", "╮", "┤", "┬", "┼"};
    bool across = (c->arms & ALONG) == 0, along = (c->arms & ACROSS) == 0;
    if (c->arrow) return ascii ? ">" : "→";
    if (c->other != 0) return ascii ? "|" : "│";
    if (!c->solid && across) return ascii ? "." : "╌";
    if (!c->solid && along) return ascii ? ":" : "╎";
    if (ascii) return across ? "-" : along ? "|" : "+";
    return signs[c->arms];
}

static void change_ink(nb_pen *pen, nb_ink *now, nb_ink ink) {
    if (*now != ink) nb_pen_ink(pen, pen->out, ink);
    *now = ink;
}

static void render_row(drawing *d, size_t row) {
    nb_pen *pen = d->pen;
    nb_ink now = NB_INK_PLAIN;
    size_t blanks = d->indent; /* that are due, unless the line ends */
    for (size_t column = 0; column < d->width;) {
        const cell *c = cell_at(d, row, column);
        const nb_box_text *text = c->text > 0 ? &d->texts[c->text - 1] : NULL;
        column += text != NULL ? text->columns : 1;
        if (text != NULL ? text->length == 0 : c->arms == 0) {
            blanks += text != NULL ? text->columns : 1;
            continue;
        }
        change_ink(pen, &now, text != NULL ? text->ink : c->solid ? NB_INK_PLAIN : NB_INK_DIM);
        nb_pen_blanks(pen, blanks);
        blanks = 0;
        const char *bytes = d->boxes.text.data;
        if (text != NULL) nb_buffer_add(pen->out, bytes + text->offset, text->length);
        else nb_buffer_add_text(pen->out, sign_of(c, pen->view->ascii));
    }
    change_ink(pen, &now, NB_INK_PLAIN);
    nb_buffer_add_char(pen->out, '\n');
}

static bool is_empty(drawing *d, size_t row) {
    for (size_t column = 0; column < d->width; column++)
        if (cell_at(d, row, column)->arms != 0 || cell_at(d, row, column)->text != 0) return false;
    return true;
}

static void render_rows(drawing *d) {
    const volatile sig_atomic_t *stop = d->pen->view->stop;
    size_t first = 0, end = d->placing.rows;
    while (first < end && is_empty(d, first)) first++;
    while (end > first && is_empty(d, end - 1)) end--;
    for (size_t row = first; row < end && (stop == NULL || !*stop); row++) render_row(d, row);
}

/* ---- the whole ---- */

static bool draw_cells(drawing *d) {
    nb_memory *memory = d->pen->out->memory;
    size_t count = d->width * d->placing.rows, boxes = d->boxes.count + 1;
    uint8_t *wires = nb_memory_new(memory, boxes, 1);
    d->cells = nb_memory_new(memory, count, sizeof *d->cells);
    bool good = wires != NULL && d->cells != NULL;
    if (good) {
        draw_routes(d, wires);
        draw_boxes(d, wires);
        if (!d->clash) render_rows(d);
    }
    nb_memory_free(memory, d->cells, count, sizeof *d->cells);
    nb_memory_free(memory, wires, boxes, 1);
    return good && !d->clash;
}

static void clear(drawing *d) {
    nb_memory *memory = d->pen->out->memory;
    size_t ranks = d->placing.rank_count;
    clear_channels(d);
    nb_memory_free(memory, d->channels, ranks, sizeof *d->channels);
    nb_memory_free(memory, d->columns, ranks, sizeof *d->columns);
    nb_memory_free(memory, d->texts, d->text_room, sizeof *d->texts);
    nb_placing_clear(&d->placing);
    nb_boxes_clear(&d->boxes);
}

/* False: it does not fit, or is not what dot should have laid out. *width: what it needs. */
static bool draw(nb_pen *pen, const nb_picture_block *picture, const char *layout,
                 size_t *width) {
    nb_memory *memory = pen->out->memory;
    drawing d = {.pen = pen, .picture = picture};
    bool good = nb_boxes_make(&d.boxes, picture, pen->view, memory);
    d.placing.memory = memory;
    good = good && nb_placing_read(&d.placing, picture, &d.boxes, layout, memory);
    good = good && route(&d);
    if (good) place_ranks(&d);
    *width = good ? d.width + INDENT : 0;
    bool tight = good && *width > pen->width; /* then the indent is what it does without */
    d.indent = !tight ? INDENT : pen->width > d.width ? pen->width - d.width : 0;
    good = good && d.width <= pen->width && draw_cells(&d);
    clear(&d);
    return good;
}

static bool is_drawn(const nb_picture_block *picture, const nb_view *view) {
    return !view->plain && picture->edge_count > 0 && picture->vertex_count <= MOST_VERTICES &&
           picture->edge_count <= MOST_EDGES;
}

bool nb_sketch_source(const nb_picture_block *picture, const nb_view *view, nb_buffer *out) {
    nb_boxes boxes;
    if (!is_drawn(picture, view)) return false;
    if (nb_boxes_make(&boxes, picture, view, out->memory)) nb_dot_source(picture, &boxes, out);
    else out->failed = true;
    nb_boxes_clear(&boxes);
    return true;
}

void nb_sketch(const nb_picture_block *picture, const char *layout, const nb_view *view,
               nb_buffer *out) {
    nb_pen pen;
    size_t width = 0;
    nb_pen_init(&pen, view, out);
    bool can = layout != NULL && is_drawn(picture, view);
    bool drawn = can && draw(&pen, picture, layout, &width);
    if (picture->figure != NULL) nb_sketch_summary(&pen, picture->figure);
    else if (!drawn) nb_sketch_tree(&pen, picture);
    if (!drawn && width > pen.width) nb_branch_say(&pen, NB_SAY(TREE_WIDTH, NB_COUNT(width)));
    nb_pen_clear(&pen);
}
