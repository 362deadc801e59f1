/* Random statements of the language, most of them valid: from templates. */
#ifndef NABLA_TESTS_FUZZ_GRAMMAR_H
#define NABLA_TESTS_FUZZ_GRAMMAR_H

#include "base/buffer.h"
#include "base/random.h"

/* Appends lines that define the names which the others use, each behind a sign. */
void fuzz_write_beginning(nb_buffer *out, nb_random *chance, const char *sign);
/* Appends one line of one statement or several, with its newline. */
void fuzz_write_line(nb_buffer *out, nb_random *chance);
/* Appends an expression for a number. */
void fuzz_write_expression(nb_buffer *out, nb_random *chance);
/* Appends a word of the language: an operator, a name, a bracket, a command. */
void fuzz_write_word(nb_buffer *out, nb_random *chance);

#endif
