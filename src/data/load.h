/* Files that statements read, through the host. */
#ifndef NABLA_DATA_LOAD_H
#define NABLA_DATA_LOAD_H

#include "definitions/sheet.h"

/* Has the host load the file that an argument names; where it cannot, an error at the argument's
 * place. The caller gives the bytes back by nb_unload. */
NB_MUST_USE nb_status nb_load(nb_sheet *s, const nb_command_arg *arg, char **bytes,
                              size_t *length);
void nb_unload(nb_sheet *s, char *bytes, size_t length);

#endif
