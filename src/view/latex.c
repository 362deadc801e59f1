/* Names become letters with subscripts, numbers powers of ten; everything else came as LaTeX from
 * the operators' rows. Whatever a user named or labelled is escaped here. */
#include "view/latex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "view/formula.h"
#include "view/message.h"
#include "view/name.h"
#include "view/number.h"

enum { TERMS_OF_ROW = 2 }; /* of a sum: what fits on a page beside a definition */

typedef struct page {
    nb_buffer *out;
    const nb_view *view;
    const nb_derivation_block *block;
    const nb_text *target;
} page;

static void add(page *p, const char *text) {
    nb_buffer_add_text(p->out, text);
}

/* ---- names and numbers ---- */

static void add_greek(page *p, const char *spelling) {
    bool variant = strcmp(spelling, "phi") == 0 || strcmp(spelling, "epsilon") == 0;
    add(p, variant ? "\\var" : "\\");
    add(p, spelling);
    add(p, " ");
}

/* One letter of what stands in \text{}, where some have a meaning. */
static void add_escaped_letter(page *p, const char *letter, size_t bytes) {
    char c = *letter;
    if (c == '\\') add(p, "\\textbackslash{}");
    else if (c == '^') add(p, "\\textasciicircum{}");
    else if (c == '~') add(p, "\\textasciitilde{}");
    else if (c != '\0' && strchr("#$%&_{}", c) != NULL) nb_buffer_add_char(p->out, '\\');
    if (strchr("\\^~", c) == NULL && (unsigned char)c >= ' ' && c != 0x7f)
        nb_buffer_add(p->out, letter, bytes);
}

/* Greek and subscript digits are seldom in the fonts of a text. */
static void add_escaped(page *p, const char *text, size_t length) {
    for (size_t i = 0, bytes; i < length; i += bytes) {
        uint32_t code;
        bytes = nb_utf8_decode(text + i, length - i, &code);
        bool nothing = bytes == 0 || nb_utf8_is_control(code); /* no UTF-8, or not to be seen */
        if (bytes == 0) bytes = 1;
        if (nothing) continue;
        const char *greek = nb_utf8_greek_spelling(text + i, bytes);
        bool subscript = code >= 0x2080 && code <= 0x2089; /* ₀ to ₉ */
        if (greek != NULL) {
            add(p, "$");
            add_greek(p, greek);
            add(p, "$");
        } else if (subscript) {
            add(p, "\\textsubscript{");
            nb_buffer_add_char(p->out, (char)('0' + (code - 0x2080)));
            add(p, "}");
        } else {
            add_escaped_letter(p, text + i, bytes);
        }
    }
}

/* A letter, a Greek one, or a word set as one. */
static void add_word(page *p, const char *word, size_t length) {
    uint32_t code;
    size_t first = nb_utf8_decode(word, length, &code);
    const char *letter = nb_utf8_greek_word(word, length);
    const char *greek = letter != NULL ? nb_utf8_greek_spelling(letter, strlen(letter))
                                       : nb_utf8_greek_spelling(word, length);
    bool ascii = true;
    for (size_t i = 0; i < length; i++) ascii = ascii && (unsigned char)word[i] < 0x80;
    if (greek != NULL) {
        add_greek(p, greek);
    } else if (first == length && ascii) {
        add_escaped(p, word, length);
    } else {
        add(p, ascii ? "\\mathit{" : "\\text{");
        add_escaped(p, word, length);
        add(p, "}");
    }
}

/* What stands below a letter; it may have an underscore of its own: 1,2 for x_1_2. */
static void add_below(page *p, const char *under, size_t length) {
    nb_name_parts below = nb_name_split(under, length);
    bool deeper = below.base > 0 && below.digits > 0;
    if (below.base > 0) add_word(p, under, below.base);
    if (deeper) add(p, "_{");
    nb_buffer_add(p->out, under + below.base, below.digits);
    if (deeper) add(p, "}");
    if (below.under_length == 0) return;
    if (below.base + below.digits > 0) add(p, ",");
    add_below(p, below.under, below.under_length);
}

