/* Making an empty sheet and freeing one. What quiz/ and session/ hang on it is theirs to free. */
#include "definitions/sheet.h"

#include <string.h>

#include "definitions/names.h"

static void clear_history(nb_sheet *s, nb_history *history) {
    nb_memory_free(&s->memory, history->changes, history->capacity, sizeof *history->changes);
    nb_memory_free(&s->memory, history->states, history->state_capacity, sizeof *history->states);
    nb_memory_free(&s->memory, history->lines, history->line_capacity, sizeof *history->lines);
}

void nb_sheet_init(nb_sheet *s, nb_memory memory, const nb_host *host) {
    memset(s, 0, sizeof *s);
    s->memory = memory;
    s->host = *host;
    s->free_edge = NB_NO_EDGE;
    s->dirty = NB_NO_DEF;
    s->suspect = NB_NO_NODE;
    s->state.target = NB_NO_DEF;
    atomic_init(&s->interrupted, false);
    nb_arena_init(&s->arena, &s->memory);
    nb_arena_init(&s->scratch, &s->memory);
    nb_graph_init(&s->graph, &s->memory);
    s->graph.interrupted = &s->interrupted;
    nb_kept_init(&s->kept, &s->memory);
    nb_buffer_init(&s->last_table, &s->memory);
    nb_names_init(s);
    s->reverse = (nb_reverse){.memory = &s->memory, .graph = &s->graph, .owner = &s->owner,
                              .arena = &s->arena, .scratch = &s->scratch, .names = &s->names,
                              .interrupted = &s->interrupted};
}

void nb_sheet_clear(nb_sheet *s) {
    nb_names_clear(s);
    nb_kept_clear(&s->kept);
    nb_graph_clear(&s->graph);
    nb_reverse_clear(&s->reverse);
    nb_memory_free(&s->memory, s->owner, s->owner_capacity, sizeof *s->owner);
    nb_memory_free(&s->memory, s->calls, s->call_capacity, sizeof *s->calls);
    nb_memory_free(&s->memory, s->call_args, s->call_arg_capacity, sizeof *s->call_args);
    nb_memory_free(&s->memory, s->edges, s->edge_capacity, sizeof *s->edges);
    nb_buffer_clear(&s->last_table);
    clear_history(s, &s->done);
    clear_history(s, &s->undone);
    nb_arena_clear(&s->arena);
    nb_arena_clear(&s->scratch);
}
