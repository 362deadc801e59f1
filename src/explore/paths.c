/* `paths`: every path from the target back to a node with its product, the sum of the products, and
 * how many multiplications and additions that takes, beside those of one backward pass. */
#include <math.h>
#include <string.h>

#include "calculus/paths.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "explore/depends.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/local.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"

enum {
    MOST_LISTED = 16,     /* paths in one answer */
    WORTH_LISTING = 1000, /* of more paths to a node none is listed */
    MOST_NODES = 24,      /* of a longer path the first and the last half */
    MOST_FACTORS = 12,    /* of a product in symbols */
    LONGEST_PRODUCT = 80, /* in pieces */
    MOST_TERMS = 4        /* of a sum with numbers */
};

/* A step of the path that is being walked: from a node by its operand k. */
typedef struct path_step {
    nb_node node;
    int k;
} path_step;

typedef struct walker {
    nb_sheet *s;
    nb_node target;
    nb_node *wanted; /* the nodes whose paths are asked for */
    size_t wanted_count;
    nb_paths paths;
    nb_algebra algebra;
    nb_table_block *table;
    uint8_t *leads;   /* 1 for each node from which a path leads to the one being listed */
    path_step *steps; /* of the path being walked, from the target */
    size_t listed;    /* paths in all */
} walker;

/* ---- one path ---- */

static double product_of(const walker *w, size_t depth) {
    double product = 1;
    for (size_t i = 0; i < depth; i++)
        product *= nb_graph_local(&w->s->graph, w->steps[i].node, w->steps[i].k);
    return product;
}

static bool is_factor(const walker *w, nb_node node) {
    return (w->paths.role[node] & NB_FACTOR) != 0;
}

/* L → y → u → w: the nodes at which factors end. */
static nb_text write_nodes(walker *w, size_t depth, nb_node end) {
    nb_writer text = {.s = w->s};
    size_t total = 0, at = 0;
    for (size_t i = 0; i < depth; i++) total += is_factor(w, w->steps[i].node);
    for (size_t i = 0; i < depth; i++) {
        if (!is_factor(w, w->steps[i].node)) continue;
        bool shown = total <= MOST_NODES || at < MOST_NODES / 2 || at >= total - MOST_NODES / 2;
        if (shown) nb_write_text(&text, nb_describe(w->s, w->steps[i].node));
        else if (at == MOST_NODES / 2) nb_write_mark(&text, NB_PIECE_MORE);
        if (shown || at == MOST_NODES / 2) nb_write_mark(&text, NB_PIECE_ARROW);
        at++;
    }
    nb_write_text(&text, nb_describe(w->s, end));
    return text.text;
}

/* The local gradients of the path's factors, those that are 1 left out; false: too many. */
static bool find_factors(walker *w, size_t depth, const nb_term **factors, size_t *count) {
    const nb_term *inside = NULL;
    size_t joined = 0;
    *count = 0;
    for (size_t i = 0; i < depth; i++) {
        const nb_term *local = nb_local_of(w->s, &w->algebra, w->steps[i].node, w->steps[i].k);
        const nb_term *operands[NB_MAX_OPERANDS] = {inside, local, NULL};
        if (inside != NULL) {
            local = nb_term_op(&w->algebra, NB_OP_MUL, operands);
            if (++joined > LONGEST_PRODUCT) return false;
        }
        if (local == NULL) {
            w->s->result->failed = true;
            return false;
        }
        bool ends = i + 1 == depth || is_factor(w, w->steps[i + 1].node);
        inside = ends ? NULL : local;
        if (!ends || (local->kind == NB_TERM_NUMBER && local->number == 1)) continue;
        if (*count == MOST_FACTORS) return false;
        factors[(*count)++] = local;
    }
    return true;
}

/* 2(y − 2) · y(1 − y) · x2; empty where that would be long or says no more than its value. */
static nb_table_cell product_cell(walker *w, size_t depth) {
    const nb_term *factors[MOST_FACTORS];
    nb_table_cell cell = {.kind = NB_CELL_PRODUCT};
    size_t count, length = 0;
    bool numbers = true;
    if (!find_factors(w, depth, factors, &count)) return (nb_table_cell){.kind = NB_CELL_EMPTY};
    cell.factors = nb_result_array(w->s->result, count, sizeof *cell.factors);
    for (size_t i = 0; i < count && cell.factors != NULL; i++) {
        cell.factors[i] = nb_describe_term(w->s, factors[i], NB_STYLE_NAMES);
        length += cell.factors[i].count;
        numbers = numbers && factors[i]->kind == NB_TERM_NUMBER;
        cell.factor_count++;
    }
    bool telling = count > 1 || (count == 1 && !numbers);
    return telling && length <= LONGEST_PRODUCT ? cell : (nb_table_cell){.kind = NB_CELL_EMPTY};
}