static void add_name(page *p, const char *name) {
    size_t length = strlen(name), end = nb_name_bytes(name, length);
    if (end == 0) {
        add(p, "\\text{");
        add_escaped(p, name, length);
        add(p, "}");
        return;
    }
    nb_name_parts parts = nb_name_split(name, end);
    add_word(p, name, parts.base);
    if (parts.digits + parts.under_length == 0 && end == length) return;
    add(p, "_{");
    nb_buffer_add(p->out, name + parts.base, parts.digits);
    if (parts.digits > 0 && parts.under_length > 0) add(p, ",");
    if (parts.under_length > 0) add_below(p, parts.under, parts.under_length);
    if (end < length) { /* the index of an element, without its brackets */
        if (parts.digits + parts.under_length > 0) add(p, ",");
        add_escaped(p, name + end + 1, length - end - 2);
    }
    add(p, "}");
}

/* 1.5 · 10⁻⁷ for 1.5e-07 */
static void add_number(page *p, double number) {
    nb_buffer digits;
    nb_buffer_init(&digits, p->out->memory);
    nb_view_number(&digits, number, p->view->digits);
    const char *text = digits.length > 0 ? digits.data : "", *power = strchr(text, 'e');
    char tail[32];
    if (strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0) {
        add(p, *text == '-' ? "-\\infty" : "\\infty");
    } else if (strcmp(text, "nan") == 0) {
        add(p, "\\text{nan}");
    } else if (power != NULL) {
        nb_buffer_add(p->out, text, (size_t)(power - text));
        snprintf(tail, sizeof tail, " \\times 10^{%ld}", strtol(power + 1, NULL, 10));
        add(p, tail);
    } else {
        add(p, text);
    }
    if (digits.failed) p->out->failed = true;
    nb_buffer_clear(&digits);
}

static void add_operand(page *p, double number) {
    if (number < 0) add(p, "\\left(");
    add_number(p, number);
    if (number < 0) add(p, "\\right)");
}

static void add_pieces(page *p, const nb_text *text) {
    for (size_t i = 0; i < text->count; i++) {
        const nb_piece *piece = &text->pieces[i];
        switch (piece->kind) {
        case NB_PIECE_TEXT: case NB_PIECE_WORDS: add(p, piece->text); break;
        case NB_PIECE_NAME:
        case NB_PIECE_FUNCTION: add_name(p, piece->text); break;
        case NB_PIECE_LABEL:
            add(p, "\\text{");
            add_escaped(p, piece->text, strlen(piece->text));
            add(p, "}");
            break;
        case NB_PIECE_NUMBER: add_number(p, piece->number); break;
        case NB_PIECE_OPERAND: add_operand(p, piece->number); break;
        default: nb_formula_add_sign(p->out, piece, NB_SIGNS_LATEX); break;
        }
    }
}

static void add_bracketed(page *p, const nb_text *text, bool brackets) {
    if (brackets) add(p, "\\left(");
    add_pieces(p, text);
    if (brackets) add(p, "\\right)");
}

/* ---- for others ---- */

void nb_latex_add_name(nb_buffer *out, const nb_view *view, const char *name) {
    page p = {.out = out, .view = view};
    add_name(&p, name);
}

void nb_latex_add_number(nb_buffer *out, const nb_view *view, double number) {
    page p = {.out = out, .view = view};
    add_number(&p, number);
}

void nb_latex_add_formula(nb_buffer *out, const nb_view *view, const nb_text *text) {
    page p = {.out = out, .view = view};
    add_pieces(&p, text);
}

/* ---- the derivation ---- */

static void add_derivative(page *p, const nb_text *by) {
    const nb_text *target = p->target;
    add(p, "\\frac{\\partial ");
    add_bracketed(p, target, !nb_text_is_atom(target));
    add(p, "}{\\partial ");
    add_bracketed(p, by, !nb_text_is_atom(by));
    add(p, "}");
}

