/* One wording for none, for one and for several: languages differ in them. */
#include "lang/arguments.h"

nb_message nb_say_arguments(const char *name, uint32_t takes, uint32_t count) {
    nb_message said = NB_SAY(ARGUMENT_COUNT, NB_TEXT(name), NB_COUNT(takes), NB_COUNT(count));
    if (takes == 0) said.id = NB_MESSAGE_ARGUMENT_NONE;
    if (takes == 1) said.id = NB_MESSAGE_ARGUMENT_ONE;
    return said;
}
