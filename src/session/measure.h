/* Measures: what a condition can count or ask of formulas (lang/measures.def). */
#ifndef NABLA_SESSION_MEASURE_H
#define NABLA_SESSION_MEASURE_H

#include "definitions/sheet.h"

/* The number that a measure, a call as lang/comparison.h reads it, comes to. */
NB_MUST_USE nb_status nb_measure_get(nb_sheet *s, const nb_command_arg *call, double *value);

#endif
