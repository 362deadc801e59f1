/* Owns the picture of a summary: boxes with a name, its shape, the formula as it was typed and how
 * many nodes are inside. A recurrence is a loop with the number of its steps. */
#include "diagram/dot_summary.h"

#include <stdio.h>

#include "diagram/dot_label.h"
#include "view/formula.h"
#include "view/message.h"
#include "view/number.h"

#define VALUE "#188038"
#define GRADIENT "#D93025"
#define WIRE "#5F6368"
#define QUIET "#5F6368"

typedef struct drawing {
    const nb_picture_block *picture;
    const nb_view *view;
    nb_buffer *out;
} drawing;

static void add(const drawing *d, const char *text) {
    nb_buffer_add_text(d->out, text);
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
    add(d, values ? "filled\", fillcolor=\"#F1F3F4\""
                  : v->kind == NB_FIGURE_LOSS ? "rounded,filled\", fillcolor=\"#FCE8E6\""
                                              : "rounded,filled\", fillcolor=\"#E8F0FE\"");
    add(d, ", label=<<B>");
    nb_dot_add_name(d->out, d->view, v->label, 14);
    add(d, "</B>");
    add_shape(d, v);
    if (v->formula.count > 0) {
        add(d, "<BR/><FONT POINT-SIZE=\"11\">= ");
        add_formula(d, &v->formula);
        add(d, "</FONT>");
    }
    if (v->has_value) {
        add(d, "<BR/><FONT COLOR=\"" VALUE "\">");
        nb_view_number(d->out, v->value, d->view->digits);
        add(d, "</FONT>");
    }
    if (!values && v->count > 1) {
        add(d, "<BR/><FONT COLOR=\"" QUIET "\" POINT-SIZE=\"10\">");
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

void nb_diagram_summary(const nb_picture_block *picture, const nb_view *view, const char *font,
                        nb_buffer *out) {
    drawing d = {picture, view, out};
    const struct nb_figure *f = picture->figure;
    add(&d, "digraph nabla {\n  graph [rankdir=LR, charset=\"UTF-8\", bgcolor=\"white\", "
            "nodesep=0.25, ranksep=0.5, pad=0.2");
    nb_dot_add_font(out, font);
    add(&d, "];\n  node [fontsize=14, color=\"#3C4043\", margin=\"0.12,0.06\"");
    nb_dot_add_font(out, font);
    add(&d, "];\n  edge [color=\"" WIRE "\", arrowsize=0.7, fontsize=14");
    nb_dot_add_font(out, font);
    add(&d, "];\n");
    if (picture->caption != NULL) {
        add(&d, "  graph [labelloc=b, label=<<FONT COLOR=\"" GRADIENT "\"><B>");
        nb_dot_add_text(out, view, picture->caption);
        add(&d, "</B></FONT>>];\n");
    }
    for (size_t i = 0; i < f->vertex_count; i++) add_vertex(&d, i);
    for (size_t i = 0; i < f->edge_count; i++) add_edge(&d, &f->edges[i]);
    add(&d, "}\n");
}
