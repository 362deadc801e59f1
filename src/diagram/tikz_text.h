/* Texts, colours and the page of pictures in TikZ. */
#ifndef NABLA_DIAGRAM_TIKZ_TEXT_H
#define NABLA_DIAGRAM_TIKZ_TEXT_H

#include "diagram/dot_paint.h"

typedef struct nb_tikz {
    const nb_view *view;
    const nb_picture_look *look;
    nb_buffer *out;
} nb_tikz;

/* The document up to its picture, which is so many inches wide and high, and what ends both.
 * `korean`: Korean or Chinese letters occur. */
void nb_tikz_begin(const nb_tikz *t, double width, double height, bool korean);
void nb_tikz_end(const nb_tikz *t);

/* In inches; a point as (x,y). */
void nb_tikz_add_length(const nb_tikz *t, double inches);
void nb_tikz_add_point(const nb_tikz *t, double x, double y);
/* The colour's name in the document. */
const char *nb_tikz_colour(nb_colour which);
/* A name or label in mathematics, without the letters that no font of LaTeX has. */
void nb_tikz_add_name(const nb_tikz *t, const char *name);
/* A text as it was typed, likewise. */
void nb_tikz_add_text(const nb_tikz *t, const char *text);
/* Whether a text, which may be NULL, has Korean or Chinese letters. */
bool nb_tikz_is_korean(const char *text);

#endif
