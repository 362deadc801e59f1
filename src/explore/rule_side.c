/* See rule_side.h. With the gradient G of the parent and local gradients f(i, j, k) that fall apart
 * into factors, each at one place, ∂L/∂W[i,j] = Σ G[..]·f[..] is a product of matrices where each
 * of i and j belongs to one of two factors and what is summed over to both. */
#include "explore/rule_side.h"

#include <string.h>

#include "formulas/table_cells.h"

enum { MOST_FACTORS = 24 };

/* One of the at most two matrices. */
typedef struct matrix {
    bool gradient;
    const nb_term *term; /* beside the gradient: element by element; NULL: none */
    nb_letters at;
    double *numbers;     /* of each link */
    const double *local; /* those of the term beside the gradient alone */
    nb_letters local_at;
} matrix;

typedef struct stepper {
    nb_arrays *arrays;
    nb_sheet *s;
    const nb_step *step;
    nb_rule_equation *equation;
    nb_pattern p;
    matrix m[2];
    int count;
} stepper;

/* ---- pieces of a side ---- */

static void add(stepper *t, nb_rule_side *side, nb_rule_factor factor) {
    if (side->factors == NULL)
        side->factors = nb_result_array(t->s->result, MOST_FACTORS, sizeof *side->factors);
    if (side->factors == NULL || side->count == MOST_FACTORS) return;
    side->factors[side->count++] = factor;
}

static nb_text indexed(nb_sheet *s, nb_text name, const char *index) {
    nb_writer w = {.s = s};
    bool brackets = *index != '\0' && name.level != NB_LEVEL_CALL;
    if (*index == '\0') return name;
    if (brackets) nb_write_mark(&w, NB_PIECE_OPEN);
    nb_write_text(&w, name);
    if (brackets) nb_write_mark(&w, NB_PIECE_CLOSE);
    nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT, .text = index});
    return nb_written(&w, NB_LEVEL_CALL);
}

static bool is_one(const nb_term *term) {
    return term != NULL && term->kind == NB_TERM_NUMBER && term->number == 1;
}

static nb_rule_sign begins(const nb_step *step) {
    return step->first ? NB_RULE_FIRST : NB_RULE_PLUS;
}

static nb_text describe(stepper *t, const nb_term *term) {
    return nb_describe_term(t->s, term, NB_STYLE_NAMES | (t->arrays->style & NB_STYLE_TYPESET));
}

/* The letters that are summed over: those that the left side has not. */
static const char *summed(stepper *t) {
    char text[NB_LETTERS + 1];
    size_t count = 0;
    for (int i = 0; i < t->p.letters; i++)
        if (!nb_has_letter(t->p.node, i)) text[count++] = (char)('i' + i);
    return count == 0 ? NULL : nb_result_text(t->s->result, text, count);
}

/* ---- in elements ---- */

static const nb_array *array(const stepper *t, uint32_t i) {
    return &t->arrays->list[i];
}

/* Whether the parent is a function of the node, element by element. */
static bool is_slope(const stepper *t) {
    const nb_array *parent = array(t, t->step->parent);
    nb_letters a = t->p.node, b = t->p.parent;
    return parent->slope != NULL && parent->made_of == t->step->node && t->p.complete &&
           a.rank == b.rank && a.row == b.row && a.column == b.column;
}

