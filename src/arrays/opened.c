/* What is inside of a call: the nodes without a name that its result is made of, down to its
 * arguments. From the target back an outer call comes before those in its body, so that each node
 * ends in the innermost box; a node that two results of one call share stays in the first. */
#include "arrays/opened.h"

#include <string.h>

#include "definitions/problem.h"

typedef struct opening {
    nb_sheet *s;
    nb_opened *opened;
    nb_node *stack;
    uint32_t *seen;    /* of each node: the last box, plus one, that a search met it in */
    const uint8_t *ends; /* of calls whose value is a vector: what they are made of ends there */
    size_t depth, room; /* of the boxes */
} opening;

static const char *name_of(nb_sheet *s, const nb_call *call) {
    const char *name = s->symbols[s->defs[call->function].symbol].name;
    return nb_result_text(s->result, name, strlen(name));
}

static void mark_arguments(const opening *o, const nb_call *call, uint32_t mark) {
    const nb_node *args = o->s->call_args + call->first_arg;
    for (uint32_t k = 0; k < call->arg_count + call->given; k++)
        if (args[k] < call->result) o->seen[args[k]] = mark;
}

static void fill(opening *o, const nb_call *call, uint32_t box, uint32_t outer) {
    const nb_graph *graph = &o->s->graph;
    if (o->ends == NULL) mark_arguments(o, call, box + 1);
    o->depth = 0;
    o->stack[o->depth++] = call->result;
    o->seen[call->result] = box + 1;
    while (o->depth > 0) {
        nb_node node = o->stack[--o->depth];
        if (o->opened->box[node] == outer) o->opened->box[node] = box;
        for (int k = 0; k < nb_graph_arity(graph, node); k++) {
            nb_node operand = nb_graph_operand(graph, node, k);
            bool end = o->ends != NULL && o->ends[operand];
            if (o->seen[operand] == box + 1 || end || o->s->owner[operand] != NB_NO_DEF) continue;
            o->seen[operand] = box + 1;
            o->stack[o->depth++] = operand;
        }
    }
}

static nb_status open_call(opening *o, const nb_call *call) {
    nb_opened *opened = o->opened;
    uint32_t box = (uint32_t)opened->count, outer = opened->box[call->result];
    if (opened->count == o->room) return NB_STATUS_OK;
    opened->boxes[opened->count++] = (nb_picture_box){name_of(o->s, call), outer};
    fill(o, call, box, outer);
    return nb_poll(o->s);
}

/* Of a call whose value is a vector all results stand in one box. */
static nb_status open_vectors(opening *o, const nb_call_boxes *calls, const uint8_t *visible,
                              nb_node target) {
    nb_sheet *s = o->s;
    uint32_t *first = nb_arena_add(&s->scratch, s->graph.count, sizeof *first);
    if (first == NULL) return NB_STATUS_NO_MEMORY;
    o->ends = calls->ends;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < calls->count && status == NB_STATUS_OK; i++) {
        const nb_call *call = &calls->list[i];
        if (call->result > target || !visible[call->result]) continue;
        uint32_t *box = &first[nb_first_result(s, calls, call)];
        if (*box == 0) {
            status = open_call(o, call);
            *box = (uint32_t)o->opened->count;
        } else {
            fill(o, call, *box - 1, NB_UNBOXED);
        }
    }
    o->ends = NULL;
    return status;
}

nb_status nb_open_calls(nb_sheet *s, nb_node target, const uint8_t *visible,
                        const nb_call_boxes *calls, nb_opened *opened) {
    size_t nodes = (size_t)target + 1;
    opening o = {.s = s, .opened = opened, .room = s->call_count + calls->count};
    *opened = (nb_opened){.box = nb_arena_add(&s->scratch, nodes, sizeof *opened->box)};
    o.stack = nb_arena_add(&s->scratch, nodes, sizeof *o.stack);
    o.seen = nb_arena_add(&s->scratch, nodes, sizeof *o.seen);
    opened->boxes = nb_result_array(s->result, o.room + 1, sizeof *opened->boxes);
    if (opened->box == NULL || o.stack == NULL || o.seen == NULL || opened->boxes == NULL)
        return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < nodes; i++) opened->box[i] = NB_UNBOXED;
    nb_status status = open_vectors(&o, calls, visible, target);
    for (size_t i = s->call_count; i-- > 0 && status == NB_STATUS_OK;) {
        nb_node result = s->calls[i].result;
        bool function = s->calls[i].function != NB_NO_DEF;
        if (function && result <= target && visible[result]) status = open_call(&o, &s->calls[i]);
    }
    return status;
}
