/* The pattern of a step from one vector or matrix to the next: which letters i, j, k its indices
 * are, so that ∂L/∂W[1,1] = ∂L/∂h[1]·x[1], ∂L/∂W[1,2] = ∂L/∂h[2]·x[1], ... become one equation. */
#ifndef NABLA_ARRAYS_PATTERN_H
#define NABLA_ARRAYS_PATTERN_H

#include "arrays/arrays.h"

enum { NB_LETTERS = 4, NB_PATTERN_PARTS = 3 };

/* Where something stands: by its row, if it is a matrix, and its column. A letter, from 0, or -1:
 * the same number everywhere. Of a vector the column counts, of a number nothing. */
typedef struct nb_letters {
    uint32_t rank;
    int row, column;
} nb_letters;

/* ∂(element `parent` of the one)/∂(element `node` of the other) */
typedef struct nb_step_link {
    uint32_t node, parent;
    const nb_term *local; /* NULL: it is not alike the first one */
    double value, upstream;
} nb_step_link;

/* Whether two local gradients are the same but for the nodes in them. Where some are not there is
 * no pattern. */
bool nb_is_alike(const nb_term *a, const nb_term *b);

/* A factor of the local gradient, all of whose letters stand in one place. */
typedef struct nb_pattern_part {
    const nb_term *term; /* in names of vectors */
    nb_letters at;
    double *numbers;     /* of each link */
} nb_pattern_part;

typedef struct nb_pattern {
    nb_letters node, parent;
    uint32_t extent[NB_LETTERS];
    uint32_t *index[NB_LETTERS]; /* of each link */
    int letters;
    bool complete;          /* the links are all that the letters can be */
    const nb_term *element; /* the local gradient in names of elements; NULL: there is no pattern */
    nb_pattern_part parts[NB_PATTERN_PARTS];
    size_t part_count;      /* 0: as a whole it is no product of vectors and matrices */
} nb_pattern;

NB_MUST_USE nb_status nb_pattern_find(nb_arrays *arrays, uint32_t node, uint32_t parent,
                                      const nb_step_link *links, size_t count,
                                      nb_pattern *pattern);

/* What stands behind a name: [i], [k,j], [k,:] of what has no letter; "" of a number. */
const char *nb_write_letters(nb_sheet *s, nb_letters at);
/* Whether a letter occurs. */
bool nb_has_letter(nb_letters at, int letter);

#endif
