/* How things are called, as help and hints write it. The texts live in the result's arena. */
#ifndef NABLA_HELP_USAGE_H
#define NABLA_HELP_USAGE_H

#include "definitions/sheet.h"
#include "lang/commands.h"
#include "ops/vectors.h"

/* An operator: sigmoid(x), x + y. */
const char *nb_op_usage(nb_sheet *s, nb_op op);
/* An operator over vectors: softmax(a), a @ b, a'. */
const char *nb_vector_usage(nb_sheet *s, const nb_vector_info *info);
/* What is called by its name, with all its parameters: a function that is defined, an operator, one
 * over vectors, grad; NULL: it is none of them. */
const char *nb_call_usage(nb_sheet *s, const char *name);

/* Whether a usage, or the head of a clause, has words that are translated: those in capitals, which
 * stand in the place of something else, as NODE. The rest of it is code. */
bool nb_usage_has_words(const char *usage);
/* How a command is written, as its row says; where it was spelled in Korean, in Korean. */
const char *nb_command_usage(nb_sheet *s, const nb_command_info *info, bool korean);

#endif
