/* What definitions mean. A change of a meaning drops the nodes that were made from the former one,
 * here and in everything that uses it, and keeps the count of a family's elements. */
#include "definitions/define.h"

#include <string.h>

#include "definitions/changes.h"
#include "definitions/names.h"
#include "definitions/uses.h"

bool nb_is_defined(const nb_sheet *s, nb_def_id def) {
    return def != NB_NO_DEF && s->defs[def].meaning.kind != NB_DEF_NONE;
}

double nb_leaf_value(const nb_sheet *s, const nb_def *def) {
    return def->node != NB_NO_NODE ? s->graph.value[def->node] : def->meaning.value;
}

/* ---- elements of formulas ---- */

/* Counts an element that becomes defined, or no longer is, in its family. */
static void count_member(nb_sheet *s, nb_def_id id, nb_def_kind kind) {
    nb_def *def = &s->defs[id];
    nb_symbol_info *symbol = &s->symbols[def->symbol];
    bool was = def->meaning.kind != NB_DEF_NONE, is = kind != NB_DEF_NONE;
    if (def->rank > 0 && was != is) symbol->family_count += is ? 1u : UINT32_MAX;
    if (def->rank > 0 && is) symbol->family_rank = def->rank;
}

/* An element of a formula is made with the formula's nodes and goes with them, so nothing is
 * recorded for undo. */
nb_status nb_take_element(nb_sheet *s, nb_def_id whole, nb_def_id element, nb_node node) {
    nb_def *def = &s->defs[element];
    nb_def_kind kind = (nb_def_kind)def->meaning.kind;
    if (kind != NB_DEF_NONE && kind != NB_DEF_ELEMENT) return NB_STATUS_OK; /* redefined */
    count_member(s, element, NB_DEF_ELEMENT);
    nb_unlink_uses(s, element);
    def->meaning.kind = NB_DEF_ELEMENT;
    def->node = node;
    def->nodes = 0;
    s->owner[node] = element;
    return nb_link(s, element, whole);
}

/* They were taken in their order: behind one that there never was, where that was stopped, is
 * none. */
void nb_forget_elements(nb_sheet *s, nb_def_id whole) {
    nb_shape shape = s->defs[whole].shape;
    for (uint32_t i = 0; shape.rank > 0 && i < nb_shape_count(shape); i++) {
        nb_def_id id = nb_element(s, s->defs[whole].symbol, shape, i);
        if (id == NB_NO_DEF) break;
        if (s->defs[id].meaning.kind != NB_DEF_ELEMENT) continue;
        nb_drop_node(s, &s->defs[id]);
        nb_unlink_uses(s, id);
        nb_make_users_dirty(s, id);
        count_member(s, id, NB_DEF_NONE);
        s->defs[id].meaning.kind = NB_DEF_NONE;
    }
    s->defs[whole].shape = NB_SCALAR;
}

/* ---- meanings ---- */

/* An element of a family came or went, or its bare name got a meaning: what uses the family as a
 * vector is out of date, and may no longer fit. */
static void change_family(nb_sheet *s, nb_def_id name) {
    s->broke = s->broke || s->defs[name].users != NB_NO_EDGE;
    nb_make_users_dirty(s, name);
}

/* What uses a vector of leaves uses its elements. Where its shape changes, some of these may stay
 * the leaves that they are. */
static void change_shape(nb_sheet *s, nb_def_id whole) {
    nb_shape shape = s->defs[whole].meaning.shape;
    if (s->symbols[s->defs[whole].symbol].family_count == 0) return; /* they are gone already */
    for (uint32_t i = 0; i < shape.rows * shape.columns; i++) {
        nb_def_id element = nb_element(s, s->defs[whole].symbol, shape, i);
        if (element != NB_NO_DEF) nb_make_users_dirty(s, element);
    }
}

