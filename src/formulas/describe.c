/* Nodes -> text. A walk with a stack of its own, because formulas are as deep as students make
 * them; what would become very long ends in …. Brackets stand exactly where the text, typed back,
 * would otherwise mean another graph. */
#include "formulas/describe.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "definitions/calls.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "formulas/local.h"

enum { MAX_PIECES = 200, MAX_STACK = 400, MAX_FOLD = 24 };

typedef enum item_kind { ITEM_PIECE, ITEM_NUMBER, ITEM_NODE, ITEM_TERM } item_kind;

typedef struct item {
    item_kind kind;
    nb_piece piece;
    double number;
    nb_node node;
    const nb_term *term;
    nb_level level; /* an operator that binds less tightly needs brackets */
    bool right;     /* something stands directly before it: a sign needs brackets */
    bool expand;    /* the node's formula, although it has a name */
} item;

typedef struct describer {
    nb_sheet *s;
    nb_style style;
    nb_piece pieces[MAX_PIECES];
    size_t count;
    item stack[MAX_STACK];
    size_t depth;
} describer;

static void push_item(describer *d, item it) {
    if (d->depth < MAX_STACK) d->stack[d->depth++] = it;
}

static void push_piece(describer *d, nb_piece_kind kind, const char *text) {
    push_item(d, (item){.kind = ITEM_PIECE, .piece = {.kind = kind, .text = text}});
}

static void push_text(describer *d, const char *text) {
    push_piece(d, NB_PIECE_TEXT, text);
}

static bool is_latex(const describer *d) {
    return (d->style & NB_STYLE_LATEX) != 0;
}

static bool has_content(const describer *d, nb_style content) {
    return (d->style & 3u) == content;
}

/* Brackets are pushed from the right: first what closes. */
static void push_close(describer *d) {
    push_text(d, is_latex(d) ? "\\right)" : ")");
}

static void push_open(describer *d) {
    push_text(d, is_latex(d) ? "\\left(" : "(");
}

static void emit(describer *d, nb_piece piece) {
    if (d->count < MAX_PIECES) d->pieces[d->count++] = piece;
}

