/* Owns the drawing of a network in layers.
 *
 * Every place is computed here and pinned (layout=neato): columns stay columns, arrows straight,
 * and a weight stands on its arrow where no other number does. Lengths are inches, as pos has
 * them. */
#include "diagram/dot_layers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "diagram/dot_label.h"
#include "view/formula.h"
#include "view/message.h"
#include "view/number.h"

#define VALUE "#188038"
#define GRADIENT "#D93025"
#define WIRE "#5F6368"
#define POSITIVE "#1967D2"
#define NEGATIVE "#E8710A"
#define NODE "#E8F0FE"
#define INPUT "#F1F3F4"
#define LOSS "#FCE8E6"
#define OUTLINE "#3C4043"
#define CIRCLE "shape=circle, fixedsize=true, style="
#define NUMBERS                                                                                    \
    "<TABLE BGCOLOR=\"white\" BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "                    \
    "CELLPADDING=\"0\">"

enum { MOST_DIGITS = 4, MOST_LABELS = 24, SMALL = 10, CANDIDATES = 25, ROUNDS = 4 };

static const double RADIUS = 0.31, NARROW = 1.7, WIDER = 0.12;
static const double LETTER = 0.078, LINE = 0.16; /* of a small number */
static const double ROW = 1.05, NAMED = 0.2;     /* and above it a name, where any has none */

/* A weight's place on its arrow. */
typedef struct tag {
    double x, y, width, height;
} tag;

typedef struct drawing {
    const nb_picture_block *picture;
    const struct nb_figure *f;
    const nb_view *view;
    nb_buffer *out;
    double *at;     /* of each column: where it stands */
    size_t *places; /* and how many vertices it has */
    size_t *labels; /* and how many arrows with a weight end in it */
    tag *tags;      /* of each edge */
    double largest; /* of the weights */
    double row;     /* how far units of a column are apart */
    bool has_unlabelled;
} drawing;

static void add(const drawing *d, const char *text) {
    nb_buffer_add_text(d->out, text);
}

static void add_number(const drawing *d, double number) {
    nb_view_number(d->out, number, d->view->digits < MOST_DIGITS ? d->view->digits : MOST_DIGITS);
}

static void add_coloured(const drawing *d, const char *colour, double number, bool bold) {
    char font[64];
    snprintf(font, sizeof font, "<FONT COLOR=\"%s\" POINT-SIZE=\"%d\">%s", colour, SMALL,
             bold ? "<B>" : "");
    add(d, font);
    add_number(d, number);
    add(d, bold ? "</B></FONT>" : "</FONT>");
}

static void add_pos(const drawing *d, double x, double y) {
    char text[64];
    snprintf(text, sizeof text, "pos=\"%.3f,%.3f!\"", x + 0.0, y + 0.0);
    add(d, text);
}

static void add_message(const drawing *d, const nb_message *message) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_view_message(&words, d->view, message);
    if (words.length > 0) nb_dot_add_text(d->out, d->view, words.data);
    if (words.failed) d->out->failed = true;
    nb_buffer_clear(&words);
}

static void add_formula(const drawing *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    if (words.length > 0) nb_dot_add_text(d->out, d->view, words.data);
    if (words.failed) d->out->failed = true;
    nb_buffer_clear(&words);
}

/* ---- places ---- */

static double place_y(const drawing *d, uint32_t column, uint32_t place) {
    return ((double)(d->places[column] - 1) / 2 - place) * d->row;
}

static double x_of(const drawing *d, const nb_figure_vertex *v) {
    return d->at[v->column];
}

static double y_of(const drawing *d, const nb_figure_vertex *v) {
    return place_y(d, v->column, v->place);
}

static bool is_labelled(const drawing *d, const nb_figure_edge *edge) {
    return edge->has_weight && d->labels[d->f->vertices[edge->to].column] <= MOST_LABELS;
}