static void add_path(walker *w, size_t depth, nb_node end) {
    nb_table_cell *row = nb_table_row(w->table);
    row[0] = nb_cell_text(write_nodes(w, depth, end));
    row[1] = product_cell(w, depth);
    row[2] = nb_cell_number(product_of(w, depth));
    w->listed++;
}

/* ---- all paths to one node ---- */

static bool is_wire(const walker *w, nb_node node, int k) {
    return w->leads[nb_graph_operand(&w->s->graph, node, k)] &&
           nb_is_wire(&w->s->graph, node, k);
}

static void mark_leads(walker *w, nb_node end) {
    memset(w->leads, 0, (size_t)w->target + 1);
    w->leads[end] = 1;
    for (nb_node i = end + 1; i <= w->target; i++)
        for (int k = 0; (w->paths.role[i] & NB_ON_PATH) && k < nb_graph_arity(&w->s->graph, i); k++)
            if (is_wire(w, i, k)) w->leads[i] = 1;
}

/* Goes along the wire that the last step is at; 1 where that ends a path, which is listed. */
static size_t follow(walker *w, size_t *depth, nb_node end) {
    const path_step *step = &w->steps[*depth - 1];
    nb_node node = nb_graph_operand(&w->s->graph, step->node, step->k);
    if (node == end) add_path(w, *depth, end);
    else w->steps[(*depth)++] = (path_step){node, -1};
    return node == end;
}

/* The first paths, with a stack: each step tries its operands in turn. */
static void list_paths(walker *w, nb_node end, size_t most) {
    size_t depth = 0, found = 0;
    mark_leads(w, end);
    if (w->target == end) return;
    w->steps[depth++] = (path_step){w->target, -1};
    while (depth > 0 && found < most && !w->s->result->failed) {
        path_step *step = &w->steps[depth - 1];
        if (++step->k == nb_graph_arity(&w->s->graph, step->node)) depth--;
        else if (is_wire(w, step->node, step->k)) found += follow(w, &depth, end);
    }
}

static nb_arg count_of(nb_many n) {
    return n.number < 0x1p53 ? NB_COUNT(n.number) : NB_POWER(n.log2);
}

/* ∂L/∂w = 4.2 + 0.3 = 4.5, the products of the paths that were listed. */
static void add_sum(walker *w, nb_node node, size_t first) {
    nb_many count = w->paths.count[node];
    size_t listed = w->table->row_count - first;
    bool all = (double)listed == count.number;
    nb_writer left = {.s = w->s}, sum = {.s = w->s};
    if (!all && listed > 0) {
        nb_many more = {count.number - (double)listed, count.log2};
        nb_table_row(w->table)[0] = nb_cell_said(NB_SAY(PATHS_MORE, count_of(more)));
    }
    for (size_t i = 0; i < listed; i++) {
        const nb_table_cell *cell = &w->table->cells[(first + i) * w->table->column_count + 2];
        if (i > 0) nb_write_sign(&sum, NB_OP_ADD);
        nb_write_number(&sum, i > 0 ? NB_PIECE_OPERAND : NB_PIECE_NUMBER, cell->number, 0);
    }
    nb_table_cell *row = nb_table_row(w->table);
    nb_write_derivative(&left, w->target, node);
    row[0] = nb_cell_text(left.text);
    if (count.number > 1)
        row[1] = all && listed <= MOST_TERMS ? nb_cell_text(sum.text)
                                             : nb_cell_said(NB_SAY(PATHS_SUM, count_of(count)));
    row[2] = nb_cell_number(w->paths.gradient[node]);
}

static nb_status add_list(walker *w) {
    static const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "path", {NB_MESSAGE_NONE, {{0}}}, NULL},
        {NB_COLUMN_TEXT, "product", {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_GRADIENT, "value", {NB_MESSAGE_NONE, {{0}}}, "= "}};
    nb_sheet *s = w->s;
    size_t sums = w->wanted_count < NB_MAX_ROWS ? w->wanted_count : NB_MAX_ROWS;
    w->table = nb_result_table(s->result, columns, 3, MOST_LISTED + 2 * sums);
    w->leads = nb_arena_add(&s->scratch, (size_t)w->target + 1, 1);
    w->steps = nb_arena_add(&s->scratch, (size_t)w->target + 1, sizeof *w->steps);
    if (w->table == NULL || w->leads == NULL || w->steps == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_algebra_get(s, &s->result->arena, &w->algebra);
    for (size_t i = 0; i < sums && status == NB_STATUS_OK; i++) {
        size_t first = w->table->row_count;
        double paths = w->paths.count[w->wanted[i]].number;
        if (paths <= WORTH_LISTING && w->listed < MOST_LISTED)
            list_paths(w, w->wanted[i], MOST_LISTED - w->listed);
        if (paths > 1 || w->table->row_count == first) add_sum(w, w->wanted[i], first);
        status = nb_poll(s);
    }
    return s->result->failed ? NB_STATUS_NO_MEMORY : status;
}

