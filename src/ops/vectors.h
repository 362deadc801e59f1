/* The operators over vectors: what vectors.def says, as C. */
#ifndef NABLA_OPS_VECTORS_H
#define NABLA_OPS_VECTORS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum nb_vector_op {
#define BASIC(ID, ...) NB_VECTOR_##ID,
#define FORMULA(ID, ...) NB_VECTOR_##ID,
#define EACH_ROW FORMULA
#define MEAN_OF_ROWS FORMULA
#include "ops/vectors.def"
#undef BASIC
#undef FORMULA
#undef EACH_ROW
#undef MEAN_OF_ROWS
    NB_VECTOR_COUNT
} nb_vector_op;

enum { NB_VECTOR_PARAMETERS = 2, NB_VECTOR_SETTINGS = 2 };

/* What an operator makes of a matrix, in which one sample is a row. */
typedef enum nb_rows {
    NB_ROWS_TOGETHER, /* all of its elements are as those of a vector */
    NB_ROWS_EACH,     /* each row gives a result of its own */
    NB_ROWS_MEAN      /* each row gives a number, and the result is their mean */
} nb_rows;

/* Along which direction of a matrix an operator goes: by=rows gives one result a row. */
typedef enum nb_along { NB_ALONG_NONE, NB_ALONG_ROWS, NB_ALONG_COLUMNS } nb_along;

/* What a loss takes as targets: any number, one from 0 to 1, or -1 and 1. */
typedef enum nb_targets { NB_TARGETS_ANY, NB_TARGETS_CHANCES, NB_TARGETS_SIGNS } nb_targets;

typedef struct nb_vector_info {
    const char *name;
    int arity;
    nb_rows rows;
    const char *parameters;                       /* their names, single letters: "y, t" */
    const char *value;                            /* NULL: built in */
    const char *partial[NB_VECTOR_PARAMETERS];    /* "": by the chain rule */
    const char *help;
    bool along;            /* by=rows and by=columns may stand behind the argument */
    int setting_count;
    struct {               /* numbers that may be given by name, or are left out: */
        const char *name;
        double fallback;
    } settings[NB_VECTOR_SETTINGS];
    nb_targets targets;    /* what the second argument can be */
    struct {               /* what is computed where one operator made the first argument: */
        const char *maker; /* its name, or NULL; */
        const char *letter, *value, *partial;
    } made;
} nb_vector_info;

/* What follows `by=`, or NULL. */
const char *nb_along_name(nb_along along);

const nb_vector_info *nb_vector_get(nb_vector_op op);
/* The operator called `name`; false when there is none. */
bool nb_vector_find(const char *name, size_t length, nb_vector_op *op);
/* Whether an operator is called by this name, be it one of numbers or one over vectors. */
bool nb_is_operator_name(const char *name);

#endif
