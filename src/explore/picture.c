/* A target's graph as a picture block, before any layout: a vertex for each node that a textbook's
 * figure shows, an edge for each wire. A call is one vertex; the nodes that it made are not
 * shown. */
#include "explore/picture.h"

#include <stdio.h>
#include <string.h>

#include "arrays/opened.h"
#include "arrays/wires.h"
#include "definitions/calls.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/mistake.h"
#include "explore/part.h"
#include "explore/warn.h"
#include "formulas/describe_call.h"
#include "formulas/table_cells.h"

typedef struct sketch {
    nb_sheet *s;
    nb_picture_block *picture;
    nb_typed_graph typed;
    nb_call_boxes boxes;     /* calls whose value is a vector */
    uint32_t *vertex;   /* of each visible node */
    nb_reach reach;     /* of a walk */
    const nb_plan_of_picture *plan;
    nb_opened opened;
    uint8_t *constant;  /* 1 for each node that no leaf goes into, and that has no name */
    bool weighted;      /* there are weights */
} sketch;

static const char *label_of(nb_sheet *s, nb_node node) {
    if (s->owner[node] == NB_NO_DEF) return NULL;
    const nb_def *def = &s->defs[s->owner[node]];
    const char *label = def->meaning.label;
    if (label == NULL) label = nb_def_name(s, &s->scratch, def);
    return nb_result_text(s->result, label, strlen(label));
}

/* Whether a leaf is called as weights are: w, W, with a number, an index or a letter behind. */
static bool is_called_weight(const char *name) {
    size_t word = strcspn(name, "0123456789_[");
    if (word == 0) return false;
    return ((word == 1 || word == 2) && strchr("wW", name[0]) != NULL) ||
           strncmp(name, "weight", word) == 0;
}

/* As biases are, which are weights where there are others. */
static bool is_called_bias(const char *name) {
    size_t word = strcspn(name, "0123456789_[");
    if (word == 0) return false;
    return (word == 1 && strchr("bB", name[0]) != NULL) || strncmp(name, "bias", word) == 0;
}

static nb_role role_of(sketch *k, nb_node node) {
    nb_sheet *s = k->s;
    if (s->graph.op[node] != NB_OP_LEAF || s->owner[node] == NB_NO_DEF) return NB_ROLE_INPUT;
    const nb_def *def = &s->defs[s->owner[node]];
    if (k->plan->columns[s->owner[node]] != 0) return NB_ROLE_DATA;
    const char *name = nb_def_name(s, &s->scratch, def);
    bool weight = def->meaning.stored || is_called_weight(name);
    k->weighted = k->weighted || weight;
    return weight || is_called_bias(name) ? NB_ROLE_WEIGHT : NB_ROLE_INPUT;
}

static const char *call_name(const nb_sheet *s, const nb_call *call) {
    if (call->function == NB_NO_DEF) return nb_vector_get((nb_vector_op)call->vector)->name;
    return s->symbols[s->defs[call->function].symbol].name;
}

/* The box that a node is drawn as a result of; NULL: of none. */
static const nb_call *drawn_call(const sketch *k, nb_node node) {
    return k->plan->open ? nb_find_inner_call(k->s, node) : nb_drawn_call(k->s, &k->boxes, node);
}

/* The operator's or function's name; of several results without a name also which one it is. */
static const char *symbol_of(nb_sheet *s, nb_node node, const nb_call *call) {
    if (call == NULL) return nb_op_get((nb_op)s->graph.op[node])->symbol;
    const char *name = call_name(s, call);
    if (call->results == 1 || s->owner[node] != NB_NO_DEF) return name;
    const char *index = nb_call_index(s, call);
    size_t room = strlen(name) + strlen(index) + 1;
    char *text = nb_result_array(s->result, room, 1);
    if (text != NULL) snprintf(text, room, "%s%s", name, index);
    return text != NULL ? text : name;
}

