/* What a wrong answer to "what is ∂L/∂node?" gives away. Each known mistake leads to a number of
 * its own; when the answer is that number, and the right one is not, the mistake is told. */
#include "quiz/answer.h"

#include <math.h>

#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/local.h"
#include "formulas/table_cells.h"

/* OUTPUT: the local of a partial derivative that is y; 0 to 2 are a, b and c. */
enum { OUTPUT = 3, MOST_FACTORS = 50, FEW_WAYS = 6 };

const double nb_answer_tolerances[NB_TOLERANCES] = {1e-5, 5e-3};

typedef struct diagnosis {
    nb_sheet *s;
    const nb_question *q;
    double answer, right, tolerance;
    nb_message *says;
    nb_status status;
} diagnosis;

bool nb_is_near(double answer, double right, double tolerance) {
    const double zero = 1e-9; /* where no relative error can be said */
    if (!isfinite(right)) return answer == right;
    return fabs(answer - right) <= tolerance * fabs(right) ||
           (right == 0 && fabs(answer) <= zero);
}

/* Whether the answer is what a mistake leads to. */
static bool is(const diagnosis *d, double mistaken) {
    return isfinite(mistaken) && nb_is_near(d->answer, mistaken, d->tolerance) &&
           !nb_is_near(mistaken, d->right, d->tolerance);
}

static nb_arg name(const diagnosis *d, nb_node node) {
    return nb_node_arg(d->s, node);
}

static bool say(const diagnosis *d, nb_message message) {
    *d->says = message;
    return true;
}

/* ---- other values put in ---- */

static bool mentions(const nb_expr *expr, uint32_t local) {
    bool found = false;
    for (uint32_t i = 0; i < expr->count; i++)
        found = found || (expr->codes[i].kind == NB_CODE_LOCAL && expr->codes[i].count == local);
    return found;
}

/* What a partial derivative comes to with other numbers for the operands and y. False when that
 * fails: then d->status says why. */
static bool evaluate(diagnosis *d, const nb_expr *partial, const double x[OUTPUT + 1],
                     double *value) {
    if (d->status == NB_STATUS_OK) d->status = nb_eval(d->s, partial, x, value);
    return d->status == NB_STATUS_OK;
}

/* The answer if the way's local gradient had been this one. */
static bool fits(const diagnosis *d, const nb_way *way, double local, bool only_local) {
    if (only_local) return is(d, local);
    return is(d, d->q->gradient + way->upstream * (local - way->local));
}

/* y(1 − y) with x for y, 2x with y for x, or the operands of a product exchanged. */
static bool find_exchange(diagnosis *d, const nb_way *way, bool only_local) {
    const nb_graph *graph = &d->s->graph;
    nb_node parent = way->parent, node = d->q->node;
    if (way->operand < 0) return false;
    int arity = nb_graph_arity(graph, parent), k = way->operand;
    const nb_expr *partial = nb_partial_of(d->s, (nb_op)graph->op[parent], k);
    if (partial == NULL) d->status = NB_STATUS_NO_MEMORY;
    if (partial == NULL) return false;
    double true_x[OUTPUT + 1] = {0}, x[OUTPUT + 1], local;
    for (int i = 0; i < arity; i++)
        true_x[i] = graph->value[nb_graph_operand(graph, parent, i)];
    true_x[OUTPUT] = graph->value[parent];
    for (int i = 0; i <= OUTPUT; i++) x[i] = true_x[i];
    x[k] = true_x[OUTPUT];
    if (mentions(partial, (uint32_t)k) && evaluate(d, partial, x, &local) &&
        fits(d, way, local, only_local))
        return say(d, NB_SAY(PREDICT_INSTEAD, name(d, parent), name(d, node)));
    x[k] = x[OUTPUT] = true_x[k];
    if (mentions(partial, OUTPUT) && evaluate(d, partial, x, &local) &&
        fits(d, way, local, only_local))
        return say(d, NB_SAY(PREDICT_INSTEAD, name(d, node), name(d, parent)));
    if (arity != 2) return false;
    nb_node other = nb_graph_operand(graph, parent, 1 - k);
    x[0] = true_x[1];
    x[1] = true_x[0];
    x[OUTPUT] = true_x[OUTPUT];
    if (!evaluate(d, partial, x, &local) || !fits(d, way, local, only_local)) return false;
    if (mentions(partial, (uint32_t)k))
        return say(d, NB_SAY(PREDICT_EXCHANGED, name(d, node), name(d, other)));
    return say(d, NB_SAY(PREDICT_INSTEAD, name(d, node), name(d, other)));
}

/* ---- factors and paths ---- */

/* The wire that leaves a node, when it is the only one; NULL otherwise. */
static const nb_edge *find_only(const nb_typed_graph *typed, nb_node node) {
    const nb_edge *only = NULL;
    for (size_t i = 0; i < typed->count; i++) {
        if (typed->wires[i].from != node || !typed->wires[i].chosen) continue;
        if (only != NULL) return NULL;
        only = &typed->wires[i];
    }
    return only;
}

/* Where only one path leads to the target: whether the answer is the product of its local gradients
 * up to some node before the target, the rest having been forgotten. */
