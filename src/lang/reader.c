/* The steps that all of the parser takes: over tokens, to codes. See reader.h. */
#include "lang/reader.h"

#include <stdio.h>
#include <string.h>

#include "lang/counters.h"

nb_token *nb_peek(parser *p) {
    return &p->tokens.items[p->at];
}

bool nb_at(parser *p, const char *sign) {
    return nb_token_is(&p->tokens, nb_peek(p), sign);
}

bool nb_accept(parser *p, const char *sign) {
    bool there = nb_at(p, sign);
    if (there) p->at++;
    return there;
}

const char *nb_token_text(parser *p, const nb_token *token) {
    const char *text = nb_arena_text(p->arena, p->tokens.source + token->span.offset,
                                     token->span.length);
    p->no_memory = p->no_memory || text == NULL;
    return text != NULL ? text : "";
}

bool nb_is_assignment_sign(parser *p, const nb_token *token) {
    static const char *const signs[] = {"=", ":=", "+=", "-=", "*=", "/=", "^="};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nb_token_is(&p->tokens, token, signs[i])) return true;
    return false;
}

bool nb_ends_statement(parser *p, const nb_token *token) {
    return token->kind == NB_TOKEN_END || token->kind == NB_TOKEN_SEPARATOR ||
           nb_token_is(&p->tokens, token, "}");
}

bool nb_is_reserved(const char *name) {
    return strcmp(name, "for") == 0 || strcmp(name, "in") == 0 || strcmp(name, "repeat") == 0;
}

bool nb_is_taken(const char *name) {
    static const char *const words[] = {"help", "quit", "exit", "undo", "redo", "reset", "list"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i]) == 0) return true;
    return nb_is_reserved(name);
}

/* ---- failing ---- */

nb_status nb_fail(parser *p, nb_span span, nb_message message) {
    *p->problem = (nb_problem){.message = message, .span = span, .has_span = true};
    return NB_STATUS_ERROR;
}

nb_status nb_fail_hint(parser *p, nb_span span, nb_message message, nb_message hint) {
    nb_status status = nb_fail(p, span, message);
    p->problem->hint = hint;
    return status;
}

/* ---- names ---- */

nb_status nb_token_symbol(parser *p, const nb_token *token, nb_symbol *symbol) {
    nb_status status = p->names->intern(p->names->user, p->tokens.source + token->span.offset,
                                        token->span.length, symbol);
    p->no_memory = p->no_memory || status == NB_STATUS_NO_MEMORY;
    return status;
}

unsigned nb_symbol_kind(parser *p, nb_symbol symbol) {
    unsigned kind = p->names->kind(p->names->user, symbol);
    if (p->in_function && symbol == p->function) kind |= NB_IS_FUNCTION;
    for (uint32_t i = 0; i < p->defined_count; i++)
        if (p->defined[i] == symbol) kind |= NB_IS_VALUE;
    return kind;
}

bool nb_find_local(parser *p, nb_symbol symbol, uint32_t *local) {
    *local = NB_MAX_LOCALS;
    if (p->varies && p->variable == symbol) return true;
    for (uint32_t i = p->local_count; i-- > 0;) {
        if (p->locals[i] != symbol) continue;
        *local = i;
        return true;
    }
    return false;
}

bool nb_find_counter(parser *p, nb_symbol symbol, uint32_t *local) {
    if (!p->counts || (nb_symbol_kind(p, symbol) & NB_IS_VALUE)) return false;
    const char *name = p->names->text(p->names->user, symbol), *counter;
    *local = NB_MAX_LOCALS;
    while ((counter = nb_counter_get(*local)) != NULL && strcmp(name, counter) != 0) ++*local;
    return counter != NULL && !(nb_at(p, "(") && !nb_peek(p)->spaced);
}

const char *nb_join(parser *p, const char *a, const char *between, const char *b) {
    size_t room = strlen(a) + strlen(between) + strlen(b) + 1;
    char *text = nb_arena_add(p->arena, room, 1);
    p->no_memory = p->no_memory || text == NULL;
    if (text == NULL) return "";
    snprintf(text, room, "%s%s%s", a, between, b);
    return text;
}

/* ---- depth and codes ---- */

nb_status nb_enter(parser *p) {
    if (p->depth == NB_MAX_DEPTH)
        return nb_fail(p, nb_peek(p)->span, NB_SAY(TOO_DEEP, NB_COUNT(NB_MAX_DEPTH)));
    p->depth++;
    return NB_STATUS_OK;
}

void nb_leave(parser *p) {
    p->depth--;
}

nb_status nb_emit(parser *p, nb_code code) {
    if (p->count == MAX_CODES)
        return nb_fail(p, code.span, NB_SAY(TOO_LONG, NB_COUNT(MAX_CODES)));
    if (!NB_ARENA_RESERVE(p->arena, p->codes, p->count, &p->capacity)) return NB_STATUS_NO_MEMORY;
    p->codes[p->count++] = code;
    return NB_STATUS_OK;
}

nb_status nb_emit_number(parser *p, double number, nb_span span) {
    return nb_emit(p, (nb_code){.kind = NB_CODE_NUMBER, .number = number, .span = span});
}

/* From the first byte of `from` to the last token read. */
nb_span nb_span_to_here(parser *p, nb_span from) {
    nb_span last = p->tokens.items[p->at - 1].span;
    return (nb_span){from.offset, last.offset + last.length - from.offset};
}
