/* What a tour prints, page by page; what the reader wished meanwhile is in nb_tour.wish. */
#ifndef NABLA_FRONT_TELL_H
#define NABLA_FRONT_TELL_H

#include "front/tour.h"

void nb_tell(nb_tour *tour, const nb_buffer *text);
void nb_tell_say(nb_tour *tour, nb_message message);
/* An empty line. */
void nb_tell_rest(nb_tour *tour);
void nb_tell_markdown(nb_tour *tour, const char *text, size_t length, size_t indent);

#endif