/* ∂h[j]/∂z[i], or relu'(z[i]) where h is made of z that way. */
static nb_text local_name(stepper *t, bool elements) {
    nb_sheet *s = t->s;
    const nb_array *node = array(t, t->step->node), *parent = array(t, t->step->parent);
    const char *below = elements ? nb_write_letters(s, t->p.node) : "";
    const char *above = elements ? nb_write_letters(s, t->p.parent) : "";
    nb_writer w = {.s = s};
    if (is_slope(t)) {
        nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_FUNCTION, .text = parent->slope});
        nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT, .text = "'"});
        nb_write_mark(&w, NB_PIECE_OPEN);
        nb_write_text(&w, indexed(s, node->name, below));
        nb_write_mark(&w, NB_PIECE_CLOSE);
        return nb_written(&w, NB_LEVEL_CALL);
    }
    bool typeset = (t->arrays->style & NB_STYLE_TYPESET) != 0;
    nb_piece between = {.kind = typeset ? NB_PIECE_TEMPLATE : NB_PIECE_SIGN, .op = NB_OP_DIV};
    if (typeset) nb_write_piece(&w, between);
    for (int k = 0; k < 2; k++) {
        nb_text name = indexed(s, k == 0 ? parent->name : node->name, k == 0 ? above : below);
        bool brackets = name.level != NB_LEVEL_CALL;
        between.part = k;
        if (k > 0) nb_write_piece(&w, between);
        nb_write_mark(&w, NB_PIECE_PARTIAL);
        if (brackets) nb_write_mark(&w, NB_PIECE_OPEN);
        nb_write_text(&w, name);
        if (brackets) nb_write_mark(&w, NB_PIECE_CLOSE);
    }
    between.part = 2;
    if (typeset) nb_write_piece(&w, between);
    return nb_written(&w, NB_LEVEL_CALL);
}

static void add_elements(stepper *t) {
    nb_sheet *s = t->s;
    nb_rule_side *side = &t->equation->element;
    const nb_array *parent = array(t, t->step->parent);
    nb_rule_factor factor = {.sign = begins(t->step), .sum = summed(t)};
    bool one = is_one(t->p.element);
    if (t->step->last && t->p.element == NULL) return; /* one by one */
    if (!t->step->last) {
        factor.gradient = true;
        factor.text = indexed(s, parent->name, nb_write_letters(s, t->p.parent));
        add(t, side, factor);
        factor = (nb_rule_factor){.sign = NB_RULE_PRODUCT};
    }
    if (one && !t->step->last) return;
    factor.text = t->p.element != NULL ? describe(t, t->p.element) : local_name(t, true);
    add(t, side, factor);
}

/* ---- which matrices ---- */

static bool same_place(nb_letters a, nb_letters b) {
    return a.rank == b.rank && (a.rank == 0 || a.column == b.column) &&
           (a.rank < 2 || a.row == b.row);
}

/* Sorts the factors of the local gradient: those at the gradient's own place stand beside it. */
static bool find_matrices(stepper *t) {
    const nb_pattern *p = &t->p;
    size_t count = t->step->count;
    if (!t->step->last) {
        matrix *g = &t->m[t->count++];
        *g = (matrix){.gradient = true, .at = p->parent};
        g->numbers = nb_arena_add(&t->s->scratch, count, sizeof *g->numbers);
        if (g->numbers == NULL) return false;
        for (size_t i = 0; i < count; i++) g->numbers[i] = t->step->links[i].upstream;
    }
    for (size_t n = 0; n < p->part_count; n++) {
        const nb_pattern_part *part = &p->parts[n];
        if (is_one(part->term) && t->count > 0) continue;
        bool beside = t->count > 0 && t->m[0].gradient && t->m[0].term == NULL &&
                      (part->at.rank == 0 || t->m[0].at.rank == 0 ||
                       same_place(part->at, t->m[0].at));
        if (!beside && t->count == 2) return false;
        if (!beside) {
            t->m[t->count++] = (matrix){.term = part->term, .at = part->at,
                                        .numbers = part->numbers};
            continue;
        }
        t->m[0].term = part->term;
        t->m[0].local = part->numbers;
        t->m[0].local_at = part->at;
        if (t->m[0].at.rank == 0) t->m[0].at = part->at; /* ∂L/∂s of a number s */
        for (size_t i = 0; i < count; i++) t->m[0].numbers[i] *= part->numbers[i];
    }
    return t->count > 0;
}

