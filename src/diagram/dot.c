/* Owns the picture of a graph as the source of Graphviz' dot: its wires, its boxes, the whole.
 *
 * Every wire is a node of its own, an HTML table whose middle row is a one-point line: only so do
 * the value above the wire and the gradient below it stay on their sides, and dot keeps other
 * wires away from them. A vertex is n0, n1..., a wire e0, e1...: what the student typed occurs in
 * HTML labels only, through dot_label. */
#include "diagram/dot.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/dot_label.h"
#include "diagram/dot_paint.h"
#include "diagram/dot_shape.h"
#include "diagram/dot_vertex.h"
#include "view/message.h"

enum { MANY_WIRES = 200, MANY_USES = 3 };

/* ---- wires ---- */

typedef struct wire {
    const nb_edge *edge;
    const nb_vertex *from;
    bool values, gradient, local, faded; /* what stands on it */
} wire;

static void add_cell(const nb_dot_drawing *d, const char *attributes) {
    nb_dot_add(d, "<TD");
    nb_dot_add(d, attributes);
    nb_dot_add(d, ">");
}

/* The line itself: a cell of one point, or of three. */
static void add_line(const nb_dot_drawing *d, const wire *w, const char *span, const char *size) {
    bool on = d->picture->look.traced && !w->faded;
    nb_dot_add(d, "<TD");
    nb_dot_add(d, span);
    nb_dot_add(d, " PORT=\"w\" ");
    nb_dot_add(d, size);
    nb_dot_add(d, on ? "=\"3\"" : "=\"1\"");
    nb_dot_add(d, " CELLPADDING=\"0\" BGCOLOR=\"");
    nb_dot_add(d, nb_dot_colour(d, on ? NB_COLOUR_PATH : NB_COLOUR_WIRE, w->faded));
    nb_dot_add(d, "\"></TD>");
}

static void add_local(const nb_dot_drawing *d, const wire *w) {
    nb_dot_add_local(d, w->edge->local, w->from->no_gradient, w->faded);
}

static void add_gradient(const nb_dot_drawing *d, const wire *w) {
    nb_dot_add_gradient(d, w->from, w->edge->contribution, d->sizes.text, w->faded);
}

/* Above the line the value, and the local gradient beside or over that; below it the gradient. */
static void add_rows(const nb_dot_drawing *d, const wire *w) {
    bool beside = w->local && w->values && !d->sizes.stacked;
    if (w->local && !beside) {
        nb_dot_add(d, "<TR><TD ALIGN=\"RIGHT\">");
        add_local(d, w);
        nb_dot_add(d, "</TD></TR>");
    }
    if (w->values) {
        nb_dot_add(d, "<TR><TD>");
        nb_dot_add_value(d, w->from, w->faded);
        if (beside) {
            nb_dot_add(d, "</TD><TD WIDTH=\"16\"></TD><TD ALIGN=\"RIGHT\">");
            add_local(d, w);
        }
        nb_dot_add(d, "</TD></TR>");
    }
    nb_dot_add(d, "<TR>");
    add_line(d, w, beside ? " COLSPAN=\"3\"" : "", "HEIGHT");
    nb_dot_add(d, "</TR>");
    if (!w->gradient || !w->values) return;
    /* dot thinks letters lower than they are: without room they would touch the line */
    nb_dot_add(d, "<TR><TD HEIGHT=\"3\" CELLPADDING=\"0\"></TD></TR><TR><TD>");
    add_gradient(d, w);
    nb_dot_add(d, beside ? "</TD><TD COLSPAN=\"2\"></TD></TR>" : "</TD></TR>");
}

/* From top to bottom: the value on the left of the line, the gradient on its right. */
static void add_columns(const nb_dot_drawing *d, const wire *w) {
    const char *span = w->local && w->values ? " ROWSPAN=\"2\"" : "";
    nb_dot_add(d, "<TR>");
    add_cell(d, " ALIGN=\"RIGHT\"");
    if (w->values) nb_dot_add_value(d, w->from, w->faded);
    else if (w->local) add_local(d, w);
    nb_dot_add(d, "</TD>");
    add_line(d, w, span, "WIDTH");
    add_cell(d, " ALIGN=\"LEFT\"");
    if (w->values && w->gradient) add_gradient(d, w);
    nb_dot_add(d, "</TD></TR>");
    if (*span == '\0') return;
    nb_dot_add(d, "<TR><TD ALIGN=\"RIGHT\">");
    add_local(d, w);
    nb_dot_add(d, "</TD><TD></TD></TR>");
}

static void add_wire(const nb_dot_drawing *d, size_t index, const nb_edge *edge) {
    wire w = {.edge = edge, .from = &d->picture->vertices[edge->from],
              .values = nb_dot_has_values(d, edge),
              .gradient = d->picture->has_gradients, .local = nb_dot_has_local(d, edge),
              .faded = nb_dot_is_faded(d, edge->traced)};
    nb_dot_add(d, "  ");
    nb_dot_add_id(d, 'e', index);
    nb_dot_add(d, " [label=<");
    nb_dot_begin_table(d, 1);
    if (d->picture->look.down) add_columns(d, &w);
    else add_rows(d, &w);
    nb_dot_add(d, "</TABLE>>];\n");
}

