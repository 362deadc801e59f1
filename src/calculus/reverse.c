/* Derivatives as nodes: reverse mode once over the nodes between a and what it is differentiated
 * by, each hand-over written down as nodes instead of being computed. What is added is a formula
 * like any other, which can be differentiated again. (Outside log's domain the formula 1/x still
 * has a value.) A walk from a to what it is made of lists the nodes, operands before users; then
 * the list is run from its end. By several nodes, like the weights of a matrix, it is still one
 * pass.
 *
 * Under a `where` lies what is only sometimes part of a. Such a node has a guard, the condition
 * under which it is, and what it receives is only right where its guard holds: elsewhere it may be
 * inf or nan. Guards form a tree; where shares of several guards meet, `where` makes each 0 outside
 * its own, and nothing from a side that was not chosen gets through, whichever that is later. */
#include "calculus/reverse.h"

#include <math.h>
#include <string.h>

#include "base/order.h"
#include "calculus/fold.h"
#include "calculus/local.h"

/* NB_STATUS_ERROR when the host asked to stop. */
static nb_status poll(const nb_reverse *s) {
    return atomic_load_explicit(s->interrupted, memory_order_relaxed) ? NB_STATUS_ERROR
                                                                      : NB_STATUS_OK;
}

typedef struct guard_row {
    uint32_t parent;    /* guard 0 always holds */
    uint32_t depth;
    nb_node condition;  /* holds when the parent does and this is (un)equal 0 */
    bool side;          /* true: unequal */
} guard_row;

/* What one user of a node hands to it; right where the guard holds. */
typedef struct share {
    nb_amount amount;
    uint32_t guard;
    uint32_t next; /* of the same node, plus one; 0: none */
} share;

typedef struct entry {
    nb_node node;
    bool depends;   /* on what a is differentiated by, or is that */
    bool last;      /* it is that, and depends on nothing else that is */
    uint32_t first; /* share, plus one */
    nb_node result; /* ∂a/∂node, where it is differentiated by; else NB_NO_NODE */
} entry;

typedef struct reverse {
    nb_reverse *s;
    nb_node a;
    const nb_node *by; /* in ascending order */
    uint32_t by_count;
    entry *list;     /* of node i the place is s->places[i], if there it says i */
    uint32_t count;
    size_t capacity;
    share *shares;
    uint32_t share_count;
    size_t share_capacity;
    guard_row *guards;
    uint32_t guard_count;
    size_t guard_capacity;
} reverse;

/* ---- what lies between ---- */

static entry *find_entry(const reverse *r, nb_node node) {
    if (node < r->by[0] || node > r->a) return NULL;
    uint32_t place = r->s->places[node];
    return place < r->count && r->list[place].node == node ? &r->list[place] : NULL;
}

static bool is_between(const reverse *r, nb_node node) {
    const entry *e = find_entry(r, node);
    return e != NULL && e->depends;
}

static bool is_wanted(const reverse *r, nb_node node) {
    uint32_t low = 0, high = r->by_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (r->by[middle] <= node) low = middle;
        else high = middle;
    }
    return r->by[low] == node;
}

static nb_status add_entry(reverse *r, nb_node node) {
    const nb_graph *graph = r->s->graph;
    entry e = {.node = node, .last = is_wanted(r, node), .result = NB_NO_NODE};
    e.depends = e.last;
    for (int k = 0; k < nb_graph_arity(graph, node); k++) {
        if (!is_between(r, nb_graph_operand(graph, node, k))) continue;
        e.depends = true;
        e.last = false;
    }
    if (!NB_ARENA_RESERVE(r->s->scratch, r->list, r->count, &r->capacity))
        return NB_STATUS_NO_MEMORY;
    r->s->places[node] = r->count;
    r->list[r->count++] = e;
    return NB_STATUS_OK;
}

/* Room for the place of every node up to a. Their first value does not matter, as find_entry checks
 * what it reads; but they have to get one, because memory never written may not be read. */
