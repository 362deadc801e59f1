/* The prose of a lesson, for a terminal. */
#ifndef NABLA_PROSE_MARKDOWN_H
#define NABLA_PROSE_MARKDOWN_H

#include "view/view.h"

/* Appends Markdown as text: headings, paragraphs wrapped to view->width columns, emphasis, code,
 * lists, quotations, tables, links as `text (address)`, pictures as `[picture: what it shows]`,
 * rules. Raw HTML is left out. Nothing in `text` reaches the terminal as a control character. A
 * text with a table of more than 64 columns or 100 000 cells is shown as it stands. */
void nb_prose_add(const char *text, size_t length, const nb_view *view, nb_buffer *out);

/* A copy of Markdown that md4c reads safely. */
void nb_prose_copy(nb_buffer *copy, const char *text, size_t length);

#endif
