/* See arrays.h. Parts are looked for at once, names when a node of theirs is met. */
#include "arrays/arrays.h"

#include <string.h>

#include "arrays/parts.h"
#include "definitions/calls.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"

enum { LONGEST_NAME = 24 }; /* pieces of a formula that stands for a number without a name */

static nb_status add_array(nb_arrays *a, nb_array array) {
    if (!NB_ARENA_RESERVE(&a->s->scratch, a->list, a->count, &a->capacity))
        return NB_STATUS_NO_MEMORY;
    a->list[a->count++] = array;
    for (uint32_t i = 0; i < nb_shape_count(array.shape); i++) {
        nb_node node = array.nodes[i];
        if (node >= a->nodes || a->place[node] != NB_NO_ARRAY) continue;
        a->place[node] = (uint32_t)a->count - 1;
        a->index[node] = i;
    }
    return NB_STATUS_OK;
}

/* ---- names ---- */

static nb_status add_single(nb_arrays *a, nb_node node) {
    nb_node *nodes = nb_arena_add(&a->s->scratch, 1, sizeof *nodes);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    *nodes = node;
    nb_text name = nb_describe_as(a->s, node, a->style);
    if (name.count > LONGEST_NAME) { /* (…) #1 */
        nb_writer w = {.s = a->s};
        nb_write_mark(&w, NB_PIECE_OPEN);
        nb_write_mark(&w, NB_PIECE_MORE);
        nb_write_mark(&w, NB_PIECE_CLOSE);
        nb_write_number(&w, NB_PIECE_WHICH, ++a->unnamed, 0);
        name = nb_written(&w, NB_LEVEL_CALL);
    }
    return add_array(a, (nb_array){NB_SCALAR, nodes, name,
                                   a->s->owner[node], false, NB_NO_ARRAY, NULL});
}

/* Whether an element is what the whole makes it, a leaf or an element of its value, and not
 * defined by itself: those may be made of others. */
static bool belongs(const nb_sheet *s, nb_def_id element) {
    return s->defs[element].meaning.kind != NB_DEF_FORMULA;
}

/* Of an element of a formula's value, or of a vector of leaves, the whole. An element that was
 * defined by itself is a number. */
static nb_status add_named(nb_arrays *a, nb_node node) {
    nb_sheet *s = a->s;
    const nb_def *def = &s->defs[s->owner[node]];
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    if (!nb_is_defined(s, whole)) return add_single(a, node);
    if (!belongs(s, s->owner[node])) return add_single(a, node);
    nb_shape shape = nb_shape_of(s, whole);
    nb_node *nodes = nb_arena_add(&s->scratch, nb_shape_count(shape), sizeof *nodes);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(shape); i++) {
        nb_def_id element = nb_element(s, def->symbol, shape, i);
        bool there = nb_is_defined(s, element) && belongs(s, element);
        nodes[i] = there ? s->defs[element].node : NB_NO_NODE;
    }
    nb_writer name = {.s = s};
    nb_write_word(&name, nb_def_name(s, &s->result->arena, &s->defs[whole]));
    nb_status status = add_array(a, (nb_array){shape, nodes, nb_written(&name, NB_LEVEL_CALL),
                                               whole, false, NB_NO_ARRAY, NULL});
    return status == NB_STATUS_OK && a->place[node] == NB_NO_ARRAY ? add_single(a, node) : status;
}

/* softmax(x @ W), which no formula has but the closed form of softmax_cross_entropy mentions: all
 * results of the call, or of the calls for all rows. Its name is that of an element, less the
 * index. */
static nb_status add_results(nb_arrays *a, nb_node node, const nb_call *call) {
    nb_sheet *s = a->s;
    const nb_call *rows = call->row > 0 ? nb_find_first_row(s, call) : NULL;
    const nb_call *first = rows != NULL ? rows : call - call->index;
    bool down = rows != NULL && call->by == NB_ALONG_COLUMNS;
    uint32_t across = call->results, count = rows != NULL ? call->rows : 1;
    nb_shape shape = {1, 1, across};
    if (rows != NULL) shape = down ? (nb_shape){2, across, count} : (nb_shape){2, count, across};
    nb_text name = nb_describe_as(s, node, a->style & ~(nb_style)NB_STYLE_TYPESET);
    bool indexed = name.count > 1 && name.count <= LONGEST_NAME &&
                   name.pieces[name.count - 1].kind == NB_PIECE_TEXT;
    nb_node *nodes = nb_arena_add(&s->scratch, nb_shape_count(shape), sizeof *nodes);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    if (across == 1 || !indexed) return add_single(a, node);
    name.count--;
    for (size_t k = 0; k < name.count && (a->style & NB_STYLE_TYPESET); k++)
        if (name.pieces[k].kind == NB_PIECE_NAME && strpbrk(name.pieces[k].text, " ([") != NULL)
            name.pieces[k].kind = NB_PIECE_LABEL; /* as it was typed */
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < across; i++)
            nodes[down ? i * count + k : k * across + i] = first[(size_t)k * across + i].result;
    return add_array(a, (nb_array){shape, nodes, name, NB_NO_DEF, false, NB_NO_ARRAY, NULL});
}

