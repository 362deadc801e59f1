/* `plot`: functions over a range. What other plots there are stands in files of their own. */
#include "plots/plot.h"

#include <math.h>
#include <string.h>

#include "base/ticks.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/owner.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"
#include "lang/plot.h"
#include "plots/axis.h"
#include "plots/curves.h"

enum { MOST_CURVES = 12, TABLE_ROWS = 13 };

typedef struct plot {
    nb_sheet *s;
    const nb_statement *st;
    nb_plot_block *block;
    nb_node variable; /* of functions */
    nb_node outputs[MOST_CURVES];
    nb_text names[MOST_CURVES];
    size_t count;
    double low, high; /* of the x axis */
} plot;

/* ---- what is typed ---- */

static const char *typed(nb_sheet *s, const nb_expr *expr, nb_span span) {
    const char *text = nb_arena_text(&s->result->arena, expr->source + span.offset, span.length);
    return text != NULL ? text : "";
}

static nb_text name_of(nb_sheet *s, const char *text, uint32_t element) {
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

/* A range of real numbers, from left to right. */
static nb_status read_range(nb_sheet *s, const nb_command_arg *arg, double *low, double *high) {
    nb_status status = nb_eval(s, &arg->expr, s->env, low);
    if (status == NB_STATUS_OK) status = nb_eval(s, arg->other, s->env, high);
    if (status != NB_STATUS_OK) return status;
    if (isfinite(*high - *low) && *high - *low > 0 && *low + (*high - *low) / 1e6 > *low)
        return NB_STATUS_OK;
    if (*high < *low) {
        const char *a = typed(s, &arg->expr, arg->expr.span);
        const char *b = typed(s, arg->other, arg->other->span);
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(PLOT_RANGE_DOWN, NB_NUMBER(*low), NB_NUMBER(*high)),
                          NB_SAY(HINT_PLOT_RANGE, NB_TEXT(b), NB_TEXT(a)));
    }
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(PLOT_RANGE, NB_NUMBER(*low), NB_NUMBER(*high)), NB_NO_HINT);
}

/* ---- functions ---- */

static bool has_variable(const nb_expr *expr) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->codes[i].kind == NB_CODE_LOCAL && expr->codes[i].count >= NB_MAX_LOCALS)
            return true;
    return false;
}

/* A formula of a leaf called x, plotted for an x of its own, would be a straight line. */
static nb_status check_variable(plot *p, const nb_command_arg *arg) {
    nb_sheet *s = p->s;
    const nb_command_arg *variable = &p->st->args[NB_PLOT_VARIABLE];
    bool value = nb_is_defined(s, s->symbols[variable->symbol].value);
    bool names = false;
    for (uint32_t i = 0; i < arg->expr.count; i++)
        names = names || arg->expr.codes[i].kind == NB_CODE_NAME;
    if (!value || !names || has_variable(&arg->expr)) return NB_STATUS_OK;
    const char *text = typed(s, &arg->expr, arg->span);
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(PLOT_NO_VARIABLE, NB_TEXT(text), NB_TEXT(variable->text)),
                      NB_SAY(HINT_PLOT_FUNCTION, NB_TEXT(variable->text)));
}

static nb_status add_function(plot *p, const nb_command_arg *arg) {
    nb_sheet *s = p->s;
    nb_shape shape;
    const nb_node *nodes;
    nb_status status = nb_build_varied(s, &arg->expr, s->env, p->variable, &shape, &nodes);
    if (status == NB_STATUS_OK) status = check_variable(p, arg);
    if (status != NB_STATUS_OK) return status;
    uint32_t count = nb_shape_count(shape);
    if (count > MOST_CURVES - p->count)
        return nb_fail_at(s, &arg->expr, arg->span, NB_SAY(PLOT_CURVES, NB_COUNT(MOST_CURVES)),
                          NB_NO_HINT);
    const char *text = typed(s, &arg->expr, arg->span);
    for (uint32_t i = 0; i < count; i++) {
        p->names[p->count] = name_of(s, text, shape.rank > 0 ? i + 1 : 0);
        p->outputs[p->count++] = nodes[i];
    }
    return NB_STATUS_OK;
}

/* The nodes stand at the graph's end, over a leaf of their own. */
static nb_status add_functions(plot *p) {
    nb_sheet *s = p->s;
    nb_status status = nb_add_number(s, NB_OP_LEAF, p->low, &p->variable);
    const nb_command_arg *arg = &p->st->args[NB_PLOT_LIST];
    for (; arg != NULL && status == NB_STATUS_OK; arg = arg->next) status = add_function(p, arg);
    return status;
}

/* ---- the block ---- */

static nb_status begin_block(plot *p, nb_block **block) {
    nb_sheet *s = p->s;
    const nb_command_arg *title = nb_clause_get(p->st, "title");
    const nb_command_arg *file = &p->st->args[NB_PLOT_FILE];
    *block = nb_result_add(s->result, NB_BLOCK_PLOT);
    if (*block == NULL) return NB_STATUS_NO_MEMORY;
    p->block = &(*block)->as.plot;
    *p->block = (nb_plot_block){.dark = nb_clause_get(p->st, "dark") != NULL};
    if (file->form != NB_ARG_MISSING)
        p->block->path = nb_result_text(s->result, file->text, strlen(file->text));
    if (title != NULL)
        p->block->title = nb_result_text(s->result, title->text, strlen(title->text));
    return NB_STATUS_OK;
}

