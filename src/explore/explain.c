/* `explain`: ∂target/∂node by the chain rule. The nodes between the two are sorted into factors
 * (named definitions and calls of functions; on request every operation) and what is inside a
 * factor's formula. One sweep from the target back carries, for every node inside a formula, the
 * derivative of that formula as a term, so that each factor ends up with one term per user. */
#include "explore/explain.h"

#include <math.h>
#include <string.h>

#include "calculus/judge.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "explore/depends.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "explore/wires.h"
#include "formulas/alike.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
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
    LONGEST_LOCAL = 60,   /* pieces of a local gradient before it is named rather than written */
    MOST_DIGITS = 9       /* of agreement that are worth saying */
};

/* Bits of a node's role. DEFINED: an equation has said already what the name stands for. */
enum { ON_PATH = 1, FACTOR = 2, DEFINED = 4 };

/* The factor `node` goes into the formula of the factor `parent`. */
typedef struct factor_link {
    nb_node node, parent;
    const nb_term *local; /* ∂parent/∂node */
    double value;         /* the same, by the careful formulas */
    uint32_t next;
} factor_link;

typedef struct derivation {
    nb_sheet *s;
    nb_node node, target;
    bool operations;
    nb_style style;
    nb_algebra algebra;
    uint8_t *role;           /* of each node up to the target, as all that follows */
    nb_node *parent;         /* inside a formula: the factor it belongs to */
    const nb_term **inside;  /* ∂parent/∂(this node) */
    double *value;           /* the same as a number */
    factor_link *links;
    size_t link_capacity;
    uint32_t link_count;
    uint32_t *first;         /* of each factor's links, plus one */
    uint32_t *met;           /* of each factor: the last link to it, plus one */
    nb_node *factors;        /* from `node` to `target`, which is left out */
    size_t count;
    int *numbers;            /* of the nodes that read like others; NULL: of none */
    nb_wires wires;          /* into the node that the sweep is at */
    nb_closed closed;        /* the call that it is at */
    nb_derivation_block *block;
} derivation;

/* ---- which nodes ---- */

static bool is_factor(const derivation *d, nb_node i) {
    const nb_sheet *s = d->s;
    if (i == d->node || i == d->target || d->operations || s->owner[i] != NB_NO_DEF) return true;
    const nb_call *call = nb_find_call_of(s, i);
    return call != NULL && !call->inner;
}

/* Marks what lies on a path from the node to the target. */
static nb_status mark_paths(derivation *d) {
    const nb_graph *graph = &d->s->graph;
    uint8_t *cone;
    nb_status status = nb_mark_cone(d->s, d->target, &cone);
    if (status != NB_STATUS_OK) return status;
    d->role[d->node] = cone[d->node] & 2 ? ON_PATH | FACTOR : 0;
    for (nb_node i = d->node + 1; i <= d->target; i++) {
        bool depends = false;
        for (int k = 0; (cone[i] & 2) && k < nb_graph_arity(graph, i); k++) {
            nb_node operand = nb_graph_operand(graph, i, k);
            depends = depends || (operand >= d->node && (d->role[operand] & ON_PATH) &&
                                  nb_graph_is_chosen(graph, i, k));
        }
        if (depends) d->role[i] = is_factor(d, i) ? ON_PATH | FACTOR : ON_PATH;
    }
    return NB_STATUS_OK;
}

/* ---- the sweep ---- */

static const nb_term *combine(derivation *d, nb_op op, const nb_term *x, const nb_term *y) {
    const nb_term *operands[NB_MAX_OPERANDS] = {x, y, NULL};
    return nb_term_op(&d->algebra, op, operands);
}

static nb_status add_link(derivation *d, nb_node node, nb_node parent, const nb_term *local,
                          double value) {
    if (!NB_ARENA_RESERVE(&d->s->scratch, d->links, d->link_count, &d->link_capacity))
        return NB_STATUS_NO_MEMORY;
    d->links[d->link_count++] = (factor_link){node, parent, local, value, d->first[node]};
    d->first[node] = d->link_count;
    return NB_STATUS_OK;
}