static nb_status reserve_places(nb_reverse *s, nb_node a) {
    size_t before = s->place_capacity;
    if (!NB_RESERVE(s->memory, s->places, &s->place_capacity, (size_t)a + 1))
        return NB_STATUS_NO_MEMORY;
    memset(s->places + before, 0, (s->place_capacity - before) * sizeof *s->places);
    return NB_STATUS_OK;
}

typedef struct step { /* of the walk: a node, and how many of its operands were visited */
    nb_node node;
    int visited;
} step;

/* Lists what a is made of, as far down as the lowest node that is wanted. */
static nb_status list_nodes(reverse *r) {
    nb_reverse *s = r->s;
    step *stack = nb_arena_add(s->scratch, 1, sizeof *stack);
    size_t depth = 1, capacity = 1;
    nb_status status = stack != NULL ? reserve_places(s, r->a) : NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) stack[0].node = r->a;
    while (status == NB_STATUS_OK && depth > 0) {
        step *top = &stack[depth - 1];
        if (top->visited == nb_graph_arity(s->graph, top->node)) {
            status = add_entry(r, top->node);
            if (status == NB_STATUS_OK && r->count % 4096 == 0) status = poll(s);
            depth--;
            continue;
        }
        nb_node operand = nb_graph_operand(s->graph, top->node, top->visited++);
        if (operand < r->by[0] || find_entry(r, operand) != NULL) continue;
        if (!NB_ARENA_RESERVE(s->scratch, stack, depth, &capacity)) return NB_STATUS_NO_MEMORY;
        stack[depth++] = (step){operand, 0};
    }
    return status;
}

/* ---- guards ---- */

static nb_status add_guard(reverse *r, uint32_t parent, nb_node condition, bool side,
                           uint32_t *id) {
    if (!NB_ARENA_RESERVE(r->s->scratch, r->guards, r->guard_count, &r->guard_capacity))
        return NB_STATUS_NO_MEMORY;
    uint32_t depth = r->guard_count > 0 ? r->guards[parent].depth + 1 : 0;
    *id = r->guard_count;
    r->guards[r->guard_count++] = (guard_row){parent, depth, condition, side};
    return NB_STATUS_OK;
}

static bool are_siblings(const reverse *r, uint32_t x, uint32_t y) {
    const guard_row *p = &r->guards[x], *q = &r->guards[y];
    return x != 0 && y != 0 && p->parent == q->parent && p->condition == q->condition;
}

static bool same_guard(const reverse *r, uint32_t x, uint32_t y) {
    return x == y || (are_siblings(r, x, y) && r->guards[x].side == r->guards[y].side);
}

/* The innermost guard that holds wherever x or y does. */
static uint32_t common_guard(const reverse *r, uint32_t x, uint32_t y) {
    while (!same_guard(r, x, y)) {
        uint32_t *deeper = r->guards[x].depth > r->guards[y].depth ? &x : &y;
        *deeper = r->guards[*deeper].parent;
    }
    return x;
}

/* A node of a's, or one that was added: those have no names. */
static nb_amount quantity_of(const reverse *r, nb_node node) {
    if (node > r->a) return (nb_amount){1, 1, node, NB_NO_NODE};
    return nb_amount_node(r->s->graph, *r->s->owner, node);
}

/* where(condition, amount, otherwise), or the other way round. */
static nb_status choose(reverse *r, const guard_row *g, nb_amount amount, nb_amount otherwise,
                        nb_amount *chosen) {
    nb_amount x[] = {quantity_of(r, g->condition), g->side ? amount : otherwise,
                       g->side ? otherwise : amount};
    return nb_fold(r->s->graph, NB_OP_WHERE, x, chosen);
}

/* The amount where its guard holds, else 0: right wherever `outer` holds. */
static nb_status lift(reverse *r, uint32_t from, uint32_t outer, nb_amount *amount) {
    nb_status status = NB_STATUS_OK;
    for (; status == NB_STATUS_OK && !same_guard(r, from, outer); from = r->guards[from].parent)
        status = choose(r, &r->guards[from], *amount, nb_amount_number(0), amount);
    return status;
}

