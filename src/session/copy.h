/* Copying what a definition needs beyond its statement. */
#ifndef NABLA_SESSION_COPY_H
#define NABLA_SESSION_COPY_H

#include "definitions/sheet.h"

/* Copies an expression into the sheet's arena; NULL when memory runs out. */
const nb_expr *nb_copy_expr(nb_sheet *s, const nb_expr *expr);

/* The loop variables that an expression mentions, copied; NULL when it mentions none. */
NB_MUST_USE nb_status nb_copy_env(nb_sheet *s, const nb_expr *expr, const double **env);

/* Indices that depend on names become numbers now: x[n] stays x[3] when n changes. */
NB_MUST_USE nb_status nb_freeze_indices(nb_sheet *s, const nb_expr *from, const double *env,
                                        nb_expr *to);

#endif
