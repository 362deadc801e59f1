/* Expressions: precedence climbing. What an operator is and how tightly it binds is read from the
 * operator table; this file holds only the forms that no row can describe: calls, indices,
 * derivatives, a number before a name. Recursion is as deep as brackets nest, and guarded. */
#include "lang/expression.h"

#include <string.h>

#include "lang/arguments.h"
#include "lang/derivative.h"
#include "lang/failures.h"
#include "lang/readings.h"
#include "lang/slope.h"
#include "lang/vector_arguments.h"
#include "ops/compute.h"

static nb_status emit_op(parser *p, nb_op op, nb_span from) {
    uint32_t arity = (uint32_t)nb_op_get(op)->arity;
    return nb_emit(p, (nb_code){.kind = NB_CODE_OP, .op = (uint8_t)op, .count = arity,
                             .span = nb_span_to_here(p, from)});
}

nb_status nb_emit_gradient(parser *p, nb_span from) {
    p->has_gradient = true;
    return nb_emit(p, (nb_code){.kind = NB_CODE_GRADIENT, .count = 2, .nested = p->nesting > 0,
                                .span = nb_span_to_here(p, from)});
}

/* expr: of any operators. */
nb_status nb_read_nested(parser *p) {
    nb_status status = nb_enter(p);
    if (status == NB_STATUS_OK) status = nb_read_level(p, NB_LEVEL_COMPARISON);
    nb_leave(p);
    return status;
}

/* ---- names ---- */

/* index = ':' | expr [ '..' expr ]
 * All, a range, or one. */
static nb_status read_one_index(parser *p, unsigned *how) {
    *how = NB_INDEX_ALL;
    if (nb_accept(p, ":")) return NB_STATUS_OK;
    *how = NB_INDEX_ONE;
    nb_status status = nb_read_nested(p);
    if (status != NB_STATUS_OK || !nb_accept(p, "..")) return status;
    *how = NB_INDEX_RANGE;
    return nb_read_nested(p);
}

/* indices = index [ ',' index ] ']'
 * What stands in brackets behind a name or a value; the opening one is read. */