/* `node` gets a part of ∂parent/∂node. A node inside two formulas becomes a factor of its own. */
static nb_status contribute(derivation *d, nb_node node, nb_node parent, const nb_term *local,
                            double value) {
    if (local == NULL) return NB_STATUS_NO_MEMORY;
    if (!(d->role[node] & FACTOR) && d->inside[node] == NULL) {
        d->parent[node] = parent;
        d->inside[node] = local;
        d->value[node] = value;
        return NB_STATUS_OK;
    }
    if (!(d->role[node] & FACTOR) && d->parent[node] == parent) {
        d->inside[node] = combine(d, NB_OP_ADD, d->inside[node], local);
        d->value[node] += value;
        return d->inside[node] != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    }
    nb_status status = NB_STATUS_OK;
    if (!(d->role[node] & FACTOR)) {
        d->role[node] |= FACTOR;
        status = add_link(d, node, d->parent[node], d->inside[node], d->value[node]);
    }
    return status == NB_STATUS_OK ? add_link(d, node, parent, local, value) : status;
}

/* ---- operators over vectors: y1(1 − y1) in closed form, whatever computes it ---- */

/* The call that a node is a result of, where all its derivatives have a closed form. */
static const nb_call *find_closed(const derivation *d, nb_node i) {
    const nb_call *call = d->operations ? NULL : nb_find_vector_call(d->s, i);
    for (uint32_t k = 0; call != NULL && k < call->arg_count; k++)
        if (!nb_has_closed_form(call, k)) return NULL;
    return call;
}

/* Formulas in closed form; their values by the careful nodes that compute the call. */
static nb_status sweep_call(derivation *d, nb_node i, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_node *args = s->call_args + call->first_arg;
    bool factor = (d->role[i] & FACTOR) != 0; /* else it is inside a function's call */
    nb_status status = nb_wires_find(&d->wires, i, call);
    size_t count = d->wires.count;
    for (uint32_t k = call->arg_count + call->given; k-- > 0 && status == NB_STATUS_OK;) {
        const nb_wire *wires = d->wires.list;
        const nb_term *local = NULL;
        while (count > 0 && wires[count - 1].k > k) count--;
        double value = count > 0 && wires[count - 1].k == k ? wires[count - 1].local : 0;
        if (args[k] < d->node || args[k] >= i || !(d->role[args[k]] & ON_PATH)) continue;
        if (k >= call->arg_count && value == 0) continue; /* all goes by the arguments */
        if (nb_has_closed_form(call, k))
            status = nb_closed_term(s, &d->algebra, call, k, &d->closed, &local);
        else
            local = nb_term_number(&d->algebra, value);
        if (status != NB_STATUS_OK) return status;
        if (!factor) local = combine(d, NB_OP_MUL, d->inside[i], local);
        status = contribute(d, args[k], factor ? i : d->parent[i], local,
                            factor ? value : d->value[i] * value);
    }
    return status;
}

static nb_status sweep_node(derivation *d, nb_node i) {
    bool factor = (d->role[i] & FACTOR) != 0;
    if (!factor && d->inside[i] == NULL) return NB_STATUS_OK; /* inside a call in closed form */
    const nb_call *closed = find_closed(d, i);
    if (closed != NULL) return sweep_call(d, i, closed);
    nb_status status = nb_wires_find(&d->wires, i, NULL);
    for (size_t w = 0; w < d->wires.count && status == NB_STATUS_OK; w++) {
        const nb_wire *wire = &d->wires.list[w];
        if (wire->node < d->node || !(d->role[wire->node] & ON_PATH) || !wire->chosen) continue;
        const nb_term *local = nb_local_of(d->s, &d->algebra, i, (int)wire->k);
        if (local == NULL) return NB_STATUS_NO_MEMORY;
        if (!factor) local = combine(d, NB_OP_MUL, d->inside[i], local);
        status = contribute(d, wire->node, factor ? i : d->parent[i], local,
                            factor ? wire->local : d->value[i] * wire->local);
    }
    return status;
}

