/* The calls that the graph remembers tell which nodes are taken as chances. */
#include "explore/chance.h"

#include <math.h>

#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"

/* What is known of a node. */
enum { BELOW_SHOWN = 1, ABOVE_SHOWN = 2, IN_USE = 4 };

bool nb_is_no_target(nb_targets targets, double value) {
    const double slack = 1e-12;
    if (targets == NB_TARGETS_SIGNS) return !(fabs(fabs(value) - 1) <= slack);
    return value < -slack || value > 1 + slack;
}

const char *nb_targets_in_words(nb_targets targets) {
    return nb_message_wording(targets == NB_TARGETS_SIGNS ? NB_MESSAGE_TARGETS_SIGNS
                                                          : NB_MESSAGE_TARGETS_CHANCES);
}

/* Of a call that takes such targets their nodes; *count 0: it takes none. */
static const nb_node *chances_of(const nb_sheet *s, const nb_call *call, uint32_t *count) {
    bool takes = call->function == NB_NO_DEF &&
                 nb_vector_get((nb_vector_op)call->vector)->targets != NB_TARGETS_ANY;
    *count = takes ? call->arg_count - call->split : 0;
    return s->call_args + call->first_arg + call->split;
}

/* Hands the marks of `mask` on to what the marked nodes are made of: as far as a `where` chooses
 * it or, unless `chosen`, up to each `where`. */
static nb_status mark_below(nb_sheet *s, uint8_t *marks, unsigned mask, bool chosen) {
    const nb_graph *graph = &s->graph;
    for (nb_node i = graph->count; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return nb_poll(s);
        if ((marks[i] & mask) == 0) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            bool stops = chosen ? !nb_graph_is_chosen(graph, i, k)
                                : graph->op[i] == NB_OP_WHERE && k > 0;
            if (!stops) marks[nb_graph_operand(graph, i, k)] |= (uint8_t)(marks[i] & mask);
        }
    }
    return NB_STATUS_OK;
}

nb_status nb_list_chances(nb_sheet *s, nb_node target, nb_chance **list, size_t *count) {
    uint32_t nodes;
    size_t room = 0;
    *count = 0;
    for (size_t i = 0; i < s->call_count; i++) {
        chances_of(s, &s->calls[i], &nodes);
        room += nodes;
    }
    uint8_t *marks = nb_arena_add(&s->scratch, s->graph.count, 1);
    *list = nb_arena_add(&s->scratch, room, sizeof **list);
    if (marks == NULL || *list == NULL) return NB_STATUS_NO_MEMORY;
    if (room == 0) return NB_STATUS_OK;
    marks[target] = IN_USE;
    nb_status status = mark_below(s, marks, IN_USE, false);
    for (size_t i = s->call_count; i-- > 0 && status == NB_STATUS_OK;) { /* the outermost first */
        const nb_call *call = &s->calls[i];
        const nb_node *chance = chances_of(s, call, &nodes);
        for (uint32_t k = 0; marks[call->result] != 0 && k < nodes; k++)
            (*list)[(*count)++] =
                (nb_chance){chance[k], nb_vector_get((nb_vector_op)call->vector)->targets,
                            nb_vector_get((nb_vector_op)call->vector)->name};
    }
    return status;
}

/* The first node that is no such target, of a call with these marks or, where it is made of what is
 * shown, of any that is in use; marks NULL: of any call. */
static nb_node find_no_chance(const nb_sheet *s, const uint8_t *marks,
                              const nb_vector_info **function) {
    for (size_t i = s->call_count; i-- > 0;) {
        const nb_call *call = &s->calls[i];
        uint32_t count;
        const nb_node *chance = chances_of(s, call, &count);
        for (uint32_t k = 0; k < count; k++) {
            const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
            if (!nb_is_no_target(info->targets, s->graph.value[chance[k]])) continue;
            unsigned mark = marks != NULL ? marks[call->result] : BELOW_SHOWN;
            bool about = (mark & IN_USE) && (marks[chance[k]] & ABOVE_SHOWN);
            *function = info;
            if ((mark & BELOW_SHOWN) || about) return chance[k];
        }
    }
    return NB_NO_NODE;
}

/* Marks all nodes; `marks` is 0 before. */
static nb_status mark_all(nb_sheet *s, const nb_node *shown, uint32_t count, uint8_t *marks) {
    const nb_graph *graph = &s->graph;
    for (uint32_t i = 0; i < count; i++) marks[shown[i]] |= BELOW_SHOWN | ABOVE_SHOWN;
    for (nb_node i = 0; i < graph->count; i++) {
        if (nb_graph_is_interrupted(graph, i)) return nb_poll(s);
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            marks[i] |= marks[nb_graph_operand(graph, i, k)] & ABOVE_SHOWN;
    }
    for (size_t i = 0; i < s->def_count; i++)
        if (s->defs[i].node != NB_NO_NODE) marks[s->defs[i].node] |= IN_USE;
    return mark_below(s, marks, BELOW_SHOWN | IN_USE, true);
}

nb_status nb_warn_chances(nb_sheet *s, const nb_node *shown, uint32_t count) {
    const nb_vector_info *function;
    bool any = false;
    uint32_t nodes = 0;
    if (s->warned || s->block_depth > 0) return NB_STATUS_OK;
    for (size_t i = 0; i < s->call_count && !any; i++) {
        chances_of(s, &s->calls[i], &nodes);
        any = nodes > 0;
    }
    if (any) nb_graph_forward(&s->graph, s->graph.count);
    if (!any || find_no_chance(s, NULL, &function) == NB_NO_NODE) return NB_STATUS_OK;
    uint8_t *marks = nb_arena_add(&s->scratch, s->graph.count, 1);
    if (marks == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = mark_all(s, shown, count, marks);
    nb_node node = status == NB_STATUS_OK ? find_no_chance(s, marks, &function) : NB_NO_NODE;
    if (node == NB_NO_NODE) return status;
    const nb_graph *graph = &s->graph;
    nb_message message = NB_SAY(WARN_NO_CHANCE, nb_node_arg(s, node),
                                NB_NUMBER(graph->value[node]), NB_TEXT(function->name),
                                NB_WORDS(nb_targets_in_words(function->targets)));
    nb_node number = graph->op[node] == NB_OP_NEG ? nb_graph_operand(graph, node, 0) : node;
    if (graph->op[number] == NB_OP_CONST) message.id = NB_MESSAGE_WARN_NO_CHANCE_NUMBER;
    s->warned = true;
    nb_result_say(s->result, NB_SEVERITY_WARNING, message);
    return NB_STATUS_OK;
}
