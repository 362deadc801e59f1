/* Owns what dot is told of a picture in characters: sizes, and no names. */
#include "sketch/dot_source.h"

#include <stdio.h>

#define HEAD                                                                                       \
    "digraph nabla {\n"                                                                            \
    "  graph [rankdir=LR, nodesep=0.25, ranksep=0.5];\n"                                           \
    "  node [shape=box, fixedsize=true, label=\"\"];\n  edge [dir=none];\n"

static double inches(size_t cells, int points) {
    return (double)cells * points / NB_INCH_POINTS;
}

static void add_box(nb_buffer *out, char kind, size_t index, const nb_box *box, bool ordered) {
    char line[128];
    snprintf(line, sizeof line, "  %c%zu [width=%.4f, height=%.4f%s];\n", kind, index,
             inches(box->width, NB_COLUMN_POINTS), inches(box->height, NB_ROW_POINTS),
             ordered ? ", ordering=in" : "");
    nb_buffer_add_text(out, line);
}

void nb_dot_source(const nb_picture_block *picture, const nb_boxes *boxes, nb_buffer *out) {
    size_t vertices = picture->vertex_count;
    char line[128];
    nb_buffer_add_text(out, HEAD);
    for (size_t i = 0; i < vertices; i++)
        add_box(out, 'n', i, &boxes->list[i], picture->vertices[i].kind == NB_VERTEX_OPERATOR);
    for (size_t i = 0; i < picture->edge_count; i++) {
        const nb_edge *edge = &picture->edges[i];
        if (edge->chosen) add_box(out, 'e', i, &boxes->list[vertices + i], false);
        if (edge->chosen)
            snprintf(line, sizeof line, "  n%u -> e%zu;\n  e%zu -> n%u;\n", (unsigned)edge->from, i,
                     i, (unsigned)edge->to);
        else
            snprintf(line, sizeof line, "  n%u -> n%u [minlen=2];\n", (unsigned)edge->from,
                     (unsigned)edge->to);
        nb_buffer_add_text(out, line);
    }
    nb_buffer_add_text(out, "}\n");
}