/* Where no picture is wanted: the values at some round numbers of the x axis. */
static nb_status add_table(plot *p, nb_sampler *sampler) {
    nb_sheet *s = p->s;
    nb_table_block *table = &p->block->table;
    double step = nb_tick_step(p->high - p->low, TABLE_ROWS - 1), cells[TABLE_ROWS + 1];
    size_t rows = 0, columns = p->count + 1;
    double first = ceil(p->low / step - 1e-9), last = floor(p->high / step + 1e-9);
    for (; rows <= TABLE_ROWS && first + (double)rows <= last; rows++)
        cells[rows] = nb_tick(step, first + (double)rows);
    nb_table_column *heads = nb_result_array(s->result, columns, sizeof *heads);
    table->cells = nb_result_array(s->result, rows * columns, sizeof *table->cells);
    double *values = nb_arena_add(&s->scratch, rows * p->count, sizeof *values);
    if (heads == NULL || table->cells == NULL || values == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_sample(sampler, cells, rows, values);
    table->columns = heads;
    table->column_count = columns;
    table->room = table->row_count = rows;
    for (size_t k = 0; k < columns; k++) {
        nb_text *name = k == 0 ? &p->block->x.name : &p->block->curves[k - 1].name;
        heads[k] = (nb_table_column){.kind = k == 0 ? NB_COLUMN_NUMBER : NB_COLUMN_VALUE,
                                     .heading = NB_SAY(HEAD_NAME, NB_FORMULA(name))};
        for (size_t i = 0; i < rows; i++)
            table->cells[i * columns + k] =
                nb_cell_number(k == 0 ? cells[i] : values[i * p->count + k - 1]);
    }
    return status;
}

static nb_status fit_axes(plot *p, bool poles) {
    nb_sheet *s = p->s;
    nb_plot_block *b = p->block;
    const nb_command_arg *y = nb_clause_get(p->st, "y");
    size_t room = 0;
    for (size_t k = 0; k < b->count; k++) room += b->curves[k].count;
    b->x.low = p->low;
    b->x.high = p->high;
    if (y != NULL) return read_range(s, y, &b->y.low, &b->y.high);
    double *scratch = nb_arena_add(&s->scratch, room, sizeof *scratch);
    if (scratch == NULL) return NB_STATUS_NO_MEMORY;
    if (nb_axis_fit(&b->y, b->curves, b->count, poles, scratch)) return NB_STATUS_OK;
    return nb_fail_plain(s, NB_SAY(PLOT_EMPTY, NB_NUMBER(p->low), NB_NUMBER(p->high)), NB_NO_HINT);
}

static nb_status sample_functions(plot *p) {
    nb_sheet *s = p->s;
    nb_sampler sampler;
    nb_curves curves;
    nb_status status = nb_sampler_begin(&sampler, s, &p->variable, 1, p->outputs, p->count);
    if (status != NB_STATUS_OK) return status;
    status = nb_curves_sample(&sampler, p->low, p->high, &curves);
    if (status == NB_STATUS_OK) {
        p->block->curves = curves.curves;
        p->block->count = curves.count;
        for (size_t k = 0; k < curves.count; k++) curves.curves[k].name = p->names[k];
        p->block->x.name = name_of(s, p->st->args[NB_PLOT_VARIABLE].text, 0);
        status = fit_axes(p, curves.poles);
    }
    if (status == NB_STATUS_OK) status = add_table(p, &sampler);
    nb_sampler_clear(&sampler);
    return status;
}

/* All that is dirty is built first: then the nodes of the plot are the last, and go again. */
static nb_status plot_functions(plot *p) {
    nb_sheet *s = p->s;
    nb_status status = nb_build_all(s);
    if (status == NB_STATUS_OK)
        status = read_range(s, &p->st->args[NB_PLOT_VARIABLE], &p->low, &p->high);
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    if (status == NB_STATUS_OK) status = add_functions(p);
    if (status == NB_STATUS_OK) status = sample_functions(p);
    nb_truncate(s, before, rebuilt);
    return status;
}

nb_status nb_plot(nb_sheet *s, const nb_statement *st, nb_block **block) {
    plot p = {.s = s, .st = st};
    const nb_command_arg *list = &st->args[NB_PLOT_LIST];
    nb_status status = begin_block(&p, block);
    if (status != NB_STATUS_OK) return status;
    if (st->args[NB_PLOT_VARIABLE].form == NB_ARG_MISSING) {
        const char *text = typed(s, &list->expr, list->span);
        return nb_fail_at(s, &list->expr, list->span, NB_PLAIN(PLOT_OF_NUMBER),
                          NB_SAY(HINT_PLOT_FOR, NB_TEXT(text)));
    }
    status = plot_functions(&p);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}
