/* What is asked for: the answer, where it is a derivative as a whole; else the derivatives that the
 * question spells out; and whatever `refuse:` says. Of a gap it is what stands left of its = sign:
 * what fills the gap may well be a derivative itself. */
#include "tour/asked.h"

#include <string.h>

#include "base/utf8.h"
#include "definitions/names.h"
#include "lang/lexer.h"
#include "lang/source.h"
#include "quiz/derivative.h"

typedef struct asked {
    nb_quiet *quiet;
    nb_expr *all;
    size_t count, capacity;
    bool names; /* all expressions are wanted, not derivatives alone */
} asked;

static bool is_derivative(const nb_expr *expr) {
    uint8_t kind = expr->codes[expr->count - 1].kind;
    return kind == NB_CODE_GRADIENT || kind == NB_CODE_SLOPE;
}

/* Adds an expression; what is none is left out. */
static nb_status add(asked *a, const char *text) {
    nb_statement *st;
    if (text == NULL) return NB_STATUS_OK;
    nb_status status = nb_quiet_read(a->quiet, text, &st);
    if (status == NB_STATUS_NO_MEMORY) return status;
    if (status != NB_STATUS_OK || st->kind != NB_STATEMENT_EXPRESSION) return NB_STATUS_OK;
    if (!a->names && !is_derivative(&st->exprs[0])) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&a->quiet->s->scratch, a->all, a->count, &a->capacity))
        return NB_STATUS_NO_MEMORY;
    a->all[a->count++] = st->exprs[0];
    return NB_STATUS_OK;
}

static nb_status add_part(asked *a, const char *text, size_t length) {
    const char *copy = nb_arena_text(&a->quiet->s->scratch, text, length);
    return copy != NULL ? add(a, copy) : NB_STATUS_NO_MEMORY;
}

/* ---- derivatives in a text ---- */

/* The bytes of a name at the front, with what stands in brackets behind it. */
static size_t name_length(const char *text) {
    size_t at = nb_utf8_name_length(text, strlen(text));
    if (at == 0 || (text[at] != '[' && text[at] != '(')) return at;
    const char *close = strchr(text + at, text[at] == '[' ? ']' : ')');
    return close != NULL ? (size_t)(close + 1 - text) : at;
}

/* The bytes of dA/dB at the front, `sign` being the d or ∂; 0: none stands there. */
static size_t quotient_length(const char *text, const char *sign) {
    size_t d = strlen(sign), at = d;
    if (strncmp(text, sign, d) != 0) return 0;
    size_t above = name_length(text + at);
    at += above;
    if (above == 0 || text[at] != '/' || strncmp(text + at + 1, sign, d) != 0) return 0;
    size_t below = name_length(text + at + 1 + d);
    return below > 0 ? at + 1 + d + below : 0;
}

static nb_status add_spelled(asked *a, const char *text) {
    static const char call[] = "grad(";
    nb_status status = NB_STATUS_OK;
    nb_buffer partial;
    nb_buffer_init(&partial, &a->quiet->s->memory);
    nb_write_partial(&partial);
    if (partial.failed) status = NB_STATUS_NO_MEMORY;
    for (size_t at = 0; status == NB_STATUS_OK && text[at] != '\0'; at++) {
        size_t length = quotient_length(text + at, partial.data);
        bool begins = at == 0 || !nb_utf8_is_inside_name(text, at);
        if (length == 0 && begins) length = quotient_length(text + at, "d");
        const char *close = begins && strncmp(text + at, call, sizeof call - 1) == 0
                                ? strchr(text + at, ')') : NULL;
        if (close != NULL) length = (size_t)(close + 1 - (text + at));
        if (length == 0) continue;
        status = add_part(a, text + at, length);
        at += length - 1;
    }
    nb_buffer_clear(&partial);
    return status;
}

/* ---- all of them ---- */

/* Adds what a gap's equation is about. */
static nb_status add_left(asked *a, const char *gap) {
    const char *equals = strchr(gap, '=');
    return equals != NULL ? add_part(a, gap, (size_t)(equals - gap)) : NB_STATUS_OK;
}

static nb_status find_asked(const nb_exam *exam, asked *a) {
    const nb_lesson_question *q = exam->q;
    nb_status status = NB_STATUS_OK;
    if (q->gap != NULL) {
        status = add_left(a, q->gap);
    } else {
        status = add(a, q->answer);
        if (status == NB_STATUS_OK) status = add(a, q->predict);
        for (size_t i = 0; i < q->equivalents.count && status == NB_STATUS_OK; i++)
            status = add(a, q->equivalents.all[i].text);
    }
    bool derivatives = a->count > 0, names = a->names;
    a->names = true;
    for (size_t i = 0; i < q->refused.count && status == NB_STATUS_OK; i++)
        status = add(a, q->refused.all[i].text);
    a->names = names;
    bool spelled = q->ask != NULL && (a->names || !derivatives);
    return status == NB_STATUS_OK && spelled ? add_spelled(a, q->ask) : status;
}

static bool same_codes(const nb_expr *a, const nb_expr *b) {
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const nb_code *x = &a->codes[i], *y = &b->codes[i];
        if (x->kind != y->kind || x->op != y->op || x->count != y->count ||
            x->symbol != y->symbol || x->number != y->number)
            return false;
    }
    return true;
}

