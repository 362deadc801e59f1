/* How things are called, as help and hints write it. The texts live in the result's arena. */
#ifndef NABLA_SESSION_USAGE_H
#define NABLA_SESSION_USAGE_H

#include "ops/vectors.h"
#include "session/state.h"

/* An operator over vectors: softmax(a), a @ b, a'. */
const char *nb_vector_usage(nb_session *s, const nb_vector_info *info);
/* What is called by its name, with all its parameters: a function that is defined, an operator, one
 * over vectors, grad; NULL: it is none of them. */
const char *nb_call_usage(nb_session *s, const char *name);

#endif
