/* Numbers as nabla's own source text: the shortest decimal that reads back as the same double.
 * (Numbers for people are the view's.) */
#ifndef NABLA_BASE_NUMBER_H
#define NABLA_BASE_NUMBER_H

enum { NB_NUMBER_ROOM = 32 };

/* inf and nan are written so; they cannot be read back as literals. */
void nb_number_exact(double number, char out[NB_NUMBER_ROOM]);

#endif
