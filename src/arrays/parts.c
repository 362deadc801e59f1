/* See parts.h. The formula's second nodes are paired with the first ones from its value down. */
#include "arrays/parts.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/builder.h"
#include "formulas/cone.h"
#include "formulas/table_cells.h"

/* An argument that is longer is called by its parameter's name. */
enum { LONGEST_ARGUMENT = 40 };

/* The formula, number 0, or the body of a function that is called in it, directly or not. */
typedef struct body {
    const nb_expr *expr;
    size_t parent;    /* the body that the call stands in, */
    uint32_t call;    /* as code number `call` */
    const char **arguments; /* as they were typed; NULL: too long */
    uint32_t argument_count;
} body;

/* The value of a part while the formula is built: on the stack it is number `depth`, from 1. */
typedef struct moment {
    size_t body;
    uint32_t code; /* the last code of the part */
    size_t depth;
    nb_value value;
} moment;

typedef struct record {
    nb_sheet *s;
    const nb_expr *expr;
    moment *list;
    size_t count, capacity;
    body *bodies;
    size_t body_count, body_capacity;
    size_t *open; /* the bodies that run, one for each frame */
    size_t open_count, open_capacity;
    nb_node before; /* nodes from here on are second ones */
    nb_node *first; /* of each of those: the first one */
} record;

/* ---- how a part was typed ---- */

static bool is_beside(const record *r, size_t a, size_t b) {
    return r->list[a].body == r->list[b].body;
}

/* Whether moment `at` is the end of the call whose body moment `inside` stands in. */
static bool is_call_of(const record *r, size_t at, size_t inside) {
    const body *b = &r->bodies[r->list[inside].body];
    return r->list[inside].body > 0 && r->list[at].body == b->parent && r->list[at].code == b->call;
}

/* The first code of a part. */
static uint32_t first_code(const record *r, size_t at) {
    for (size_t i = at; i-- > 0;)
        if (is_beside(r, i, at) && r->list[i].depth < r->list[at].depth)
            return r->list[i].code + 1;
    return 0;
}

static const nb_code *code_of(const record *r, size_t at) {
    return &r->bodies[r->list[at].body].expr->codes[r->list[at].code];
}

static bool is_inner(const record *r, size_t at) {
    for (size_t i = at + 1; i < r->count; i++) {
        bool around = is_beside(r, i, at) && code_of(r, i)->kind == NB_CODE_VECTOR;
        if (around && first_code(r, i) <= r->list[at].code) return true;
        if (is_call_of(r, i, at)) at = i;
    }
    return false;
}

/* What takes the part off the stack. */
static const nb_code *find_user(const record *r, size_t at) {
    for (size_t i = at + 1; i < r->count; i++) {
        if (is_beside(r, i, at) && r->list[i].depth <= r->list[at].depth) return code_of(r, i);
        if (is_call_of(r, i, at)) at = i;
    }
    return NULL;
}

/* The source from `start` to `end`, of a body with the arguments for the parameters. */
static const char *with_arguments(const record *r, size_t at, uint32_t start, uint32_t end) {
    const body *b = &r->bodies[r->list[at].body];
    const char *text = "", *source = b->expr->source;
    for (uint32_t code = first_code(r, at); code <= r->list[at].code; code++) {
        const nb_code *local = &b->expr->codes[code];
        bool parameter = local->kind == NB_CODE_LOCAL && local->count < b->argument_count &&
                         local->span.offset >= start;
        if (!parameter || b->arguments[local->count] == NULL) continue;
        const char *between = nb_arena_text(&r->s->scratch, source + start,
                                            local->span.offset - start);
        if (between == NULL) return NULL;
        text = NB_JOIN(r->s, text, between, b->arguments[local->count]);
        start = local->span.offset + local->span.length;
    }
    const char *rest = nb_arena_text(&r->s->scratch, source + start, end - start);
    return rest != NULL ? NB_JOIN(r->s, text, rest) : NULL;
}

/* From its first code to its last, with the brackets that belong to it. */
static const char *part_text(record *r, size_t at) {
    const nb_expr *expr = r->bodies[r->list[at].body].expr;
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
    const char *text = with_arguments(r, at, start, end);
    return text != NULL ? nb_typed_line(&r->s->scratch, text, strlen(text)) : NULL;
}

static nb_level part_level(const nb_code *code) {
    if (code->kind == NB_CODE_VECTOR && code->op == NB_VECTOR_MATMUL) return NB_LEVEL_PRODUCT;
    return code->kind == NB_CODE_OP ? nb_op_get((nb_op)code->op)->form.level : NB_LEVEL_CALL;
}

/* ---- while the formula is built ---- */

static nb_status list_arguments(record *r, body *b, size_t args) {
    b->arguments = nb_arena_add(&r->s->scratch, b->argument_count, sizeof *b->arguments);
    if (b->arguments == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t k = 0; k < b->argument_count; k++) {
        size_t at = r->count;
        while (at > 0 && !(r->list[at - 1].body == b->parent &&
                           r->list[at - 1].depth == args + k + 1)) at--;
        if (at == 0) continue;
        const char *text = part_text(r, at - 1);
        if (text == NULL) return NB_STATUS_NO_MEMORY;
        if (strlen(text) > LONGEST_ARGUMENT) continue;
        if (part_level(code_of(r, at - 1)) != NB_LEVEL_CALL) text = NB_JOIN(r->s, "(", text, ")");
        b->arguments[k] = text;
    }
    return NB_STATUS_OK;
}

