/* Diagnostics: what was found, the line with a caret under the place, and what to try. */
#ifndef NABLA_VIEW_DIAGNOSTIC_H
#define NABLA_VIEW_DIAGNOSTIC_H

#include "view/pen.h"

void nb_view_diagnostic(nb_pen *pen, const nb_diagnostic *diagnostic);

#endif
