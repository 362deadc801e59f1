/* Messages in words: a wording of messages.def, in the user's language, with its arguments. */
#ifndef NABLA_VIEW_MESSAGE_H
#define NABLA_VIEW_MESSAGE_H

#include "view/view.h"

/* A text of commands.def or a msgid in the user's language. */
const char *nb_view_translate(const nb_view *view, const char *text);

/* The language that translations are of: en, ko. */
const char *nb_view_language(const nb_view *view);

/* A wording of messages.def in the user's language. */
const char *nb_view_word(const nb_view *view, nb_message_id id);
/* A message in words, with its arguments put in. */
void nb_view_message(nb_buffer *out, const nb_view *view, const nb_message *message);
/* The same behind `front` and ": " (NULL: nothing) in lines of the view's width, and a newline. */
void nb_view_paragraph(nb_buffer *out, const nb_view *view, const char *front,
                       const nb_message *message);

#endif
