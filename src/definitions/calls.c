/* Looking up calls: they stand in the order of their results. */
#include "definitions/calls.h"

const nb_call *nb_find_call_of(const nb_sheet *s, nb_node result) {
    size_t low = 0, high = s->call_count; /* the last call with this result: the outermost */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->calls[middle].result <= result) low = middle + 1;
        else high = middle;
    }
    return low > 0 && s->calls[low - 1].result == result ? &s->calls[low - 1] : NULL;
}

const nb_call *nb_find_vector_call(const nb_sheet *s, nb_node node) {
    const nb_call *call = nb_find_call_of(s, node);
    return call != NULL && call->function == NB_NO_DEF ? call : NULL;
}
