/* Long output at a terminal goes through the user's pager. */
#ifndef NABLA_FRONT_TERMINAL_PAGER_H
#define NABLA_FRONT_TERMINAL_PAGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "view/view.h"

/* Shows the text in $PAGER, or without one page by page (pages.h), when it is much longer than the
 * screen that standard output is. False: nothing was shown, the text is to be printed, as when the
 * next line was typed already. PAGER=cat and an empty PAGER mean no. */
NB_MUST_USE bool nb_pager_show(const char *text, size_t length, const nb_view *view);

#endif
