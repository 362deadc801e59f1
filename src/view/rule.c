/* See rule.h. Matrices stand side by side where the line is wide enough, else one below the other;
 * of large ones the first rows and columns are shown. */
#include "view/rule.h"

#include <stdio.h>
#include <string.h>

#include "view/latex.h"
#include "view/message.h"
#include "view/text.h"

enum {
    INDENT = 2,
    MARK_INDENT = 4,
    GAP = 3,
    MOST_SIDE = 6,    /* rows and columns of a matrix that are shown */
    MOST_BLOCKS = 26
};

/* ---- equations ---- */

static void add_derivative(nb_pen *pen, const nb_rule_block *block, const nb_text *by) {
    nb_pen_add(pen, "∂");
    nb_pen_add_variable(pen, &block->target);
    nb_pen_add(pen, "/∂");
    nb_pen_add_variable(pen, by);
}

static const char *sign_of(nb_rule_sign sign) {
    static const char *const signs[] = {[NB_RULE_FIRST] = "", [NB_RULE_PLUS] = "+ ",
                                        [NB_RULE_PRODUCT] = "· ", [NB_RULE_EACH] = "⊙ "};
    return signs[sign];
}

/* The letters that are summed over, as subscripts. */
static void add_letters(nb_pen *pen, const char *letters) {
    static const char *const below[] = {"ᵢ", "ⱼ", "ₖ", "ₗ"};
    for (; *letters != '\0'; letters++) {
        bool letter = *letters >= 'i' && *letters <= 'l' && !pen->view->ascii;
        if (letter) nb_pen_add(pen, below[*letters - 'i']);
        else if (pen->view->ascii) nb_pen_add(pen, (char[]){*letters, '\0'});
    }
}

void nb_pen_add_rule_side(nb_pen *pen, const nb_rule_block *block, const nb_rule_side *side) {
    for (size_t i = 0; i < side->count; i++) {
        const nb_rule_factor *factor = &side->factors[i];
        bool alone = side->count == 1 && !factor->transposed;
        if (i > 0) nb_pen_add_break(pen);
        nb_pen_add(pen, sign_of(factor->sign));
        if (factor->sum != NULL) {
            nb_pen_add(pen, pen->view->ascii ? "sum_" : "Σ");
            add_letters(pen, factor->sum);
            nb_pen_add(pen, " ");
        }
        if (factor->opens) nb_pen_add(pen, "(");
        if (factor->gradient) add_derivative(pen, block, &factor->text);
        else if (alone) nb_pen_add_pieces(pen, &factor->text);
        else if (factor->transposed && !factor->closes) nb_pen_add_variable(pen, &factor->text);
        else nb_pen_add_factor(pen, &factor->text);
        if (factor->closes) nb_pen_add(pen, ")");
        if (factor->index != NULL) nb_pen_add(pen, factor->index);
        if (factor->transposed) nb_pen_add(pen, "ᵀ");
    }
}

static void add_shape(nb_pen *pen, uint32_t rows, uint32_t columns) {
    char shape[48];
    snprintf(shape, sizeof shape, "%u%s%u", rows, pen->view->ascii ? "x" : "×", columns);
    nb_pen_add(pen, shape);
}

void nb_pen_add_shapes(nb_pen *pen, const nb_rule_equation *equation) {
    const nb_rule_side *blocks = &equation->blocks;
    if (blocks->count != 2 || blocks->factors[1].sign != NB_RULE_PRODUCT) return;
    const nb_rule_factor *a = &blocks->factors[0], *b = &blocks->factors[1];
    if (a->columns != b->rows || a->rows * a->columns == 1) return; /* one is a number */
    add_shape(pen, a->rows, b->columns);
    nb_pen_add(pen, " = ");
    add_shape(pen, a->rows, a->columns);
    nb_pen_add(pen, " · ");
    add_shape(pen, b->rows, b->columns);
}

typedef struct layout {
    nb_pen *pen;
    const nb_rule_block *block;
    size_t mark, left, right; /* columns */
} layout;

