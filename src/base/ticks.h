/* Round numbers along an axis. */
#ifndef NABLA_BASE_TICKS_H
#define NABLA_BASE_TICKS_H

/* The smallest step of the form 1, 2 or 5 times a power of ten that goes into a length > 0 at most
 * `most` times. */
double nb_tick_step(double length, double most);

/* Multiple number `k` of the step as the decimal that is meant: 0.3, not 0.30000000000000004. */
double nb_tick(double step, double k);

#endif
