/* Operators along one direction of a matrix: by=rows and by=columns. */
#ifndef NABLA_FORMULAS_DIRECTION_H
#define NABLA_FORMULAS_DIRECTION_H

#include "formulas/builder.h"

/* Exchanges the rows and columns of a matrix; anything else stays as it is. */
NB_MUST_USE nb_status nb_turn(nb_sheet *s, nb_value *value);

/* Makes the rows of a code's argument what it goes along: a matrix is turned for by=columns. An
 * error where the argument is no matrix. */
NB_MUST_USE nb_status nb_face(nb_builder *m, const nb_code *code);

/* Runs an operator that is built in on each row of the matrix on top, and pushes the results. */
NB_MUST_USE nb_status nb_run_each_row(nb_builder *m, const nb_code *code,
                                      nb_status (*run)(nb_builder *m, const nb_code *code));

#endif