nb_status nb_asked_is(const nb_exam *exam, nb_quiet *quiet, const char *text, bool *is) {
    asked a = {.quiet = quiet, .names = true};
    nb_statement *st;
    *is = exam->q->gap != NULL && strspn(text, "_") == strlen(text);
    if (*is) return NB_STATUS_OK;
    nb_status status = nb_quiet_read(quiet, text, &st);
    if (status == NB_STATUS_ERROR) return NB_STATUS_OK;
    if (status != NB_STATUS_OK || st->kind != NB_STATEMENT_EXPRESSION) return status;
    status = find_asked(exam, &a);
    for (size_t i = 0; i < a.count && status == NB_STATUS_OK; i++)
        *is = *is || same_codes(&a.all[i], &st->exprs[0]);
    return status;
}

/* Whether an expression contains another one as it stands: that is how f'(3) is found. */
static bool has_part(const nb_expr *expr, const nb_expr *wanted) {
    for (uint32_t i = 0; i + wanted->count <= expr->count; i++) {
        nb_expr part = *expr;
        part.codes += i;
        part.count = wanted->count;
        if (same_codes(&part, wanted)) return true;
    }
    return false;
}

static nb_status find_in(nb_quiet *quiet, const asked *a, const nb_expr *expr, bool *found) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < a->count && status == NB_STATUS_OK && !*found; i++) {
        nb_node of, by;
        *found = has_part(expr, &a->all[i]);
        if (*found) continue;
        status = nb_derivative_nodes(quiet->s, &a->all[i], &of, &by);
        if (status == NB_STATUS_OK && of != NB_NO_NODE)
            status = nb_find_derivative(quiet->s, expr, of, by, found);
    }
    return status;
}

/* The formula that the student gave a name; NULL: the lesson did, or it is none. */
static const nb_expr *find_own(const nb_sheet *s, nb_def_id def) {
    for (size_t i = 0; def != NB_NO_DEF && i < s->done.count; i++)
        if (s->done.changes[i].def == def && s->defs[def].meaning.kind == NB_DEF_FORMULA)
            return s->defs[def].meaning.expr;
    return NULL;
}

nb_status nb_asked_in(const nb_exam *exam, nb_quiet *quiet, const nb_expr *expr, bool *found) {
    enum { MOST_FORMULAS = 1000 };
    asked a = {.quiet = quiet};
    const nb_expr *formulas[MOST_FORMULAS] = {expr};
    size_t count = 1;
    *found = false;
    nb_status status = find_asked(exam, &a);
    for (size_t i = 0; i < count && status == NB_STATUS_OK && !*found && a.count > 0; i++) {
        status = find_in(quiet, &a, formulas[i], found);
        for (uint32_t k = 0; k < formulas[i]->count && count < MOST_FORMULAS; k++) {
            const nb_code *code = &formulas[i]->codes[k];
            if (code->kind != NB_CODE_NAME) continue;
            const nb_expr *own = find_own(quiet->s,
                                          nb_def_find(quiet->s, code->symbol, 0, NULL));
            bool known = own == NULL;
            for (size_t j = 0; j < count && !known; j++) known = formulas[j] == own;
            if (!known) formulas[count++] = own;
        }
    }
    return status;
}

/* Looks through the expressions of a statement. */
static nb_status find_in_statement(const nb_exam *exam, nb_quiet *quiet, const nb_statement *st,
                                   bool *found) {
    uint32_t count = st->kind == NB_STATEMENT_ASSIGN ? st->count : 1;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0; st->exprs != NULL && i < count && status == NB_STATUS_OK && !*found; i++)
        if (st->exprs[i].count > 0) status = nb_asked_in(exam, quiet, &st->exprs[i], found);
    for (size_t i = 0; i < NB_COMMAND_ARGS && status == NB_STATUS_OK && !*found; i++)
        if (st->kind == NB_STATEMENT_COMMAND && st->args[i].form == NB_ARG_EXPR)
            status = nb_asked_in(exam, quiet, &st->args[i].expr, found);
    return status;
}

nb_status nb_asked_in_line(const nb_exam *exam, nb_quiet *quiet, const char *line, bool *found,
                           bool *only) {
    nb_sheet *s = quiet->s;
    size_t length = strlen(line), at = 0;
    nb_status status = NB_STATUS_OK;
    *found = false;
    *only = true;
    while (at < length && status != NB_STATUS_NO_MEMORY && !*found) {
        nb_scan scan = {0};
        nb_statement *st = NULL;
        nb_extent extent = nb_scan_statement(&scan, &s->names, line + at, length - at);
        char *text = nb_arena_text(&s->scratch, line + at, extent.length);
        if (text == NULL) return NB_STATUS_NO_MEMORY;
        char *mark = text + strspn(text, " \t");
        if (*mark == '?') *mark = ' ';
        status = extent.blank ? NB_STATUS_ERROR : nb_quiet_read(quiet, text, &st);
        if (status == NB_STATUS_OK) status = find_in_statement(exam, quiet, st, found);
        bool other = st != NULL && st->kind != NB_STATEMENT_EXPRESSION;
        *only = *only && !other && !extent.bracket_open;
        at += extent.length;
    }
    return status == NB_STATUS_NO_MEMORY ? status : NB_STATUS_OK;
}

nb_status nb_asked_nodes(const nb_exam *exam, nb_quiet *quiet, nb_node *of, nb_node *by) {
    asked a = {.quiet = quiet};
    *of = *by = NB_NO_NODE;
    nb_status status = find_asked(exam, &a);
    for (size_t i = 0; i < a.count && status == NB_STATUS_OK && *of == NB_NO_NODE; i++)
        status = nb_derivative_nodes(quiet->s, &a.all[i], of, by);
    return status;
}
