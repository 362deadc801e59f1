/* Giving memory back after a statement that failed, so that one which took all of it leaves room
 * for the next. By then everything it did was rolled back: nothing means what it had added. */
#include <string.h>

#include "session/internal.h"

/* Shrinks an array that is mostly empty. When it cannot, it stays as it is. */
static void shrink(nb_session *s, void *slot, size_t *capacity, size_t count, size_t size) {
    void *block;
    size_t wanted = count + count / 4 + 16;
    memcpy(&block, slot, sizeof block);
    if (*capacity / 2 < wanted) return;
    void *moved = nb_memory_resize(&s->memory, block, *capacity, wanted, size);
    if (moved == NULL) return;
    memcpy(slot, &moved, sizeof moved);
    *capacity = wanted;
}
#define SHRINK(s, array, capacity, count)                                                          \
    shrink((s), (void *)&(array), &(capacity), (count), sizeof *(array))

nb_growth nb_growth_begin(const nb_session *s) {
    return (nb_growth){nb_arena_get_mark(&s->arena), s->symbol_count, s->def_count};
}

void nb_growth_undo(nb_session *s, nb_growth before) {
    nb_names_truncate(s, before.symbols, before.defs);
    nb_arena_rewind(&s->arena, before.arena);
    memset(s->partials, 0, sizeof s->partials); /* they are parsed again when needed */
    memset(s->node_partials, 0, sizeof s->node_partials);
    s->rules = (nb_rules){NULL, 0};
    memset(s->vectors, 0, sizeof s->vectors);
    memset(s->vector_partials, 0, sizeof s->vector_partials);
    SHRINK(s, s->done.changes, s->done.capacity, s->done.count);
    SHRINK(s, s->symbols, s->symbol_capacity, s->symbol_count);
    SHRINK(s, s->defs, s->def_capacity, s->def_count);
    nb_collect(s);
    nb_graph_trim(&s->graph, 64);
    SHRINK(s, s->owner, s->owner_capacity, s->graph.count);
    SHRINK(s, s->places, s->place_capacity, 0);
    SHRINK(s, s->calls, s->call_capacity, s->call_count);
    SHRINK(s, s->call_args, s->call_arg_capacity, s->call_arg_count);
}
