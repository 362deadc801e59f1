/* Giving memory back. Whatever holds ids of nodes (owners, definitions, calls) gets the new ones
 * when the graph is compacted. */
#include "definitions/collect.h"

#include <string.h>

#include "definitions/names.h"

/* ---- dropping old nodes ---- */

/* Marks all results of the call number `at`, and of all its rows: its closed forms speak of them.
 * Whether one behind `node` is new. *group, the first of the calls that were marked last, tells
 * whether they are these. */
static bool mark_results(const nb_sheet *s, size_t at, nb_node node, uint8_t *keep, size_t *group) {
    const nb_call *call = &s->calls[at];
    size_t row = call->row > 0 ? call->row - 1 : 0, rows = call->row > 0 ? call->rows : 1;
    size_t first = at - call->index - row * call->results;
    bool behind = false;
    if (first == *group) return false;
    *group = first;
    for (size_t i = first; i < first + rows * call->results; i++) {
        nb_node result = s->calls[i].result;
        behind = behind || (result > node && !keep[result]);
        keep[result] = 1;
    }
    return behind;
}

/* Marks the operands of what is needed, and the arguments of needed calls (which a function may
 * ignore). Whether it is to be done again. */
static bool mark_operands(nb_sheet *s, uint8_t *keep) {
    const nb_graph *graph = &s->graph;
    size_t call = s->call_count, group = SIZE_MAX;
    bool again = false;
    for (nb_node i = graph->count; i-- > 0;) {
        if (!keep[i]) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            keep[nb_graph_operand(graph, i, k)] = 1;
        while (call > 0 && s->calls[call - 1].result > i) call--;
        for (size_t c = call; c > 0 && s->calls[c - 1].result == i; c--) {
            const nb_call *needed = &s->calls[c - 1];
            for (uint32_t k = 0; k < needed->arg_count + needed->given; k++)
                keep[s->call_args[needed->first_arg + k]] = 1;
            if (needed->results > 1 && mark_results(s, c - 1, i, keep, &group)) again = true;
        }
    }
    return again;
}

/* Marks what the definitions need. */
static void mark_needed(nb_sheet *s, uint8_t *keep) {
    memset(keep, 0, s->graph.count);
    for (size_t i = 0; i < s->def_count; i++)
        if (s->defs[i].node != NB_NO_NODE) keep[s->defs[i].node] = 1;
    while (mark_operands(s, keep)) continue;
}

/* Gives calls and their arguments the new ids, dropping the calls whose results are gone. */
static void move_calls(nb_sheet *s, const nb_node *moved) {
    size_t calls = 0, args = 0;
    uint32_t source = UINT32_MAX, target = 0; /* several results share their arguments */
    for (size_t i = 0; i < s->call_count; i++) {
        nb_call call = s->calls[i];
        if (moved[call.result] == NB_NO_NODE) continue;
        if (call.first_arg != source || call.index == 0) {
            source = call.first_arg;
            target = (uint32_t)args;
            for (uint32_t k = 0; k < call.arg_count + call.given; k++)
                s->call_args[args + k] = moved[s->call_args[source + k]];
            args += call.arg_count + call.given;
        }
        call.result = moved[call.result];
        call.first_arg = target;
        s->calls[calls++] = call;
    }
    s->call_count = calls;
    s->call_arg_count = args;
}

void nb_collect(nb_sheet *s) {
    nb_node count = s->graph.count;
    nb_graph_trim(&s->graph, 1000000);
    if (s->garbage < 4096 || s->garbage < count / 2) return;
    uint8_t *keep = nb_memory_resize(&s->memory, NULL, 0, count, sizeof *keep);
    nb_node *moved = nb_memory_resize(&s->memory, NULL, 0, count, sizeof *moved);
    if (keep != NULL && moved != NULL) { /* without the memory for it the old nodes just stay */
        mark_needed(s, keep);
        nb_graph_compact(&s->graph, keep, moved);
        for (nb_node i = 0; i < count; i++)
            if (moved[i] != NB_NO_NODE) s->owner[moved[i]] = s->owner[i];
        for (size_t i = 0; i < s->def_count; i++)
            if (s->defs[i].node != NB_NO_NODE) s->defs[i].node = moved[s->defs[i].node];
        move_calls(s, moved);
        s->garbage = 0;
    }
    nb_memory_free(&s->memory, keep, count, sizeof *keep);
    nb_memory_free(&s->memory, moved, count, sizeof *moved);
}

/* ---- after a failure ---- */

/* Shrinks the array that `slot` points to, if it is mostly empty. Without memory it stays as it
 * is. */
static void shrink(nb_sheet *s, void *slot, size_t *capacity, size_t count, size_t size) {
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

nb_growth nb_growth_begin(const nb_sheet *s) {
    return (nb_growth){nb_arena_get_mark(&s->arena), s->symbol_count, s->def_count};
}

void nb_growth_undo(nb_sheet *s, nb_growth before) {
    nb_names_truncate(s, before.symbols, before.defs);
    nb_arena_rewind(&s->arena, before.arena);
    /* formulas of the tables may lie in what was given back: they are parsed again when needed */
    memset(s->partials, 0, sizeof s->partials);
    memset(s->reverse.partials, 0, sizeof s->reverse.partials);
    s->rules = (nb_rules){NULL, 0};
    memset(s->vectors, 0, sizeof s->vectors);
    memset(s->made, 0, sizeof s->made);
    memset(s->vector_partials, 0, sizeof s->vector_partials);
    SHRINK(s, s->done.changes, s->done.capacity, s->done.count);
    SHRINK(s, s->done.states, s->done.state_capacity, s->done.state_count);
    SHRINK(s, s->symbols, s->symbol_capacity, s->symbol_count);
    SHRINK(s, s->defs, s->def_capacity, s->def_count);
    nb_collect(s);
    nb_graph_trim(&s->graph, 64);
    SHRINK(s, s->owner, s->owner_capacity, s->graph.count);
    SHRINK(s, s->reverse.places, s->reverse.place_capacity, 0);
    SHRINK(s, s->calls, s->call_capacity, s->call_count);
    SHRINK(s, s->call_args, s->call_arg_capacity, s->call_arg_count);
}
