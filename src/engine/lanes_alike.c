/* Classes of nodes with one hash, the most work first; then the first of a class is the pattern,
 * and the others are walked along with it. */
#include "engine/lanes_alike.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/order.h"
#include "ops/compute.h"

enum {
    LEAST_TERMS = 3, LEAST_SIZE = 3, LEAST_WORK = 8, /* nodes of one, and nodes that are saved */
    WALKS = 6, /* nodes that are visited to verify terms, for each node of the graph */
    AGAIN = 2  /* how often a node may be computed, on the average, because terms share it */
};

typedef struct search {
    nb_arena *arena;
    const nb_graph *graph;
    nb_node target;
    uint64_t mask;
    uint8_t *kind;
    uint64_t *hash;  /* of what moves; of a number it is the value */
    float *size;     /* the nodes of the formula written out */
    nb_node *before; /* the node before of the same hash, or NB_NO_NODE; */
    uint32_t *class; /* and how many there are, with this one */
    /* a walk: where the pattern's nodes stand in this term, and in which walk that was said */
    nb_node *stands, *stack, *own;
    uint32_t *said, walk;
    size_t own_count, steps; /* steps that may still be made */
} search;

static double number_of(const search *s, nb_node node) {
    union { uint64_t bits; double number; } u = {s->hash[node]};
    return u.number;
}

static bool is_number(const search *s, nb_node node) {
    return !(s->kind[node] & NB_ALIKE_MOVES);
}

/* What is left to the target when the terms that were found are computed elsewhere. */
static bool mark_needed(search *s) {
    for (nb_node i = 0; i <= s->target; i++) s->kind[i] &= (uint8_t)~NB_ALIKE_NEEDED;
    s->kind[s->target] |= NB_ALIKE_NEEDED;
    for (nb_node i = s->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(s->graph, i)) return false;
        if (!(s->kind[i] & NB_ALIKE_NEEDED) || (s->kind[i] & NB_ALIKE_TERM)) continue;
        for (int k = 0; k < nb_graph_arity(s->graph, i); k++)
            s->kind[nb_graph_operand(s->graph, i, k)] |= NB_ALIKE_NEEDED;
    }
    return true;
}

static void mark_moving(search *s, const nb_node *weights, size_t weight_count) {
    for (size_t k = 0; k < weight_count; k++)
        if (weights[k] <= s->target) s->kind[weights[k]] |= NB_ALIKE_MOVES;
    for (nb_node i = 0; i <= s->target; i++)
        for (int k = 0; k < nb_graph_arity(s->graph, i); k++)
            s->kind[i] |= s->kind[nb_graph_operand(s->graph, i, k)] & NB_ALIKE_MOVES;
}

/* ---- hashes ---- */

static void compute_number(search *s, nb_node i) {
    const nb_graph *graph = s->graph;
    double x[NB_MAX_OPERANDS] = {0};
    int arity = nb_graph_arity(graph, i);
    for (int k = 0; k < arity; k++) x[k] = number_of(s, nb_graph_operand(graph, i, k));
    union { double number; uint64_t bits; } u = {
        arity == 0 ? graph->value[i] : nb_op_value((nb_op)graph->op[i], x[0], x[1], x[2])};
    s->hash[i] = u.bits;
}

/* Every number is like every other; a weight is like itself alone. */
static void compute_hash(search *s, nb_node i) {
    const nb_graph *graph = s->graph;
    int arity = nb_graph_arity(graph, i);
    uint64_t hash = arity == 0 ? nb_hash_add(NB_OP_COUNT, i) : graph->op[i];
    s->size[i] = arity > 0;
    for (int k = 0; k < arity; k++) {
        nb_node operand = nb_graph_operand(graph, i, k);
        hash = nb_hash_add(hash, is_number(s, operand) ? 1 : s->hash[operand]);
        s->size[i] += s->size[operand];
    }
    s->hash[i] = arity == 0 ? hash : hash & s->mask;
}

static bool compute_hashes(search *s) {
    for (nb_node i = 0; i <= s->target; i++) {
        if (nb_graph_is_interrupted(s->graph, i)) return false;
        if (!(s->kind[i] & NB_ALIKE_NEEDED)) continue;
        if (is_number(s, i)) compute_number(s, i);
        else compute_hash(s, i);
    }
    return true;
}

