/* Owns the textbook picture: a graph as the source of Graphviz' dot.
 *
 * Every wire is a node of its own, an HTML table whose middle row is a one-point line: only so do
 * the value above the wire and the gradient below it stay on their sides. A vertex is n0, n1...,
 * a wire e0, e1...: what the student typed occurs in HTML labels only, through dot_label. */
#include "diagram/dot.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/dot_label.h"
#include "view/formula.h"
#include "view/number.h"
#include "view/view.h"

#define VALUE "#188038"
#define GRADIENT "#D93025"
#define LOCAL "#B06000"
#define WIRE "#5F6368"
#define UNUSED "#9AA0A6"
#define NODE "#E8F0FE"
#define OUTLINE "#3C4043"
#define CURRENT "#FDE293"
#define HIDDEN "transparent" /* takes its room: nothing moves when it appears */

#define TABLE                                                                                      \
    "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"%d\">"

enum { MANY_WIRES = 60, MANY_USES = 3 };

enum {
    TEXT_POINTS = 14, /* the size of names, symbols and numbers */
    SMALL_POINTS = 11 /* the size of what stands beside a node */
};

typedef struct drawing {
    const nb_picture_block *picture;
    const nb_view *view;
    nb_buffer *out;
    size_t *uses; /* for each vertex, the wires that leave it and carry something */
} drawing;

static void add(const drawing *d, const char *text) {
    nb_buffer_add_text(d->out, text);
}

static void add_id(const drawing *d, char kind, size_t index) {
    char text[32];
    snprintf(text, sizeof text, "%c%zu", kind, index);
    add(d, text);
}

static void add_table(const drawing *d, int padding) {
    char text[sizeof TABLE + 16];
    snprintf(text, sizeof text, TABLE, padding);
    add(d, text);
}

static void add_number(const drawing *d, double number) {
    nb_view_number(d->out, number, d->view->digits);
}

static void add_value(const drawing *d, const nb_vertex *vertex) {
    add(d, vertex->no_value ? "<FONT COLOR=\"" HIDDEN "\">" : "<FONT COLOR=\"" VALUE "\">");
    add_number(d, vertex->value);
    add(d, "</FONT>");
}

/* The gradient of the vertex, or what a wire brings it. */
static void add_gradient(const drawing *d, const nb_vertex *vertex, double gradient, int points) {
    char font[64];
    snprintf(font, sizeof font, "<FONT COLOR=\"%s\" POINT-SIZE=\"%d\"><B>",
             vertex->no_gradient ? HIDDEN : GRADIENT, points);
    add(d, font);
    add_number(d, gradient);
    add(d, "</B></FONT>");
}

/* The vertex that is drawn for this one: results of one call share a box. */
static size_t drawn(const drawing *d, size_t index) {
    uint32_t joined = d->picture->vertices[index].joined;
    return joined == 0 ? index : joined - 1;
}

/* Where wires part, what comes back is added up: each wire shows its own contribution, so the
 * vertex has to show the sum. */
static bool shows_sum(const drawing *d, size_t index) {
    return d->picture->has_gradients && d->uses[index] > 1
           && d->picture->vertices[index].joined == 0
           && d->picture->vertices[index].kind != NB_VERTEX_NUMBER;
}

/* ---- vertices ---- */

static void add_formula(const drawing *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    nb_dot_add_text(d->out, d->view, words.data);
    if (words.failed) d->out->failed = true;
    nb_buffer_clear(&words);
}

static void add_end(const drawing *d, size_t index, const nb_vertex *vertex) {
    bool sum = shows_sum(d, index), bold = vertex->kind != NB_VERTEX_NUMBER;
    add(d, " [label=<");
    if (sum) {
        add_table(d, 1);
        add(d, "<TR><TD>");
    }
    if (bold) add(d, "<B>");
    if (vertex->label != NULL) nb_dot_add_name(d->out, d->view, vertex->label, TEXT_POINTS);
    else if (vertex->formula.count > 0) add_formula(d, &vertex->formula);
    else add_number(d, vertex->value);
    if (bold) add(d, "</B>");
    if (sum) {
        add(d, "</TD></TR><TR><TD>");
        add_gradient(d, vertex, vertex->gradient, TEXT_POINTS);
        add(d, "</TD></TR></TABLE>");
    }
    add(d, vertex->current ? ">, style=filled, fillcolor=\"" CURRENT "\"]" : ">]");
}

/* A row above or below the symbol. Rows are equally high, so that the symbol stays in the middle
 * of a circle; a shape that grows with its text leaves an empty row out. */
