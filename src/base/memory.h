/* Memory: one allocator supplied by the host, counted against a limit, and arenas on top of it.
 *
 * Invariant: `used` is the sum of the sizes of all live blocks, and never exceeds `limit`.
 * Every size is overflow-checked here and nowhere else. */
#ifndef NABLA_BASE_MEMORY_H
#define NABLA_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Resizes `block` (NULL: allocates; new_size 0: frees and returns NULL). Returns NULL when it
 * cannot, leaving the block as it was. */
typedef void *nb_allocate_fn(void *user, void *block, size_t old_size, size_t new_size);

typedef struct nb_memory {
    nb_allocate_fn *allocate;
    void *user;
    size_t used;  /* bytes */
    size_t limit; /* bytes */
    /* Frees something that can be made again, when an allocation would be refused; false: there is
     * nothing left. NULL: there never is. */
    bool (*spare)(void *user);
    void *spare_user;
    bool refused; /* what failed last was within the limit: the host had no more */
    bool zeroed;  /* a block that `allocate` did not resize but allocated is zero */
} nb_memory;

/* Resizes an array of `old_count` elements of `size` bytes to `new_count`. NULL when it cannot. */
void *nb_memory_resize(nb_memory *memory, void *block, size_t old_count, size_t new_count,
                       size_t size);
/* A new array of zeros. NULL when it cannot, or count is 0. */
void *nb_memory_new(nb_memory *memory, size_t count, size_t size);
/* NULL is freed, too. */
void nb_memory_free(nb_memory *memory, void *block, size_t count, size_t size);

/* Makes room for `need` elements in the array that `slot` points to; on failure array and capacity
 * stay as they were. Use NB_RESERVE. */
NB_MUST_USE bool nb_memory_reserve(nb_memory *memory, void *slot, size_t *capacity, size_t need,
                                   size_t size);
#define NB_RESERVE(memory, array, capacity, need)                                                  \
    ((size_t)(need) <= *(capacity) ||                                                              \
     nb_memory_reserve((memory), (void *)&(array), (capacity), (need), sizeof *(array)))

/* An arena: blocks that are freed together. Nothing in it is freed alone; a mark remembers a
 * moment, and rewinding to it drops what came later. */
typedef struct nb_chunk nb_chunk;
typedef struct nb_arena {
    nb_memory *memory;
    nb_chunk *last;
    size_t size; /* bytes of all its blocks */
    bool failed; /* it has refused since it was cleared: something that lives in it is missing */
} nb_arena;
typedef struct nb_arena_mark {
    nb_chunk *chunk;
    size_t used;
} nb_arena_mark;

void nb_arena_init(nb_arena *arena, nb_memory *memory);
void nb_arena_clear(nb_arena *arena);
/* `count` elements of `size` bytes, zeroed, aligned for any object; NULL when memory runs out. */
NB_MUST_USE void *nb_arena_add(nb_arena *arena, size_t count, size_t size);
/* Makes room for one more element in an array of `count` elements in the arena; what it held stays.
 * Use NB_ARENA_RESERVE. */
NB_MUST_USE bool nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                                  size_t size);
#define NB_ARENA_RESERVE(arena, array, count, capacity)                                            \
    nb_arena_reserve((arena), (void *)&(array), (count), (capacity), sizeof *(array))
/* A NUL-terminated copy of `length` bytes. */
NB_MUST_USE char *nb_arena_text(nb_arena *arena, const char *text, size_t length);
nb_arena_mark nb_arena_get_mark(const nb_arena *arena);
void nb_arena_rewind(nb_arena *arena, nb_arena_mark mark);

#endif
