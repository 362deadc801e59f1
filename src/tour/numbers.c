/* Expressions of a question as numbers. A number in a text is written as the view shows it, for
 * the text is the author's, and is shown as one; but a whole one, which may count something, with
 * all its digits. */
#include "tour/numbers.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "formulas/evaluate.h"

nb_status nb_numbers_of(nb_quiet *quiet, nb_arena *arena, const nb_expr *expr,
                        nb_numbers *numbers) {
    const double *found;
    nb_status status = nb_eval_value(quiet->s, expr, NULL, &numbers->shape, &found);
    if (status != NB_STATUS_OK) return status;
    size_t count = nb_shape_count(numbers->shape);
    double *all = nb_arena_add(arena, count, sizeof *all);
    if (all == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(all, found, count * sizeof *all);
    numbers->all = all;
    return NB_STATUS_OK;
}

nb_status nb_numbers_read(nb_quiet *quiet, nb_arena *arena, const char *text,
                          nb_numbers *numbers) {
    nb_statement *st;
    nb_status status = nb_quiet_read(quiet, text, &st);
    if (status != NB_STATUS_OK) return status;
    if (st->kind != NB_STATEMENT_EXPRESSION) return NB_STATUS_ERROR;
    return nb_numbers_of(quiet, arena, &st->exprs[0], numbers);
}

static void write_number(nb_buffer *out, const nb_sheet *s, double number) {
    enum { COUNTED = 15 }; /* digits */
    char text[NB_NUMBER_ROOM];
    bool whole = number == rint(number) && fabs(number) < 1e15;
    nb_number_rounded(number, whole ? COUNTED : s->state.settings.digits, text);
    nb_buffer_add_text(out, text);
}

void nb_numbers_write(nb_buffer *out, const nb_sheet *s, nb_numbers numbers) {
    nb_shape shape = numbers.shape;
    if (shape.rank == 0) {
        write_number(out, s, numbers.all[0]);
        return;
    }
    nb_buffer_add_char(out, '[');
    for (uint32_t i = 0; i < nb_shape_count(shape); i++) {
        if (i > 0) nb_buffer_add_text(out, i % shape.columns == 0 ? "; " : ", ");
        write_number(out, s, numbers.all[i]);
    }
    if (shape.rank == 2 && shape.rows == 1) nb_buffer_add_char(out, ';');
    nb_buffer_add_char(out, ']');
}

/* Adds what stands in braces as a number. *is_expression: it could be read as one. */
static nb_status add_expression(nb_quiet *quiet, nb_buffer *out, const char *text, size_t length,
                                bool *is_expression) {
    nb_statement *st;
    nb_numbers numbers;
    *is_expression = false;
    const char *copy = nb_arena_text(&quiet->s->scratch, text, length);
    if (copy == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_quiet_read(quiet, copy, &st);
    if (status == NB_STATUS_NO_MEMORY) return status;
    if (status != NB_STATUS_OK || st->kind != NB_STATEMENT_EXPRESSION) return NB_STATUS_OK;
    *is_expression = true;
    status = nb_numbers_of(quiet, &quiet->s->scratch, &st->exprs[0], &numbers);
    if (status == NB_STATUS_OK) nb_numbers_write(out, quiet->s, numbers);
    return status;
}

nb_status nb_fill(nb_quiet *quiet, nb_arena *arena, const char *text, bool lenient,
                  const char **filled) {
    nb_buffer out;
    nb_status status = NB_STATUS_OK;
    nb_buffer_init(&out, &quiet->s->memory);
    *filled = "";
    while (*text != '\0' && status == NB_STATUS_OK) {
        size_t plain = strcspn(text, "{"), inside;
        nb_buffer_add(&out, text, plain);
        text += plain;
        if (*text == '\0') break;
        inside = strcspn(text + 1, "{}\n");
        bool filled_in = false;
        if (text[1 + inside] == '}' && !nb_all_blank(text + 1, inside))
            status = add_expression(quiet, &out, text + 1, inside, &filled_in);
        if (status == NB_STATUS_ERROR && lenient && !nb_quiet_stopped(quiet)) {
            status = NB_STATUS_OK;
            filled_in = false;
        }
        if (!filled_in) nb_buffer_add_char(&out, '{');
        text += filled_in ? inside + 2 : 1;
    }
    if (status == NB_STATUS_OK && !out.failed && out.length > 0)
        *filled = nb_arena_text(arena, out.data, out.length);
    if (status == NB_STATUS_OK && (out.failed || *filled == NULL)) status = NB_STATUS_NO_MEMORY;
    if (*filled == NULL) *filled = "";
    nb_buffer_clear(&out);
    return status;
}
