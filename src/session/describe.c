/* Nodes -> text. A walk with a stack of its own, because formulas are as deep as students make
 * them; what would become very long ends in …. Brackets stand exactly where the text, typed back,
 * would otherwise mean another graph. */
#include <string.h>

#include "base/number.h"
#include "calculus/local.h"
#include "session/internal.h"

enum { MAX_PIECES = 200, MAX_STACK = 400, MAX_FOLD = 24 };

typedef enum item_kind { ITEM_TEXT, ITEM_NAME, ITEM_NUMBER, ITEM_NODE, ITEM_TERM } item_kind;

typedef struct item {
    item_kind kind;
    const char *text;
    double number;
    nb_node node;
    const nb_term *term;
    nb_level level; /* an operator that binds less tightly needs brackets */
    bool right;     /* something stands directly before it: a sign needs brackets */
    bool expand;    /* the node's formula, although it has a name */
} item;

typedef struct describer {
    nb_session *s;
    nb_style style;
    nb_piece pieces[MAX_PIECES];
    size_t count;
    item stack[MAX_STACK];
    size_t depth;
} describer;

static void push_item(describer *d, item it) {
    if (d->depth < MAX_STACK) d->stack[d->depth++] = it;
}

static void push_text(describer *d, const char *text) {
    push_item(d, (item){.kind = ITEM_TEXT, .text = text});
}

static void emit(describer *d, nb_piece piece) {
    if (d->count < MAX_PIECES) d->pieces[d->count++] = piece;
}

static bool has_name(const describer *d, nb_node node) {
    return d->s->owner[node] != NB_NO_DEF;
}

const nb_call *nb_find_call_of(const nb_session *s, nb_node result) {
    size_t low = 0, high = s->call_count; /* the last call with this result: the outermost */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->calls[middle].result <= result) low = middle + 1;
        else high = middle;
    }
    return low > 0 && s->calls[low - 1].result == result ? &s->calls[low - 1] : NULL;
}

/* ---- an operator with operands, whether from the graph or from a term ---- */

static item operand_of(const describer *d, const item *it, int k) {
    if (it->kind == ITEM_TERM) return (item){.kind = ITEM_TERM, .term = it->term->operands[k]};
    return (item){.kind = ITEM_NODE, .node = nb_graph_operand(&d->s->graph, it->node, k)};
}

static nb_op op_of(const describer *d, const item *it) {
    return it->kind == ITEM_TERM ? it->term->op : (nb_op)d->s->graph.op[it->node];
}

/* A term that is only a node is that node. */
static item resolve(item it) {
    if (it.kind != ITEM_TERM) return it;
    if (it.term->kind == NB_TERM_NODE) it.kind = ITEM_NODE, it.node = it.term->node;
    if (it.term->kind == NB_TERM_NUMBER) it.kind = ITEM_NUMBER, it.number = it.term->number;
    return it;
}

static bool shows_formula(const describer *d, const item *it) {
    if (it->kind == ITEM_TERM) return true;
    if (it->kind != ITEM_NODE || d->s->graph.op[it->node] == NB_OP_CONST) return false;
    if (d->style == NB_STYLE_NAMES && nb_find_call_of(d->s, it->node) != NULL) return false;
    return it->expand || !has_name(d, it->node);
}

static nb_level level_of(const describer *d, const item *it) {
    if (!shows_formula(d, it)) return NB_LEVEL_CALL;
    const nb_op_info *info = nb_op_get(op_of(d, it));
    if (info->form.kind != NB_FORM_TRANSPARENT) return info->form.level;
    item inner = resolve(operand_of(d, it, 0));
    return level_of(d, &inner);
}

/* 2(y − 2), y(1 − y): a number or a value's name directly before a bracket multiplies. Only the
 * lecturer's formulas are written so; a student's own formula stays as typed. */
static bool is_juxtaposed(const describer *d, const item *left, const item *right) {
    if (left->kind == ITEM_NUMBER) return level_of(d, right) <= NB_LEVEL_PRODUCT;
    bool named = left->kind == ITEM_NODE && !shows_formula(d, left) && has_name(d, left->node);
    if (!named || level_of(d, right) > NB_LEVEL_PRODUCT) return false;
    const nb_def *def = &d->s->defs[d->s->owner[left->node]];
    const nb_symbol_info *symbol = &d->s->symbols[def->symbol];
    nb_op op;
    return def->rank == 0 && !nb_is_defined(d->s, symbol->function) &&
           !nb_op_find_call(symbol->name, strlen(symbol->name), &op);
}

