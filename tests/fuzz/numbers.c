/* Gradients, compiled passes, printed formulas. See oracles.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/names.h"
#include "engine/lanes.h"
#include "oracles.h"
#include "graph/passes.h"
#include "session/session.h"
#include "view/formula.h"

enum { MOST_FORMULAS = 4, MOST_TYPED = 12, MOST_NODES = 2000, NAME = 400, ROOM = 4000 };

/* ---- asking ---- */

/* One statement's result, to be freed; NULL: it did not succeed. */
static nb_result *ask(fuzz_world *world, const char *line) {
    nb_result *result;
    world->work = 0;
    nb_status status = nb_feed(world->session, line, strlen(line), &result);
    if (status == NB_STATUS_NO_MEMORY) world->stopped = true;
    if (status == NB_STATUS_OK || status == NB_STATUS_NEED_ANSWER) return result;
    nb_result_free(result);
    nb_discard(world->session);
    return NULL;
}

static bool same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/* ---- gradients ---- */

/* Whether numbers are of sizes between which nothing leaves the range of doubles. */
static bool is_ordinary(const nb_graph *g, nb_node target) {
    for (nb_node i = 0; i <= target; i++) {
        double size = fabs(g->value[i]);
        if (g->reached[i] && size != 0 && !(size >= 1e-30 && size <= 1e30)) return false;
    }
    return true;
}

static void check_gradients(fuzz_world *world, const char *name) {
    char line[NAME + NAME];
    (void)snprintf(line, sizeof line, "check %s\n", name);
    fuzz_answer answer = fuzz_feed(world, line, strlen(line));
    free(answer.file);
    if (answer.wrong == 0) return;
    fuzz_snapshot now = fuzz_snapshot_take(world);
    fuzz_fail("check %s finds %g wrong in\n%s%s", name, answer.wrong, now.parts[FUZZ_LIST],
              now.parts[FUZZ_VALUES]);
}

/* ---- the compiled passes ---- */

/* Σ over paths from the target of |what each hands back|, for every node: rounding in another order
 * changes a gradient by about 1e-16 of that a node. False where numbers are too large to tell. */
static bool sum_absolute(const nb_graph *g, nb_node target, double *sums) {
    sums[target] = 1;
    for (nb_node i = target + 1; i-- > 0;) {
        if (!g->reached[i]) continue;
        if (!isfinite(sums[i]) || sums[i] > 1e100 || !(fabs(g->value[i]) <= 1e100)) return false;
        for (int k = 0; k < nb_graph_arity(g, i); k++)
            if (nb_graph_is_chosen(g, i, k))
                sums[nb_graph_operand(g, i, k)] += sums[i] * fabs(nb_graph_local(g, i, k));
    }
    return true;
}

typedef struct compiled {
    nb_node *leaves;
    double *points, *gradient, *sums;
    size_t count;
} compiled;

static void compare_lanes(nb_graph *g, nb_node target, const char *name, compiled *c) {
    nb_lanes_plan plan = {.target = target, .weights = c->leaves, .weight_count = c->count,
                          .outputs = &target, .output_count = 1};
    const nb_lanes_samples none = {.cells = NULL};
    nb_lanes *lanes;
    double loss, value;
    FUZZ_CHECK(nb_lanes_new(fuzz_memory(), g, &plan, &lanes) == NB_STATUS_OK);
    nb_lanes_gradient(lanes, c->points, &none, NULL, 1, &loss, c->gradient);
    nb_lanes_values(lanes, c->points, &none, NULL, 1, &value);
    nb_lanes_free(lanes);
    if (!same(loss, g->value[target]) || !same(value, g->value[target]))
        fuzz_fail("%s is %.17g, compiled %.17g %.17g", name, g->value[target], loss, value);
    for (size_t i = 0; i < c->count; i++) {
        double plain = nb_graph_gradient(g, c->leaves[i]);
        double slack = 1e-12 * c->sums[c->leaves[i]];
        if (!isfinite(plain) ? isfinite(c->gradient[i])
                             : !(fabs(plain - c->gradient[i]) <= slack))
            fuzz_fail("the gradient of %s by node %u is %.17g, compiled %.17g", name,
                      (unsigned)c->leaves[i], plain, c->gradient[i]);
    }
}

/* Answers the largest of the sums: how many times rounding a gradient may show. */
static double check_compiled(nb_graph *g, nb_node target, const char *name) {
    double largest = INFINITY;
    if (target >= MOST_NODES) return largest;
    compiled c = {.leaves = calloc((size_t)target + 1, sizeof *c.leaves),
                  .points = calloc((size_t)target + 1, sizeof *c.points),
                  .gradient = calloc((size_t)target + 1, sizeof *c.gradient),
                  .sums = calloc((size_t)target + 1, sizeof *c.sums)};
    FUZZ_CHECK(c.leaves != NULL && c.points != NULL && c.gradient != NULL && c.sums != NULL);
    for (nb_node i = 0; i <= target; i++) {
        if (g->op[i] != NB_OP_LEAF || !g->reached[i]) continue;
        c.leaves[c.count] = i;
        c.points[c.count++] = g->value[i];
    }
    if (sum_absolute(g, target, c.sums)) {
        compare_lanes(g, target, name, &c);
        largest = 0;
        for (size_t i = 0; i < c.count; i++) largest = fmax(largest, c.sums[c.leaves[i]]);
    }
    free(c.leaves);
    free(c.points);
    free(c.gradient);
    free(c.sums);
    return largest;
}

