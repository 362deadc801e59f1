/* Owns what stands in the boxes of a picture in characters, and how large they are. */
#include "sketch/boxes.h"

#include "view/number.h"

size_t *nb_boxes_uses(const nb_picture_block *picture, nb_memory *memory) {
    size_t *uses = nb_memory_new(memory, picture->vertex_count + 1, sizeof *uses);
    for (size_t i = 0; uses != NULL && i < picture->edge_count; i++)
        if (picture->edges[i].chosen) uses[picture->edges[i].from]++;
    return uses;
}

bool nb_boxes_sum(const nb_picture_block *picture, const size_t *uses, size_t vertex) {
    return picture->has_gradients && uses[vertex] > 1 &&
           picture->vertices[vertex].kind != NB_VERTEX_NUMBER;
}

/* ---- texts ---- */

/* Takes what the pen has put together. */
static nb_box_text take(nb_boxes *boxes, nb_pen *pen, nb_ink ink) {
    nb_box_text text = {boxes->text.length, pen->cell.length, nb_pen_columns(pen), ink};
    if (pen->cell.length > 0) nb_buffer_add(&boxes->text, pen->cell.data, pen->cell.length);
    nb_pen_begin(pen);
    return text;
}

/* A number that is not known yet takes its room, and is not seen. */
static nb_box_text take_number(nb_boxes *boxes, nb_pen *pen, nb_ink ink, double number,
                               bool hidden) {
    nb_view_number(&pen->cell, number, pen->view->digits);
    nb_box_text text = take(boxes, pen, ink);
    if (hidden) text.length = 0;
    return text;
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static void add_name(nb_pen *pen, const nb_vertex *vertex) {
    if (vertex->label != NULL) nb_pen_add(pen, vertex->label);
    else if (vertex->formula.count > 0) nb_pen_add_pieces(pen, &vertex->formula);
    else nb_view_number(&pen->cell, vertex->value, pen->view->digits);
}

/* Between a name and its wire stands a blank. */
static void write_vertex(nb_boxes *boxes, nb_pen *pen, const nb_vertex *vertex, nb_box *box,
                         bool sum) {
    bool inner = vertex->kind == NB_VERTEX_OPERATOR || vertex->kind == NB_VERTEX_CALL;
    bool call = vertex->kind == NB_VERTEX_CALL;
    if (inner && vertex->label != NULL) {
        nb_pen_add(pen, vertex->label);
        box->above = take(boxes, pen, NB_INK_PLAIN);
    }
    if (vertex->kind == NB_VERTEX_TARGET) nb_buffer_add_char(&pen->cell, ' ');
    bool current = vertex->current; /* takes no room: nothing moves from step to step */
    if (inner) nb_buffer_add_char(&pen->cell, current ? '<' : call ? '[' : '(');
    if (inner) nb_pen_add(pen, vertex->symbol != NULL ? vertex->symbol : "");
    else add_name(pen, vertex);
    if (inner) nb_buffer_add_char(&pen->cell, current ? '>' : call ? ']' : ')');
    else if (vertex->kind != NB_VERTEX_TARGET) nb_buffer_add_char(&pen->cell, current ? '<' : ' ');
    box->middle = take(boxes, pen, current ? NB_INK_WARNING : NB_INK_PLAIN);
    if (sum)
        box->below = take_number(boxes, pen, NB_INK_GRADIENT, vertex->gradient,
                                 vertex->no_gradient);
    box->width = larger(box->middle.columns, larger(box->above.columns, box->below.columns));
    box->height = box->above.columns + box->below.columns > 0 ? 3 : 1;
}

static void write_wire(nb_boxes *boxes, nb_pen *pen, const nb_picture_block *picture,
                       const nb_edge *edge, nb_box *box) {
    const nb_vertex *from = &picture->vertices[edge->from];
    bool gradient = picture->has_gradients && from->kind != NB_VERTEX_NUMBER;
    box->above = take_number(boxes, pen, NB_INK_VALUE, from->value, from->no_value);
    if (gradient)
        box->below = take_number(boxes, pen, NB_INK_GRADIENT, edge->contribution,
                                 from->no_gradient);
    if (gradient && !edge->to_target) {
        nb_pen_add(pen, "×");
        nb_pen_add_operand(pen, edge->local);
        box->local = take(boxes, pen, NB_INK_LOCAL);
        if (from->no_gradient) box->local.length = 0;
    }
    size_t local = box->local.columns > 0 ? box->local.columns + 1 : 0;
    box->width = larger(box->above.columns, box->below.columns) + 2 + local;
    box->height = 3;
}

bool nb_boxes_make(nb_boxes *boxes, const nb_picture_block *picture, const nb_view *view,
                   nb_memory *memory) {
    nb_pen pen;
    size_t vertices = picture->vertex_count, *uses = nb_boxes_uses(picture, memory);
    *boxes = (nb_boxes){.count = vertices + picture->edge_count};
    nb_buffer_init(&boxes->text, memory);
    nb_pen_init(&pen, view, &boxes->text);
    boxes->list = nb_memory_new(memory, boxes->count + 1, sizeof *boxes->list);
    bool good = boxes->list != NULL && uses != NULL;
    for (size_t i = 0; i < vertices && good; i++)
        write_vertex(boxes, &pen, &picture->vertices[i], &boxes->list[i],
                     nb_boxes_sum(picture, uses, i));
    for (size_t i = 0; i < picture->edge_count && good; i++)
        if (picture->edges[i].chosen)
            write_wire(boxes, &pen, picture, &picture->edges[i], &boxes->list[vertices + i]);
    nb_pen_clear(&pen);
    nb_memory_free(memory, uses, vertices + 1, sizeof *uses);
    return good && !boxes->text.failed;
}

void nb_boxes_clear(nb_boxes *boxes) {
    nb_memory_free(boxes->text.memory, boxes->list, boxes->count + 1, sizeof *boxes->list);
    nb_buffer_clear(&boxes->text);
    boxes->list = NULL;
}