static bool has_name(const describer *d, nb_node node) {
    return d->s->owner[node] != NB_NO_DEF;
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

/* Whether a call reads f(x), and not as what it does. */
static bool is_closed(const describer *d, const nb_call *call) {
    return call != NULL && (call->function == NB_NO_DEF || !has_content(d, NB_STYLE_NUMBERS));
}

static bool shows_formula(const describer *d, const item *it) {
    if (it->kind == ITEM_TERM) return it->term->kind != NB_TERM_NAME;
    if (it->kind != ITEM_NODE || d->s->graph.op[it->node] == NB_OP_CONST) return false;
    if (is_closed(d, nb_find_call_of(d->s, it->node))) return false;
    return it->expand || !has_name(d, it->node);
}

/* A fraction needs brackets only as a base, a square as a base too. */
static nb_level latex_level(const nb_op_info *info) {
    if (info->form.kind != NB_FORM_CALL && info->form.kind != NB_FORM_INFIX)
        return info->form.level;
    if (strncmp(info->latex, "\\frac", 5) == 0) return NB_LEVEL_SIGN;
    if (info->form.kind != NB_FORM_CALL) return info->form.level;
    if (strchr(info->latex, '^') != NULL) return NB_LEVEL_POWER;
    return info->latex[0] == '@' ? NB_LEVEL_PRODUCT : NB_LEVEL_CALL;
}

static nb_level level_of(const describer *d, const item *it) {
    if (it->kind == ITEM_TERM && it->term->kind == NB_TERM_NAME)
        return it->term->fraction ? NB_LEVEL_JUXTAPOSED : NB_LEVEL_CALL;
    if (!shows_formula(d, it)) return NB_LEVEL_CALL;
    const nb_op_info *info = nb_op_get(op_of(d, it));
    if (info->form.kind != NB_FORM_TRANSPARENT)
        return is_latex(d) ? latex_level(info) : info->form.level;
    item inner = resolve(operand_of(d, it, 0));
    return level_of(d, &inner);
}

/* phi_y2 that is defined as φ(y2), or sigmoid_z as sigmoid(z): how a blackboard names it. */
typedef struct alias {
    const char *function, *argument; /* NULL: none */
} alias;

static alias find_alias(const describer *d, nb_node node) {
    const alias none = {NULL, NULL};
    const nb_sheet *s = d->s;
    const nb_def *def = &s->defs[s->owner[node]];
    const nb_expr *expr = def->meaning.expr;
    if (!(d->style & NB_STYLE_CALLS) || def->rank > 0 || def->meaning.kind != NB_DEF_FORMULA ||
        expr->count != 2 || expr->codes[0].kind != NB_CODE_NAME || expr->codes[1].count != 1)
        return none;
    const nb_code *code = &expr->codes[1];
    alias read = {NULL, s->symbols[expr->codes[0].symbol].name};
    if (code->kind == NB_CODE_CALL) read.function = s->symbols[code->symbol].name;
    if (code->kind == NB_CODE_OP && nb_op_get((nb_op)code->op)->form.kind == NB_FORM_CALL)
        read.function = nb_op_get((nb_op)code->op)->name;
    const char *name = s->symbols[def->symbol].name, *underscore = strchr(name, '_');
    if (read.function == NULL || underscore == NULL) return none;
    size_t length = (size_t)(underscore - name);
    const char *greek = nb_utf8_greek_word(name, length);
    bool function = nb_bytes_are(name, length, read.function) ||
                    (greek != NULL && strcmp(greek, read.function) == 0);
    return function && strcmp(underscore + 1, read.argument) == 0 ? read : none;
}

/* 2(y − 2), y(1 − y): a number or a value's name directly before a bracket multiplies. Only the
 * lecturer's formulas are written so; a student's own formula stays as typed. */
static bool is_juxtaposed(const describer *d, const item *left, const item *right) {
    if (left->kind == ITEM_NUMBER) return level_of(d, right) <= NB_LEVEL_PRODUCT;
    bool named = left->kind == ITEM_NODE && !shows_formula(d, left) && has_name(d, left->node);
    if (!named || level_of(d, right) > NB_LEVEL_PRODUCT) return false;
    if (has_content(d, NB_STYLE_VALUES)) return true;
    const nb_def *def = &d->s->defs[d->s->owner[left->node]];
    const nb_symbol_info *symbol = &d->s->symbols[def->symbol];
    nb_op op;
    if (find_alias(d, left->node).function != NULL) return false;
    bool call = nb_is_defined(d->s, symbol->function) ||
                nb_op_find_call(symbol->name, strlen(symbol->name), &op);
    return def->rank > 0 || !call;
}

/* What the row's LaTeX has between operand k - 1, or its beginning, and operand k, or its end. */
static const char *latex_between(const describer *d, const nb_op_info *info, int k) {
    const char *from = info->latex;
    for (int i = 0; i < k; i++) from = strchr(from, '@') + 2;
    const char *copy = nb_arena_text(&d->s->result->arena, from, strcspn(from, "@"));
    if (copy == NULL) d->s->result->failed = true;
    return copy != NULL ? copy : "";
}

/* x·w, x/y close together; a + b, and everything between numbers (1.7 × 0.1), with blanks. */
static void push_sign(describer *d, nb_op op) {
    bool product = nb_op_get(op)->form.level == NB_LEVEL_PRODUCT;
    bool numbers = has_content(d, NB_STYLE_NUMBERS), spaced = !product || numbers;
    if (spaced) push_text(d, " ");
    push_text(d, product && numbers ? nb_op_get(op)->symbol : nb_op_spelling(op));
    if (spaced) push_text(d, " ");
}

static void push_infix(describer *d, const item *it) {
    nb_op op = op_of(d, it);
    nb_level level = nb_op_get(op)->form.level;
    bool brackets = level < it->level;
    item left = resolve(operand_of(d, it, 0)), right = resolve(operand_of(d, it, 1));
    left.level = level + (level == NB_LEVEL_COMPARISON); /* which cannot be chained */
    left.right = it->right && !brackets;
    right.level = level + 1;
    right.right = true;
    bool joined = op == NB_OP_MUL && it->kind == ITEM_TERM && is_juxtaposed(d, &left, &right);
    if (joined) right.level = NB_LEVEL_CALL;
    if (brackets) push_close(d);
    push_item(d, right);
    if (!joined && is_latex(d)) push_text(d, latex_between(d, nb_op_get(op), 1));
    else if (!joined) push_sign(d, op);
    push_item(d, left);
    if (brackets) push_open(d);
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
    if (brackets) push_close(d);
    if (n == 2 || n == 3) {
        push_text(d, n == 2 ? "²" : "³");
    } else {
        push_item(d, power);
        push_text(d, "^");
    }
    push_item(d, base);
    if (brackets) push_open(d);
}

static void push_prefix(describer *d, const item *it) {
    nb_op op = op_of(d, it);
    nb_level level = nb_op_get(op)->form.level;
    bool brackets = level < it->level || it->right;
    item operand = resolve(operand_of(d, it, 0));
    operand.level = level + 1;
    operand.right = true;
    if (brackets) push_close(d);
    if (is_latex(d)) push_text(d, latex_between(d, nb_op_get(op), 1));
    push_item(d, operand);
    push_text(d, is_latex(d) ? latex_between(d, nb_op_get(op), 0) : nb_op_spelling(op));
    if (brackets) push_open(d);
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
    const char *comma = is_latex(d) ? latex_between(d, info, 1) : ", ";
    push_text(d, is_latex(d) ? latex_between(d, info, 2) : ")");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) push_text(d, comma);
        push_item(d, args[i]);
    }
    push_text(d, is_latex(d) ? latex_between(d, info, 0) : "(");
    if (!is_latex(d)) push_text(d, info->name);
}