/* The more weights stand between two columns, the further apart they are. */
static void place_columns(drawing *d) {
    const struct nb_figure *f = d->f;
    for (size_t i = 0; i < f->vertex_count; i++)
        if (f->vertices[i].place + 1 > d->places[f->vertices[i].column])
            d->places[f->vertices[i].column] = f->vertices[i].place + 1;
    for (size_t i = 0; i < f->edge_count; i++) {
        if (!f->edges[i].has_weight) continue;
        d->labels[f->vertices[f->edges[i].to].column]++;
        double weight = fabs(f->edges[i].weight);
        if (isfinite(weight) && weight > d->largest) d->largest = weight;
    }
    for (size_t c = 1; c < f->column_count; c++) {
        size_t labels = d->labels[c] > MOST_LABELS ? 0 : d->labels[c];
        double wide = d->labels[c] > MOST_LABELS ? 1 : 0;
        d->at[c] = d->at[c - 1] + NARROW + WIDER * (double)labels + wide;
    }
}

/* How far a point is from the line of an edge; far, where it is beside its ends. */
static double distance(const drawing *d, const nb_figure_edge *edge, double x, double y) {
    const nb_figure_vertex *a = &d->f->vertices[edge->from], *b = &d->f->vertices[edge->to];
    double dx = x_of(d, b) - x_of(d, a), dy = y_of(d, b) - y_of(d, a);
    if (dx == 0 || x < x_of(d, a) || x > x_of(d, b)) return HUGE_VAL;
    return fabs((y - y_of(d, a)) * dx - (x - x_of(d, a)) * dy) / hypot(dx, dy);
}

/* How bad a place is: numbers that overlap are worse than arrows behind a number. */
static double judge_place(const drawing *d, size_t index, const tag *t, double away) {
    double bad = away;
    for (size_t i = 0; i < d->f->edge_count; i++) {
        const tag *o = &d->tags[i];
        if (i == index) continue;
        double x = (o->width + t->width) / 2 - fabs(o->x - t->x);
        double y = (o->height + t->height) / 2 - fabs(o->y - t->y);
        if (o->width > 0 && x > 0 && y > 0) bad += 3 + 20 * x * y;
        if (distance(d, &d->f->edges[i], t->x, t->y) < t->height / 2) bad += 0.3;
    }
    return bad;
}

static double number_width(const drawing *d, double number) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_view_number(&words, number, d->view->digits < MOST_DIGITS ? d->view->digits : MOST_DIGITS);
    double width = LETTER * (double)words.length;
    if (words.failed) d->out->failed = true;
    nb_buffer_clear(&words);
    return width;
}

/* A weight stands where it does least harm, not on a circle. */
static void place_weight(const drawing *d, size_t index) {
    const nb_figure_edge *edge = &d->f->edges[index];
    const nb_figure_vertex *a = &d->f->vertices[edge->from], *b = &d->f->vertices[edge->to];
    double dx = x_of(d, b) - x_of(d, a), dy = y_of(d, b) - y_of(d, a), least = HUGE_VAL;
    double width = number_width(d, edge->weight), other = 0;
    if (edge->has_gradient) other = number_width(d, edge->gradient) * 1.1;
    if (other > width) width = other;
    double end = (RADIUS + 0.08 + width / 2) / (dx > 0 ? dx : 1);
    tag best = {0};
    for (int i = 0; i < CANDIDATES; i++) {
        double part = end + (1 - 2 * end) * i / (CANDIDATES - 1);
        tag t = {x_of(d, a) + part * dx, y_of(d, a) + part * dy, width,
                 edge->has_gradient ? 2 * LINE : LINE};
        double bad = judge_place(d, index, &t, fabs(part - 0.35));
        if (bad < least) {
            least = bad;
            best = t;
        }
    }
    d->tags[index] = best;
}

/* First one after the other; then each again, knowing where all others are. */
static void place_weights(drawing *d) {
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < d->f->edge_count; i++)
            if (is_labelled(d, &d->f->edges[i])) place_weight(d, i);
    for (size_t i = 0; i < d->f->edge_count; i++)
        if (d->f->edges[i].has_weight && !is_labelled(d, &d->f->edges[i]))
            d->has_unlabelled = true;
}

/* ---- vertices ---- */

