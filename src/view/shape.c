/* How a formula holds together, read off its signs. */
#include "view/shape.h"

#include <string.h>

#include "base/utf8.h"

typedef enum shape {
    SHAPE_ATOM,    /* a name, a number, a call */
    SHAPE_PRODUCT, /* a product, quotient or power */
    SHAPE_SUM      /* a sum, a comparison, or what begins with a sign */
} shape;

typedef struct outline {
    shape shape;
    size_t depth; /* of open brackets */
    bool factor;  /* a number or name stands just before: a bracket multiplies */
    bool passed;  /* the sign at the front, where that is not to count */
} outline;

static bool is_one_of(const char *signs, const char *sign, size_t length) {
    for (; *signs != '\0'; signs++)
        if (strncmp(signs, sign, length) == 0) return true;
    return false;
}

static void outline_sign(outline *line, const char *sign, size_t length) {
    bool open = is_one_of("([{", sign, length), close = is_one_of(")]}", sign, length);
    if (line->depth == 0) {
        shape found = SHAPE_ATOM;
        if (is_one_of("+-−<>=≤≥≠!", sign, length)) found = line->passed ? SHAPE_SUM : SHAPE_ATOM;
        else if (is_one_of("·×*/÷^²³' ", sign, length)) found = SHAPE_PRODUCT;
        else if (open && *sign == '(' && line->factor) found = SHAPE_PRODUCT;
        if (found > line->shape) line->shape = found;
    }
    if (open) line->depth++;
    if (close && line->depth > 0) line->depth--;
    line->factor = false;
    line->passed = true;
}

/* `signed_front`: a sign at the very front does not count. */
static shape shape_of(const nb_text *text, bool signed_front) {
    outline line = {.shape = SHAPE_ATOM, .passed = !signed_front};
    for (size_t i = 0; i < text->count; i++) {
        const nb_piece *piece = &text->pieces[i];
        bool sign = piece->kind == NB_PIECE_NUMBER && piece->number < 0 && line.depth == 0;
        if (sign && line.passed) line.shape = SHAPE_SUM;
        bool signs = piece->kind == NB_PIECE_TEXT && piece->text != NULL;
        size_t length = signs ? strlen(piece->text) : 0;
        if (!signs) line.passed = true, line.factor = piece->kind != NB_PIECE_FUNCTION;
        for (size_t at = 0; at < length;) {
            uint32_t code;
            size_t bytes = nb_utf8_decode(piece->text + at, length - at, &code);
            if (bytes == 0) bytes = 1;
            outline_sign(&line, piece->text + at, bytes);
            at += bytes;
        }
    }
    return line.shape;
}

bool nb_text_is_sum(const nb_text *text) {
    return shape_of(text, false) == SHAPE_SUM;
}

bool nb_text_is_atom(const nb_text *text) {
    return shape_of(text, false) == SHAPE_ATOM;
}

bool nb_text_is_signed_product(const nb_text *text) {
    return nb_text_is_sum(text) && shape_of(text, true) != SHAPE_SUM;
}

bool nb_text_is_number(const nb_text *text) {
    for (size_t i = 0; i < text->count; i++) {
        const nb_piece *piece = &text->pieces[i];
        bool sign = piece->kind == NB_PIECE_TEXT &&
                    (strcmp(piece->text, "−") == 0 || strcmp(piece->text, "-") == 0);
        if (!sign && piece->kind != NB_PIECE_NUMBER) return false;
    }
    return true;
}

bool nb_equation_is_done(const nb_equation *equation) {
    return equation->term_total == 1 && equation->terms[0].parent.count == 0 &&
           nb_text_is_number(&equation->terms[0].numbers);
}
