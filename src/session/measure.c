/* Measures, a function each. They look at what is defined, and leave it as it is. */
#include "session/measure.h"

#include <math.h>
#include <string.h>

#include "calculus/paths.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/elsewhere.h"
#include "formulas/cone.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "grade/accuracy.h"

typedef nb_status measure(nb_sheet *s, const nb_command_arg *call, double *value);

/* Expressions where a measure needs them: a word names nothing that has a value. */
static nb_status require_values(nb_sheet *s, const nb_clause *list) {
    for (; list != NULL; list = list->next)
        if (list->arg.form == NB_ARG_WORD)
            return nb_fail_place(s, list->arg.span, NB_SAY(UNKNOWN_NAME, NB_TEXT(list->arg.text)),
                                 nb_did_you_mean(s, list->arg.text, false));
    return NB_STATUS_OK;
}

/* The arguments as a command's list has them. */
static nb_command_arg *list_of(nb_sheet *s, const nb_clause *parameters) {
    nb_command_arg *first = NULL, **last = &first;
    for (; parameters != NULL; parameters = parameters->next) {
        nb_command_arg *copy = nb_arena_add(&s->scratch, 1, sizeof *copy);
        if (copy == NULL) return NULL;
        *copy = parameters->arg;
        *last = copy;
        last = &copy->next;
    }
    return first;
}

/* ---- paths ---- */

/* Marks the nodes that a path may lead to. */
static nb_status mark_wanted(nb_sheet *s, nb_node target, const nb_node *nodes, size_t count,
                             uint8_t *wanted, bool *any) {
    uint8_t *marks;
    nb_status status = nb_mark_cone(s, target, &marks);
    *any = false;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_node node = nodes[i];
        if (node >= target || (marks[node] & 2) == 0 || s->graph.op[node] == NB_OP_CONST) continue;
        wanted[node] = 1;
        *any = true;
    }
    return status;
}

static nb_status measure_PATHS(nb_sheet *s, const nb_command_arg *call, double *value) {
    nb_node target, *nodes;
    size_t count;
    nb_paths paths;
    bool any;
    nb_status status = require_values(s, call->parameters);
    nb_command_arg *list = list_of(s, call->parameters);
    if (status != NB_STATUS_OK) return status;
    if (list == NULL) return NB_STATUS_NO_MEMORY;
    status = nb_find_node(s, list, NB_NO_NODE, &target);
    if (status == NB_STATUS_OK) status = nb_find_nodes(s, list->next, target, &nodes, &count);
    if (status != NB_STATUS_OK) return status;
    uint8_t *wanted = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (wanted == NULL) return NB_STATUS_NO_MEMORY;
    status = mark_wanted(s, target, nodes, count, wanted, &any);
    *value = 0;
    if (status != NB_STATUS_OK || !any) return status;
    status = nb_paths_count(&paths, &s->scratch, &s->graph, target, wanted, s->owner);
    if (status == NB_STATUS_OK) *value = paths.paths.number;
    return nb_say_stopped(s, status);
}

/* ---- uses ---- */

/* What is looked for in formulas as they were typed. */
typedef struct search {
    nb_sheet *s;
    const char *word;
    size_t length;
    nb_op infix, prefix, call;
    nb_vector_op vector;
    bool is_infix, is_prefix, is_call, is_vector, is_gradient, is_function;
    nb_symbol function;
    uint8_t *seen;        /* each definition */
    nb_def_id *next;      /* those to be looked at */
    size_t count, capacity;
    bool found;
} search;

static nb_status begin_search(search *f, const nb_command_arg *arg) {
    nb_sheet *s = f->s;
    f->word = arg->text;
    f->length = strlen(arg->text);
    f->is_infix = nb_op_find_infix(f->word, f->length, &f->infix);
    f->is_prefix = nb_op_find_prefix(f->word, f->length, &f->prefix);
    f->is_call = nb_op_find_call(f->word, f->length, &f->call);
    f->is_vector = nb_vector_find(f->word, f->length, &f->vector);
    f->is_gradient = strcmp(f->word, "grad") == 0;
    nb_status status = nb_intern(s, f->word, f->length, &f->function);
    if (status != NB_STATUS_OK) return status;
    f->is_function = nb_is_defined(s, s->symbols[f->function].function);
    f->seen = nb_arena_add(&s->scratch, s->def_count + 1, 1);
    if (f->seen == NULL) return NB_STATUS_NO_MEMORY;
    if (f->is_infix || f->is_prefix || f->is_call || f->is_vector || f->is_gradient ||
        f->is_function)
        return NB_STATUS_OK;
    return nb_fail_place(s, arg->span, NB_SAY(MEASURE_OPERATOR, NB_TEXT(f->word)),
                         nb_did_you_mean(s, f->word, true));
}

static bool matches(const search *f, const nb_code *code) {
    switch ((nb_code_kind)code->kind) {
    case NB_CODE_OP:
        return (f->is_infix && code->op == f->infix) || (f->is_prefix && code->op == f->prefix) ||
               (f->is_call && code->op == f->call);
    case NB_CODE_VECTOR: return f->is_vector && code->op == f->vector;
    case NB_CODE_CALL: return f->is_function && code->symbol == f->function;
    case NB_CODE_GRADIENT: case NB_CODE_SLOPE: return f->is_gradient;
    default: return false;
    }
}