static void open_vertex(const drawing *d, size_t index, const char *shape) {
    char id[32];
    snprintf(id, sizeof id, "  n%zu [", index);
    add(d, id);
    add(d, shape);
    add(d, ", ");
    add_pos(d, x_of(d, &d->f->vertices[index]), y_of(d, &d->f->vertices[index]));
    add(d, ", label=<");
}

static void add_name(const drawing *d, const nb_figure_vertex *v, int points) {
    char size[48];
    snprintf(size, sizeof size, "<FONT POINT-SIZE=\"%d\"><B>", points);
    add(d, size);
    if (v->label != NULL) nb_dot_add_element(d->out, d->view, v->label, points);
    else if (v->formula.count > 0) add_formula(d, &v->formula);
    else add(d, d->view->ascii ? "+" : "Σ");
    add(d, "</B></FONT>");
}

/* A name that a circle has no room for stands above it, or on the left of an input. */
static bool fits(const nb_figure_vertex *v) {
    if (v->label == NULL) return v->formula.count <= 3;
    return nb_dot_name_columns(v->label) <= 4;
}

/* What stands below a circle: the function, where the column does not say it, and the numbers. */
static void add_below(const drawing *d, size_t index, const nb_figure_vertex *v) {
    const char *shared = d->f->columns[v->column].symbol;
    bool own = v->kind == NB_FIGURE_UNIT && v->symbol != NULL && shared == NULL;
    bool formula = v->kind == NB_FIGURE_UNIT && v->symbol == NULL && v->formula.count > 0;
    if (!own && !formula && !v->has_value && !v->has_gradient) return;
    char id[32];
    snprintf(id, sizeof id, "  v%zu [", index);
    add(d, id);
    int rows = (own || formula) + v->has_value + v->has_gradient;
    add_pos(d, x_of(d, v), y_of(d, v) - RADIUS - 0.04 - 0.075 * rows);
    add(d, ", label=<" NUMBERS);
    if (own || formula) {
        add(d, "<TR><TD><FONT POINT-SIZE=\"10\">");
        if (own) nb_dot_add_name(d->out, d->view, v->symbol, SMALL);
        else add_formula(d, &v->formula);
        add(d, "</FONT></TD></TR>");
    }
    if (v->has_value) {
        add(d, "<TR><TD>");
        add_coloured(d, VALUE, v->value, false);
        add(d, "</TD></TR>");
    }
    if (v->has_gradient) {
        add(d, "<TR><TD>");
        add_coloured(d, GRADIENT, v->gradient, true);
        add(d, "</TD></TR>");
    }
    add(d, "</TABLE>>];\n");
}

static void add_circle(const drawing *d, size_t index, const nb_figure_vertex *v) {
    bool inside = v->kind == NB_FIGURE_ONE || fits(v), one = v->kind == NB_FIGURE_ONE;
    open_vertex(d, index, one                          ? CIRCLE "\"dashed,filled\", fillcolor=white"
                          : v->kind == NB_FIGURE_INPUT ? CIRCLE "filled, fillcolor=\"" INPUT "\""
                                                       : CIRCLE "filled, fillcolor=\"" NODE "\"");
    if (one) add(d, "1");
    else if (inside) add_name(d, v, 14);
    else add(d, " ");
    add(d, ">];\n");
    if (!inside) {
        char id[32];
        snprintf(id, sizeof id, "  m%zu [", index);
        add(d, id);
        size_t columns = v->label == NULL ? 2 * v->formula.count : nb_dot_name_columns(v->label);
        bool left = v->column == 0;
        add_pos(d, x_of(d, v) - (left ? RADIUS + 0.1 + (double)columns * 0.045 : 0),
                y_of(d, v) + (left ? 0 : RADIUS + 0.11));
        add(d, ", label=<");
        add_name(d, v, 11);
        add(d, ">];\n");
    }
    add_below(d, index, v);
}

