/* See network.h. Down from the target all that may be units is read, users before what they are
 * made of; up again, those stay whose sources are units or inputs; and down once more, what no unit
 * is made of, above the outputs, is the loss. */
#include "figures/network.h"

#include "data/data.h"
#include "definitions/calls.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "figures/roots.h"
#include "figures/samples.h"
#include "figures/terms.h"
#include "formulas/table_cells.h"

uint32_t nb_source_unit(const nb_network *n, nb_node source) {
    nb_node root = source == NB_NO_NODE ? NB_NO_NODE : n->root[source];
    uint32_t unit = root == NB_NO_NODE ? NB_NO_UNIT : n->unit_of[root];
    return unit != NB_NO_UNIT && n->units[unit].valid ? unit : NB_NO_UNIT;
}

nb_node nb_weight_leaf(const nb_term_of_unit *term) {
    return term->leaf_count == 1 && term->factor == 1 ? term->leaves[0] : NB_NO_NODE;
}

double nb_weight_value(const nb_network *n, const nb_term_of_unit *term) {
    double value = term->factor;
    for (uint32_t k = 0; k < term->leaf_count; k++) value *= n->s->graph.value[term->leaves[k]];
    return value;
}

/* ---- what may be a unit ---- */

/* Something asks for the value of `node`: that of a unit, if its root is one. */
static void need(nb_network *n, uint8_t *needed, nb_node *out, nb_node node) {
    nb_node root = n->root[node];
    if (root == NB_NO_NODE) return;
    needed[root] = 1;
    if (out[root] == NB_NO_NODE || node > out[root]) out[root] = node;
}

/* What a node that is no unit is made of. A difference that is squared is opened, too: its sides
 * are what is compared. */
static void need_operands(nb_network *n, uint8_t *needed, nb_node *out, nb_node node) {
    const nb_graph *graph = &n->s->graph;
    const nb_call *call = nb_find_loss_call(n->s, node);
    for (uint32_t k = 0; call != NULL && k < call->arg_count; k++)
        if (n->s->call_args[call->first_arg + k] <= n->target)
            need(n, needed, out, n->s->call_args[call->first_arg + k]);
    for (int k = 0; call == NULL && k < nb_graph_arity(graph, node); k++) {
        nb_node operand = nb_graph_operand(graph, node, k);
        while (graph->op[operand] == NB_OP_IDENTITY) operand = nb_graph_operand(graph, operand, 0);
        bool sides = n->kind[node] == NB_ROOT_LOSS && graph->op[operand] == NB_OP_SUB;
        for (int i = 0; sides && i < 2; i++)
            need(n, needed, out, nb_graph_operand(graph, operand, i));
        if (!sides) need(n, needed, out, operand);
    }
}

static nb_status add_unit(nb_network *n, nb_node sum, nb_node out) {
    nb_unit unit = {.sum = sum, .out = out};
    nb_status status = nb_find_terms(n, &unit);
    if (status != NB_STATUS_OK) return status;
    if (!NB_ARENA_RESERVE(&n->s->scratch, n->units, n->count, &n->capacity))
        return NB_STATUS_NO_MEMORY;
    unit.like = (uint32_t)n->count;
    n->unit_of[sum] = (uint32_t)n->count;
    n->units[n->count++] = unit;
    return NB_STATUS_OK;
}

static nb_status read_units(nb_network *n, nb_node *out, uint8_t *needed) {
    nb_status status = NB_STATUS_OK;
    need(n, needed, out, n->target);
    for (nb_node i = n->target + 1; i-- > 0 && status == NB_STATUS_OK;) {
        status = nb_poll_turn(n->s, i);
        if (status != NB_STATUS_OK || !needed[i] || n->kind[i] == NB_ROOT_LEAF) continue;
        status = add_unit(n, i, out[i]);
        if (status != NB_STATUS_OK) return status;
        const nb_unit *unit = &n->units[n->count - 1];
        for (size_t t = unit->first; unit->valid && t < unit->first + unit->count; t++)
            if (n->terms[t].source != NB_NO_NODE) need(n, needed, out, n->terms[t].source);
        if (!unit->valid) need_operands(n, needed, out, i);
    }
    return status;
}

/* One weight, no bias and no function: a scaled number, unless the weight is one of a matrix. */
static bool only_scales(const nb_network *n, const nb_unit *unit) {
    if (unit->count != 1 || unit->out != unit->sum) return false;
    const nb_term_of_unit *t = &n->terms[unit->first];
    for (uint32_t k = 0; k < t->leaf_count; k++) {
        nb_def_id owner = n->s->owner[t->leaves[k]];
        if (owner != NB_NO_DEF && n->s->defs[owner].rank > 0) return false;
    }
    return true;
}

/* The last units were made first: they stand at the end. What a source is a function of must be a
 * unit or a leaf. */
static void keep_valid(nb_network *n) {
    for (size_t u = n->count; u-- > 0;) {
        nb_unit *unit = &n->units[u];
        unit->valid = unit->valid && !only_scales(n, unit);
        for (size_t i = unit->first; unit->valid && i < unit->first + unit->count; i++) {
            nb_node source = n->terms[i].source;
            if (source == NB_NO_NODE || n->kind[n->root[source]] == NB_ROOT_LEAF) continue;
            unit->valid = nb_source_unit(n, source) != NB_NO_UNIT;
        }
    }
}

