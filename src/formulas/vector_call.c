/* Closed forms are read from vectors.def once. One may apply another operator to the call's
 * argument, as that of softmax_cross_entropy applies softmax: nb_prepare_closed finds the call of
 * that operator in the graph, or makes it, and remembers it in nb_call.mentioned. */
#include "formulas/vector_call.h"

#include <string.h>

#include "formulas/build.h"

bool nb_has_closed_form(const nb_call *call, uint32_t arg) {
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    int parameter = arg >= call->split;
    bool setting = arg >= call->arg_count && arg - call->arg_count < call->settings;
    const char *made = setting ? "" : info->made.partial;
    return (arg < call->arg_count ? info->partial[parameter] : made)[0] != '\0';
}

static nb_status read_partial(nb_sheet *s, nb_vector_op op, int parameter,
                              const nb_expr **partial) {
    *partial = s->vector_partials[op][parameter];
    if (*partial != NULL) return NB_STATUS_OK;
    nb_expr *expr = nb_arena_add(&s->arena, 1, sizeof *expr);
    if (expr == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_vector_parse(&s->arena, &s->names, op, parameter, expr);
    if (status == NB_STATUS_OK) *partial = s->vector_partials[op][parameter] = expr;
    return status;
}

/* The operator over vectors that a closed form applies to an argument (sum aside, which is done by
 * hand): softmax in softmax(a)[j] - t[j]. False: none. */
static bool find_inner(const nb_expr *partial, nb_vector_op *op, uint32_t *parameter) {
    for (uint32_t i = 1; i < partial->count; i++) {
        if (partial->codes[i].kind != NB_CODE_VECTOR) continue;
        *op = (nb_vector_op)partial->codes[i].op;
        *parameter = partial->codes[i - 1].count;
        if (*op != NB_VECTOR_SUM) return true;
    }
    return false;
}

/* ---- calls by their arguments ---- */

/* The first results of all calls of operators over vectors, by operator and arguments: of equal
 * calls one that has a name, where there is one. */
typedef struct call_table {
    uint32_t *slots; /* a call, plus one; 0: free. NULL: the table was not needed yet */
    size_t capacity;
} call_table;

static bool is_first_result(const nb_call *call) {
    return call->function == NB_NO_DEF && call->index == 0;
}

static uint32_t *find_slot(const nb_sheet *s, const call_table *table, nb_vector_op op,
                           const nb_node *args, uint32_t count) {
    uint64_t h = (uint64_t)op + 1;
    for (uint32_t k = 0; k < count; k++) h = (h + args[k]) * 0x9e3779b97f4a7c15u;
    for (size_t at = h >> 20 & (table->capacity - 1);; at = (at + 1) & (table->capacity - 1)) {
        if (table->slots[at] == 0) return &table->slots[at];
        const nb_call *call = &s->calls[table->slots[at] - 1];
        if (call->vector == op && call->arg_count == count &&
            memcmp(s->call_args + call->first_arg, args, count * sizeof *args) == 0)
            return &table->slots[at];
    }
}

/* Enters the calls from `first` on. */
static void enter_calls(const nb_sheet *s, call_table *table, size_t first) {
    for (size_t i = first; i < s->call_count; i++) {
        const nb_call *call = &s->calls[i];
        if (!is_first_result(call)) continue;
        uint32_t *slot = find_slot(s, table, (nb_vector_op)call->vector,
                                   s->call_args + call->first_arg, call->arg_count);
        bool named = *slot != 0 && s->owner[s->calls[*slot - 1].result] != NB_NO_DEF;
        if (!named) *slot = (uint32_t)i + 1;
    }
}

/* Room for all calls, and for another for each of their parameters. */
static nb_status fill_table(nb_sheet *s, call_table *table) {
    size_t count = 0;
    if (table->slots != NULL) return NB_STATUS_OK;
    for (size_t i = 0; i < s->call_count; i++) count += is_first_result(&s->calls[i]);
    table->capacity = 16;
    while (table->capacity < 2 * (1 + NB_VECTOR_PARAMETERS) * count) table->capacity *= 2;
    table->slots = nb_arena_add(&s->scratch, table->capacity, sizeof *table->slots);
    if (table->slots == NULL) return NB_STATUS_NO_MEMORY;
    enter_calls(s, table, 0);
    return NB_STATUS_OK;
}

/* ---- what closed forms mention ---- */

/* What was typed for one of a call's arguments: x@W + b in softmax_cross_entropy(x@W + b, t). */
static void find_typed(const nb_call *call, uint32_t parameter, nb_call *inner) {
    uint32_t from = 0, depth = 0, at = 0;
    if (call->typed == NULL) return;
    for (; at < call->typed_length; at++) {
        char c = call->typed[at];
        depth += c == '(' || c == '[';
        depth -= c == ')' || c == ']';
        if (c != ',' || depth > 0) continue;
        if (parameter == 0) break;
        from = at + 1;
        parameter--;
    }
    while (from < at && call->typed[from] == ' ') from++;
    while (at > from && call->typed[at - 1] == ' ') at--;
    inner->typed = call->typed + from;
    inner->typed_length = at - from;
}

/* What one parameter of a call was given. */
typedef struct given {
    const nb_node *nodes;
    uint32_t count;
    nb_shape shape;
} given;

static given get_given(const nb_sheet *s, const nb_call *call, uint32_t parameter) {
    uint32_t count = parameter > 0 ? call->arg_count - call->split : call->split;
    return (given){s->call_args + call->first_arg + (parameter > 0 ? call->split : 0), count,
                   {1, 1, count}};
}

/* The matrix that a call for one row takes that row from; NULL for its nodes: out of memory. */
static given get_whole(nb_sheet *s, const nb_call *call, uint32_t parameter) {
    bool mean = nb_vector_get((nb_vector_op)call->vector)->rows == NB_ROWS_MEAN;
    given row = get_given(s, call, parameter), whole = row;
    if (call->row == 0) return row;
    const nb_call *first = mean ? NULL : nb_find_first_row(s, call);
    if (!mean && first == NULL) return row;
    whole.shape = (nb_shape){2, call->rows, row.count};
    if (mean) whole.nodes = get_given(s, call + (call->rows - call->row) + 1, parameter).nodes;
    if (mean) return whole;
    nb_node *nodes = nb_new_nodes(s, whole.shape);
    for (uint32_t i = 0; nodes != NULL && i < nb_shape_count(whole.shape); i++)
        nodes[i] = nb_get_row_arg(s, first, i / row.count, i % row.count);
    whole.nodes = nodes;
    return whole;
}

/* Finds the call that the closed form by a parameter mentions, or makes it: for all rows at once
 * where the call is for one of them. */
static nb_status prepare_argument(nb_sheet *s, call_table *table, size_t at, int parameter) {
    nb_call call = s->calls[at]; /* a copy: the calls may move */
    const nb_expr *partial;
    nb_vector_op op;
    uint32_t of;
    nb_status status = read_partial(s, (nb_vector_op)call.vector, parameter, &partial);
    if (status != NB_STATUS_OK || !find_inner(partial, &op, &of)) return status;
    status = fill_table(s, table);
    if (status != NB_STATUS_OK) return status;
    given own = get_given(s, &s->calls[at], of), whole = get_whole(s, &s->calls[at], of);
    if (whole.nodes == NULL) return NB_STATUS_NO_MEMORY;
    uint32_t *slot = find_slot(s, table, op, own.nodes, own.count);
    size_t before = s->call_count;
    if (*slot == 0) {
        bool by_rows = whole.shape.rank == 2 && nb_vector_get(op)->rows == NB_ROWS_TOGETHER;
        status = nb_build_vector(s, op, whole.nodes, whole.shape,
                                 by_rows ? NB_ALONG_ROWS : NB_ALONG_NONE);
        if (status != NB_STATUS_OK) return status;
        for (size_t i = before; call.by == NB_ALONG_COLUMNS && i < s->call_count; i++)
            s->calls[i].by = call.by; /* the matrix of all rows is a turned one */
        bool typed = (call.broadcast >> of & 1) == 0;
        for (size_t i = before; typed && i < s->call_count; i++)
            find_typed(&call, of, &s->calls[i]);
        enter_calls(s, table, before);
        own = get_given(s, &s->calls[at], of);
        slot = find_slot(s, table, op, own.nodes, own.count);
    }
    s->calls[at].mentioned[parameter] = *slot;
    return NB_STATUS_OK;
}

nb_status nb_prepare_closed(nb_sheet *s, nb_node target) {
    call_table table = {NULL, 0};
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0, calls = s->call_count; i < calls && status == NB_STATUS_OK; i++) {
        nb_vector_op op = (nb_vector_op)s->calls[i].vector;
        bool mean = s->calls[i].rows > 0 && s->calls[i].row == 0; /* its rows have what it needs */
        if (s->calls[i].result > target || !is_first_result(&s->calls[i]) || mean) continue;
        for (int k = 0; k < NB_VECTOR_PARAMETERS && status == NB_STATUS_OK; k++)
            if (nb_vector_get(op)->partial[k][0] != '\0')
                status = prepare_argument(s, &table, i, k);
    }
    return status;
}