static void add_more(const drawing *d, size_t index, const nb_figure_vertex *v) {
    bool column = d->f->columns[v->column].count == 0; /* of whole layers */
    char count[48];
    open_vertex(d, index, "shape=plain");
    add(d, "<FONT POINT-SIZE=\"24\">");
    add(d, d->view->ascii ? "..." : column ? "⋯" : "⋮");
    add(d, "</FONT>");
    if (!column) {
        snprintf(count, sizeof count, " (%zu)", v->count);
        add(d, count);
    }
    add(d, ">];\n");
}

static void add_loss(const drawing *d, size_t index, const nb_figure_vertex *v) {
    open_vertex(d, index, "shape=box, fixedsize=false, style=\"rounded,filled\", fillcolor=\"" LOSS
                          "\", margin=\"0.12,0.06\"");
    add(d, "<B>");
    if (v->label != NULL) nb_dot_add_name(d->out, d->view, v->label, 14);
    else add_message(d, &d->f->columns[v->column].title);
    add(d, "</B>");
    if (v->symbol != NULL || v->formula.count > 0) {
        add(d, "<BR/><FONT POINT-SIZE=\"10\">");
        if (v->symbol != NULL) nb_dot_add_name(d->out, d->view, v->symbol, SMALL);
        else add_formula(d, &v->formula);
        add(d, "</FONT>");
    }
    if (v->has_value) {
        add(d, "<BR/>");
        add_coloured(d, VALUE, v->value, false);
    }
    add(d, ">];\n");
}

static void add_given(const drawing *d, size_t index, const nb_figure_vertex *v) {
    open_vertex(d, index, "shape=plain");
    add(d, "<B>");
    nb_dot_add_element(d->out, d->view, v->label, 14);
    add(d, "</B>");
    if (v->has_value) {
        add(d, "<BR/>");
        add_coloured(d, VALUE, v->value, false);
    }
    add(d, ">];\n");
}

static void add_vertex(const drawing *d, size_t index) {
    const nb_figure_vertex *v = &d->f->vertices[index];
    if (v->kind == NB_FIGURE_MORE) add_more(d, index, v);
    else if (v->kind == NB_FIGURE_LOSS) add_loss(d, index, v);
    else if (v->kind == NB_FIGURE_GIVEN) add_given(d, index, v);
    else add_circle(d, index, v);
}

/* ---- arrows ---- */

static void add_edge(const drawing *d, size_t index) {
    const nb_figure_edge *edge = &d->f->edges[index];
    char text[160];
    snprintf(text, sizeof text, "  n%u -> n%u", (unsigned)edge->from, (unsigned)edge->to);
    add(d, text);
    if (edge->has_weight && !is_labelled(d, edge)) {
        double part = d->largest > 0 && isfinite(edge->weight) ? fabs(edge->weight) / d->largest
                                                                : 0;
        snprintf(text, sizeof text, " [color=\"%s\"%s, penwidth=%.2f, arrowsize=0.5]",
                 edge->weight < 0 ? NEGATIVE : POSITIVE, edge->weight < 0 ? ", style=dashed" : "",
                 0.3 + 2.2 * part);
        add(d, text);
    }
    add(d, ";\n");
}

/* Numbers come last: they stand on the arrows. */
static void add_weight(const drawing *d, size_t index) {
    const nb_figure_edge *edge = &d->f->edges[index];
    char id[32];
    snprintf(id, sizeof id, "  w%zu [", index);
    add(d, id);
    add_pos(d, d->tags[index].x, d->tags[index].y);
    add(d, ", label=<" NUMBERS "<TR><TD>");
    add_coloured(d, VALUE, edge->weight, false);
    if (edge->has_gradient) {
        add(d, "</TD></TR><TR><TD>");
        add_coloured(d, GRADIENT, edge->gradient, true);
    }
    add(d, "</TD></TR></TABLE>>];\n");
}

/* ---- the whole ---- */

