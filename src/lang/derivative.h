/* Derivatives as they are written on a blackboard: dL/dw, d²L/dw², ∂L/∂w, ∂²L/∂w∂b. */
#ifndef NABLA_LANG_DERIVATIVE_H
#define NABLA_LANG_DERIVATIVE_H

#include "lang/reader.h"

/* dA/dB where it is a derivative (else nothing is read), and ∂A/∂B. */
NB_MUST_USE nb_status nb_read_differentials(parser *p, bool *is_derivative);
NB_MUST_USE nb_status nb_read_partial(parser *p);

#endif