static bool find_earlier(const diagnosis *d) {
    double product = 1;
    nb_node node = d->q->node;
    for (int i = 0; i < MOST_FACTORS; i++) {
        const nb_edge *only = find_only(d->q->typed, node);
        if (only == NULL || only->to == d->q->target) return false;
        product *= only->local;
        node = only->to;
        if (!is(d, product)) continue;
        double upstream = nb_graph_gradient(&d->s->graph, node);
        nb_message_id id = i == 0 ? NB_MESSAGE_PREDICT_LOCAL : NB_MESSAGE_PREDICT_EARLIER;
        return say(d, (nb_message){id, {name(d, node), name(d, d->q->node), NB_NUMBER(upstream)}});
    }
    return false;
}

static bool say_path(const diagnosis *d, size_t missing, bool same_parent) {
    const nb_way *way = &d->q->ways[missing];
    nb_message_id id = same_parent ? NB_MESSAGE_PREDICT_TWICE : NB_MESSAGE_PREDICT_PATH;
    return say(d, (nb_message){id, {name(d, d->q->node), name(d, way->parent)}});
}

/* Whether the answer is the sum of some contributions, but not of all: every choice is tried where
 * they are few, else one of them, and all but one. */
static bool find_path(const diagnosis *d) {
    const nb_question *q = d->q;
    for (uint32_t chosen = 1; q->count <= FEW_WAYS && chosen + 1 < 1u << q->count; chosen++) {
        double sum = 0;
        size_t missing = q->count;
        bool same = false;
        for (size_t i = q->count; i-- > 0;) {
            if (chosen >> i & 1) sum += q->ways[i].upstream * q->ways[i].local;
            else missing = i;
        }
        for (size_t i = 0; i < q->count; i++)
            same = same || ((chosen >> i & 1) && q->ways[i].parent == q->ways[missing].parent);
        if (is(d, sum)) return say_path(d, missing, same);
    }
    for (size_t i = 0; q->count > FEW_WAYS && i < q->count; i++) {
        double part = q->ways[i].upstream * q->ways[i].local;
        if (is(d, part)) return say_path(d, i == 0 ? 1 : 0, false);
        if (is(d, q->gradient - part)) return say_path(d, i, false);
    }
    return false;
}

/* Whether the answer is what arrives, without the local gradients, or the other way round. */
static bool find_sums(const diagnosis *d) {
    const nb_question *q = d->q;
    double upstream = 0, local = 0;
    for (size_t i = 0; i < q->count; i++) {
        upstream += q->ways[i].upstream;
        local += q->ways[i].local;
    }
    if (q->count == 1 && is(d, upstream))
        return say(d, NB_SAY(PREDICT_UPSTREAM, name(d, q->ways[0].parent), name(d, q->node)));
    if (q->count > 1 && is(d, upstream)) return say(d, NB_PLAIN(PREDICT_UPSTREAMS));
    return q->count > 1 && is(d, local) && say(d, NB_PLAIN(PREDICT_LOCALS));
}

/* Whether the answer multiplies what comes along several wires. */
static bool find_product(const diagnosis *d) {
    double product = 1;
    for (size_t i = 0; i < d->q->count; i++)
        product *= d->q->ways[i].upstream * d->q->ways[i].local;
    return d->q->count > 1 && is(d, product) && say(d, NB_PLAIN(PREDICT_PRODUCT));
}

/* ---- all of them ---- */

nb_status nb_diagnose(nb_sheet *s, const nb_question *q, double answer, double tolerance,
                      nb_message *says) {
    diagnosis d = {.s = s, .q = q, .answer = answer, .right = q->gradient,
                   .tolerance = tolerance, .says = says, .status = NB_STATUS_OK};
    *says = NB_NO_HINT;
    if (is(&d, -q->gradient)) say(&d, NB_PLAIN(PREDICT_SIGN));
    else if (find_path(&d) || find_sums(&d) || find_earlier(&d) || find_product(&d))
        return d.status;
    for (size_t i = 0; says->id == NB_MESSAGE_NONE && i < q->count; i++)
        find_exchange(&d, &q->ways[i], false);
    if (says->id == NB_MESSAGE_NONE && is(&d, s->graph.value[q->node]))
        say(&d, NB_SAY(PREDICT_VALUE, name(&d, q->node), name(&d, q->target)));
    return d.status;
}

nb_status nb_diagnose_local(nb_sheet *s, const nb_question *q, size_t way, double answer,
                            double tolerance, nb_message *says) {
    diagnosis d = {.s = s, .q = q, .answer = answer, .right = q->ways[way].local,
                   .tolerance = tolerance, .says = says, .status = NB_STATUS_OK};
    *says = NB_NO_HINT;
    if (is(&d, -d.right)) say(&d, NB_PLAIN(PREDICT_SIGN));
    else if (is(&d, q->ways[way].upstream))
        say(&d, NB_SAY(PREDICT_ARRIVES_ONLY, name(&d, q->ways[way].parent)));
    else find_exchange(&d, &q->ways[way], true);
    return d.status;
}
