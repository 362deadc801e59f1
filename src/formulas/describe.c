/* Nodes -> text. A walk with a stack of its own, because formulas are as deep as students make
 * them; what would become very long ends early, and says so. Brackets stand exactly where the text,
 * typed back, would otherwise mean another graph. No sign is written here: pieces say what stands
 * there, and the view has the signs. */
#include "formulas/describe.h"

#include <string.h>

#include "base/utf8.h"
#include "definitions/calls.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "formulas/describe_call.h"
#include "formulas/local.h"
#include "formulas/table_cells.h"

enum { MAX_FOLD = 24 };

/* Brackets are pushed from the right: first what closes. */
static void push_close(nb_describer *d) {
    nb_push_mark(d, NB_PIECE_CLOSE);
}

static void push_open(nb_describer *d) {
    nb_push_mark(d, NB_PIECE_OPEN);
}

static void emit(nb_describer *d, nb_piece piece) {
    if (d->count < NB_MAX_PIECES) d->pieces[d->count++] = piece;
}

static bool has_name(const nb_describer *d, nb_node node) {
    return d->s->owner[node] != NB_NO_DEF;
}

/* ---- an operator with operands, whether from the graph or from a term ---- */

static nb_item operand_of(const nb_describer *d, const nb_item *it, int k) {
    if (it->kind == NB_ITEM_TERM)
        return (nb_item){.kind = NB_ITEM_TERM, .term = it->term->operands[k]};
    return (nb_item){.kind = NB_ITEM_NODE, .node = nb_graph_operand(&d->s->graph, it->node, k)};
}

static nb_op op_of(const nb_describer *d, const nb_item *it) {
    return it->kind == NB_ITEM_TERM ? it->term->op : (nb_op)d->s->graph.op[it->node];
}

/* A term that is only a node is that node. */
static nb_item resolve(nb_item it) {
    if (it.kind != NB_ITEM_TERM) return it;
    if (it.term->kind == NB_TERM_NODE) it.kind = NB_ITEM_NODE, it.node = it.term->node;
    if (it.term->kind == NB_TERM_NUMBER) it.kind = NB_ITEM_NUMBER, it.number = it.term->number;
    return it;
}

/* Whether a call reads f(x), and not as what it does. */
static bool is_closed(const nb_describer *d, const nb_call *call) {
    return call != NULL && (call->function == NB_NO_DEF || !nb_has_content(d, NB_STYLE_NUMBERS));
}

static bool shows_formula(const nb_describer *d, const nb_item *it) {
    if (it->kind == NB_ITEM_TERM) return it->term->kind != NB_TERM_NAME;
    if (it->kind != NB_ITEM_NODE || d->s->graph.op[it->node] == NB_OP_CONST) return false;
    if (is_closed(d, nb_find_call_of(d->s, it->node))) return false;
    return it->expand || !has_name(d, it->node);
}

/* A fraction needs brackets only as a base, a square as a base too. */
static nb_level typeset_level(const nb_op_info *info) {
    if (info->form.kind != NB_FORM_CALL && info->form.kind != NB_FORM_INFIX)
        return info->form.level;
    if (strncmp(info->latex, "\\frac", 5) == 0) return NB_LEVEL_SIGN;
    if (info->form.kind != NB_FORM_CALL) return info->form.level;
    if (strchr(info->latex, '^') != NULL) return NB_LEVEL_POWER;
    return info->latex[0] == '@' ? NB_LEVEL_PRODUCT : NB_LEVEL_CALL;
}

static nb_level level_of(const nb_describer *d, const nb_item *it) {
    if (it->kind == NB_ITEM_TERM && it->term->kind == NB_TERM_NAME)
        return it->term->text->level;
    if (!shows_formula(d, it)) return NB_LEVEL_CALL;
    const nb_op_info *info = nb_op_get(op_of(d, it));
    if (info->form.kind != NB_FORM_TRANSPARENT)
        return nb_is_typeset(d) ? typeset_level(info) : info->form.level;
    nb_item inner = resolve(operand_of(d, it, 0));
    return level_of(d, &inner);
}

