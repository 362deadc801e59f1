/* See pattern.h. */
#include "arrays/pattern.h"

#include <stdio.h>
#include <string.h>

#include "definitions/problem.h"
#include "formulas/local.h"
#include "formulas/table_cells.h"

enum { DEEPEST = 40, MOST_FACTORS = 12, NO_PLACE = 9 /* the rank of what has no one place */ };

typedef struct finder {
    nb_arrays *arrays;
    nb_algebra algebra;
    nb_pattern *p;
    size_t count;
    int kind[NB_LETTERS]; /* of a letter: a row, a column, or that of a vector */
    bool typed_index;     /* names of elements, rather than of vectors */
} finder;

enum { ROW, COLUMN, EITHER };

/* ---- letters ---- */

static bool is_index(const finder *f, int letter, const uint32_t *index) {
    return memcmp(f->p->index[letter], index, f->count * sizeof *index) == 0;
}

/* The letter that an index is for all links; of several, as where all are 1, one of its own kind.
 * -1: none. `last`: the ones that came last are asked first. */
static int find_letter(const finder *f, const uint32_t *index, int kind, bool last) {
    for (int cross = 0; cross < 2; cross++) {
        for (int n = 0; n < f->p->letters; n++) {
            int i = last ? f->p->letters - 1 - n : n;
            bool same = f->kind[i] == kind;
            bool fits = cross == 0 ? same
                                   : !same && (f->p->extent[i] > 1 || kind == EITHER ||
                                               f->kind[i] == EITHER);
            if (fits && is_index(f, i, index)) return i;
        }
    }
    return -1;
}

static int add_letter(finder *f, uint32_t *index, int kind, uint32_t extent) {
    nb_pattern *p = f->p;
    if (p->letters == NB_LETTERS) return -1;
    p->index[p->letters] = index;
    p->extent[p->letters] = extent;
    f->kind[p->letters] = kind;
    return p->letters++;
}

static uint32_t *list_index(const finder *f, const uint32_t *elements, nb_shape shape, bool row) {
    uint32_t *index = nb_arena_add(&f->arrays->s->scratch, f->count, sizeof *index);
    for (size_t i = 0; index != NULL && i < f->count; i++)
        index[i] = row ? elements[i] / shape.columns : elements[i] % shape.columns;
    return index;
}

/* Where elements of an array stand. `fresh`: what is no letter yet becomes one. */
static nb_status place(finder *f, const uint32_t *elements, nb_shape shape, bool fresh, bool known,
                       nb_letters *at) {
    *at = (nb_letters){shape.rank, -1, -1};
    for (int row = 1; row >= 0; row--) {
        int kind = shape.rank == 1 ? EITHER : row ? ROW : COLUMN;
        if (shape.rank == 0 || (row && shape.rank < 2)) continue;
        uint32_t *index = list_index(f, elements, shape, row);
        if (index == NULL) return NB_STATUS_NO_MEMORY;
        int letter = known ? find_letter(f, index, kind, !fresh) : -1;
        uint32_t extent = row ? shape.rows : shape.columns;
        if (letter >= 0 && fresh && f->p->extent[letter] != extent) letter = -1;
        if (letter < 0 && fresh) letter = add_letter(f, index, kind, extent);
        bool same = true;
        for (size_t i = 1; i < f->count; i++) same = same && index[i] == index[0];
        if (letter < 0 && !same) at->rank = NO_PLACE;
        if (row) at->row = letter;
        else at->column = letter;
    }
    return NB_STATUS_OK;
}

bool nb_has_letter(nb_letters at, int letter) {
    return (at.rank > 0 && at.column == letter) || (at.rank == 2 && at.row == letter);
}

/* The letter as a text, or what stands there without one. */
static char letter_or(int letter, char other) {
    return letter >= 0 ? (char)('i' + letter) : other;
}

const char *nb_write_letters(nb_sheet *s, nb_letters at) {
    char text[8];
    char row = letter_or(at.row, ':'), column = letter_or(at.column, ':');
    if (at.rank == 0) return "";
    if (at.rank == 1) snprintf(text, sizeof text, "[%c]", column);
    else snprintf(text, sizeof text, "[%c,%c]", row, column);
    const char *kept = nb_result_text(s->result, text, strlen(text));
    return kept != NULL ? kept : "";
}

/* ---- one term for all links ---- */

/* Where the two together stand: a number anywhere, a vector along the columns of a matrix. */
static nb_letters join(nb_letters a, nb_letters b) {
    if (a.rank == 0) return b;
    if (b.rank == 0) return a;
    if (a.rank == NO_PLACE || b.rank == NO_PLACE || a.column != b.column)
        return (nb_letters){NO_PLACE, -1, -1};
    if (a.rank == b.rank && a.rank == 2 && a.row != b.row) return (nb_letters){NO_PLACE, -1, -1};
    return a.rank > b.rank ? a : b;
}

