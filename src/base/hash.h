/* Hashes for tables in memory and for telling whether something has changed. They are of one run:
 * nothing that is written down holds one. */
#ifndef NABLA_BASE_HASH_H
#define NABLA_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* What a hash becomes when a number joins it; begin with any. The low bits depend on every bit, so
 * that a table's size may be a power of two. */
static inline uint64_t nb_hash_add(uint64_t hash, uint64_t number) {
    const uint64_t odd = 0x9e3779b97f4a7c15u; /* 2^64 over the golden ratio */
    hash = (hash ^ number) * odd;
    hash = (hash ^ hash >> 32) * odd; /* products only carry bits up: bring the high ones down */
    return hash ^ hash >> 29;
}

/* The same for `length` bytes. */
uint64_t nb_hash_add_bytes(uint64_t hash, const void *bytes, size_t length);

#endif