/* phi_y2 that is defined as φ(y2), or sigmoid_z as sigmoid(z): how a blackboard names it. */
typedef struct alias {
    const char *function, *argument; /* NULL: none */
} alias;

static alias find_alias(const nb_describer *d, nb_node node) {
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
static bool is_juxtaposed(const nb_describer *d, const nb_item *left, const nb_item *right) {
    if (left->kind == NB_ITEM_NUMBER) return level_of(d, right) <= NB_LEVEL_PRODUCT;
    if (left->kind == NB_ITEM_TERM && left->term->kind == NB_TERM_NAME)
        return left->term->multiplies && level_of(d, right) <= NB_LEVEL_PRODUCT;
    bool named = left->kind == NB_ITEM_NODE && !shows_formula(d, left) && has_name(d, left->node);
    if (!named || level_of(d, right) > NB_LEVEL_PRODUCT) return false;
    if (nb_has_content(d, NB_STYLE_VALUES)) return true;
    const nb_def *def = &d->s->defs[d->s->owner[left->node]];
    const nb_symbol_info *symbol = &d->s->symbols[def->symbol];
    nb_op op;
    if (find_alias(d, left->node).function != NULL) return false;
    bool call = nb_is_defined(d->s, symbol->function) ||
                nb_op_find_call(symbol->name, strlen(symbol->name), &op);
    return def->rank > 0 || !call;
}

static void push_sign_piece(nb_describer *d, nb_op op) {
    bool numeric = nb_has_content(d, NB_STYLE_NUMBERS);
    nb_push_item(d, (nb_item){.kind = NB_ITEM_PIECE,
                        .piece = {.kind = NB_PIECE_SIGN, .op = op, .numeric = numeric}});
}

/* x·w, x/y close together; a + b, and everything between numbers (1.7 × 0.1), with blanks. */
static void push_sign(nb_describer *d, nb_op op) {
    bool product = nb_op_get(op)->form.level == NB_LEVEL_PRODUCT;
    bool numbers = nb_has_content(d, NB_STYLE_NUMBERS);
    bool spaced = (!product || numbers) && !nb_is_typeset(d); /* LaTeX has its own blanks */
    if (spaced) nb_push_mark(d, NB_PIECE_GAP);
    push_sign_piece(d, op);
    if (spaced) nb_push_mark(d, NB_PIECE_GAP);
}

static void push_infix(nb_describer *d, const nb_item *it) {
    nb_op op = op_of(d, it);
    nb_level level = nb_op_get(op)->form.level;
    bool brackets = level < it->level;
    nb_item left = resolve(operand_of(d, it, 0)), right = resolve(operand_of(d, it, 1));
    left.level = level + (level == NB_LEVEL_COMPARISON); /* which cannot be chained */
    left.right = it->right && !brackets;
    right.level = level + 1;
    right.right = true;
    bool joined = op == NB_OP_MUL && it->kind == NB_ITEM_TERM && is_juxtaposed(d, &left, &right);
    if (joined) right.level = NB_LEVEL_CALL;
    if (brackets) push_close(d);
    nb_push_item(d, right);
    if (!joined) push_sign(d, op);
    nb_push_item(d, left);
    if (brackets) push_open(d);
}

/* Powers: x², x³, x^n. */
static void push_power(nb_describer *d, const nb_item *it) {
    nb_level level = nb_op_get(op_of(d, it))->form.level;
    bool brackets = level < it->level;
    nb_item base = resolve(operand_of(d, it, 0)), power = resolve(operand_of(d, it, 1));
    base.level = level + 1;
    base.right = true;
    power.level = NB_LEVEL_CALL;
    power.right = true;
    double n = power.kind == NB_ITEM_NUMBER ? power.number : 0;
    if (power.kind == NB_ITEM_NODE && d->s->graph.op[power.node] == NB_OP_CONST)
        n = d->s->graph.value[power.node];
    if (brackets) push_close(d);
    if (n == 2 || n == 3) {
        nb_push_item(d, (nb_item){.kind = NB_ITEM_PIECE,
                                  .piece = {.kind = NB_PIECE_POWER, .number = n}});
    } else {
        nb_push_item(d, power);
        push_sign_piece(d, op_of(d, it));
    }
    nb_push_item(d, base);
    if (brackets) push_open(d);
}

static void push_prefix(nb_describer *d, const nb_item *it) {
    nb_op op = op_of(d, it);
    nb_level level = nb_op_get(op)->form.level;
    bool brackets = level < it->level || it->right;
    nb_item operand = resolve(operand_of(d, it, 0));
    operand.level = level + 1;
    operand.right = true;
    if (brackets) push_close(d);
    nb_push_item(d, operand);
    push_sign_piece(d, op);
    if (brackets) push_open(d);
}

/* Stretch `part` of the row's LaTeX: what stands before operand number `part`, or at the end. */
static void push_stretch(nb_describer *d, nb_op op, int part) {
    nb_push_item(d, (nb_item){.kind = NB_ITEM_PIECE,
                        .piece = {.kind = NB_PIECE_TEMPLATE, .op = op, .part = part}});
}

/* name(a, b): the arguments last to first. A fold of a fold is one call: max(a, b, c). */
static void push_call(nb_describer *d, const nb_item *it) {
    nb_op op = op_of(d, it);
    const nb_op_info *info = nb_op_get(op);
    nb_item args[MAX_FOLD];
    size_t count = 0;
    nb_item at = *it;
    while (info->form.kind == NB_FORM_FOLD && count + 2 < MAX_FOLD) {
        nb_item left = resolve(operand_of(d, &at, 0));
        args[count++] = resolve(operand_of(d, &at, 1));
        at = left;
        if (!shows_formula(d, &left) || op_of(d, &left) != op) break;
    }
    if (count > 0) {
        args[count++] = at;
    } else {
        for (int k = info->arity; k-- > 0;) args[count++] = resolve(operand_of(d, it, k));
    }
    if (nb_is_typeset(d)) push_stretch(d, op, info->arity);
    else push_close(d);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) nb_push_mark(d, NB_PIECE_COMMA);
        nb_push_item(d, args[i]);
    }
    if (nb_is_typeset(d)) {
        push_stretch(d, op, 0);
        return;
    }
    push_open(d);
    nb_push_piece(d, NB_PIECE_FUNCTION, info->name);
}