/* A matrix's numbers: of a letter's each value a row, of another's each a column. */
static void set_numbers(stepper *t, nb_rule_factor *factor, const double *of_links, int row,
                        int column) {
    uint32_t rows = row >= 0 ? t->p.extent[row] : 1;
    uint32_t columns = column >= 0 ? t->p.extent[column] : 1;
    double *numbers = nb_result_array(t->s->result, (size_t)rows * columns, sizeof *numbers);
    for (size_t i = 0; numbers != NULL && i < t->step->count; i++) {
        uint32_t r = row >= 0 ? t->p.index[row][i] : 0;
        uint32_t c = column >= 0 ? t->p.index[column][i] : 0;
        numbers[(size_t)r * columns + c] = of_links[i];
    }
    factor->rows = rows;
    factor->columns = columns;
    factor->numbers = numbers;
}

/* One matrix of the product, as names and as numbers; `inner`: as a factor of several. */
static void add_matrix(stepper *t, const matrix *m, nb_rule_factor how, bool inner, int row,
                       int column) {
    nb_rule_side *side = &t->equation->whole;
    bool two = m->gradient && m->term != NULL;
    bool scalar = two && (m->local_at.rank == 0 || t->p.parent.rank == 0);
    nb_rule_factor block = {.sign = how.sign, .sum = NULL};
    bool brackets = two && (inner || how.transposed || how.index != NULL);
    set_numbers(t, &block, m->numbers, row, column);
    add(t, &t->equation->blocks, block);
    nb_rule_factor factor = {.sign = how.sign, .sum = how.sum, .opens = brackets};
    if (m->gradient) {
        factor.gradient = true;
        factor.text = array(t, t->step->parent)->name;
    } else {
        factor.text = describe(t, m->term);
    }
    if (two) add(t, side, factor);
    bool number = two && m->term->kind == NB_TERM_NUMBER;
    if (two)
        factor = (nb_rule_factor){.sign = number || scalar ? NB_RULE_PRODUCT : NB_RULE_EACH,
                                  .text = describe(t, m->term)};
    factor.closes = brackets;
    factor.transposed = how.transposed;
    factor.index = how.index;
    add(t, side, factor);
}

/* The gradient and what stands beside it, each in numbers: [..] ⊙ [..]. */
static void show_both(stepper *t, const matrix *m, int row, int column) {
    nb_rule_side *blocks = &t->equation->blocks;
    if (blocks->count == 0) return; /* there was no memory for the first one */
    nb_rule_factor *whole = &blocks->factors[blocks->count - 1];
    bool number = m->local_at.rank == 0, scalar = t->p.parent.rank == 0;
    nb_rule_factor local = {.sign = number || scalar ? NB_RULE_PRODUCT : NB_RULE_EACH};
    double *gradient = nb_arena_add(&t->s->scratch, t->step->count, sizeof *gradient);
    if (gradient == NULL) return;
    for (size_t i = 0; i < t->step->count; i++) gradient[i] = t->step->links[i].upstream;
    set_numbers(t, whole, gradient, scalar ? -1 : row, scalar ? -1 : column);
    set_numbers(t, &local, m->local, number ? -1 : row, number ? -1 : column);
    add(t, blocks, local);
}

/* ---- as a whole ---- */

