/* Hash tables of ids. What an id is the id of, its owner knows: a slot holds its hash beside it, so
 * that growing and cutting look at nothing but the table. */
#ifndef NABLA_DEFINITIONS_ID_TABLE_H
#define NABLA_DEFINITIONS_ID_TABLE_H

#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"

#define NB_NO_SLOT SIZE_MAX

typedef struct nb_id_slot {
    uint32_t hash, id; /* id UINT32_MAX: the slot is empty */
} nb_id_slot;

/* Begins as {0}. Each id is in it at most once. */
typedef struct nb_id_table {
    nb_id_slot *slots;
    size_t capacity, count;
} nb_id_table;

/* Makes room for one more id; false: memory has run out. */
NB_MUST_USE bool nb_id_table_grow(nb_memory *memory, nb_id_table *table);

/* Adds an id, for which there is room. */
void nb_id_table_add(nb_id_table *table, uint32_t hash, uint32_t id);

/* The slot of the first id with this hash, and of the one behind `slot`; NB_NO_SLOT: there is
 * none. */
size_t nb_id_table_first(const nb_id_table *table, uint32_t hash);
size_t nb_id_table_next(const nb_id_table *table, uint32_t hash, size_t slot);

/* Takes out all ids from `end` on. */
void nb_id_table_cut(nb_id_table *table, uint32_t end);

void nb_id_table_clear(nb_memory *memory, nb_id_table *table);

#endif