/* ---- what it costs ---- */

static nb_table_cell count_cell(nb_many count) {
    return nb_cell_said(NB_SAY(ONE_COUNT, count_of(count)));
}

static nb_status add_costs(walker *w) {
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, NULL, NB_PLAIN(HEAD_WAY), NULL},
        {NB_COLUMN_NUMBER, NULL, NB_PLAIN(HEAD_PATHS), NULL},
        {NB_COLUMN_NUMBER, NULL, NB_PLAIN(HEAD_PRODUCTS), NULL},
        {NB_COLUMN_NUMBER, NULL, NB_PLAIN(HEAD_SUMS), NULL}};
    nb_paths *p = &w->paths;
    nb_table_block *list = w->table;
    nb_table_fact(list, "paths", p->paths.number);
    nb_table_fact(list, "multiplications", p->products.number);
    nb_table_fact(list, "additions", p->sums.number);
    nb_table_fact(list, "backward_multiplications", p->kept_products);
    nb_table_fact(list, "backward_additions", p->kept_sums);
    if (p->paths.number <= 1) return NB_STATUS_OK;
    nb_table_block *table = nb_result_table(w->s->result, columns, 4, 2);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    nb_table_cell *each = nb_table_row(table), *kept = nb_table_row(table);
    each[0] = nb_cell_said(NB_PLAIN(PATHS_EACH));
    each[1] = count_cell(p->paths);
    each[2] = count_cell(p->products);
    each[3] = count_cell(p->sums);
    kept[0] = nb_cell_said(NB_PLAIN(PATHS_KEPT));
    kept[2] = count_cell(nb_many_of(p->kept_products));
    kept[3] = count_cell(nb_many_of(p->kept_sums));
    return NB_STATUS_OK;
}

/* ---- the command ---- */

/* Marks the wanted nodes; those that the target does not depend on are left out, and it is said. */
static nb_status choose_wanted(walker *w, nb_node *listed, size_t count, uint8_t *wanted) {
    uint8_t *marks;
    nb_status status = nb_mark_cone(w->s, w->target, &marks);
    w->wanted = listed;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_node node = listed[i];
        bool depends = node <= w->target && (marks[node] & 2) &&
                       w->s->graph.op[node] != NB_OP_CONST;
        if (!depends) status = nb_say_no_path(w->s, w->target, node);
        if (!depends || wanted[node]) continue;
        wanted[node] = 1;
        w->wanted[w->wanted_count++] = node;
    }
    return status;
}

/* Leaves out those that only operators without a slope lead to, and says it. */
static nb_status leave_out_flat(walker *w) {
    nb_sheet *s = w->s;
    nb_status status = NB_STATUS_OK;
    size_t kept = 0;
    for (size_t i = 0; i < w->wanted_count && status == NB_STATUS_OK; i++) {
        nb_node node = w->wanted[i], held;
        if (w->paths.count[node].number > 0) {
            w->wanted[kept++] = node;
            continue;
        }
        status = nb_find_detached(s, w->target, node, &held);
        nb_message message = NB_SAY(NO_PATH_FLAT, nb_node_arg(s, node),
                                    nb_node_arg(s, w->target));
        if (status == NB_STATUS_OK && held != NB_NO_NODE)
            message = NB_SAY(NO_PATH_DETACHED, message.args[0], message.args[1],
                             nb_node_arg(s, held));
        nb_result_say(s->result, NB_SEVERITY_NOTE, message);
    }
    w->wanted_count = kept;
    return status;
}

static nb_status list_all(nb_sheet *s, nb_node target, nb_node *nodes, size_t count,
                        bool operations) {
    walker w = {.s = s, .target = target};
    uint8_t *wanted = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (wanted == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = choose_wanted(&w, nodes, count, wanted);
    if (status != NB_STATUS_OK || w.wanted_count == 0) return status;
    status = nb_paths_count(&w.paths, &s->scratch, &s->graph, target, wanted,
                            operations ? NULL : s->owner);
    if (status != NB_STATUS_OK) return nb_say_stopped(s, status);
    status = leave_out_flat(&w);
    if (status != NB_STATUS_OK) return status;
    if (w.wanted_count == 0) return s->result->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
    status = add_list(&w);
    if (status == NB_STATUS_OK) status = add_costs(&w);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}

NB_COMMAND(PATHS) {
    const nb_command_arg *over = nb_clause_get(st, "over");
    bool single = st->args[1].form != NB_ARG_MISSING;
    nb_node target, *nodes;
    size_t count;
    if (over == NULL && !single) return nb_fail_plain(s, NB_PLAIN(PATHS_FORM), NB_NO_HINT);
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status == NB_STATUS_OK)
        status = nb_find_nodes(s, single ? &st->args[1] : over, target, &nodes, &count);
    if (status != NB_STATUS_OK) return status;
    return list_all(s, target, nodes, count, nb_clause_get(st, "ops") != NULL);
}
