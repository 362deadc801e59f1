/* What the parser says when it cannot go on: the message, the place, and what may have been
 * meant by what stands there. */
#ifndef NABLA_LANG_FAILURES_H
#define NABLA_LANG_FAILURES_H

#include "lang/reader.h"

NB_MUST_USE nb_status nb_require(parser *p, const char *sign);
/* "I did not expect ... here" at the current token. */
NB_MUST_USE nb_status nb_fail_here(parser *p);
/* Behind the name of a file and all that may follow: what is left belongs to a name with blanks. */
NB_MUST_USE nb_status nb_fail_blanks(parser *p, const nb_command_arg *file);
/* "an operator is missing before" the current token. */
NB_MUST_USE nb_status nb_fail_missing(parser *p);
/* Whether a vector stands behind a function's name: softmax [1, 2]. */
bool nb_lacks_brackets(parser *p);
/* "the line ends where ... should follow", behind the last token. */
NB_MUST_USE nb_status nb_fail_end(parser *p, nb_arg wanted);
/* An error when the token is one of the words that cannot be names. */
NB_MUST_USE nb_status nb_check_reserved(parser *p, const nb_token *token);
/* The same for what is to be a name: no word that nabla keeps for a lost student either. */
NB_MUST_USE nb_status nb_check_name(parser *p, const nb_token *token);
/* Whether a token is the name of an operator, of grad, or of a function. */
bool nb_is_function_name(parser *p, const nb_token *token);

#endif
