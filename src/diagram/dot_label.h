/* Text inside the HTML labels of Graphviz: the only way for names, symbols and labels into dot. */
#ifndef NABLA_DIAGRAM_DOT_LABEL_H
#define NABLA_DIAGRAM_DOT_LABEL_H

#include "base/buffer.h"
#include "view/view.h"

/* Appends `text` escaped for an HTML label. Never empty (an empty <FONT> is a syntax error for dot)
 * and never wide: it goes on in a new line. What is longer than 80 columns is cut, and says so with
 * an ellipsis. */
void nb_dot_add_text(nb_buffer *out, const nb_view *view, const char *text);

/* The bytes of a text that are shown, and the line of them that begins at `from`. */
typedef struct nb_dot_line {
    size_t length, next; /* next: where the line behind it begins */
} nb_dot_line;
size_t nb_dot_shown_bytes(const char *text, size_t length);
nb_dot_line nb_dot_next_line(const char *text, size_t shown, size_t from);

/* Appends a name as a blackboard has it: Greek letters, trailing digits as a subscript (w25,
 * x_2, phi_y2). A text that is no name, such as the student's label, stays as it is. `points` is
 * the size of the type around it. */
void nb_dot_add_name(nb_buffer *out, const nb_view *view, const char *name, int points);

/* The same of the name of an element: h[1] has its index as a subscript. */
void nb_dot_add_element(nb_buffer *out, const nb_view *view, const char *name, int points);

/* How wide a name is in such a picture, in columns of text: what is below the line counts half. */
size_t nb_dot_name_columns(const char *name);

/* Appends the attribute that sets a font family. It is the host's word, yet stands in a quoted
 * string: anything that could leave the string drops it. NULL: nothing. */
void nb_dot_add_font(nb_buffer *out, const char *font);

#endif
