/* Text in the encodings that the system's iconv knows. */
#ifndef NABLA_FRONT_SYSTEM_ENCODINGS_H
#define NABLA_FRONT_SYSTEM_ENCODINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* nb_host.decode: the encoding's name is one of iconv's. *text is allocated with nb_system_allocate
 * and has a NUL behind its *text_length bytes. */
NB_MUST_USE bool nb_encoding_decode(void *user, const char *encoding, const char *bytes,
                                    size_t length, char **text, size_t *text_length,
                                    const char **reason);

#endif