static nb_vertex vertex_of(sketch *k, nb_node node) {
    nb_sheet *s = k->s;
    nb_vertex v = {.label = label_of(s, node), .value = s->graph.value[node],
                   .gradient = nb_graph_gradient(&s->graph, node),
                   .no_value = k->reach.value != NULL && !k->reach.value[node],
                   .no_gradient = k->reach.gradient != NULL && !k->reach.gradient[node],
                   .current = k->reach.current == node, .role = role_of(k, node), .node = node,
                   .box = k->plan->open ? k->opened.box[node] : NB_UNBOXED};
    nb_op op = (nb_op)s->graph.op[node];
    const nb_call *call = drawn_call(k, node);
    if (op == NB_OP_LEAF) v.kind = NB_VERTEX_LEAF;
    else if (k->constant[node]) {
        v.kind = NB_VERTEX_NUMBER;
        if (op != NB_OP_CONST) v.formula = nb_describe(s, node);
    }
    else v.kind = call != NULL ? NB_VERTEX_CALL : NB_VERTEX_OPERATOR;
    v.symbol = symbol_of(s, node, call);
    return v;
}

/* A formula of numbers alone, as 1/2, is one number: what it is made of is drawn nowhere. */
static nb_status fold_constants(sketch *k, nb_node target) {
    const nb_graph *graph = &k->s->graph;
    k->constant = nb_arena_add(&k->s->scratch, (size_t)target + 1, 1);
    uint8_t *drawn = nb_arena_add(&k->s->scratch, (size_t)target + 1, 1);
    if (k->constant == NULL || drawn == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= target; i++) {
        int arity = nb_graph_arity(graph, i), constants = 0;
        while (constants < arity && k->constant[nb_graph_operand(graph, i, constants)])
            constants++;
        k->constant[i] = graph->op[i] == NB_OP_CONST ||
                         (arity > 0 && constants == arity && k->s->owner[i] == NB_NO_DEF &&
                          i != target);
    }
    drawn[target] = 1;
    size_t kept = 0;
    for (size_t i = 0; i < k->typed.count; i++) { /* from the target back */
        const nb_edge *wire = &k->typed.wires[i];
        if (!drawn[wire->to] || k->constant[wire->to]) continue;
        drawn[wire->from] = 1;
        k->typed.wires[kept++] = *wire;
    }
    k->typed.count = kept;
    k->typed.visible_count = 0;
    for (nb_node i = 0; i <= target; i++) {
        k->typed.visible[i] = drawn[i];
        k->typed.visible_count += drawn[i];
    }
    return nb_poll(k->s);
}

/* Where the node that the walk is at lies inside a call, the call's vertex is marked instead. */
static nb_status lift_current(sketch *k, nb_node target) {
    const nb_graph *graph = &k->s->graph;
    nb_node at = k->reach.current;
    if (at == NB_NO_NODE || k->typed.visible[at]) return NB_STATUS_OK;
    uint8_t *part = nb_arena_add(&k->s->scratch, (size_t)target + 1, 1);
    if (part == NULL) return NB_STATUS_NO_MEMORY;
    part[at] = 1;
    while (at < target && !(part[at] && k->typed.visible[at])) {
        at++;
        for (int i = 0; i < nb_graph_arity(graph, at); i++)
            part[at] |= part[nb_graph_operand(graph, at, i)];
    }
    k->reach.current = at;
    return NB_STATUS_OK;
}

/* The target's name stands at the end of the last wire. */
static void add_target(sketch *k, nb_node target) {
    nb_picture_block *p = k->picture;
    nb_vertex *last = &p->vertices[k->vertex[target]];
    const char *label = last->label;
    if (last->kind == NB_VERTEX_LEAF || last->kind == NB_VERTEX_NUMBER) return;
    nb_text formula = label == NULL ? nb_describe(k->s, target) : NB_NO_TEXT;
    last->label = NULL;
    p->vertices[p->vertex_count] = (nb_vertex){
        .kind = NB_VERTEX_TARGET, .label = label, .formula = formula, .value = last->value,
        .gradient = 1, .box = NB_UNBOXED, .role = k->weighted ? NB_ROLE_LOSS : NB_ROLE_INPUT,
        .no_value = last->no_value, .no_gradient = last->no_gradient, .node = last->node};
    p->edges[p->edge_count++] = (nb_edge){
        .from = k->vertex[target], .to = (uint32_t)p->vertex_count++, .local = 1,
        .contribution = 1, .to_target = true, .chosen = true};
}