/* Several links to one parent become one, their terms added. */
static nb_status merge_links(derivation *d, nb_node node) {
    for (uint32_t *link = &d->first[node]; *link > 0;) {
        factor_link *w = &d->links[*link - 1], *other = NULL;
        if (d->met[w->parent] > 0) other = &d->links[d->met[w->parent] - 1];
        if (other == NULL || other->node != node) {
            d->met[w->parent] = *link;
            link = &w->next;
            continue;
        }
        other->local = combine(d, NB_OP_ADD, other->local, w->local);
        other->value += w->value;
        if (other->local == NULL) return NB_STATUS_NO_MEMORY;
        *link = w->next;
    }
    return NB_STATUS_OK;
}

static nb_status sweep(derivation *d) {
    nb_status status = NB_STATUS_OK;
    for (nb_node i = d->target + 1; i-- > d->node && status == NB_STATUS_OK;) {
        if (d->role[i] & FACTOR) status = merge_links(d, i);
        if (status == NB_STATUS_OK && (d->role[i] & ON_PATH)) status = sweep_node(d, i);
        if (status == NB_STATUS_OK && i % 4096 == 0) status = nb_poll(d->s);
    }
    for (nb_node i = d->node; i < d->target; i++)
        if (d->role[i] & FACTOR) d->factors[d->count++] = i;
    return status;
}

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
    if (d->count > NB_MAX_ROWS) return NB_STATUS_OK;
    nb_text *texts = nb_arena_add(&s->scratch, d->count + 1, sizeof *texts);
    int *numbers = nb_arena_add(&s->scratch, d->count + 1, sizeof *numbers);
    d->numbers = nb_arena_add(&s->scratch, (size_t)d->target + 1, sizeof *d->numbers);
    if (texts == NULL || numbers == NULL || d->numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < d->count; i++)
        texts[i] = nb_describe_as(s, d->factors[i], d->style);
    nb_status status = nb_number_alike(s, texts, d->factors, d->count, numbers);
    for (size_t i = 0; i < d->count; i++) d->numbers[d->factors[i]] = numbers[i];
    return status;
}

/* The formula, where it is short enough for a line and says what is computed: y(1 − y) is 0 for a
 * sigmoid at 40, though its slope is not. */
static nb_text describe_local(derivation *d, const factor_link *w, nb_style style) {
    double careful = w->value, taught = w->local->number;
    bool wrong = isfinite(careful) && !isfinite(taught);
    bool rough = !(fabs(taught - careful) <= 1e-9 * fabs(careful)) && !isnan(careful);
    if (wrong || (rough && style == NB_STYLE_VALUES)) return NB_NO_TEXT;
    nb_text text = nb_describe_term(d->s, w->local, d->style | style);
    bool whole = text.count <= LONGEST_LOCAL;
    for (size_t i = 0; whole && i < text.count; i++)
        whole = text.pieces[i].kind != NB_PIECE_MORE;
    return whole ? text : NB_NO_TEXT;
}

static void fill_term(derivation *d, nb_chain_term *term, const factor_link *w) {
    nb_sheet *s = d->s;
    *term = (nb_chain_term){.local = describe_local(d, w, NB_STYLE_NAMES),
                            .upstream = nb_graph_gradient(&s->graph, w->parent)};
    if (w->parent != d->target) term->parent = name_of(d, w->parent);
    if (term->local.count > 0) term->numbers = describe_local(d, w, NB_STYLE_VALUES);
    if (term->numbers.count > 0) return;
    nb_piece *number = nb_result_array(s->result, 1, sizeof *number);
    if (number == NULL) return;
    *number = (nb_piece){.kind = NB_PIECE_NUMBER, .number = w->value};
    term->numbers = (nb_text){number, 1, NB_LEVEL_CALL};
    if (term->local.count == 0) term->local = term->numbers;
}

