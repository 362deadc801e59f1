/* Owns the TikZ of a picture. Places come from dot, in inches; texts are made anew, as mathematics:
 * w25 is w_{25} here, too. */
#include "diagram/tikz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagram/dot_label.h"
#include "diagram/dot_shape.h"
#include "diagram/dot_vertex.h"
#include "diagram/tikz_layout.h"
#include "diagram/tikz_summary.h"
#include "diagram/tikz_text.h"
#include "view/latex.h"
#include "view/message.h"

typedef struct page {
    const nb_dot_drawing *d;
    nb_buffer *out;
    const char *plain;
    nb_tikz t;
} page;

typedef nb_tikz_place place;

static void add(const page *p, const char *text) {
    nb_buffer_add_text(p->out, text);
}

static void add_length(const page *p, double inches) {
    nb_tikz_add_length(&p->t, inches);
}

static void add_point(const page *p, double x, double y) {
    nb_tikz_add_point(&p->t, x, y);
}

static const char *colour(const page *p, nb_colour which, bool faded) {
    (void)p;
    return nb_tikz_colour(faded ? NB_COLOUR_FADED : which);
}

static void add_name(const page *p, const char *name) {
    nb_tikz_add_name(&p->t, name);
}

static bool find_node(const page *p, char kind, size_t index, place *where) {
    return nb_tikz_find_node(p->plain, kind, index, where);
}

/* ---- colours and texts ---- */

static void begin_text(const page *p, const char *anchor, double x, double y, const char *shade,
                       int points) {
    char text[160];
    add(p, "\\node[inner sep=1.8pt, anchor=");
    add(p, anchor);
    snprintf(text, sizeof text, ", text=%s, font=\\fontsize{%d}{%d}\\selectfont] at ", shade,
             points, points + 2);
    add(p, text);
    add_point(p, x, y);
    add(p, " {");
}

static void add_number(const page *p, const char *anchor, double x, double y, double number,
                       const char *shade, bool bold, int points) {
    begin_text(p, anchor, x, y, shade, points);
    add(p, bold ? "$\\boldsymbol{" : "$");
    nb_latex_add_number(p->out, p->d->view, number);
    add(p, bold ? "}$};\n" : "$};\n");
}

static bool needs_korean(const nb_picture_block *picture) {
    for (size_t i = 0; i < picture->vertex_count; i++)
        if (nb_tikz_is_korean(picture->vertices[i].label) ||
            nb_tikz_is_korean(picture->vertices[i].symbol) ||
            nb_tikz_has_korean(&picture->vertices[i].formula))
            return true;
    return false;
}

/* ---- vertices ---- */

static void add_outline(const page *p, const nb_vertex *v, const place *at) {
    bool faded = nb_dot_is_faded(p->d, v->traced), on = p->d->picture->look.traced && !faded;
    bool inner = v->kind == NB_VERTEX_OPERATOR || v->kind == NB_VERTEX_CALL;
    double x = at->width / 2, y = at->height / 2;
    nb_colour line = inner ? NB_COLOUR_OUTLINE : nb_dot_role(v->role)->colour;
    if (!inner && (p->d->roles < 2 || v->role == NB_ROLE_INPUT || v->kind == NB_VERTEX_NUMBER ||
                   v->kind == NB_VERTEX_MORE))
        return;
    add(p, "\\draw[draw=");
    add(p, colour(p, on ? NB_COLOUR_PATH : line, faded));
    if (inner) {
        add(p, ", fill=");
        add(p, colour(p, v->current ? NB_COLOUR_CURRENT : NB_COLOUR_NODE, false));
    }
    if (on || v->current) add(p, ", very thick");
    if (v->kind == NB_VERTEX_CALL || v->role == NB_ROLE_WEIGHT) add(p, ", rounded corners=4pt");
    if (!inner && v->role == NB_ROLE_DATA) add(p, ", dashed");
    if (!inner && v->role == NB_ROLE_LOSS) add(p, ", double");
    add(p, "] ");
    if (v->kind == NB_VERTEX_OPERATOR) {
        add_point(p, at->x, at->y);
        add(p, " ellipse[x radius=");
        add_length(p, x);
        add(p, ", y radius=");
        add_length(p, y);
        add(p, "];\n");
    } else {
        add_point(p, at->x - x, at->y - y);
        add(p, " rectangle ");
        add_point(p, at->x + x, at->y + y);
        add(p, ";\n");
    }
}

static nb_colour ink_of(const page *p, const nb_vertex *v) {
    if (v->kind == NB_VERTEX_NUMBER || v->kind == NB_VERTEX_MORE) return NB_COLOUR_NUMBER;
    bool end = v->kind == NB_VERTEX_LEAF || v->kind == NB_VERTEX_TARGET;
    return end && p->d->roles > 1 ? nb_dot_role(v->role)->colour : NB_COLOUR_INK;
}