/* ---- classes ---- */

/* Of a class, by its last node: what lanes would save. */
static double work_of(const search *s, nb_node last) {
    return (double)(s->class[last] - 1) * (double)s->size[last];
}

static bool is_worth_it(const search *s, nb_node last) {
    return s->class[last] >= LEAST_TERMS && s->size[last] >= LEAST_SIZE &&
           work_of(s, last) >= LEAST_WORK;
}

typedef struct ranked {
    double work;
    nb_node last;
} ranked;

/* The most work first; of as much, what comes later in the graph is made of the other. */
static int compare_ranked(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->work != y->work) return x->work > y->work ? -1 : 1;
    return x->last > y->last ? -1 : x->last < y->last;
}

/* `table`: the last node of each class so far, + 1; its size is a power of two. */
static bool find_classes(search *s, uint32_t *table, size_t size) {
    for (nb_node i = 0; i <= s->target; i++) {
        if (nb_graph_is_interrupted(s->graph, i)) return false;
        if (!(s->kind[i] & NB_ALIKE_NEEDED) || is_number(s, i) || nb_graph_arity(s->graph, i) == 0)
            continue;
        size_t at = s->hash[i] & (size - 1);
        while (table[at] != 0 && s->hash[table[at] - 1] != s->hash[i]) at = (at + 1) & (size - 1);
        s->before[i] = table[at] != 0 ? table[at] - 1 : NB_NO_NODE;
        s->class[i] = table[at] != 0 ? s->class[table[at] - 1] + 1 : 1;
        table[at] = i + 1;
    }
    return true;
}

/* *found NULL with no classes: there are none, or the graph is interrupted. */
static bool rank_classes(search *s, ranked **found, size_t *count) {
    size_t moving = 0, size = 1, n = 0;
    for (nb_node i = 0; i <= s->target; i++) moving += !is_number(s, i);
    while (size < moving + moving / 2 + 1) size *= 2;
    uint32_t *table = nb_arena_add(s->arena, size, sizeof *table);
    s->before = nb_arena_add(s->arena, (size_t)s->target + 1, sizeof *s->before);
    s->class = nb_arena_add(s->arena, (size_t)s->target + 1, sizeof *s->class);
    *found = NULL;
    *count = 0;
    if (table == NULL || s->before == NULL || s->class == NULL) return false;
    if (!find_classes(s, table, size)) return true;
    for (size_t at = 0; at < size; at++) *count += table[at] != 0 && is_worth_it(s, table[at] - 1);
    *found = nb_arena_add(s->arena, *count, sizeof **found);
    if (*found == NULL) return false;
    for (size_t at = 0; at < size; at++)
        if (table[at] != 0 && is_worth_it(s, table[at] - 1))
            (*found)[n++] = (ranked){work_of(s, table[at] - 1), table[at] - 1};
    if (n > 0) qsort(*found, n, sizeof **found, compare_ranked);
    return true;
}

/* ---- verification ---- */

static void begin_walk(search *s, nb_node pattern, nb_node term) {
    s->walk++;
    s->said[pattern] = s->walk;
    s->stands[pattern] = term;
}

/* Whether `term` may stand where `node` does; numbers may where their values are the same. */
static bool stand(search *s, nb_node node, nb_node term) {
    if (s->said[node] != s->walk) {
        s->said[node] = s->walk;
        s->stands[node] = term;
        return true;
    }
    nb_node other = s->stands[node];
    return other == term || (is_number(s, term) && is_number(s, other) &&
                             s->hash[other] == s->hash[term]);
}

static bool are_of_a_kind(const search *s, nb_node node, nb_node other) {
    const nb_graph *graph = s->graph;
    if (is_number(s, node) || is_number(s, other)) return is_number(s, node) == is_number(s, other);
    return graph->op[node] == graph->op[other] && nb_graph_arity(graph, node) > 0;
}

/* Walks down both, as far as they differ, and notes which of the pattern's nodes do. A node that
 * is a sum's term twice over is visited once. */
