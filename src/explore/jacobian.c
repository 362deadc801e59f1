/* `jacobian` and `hessian`: all derivatives of several numbers by several others, as a table. A row
 * takes a backward pass; of a Hessian it is one over the nodes of the gradient, which are taken
 * back afterwards. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "explore/depends.h"
#include "explore/gradient.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/build.h"
#include "formulas/describe.h"
#include "formulas/gradient.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"

enum { MOST_SHOWN = 60 }; /* rows, and columns */

/* What stands on one side of the table. */
typedef struct side {
    nb_node *nodes;
    nb_text *names;
    size_t count, capacity, name_capacity;
    const char *typed, *variable; /* w, b; as it stands behind ∂: (w, b), or NULL */
} side;

/* ---- what is differentiated, and by what ---- */

static nb_status add_node(nb_sheet *s, side *list, nb_node node, nb_text name) {
    if (!NB_ARENA_RESERVE(&s->scratch, list->nodes, list->count, &list->capacity) ||
        !NB_ARENA_RESERVE(&s->scratch, list->names, list->count, &list->name_capacity))
        return NB_STATUS_NO_MEMORY;
    list->names[list->count] = name;
    list->nodes[list->count++] = node;
    return NB_STATUS_OK;
}

/* (x @ W)[2], or of a number x @ v */
static nb_text name_element(nb_sheet *s, const char *typed, nb_shape shape, uint32_t i) {
    char index[40] = "";
    nb_writer w = {.s = s};
    uint32_t row = i / shape.columns + 1, column = i % shape.columns + 1;
    if (shape.rank == 2) snprintf(index, sizeof index, "[%u,%u]", row, column);
    if (shape.rank == 1) snprintf(index, sizeof index, "[%u]", column);
    nb_write_word(&w, typed);
    const char *text = nb_result_text(s->result, index, strlen(index));
    if (shape.rank > 0) nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT, .text = text});
    return nb_written(&w, NB_LEVEL_CALL);
}

/* As it was typed. */
static const char *type_list(nb_sheet *s, const nb_statement *st, const nb_command_arg *list) {
    const nb_command_arg *last = list;
    while (last->next != NULL) last = last->next;
    size_t length = last->span.offset + last->span.length - list->span.offset;
    return nb_result_text(s->result, st->source + list->span.offset, length);
}

/* The same as it stands behind ∂; NULL: it is too long for that. */
static const char *type_variable(nb_sheet *s, const nb_statement *st, const nb_command_arg *list) {
    enum { LONGEST = 16 };
    const char *text = type_list(s, st, list);
    if (list->next != NULL) text = NB_JOIN(s, "(", text, ")");
    else if (list->other == NULL) text = nb_type_variable(s, &list->expr);
    return text != NULL && strlen(text) <= LONGEST ? text : NULL;
}

/* The nodes of values of any shape: names, elements, h[1..3], or expressions, which are built. */
static nb_status add_values(nb_sheet *s, const nb_statement *st, const nb_command_arg *list,
                            side *of) {
    nb_status status = NB_STATUS_OK;
    of->typed = type_list(s, st, list);
    of->variable = type_variable(s, st, list);
    for (const nb_command_arg *arg = list; arg != NULL && status == NB_STATUS_OK; arg = arg->next) {
        nb_command_arg alone = *arg;
        nb_shape shape = NB_SCALAR;
        const nb_node *nodes;
        nb_node *found;
        size_t count = 0;
        alone.next = NULL;
        if (arg->other != NULL) {
            status = nb_find_nodes(s, &alone, NB_NO_NODE, &found, &count);
            nodes = found;
        } else {
            status = nb_build_value(s, &arg->expr, s->env, &shape, &nodes);
            if (status == NB_STATUS_OK) count = nb_shape_count(shape);
        }
        const char *typed = shape.rank > 0 ? nb_type_variable(s, &arg->expr)
                                           : type_list(s, st, &alone);
        for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
            bool named = s->owner[nodes[i]] != NB_NO_DEF;
            status = add_node(s, of, nodes[i], named ? nb_describe(s, nodes[i])
                                                     : name_element(s, typed, shape, (uint32_t)i));
            if (status == NB_STATUS_OK) status = nb_poll_turn(s, (uint32_t)i);
        }
    }
    return status;
}

