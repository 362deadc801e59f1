/* A name as a blackboard writes it: w5_2 is w with 5,2 below, phi_y2 is φ with y2 below. */
#ifndef NABLA_VIEW_NAME_H
#define NABLA_VIEW_NAME_H

#include <stddef.h>

typedef struct nb_name_parts {
    size_t base, digits; /* bytes: the letters, the digits behind them */
    const char *under;   /* what follows the underscore; NULL: nothing that belongs below */
    size_t under_length;
} nb_name_parts;

/* The bytes of the name at the front of `text`, behind which an index may follow; 0 when it is
 * something else: a label. */
size_t nb_name_bytes(const char *text, size_t length);
nb_name_parts nb_name_split(const char *name, size_t length);

#endif