static void add_outer_row(const drawing *d, const char *name, const nb_vertex *sum, bool keep) {
    char size[48];
    if (name == NULL && sum == NULL && !keep) return;
    add(d, "<TR><TD HEIGHT=\"16\">");
    if (name != NULL) {
        snprintf(size, sizeof size, "<FONT POINT-SIZE=\"%d\"><B>", SMALL_POINTS);
        add(d, size);
        nb_dot_add_name(d->out, d->view, name, SMALL_POINTS);
        add(d, "</B></FONT>");
    }
    if (sum != NULL) add_gradient(d, sum, sum->gradient, SMALL_POINTS);
    add(d, "</TD></TR>");
}

static void add_symbol(const drawing *d, const nb_vertex *vertex) {
    if (vertex->kind == NB_VERTEX_CALL)
        nb_dot_add_name(d->out, d->view, vertex->symbol, TEXT_POINTS);
    else nb_dot_add_text(d->out, d->view, vertex->symbol);
}

/* A circle has room for two columns; a wider symbol makes an ellipse. */
static bool is_round(const nb_vertex *vertex) {
    const char *symbol = vertex->symbol == NULL ? "" : vertex->symbol;
    return vertex->kind == NB_VERTEX_OPERATOR && nb_utf8_width(symbol, strlen(symbol)) <= 2;
}

static void add_inner(const drawing *d, size_t index, const nb_vertex *vertex) {
    const nb_vertex *sum = shows_sum(d, index) ? vertex : NULL;
    const char *name = vertex->label;
    bool round = is_round(vertex);
    bool rows = name != NULL || sum != NULL;
    add(d, " [color=\"" OUTLINE "\", fillcolor=\"");
    add(d, vertex->current ? CURRENT "\", penwidth=2.5" : NODE "\"");
    add(d, ", ordering=in, height=0.5");
    if (round) {
        /* fixedsize=shape: the circle stays one, and room is kept for the rows outside it. */
        add(d, ", shape=circle, style=filled, width=0.5, fixedsize=");
        add(d, rows ? "shape" : "true");
    } else if (vertex->kind == NB_VERTEX_CALL) {
        add(d, ", shape=box, style=\"rounded,filled\", width=0.6, margin=\"0.12,0.04\"");
    } else {
        add(d, ", shape=ellipse, style=filled, width=0.6, margin=\"0.02,0\"");
    }
    add(d, ", label=<");
    if (rows) {
        add_table(d, 0);
        add_outer_row(d, name, NULL, round);
        add(d, round ? "<TR><TD HEIGHT=\"36\">" : "<TR><TD>");
    }
    add_symbol(d, vertex);
    if (rows) {
        add(d, "</TD></TR>");
        add_outer_row(d, NULL, sum, round);
        add(d, "</TABLE>");
    }
    add(d, ">]");
}

static void add_vertex(const drawing *d, size_t index) {
    const nb_vertex *vertex = &d->picture->vertices[index];
    add(d, "  ");
    add_id(d, 'n', index);
    if (vertex->kind == NB_VERTEX_OPERATOR || vertex->kind == NB_VERTEX_CALL)
        add_inner(d, index, vertex);
    else add_end(d, index, vertex);
    add(d, ";\n");
}

/* ---- wires ---- */

static void add_wire(const drawing *d, size_t index, const nb_edge *edge, bool gradient) {
    add(d, "  ");
    add_id(d, 'e', index);
    add(d, " [label=<");
    add_table(d, 2);
    const nb_vertex *from = &d->picture->vertices[edge->from];
    add(d, "<TR><TD>");
    add_value(d, from);
    add(d, "</TD></TR><TR><TD PORT=\"w\" HEIGHT=\"1\" CELLPADDING=\"0\" BGCOLOR=\"" WIRE "\">"
           "</TD></TR>");
    if (gradient) {
        add(d, "<TR><TD>");
        add_gradient(d, from, edge->contribution, TEXT_POINTS);
        add(d, "</TD></TR>");
    }
    add(d, "</TABLE>>];\n");
}

static void add_local(const drawing *d, double local, bool hidden) {
    bool brackets = local < 0;
    add(d, " [label=<<FONT COLOR=\"");
    add(d, hidden ? HIDDEN : LOCAL);
    add(d, "\" POINT-SIZE=\"10\">");
    add(d, d->view->ascii ? "*" : "×");
    if (brackets) add(d, "(");
    add_number(d, local);
    if (brackets) add(d, ")");
    add(d, "</FONT>>]");
}

