/* Curves in cells of text: in Unicode each cell has 2 × 4 dots of braille, in ASCII one mark. */
#ifndef NABLA_VIEW_CANVAS_H
#define NABLA_VIEW_CANVAS_H

#include "view/pen.h"

typedef struct nb_canvas {
    nb_memory *memory;
    bool ascii;
    size_t columns, rows; /* cells */
    size_t width, height; /* dots */
    uint8_t *dots;        /* of each cell, row by row: the dots that are set */
    uint8_t *curves;      /* and which curve came there last, from 0 */
    char *marks;          /* and the mark that stands there instead; NUL: none */
    double way;           /* dots that the present curve has gone: where its dashes are */
} nb_canvas;

/* False (and nothing to clear) when memory runs out. */
NB_MUST_USE bool nb_canvas_init(nb_canvas *canvas, nb_memory *memory, size_t columns, size_t rows,
                                bool ascii);
void nb_canvas_clear(nb_canvas *canvas);
/* A dot, where it lies on the canvas; the first one stands at the left above. */
void nb_canvas_dot(nb_canvas *canvas, double x, double y, size_t curve);
/* Puts a mark, a character of ASCII, in the place of a cell's dots. */
void nb_canvas_mark(nb_canvas *canvas, double x, double y, size_t curve, char mark);
/* A line in the dashes of its curve, as far as it lies on the canvas. Curves go one behind the
 * other; `way` is to be 0 where one begins. */
void nb_canvas_line(nb_canvas *canvas, double x0, double y0, double x1, double y1, size_t curve);
/* Whether anything stands in a cell. */
bool nb_canvas_has(const nb_canvas *canvas, size_t column, size_t row);
/* Writes a cell's character, in its curve's colour. */
void nb_canvas_put(const nb_canvas *canvas, nb_pen *pen, size_t column, size_t row);
/* Adds a short piece of a curve to the pen's cell, for a legend; or its mark, where that is not
 * NUL. */
void nb_canvas_add_key(nb_pen *pen, size_t curve, char mark);

#endif
