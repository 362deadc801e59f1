/* `explain`: ∂target/∂node by the chain rule, an equation for each factor between the two
 * (factors.h). What is asked about a vector or matrix goes to matrix_rule.c. */
#include "explore/explain.h"

#include <math.h>
#include <string.h>

#include "arrays/factors.h"
#include "arrays/wires.h"
#include "calculus/judge.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "explore/compare.h"
#include "explore/depends.h"
#include "explore/matrix_rule.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/alike.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/equal.h"
#include "formulas/local.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "formulas/vector_call.h"
#include "graph/broken.h"
#include "graph/passes.h"
#include "lang/split.h"

enum {
    MOST_EQUATIONS = 60,  /* of a longer derivation the first and the last half of them */
    MOST_TERMS = 8,       /* of one sum */
    MOST_FACTORS = 12,    /* of the product in one line */
    LONGEST_LOCAL = 60    /* pieces of a local gradient before it is named rather than written */
};

/* Of a node's role: an equation has said already what the name stands for. */
enum { DEFINED = 8 };

typedef struct derivation {
    nb_sheet *s;
    nb_node node, target;
    nb_style style;
    nb_factors f;
    int *numbers; /* of the nodes that read like others; NULL: of none */
    nb_derivation_block *block;
} derivation;

/* ---- the equations ---- */

/* A node's name, with its number where several read the same. */
static nb_text name_of(derivation *d, nb_node node) {
    nb_text text = nb_describe_as(d->s, node, d->style);
    int number = d->numbers != NULL ? d->numbers[node] : 0;
    if (number == 0) return text;
    nb_writer w = {.s = d->s};
    nb_write_text(&w, text);
    nb_write_number(&w, NB_PIECE_WHICH, number, 0);
    bool apart = !(d->style & NB_STYLE_TYPESET) && text.level > NB_LEVEL_PRODUCT;
    return nb_written(&w, apart ? NB_LEVEL_PRODUCT : text.level); /* ∂L/∂(g(x) #2) */
}

/* Numbers factors that read alike: g(x) #2. Calls and single operations have no name that would
 * tell them apart. */
static nb_status number_names(derivation *d) {
    nb_sheet *s = d->s;
    if (d->f.count > NB_MAX_ROWS) return NB_STATUS_OK;
    nb_text *texts = nb_arena_add(&s->scratch, d->f.count + 1, sizeof *texts);
    int *numbers = nb_arena_add(&s->scratch, d->f.count + 1, sizeof *numbers);
    d->numbers = nb_arena_add(&s->scratch, (size_t)d->target + 1, sizeof *d->numbers);
    if (texts == NULL || numbers == NULL || d->numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < d->f.count; i++)
        texts[i] = nb_describe_as(s, d->f.list[i], d->style);
    nb_status status = nb_number_alike(s, texts, d->f.list, d->f.count, numbers);
    for (size_t i = 0; i < d->f.count; i++) d->numbers[d->f.list[i]] = numbers[i];
    return status;
}

/* The formula, where it is short enough for a line and says what is computed: y(1 − y) is 0 for a
 * sigmoid at 40, though its slope is not. */
static nb_text describe_local(derivation *d, nb_factor_link *w, double careful, nb_style style) {
    const nb_term *local = nb_factor_local(&d->f, w);
    if (local == NULL) d->s->result->failed = true;
    if (local == NULL) return NB_NO_TEXT;
    double taught = local->number;
    bool wrong = isfinite(careful) && !isfinite(taught);
    bool rough = !(fabs(taught - careful) <= 1e-9 * fabs(careful)) && !isnan(careful);
    if (wrong || (rough && style == NB_STYLE_VALUES)) return NB_NO_TEXT;
    nb_text text = nb_describe_term(d->s, local, d->style | style);
    bool whole = text.count <= LONGEST_LOCAL;
    for (size_t i = 0; whole && i < text.count; i++)
        whole = text.pieces[i].kind != NB_PIECE_MORE;
    return whole ? text : NB_NO_TEXT;
}

