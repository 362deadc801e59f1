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

const nb_call *nb_find_inner_call(const nb_sheet *s, nb_node result) {
    const nb_call *call = nb_find_call_of(s, result);
    while (call != NULL && call->function != NB_NO_DEF)
        call = call > s->calls && call[-1].result == result ? call - 1 : NULL;
    return call;
}

const nb_call *nb_find_first_row(const nb_sheet *s, const nb_call *call) {
    size_t before = call->index + (size_t)(call->row - 1) * call->results;
    if (before > (size_t)(call - s->calls)) return NULL;
    const nb_call *first = call - before;
    bool same = first->function == call->function && first->vector == call->vector &&
                first->row == 1 && first->rows == call->rows && first->results == call->results &&
                first->index == 0 && first->by == call->by;
    size_t args = (size_t)(call->row - 1) * (call->arg_count + call->given);
    bool each = nb_vector_get((nb_vector_op)call->vector)->rows == NB_ROWS_EACH;
    same = same && (each || call->by != NB_ALONG_NONE);
    bool behind = call->split == call->arg_count && first->first_arg + args == call->first_arg;
    return same && behind ? first : NULL;
}

nb_node nb_get_row_arg(const nb_sheet *s, const nb_call *first, uint32_t row, uint32_t i) {
    return s->call_args[first[(size_t)row * first->results].first_arg + i];
}

const nb_call *nb_get_row(const nb_call *mean, uint32_t row) {
    return mean - mean->rows + row;
}