nb_status nb_array_of(nb_arrays *a, nb_node node, uint32_t *array) {
    nb_status status = NB_STATUS_OK;
    if (a->place[node] == NB_NO_ARRAY && a->s->owner[node] != NB_NO_DEF) {
        status = add_named(a, node);
    } else if (a->place[node] == NB_NO_ARRAY) {
        const nb_call *call = nb_find_vector_call(a->s, node);
        status = call != NULL ? add_results(a, node, call) : add_single(a, node);
    }
    *array = a->place[node];
    return status;
}

/* ---- parts ---- */

/* The array that a part is all of; else NB_NO_ARRAY. */
static nb_status find_same(nb_arrays *a, const nb_formula_part *part, uint32_t *same) {
    uint32_t count = nb_shape_count(part->shape), array = NB_NO_ARRAY;
    nb_status status = NB_STATUS_OK;
    *same = NB_NO_ARRAY;
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        if (a->s->owner[part->nodes[i]] == NB_NO_DEF && a->place[part->nodes[i]] == NB_NO_ARRAY)
            return NB_STATUS_OK;
        status = nb_array_of(a, part->nodes[i], &array);
        if (a->index[part->nodes[i]] != i || (i > 0 && array != *same)) {
            *same = NB_NO_ARRAY;
            return status;
        }
        *same = array;
    }
    if (status == NB_STATUS_OK && !nb_same_shape(a->list[array].shape, part->shape))
        *same = NB_NO_ARRAY;
    return status;
}

/* How many parts read like this already: what is typed twice is numbered, (X @ W) #2. */
static int count_alike(const nb_arrays *a, const char *text) {
    enum { MOST_COMPARED = 200 };
    size_t first = a->count > MOST_COMPARED ? a->count - MOST_COMPARED : 0;
    int alike = 0;
    for (size_t i = first; i < a->count; i++) {
        const nb_text *name = &a->list[i].name;
        for (size_t k = 0; k < name->count && a->list[i].def == NB_NO_DEF; k++)
            alike += name->pieces[k].text != NULL && strcmp(name->pieces[k].text, text) == 0;
    }
    return alike;
}

static nb_writer bracketed(nb_arrays *a, nb_text text) {
    nb_writer name = {.s = a->s};
    nb_write_mark(&name, NB_PIECE_OPEN);
    nb_write_text(&name, text);
    nb_write_mark(&name, NB_PIECE_CLOSE);
    return name;
}

/* A function that is applied to each element of the part before, by its name. */
static const char *unary_name(const nb_sheet *s, const nb_code *code) {
    if (code->kind == NB_CODE_CALL && code->count == 1) return s->symbols[code->symbol].name;
    const nb_op_info *info = code->kind == NB_CODE_OP ? nb_op_get((nb_op)code->op) : NULL;
    bool unary = info != NULL && ((info->form.kind == NB_FORM_CALL && code->count == 1) ||
                                  info->form.kind == NB_FORM_DEFAULT);
    return unary ? info->name : NULL;
}

/* Of some functions the derivative as a formula says little: of those of one's own, and where
 * there is a kink, 0 or 1. What they are applied to is a factor then. */
static bool hides_formula(const nb_code *code) {
    return code->kind == NB_CODE_CALL ||
           (code->kind == NB_CODE_OP && nb_op_get((nb_op)code->op)->has_kink);
}

/* A loss of rows is derived by what it was given: a bias in that has a term for each row. */
static bool is_of_rows(const nb_formula_part *part) {
    return part->shape.rank == 2 && part->user != NULL && part->user->kind == NB_CODE_VECTOR &&
           nb_vector_get((nb_vector_op)part->user->op)->rows == NB_ROWS_MEAN;
}

