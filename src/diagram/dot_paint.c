/* Owns the colours of pictures and the look of numbers in them. */
#include "diagram/dot_paint.h"

#include <stdio.h>

#include "view/number.h"

#define HIDDEN "transparent"

void nb_dot_add(const nb_dot_drawing *d, const char *text) {
    nb_buffer_add_text(d->out, text);
}

void nb_dot_add_id(const nb_dot_drawing *d, char kind, size_t index) {
    char text[32];
    snprintf(text, sizeof text, "%c%zu", kind, index);
    nb_dot_add(d, text);
}

const char *nb_picture_colour(const nb_picture_look *look, nb_colour colour) {
    static const char *const colours[][2] = {
#define COLOUR(ID, LIGHT, DARK) {LIGHT, DARK},
#include "diagram/dot_colours.def"
#undef COLOUR
    };
    return colours[colour][look->dark ? 1 : 0];
}

const char *nb_dot_colour(const nb_dot_drawing *d, nb_colour colour, bool faded) {
    return nb_picture_colour(&d->picture->look, faded ? NB_COLOUR_FADED : colour);
}

void nb_dot_begin_table(const nb_dot_drawing *d, int padding) {
    char text[96];
    snprintf(text, sizeof text,
             "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"%d\">", padding);
    nb_dot_add(d, text);
}

static void begin_font(const nb_dot_drawing *d, const char *colour, int points, bool hidden) {
    char font[64];
    snprintf(font, sizeof font, "<FONT COLOR=\"%s\" POINT-SIZE=\"%d\">",
             hidden ? HIDDEN : colour, points);
    nb_dot_add(d, font);
}

void nb_dot_add_number(const nb_dot_drawing *d, double number, const char *colour, int points,
                       bool bold, bool hidden) {
    begin_font(d, colour, points, hidden);
    if (bold) nb_dot_add(d, "<B>");
    nb_view_number(d->out, number, d->view->digits);
    nb_dot_add(d, bold ? "</B></FONT>" : "</FONT>");
}

void nb_dot_add_value(const nb_dot_drawing *d, const nb_vertex *vertex, bool faded) {
    nb_dot_add_number(d, vertex->value, nb_dot_colour(d, NB_COLOUR_VALUE, faded), d->sizes.text,
                      false, vertex->no_value);
}

void nb_dot_add_gradient(const nb_dot_drawing *d, const nb_vertex *vertex, double gradient,
                         int points, bool faded) {
    nb_dot_add_number(d, gradient, nb_dot_colour(d, NB_COLOUR_GRADIENT, faded), points, true,
                      vertex->no_gradient);
}

void nb_dot_add_local(const nb_dot_drawing *d, double local, bool hidden, bool faded) {
    begin_font(d, nb_dot_colour(d, NB_COLOUR_LOCAL, faded), d->sizes.small, hidden);
    nb_dot_add(d, d->view->ascii ? "*" : "×");
    if (local < 0) nb_dot_add(d, "(");
    nb_view_number(d->out, local, d->view->digits);
    nb_dot_add(d, local < 0 ? ")</FONT>" : "</FONT>");
}

void nb_dot_write_shape(const nb_dot_drawing *d, const nb_vertex *vertex,
                        char text[NB_SHAPE_BYTES]) {
    text[0] = '\0';
    if (vertex->rows > 0)
        snprintf(text, NB_SHAPE_BYTES, "(%u %s %u)", (unsigned)vertex->rows,
                 d->view->ascii ? "x" : "×", (unsigned)vertex->columns);
    else if (vertex->columns > 0)
        snprintf(text, NB_SHAPE_BYTES, "(%u)", (unsigned)vertex->columns);
}

size_t nb_dot_drawn(const nb_dot_drawing *d, size_t index) {
    uint32_t joined = d->picture->vertices[index].joined;
    return joined == 0 ? index : joined - 1;
}

bool nb_dot_is_faded(const nb_dot_drawing *d, bool traced) {
    return d->picture->look.traced && !traced;
}

bool nb_dot_shows_sum(const nb_dot_drawing *d, size_t index) {
    const nb_vertex *vertex = &d->picture->vertices[index];
    nb_vertex_kind kind = vertex->kind;
    bool several = d->uses[index] > 1 || vertex->repeated;
    bool shown = d->picture->has_gradients && d->picture->look.style != NB_PICTURE_PLAIN;
    return shown && several && vertex->joined == 0 && kind != NB_VERTEX_NUMBER &&
           kind != NB_VERTEX_MORE;
}
