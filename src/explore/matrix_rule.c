/* See matrix_rule.h. The factors between the elements and the target are found as for one number
 * (factors.h) and sorted into the vectors and matrices that they belong to (arrays.h); how one
 * hands its gradient on to another is read off the elements' local gradients (pattern.h). */
#include "explore/matrix_rule.h"

#include <math.h>
#include <string.h>

#include "arrays/factors.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/compare.h"
#include "explore/depends.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "explore/rule_side.h"
#include "formulas/table_cells.h"
#include "graph/broken.h"
#include "graph/passes.h"

enum {
    MOST_EQUATIONS = 40,
    MOST_STEPS = 6,   /* that one equation adds up */
    MOST_JUDGED = 100 /* elements that difference quotients are held against */
};

/* Of a factor's role: an equation has said what its name stands for. */
enum { DEFINED = 8 };

typedef struct rule {
    nb_sheet *s;
    nb_node target;
    nb_style style;
    nb_arrays arrays;
    nb_factors f;
    uint32_t *order; /* arrays, from the target on */
    size_t count;
    nb_rule_block *block;
} rule;

/* ---- in which order ---- */

/* Whether all that the array's elements hand on to has come already. */
static bool is_ready(const rule *r, uint32_t array, const uint8_t *done) {
    const nb_array *of = &r->arrays.list[array];
    for (uint32_t i = 0; i < nb_shape_count(of->shape); i++) {
        nb_node node = of->nodes[i];
        bool factor = node < r->target && (r->f.role[node] & NB_IS_FACTOR) &&
                      r->arrays.place[node] == array;
        if (!factor) continue;
        for (nb_factor_walk w = nb_factors_walk(&r->f, node); nb_factors_next(&r->f, &w);) {
            uint32_t parent = r->arrays.place[w.link.parent];
            if (parent != array && done[parent] != 2) return false;
        }
    }
    return true;
}

/* done: 1: it has factors; 2: it has come. */
static nb_status order_arrays(rule *r) {
    nb_sheet *s = r->s;
    nb_status status = NB_STATUS_OK;
    uint32_t array;
    for (size_t i = r->f.count + 1; i-- > 0 && status == NB_STATUS_OK;)
        status = nb_array_of(&r->arrays, i == r->f.count ? r->target : r->f.list[i], &array);
    if (status != NB_STATUS_OK) return status;
    uint8_t *done = nb_arena_add(&s->scratch, r->arrays.count, 1);
    uint32_t *found = nb_arena_add(&s->scratch, r->arrays.count, sizeof *found);
    r->order = nb_arena_add(&s->scratch, r->arrays.count, sizeof *r->order);
    if (done == NULL || found == NULL || r->order == NULL) return NB_STATUS_NO_MEMORY;
    size_t wanted = 0;
    for (size_t i = r->f.count; i-- > 0;) { /* in the order of the sweep, nearly always right */
        array = r->arrays.place[r->f.list[i]];
        if (done[array] == 0) found[wanted++] = array;
        done[array] = 1;
    }
    done[r->arrays.place[r->target]] = 2;
    for (bool any = true, force = false; r->count < wanted && status == NB_STATUS_OK;) {
        force = !any; /* arrays that are made of each other: as they come */
        any = false;
        for (size_t i = 0; i < wanted && !(force && any); i++) {
            if (done[found[i]] == 2 || !(force || is_ready(r, found[i], done))) continue;
            done[found[i]] = 2;
            r->order[r->count++] = found[i];
            any = true;
        }
        status = nb_poll(s);
    }
    return status;
}

/* ---- the equations ---- */

/* h = sigmoid(x @ W + b), as it was typed. */
static void add_definition(rule *r, nb_rule_equation *equation, uint32_t array) {
    nb_sheet *s = r->s;
    const nb_array *of = &r->arrays.list[array];
    nb_node first = of->nodes[0];
    if (of->def == NB_NO_DEF || first > r->target || (r->f.role[first] & DEFINED)) return;
    const nb_expr *expr = s->defs[of->def].meaning.expr;
    if (s->defs[of->def].meaning.kind != NB_DEF_FORMULA) return;
    r->f.role[first] |= DEFINED;
    bool typeset = (r->style & NB_STYLE_TYPESET) != 0;
    char *typed = nb_typed_line(&s->result->arena, expr->source + expr->span.offset,
                                expr->span.length);
    if (typed == NULL) {
        s->result->failed = true;
        return;
    }
    nb_writer w = {.s = s};
    nb_write_piece(&w, (nb_piece){.kind = typeset ? NB_PIECE_LABEL : NB_PIECE_NAME,
                                  .text = typed});
    equation->definitions[equation->definition_count++] =
        (nb_definition){of->name, nb_written(&w, NB_LEVEL_CALL)};
}