static nb_status add_nodes(nb_sheet *s, const nb_statement *st, const nb_command_arg *list,
                           nb_node target, side *by) {
    nb_node *nodes;
    size_t count;
    nb_status status = nb_find_nodes(s, list, target, &nodes, &count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++)
        status = add_node(s, by, nodes[i], nb_describe(s, nodes[i]));
    by->typed = type_list(s, st, list);
    by->variable = type_variable(s, st, list);
    return status;
}

/* ---- the table ---- */

/* The name that stands in a corner: ∂y/∂x, ∂²L/∂w². */
static nb_text name_corner(nb_sheet *s, const char *above, const char *below, bool second) {
    if (above == NULL || below == NULL) return NB_NO_TEXT;
    nb_writer w = {.s = s};
    nb_piece square = {.kind = NB_PIECE_POWER, .number = 2};
    nb_write_mark(&w, NB_PIECE_PARTIAL);
    if (second) nb_write_piece(&w, square);
    nb_write_word(&w, above);
    nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT, .text = "/"});
    nb_write_mark(&w, NB_PIECE_PARTIAL);
    nb_write_word(&w, below);
    if (second) nb_write_piece(&w, square);
    return nb_written(&w, NB_LEVEL_PRODUCT);
}

static nb_status add_grid(nb_sheet *s, const side *of, const side *by, nb_text corner,
                          nb_grid_block **grid) {
    nb_block *block = nb_result_add(s->result, NB_BLOCK_GRID);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    *grid = &block->as.grid;
    size_t rows = of->count < MOST_SHOWN ? of->count : MOST_SHOWN;
    size_t columns = by->count < MOST_SHOWN ? by->count : MOST_SHOWN;
    **grid = (nb_grid_block){.corner = corner, .row_count = rows, .column_count = columns,
                             .row_total = of->count, .column_total = by->count};
    nb_text *names = nb_result_array(s->result, rows + columns, sizeof *names);
    (*grid)->numbers = nb_result_array(s->result, rows * columns, sizeof(double));
    if (names == NULL || (*grid)->numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < rows; i++) names[i] = of->names[i];
    for (size_t i = 0; i < columns; i++) names[rows + i] = by->names[i];
    (*grid)->rows = names;
    (*grid)->columns = names + rows;
    return NB_STATUS_OK;
}

/* A backward pass a row. A number (`of` NB_NO_NODE) has derivatives 0. */
static nb_status fill_rows(nb_sheet *s, const side *of, const side *by, nb_grid_block *grid,
                           bool *reached) {
    nb_graph *graph = &s->graph;
    nb_status status = NB_STATUS_OK;
    *reached = false;
    nb_graph_forward(graph, graph->count);
    for (size_t i = 0; i < grid->row_count && status == NB_STATUS_OK; i++) {
        if (of->nodes[i] == NB_NO_NODE) continue;
        nb_graph_backward(graph, of->nodes[i]);
        for (size_t k = 0; k < grid->column_count; k++) {
            double found = nb_graph_gradient(graph, by->nodes[k]);
            grid->numbers[i * grid->column_count + k] = found;
            *reached = *reached || nb_graph_is_reached(graph, by->nodes[k]);
            if (!isfinite(found)) s->suspect = of->nodes[i];
        }
        status = nb_poll(s);
    }
    return status;
}

static nb_status say_all(nb_sheet *s, const nb_grid_block *grid) {
    bool whole = grid->row_total == grid->row_count && grid->column_total == grid->column_count;
    if (!whole)
        nb_result_prose(s->result, NB_SAY(GRID_PART, NB_COUNT(grid->row_count),
                                          NB_COUNT(grid->row_total), NB_COUNT(grid->column_count),
                                          NB_COUNT(grid->column_total)));
    if (grid->row_count * grid->column_count == 1) nb_set_ans(s, grid->numbers[0]);
    else s->state.printed.shape = (nb_shape){2, (uint32_t)grid->row_total,
                                             (uint32_t)grid->column_total};
    nb_say_mistake(s);
    nb_status status = nb_warn_suspect(s);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}

/* ---- the commands ---- */