/* The array that the nodes of all links are elements of; NB_NO_ARRAY: they are of several. */
static nb_status common_array(finder *f, const nb_term *const *terms, uint32_t *array) {
    for (size_t i = 0; i < f->count; i++) {
        uint32_t found;
        nb_status status = nb_array_of(f->arrays, terms[i]->node, &found);
        if (status != NB_STATUS_OK) return status;
        if (i > 0 && found != *array) {
            *array = NB_NO_ARRAY;
            return NB_STATUS_OK;
        }
        *array = found;
    }
    return NB_STATUS_OK;
}

/* [2,i] behind a name, or [2,:] where all of a row or column is meant. */
static const char *write_index(const finder *f, nb_letters at, nb_shape shape, uint32_t first) {
    char text[64], one[2][16];
    const uint32_t fixed[] = {first / shape.columns + 1, first % shape.columns + 1};
    const int letters[] = {at.row, at.column};
    for (int k = 0; k < 2; k++) {
        char letter = letter_or(f->typed_index ? letters[k] : -1, ':');
        if (letters[k] < 0) snprintf(one[k], sizeof one[k], "%u", fixed[k]);
        else snprintf(one[k], sizeof one[k], "%c", letter);
    }
    if (at.rank == 1) snprintf(text, sizeof text, "[%s]", one[1]);
    else snprintf(text, sizeof text, "[%s,%s]", one[0], one[1]);
    return nb_result_text(f->arrays->s->result, text, strlen(text));
}

/* An element of an array, or the array: x[i], x, W[2,:]. */
static nb_text name_leaf(finder *f, const nb_array *of, nb_letters at, uint32_t first) {
    nb_writer w = {.s = f->arrays->s};
    bool fixed = (at.rank > 0 && at.column < 0) || (at.rank == 2 && at.row < 0);
    bool indexed = at.rank > 0 && (f->typed_index || fixed);
    bool brackets = indexed && of->name.level != NB_LEVEL_CALL;
    if (!indexed) return of->name;
    if (brackets) nb_write_mark(&w, NB_PIECE_OPEN);
    nb_write_text(&w, of->name);
    if (brackets) nb_write_mark(&w, NB_PIECE_CLOSE);
    nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT,
                                  .text = write_index(f, at, of->shape, first)});
    return nb_written(&w, NB_LEVEL_CALL);
}

/* What stands there once a fixed row or column is left out: W[2,:] is a vector. */
static nb_letters without_fixed(nb_letters at) {
    int only = at.column >= 0 ? at.column : at.rank == 2 ? at.row : -1;
    bool two = at.rank == 2 && at.row >= 0 && at.column >= 0;
    return two ? at : (nb_letters){at.rank > 0 && only >= 0 ? 1 : 0, -1, only};
}

/* A name directly before a bracket multiplies, unless a function has it, too. */
static bool may_multiply(const nb_sheet *s, const nb_array *of) {
    if (of->def == NB_NO_DEF && strpbrk(of->name.pieces[0].text, " ([+-*/@") != NULL) return false;
    nb_op op;
    const char *name = of->name.pieces[0].text;
    nb_def_id function = of->def == NB_NO_DEF ? NB_NO_DEF
                                              : s->symbols[s->defs[of->def].symbol].function;
    return function == NB_NO_DEF && !nb_op_find_call(name, strlen(name), &op);
}

/* A leaf of the term: an element of the same array for each link. NULL in *to: it is not. */
static nb_status generalise_leaf(finder *f, const nb_term *const *terms, uint32_t array,
                                 nb_letters *at, const nb_term **to) {
    nb_sheet *s = f->arrays->s;
    uint32_t *elements = nb_arena_add(&s->scratch, f->count, sizeof *elements);
    nb_term *made = nb_result_array(s->result, 1, sizeof *made);
    nb_text *text = nb_result_array(s->result, 1, sizeof *text);
    if (elements == NULL || made == NULL || text == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < f->count; i++) elements[i] = f->arrays->index[terms[i]->node];
    const nb_array *of = &f->arrays->list[array];
    nb_status status = place(f, elements, of->shape, false, true, at);
    if (status != NB_STATUS_OK || at->rank == NO_PLACE) return status;
    *text = name_leaf(f, of, *at, elements[0]);
    *at = without_fixed(*at);
    *made = (nb_term){.kind = NB_TERM_NAME, .number = terms[0]->number, .text = text,
                      .multiplies = of->name.count == 1 && may_multiply(s, of)};
    *to = made;
    return NB_STATUS_OK;
}

