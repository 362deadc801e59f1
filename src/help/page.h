/* A page of help: rows under a title. */
#ifndef NABLA_HELP_PAGE_H
#define NABLA_HELP_PAGE_H

#include "definitions/sheet.h"

/* Adds a help block to the result: rows under a title, and statements as an example; either may be
 * NULL. The rows are copied, the texts are not: they live as long as the result. */
NB_MUST_USE nb_status nb_add_help(nb_sheet *s, const char *title, const nb_help_row *rows,
                                  size_t count, const char *example);

/* A formula of a table as a student reads it, in the result's arena. */
const char *nb_readable(nb_sheet *s, const char *formula);

#endif
