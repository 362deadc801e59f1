/* Bytes by FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), then joined like a number. */
#include "base/hash.h"

uint64_t nb_hash_add_bytes(uint64_t hash, const void *bytes, size_t length) {
    const unsigned char *b = bytes;
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) h = (h ^ b[i]) * 1099511628211u;
    return nb_hash_add(hash, h);
}
