/* Text inside the HTML labels of Graphviz: the only way for names, symbols and labels into dot. */
#ifndef NABLA_PICTURE_DOT_LABEL_H
#define NABLA_PICTURE_DOT_LABEL_H

#include "base/buffer.h"
#include "view/view.h"

/* Appends `text` escaped for an HTML label. Never empty (an empty <FONT> is a syntax error for dot)
 * and never wide: it goes on in a new line. What is longer than 80 columns is cut, and says so with
 * an ellipsis. */
void nb_dot_add_text(nb_buffer *out, const nb_view *view, const char *text);

/* Appends a name as a blackboard has it: Greek letters, trailing digits as a subscript (w25,
 * x_2, phi_y2). A text that is no name, such as the student's label, stays as it is. `points` is
 * the size of the type around it, `least` the smallest there may be. */
void nb_dot_add_name(nb_buffer *out, const nb_view *view, const char *name, int points,
                     int least);

#endif
