/* Sorting the ids of nodes and definitions: the order in which they came. */
#ifndef NABLA_BASE_ORDER_H
#define NABLA_BASE_ORDER_H

#include <stddef.h>
#include <stdint.h>

void nb_sort_ids(uint32_t *ids, size_t count);
void nb_reverse_ids(uint32_t *ids, size_t count);

#endif