static void fill_equation(derivation *d, nb_equation *equation, size_t number) {
    nb_sheet *s = d->s;
    nb_node node = d->factors[number];
    size_t total = 0, stored;
    for (uint32_t w = d->first[node]; w > 0; w = d->links[w - 1].next) total++;
    stored = total < MOST_TERMS ? total : MOST_TERMS;
    *equation = (nb_equation){.number = (int)number + 1, .term_total = total,
                              .node = name_of(d, node),
                              .value = nb_graph_gradient(&s->graph, node)};
    equation->terms = nb_result_array(s->result, stored, sizeof *equation->terms);
    equation->definitions = nb_result_array(s->result, stored, sizeof *equation->definitions);
    if (equation->terms == NULL || equation->definitions == NULL) return;
    for (uint32_t w = d->first[node]; equation->term_count < stored; w = d->links[w - 1].next) {
        nb_node parent = d->links[w - 1].parent;
        fill_term(d, &equation->terms[equation->term_count++], &d->links[w - 1]);
        bool named = s->owner[parent] != NB_NO_DEF;
        if (!named || (d->role[parent] & DEFINED)) continue;
        d->role[parent] |= DEFINED;
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
    block->omitted = d->count > MOST_EQUATIONS ? d->count - MOST_EQUATIONS : 0;
    block->count = d->count - block->omitted;
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
    for (size_t i = d->count; i-- > 0;)
        for (uint32_t w = d->first[d->factors[i]]; w > 0; w = d->links[w - 1].next)
            paths[d->factors[i]] += paths[d->links[w - 1].parent];
    d->block->paths = paths[d->node];
    return NB_STATUS_OK;
}

/* Where there is one path, its local gradients in a line. */
static nb_status fill_product(derivation *d) {
    nb_derivation_block *block = d->block;
    nb_status status = count_paths(d);
    if (status != NB_STATUS_OK || block->paths != 1 || d->count > MOST_FACTORS) return status;
    block->factors = nb_result_array(d->s->result, d->count, sizeof *block->factors);
    if (block->factors == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = d->count; i-- > 0;)
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

/* What difference quotients say to the gradient. */
static nb_message compare(nb_judgement found, double gradient) {
    double off = fabs(found.numerical - gradient) / fabs(gradient);
    double digits = off > 0 ? floor(-log10(off)) : MOST_DIGITS;
    switch (found.verdict) {
    case NB_VERDICT_RIGHT:
        return NB_SAY(CHAIN_AGREES, NB_NUMBER(fmax(1, fmin(digits, MOST_DIGITS))));
    case NB_VERDICT_KINK:
        return NB_SAY(CHAIN_KINK, NB_NUMBER(found.left), NB_NUMBER(found.right));
    case NB_VERDICT_JUMP: return NB_PLAIN(CHAIN_JUMP);
    case NB_VERDICT_UNSEEN: return NB_PLAIN(CHAIN_UNSEEN);
    case NB_VERDICT_NOT_FINITE:
        if (!isfinite(found.numerical)) return NB_PLAIN(CHAIN_NO_NUMBER);
        break;
    case NB_VERDICT_WRONG: break;
    }
    return NB_SAY(CHAIN_DIFFERS, NB_APART(found.numerical, gradient));
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
    d->block->comparison = compare(found, gradient);
    if (found.verdict == NB_VERDICT_KINK || found.verdict == NB_VERDICT_JUMP)
        d->block->meaning.id = NB_MESSAGE_MEANS_EITHER;
    if (probe.held != NB_NO_NODE) d->block->meaning = nb_say_held(s, probe.held);
    return nb_poll(s);
}

/* ---- the command ---- */

static nb_status begin(derivation *d) {
    nb_arena *arena = &d->s->scratch;
    size_t n = (size_t)d->target + 1;
    d->role = nb_arena_add(arena, n, sizeof *d->role);
    d->parent = nb_arena_add(arena, n, sizeof *d->parent);
    d->inside = nb_arena_add(arena, n, sizeof(nb_term_ref));
    d->value = nb_arena_add(arena, n, sizeof *d->value);
    d->first = nb_arena_add(arena, n, sizeof *d->first);
    d->met = nb_arena_add(arena, n, sizeof *d->met);
    d->factors = nb_arena_add(arena, n, sizeof *d->factors);
    if (d->role == NULL || d->parent == NULL || d->inside == NULL || d->value == NULL ||
        d->first == NULL || d->met == NULL || d->factors == NULL)
        return NB_STATUS_NO_MEMORY;
    nb_graph_forward(&d->s->graph, d->s->graph.count); /* closed forms mention later nodes */
    nb_status status = nb_wires_begin(d->s, d->target, &d->wires);
    if (status != NB_STATUS_OK) return status;
    return nb_algebra_get(d->s, arena, &d->algebra);
}

nb_status nb_describe_slope(nb_sheet *s, nb_node y, nb_node x, nb_text *formula) {
    derivation d = {.s = s, .node = x, .target = y};
    nb_status status = nb_prepare_closed(s, y);
    if (status == NB_STATUS_OK) status = begin(&d);
    if (status == NB_STATUS_OK) status = mark_paths(&d);
    if (status == NB_STATUS_OK) status = sweep(&d);
    uint32_t only = status == NB_STATUS_OK ? d.first[x] : 0;
    *formula = NB_NO_TEXT;
    if (only > 0 && d.links[only - 1].parent == y && d.links[only - 1].next == 0)
        *formula = describe_local(&d, &d.links[only - 1], NB_STYLE_NAMES);
    return status;
}

static nb_status derive(nb_sheet *s, nb_node node, nb_node target, bool operations, bool latex) {
    nb_style style = NB_STYLE_CALLS | (latex ? NB_STYLE_TYPESET : 0);
    derivation d = {.s = s, .node = node, .target = target, .operations = operations,
                    .style = style};
    if (node > target || s->graph.op[node] == NB_OP_CONST)
        return nb_say_no_path(s, target, node);
    nb_status status = nb_prepare_closed(s, target);
    if (status == NB_STATUS_OK) status = begin(&d);
    if (status == NB_STATUS_OK) nb_graph_backward(&s->graph, target);
    if (status == NB_STATUS_OK) status = mark_paths(&d);
    if (status == NB_STATUS_OK && !(d.role[target] & ON_PATH))
        return nb_say_no_path(s, target, node);
    if (status == NB_STATUS_OK) status = sweep(&d);
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
    if (status == NB_STATUS_OK && !s->state.secret)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NOTE_DERIVED_RIGHT, NB_TEXT(nb_mistake_command(s))));
    return status;
}

/* explain dL/dw is explain w of L. */
NB_COMMAND(EXPLAIN) {
    nb_node target, node;
    const nb_command_arg *of = nb_clause_get(st, "of");
    nb_command_arg by = st->args[0], named = {.form = NB_ARG_EXPR};
    bool derivative = false;
    nb_status status = NB_STATUS_OK;
    if (of == NULL && by.form == NB_ARG_EXPR)
        status = nb_split_derivative(&s->scratch, &st->args[0].expr, &named.expr, &by.expr,
                                     &derivative);
    if (status == NB_STATUS_OK)
        status = derivative ? nb_choose_named(s, &named, NB_TARGET_SEEN, &target)
                            : nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status == NB_STATUS_OK) status = nb_find_node(s, &by, target, &node);
    if (status != NB_STATUS_OK) return status;
    return nb_explain(s, node, target, nb_clause_get(st, "ops") != NULL,
                      nb_clause_get(st, "latex") != NULL);
}
