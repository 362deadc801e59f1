/* A derivation as on a blackboard: the equations with the definitions beside them, the same with
 * numbers from the target back, the product, and what it means. Where the line is too short, the
 * definitions stand below their equation. */
#include <stdio.h>
#include <string.h>

#include "view/derivation.h"
#include "view/latex.h"
#include "view/message.h"
#include "view/text.h"
#include "view/wrap.h"

enum {
    INDENT = 2,
    EQUATION_INDENT = 4,
    DEFINITION_INDENT = 8, /* below its equation */
    GAP = 3,
    CIRCLED = 20           /* signs ① to ⑳ */
};

typedef struct layout {
    nb_pen *pen;
    const nb_derivation_block *block;
    size_t mark, left, parent, right, name; /* columns */
    bool beside;
} layout;

/* ---- what stands in the cells ---- */

static void fill_mark(layout *l, const nb_equation *equation) {
    static const char *const circled[CIRCLED] = {
        "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩",
        "⑪", "⑫", "⑬", "⑭", "⑮", "⑯", "⑰", "⑱", "⑲", "⑳"};
    char number[24];
    snprintf(number, sizeof number, "(%d)", equation->number);
    nb_pen_begin(l->pen);
    nb_pen_add(l->pen, equation->number <= CIRCLED ? circled[equation->number - 1] : number);
}

/* ∂L/∂w25 */
static void add_derivative(layout *l, const nb_text *by) {
    nb_pen_add(l->pen, "∂");
    nb_pen_add_variable(l->pen, &l->block->target);
    nb_pen_add(l->pen, "/∂");
    nb_pen_add_variable(l->pen, by);
}

static void add_more(layout *l, const nb_equation *equation) {
    if (equation->term_total <= equation->term_count) return;
    size_t more = equation->term_total - equation->term_count;
    nb_pen_add_break(l->pen);
    nb_pen_add(l->pen, "+ … (");
    nb_view_message(&l->pen->cell, l->pen->view, &NB_SAY(WORD_MORE, NB_COUNT(more)));
    nb_pen_add(l->pen, ")");
}

/* ∂L/∂u · x2; of a sum the terms with breaks between. */
static void add_right(layout *l, const nb_equation *equation) {
    nb_pen *pen = l->pen;
    for (size_t i = 0; i < equation->term_count; i++) {
        const nb_chain_term *term = &equation->terms[i];
        bool lonely = equation->term_total == 1;
        if (i > 0) nb_pen_add_break(pen);
        if (i > 0) nb_pen_add(pen, "+ ");
        if (term->parent.count == 0) {
            if (lonely) nb_pen_add_pieces(pen, &term->local);
            else nb_pen_add_factor(pen, &term->local);
            continue;
        }
        size_t start = nb_pen_columns(pen);
        add_derivative(l, &term->parent);
        for (size_t at = nb_pen_columns(pen) - start; lonely && at < l->parent; at++)
            nb_pen_add(pen, " ");
        nb_pen_add(pen, " · ");
        nb_pen_add_factor(pen, &term->local);
    }
    add_more(l, equation);
}

static void fill_right(layout *l, const nb_equation *equation) {
    nb_pen_begin(l->pen);
    add_right(l, equation);
}

/* -2.29837 · 0.850813(1 − 0.850813) */
static void fill_numbers(layout *l, const nb_equation *equation) {
    nb_pen *pen = l->pen;
    nb_pen_begin(pen);
    for (size_t i = 0; i < equation->term_count; i++) {
        const nb_chain_term *term = &equation->terms[i];
        if (i > 0) nb_pen_add_break(pen);
        if (i > 0) nb_pen_add(pen, "+ ");
        if (term->parent.count == 0) {
            if (equation->term_total == 1) nb_pen_add_pieces(pen, &term->numbers);
            else nb_pen_add_factor(pen, &term->numbers);
            continue;
        }
        if (i > 0) nb_pen_add_operand(pen, term->upstream);
        else nb_pen_add_number(pen, NB_INK_GRADIENT, term->upstream);
        nb_pen_add(pen, " · ");
        nb_pen_add_factor(pen, &term->numbers);
    }
    add_more(l, equation);
}

