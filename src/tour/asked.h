/* What a question asks for: names and derivatives that an answer may name on the left of a =, and
 * derivatives that it may not contain. */
#ifndef NABLA_TOUR_ASKED_H
#define NABLA_TOUR_ASKED_H

#include "session/quiet.h"
#include "tour/state.h"

/* Whether the text is one of those: `dy/du` or `∂y/∂u` where that is asked. */
NB_MUST_USE nb_status nb_asked_is(const nb_exam *exam, nb_quiet *quiet, const char *text,
                                  bool *is);

/* Whether an expression contains a derivative that is asked for, itself or in a formula that the
 * student has defined. */
NB_MUST_USE nb_status nb_asked_in(const nb_exam *exam, nb_quiet *quiet, const nb_expr *expr,
                                  bool *found);

/* The same for a line, whatever statements it consists of: their text is looked through. *only: it
 * consists of whole expressions alone. */
NB_MUST_USE nb_status nb_asked_in_line(const nb_exam *exam, nb_quiet *quiet, const char *line,
                                       bool *found, bool *only);

/* The derivative that is asked for, as its two nodes; NB_NO_NODE: none is. */
NB_MUST_USE nb_status nb_asked_nodes(const nb_exam *exam, nb_quiet *quiet, nb_node *of,
                                     nb_node *by);

#endif