/* The operands in the order of the row's LaTeX, from right to left. What stands in braces or
 * brackets of its own needs none. */
static void push_template(nb_describer *d, const nb_item *it) {
    nb_op op = op_of(d, it);
    const nb_op_info *info = nb_op_get(op);
    nb_level level = typeset_level(info);
    bool brackets = level < it->level;
    int part = 0;
    for (const char *at = info->latex; *at != '\0'; at++) part += *at == '@';
    if (brackets) push_close(d);
    for (size_t at = strlen(info->latex); at-- > 0;) {
        if (info->latex[at] != '@') continue;
        char before = at > 0 ? info->latex[at - 1] : ' ';
        int k = info->latex[at + 1] - 'a';
        push_stretch(d, op, part--);
        nb_item operand = resolve(operand_of(d, it, k));
        bool enclosed = strchr("{(|", before) != NULL;
        if (!enclosed) operand.level = k > 0 || level == NB_LEVEL_POWER ? level + 1 : level;
        operand.right = !enclosed;
        nb_push_item(d, operand);
    }
    push_stretch(d, op, 0);
    if (brackets) push_open(d);
}

static void push_operator(nb_describer *d, const nb_item *it) {
    nb_op written = op_of(d, it);
    nb_form_kind form = nb_op_get(written)->form.kind;
    if (nb_is_typeset(d) && written != NB_OP_MUL && form != NB_FORM_TRANSPARENT &&
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
        nb_item inner = resolve(operand_of(d, it, 0));
        inner.level = it->level;
        inner.right = it->right;
        nb_push_item(d, inner);
        break;
    }
    case NB_FORM_CALL: case NB_FORM_DEFAULT: case NB_FORM_FOLD: push_call(d, it); break;
    }
}

/* ---- nodes ---- */