static void add_heading(const drawing *d, size_t index, double top) {
    const nb_figure_column *c = &d->f->columns[index];
    char id[32];
    if (c->title.id == NB_MESSAGE_NONE) return;
    snprintf(id, sizeof id, "  c%zu [", index);
    add(d, id);
    add_pos(d, d->at[index], top);
    add(d, ", label=<<B>");
    add_message(d, &c->title);
    add(d, "</B>");
    if (c->name != NULL || c->symbol != NULL || c->count > 1) add(d, "<BR/>");
    if (c->name != NULL) nb_dot_add_name(d->out, d->view, c->name, 12);
    if (c->symbol != NULL) {
        if (c->name != NULL) add(d, ", ");
        nb_dot_add_name(d->out, d->view, c->symbol, 12);
    }
    if (c->count > 1) {
        snprintf(id, sizeof id, "%s(%zu)", c->name != NULL || c->symbol != NULL ? " " : "",
                 c->count);
        add(d, id);
    }
    add(d, ">];\n");
}

/* Below all: what thick and dashed arrows say, how many samples there are, and that the passes are
 * broken. */
static void add_caption(const drawing *d) {
    nb_message samples = NB_SAY(LAYERS_SAMPLES, NB_COUNT(d->f->samples));
    nb_message arrows = NB_PLAIN(LAYERS_ARROWS);
    const char *gap = "";
    if (d->f->samples < 2 && !d->has_unlabelled && d->picture->caption == NULL) return;
    add(d, "  graph [labelloc=b, label=<");
    if (d->has_unlabelled) add_message(d, &arrows);
    if (d->has_unlabelled) gap = "<BR/>";
    if (d->f->samples > 1) {
        add(d, gap);
        add_message(d, &samples);
        gap = "<BR/>";
    }
    if (d->picture->caption != NULL) {
        add(d, gap);
        add(d, "<FONT COLOR=\"" GRADIENT "\"><B>");
        nb_dot_add_text(d->out, d->view, d->picture->caption);
        add(d, "</B></FONT>");
    }
    add(d, ">];\n");
}

static void draw_all(drawing *d, const char *font) {
    const struct nb_figure *f = d->f;
    size_t most = 0;
    d->row = ROW;
    for (size_t i = 0; i < f->vertex_count; i++)
        if (f->vertices[i].kind == NB_FIGURE_UNIT && !fits(&f->vertices[i])) d->row = ROW + NAMED;
    place_columns(d);
    for (size_t i = 0; i < f->column_count; i++)
        if (d->places[i] > most) most = d->places[i];
    add(d, "digraph nabla {\n  graph [layout=neato, splines=line, overlap=true, "
           "outputorder=edgesfirst, charset=\"UTF-8\", bgcolor=\"white\", pad=0.2");
    nb_dot_add_font(d->out, font);
    add(d, "];\n  node [shape=plain, width=0.62, fixedsize=false, fontsize=14, color=\"" OUTLINE
           "\"");
    nb_dot_add_font(d->out, font);
    add(d, "];\n  edge [color=\"" WIRE "\", arrowsize=0.6];\n");
    place_weights(d);
    add_caption(d);
    for (size_t i = 0; i < f->column_count; i++)
        add_heading(d, i, (double)most / 2 * d->row + 0.15);
    for (size_t i = 0; i < f->edge_count; i++) add_edge(d, i);
    for (size_t i = 0; i < f->vertex_count; i++) add_vertex(d, i);
    for (size_t i = 0; i < f->edge_count; i++)
        if (is_labelled(d, &f->edges[i])) add_weight(d, i);
    add(d, "}\n");
}

void nb_diagram_layers(const nb_picture_block *picture, const nb_view *view, const char *font,
                       nb_buffer *out) {
    const struct nb_figure *f = picture->figure;
    nb_arena arena;
    nb_arena_init(&arena, out->memory);
    drawing d = {.picture = picture, .f = f, .view = view, .out = out};
    d.at = nb_arena_add(&arena, f->column_count + 1, sizeof *d.at);
    d.places = nb_arena_add(&arena, f->column_count + 1, sizeof *d.places);
    d.labels = nb_arena_add(&arena, f->column_count + 1, sizeof *d.labels);
    d.tags = nb_arena_add(&arena, f->edge_count + 1, sizeof *d.tags);
    if (d.at == NULL || d.places == NULL || d.labels == NULL || d.tags == NULL) out->failed = true;
    else draw_all(&d, font);
    nb_arena_clear(&arena);
}
