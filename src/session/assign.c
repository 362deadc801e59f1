/* w := w - 0.1*dL/dw: all right sides are computed first, then all numbers stored, so that each
 * right side sees the numbers from before the statement. */
#include "session/assign.h"

#include <math.h>

#include "data/raw_row.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/chance.h"
#include "explore/report.h"
#include "explore/warn.h"
#include "formulas/broadcast.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/failures.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"
#include "learn/trails.h"
#include "ops/compute.h"
#include "session/definition.h"
#include "session/show.h"

/* An error where `id` is a formula of a leaf: a number stored there would hide that. `named`: what
 * stands on the left, of which `id` may be an element. */
static nb_status check_number(nb_sheet *s, const nb_target *target, nb_def_id named,
                              nb_def_id id) {
    nb_def_kind kind = (nb_def_kind)s->defs[id].meaning.kind;
    if (kind != NB_DEF_FORMULA && kind != NB_DEF_ELEMENT) return NB_STATUS_OK;
    nb_def_id leaf;
    nb_status status = nb_build_def(s, id);
    if (status == NB_STATUS_OK) status = nb_find_leaf(s, s->defs[id].node, &leaf);
    if (status != NB_STATUS_OK || leaf == NB_NO_DEF) return status;
    const char *name = nb_def_name(s, &s->scratch, &s->defs[named]);
    return nb_fail_place(s, target->span,
                         NB_SAY(ASSIGN_FORMULA, NB_TEXT(name),
                                NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[leaf]))),
                         NB_SAY(HINT_REDEFINE, NB_TEXT(name)));
}

/* The same for each element of a vector. */
static nb_status check_numbers(nb_sheet *s, const nb_target *target, nb_def_id whole,
                               nb_shape shape) {
    uint8_t *dependent = NULL;
    nb_status status = NB_STATUS_OK;
    bool formulas = false;
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        nb_def_id id = nb_element(s, target->symbol, shape, i);
        formulas = formulas || s->defs[id].meaning.kind != NB_DEF_LEAF;
        status = nb_build_def(s, id);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    if (!formulas || status != NB_STATUS_OK) return status;
    status = nb_mark_dependent(s, &dependent);
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        nb_def_id id = nb_element(s, target->symbol, shape, i);
        if (dependent[s->defs[id].node]) status = check_number(s, target, whole, id);
    }
    return status;
}

/* A number is stored where none depends on a leaf: in a vector where no element does. */
static nb_status check_assignable(nb_sheet *s, const nb_target *target, nb_def_id id) {
    nb_status status = nb_check_range(s, target, id);
    if (status == NB_STATUS_OK && nb_is_defined(s, id)) status = nb_build_def(s, id);
    nb_shape shape = nb_shape_of(s, id);
    if (status != NB_STATUS_OK) return status;
    return shape.rank == 0 ? check_number(s, target, id, id) : check_numbers(s, target, id, shape);
}

/* Numbers on their way from a right side to a left one. */
typedef struct numbers {
    nb_def_id def;
    nb_shape shape;
    double *values;
} numbers;

/* The numbers are stored without the formula: now is the time to say where inf or nan arose. */
static nb_status eval_warned(nb_sheet *s, const nb_expr *expr, numbers *n) {
    nb_node before = s->graph.count, last = 0;
    uint32_t rebuilt = s->rebuilt;
    const nb_node *nodes;
    nb_status status = nb_build_value(s, expr, s->env, &n->shape, &nodes);
    if (status == NB_STATUS_OK) {
        uint32_t count = nb_shape_count(n->shape);
        n->values = nb_arena_add(&s->scratch, count, sizeof *n->values);
        if (n->values == NULL) return NB_STATUS_NO_MEMORY;
        for (uint32_t i = 0; i < count; i++) last = nodes[i] > last ? nodes[i] : last;
        nb_graph_forward(&s->graph, last + 1);
        status = nb_warn_chances(s, nodes, count);
        for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
            n->values[i] = s->graph.value[nodes[i]];
            if (!isfinite(n->values[i])) status = nb_warn_value(s, nodes[i]);
        }
    }
    if (status == NB_STATUS_OK) status = nb_warn_suspect(s);
    nb_truncate(s, before, rebuilt);
    return status;
}

static nb_status fail_shapes(nb_sheet *s, const nb_target *target, nb_shape a, nb_shape b) {
    if (b.rank == 0)
        return nb_fail_place(s, target->span,
                             NB_SAY(NUMBER_FOR_SHAPE, NB_TEXT(s->symbols[target->symbol].name),
                                    nb_shape_arg(s, a)), NB_NO_HINT);
    return nb_fail_place(s, target->span,
                         NB_SAY(SHAPES_DIFFER, nb_shape_arg(s, a),
                                nb_shape_arg(s, b)), NB_NO_HINT);
}

static nb_status present_number(nb_sheet *s, nb_def_id id, double *value) {
    nb_status status = nb_build_def(s, id);
    if (status != NB_STATUS_OK) return status;
    nb_node node = s->defs[id].node;
    nb_graph_forward(&s->graph, node + 1);
    *value = s->graph.value[node];
    return NB_STATUS_OK;
}

