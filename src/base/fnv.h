/* A hash that is written down: it tells which text of a lesson a record belongs to, on every
 * machine and in every version. */
#ifndef NABLA_BASE_FNV_H
#define NABLA_BASE_FNV_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a of 64 bits (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923): the hash begins as
 * 14695981039346656037, and for each byte it becomes (hash xor byte) times 1099511628211, modulo
 * 2^64. Of no bytes it is cbf29ce484222325, of "a" af63dc4c8601ec8c, of "foobar" 85944171f73967e8.
 * It tells texts apart that differ by accident; whoever wants to can make two that are alike. */
uint64_t nb_fnv1a(const void *bytes, size_t length);

#endif
