/* A page of help: rows under a title. */
#ifndef NABLA_HELP_PAGE_H
#define NABLA_HELP_PAGE_H

#include "definitions/sheet.h"

/* Answers with help: the rows are copied, their texts are not. */
NB_MUST_USE nb_status nb_add_help(nb_sheet *s, const char *title, const nb_help_row *rows,
                                  size_t count, const char *example);

/* A formula of a table as a student reads it, in the result's arena. */
const char *nb_readable(nb_sheet *s, const char *formula);

#endif
