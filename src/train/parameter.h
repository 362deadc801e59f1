/* Numbers that are set by name: what parameters.def says, as C. */
#ifndef NABLA_TRAIN_PARAMETER_H
#define NABLA_TRAIN_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum nb_parameter {
#define PARAMETER(name, ...) NB_PARAMETER_##name,
#include "train/parameters.def"
#undef PARAMETER
    NB_PARAMETER_COUNT
} nb_parameter;

typedef struct nb_parameter_info {
    const char *name, *symbol;
    const char *range; /* in words */
    const char *help;
} nb_parameter_info;

/* A parameter as a row of another table has it. A list of them ends in NB_PARAMETER_COUNT; its
 * values are handed over as an array of doubles in the list's order. */
typedef struct nb_default {
    nb_parameter parameter;
    double value; /* when it is left out */
} nb_default;

enum { NB_MAX_PARAMETERS = 7 }; /* in one list */
/* Does not compile where a row has a longer list; the list is given with its end. */
#define NB_PARAMETERS_FIT(ID, ...)                                                                 \
    _Static_assert(sizeof((const nb_default[]){__VA_ARGS__}) <=                                    \
                       (NB_MAX_PARAMETERS + 1) * sizeof(nb_default),                               \
                   #ID " has more parameters than NB_MAX_PARAMETERS in train/parameter.h");

const nb_parameter_info *nb_parameter_get(nb_parameter parameter);
/* Whether the value is inside the range; inf and nan never are. */
bool nb_parameter_allows(nb_parameter parameter, double value);
/* The place of a name in a list, or NB_MAX_PARAMETERS. */
size_t nb_parameter_find(const nb_default *list, const char *name, size_t length);
/* The values that a list has when nothing is set. */
void nb_parameter_defaults(const nb_default *list, double values[NB_MAX_PARAMETERS]);

#endif