/* The formulas of nodes, one operation deep; NULL: memory ran out. */
static const nb_term **open_nodes(finder *f, const nb_term *const *terms) {
    nb_sheet *s = f->arrays->s;
    const nb_graph *graph = &s->graph;
    const nb_term **opened = nb_arena_add(&s->scratch, f->count, sizeof(nb_term_ref));
    nb_term *made = nb_arena_add(&s->scratch, f->count, sizeof *made);
    if (opened == NULL || made == NULL) return NULL;
    for (size_t i = 0; i < f->count; i++) {
        nb_node node = terms[i]->node;
        made[i] = (nb_term){.kind = NB_TERM_OP, .op = (nb_op)graph->op[node],
                            .number = graph->value[node]};
        for (int k = 0; k < nb_graph_arity(graph, node); k++) {
            made[i].operands[k] = nb_term_node(&f->algebra, nb_graph_operand(graph, node, k));
            if (made[i].operands[k] == NULL) return NULL;
        }
        opened[i] = &made[i];
    }
    return opened;
}

static bool begin_alike(const nb_term *a, const nb_term *b) {
    return a->kind == b->kind && (a->kind != NB_TERM_OP || a->op == b->op) &&
           (a->kind != NB_TERM_NUMBER || a->number == b->number);
}

static bool are_alike(const nb_term *a, const nb_term *b, int depth) {
    if (!begin_alike(a, b)) return false;
    int arity = a->kind == NB_TERM_OP && depth < DEEPEST ? nb_op_get(a->op)->arity : 0;
    for (int k = 0; k < arity; k++)
        if (!are_alike(a->operands[k], b->operands[k], depth + 1)) return false;
    return true;
}

bool nb_is_alike(const nb_term *a, const nb_term *b) {
    return are_alike(a, b, 0);
}

/* The term that all links have, but for indices; NULL in *to: there is none. */
static nb_status generalise(finder *f, const nb_term *const *terms, int depth, nb_letters *at,
                            const nb_term **to) {
    nb_sheet *s = f->arrays->s;
    const nb_term *first = terms[0];
    *to = NULL;
    *at = (nb_letters){0, -1, -1};
    if (first == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 1; i < f->count; i++)
        if (terms[i] == NULL || !begin_alike(first, terms[i])) return NB_STATUS_OK;
    if (first->kind == NB_TERM_NUMBER) *to = first;
    if (first->kind == NB_TERM_NODE) {
        uint32_t array = NB_NO_ARRAY;
        nb_status status = common_array(f, terms, &array);
        if (status != NB_STATUS_OK || array == NB_NO_ARRAY) return status;
        if (!f->arrays->list[array].opens || depth == DEEPEST)
            return generalise_leaf(f, terms, array, at, to);
        terms = open_nodes(f, terms);
        if (terms == NULL) return NB_STATUS_NO_MEMORY;
        return generalise(f, terms, depth + 1, at, to);
    }
    if (first->kind != NB_TERM_OP || depth == DEEPEST) return NB_STATUS_OK;
    nb_term *made = nb_result_array(s->result, 1, sizeof *made);
    const nb_term **operands = nb_arena_add(&s->scratch, f->count, sizeof(nb_term_ref));
    if (made == NULL || operands == NULL) return NB_STATUS_NO_MEMORY;
    *made = *first;
    for (int k = 0; k < nb_op_get(first->op)->arity; k++) {
        nb_letters inner;
        for (size_t i = 0; i < f->count; i++) operands[i] = terms[i]->operands[k];
        nb_status status = generalise(f, operands, depth + 1, &inner, &made->operands[k]);
        if (status != NB_STATUS_OK || made->operands[k] == NULL) return status;
        *at = join(*at, inner);
    }
    *to = made;
    return nb_poll(s);
}

/* ---- factors ---- */

static bool same_place(nb_letters a, nb_letters b) {
    return a.rank == b.rank && (a.rank == 0 || a.column == b.column) &&
           (a.rank < 2 || a.row == b.row);
}

static nb_status multiply(finder *f, nb_pattern_part *part, const nb_term *term,
                          const nb_term *const *terms) {
    nb_sheet *s = f->arrays->s;
    nb_term *made = nb_result_array(s->result, 1, sizeof *made);
    if (made == NULL) return NB_STATUS_NO_MEMORY;
    *made = (nb_term){.kind = NB_TERM_OP, .op = NB_OP_MUL, .operands = {part->term, term, NULL}};
    part->term = part->term == NULL ? term : made;
    for (size_t i = 0; i < f->count; i++) part->numbers[i] *= terms[i]->number;
    return NB_STATUS_OK;
}

