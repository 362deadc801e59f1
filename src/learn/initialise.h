/* Initialisers: W = uniform(2, 3, low=-1, high=1) makes leaves. */
#ifndef NABLA_LEARN_INITIALISE_H
#define NABLA_LEARN_INITIALISE_H

#include "definitions/sheet.h"

/* Makes a name a vector or matrix of leaves as the statement's initialiser says. */
NB_MUST_USE nb_status nb_initialise(nb_sheet *s, const nb_statement *st, nb_def_id def);

#endif
