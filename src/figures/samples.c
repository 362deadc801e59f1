/* See samples.h. Units of one level with the same weights are one unit for several samples, unless
 * something takes two of them for different ones, as a convolution does. */
#include "figures/samples.h"

#include "definitions/problem.h"

static nb_node first_weight(const nb_network *n, const nb_unit *unit) {
    for (size_t i = unit->first; i < unit->first + unit->count; i++)
        if (n->terms[i].leaf_count > 0) return n->terms[i].leaves[0];
    return NB_NO_NODE;
}

static bool same_weights(const nb_network *n, const nb_unit *a, const nb_unit *b) {
    if (a->count != b->count || a->level != b->level) return false;
    for (size_t i = 0; i < a->count; i++) {
        const nb_term_of_unit *t = &n->terms[a->first + i], *u = &n->terms[b->first + i];
        if (t->leaf_count != u->leaf_count || t->factor != u->factor) return false;
        if (t->source != NB_NO_NODE && t->source == u->source) return false;
        for (uint32_t k = 0; k < t->leaf_count; k++)
            if (t->leaves[k] != u->leaves[k]) return false;
    }
    return true;
}

/* Of each weight the last unit, by creation, that is the first with its weights. */
static void pair_units(nb_network *n, uint32_t *first_of) {
    for (size_t u = n->count; u-- > 0;) {
        nb_unit *unit = &n->units[u];
        nb_node weight = unit->reached ? first_weight(n, unit) : NB_NO_NODE;
        if (weight == NB_NO_NODE) continue;
        uint32_t *first = &first_of[weight];
        if (*first != 0 && same_weights(n, &n->units[*first - 1], unit)) unit->like = *first - 1;
        else *first = (uint32_t)u + 1;
    }
}

/* Whether a unit has two sources that were taken for one. */
static bool tells_apart(nb_network *n, uint32_t *seen_by) {
    for (size_t u = 0; u < n->count; u++) {
        const nb_unit *unit = &n->units[u];
        for (size_t i = unit->first; unit->reached && i < unit->first + unit->count; i++) {
            uint32_t source = nb_source_unit(n, n->terms[i].source);
            if (source == NB_NO_UNIT) continue;
            uint32_t *seen = &seen_by[n->units[source].like];
            if (*seen == u + 1) return true;
            *seen = (uint32_t)u + 1;
        }
    }
    return false;
}

nb_status nb_find_samples(nb_network *n) {
    uint32_t *first_of = nb_arena_add(&n->s->scratch, (size_t)n->target + 1, sizeof *first_of);
    uint32_t *seen_by = nb_arena_add(&n->s->scratch, n->count + 1, sizeof *seen_by);
    uint32_t *alike = nb_arena_add(&n->s->scratch, n->count + 1, sizeof *alike);
    if (first_of == NULL || seen_by == NULL || alike == NULL) return NB_STATUS_NO_MEMORY;
    pair_units(n, first_of);
    bool apart = tells_apart(n, seen_by);
    for (size_t u = 0; u < n->count; u++) {
        if (apart) n->units[u].like = (uint32_t)u;
        else if (n->units[u].reached && ++alike[n->units[u].like] > n->samples)
            n->samples = alike[n->units[u].like];
    }
    return nb_poll(n->s);
}