/* The link's formula, as long as all are alike: where one is not, nobody looks at the others. */
static nb_status make_local(rule *r, nb_factor_link *link, const nb_term **first, bool *alike,
                            const nb_term **local) {
    *local = NULL;
    if (!*alike) return NB_STATUS_OK;
    *local = nb_factor_local(&r->f, link);
    if (*local == NULL) return NB_STATUS_NO_MEMORY;
    if (*first == NULL) *first = *local;
    *alike = nb_is_alike(*first, *local);
    return NB_STATUS_OK;
}

/* The links from element number `i` of an array. */
static nb_factor_walk begin_walk(const rule *r, const nb_array *of, uint32_t i) {
    nb_node at = of->nodes[i];
    bool factor = at < r->target && (r->f.role[at] & NB_IS_FACTOR);
    return factor ? nb_factors_walk(&r->f, at) : (nb_factor_walk){.next = 0};
}

static size_t count_links(const rule *r, const nb_array *of, uint32_t parent) {
    size_t count = 0;
    for (uint32_t i = 0; i < nb_shape_count(of->shape); i++)
        for (nb_factor_walk w = begin_walk(r, of, i); nb_factors_next(&r->f, &w);)
            count += r->arrays.place[w.link.parent] == parent;
    return count;
}

/* Whether the links' formulas are all alike. */
static nb_status find_alike(rule *r, const nb_array *of, uint32_t parent, bool *alike) {
    const nb_term *first = NULL, *local;
    nb_status status = NB_STATUS_OK;
    *alike = true;
    for (uint32_t i = 0; *alike && i < nb_shape_count(of->shape); i++) {
        for (nb_factor_walk w = begin_walk(r, of, i); *alike && nb_factors_next(&r->f, &w);) {
            if (r->arrays.place[w.link.parent] != parent) continue;
            status = make_local(r, &w.link, &first, alike, &local);
            if (status != NB_STATUS_OK) return status;
        }
        status = nb_poll_turn(r->s, i);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

/* The numbers of those links that go through fans, result by result: then each is looked into once.
 * `last`: of each result the last of these links, plus one; `before`: of each the one before. */
static nb_status fill_values(rule *r, const nb_array *of, uint32_t parent, const uint32_t *last,
                             const uint32_t *before, nb_step_link *links) {
    const nb_array *above = &r->arrays.list[parent];
    nb_status status = NB_STATUS_OK;
    for (uint32_t j = 0; j < nb_shape_count(above->shape) && status == NB_STATUS_OK; j++) {
        for (uint32_t at = last[j]; at > 0 && status == NB_STATUS_OK; at = before[at - 1]) {
            nb_factor_link link = {.node = of->nodes[links[at - 1].node], .fan = 1,
                                   .parent = above->nodes[j]};
            status = nb_factor_value(&r->f, &link, &links[at - 1].value);
        }
        if (status == NB_STATUS_OK) status = nb_poll(r->s);
    }
    return status;
}

/* The links from one array to another. */
static nb_status list_links(rule *r, uint32_t node, uint32_t parent, nb_step_link **links,
                            size_t *count) {
    const nb_array *of = &r->arrays.list[node];
    size_t all = count_links(r, of, parent), m = nb_shape_count(r->arrays.list[parent].shape);
    const nb_term *first = NULL, *local;
    bool alike = true;
    nb_status status = NB_STATUS_OK;
    *count = 0;
    if (all > NB_MOST_SLOPES && all == m * nb_shape_count(of->shape))
        status = find_alike(r, of, parent, &alike);
    if (status != NB_STATUS_OK || !alike) return status; /* all that is said is that it is so */
    nb_arena *arena = &r->s->scratch;
    uint32_t *last = nb_arena_add(arena, m, sizeof *last);
    uint32_t *before = nb_arena_add(arena, all, sizeof *before);
    *links = nb_arena_add(arena, all, sizeof **links);
    if (*links == NULL || last == NULL || before == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(of->shape) && status == NB_STATUS_OK; i++) {
        for (nb_factor_walk w = begin_walk(r, of, i); nb_factors_next(&r->f, &w);) {
            if (r->arrays.place[w.link.parent] != parent) continue;
            status = make_local(r, &w.link, &first, &alike, &local);
            if (status != NB_STATUS_OK) return status;
            uint32_t j = r->arrays.index[w.link.parent];
            before[*count] = last[j];
            (*links)[(*count)++] = (nb_step_link){
                i, j, local, w.link.value, nb_graph_gradient(&r->s->graph, w.link.parent)};
            if (w.link.fan > 0) last[j] = (uint32_t)*count;
        }
        status = nb_poll_turn(r->s, i);
    }
    return status == NB_STATUS_OK ? fill_values(r, of, parent, last, before, *links) : status;
}

/* The arrays that an array hands on to; *more: there are more of them. */
static size_t list_parents(const rule *r, uint32_t array, uint32_t parents[MOST_STEPS],
                           bool *more) {
    const nb_array *of = &r->arrays.list[array];
    size_t count = 0;
    for (uint32_t i = 0; i < nb_shape_count(of->shape); i++) {
        for (nb_factor_walk w = begin_walk(r, of, i); nb_factors_next(&r->f, &w);) {
            uint32_t parent = r->arrays.place[w.link.parent];
            size_t k = 0;
            while (k < count && parents[k] != parent) k++;
            *more = *more || k == MOST_STEPS;
            if (k == count && count < MOST_STEPS) parents[count++] = parent;
        }
    }
    return count;
}

static const char *write_index(nb_shape shape) {
    return shape.rank == 2 ? "[i,j]" : shape.rank == 1 ? "[i]" : "";
}

static nb_status fill_equation(rule *r, nb_rule_equation *equation, uint32_t array, int number) {
    nb_sheet *s = r->s;
    const nb_array of = r->arrays.list[array];
    uint32_t parents[MOST_STEPS], count = nb_shape_count(of.shape);
    double *numbers = nb_result_array(s->result, count, sizeof *numbers);
    *equation = (nb_rule_equation){.number = number, .node = of.name,
                                   .index = write_index(of.shape), .numbers = numbers,
                                   .is_matrix = of.shape.rank == 2, .rows = of.shape.rows,
                                   .columns = of.shape.columns};
    bool more = false;
    size_t steps = list_parents(r, array, parents, &more);
    equation->definitions = nb_result_array(s->result, steps, sizeof *equation->definitions);
    if (numbers == NULL || equation->definitions == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (of.nodes[i] <= r->target) numbers[i] = nb_graph_gradient(&s->graph, of.nodes[i]);
    bool whole = true;
    nb_status status = NB_STATUS_OK;
    for (size_t k = 0; k < steps && status == NB_STATUS_OK; k++) {
        nb_step_link *links = NULL;
        nb_step step = {.node = array, .parent = parents[k], .first = k == 0,
                        .last = r->arrays.place[r->target] == parents[k]};
        status = list_links(r, array, parents[k], &links, &step.count);
        step.links = links;
        if (status == NB_STATUS_OK) status = nb_add_step(&r->arrays, &step, equation, &whole);
        if (status == NB_STATUS_OK) add_definition(r, equation, parents[k]);
    }
    if (more) nb_add_more(s, equation);
    if (!whole || more || of.shape.rank == 0) equation->whole.count = equation->blocks.count = 0;
    return status;
}

static nb_status fill_equations(rule *r) {
    size_t shown = r->count < MOST_EQUATIONS ? r->count : MOST_EQUATIONS;
    nb_rule_block *block = r->block;
    block->omitted = r->count - shown;
    block->equations = nb_result_array(r->s->result, shown, sizeof *block->equations);
    nb_status status = block->equations != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < shown && status == NB_STATUS_OK; i++) {
        size_t at = i < shown / 2 ? i : i + block->omitted;
        status = fill_equation(r, &block->equations[i], r->order[r->count - 1 - at], (int)at + 1);
        block->count = i + 1;
    }
    return status;
}

/* ---- difference quotients ---- */

static nb_status compare(rule *r) {
    nb_sheet *s = r->s;
    const nb_array *of = &r->arrays.list[0];
    nb_probe probe;
    int digits = NB_MOST_DIGITS;
    nb_message worst = {.id = NB_MESSAGE_NONE};
    nb_node *nodes = nb_arena_add(&s->scratch, MOST_JUDGED, sizeof *nodes);
    nb_judgement *found = nb_arena_add(&s->scratch, MOST_JUDGED, sizeof *found);
    size_t count = 0;
    if (nodes == NULL || found == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(of->shape) && i < MOST_JUDGED; i++)
        if (of->nodes[i] <= r->target && (r->f.role[of->nodes[i]] & NB_ON_WAY))
            nodes[count++] = of->nodes[i];
    nb_status status = nb_probe_begin(&probe, &s->scratch, &s->graph, r->target);
    if (status == NB_STATUS_OK)
        status = nb_judge_nodes(&probe, &s->scratch, nodes, count, found);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        double gradient = nb_graph_gradient(&s->graph, nodes[i]);
        if (found[i].verdict == NB_VERDICT_RIGHT) {
            int agree = nb_digits_agreed(found[i].numerical, gradient);
            if (agree < digits) digits = agree;
        } else if (found[i].verdict != NB_VERDICT_UNSEEN && worst.id == NB_MESSAGE_NONE) {
            worst = nb_compare_slopes(found[i], gradient);
        }
    }
    r->block->comparison = worst.id != NB_MESSAGE_NONE ? worst
                                                       : NB_SAY(RULE_AGREES, NB_NUMBER(digits));
    return nb_say_stopped(s, status);
}

/* ---- the command ---- */

static nb_status find_all(rule *r, const nb_array *asked, bool operations) {
    nb_sheet *s = r->s;
    nb_status status = nb_prepare_closed(s, r->target);
    if (status == NB_STATUS_OK)
        status = nb_arrays_find(s, r->target, asked, operations, r->style, &r->arrays);
    r->f = (nb_factors){.s = s, .from = asked->nodes, .target = r->target,
                        .from_count = nb_shape_count(asked->shape),
                        .forced = r->arrays.forced, .names = r->arrays.names};
    if (status == NB_STATUS_OK) status = nb_factors_find(&r->f);
    if (status == NB_STATUS_OK) nb_graph_backward(&s->graph, r->target);
    return status;
}

static nb_status derive(rule *r, const nb_array *asked, bool operations) {
    nb_sheet *s = r->s;
    nb_node lowest = asked->nodes[0];
    for (uint32_t i = 0; i < nb_shape_count(asked->shape); i++)
        if (asked->nodes[i] < lowest) lowest = asked->nodes[i];
    if (lowest > r->target) return nb_say_no_path(s, r->target, lowest);
    nb_status status = find_all(r, asked, operations);
    if (status == NB_STATUS_OK && !(r->f.role[r->target] & NB_ON_WAY))
        return nb_say_no_path(s, r->target, lowest);
    if (status == NB_STATUS_OK) status = order_arrays(r);
    nb_block *block = status == NB_STATUS_OK ? nb_result_add(s->result, NB_BLOCK_RULE) : NULL;
    if (block == NULL) return status == NB_STATUS_OK ? NB_STATUS_NO_MEMORY : status;
    r->block = &block->as.rule;
    *r->block = (nb_rule_block){.node = asked->name, .latex = (r->style & NB_STYLE_TYPESET) != 0,
                                .target = nb_describe_as(s, r->target, r->style)};
    status = fill_equations(r);
    if (status == NB_STATUS_OK) status = compare(r);
    if (status == NB_STATUS_OK && s->result->failed) status = NB_STATUS_NO_MEMORY;
    bool finite = true;
    for (uint32_t i = 0; i < nb_shape_count(asked->shape); i++)
        finite = finite && isfinite(nb_graph_gradient(&s->graph, asked->nodes[i]));
    if (status == NB_STATUS_OK && !finite) status = nb_warn_gradient(s, r->target);
    if (status == NB_STATUS_OK) s->state.printed.shape = asked->shape;
    return status;
}

nb_status nb_explain_array(nb_sheet *s, nb_shape shape, nb_node *nodes, const char *name,
                           nb_node target, bool operations, bool latex) {
    nb_writer w = {.s = s};
    bool part = strpbrk(name, " ([") != NULL;
    nb_write_piece(&w, (nb_piece){.kind = latex && part ? NB_PIECE_LABEL : NB_PIECE_NAME,
                                  .text = name});
    nb_array asked = {shape, nodes,
                      nb_written(&w, strchr(name, ' ') != NULL ? NB_LEVEL_SUM : NB_LEVEL_CALL),
                      NB_NO_DEF, false, NB_NO_ARRAY, NULL};
    rule r = {.s = s, .target = target, .style = NB_STYLE_NAMES};
    if (latex) r.style |= NB_STYLE_TYPESET;
    nb_mistake mistake = nb_graph_switch_mistake(&s->graph, NB_MISTAKE_NONE);
    nb_status status = derive(&r, &asked, operations);
    if (mistake == NB_MISTAKE_NONE) return status;
    nb_graph_switch_mistake(&s->graph, mistake);
    if (status == NB_STATUS_OK) nb_say_spared(s, NB_MESSAGE_NOTE_DERIVED_RIGHT);
    return status;
}