/* The row's LaTeX, from right to left. What stands in braces or brackets of its own needs none. */
static void push_template(describer *d, const item *it) {
    const nb_op_info *info = nb_op_get(op_of(d, it));
    nb_level level = latex_level(info);
    bool brackets = level < it->level;
    size_t end = strlen(info->latex);
    if (brackets) push_close(d);
    for (size_t at = end; at-- > 0;) {
        if (info->latex[at] != '@') continue;
        char before = at > 0 ? info->latex[at - 1] : ' ';
        int k = info->latex[at + 1] - 'a';
        char *rest = nb_arena_text(&d->s->result->arena, info->latex + at + 2, end - at - 2);
        if (rest == NULL) d->s->result->failed = true;
        if (rest != NULL && *rest != '\0') push_text(d, rest);
        item operand = resolve(operand_of(d, it, k));
        bool enclosed = strchr("{(|", before) != NULL;
        if (!enclosed) operand.level = k > 0 || level == NB_LEVEL_POWER ? level + 1 : level;
        operand.right = !enclosed;
        push_item(d, operand);
        end = at;
    }
    char *front = nb_arena_text(&d->s->result->arena, info->latex, end);
    if (front == NULL) d->s->result->failed = true;
    if (front != NULL && *front != '\0') push_text(d, front);
    if (brackets) push_open(d);
}

