/* Expressions as numbers, which leave no nodes behind. */
#ifndef NABLA_FORMULAS_EVALUATE_H
#define NABLA_FORMULAS_EVALUATE_H

#include "definitions/sheet.h"

/* The value of an expression; a vector is an error. `env`: the loop variables, or NULL. */
NB_MUST_USE nb_status nb_eval(nb_sheet *s, const nb_expr *expr, const double *env, double *value);

/* The same for one that may be a vector: its numbers, row by row, in the scratch arena. */
NB_MUST_USE nb_status nb_eval_value(nb_sheet *s, const nb_expr *expr, const double *env,
                                    nb_shape *shape, const double **numbers);

/* A value, or an expression's value, as an index: a whole number; an error at the place of the
 * index where it is none. */
NB_MUST_USE nb_status nb_to_index(nb_sheet *s, const nb_expr *expr, nb_span span, double value,
                                  int32_t *index);
NB_MUST_USE nb_status nb_eval_index(nb_sheet *s, const nb_expr *expr, const double *env,
                                    int32_t *index);

/* The values of the indices whose codes are `from` to before `to`. `values` has room for
 * NB_INDEX_NUMBERS; *count is how many there are. */
NB_MUST_USE nb_status nb_eval_indices(nb_sheet *s, const nb_expr *expr, uint32_t from,
                                      uint32_t to, const double *env, double *values,
                                      uint32_t *count);

#endif
