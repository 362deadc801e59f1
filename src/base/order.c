/* Sorting ids. See order.h. */
#include "base/order.h"

#include <stdlib.h>

static int compare(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

void nb_sort_ids(uint32_t *ids, size_t count) {
    if (count > 1) qsort(ids, count, sizeof *ids, compare);
}

void nb_reverse_ids(uint32_t *ids, size_t count) {
    for (size_t i = 0; i < count / 2; i++) {
        uint32_t last = ids[count - 1 - i];
        ids[count - 1 - i] = ids[i];
        ids[i] = last;
    }
}
