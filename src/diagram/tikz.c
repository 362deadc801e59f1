/* Owns the TikZ of a picture. Places come from dot, in inches; texts are made anew, as mathematics:
 * w25 is w_{25} here, too. Lengths are written in thousandths of an inch, so that no locale has a
 * say. */
#include "diagram/tikz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/dot_shape.h"
#include "diagram/dot_vertex.h"
#include "diagram/tikz_text.h"
#include "view/latex.h"
#include "view/message.h"

typedef struct page {
    const nb_dot_drawing *d;
    nb_buffer *out;
    const char *plain;
} page;

typedef struct place {
    double x, y, width, height;
} place;

static void add(const page *p, const char *text) {
    nb_buffer_add_text(p->out, text);
}

static void add_length(const page *p, double inches) {
    char text[48];
    long thousandths = (long)((inches < 0 ? -inches : inches) * 1000 + 0.5);
    snprintf(text, sizeof text, "%s%ld.%03ld", inches < 0 && thousandths > 0 ? "-" : "",
             thousandths / 1000, thousandths % 1000);
    add(p, text);
}

static void add_point(const page *p, double x, double y) {
    add(p, "(");
    add_length(p, x);
    add(p, ",");
    add_length(p, y);
    add(p, ")");
}

/* A number as dot writes it, and what follows: no strtod, whose decimal point a locale sets. */
static const char *read_number(const char *at, double *number) {
    bool minus;
    double scale = 1;
    while (*at == ' ') at++;
    minus = *at == '-';
    at += minus;
    for (*number = 0; *at >= '0' && *at <= '9'; at++) *number = *number * 10 + (*at - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++) *number += (*at - '0') * (scale /= 10);
    if (*at == 'e' || *at == 'E') /* as good as nothing: 1e-05 */
        for (*number = 0; *at != ' ' && *at != '\0' && *at != '\n';) at++;
    if (minus) *number = -*number;
    return at;
}

/* Behind the front of the line that begins like this; NULL: there is none. */
static const char *find_line(const page *p, const char *front) {
    size_t length = strlen(front);
    for (const char *at = p->plain; at != NULL && *at != '\0';) {
        if (strncmp(at, front, length) == 0) return at + length;
        at = strchr(at, '\n');
        if (at != NULL) at++;
    }
    return NULL;
}

static bool find_node(const page *p, char kind, size_t index, place *where) {
    char front[48];
    snprintf(front, sizeof front, "node %c%zu ", kind, index);
    const char *at = find_line(p, front);
    if (at == NULL) return false;
    at = read_number(at, &where->x);
    at = read_number(at, &where->y);
    at = read_number(at, &where->width);
    (void)read_number(at, &where->height);
    return true;
}

/* ---- colours and texts ---- */

static const char *const colour_names[] = {
#define COLOUR(ID, LIGHT, DARK) "nabla" #ID,
#include "diagram/dot_colours.def"
#undef COLOUR
};

static const char *colour(nb_colour which, bool faded) {
    return colour_names[faded ? NB_COLOUR_FADED : which];
}

static void add_colours(const page *p) {
    for (int i = 0; i < NB_COLOUR_COUNT; i++) {
        const char *value = nb_dot_colour(p->d, (nb_colour)i, false);
        add(p, "\\definecolor{");
        add(p, colour_names[i]);
        add(p, "}{HTML}{");
        for (const char *c = *value == '#' ? value + 1 : "FFFFFF"; *c != '\0'; c++)
            nb_buffer_add_char(p->out, *c >= 'a' && *c <= 'f' ? (char)(*c - 'a' + 'A') : *c);
        add(p, "}\n");
    }
}

/* A word that is wider here than in dot's fonts is made smaller, to end where its wire begins. */
static void begin_word(const page *p, double width) {
    add(p, "\\fitted{");
    add_length(p, width);
    add(p, "in}{");
}

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

/* ---- vertices ---- */

/* A box with its corners cut off, around the middle. */
static void add_octagon(const page *p, const place *at) {
    static const double corners[8][2] = {{0.5, 0.21}, {0.21, 0.5}, {-0.21, 0.5}, {-0.5, 0.21},
                                         {-0.5, -0.21}, {-0.21, -0.5}, {0.21, -0.5}, {0.5, -0.21}};
    for (int i = 0; i < 8; i++) {
        add_point(p, at->x + corners[i][0] * at->width, at->y + corners[i][1] * at->height);
        add(p, " -- ");
    }
    add(p, "cycle;\n");
}