/* x·w, x/y close together; a + b, and everything between numbers (1.7 × 0.1), with blanks. */
static void push_sign(describer *d, nb_op op) {
    bool product = nb_op_get(op)->form.level == NB_LEVEL_PRODUCT;
    bool numbers = d->style == NB_STYLE_NUMBERS, spaced = !product || numbers;
    if (spaced) push_text(d, " ");
    push_text(d, product && numbers ? nb_op_get(op)->symbol : nb_op_spelling(op));
    if (spaced) push_text(d, " ");
}

static void push_infix(describer *d, const item *it) {
    nb_op op = op_of(d, it);
    nb_level level = nb_op_get(op)->form.level;
    bool brackets = level < it->level;
    item left = resolve(operand_of(d, it, 0)), right = resolve(operand_of(d, it, 1));
    left.level = level;
    left.right = it->right && !brackets;
    right.level = level + 1;
    right.right = true;
    bool joined = op == NB_OP_MUL && it->kind == ITEM_TERM && is_juxtaposed(d, &left, &right);
    if (joined) right.level = NB_LEVEL_CALL;
    if (brackets) push_text(d, ")");
    push_item(d, right);
    if (!joined) push_sign(d, op);
    push_item(d, left);
    if (brackets) push_text(d, "(");
}

/* Powers: x², x³, x^n. */
static void push_power(describer *d, const item *it) {
    nb_level level = nb_op_get(op_of(d, it))->form.level;
    bool brackets = level < it->level;
    item base = resolve(operand_of(d, it, 0)), power = resolve(operand_of(d, it, 1));
    base.level = level + 1;
    base.right = true;
    power.level = NB_LEVEL_CALL;
    power.right = true;
    double n = power.kind == ITEM_NUMBER ? power.number : 0;
    if (power.kind == ITEM_NODE && d->s->graph.op[power.node] == NB_OP_CONST)
        n = d->s->graph.value[power.node];
    if (brackets) push_text(d, ")");
    if (n == 2 || n == 3) {
        push_text(d, n == 2 ? "²" : "³");
    } else {
        push_item(d, power);
        push_text(d, "^");
    }
    push_item(d, base);
    if (brackets) push_text(d, "(");
}

static void push_prefix(describer *d, const item *it) {
    nb_op op = op_of(d, it);
    nb_level level = nb_op_get(op)->form.level;
    bool brackets = level < it->level || it->right;
    item operand = resolve(operand_of(d, it, 0));
    operand.level = level + 1;
    operand.right = true;
    if (brackets) push_text(d, ")");
    push_item(d, operand);
    push_text(d, nb_op_spelling(op));
    if (brackets) push_text(d, "(");
}

/* name(a, b): the arguments last to first. A fold of a fold is one call: max(a, b, c). */
static void push_call(describer *d, const item *it) {
    nb_op op = op_of(d, it);
    const nb_op_info *info = nb_op_get(op);
    item args[MAX_FOLD];
    size_t count = 0;
    item at = *it;
    while (info->form.kind == NB_FORM_FOLD && count + 2 < MAX_FOLD) {
        item left = resolve(operand_of(d, &at, 0));
        args[count++] = resolve(operand_of(d, &at, 1));
        at = left;
        if (!shows_formula(d, &left) || op_of(d, &left) != op) break;
    }
    if (count > 0) {
        args[count++] = at;
    } else {
        for (int k = info->arity; k-- > 0;) args[count++] = resolve(operand_of(d, it, k));
    }
    push_text(d, ")");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) push_text(d, ", ");
        push_item(d, args[i]);
    }
    push_text(d, "(");
    push_text(d, info->name);
}

static void push_operator(describer *d, const item *it) {
    switch (nb_op_get(op_of(d, it))->form.kind) {
    case NB_FORM_LEAF: break;
    case NB_FORM_INFIX: push_infix(d, it); break;
    case NB_FORM_INFIX_RIGHT: push_power(d, it); break;
    case NB_FORM_PREFIX: push_prefix(d, it); break;
    case NB_FORM_TRANSPARENT: {
        item inner = resolve(operand_of(d, it, 0));
        inner.level = it->level;
        inner.right = it->right;
        push_item(d, inner);
        break;
    }
    case NB_FORM_CALL: case NB_FORM_DEFAULT: case NB_FORM_FOLD: push_call(d, it); break;
    }
}

/* ---- nodes ---- */

static void push_function_call(describer *d, const nb_call *call) {
    push_text(d, ")");
    for (uint32_t k = call->arg_count; k-- > 0;) {
        push_item(d, (item){.kind = ITEM_NODE, .node = d->s->call_args[call->first_arg + k]});
        if (k > 0) push_text(d, ", ");
    }
    push_text(d, "(");
    push_text(d, d->s->symbols[d->s->defs[call->function].symbol].name);
}

