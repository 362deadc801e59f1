/* The table of measures: words that stand for a number in a condition. */
#ifndef NABLA_LANG_MEASURES_H
#define NABLA_LANG_MEASURES_H

#include <stddef.h>
#include <stdint.h>

typedef enum nb_measure_id {
#define MEASURE(ID, ...) NB_MEASURE_##ID,
#include "lang/measures.def"
#undef MEASURE
    NB_MEASURES
} nb_measure_id;

typedef struct nb_measure_info {
    const char *word;
    uint32_t least, most; /* arguments */
} nb_measure_info;

/* Row number `i`, in the order of the table; NULL behind the last. */
const nb_measure_info *nb_measure_row(size_t i);

#endif
