/* Owns the picture of a summary: boxes with a name, its shape, the formula as it was typed and how
 * many nodes are inside. A recurrence is a loop with the number of its steps. */
#include "diagram/dot_summary.h"

#include <stdio.h>

#include "diagram/dot_label.h"
#include "diagram/dot_paint.h"
#include "view/formula.h"
#include "view/message.h"
#include "view/number.h"

typedef struct drawing {
    const nb_picture_block *picture;
    const nb_view *view;
    nb_buffer *out;
} drawing;

static void add(const drawing *d, const char *text) {
    nb_buffer_add_text(d->out, text);
}

static void add_colour(const drawing *d, nb_colour colour) {
    add(d, nb_picture_colour(&d->picture->look, colour));
}

static void add_words(const drawing *d, const nb_buffer *words) {
    if (words->length > 0) nb_dot_add_text(d->out, d->view, words->data);
    if (words->failed) d->out->failed = true;
}

static void add_message(const drawing *d, nb_message message) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_view_message(&words, d->view, &message);
    add_words(d, &words);
    nb_buffer_clear(&words);
}

static void add_formula(const drawing *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    add_words(d, &words);
    nb_buffer_clear(&words);
}

/* 784 × 128, or how many members a family has. */
static void add_shape(const drawing *d, const nb_figure_vertex *v) {
    char text[80];
    const char *times = d->view->ascii ? "x" : "×";
    if (v->rank == 2)
        snprintf(text, sizeof text, " (%u %s %u)", (unsigned)v->rows, times, (unsigned)v->columns);
    else if (v->rank == 1) snprintf(text, sizeof text, " (%u)", (unsigned)v->columns);
    else if (v->members > 1) snprintf(text, sizeof text, " (%zu)", v->members);
    else return;
    add(d, text);
}

static void add_vertex(const drawing *d, size_t index) {
    const nb_figure_vertex *v = &d->picture->figure->vertices[index];
    bool values = v->kind == NB_FIGURE_VALUES;
    char id[48];
    snprintf(id, sizeof id, "  n%zu [shape=box, style=\"", index);
    add(d, id);
    add(d, values ? "filled\", fillcolor=\"" : "rounded,filled\", fillcolor=\"");
    add_colour(d, values ? NB_COLOUR_GIVEN
                         : v->kind == NB_FIGURE_LOSS ? NB_COLOUR_TARGET : NB_COLOUR_NODE);
    add(d, "\", label=<<B>");
    nb_dot_add_name(d->out, d->view, v->label, 14);
    add(d, "</B>");
    add_shape(d, v);
    if (v->formula.count > 0) {
        add(d, "<BR/><FONT POINT-SIZE=\"11\">= ");
        add_formula(d, &v->formula);
        add(d, "</FONT>");
    }
    if (v->has_value) {
        add(d, "<BR/><FONT COLOR=\"");
        add_colour(d, NB_COLOUR_VALUE);
        add(d, "\">");
        nb_view_number(d->out, v->value, d->view->digits);
        add(d, "</FONT>");
    }
    if (!values && v->count > 1) {
        add(d, "<BR/><FONT COLOR=\"");
        add_colour(d, NB_COLOUR_WIRE);
        add(d, "\" POINT-SIZE=\"10\">");
        add_message(d, NB_SAY(SUMMARY_NODES, NB_COUNT(v->count)));
        add(d, "</FONT>");
    }
    add(d, ">];\n");
}

static void add_edge(const drawing *d, const nb_figure_edge *edge) {
    char text[96];
    snprintf(text, sizeof text, "  n%u -> n%u", (unsigned)edge->from, (unsigned)edge->to);
    add(d, text);
    if (edge->times > 0) {
        snprintf(text, sizeof text, " [label=<<B>%s%zu</B>>]", d->view->ascii ? "x" : "×",
                 edge->times);
        add(d, text);
    }
    add(d, ";\n");
}

/* What all nodes, or all arrows, have. */
static void add_defaults(const drawing *d, const char *begin, nb_colour line, const char *end,
                         const char *font) {
    add(d, begin);
    add_colour(d, line);
    add(d, end);
    add_colour(d, NB_COLOUR_INK);
    add(d, "\"");
    nb_dot_add_font(d->out, font);
    add(d, "];\n");
}

void nb_diagram_summary(const nb_picture_block *picture, const nb_view *view, const char *font,
                        nb_buffer *out) {
    drawing d = {picture, view, out};
    const struct nb_figure *f = picture->figure;
    add(&d, picture->look.down ? "digraph nabla {\n  graph [rankdir=TB"
                               : "digraph nabla {\n  graph [rankdir=LR");
    add_defaults(&d, ", charset=\"UTF-8\", bgcolor=\"", NB_COLOUR_PAPER,
                 "\", nodesep=0.25, ranksep=0.5, pad=0.2, fontcolor=\"", font);
    add_defaults(&d, "  node [fontsize=14, margin=\"0.12,0.06\", color=\"", NB_COLOUR_OUTLINE,
                 "\", fontcolor=\"", font);
    add_defaults(&d, "  edge [arrowsize=0.7, fontsize=14, color=\"", NB_COLOUR_WIRE,
                 "\", fontcolor=\"", font);
    if (picture->caption != NULL) {
        add(&d, "  graph [labelloc=b, label=<<FONT COLOR=\"");
        add_colour(&d, NB_COLOUR_GRADIENT);
        add(&d, "\"><B>");
        nb_dot_add_text(out, view, picture->caption);
        add(&d, "</B></FONT>>];\n");
    }
    for (size_t i = 0; i < f->vertex_count; i++) add_vertex(&d, i);
    for (size_t i = 0; i < f->edge_count; i++) add_edge(&d, &f->edges[i]);
    add(&d, "}\n");
}
