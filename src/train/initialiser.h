/* The initialisers: what initialisers.def says, as C. */
#ifndef NABLA_TRAIN_INITIALISER_H
#define NABLA_TRAIN_INITIALISER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/random.h"
#include "train/parameter.h"

typedef enum nb_initialiser {
#define INITIALISER(ID, ...) NB_INITIALISER_##ID,
#include "train/initialisers.def"
#undef INITIALISER
    NB_INITIALISER_COUNT
} nb_initialiser;

typedef enum nb_drawing { NB_DRAW_NOTHING, NB_DRAW_UNIFORM, NB_DRAW_NORMAL } nb_drawing;

typedef struct nb_initialiser_info {
    const char *name;
    nb_default parameters[NB_MAX_PARAMETERS + 1];
    nb_drawing draw;
    const char *formula; /* in u or z, the parameters, fan_in and fan_out */
    const char *help;
    const char *source; /* "" or where the method is from */
} nb_initialiser_info;

/* What formulas are made of besides parameters. */
typedef struct nb_quantity {
    const char *name, *help;
} nb_quantity;

const nb_initialiser_info *nb_initialiser_get(nb_initialiser initialiser);
/* The i-th quantity, from 0; NULL behind the last. */
const nb_quantity *nb_quantity_get(size_t i);
bool nb_initialiser_find(const char *name, size_t length, nb_initialiser *initialiser);

/* What the formula makes of what was drawn, u or z. Settings: the parameters' values in their
 * order. fan_in, fan_out > 0. */
double nb_initialiser_value(nb_initialiser initialiser, const double *settings, double fan_in,
                            double fan_out, double drawn);
/* Fills `count` elements in order. */
void nb_initialiser_fill(nb_initialiser initialiser, const double *settings, double fan_in,
                         double fan_out, nb_random *random, double *elements, size_t count);

#endif
