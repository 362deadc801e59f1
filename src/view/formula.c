/* Owns the signs of formulas: one table with what each piece looks like on a blackboard, in ASCII
 * and in LaTeX. How operators are written stands in their rows of ops.def. */
#include "view/formula.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "view/message.h"
#include "view/number.h"
#include "view/plain.h"

static const char *const looks[][NB_SIGNS_COUNT] = {
    [NB_PIECE_GAP] = {" ", " ", " "},
    [NB_PIECE_OPEN] = {"(", "(", "\\left("},
    [NB_PIECE_CLOSE] = {")", ")", "\\right)"},
    [NB_PIECE_OPEN_LIST] = {"[", "[", "\\left["},
    [NB_PIECE_CLOSE_LIST] = {"]", "]", "\\right]"},
    [NB_PIECE_COMMA] = {", ", ", ", ", "},
    [NB_PIECE_ROW] = {"; ", "; ", "; "},
    [NB_PIECE_END_ROW] = {";", ";", ";"},
    [NB_PIECE_MORE] = {"…", "...", "\\ldots "},
    [NB_PIECE_PARTIAL] = {"∂", "d", "\\partial "},
    [NB_PIECE_ARROW] = {" → ", " -> ", " \\to "},
    [NB_PIECE_HAT] = {"\xcc\x82", "_hat", "\\hat{}"},
    [NB_PIECE_NEXT] = {"⁺", "+", "^{+}"},
    [NB_PIECE_AHEAD] = {"*", "*", "^{*}"},
    [NB_PIECE_WHICH] = {" #", " #", "\\,\\#"}};

/* ---- signs ---- */

/* Stretch number `part` of an operator's LaTeX: what stands between two operands. */
static void add_stretch(nb_buffer *out, nb_op op, int part) {
    const char *at = nb_op_get(op)->latex;
    for (; part > 0 && *at != '\0'; part--) {
        at += strcspn(at, "@");
        if (*at != '\0') at += strlen("@a");
    }
    nb_buffer_add(out, at, strcspn(at, "@"));
}

/* The spelling of a row that can be typed on any keyboard; there always is one. */
static void add_typed(nb_buffer *out, const char *spellings) {
    for (size_t length; *spellings != '\0'; spellings += length + strspn(spellings + length, " ")) {
        length = strcspn(spellings, " ");
        bool ascii = true;
        for (size_t i = 0; i < length; i++) ascii = ascii && (unsigned char)spellings[i] < 0x80;
        if (!ascii) continue;
        nb_buffer_add(out, spellings, length);
        return;
    }
}

static void add_operator(nb_buffer *out, const nb_piece *piece, nb_signs signs) {
    const nb_op_info *info = nb_op_get(piece->op);
    bool prefix = info->form.kind == NB_FORM_PREFIX;
    bool product = info->form.level == NB_LEVEL_PRODUCT;
    if (signs == NB_SIGNS_LATEX) add_stretch(out, piece->op, prefix ? 0 : 1);
    else if (signs == NB_SIGNS_ASCII) add_typed(out, info->form.spellings);
    else if (product && piece->numeric) nb_buffer_add_text(out, info->symbol);
    else nb_buffer_add_text(out, nb_op_spelling(piece->op));
}

bool nb_formula_add_sign(nb_buffer *out, const nb_piece *piece, nb_signs signs) {
    switch (piece->kind) {
    case NB_PIECE_TEXT: case NB_PIECE_WORDS: case NB_PIECE_NAME: case NB_PIECE_FUNCTION:
    case NB_PIECE_LABEL: case NB_PIECE_NUMBER: case NB_PIECE_OPERAND: return false;
    case NB_PIECE_SIGN: add_operator(out, piece, signs); return true;
    case NB_PIECE_TEMPLATE: add_stretch(out, piece->op, piece->part); return true;
    case NB_PIECE_POWER:
        if (signs == NB_SIGNS_BOARD) nb_buffer_add_text(out, piece->number == 2 ? "²" : "³");
        else nb_buffer_add_text(out, piece->number == 2 ? "^2" : "^3");
        return true;
    case NB_PIECE_WHICH:
        nb_buffer_add_text(out, looks[NB_PIECE_WHICH][signs]);
        nb_view_number(out, piece->number, 17);
        return true;
    default: nb_buffer_add_text(out, looks[piece->kind][signs]); return true;
    }
}

