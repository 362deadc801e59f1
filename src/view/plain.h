/* Text made harmless: whatever a user, a file or a lesson wrote, a terminal shows it and does
 * not act on it. */
#ifndef NABLA_VIEW_PLAIN_H
#define NABLA_VIEW_PLAIN_H

#include "view/view.h"

/* nb_view_plain_text for text that does not end in NUL. */
void nb_view_plain_bytes(nb_buffer *out, const nb_view *view, const char *text, size_t length);

/* User text made harmless: control characters shown as \u{...}; in ASCII mode the blackboard's
 * signs replaced (· by *, − by -, ² by ^2, ∂ by d, φ by \phi) and the rest shown as \u{...}. */
void nb_view_plain_text(nb_buffer *out, const nb_view *view, const char *text);

#endif
