/* Owns the picture of a summary: boxes with a name, its shape, the formula as it was typed and how
 * many nodes are inside. A recurrence is a loop with the number of its steps. */
#include "diagram/dot_summary.h"

#include <stdio.h>

#include "diagram/dot_label.h"
#include "diagram/dot_paint.h"
#include "view/formula.h"
#include "view/message.h"

enum { TEXT = 14, SMALL = 11, SMALLEST = 10 };

static void add_words(const nb_dot_drawing *d, const nb_buffer *words) {
    if (words->length > 0) nb_dot_add_text(d->out, d->view, words->data);
    if (words->failed) d->out->failed = true;
}

static void add_message(const nb_dot_drawing *d, nb_message message) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_view_message(&words, d->view, &message);
    add_words(d, &words);
    nb_buffer_clear(&words);
}

static void add_formula(const nb_dot_drawing *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    add_words(d, &words);
    nb_buffer_clear(&words);
}

static void begin_font(const nb_dot_drawing *d, nb_colour colour, int points) {
    char text[96];
    snprintf(text, sizeof text, "<BR/><FONT COLOR=\"%s\" POINT-SIZE=\"%d\">",
             nb_dot_colour(d, colour, false), points);
    nb_dot_add(d, text);
}

static void add_number(const nb_dot_drawing *d, nb_colour colour, double number, bool bold) {
    nb_dot_add(d, "<BR/>");
    nb_dot_add_number(d, number, nb_dot_colour(d, colour, false), TEXT, bold, false);
}

static void add_vertex(const nb_dot_drawing *d, size_t index) {
    const nb_figure_vertex *v = &d->picture->figure->vertices[index];
    bool values = v->kind == NB_FIGURE_VALUES, loss = v->kind == NB_FIGURE_LOSS;
    nb_colour fill = values ? NB_COLOUR_GIVEN : loss ? NB_COLOUR_TARGET : NB_COLOUR_NODE;
    char text[128];
    snprintf(text, sizeof text, "  n%zu [shape=box, style=\"%s\", fillcolor=\"%s\", label=<<B>",
             index, values ? "filled" : "rounded,filled", nb_dot_colour(d, fill, false));
    nb_dot_add(d, text);
    nb_dot_add_name(d->out, d->view, v->label, TEXT);
    nb_dot_add(d, "</B>");
    if (v->shape.count > 0) {
        nb_dot_add(d, " (");
        add_formula(d, &v->shape);
        nb_dot_add(d, ")");
    }
    if (v->formula.count > 0) {
        begin_font(d, NB_COLOUR_INK, SMALL);
        nb_dot_add(d, "= ");
        add_formula(d, &v->formula);
        nb_dot_add(d, "</FONT>");
    }
    if (v->has_value) add_number(d, NB_COLOUR_VALUE, v->value, false);
    if (v->has_gradient) add_number(d, NB_COLOUR_GRADIENT, v->gradient, true);
    if (!values && v->count > 1) {
        begin_font(d, NB_COLOUR_NUMBER, SMALLEST);
        add_message(d, NB_SAY(SUMMARY_NODES, NB_COUNT(v->count)));
        nb_dot_add(d, "</FONT>");
    }
    nb_dot_add(d, ">];\n");
}

static void add_edge(const nb_dot_drawing *d, const nb_figure_edge *edge) {
    char text[96];
    snprintf(text, sizeof text, "  n%u -> n%u", (unsigned)edge->from, (unsigned)edge->to);
    nb_dot_add(d, text);
    if (edge->times > 0) {
        snprintf(text, sizeof text, " [label=<<B>%s%zu</B>>]", d->view->ascii ? "x" : "×",
                 edge->times);
        nb_dot_add(d, text);
    }
    nb_dot_add(d, ";\n");
}

static void add_caption(const nb_dot_drawing *d) {
    if (d->picture->caption == NULL) return;
    nb_dot_add(d, "  graph [labelloc=b, label=<<FONT COLOR=\"");
    nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_GRADIENT, false));
    nb_dot_add(d, "\"><B>");
    nb_dot_add_text(d->out, d->view, d->picture->caption);
    nb_dot_add(d, "</B></FONT>>];\n");
}

/* The attributes of all nodes, or of all edges. */
static void add_all(const nb_dot_drawing *d, const char *attributes, nb_colour colour,
                    const char *font) {
    char text[128];
    nb_dot_add(d, attributes);
    snprintf(text, sizeof text, ", fontsize=%d, color=\"%s\", fontcolor=\"%s\"", TEXT,
             nb_dot_colour(d, colour, false), nb_dot_colour(d, NB_COLOUR_INK, false));
    nb_dot_add(d, text);
    nb_dot_add_font(d->out, font);
    nb_dot_add(d, "];\n");
}

void nb_diagram_summary(const nb_picture_block *picture, const nb_view *view, const char *font,
                        nb_buffer *out) {
    const nb_dot_drawing d = {.picture = picture, .view = view, .out = out};
    const struct nb_figure *f = picture->figure;
    nb_dot_add(&d, "digraph nabla {\n  graph [charset=\"UTF-8\", nodesep=0.25, ranksep=0.5, "
                   "pad=0.2, rankdir=");
    nb_dot_add(&d, picture->look.down ? "TB, bgcolor=\"" : "LR, bgcolor=\"");
    nb_dot_add(&d, nb_dot_colour(&d, NB_COLOUR_PAPER, false));
    nb_dot_add(&d, "\"");
    nb_dot_add_font(out, font);
    nb_dot_add(&d, "];\n");
    add_all(&d, "  node [margin=\"0.12,0.06\"", NB_COLOUR_OUTLINE, font);
    add_all(&d, "  edge [arrowsize=0.7", NB_COLOUR_WIRE, font);
    add_caption(&d);
    for (size_t i = 0; i < f->vertex_count; i++) add_vertex(&d, i);
    for (size_t i = 0; i < f->edge_count; i++) add_edge(&d, &f->edges[i]);
    nb_dot_add(&d, "}\n");
}
