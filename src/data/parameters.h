/* The settings of a call like adam(lr=0.01), read and checked. */
#ifndef NABLA_DATA_PARAMETERS_H
#define NABLA_DATA_PARAMETERS_H

#include "definitions/sheet.h"
#include "train/optimizer.h"
#include "train/parameter.h"

/* The settings that a call gives by name, or else their defaults, in the order of the list. An
 * unknown one, or one out of range, is an error. Arguments without a name are left to the
 * caller. */
NB_MUST_USE nb_status nb_read_parameters(nb_sheet *s, const nb_command_arg *call,
                                         const nb_default *list,
                                         double values[NB_MAX_PARAMETERS]);

/* The hint that one of a call's settings was meant, or which there are. `list`: the numbers;
 * `choices`: what is chosen by other settings, ended by an option NULL; NULL: nothing is. */
nb_message nb_setting_meant(nb_sheet *s, const char *call, const nb_default *list,
                            const nb_choice *choices, const char *key);

#endif