static nb_status make_jacobian(nb_sheet *s, const nb_statement *st) {
    side of = {.nodes = NULL}, by = {.nodes = NULL};
    nb_grid_block *grid;
    bool reached;
    nb_status status = add_values(s, st, &st->args[0], &of);
    nb_node only = status == NB_STATUS_OK && of.count == 1 ? of.nodes[0] : NB_NO_NODE;
    if (status == NB_STATUS_OK) status = add_nodes(s, st, &st->args[1], only, &by);
    if (status != NB_STATUS_OK) return status;
    assert(of.nodes != NULL && by.nodes != NULL); /* each list has something */
    if (status == NB_STATUS_OK)
        nb_result_prose(s->result, NB_SAY(JACOBIAN_TITLE, NB_TEXT(of.typed), NB_TEXT(by.typed),
                                          NB_COUNT(of.count), NB_COUNT(by.count)));
    if (status == NB_STATUS_OK)
        status = add_grid(s, &of, &by, name_corner(s, of.variable, by.variable, false), &grid);
    if (status == NB_STATUS_OK) status = fill_rows(s, &of, &by, grid, &reached);
    if (status == NB_STATUS_OK && !reached) status = nb_say_no_path(s, of.nodes[0], by.nodes[0]);
    return status == NB_STATUS_OK ? say_all(s, grid) : status;
}

NB_COMMAND(JACOBIAN) {
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_status status = nb_build_all(s);
    if (status == NB_STATUS_OK) {
        before = s->graph.count;
        rebuilt = s->rebuilt;
        status = make_jacobian(s, st);
    }
    nb_truncate(s, before, rebuilt);
    return status;
}

/* Whether the numbers are the same across the diagonal, but for rounding. */
static bool is_symmetric(const nb_grid_block *grid) {
    double largest = 0;
    for (size_t i = 0; i < grid->row_count * grid->column_count; i++)
        largest = fmax(largest, fabs(grid->numbers[i]));
    for (size_t i = 0; i < grid->row_count; i++)
        for (size_t k = 0; k < i; k++)
            if (!(fabs(grid->numbers[i * grid->column_count + k] -
                       grid->numbers[k * grid->column_count + i]) <= 1e-12 * largest))
                return false;
    return true;
}

static nb_status make_hessian(nb_sheet *s, const nb_statement *st) {
    side of = {.nodes = NULL}, by = {.nodes = NULL};
    nb_grid_block *grid;
    nb_node target;
    bool reached;
    nb_status status = nb_build_expr(s, &st->args[0].expr, s->env, &target);
    if (status == NB_STATUS_OK) status = add_nodes(s, st, &st->args[1], target, &by);
    if (status != NB_STATUS_OK) return status;
    assert(by.nodes != NULL);
    nb_command_arg first = st->args[0];
    first.next = NULL;
    of = by;
    of.nodes = nb_arena_add(&s->scratch, by.count, sizeof *of.nodes);
    if (of.nodes == NULL) return NB_STATUS_NO_MEMORY;
    status = nb_add_gradient(s, target, by.nodes, (uint32_t)by.count, of.nodes);
    if (status == NB_STATUS_OK)
        nb_result_prose(s->result, NB_SAY(HESSIAN_TITLE, NB_TEXT(type_list(s, st, &first)),
                                          NB_TEXT(by.typed), NB_COUNT(by.count)));
    if (status == NB_STATUS_OK)
        status = add_grid(s, &of, &by, name_corner(s, type_variable(s, st, &first),
                                                    by.variable, true), &grid);
    if (status == NB_STATUS_OK) status = fill_rows(s, &of, &by, grid, &reached);
    bool none = true;
    for (size_t i = 0; i < of.count; i++) none = none && of.nodes[i] == NB_NO_NODE;
    if (status == NB_STATUS_OK && by.count > 1 && !none && is_symmetric(grid))
        nb_result_prose(s->result, NB_PLAIN(HESSIAN_SYMMETRIC));
    if (status == NB_STATUS_OK && none) status = nb_say_no_path(s, target, by.nodes[0]);
    return status == NB_STATUS_OK ? say_all(s, grid) : status;
}

NB_COMMAND(HESSIAN) {
    nb_status status = nb_build_all(s);
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    if (status == NB_STATUS_OK) status = make_hessian(s, st);
    nb_truncate(s, before, rebuilt);
    return status;
}
