/* Owns what stands at the ends of wires: names, numbers, operators, calls, records.
 *
 * All that belongs to a vertex is inside its shape, so that no arrow ends on a text. */
#include "diagram/dot_vertex.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/dot_label.h"
#include "view/formula.h"
#include "view/number.h"

const nb_role_look *nb_dot_role(nb_role role) {
    static const nb_role_look looks[NB_ROLE_COUNT] = {
        [NB_ROLE_INPUT] = {NB_MESSAGE_PICTURE_INPUT, "shape=plain", NB_COLOUR_INPUT},
        [NB_ROLE_WEIGHT] = {NB_MESSAGE_PICTURE_WEIGHT, "shape=box, style=\"rounded\"",
                            NB_COLOUR_WEIGHT},
        [NB_ROLE_DATA] = {NB_MESSAGE_PICTURE_DATA, "shape=note", NB_COLOUR_DATA},
        [NB_ROLE_LOSS] = {NB_MESSAGE_PICTURE_LOSS, "shape=octagon", NB_COLOUR_LOSS}};
    return &looks[role];
}

static void add_formula(const nb_dot_drawing *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    nb_dot_add_text(d->out, d->view, words.data);
    if (words.failed) d->out->failed = true;
    nb_buffer_clear(&words);
}

static bool is_small(const nb_vertex *vertex) {
    return vertex->kind == NB_VERTEX_NUMBER || vertex->kind == NB_VERTEX_MORE;
}

static nb_colour ink_of(const nb_dot_drawing *d, const nb_vertex *vertex) {
    if (is_small(vertex)) return NB_COLOUR_NUMBER;
    return d->roles > 1 ? nb_dot_role(vertex->role)->colour : NB_COLOUR_INK;
}

static void add_words(const nb_dot_drawing *d, const nb_vertex *vertex) {
    char font[64];
    int points = is_small(vertex) ? d->sizes.small : d->sizes.text;
    bool faded = nb_dot_is_faded(d, vertex->traced);
    snprintf(font, sizeof font, "<FONT COLOR=\"%s\" POINT-SIZE=\"%d\">",
             nb_dot_colour(d, ink_of(d, vertex), faded), points);
    nb_dot_add(d, font);
    if (!is_small(vertex)) nb_dot_add(d, "<B>");
    if (vertex->kind == NB_VERTEX_MORE) nb_dot_add(d, d->view->ascii ? "..." : "…");
    else if (vertex->label != NULL)
        nb_dot_add_name(d->out, d->view, vertex->label, points);
    else if (vertex->formula.count > 0) add_formula(d, &vertex->formula);
    else nb_view_number(d->out, vertex->value, d->view->digits);
    nb_dot_add(d, is_small(vertex) ? "</FONT>" : "</B></FONT>");
}

/* ---- ends of wires ---- */

static void add_end_shape(const nb_dot_drawing *d, const nb_vertex *vertex) {
    bool faded = nb_dot_is_faded(d, vertex->traced);
    const nb_role_look *role = nb_dot_role(vertex->role);
    bool plain = d->roles < 2 || is_small(vertex) || vertex->role == NB_ROLE_INPUT;
    if (plain) {
        nb_dot_add(d, vertex->current ? ", style=filled" : "");
    } else {
        nb_dot_add(d, ", ");
        nb_dot_add(d, role->shape);
        nb_dot_add(d, ", margin=\"0.05,0.02\", width=0.1, height=0.1, color=\"");
        nb_dot_add(d, nb_dot_colour(d, role->colour, faded));
        nb_dot_add(d, vertex->current ? "\", style=filled" : "\"");
    }
    if (!vertex->current) return;
    nb_dot_add(d, ", fillcolor=\"");
    nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_CURRENT, false));
    nb_dot_add(d, "\"");
}

static void add_end(const nb_dot_drawing *d, size_t index, const nb_vertex *vertex) {
    /* a little room around the text: no arrow touches it, not even a thick one */
    bool thick = vertex->kind == NB_VERTEX_TARGET && d->picture->look.traced;
    nb_dot_add(d, " [label=<");
    nb_dot_begin_table(d, is_small(vertex) ? 1 : thick ? 5 : 2);
    nb_dot_add(d, "<TR><TD>");
    add_words(d, vertex);
    if (nb_dot_shows_sum(d, index)) {
        nb_dot_add(d, "</TD></TR><TR><TD>");
        nb_dot_add_gradient(d, vertex, vertex->gradient,
                            d->sizes.stacked ? d->sizes.small : d->sizes.text,
                            nb_dot_is_faded(d, vertex->traced));
    }
    nb_dot_add(d, "</TD></TR></TABLE>>");
    add_end_shape(d, vertex);
    nb_dot_add(d, "]");
}