/* The terms from `i` on that stand in one row. */
static void add_terms(page *p, const nb_equation *equation, size_t i, bool numbers) {
    size_t end = i + TERMS_OF_ROW;
    for (; i < end && i < equation->term_count; i++) {
        const nb_chain_term *term = &equation->terms[i];
        const nb_text *local = numbers ? &term->numbers : &term->local;
        bool last = term->parent.count == 0, lonely = equation->term_total == 1;
        if (i > 0) add(p, " + ");
        if (!last && numbers && i > 0) add_operand(p, term->upstream);
        else if (!last && numbers) add_number(p, term->upstream);
        else if (!last) add_derivative(p, &term->parent);
        if (!last) add(p, " \\cdot ");
        add_bracketed(p, local, nb_text_is_sum(local) && !(last && lonely));
    }
}

static void add_value(page *p, const nb_equation *equation) {
    if (nb_equation_is_done(equation)) return;
    add(p, " = ");
    add_number(p, equation->value);
}

static void add_definition(page *p, const nb_definition *definition) {
    add(p, " && ");
    add_pieces(p, &definition->name);
    add(p, " = ");
    add_pieces(p, &definition->formula);
}

static void add_mark(page *p, const nb_equation *equation) {
    char mark[64];
    const char *size = equation->number < 10 ? "scriptsize" : "tiny";
    snprintf(mark, sizeof mark, " \\tag*{\\textcircled{\\%s %d}}", size, equation->number);
    add(p, mark);
}

/* A long sum takes several rows, and so do definitions: one beside each. */
static void add_equation(page *p, const nb_equation *equation, bool numbers) {
    size_t terms = equation->term_count;
    size_t definitions = numbers ? 0 : equation->definition_count;
    add(p, "  ");
    add_derivative(p, &equation->node);
    add(p, " &= ");
    for (size_t i = 0, row = 0; i < terms || row < definitions; i += TERMS_OF_ROW, row++) {
        if (row > 0) add(p, " \\\\\n  &");
        if (row > 0 && i < terms) add(p, "\\quad");
        add_terms(p, equation, i, numbers);
        bool ends = i < terms && i + TERMS_OF_ROW >= terms;
        if (ends && equation->term_total > terms) add(p, " + \\cdots");
        if (ends && numbers) add_value(p, equation);
        if (row < definitions) add_definition(p, &equation->definitions[row]);
        if (row == 0) add_mark(p, equation);
    }
}

static void add_product(page *p) {
    const nb_derivation_block *block = p->block;
    add(p, "\\[\n  ");
    add_derivative(p, &block->node);
    for (size_t i = 0; i < block->factor_count; i++) {
        const nb_text *factor = &block->factors[i];
        bool front = i == 0 && nb_text_is_signed_product(factor);
        bool brackets = nb_text_is_sum(factor) && block->factor_count > 1 && !front;
        add(p, i == 0 ? " = " : " \\cdot ");
        add_bracketed(p, factor, brackets);
    }
    add(p, " = ");
    add_number(p, block->gradient);
    add(p, "\n\\]\n");
}

void nb_view_latex(nb_buffer *out, const nb_derivation_block *block, const nb_view *view) {
    page p = {out, view, block, &block->target};
    for (int numbers = 0; numbers < 2 && block->count > 0; numbers++) {
        add(&p, "\\begin{align*}\n");
        for (size_t i = 0; i < block->count; i++) {
            const nb_equation *equation = &block->equations[numbers ? block->count - 1 - i : i];
            if (i > 0) add(&p, " \\\\\n");
            if (block->omitted > 0 && i == block->count / 2) add(&p, "  &\\;\\,\\vdots \\\\\n");
            add_equation(&p, equation, numbers > 0);
        }
        add(&p, "\n\\end{align*}\n");
    }
    if (block->factor_count > 1 || block->count == 0) add_product(&p);
}

/* ---- in matrices ---- */

static void add_side(page *p, const nb_rule_side *side) {
    static const char *const signs[] = {[NB_RULE_FIRST] = "", [NB_RULE_PLUS] = " + ",
                                        [NB_RULE_PRODUCT] = " \\cdot ",
                                        [NB_RULE_EACH] = " \\odot "};
    for (size_t i = 0; i < side->count; i++) {
        const nb_rule_factor *factor = &side->factors[i];
        bool turned = factor->transposed && !factor->closes;
        bool brackets = turned ? !nb_text_is_atom(&factor->text)
                               : nb_text_is_sum(&factor->text) && side->count > 1;
        add(p, signs[factor->sign]);
        if (factor->sum != NULL) {
            add(p, "\\sum_{");
            add(p, factor->sum);
            add(p, "} ");
        }
        if (factor->opens) add(p, "\\left(");
        if (factor->gradient) add_derivative(p, &factor->text);
        else add_bracketed(p, &factor->text, brackets);
        if (factor->closes) add(p, "\\right)");
        if (factor->index != NULL) add(p, factor->index);
        if (factor->transposed) add(p, factor->gradient ? "{}^{\\top}" : "^{\\top}");
    }
}