/* The results of the call whose first result is `first`. */
static const nb_node *list_results(nb_arena *arena, const nb_call *first) {
    nb_node *results = nb_arena_add(arena, first->results, sizeof *results);
    for (uint32_t i = 0; results != NULL && i < first->results; i++) results[i] = first[i].result;
    return results;
}

/* Lists what the closed forms of a call mention, once for all its results. */
static nb_status begin_closed(const nb_sheet *s, nb_arena *arena, const nb_call *first,
                              nb_closed *closed) {
    if (closed->first == first) return NB_STATUS_OK;
    *closed = (nb_closed){.first = first, .results = list_results(arena, first)};
    bool fits = closed->results != NULL;
    for (int k = 0; k < NB_VECTOR_PARAMETERS && fits; k++) {
        uint32_t mentioned = first->mentioned[k];
        if (mentioned == 0) continue;
        closed->inner[k] = list_results(arena, &s->calls[mentioned - 1]);
        fits = closed->inner[k] != NULL;
    }
    if (!fits) closed->first = NULL;
    return fits ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

nb_status nb_closed_term(nb_sheet *s, const nb_algebra *algebra, const nb_call *call,
                         uint32_t arg, nb_closed *closed, const nb_term **term) {
    bool mean = call->rows > 0 && call->row == 0;
    bool second = arg >= call->split, made = arg >= call->arg_count;
    uint32_t rows = mean ? call->rows : 1;
    uint32_t behind = call->arg_count + call->settings;
    uint32_t first = made ? behind : second ? call->split : 0; /* of its parameter */
    if (mean) {
        uint32_t at = arg - first;
        call = nb_get_row(call, at / call->columns);
        behind = call->arg_count + call->settings;
        first = made ? behind : second ? call->split : 0;
        arg = first + at % call->split;
    }
    const nb_node *args = s->call_args + call->first_arg;
    const nb_expr *partial;
    nb_status status = begin_closed(s, algebra->arena, call - call->index, closed);
    if (status == NB_STATUS_OK)
        status = read_partial(s, (nb_vector_op)call->vector,
                              made ? NB_VECTOR_PARAMETERS : second, &partial);
    if (status != NB_STATUS_OK) return status;
    nb_vector_place place = {.args = {args, args + call->split}, .results = closed->results,
                             .settings = args + call->arg_count,
                             .inner = closed->inner[second], .count = call->split,
                             .result = call->index, .arg = arg - first};
    const nb_term *operands[NB_MAX_OPERANDS] = {nb_vector_term(algebra, &place, partial),
                                                nb_term_number(algebra, rows), NULL};
    *term = nb_term_op(algebra, NB_OP_DIV, operands);
    return *term != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

nb_status nb_hide_closed(nb_sheet *s, nb_node target, const uint8_t *cone, uint8_t **hidden) {
    const nb_graph *graph = &s->graph;
    nb_arena *arena = &s->scratch;
    uint8_t *hide = nb_arena_add(arena, (size_t)target + 1, 1);
    uint32_t *argument = nb_arena_add(arena, (size_t)target + 1, sizeof *argument);
    nb_node *stack = nb_arena_add(arena, (size_t)target + 1, sizeof *stack);
    if (hide == NULL || argument == NULL || stack == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = target + 1; i-- > 0;) {
        const nb_call *call = cone[i] != 0 && !hide[i] ? nb_find_vector_call(s, i) : NULL;
        if (call == NULL) continue;
        for (uint32_t k = 0; k < call->arg_count + call->given; k++)
            argument[s->call_args[call->first_arg + k]] = i + 1;
        size_t count = 0;
        stack[count++] = i;
        while (count > 0) {
            nb_node node = stack[--count];
            for (int k = 0; k < nb_graph_arity(graph, node); k++) {
                nb_node operand = nb_graph_operand(graph, node, k);
                if (hide[operand] || argument[operand] == i + 1 || s->owner[operand] != NB_NO_DEF)
                    continue;
                hide[operand] = 1;
                stack[count++] = operand;
            }
        }
    }
    *hidden = hide;
    return NB_STATUS_OK;
}
