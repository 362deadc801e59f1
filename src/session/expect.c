/* `expect A == B`: says nothing when it holds; otherwise it is an error that shows both sides.
 * Vectors are compared element by element; a number is compared with each element. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"
#include "session/measure.h"

/* What is compared: the numbers of both sides, one after another. */
typedef struct sides {
    nb_shape shape;
    const double *left, *right;
    size_t left_step, right_step; /* 0 where one number stands for all */
} sides;

/* Two numbers are near each other to `within`, relative above 1 and absolute below. Nothing but
 * itself is near an infinite one. */
static bool is_near(double a, double b, double within) {
    double scale = fmax(fmax(fabs(a), fabs(b)), 1);
    if (a == b || (isnan(a) && isnan(b))) return true;
    return isfinite(scale) && fabs(a - b) <= within * scale;
}

static bool compares(const char *sign, double a, double b, double within) {
    if (strcmp(sign, "==") == 0 || strcmp(sign, "~") == 0) return is_near(a, b, within);
    if (strcmp(sign, "!=") == 0) return !is_near(a, b, within);
    if (strcmp(sign, "<") == 0) return a < b;
    if (strcmp(sign, "<=") == 0) return a <= b;
    return strcmp(sign, ">") == 0 ? a > b : a >= b;
}

/* The place of a side in its statement. */
static nb_status fail_at(nb_sheet *s, const nb_statement *st, nb_span span, nb_message message) {
    const nb_expr whole = {.source = st->source, .span = span};
    return nb_fail_at(s, &whole, span, message, NB_NO_HINT);
}

static nb_status read_side(nb_sheet *s, const nb_command_arg *side, nb_shape *shape,
                           const double **numbers) {
    if (side->form == NB_ARG_EXPR) return nb_eval_value(s, &side->expr, s->env, shape, numbers);
    double *value = nb_arena_add(&s->scratch, 1, sizeof *value);
    if (value == NULL) return NB_STATUS_NO_MEMORY;
    *shape = NB_SCALAR;
    *numbers = value;
    return nb_measure_get(s, side, value);
}

static nb_status read_sides(nb_sheet *s, const nb_statement *st, sides *both) {
    nb_shape left, right;
    nb_status status = read_side(s, &st->args[0], &left, &both->left);
    if (status == NB_STATUS_OK) status = read_side(s, &st->args[2], &right, &both->right);
    if (status != NB_STATUS_OK) return status;
    if (!nb_same_shape(left, right) && left.rank > 0 && right.rank > 0)
        return fail_at(s, st, st->args[2].span,
                       NB_SAY(SHAPES_DIFFER, nb_shape_arg(s, left), nb_shape_arg(s, right)));
    both->shape = left.rank > 0 ? left : right;
    both->left_step = left.rank > 0;
    both->right_step = right.rank > 0;
    return NB_STATUS_OK;
}

/* How far apart numbers near `a` and `b` may be, as is_near takes it: == means to 1e-12, ~ to 1e-9
 * or what `within` says. */
static double tolerance(const nb_statement *st, double within, double a, double b) {
    if (st->args[3].form != NB_ARG_EXPR) return strcmp(st->args[1].text, "~") == 0 ? 1e-9 : 1e-12;
    double scale = fmax(fmax(fabs(a), fabs(b)), 1);
    bool percent = strcmp(st->args[3].text, "%") == 0;
    return percent ? within / 100 * fabs(b) / scale : within / scale;
}

/* The first element that is not as it should be; as many as there are when all is well. Vectors are
 * != when any of their elements is. */
static size_t find_wrong(const nb_statement *st, const sides *both, double within) {
    const char *sign = st->args[1].text;
    size_t count = nb_shape_count(both->shape), wrong = count;
    bool any = strcmp(sign, "!=") == 0;
    for (size_t i = 0; i < count; i++) {
        double a = both->left[i * both->left_step], b = both->right[i * both->right_step];
        bool holds = compares(sign, a, b, tolerance(st, within, a, b));
        if (holds && any) return count;
        if (!holds && wrong == count) wrong = i;
    }
    return wrong;
}

static const char *text_at(nb_sheet *s, const nb_statement *st, nb_span span) {
    const char *text = nb_arena_text(&s->scratch, st->source + span.offset, span.length);
    return text != NULL ? text : "";
}

/* 2,1 in a matrix, 2 in a vector */
static const char *index_text(nb_sheet *s, nb_shape shape, size_t i) {
    enum { ROOM = 50 };
    char *text = nb_arena_add(&s->scratch, ROOM, 1);
    if (text == NULL) return "";
    size_t row = i / shape.columns + 1, column = i % shape.columns + 1;
    if (shape.rank == 2) snprintf(text, ROOM, "%zu,%zu", row, column);
    else snprintf(text, ROOM, "%zu", column);
    return text;
}

static nb_status fail(nb_sheet *s, const nb_statement *st, const sides *both, size_t wrong) {
    nb_span left = st->args[0].span, right = st->args[2].span, span = left;
    span.length = right.offset + right.length - span.offset;
    const char *whole = text_at(s, st, span);
    double a = both->left[wrong * both->left_step], b = both->right[wrong * both->right_step];
    const char *name = text_at(s, st, left), *wanted = text_at(s, st, right);
    bool plain = wanted[strspn(wanted, "0123456789.")] == '\0'; /* what 3 is, everybody knows */
    nb_message number = plain
        ? NB_SAY(EXPECT_NUMBER, NB_TEXT(whole), NB_TEXT(name), NB_APART(a, b))
        : NB_SAY(EXPECT_FAILED, NB_TEXT(whole), NB_TEXT(name), NB_APART(a, b),
                 NB_TEXT(wanted), NB_APART(b, a));
    nb_message element = NB_SAY(EXPECT_ELEMENT, NB_TEXT(whole),
                                NB_TEXT(index_text(s, both->shape, wrong)), NB_APART(a, b),
                                NB_APART(b, a));
    return fail_at(s, st, span, both->shape.rank > 0 ? element : number);
}

/* A measure alone holds unless it is 0. */
static nb_status expect_alone(nb_sheet *s, const nb_statement *st) {
    double value;
    nb_span span = st->args[0].span;
    nb_status status = nb_measure_get(s, &st->args[0], &value);
    if (status != NB_STATUS_OK || value != 0) return status;
    return fail_at(s, st, span, NB_SAY(EXPECT_NOT, NB_TEXT(text_at(s, st, span))));
}

NB_COMMAND(EXPECT) {
    if (st->args[1].form == NB_ARG_MISSING) return expect_alone(s, st);
    sides both;
    double within = 0;
    nb_status status = read_sides(s, st, &both);
    if (status == NB_STATUS_OK && st->args[3].form == NB_ARG_EXPR)
        status = nb_eval(s, &st->args[3].expr, s->env, &within);
    if (status != NB_STATUS_OK) return status;
    size_t wrong = find_wrong(st, &both, within);
    bool holds = wrong == nb_shape_count(both.shape);
    return holds ? NB_STATUS_OK : fail(s, st, &both, wrong);
}