enum { MOST_SIDE = 8 }; /* rows and columns of a matrix on a page */

static void add_matrix(page *p, const double *numbers, uint32_t rows, uint32_t columns) {
    uint32_t shown = rows > MOST_SIDE ? MOST_SIDE : rows;
    uint32_t across = columns > MOST_SIDE ? MOST_SIDE : columns;
    if (rows == 1 && columns == 1) {
        add_operand(p, numbers[0]);
        return;
    }
    add(p, "\\begin{bmatrix} ");
    for (uint32_t r = 0; r < shown; r++) {
        for (uint32_t c = 0; c < across; c++) {
            if (c > 0) add(p, " & ");
            add_number(p, numbers[(size_t)r * columns + c]);
        }
        if (across < columns) add(p, " & \\cdots");
        if (r + 1 < shown) add(p, " \\\\ ");
    }
    if (shown < rows) add(p, " \\\\ \\vdots");
    add(p, " \\end{bmatrix}");
}

static void add_words(page *p, nb_message_id id) {
    const char *words = nb_view_word(p->view, id);
    add(p, "\\text{");
    add_escaped(p, words, strlen(words));
    add(p, "}");
}

static void add_rule_left(page *p, const nb_rule_equation *equation, bool element) {
    add(p, "  ");
    add_derivative(p, &equation->node);
    if (element && *equation->index != '\0') {
        add(p, "{}_{");
        add(p, equation->index);
        add(p, "}");
    }
    add(p, " &= ");
}

static void add_rule_mark(page *p, const nb_rule_equation *equation) {
    add_mark(p, &(nb_equation){.number = equation->number});
}

static void add_rule_numbers(page *p, const nb_rule_equation *equation) {
    const nb_rule_side *blocks = &equation->blocks;
    add_rule_left(p, equation, false);
    for (size_t i = 0; blocks->count > 1 && i < blocks->count; i++) {
        const nb_rule_factor *f = &blocks->factors[i];
        add(p, f->sign == NB_RULE_PLUS ? " + " : f->sign == NB_RULE_EACH ? " \\odot "
               : i > 0 ? " \\cdot " : "");
        add_matrix(p, f->numbers, f->rows, f->columns);
    }
    if (blocks->count > 1) add(p, " = ");
    add_matrix(p, equation->numbers, equation->rows, equation->columns);
}

void nb_view_latex_rule(nb_buffer *out, const nb_rule_block *block, const nb_view *view) {
    page p = {out, view, NULL, &block->target};
    add(&p, "\\begin{align*}\n");
    for (size_t i = 0; i < block->count; i++) {
        const nb_rule_equation *equation = &block->equations[i];
        if (i > 0) add(&p, " \\\\\n");
        add_rule_left(&p, equation, true);
        if (equation->element.count > 0) add_side(&p, &equation->element);
        else add_words(&p, NB_MESSAGE_RULE_ONE_BY_ONE);
        for (size_t k = 0; k < equation->definition_count; k++)
            add_definition(&p, &equation->definitions[k]);
        add_rule_mark(&p, equation);
        if (equation->whole.count == 0) continue;
        add(&p, " \\\\\n");
        add_rule_left(&p, equation, false);
        add_side(&p, &equation->whole);
    }
    add(&p, "\n\\end{align*}\n\\begin{align*}\n");
    for (size_t i = block->count; i-- > 0;) {
        add_rule_numbers(&p, &block->equations[i]);
        add_rule_mark(&p, &block->equations[i]);
        if (i > 0) add(&p, " \\\\\n");
    }
    add(&p, "\n\\end{align*}\n");
}