/* ---- the loss ---- */

static nb_status give(nb_network *n, nb_node leaf) {
    if (!NB_ARENA_RESERVE(&n->s->scratch, n->given, n->given_count, &n->given_capacity))
        return NB_STATUS_NO_MEMORY;
    n->given[n->given_count++] = leaf;
    return NB_STATUS_OK;
}

/* From the target down to the outputs. */
static nb_status find_loss(nb_network *n, nb_node *out, uint8_t *needed) {
    bool compares = false;
    nb_status status = NB_STATUS_OK;
    for (nb_node i = 0; i <= n->target; i++) {
        needed[i] = 0;
        out[i] = NB_NO_NODE;
    }
    need(n, needed, out, n->target);
    for (nb_node i = n->target + 1; i-- > 0 && status == NB_STATUS_OK;) {
        status = nb_poll_turn(n->s, i);
        if (status != NB_STATUS_OK || !needed[i]) continue;
        uint32_t unit = nb_source_unit(n, i);
        if (n->kind[i] == NB_ROOT_LEAF) {
            compares = compares || nb_is_compared(n, i);
            status = give(n, i);
        } else if (unit != NB_NO_UNIT) {
            n->units[unit].output = true;
        } else {
            compares = compares || n->kind[i] == NB_ROOT_LOSS;
            n->has_loss = true;
            need_operands(n, needed, out, i);
        }
    }
    if (n->has_loss && !compares) n->has_loss = false;
    return status;
}

/* ---- levels ---- */

static void find_levels(nb_network *n) {
    for (size_t u = 0; u < n->count; u++) {
        nb_unit *unit = &n->units[u];
        unit->reached = unit->valid && (unit->reached || unit->output);
        for (size_t i = unit->first; unit->reached && i < unit->first + unit->count; i++) {
            uint32_t source = nb_source_unit(n, n->terms[i].source);
            if (source != NB_NO_UNIT) n->units[source].reached = true;
        }
    }
    for (size_t u = n->count; u-- > 0;) {
        nb_unit *unit = &n->units[u];
        if (!unit->reached) continue;
        unit->level = 1;
        for (size_t i = unit->first; i < unit->first + unit->count; i++) {
            uint32_t source = nb_source_unit(n, n->terms[i].source);
            if (source != NB_NO_UNIT && n->units[source].level >= unit->level)
                unit->level = n->units[source].level + 1;
        }
        if (unit->level > n->levels) n->levels = unit->level;
    }
}

/* ---- the whole ---- */

static nb_status fail(nb_network *n, const char *path, nb_message why) {
    nb_def_id id = n->s->owner[n->target];
    const char *name = "";
    if (id != NB_NO_DEF) name = nb_def_name(n->s, &n->s->scratch, &n->s->defs[id]);
    const char *line = NB_JOIN(n->s, "draw", *name == '\0' ? "" : " ", name,
                               path != NULL ? " " : "", path != NULL ? path : "");
    if (line == NULL) return NB_STATUS_NO_MEMORY;
    return nb_fail_plain(n->s, why, NB_SAY(HINT_LAYERS, NB_TEXT(line)));
}

/* Two things make a network: units, and above them nothing or a loss. */
static nb_status judge(nb_network *n, const char *path) {
    bool outputs = false, functions = false, weighs = false;
    for (size_t u = 0; u < n->count; u++) {
        const nb_unit *unit = &n->units[u];
        outputs = outputs || unit->output;
        functions = functions || (unit->reached && unit->sum != unit->out);
        for (size_t i = unit->first; unit->reached && i < unit->first + unit->count; i++)
            weighs = weighs || n->terms[i].leaf_count > 0;
    }
    nb_arg target = nb_node_arg(n->s, n->target);
    if (!outputs || (!functions && !weighs)) return fail(n, path, NB_SAY(LAYERS_NO_UNITS, target));
    bool open = nb_source_unit(n, n->target) == NB_NO_UNIT && !n->has_loss;
    return open ? fail(n, path, NB_SAY(LAYERS_NO_LOSS, target)) : NB_STATUS_OK;
}

nb_status nb_network_find(nb_sheet *s, nb_node target, const char *path, nb_network *n) {
    size_t count = (size_t)target + 1;
    *n = (nb_network){.s = s, .target = target, .samples = 1};
    nb_node *out = nb_arena_add(&s->scratch, count, sizeof *out);
    uint8_t *needed = nb_arena_add(&s->scratch, count, sizeof *needed);
    n->unit_of = nb_arena_add(&s->scratch, count, sizeof *n->unit_of);
    if (out == NULL || needed == NULL || n->unit_of == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        out[i] = NB_NO_NODE;
        n->unit_of[i] = NB_NO_UNIT;
    }
    nb_status status = nb_place_columns(s, &n->columns);
    if (status == NB_STATUS_OK) status = nb_find_roots(n);
    if (status == NB_STATUS_OK) status = read_units(n, out, needed);
    if (status != NB_STATUS_OK) return status;
    keep_valid(n);
    status = find_loss(n, out, needed);
    if (status != NB_STATUS_OK) return status;
    find_levels(n);
    status = nb_choose_inputs(n);
    if (status == NB_STATUS_OK) status = judge(n, path);
    return status == NB_STATUS_OK ? nb_find_samples(n) : status;
}