/* In formulas a negative number has the sign of a formula: −1/u². */
static void emit_number(describer *d, double number, bool right) {
    if (d->style == NB_STYLE_NAMES && number < 0) {
        emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = right ? "(−" : "−"});
        emit(d, (nb_piece){.kind = NB_PIECE_NUMBER, .number = -number});
        if (right) emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = ")"});
        return;
    }
    emit(d, (nb_piece){.kind = right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER, .number = number});
}

static void run_node(describer *d, const item *it) {
    const nb_graph *graph = &d->s->graph;
    if (has_name(d, it->node) && !it->expand) {
        const nb_def *def = &d->s->defs[d->s->owner[it->node]];
        if (d->style == NB_STYLE_NUMBERS) {
            emit_number(d, graph->value[it->node], it->right);
            return;
        }
        const char *name = nb_def_name(d->s, &d->s->result->arena, def);
        emit(d, (nb_piece){.kind = NB_PIECE_NAME, .text = name});
        return;
    }
    if (graph->op[it->node] == NB_OP_CONST) {
        emit_number(d, graph->value[it->node], it->right);
        return;
    }
    const nb_call *call = nb_find_call_of(d->s, it->node);
    if (call != NULL && d->style == NB_STYLE_NAMES) push_function_call(d, call);
    else push_operator(d, it);
}

static nb_text run(describer *d, item first) {
    nb_session *s = d->s;
    push_item(d, first);
    while (d->depth > 0) {
        item it = d->stack[--d->depth];
        /* room for what one more formula may push; the last piece is for the … */
        bool full = d->depth + 2 * MAX_FOLD + 10 > MAX_STACK || d->count + 4 > MAX_PIECES;
        if (it.kind != ITEM_TEXT && full) {
            d->depth = 0;
            it = (item){.kind = ITEM_TEXT, .text = "…"};
        }
        it = resolve(it);
        if (it.kind == ITEM_TEXT) emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = it.text});
        else if (it.kind == ITEM_NUMBER) emit_number(d, it.number, it.right);
        else if (it.kind == ITEM_NODE) run_node(d, &it);
        else push_operator(d, &it);
    }
    nb_text text = {nb_result_array(s->result, d->count, sizeof *text.pieces), d->count};
    if (text.pieces == NULL) return (nb_text){NULL, 0};
    memcpy(text.pieces, d->pieces, d->count * sizeof *d->pieces);
    return text;
}

nb_text nb_describe(nb_session *s, nb_node node) {
    describer d = {.s = s, .style = NB_STYLE_NAMES};
    return run(&d, (item){.kind = ITEM_NODE, .node = node});
}

nb_text nb_describe_formula(nb_session *s, nb_node node, nb_style style) {
    if (nb_graph_arity(&s->graph, node) == 0) return (nb_text){NULL, 0};
    describer d = {.s = s, .style = style};
    return run(&d, (item){.kind = ITEM_NODE, .node = node, .expand = true});
}

nb_text nb_describe_local(nb_session *s, nb_node node, int k) {
    nb_op op = (nb_op)s->graph.op[node];
    const nb_expr **partial = &s->partials[op][k];
    if (*partial == NULL) {
        nb_expr *expr = nb_arena_add(&s->arena, 1, sizeof *expr);
        if (expr == NULL || nb_local_parse(&s->arena, &s->names, op, k, expr) != NB_STATUS_OK)
            return (nb_text){NULL, 0};
        *partial = expr;
    }
    const nb_term *term = nb_local_term(&s->result->arena, &s->graph, node, *partial);
    if (term == NULL) {
        s->result->failed = true;
        return (nb_text){NULL, 0};
    }
    describer d = {.s = s, .style = NB_STYLE_NAMES};
    return run(&d, (item){.kind = ITEM_TERM, .term = term});
}

const char *nb_flatten(nb_session *s, nb_text text) {
    nb_buffer flat;
    nb_buffer_init(&flat, &s->memory);
    for (size_t i = 0; i < text.count; i++) {
        const nb_piece *piece = &text.pieces[i];
        char number[NB_NUMBER_ROOM];
        bool is_number = piece->kind == NB_PIECE_NUMBER || piece->kind == NB_PIECE_OPERAND;
        bool brackets = piece->kind == NB_PIECE_OPERAND && piece->number < 0;
        if (is_number) nb_number_exact(piece->number, number);
        if (brackets) nb_buffer_add_char(&flat, '(');
        nb_buffer_add_text(&flat, is_number ? number : piece->text);
        if (brackets) nb_buffer_add_char(&flat, ')');
    }
    const char *copy = nb_result_text(s->result, flat.data, flat.length);
    if (flat.failed) s->result->failed = true;
    nb_buffer_clear(&flat);
    return copy;
}
