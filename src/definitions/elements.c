/* Names for several numbers. Each element is a definition of its own (x[2], W[2,1]), so that it can
 * be differentiated, explained, drawn, redefined and assigned like any other. The name itself only
 * holds them together: a vector of leaves by its shape, a formula by what it was built to. */
#include "definitions/elements.h"

#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/owner.h"
#include "definitions/uses.h"

static uint32_t count_of(nb_shape shape) {
    return shape.rank > 0 ? nb_shape_count(shape) : 0;
}

nb_shape nb_shape_of(const nb_sheet *s, nb_def_id def) {
    const nb_meaning *meaning = &s->defs[def].meaning;
    if (meaning->kind == NB_DEF_VECTOR) return meaning->shape;
    return meaning->kind == NB_DEF_FORMULA && s->defs[def].shape.rank > 0 ? s->defs[def].shape
                                                                         : NB_SCALAR;
}

bool nb_is_inside(nb_shape shape, const nb_def *element) {
    bool inside = element->rank == shape.rank;
    for (uint32_t i = 0; inside && i < shape.rank; i++) {
        uint32_t most = shape.rank == 2 && i == 0 ? shape.rows : shape.columns;
        inside = element->index[i] >= 1 && (uint32_t)element->index[i] <= most;
    }
    return inside;
}

static bool is_member(nb_sheet *s, nb_symbol symbol, uint32_t rank, int32_t i, int32_t j) {
    return nb_is_defined(s, nb_def_find(s, symbol, rank, (int32_t[]){i, j}));
}

bool nb_family_shape(nb_sheet *s, nb_symbol symbol, nb_shape *shape) {
    const nb_symbol_info *info = &s->symbols[symbol];
    uint32_t rank = info->family_rank, rows = 1, columns = 0, others = 0;
    if (info->family_count == 0) return false;
    while (is_member(s, symbol, rank, rank == 2 ? 1 : (int32_t)columns + 1, (int32_t)columns + 1))
        columns++;
    if (rank == 2)
        while (is_member(s, symbol, 2, (int32_t)rows + 1, 1)) rows++;
    else others = is_member(s, symbol, 1, 0, 0); /* h[0], where a chain begins, may stand beside */
    *shape = (nb_shape){rank, rows, columns};
    return columns > 0 && (uint64_t)rows * columns + others == info->family_count;
}

/* ---- the elements of a formula ---- */

static nb_status forget(nb_sheet *s, nb_def_id def) {
    if (!nb_is_defined(s, def)) return NB_STATUS_OK;
    return nb_set_meaning(s, def, (nb_meaning){.kind = NB_DEF_NONE});
}

/* A vector has no other elements than its own: what its name had besides, as a family or in another
 * shape, goes; of what uses that the statement that is running will have to fail. */
static nb_status drop_outside(nb_sheet *s, nb_symbol symbol, nb_shape shape) {
    nb_status status = NB_STATUS_OK;
    nb_def_id id = s->symbols[symbol].members;
    for (; id != NB_NO_DEF && status == NB_STATUS_OK; id = s->defs[id].next_member) {
        if (nb_is_inside(shape, &s->defs[id]) || !nb_is_defined(s, id)) continue;
        s->broke = s->broke || s->defs[id].users != NB_NO_EDGE;
        status = forget(s, id);
    }
    return status;
}

nb_status nb_set_elements(nb_sheet *s, nb_def_id def, nb_shape shape, const nb_node *nodes) {
    nb_symbol symbol = s->defs[def].symbol;
    nb_shape before = s->defs[def].shape;
    bool same = nb_same_shape(before, shape);
    s->broke = s->broke || (!same && s->defs[def].users != NB_NO_EDGE);
    if (!same) nb_forget_elements(s, def);
    nb_status dropped = NB_STATUS_OK;
    if (!same && shape.rank > 0) dropped = drop_outside(s, symbol, shape);
    if (dropped != NB_STATUS_OK) return dropped;
    s->defs[def].shape = shape;
    for (uint32_t i = 0; i < count_of(shape); i++) {
        int32_t index[2];
        nb_def_id element;
        nb_index_of(shape, i, index);
        nb_status status = nb_def_at(s, symbol, shape.rank, index, &element);
        if (status == NB_STATUS_OK) status = nb_take_element(s, def, element, nodes[i]);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

/* ---- vectors of leaves ---- */

nb_status nb_drop_elements(nb_sheet *s, nb_symbol symbol) {
    nb_status status = NB_STATUS_OK;
    nb_def_id id = s->symbols[symbol].members;
    for (; id != NB_NO_DEF && status == NB_STATUS_OK; id = s->defs[id].next_member)
        status = forget(s, id);
    return status;
}

nb_status nb_set_vector(nb_sheet *s, nb_def_id def, nb_shape shape, const double *numbers,
                        bool stored) {
    nb_symbol symbol = s->defs[def].symbol;
    nb_status status = NB_STATUS_OK;
    const nb_meaning *meaning = &s->defs[def].meaning;
    if (meaning->kind != NB_DEF_VECTOR || !nb_same_shape(meaning->shape, shape)) {
        nb_meaning vector = {.kind = NB_DEF_VECTOR, .shape = shape, .label = meaning->label};
        s->broke = true;
        status = nb_set_meaning(s, def, vector);
        if (status == NB_STATUS_OK) status = nb_drop_elements(s, symbol);
    }
    for (uint32_t i = 0; i < count_of(shape) && status == NB_STATUS_OK; i++) {
        int32_t index[2];
        nb_def_id element;
        nb_index_of(shape, i, index);
        status = nb_def_at(s, symbol, shape.rank, index, &element);
        if (status != NB_STATUS_OK) return status;
        nb_meaning leaf = {.kind = NB_DEF_LEAF, .stored = stored, .value = numbers[i],
                           .label = s->defs[element].meaning.label};
        status = nb_set_meaning(s, element, leaf);
        if (status == NB_STATUS_OK && nb_is_dirty(&s->defs[element]))
            status = nb_build_leaf(s, element);
    }
    return status;
}
