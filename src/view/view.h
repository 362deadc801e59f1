/* Renderers: results become bytes. Pure: no I/O, no session, no state. Each appends to a buffer;
 * running out of memory is the buffer's `failed`. */
#ifndef NABLA_VIEW_VIEW_H
#define NABLA_VIEW_VIEW_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "result/result.h"

typedef struct nb_view {
    int digits;   /* significant digits of a number, 1 to 17 */
    size_t width; /* display columns that lines should keep within */
    bool ascii;   /* no character outside ASCII */
    bool colour;  /* ANSI colours */
    bool plain;   /* no boxes, no redrawing: for screen readers */
    /* Set by a signal handler: nobody will read the rest of a long text. NULL: it never is. */
    const volatile sig_atomic_t *stop;
    /* Translates a wording of messages.def (a msgid) into the user's language; NULL: English. */
    const char *(*translate)(void *user, const char *wording);
    void *user;
} nb_view;

/* A number for people: `digits` significant digits, never -0, nan and inf as such. */
void nb_view_number(nb_buffer *out, double number, int digits);
/* User text made harmless: control characters shown as \u{...}; in ASCII mode the blackboard's
 * signs replaced (· by *, − by -, ² by ^2, ∂ by d, φ by \phi) and the rest shown as \u{...}. */
void nb_view_plain_text(nb_buffer *out, const nb_view *view, const char *text);
/* A wording of messages.def in the user's language. */
const char *nb_view_word(const nb_view *view, nb_message_id id);
/* A message in words, with its arguments put in. */
void nb_view_message(nb_buffer *out, const nb_view *view, const nb_message *message);
/* The same behind `front` and ": " (NULL: nothing) in lines of the view's width, and a newline. */
void nb_view_paragraph(nb_buffer *out, const nb_view *view, const char *front,
                       const nb_message *message);

/* The result as text: what goes to standard output, and what goes to standard error (diagnostics
 * that are errors or warnings). Both may be the same buffer: then all stands in order. */
void nb_view_text(const nb_result *result, const nb_view *view, nb_buffer *out, nb_buffer *errors);
/* The result as one JSON object and a newline. Numbers have 17 digits; inf and nan are strings. */
void nb_view_json(const nb_result *result, const nb_view *view, nb_buffer *out);
/* A picture as the source of Graphviz' dot. `font` is a font family, NULL: dot's own choice. */
void nb_view_dot(const nb_picture_block *picture, const nb_view *view, const char *font,
                 nb_buffer *out);

#endif
