/* Completion: what could stand at the end of a line that is being typed. */
#ifndef NABLA_HELP_COMPLETE_H
#define NABLA_HELP_COMPLETE_H

#include "definitions/sheet.h"

/* What nb_complete of nabla.h answers. */
size_t nb_complete_line(nb_sheet *s, const char *line, size_t length,
                        void (*found)(void *user, const char *name), void *user);

/* What nb_completes_file of nabla.h answers. */
bool nb_line_takes_file(const char *line, bool *node);

#endif
