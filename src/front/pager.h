/* Long output at a terminal goes through the user's pager. */
#ifndef NABLA_FRONT_PAGER_H
#define NABLA_FRONT_PAGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Shows the text in $PAGER, or in less, when it is longer than the screen that standard output is.
 * False: nothing was shown, the text is to be printed. PAGER=cat and an empty PAGER mean no. */
NB_MUST_USE bool nb_pager_show(const char *text, size_t length);

#endif
