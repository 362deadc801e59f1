/* The settings: their names, what they can be, what they are. */
#ifndef NABLA_DEFINITIONS_SETTINGS_H
#define NABLA_DEFINITIONS_SETTINGS_H

#include "definitions/sheet.h"

/* The name of a setting; NULL behind the last. */
const char *nb_setting_get(size_t setting);

/* What it is set to, in the result's arena; NULL where it is not in nb_settings: the limit of
 * memory, which belongs to the process more than to what is saved. */
const char *nb_setting_value(nb_sheet *s, size_t setting);

/* The words that are its values; NULL behind the last, and where it is a number. */
const char *nb_setting_word(size_t setting, size_t word);

#endif