/* ---- training ---- */

/* One update by all rows in an engine; the numbers on all leaves after it, to be freed, and 0 for
 * other names. NULL: it was refused. */
static double *train(fuzz_world *world, const char *engine, const char *name) {
    nb_sheet *s = &world->session->sheet;
    char line[NAME + NAME];
    (void)snprintf(line, sizeof line, "set engine %s\n", engine);
    if (fuzz_run(world, line) != NB_STATUS_OK) return NULL;
    (void)snprintf(line, sizeof line, "train %s with sgd(lr=0.001) epochs=1\n", name);
    if (fuzz_run(world, line) != NB_STATUS_OK) {
        nb_discard(world->session);
        return NULL;
    }
    double *numbers = calloc(s->def_count + 1, sizeof *numbers);
    FUZZ_CHECK(numbers != NULL);
    for (nb_def_id id = 0; id < s->def_count; id++)
        if (nb_is_defined(s, id) && s->defs[id].meaning.kind == NB_DEF_LEAF)
            numbers[id] = nb_leaf_value(s, &s->defs[id]);
    return numbers;
}

/* Of one update, since a second one may fall on the other side of a kink. */
static void check_training(fuzz_world *world, const char *name) {
    size_t count = world->session->sheet.def_count;
    double *plain = train(world, "plain", name);
    if (plain != NULL && fuzz_run(world, "undo\n") != NB_STATUS_OK && !world->stopped)
        fuzz_fail("a training of %s cannot be undone", name);
    double *by_lanes = train(world, "compiled", name);
    if ((plain == NULL) != (by_lanes == NULL) && !world->stopped)
        fuzz_fail("only one engine trains %s", name);
    for (size_t i = 0; plain != NULL && by_lanes != NULL && i < count && !world->stopped; i++)
        if (!same(plain[i], by_lanes[i]) &&
            !(fabs(plain[i] - by_lanes[i]) <= 1e-9 * fmax(1, fabs(plain[i]))))
            fuzz_fail("%s is trained to %.17g, compiled %.17g", name, plain[i], by_lanes[i]);
    free(plain);
    free(by_lanes);
}

/* ---- formulas ---- */

/* Near enough for a sum that was typed in another order; of a local gradient, y(1 − y) is printed
 * and something more careful computed. */
enum { NODE, LOCAL, ANY };
static bool means(double typed, double printed, int kind) {
    if (kind == ANY) return true;
    if (same(typed, printed) || (kind == LOCAL && !isfinite(typed))) return true;
    double slack = kind == NODE ? 1e-9 * fmax(fabs(printed), 1e-300) : 1e-4 * (1 + fabs(printed));
    return fabs(typed - printed) <= slack;
}

/* What is left out is not there, and nan and inf are no numbers that one types. */
static bool can_be_typed(const char *line) {
    static const char *const signs[] = {"…", "...", "nan", "inf", " #"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strstr(line, signs[i]) != NULL) return false;
    return true;
}

static void type_back(fuzz_world *world, const nb_text *formula, nb_signs signs, int kind,
                      double value) {
    nb_buffer line;
    nb_buffer_init(&line, fuzz_memory());
    nb_formula_add(&line, formula, signs);
    nb_buffer_add_char(&line, '\n');
    FUZZ_CHECK(!line.failed);
    if (line.length < ROOM && can_be_typed(line.data)) {
        nb_result *result = ask(world, line.data);
        const nb_block *block = result != NULL ? result->first : NULL;
        while (block != NULL && block->kind != NB_BLOCK_VALUE) block = block->next;
        if (block == NULL && !world->stopped)
            fuzz_fail("it was printed, and cannot be typed: %s", line.data);
        if (block != NULL && !means(block->as.value.numbers[0], value, kind))
            fuzz_fail("%.17g was printed as %styped it is %.17g", value, line.data,
                      block->as.value.numbers[0]);
        nb_result_free(result);
    }
    nb_buffer_clear(&line);
}

/* The nodes that a command shows of a formula; NULL: none. The result is to be freed. */
static const nb_nodes_block *ask_nodes(fuzz_world *world, const char *command, const char *name,
                                       nb_result **result) {
    char line[NAME + NAME];
    (void)snprintf(line, sizeof line, "%s %s\n", command, name);
    *result = ask(world, line);
    const nb_block *block = *result != NULL ? (*result)->first : NULL;
    while (block != NULL && block->kind != NB_BLOCK_NODES) block = block->next;
    return block != NULL ? &block->as.nodes : NULL;
}

