/* A result as one JSON object on one line. */
#ifndef NABLA_JSON_JSON_H
#define NABLA_JSON_JSON_H

#include "view/view.h"

/* The result as one JSON object and a newline. Numbers have 17 digits; inf and nan are strings. */
void nb_view_json(const nb_result *result, const nb_view *view, nb_buffer *out);

#endif
