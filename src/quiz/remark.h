/* A remark on a wrong number of which nothing else is known. */
#ifndef NABLA_QUIZ_REMARK_H
#define NABLA_QUIZ_REMARK_H

#include "result/message.h"

/* How the answer lies to the right one: the sign, the point, one divided by it, half or double, or
 * on which side it is. */
nb_message nb_remark_on(double answer, double right);

#endif
