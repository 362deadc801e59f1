/* A session's birth, death and settings, and the names that are there from the start. */
#include <stdlib.h>
#include <string.h>

#include "session/internal.h"

static const size_t default_memory = (size_t)2 << 30;

static void *allocate_by_realloc(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user, (void)old_size;
    if (new_size > 0) return realloc(block, new_size);
    free(block);
    return NULL;
}

static nb_status define_constant(nb_session *s, const char *name, double value) {
    nb_symbol symbol;
    nb_def_id def;
    nb_status status = nb_intern(s, name, strlen(name), &symbol);
    if (status == NB_STATUS_OK) status = nb_def_at(s, symbol, 0, NULL, &def);
    if (status != NB_STATUS_OK) return status;
    s->defs[def].meaning = (nb_meaning){.kind = NB_DEF_LEAF, .built_in = true, .value = value};
    return NB_STATUS_OK;
}

static nb_status define_constants(nb_session *s) {
    nb_status status = define_constant(s, "pi", 3.14159265358979323846);
    if (status == NB_STATUS_OK) status = define_constant(s, "π", 3.14159265358979323846);
    if (status == NB_STATUS_OK) status = define_constant(s, "e", 2.71828182845904523536);
    return status;
}

static void clear_definitions(nb_session *s) {
    nb_names_clear(s);
    nb_graph_clear(&s->graph);
    nb_memory_free(&s->memory, s->owner, s->owner_capacity, sizeof *s->owner);
    nb_memory_free(&s->memory, s->calls, s->call_capacity, sizeof *s->calls);
    nb_memory_free(&s->memory, s->call_args, s->call_arg_capacity, sizeof *s->call_args);
    nb_memory_free(&s->memory, s->edges, s->edge_capacity, sizeof *s->edges);
    nb_memory_free(&s->memory, s->undo, s->undo_capacity, sizeof *s->undo);
    nb_memory_free(&s->memory, s->lines, s->line_capacity, sizeof *s->lines);
    nb_arena_clear(&s->arena);
    s->owner = NULL;
    s->calls = NULL;
    s->call_args = NULL;
    s->edges = NULL;
    s->undo = NULL;
    s->lines = NULL;
    s->owner_capacity = s->call_count = s->call_capacity = 0;
    s->call_arg_count = s->call_arg_capacity = s->edge_count = s->edge_capacity = 0;
    s->undo_count = s->undo_capacity = s->line_count = s->line_capacity = s->garbage = 0;
    s->free_edge = NB_NO_EDGE;
    s->kept_text = NULL;
    memset(s->partials, 0, sizeof s->partials);
    s->state = (nb_state){.settings = {.digits = 6}, .target = NB_NO_DEF};
}

nb_status nb_reset(nb_session *s) {
    nb_settings settings = s->state.settings;
    clear_definitions(s);
    s->state.settings = settings;
    return define_constants(s);
}

nb_session *nb_session_new(const nb_host *host) {
    nb_memory memory = {.allocate = host->allocate != NULL ? host->allocate : allocate_by_realloc,
                        .user = host->user,
                        .limit = host->memory_limit != 0 ? host->memory_limit : default_memory};
    nb_session *s = nb_memory_resize(&memory, NULL, 0, 1, sizeof *s);
    if (s == NULL) return NULL;
    memset(s, 0, sizeof *s);
    s->memory = memory;
    s->host = *host;
    atomic_init(&s->interrupted, false);
    nb_arena_init(&s->arena, &s->memory);
    nb_arena_init(&s->scratch, &s->memory);
    nb_graph_init(&s->graph, &s->memory);
    nb_buffer_init(&s->queue, &s->memory);
    nb_buffer_init(&s->name_buffer, &s->memory);
    nb_names_init(s);
    nb_begin(s, NULL);
    if (nb_reset(s) != NB_STATUS_OK) {
        nb_session_free(s);
        return NULL;
    }
    s->state.settings.digits = 6;
    return s;
}

void nb_session_free(nb_session *s) {
    if (s == NULL) return;
    clear_definitions(s);
    nb_arena_clear(&s->scratch);
    nb_buffer_clear(&s->queue);
    nb_buffer_clear(&s->name_buffer);
    nb_memory memory = s->memory;
    nb_memory_free(&memory, s, 1, sizeof *s);
}

void nb_interrupt(nb_session *s) {
    atomic_store(&s->interrupted, true);
}

nb_settings nb_session_settings(const nb_session *s) {
    return s->state.settings;
}

nb_memory *nb_session_memory(nb_session *s) {
    return &s->memory;
}