/* The columns of the cell with a blank for each place where it may break. */
static size_t columns_of(const layout *l, const nb_equation *equation) {
    size_t breaks = equation->term_count - 1 + (equation->term_total > equation->term_count);
    return nb_pen_columns(l->pen) + breaks;
}

static void widen(size_t *columns, size_t width, size_t most) {
    if (width > *columns && width <= most) *columns = width;
}

/* The columns of the names of an equation's definitions. */
static size_t name_columns(layout *l, const nb_equation *equation) {
    size_t columns = 0;
    for (size_t i = 0; i < equation->definition_count; i++) {
        nb_pen_begin(l->pen);
        nb_pen_add_pieces(l->pen, &equation->definitions[i].name);
        widen(&columns, nb_pen_columns(l->pen), l->pen->width / 3);
    }
    return columns;
}

static void measure(layout *l) {
    nb_pen *pen = l->pen;
    size_t most = pen->width / 3, widest = 0;
    for (size_t i = 0; i < l->block->count; i++) {
        const nb_equation *equation = &l->block->equations[i];
        fill_mark(l, equation);
        widen(&l->mark, nb_pen_columns(pen), pen->width);
        nb_pen_begin(pen);
        add_derivative(l, &equation->node);
        widen(&l->left, nb_pen_columns(pen), most);
        if (equation->term_total == 1 && equation->terms[0].parent.count > 0) {
            nb_pen_begin(pen);
            add_derivative(l, &equation->terms[0].parent);
            widen(&l->parent, nb_pen_columns(pen), most);
        }
    }
    for (size_t i = 0; i < l->block->count; i++) {
        const nb_equation *equation = &l->block->equations[i];
        fill_right(l, equation);
        widen(&l->right, columns_of(l, equation), pen->width / 2);
        widen(&l->name, name_columns(l, equation), most);
        for (size_t k = 0; k < equation->definition_count; k++) {
            nb_pen_begin(pen);
            nb_pen_add_pieces(pen, &equation->definitions[k].formula);
            widen(&widest, nb_pen_columns(pen), SIZE_MAX);
        }
    }
    size_t column = EQUATION_INDENT + l->mark + 1 + l->left + 3 + l->right + GAP;
    l->beside = column + l->name + 3 + widest <= pen->width;
}

/* ---- lines ---- */

static void render_definition(layout *l, const nb_definition *definition, size_t column,
                              size_t name) {
    nb_pen *pen = l->pen;
    nb_pen_begin(pen);
    nb_pen_add_pieces(pen, &definition->name);
    for (size_t at = nb_pen_columns(pen); at < name; at++) nb_pen_add(pen, " ");
    nb_pen_add(pen, " = ");
    size_t hang = column + nb_pen_columns(pen);
    nb_pen_add_pieces(pen, &definition->formula);
    nb_pen_flow(pen, column, hang <= pen->width / 3 ? hang : column + 2);
}

/* The right side on its line, whose breaks are blanks. */
static void put_in_line(layout *l, const nb_equation *equation, size_t width) {
    size_t columns = columns_of(l, equation);
    nb_pen_put_unbroken(l->pen);
    nb_pen_blanks(l->pen, width - columns);
}

