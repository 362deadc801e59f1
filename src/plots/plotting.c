/* What all kinds of plots have in common: names, ranges, axes, and the table that stands in for the
 * picture where none is wanted. */
#include "plots/plotting.h"

#include <math.h>
#include <string.h>

#include "base/ticks.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"
#include "lang/plot.h"
#include "plots/axis.h"
#include "plots/curves.h"

enum { TABLE_ROWS = 13 };

/* ---- what is typed ---- */

const char *nb_plot_typed(nb_sheet *s, const nb_expr *expr, nb_span span) {
    const char *text = nb_typed_line(&s->result->arena, expr->source + span.offset, span.length);
    return text != NULL ? text : "";
}

nb_text nb_plot_name(nb_sheet *s, const char *text, uint32_t element) {
    nb_writer w = {.s = s};
    const char *name = nb_result_text(s->result, text, strlen(text));
    nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_NAME, .text = name});
    char index[16] = "[";
    size_t at = sizeof index - 1;
    if (element == 0) return w.text;
    index[--at] = ']';
    for (; element > 0; element /= 10) index[--at] = (char)('0' + element % 10);
    index[--at] = '[';
    const char *copy = nb_result_text(s->result, index + at, sizeof index - 1 - at);
    nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT, .text = copy});
    return w.text;
}

nb_text nb_plot_words(nb_sheet *s, nb_message_id id) {
    nb_writer w = {.s = s};
    nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_WORDS, .text = nb_message_wording(id)});
    return w.text;
}

nb_status nb_plot_range(nb_sheet *s, const nb_command_arg *arg, double *low, double *high) {
    nb_status status = nb_eval(s, &arg->expr, s->env, low);
    if (status == NB_STATUS_OK) status = nb_eval(s, arg->other, s->env, high);
    if (status != NB_STATUS_OK) return status;
    if (isfinite(*high - *low) && *high - *low > 0 && *low + (*high - *low) / 1e6 > *low)
        return NB_STATUS_OK;
    if (*high < *low) {
        const char *a = nb_plot_typed(s, &arg->expr, arg->expr.span);
        const char *b = nb_plot_typed(s, arg->other, arg->other->span);
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(PLOT_RANGE_DOWN, NB_NUMBER(*low), NB_NUMBER(*high)),
                          NB_SAY(HINT_PLOT_RANGE, NB_TEXT(b), NB_TEXT(a)));
    }
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(PLOT_RANGE, NB_NUMBER(*low), NB_NUMBER(*high)),
                      NB_PLAIN(HINT_PLOT_ROOM));
}

nb_status nb_plot_add(nb_plotting *p, const nb_command_arg *arg, nb_shape shape,
                      const nb_node *nodes) {
    nb_sheet *s = p->s;
    uint32_t count = nb_shape_count(shape);
    if (count > NB_MOST_CURVES - p->count)
        return nb_fail_at(s, &arg->expr, arg->span, NB_SAY(PLOT_CURVES, NB_COUNT(NB_MOST_CURVES)),
                          NB_NO_HINT);
    const char *text = nb_plot_typed(s, &arg->expr, arg->span);
    for (uint32_t i = 0; i < count; i++) {
        p->names[p->count] = nb_plot_name(s, text, shape.rank > 0 ? i + 1 : 0);
        p->outputs[p->count++] = nodes[i];
    }
    return NB_STATUS_OK;
}

/* ---- axes and numbers ---- */

nb_status nb_plot_fit(nb_plotting *p, bool poles) {
    nb_sheet *s = p->s;
    nb_plot_block *b = p->block;
    const nb_command_arg *y = nb_clause_get(p->st, "y");
    size_t room = 0;
    for (size_t k = 0; k < b->count; k++) room += b->curves[k].count;
    if (y != NULL) return nb_plot_range(s, y, &b->y.low, &b->y.high);
    double *scratch = nb_arena_add(&s->scratch, room, sizeof *scratch);
    if (scratch == NULL) return NB_STATUS_NO_MEMORY;
    if (nb_axis_fit(&b->y, b->curves, b->count, poles, scratch)) return NB_STATUS_OK;
    return nb_fail_plain(s, NB_SAY(PLOT_EMPTY, NB_NUMBER(p->low), NB_NUMBER(p->high)), NB_NO_HINT);
}

nb_status nb_plot_table(nb_plotting *p, const double *numbers, size_t rows, size_t curves) {
    nb_sheet *s = p->s;
    nb_table_block *table = &p->block->table;
    size_t columns = curves + 1;
    nb_table_column *heads = nb_result_array(s->result, columns, sizeof *heads);
    nb_table_cell *cells = nb_result_array(s->result, rows * columns, sizeof *cells);
    if (heads == NULL || cells == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < columns; k++) {
        nb_text *name = k == 0 ? &p->block->x.name : &p->block->curves[k - 1].name;
        heads[k] = (nb_table_column){.kind = k == 0 ? NB_COLUMN_NUMBER : NB_COLUMN_VALUE,
                                     .heading = NB_SAY(HEAD_NAME, NB_FORMULA(name))};
        for (size_t i = 0; i < rows; i++)
            if (k == 0 || p->block->kind != NB_PLOT_BARS || i < p->block->curves[k - 1].count)
                cells[i * columns + k] = nb_cell_number(numbers[i * columns + k]);
    }
    *table = (nb_table_block){.columns = heads, .column_count = columns, .cells = cells,
                              .row_count = rows, .room = rows};
    return NB_STATUS_OK;
}

/* The values at some round numbers of the x axis. */
static nb_status add_table(nb_plotting *p, nb_sampler *sampler) {
    nb_sheet *s = p->s;
    double step = nb_tick_step(p->high - p->low, TABLE_ROWS - 1), at[TABLE_ROWS + 1];
    double first = ceil(p->low / step - 1e-9), last = floor(p->high / step + 1e-9);
    size_t rows = 0, outputs = sampler->outputs;
    for (; rows <= TABLE_ROWS && first + (double)rows <= last; rows++)
        at[rows] = nb_tick(step, first + (double)rows);
    double *values = nb_arena_add(&s->scratch, rows * outputs, sizeof *values);
    double *numbers = nb_arena_add(&s->scratch, rows * (outputs + 1), sizeof *numbers);
    if (values == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_sample(sampler, at, rows, values);
    for (size_t i = 0; i < rows; i++) {
        numbers[i * (outputs + 1)] = at[i];
        memcpy(numbers + i * (outputs + 1) + 1, values + i * outputs, outputs * sizeof *values);
    }
    return status == NB_STATUS_OK ? nb_plot_table(p, numbers, rows, outputs) : status;
}

nb_status nb_plot_curves(nb_plotting *p, nb_sampler *sampler) {
    nb_curves curves;
    nb_status status = nb_curves_sample(sampler, p->low, p->high, &curves);
    if (status != NB_STATUS_OK) return status;
    for (size_t k = 0; k < curves.count; k++) curves.curves[k].name = p->names[k];
    p->block->curves = curves.curves;
    p->block->count = curves.count;
    p->block->x.low = p->low;
    p->block->x.high = p->high;
    status = nb_plot_fit(p, curves.poles);
    return status == NB_STATUS_OK ? add_table(p, sampler) : status;
}
