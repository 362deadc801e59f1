/* Doubles as text. */
#ifndef NABLA_BASE_NUMBER_H
#define NABLA_BASE_NUMBER_H

enum { NB_NUMBER_ROOM = 32 };

/* As nabla's own source text: the shortest decimal that reads back as the same double. inf and nan
 * are written so; they cannot be read back as literals. */
void nb_number_exact(double number, char out[NB_NUMBER_ROOM]);

/* For people: `digits` significant digits, 1 to 17, never -0, nan and inf as such. */
void nb_number_rounded(double number, int digits, char out[NB_NUMBER_ROOM]);

#endif