/* The equation behind its sign. True: definitions may stand beside it, on the same line. */
static bool render_sides(layout *l, const nb_equation *equation, size_t start) {
    nb_pen *pen = l->pen;
    size_t column = start + l->left + 3;
    fill_right(l, equation);
    bool wide = equation->term_total == 1 && column >= pen->width / 2 &&
                column + columns_of(l, equation) > pen->width;
    nb_pen_begin(pen);
    add_derivative(l, &equation->node);
    if (wide || nb_pen_columns(pen) > l->left) { /* there is more room below */
        nb_pen_add_break(pen);
        nb_pen_add(pen, "= ");
        add_right(l, equation);
        nb_pen_flow(pen, start, start + 2);
        return false;
    }
    nb_pen_put(pen, l->left, false);
    nb_pen_begin(pen);
    nb_pen_add(pen, " = ");
    nb_pen_put(pen, 0, false);
    fill_right(l, equation);
    bool fits = columns_of(l, equation) <= l->right;
    if (l->beside && fits && equation->definition_count > 0) {
        put_in_line(l, equation, l->right + GAP);
        return true;
    }
    nb_pen_flow(pen, column, column - 2);
    return false;
}

static void render_equation(layout *l, const nb_equation *equation) {
    nb_pen *pen = l->pen;
    size_t left = EQUATION_INDENT + l->mark + 1, column = left + l->left + 3 + l->right + GAP;
    nb_pen_blanks(pen, EQUATION_INDENT);
    fill_mark(l, equation);
    nb_pen_put(pen, l->mark + 1, false);
    bool beside = render_sides(l, equation, left);
    size_t name = beside ? l->name : name_columns(l, equation);
    for (size_t i = 0; i < equation->definition_count; i++) {
        size_t start = beside ? column : DEFINITION_INDENT;
        if (i > 0 || !beside) nb_pen_blanks(pen, start);
        render_definition(l, &equation->definitions[i], start, name);
    }
}

static void render_numbers(layout *l, const nb_equation *equation, size_t width) {
    nb_pen *pen = l->pen;
    size_t start = EQUATION_INDENT + l->mark + 1;
    nb_pen_blanks(pen, EQUATION_INDENT);
    fill_mark(l, equation);
    nb_pen_put(pen, l->mark + 1, false);
    fill_numbers(l, equation);
    if (!nb_equation_is_done(equation)) {
        for (size_t at = columns_of(l, equation); at < width; at++) nb_pen_add(pen, " ");
        nb_pen_add_break(pen);
        nb_pen_add(pen, "= ");
        nb_pen_add_number(pen, NB_INK_GRADIENT, equation->value);
    }
    nb_pen_flow(pen, start, start + 2);
}

static void render_message(layout *l, const nb_message *message, size_t indent) {
    nb_buffer words;
    nb_buffer_init(&words, l->pen->out->memory);
    nb_view_message(&words, l->pen->view, message);
    nb_pen_blanks(l->pen, indent);
    nb_pen_begin(l->pen);
    if (words.length > 0) nb_pen_add(l->pen, words.data);
    if (words.failed) l->pen->cell.failed = true;
    nb_pen_flow(l->pen, indent, indent + 2);
    nb_buffer_clear(&words);
}

/* "∂L/∂w25 by the chain rule, from w25 to L": {0} the derivative, {1} the node, {2} the target */
static void render_title(layout *l, nb_message_id id) {
    nb_buffer texts[3];
    for (int i = 0; i < 3; i++) {
        nb_buffer_init(&texts[i], l->pen->out->memory);
        nb_pen_begin(l->pen);
        if (i == 0) add_derivative(l, &l->block->node);
        else nb_pen_add_pieces(l->pen, i == 1 ? &l->block->node : &l->block->target);
        if (l->pen->cell.length > 0) nb_buffer_add_text(&texts[i], l->pen->cell.data);
        if (texts[i].failed) l->pen->cell.failed = true;
    }
    nb_message message = {.id = id};
    for (int i = 0; i < 3; i++)
        message.args[i] = NB_TEXT(texts[i].data != NULL ? texts[i].data : "");
    render_message(l, &message, INDENT);
    for (int i = 0; i < 3; i++) nb_buffer_clear(&texts[i]);
}