/* ---- shares ---- */

static nb_status add_share(reverse *r, nb_node node, nb_amount amount, uint32_t guard) {
    if (nb_amount_is(amount, 0)) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(r->s->scratch, r->shares, r->share_count, &r->share_capacity))
        return NB_STATUS_NO_MEMORY;
    entry *e = find_entry(r, node);
    r->shares[r->share_count] = (share){amount, guard, e->first};
    e->first = ++r->share_count;
    return NB_STATUS_OK;
}

/* Joins two shares that one formula covers: of the same guard, or of both sides of a condition. */
static nb_status join(reverse *r, share *x, const share *y, bool *joined) {
    *joined = true;
    if (same_guard(r, x->guard, y->guard))
        return nb_fold(r->s->graph, NB_OP_ADD, (nb_amount[]){x->amount, y->amount}, &x->amount);
    *joined = are_siblings(r, x->guard, y->guard);
    if (!*joined) return NB_STATUS_OK;
    const guard_row *g = &r->guards[x->guard];
    x->guard = g->parent;
    return choose(r, g, x->amount, y->amount, &x->amount);
}

/* The condition under which a guard holds, given that `outer` does, joined to `any` by or. */
static nb_status add_alternative(reverse *r, uint32_t guard, uint32_t outer, nb_amount *any) {
    const guard_row *g = &r->guards[guard];
    nb_amount one = nb_amount_number(1), holds = quantity_of(r, g->condition);
    nb_status status = NB_STATUS_OK;
    if (!g->side) status = choose(r, g, one, nb_amount_number(0), &holds);
    if (status == NB_STATUS_OK) status = lift(r, g->parent, outer, &holds);
    bool is_first = nb_amount_is(*any, 0);
    if (is_first) *any = holds;
    if (status != NB_STATUS_OK || is_first) return status;
    return nb_fold(r->s->graph, NB_OP_WHERE, (nb_amount[]){*any, one, holds}, any);
}

/* Adds up shares of different guards: right where their common one holds. Unless one of the shares
 * is right everywhere there, the node itself is part of a only where one of their guards holds:
 * what it hands on needs that guard, but the last one hands nothing on. */
static nb_status add_up(reverse *r, bool last, const share *shares, uint32_t count, share *sum) {
    nb_amount any = nb_amount_number(0);
    nb_node condition = NB_NO_NODE;
    uint32_t common = shares[0].guard;
    bool everywhere = last;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 1; i < count; i++) common = common_guard(r, common, shares[i].guard);
    for (uint32_t i = 0; i < count; i++)
        everywhere = everywhere || same_guard(r, common, shares[i].guard);
    *sum = (share){.amount = nb_amount_number(0), .guard = common};
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_amount x[] = {sum->amount, shares[i].amount};
        status = lift(r, shares[i].guard, common, &x[1]);
        if (status == NB_STATUS_OK) status = nb_fold(r->s->graph, NB_OP_ADD, x, &sum->amount);
        if (status == NB_STATUS_OK && !everywhere)
            status = add_alternative(r, shares[i].guard, common, &any);
    }
    if (status != NB_STATUS_OK || everywhere) return status;
    status = nb_fold_node(r->s->graph, any, &condition);
    return status == NB_STATUS_OK ? add_guard(r, common, condition, true, &sum->guard) : status;
}

