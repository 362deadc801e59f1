/* Programs under test find nothing of the user's: no files, no settings, a terminal of a known
 * kind. */
#ifndef TERMINAL_ENVIRONMENT_H
#define TERMINAL_ENVIRONMENT_H

#include <stddef.h>

/* Sets each variable to a folder below the present one, and the kind of terminal and locale. */
void environment_set(const char *const (*folders)[2], size_t count);
/* What a session finds: folders of the present one, and PATH. */
void environment_set_own(const char *search);

#endif