static void fill_term(derivation *d, nb_chain_term *term, nb_factor_link *w) {
    nb_sheet *s = d->s;
    double value;
    if (nb_factor_value(&d->f, w, &value) != NB_STATUS_OK) {
        s->result->failed = true;
        return;
    }
    *term = (nb_chain_term){.local = describe_local(d, w, value, NB_STYLE_NAMES),
                            .upstream = nb_graph_gradient(&s->graph, w->parent)};
    if (w->parent != d->target) term->parent = name_of(d, w->parent);
    if (term->local.count > 0) term->numbers = describe_local(d, w, value, NB_STYLE_VALUES);
    if (term->numbers.count > 0) return;
    nb_piece *number = nb_result_array(s->result, 1, sizeof *number);
    if (number == NULL) return;
    *number = (nb_piece){.kind = NB_PIECE_NUMBER, .number = value};
    term->numbers = (nb_text){number, 1, NB_LEVEL_CALL};
    if (term->local.count == 0) term->local = term->numbers;
}

static void fill_equation(derivation *d, nb_equation *equation, size_t number) {
    nb_sheet *s = d->s;
    nb_node node = d->f.list[number];
    size_t total = 0, stored;
    for (nb_factor_walk w = nb_factors_walk(&d->f, node); nb_factors_next(&d->f, &w);) total++;
    stored = total < MOST_TERMS ? total : MOST_TERMS;
    *equation = (nb_equation){.number = (int)number + 1, .term_total = total,
                              .node = name_of(d, node),
                              .value = nb_graph_gradient(&s->graph, node)};
    equation->terms = nb_result_array(s->result, stored, sizeof *equation->terms);
    equation->definitions = nb_result_array(s->result, stored, sizeof *equation->definitions);
    if (equation->terms == NULL || equation->definitions == NULL) return;
    nb_factor_walk w = nb_factors_walk(&d->f, node);
    while (equation->term_count < stored && nb_factors_next(&d->f, &w)) {
        nb_node parent = w.link.parent;
        fill_term(d, &equation->terms[equation->term_count++], &w.link);
        bool named = s->owner[parent] != NB_NO_DEF;
        if (!named || (d->f.role[parent] & DEFINED)) continue;
        d->f.role[parent] |= DEFINED;
        /* phi_y2 = φ(y2): here under its own name */
        nb_style typeset = d->style & NB_STYLE_TYPESET;
        bool call = nb_find_call_of(s, parent) != NULL;
        equation->definitions[equation->definition_count++] = (nb_definition){
            nb_describe_as(s, parent, typeset),
            nb_describe_formula(s, parent, call ? typeset : d->style)};
    }
}

static nb_status fill_equations(derivation *d) {
    nb_derivation_block *block = d->block;
    size_t half = MOST_EQUATIONS / 2;
    block->omitted = d->f.count > MOST_EQUATIONS ? d->f.count - MOST_EQUATIONS : 0;
    block->count = d->f.count - block->omitted;
    block->equations = nb_result_array(d->s->result, block->count, sizeof *block->equations);
    if (block->equations == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < block->count; i++)
        fill_equation(d, &block->equations[i], i < half ? i : i + block->omitted);
    return NB_STATUS_OK;
}

/* ---- the product ---- */

/* How many paths of factors lead from the target to the node. */
static nb_status count_paths(derivation *d) {
    double *paths = nb_arena_add(&d->s->scratch, (size_t)d->target + 1, sizeof *paths);
    if (paths == NULL) return NB_STATUS_NO_MEMORY;
    paths[d->target] = 1;
    for (size_t i = d->f.count; i-- > 0;)
        for (nb_factor_walk w = nb_factors_walk(&d->f, d->f.list[i]); nb_factors_next(&d->f, &w);)
            paths[d->f.list[i]] += paths[w.link.parent];
    d->block->paths = paths[d->node];
    return NB_STATUS_OK;
}

/* Where there is one path, its local gradients in a line. */
static nb_status fill_product(derivation *d) {
    nb_derivation_block *block = d->block;
    nb_status status = count_paths(d);
    if (status != NB_STATUS_OK || block->paths != 1 || d->f.count > MOST_FACTORS) return status;
    block->factors = nb_result_array(d->s->result, d->f.count, sizeof *block->factors);
    if (block->factors == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = d->f.count; i-- > 0;)
        block->factors[block->factor_count++] = block->equations[i].terms[0].local;
    return NB_STATUS_OK;
}

/* ---- what it means ---- */