static bool find_own(search *s, nb_node pattern, nb_node term) {
    size_t waiting = 1;
    begin_walk(s, pattern, term);
    s->stack[0] = pattern;
    while (waiting > 0) {
        nb_node node = s->stack[--waiting], other = s->stands[node];
        if (s->steps == 0) return false;
        s->steps--;
        if (other == node) continue;
        if (s->kind[other] & NB_ALIKE_TERM) return false; /* what is large is found first */
        if (!are_of_a_kind(s, node, other)) return false;
        if (!(s->kind[node] & NB_ALIKE_OWN)) s->own[s->own_count++] = node;
        s->kind[node] |= NB_ALIKE_OWN;
        for (int k = 0; !is_number(s, node) && k < nb_graph_arity(s->graph, node); k++) {
            nb_node operand = nb_graph_operand(s->graph, node, k);
            bool is_new = s->said[operand] != s->walk;
            if (!stand(s, operand, nb_graph_operand(s->graph, other, k))) return false;
            if (is_new) s->stack[waiting++] = operand;
        }
    }
    return true;
}

/* Finds where the pattern's own nodes stand in a term, now that it is known which these are: where
 * this term has the pattern's node, another may not. From the last one back: users come first. */
static bool place_own(search *s, nb_node pattern, nb_node term) {
    begin_walk(s, pattern, term);
    for (size_t n = s->own_count; n-- > 0;) {
        nb_node node = s->own[n], other = s->stands[node];
        for (int k = 0; !is_number(s, node) && k < nb_graph_arity(s->graph, node); k++) {
            nb_node operand = nb_graph_operand(s->graph, node, k);
            if ((s->kind[operand] & NB_ALIKE_OWN) &&
                !stand(s, operand, nb_graph_operand(s->graph, other, k))) return false;
        }
    }
    return true;
}

/* The numbers in places that differ, term by term. */
static bool write_cells(search *s, nb_alike *a) {
    size_t numbers = 0, kept = 0;
    for (size_t n = 0; n < a->own_count; n++) numbers += is_number(s, a->own[n]);
    if (numbers > 0 && a->count > SIZE_MAX / numbers) return false;
    a->columns = nb_arena_add(s->arena, numbers, sizeof *a->columns);
    a->cells = nb_arena_add(s->arena, a->count * numbers, sizeof *a->cells);
    if (a->columns == NULL || a->cells == NULL) return false;
    for (size_t n = 0; n < a->own_count; n++)
        if (is_number(s, a->own[n])) a->columns[a->column_count++] = a->own[n];
    for (size_t t = 0; t < a->count; t++) {
        if (!place_own(s, a->terms[0], a->terms[t])) return false; /* which it did before */
        for (size_t k = 0; k < numbers; k++)
            a->cells[t * numbers + k] = number_of(s, s->stands[a->columns[k]]);
    }
    for (size_t k = 0; k < numbers; k++) {
        bool same = true;
        for (size_t t = 1; same && t < a->count; t++)
            same = memcmp(&a->cells[t * numbers + k], &a->cells[k], sizeof *a->cells) == 0;
        if (same) continue;
        for (size_t t = 0; t < a->count; t++)
            a->cells[t * numbers + kept] = a->cells[t * numbers + k];
        a->columns[kept++] = a->columns[k];
    }
    for (size_t t = 0; kept < numbers && t < a->count; t++) /* rows move together */
        memmove(a->cells + t * kept, a->cells + t * numbers, kept * sizeof *a->cells);
    a->column_count = kept;
    return true;
}

/* Keeps those of the terms that are like the first; false: there are too few, or that would be more
 * work than the graph itself. */
static bool match(search *s, nb_alike *a) {
    size_t count = 1, moving = 0;
    s->own_count = 0;
    for (size_t t = 1; t < a->count; t++)
        if (find_own(s, a->terms[0], a->terms[t])) a->terms[count++] = a->terms[t];
    a->count = count;
    nb_sort_ids(s->own, s->own_count);
    if (s->own_count > 0 && count > s->steps / s->own_count) return false;
    s->steps -= count * s->own_count;
    count = 1;
    for (size_t t = 1; t < a->count; t++)
        if (place_own(s, a->terms[0], a->terms[t])) a->terms[count++] = a->terms[t];
    a->count = count;
    for (size_t n = 0; n < s->own_count; n++) moving += !is_number(s, s->own[n]);
    return count >= LEAST_TERMS && moving >= LEAST_SIZE && (count - 1) * moving >= LEAST_WORK &&
           count * moving <= AGAIN * ((size_t)s->target + 1);
}