/* How many results a box has, small. */
static void add_shape(const page *p, const nb_vertex *v) {
    char shape[NB_SHAPE_BYTES];
    nb_dot_write_shape(p->d, v, shape);
    if (shape[0] == '\0') return;
    char *times = strstr(shape, "×");
    add(p, "\\,{\\footnotesize ");
    if (times == NULL) add(p, shape);
    else {
        nb_buffer_add(p->out, shape, (size_t)(times - shape));
        add(p, "$\\times$");
        add(p, times + strlen("×"));
    }
    add(p, "}");
}

/* A label in several lines, as wide as dot made it. */
static void add_label(const page *p, const nb_vertex *v, const place *at, double y,
                      const char *ink) {
    add(p, "\\node[inner sep=0pt, align=center, text width=");
    add_length(p, at->width);
    add(p, "in, text=");
    add(p, ink);
    add(p, "] at ");
    add_point(p, at->x, y);
    char size[64];
    snprintf(size, sizeof size, " {\\fontsize{%d}{%d}\\selectfont ", p->d->sizes.text,
             p->d->sizes.text + 2);
    add(p, size);
    nb_tikz_add_words(&p->t, v->label);
    add(p, "\\par};\n");
}

/* A column of texts around the middle of a vertex: symbol, name, sum. */
static void add_vertex(const page *p, size_t index) {
    const nb_vertex *v = &p->d->picture->vertices[index];
    const nb_dot_sizes *sizes = &p->d->sizes;
    bool inner = v->kind == NB_VERTEX_OPERATOR || v->kind == NB_VERTEX_CALL;
    bool faded = nb_dot_is_faded(p->d, v->traced), sum = nb_dot_shows_sum(p->d, index);
    bool word = !inner || v->label != NULL;
    place at;
    if (nb_dot_drawn(p->d, index) != index || !find_node(p, 'n', index, &at)) return;
    double row = (sizes->text + 2) / 72.0;
    size_t lines = word ? 1 : 0;
    if (v->label != NULL) lines = nb_dot_name_lines(p->d->view, p->out->memory, v->label);
    if (word && lines == 0) p->out->failed = true;
    double y = at.y + row * ((double)(inner + sum) + (double)lines - 1) / 2;
    const char *ink = colour(p, ink_of(p, v), faded);
    add_outline(p, v, &at);
    if (inner) {
        begin_text(p, "center", at.x, y, ink, sizes->text);
        if (v->kind == NB_VERTEX_CALL) add_name(p, v->symbol);
        else nb_tikz_add_words(&p->t, v->symbol);
        if (!word) add_shape(p, v);
        add(p, "};\n");
        y -= row;
    }
    if (lines > 1) {
        add_label(p, v, &at, y - row * ((double)lines - 1) / 2, ink);
        y -= row * (double)lines;
    } else if (word) {
        begin_text(p, "center", at.x, y, ink, sizes->text);
        if (v->kind == NB_VERTEX_MORE) add(p, "$\\cdots$");
        else if (v->label != NULL) {
            add_name(p, v->label);
            add_shape(p, v);
        } else if (v->formula.count > 0) {
            nb_tikz_add_formula(&p->t, &v->formula);
        } else {
            add(p, "$");
            nb_latex_add_number(p->out, p->d->view, v->value);
            add(p, "$");
        }
        add(p, "};\n");
        y -= row;
    }
    if (sum && !v->no_gradient)
        add_number(p, "center", at.x, y, v->gradient, colour(p, NB_COLOUR_GRADIENT, faded), true,
                   sizes->small);
}

/* ---- wires ---- */

static void add_curve(const page *p, char from, size_t from_index, char to, size_t to_index,
                      const char *style, bool arrow) {
    nb_tikz_curve curve;
    if (nb_tikz_find_curve(p->plain, from, from_index, to, to_index, &curve))
        nb_tikz_add_curve(&p->t, curve, style, arrow);
}

/* Value above the line and gradient below it, the local gradient over both or beside. */
static void add_wire(const page *p, size_t index, const nb_edge *edge) {
    const nb_dot_drawing *d = p->d;
    const nb_vertex *from = &d->picture->vertices[edge->from];
    bool faded = nb_dot_is_faded(d, edge->traced), local = nb_dot_has_local(d, edge);
    bool beside = local && !d->sizes.stacked && !d->picture->look.down;
    bool down = d->picture->look.down;
    place at;
    if (!find_node(p, 'e', index, &at)) return;
    double row = (d->sizes.text + 2) / 72.0, half = at.width / 2, x = at.x, y = at.y;
    if (local && d->sizes.stacked && !down) y -= row / 2 - 1 / 72.0;
    add(p, "\\draw[wire, draw=");
    add(p, colour(p, d->picture->look.traced && !faded ? NB_COLOUR_PATH : NB_COLOUR_WIRE, faded));
    add(p, "] ");
    add_point(p, down ? x : x - half, down ? y - at.height / 2 : y);
    add(p, " -- ");
    add_point(p, down ? x : x + half, down ? y + at.height / 2 : y);
    add(p, ";\n");
    const char *value = beside ? "south west" : down ? "south east" : "south";
    const char *gradient = beside ? "north west" : down ? "west" : "north";
    double left = beside ? x - half : x;
    if (!from->no_value)
        add_number(p, value, left, y, from->value, colour(p, NB_COLOUR_VALUE, faded), false,
                   d->sizes.text);
    if (d->picture->has_gradients && !from->no_gradient)
        add_number(p, gradient, left, y, edge->contribution,
                   colour(p, NB_COLOUR_GRADIENT, faded), true, d->sizes.text);
    if (!local || from->no_gradient) return;
    begin_text(p, down ? "north east" : "south east", down ? x : x + half,
               beside || down ? y : y + row, colour(p, NB_COLOUR_LOCAL, faded), d->sizes.small);
    add(p, edge->local < 0 ? "$\\times(" : "$\\times ");
    nb_latex_add_number(p->out, d->view, edge->local);
    add(p, edge->local < 0 ? ")$};\n" : "$};\n");
}

