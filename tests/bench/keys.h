/* How long a key takes at the prompt. */
#ifndef NABLA_TESTS_KEYS_H
#define NABLA_TESTS_KEYS_H

/* Types at the program, behind a pseudo-terminal, in a session of 10,000 names; prints the median
 * and the worst time from a key to what it writes. False: it could not be measured. */
int bench_keys(const char *nabla);

#endif