/* The nodes of a class that are still computed; the set is kept if it is worth it. */
static bool try_class(search *s, nb_node last, nb_alike_sets *sets) {
    nb_alike *a = &sets->sets[sets->count];
    size_t count = 0;
    for (nb_node i = last; i != NB_NO_NODE; i = s->before[i])
        count += (s->kind[i] & NB_ALIKE_NEEDED) && !(s->kind[i] & NB_ALIKE_TERM);
    if (count < LEAST_TERMS) return true;
    nb_arena_mark mark = nb_arena_get_mark(s->arena);
    *a = (nb_alike){.terms = nb_arena_add(s->arena, count, sizeof *a->terms)};
    if (a->terms == NULL) return false;
    for (nb_node i = last; i != NB_NO_NODE; i = s->before[i])
        if ((s->kind[i] & NB_ALIKE_NEEDED) && !(s->kind[i] & NB_ALIKE_TERM))
            a->terms[a->count++] = i;
    nb_reverse_ids(a->terms, a->count);
    bool matched = match(s, a), room = true;
    if (matched) {
        a->own_count = s->own_count;
        a->own = nb_arena_add(s->arena, s->own_count, sizeof *a->own);
        room = a->own != NULL;
        if (room) memcpy(a->own, s->own, s->own_count * sizeof *a->own);
        room = room && write_cells(s, a);
    }
    for (size_t n = 0; n < s->own_count; n++) s->kind[s->own[n]] &= (uint8_t)~NB_ALIKE_OWN;
    if (!matched) nb_arena_rewind(s->arena, mark);
    if (!matched || !room) return room;
    for (size_t t = 0; t < a->count; t++) s->kind[a->terms[t]] |= NB_ALIKE_TERM;
    sets->count++;
    return true;
}

static bool try_classes(search *s, const ranked *found, size_t count, nb_alike_sets *sets) {
    size_t room = (size_t)s->target + 1;
    s->stands = nb_arena_add(s->arena, room, sizeof *s->stands);
    s->stack = nb_arena_add(s->arena, room, sizeof *s->stack);
    s->own = nb_arena_add(s->arena, room, sizeof *s->own);
    s->said = nb_arena_add(s->arena, room, sizeof *s->said);
    if (s->stands == NULL || s->stack == NULL || s->own == NULL || s->said == NULL) return false;
    s->steps = WALKS * room;
    for (size_t i = 0; i < count && sets->count < NB_ALIKE_MOST && s->steps > 0; i++) {
        size_t before = sets->count;
        if (!try_class(s, found[i].last, sets)) return false;
        if (sets->count > before && !mark_needed(s)) sets->count = 0;
        if (sets->count < before) return true; /* interrupted */
    }
    return true;
}

bool nb_alike_find(nb_arena *arena, const nb_graph *graph, nb_node target, const nb_node *weights,
                   size_t weight_count, uint64_t mask, nb_alike_sets *sets) {
    size_t room = (size_t)target + 1, count;
    search s = {.arena = arena, .graph = graph, .target = target, .mask = mask};
    ranked *found;
    *sets = (nb_alike_sets){.count = 0};
    s.kind = nb_arena_add(arena, room, sizeof *s.kind);
    s.hash = nb_arena_add(arena, room, sizeof *s.hash);
    s.size = nb_arena_add(arena, room, sizeof *s.size);
    if (s.kind == NULL || s.hash == NULL || s.size == NULL) return false;
    mark_moving(&s, weights, weight_count);
    if (!mark_needed(&s) || !compute_hashes(&s)) return true;
    if (!rank_classes(&s, &found, &count)) return false;
    if (count > 0 && !try_classes(&s, found, count, sets)) return false;
    sets->kind = s.kind;
    sets->number = s.hash;
    return true;
}