/* x += n, of vectors element by element; one number goes to all elements, a row to all rows. */
static nb_status combine(nb_sheet *s, const nb_statement *st, uint32_t i, numbers *n) {
    const nb_target *target = &st->targets[i];
    const nb_expr *expr = &st->exprs[i];
    nb_shape shape = nb_shape_of(s, n->def), given = n->shape;
    if (given.rank > 0 && shape.rank == 0) return nb_fail_number_wanted(s, expr, given);
    if (!nb_fits_into(given, shape)) return fail_shapes(s, target, shape, given);
    double *values = nb_arena_add(&s->scratch, nb_shape_count(shape), sizeof *values);
    nb_status status = values != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t k = 0; k < nb_shape_count(shape) && status == NB_STATUS_OK; k++) {
        nb_def_id id = shape.rank > 0 ? nb_element(s, target->symbol, shape, k) : n->def;
        status = present_number(s, id, &values[k]);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, k);
        if (status == NB_STATUS_OK)
            values[k] = nb_op_value(st->op, values[k],
                                    n->values[nb_broadcast_index(given, shape, k)], 0);
    }
    n->shape = shape;
    n->values = values;
    return status;
}

static nb_status value_to_store(nb_sheet *s, const nb_statement *st, uint32_t i, numbers *n) {
    nb_status status = eval_warned(s, &st->exprs[i], n);
    nb_shape shape = nb_shape_of(s, n->def);
    bool fits = nb_same_shape(n->shape, shape);
    if (status != NB_STATUS_OK) return status;
    bool defined = nb_is_defined(s, n->def) && !s->defs[n->def].meaning.built_in;
    bool number = st->targets[i].rank > 0 || defined; /* what is there now */
    if (!st->has_op && shape.rank > 0 && !fits)
        return fail_shapes(s, &st->targets[i], shape, n->shape);
    if (!st->has_op && shape.rank == 0 && number && n->shape.rank > 0)
        return nb_fail_number_wanted(s, &st->exprs[i], n->shape);
    if (!st->has_op) return NB_STATUS_OK;
    if (!nb_is_defined(s, n->def)) {
        const char *name = s->symbols[st->targets[i].symbol].name;
        return nb_fail_place(s, st->targets[i].span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)),
                             NB_SAY(HINT_DEFINE, NB_TEXT(name)));
    }
    return combine(s, st, i, n);
}

static nb_status store(nb_sheet *s, const numbers *n) {
    if (n->shape.rank > 0) return nb_set_vector(s, n->def, n->shape, n->values, true);
    nb_meaning meaning = nb_meaning_for(s, n->def, NB_DEF_LEAF);
    meaning.stored = true;
    meaning.value = n->values[0];
    nb_status status = nb_replace_vector(s, n->def);
    if (status == NB_STATUS_OK) status = nb_set_meaning(s, n->def, meaning);
    return status == NB_STATUS_OK ? nb_build_def(s, n->def) : status;
}

/* Numbers alone: x1 := 170, not x1 := x1 - 0.1*dL/dx1. */
static bool is_number(const nb_expr *expr) {
    bool number = true;
    for (uint32_t i = 0; i < expr->count; i++) {
        nb_code_kind kind = (nb_code_kind)expr->codes[i].kind;
        number = number && (kind == NB_CODE_NUMBER || kind == NB_CODE_OP || kind == NB_CODE_ARRAY);
    }
    return number;
}

/* The leaves that go on from where they are: a number that was typed is a new start. More of them
 * than have trails are none. */
static size_t list_steps(nb_sheet *s, const nb_statement *st, const numbers *all,
                         nb_def_id *leaves, double *before, double *after) {
    size_t count = 0;
    for (uint32_t i = 0; i < st->count; i++) {
        const numbers *n = &all[i];
        if (!st->has_op && is_number(&st->exprs[i])) continue;
        if (!nb_same_shape(n->shape, nb_shape_of(s, n->def))) continue;
        for (uint32_t k = 0; k < nb_shape_count(n->shape); k++) {
            nb_def_id id = n->shape.rank > 0 ? nb_element(s, st->targets[i].symbol, n->shape, k)
                                             : n->def;
            if (s->defs[id].meaning.kind != NB_DEF_LEAF) continue;
            if (count == NB_MOST_TRAILS) return 0;
            leaves[count] = id;
            before[count] = nb_leaf_value(s, &s->defs[id]);
            after[count++] = n->values[k];
        }
    }
    return count;
}

static nb_status note_steps(nb_sheet *s, const nb_statement *st, const numbers *all) {
    nb_def_id leaves[NB_MOST_TRAILS];
    double before[NB_MOST_TRAILS], after[NB_MOST_TRAILS];
    size_t count = list_steps(s, st, all, leaves, before, after);
    return nb_trails_step(s, NULL, leaves, before, after, count);
}

nb_status nb_assign(nb_sheet *s, const nb_statement *st) {
    numbers *n = nb_arena_add(&s->scratch, st->count, sizeof *n);
    nb_status status = n != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; status == NB_STATUS_OK && i < st->count; i++) {
        status = nb_find_place(s, &st->targets[i], &n[i].def);
        if (status == NB_STATUS_OK) status = check_assignable(s, &st->targets[i], n[i].def);
        if (status == NB_STATUS_OK) status = value_to_store(s, st, i, &n[i]);
    }
    if (status == NB_STATUS_OK) status = note_steps(s, st, n);
    for (uint32_t i = 0; status == NB_STATUS_OK && i < st->count; i++) {
        status = nb_note_differential(s, &st->targets[i], nb_is_defined(s, n[i].def));
        if (status == NB_STATUS_OK) status = store(s, &n[i]);
    }
    if (status == NB_STATUS_OK) status = nb_build_fragile(s);
    for (uint32_t i = 0; status == NB_STATUS_OK && i < st->count; i++) {
        if (!st->has_op && is_number(&st->exprs[i])) nb_note_scaled(s, n[i].def);
        status = nb_show_definition(s, n[i].def);
    }
    return status;
}