static void render_omitted(layout *l, size_t at) {
    if (l->block->omitted == 0 || at != l->block->count / 2) return;
    nb_message message = NB_SAY(CHAIN_OMITTED, NB_COUNT(l->block->omitted));
    render_message(l, &message, EQUATION_INDENT);
}

/* ∂L/∂w25 = 2(y − 2) · y(1 − y) · ... = -0.0576091   agrees ...
 * The remark stands on the product's last line, under it, or on a line of its own. */
static void render_product(layout *l) {
    nb_pen *pen = l->pen;
    const nb_derivation_block *block = l->block;
    nb_pen_blanks(pen, INDENT);
    nb_buffer words;
    nb_buffer_init(&words, pen->out->memory);
    if (block->paths > 1) {
        nb_message paths = NB_SAY(CHAIN_PATHS, NB_NUMBER(block->paths));
        nb_view_message(&words, pen->view, &paths);
        nb_buffer_add_text(&words, "; ");
    }
    nb_view_message(&words, pen->view, &block->comparison);
    nb_pen_begin(pen);
    add_derivative(l, &block->node);
    size_t hang = INDENT + nb_pen_columns(pen) + 1;
    nb_pen_add(pen, " = ");
    bool done = block->factor_count == 1 && nb_text_is_number(&block->factors[0]);
    size_t factors = done ? 0 : block->factor_count;
    for (size_t i = 0; i < factors; i++) {
        if (i > 0) nb_pen_add_break(pen);
        if (i > 0) nb_pen_add(pen, "· ");
        bool alone = block->factor_count == 1;
        bool front = i == 0 && nb_text_is_signed_product(&block->factors[i]);
        if (alone || front) nb_pen_add_pieces(pen, &block->factors[i]);
        else nb_pen_add_factor(pen, &block->factors[i]);
    }
    if (factors > 0) nb_pen_add_break(pen);
    if (factors > 0) nb_pen_add(pen, "= ");
    nb_pen_add_number(pen, NB_INK_GRADIENT, block->gradient);
    const char *remark = words.length > 0 ? words.data : "";
    bool under = hang + 2 + nb_view_columns(remark, words.length) <= pen->width;
    if (under) nb_pen_add_break(pen);
    if (under) nb_pen_add(pen, "  ");
    if (under) nb_pen_add(pen, remark);
    nb_pen_flow(pen, INDENT, hang <= pen->width / 2 ? hang : INDENT + 2);
    if (!under) {
        nb_pen_blanks(pen, EQUATION_INDENT);
        nb_pen_begin(pen);
        nb_pen_add(pen, remark);
        nb_pen_flow(pen, EQUATION_INDENT, EQUATION_INDENT);
    }
    if (words.failed) pen->cell.failed = true;
    nb_buffer_clear(&words);
}

static size_t widest_numbers(layout *l) {
    size_t width = 0;
    for (size_t i = 0; i < l->block->count; i++) {
        fill_numbers(l, &l->block->equations[i]);
        widen(&width, columns_of(l, &l->block->equations[i]), l->pen->width * 5 / 8);
    }
    return width;
}

void nb_view_derivation(nb_pen *pen, const nb_derivation_block *block) {
    if (block->latex) {
        nb_view_latex(pen->out, block, pen->view);
        return;
    }
    layout l = {.pen = pen, .block = block};
    measure(&l);
    if (block->count > 0) render_title(&l, NB_MESSAGE_CHAIN_TITLE);
    for (size_t i = 0; i < block->count; i++) {
        render_omitted(&l, i);
        render_equation(&l, &block->equations[i]);
    }
    if (block->count > 0) render_title(&l, NB_MESSAGE_CHAIN_NUMBERS);
    size_t width = widest_numbers(&l);
    for (size_t i = block->count; i-- > 0;) {
        render_numbers(&l, &block->equations[i], width);
        render_omitted(&l, i);
    }
    render_product(&l);
    if (block->count > 0) render_message(&l, &block->meaning, INDENT);
}
