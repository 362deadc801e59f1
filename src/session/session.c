/* A session's birth, death and settings, and the names that are there from the start. */
#include <stdlib.h>
#include <string.h>

#include "session/internal.h"
#include "session/lasting.h"

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
    nb_meaning meaning = {.kind = NB_DEF_LEAF, .built_in = true, .value = value};
    nb_status status = nb_intern(s, name, strlen(name), &symbol);
    if (status == NB_STATUS_OK) status = nb_def_at(s, symbol, 0, NULL, &def);
    if (status != NB_STATUS_OK || s->defs[def].meaning.built_in) return status;
    return nb_set_meaning(s, def, meaning);
}

nb_status nb_define_constants(nb_session *s) {
    nb_status status = define_constant(s, "pi", 3.14159265358979323846);
    if (status == NB_STATUS_OK) status = define_constant(s, "π", 3.14159265358979323846);
    if (status == NB_STATUS_OK) status = define_constant(s, "e", 2.71828182845904523536);
    return status;
}

static void clear_history(nb_session *s, nb_history *history) {
    nb_memory_free(&s->memory, history->changes, history->capacity, sizeof *history->changes);
    nb_memory_free(&s->memory, history->lines, history->line_capacity, sizeof *history->lines);
}

void nb_session_free(nb_session *s) {
    if (s == NULL) return;
    nb_names_clear(s);
    nb_graph_clear(&s->graph);
    nb_memory_free(&s->memory, s->owner, s->owner_capacity, sizeof *s->owner);
    nb_memory_free(&s->memory, s->places, s->place_capacity, sizeof *s->places);
    nb_memory_free(&s->memory, s->calls, s->call_capacity, sizeof *s->calls);
    nb_memory_free(&s->memory, s->call_args, s->call_arg_capacity, sizeof *s->call_args);
    nb_memory_free(&s->memory, s->edges, s->edge_capacity, sizeof *s->edges);
    clear_history(s, &s->done);
    clear_history(s, &s->undone);
    nb_arena_clear(&s->arena);
    nb_arena_clear(&s->scratch);
    nb_buffer_clear(&s->queue);
    nb_buffer_clear(&s->name_buffer);
    nb_arena_clear(&s->asked);
    nb_memory memory = s->memory;
    nb_memory_free(&memory, s, 1, sizeof *s);
}

const nb_settings nb_default_settings = {.digits = 6, .colour = -1};

bool nb_same_settings(const nb_settings *a, const nb_settings *b) {
    return a->digits == b->digits && a->ascii == b->ascii && a->colour == b->colour &&
           a->compiled == b->compiled;
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
    s->free_edge = NB_NO_EDGE;
    atomic_init(&s->interrupted, false);
    nb_arena_init(&s->arena, &s->memory);
    nb_arena_init(&s->scratch, &s->memory);
    nb_graph_init(&s->graph, &s->memory);
    nb_buffer_init(&s->queue, &s->memory);
    nb_buffer_init(&s->name_buffer, &s->memory);
    nb_arena_init(&s->asked, &s->memory);
    nb_names_init(s);
    nb_begin(s, NULL);
    s->state = (nb_state){.settings = nb_default_settings, .target = NB_NO_DEF};
    nb_random_seed(&s->state.random, NB_FIRST_SEED);
    if (nb_define_constants(s) != NB_STATUS_OK) {
        nb_session_free(s);
        return NULL;
    }
    nb_settle(s); /* what is built in was not done by the user */
    return s;
}

void nb_settle(nb_session *s) {
    s->settled = s->state.settings;
    s->done.count = s->done.line_count = 0;
    nb_forget_undone(s);
}

void nb_interrupt(nb_session *s) {
    atomic_store(&s->interrupted, true);
}

nb_settings nb_session_settings(const nb_session *s) {
    return s->state.settings;
}

nb_waiting nb_session_waiting(const nb_session *s) {
    nb_waiting waiting = {.empty = NULL};
    nb_walk walk = s->walk;
    bool backward = walk.at > walk.count;
    size_t step = backward ? walk.at - walk.count : walk.at;
    if (nb_mistake_command(s) != NULL)
        waiting.notices[0] = NB_SAY(PROMPT_NOTICE, NB_TEXT(nb_mistake_command(s)));
    if (s->predict.on && s->asked_by.count > 0)
        waiting.question = NB_SAY(PROMPT_QUESTION, NB_VARIABLE(&s->asked_of),
                                  NB_VARIABLE(&s->asked_by));
    if (!walk.on || s->predict.on) return waiting;
    waiting.notices[1] = backward
                             ? NB_SAY(PROMPT_BACKWARD, NB_COUNT(step), NB_COUNT(walk.count))
                             : NB_SAY(PROMPT_FORWARD, NB_COUNT(step), NB_COUNT(walk.count));
    waiting.empty = "step";
    return waiting;
}

nb_memory *nb_session_memory(nb_session *s) {
    return &s->memory;
}
