/* How many arguments something takes, in words. */
#ifndef NABLA_LANG_ARGUMENTS_H
#define NABLA_LANG_ARGUMENTS_H

#include <stdint.h>

#include "result/message.h"

/* "mul takes 2 arguments, not 3" */
nb_message nb_say_arguments(const char *name, uint32_t takes, uint32_t count);

#endif
