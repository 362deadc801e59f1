/* See call_boxes.h. The parts of a formula say which of its nodes are the value of which call. */
#include "arrays/call_boxes.h"

#include "arrays/parts.h"
#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/cone.h"

static bool has_call(const nb_sheet *s, nb_def_id id) {
    const nb_meaning *meaning = &s->defs[id].meaning;
    if (meaning->kind != NB_DEF_FORMULA) return false;
    for (uint32_t i = 0; i < meaning->expr->count; i++)
        if (meaning->expr->codes[i].kind == NB_CODE_CALL) return true;
    return false;
}

/* A function of numbers that is applied element by element is remembered for each of them. */
static bool is_remembered(const nb_sheet *s, nb_node node, nb_def_id function) {
    const nb_call *call = nb_find_call_of(s, node);
    return call != NULL && call->function == function;
}

static nb_status add_box(nb_sheet *s, nb_call_boxes *b, const nb_formula_part *part) {
    nb_def_id function = part->function;
    uint32_t count = nb_shape_count(part->shape);
    for (uint32_t i = 0; i < count; i++) {
        nb_node node = part->nodes[i];
        if (node == NB_NO_NODE || node >= b->nodes || b->place[node] != 0 ||
            is_remembered(s, node, function) || nb_graph_arity(&s->graph, node) == 0)
            continue;
        if (!NB_ARENA_RESERVE(&s->scratch, b->list, b->count, &b->capacity))
            return NB_STATUS_NO_MEMORY;
        b->list[b->count++] = (nb_call){
            .function = function, .index = i, .results = count, .result = node,
            .first_arg = part->nodes[0],
            .columns = part->shape.rank == 2 ? part->shape.columns : 0};
        b->place[node] = (uint32_t)b->count;
    }
    return NB_STATUS_OK;
}

static nb_status add_boxes(nb_sheet *s, nb_call_boxes *b, nb_def_id def) {
    nb_formula_part *parts;
    size_t count;
    nb_status status = nb_find_parts(s, def, &parts, &count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        if (!parts[i].own) continue; /* it is inside of a box */
        if (parts[i].function != NB_NO_DEF) status = add_box(s, b, &parts[i]);
        for (uint32_t k = 0; k < nb_shape_count(parts[i].shape); k++)
            if (parts[i].nodes[k] < b->nodes) b->ends[parts[i].nodes[k]] = 1;
    }
    return status;
}

nb_status nb_call_boxes_find(nb_sheet *s, nb_node target, nb_call_boxes *b) {
    uint8_t *cone;
    *b = (nb_call_boxes){.nodes = s->graph.count};
    nb_status status = nb_mark_cone(s, target, &cone);
    if (status != NB_STATUS_OK) return status;
    uint8_t *seen = nb_arena_add(&s->scratch, s->def_count, 1);
    b->place = nb_arena_add(&s->scratch, b->nodes, sizeof *b->place);
    b->ends = nb_arena_add(&s->scratch, b->nodes, 1);
    if (seen == NULL || b->place == NULL || b->ends == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= target && status == NB_STATUS_OK; i++) {
        nb_def_id def = cone[i] != 0 ? s->owner[i] : NB_NO_DEF;
        if (def != NB_NO_DEF && s->defs[def].meaning.kind == NB_DEF_ELEMENT)
            def = s->symbols[s->defs[def].symbol].value;
        if (def == NB_NO_DEF || seen[def]) continue;
        seen[def] = 1;
        if (has_call(s, def)) status = add_boxes(s, b, def);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    return status;
}

const nb_call *nb_drawn_call(const nb_sheet *s, const nb_call_boxes *b, nb_node node) {
    uint32_t place = b != NULL && node < b->nodes ? b->place[node] : 0;
    return place != 0 ? &b->list[place - 1] : nb_find_call_of(s, node);
}

nb_node nb_first_result(const nb_sheet *s, const nb_call_boxes *b, const nb_call *call) {
    bool remembered = call >= s->calls && call < s->calls + s->call_count;
    if (remembered) return call->index <= (size_t)(call - s->calls) ? (call - call->index)->result
                                                                    : call->result;
    return b->place[call->result] != 0 ? (nb_node)call->first_arg : call->result;
}
