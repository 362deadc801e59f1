/* Numbers for people: the one place where a double becomes digits that somebody reads. */
#ifndef NABLA_VIEW_NUMBER_H
#define NABLA_VIEW_NUMBER_H

#include "view/view.h"

/* A number for people: `digits` significant digits, never -0, nan and inf as such. */
void nb_view_number(nb_buffer *out, double number, int digits);

#endif