/* ---- whole formulas ---- */

static void add_text(nb_buffer *out, const nb_view *view, const char *text, size_t length) {
    if (view != NULL) nb_view_plain_bytes(out, view, text, length);
    else nb_buffer_add(out, text, length);
}

/* Words with {0} in them stand around all that follows: what is left of them behind it. */
static const char *add_words(nb_buffer *out, const nb_view *view, const char *words) {
    const char *text = view != NULL ? nb_view_translate(view, words) : words;
    const char *place = strstr(text, "{0}");
    add_text(out, view, text, place != NULL ? (size_t)(place - text) : strlen(text));
    return place != NULL ? place + strlen("{0}") : "";
}

/* `view`: for a reader, made harmless; NULL: names as they are. */
static void add_pieces(nb_buffer *out, const nb_view *view, const nb_text *text, nb_signs signs,
                       int digits) {
    const char *rest = "";
    for (size_t i = 0; i < text->count; i++) {
        const nb_piece *piece = &text->pieces[i];
        if (nb_formula_add_sign(out, piece, signs)) continue;
        bool number = piece->kind == NB_PIECE_NUMBER || piece->kind == NB_PIECE_OPERAND;
        bool brackets = piece->kind == NB_PIECE_OPERAND && piece->number < 0;
        char exact[NB_NUMBER_ROOM];
        int shown = piece->digits > 0 ? piece->digits : digits;
        if (brackets) nb_buffer_add_char(out, '(');
        if (number && digits > 0) {
            nb_view_number(out, piece->number, shown);
        } else if (number) {
            nb_number_exact(piece->number == 0 ? 0 : piece->number, exact);
            nb_buffer_add_text(out, exact);
        } else if (piece->text != NULL && piece->kind == NB_PIECE_WORDS) {
            rest = add_words(out, view, piece->text);
        } else if (piece->text != NULL) {
            add_text(out, view, piece->text, strlen(piece->text));
        }
        if (brackets) nb_buffer_add_char(out, ')');
    }
    add_text(out, view, rest, strlen(rest));
}

void nb_formula_add(nb_buffer *out, const nb_text *text, nb_signs signs) {
    add_pieces(out, NULL, text, signs, 0);
}

void nb_view_formula(nb_buffer *out, const nb_view *view, const nb_text *text, int digits) {
    add_pieces(out, view, text, view->ascii ? NB_SIGNS_ASCII : NB_SIGNS_BOARD, digits);
}

/* ---- brackets ---- */

static bool begins_with_sign(const nb_text *text) {
    if (text->count == 0) return false;
    const nb_piece *front = &text->pieces[0];
    return front->kind == NB_PIECE_SIGN || (front->kind == NB_PIECE_NUMBER && front->number < 0);
}

bool nb_text_is_sum(const nb_text *text) {
    return text->level <= NB_LEVEL_SUM || begins_with_sign(text);
}

bool nb_text_is_atom(const nb_text *text) {
    return text->level == NB_LEVEL_CALL && !begins_with_sign(text);
}

bool nb_text_is_signed_product(const nb_text *text) {
    return begins_with_sign(text) && text->level > NB_LEVEL_SUM;
}

bool nb_text_is_number(const nb_text *text) {
    for (size_t i = 0; i < text->count; i++) {
        const nb_piece *piece = &text->pieces[i];
        bool minus = piece->kind == NB_PIECE_SIGN && piece->op == NB_OP_NEG;
        if (!minus && piece->kind != NB_PIECE_NUMBER) return false;
    }
    return true;
}

bool nb_equation_is_done(const nb_equation *equation) {
    return equation->term_total == 1 && equation->terms[0].parent.count == 0 &&
           nb_text_is_number(&equation->terms[0].numbers);
}
