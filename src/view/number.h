/* Numbers in what is shown, with as many digits as the view says. */
#ifndef NABLA_VIEW_NUMBER_H
#define NABLA_VIEW_NUMBER_H

#include "view/view.h"

/* A number for people: `digits` significant digits, never -0, nan and inf as such. */
void nb_view_number(nb_buffer *out, double number, int digits);

#endif