/* ---- operators ---- */

/* A circle has room for two columns; a wider symbol makes an ellipse. */
static bool is_round(const nb_vertex *vertex) {
    const char *symbol = vertex->symbol == NULL ? "" : vertex->symbol;
    return vertex->kind == NB_VERTEX_OPERATOR && nb_utf8_width(symbol, strlen(symbol)) <= 2;
}

static void add_symbol(const nb_dot_drawing *d, const nb_vertex *vertex) {
    char font[64];
    snprintf(font, sizeof font, "<FONT COLOR=\"%s\" POINT-SIZE=\"%d\">",
             nb_dot_colour(d, NB_COLOUR_INK, nb_dot_is_faded(d, vertex->traced)), d->sizes.text);
    nb_dot_add(d, font);
    if (vertex->kind == NB_VERTEX_CALL)
        nb_dot_add_name(d->out, d->view, vertex->symbol, d->sizes.text);
    else nb_dot_add_text(d->out, d->view, vertex->symbol);
    nb_dot_add(d, "</FONT>");
}

/* How many results are in it, small beside the name of them all. */
static void add_shape(const nb_dot_drawing *d, const nb_vertex *vertex) {
    char font[64], shape[NB_SHAPE_BYTES];
    nb_dot_write_shape(d, vertex, shape);
    if (shape[0] == '\0') return;
    snprintf(font, sizeof font, " <FONT COLOR=\"%s\" POINT-SIZE=\"%d\">",
             nb_dot_colour(d, NB_COLOUR_NUMBER, nb_dot_is_faded(d, vertex->traced)),
             d->sizes.small);
    nb_dot_add(d, font);
    nb_dot_add(d, shape);
    nb_dot_add(d, "</FONT>");
}

static void add_inner_shape(const nb_dot_drawing *d, const nb_vertex *vertex, bool round) {
    char text[96];
    double inches = d->sizes.circle / 72.0;
    bool faded = nb_dot_is_faded(d, vertex->traced), on = d->picture->look.traced && !faded;
    nb_dot_add(d, " [color=\"");
    nb_dot_add(d, nb_dot_colour(d, on ? NB_COLOUR_PATH : NB_COLOUR_OUTLINE, faded));
    nb_dot_add(d, "\", fillcolor=\"");
    nb_dot_add(d, nb_dot_colour(d, vertex->current ? NB_COLOUR_CURRENT : NB_COLOUR_NODE, false));
    nb_dot_add(d, vertex->current || on ? "\", penwidth=2.5" : "\"");
    snprintf(text, sizeof text, ", ordering=in, height=%.2f, width=%.2f", inches, inches);
    nb_dot_add(d, text);
    if (vertex->kind == NB_VERTEX_CALL)
        nb_dot_add(d, ", shape=box, style=\"rounded,filled\", margin=\"0.1,0.03\"");
    else if (round) nb_dot_add(d, ", shape=circle, style=filled, fixedsize=true");
    else nb_dot_add(d, ", shape=ellipse, style=filled, margin=\"0,0\"");
}

static void add_inner(const nb_dot_drawing *d, size_t index, const nb_vertex *vertex) {
    bool record = d->picture->look.style == NB_PICTURE_RECORD;
    bool sum = !record && nb_dot_shows_sum(d, index);
    bool name = (!record || vertex->joined != 0) && vertex->label != NULL;
    add_inner_shape(d, vertex, is_round(vertex) && !sum && !name);
    nb_dot_add(d, ", label=<");
    if (name || sum) {
        nb_dot_begin_table(d, name && sum ? 1 : 0); /* a subscript reaches down to the sum */
        nb_dot_add(d, "<TR><TD>");
    }
    add_symbol(d, vertex);
    if (!name) add_shape(d, vertex);
    if (name) {
        nb_vertex words = {.kind = NB_VERTEX_LEAF, .label = vertex->label,
                           .traced = vertex->traced};
        nb_dot_add(d, "</TD></TR><TR><TD>");
        add_words(d, &words);
        add_shape(d, vertex);
    }
    if (sum) {
        nb_dot_add(d, "</TD></TR><TR><TD>");
        nb_dot_add_gradient(d, vertex, vertex->gradient, d->sizes.small,
                            nb_dot_is_faded(d, vertex->traced));
    }
    if (name || sum) nb_dot_add(d, "</TD></TR></TABLE>");
    nb_dot_add(d, ">]");
}