static void check_formulas(fuzz_world *world, const char *name) {
    nb_result *result;
    const nb_nodes_block *nodes = ask_nodes(world, "table", name, &result);
    for (size_t i = 0, typed = 0; nodes != NULL && i < nodes->count; i++) {
        const nb_node_row *row = &nodes->rows[i];
        if (row->formula.count == 0 || typed++ >= MOST_TYPED) continue;
        type_back(world, &row->formula, NB_SIGNS_BOARD, NODE, row->value);
        type_back(world, &row->name, NB_SIGNS_ASCII, NODE, row->value);
    }
    nb_result_free(result);
}

static void check_locals(fuzz_world *world, const char *name) {
    nb_result *result;
    const nb_nodes_block *nodes = ask_nodes(world, "backward", name, &result);
    for (size_t i = 0, typed = 0; nodes != NULL && i < nodes->count; i++)
        for (size_t k = 0; k < nodes->rows[i].contribution_count; k++) {
            const nb_contribution *from = &nodes->rows[i].contributions[k];
            if (typed++ < MOST_TYPED)
                type_back(world, &from->formula, NB_SIGNS_BOARD, LOCAL, from->local);
        }
    nb_result_free(result);
}

/* What a derivation of a leaf says: whether it can be typed, its numbers being checked above. */
static void check_derivation(fuzz_world *world, const char *name, const nb_text *leaf) {
    nb_buffer line;
    nb_buffer_init(&line, fuzz_memory());
    nb_buffer_add_text(&line, "explain ");
    nb_formula_add(&line, leaf, NB_SIGNS_ASCII);
    nb_buffer_add_text(&line, " of ");
    nb_buffer_add_text(&line, name);
    nb_buffer_add_char(&line, '\n');
    FUZZ_CHECK(!line.failed);
    nb_result *result = ask(world, line.data);
    const nb_block *block = result != NULL ? result->first : NULL;
    while (block != NULL && block->kind != NB_BLOCK_DERIVATION) block = block->next;
    for (size_t i = 0; block != NULL && i < block->as.derivation.count && i < MOST_TYPED; i++) {
        const nb_equation *equation = &block->as.derivation.equations[i];
        for (size_t k = 0; k < equation->term_count && k < MOST_TYPED; k++)
            type_back(world, &equation->terms[k].local, NB_SIGNS_BOARD, ANY, 0);
        for (size_t k = 0; k < equation->definition_count && k < MOST_TYPED; k++)
            type_back(world, &equation->definitions[k].formula, NB_SIGNS_BOARD, ANY, 0);
    }
    nb_result_free(result);
    nb_buffer_clear(&line);
}

static void check_derivations(fuzz_world *world, const char *name) {
    nb_result *result;
    const nb_nodes_block *nodes = ask_nodes(world, "table", name, &result);
    for (size_t i = 0, leaves = 0; nodes != NULL && i < nodes->count && leaves < 2; i++) {
        const nb_node_row *row = &nodes->rows[i];
        if (row->formula.count > 0 || row->number > 0 || world->stopped) continue;
        leaves++;
        check_derivation(world, name, &row->name);
    }
    nb_result_free(result);
}

/* ---- all of them ---- */

/* A name that stands for a formula of one number, with what it is made of built. */
static bool is_formula(const nb_sheet *s, nb_def_id id) {
    const nb_def *def = &s->defs[id];
    return nb_is_defined(s, id) && def->node != NB_NO_NODE && def->shape.rank == 0 &&
           def->meaning.kind == NB_DEF_FORMULA;
}

static void check_formula(fuzz_world *world, nb_def_id id, bool trained) {
    nb_sheet *s = &world->session->sheet;
    char name[NAME];
    (void)snprintf(name, sizeof name, "%s", nb_def_name(s, &s->scratch, &s->defs[id]));
    nb_arena_clear(&s->scratch);
    nb_graph_forward(&s->graph, s->graph.count);
    nb_graph_backward(&s->graph, s->defs[id].node);
    double rounding = check_compiled(&s->graph, s->defs[id].node, name);
    bool ordinary = is_ordinary(&s->graph, s->defs[id].node);
    if (ordinary) check_gradients(world, name);
    if (!world->stopped) check_formulas(world, name);
    if (!world->stopped && ordinary) check_locals(world, name);
    if (!world->stopped) check_derivations(world, name);
    if (trained && ordinary && rounding <= 1e3 && !world->stopped) check_training(world, name);
}

void fuzz_check_numbers(fuzz_world *world) {
    nb_sheet *s = &world->session->sheet;
    if (s->graph.mistake != NB_MISTAKE_NONE) return;
    (void)fuzz_run(world, "end\n"); /* no more questions, which numbers would answer */
    fuzz_snapshot built = fuzz_snapshot_take(world);
    bool good = built.taken;
    fuzz_snapshot_clear(&built);
    for (nb_def_id id = (nb_def_id)s->def_count, checked = 0; good && id-- > 0;) {
        if (world->stopped || checked == MOST_FORMULAS) break;
        if (!is_formula(s, id)) continue;
        checked++;
        check_formula(world, id, checked == 1);
    }
}
