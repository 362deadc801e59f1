/* Open addressing with linear probing, at most half full: an id stands in the first slot, from the
 * one that its hash names on, that was free. Whole tables are walked from slot to slot: with a
 * million ids, to jump about in them would take ten times as long. */
#include "definitions/id_table.h"

#include <string.h>

static size_t behind(const nb_id_table *table, size_t slot) {
    return (slot + 1) & (table->capacity - 1);
}

static void place(nb_id_table *table, nb_id_slot entry) {
    size_t at = entry.hash & (table->capacity - 1);
    while (table->slots[at].id != UINT32_MAX) at = behind(table, at);
    table->slots[at] = entry;
}

bool nb_id_table_grow(nb_memory *memory, nb_id_table *table) {
    if ((table->count + 1) * 2 <= table->capacity) return true;
    nb_id_table grown = {NULL, table->capacity == 0 ? 64 : table->capacity * 2, table->count};
    grown.slots = nb_memory_resize(memory, NULL, 0, grown.capacity, sizeof *grown.slots);
    if (grown.slots == NULL) return false;
    memset(grown.slots, 0xff, grown.capacity * sizeof *grown.slots);
    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].id != UINT32_MAX) place(&grown, table->slots[i]);
    nb_id_table_clear(memory, table);
    *table = grown;
    return true;
}

void nb_id_table_add(nb_id_table *table, uint32_t hash, uint32_t id) {
    place(table, (nb_id_slot){hash, id});
    table->count++;
}

static size_t find_from(const nb_id_table *table, uint32_t hash, size_t at) {
    for (; table->slots[at].id != UINT32_MAX; at = behind(table, at))
        if (table->slots[at].hash == hash) return at;
    return NB_NO_SLOT;
}

size_t nb_id_table_first(const nb_id_table *table, uint32_t hash) {
    if (table->capacity == 0) return NB_NO_SLOT;
    return find_from(table, hash, hash & (table->capacity - 1));
}

size_t nb_id_table_next(const nb_id_table *table, uint32_t hash, size_t slot) {
    return find_from(table, hash, behind(table, slot));
}

/* One walk round the table, from behind a free slot: an id that stays moves up to the first free
 * slot of its own, which lies behind where the walk began, so that no id is met twice. */
void nb_id_table_cut(nb_id_table *table, uint32_t end) {
    if (table->capacity == 0) return;
    size_t start = 0;
    while (table->slots[start].id != UINT32_MAX) start++;
    for (size_t i = behind(table, start); i != start; i = behind(table, i)) {
        nb_id_slot entry = table->slots[i];
        if (entry.id == UINT32_MAX) continue;
        table->slots[i].id = UINT32_MAX;
        if (entry.id < end) place(table, entry);
        else table->count--;
    }
}

void nb_id_table_clear(nb_memory *memory, nb_id_table *table) {
    nb_memory_free(memory, table->slots, table->capacity, sizeof *table->slots);
    *table = (nb_id_table){0};
}
