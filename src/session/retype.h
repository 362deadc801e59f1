/* A definition's formula as text that can be typed again. */
#ifndef NABLA_SESSION_RETYPE_H
#define NABLA_SESSION_RETYPE_H

#include "definitions/sheet.h"

/* The formula as it was typed, with loop variables, indices and ans as the numbers they were. */
NB_MUST_USE nb_status nb_retype(nb_sheet *s, nb_buffer *out, const nb_meaning *meaning);

#endif