static void fill_mark(layout *l, const nb_rule_equation *equation) {
    char number[24];
    if (equation->number <= 20 && !l->pen->view->ascii) /* ① to ⑳ */
        snprintf(number, sizeof number, "\xe2\x91%c", 0xa0 + equation->number - 1);
    else snprintf(number, sizeof number, "(%d)", equation->number);
    nb_pen_begin(l->pen);
    nb_pen_add(l->pen, number);
}

static void fill_left(layout *l, const nb_rule_equation *equation, bool element) {
    nb_pen_begin(l->pen);
    nb_pen_add(l->pen, "∂");
    nb_pen_add_variable(l->pen, &l->block->target);
    nb_pen_add(l->pen, "/∂");
    nb_pen_add_variable(l->pen, &equation->node);
    if (element) nb_pen_add(l->pen, equation->index);
}

static void fill_right(layout *l, const nb_rule_equation *equation, bool element) {
    nb_pen_begin(l->pen);
    if (!element || equation->element.count > 0) {
        nb_pen_add_rule_side(l->pen, l->block, element ? &equation->element : &equation->whole);
        return;
    }
    nb_pen_add(l->pen, nb_view_word(l->pen->view, NB_MESSAGE_RULE_ONE_BY_ONE));
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static void measure(layout *l) {
    for (size_t i = 0; i < l->block->count; i++) {
        const nb_rule_equation *equation = &l->block->equations[i];
        fill_mark(l, equation);
        l->mark = larger(l->mark, nb_pen_columns(l->pen) + 1);
        for (int element = 0; element < 2; element++) {
            fill_left(l, equation, element);
            size_t left = nb_pen_columns(l->pen);
            if (left <= l->pen->width / 3) l->left = larger(l->left, left);
            fill_right(l, equation, element);
            size_t right = nb_pen_columns(l->pen) +
                           (element ? equation->element.count : equation->whole.count);
            if (right <= l->pen->width / 2) l->right = larger(l->right, right);
        }
    }
}

/* What stands beside an equation: a definition, or the shapes. */
static void fill_beside(layout *l, const nb_rule_equation *equation, size_t definition,
                        bool shapes) {
    nb_pen_begin(l->pen);
    if (shapes) {
        nb_pen_add_shapes(l->pen, equation);
    } else if (definition < equation->definition_count) {
        nb_pen_add_pieces(l->pen, &equation->definitions[definition].name);
        nb_pen_add(l->pen, " = ");
        nb_pen_add_pieces(l->pen, &equation->definitions[definition].formula);
    }
}

/* One line of an equation, and beside it what fits there; else that stands below. */
static void render_line(layout *l, const nb_rule_equation *equation, bool element) {
    nb_pen *pen = l->pen;
    size_t start = MARK_INDENT + l->mark, column = start + l->left + 3;
    fill_left(l, equation, element);
    bool wide = nb_pen_columns(pen) > l->left;
    size_t used = wide ? nb_pen_columns(pen) : l->left;
    nb_pen_put(pen, used, false);
    fill_right(l, equation, element);
    size_t hang = wide || column > pen->width / 2 ? start + 2 : column;
    size_t part = nb_pen_widest_part(pen);
    bool below = start + used + 3 + part > pen->width && hang + part <= pen->width;
    nb_pen_begin(pen);
    nb_pen_add(pen, below ? " =" : " = ");
    nb_pen_put(pen, 0, false);
    if (below) nb_buffer_add_char(pen->out, '\n');
    if (below) nb_pen_blanks(pen, hang);
    fill_right(l, equation, element);
    size_t breaks = element ? equation->element.count : equation->whole.count;
    size_t right = nb_pen_columns(pen) + (breaks > 0 ? breaks - 1 : 0);
    fill_beside(l, equation, 0, !element);
    size_t beside = nb_pen_columns(pen);
    size_t at = column + l->right + GAP;
    fill_right(l, equation, element);
    bool fits = beside > 0 && !wide && right <= l->right && at + beside <= pen->width;
    if (!fits) {
        nb_pen_flow(pen, below ? hang : start + used + 3, hang);
    } else {
        nb_pen_put_unbroken(pen);
        nb_pen_blanks(pen, l->right + GAP - right);
        fill_beside(l, equation, 0, !element);
        nb_pen_flow(pen, at, at);
    }
    for (size_t i = fits ? 1 : 0; i < (element ? equation->definition_count : beside > 0); i++) {
        nb_pen_blanks(pen, start + 2);
        fill_beside(l, equation, i, !element);
        nb_pen_flow(pen, start + 2, start + 4);
    }
}

static void render_equation(layout *l, const nb_rule_equation *equation) {
    nb_pen_blanks(l->pen, MARK_INDENT);
    fill_mark(l, equation);
    nb_pen_put(l->pen, l->mark, false);
    render_line(l, equation, true);
    if (equation->whole.count == 0) return;
    nb_pen_blanks(l->pen, MARK_INDENT + l->mark);
    render_line(l, equation, false);
}

/* ---- numbers ---- */

/* A matrix as it is shown. */
typedef struct matrix {
    const double *numbers;
    uint32_t columns;             /* that it has */
    uint32_t rows_shown, columns_shown;
    bool more_rows, more_columns;
    size_t width[MOST_SIDE];      /* of each column */
    nb_rule_sign sign;
    bool equals;                  /* it is the result */
    const nb_rule_equation *of;   /* its name stands before it; NULL: the sign alone */
} matrix;

static size_t fill_number(nb_pen *pen, const matrix *m, uint32_t row, uint32_t column) {
    nb_pen_begin(pen);
    nb_pen_add_number(pen, m->equals ? NB_INK_GRADIENT : NB_INK_PLAIN,
                      m->numbers[(size_t)row * m->columns + column]);
    return nb_pen_columns(pen);
}

static matrix begin_matrix(nb_pen *pen, const double *numbers, uint32_t rows, uint32_t columns,
                           uint32_t most) {
    matrix m = {.numbers = numbers, .columns = columns};
    m.more_rows = rows > MOST_SIDE;
    m.more_columns = columns > most;
    m.rows_shown = m.more_rows ? MOST_SIDE - 1 : rows;
    m.columns_shown = m.more_columns ? most : columns;
    for (uint32_t c = 0; c < m.columns_shown; c++)
        for (uint32_t r = 0; r < m.rows_shown; r++)
            m.width[c] = larger(m.width[c], fill_number(pen, &m, r, c));
    return m;
}

static bool is_number(const matrix *m) {
    return m->columns == 1 && m->rows_shown == 1 && !m->more_rows;
}

static size_t matrix_width(const matrix *m) {
    size_t width = is_number(m) ? 0 : 2;
    for (uint32_t c = 0; c < m->columns_shown; c++) width += m->width[c] + (c > 0 ? 2 : 0);
    return width + (m->more_columns ? 5 : 0);
}

static uint32_t height_of(const matrix *m) {
    return m->rows_shown + m->more_rows;
}

static const char *bracket(const nb_pen *pen, const matrix *m, uint32_t row, bool opens) {
    static const char *const signs[2][3] = {{"⎤", "⎥", "⎦"}, {"⎡", "⎢", "⎣"}};
    uint32_t height = height_of(m);
    if (pen->view->ascii || height == 1) return opens ? "[" : "]";
    return signs[opens][row == 0 ? 0 : row == height - 1 ? 2 : 1];
}

/* One line of a matrix, in its width. */
static void put_row(nb_pen *pen, const matrix *m, uint32_t row) {
    bool number = is_number(m);
    const char *more = pen->view->ascii ? "..." : "…";
    nb_pen_begin(pen);
    if (!number) nb_pen_add(pen, bracket(pen, m, row, true));
    nb_pen_put(pen, 0, false);
    for (uint32_t c = 0; c < m->columns_shown; c++) {
        nb_pen_begin(pen);
        nb_pen_add(pen, height_of(m) == 1 ? ", " : "  ");
        if (c > 0) nb_pen_put(pen, 2, false);
        if (row < m->rows_shown) {
            (void)fill_number(pen, m, row, c);
        } else {
            nb_pen_begin(pen);
            nb_pen_add(pen, more);
        }
        nb_pen_put(pen, m->width[c], true);
    }
    nb_pen_begin(pen);
    if (m->more_columns) nb_pen_add(pen, more);
    if (m->more_columns) nb_pen_put(pen, 5, true);
    nb_pen_begin(pen);
    if (!number) nb_pen_add(pen, bracket(pen, m, row, false));
    nb_pen_put(pen, 0, false);
}

/* = or ·, or ∂L/∂h = where nothing else stands on the line. */
static size_t fill_sign(layout *l, const matrix *m) {
    nb_pen_begin(l->pen);
    if (m->of != NULL) fill_left(l, m->of, false);
    if (m->of != NULL) nb_pen_add(l->pen, " ");
    nb_pen_add(l->pen, m->equals ? "= " : sign_of(m->sign));
    return nb_pen_columns(l->pen);
}

static void put_sign(layout *l, const matrix *m, bool shown) {
    size_t width = fill_sign(l, m);
    if (!shown) nb_pen_begin(l->pen);
    nb_pen_put(l->pen, width, false);
}

/* Matrices side by side, each in the middle of the highest. */
static void render_beside(layout *l, const matrix *list, size_t count, size_t start) {
    nb_pen *pen = l->pen;
    uint32_t height = 1;
    for (size_t i = 0; i < count; i++)
        if (height_of(&list[i]) > height) height = height_of(&list[i]);
    for (uint32_t line = 0; line < height; line++) {
        if (line > 0) nb_pen_blanks(pen, start);
        size_t blanks = 0;
        for (size_t i = 0; i < count; i++) {
            uint32_t own = height_of(&list[i]), first = (height - own) / 2;
            bool last = true, there = line >= first && line < first + own;
            for (size_t k = i; k < count; k++) {
                uint32_t from = (height - height_of(&list[k])) / 2;
                last = last && !(line >= from && line < from + height_of(&list[k])) &&
                       line != (height - 1) / 2;
            }
            if (last) break; /* nothing more on this line */
            nb_pen_blanks(pen, blanks + (i > 0));
            blanks = 0;
            put_sign(l, &list[i], line == (height - 1) / 2);
            if (there) put_row(pen, &list[i], line - first);
            else blanks = matrix_width(&list[i]);
        }
        nb_buffer_add_char(pen->out, '\n');
    }
}

/* One below the other. */
static void render_below(layout *l, const matrix *list, size_t count, size_t start) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) nb_pen_blanks(l->pen, start);
        render_beside(l, &list[i], 1, start);
    }
}

