/* Where inf and nan arose. */
#ifndef NABLA_EXPLORE_WARN_H
#define NABLA_EXPLORE_WARN_H

#include "definitions/sheet.h"

/* Warns, once a statement, that a node is inf or nan, naming where that arose. */
NB_MUST_USE nb_status nb_warn_value(nb_sheet *s, nb_node node);

#endif