/* Whether the frames are those of bodies that speak of vectors: not those of definitions, of
 * operators over vectors, or of functions that are applied to each element. */
static bool is_watched(const nb_builder *m) {
    for (size_t i = 1; i < m->frame_count; i++) {
        const nb_frame *f = &m->frames[i];
        if (f->function == NB_NO_DEF || f->map != NULL || f->def != NB_NO_DEF) return false;
    }
    return true;
}

/* The frame on top begins to run. */
static nb_status open_body(record *r, const nb_builder *m) {
    const nb_frame *f = &m->frames[m->frame_count - 1];
    bool called = m->frame_count > 1;
    body b = {.expr = f->expr, .argument_count = called ? f->arg_count : 0};
    if (called) {
        b.parent = r->open[r->open_count - 1];
        b.call = m->frames[m->frame_count - 2].at - 1;
    }
    nb_status status = called ? list_arguments(r, &b, f->args) : NB_STATUS_OK;
    if (status != NB_STATUS_OK) return status;
    if (!NB_ARENA_RESERVE(&r->s->scratch, r->bodies, r->body_count, &r->body_capacity) ||
        !NB_ARENA_RESERVE(&r->s->scratch, r->open, r->open_count, &r->open_capacity))
        return NB_STATUS_NO_MEMORY;
    r->open[r->open_count++] = r->body_count;
    r->bodies[r->body_count++] = b;
    return NB_STATUS_OK;
}

static nb_status note(nb_builder *m, void *user) {
    record *r = user;
    if (!is_watched(m)) return NB_STATUS_OK;
    if (r->open_count > m->frame_count) r->open_count = m->frame_count;
    nb_status status = r->open_count < m->frame_count ? open_body(r, m) : NB_STATUS_OK;
    const nb_frame *f = &m->frames[m->frame_count - 1];
    if (status != NB_STATUS_OK || m->value_count == 0 || f->at == 0) return status;
    moment now = {r->open[r->open_count - 1], f->at - 1, m->value_count,
                  m->values[m->value_count - 1]};
    const moment *last = r->count > 0 ? &r->list[r->count - 1] : NULL;
    if (last != NULL && last->body == now.body && last->code == now.code) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&m->s->scratch, r->list, r->count, &r->capacity))
        return NB_STATUS_NO_MEMORY;
    r->list[r->count++] = now;
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

/* ---- all parts ---- */

/* The moment before is the end of the body that this one, a call, runs. */
static bool is_opened(const record *r, size_t at) {
    return at > 0 && is_call_of(r, at, at - 1);
}

static nb_status add_part(record *r, size_t at, nb_formula_part *part) {
    const nb_value *value = &r->list[at].value;
    uint32_t count = nb_shape_count(value->shape);
    size_t last = at;
    const nb_code *code = code_of(r, at);
    bool called = code->kind == NB_CODE_CALL;
    while (is_opened(r, last)) last--;
    *part = (nb_formula_part){.shape = value->shape, .nodes = nb_new_nodes(r->s, value->shape),
                      .text = part_text(r, at), .inner = is_inner(r, at),
                      .function = called ? r->s->symbols[code->symbol].function : NB_NO_DEF,
                      .own = r->list[at].body == 0,
                      .level = part_level(code), .code = code_of(r, last),
                      .call = last != at, .user = find_user(r, at)};
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
    for (size_t i = 0; i < r.count && status == NB_STATUS_OK; i++) {
        bool final = i + 1 < r.count && is_opened(&r, i + 1); /* the call stands for it */
        if (r.list[i].value.shape.rank > 0 && !final)
            status = add_part(&r, i, &(*parts)[(*count)++]);
    }
    nb_truncate(s, r.before, rebuilt);
    return status;
}

nb_status nb_find_made_of(nb_sheet *s, nb_node target, nb_def_id **defs, size_t *count) {
    uint8_t *cone;
    nb_status status = nb_mark_cone(s, target, &cone);
    uint8_t *seen = nb_arena_add(&s->scratch, s->def_count, sizeof *seen);
    *defs = nb_arena_add(&s->scratch, s->def_count, sizeof **defs);
    *count = 0;
    if (status != NB_STATUS_OK) return status;
    if (seen == NULL || *defs == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= target && status == NB_STATUS_OK; i++) {
        nb_def_id def = cone[i] != 0 ? s->owner[i] : NB_NO_DEF;
        if (def != NB_NO_DEF && s->defs[def].meaning.kind == NB_DEF_ELEMENT)
            def = s->symbols[s->defs[def].symbol].value;
        if (def != NB_NO_DEF && !seen[def]) (*defs)[(*count)++] = def;
        if (def != NB_NO_DEF) seen[def] = 1;
        status = nb_poll_turn(s, i);
    }
    return status;
}
