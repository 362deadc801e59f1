/* Names for several numbers: vectors, matrices, families, and their elements. */
#ifndef NABLA_DEFINITIONS_ELEMENTS_H
#define NABLA_DEFINITIONS_ELEMENTS_H

#include "definitions/sheet.h"

/* Whether a vector or matrix of this shape has such an element. */
bool nb_is_inside(nb_shape shape, const nb_def *element);

/* The shape of the vector or matrix that the elements of a family make when they are numbered from
 * 1 on without gaps. False: there is a gap, or no element. */
bool nb_family_shape(nb_sheet *s, nb_symbol symbol, nb_shape *shape);

/* Gives the elements of a formula, whose value has this shape, their nodes, row by row, taking away
 * those that it no longer has. A number has none. */
NB_MUST_USE nb_status nb_set_elements(nb_sheet *s, nb_def_id def, nb_shape shape,
                                      const nb_node *nodes);

/* Makes a name a vector or matrix of leaves with these numbers, row by row; `stored`: by `:=`. When
 * memory runs out on the way, what was changed is on record for undo. */
NB_MUST_USE nb_status nb_set_vector(nb_sheet *s, nb_def_id def, nb_shape shape,
                                    const double *numbers, bool stored);

/* Makes all elements of a name undefined. */
NB_MUST_USE nb_status nb_drop_elements(nb_sheet *s, nb_symbol symbol);

/* The shape of a name's value: of a formula, as it was last built. */
nb_shape nb_shape_of(const nb_sheet *s, nb_def_id def);

#endif
