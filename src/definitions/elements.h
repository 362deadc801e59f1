/* Names for several numbers: vectors, matrices, families, and their elements. */
#ifndef NABLA_DEFINITIONS_ELEMENTS_H
#define NABLA_DEFINITIONS_ELEMENTS_H

#include "definitions/sheet.h"

/* Whether a vector or matrix of this shape has such an element. */
bool nb_is_inside(nb_shape shape, const nb_def *element);

/* The shape that the members of a family have: from 1 on, without gaps. False: it has none. */
bool nb_family_shape(nb_sheet *s, nb_symbol symbol, nb_shape *shape);

/* Gives the elements of a formula their nodes, taking away those that it no longer has. */
NB_MUST_USE nb_status nb_set_elements(nb_sheet *s, nb_def_id def, nb_shape shape,
                                      const nb_node *nodes);

/* Makes a name a vector of leaves with these numbers. */
NB_MUST_USE nb_status nb_set_vector(nb_sheet *s, nb_def_id def, nb_shape shape,
                                    const double *numbers, bool stored);

/* Takes all elements of a name away. */
NB_MUST_USE nb_status nb_drop_elements(nb_sheet *s, nb_symbol symbol);

/* The shape of a name's value: of a formula, as it was last built. */
nb_shape nb_shape_of(const nb_sheet *s, nb_def_id def);

/* "3" or "2×3", in the scratch arena. */
const char *nb_shape_text(nb_sheet *s, nb_shape shape);

#endif
