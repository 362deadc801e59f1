/* The parameters' table and the look-ups over it. */
#include "train/parameter.h"

#include <math.h>

#include "base/buffer.h"

static const nb_parameter_info table[NB_PARAMETER_COUNT] = {
#define PARAMETER(name, symbol, condition, range, help) {#name, symbol, range, help},
#include "train/parameters.def"
#undef PARAMETER
};

const nb_parameter_info *nb_parameter_get(nb_parameter parameter) {
    return &table[parameter];
}

bool nb_parameter_allows(nb_parameter parameter, double value) {
    const double x = value;
    if (!isfinite(x)) return false;
    switch (parameter) {
#define PARAMETER(name, symbol, condition, range, help) case NB_PARAMETER_##name: return condition;
#include "train/parameters.def"
#undef PARAMETER
    case NB_PARAMETER_COUNT: break;
    }
    return false;
}

size_t nb_parameter_find(const nb_default *list, const char *name, size_t length) {
    for (size_t k = 0; list[k].parameter != NB_PARAMETER_COUNT; k++)
        if (nb_bytes_are(name, length, table[list[k].parameter].name)) return k;
    return NB_MAX_PARAMETERS;
}

void nb_parameter_defaults(const nb_default *list, double values[NB_MAX_PARAMETERS]) {
    for (size_t k = 0; list[k].parameter != NB_PARAMETER_COUNT; k++) values[k] = list[k].value;
}
