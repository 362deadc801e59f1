/* The counted allocator and the arenas. See memory.h for the invariant. */
#include "base/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

enum { FIRST_CHUNK = 1024, LARGEST_CHUNK = 1 << 20 };

struct nb_chunk {
    nb_chunk *previous;
    size_t size; /* of data */
    size_t used;
    size_t dirty; /* so many bytes of data may not be zero any more */
    alignas(max_align_t) unsigned char data[];
};

/* NULL where the limit or the host refuses. */
static void *try_resize(nb_memory *memory, void *block, size_t old_size, size_t new_size) {
    size_t others = memory->used - old_size;
    if (new_size > memory->limit || others > memory->limit - new_size) {
        memory->refused = false;
        return NULL;
    }
    void *result = memory->allocate(memory->user, block, old_size, new_size);
    if (result == NULL && new_size != 0) memory->refused = true;
    else memory->used = others + new_size;
    return result;
}

void *nb_memory_resize(nb_memory *memory, void *block, size_t old_count, size_t new_count,
                       size_t size) {
    if (size != 0 && new_count > SIZE_MAX / size) return NULL;
    size_t old_size = old_count * size, new_size = new_count * size;
    void *result = try_resize(memory, block, old_size, new_size);
    while (result == NULL && new_size != 0 && memory->spare != NULL &&
           memory->spare(memory->spare_user))
        result = try_resize(memory, block, old_size, new_size);
    return result;
}

void *nb_memory_new(nb_memory *memory, size_t count, size_t size) {
    void *block = nb_memory_resize(memory, NULL, 0, count, size);
    if (block != NULL && !memory->zeroed) memset(block, 0, count * size);
    return block;
}

void nb_memory_free(nb_memory *memory, void *block, size_t count, size_t size) {
    if (block != NULL) nb_memory_resize(memory, block, count, 0, size);
}

bool nb_memory_reserve(nb_memory *memory, void *slot, size_t *capacity, size_t need, size_t size) {
    void *block;
    memcpy(&block, slot, sizeof block);
    size_t larger = *capacity < 6 ? 8 : *capacity + *capacity / 2;
    size_t spare = need < larger ? larger - need : 0;
    void *moved = nb_memory_resize(memory, block, *capacity, need + spare, size);
    while (moved == NULL && spare > 0) { /* near the limit still few steps */
        spare /= 2;
        moved = nb_memory_resize(memory, block, *capacity, need + spare, size);
    }
    if (moved == NULL) return false;
    memcpy(slot, &moved, sizeof moved);
    *capacity = need + spare;
    return true;
}

void nb_arena_init(nb_arena *arena, nb_memory *memory) {
    *arena = (nb_arena){.memory = memory};
}

void nb_arena_clear(nb_arena *arena) {
    nb_arena_rewind(arena, (nb_arena_mark){NULL, 0});
    arena->failed = false;
}

/* A chunk at least as large as all before it, so that a large arena has few. */
static nb_chunk *add_chunk(nb_arena *arena, size_t need) {
    size_t size = arena->last != NULL ? arena->last->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK) size = LARGEST_CHUNK;
    if (size < need) size = need;
    if (size > SIZE_MAX - sizeof(nb_chunk)) return NULL;
    nb_chunk *chunk = nb_memory_resize(arena->memory, NULL, 0, sizeof *chunk + size, 1);
    if (chunk == NULL) return NULL;
    *chunk = (nb_chunk){.previous = arena->last, .size = size,
                        .dirty = arena->memory->zeroed ? 0 : size};
    arena->last = chunk;
    arena->size += size;
    return chunk;
}

void *nb_arena_add(nb_arena *arena, size_t count, size_t size) {
    const size_t unit = alignof(max_align_t);
    nb_chunk *chunk = arena->last;
    size_t need = 0;
    bool fits = size == 0 || count <= (SIZE_MAX - unit) / size;
    if (fits) need = (count * size + unit - 1) / unit * unit;
    if (fits && (chunk == NULL || chunk->size - chunk->used < need)) chunk = add_chunk(arena, need);
    if (!fits || chunk == NULL) {
        arena->failed = true;
        return NULL;
    }
    void *block = chunk->data + chunk->used;
    if (chunk->dirty > chunk->used) {
        size_t dirty = chunk->dirty - chunk->used;
        memset(block, 0, dirty < need ? dirty : need);
    }
    chunk->used += need;
    if (chunk->dirty < chunk->used) chunk->dirty = chunk->used;
    return block;
}

bool nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return true;
    size_t wanted = *capacity * 2 + 16;
    void *old, *array = nb_arena_add(arena, wanted, size);
    if (array == NULL) return false;
    memcpy(&old, slot, sizeof old);
    if (count > 0) memcpy(array, old, count * size);
    memcpy(slot, &array, sizeof array);
    *capacity = wanted;
    return true;
}

char *nb_arena_text(nb_arena *arena, const char *text, size_t length) {
    if (length == SIZE_MAX) return NULL;
    char *copy = nb_arena_add(arena, length + 1, 1);
    if (copy != NULL && length > 0) memcpy(copy, text, length);
    return copy;
}

nb_arena_mark nb_arena_get_mark(const nb_arena *arena) {
    return (nb_arena_mark){arena->last, arena->last != NULL ? arena->last->used : 0};
}

void nb_arena_rewind(nb_arena *arena, nb_arena_mark mark) {
    while (arena->last != mark.chunk) {
        nb_chunk *chunk = arena->last;
        arena->last = chunk->previous;
        arena->size -= chunk->size;
        nb_memory_free(arena->memory, chunk, sizeof *chunk + chunk->size, 1);
    }
    if (arena->last != NULL) arena->last->used = mark.used;
}
