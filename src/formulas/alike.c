/* Numbers for nodes that read the same, by a hash table of their texts. */
#include "formulas/alike.h"

#include <string.h>

#include "base/hash.h"

static uint64_t hash_text(nb_text text) {
    uint64_t h = text.count;
    for (size_t i = 0; i < text.count; i++) {
        uint64_t bits;
        memcpy(&bits, &text.pieces[i].number, sizeof bits);
        const char *words = text.pieces[i].text;
        h = nb_hash_add(h, bits);
        if (words != NULL) h = nb_hash_add_bytes(h, words, strlen(words));
    }
    return h;
}

nb_status nb_number_alike(nb_sheet *s, const nb_text *texts, const nb_node *nodes, size_t count,
                          int *numbers) {
    size_t slots = 16;
    while (slots < 2 * count) slots *= 2;
    uint32_t *table = nb_arena_add(&s->scratch, slots, sizeof *table);
    uint32_t *leader = nb_arena_add(&s->scratch, count + 1, sizeof *leader);
    if (table == NULL || leader == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = 0;
        size_t at = hash_text(texts[i]) & (slots - 1);
        while (table[at] != 0 && !nb_text_same(&texts[table[at] - 1], &texts[i]))
            at = (at + 1) & (slots - 1);
        if (table[at] == 0) table[at] = (uint32_t)i + 1;
        leader[i] = table[at];
        if (table[at] == i + 1) continue;
        numbers[table[at] - 1] = 1;
        numbers[i] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == 0) continue;
        int number = 1; /* one more than its equals that were created before */
        for (size_t k = 0; k < count; k++)
            number += leader[k] == leader[i] && nodes[k] < nodes[i];
        numbers[i] = number;
    }
    return NB_STATUS_OK;
}
