/* Long answers at the prompt, a screen at a time. */
#ifndef NABLA_FRONT_TERMINAL_PAGES_H
#define NABLA_FRONT_TERMINAL_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "view/view.h"

/* How many rows of the screen the text takes, counted up to `most` + 1; the terminal that standard
 * output is has `columns`. */
size_t nb_pages_measure(const char *text, size_t length, size_t columns, size_t most);

/* Shows the text, and after each screen waits for a key; the last line says which. Where another
 * key is pressed the next line of the prompt begins with it. False: nothing was shown, for standard
 * input is no terminal, or something was typed already. */
NB_MUST_USE bool nb_pages_show(const char *text, size_t length, const nb_view *view);

#endif