/* ---- records ---- */

bool nb_dot_has_box(const nb_dot_drawing *d, size_t index) {
    nb_vertex_kind kind = d->picture->vertices[index].kind;
    return d->picture->look.style == NB_PICTURE_RECORD && d->picture->vertices[index].joined == 0
           && (kind == NB_VERTEX_OPERATOR || kind == NB_VERTEX_CALL);
}

static void begin_record(const nb_dot_drawing *d, const nb_vertex *vertex) {
    static const char *const looks[NB_ROLE_COUNT] = {
        [NB_ROLE_INPUT] = "BORDER=\"1\"", [NB_ROLE_WEIGHT] = "BORDER=\"1\" STYLE=\"ROUNDED\"",
        [NB_ROLE_DATA] = "BORDER=\"1\" STYLE=\"DASHED\"", [NB_ROLE_LOSS] = "BORDER=\"3\""};
    bool faded = nb_dot_is_faded(d, vertex->traced), on = d->picture->look.traced && !faded;
    nb_colour colour = on ? NB_COLOUR_PATH
                       : d->roles > 1 ? nb_dot_role(vertex->role)->colour : NB_COLOUR_OUTLINE;
    nb_dot_add(d, " [label=<<TABLE ");
    nb_dot_add(d, looks[d->roles > 1 ? vertex->role : NB_ROLE_INPUT]);
    nb_dot_add(d, " CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"4\" COLOR=\"");
    nb_dot_add(d, nb_dot_colour(d, colour, faded));
    if (vertex->current) {
        nb_dot_add(d, "\" BGCOLOR=\"");
        nb_dot_add(d, nb_dot_colour(d, NB_COLOUR_CURRENT, false));
    }
    nb_dot_add(d, "\"><TR>");
}

/* name | value | gradient */
static void add_record(const nb_dot_drawing *d, const nb_vertex *vertex) {
    bool faded = nb_dot_is_faded(d, vertex->traced);
    begin_record(d, vertex);
    bool named = vertex->label != NULL || vertex->formula.count > 0;
    if (named) {
        nb_dot_add(d, "<TD>");
        add_words(d, vertex);
        nb_dot_add(d, "</TD><VR/>");
    }
    nb_dot_add(d, "<TD>");
    nb_dot_add_value(d, vertex, faded);
    nb_dot_add(d, "</TD>");
    if (d->picture->has_gradients) {
        nb_dot_add(d, "<VR/><TD>");
        nb_dot_add_gradient(d, vertex, vertex->gradient, d->sizes.text, faded);
        nb_dot_add(d, "</TD>");
    }
    nb_dot_add(d, "</TR></TABLE>>]");
}

static void add_box(const nb_dot_drawing *d, size_t index, const nb_vertex *vertex) {
    nb_vertex value = *vertex;
    value.kind = NB_VERTEX_LEAF;
    nb_dot_add(d, ";\n  ");
    nb_dot_add_id(d, 'v', index);
    add_record(d, &value);
    nb_dot_add(d, ";\n  ");
    nb_dot_add_id(d, 'n', index);
    nb_dot_add(d, " -> ");
    nb_dot_add_id(d, 'v', index);
}

void nb_dot_add_vertex(const nb_dot_drawing *d, size_t index) {
    const nb_vertex *vertex = &d->picture->vertices[index];
    bool record = d->picture->look.style == NB_PICTURE_RECORD && !is_small(vertex);
    if (nb_dot_drawn(d, index) != index) return;
    nb_dot_add(d, "  ");
    nb_dot_add_id(d, 'n', index);
    if (vertex->kind == NB_VERTEX_OPERATOR || vertex->kind == NB_VERTEX_CALL)
        add_inner(d, index, vertex);
    else if (record) add_record(d, vertex);
    else add_end(d, index, vertex);
    if (nb_dot_has_box(d, index)) add_box(d, index, vertex);
    nb_dot_add(d, ";\n");
}
