/* `∇L`: the derivatives of one value by all leaves that it is made of, each in the leaf's shape. */
#include "explore/gradient.h"

#include <math.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "explore/chance.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"

typedef struct gradient {
    nb_sheet *s;
    nb_node target;
    const char *above; /* L, or (x + 1) as it was typed */
    const uint8_t *marks;
    size_t count;
} gradient;

const char *nb_type_variable(nb_sheet *s, const nb_expr *expr) {
    const nb_code *last = &expr->codes[expr->count - 1];
    bool call = last->kind == NB_CODE_CALL ||
                (last->kind == NB_CODE_VECTOR && last->op != NB_VECTOR_MATMUL);
    bool name = expr->count == 1 ? last->kind == NB_CODE_NAME : last->kind == NB_CODE_INDEX || call;
    nb_buffer text;
    nb_buffer_init(&text, &s->memory);
    bool bracket = !name && expr->source[expr->span.offset] != '(';
    if (bracket) nb_buffer_add_char(&text, '(');
    nb_buffer_add(&text, expr->source + expr->span.offset, expr->span.length);
    if (bracket) nb_buffer_add_char(&text, ')');
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == '\n' || text.data[i] == '\r') text.data[i] = ' ';
    const char *copy = text.failed ? NULL : nb_result_text(s->result, text.data, text.length);
    nb_buffer_clear(&text);
    return copy;
}

static bool is_in(const gradient *g, nb_node node) {
    return node <= g->target && g->marks[node] != 0;
}

/* Adds the gradient by a name of this shape, whose elements have these nodes. */
static nb_status add(gradient *g, nb_def_id leaf, nb_shape shape, const nb_node *nodes) {
    nb_sheet *s = g->s;
    uint32_t count = nb_shape_count(shape);
    nb_block *block = nb_result_add(s->result, NB_BLOCK_VALUE);
    double *numbers = nb_result_array(s->result, count, sizeof *numbers);
    const char *by = nb_def_name(s, &s->result->arena, &s->defs[leaf]);
    if (block == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = is_in(g, nodes[i]) ? nb_graph_gradient(&s->graph, nodes[i]) : 0;
        if (!isfinite(numbers[i])) s->suspect = g->target;
    }
    block->as.value = (nb_value_block){.name = g->above, .by = by, .numbers = numbers,
                                       .rows = shape.rank == 2 ? shape.rows : 0,
                                       .columns = shape.rank > 0 ? shape.columns : 0};
    if (shape.rank == 0) nb_set_ans(s, numbers[0]);
    else s->state.printed.shape = shape;
    g->count++;
    return nb_poll(s);
}

/* A vector or matrix, if the target is made of any of its elements. */
static nb_status add_vector(gradient *g, nb_def_id id) {
    nb_sheet *s = g->s;
    nb_shape shape = nb_shape_of(s, id);
    uint32_t count = nb_shape_count(shape);
    nb_node *nodes = nb_arena_add(&s->scratch, count, sizeof *nodes);
    bool some = false;
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        nb_def_id element = nb_element(s, s->defs[id].symbol, shape, i);
        nodes[i] = nb_is_defined(s, element) ? s->defs[element].node : NB_NO_NODE;
        some = some || is_in(g, nodes[i]);
    }
    return some ? add(g, id, shape, nodes) : NB_STATUS_OK;
}

static nb_status add_leaves(gradient *g) {
    nb_sheet *s = g->s;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        const nb_def *def = &s->defs[i];
        nb_def_id whole = s->symbols[def->symbol].value;
        bool part = def->rank > 0 && nb_is_defined(s, whole) &&
                    s->defs[whole].meaning.kind == NB_DEF_VECTOR;
        if (!nb_is_defined(s, (nb_def_id)i) || def->meaning.built_in || part) continue;
        if (def->meaning.kind == NB_DEF_VECTOR) status = add_vector(g, (nb_def_id)i);
        if (def->meaning.kind == NB_DEF_LEAF && is_in(g, def->node))
            status = add(g, (nb_def_id)i, NB_SCALAR, &def->node);
    }
    return status;
}

NB_COMMAND(GRADIENT) {
    gradient g = {.s = s, .above = nb_type_variable(s, &st->args[0].expr)};
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    uint8_t *marks;
    if (g.above == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_build_expr(s, &st->args[0].expr, s->env, &g.target);
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, g.target, &marks);
    if (status != NB_STATUS_OK) return status;
    g.marks = marks;
    nb_graph_backward(&s->graph, g.target);
    status = add_leaves(&g);
    if (status == NB_STATUS_OK && g.count == 0)
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(NO_LEAF, nb_node_arg(s, g.target)));
    if (status == NB_STATUS_OK) nb_say_mistake(s);
    if (status == NB_STATUS_OK) status = nb_warn_chances(s, &g.target, 1);
    if (status == NB_STATUS_OK) status = nb_warn_suspect(s);
    nb_truncate(s, before, rebuilt);
    return status;
}
