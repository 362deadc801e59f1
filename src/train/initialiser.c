/* The initialisers' table, and its formulas as machine code. */
#include "train/initialiser.h"

#include "base/buffer.h"
#include "ops/formulas.h"

#define NONE

static const nb_initialiser_info table[NB_INITIALISER_COUNT] = {
#define WITH(name, value) {NB_PARAMETER_##name, value},
#define INITIALISER(ID, NAME, PARAMETERS, DRAW, FORMULA, HELP, SOURCE)                             \
    {NAME, {PARAMETERS {NB_PARAMETER_COUNT, 0}}, NB_DRAW_##DRAW, #FORMULA, HELP, SOURCE},
#include "train/initialisers.def"
#undef INITIALISER
};
#define INITIALISER(ID, NAME, PARAMETERS, ...)                                                     \
    NB_PARAMETERS_FIT(ID, PARAMETERS {NB_PARAMETER_COUNT, 0})
#include "train/initialisers.def"
#undef INITIALISER
#undef WITH

static const nb_quantity quantities[] = {
#define QUANTITY(NAME, HELP) {NAME, HELP},
#include "train/quantities.def"
#undef QUANTITY
};

const nb_initialiser_info *nb_initialiser_get(nb_initialiser initialiser) {
    return &table[initialiser];
}

const nb_quantity *nb_quantity_get(size_t i) {
    return i < sizeof quantities / sizeof *quantities ? &quantities[i] : NULL;
}

bool nb_initialiser_find(const char *name, size_t length, nb_initialiser *initialiser) {
    for (int i = 0; i < NB_INITIALISER_COUNT; i++) {
        if (!nb_bytes_are(name, length, table[i].name)) continue;
        *initialiser = (nb_initialiser)i;
        return true;
    }
    return false;
}

double nb_initialiser_value(nb_initialiser initialiser, const double *settings, double fan_in,
                            double fan_out, double drawn) {
    const double *setting = settings, u = drawn, z = drawn;
    switch (initialiser) {
#define WITH(name, value) const double name = *setting++;
#define INITIALISER(ID, NAME, PARAMETERS, DRAW, FORMULA, HELP, SOURCE)                             \
    case NB_INITIALISER_##ID: { PARAMETERS return FORMULA; }
#include "train/initialisers.def"
#undef INITIALISER
#undef WITH
    case NB_INITIALISER_COUNT: break;
    }
    (void)setting;
    return NAN;
}

void nb_initialiser_fill(nb_initialiser initialiser, const double *settings, double fan_in,
                         double fan_out, nb_random *random, double *elements, size_t count) {
    nb_drawing draw = table[initialiser].draw;
    for (size_t i = 0; i < count; i++) {
        double drawn = draw == NB_DRAW_UNIFORM  ? nb_random_uniform(random)
                       : draw == NB_DRAW_NORMAL ? nb_random_normal(random)
                                                : 0;
        elements[i] = nb_initialiser_value(initialiser, settings, fan_in, fan_out, drawn);
    }
}