static size_t width_of(layout *l, const matrix *list, size_t count) {
    size_t width = 0;
    for (size_t i = 0; i < count; i++)
        width += matrix_width(&list[i]) + fill_sign(l, &list[i]) + (i > 0);
    return width;
}

/* As many columns as fit, at most MOST_SIDE. */
static matrix fit_matrix(nb_pen *pen, const double *numbers, uint32_t rows, uint32_t columns,
                         size_t start) {
    for (uint32_t most = columns > MOST_SIDE ? MOST_SIDE - 1 : MOST_SIDE; most > 1; most--) {
        matrix m = begin_matrix(pen, numbers, rows, columns, most);
        if (start + matrix_width(&m) + 2 <= pen->width) return m;
    }
    return begin_matrix(pen, numbers, rows, columns, 1);
}

static void render_numbers(layout *l, const nb_rule_equation *equation) {
    nb_pen *pen = l->pen;
    matrix list[MOST_BLOCKS];
    size_t count = 0, start = MARK_INDENT + l->mark;
    const nb_rule_side *blocks = &equation->blocks;
    bool shown = blocks->count > 1;
    nb_pen_blanks(pen, MARK_INDENT);
    fill_mark(l, equation);
    nb_pen_put(pen, l->mark, false);
    for (size_t i = 0; shown && i < blocks->count && count + 1 < MOST_BLOCKS; i++) {
        const nb_rule_factor *f = &blocks->factors[i];
        list[count] = fit_matrix(pen, f->numbers, f->rows, f->columns, start);
        list[count++].sign = f->sign;
    }
    uint32_t rows = equation->rows, columns = equation->columns;
    if (shown && blocks->factors[1].sign == NB_RULE_PRODUCT && !equation->is_matrix) {
        bool column = blocks->factors[1].columns == 1 && blocks->factors[0].rows > 1;
        rows = column ? equation->columns : equation->rows;
        columns = column ? 1 : equation->columns;
    }
    matrix result = {.equals = true, .of = shown ? NULL : equation};
    size_t before = fill_sign(l, &result);
    result = fit_matrix(pen, equation->numbers, rows, columns, start + before);
    result.equals = true;
    result.of = shown ? NULL : equation;
    list[count++] = result;
    if (start + width_of(l, list, count) <= pen->width) {
        render_beside(l, list, count, start);
    } else if (count > 1 && start + width_of(l, list, count - 1) <= pen->width) {
        render_beside(l, list, count - 1, start);
        nb_pen_blanks(pen, start);
        render_beside(l, &list[count - 1], 1, start);
    } else {
        render_below(l, list, count, start);
    }
}

