/* A subject is found again by its place among the nodes that a named definition is made of, in the
 * order of their creation. Its fingerprint covers all that it is made of, whatever ids the nodes
 * have now, and so tells whether anything has changed. */
#include "quiz/subject.h"

#include <string.h>

#include "base/hash.h"
#include "definitions/define.h"
#include "formulas/build.h"
#include "formulas/cone.h"

/* The first definition, by the nodes' creation, that `node` is the value or a part of; NB_NO_DEF:
 * none. */
static nb_status find_owner(nb_sheet *s, nb_node node, nb_def_id *owner) {
    const nb_graph *graph = &s->graph;
    uint8_t *part = nb_arena_add(&s->scratch, graph->count, 1);
    if (part == NULL) return NB_STATUS_NO_MEMORY;
    part[node] = 1;
    *owner = s->owner[node];
    for (nb_node i = node + 1; i < graph->count && *owner == NB_NO_DEF; i++) {
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            part[i] |= part[nb_graph_operand(graph, i, k)];
        if (part[i]) *owner = s->owner[i];
    }
    return NB_STATUS_OK;
}

/* The fingerprint: of names, operators, wires and numbers, and of how the passes are broken. */
static nb_status take_fingerprint(nb_sheet *s, nb_node node, uint64_t *fingerprint) {
    const nb_graph *graph = &s->graph;
    uint8_t *marks;
    nb_status status = nb_mark_cone(s, node, &marks);
    uint32_t *place = nb_arena_add(&s->scratch, (size_t)node + 1, sizeof *place), count = 0;
    if (status != NB_STATUS_OK || place == NULL) return NB_STATUS_NO_MEMORY;
    *fingerprint = (uint64_t)s->state.mistake;
    for (nb_node i = 0; i <= node; i++) {
        uint64_t number;
        if (marks[i] == 0) continue;
        place[i] = count++;
        memcpy(&number, &graph->value[i], sizeof number);
        *fingerprint = nb_hash_add(*fingerprint, graph->op[i]);
        *fingerprint = nb_hash_add(*fingerprint, s->owner[i]);
        *fingerprint = nb_hash_add(*fingerprint, number);
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            *fingerprint = nb_hash_add(*fingerprint, place[nb_graph_operand(graph, i, k)]);
    }
    return NB_STATUS_OK;
}

nb_status nb_subject_set(nb_sheet *s, nb_subject *subject, nb_node node) {
    uint8_t *marks;
    *subject = (nb_subject){.def = NB_NO_DEF};
    nb_status status = find_owner(s, node, &subject->def);
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, s->defs[subject->def].node, &marks);
    if (status != NB_STATUS_OK) return status;
    for (nb_node i = 0; i < node; i++) subject->place += marks[i] != 0;
    if (node == s->defs[subject->def].node) subject->place = NB_ITSELF; /* whatever it becomes */
    return take_fingerprint(s, node, &subject->fingerprint);
}

nb_status nb_subject_find(nb_sheet *s, nb_subject *subject, nb_node *node, bool *changed) {
    uint64_t fingerprint;
    uint8_t *marks;
    uint32_t place = 0;
    *node = NB_NO_NODE;
    if (!nb_is_defined(s, subject->def)) return NB_STATUS_OK;
    nb_status status = nb_build_def(s, subject->def);
    nb_node top = s->defs[subject->def].node;
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, top, &marks);
    if (status != NB_STATUS_OK) return status;
    if (subject->place == NB_ITSELF) *node = top;
    for (nb_node i = 0; i <= top && *node == NB_NO_NODE; i++)
        if (marks[i] != 0 && place++ == subject->place) *node = i;
    if (*node == NB_NO_NODE) return NB_STATUS_OK;
    status = take_fingerprint(s, *node, &fingerprint);
    if (status != NB_STATUS_OK) return status;
    *changed = fingerprint != subject->fingerprint;
    subject->fingerprint = fingerprint;
    return NB_STATUS_OK;
}
