/* Targets of the data that a loss takes as chances. See explore/chance.h. */
#ifndef NABLA_LEARN_CHANCES_H
#define NABLA_LEARN_CHANCES_H

#include "data/data.h"
#include "explore/chance.h"

/* Fails with the first of these rows in which a target of the loss is outside 0..1. */
NB_MUST_USE nb_status nb_check_chances(nb_sheet *s, nb_node target, const nb_data *data,
                                       const uint32_t *rows, size_t samples);

#endif