/* Only one matrix: it is the result, turned or not, or its rows or columns are summed up. */
static bool add_alone(stepper *t) {
    const matrix *m = &t->m[0];
    nb_letters to = t->p.node, at = m->at;
    nb_rule_factor how = {.sign = begins(t->step)};
    int row = at.rank == 2 ? at.row : -1, column = at.rank > 0 ? at.column : -1;
    if (t->p.letters > 2 + (at.rank == 2)) return false;
    if (same_place(at, to)) {
        add_matrix(t, m, how, false, row, column);
        if (m->local != NULL) show_both(t, m, row, column);
        return true;
    }
    bool turned = at.rank == 2 && to.rank == 2 && at.row == to.column && at.column == to.row;
    how.transposed = turned;
    if (turned) add_matrix(t, m, how, false, column, row);
    if (turned || at.rank != 2) return turned;
    bool flat = to.rank == 2 && t->p.extent[to.row] == 1;
    bool thin = to.rank == 2 && t->p.extent[to.column] == 1;
    bool down = at.column == to.column && (to.rank == 1 || flat);
    bool across = (to.rank == 1 && at.row == to.column) || (thin && at.row == to.row);
    if (!down && !across) return false;
    how.sum = summed(t);
    nb_letters rest = {2, down ? at.row : -1, down ? -1 : at.column};
    how.index = nb_write_letters(t->s, rest);
    add_matrix(t, m, how, false, row, column);
    t->equation->blocks.count = 0; /* the sum needs no second matrix beside it */
    return true;
}

/* The letter that both have and that is summed over; -1: none. */
static int common_letter(const stepper *t) {
    for (int i = 0; i < t->p.letters; i++)
        if (!nb_has_letter(t->p.node, i) && nb_has_letter(t->m[0].at, i) &&
            nb_has_letter(t->m[1].at, i))
            return i;
    return -1;
}

/* Whether these are all letters of a matrix or vector; -1: none. */
static bool has_just(nb_letters at, int a, int b) {
    int count = (a >= 0) + (b >= 0);
    return (int)at.rank == count && (a < 0 || nb_has_letter(at, a)) &&
           (b < 0 || nb_has_letter(at, b));
}

/* W[i,j] = Σ left[i,k]·right[k,j]; without k a column times a row. */
static bool add_product(stepper *t) {
    nb_letters to = t->p.node;
    int k = common_letter(t), i = to.row, j = to.column;
    const matrix *left = &t->m[0], *right = &t->m[1];
    if (!nb_has_letter(left->at, i)) {
        left = &t->m[1];
        right = &t->m[0];
    }
    if (!has_just(left->at, i, k) || !has_just(right->at, k, j)) return false;
    nb_rule_factor how = {.sign = begins(t->step)};
    bool vectors = k < 0;
    how.transposed = vectors ? !left->gradient : left->at.row != i;
    add_matrix(t, left, how, true, i, k);
    how = (nb_rule_factor){.sign = NB_RULE_PRODUCT};
    how.transposed = vectors ? left->gradient : right->at.row != k;
    add_matrix(t, right, how, true, k, j);
    return true;
}

/* x[i] = Σ v[k]·M[i,k] or Σ M[k,i]·v[k]; a number = Σ u[k]·v[k]. */
static bool add_vector_product(stepper *t) {
    nb_letters to = t->p.node;
    int k = common_letter(t), i = to.rank > 0 ? to.column : -1;
    const matrix *vector = &t->m[0], *other = &t->m[1];
    if (vector->at.rank == 2) {
        vector = &t->m[1];
        other = &t->m[0];
    }
    if (k < 0 || !has_just(vector->at, k, -1) || !has_just(other->at, k, i)) return false;
    nb_rule_factor first = {.sign = begins(t->step)}, second = {.sign = NB_RULE_PRODUCT};
    bool column = i >= 0 && other->at.row == k; /* the vector stands as one */
    if (column) {
        first.transposed = true;
        add_matrix(t, other, first, true, i, k);
        add_matrix(t, vector, second, true, k, -1);
    } else {
        second.transposed = true;
        add_matrix(t, vector, first, true, -1, k);
        add_matrix(t, other, second, true, k, i);
    }
    return true;
}

/* Where the local gradients follow no pattern: of a function element by element its slopes; from a
 * vector to a vector all of them, the Jacobian. */
