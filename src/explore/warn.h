/* Where inf and nan arose among values. */
#ifndef NABLA_EXPLORE_WARN_H
#define NABLA_EXPLORE_WARN_H

#include "definitions/sheet.h"

/* Warns, once a statement, that a node's value, which is up to date, comes from one that is inf or
 * nan, naming where that arose. Says nothing where all are finite. */
NB_MUST_USE nb_status nb_warn_value(nb_sheet *s, nb_node node);

#endif
