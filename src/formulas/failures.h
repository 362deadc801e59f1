/* Why a formula cannot be built, each with its place and what may have been meant. */
#ifndef NABLA_FORMULAS_FAILURES_H
#define NABLA_FORMULAS_FAILURES_H

#include "formulas/builder.h"

/* The error that an element is not defined, with what its family holds instead. */
NB_MUST_USE nb_status nb_fail_element(nb_sheet *s, const nb_expr *expr, nb_span span,
                                      const nb_def *wanted);

/* The error that something of this shape stands where one number is needed. */
NB_MUST_USE nb_status nb_fail_number_wanted(nb_sheet *s, const nb_expr *expr, nb_shape shape);

/* The error that a name is not defined, or is that of a function. */
NB_MUST_USE nb_status nb_fail_unknown(nb_builder *m, const nb_code *code);
/* What is wrong with a name that has no value, and a hint. */
nb_message nb_name_without_value(nb_sheet *s, const nb_symbol_info *info, nb_message *hint);

/* Whether an index follows the name of a function: sum[v] was meant to be sum(v). */
bool nb_fails_as_function(const nb_sheet *s, const nb_code *code);

/* The error that element i, counted row by row, of a vector is missing. */
NB_MUST_USE nb_status nb_fail_missing_element(nb_builder *m, const nb_code *code, nb_shape shape,
                                              uint32_t i);

/* The error that `def`, which is being built, is made from itself: x → y → x. */
NB_MUST_USE nb_status nb_fail_cycle(nb_builder *m, nb_def_id def, nb_span span);

#endif