static nb_status add_factor(finder *f, const nb_term *term, nb_letters at,
                            const nb_term *const *terms) {
    nb_pattern *p = f->p;
    size_t to = 0;
    while (to < p->part_count && at.rank > 0 && p->parts[to].at.rank > 0 &&
           !same_place(p->parts[to].at, at))
        to++;
    if (to == NB_PATTERN_PARTS) return NB_STATUS_OK;
    if (to == p->part_count) {
        p->parts[p->part_count++] = (nb_pattern_part){.at = at};
        p->parts[to].numbers = nb_arena_add(&f->arrays->s->scratch, f->count, sizeof(double));
        if (p->parts[to].numbers == NULL) return NB_STATUS_NO_MEMORY;
        for (size_t i = 0; i < f->count; i++) p->parts[to].numbers[i] = 1;
    }
    if (p->parts[to].at.rank == 0) p->parts[to].at = at;
    return multiply(f, &p->parts[to], term, terms);
}

/* The factors of a product that stands in `stack` at *depth, two more lists. */
static nb_status push_operands(finder *f, const nb_term *const *at,
                               const nb_term *const **stack, size_t *depth) {
    for (int k = 1; k >= 0; k--) {
        const nb_term **operands = nb_arena_add(&f->arrays->s->scratch, f->count,
                                                sizeof(nb_term_ref));
        if (operands == NULL) return NB_STATUS_NO_MEMORY;
        for (size_t i = 0; i < f->count; i++) operands[i] = at[i]->operands[k];
        stack[(*depth)++] = operands;
    }
    return NB_STATUS_OK;
}

/* Whether the two lists on top stand at different places: a vector and a matrix do not belong
 * together, though the one could be broadcast. */
static nb_status are_apart(finder *f, const nb_term *const *const *top, bool *apart) {
    nb_letters at[2];
    const nb_term *term;
    *apart = true;
    for (int k = 0; k < 2; k++) {
        nb_status status = generalise(f, top[k], 0, &at[k], &term);
        if (status != NB_STATUS_OK || term == NULL) return status;
    }
    *apart = at[0].rank > 0 && at[1].rank > 0 && !same_place(at[0], at[1]);
    return NB_STATUS_OK;
}

/* Takes a product apart; as soon as a factor has no one place, there is no whole. */
static nb_status split(finder *f, const nb_term *const *terms) {
    const nb_term *const *stack[MOST_FACTORS] = {terms};
    size_t depth = 1;
    while (depth > 0) {
        const nb_term *const *at = stack[--depth], *term;
        bool product = depth + 2 <= MOST_FACTORS, apart = false;
        nb_letters where;
        for (size_t i = 0; i < f->count; i++)
            product = product && at[i]->kind == NB_TERM_OP && at[i]->op == NB_OP_MUL;
        nb_status status = generalise(f, at, 0, &where, &term);
        if (status == NB_STATUS_OK && product) status = push_operands(f, at, stack, &depth);
        if (status == NB_STATUS_OK && product) status = are_apart(f, &stack[depth - 2], &apart);
        if (status != NB_STATUS_OK) return status;
        if (apart) continue;
        if (product) depth -= 2;
        if (term == NULL || where.rank == NO_PLACE) {
            f->p->part_count = 0;
            return NB_STATUS_OK;
        }
        status = add_factor(f, term, where, at);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

/* ---- the pattern ---- */

static nb_status begin(finder *f, const nb_array *node, const nb_array *parent,
                       const nb_step_link *links) {
    nb_pattern *p = f->p;
    uint32_t *elements = nb_arena_add(&f->arrays->s->scratch, f->count, sizeof *elements);
    if (elements == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < f->count; i++) elements[i] = links[i].node;
    nb_status status = place(f, elements, node->shape, true, false, &p->node);
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; i < f->count; i++) elements[i] = links[i].parent;
    status = place(f, elements, parent->shape, true, true, &p->parent);
    double all = 1;
    for (int i = 0; i < p->letters; i++) all *= p->extent[i];
    p->complete = all == (double)f->count;
    return status;
}

nb_status nb_pattern_find(nb_arrays *arrays, uint32_t node, uint32_t parent,
                          const nb_step_link *links, size_t count, nb_pattern *pattern) {
    finder f = {.arrays = arrays, .p = pattern, .count = count};
    nb_letters at;
    *pattern = (nb_pattern){.element = NULL};
    const nb_array of = arrays->list[node], above = arrays->list[parent]; /* the list may move */
    const nb_term **terms = nb_arena_add(&arrays->s->scratch, count, sizeof(nb_term_ref));
    if (terms == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) terms[i] = links[i].local;
    nb_status status = nb_algebra_get(arrays->s, &arrays->s->scratch, &f.algebra);
    f.algebra.names = arrays->names;
    if (status == NB_STATUS_OK) status = begin(&f, &of, &above, links);
    if (status != NB_STATUS_OK || !pattern->complete) return status;
    f.typed_index = true;
    status = generalise(&f, terms, 0, &at, &pattern->element);
    f.typed_index = false;
    if (status != NB_STATUS_OK || pattern->element == NULL) return status;
    return split(&f, terms);
}