/* Rounds to so many significant digits. */
static double round_to_digits(double x, int digits) {
    if (x == 0 || !isfinite(x)) return x;
    double unit = pow(10, floor(log10(fabs(x))) + 1 - digits);
    return rint(x / unit) * unit;
}

/* A node within a sentence: φ(y2), as in the equations. */
static nb_arg read_name(const derivation *d, nb_node node) {
    return nb_text_arg(d->s, nb_describe_as(d->s, node, NB_STYLE_CALLS));
}

static nb_status fill_meaning(derivation *d) {
    nb_sheet *s = d->s;
    double gradient = nb_graph_gradient(&s->graph, d->node);
    nb_arg node = read_name(d, d->node), target = read_name(d, d->target);
    nb_message rises = NB_SAY(MEANS_RISES, node, target,
                              NB_NUMBER(round_to_digits(fabs(gradient), 3)));
    if (gradient < 0) rises.id = NB_MESSAGE_MEANS_FALLS;
    if (gradient == 1) rises.id = NB_MESSAGE_MEANS_RISES_ALIKE;
    if (gradient == -1) rises.id = NB_MESSAGE_MEANS_FALLS_ALIKE;
    if (gradient == 0) rises.id = NB_MESSAGE_MEANS_STAYS;
    if (isnan(gradient)) rises.id = NB_MESSAGE_MEANS_NOTHING;
    if (isinf(gradient)) rises.id = NB_MESSAGE_MEANS_STEEP;
    d->block->meaning = rises;
    d->block->gradient = gradient;
    d->block->comparison = NB_SAY(CHAIN_ITSELF, NB_NUMBER(1));
    if (d->node == d->target) return NB_STATUS_OK;
    nb_probe probe;
    nb_status status = nb_probe_begin(&probe, &s->scratch, &s->graph, d->target);
    if (status != NB_STATUS_OK) return nb_say_stopped(s, status);
    nb_judgement found = nb_judge(&probe, d->node, gradient);
    d->block->comparison = nb_compare_slopes(found, gradient);
    if (found.verdict == NB_VERDICT_KINK || found.verdict == NB_VERDICT_JUMP)
        d->block->meaning.id = NB_MESSAGE_MEANS_EITHER;
    if (probe.held != NB_NO_NODE) d->block->meaning = nb_say_held(s, probe.held);
    return nb_poll(s);
}

/* ---- the command ---- */

nb_status nb_describe_slope(nb_sheet *s, nb_node y, nb_node x, nb_text *formula) {
    derivation d = {.s = s, .node = x, .target = y,
                    .f = {.s = s, .from = &x, .from_count = 1, .target = y}};
    nb_status status = nb_prepare_closed(s, y);
    if (status == NB_STATUS_OK) status = nb_factors_find(&d.f);
    *formula = NB_NO_TEXT;
    if (status != NB_STATUS_OK) return status;
    nb_factor_walk w = nb_factors_walk(&d.f, x);
    if (!nb_factors_next(&d.f, &w) || w.link.parent != y || w.left + w.next > 0)
        return NB_STATUS_OK;
    double value;
    status = nb_factor_value(&d.f, &w.link, &value);
    if (status == NB_STATUS_OK) *formula = describe_local(&d, &w.link, value, NB_STYLE_NAMES);
    return status;
}

static nb_status derive(nb_sheet *s, nb_node node, nb_node target, bool operations, bool latex) {
    nb_style style = NB_STYLE_CALLS | (latex ? NB_STYLE_TYPESET : 0);
    derivation d = {.s = s, .node = node, .target = target, .style = style,
                    .f = {.s = s, .from = &node, .from_count = 1, .target = target,
                          .operations = operations}};
    if (node > target || s->graph.op[node] == NB_OP_CONST)
        return nb_say_no_path(s, target, node);
    nb_status status = nb_prepare_closed(s, target);
    if (status == NB_STATUS_OK) status = nb_factors_find(&d.f);
    if (status == NB_STATUS_OK) nb_graph_backward(&s->graph, target);
    if (status == NB_STATUS_OK && !(d.f.role[target] & NB_ON_WAY))
        return nb_say_no_path(s, target, node);
    if (status == NB_STATUS_OK) status = number_names(&d);
    nb_block *block = status == NB_STATUS_OK ? nb_result_add(s->result, NB_BLOCK_DERIVATION) : NULL;
    if (block == NULL) return status == NB_STATUS_OK ? NB_STATUS_NO_MEMORY : status;
    d.block = &block->as.derivation;
    *d.block = (nb_derivation_block){.node = nb_describe_as(s, node, style), .latex = latex,
                                     .target = nb_describe_as(s, target, style)};
    status = fill_equations(&d);
    if (status == NB_STATUS_OK && !s->result->failed) status = fill_product(&d);
    if (status == NB_STATUS_OK && !s->result->failed) status = fill_meaning(&d);
    if (status == NB_STATUS_OK && s->result->failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK && !isfinite(d.block->gradient))
        status = nb_warn_gradient(s, target);
    if (status == NB_STATUS_OK) nb_set_ans(s, d.block->gradient);
    return status;
}