static void push_name(nb_describer *d, nb_node node) {
    nb_sheet *s = d->s;
    const nb_def *def = &s->defs[s->owner[node]];
    alias read = find_alias(d, node);
    if (read.function != NULL) {
        push_close(d);
        nb_push_piece(d, NB_PIECE_NAME, read.argument);
        push_open(d);
        nb_push_piece(d, NB_PIECE_FUNCTION, read.function);
    } else if (nb_is_typeset(d) && def->meaning.label != NULL) {
        nb_push_piece(d, NB_PIECE_LABEL, nb_result_text(s->result, def->meaning.label,
                                                     strlen(def->meaning.label)));
    } else {
        nb_push_piece(d, NB_PIECE_NAME, nb_def_name(s, &s->result->arena, def));
    }
}

/* In formulas a negative number has the sign of a formula: −1/u². */
static void emit_number(nb_describer *d, double number, bool right) {
    if (!nb_has_content(d, NB_STYLE_NUMBERS) && !nb_is_typeset(d) && number < 0) {
        if (right) emit(d, (nb_piece){.kind = NB_PIECE_OPEN});
        emit(d, (nb_piece){.kind = NB_PIECE_SIGN, .op = NB_OP_NEG});
        emit(d, (nb_piece){.kind = NB_PIECE_NUMBER, .number = -number});
        if (right) emit(d, (nb_piece){.kind = NB_PIECE_CLOSE});
        return;
    }
    emit(d, (nb_piece){.kind = right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER, .number = number});
}

static void run_node(nb_describer *d, const nb_item *it) {
    const nb_graph *graph = &d->s->graph;
    const nb_call *call = nb_find_call_of(d->s, it->node);
    bool named = has_name(d, it->node) && !it->expand;
    bool letter = named && graph->op[it->node] == NB_OP_CONST && nb_has_content(d, NB_STYLE_VALUES);
    bool number = letter ? false /* e, pi */
                  : named ? !nb_has_content(d, NB_STYLE_NAMES)
                        : call != NULL && !it->expand && nb_has_content(d, NB_STYLE_VALUES);
    if (number)
        emit(d, (nb_piece){.kind = it->right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER,
                           .number = graph->value[it->node]});
    else if (named) push_name(d, it->node);
    else if (graph->op[it->node] == NB_OP_CONST) emit_number(d, graph->value[it->node], it->right);
    else if (is_closed(d, call)) nb_push_function_call(d, call);
    else push_operator(d, it);
}

/* A name that is no node's: ∂E/∂w as a base in brackets, and a number with its sign. */
static void run_free_name(nb_describer *d, const nb_item *it) {
    const nb_term *term = it->term;
    if (nb_has_content(d, NB_STYLE_NAMES)) {
        bool brackets = level_of(d, it) < it->level;
        if (brackets) emit(d, (nb_piece){.kind = NB_PIECE_OPEN});
        for (size_t i = 0; i < term->text->count; i++) emit(d, term->text->pieces[i]);
        if (brackets) emit(d, (nb_piece){.kind = NB_PIECE_CLOSE});
        return;
    }
    emit(d, (nb_piece){.kind = it->right ? NB_PIECE_OPERAND : NB_PIECE_NUMBER,
                       .number = term->number});
}

/* How the whole holds together. Set as a fraction it stands for itself. */
static nb_level whole_level(const nb_describer *d, nb_item first) {
    first = resolve(first);
    nb_level level = level_of(d, &first);
    bool formula = shows_formula(d, &first) && nb_is_typeset(d);
    bool sign = formula && nb_op_get(op_of(d, &first))->form.kind == NB_FORM_PREFIX;
    return formula && !sign && level == NB_LEVEL_SIGN ? NB_LEVEL_CALL : level;
}

