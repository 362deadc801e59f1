/* See parts.h. The formula's second nodes are paired with the first ones from its value down. */
#include "arrays/parts.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/builder.h"

/* The value of a part while the formula is built: on the stack it is number `depth`, from 1. */
typedef struct moment {
    uint32_t code; /* the last code of the part */
    size_t depth;
    nb_value value;
} moment;

typedef struct record {
    nb_sheet *s;
    const nb_expr *expr;
    moment *list;
    size_t count, capacity;
    nb_node before; /* nodes from here on are second ones */
    nb_node *first; /* of each of those: the first one */
} record;

static nb_status note(nb_builder *m, void *user) {
    record *r = user;
    uint32_t code = m->frames[0].at - 1;
    bool again = r->count > 0 && r->list[r->count - 1].code == code;
    if (m->value_count == 0 || m->frames[0].at == 0 || again) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&m->s->scratch, r->list, r->count, &r->capacity))
        return NB_STATUS_NO_MEMORY;
    r->list[r->count++] = (moment){code, m->value_count, m->values[m->value_count - 1]};
    return NB_STATUS_OK;
}

static nb_status build_again(record *r, const double *env, nb_value *result) {
    nb_builder m = {.s = r->s, .watch = note, .user = r};
    nb_status status = nb_push_frame(&m, (nb_frame){.expr = r->expr, .env = env,
                                              .function = NB_NO_DEF, .def = NB_NO_DEF,
                                              .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = nb_builder_run(&m);
    if (status == NB_STATUS_OK) *result = m.values[0];
    nb_builder_clear(&m);
    return status;
}

/* ---- second nodes and first ones ---- */

typedef struct pair {
    nb_node second, first;
} pair;

/* A name for no more than a name is a node of its own. */
static nb_node skip_identity(const nb_graph *graph, pair p) {
    while (p.first != p.second && graph->op[p.first] == NB_OP_IDENTITY &&
           graph->op[p.second] != NB_OP_IDENTITY)
        p.first = nb_graph_operand(graph, p.first, 0);
    return p.first;
}

static nb_status pair_down(record *r, nb_node second, nb_node first) {
    const nb_graph *graph = &r->s->graph;
    pair *stack = NULL;
    size_t depth = 0, capacity = 0;
    if (!NB_ARENA_RESERVE(&r->s->scratch, stack, depth, &capacity)) return NB_STATUS_NO_MEMORY;
    stack[depth++] = (pair){second, first};
    for (uint32_t turns = 0; depth > 0; turns++) {
        pair p = stack[--depth];
        p.first = skip_identity(graph, p);
        if (p.second < r->before || r->first[p.second - r->before] != NB_NO_NODE ||
            graph->op[p.second] != graph->op[p.first])
            continue;
        r->first[p.second - r->before] = p.first;
        for (int k = 0; k < nb_graph_arity(graph, p.second); k++) {
            if (!NB_ARENA_RESERVE(&r->s->scratch, stack, depth, &capacity))
                return NB_STATUS_NO_MEMORY;
            stack[depth++] = (pair){nb_graph_operand(graph, p.second, k),
                                    nb_graph_operand(graph, p.first, k)};
        }
        nb_status status = nb_poll_turn(r->s, turns);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

/* Node number `i` of a definition's value, row by row. */
static nb_node value_node(nb_sheet *s, nb_def_id id, uint32_t i) {
    const nb_def *def = &s->defs[id];
    if (def->shape.rank == 0) return def->node;
    nb_def_id element = nb_element(s, def->symbol, def->shape, i);
    return nb_is_defined(s, element) ? s->defs[element].node : NB_NO_NODE;
}

static nb_status pair_all(record *r, nb_def_id def, const nb_value *result) {
    nb_sheet *s = r->s;
    size_t count = s->graph.count - r->before;
    nb_status status = NB_STATUS_OK;
    r->first = nb_arena_add(&s->scratch, count, sizeof *r->first);
    if (r->first == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) r->first[i] = NB_NO_NODE;
    for (uint32_t i = 0; i < nb_shape_count(result->shape) && status == NB_STATUS_OK; i++) {
        nb_node first = value_node(s, def, i);
        if (first != NB_NO_NODE) status = pair_down(r, nb_value_node(result, i), first);
    }
    return status;
}

/* ---- how a part was typed ---- */

/* The first code of a part. */
static uint32_t first_code(const record *r, size_t at) {
    for (size_t i = at; i-- > 0;)
        if (r->list[i].depth < r->list[at].depth) return r->list[i].code + 1;
    return 0;
}

static bool is_inner(const record *r, size_t at) {
    for (size_t i = at + 1; i < r->count; i++)
        if (r->expr->codes[r->list[i].code].kind == NB_CODE_VECTOR &&
            first_code(r, i) <= r->list[at].code)
            return true;
    return false;
}

/* What takes the part off the stack. */
static const nb_code *find_user(const record *r, size_t at) {
    for (size_t i = at + 1; i < r->count; i++)
        if (r->list[i].depth <= r->list[at].depth) return &r->expr->codes[r->list[i].code];
    return NULL;
}

/* From its first code to its last, with the brackets that belong to it. */
static const char *part_text(record *r, size_t at) {
    const nb_expr *expr = r->expr;
    const moment *m = &r->list[at];
    uint32_t start = UINT32_MAX, end = 0;
    for (uint32_t code = first_code(r, at); code <= m->code; code++) {
        nb_span span = expr->codes[code].span;
        if (span.offset < start) start = span.offset;
        if (span.offset + span.length > end) end = span.offset + span.length;
    }
    const char *source = expr->source;
    uint32_t limit = expr->span.offset + expr->span.length;
    int open = 0, least = 0;
    for (uint32_t i = start; i < end; i++) {
        open += strchr("([", source[i]) != NULL;
        open -= strchr(")]", source[i]) != NULL;
        if (open < least) least = open;
    }
    for (; least < 0 && start > expr->span.offset; open++, least++)
        do start--; while (start > expr->span.offset && strchr("([", source[start]) == NULL);
    for (; open > 0 && end < limit; end++) open -= strchr(")]", source[end]) != NULL;
    char *text = nb_arena_text(&r->s->scratch, source + start, end - start);
    for (char *c = text; c != NULL && *c != '\0'; c++)
        if (*c == '\n' || *c == '\r') *c = ' ';
    return text;
}

static nb_level part_level(const nb_code *code) {
    if (code->kind == NB_CODE_VECTOR && code->op == NB_VECTOR_MATMUL) return NB_LEVEL_PRODUCT;
    return code->kind == NB_CODE_OP ? nb_op_get((nb_op)code->op)->form.level : NB_LEVEL_CALL;
}

static nb_status add_part(record *r, size_t at, nb_formula_part *part) {
    const nb_value *value = &r->list[at].value;
    uint32_t count = nb_shape_count(value->shape);
    const nb_code *code = &r->expr->codes[r->list[at].code];
    *part = (nb_formula_part){.shape = value->shape, .nodes = nb_new_nodes(r->s, value->shape),
                      .text = part_text(r, at), .inner = is_inner(r, at),
                      .level = part_level(code), .code = code,
                      .user = find_user(r, at)};
    if (part->nodes == NULL || part->text == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        nb_node node = value->nodes[i];
        part->nodes[i] = node < r->before ? node : r->first[node - r->before];
    }
    return NB_STATUS_OK;
}

nb_status nb_find_parts(nb_sheet *s, nb_def_id id, nb_formula_part **parts, size_t *count) {
    const nb_meaning *meaning = &s->defs[id].meaning;
    uint32_t rebuilt = s->rebuilt;
    record r = {.s = s, .expr = meaning->expr, .before = s->graph.count};
    nb_remarks remarks = s->remarks;
    nb_value result;
    *count = 0;
    *parts = NULL;
    if (meaning->kind != NB_DEF_FORMULA) return NB_STATUS_OK;
    nb_status status = build_again(&r, meaning->env, &result);
    s->remarks = remarks;
    if (status == NB_STATUS_OK) status = pair_all(&r, id, &result);
    *parts = nb_arena_add(&s->scratch, r.count, sizeof **parts);
    if (*parts == NULL) status = NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < r.count && status == NB_STATUS_OK; i++)
        if (r.list[i].value.shape.rank > 0) status = add_part(&r, i, &(*parts)[(*count)++]);
    nb_truncate(s, r.before, rebuilt);
    return status;
}