/* ---- one box for all results of a call ---- */

/* What the results have in common. */
typedef struct common {
    nb_node first; /* NB_NO_NODE: nothing, it is no call with several results */
    const char *name;
    uint32_t rows, columns; /* of all results; 0: nothing is said of them */
    bool each;              /* it was applied to each element */
} common;

static common find_common(const sketch *k, nb_node node) {
    const nb_each *each = k->plan->open ? NULL : nb_find_each(&k->boxes, node);
    if (each != NULL)
        return (common){each->first, each->name, each->shape.rank == 2 ? each->shape.rows : 0,
                        each->shape.columns, true};
    const nb_call *call = drawn_call(k, node);
    if (call == NULL || call->results < 2) return (common){.first = NB_NO_NODE};
    common c = {nb_first_result(k->s, &k->boxes, call), call_name(k->s, call), 0, call->results,
                false};
    if (call->columns > 0) c.rows = c.columns / call->columns, c.columns = call->columns;
    if (call->rows > 1) c.columns = 0; /* a row of a matrix whose name stands in it */
    return c;
}

/* The name of the whole stands in it. */
static void join(sketch *k, uint32_t first, uint32_t other, nb_node node, const common *c) {
    nb_vertex *v = k->picture->vertices;
    const nb_sheet *s = k->s;
    v[other].joined = v[first].joined = first + 1;
    if (v[first].label != NULL && s->owner[node] != NB_NO_DEF)
        v[first].label = s->symbols[s->defs[s->owner[node]].symbol].name;
    v[first].symbol = c->name;
    v[first].kind = NB_VERTEX_CALL;
    v[first].rows = c->rows;
    v[first].columns = c->columns;
    v[first].each = v[other].each = c->each;
}

static nb_status join_results(sketch *k, nb_node target) {
    uint32_t *first = nb_arena_add(&k->s->scratch, k->s->graph.count, sizeof *first);
    if (first == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i < target; i++) {
        nb_status status = nb_poll_turn(k->s, i);
        if (status != NB_STATUS_OK) return status;
        common c = {.first = NB_NO_NODE};
        if (k->typed.visible[i] && !k->constant[i]) c = find_common(k, i);
        if (c.first == NB_NO_NODE) continue;
        uint32_t *found = &first[c.first];
        if (*found == 0) *found = k->vertex[i] + 1;
        else join(k, *found - 1, k->vertex[i], i, &c);
    }
    return NB_STATUS_OK;
}

/* Of several wires from one vertex into such a box one is drawn: it brings what all of them do.
 * Alone, a wire into a function that is applied to each element leads to one result. */
static void add_edge(sketch *k, nb_edge edge, uint32_t *last) {
    nb_picture_block *p = k->picture;
    uint32_t box = p->vertices[edge.to].joined, before = last[edge.from];
    if (box != 0 && before != 0 && p->vertices[p->edges[before - 1].to].joined == box) {
        p->edges[before - 1].contribution += edge.contribution;
        p->edges[before - 1].several = true;
        return;
    }
    edge.several = box != 0 && !p->vertices[edge.to].each;
    p->edges[p->edge_count++] = edge;
    last[edge.from] = (uint32_t)p->edge_count;
}

/* The wires were found from the target back, those into one node in the order of its operands:
 * now the nodes come in the order of their creation. */
static nb_status copy_edges(sketch *k) {
    const nb_edge *wires = k->typed.wires;
    size_t end = k->typed.count;
    uint32_t *last = nb_arena_add(&k->s->scratch, k->picture->vertex_count + 1, sizeof *last);
    if (last == NULL) return NB_STATUS_NO_MEMORY;
    while (end > 0) {
        size_t begin = end - 1;
        while (begin > 0 && wires[begin - 1].to == wires[end - 1].to) begin--;
        for (size_t i = begin; i < end; i++) {
            nb_edge edge = wires[i];
            edge.from = k->vertex[edge.from];
            edge.to = k->vertex[edge.to];
            add_edge(k, edge, last);
        }
        end = begin;
    }
    return NB_STATUS_OK;
}