/* ∂a/∂node: the sum of all shares, in the order in which their users were typed. */
static nb_status gather(reverse *r, const entry *e, share *sum) {
    const share *first = &r->shares[e->first - 1];
    uint32_t count = 1, top = 1;
    *sum = *first;
    if (first->next == 0) return NB_STATUS_OK;
    for (const share *at = first; at->next != 0; at = &r->shares[at->next - 1]) count++;
    share *stack = nb_arena_add(r->s->scratch, count, sizeof *stack);
    if (stack == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    stack[0] = *first;
    for (uint32_t i = first->next; i != 0 && status == NB_STATUS_OK; i = r->shares[i - 1].next) {
        bool joined = true;
        stack[top++] = r->shares[i - 1];
        while (status == NB_STATUS_OK && top > 1 && joined) {
            status = join(r, &stack[top - 2], &stack[top - 1], &joined);
            top -= joined;
        }
    }
    *sum = stack[0];
    return status == NB_STATUS_OK && top > 1 ? add_up(r, e->last, stack, top, sum) : status;
}

/* ---- local gradients ---- */

/* The first code of the operand that ends with the code `last`. */
static uint32_t first_code(const nb_expr *expr, uint32_t last) {
    uint32_t wanted = 1;
    for (;; last--) {
        const nb_code *code = &expr->codes[last];
        wanted += (code->kind == NB_CODE_OP ? code->count : 0) - 1;
        if (wanted == 0) return last;
    }
}

/* The value of the operand that ends with the code `last`. What a known condition does not choose
 * is left out. Recursion is as deep as a row of ops.def is written. */
static nb_status add_part(reverse *r, nb_node node, const nb_expr *expr, uint32_t last,
                          nb_amount *value) {
    enum { OUTPUT = 3 };
    nb_reverse *s = r->s;
    const nb_code *code = &expr->codes[last];
    nb_status status = NB_STATUS_OK;
    *value = nb_amount_number(code->number);
    if (code->kind == NB_CODE_LOCAL) {
        bool output = code->count == OUTPUT;
        *value = quantity_of(r, output ? node
                                       : nb_graph_operand(s->graph, node, (int)code->count));
    }
    if (code->kind != NB_CODE_OP) return status;
    nb_amount x[NB_MAX_OPERANDS];
    uint32_t ends[NB_MAX_OPERANDS], end = last;
    for (uint32_t k = code->count; k-- > 0; end = first_code(expr, end)) ends[k] = --end;
    for (uint32_t k = 0; k < code->count && status == NB_STATUS_OK; k++) {
        status = add_part(r, node, expr, ends[k], &x[k]);
        bool known = code->op == NB_OP_WHERE && k == 0 && nb_amount_is_number(x[0]);
        if (known) return add_part(r, node, expr, ends[x[0].number != 0 ? 1 : 2], value);
    }
    return status == NB_STATUS_OK ? nb_fold(s->graph, (nb_op)code->op, x, value) : status;
}

/* ∂node/∂(operand k), from its text in ops.def. */
static nb_status add_local(reverse *r, nb_node node, int k, nb_amount *local) {
    nb_reverse *s = r->s;
    nb_op op = (nb_op)s->graph->op[node];
    const nb_expr **partial = &s->partials[op][k];
    if (*partial == NULL) {
        nb_expr *expr = nb_arena_add(s->arena, 1, sizeof *expr);
        if (expr == NULL) return NB_STATUS_NO_MEMORY;
        nb_status status = nb_local_parse(s->arena, s->names,
                                          nb_op_get(op)->partial[k].nodes, expr);
        if (status != NB_STATUS_OK) return status;
        *partial = expr;
    }
    return add_part(r, node, *partial, (*partial)->count - 1, local);
}

/* A condition gets nothing; each side gets all, under its guard. */
static nb_status hand_to_sides(reverse *r, nb_node node, const share *sum) {
    const nb_graph *graph = r->s->graph;
    nb_status status = NB_STATUS_OK;
    for (int k = 2; k > 0 && status == NB_STATUS_OK; k--) {
        nb_node side = nb_graph_operand(graph, node, k);
        uint32_t guard = 0;
        if (!is_between(r, side)) continue;
        status = add_guard(r, sum->guard, graph->a[node], k == 1, &guard);
        if (status == NB_STATUS_OK) status = add_share(r, side, sum->amount, guard);
    }
    return status;
}

/* An amount that several users multiply becomes one node, unless it is a number or as good as a
 * node. */
static nb_status share_amount(reverse *r, nb_amount *amount) {
    nb_amount size = *amount;
    bool is_node = size.under == NB_NO_NODE && size.divisor == 1 && fabs(size.number) == 1;
    if (is_node || (size.over == NB_NO_NODE && size.under == NB_NO_NODE)) return NB_STATUS_OK;
    size.number = fabs(size.number);
    amount->number = amount->number < 0 ? -1 : 1;
    amount->divisor = 1;
    amount->under = NB_NO_NODE;
    return nb_fold_node(r->s->graph, size, &amount->over);
}

/* Upstream × local gradient to every operand that lies between: the last first, so that the list
 * of shares begins with what was typed first. */
static nb_status hand_on(reverse *r, nb_node node, share *sum) {
    const nb_graph *graph = r->s->graph;
    int arity = nb_graph_arity(graph, node), count = 0;
    nb_amount product = nb_amount_number(0), last = product, local;
    nb_status status = NB_STATUS_OK;
    if (nb_op_is_choice((nb_op)graph->op[node])) return hand_to_sides(r, node, sum);
    for (int k = 0; k < arity; k++) count += is_between(r, nb_graph_operand(graph, node, k));
    if (count > 1) status = share_amount(r, &sum->amount);
    for (int k = arity; k-- > 0 && status == NB_STATUS_OK;) {
        nb_node operand = nb_graph_operand(graph, node, k);
        if (!is_between(r, operand)) continue;
        status = add_local(r, node, k, &local);
        if (status == NB_STATUS_OK && !nb_amount_equal(local, last)) /* of x·x they are equal */
            status = nb_fold(r->s->graph, NB_OP_MUL, (nb_amount[]){sum->amount, local},
                             &product);
        last = local;
        if (status == NB_STATUS_OK) status = add_share(r, operand, product, sum->guard);
    }
    return status;
}

/* ---- the pass ---- */

/* ∂a/∂node is complete: as a result, right everywhere. */
static nb_status add_result(reverse *r, const share *sum, nb_node *result) {
    nb_amount amount = sum->amount;
    nb_status status = lift(r, sum->guard, 0, &amount);
    return status == NB_STATUS_OK ? nb_fold_node(r->s->graph, amount, result) : status;
}

static nb_status run(reverse *r) {
    uint32_t root;
    nb_status status = add_guard(r, 0, NB_NO_NODE, true, &root);
    if (status == NB_STATUS_OK) status = add_share(r, r->a, nb_amount_number(1), root);
    for (uint32_t i = r->count; i-- > 0 && status == NB_STATUS_OK;) {
        entry *e = &r->list[i];
        share sum = {.amount = nb_amount_number(0)};
        if (!e->depends) continue;
        if (e->first != 0) status = gather(r, e, &sum);
        if (status == NB_STATUS_OK && is_wanted(r, e->node))
            status = add_result(r, &sum, &e->result);
        if (status == NB_STATUS_OK && e->first != 0 && !e->last) status = hand_on(r, e->node, &sum);
        if (status == NB_STATUS_OK && i % 4096 == 0) status = poll(r->s);
    }
    return status;
}

nb_status nb_reverse_run(nb_reverse *s, nb_node a, const nb_node *by, uint32_t count,
                         nb_node *nodes) {
    nb_arena_mark mark = nb_arena_get_mark(s->scratch);
    nb_node *sorted = nb_arena_add(s->scratch, count, sizeof *sorted);
    if (sorted == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(sorted, by, count * sizeof *sorted);
    nb_sort_ids(sorted, count);
    reverse r = {.s = s, .a = a, .by = sorted, .by_count = count};
    nb_status status = sorted[0] <= a ? list_nodes(&r) : NB_STATUS_OK;
    if (status == NB_STATUS_OK && is_between(&r, a)) status = run(&r);
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        const entry *e = find_entry(&r, by[i]);
        nodes[i] = e != NULL ? e->result : NB_NO_NODE;
    }
    nb_arena_rewind(s->scratch, mark);
    return status;
}

void nb_reverse_clear(nb_reverse *s) {
    nb_memory_free(s->memory, s->places, s->place_capacity, sizeof *s->places);
    s->places = NULL;
    s->place_capacity = 0;
}