static nb_status add_definition(search *f, nb_def_id def) {
    if (def == NB_NO_DEF || f->seen[def]) return NB_STATUS_OK;
    f->seen[def] = 1;
    if (!NB_ARENA_RESERVE(&f->s->scratch, f->next, f->count, &f->capacity))
        return NB_STATUS_NO_MEMORY;
    f->next[f->count++] = def;
    return NB_STATUS_OK;
}

/* Looks through a formula; what it names is to be looked at, too. */
static nb_status search_formula(search *f, const nb_expr *expr) {
    nb_sheet *s = f->s;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0; i < expr->count && status == NB_STATUS_OK; i++) {
        const nb_code *code = &expr->codes[i];
        f->found = f->found || matches(f, code);
        if (code->kind == NB_CODE_CALL)
            status = add_definition(f, s->symbols[code->symbol].function);
        if (code->kind != NB_CODE_NAME && code->kind != NB_CODE_INDEX) continue;
        status = add_definition(f, s->symbols[code->symbol].value);
        nb_def_id member = s->symbols[code->symbol].members;
        for (; member != NB_NO_DEF && status == NB_STATUS_OK; member = s->defs[member].next_member)
            status = add_definition(f, member);
    }
    return status;
}

static nb_status measure_USES(nb_sheet *s, const nb_command_arg *call, double *value) {
    const nb_command_arg *what = &call->parameters->arg, *used = &call->parameters->next->arg;
    nb_symbol symbol;
    search f = {.s = s};
    if (used->form != NB_ARG_WORD)
        return nb_fail_place(s, used->span, NB_PLAIN(MEASURE_USED), NB_NO_HINT);
    nb_status status = begin_search(&f, used);
    if (status == NB_STATUS_OK && what->form == NB_ARG_EXPR)
        status = search_formula(&f, &what->expr);
    if (status == NB_STATUS_OK && what->form == NB_ARG_WORD) { /* a function */
        status = nb_intern(s, what->text, strlen(what->text), &symbol);
        if (status != NB_STATUS_OK) return status;
        nb_def_id function = s->symbols[symbol].function;
        if (!nb_is_defined(s, function)) return require_values(s, call->parameters);
        status = add_definition(&f, function);
    }
    for (size_t i = 0; i < f.count && status == NB_STATUS_OK && !f.found; i++) {
        const nb_meaning *meaning = &s->defs[f.next[i]].meaning;
        if (meaning->kind == NB_DEF_FORMULA || meaning->kind == NB_DEF_FUNCTION)
            status = search_formula(&f, meaning->expr);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    *value = f.found;
    return status;
}

/* ---- the others ---- */

static nb_status measure_COUNT(nb_sheet *s, const nb_command_arg *call, double *value) {
    nb_status status = require_values(s, call->parameters);
    *value = 0;
    for (const nb_clause *p = call->parameters; p != NULL && status == NB_STATUS_OK; p = p->next) {
        nb_shape shape;
        const double *numbers;
        status = nb_eval_value(s, &p->arg.expr, s->env, &shape, &numbers);
        if (status == NB_STATUS_OK) *value += nb_shape_count(shape);
    }
    return status;
}

/* Whether two formulas are equal for the numbers that the leaves, and locals, have now. */
static nb_status is_same_at(nb_sheet *s, const nb_expr *a, const nb_expr *b, const double *env,
                            bool *same) {
    const double tolerance = 1e-9;
    nb_shape shape, other;
    const double *x, *y;
    nb_status status = nb_eval_value(s, a, env, &shape, &x);
    if (status == NB_STATUS_OK) status = nb_eval_value(s, b, env, &other, &y);
    if (status != NB_STATUS_OK) return status;
    *same = nb_same_shape(shape, other);
    for (uint32_t i = 0; i < nb_shape_count(shape) && *same; i++) {
        double scale = fmax(fmax(fabs(x[i]), fabs(y[i])), 1);
        *same = x[i] == y[i] || fabs(x[i] - y[i]) <= tolerance * scale ||
                (isnan(x[i]) && isnan(y[i]));
    }
    return status;
}

/* A function, and what it is compared with: another one, or an expression of its parameters. */
typedef struct twins {
    const nb_def *f;
    const char *names[2]; /* of the functions; NULL: it is the expression */
    const char *text;
    nb_span span;
} twins;

/* f(a, b), or the expression, with f's parameters as locals. */
static nb_status read_twin(nb_sheet *s, const twins *t, const char *name, nb_expr *expr) {
    const nb_meaning *meaning = &t->f->meaning;
    const char *locals[NB_MAX_LOCALS];
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    if (name != NULL) nb_buffer_add_text(&out, name);
    for (uint32_t i = 0; i < meaning->parameter_count; i++) {
        locals[i] = s->symbols[meaning->parameters[i]].name;
        if (name != NULL) nb_buffer_add_text(&out, i == 0 ? "(" : ", ");
        if (name != NULL) nb_buffer_add_text(&out, locals[i]);
    }
    nb_buffer_add_text(&out, name != NULL ? ")" : t->text);
    const char *text = out.failed ? NULL : nb_arena_text(&s->scratch, out.data, out.length);
    nb_buffer_clear(&out);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    return nb_parse_expression(&s->scratch, &s->names, text, locals, meaning->parameter_count,
                               expr, &s->problem);
}

/* A failure stands where the argument does. */
static nb_status move_problem(nb_sheet *s, nb_status status, nb_span span) {
    if (status != NB_STATUS_ERROR) return status;
    s->problem.span = span;
    s->problem.has_span = true;
    return status;
}

static nb_status compare_twins(nb_sheet *s, const twins *t, double *value) {
    enum { POINTS = 5 };
    nb_expr both[2];
    nb_random random;
    nb_random_seed(&random, POINTS);
    bool same = true;
    nb_status status = NB_STATUS_OK;
    for (int k = 0; k < 2 && status == NB_STATUS_OK; k++)
        status = read_twin(s, t, t->names[k], &both[k]);
    for (int i = 0; i < POINTS && status == NB_STATUS_OK && same; i++) {
        double env[NB_MAX_LOCALS];
        for (int k = 0; k < NB_MAX_LOCALS; k++) env[k] = 4 * nb_random_uniform(&random) - 2;
        status = is_same_at(s, &both[0], &both[1], env, &same);
    }
    *value = same;
    return move_problem(s, status, t->span);
}

/* Whether an argument is the name of a function that the student has defined. */
static nb_status find_function(nb_sheet *s, const nb_command_arg *arg, const nb_def **f) {
    nb_symbol symbol;
    *f = NULL;
    if (arg->form != NB_ARG_WORD) return NB_STATUS_OK;
    nb_status status = nb_intern(s, arg->text, strlen(arg->text), &symbol);
    if (status != NB_STATUS_OK) return status;
    nb_def_id def = s->symbols[symbol].function;
    if (nb_is_defined(s, def)) *f = &s->defs[def];
    return NB_STATUS_OK;
}

static nb_status compare_functions(nb_sheet *s, const nb_def *f, const nb_command_arg *call,
                                   double *value) {
    const nb_command_arg *second = &call->parameters->next->arg;
    twins t = {.f = f, .names = {call->parameters->arg.text}, .span = second->span};
    const nb_def *g;
    nb_op op;
    nb_status status = find_function(s, second, &g);
    bool word = second->form == NB_ARG_WORD;
    if (word && (g != NULL || nb_op_find_call(second->text, strlen(second->text), &op)))
        t.names[1] = second->text;
    t.text = word ? second->text
                  : nb_arena_text(&s->scratch, second->expr.source + second->span.offset,
                                  second->span.length);
    if (t.text == NULL) return NB_STATUS_NO_MEMORY;
    return status == NB_STATUS_OK ? compare_twins(s, &t, value) : status;
}

/* Functions are compared at some points, formulas with their leaves moved. */
static nb_status measure_SAME(nb_sheet *s, const nb_command_arg *call, double *value) {
    enum { PLACES = 2 };
    const nb_expr *a = &call->parameters->arg.expr, *b = &call->parameters->next->arg.expr;
    const nb_def *f;
    bool same = false;
    nb_status status = find_function(s, &call->parameters->arg, &f);
    if (status == NB_STATUS_OK && f != NULL) return compare_functions(s, f, call, value);
    if (status == NB_STATUS_OK) status = require_values(s, call->parameters);
    if (status == NB_STATUS_OK) status = is_same_at(s, a, b, s->env, &same);
    for (uint32_t turn = 0; turn < PLACES && status == NB_STATUS_OK && same; turn++) {
        nb_elsewhere elsewhere;
        status = nb_elsewhere_go(s, turn, &elsewhere);
        if (status == NB_STATUS_OK) status = is_same_at(s, a, b, s->env, &same);
        nb_elsewhere_return(s, &elsewhere);
    }
    *value = same;
    return status;
}

/* On the rows that are kept for the test, where there are any. */
static nb_status measure_ACCURACY(nb_sheet *s, const nb_command_arg *call, double *value) {
    nb_grades grades;
    nb_status status = require_values(s, call->parameters);
    nb_command_arg *list = list_of(s, call->parameters);
    if (status != NB_STATUS_OK) return status;
    if (list == NULL) return NB_STATUS_NO_MEMORY;
    status = nb_count_grades(s, list, &grades);
    int k = grades.of[1] > 0;
    if (status == NB_STATUS_OK) *value = (double)grades.right[k] / (double)grades.of[k];
    return status;
}

nb_status nb_measure_get(nb_sheet *s, const nb_command_arg *call, double *value) {
    static measure *const measures[] = {
#define MEASURE(ID, ...) measure_##ID,
#include "lang/measures.def"
#undef MEASURE
    };
    return measures[call->pick](s, call, value);
}
