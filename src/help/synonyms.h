/* Other words for what help calls otherwise. */
#ifndef NABLA_HELP_SYNONYMS_H
#define NABLA_HELP_SYNONYMS_H

#include "definitions/sheet.h"

/* The text with help's words in the place of others, in the scratch arena; the text itself where it
 * holds none of them. NULL: no memory. */
const char *nb_as_help_says(nb_sheet *s, const char *text);

#endif