/* Behind an arrow: its attributes. */
static void end_edge(const nb_dot_drawing *d, const nb_edge *edge, const char *attributes) {
    bool faded = nb_dot_is_faded(d, edge->traced), traced = d->picture->look.traced;
    if (*attributes == '\0' && !traced) {
        nb_dot_add(d, ";\n");
        return;
    }
    nb_dot_add(d, " [");
    nb_dot_add(d, attributes);
    if (traced) {
        nb_dot_add(d, *attributes != '\0' ? ", color=\"" : "color=\"");
        nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_PATH, faded));
        nb_dot_add(d, faded ? "\"" : "\", penwidth=3");
    }
    nb_dot_add(d, "];\n");
}

static void add_start(const nb_dot_drawing *d, const nb_edge *edge) {
    nb_dot_add(d, "  ");
    nb_dot_add_id(d, nb_dot_has_box(d, edge->from) ? 'v' : 'n',
                  nb_dot_drawn(d, edge->from));
    nb_dot_add(d, " -> ");
}

static void add_edge(const nb_dot_drawing *d, size_t index) {
    const nb_edge *edge = &d->picture->edges[index];
    const nb_picture_look *look = &d->picture->look;
    bool constant = d->picture->vertices[edge->from].kind == NB_VERTEX_NUMBER;
    bool carries = nb_dot_has_wire(d, edge);
    /* one leaf that reaches far into the graph must not pull it together */
    bool far = d->uses[edge->from] > MANY_USES;
    if (carries) add_wire(d, index, edge);
    add_start(d, edge);
    if (carries) {
        nb_dot_add_id(d, 'e', index);
        nb_dot_add(d, look->down ? ":w:n" : ":w:w");
        end_edge(d, edge, far ? "dir=none, weight=0" : "dir=none");
        nb_dot_add(d, "  ");
        nb_dot_add_id(d, 'e', index);
        nb_dot_add(d, look->down ? ":w:s -> " : ":w:e -> ");
    }
    nb_dot_add_id(d, 'n', nb_dot_drawn(d, edge->to));
    char attributes[64];
    if (edge->chosen)
        end_edge(d, edge, constant ? "arrowsize=0.5" : "");
    else { /* without its wire node the edge would be one rank shorter than its neighbours */
        snprintf(attributes, sizeof attributes, "style=dashed, color=\"%s\", minlen=2",
                 nb_dot_colour(d, NB_COLOUR_FADED, false));
        nb_dot_add(d, " [");
        nb_dot_add(d, attributes);
        nb_dot_add(d, "];\n");
    }
}

/* ---- boxes ---- */

/* The box of a wire: the innermost that holds both of its ends. */
static uint32_t box_of(const nb_picture_block *p, const nb_edge *edge) {
    for (uint32_t box = p->vertices[edge->from].box; box != NB_UNBOXED; box = p->boxes[box].outer)
        for (uint32_t at = p->vertices[edge->to].box; at != NB_UNBOXED; at = p->boxes[at].outer)
            if (at == box) return box;
    return NB_UNBOXED;
}

static void add_inner_wires(const nb_dot_drawing *d, uint32_t box) {
    const nb_picture_block *p = d->picture;
    for (size_t i = 0; i < p->edge_count; i++) {
        if (!nb_dot_has_wire(d, &p->edges[i]) || box_of(p, &p->edges[i]) != box) continue;
        nb_dot_add(d, " ");
        nb_dot_add_id(d, 'e', i);
        nb_dot_add(d, ";");
    }
}

/* Opens and closes clusters so that each vertex stands in its own: boxes are named once each, in
 * their order, and dot adds up what several statements say of one. */
static void add_boxes(const nb_dot_drawing *d) {
    const nb_picture_block *p = d->picture;
    for (size_t i = 0; i < p->box_count; i++) {
        size_t depth = 0;
        char text[96];
        for (uint32_t box = (uint32_t)i; box != NB_UNBOXED; box = p->boxes[box].outer) depth++;
        /* a cluster stands inside another when it is written inside it */
        for (size_t level = depth; level-- > 0;) {
            uint32_t box = (uint32_t)i;
            for (size_t up = 0; up < level; up++) box = p->boxes[box].outer;
            snprintf(text, sizeof text, "  subgraph cluster_%u {\n", (unsigned)box);
            nb_dot_add(d, text);
        }
        nb_dot_add(d, "  style=\"rounded,filled\"; color=\"");
        nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_FADED, false));
        nb_dot_add(d, "\"; fillcolor=\"");
        nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_INSIDE, false));
        nb_dot_add(d, "\"; fontcolor=\"");
        nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_INK, false));
        nb_dot_add(d, "\"; label=<");
        nb_dot_add_name(d->out, d->view, p->boxes[i].name, d->sizes.text);
        nb_dot_add(d, ">;\n ");
        for (size_t v = 0; v < p->vertex_count; v++) {
            if (p->vertices[v].box != i || nb_dot_drawn(d, v) != v) continue;
            nb_dot_add(d, " ");
            nb_dot_add_id(d, 'n', v);
            nb_dot_add(d, ";");
        }
        add_inner_wires(d, (uint32_t)i);
        nb_dot_add(d, "\n ");
        for (size_t level = 0; level < depth; level++) nb_dot_add(d, " }");
        nb_dot_add(d, "\n");
    }
}