static nb_status add_part(nb_arrays *a, const nb_formula_part *part, uint32_t before,
                          uint32_t *array) {
    nb_sheet *s = a->s;
    uint32_t count = nb_shape_count(part->shape);
    *array = NB_NO_ARRAY;
    for (uint32_t i = 0; i < count; i++)
        if (part->nodes[i] == NB_NO_NODE) return NB_STATUS_OK;
    nb_status status = find_same(a, part, array);
    if (status == NB_STATUS_OK && *array == NB_NO_ARRAY) {
        nb_writer name = {.s = s};
        bool typeset = (a->style & NB_STYLE_TYPESET) != 0;
        const char *text = nb_result_text(s->result, part->text, strlen(part->text));
        nb_write_piece(&name, (nb_piece){.kind = typeset ? NB_PIECE_LABEL : NB_PIECE_NAME,
                                         .text = text});
        if (text == NULL) return NB_STATUS_NO_MEMORY;
        int alike = count_alike(a, text);
        bool brackets = alike > 0 && part->level != NB_LEVEL_CALL;
        if (brackets) name = bracketed(a, name.text);
        if (alike > 0) nb_write_number(&name, NB_PIECE_WHICH, alike + 1, 0);
        nb_level level = alike > 0 ? NB_LEVEL_CALL : part->level;
        bool opens = part->code->kind == NB_CODE_OP && !part->call;
        status = add_array(a, (nb_array){part->shape, part->nodes, nb_written(&name, level),
                                         NB_NO_DEF, opens, NB_NO_ARRAY, NULL});
        *array = (uint32_t)a->count - 1;
    }
    for (uint32_t i = 0; part->code->kind == NB_CODE_ARRAY && i < count; i++)
        a->names[part->nodes[i]] = 0;
    bool product = part->code->kind == NB_CODE_VECTOR && part->code->op == NB_VECTOR_MATMUL;
    bool forced = (product && part->inner) || is_of_rows(part) || part->call;
    for (uint32_t i = 0; forced && i < count; i++) a->forced[part->nodes[i]] = 1;
    const char *slope = unary_name(s, part->code);
    if (status != NB_STATUS_OK || slope == NULL || before == NB_NO_ARRAY) return status;
    a->list[*array].slope = slope;
    a->list[*array].made_of = before;
    const nb_array *operand = &a->list[before];
    bool same = nb_same_shape(operand->shape, part->shape) && hides_formula(part->code);
    for (uint32_t i = 0; same && i < count; i++) a->forced[operand->nodes[i]] = 1;
    return NB_STATUS_OK;
}

static nb_status add_parts(nb_arrays *a, nb_def_id def, bool all) {
    nb_formula_part *parts;
    size_t count;
    uint32_t array = NB_NO_ARRAY;
    nb_status status = nb_find_parts(a->s, def, &parts, &count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        status = add_part(a, &parts[i], array, &array);
        bool whole = all && status == NB_STATUS_OK && array != NB_NO_ARRAY;
        for (uint32_t k = 0; whole && k < nb_shape_count(parts[i].shape); k++)
            a->forced[parts[i].nodes[k]] = 1;
    }
    return status;
}

nb_status nb_arrays_find(nb_sheet *s, nb_node target, const nb_array *asked, bool all,
                         nb_style style, nb_arrays *arrays) {
    nb_arrays *a = arrays;
    nb_def_id *defs;
    size_t count;
    *a = (nb_arrays){.s = s, .style = style, .nodes = s->graph.count};
    a->place = nb_arena_add(&s->scratch, a->nodes, sizeof *a->place);
    a->index = nb_arena_add(&s->scratch, a->nodes, sizeof *a->index);
    a->forced = nb_arena_add(&s->scratch, a->nodes, sizeof *a->forced);
    a->names = nb_arena_add(&s->scratch, a->nodes, sizeof *a->names);
    bool fits = a->place != NULL && a->index != NULL && a->forced != NULL && a->names != NULL;
    if (!fits) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i < a->nodes; i++) a->place[i] = NB_NO_ARRAY;
    memcpy(a->names, s->owner, a->nodes * sizeof *a->names);
    nb_status status = nb_find_made_of(s, target, &defs, &count);
    if (status == NB_STATUS_OK) status = add_array(a, *asked);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        status = add_parts(a, defs[i], all);
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    return status;
}