static nb_status read_index(parser *p, nb_code code) {
    nb_span from = code.span;
    uint32_t skip = p->count;
    bool outer = p->in_index;
    nb_status status = nb_emit(p, (nb_code){.kind = NB_CODE_SKIP, .span = from});
    p->in_index = true;
    do {
        unsigned how = 0;
        if (code.count == 2) return nb_fail(p, nb_peek(p)->span, NB_PLAIN(TOO_MANY_INDICES));
        if (status == NB_STATUS_OK) status = read_one_index(p, &how);
        code.op = (uint8_t)(code.op | how << 2 * code.count++);
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    p->in_index = outer;
    if (status == NB_STATUS_OK) status = nb_require(p, "]");
    if (status != NB_STATUS_OK) return status;
    p->codes[skip].count = p->count - skip - 1;
    code.span = nb_span_to_here(p, from);
    return nb_emit(p, code);
}

/* array = row { ';' row } [ ';' ] ']', all rows of one length
 * row = expr { ',' expr }
 * [1, 2] and [1, 2; 3, 4]; the opening bracket is read. */
static nb_status read_array(parser *p, nb_span from) {
    uint32_t count = 0, columns = 0, row = 0;
    if (nb_at(p, "]") || nb_at(p, ",") || nb_peek(p)->kind == NB_TOKEN_SEPARATOR) {
        p->at++;
        return nb_fail(p, nb_span_to_here(p, from), NB_PLAIN(EMPTY_VECTOR));
    }
    nb_status status = nb_enter(p);
    while (status == NB_STATUS_OK) {
        status = nb_read_level(p, NB_LEVEL_COMPARISON);
        count++;
        row++;
        if (status != NB_STATUS_OK || nb_accept(p, ",")) continue;
        bool semicolon = nb_peek(p)->kind == NB_TOKEN_SEPARATOR;
        if (semicolon) p->at++;
        if ((semicolon || columns > 0) && columns != row && columns > 0)
            return nb_fail(p, nb_span_to_here(p, from),
                           NB_SAY(UNEVEN_ROWS, NB_COUNT(columns), NB_COUNT(row)));
        if (semicolon) columns = row;
        row = 0;
        if (!semicolon || nb_at(p, "]")) break; /* [1, 2;] is a matrix of one row */
    }
    nb_leave(p);
    if (status == NB_STATUS_OK) status = nb_require(p, "]");
    if (status != NB_STATUS_OK) return status;
    return nb_emit(p, (nb_code){.kind = NB_CODE_ARRAY, .count = count, .symbol = columns,
                                .span = nb_span_to_here(p, from)});
}

static nb_status emit_vector(parser *p, nb_vector_op op, uint32_t count, nb_along by,
                             nb_span from) {
    return nb_emit(p, (nb_code){.kind = NB_CODE_VECTOR, .op = (uint8_t)op, .count = count,
                                .by = (uint8_t)by, .span = nb_span_to_here(p, from)});
}

/* A fold has no number of its own. */
static nb_status fail_few(parser *p, nb_span span, const char *name, uint32_t count) {
    return nb_fail(p, span, NB_SAY(ARGUMENT_LEAST, NB_TEXT(name), NB_COUNT(2), NB_COUNT(count)));
}

/* arguments = [ argument { ',' argument } ] ')'
 * argument = [ 'a' '=' ] expr | direction
 * Up to the closing bracket. `keyword`: the second one may be given as a=2. For a fold the operator
 * is emitted behind each argument but the first. Without `by` there is no direction. */
nb_status nb_read_arguments(parser *p, const char *name, bool fold, nb_op op,
                            const char *keyword, nb_span from, uint32_t *count, nb_along *by) {
    *count = 0;
    if (nb_accept(p, ")")) return NB_STATUS_OK;
    nb_status status;
    do {
        nb_token *token = nb_peek(p);
        if (by != NULL && nb_at_direction(p)) {
            status = nb_read_direction(p, by);
            continue;
        }
        bool named = nb_at_keyword(p);
        bool known = keyword != NULL && *count == 1;
        if (named && !(known && strcmp(nb_token_text(p, token), keyword) == 0))
            return nb_fail(p, token->span, NB_SAY(UNKNOWN_KEYWORD, NB_TEXT(name),
                                                  NB_TEXT(nb_token_text(p, token))));
        if (named) p->at += 2;
        status = nb_read_nested(p);
        if (status == NB_STATUS_OK && fold && *count > 0) status = emit_op(p, op, from);
        ++*count;
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    return status == NB_STATUS_OK ? nb_require(p, ")") : status;
}

/* An operator called by its name; the opening bracket is read. The row of the operator says how
 * many arguments it takes. */
static nb_status read_op_call(parser *p, nb_op op, nb_span from) {
    const nb_op_info *info = nb_op_get(op);
    bool fold = info->form.kind == NB_FORM_FOLD;
    bool fallback = info->form.kind == NB_FORM_DEFAULT;
    uint32_t count, arity = (uint32_t)info->arity;
    const char *keyword = fallback ? nb_op_operand(op, 1) : NULL;
    nb_vector_op vector; /* max(x) of a vector */
    nb_along by = NB_ALONG_NONE;
    bool both = fold && nb_vector_find(info->name, strlen(info->name), &vector);
    nb_status status = nb_read_arguments(p, info->name, fold, op, keyword, from, &count,
                                         both ? &by : NULL);
    if (status != NB_STATUS_OK) return status;
    nb_span span = nb_span_to_here(p, from);
    if (both && count == 1) return emit_vector(p, vector, 1, by, from);
    if (by != NB_ALONG_NONE) return nb_fail(p, span, nb_say_arguments(info->name, 1, count));
    if (fold) return count >= 2 ? NB_STATUS_OK : fail_few(p, span, info->name, count);
    if (fallback && count == arity - 1) {
        status = nb_emit_number(p, info->form.fallback, span);
        count++;
    }
    if (status == NB_STATUS_OK && count != arity)
        return nb_fail(p, span, nb_say_arguments(info->name, arity, count));
    return status == NB_STATUS_OK ? emit_op(p, op, from) : status;
}

/* vector_arguments = [ vector_argument { ',' vector_argument } ] ')'
 * vector_argument = [ NAME '=' ] expr | direction */
static nb_status read_vector_call(parser *p, nb_vector_op op, nb_span from) {
    nb_along by = NB_ALONG_NONE;
    const nb_vector_info *info = nb_vector_get(op);
    nb_slots slots = {.info = info};
    uint32_t first = p->count;
    nb_status status = NB_STATUS_OK;
    while (!nb_at(p, ")") && status == NB_STATUS_OK) {
        bool direction = info->along && nb_at_direction(p);
        status = direction ? nb_read_direction(p, &by) : nb_open_slot(p, &slots);
        if (!direction && status == NB_STATUS_OK) status = nb_read_nested(p);
        if (!direction && status == NB_STATUS_OK) status = nb_close_slot(p, &slots);
        if (status == NB_STATUS_OK && !nb_accept(p, ",")) break;
    }
    if (status == NB_STATUS_OK) status = nb_require(p, ")");
    if (status == NB_STATUS_OK) status = nb_fill_slots(p, &slots, first, from);
    if (status != NB_STATUS_OK) return status;
    return emit_vector(p, op, (uint32_t)(info->arity + info->setting_count), by, from);
}

static nb_status read_gradient_call(parser *p, nb_span from) {
    uint32_t count;
    p->nesting++;
    nb_status status = nb_read_arguments(p, "grad", false, NB_OP_LEAF, NULL, from, &count,
                                         NULL);
    p->nesting--;
    if (status != NB_STATUS_OK) return status;
    if (count != 2)
        return nb_fail(p, nb_span_to_here(p, from), nb_say_arguments("grad", 2, count));
    return nb_emit_gradient(p, from);
}

/* call = '(' arguments
 * Behind the name of a function, of an operator or of grad; behind other names nothing is read. The
 * opening bracket is the current token. `name` may be a part of a token. */
static nb_status read_call(parser *p, nb_symbol symbol, const char *name, nb_span from,
                           bool *is_call) {
    nb_op op;
    bool function = (nb_symbol_kind(p, symbol) & NB_IS_FUNCTION) != 0;
    bool operator = !function && nb_op_find_call(name, strlen(name), &op);
    nb_vector_op vector_op;
    bool vector = !function && !operator && nb_vector_find(name, strlen(name), &vector_op);
    bool gradient = !function && !operator && strcmp(name, "grad") == 0;
    *is_call = function || operator || vector || gradient;
    if (!*is_call) return NB_STATUS_OK;
    p->at++;
    if (operator) return read_op_call(p, op, from);
    if (vector) return read_vector_call(p, vector_op, from);
    if (gradient) return read_gradient_call(p, from);
    uint32_t count;
    p->nesting++; /* its body may differentiate the arguments */
    nb_status status = nb_read_arguments(p, name, false, NB_OP_LEAF, NULL, from, &count, NULL);
    p->nesting--;
    if (status != NB_STATUS_OK) return status;
    return nb_emit(p, (nb_code){.kind = NB_CODE_CALL, .symbol = symbol, .count = count,
                             .span = nb_span_to_here(p, from)});
}

/* slope = ~"'" { ~"'" } ~'(' expr ')'
 * Behind the name of a function: f'(3), σ''(x). */
static nb_status read_slope(parser *p, nb_symbol symbol, const char *name, nb_span from) {
    uint32_t order, count;
    nb_status status = nb_begin_slope(p, symbol, name, from, &order);
    if (status != NB_STATUS_OK) return status;
    p->nesting++;
    status = nb_read_arguments(p, name, false, NB_OP_LEAF, NULL, from, &count, NULL);
    p->nesting--;
    return status == NB_STATUS_OK ? nb_emit_slope(p, symbol, name, from, order, count) : status;
}

/* named = NAME [ call | slope | ~'[' indices ]
 * What the name stands for; `from` is where it begins (a ∂ may stand before it). */
nb_status nb_read_named(parser *p, nb_symbol symbol, nb_span from) {
    const char *name = p->names->text(p->names->user, symbol);
    nb_span span = nb_span_to_here(p, from);
    uint32_t local;
    unsigned kind = nb_symbol_kind(p, symbol);
    if (nb_find_local(p, symbol, &local) || nb_find_counter(p, symbol, &local)) {
        if (p->varies && p->variable == symbol && p->in_index)
            return nb_fail_hint(p, span, NB_SAY(PLOT_INDEX, NB_TEXT(name)),
                                NB_PLAIN(HINT_PLOT_INDEX));
        nb_status status = nb_check_factor(p, name, 0);
        if (status != NB_STATUS_OK) return status;
        return nb_emit(p, (nb_code){.kind = NB_CODE_LOCAL, .count = local, .span = span});
    }
    if (nb_is_slope(p, symbol, name)) return read_slope(p, symbol, name, from);
    if (nb_at(p, "(")) {
        bool is_call;
        nb_status status = read_call(p, symbol, name, from, &is_call);
        if (is_call || status != NB_STATUS_OK) return status;
        if (!(kind & NB_IS_VALUE) && p->names->initialiser(p->names->user, name, strlen(name)))
            return nb_fail_hint(p, span, NB_SAY(INITIALISER_ALONE, NB_TEXT(name)),
                                NB_SAY(HINT_INITIALISER, NB_TEXT(name)));
        if (!(kind & NB_IS_VALUE)) return nb_fail(p, span, NB_SAY(UNKNOWN_FUNCTION, NB_TEXT(name)));
        status = nb_check_factor(p, name, kind);
        if (status != NB_STATUS_OK) return status;
    }
    if (nb_at(p, "[") && !nb_peek(p)->spaced) {
        p->at++;
        p->freezes = p->freezes || p->in_index;
        return read_index(p, (nb_code){.kind = NB_CODE_INDEX, .symbol = symbol, .span = from});
    }
    if (!(kind & NB_IS_VALUE) && strcmp(name, "ans") == 0) {
        p->freezes = true;
        return nb_emit(p, (nb_code){.kind = NB_CODE_ANS, .span = span});
    }
    p->freezes = p->freezes || p->in_index;
    return nb_emit(p, (nb_code){.kind = NB_CODE_NAME, .symbol = symbol, .span = span});
}

/* ---- values and operators ---- */

/* name = differentials | named */
static nb_status read_name(parser *p) {
    bool is_derivative;
    nb_status status = nb_read_differentials(p, &is_derivative);
    if (status != NB_STATUS_OK || is_derivative) return status;
    nb_token *token = nb_peek(p);
    nb_symbol symbol;
    status = nb_check_reserved(p, token);
    if (status == NB_STATUS_OK) status = nb_token_symbol(p, token, &symbol);
    if (status != NB_STATUS_OK) return status;
    p->at++;
    return nb_read_named(p, symbol, token->span);
}

/* prefixed = prefix expr(SIGN), the prefix being an operator of ops.def; in an exponent expr(POWER)
 * A sign directly before a written number belongs to the number: -2*x holds the number -2. */
static nb_status read_prefixed(parser *p, nb_op op, nb_token *sign, nb_level level) {
    p->at++;
    bool number = nb_peek(p)->kind == NB_TOKEN_NUMBER; /* -(3) is the negative of a node */
    nb_status status = nb_enter(p);
    uint32_t before = p->count;
    if (status == NB_STATUS_OK) status = nb_read_level(p, level);
    nb_leave(p);
    if (status != NB_STATUS_OK) return status;
    if (number && p->count == before + 1) {
        p->codes[before].number = nb_op_value(op, p->codes[before].number, 0, 0);
        p->codes[before].span = nb_span_to_here(p, sign->span);
        return NB_STATUS_OK;
    }
    return emit_op(p, op, sign->span);
}

/* primary = NUMBER | name | partial | '(' expr ')' | '[' array | '+' expr(SIGN) | prefixed
 * The sign of an exponent takes no more than the exponent would without it: e^-x(1 - x). */
static nb_status read_primary(parser *p, nb_level level) {
    nb_token *token = nb_peek(p);
    nb_level signed_level = level > NB_LEVEL_SIGN ? level : NB_LEVEL_SIGN;
    nb_op op;
    const char *text = p->tokens.source + token->span.offset;
    if (token->kind == NB_TOKEN_NUMBER) {
        p->at++;
        return nb_emit_number(p, token->number, token->span);
    }
    if (token->kind == NB_TOKEN_NAME) return read_name(p);
    if (token->kind == NB_TOKEN_TEXT)
        return nb_fail_hint(p, token->span, NB_SAY(UNEXPECTED, NB_TEXT(nb_token_text(p, token))),
                            NB_PLAIN(HINT_NO_TEXT));
    if (token->kind != NB_TOKEN_SIGN) return nb_fail_here(p);
    if (nb_accept(p, "(")) {
        nb_status status = nb_read_nested(p);
        return status == NB_STATUS_OK ? nb_require(p, ")") : status;
    }
    if (nb_at(p, "∂")) return nb_read_partial(p);
    if (nb_accept(p, "[")) return read_array(p, token->span);
    if (nb_accept(p, "+")) {
        nb_status status = nb_enter(p);
        if (status == NB_STATUS_OK) status = nb_read_level(p, signed_level);
        nb_leave(p);
        return status;
    }
    if (nb_op_find_prefix(text, token->span.length, &op))
        return read_prefixed(p, op, token, signed_level);
    return nb_fail_here(p);
}

/* raised = ( '²' | '³' ) { '²' | '³' }
 * Behind a value: x² is x^2, x²³ is x^23. False: nothing was read. */
static bool read_raised(parser *p, double *power) {
    *power = 0;
    for (; nb_at(p, "²") || nb_at(p, "³"); p->at++) *power = 10 * *power + (nb_at(p, "²") ? 2 : 3);
    return *power != 0;
}

/* 2x, 2(y - 2), y(1 - y), (a + b)(a - b): no blank between, and the right side is no number. */
static bool is_juxtaposed(parser *p) {
    nb_token *token = nb_peek(p), *before = token - 1;
    if (token->spaced) return false;
    bool number = before->kind == NB_TOKEN_NUMBER;
    if (token->kind == NB_TOKEN_NAME) return number;
    bool value = number || before->kind == NB_TOKEN_NAME ||
                 nb_token_is(&p->tokens, before, ")") || nb_token_is(&p->tokens, before, "]") ||
                 nb_token_is(&p->tokens, before, "²") || nb_token_is(&p->tokens, before, "³");
    return value && (nb_at(p, "(") || (number && nb_at(p, "∂")));
}

/* Reads the right side of an infix operator, and emits the operator. */
static nb_status read_right(parser *p, nb_op op, nb_level level, nb_span from) {
    nb_status status = nb_enter(p);
    if (status == NB_STATUS_OK) status = nb_read_level(p, level);
    nb_leave(p);
    return status == NB_STATUS_OK ? emit_op(p, op, from) : status;
}

/* transpose = "'" | 'ᵀ' | '⊤' | '^' 'T' | '^' '⊤', T having no value */
static bool accept_transpose(parser *p) {
    nb_status status;
    nb_symbol symbol;
    uint32_t local;
    if (nb_accept(p, "'") || nb_accept(p, "ᵀ") || nb_accept(p, "⊤")) return true;
    const nb_token *letter = nb_peek(p) + 1;
    if (!nb_at(p, "^") || letter->spaced) return false;
    bool sign = nb_token_is(&p->tokens, letter, "⊤");
    bool name = letter->kind == NB_TOKEN_NAME && strcmp(nb_token_text(p, letter), "T") == 0;
    status = name ? nb_token_symbol(p, letter, &symbol) : NB_STATUS_ERROR;
    bool unknown = status == NB_STATUS_OK && nb_symbol_kind(p, symbol) == 0 &&
                   !nb_find_local(p, symbol, &local);
    if (!sign && !unknown) return false;
    p->at += 2;
    return true;
}

/* expr(level) = primary { raised | ~'[' indices | ~transpose | ~expr(POWER) | infix expr(right) }
 * infix = '@' | an operator of ops.def that binds at least as tightly as `level`
 * ~expr(POWER) is a product without a sign, where is_juxtaposed says so. What stands to the right
 * of an operator binds more tightly than it, or as tightly where it groups to the right: x^y^z; but
 * x^2(y - 1) is the square times the bracket. */
nb_status nb_read_level(parser *p, nb_level level) {
    nb_span from = nb_peek(p)->span;
    uint32_t joined = 0, divisor;
    p->joined = 0;
    bool sign = nb_peek(p)->kind == NB_TOKEN_SIGN && !nb_at(p, "(") && !nb_at(p, "[") &&
                !nb_at(p, "∂");
    nb_status status = read_primary(p, level);
    if (sign) joined = p->joined; /* of -2x */
    bool compared = false; /* 1 < x < 3 would compare the 1 or 0 of 1 < x with 3 */
    while (status == NB_STATUS_OK) {
        nb_token *token = nb_peek(p);
        double power;
        nb_op op;
        if (token->kind != NB_TOKEN_SIGN && token->kind != NB_TOKEN_NAME) break;
        if (level <= NB_LEVEL_JUXTAPOSED && is_juxtaposed(p)) {
            if (joined == 0) joined = p->at;
            status = read_right(p, NB_OP_MUL, NB_LEVEL_POWER, from);
            continue;
        }
        if (read_raised(p, &power)) {
            status = nb_emit_number(p, power, token->span);
            if (status == NB_STATUS_OK) status = emit_op(p, NB_OP_POW, from);
            continue;
        }
        if (!token->spaced && nb_accept(p, "[")) {
            status = read_index(p, (nb_code){.kind = NB_CODE_PICK, .span = token->span});
            continue;
        }
        if (!token->spaced && accept_transpose(p)) {
            status = emit_vector(p, NB_VECTOR_TRANSPOSE, 1, NB_ALONG_NONE, from);
            continue;
        }
        if (nb_at(p, "@")) {
            if (NB_LEVEL_PRODUCT < level) break;
            p->at++;
            status = nb_enter(p);
            if (status == NB_STATUS_OK) status = nb_read_level(p, NB_LEVEL_PRODUCT + 1);
            nb_leave(p);
            if (status == NB_STATUS_OK)
                status = emit_vector(p, NB_VECTOR_MATMUL, 2, NB_ALONG_NONE, from);
            continue;
        }
        if (nb_at(p, "**"))
            return nb_fail_hint(p, token->span, NB_SAY(UNEXPECTED, NB_TEXT("**")),
                                NB_PLAIN(HINT_POWER));
        if (!nb_op_find_infix(p->tokens.source + token->span.offset, token->span.length, &op))
            break;
        const nb_op_info *info = nb_op_get(op);
        if (info->form.level < level) break;
        if (nb_at(p, "<") && nb_token_is(&p->tokens, token + 1, "-") && !token[1].spaced &&
            token->spaced && token[2].spaced) /* x <- 3 is no comparison with -3 */
            return nb_fail(p, token->span, NB_SAY(UNEXPECTED, NB_TEXT("<-")));
        if (compared && info->form.level == NB_LEVEL_COMPARISON)
            return nb_fail_hint(p, token->span, NB_PLAIN(CHAINED_COMPARISON),
                                NB_PLAIN(HINT_LOGIC));
        compared = compared || info->form.level == NB_LEVEL_COMPARISON;
        bool dot = nb_at(p, "·") || nb_at(p, "⋅") || nb_at(p, "×");
        divisor = ++p->at;
        nb_level next = info->form.level + 1;
        if (info->form.kind == NB_FORM_INFIX_RIGHT) {
            next = info->form.level;
            status = nb_check_exponent(p, from);
        }
        if (status == NB_STATUS_OK) status = read_right(p, op, next, from);
        if (status == NB_STATUS_OK && op == NB_OP_DIV && p->joined > 0)
            status = nb_fail_division(p, from, divisor, p->joined);
        if (status == NB_STATUS_OK) p->codes[p->count - 1].dot = dot;
    }
    p->joined = joined;
    return status;
}

nb_status nb_read_expr(parser *p, nb_level level, nb_expr *expr) {
    p->codes = NULL;
    p->count = 0;
    p->capacity = 0;
    p->has_gradient = p->freezes = p->in_index = false;
    p->nesting = 0;
    nb_span from = nb_peek(p)->span;
    nb_status status = nb_read_level(p, level);
    if (status != NB_STATUS_OK) return status;
    *expr = (nb_expr){.codes = p->codes, .count = p->count, .source = p->tokens.source,
                      .span = nb_span_to_here(p, from), .has_gradient = p->has_gradient,
                      .freezes = p->freezes};
    return NB_STATUS_OK;
}
