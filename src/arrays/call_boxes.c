/* See call_boxes.h. The parts of a formula say which of its nodes are the value of which call. */
#include "arrays/call_boxes.h"

#include "arrays/parts.h"
#include "definitions/calls.h"
#include "definitions/problem.h"

static bool is_named(nb_op op) {
    return nb_op_get(op)->form.level == NB_LEVEL_CALL;
}

/* Whether a part of a formula may be a call whose value is a vector. Without a vector in it a
 * formula of operators alone, of which a loop makes thousands, need not be looked at. */
static bool has_call(const nb_sheet *s, nb_def_id id) {
    const nb_meaning *meaning = &s->defs[id].meaning;
    bool vector = s->defs[id].shape.rank > 0, named = false;
    if (meaning->kind != NB_DEF_FORMULA) return false;
    for (uint32_t i = 0; i < meaning->expr->count; i++) {
        const nb_code *code = &meaning->expr->codes[i];
        if (code->kind == NB_CODE_CALL) return true;
        vector = vector || code->kind == NB_CODE_VECTOR || code->kind == NB_CODE_PICK;
        named = named || (code->kind == NB_CODE_OP && is_named((nb_op)code->op));
    }
    return vector && named;
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

/* ---- element by element ---- */

/* Whether a node is what a part makes of one element: not an element that has been given a formula
 * of its own since. */
static bool is_element(const nb_sheet *s, const nb_call_boxes *b, const nb_formula_part *part,
                       nb_def_id def, nb_node node) {
    if (node == NB_NO_NODE || node >= b->nodes || b->place[node] != 0 || b->each_place[node] != 0)
        return false;
    nb_def_id owner = s->owner[node];
    bool own = owner == NB_NO_DEF || owner == def || s->defs[owner].meaning.kind == NB_DEF_ELEMENT;
    if (part->function != NB_NO_DEF) return own && is_remembered(s, node, part->function);
    return own && s->graph.op[node] == part->code->op;
}

/* No element is made of another one: a formula whose vector is made of its own value is refused. */
static nb_status add_each(nb_sheet *s, nb_call_boxes *b, const nb_formula_part *part,
                          nb_def_id def) {
    const char *name = part->function != NB_NO_DEF
                           ? s->symbols[s->defs[part->function].symbol].name
                           : nb_op_get((nb_op)part->code->op)->name;
    if (!NB_ARENA_RESERVE(&s->scratch, b->each, b->each_count, &b->each_capacity))
        return NB_STATUS_NO_MEMORY;
    nb_each *each = &b->each[b->each_count];
    *each = (nb_each){NB_NO_NODE, part->shape, name};
    for (uint32_t i = 0; i < nb_shape_count(part->shape); i++) {
        if (!is_element(s, b, part, def, part->nodes[i])) continue;
        if (each->first == NB_NO_NODE) each->first = part->nodes[i];
        b->each_place[part->nodes[i]] = (uint32_t)b->each_count + 1;
    }
    if (each->first != NB_NO_NODE) b->each_count++;
    return NB_STATUS_OK;
}

/* ---- all of them ---- */

static nb_status add_part(nb_sheet *s, nb_call_boxes *b, const nb_formula_part *part,
                          nb_def_id def) {
    bool function = part->function != NB_NO_DEF;
    nb_status status = function ? add_box(s, b, part) : NB_STATUS_OK;
    bool operator = part->code->kind == NB_CODE_OP && is_named((nb_op)part->code->op);
    if (status == NB_STATUS_OK && (function || operator)) status = add_each(s, b, part, def);
    for (uint32_t k = 0; k < nb_shape_count(part->shape); k++)
        if (part->nodes[k] < b->nodes) b->ends[part->nodes[k]] = 1;
    return status;
}

static nb_status add_boxes(nb_sheet *s, nb_call_boxes *b, nb_def_id def) {
    nb_formula_part *parts;
    size_t count;
    nb_status status = nb_find_parts(s, def, &parts, &count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        if (parts[i].own) status = add_part(s, b, &parts[i], def); /* else it is inside of a box */
    }
    return status;
}

nb_status nb_call_boxes_find(nb_sheet *s, nb_node target, nb_call_boxes *b) {
    nb_def_id *defs;
    size_t count;
    *b = (nb_call_boxes){.nodes = s->graph.count};
    nb_status status = nb_find_made_of(s, target, &defs, &count);
    if (status != NB_STATUS_OK) return status;
    b->place = nb_arena_add(&s->scratch, b->nodes, sizeof *b->place);
    b->ends = nb_arena_add(&s->scratch, b->nodes, 1);
    b->each_place = nb_arena_add(&s->scratch, b->nodes, sizeof *b->each_place);
    if (b->place == NULL || b->ends == NULL || b->each_place == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        if (has_call(s, defs[i])) status = add_boxes(s, b, defs[i]);
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    return status;
}

const nb_call *nb_drawn_call(const nb_sheet *s, const nb_call_boxes *b, nb_node node) {
    uint32_t place = b != NULL && node < b->nodes ? b->place[node] : 0;
    return place != 0 ? &b->list[place - 1] : nb_find_call_of(s, node);
}

const nb_each *nb_find_each(const nb_call_boxes *b, nb_node node) {
    uint32_t place = node < b->nodes ? b->each_place[node] : 0;
    return place != 0 ? &b->each[place - 1] : NULL;
}

nb_node nb_first_result(const nb_sheet *s, const nb_call_boxes *b, const nb_call *call) {
    bool remembered = call >= s->calls && call < s->calls + s->call_count;
    if (remembered) return call->index <= (size_t)(call - s->calls) ? (call - call->index)->result
                                                                    : call->result;
    return b->place[call->result] != 0 ? (nb_node)call->first_arg : call->result;
}