/* ---- the whole ---- */

/* {0} the derivative, {1} the node, {2} the target */
static void render_said(layout *l, nb_message_id id) {
    nb_pen *pen = l->pen;
    nb_buffer texts[3];
    for (int i = 0; i < 3; i++) {
        nb_buffer_init(&texts[i], pen->out->memory);
        nb_pen_begin(pen);
        if (i == 0) add_derivative(pen, l->block, &l->block->node);
        else nb_pen_add_pieces(pen, i == 1 ? &l->block->node : &l->block->target);
        if (pen->cell.length > 0) nb_buffer_add_text(&texts[i], pen->cell.data);
        if (texts[i].failed) pen->cell.failed = true;
    }
    nb_message message = {.id = id};
    for (int i = 0; i < 3; i++)
        message.args[i] = NB_TEXT(texts[i].data != NULL ? texts[i].data : "");
    nb_pen_blanks(pen, INDENT);
    nb_pen_begin(pen);
    nb_pen_add_sentence(pen, &message);
    nb_pen_flow(pen, INDENT, INDENT + 2);
    for (int i = 0; i < 3; i++) nb_buffer_clear(&texts[i]);
}

static void render_omitted(layout *l, size_t at) {
    if (l->block->omitted == 0 || at != l->block->count / 2) return;
    nb_message message = NB_SAY(CHAIN_OMITTED, NB_COUNT(l->block->omitted));
    nb_pen_blanks(l->pen, MARK_INDENT);
    nb_pen_begin(l->pen);
    nb_pen_add_sentence(l->pen, &message);
    nb_pen_flow(l->pen, MARK_INDENT, MARK_INDENT);
}