/* In numbers, 1 − 1 where these differ by 1e-8: so many digits that it can be seen. */
static void tell_apart(nb_describer *d) {
    nb_piece *left = NULL;
    nb_op op = NB_OP_CONST;
    for (size_t i = 0; i < d->count; i++) {
        nb_piece *piece = &d->pieces[i];
        bool number = piece->kind == NB_PIECE_NUMBER || piece->kind == NB_PIECE_OPERAND;
        if (number && left != NULL && (op == NB_OP_SUB || op == NB_OP_ADD)) {
            double other = op == NB_OP_SUB ? piece->number : -piece->number;
            int digits = nb_digits_apart(d->s, left->number, other);
            bool alike = digits >= d->s->state.settings.digits + 2; /* but for the last one */
            if (alike) left->digits = piece->digits = digits;
        }
        if (piece->kind == NB_PIECE_SIGN) op = piece->op;
        else if (piece->kind != NB_PIECE_GAP) op = NB_OP_CONST;
        if (number) left = piece;
        else if (op == NB_OP_CONST && piece->kind != NB_PIECE_GAP) left = NULL;
    }
}

static nb_text run(nb_describer *d, nb_item first) {
    nb_sheet *s = d->s;
    nb_push_item(d, first);
    while (d->depth > 0) {
        nb_item it = d->stack[--d->depth];
        /* room for what one more formula may push; the last piece says that there is more */
        bool full = d->depth + 2 * MAX_FOLD + 10 > NB_MAX_STACK || d->count + 5 > NB_MAX_PIECES;
        bool last = d->depth > 0 && d->count + 1 == NB_MAX_PIECES;
        if (it.kind != NB_ITEM_PIECE ? full : last) {
            d->depth = 0;
            it = (nb_item){.kind = NB_ITEM_PIECE, .piece = {.kind = NB_PIECE_MORE}};
        }
        it = resolve(it);
        if (it.kind == NB_ITEM_PIECE) emit(d, it.piece);
        else if (it.kind == NB_ITEM_NUMBER) emit_number(d, it.number, it.right);
        else if (it.kind == NB_ITEM_NODE) run_node(d, &it);
        else if (it.term->kind == NB_TERM_NAME) run_free_name(d, &it);
        else push_operator(d, &it);
    }
    if (!nb_has_content(d, NB_STYLE_NAMES)) tell_apart(d);
    nb_text text = {nb_result_array(s->result, d->count, sizeof *text.pieces), d->count,
                    whole_level(d, first)};
    if (text.pieces == NULL) return NB_NO_TEXT;
    memcpy(text.pieces, d->pieces, d->count * sizeof *d->pieces);
    return text;
}

nb_text nb_describe_as(nb_sheet *s, nb_node node, nb_style style) {
    nb_describer d = {.s = s, .style = style};
    return run(&d, (nb_item){.kind = NB_ITEM_NODE, .node = node});
}

nb_text nb_describe(nb_sheet *s, nb_node node) {
    return nb_describe_as(s, node, NB_STYLE_NAMES);
}

/* A name that is only a number, like the slope of a straight line. */
static bool is_number(const nb_sheet *s, nb_node node) {
    nb_node operand = nb_graph_operand(&s->graph, node, 0);
    return s->graph.op[node] == NB_OP_IDENTITY && s->graph.op[operand] == NB_OP_CONST &&
           s->owner[operand] == NB_NO_DEF;
}

nb_text nb_describe_formula(nb_sheet *s, nb_node node, nb_style style) {
    if (nb_graph_arity(&s->graph, node) == 0 || is_number(s, node)) return NB_NO_TEXT;
    nb_describer d = {.s = s, .style = style};
    return run(&d, (nb_item){.kind = NB_ITEM_NODE, .node = node, .expand = true});
}

nb_text nb_describe_term(nb_sheet *s, const nb_term *term, nb_style style) {
    nb_describer d = {.s = s, .style = style};
    return run(&d, (nb_item){.kind = NB_ITEM_TERM, .term = term});
}

nb_text nb_describe_local(nb_sheet *s, nb_node node, int k) {
    nb_algebra algebra;
    const nb_term *term = NULL;
    if (nb_algebra_get(s, &s->result->arena, &algebra) == NB_STATUS_OK)
        term = nb_local_of(s, &algebra, node, k);
    if (term != NULL) return nb_describe_term(s, term, NB_STYLE_NAMES);
    s->result->failed = true;
    return NB_NO_TEXT;
}
