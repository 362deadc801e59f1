/* The operators over vectors: what vectors.def says, as C. */
#ifndef NABLA_OPS_VECTORS_H
#define NABLA_OPS_VECTORS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum nb_vector_op {
#define BASIC(ID, ...) NB_VECTOR_##ID,
#define FORMULA(ID, ...) NB_VECTOR_##ID,
#include "ops/vectors.def"
#undef BASIC
#undef FORMULA
    NB_VECTOR_COUNT
} nb_vector_op;

enum { NB_VECTOR_PARAMETERS = 2 };

typedef struct nb_vector_info {
    const char *name;
    int arity;
    const char *parameters;                       /* their names, single letters: "y, t" */
    const char *value;                            /* NULL: built in */
    const char *partial[NB_VECTOR_PARAMETERS];    /* "": by the chain rule */
    const char *help;
    struct {               /* what is computed where one operator made the first argument: */
        const char *maker; /* its name, or NULL; */
        const char *letter, *value, *partial;
    } made;
} nb_vector_info;

const nb_vector_info *nb_vector_get(nb_vector_op op);
/* The operator called `name`; false when there is none. */
bool nb_vector_find(const char *name, size_t length, nb_vector_op *op);
/* Whether an operator is called by this name, be it one of numbers or one over vectors. */
bool nb_is_operator_name(const char *name);

#endif
