/* Axes: round ends, and which part of the numbers is worth showing. */
#ifndef NABLA_PLOTS_AXIS_H
#define NABLA_PLOTS_AXIS_H

#include "result/result.h"

/* Makes an axis that holds the curves' y, with round ends. Where they have poles, of the numbers
 * beside them it holds those only that are no larger than most. `scratch` has room for all of the
 * curves' numbers. False: there is no finite number. */
bool nb_axis_fit(nb_axis *axis, const nb_curve *curves, size_t count, bool poles,
                 double *scratch);

#endif