/* A derivation is right even while `break` has made the passes wrong: it is made with right ones,
 * and the sums that the wrong ones left stay as they are. */
nb_status nb_explain(nb_sheet *s, nb_node node, nb_node target, bool operations, bool latex) {
    nb_mistake mistake = nb_graph_switch_mistake(&s->graph, NB_MISTAKE_NONE);
    nb_status status = derive(s, node, target, operations, latex);
    if (mistake == NB_MISTAKE_NONE) return status;
    nb_graph_switch_mistake(&s->graph, mistake);
    if (status == NB_STATUS_OK) nb_say_spared(s, NB_MESSAGE_NOTE_DERIVED_RIGHT);
    return status;
}

/* Where the argument is a vector or matrix: of nodes of the target, if it is no name, those that
 * equal its elements. */
static nb_status explain_array(nb_sheet *s, const nb_command_arg *by, nb_node target, bool all,
                               bool latex, bool *several) {
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_shape shape;
    const nb_node *nodes;
    *several = false;
    if (by->pick > 0) return NB_STATUS_OK;
    nb_status status = nb_build_value(s, &by->expr, s->env, &shape, &nodes);
    if (status != NB_STATUS_OK || shape.rank == 0) {
        nb_truncate(s, before, rebuilt);
        return status;
    }
    nb_node *found = nb_arena_add(&s->scratch, nb_shape_count(shape), sizeof *found);
    const char *name = nb_result_text(s->result, by->expr.source + by->expr.span.offset,
                                      by->expr.span.length);
    if (found == NULL || name == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        uint32_t count = 1;
        found[i] = nodes[i];
        if (s->owner[nodes[i]] == NB_NO_DEF)
            status = nb_find_equal(s, target, nodes[i], 1, &found[i], &count);
        if (status == NB_STATUS_OK && count == 0)
            status = nb_fail_at(s, &by->expr, by->expr.span,
                                NB_SAY(NOT_A_NODE, NB_TEXT(name), nb_node_arg(s, target)),
                                NB_NO_HINT);
    }
    nb_truncate(s, before, rebuilt);
    *several = true;
    return status == NB_STATUS_OK ? nb_explain_array(s, shape, found, name, target, all, latex)
                                  : status;
}

/* explain dL/dw is explain w of L. */
NB_COMMAND(EXPLAIN) {
    nb_node target, node;
    const nb_command_arg *of = nb_clause_get(st, "of");
    nb_command_arg by = st->args[0], named = {.form = NB_ARG_EXPR};
    bool derivative = false, several;
    nb_status status = NB_STATUS_OK;
    if (of == NULL && by.form == NB_ARG_EXPR)
        status = nb_split_derivative(&s->scratch, &st->args[0].expr, &named.expr, &by.expr,
                                     &derivative);
    if (status == NB_STATUS_OK)
        status = derivative ? nb_choose_named(s, &named, NB_TARGET_SEEN, &target)
                            : nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    bool latex = nb_clause_get(st, "latex") != NULL, all = nb_clause_get(st, "ops") != NULL;
    if (status == NB_STATUS_OK) status = explain_array(s, &by, target, all, latex, &several);
    if (status != NB_STATUS_OK || several) return status;
    status = nb_find_node(s, &by, target, &node);
    return status == NB_STATUS_OK ? nb_explain(s, node, target, all, latex) : status;
}
