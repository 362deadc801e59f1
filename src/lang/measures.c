/* The rows of measures.def. */
#include "lang/measures.h"

const nb_measure_info *nb_measure_row(size_t i) {
    static const nb_measure_info rows[] = {
#define MEASURE(ID, WORD, LEAST, MOST) {WORD, LEAST, MOST},
#include "lang/measures.def"
#undef MEASURE
    };
    return i < NB_MEASURES ? &rows[i] : NULL;
}