static void add_edge(const page *p, size_t index) {
    const nb_dot_drawing *d = p->d;
    const nb_edge *edge = &d->picture->edges[index];
    bool faded = nb_dot_is_faded(d, edge->traced), on = d->picture->look.traced && !faded;
    bool wire = nb_dot_has_wire(d, edge);
    char style[96];
    const char *shade = colour(p, on ? NB_COLOUR_PATH : NB_COLOUR_WIRE, faded || !edge->chosen);
    const char *width = on ? ", very thick" : edge->chosen ? "" : ", dashed";
    snprintf(style, sizeof style, "wire, draw=%s%s", shade, width);
    size_t from = nb_dot_drawn(d, edge->from), to = nb_dot_drawn(d, edge->to);
    if (wire) add_curve(p, 'n', from, 'e', index, style, false);
    snprintf(style, sizeof style, "arrow, draw=%s%s", shade, width);
    add_curve(p, wire ? 'e' : 'n', wire ? index : from, 'n', to, style, true);
    if (wire) add_wire(p, index, edge);
}

/* ---- boxes ---- */

static bool is_inside(const nb_picture_block *picture, uint32_t box, uint32_t outer) {
    while (box != NB_UNBOXED && box != outer) box = picture->boxes[box].outer;
    return box == outer;
}

/* An opened call: a frame around what stands in it. */
static void add_box(const page *p, uint32_t box) {
    const nb_picture_block *picture = p->d->picture;
    double left = 1e9, right = -1e9, low = 1e9, high = -1e9;
    for (size_t i = 0; i < picture->vertex_count; i++) {
        place at;
        if (!is_inside(picture, picture->vertices[i].box, box) || !find_node(p, 'n', i, &at))
            continue;
        if (at.x - at.width / 2 < left) left = at.x - at.width / 2;
        if (at.x + at.width / 2 > right) right = at.x + at.width / 2;
        if (at.y - at.height / 2 < low) low = at.y - at.height / 2;
        if (at.y + at.height / 2 > high) high = at.y + at.height / 2;
    }
    if (left > right) return;
    add(p, "\\draw[draw=nablaFADED, fill=nablaINSIDE, rounded corners=4pt] ");
    add_point(p, left - 0.08, low - 0.08);
    add(p, " rectangle ");
    add_point(p, right + 0.08, high + 0.28);
    add(p, ";\n");
    begin_text(p, "north", (left + right) / 2, high + 0.26, "nablaINK", p->d->sizes.text);
    add_name(p, picture->boxes[box].name);
    add(p, "};\n");
}

/* ---- the whole ---- */

static void add_legend(const page *p) {
    for (int role = 0; role < NB_ROLE_COUNT; role++) {
        place at;
        nb_vertex v = {.kind = NB_VERTEX_LEAF, .role = (nb_role)role, .traced = true};
        if (!find_node(p, 'k', (size_t)role, &at)) continue;
        add_outline(p, &v, &at);
        begin_text(p, "center", at.x, at.y, colour(p, nb_dot_role((nb_role)role)->colour, false),
                   p->d->sizes.small);
        add_name(p, nb_view_word(p->d->view, nb_dot_role((nb_role)role)->word));
        add(p, "};\n");
    }
}

static void begin_page(const page *p) {
    double width, height;
    nb_tikz_find_size(p->plain, &width, &height);
    nb_tikz_begin(&p->t, width, height, needs_korean(p->d->picture));
}

static void add_page(const page *p) {
    const nb_picture_block *picture = p->d->picture;
    begin_page(p);
    for (size_t i = 0; i < picture->box_count; i++) add_box(p, (uint32_t)i);
    for (size_t i = 0; i < picture->edge_count; i++) add_edge(p, i);
    for (size_t i = 0; i < picture->vertex_count; i++) add_vertex(p, i);
    if (p->d->roles > 1) add_legend(p);
    nb_tikz_end(&p->t);
}

void nb_view_tikz(const nb_picture_block *picture, const nb_view *view, const char *plain,
                  nb_buffer *out) {
    nb_dot_shape shape;
    if (picture->figure != NULL) {
        nb_tikz_summary(picture, view, plain, out);
        return;
    }
    if (nb_dot_shape_make(picture, view, out, &shape)) {
        page p = {&shape.drawing, out, plain, {view, &shape.drawing.picture->look, out}};
        add_page(&p);
    } else {
        out->failed = true;
    }
    nb_dot_shape_clear(&shape);
}