static void render_comparison(layout *l) {
    nb_pen *pen = l->pen;
    nb_buffer name, words;
    nb_buffer_init(&name, pen->out->memory);
    nb_buffer_init(&words, pen->out->memory);
    nb_pen_begin(pen);
    add_derivative(pen, l->block, &l->block->node);
    if (pen->cell.length > 0) nb_buffer_add_text(&name, pen->cell.data);
    nb_view_message(&words, pen->view, &l->block->comparison);
    if (name.failed || words.failed) pen->cell.failed = true;
    nb_message message = NB_SAY(RULE_COMPARED, NB_TEXT(name.data != NULL ? name.data : ""),
                                NB_WORDS(words.data != NULL ? words.data : ""));
    nb_pen_blanks(pen, INDENT);
    nb_pen_begin(pen);
    nb_pen_add_sentence(pen, &message);
    nb_pen_flow(pen, INDENT, INDENT + 2);
    nb_buffer_clear(&name);
    nb_buffer_clear(&words);
}

void nb_view_rule(nb_pen *pen, const nb_rule_block *block) {
    if (block->latex) {
        nb_view_latex_rule(pen->out, block, pen->view);
        return;
    }
    layout l = {.pen = pen, .block = block};
    measure(&l);
    render_said(&l, NB_MESSAGE_CHAIN_TITLE);
    for (size_t i = 0; i < block->count; i++) {
        render_omitted(&l, i);
        render_equation(&l, &block->equations[i]);
    }
    render_said(&l, NB_MESSAGE_CHAIN_NUMBERS);
    for (size_t i = block->count; i-- > 0;) {
        render_numbers(&l, &block->equations[i]);
        render_omitted(&l, i);
    }
    render_comparison(&l);
}
