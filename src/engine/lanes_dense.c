/* Sums are looked up in a table by what they multiply, and compared term by term. */
#include "engine/lanes_dense.h"

#include <string.h>

#include "base/hash.h"

enum { KIND = NB_MARK_TARGETED | NB_MARK_WANTED }; /* alike in all rows of a block */

void nb_lanes_split_term(const nb_lanes_compiler *c, nb_node a, nb_node b, nb_node *value,
                         nb_node *number) {
    bool swap = b != NB_NO_NODE && (c->mark[b] & NB_MARK_LANE);
    *value = swap ? b : b == NB_NO_NODE ? NB_NO_NODE : a;
    *number = swap || b == NB_NO_NODE ? a : b;
}

/* Whether a sum can be a row: each term is a number, or one by a value of the lanes. */
static bool can_be_row(const nb_lanes_compiler *c, nb_node sum, uint64_t *hash, uint32_t *terms) {
    nb_node at = sum, a, b, value, number;
    *hash = c->mark[sum] & KIND;
    *terms = 0;
    while (nb_lanes_next_term(c, sum, &at, &a, &b)) {
        nb_lanes_split_term(c, a, b, &value, &number);
        if (value != NB_NO_NODE && !(c->mark[value] & NB_MARK_LANE)) return false;
        if (c->mark[number] & NB_MARK_LANE) return false;
        *hash = nb_hash_add(*hash, value);
        ++*terms;
    }
    return true;
}

static bool are_alike(const nb_lanes_compiler *c, nb_node sum, nb_node other) {
    nb_node at = sum, with = other, a, b, value, same, number;
    if ((c->mark[sum] ^ c->mark[other]) & KIND) return false;
    while (nb_lanes_next_term(c, sum, &at, &a, &b)) {
        nb_lanes_split_term(c, a, b, &value, &number);
        if (!nb_lanes_next_term(c, other, &with, &a, &b)) return false;
        nb_lanes_split_term(c, a, b, &same, &number);
        if (value != same) return false;
    }
    return with == NB_NO_NODE;
}

static void add_row(nb_lanes_compiler *c, nb_node sum, uint32_t terms, uint32_t *place) {
    if (*place == 0) {
        c->blocks[c->block_count] = (nb_lanes_block){.first = sum, .terms = terms};
        *place = ++c->block_count;
    } else {
        c->next[c->blocks[*place - 1].last] = sum;
    }
    nb_lanes_block *block = &c->blocks[*place - 1];
    block->last = sum;
    block->rows++;
    c->block[sum] = *place - 1;
}

bool nb_lanes_find_blocks(nb_lanes_compiler *c) {
    size_t sums = 0, size = 1;
    for (nb_node i = 0; i < c->count; i++) {
        c->block[i] = NB_LANES_NOWHERE;
        c->next[i] = NB_NO_NODE;
        sums += (c->mark[i] & NB_MARK_SUM) && (c->mark[i] & NB_MARK_LANE);
    }
    while (size < 2 * sums) size *= 2;
    c->blocks = nb_arena_add(c->scratch, sums, sizeof *c->blocks);
    uint32_t *table = nb_arena_add(c->scratch, size, sizeof *table); /* of block numbers + 1 */
    if (c->blocks == NULL || table == NULL) return false;
    for (nb_node i = 0; i < c->count; i++) {
        uint64_t hash;
        uint32_t terms;
        if (nb_lanes_stops(c, i)) return false;
        if (!(c->mark[i] & NB_MARK_SUM) || (c->mark[i] & NB_MARK_ABSORBED) ||
            !(c->mark[i] & NB_MARK_LANE) || !can_be_row(c, i, &hash, &terms)) continue;
        size_t at = hash & (size - 1);
        while (table[at] != 0 && !are_alike(c, i, c->blocks[table[at] - 1].first))
            at = (at + 1) & (size - 1);
        add_row(c, i, terms, &table[at]);
    }
    return true;
}

/* ---- slots ---- */

/* A number's slot in a matrix: its own when it has none yet; else a copy. */
static void place_number(nb_lanes_compiler *c, nb_node number, uint32_t slot, bool wanted) {
    nb_lanes_programs *out = c->out;
    wanted = wanted && (c->mark[number] & NB_MARK_WANTED);
    if (!(c->mark[number] & NB_MARK_ENTRY)) {
        c->mark[number] |= NB_MARK_ENTRY;
        c->once[number] = slot;
    } else {
        bool first = !(c->mark[number] & NB_MARK_BLOCKED);
        out->copies[out->copy_count++] = (nb_lanes_copy){c->once[number], slot, wanted, first};
    }
    if (wanted) c->mark[number] |= NB_MARK_BLOCKED;
}

static bool keep_copies(nb_lanes_compiler *c) {
    const nb_lanes_copy *found = c->out->copies;
    size_t count = c->out->copy_count;
    c->out->copies = nb_arena_add(c->arena, count, sizeof *found);
    if (c->out->copies == NULL) return false;
    memcpy(c->out->copies, found, count * sizeof *found);
    return true;
}

bool nb_lanes_place_matrices(nb_lanes_compiler *c, uint32_t *slots) {
    size_t numbers = 0;
    for (uint32_t k = 0; k < c->block_count; k++)
        numbers += (size_t)c->blocks[k].rows * c->blocks[k].terms;
    c->out->copies = nb_arena_add(c->scratch, numbers, sizeof *c->out->copies);
    if (c->out->copies == NULL) return false;
    c->out->copy_count = 0;
    for (nb_lanes_block *block = c->blocks; block < c->blocks + c->block_count; block++) {
        uint32_t row = *slots;
        block->matrix = row;
        for (nb_node sum = block->first; sum != NB_NO_NODE; sum = c->next[sum]) {
            nb_node at = sum, a, b, value, number;
            for (uint32_t k = block->terms; nb_lanes_next_term(c, sum, &at, &a, &b);) {
                nb_lanes_split_term(c, a, b, &value, &number);
                place_number(c, number, row + --k, (c->mark[sum] & NB_MARK_WANTED) != 0);
            }
            row += nb_lanes_stride(block->terms);
        }
        *slots = row;
    }
    return keep_copies(c);
}