static void push_operator(describer *d, const item *it) {
    nb_op written = op_of(d, it);
    nb_form_kind form = nb_op_get(written)->form.kind;
    if (is_latex(d) && written != NB_OP_MUL && form != NB_FORM_TRANSPARENT &&
        form != NB_FORM_PREFIX && form != NB_FORM_FOLD) {
        push_template(d, it);
        return;
    }
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

/* The name whose elements, all of them in order, these nodes are; or NB_NO_DEF. */
static nb_def_id find_whole(nb_sheet *s, const nb_node *nodes, uint32_t count) {
    nb_def_id first = s->owner[nodes[0]];
    if (first == NB_NO_DEF || s->defs[first].rank == 0) return NB_NO_DEF;
    nb_symbol symbol = s->defs[first].symbol;
    nb_def_id whole = s->symbols[symbol].value;
    nb_shape shape = nb_is_defined(s, whole) ? nb_shape_of(s, whole) : NB_SCALAR;
    if (shape.rank == 0 || nb_shape_count(shape) != count) return NB_NO_DEF;
    for (uint32_t i = 0; i < count; i++) {
        nb_def_id element = nb_element(s, symbol, shape, i);
        if (!nb_is_defined(s, element) || s->defs[element].node != nodes[i]) return NB_NO_DEF;
    }
    return whole;
}

/* y where these are all elements of y, else [y[1], y[2]]; of very many the first and the last.
 * `columns`: of a matrix; else 0. */
static void push_elements(describer *d, const nb_node *nodes, uint32_t count, uint32_t columns) {
    enum { SHOWN = 6 };
    nb_sheet *s = d->s;
    nb_def_id whole = has_content(d, NB_STYLE_NAMES) ? find_whole(s, nodes, count) : NB_NO_DEF;
    if (whole != NB_NO_DEF) {
        push_piece(d, NB_PIECE_NAME, nb_def_name(s, &s->result->arena, &s->defs[whole]));
        return;
    }
    if (count > 1) push_text(d, is_latex(d) ? "\\right]" : "]");
    if (columns == count && count > 1) push_text(d, ";");
    for (uint32_t i = count; i-- > 0;) {
        if (count > SHOWN && i == count - 2) push_text(d, is_latex(d) ? "\\ldots, " : "…, ");
        if (count > SHOWN && i >= SHOWN - 2 && i < count - 1) continue;
        push_item(d, (item){.kind = ITEM_NODE, .node = nodes[i]});
        bool row = columns > 0 && i % columns == 0;
        if (i > 0 && !(count > SHOWN && i == count - 1)) push_text(d, row ? "; " : ", ");
        if (count > SHOWN && i == count - 1) push_text(d, "");
    }
    if (count > 1) push_text(d, is_latex(d) ? "\\left[" : "[");
}

const char *nb_call_index(nb_sheet *s, const nb_call *call) {
    char text[24];
    uint32_t i = call->index, columns = call->columns;
    int n = columns == 0 ? snprintf(text, sizeof text, "[%u]", i + 1)
                         : snprintf(text, sizeof text, "[%u,%u]", i / columns + 1,
                                    i % columns + 1);
    return nb_result_text(s->result, text, (size_t)n);
}

/* The arguments of a call as they were typed. */
static void push_typed(describer *d, const nb_call *call) {
    push_piece(d, NB_PIECE_NAME, nb_result_text(d->s->result, call->typed, call->typed_length));
}

/* softmax(a)[2], mse(y, t) */
static void push_vector_call(describer *d, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    const nb_node *args = s->call_args + call->first_arg;
    uint32_t split = info->arity > 1 ? call->split : call->arg_count;
    if (call->results > 1) push_text(d, nb_call_index(s, call));
    push_close(d);
    uint32_t others = call->arg_count - split;
    bool whole = find_whole(s, args, split) != NB_NO_DEF &&
                 (others == 0 || find_whole(s, args + split, others) != NB_NO_DEF);
    if (call->typed != NULL && !whole && !is_latex(d) && has_content(d, NB_STYLE_NAMES)) {
        push_typed(d, call);
        push_open(d);
        push_piece(d, NB_PIECE_FUNCTION, info->name);
        return;
    }
    if (info->arity > 1) push_elements(d, args + split, others, call->columns);
    if (info->arity > 1) push_text(d, ", ");
    push_elements(d, args, split, call->columns);
    push_open(d);
    push_piece(d, NB_PIECE_FUNCTION, info->name);
}

static void push_function_call(describer *d, const nb_call *call) {
    if (call->function == NB_NO_DEF) {
        push_vector_call(d, call);
        return;
    }
    push_close(d);
    const nb_def *function = &d->s->defs[call->function];
    bool vectors = call->arg_count != function->meaning.parameter_count;
    if (vectors && call->typed != NULL && !is_latex(d) && has_content(d, NB_STYLE_NAMES)) {
        push_typed(d, call);
        push_open(d);
        push_piece(d, NB_PIECE_FUNCTION, d->s->symbols[function->symbol].name);
        return;
    }
    for (uint32_t k = call->arg_count; k-- > 0;) {
        push_item(d, (item){.kind = ITEM_NODE, .node = d->s->call_args[call->first_arg + k]});
        if (k > 0) push_text(d, ", ");
    }
    push_open(d);
    push_piece(d, NB_PIECE_FUNCTION, d->s->symbols[d->s->defs[call->function].symbol].name);
}

static void push_name(describer *d, nb_node node) {
    nb_sheet *s = d->s;
    const nb_def *def = &s->defs[s->owner[node]];
    alias read = find_alias(d, node);
    if (read.function != NULL) {
        push_close(d);
        push_piece(d, NB_PIECE_NAME, read.argument);
        push_open(d);
        push_piece(d, NB_PIECE_FUNCTION, read.function);
    } else if (is_latex(d) && def->meaning.label != NULL) {
        push_piece(d, NB_PIECE_LABEL, nb_result_text(s->result, def->meaning.label,
                                                     strlen(def->meaning.label)));
    } else {
        push_piece(d, NB_PIECE_NAME, nb_def_name(s, &s->result->arena, def));
    }
}

/* In formulas a negative number has the sign of a formula: −1/u². */
static void emit_number(describer *d, double number, bool right) {
    if (!has_content(d, NB_STYLE_NUMBERS) && !is_latex(d) && number < 0) {
        emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = right ? "(−" : "−"});
        emit(d, (nb_piece){.kind = NB_PIECE_NUMBER, .number = -number});
        if (right) emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = ")"});
        return;
    }
    emit(d, (nb_piece){.kind = right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER, .number = number});
}