static void add_form(const page *p, const nb_vertex *v, const place *at) {
    double x = at->width / 2, y = at->height / 2;
    bool end = v->kind == NB_VERTEX_LEAF || v->kind == NB_VERTEX_TARGET;
    if (end && v->role == NB_ROLE_LOSS) {
        add_octagon(p, at);
    } else if (v->kind == NB_VERTEX_OPERATOR) {
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

static void add_outline(const page *p, const nb_vertex *v, const place *at, bool faded, bool on) {
    bool inner = v->kind == NB_VERTEX_OPERATOR || v->kind == NB_VERTEX_CALL;
    nb_colour line = inner ? NB_COLOUR_OUTLINE : nb_dot_role(v->role)->colour;
    if (!inner && (p->d->roles < 2 || v->role == NB_ROLE_INPUT || v->kind == NB_VERTEX_NUMBER ||
                   v->kind == NB_VERTEX_MORE))
        return;
    add(p, "\\draw[draw=");
    add(p, colour(on ? NB_COLOUR_PATH : line, faded));
    if (inner) {
        add(p, ", fill=");
        add(p, colour(v->current ? NB_COLOUR_CURRENT : NB_COLOUR_NODE, false));
    }
    if (on || v->current) add(p, ", very thick");
    if (v->kind == NB_VERTEX_CALL || v->role == NB_ROLE_WEIGHT) add(p, ", rounded corners=4pt");
    if (!inner && v->role == NB_ROLE_DATA) add(p, ", dashed");
    add(p, "] ");
    add_form(p, v, at);
}

static nb_colour ink_of(const page *p, const nb_vertex *v) {
    if (v->kind == NB_VERTEX_NUMBER || v->kind == NB_VERTEX_MORE) return NB_COLOUR_NUMBER;
    bool end = v->kind == NB_VERTEX_LEAF || v->kind == NB_VERTEX_TARGET;
    return end && p->d->roles > 1 ? nb_dot_role(v->role)->colour : NB_COLOUR_INK;
}

/* A column of texts around the middle of a vertex: symbol, name, sum. */
static void add_vertex(const page *p, size_t index) {
    const nb_vertex *v = &p->d->picture->vertices[index];
    const nb_dot_sizes *sizes = &p->d->sizes;
    bool inner = v->kind == NB_VERTEX_OPERATOR || v->kind == NB_VERTEX_CALL;
    bool faded = nb_dot_is_faded(p->d, v->traced), sum = nb_dot_shows_sum(p->d, index);
    int lines = v->label != NULL ? nb_tikz_lines(v->label) : !inner;
    place at;
    if (nb_dot_drawn(p->d, index) != index || !find_node(p, 'n', index, &at)) return;
    double row = (sizes->text + 2) / 72.0;
    double y = at.y + row * (inner + lines + sum - 1) / 2;
    const char *ink = colour(ink_of(p, v), faded);
    add_outline(p, v, &at, faded, p->d->picture->look.traced && !faded);
    if (inner) {
        begin_text(p, "center", at.x, y, ink, sizes->text);
        begin_word(p, 0.8 * at.width);
        if (v->kind == NB_VERTEX_CALL) nb_tikz_add_name(p->out, p->d->view, v->symbol);
        else nb_tikz_add_symbol(p->out, v->symbol);
        add(p, "}};\n");
        y -= row;
    }
    if (lines > 0) {
        begin_text(p, "center", at.x, y - row * (lines - 1) / 2, ink, sizes->text);
        begin_word(p, inner ? 0.8 * at.width : at.width);
        if (v->kind == NB_VERTEX_MORE) add(p, "$\\cdots$");
        else if (v->label != NULL) nb_tikz_add_name(p->out, p->d->view, v->label);
        else {
            add(p, "$");
            if (v->typeset.count > 0) nb_latex_add_formula(p->out, p->d->view, &v->typeset);
            else nb_latex_add_number(p->out, p->d->view, v->value);
            add(p, "$");
        }
        add(p, "}};\n");
        y -= row * lines;
    }
    if (sum && !v->no_gradient)
        add_number(p, "center", at.x, y, v->gradient, colour(NB_COLOUR_GRADIENT, faded), true,
                   sizes->small);
}

/* ---- wires ---- */

/* How long dot's arrowheads are: its curves end before them. */
static const double head = 7 / 72.0;

/* A line of bezier curves from one node of dot's to another. */
typedef struct curve {
    const char *points; /* NULL: there is none */
    int count;
    double x, y, last_x, last_y, before_x, before_y; /* its ends, and the point before the last */
} curve;

static curve find_curve(const page *p, char from, size_t from_index, char to, size_t to_index) {
    char front[96];
    double count;
    curve c = {NULL, 0, 0, 0, 0, 0, 0, 0};
    snprintf(front, sizeof front, "edge %c%zu %c%zu ", from, from_index, to, to_index);
    const char *at = find_line(p, front);
    if (at == NULL) return c;
    c.points = at = read_number(at, &count);
    c.count = (int)count;
    for (int i = 0; i < c.count; i++) {
        c.before_x = c.last_x;
        c.before_y = c.last_y;
        at = read_number(at, &c.last_x);
        at = read_number(at, &c.last_y);
        if (i == 0) c.x = c.last_x;
        if (i == 0) c.y = c.last_y;
    }
    return c;
}

static void add_curve(const page *p, const curve *c, const char *style, bool arrow) {
    static const char *const joints[] = {" .. controls ", " and ", " .. "};
    const char *at = c->points;
    double x, y, along = hypot(c->last_x - c->before_x, c->last_y - c->before_y);
    if (at == NULL) return;
    add(p, "\\draw[");
    add(p, style);
    add(p, "] ");
    for (int i = 0; i < c->count; i++) {
        at = read_number(at, &x);
        at = read_number(at, &y);
        if (i > 0) add(p, joints[(i - 1) % 3]);
        add_point(p, x, y);
    }
    if (arrow && along > 0) {
        add(p, " -- ");
        add_point(p, c->last_x + (c->last_x - c->before_x) / along * head,
                  c->last_y + (c->last_y - c->before_y) / along * head);
    }
    add(p, ";\n");
}

/* Value above the line and gradient below it, the local gradient over both or beside. The line
 * joins the curve that comes with the one that goes. */
static void add_wire(const page *p, size_t index, const curve *in, const curve *out) {
    const nb_dot_drawing *d = p->d;
    const nb_edge *edge = &d->picture->edges[index];
    const nb_vertex *from = &d->picture->vertices[edge->from];
    bool faded = nb_dot_is_faded(d, edge->traced), local = nb_dot_has_local(d, edge);
    bool beside = local && !d->sizes.stacked && !d->picture->look.down;
    bool down = d->picture->look.down, on = d->picture->look.traced && !faded;
    place at;
    if (!find_node(p, 'e', index, &at) || in->points == NULL || out->points == NULL) return;
    double row = (d->sizes.text + 2) / 72.0, half = at.width / 2;
    double x = down ? in->last_x : at.x, y = down ? at.y : in->last_y;
    add(p, "\\draw[wire, draw=");
    add(p, colour(on ? NB_COLOUR_PATH : NB_COLOUR_WIRE, faded));
    add(p, on ? ", very thick] " : "] ");
    add_point(p, in->last_x, in->last_y);
    add(p, " -- ");
    add_point(p, out->x, out->y);
    add(p, ";\n");
    const char *value = beside ? "south west" : down ? "south east" : "south";
    const char *gradient = beside ? "north west" : down ? "west" : "north";
    double left = beside ? x - half : x;
    if (!from->no_value)
        add_number(p, value, left, y, from->value, colour(NB_COLOUR_VALUE, faded), false,
                   d->sizes.text);
    if (d->picture->has_gradients && !from->no_gradient)
        add_number(p, gradient, left, y, edge->contribution,
                   colour(NB_COLOUR_GRADIENT, faded), true, d->sizes.text);
    if (!local || from->no_gradient) return;
    begin_text(p, down ? "north east" : "south east", down ? x : x + half,
               beside || down ? y : y + row, colour(NB_COLOUR_LOCAL, faded), d->sizes.small);
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
    const char *shade = colour(on ? NB_COLOUR_PATH : NB_COLOUR_WIRE, faded || !edge->chosen);
    const char *width = on ? ", very thick" : edge->chosen ? "" : ", dashed";
    snprintf(style, sizeof style, "wire, draw=%s%s", shade, width);
    size_t from = nb_dot_drawn(d, edge->from), to = nb_dot_drawn(d, edge->to);
    curve in = find_curve(p, 'n', from, 'e', index);
    curve out = find_curve(p, wire ? 'e' : 'n', wire ? index : from, 'n', to);
    add_curve(p, &in, style, false);
    snprintf(style, sizeof style, "arrow, draw=%s%s", shade, width);
    add_curve(p, &out, style, true);
    if (wire) add_wire(p, index, &in, &out);
}

/* ---- boxes ---- */

static bool is_inside(const nb_picture_block *picture, uint32_t box, uint32_t outer) {
    while (box != NB_UNBOXED && box != outer) box = picture->boxes[box].outer;
    return box == outer;
}

/* How many frames lie in each other here, with this one. */
static int count_frames(const nb_picture_block *picture, uint32_t box) {
    int most = 1;
    for (uint32_t i = 0; i < picture->box_count; i++) {
        int frames = 1;
        if (!is_inside(picture, i, box)) continue;
        for (uint32_t at = i; at != box; at = picture->boxes[at].outer) frames++;
        if (frames > most) most = frames;
    }
    return most;
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
    double room = 0.08 * count_frames(picture, box), top = high + 0.28 * count_frames(picture, box);
    add(p, "\\draw[draw=nablaFADED, fill=nablaINSIDE, rounded corners=4pt] ");
    add_point(p, left - room, low - room);
    add(p, " rectangle ");
    add_point(p, right + room, top);
    add(p, ";\n");
    begin_text(p, "north", (left + right) / 2, top - 0.02, "nablaINK", p->d->sizes.text);
    nb_tikz_add_name(p->out, p->d->view, picture->boxes[box].name);
    add(p, "};\n");
}

/* ---- the whole ---- */

static void add_legend(const page *p) {
    for (int i = 0; i < NB_ROLE_COUNT; i++) {
        const nb_role_look *look = nb_dot_role((nb_role)i);
        place at;
        nb_vertex v = {.kind = NB_VERTEX_LEAF, .role = (nb_role)i};
        if (!find_node(p, 'k', (size_t)i, &at)) continue;
        add_outline(p, &v, &at, false, false);
        begin_text(p, "center", at.x, at.y, colour(look->colour, false), p->d->sizes.small);
        nb_tikz_add_name(p->out, p->d->view, nb_view_word(p->d->view, look->word));
        add(p, "};\n");
    }
}

/* As large as the picture, with some room for fonts that are wider than dot's. */
static void add_paper(const page *p) {
    double scale, width = 5, height = 5;
    const char *at = find_line(p, "graph ");
    if (at != NULL) {
        at = read_number(at, &scale);
        at = read_number(at, &width);
        (void)read_number(at, &height);
    }
    add(p, "\\usepackage[margin=0.15in, paperwidth=");
    add_length(p, width + 0.6);
    add(p, "in, paperheight=");
    add_length(p, height + 0.6);
    add(p, "in]{geometry}\n");
}

static void add_preamble(const page *p, bool korean) {
    add(p, "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n"
           "\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\n\\usepackage{amsmath}\n"
           "\\usepackage{tikz}\n\\usetikzlibrary{arrows.meta}\n");
    add_paper(p);
    if (korean) add(p, "\\usepackage{kotex}\n");
    add(p, "\\newcommand\\fitted[2]{\\setbox0\\hbox{#2}%\n"
           "  \\ifdim\\wd0>#1\\resizebox{#1}{!}{\\box0}\\else\\box0\\fi}\n");
    add_colours(p);
}

static void add_body(const page *p) {
    const nb_picture_block *picture = p->d->picture;
    add(p, "\\begin{document}\\pagestyle{empty}\\noindent\n");
    if (picture->look.dark) add(p, "\\pagecolor{nablaPAPER}\n");
    add(p, "\\begin{tikzpicture}[x=1in, y=1in, arrow/.style={-{Latex[length=5pt, width=4pt]}}, "
           "wire/.style={line width=0.6pt}]\n");
    for (size_t i = 0; i < picture->box_count; i++) add_box(p, (uint32_t)i);
    for (size_t i = 0; i < picture->edge_count; i++) add_edge(p, i);
    for (size_t i = 0; i < picture->vertex_count; i++) add_vertex(p, i);
    if (p->d->roles > 1) add_legend(p);
    add(p, "\\end{tikzpicture}\n\\end{document}\n");
}

void nb_view_tikz(const nb_picture_block *picture, const nb_view *view, const char *plain,
                  nb_buffer *out) {
    nb_dot_shape shape;
    nb_buffer text;
    nb_buffer_init(&text, out->memory);
    if (nb_dot_shape_make(picture, view, out, &shape)) {
        page body = {&shape.drawing, &text, plain}, preamble = {&shape.drawing, out, plain};
        add_body(&body);
        add_preamble(&preamble, nb_tikz_is_korean(text.data, text.length));
        nb_buffer_add(out, text.data, text.length);
    }
    if (shape.drawing.out == NULL || text.failed) out->failed = true;
    nb_dot_shape_clear(&shape);
    nb_buffer_clear(&text);
}
