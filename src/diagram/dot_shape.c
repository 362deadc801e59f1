/* What is known of a picture before anything of it is drawn: its lines, its sizes, what stands
 * where. */
#include "diagram/dot_shape.h"

#include <assert.h>

enum {
    LONG = 5, COLUMNS = 12,  /* operators on the longest path: for tight sizes, in a line */
    HIGH = 14, HIGH_COLUMNS = 9 /* wires one below the other, and how wide they may be then */
};

bool nb_dot_has_local(const nb_dot_drawing *d, const nb_edge *edge) {
    return d->picture->has_gradients && !d->picture->look.nolocal && !edge->to_target &&
           !edge->several;
}

bool nb_dot_has_values(const nb_dot_drawing *d, const nb_edge *edge) {
    nb_picture_style style = d->picture->look.style;
    return style == NB_PICTURE_TEXTBOOK ||
           (style == NB_PICTURE_RECORD && d->picture->vertices[edge->from].joined != 0);
}

/* Whether something stands on it; a number in a formula says its value itself. */
bool nb_dot_has_wire(const nb_dot_drawing *d, const nb_edge *edge) {
    nb_picture_style style = d->picture->look.style;
    bool loaded = nb_dot_has_values(d, edge) ||
                  (style == NB_PICTURE_RECORD && nb_dot_has_local(d, edge));
    return edge->chosen && loaded &&
           d->picture->vertices[edge->from].kind != NB_VERTEX_NUMBER;
}

static void count(nb_dot_drawing *d) {
    for (size_t i = 0; i < d->picture->edge_count; i++) {
        const nb_edge *edge = &d->picture->edges[i];
        assert(edge->from < d->picture->vertex_count && edge->to < d->picture->vertex_count);
        if (edge->chosen) d->uses[edge->from]++;
    }
    for (size_t i = 0; i < d->picture->vertex_count; i++) {
        const nb_vertex *vertex = &d->picture->vertices[i];
        if (vertex->kind != NB_VERTEX_LEAF && vertex->kind != NB_VERTEX_TARGET) continue;
        d->roles += !d->occurs[vertex->role];
        d->occurs[vertex->role] = true;
    }
}

/* How many operators the longest path has. */
static size_t longest(const nb_dot_drawing *d, size_t *depths) {
    size_t most = 0;
    for (size_t i = 0; i < d->picture->edge_count; i++) {
        const nb_edge *edge = &d->picture->edges[i];
        size_t depth = depths[nb_dot_drawn(d, edge->from)] + 1, to = nb_dot_drawn(d, edge->to);
        if (depth > depths[to]) depths[to] = depth;
        if (depth > most) most = depth;
    }
    return most;
}

/* How many wires stand one below the other where most do. `counts`: one for each depth. */
static size_t highest(const nb_dot_drawing *d, const size_t *depths, size_t *counts) {
    size_t most = 0;
    for (size_t i = 0; i < d->picture->edge_count; i++) {
        const nb_edge *edge = &d->picture->edges[i];
        size_t *count = &counts[depths[nb_dot_drawn(d, edge->to)]];
        *count += nb_dot_has_wire(d, edge);
        if (*count > most) most = *count;
    }
    return most;
}

/* For a slide: what is long is drawn narrow, what is high besides that is drawn low. */
static void choose_sizes(nb_dot_drawing *d, size_t length, size_t height) {
    static const nb_dot_sizes roomy = {14, 11, 36, "0.25", "0.3", false};
    static const nb_dot_sizes narrow = {10, 10, 25, "0.12", "0.11", true};
    static const nb_dot_sizes low = {11, 10, 25, "0.06", "0.11", false};
    d->sizes = length <= LONG ? roomy : height > HIGH && length <= HIGH_COLUMNS ? low : narrow;
}

bool nb_dot_shape_make(const nb_picture_block *picture, const nb_view *view, nb_buffer *out,
                       nb_dot_shape *shape) {
    nb_dot_drawing *d = &shape->drawing;
    *shape = (nb_dot_shape){.drawing = {.view = view, .out = out}};
    size_t columns = picture->look.unbroken ? SIZE_MAX : COLUMNS;
    if (!nb_picture_lines_make(picture, columns, view->ascii, out->memory, &shape->lines))
        return false;
    d->picture = &shape->lines.picture;
    size_t vertices = d->picture->vertex_count > 0 ? d->picture->vertex_count : 1;
    d->uses = nb_memory_new(out->memory, 3 * vertices, sizeof *d->uses);
    if (d->uses == NULL) return false;
    shape->room = 3 * vertices;
    count(d);
    size_t *depths = d->uses + vertices, length = longest(d, depths);
    choose_sizes(d, length, highest(d, depths, depths + vertices));
    return true;
}

void nb_dot_shape_clear(nb_dot_shape *shape) {
    nb_dot_drawing *d = &shape->drawing;
    if (shape->room > 0) nb_memory_free(d->out->memory, d->uses, shape->room, sizeof *d->uses);
    nb_picture_lines_clear(&shape->lines);
}