static void run_node(describer *d, const item *it) {
    const nb_graph *graph = &d->s->graph;
    const nb_call *call = nb_find_call_of(d->s, it->node);
    bool named = has_name(d, it->node) && !it->expand;
    bool letter = named && graph->op[it->node] == NB_OP_CONST && has_content(d, NB_STYLE_VALUES);
    bool number = letter ? false /* e, pi */
                  : named ? !has_content(d, NB_STYLE_NAMES)
                        : call != NULL && !it->expand && has_content(d, NB_STYLE_VALUES);
    if (number)
        emit(d, (nb_piece){.kind = it->right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER,
                           .number = graph->value[it->node]});
    else if (named) push_name(d, it->node);
    else if (graph->op[it->node] == NB_OP_CONST) emit_number(d, graph->value[it->node], it->right);
    else if (is_closed(d, call)) push_function_call(d, call);
    else push_operator(d, it);
}

/* A name that is no node's: ∂E/∂w as a base in brackets, and a number with its sign. */
static void run_free_name(describer *d, const item *it) {
    const nb_term *term = it->term;
    if (has_content(d, NB_STYLE_NAMES)) {
        bool brackets = level_of(d, it) < it->level;
        if (brackets) emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = "("});
        emit(d, (nb_piece){.kind = NB_PIECE_NAME, .text = term->name});
        if (brackets) emit(d, (nb_piece){.kind = NB_PIECE_TEXT, .text = ")"});
        return;
    }
    emit(d, (nb_piece){.kind = it->right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER,
                       .number = term->number});
}

static nb_text run(describer *d, item first) {
    nb_sheet *s = d->s;
    push_item(d, first);
    while (d->depth > 0) {
        item it = d->stack[--d->depth];
        /* room for what one more formula may push; the last piece is for the … */
        bool full = d->depth + 2 * MAX_FOLD + 10 > MAX_STACK || d->count + 4 > MAX_PIECES;
        if (it.kind != ITEM_PIECE && full) {
            d->depth = 0;
            it = (item){.kind = ITEM_PIECE, .piece = {.kind = NB_PIECE_TEXT, .text = "…"}};
        }
        it = resolve(it);
        if (it.kind == ITEM_PIECE) emit(d, it.piece);
        else if (it.kind == ITEM_NUMBER) emit_number(d, it.number, it.right);
        else if (it.kind == ITEM_NODE) run_node(d, &it);
        else if (it.term->kind == NB_TERM_NAME) run_free_name(d, &it);
        else push_operator(d, &it);
    }
    nb_text text = {nb_result_array(s->result, d->count, sizeof *text.pieces), d->count};
    if (text.pieces == NULL) return (nb_text){NULL, 0};
    memcpy(text.pieces, d->pieces, d->count * sizeof *d->pieces);
    return text;
}

nb_text nb_describe_as(nb_sheet *s, nb_node node, nb_style style) {
    describer d = {.s = s, .style = style};
    return run(&d, (item){.kind = ITEM_NODE, .node = node});
}

nb_text nb_describe(nb_sheet *s, nb_node node) {
    return nb_describe_as(s, node, NB_STYLE_NAMES);
}

bool nb_reads_as_formula(nb_sheet *s, nb_node node) {
    describer d = {.s = s, .style = NB_STYLE_NAMES};
    item it = {.kind = ITEM_NODE, .node = node};
    return level_of(&d, &it) < NB_LEVEL_CALL;
}

/* A name that is only a number, like the slope of a straight line. */
static bool is_number(const nb_sheet *s, nb_node node) {
    nb_node operand = nb_graph_operand(&s->graph, node, 0);
    return s->graph.op[node] == NB_OP_IDENTITY && s->graph.op[operand] == NB_OP_CONST &&
           s->owner[operand] == NB_NO_DEF;
}

nb_text nb_describe_formula(nb_sheet *s, nb_node node, nb_style style) {
    if (nb_graph_arity(&s->graph, node) == 0 || is_number(s, node)) return (nb_text){NULL, 0};
    describer d = {.s = s, .style = style};
    return run(&d, (item){.kind = ITEM_NODE, .node = node, .expand = true});
}

nb_text nb_describe_term(nb_sheet *s, const nb_term *term, nb_style style) {
    describer d = {.s = s, .style = style};
    return run(&d, (item){.kind = ITEM_TERM, .term = term});
}

nb_text nb_describe_local(nb_sheet *s, nb_node node, int k) {
    nb_algebra algebra;
    const nb_term *term = NULL;
    if (nb_algebra_get(s, &s->result->arena, &algebra) == NB_STATUS_OK)
        term = nb_local_of(s, &algebra, node, k);
    if (term != NULL) return nb_describe_term(s, term, NB_STYLE_NAMES);
    s->result->failed = true;
    return (nb_text){NULL, 0};
}

const char *nb_flatten(nb_sheet *s, nb_text text) {
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