/* ---- the whole ---- */

/* A font family is the host's word, yet it stands in a quoted string: anything that could leave
 * the string drops the font. */
static void add_defaults(const nb_dot_drawing *d, const char *kind, const char *attributes,
                         const char *font) {
    bool usable = font != NULL && font[0] != '\0' && strpbrk(font, "\"\\\n\r") == NULL
                  && nb_utf8_valid(font, strlen(font)) == strlen(font);
    nb_dot_add(d, "  ");
    nb_dot_add(d, kind);
    nb_dot_add(d, " [");
    nb_dot_add(d, attributes);
    if (usable) {
        nb_dot_add(d, ", fontname=\"");
        nb_dot_add(d, font);
        nb_dot_add(d, "\"");
    }
    nb_dot_add(d, "];\n");
}

static void add_caption(const nb_dot_drawing *d) {
    nb_dot_add(d, "  graph [labelloc=b, label=<<FONT COLOR=\"");
    nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_GRADIENT, false));
    nb_dot_add(d, "\"><B>");
    nb_dot_add_text(d->out, d->view, d->picture->caption);
    nb_dot_add(d, "</B></FONT>>];\n");
}

/* What the shapes mean, in a row of their own. */
static void add_legend(const nb_dot_drawing *d) {
    int before = -1;
    for (int role = 0; role < NB_ROLE_COUNT; role++) {
        if (!d->occurs[role]) continue;
        const nb_role_look *look = nb_dot_role((nb_role)role);
        char font[96];
        const char *colour = nb_dot_colour(d, look->colour, false);
        nb_dot_add(d, "  ");
        nb_dot_add_id(d, 'k', (size_t)role);
        snprintf(font, sizeof font, "<FONT COLOR=\"%s\" POINT-SIZE=\"%d\">", colour,
                 d->sizes.small);
        nb_dot_add(d, " [label=<");
        nb_dot_add(d, font);
        nb_dot_add_text(d->out, d->view, nb_view_word(d->view, look->word));
        nb_dot_add(d, "</FONT>>, margin=\"0.06,0.02\", width=0.1, height=0.1, ");
        nb_dot_add(d, look->shape);
        nb_dot_add(d, ", color=\"");
        nb_dot_add(d, colour);
        nb_dot_add(d, "\"];\n");
        if (before >= 0) {
            nb_dot_add(d, "  ");
            nb_dot_add_id(d, 'k', (size_t)before);
            nb_dot_add(d, " -> ");
            nb_dot_add_id(d, 'k', (size_t)role);
            nb_dot_add(d, " [style=invis];\n");
        }
        before = role;
    }
}

static void add_graph(const nb_dot_drawing *d, const char *font) {
    char text[160];
    const nb_picture_look *look = &d->picture->look;
    nb_dot_add(d, "digraph nabla {\n");
    snprintf(text, sizeof text, "rankdir=%s, charset=\"UTF-8\", bgcolor=\"%s\", nodesep=%s, "
             "ranksep=%s, pad=0.12", look->down ? "TB" : "LR",
             nb_dot_colour(d, NB_COLOUR_PAPER, false), d->sizes.node_gap, d->sizes.rank_gap);
    add_defaults(d, "graph", text, font);
    /* dot's finest work takes minutes for a graph of hundreds of wires */
    if (d->picture->edge_count > MANY_WIRES)
        nb_dot_add(d, "  graph [splines=line, nslimit=2];\n");
    snprintf(text, sizeof text, "shape=plain, fontsize=%d", d->sizes.text);
    add_defaults(d, "node", text, font);
    snprintf(text, sizeof text, "color=\"%s\", arrowsize=0.7",
             nb_dot_colour(d, NB_COLOUR_WIRE, false));
    add_defaults(d, "edge", text, font);
    if (d->picture->caption != NULL) add_caption(d);
}

static bool is_stopped(const nb_view *view) {
    return view->stop != NULL && *view->stop;
}

static void add_all(const nb_dot_drawing *d, const char *font) {
    add_graph(d, font);
    if (d->roles > 1) add_legend(d); /* at the bottom: there dot puts what comes first */
    for (size_t i = 0; i < d->picture->vertex_count && !is_stopped(d->view); i++)
        nb_dot_add_vertex(d, i);
    for (size_t i = 0; i < d->picture->edge_count && !is_stopped(d->view); i++) add_edge(d, i);
    add_boxes(d);
    nb_dot_add(d, "}\n");
}

void nb_view_dot(const nb_picture_block *picture, const nb_view *view, const char *font,
                 nb_buffer *out) {
    nb_dot_shape shape;
    if (nb_dot_shape_make(picture, view, out, &shape)) add_all(&shape.drawing, font);
    else out->failed = true;
    nb_dot_shape_clear(&shape);
}
