/* FNV-1a. The numbers are part of what is written down, and never change. */
#include "base/fnv.h"

uint64_t nb_fnv1a(const void *bytes, size_t length) {
    const unsigned char *b = bytes;
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ b[i]) * 1099511628211u;
    return hash;
}