/* A wire that left such a circle steeply would cross what stands above or below it. */
static bool has_rows_outside(const drawing *d, size_t index) {
    const nb_vertex *vertex = &d->picture->vertices[index];
    return is_round(vertex) && (vertex->label != NULL || shows_sum(d, index));
}

/* Of a box of several results no local gradient is that of all. */
static void add_edge(const drawing *d, size_t index) {
    const nb_edge *edge = &d->picture->edges[index];
    const nb_vertex *from = &d->picture->vertices[edge->from];
    bool constant = from->kind == NB_VERTEX_NUMBER;
    bool gradient = d->picture->has_gradients && !constant;
    if (edge->chosen) add_wire(d, index, edge, gradient);
    add(d, "  ");
    add_id(d, 'n', drawn(d, edge->from));
    if (has_rows_outside(d, edge->from)) add(d, ":e");
    add(d, " -> ");
    if (edge->chosen) {
        add_id(d, 'e', index);
        /* one leaf that reaches far into the graph must not pull it together */
        bool far = d->uses[edge->from] > MANY_USES;
        add(d, far ? ":w:w [dir=none, weight=0];\n  " : ":w:w [dir=none];\n  ");
        add_id(d, 'e', index);
        add(d, ":w:e -> ");
    }
    add_id(d, 'n', drawn(d, edge->to));
    /* Without its wire node the edge would be one rank shorter than its neighbours. */
    if (!edge->chosen) add(d, " [style=dashed, color=\"" UNUSED "\", minlen=2]");
    else if (gradient && !edge->to_target && d->picture->vertices[edge->to].joined == 0)
        add_local(d, edge->local, from->no_gradient);
    add(d, ";\n");
}

/* ---- the whole ---- */

/* A font family is the host's word, yet it stands in a quoted string: anything that could leave
 * the string drops the font. */
static void add_defaults(const drawing *d, const char *kind, const char *attributes,
                         const char *font) {
    bool usable = font != NULL && font[0] != '\0' && strpbrk(font, "\"\\\n\r") == NULL
                  && nb_utf8_valid(font, strlen(font)) == strlen(font);
    add(d, "  ");
    add(d, kind);
    add(d, " [");
    add(d, attributes);
    if (usable) {
        add(d, ", fontname=\"");
        add(d, font);
        add(d, "\"");
    }
    add(d, "];\n");
}

static void add_caption(const drawing *d) {
    add(d, "  graph [labelloc=b, label=<<FONT COLOR=\"" GRADIENT "\"><B>");
    nb_dot_add_text(d->out, d->view, d->picture->caption);
    add(d, "</B></FONT>>];\n");
}

static void count_uses(const drawing *d) {
    for (size_t i = 0; i < d->picture->edge_count; i++) {
        const nb_edge *edge = &d->picture->edges[i];
        assert(edge->from < d->picture->vertex_count && edge->to < d->picture->vertex_count);
        if (edge->chosen) d->uses[edge->from]++;
    }
}

static bool is_stopped(const nb_view *view) {
    return view->stop != NULL && *view->stop;
}

void nb_view_dot(const nb_picture_block *picture, const nb_view *view, const char *font,
                 nb_buffer *out) {
    size_t count = picture->vertex_count;
    drawing d = {picture, view, out, NULL};
    if (count > 0) {
        d.uses = nb_memory_resize(out->memory, NULL, 0, count, sizeof *d.uses);
        if (d.uses == NULL) {
            out->failed = true;
            return;
        }
        memset(d.uses, 0, count * sizeof *d.uses);
    }
    count_uses(&d);
    add(&d, "digraph nabla {\n");
    add_defaults(&d, "graph", "rankdir=LR, charset=\"UTF-8\", bgcolor=\"white\", nodesep=0.25, "
                              "ranksep=0.3, pad=0.2", font);
    /* dot's finest work takes minutes for a graph of hundreds of wires */
    if (picture->edge_count > MANY_WIRES) add(&d, "  graph [splines=line, nslimit=2];\n");
    add_defaults(&d, "node", "shape=plain, fontsize=14", font);
    add_defaults(&d, "edge", "color=\"" WIRE "\", arrowsize=0.7", font);
    if (picture->caption != NULL) add_caption(&d);
    for (size_t i = 0; i < count && !is_stopped(view); i++)
        if (drawn(&d, i) == i) add_vertex(&d, i);
    for (size_t i = 0; i < picture->edge_count && !is_stopped(view); i++) add_edge(&d, i);
    add(&d, "}\n");
    nb_memory_free(out->memory, d.uses, count, sizeof *d.uses);
}
