/* Copying what a definition needs beyond its statement into the sheet's arena. */
#ifndef NABLA_SESSION_COPY_H
#define NABLA_SESSION_COPY_H

#include "definitions/sheet.h"

/* Copies an expression, in which `ans` becomes the number that it is now; NULL when memory runs
 * out. */
const nb_expr *nb_copy_expr(nb_sheet *s, const nb_expr *expr);

/* Copies the loop variables up to the last one that an expression mentions; *env is NULL when it
 * mentions none. */
NB_MUST_USE nb_status nb_copy_env(nb_sheet *s, const nb_expr *expr, const double **env);

/* Makes an expression, in the scratch arena, whose indices are the numbers that they are now: x[n]
 * stays x[3] when n changes. `to` is a copy of `from` at first. */
NB_MUST_USE nb_status nb_freeze_indices(nb_sheet *s, const nb_expr *from, const double *env,
                                        nb_expr *to);

#endif