void nb_put_meaning(nb_sheet *s, nb_def_id id, nb_meaning meaning) {
    nb_def *def = &s->defs[id];
    bool was = def->meaning.kind != NB_DEF_NONE, is = meaning.kind != NB_DEF_NONE;
    nb_def_id name = s->symbols[def->symbol].value;
    count_member(s, id, (nb_def_kind)meaning.kind);
    if (was != is && name != NB_NO_DEF && !nb_is_defined(s, name)) change_family(s, name);
    bool same_leaf = def->meaning.kind == NB_DEF_LEAF && meaning.kind == NB_DEF_LEAF &&
                     def->meaning.built_in == meaning.built_in && def->node != NB_NO_NODE;
    if (same_leaf) {
        nb_graph_set(&s->graph, def->node, meaning.value);
    } else {
        nb_drop_node(s, def);
        nb_unlink_uses(s, id);
        if (def->rank == 0) nb_forget_elements(s, id);
        nb_make_users_dirty(s, id);
        if (def->meaning.kind == NB_DEF_VECTOR) change_shape(s, id);
    }
    def->meaning = meaning;
    bool free = meaning.kind == NB_DEF_ELEMENT || meaning.kind == NB_DEF_NONE;
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    if (free && nb_is_defined(s, whole) && s->defs[whole].meaning.kind == NB_DEF_FORMULA) {
        nb_drop_node(s, &s->defs[whole]); /* the formula gives it its node again */
        nb_make_users_dirty(s, whole);
    }
}

/* The element of a formula says nothing itself: where the formula comes back, it makes its
 * elements again. */
nb_meaning nb_present_meaning(const nb_sheet *s, nb_def_id id) {
    nb_meaning meaning = s->defs[id].meaning;
    if (meaning.kind == NB_DEF_ELEMENT) meaning.kind = NB_DEF_NONE;
    if (meaning.kind == NB_DEF_LEAF) meaning.value = nb_leaf_value(s, &s->defs[id]);
    return meaning;
}

/* Whether a definition that gets this meaning gets a new place, the last, in the order of `list`:
 * when it had no line there. What is built in has none. An element of a vector has one only where
 * it says something else than the vector's line, from when it began to. */
static bool comes_into_being(const nb_sheet *s, const nb_def *def, const nb_meaning *meaning) {
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    bool vector = whole != NB_NO_DEF && s->defs[whole].meaning.kind == NB_DEF_VECTOR;
    bool other = def->meaning.kind != meaning->kind || def->meaning.stored != meaning->stored;
    return def->meaning.kind == NB_DEF_NONE || def->meaning.kind == NB_DEF_ELEMENT ||
           def->meaning.built_in || (vector && other);
}

nb_status nb_set_meaning(nb_sheet *s, nb_def_id id, nb_meaning meaning) {
    nb_def *def = &s->defs[id];
    if (def->logged != s->statement) { /* the first change by this statement is what undo needs */
        nb_status status = nb_log_meaning(s, id, nb_present_meaning(s, id));
        if (status != NB_STATUS_OK) return status;
        def->logged = s->statement;
    }
    meaning.order = comes_into_being(s, def, &meaning) ? ++s->order : def->meaning.order;
    nb_put_meaning(s, id, meaning);
    return NB_STATUS_OK;
}

/* ---- what is built in ---- */

static nb_status define_constant(nb_sheet *s, const char *name, double value) {
    nb_symbol symbol;
    nb_def_id def;
    nb_meaning meaning = {.kind = NB_DEF_LEAF, .built_in = true, .value = value};
    nb_status status = nb_intern(s, name, strlen(name), &symbol);
    if (status == NB_STATUS_OK) status = nb_def_at(s, symbol, 0, NULL, &def);
    if (status != NB_STATUS_OK || nb_is_defined(s, def)) return status;
    return nb_set_meaning(s, def, meaning);
}

nb_status nb_define_constants(nb_sheet *s) {
    nb_status status = define_constant(s, "pi", 3.14159265358979323846);
    if (status == NB_STATUS_OK) status = define_constant(s, "π", 3.14159265358979323846);
    if (status == NB_STATUS_OK) status = define_constant(s, "e", 2.71828182845904523536);
    return status;
}