static bool add_numbers(stepper *t) {
    nb_sheet *s = t->s;
    const nb_array *node = array(t, t->step->node), *parent = array(t, t->step->parent);
    uint32_t n = nb_shape_count(node->shape), m = nb_shape_count(parent->shape);
    nb_rule_factor g = {.sign = begins(t->step), .gradient = true, .text = parent->name};
    nb_rule_factor local = {.sign = NB_RULE_PRODUCT, .text = local_name(t, false)};
    bool each = t->p.complete && same_place(t->p.node, t->p.parent);
    bool small = (size_t)n * m <= NB_MOST_SLOPES;
    if (t->step->last || (!each && (node->shape.rank != 1 || parent->shape.rank == 2 || !small)))
        return false;
    uint32_t rows = each ? node->shape.rows : m, columns = each ? node->shape.columns : n;
    double *numbers = nb_result_array(s->result, (size_t)rows * columns, sizeof *numbers);
    double *above = nb_result_array(s->result, m, sizeof *above);
    if (numbers == NULL || above == NULL) return true;
    for (size_t i = 0; i < t->step->count; i++) {
        const nb_step_link *link = &t->step->links[i];
        numbers[each ? link->node : (size_t)link->parent * n + link->node] += link->value;
    }
    for (uint32_t i = 0; i < m; i++)
        above[i] = nb_graph_gradient(&s->graph, parent->nodes[i]);
    if (each && node->shape.rank > 0) local.sign = NB_RULE_EACH;
    add(t, &t->equation->whole, g);
    add(t, &t->equation->whole, local);
    g = (nb_rule_factor){.sign = g.sign, .rows = each ? parent->shape.rows : 1,
                         .columns = each ? parent->shape.columns : m, .numbers = above};
    local = (nb_rule_factor){.sign = local.sign, .rows = rows, .columns = columns,
                             .numbers = numbers};
    add(t, &t->equation->blocks, g);
    add(t, &t->equation->blocks, local);
    return true;
}

static bool add_whole(stepper *t) {
    if (t->p.element == NULL) return add_numbers(t);
    if (t->p.part_count == 0 || !find_matrices(t)) return false;
    if (t->count == 1) return add_alone(t);
    return t->p.node.rank == 2 ? add_product(t) : add_vector_product(t);
}

void nb_add_more(nb_sheet *s, nb_rule_equation *equation) {
    nb_writer w = {.s = s};
    stepper t = {.s = s};
    nb_write_mark(&w, NB_PIECE_MORE);
    add(&t, &equation->element, (nb_rule_factor){.sign = NB_RULE_PLUS,
                                                 .text = nb_written(&w, NB_LEVEL_CALL)});
}

nb_status nb_add_step(nb_arrays *arrays, const nb_step *step, nb_rule_equation *equation,
                      bool *whole) {
    stepper t = {.arrays = arrays, .s = arrays->s, .step = step, .equation = equation};
    nb_status status = NB_STATUS_OK;
    if (step->count > 0)
        status = nb_pattern_find(arrays, step->node, step->parent, step->links, step->count, &t.p);
    if (status != NB_STATUS_OK) return status;
    if (t.p.element != NULL && t.p.element->kind == NB_TERM_NUMBER && is_slope(&t))
        t.p.element = NULL; /* relu'(z) says more than the 1 that it is everywhere now */
    if (t.p.element == NULL && !t.p.complete) { /* each element of the one by each of the other */
        t.p.node = t.p.parent = (nb_letters){0, -1, -1};
        int letter = 0;
        const nb_shape shapes[] = {array(&t, step->node)->shape, array(&t, step->parent)->shape};
        for (int k = 0; k < 2; k++) {
            nb_letters *at = k == 0 ? &t.p.node : &t.p.parent;
            at->rank = shapes[k].rank;
            if (at->rank == 2) at->row = letter++;
            if (at->rank > 0) at->column = letter++;
        }
        t.p.letters = letter;
    }
    add_elements(&t);
    if (*whole) *whole = add_whole(&t);
    return arrays->s->result->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}