static nb_status sketch_all(sketch *k, nb_node target) {
    nb_sheet *s = k->s;
    nb_picture_block *p = k->picture;
    nb_status status = nb_call_boxes_find(s, target, &k->boxes);
    if (status == NB_STATUS_OK)
        status = nb_typed_graph_find(s, target, &k->boxes, k->plan->open, &k->typed);
    if (status == NB_STATUS_OK) status = fold_constants(k, target);
    if (status == NB_STATUS_OK) status = lift_current(k, target);
    if (status == NB_STATUS_OK && k->plan->open)
        status = nb_open_calls(s, target, k->typed.visible, &k->boxes, &k->opened);
    if (status != NB_STATUS_OK) return status;
    p->vertices = nb_result_array(s->result, k->typed.visible_count + 1, sizeof *p->vertices);
    if (p->vertices == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= target; i++) {
        status = nb_poll_turn(s, i);
        if (status != NB_STATUS_OK) return status;
        if (!k->typed.visible[i]) continue;
        k->vertex[i] = (uint32_t)p->vertex_count;
        p->vertices[p->vertex_count++] = vertex_of(k, i);
    }
    p->edges = nb_result_array(s->result, k->typed.count + 1, sizeof *p->edges);
    if (p->edges == NULL) return NB_STATUS_NO_MEMORY;
    /* where characters are drawn, each result stands by itself */
    if (p->path != NULL) status = join_results(k, target);
    if (status == NB_STATUS_OK) status = copy_edges(k);
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; i < p->vertex_count && !k->weighted; i++) /* a lone b is no bias */
        if (p->vertices[i].role == NB_ROLE_WEIGHT) p->vertices[i].role = NB_ROLE_INPUT;
    add_target(k, target);
    return NB_STATUS_OK;
}

/* The path first: the whole graph says where it leads. */
static nb_status sketch_part(sketch *k) {
    const nb_plan_of_picture *plan = k->plan;
    nb_status status = NB_STATUS_OK;
    if (plan->traced != NB_NO_NODE && !k->typed.visible[plan->traced])
        return nb_fail_at(k->s, &plan->traced_arg->expr, plan->traced_arg->span,
                          NB_SAY(PICTURE_NO_PATH, nb_node_arg(k->s, plan->traced)),
                          NB_PLAIN(HINT_PICTURE_OPEN));
    if (plan->traced != NB_NO_NODE)
        status = nb_picture_trace(k->s, k->picture, k->vertex[plan->traced]);
    if (status == NB_STATUS_OK && plan->near > 0)
        status = nb_picture_cut(k->s, k->picture, k->vertex[plan->middle], plan->near);
    return status;
}

nb_status nb_draw(nb_sheet *s, nb_node target, const char *path, const nb_reach *reach,
                  const nb_plan_of_picture *plan, nb_block **block) {
    sketch k = {.s = s, .reach = *reach, .plan = plan};
    *block = nb_result_add(s->result, NB_BLOCK_PICTURE);
    k.vertex = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof *k.vertex);
    if (*block == NULL || k.vertex == NULL) return NB_STATUS_NO_MEMORY;
    k.picture = &(*block)->as.picture;
    *k.picture = (nb_picture_block){.has_gradients = !plan->values, .look = plan->look,
                                    .caption = nb_mistake_command(s)};
    if (path != NULL) k.picture->path = nb_result_text(s->result, path, strlen(path));
    nb_status status = sketch_all(&k, target);
    k.picture->boxes = k.opened.boxes;
    k.picture->box_count = k.opened.count;
    if (status == NB_STATUS_OK) status = sketch_part(&k);
    nb_typed_graph_clear(s, &k.typed);
    nb_say_mistake(s);
    if (status == NB_STATUS_OK && s->result->failed) status = NB_STATUS_NO_MEMORY;
    return status == NB_STATUS_OK ? nb_warn_value(s, target) : status;
}
