/* The pen puts a line together cell by cell. Whatever enters a cell has been made harmless before;
 * the only control characters in it are the pen's own colours and breaks. */
#ifndef NABLA_VIEW_PEN_H
#define NABLA_VIEW_PEN_H

#include "view/formula.h"
#include "view/view.h"

typedef enum nb_ink {
    NB_INK_PLAIN,
    NB_INK_VALUE,
    NB_INK_GRADIENT,
    NB_INK_LOCAL,
    NB_INK_ERROR,
    NB_INK_WARNING,
    NB_INK_DIM
} nb_ink;

typedef struct nb_pen {
    const nb_view *view;
    nb_buffer *out;
    nb_buffer cell; /* what is being put together */
    size_t width;   /* display columns of a line */
} nb_pen;

void nb_pen_init(nb_pen *pen, const nb_view *view, nb_buffer *out);
/* Hands a failure of the cell on to `out`. */
void nb_pen_clear(nb_pen *pen);
/* ---- into the cell ---- */
void nb_pen_begin(nb_pen *pen); /* empties it */
void nb_pen_add(nb_pen *pen, const char *text);
void nb_pen_add_pieces(nb_pen *pen, const nb_text *text);
void nb_pen_add_number(nb_pen *pen, nb_ink ink, double number);
/* A number behind an operator: in brackets when it is negative. */
void nb_pen_add_operand(nb_pen *pen, double number);
/* A factor behind ×: in brackets where it would read wrongly without. */
void nb_pen_add_factor(nb_pen *pen, const nb_text *text);
/* What stands behind ∂: a formula in brackets, a name or a call without. */
void nb_pen_add_variable(nb_pen *pen, const nb_text *text);
/* A message whose line may end at each blank. */
void nb_pen_add_sentence(nb_pen *pen, const nb_message *message);
/* A blank at which the line may end. */
void nb_pen_add_break(nb_pen *pen);
/* Colour until the cell's or line's end; nothing without colours. */
void nb_pen_ink(nb_pen *pen, nb_buffer *out, nb_ink ink);
size_t nb_pen_columns(const nb_pen *pen);
/* The columns of the widest part between two breaks. */
size_t nb_pen_widest_part(const nb_pen *pen);
/* True if the two read the same. Empties the cell. */
bool nb_pen_same(nb_pen *pen, const nb_text *a, const nb_text *b);
/* ---- onto the line ---- */
void nb_pen_blanks(nb_pen *pen, size_t count);
/* The cell in `width` columns, at the left or at the right. */
void nb_pen_put(nb_pen *pen, size_t width, bool right);
/* The cell as it is, each break a blank. */
void nb_pen_put_unbroken(nb_pen *pen);
/* The cell and a newline. `column` is where the line stands; where it would get too long it goes
 * on behind `hang` blanks: at a break first, then between words, then before a product's sign. */
void nb_pen_flow(nb_pen *pen, size_t column, size_t hang);

#endif
