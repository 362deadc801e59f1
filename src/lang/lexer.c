/* The lexer. One pass over the bytes; everything outside ASCII goes through base/utf8. */
#include "lang/lexer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/commands.h"

typedef struct lexer {
    nb_arena *arena;
    const nb_names *names;
    const char *text;
    size_t length, at;
    nb_token *items;
    uint32_t count;
    size_t capacity;
    nb_problem *problem;
    uint32_t first;  /* the token that begins the innermost statement */
    uint32_t braces; /* open braces: inside them a line's end separates statements */
    uint32_t groups; /* open ( and [ inside the innermost brace */
} lexer;

static nb_status fail(lexer *l, size_t offset, size_t length, nb_message message) {
    *l->problem = (nb_problem){
        .message = message, .span = {(uint32_t)offset, (uint32_t)length}, .has_span = true};
    return NB_STATUS_ERROR;
}

/* For a message: what is very long is cut. */
static const char *copy(lexer *l, size_t offset, size_t length) {
    enum { LONGEST = 60 };
    if (length > LONGEST) length = LONGEST;
    const char *text = nb_arena_text(l->arena, l->text + offset, length);
    return text != NULL ? text : "";
}

static nb_token *add(lexer *l, nb_token_kind kind, size_t offset, size_t length, bool spaced) {
    if (!NB_ARENA_RESERVE(l->arena, l->items, l->count, &l->capacity)) return NULL;
    nb_token *token = &l->items[l->count++];
    *token = (nb_token){.kind = kind, .span = {(uint32_t)offset, (uint32_t)length},
                        .spaced = spaced};
    return token;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* NUMBER = FRACTION | decimal [ ( 'e' | 'E' ) [ '+' | '-' ] DIGITS ]
 * decimal = DIGITS [ '.' [ DIGITS ] ] | '.' DIGITS
 * The bytes of one; the dots of 1..20 are no part of it, nor is the e of 2e when no exponent
 * follows. */
static size_t number_length(const char *text) {
    size_t n = 0;
    while (is_digit(text[n])) n++;
    if (text[n] == '.' && text[n + 1] != '.') {
        n++;
        while (is_digit(text[n])) n++;
    }
    if (text[n] == 'e' || text[n] == 'E') {
        size_t sign = text[n + 1] == '+' || text[n + 1] == '-';
        if (is_digit(text[n + 1 + sign])) {
            n += 1 + sign;
            while (is_digit(text[n])) n++;
        }
    }
    return n;
}

static nb_status lex_number(lexer *l, bool spaced) {
    size_t length = number_length(l->text + l->at);
    const char *digits = nb_arena_text(l->arena, l->text + l->at, length);
    if (digits == NULL) return NB_STATUS_NO_MEMORY;
    double number = strtod(digits, NULL);
    bool vanished = number == 0.0 && strspn(digits, "0.") != strcspn(digits, "eE");
    if (isinf(number) || vanished)
        return fail(l, l->at, length, NB_SAY(NUMBER_RANGE, NB_TEXT(copy(l, l->at, length))));
    nb_token *token = add(l, NB_TOKEN_NUMBER, l->at, length, spaced);
    if (token == NULL) return NB_STATUS_NO_MEMORY;
    token->number = number;
    l->at += length;
    /* 1.2.3 is no number; but 1..20 is a range */
    if (l->text[l->at] == '.' && is_digit(l->text[l->at + 1])) {
        length += 1 + number_length(l->text + l->at + 1);
        return fail(l, token->span.offset, length,
                    NB_SAY(BAD_NUMBER, NB_TEXT(copy(l, token->span.offset, length))));
    }
    return NB_STATUS_OK;
}

/* The bytes of \u{202e}, as which a list shows what a terminal would act on, and its character;
 * 0: it is none. The end of a line is none, for a list that is typed back would be torn there. */
static size_t read_escape(const char *text, size_t length, uint32_t *code) {
    size_t at = 3;
    *code = 0;
    if (length < at + 2 || memcmp(text, "\\u{", at) != 0) return 0;
    for (; at < length && *code < 0x110000; at++) {
        char c = text[at], small = (char)(c | ' ');
        if (!is_digit(c) && (small < 'a' || small > 'f')) break;
        *code = *code * 16 + (uint32_t)(is_digit(c) ? c - '0' : small - 'a' + 10);
    }
    bool good = at > 3 && at < length && text[at] == '}' && *code > 0 && *code < 0x110000 &&
                (*code < 0xd800 || *code > 0xdfff) && *code != '\n' && *code != '\r';
    return good ? at + 1 : 0;
}

/* TEXT = '"' { any character of the line but '"' | '\"' | '\\' | '\u{' hexadecimals '}' } '"' */
static nb_status lex_text(lexer *l, bool spaced) {
    size_t end = l->at + 1, length = 0;
    while (end < l->length && l->text[end] != '"' && l->text[end] != '\n')
        end += l->text[end] == '\\' && end + 1 < l->length && l->text[end + 1] != '\n' ? 2 : 1;
    if (end >= l->length || l->text[end] != '"')
        return fail(l, l->at, 1, NB_PLAIN(UNCLOSED_TEXT));
    size_t valid = nb_utf8_valid(l->text + l->at, end - l->at);
    const char *nul = memchr(l->text + l->at, '\0', valid); /* what comes first is told */
    if (nul != NULL) return fail(l, (size_t)(nul - l->text), 1, NB_PLAIN(NUL_BYTE));
    if (valid < end - l->at) return fail(l, l->at + valid, 1, NB_PLAIN(BAD_UTF8));
    nb_token *token = add(l, NB_TOKEN_TEXT, l->at, end + 1 - l->at, spaced);
    char *text = nb_arena_add(l->arena, end - l->at, 1);
    if (token == NULL || text == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = l->at + 1; i < end; i++) {
        uint32_t code;
        size_t bytes = read_escape(l->text + i, end - i, &code);
        if (bytes > 0) {
            length += nb_utf8_encode(code, text + length);
            i += bytes - 1;
            continue;
        }
        bool escape = l->text[i] == '\\' && (l->text[i + 1] == '"' || l->text[i + 1] == '\\');
        text[length++] = l->text[escape ? ++i : i];
    }
    token->text = text;
    l->at = end + 1;
    return NB_STATUS_OK;
}

/* ᵀ is a letter to Unicode, and a sign on the blackboard; so is ⊤. */
static bool is_transpose(uint32_t code) {
    return code == 0x1d40 || code == 0x22a4;
}

/* NAME = begin { begin | digit | subscript digit | combining mark }
 * begin = letter of any script | '_' | '\' and the spelling of a Greek letter */
static nb_status lex_name(lexer *l, bool spaced) {
    size_t end = l->at;
    while (end < l->length) {
        uint32_t code;
        size_t bytes, spelled;
        bytes = nb_utf8_decode(l->text + end, l->length - end, &code);
        bool greek = nb_utf8_greek(l->text + end, l->length - end, &spelled) != NULL;
        if (!greek && (bytes == 0 || !nb_utf8_continues_name(code) || is_transpose(code))) break;
        end += greek ? spelled : bytes;
    }
    if (add(l, NB_TOKEN_NAME, l->at, end - l->at, spaced) == NULL) return NB_STATUS_NO_MEMORY;
    l->at = end;
    return NB_STATUS_OK;
}

/* Signs of several bytes, longest first; any other sign is one code point. */
static size_t sign_length(const char *text) {
    static const char *const signs[] = {"...", ":=", "+=", "-=", "*=", "/=", "^=", "==", "<=",
                                        ">=", "!=", "..", "**", "&&", "||", "->"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0) return strlen(signs[i]);
    return 0;
}

static bool is_known_sign(uint32_t code) {
    static const char ascii[] = "+-*/^@'<>=()[]{},:;~!%|&?.\\$`";
    static const uint32_t other[] = {0xd7 /* × */, 0xb7 /* · */, 0xf7 /* ÷ */, 0x2212 /* − */,
        0xb2 /* ² */, 0xb3 /* ³ */, 0x2202 /* ∂ */, 0x2264, 0x2265, 0x2260, 0x22c5 /* ⋅ */,
        0x2207 /* ∇ */};
    if (is_transpose(code)) return true;
    if (code < 0x80) return code != 0 && strchr(ascii, (int)code) != NULL;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (other[i] == code) return true;
    return false;
}

/* SEPARATOR = ';' | the end of a line inside braces (see lex_one) */
static nb_status lex_sign(lexer *l, bool spaced) {
    uint32_t code;
    size_t bytes = nb_utf8_decode(l->text + l->at, l->length - l->at, &code);
    if (bytes == 0) return fail(l, l->at, 1, NB_PLAIN(BAD_UTF8));
    if (code == 0) return fail(l, l->at, 1, NB_PLAIN(NUL_BYTE));
    if (!is_known_sign(code))
        return fail(l, l->at, bytes, NB_SAY(BAD_CHARACTER, NB_TEXT(copy(l, l->at, bytes))));
    size_t several = sign_length(l->text + l->at);
    if (several > 0) bytes = several;
    char c = l->text[l->at];
    if (c == '{') l->braces++;
    if (c == '}' && l->braces > 0) l->braces--;
    if (c == '(' || c == '[') l->groups++;
    if ((c == ')' || c == ']') && l->groups > 0) l->groups--;
    nb_token_kind kind = c == ';' ? NB_TOKEN_SEPARATOR : NB_TOKEN_SIGN;
    if (add(l, kind, l->at, bytes, spaced) == NULL) return NB_STATUS_NO_MEMORY;
    if ((c == ';' && l->groups == 0) || c == '{') l->first = l->count; /* a row's ; ends nothing */
    l->at += bytes;
    return NB_STATUS_OK;
}

/* The bytes of a blank; a byte order mark is one, too. */
static size_t blank_length(const char *text, size_t length) {
    uint32_t code;
    if ((unsigned char)*text < 0x80) return nb_is_blank(*text);
    size_t bytes = nb_utf8_decode(text, length, &code);
    return bytes > 0 && (nb_utf8_is_blank(code) || code == 0xfeff) ? bytes : 0;
}

/* PICK = '#' DIGITS
 * The bytes of one, behind which nothing directly follows; 0: it is none. */
static size_t pick_length(const char *text, size_t length) {
    size_t n = 1;
    while (n < length && is_digit(text[n])) n++;
    bool alone = n == length || strchr(" \t\r\n;,}#", text[n]) != NULL;
    return n > 1 && n < 10 && alone ? n : 0;
}

/* Whether the statement that begins with `word` is a command that takes nodes, and no definition
 * of a name spelled like one. */
static bool takes_nodes(const nb_names *names, const char *word, size_t length) {
    size_t n = 0;
    while (n < length && strchr(" \t\r\n", word[n]) == NULL) n++;
    bool whole = n > 0;
    const nb_command_info *command = whole ? nb_command_get(nb_command_find(word, n)) : NULL;
    if (command == NULL || names == NULL) return false;
    while (n < length && nb_is_blank(word[n])) n++;
    bool assigned = n + 1 < length && (word[n] == '=' || (word[n] != '\0' && word[n + 1] == '=' &&
                                                          strchr(":+-*/^", word[n]) != NULL));
    bool nodes = nb_command_takes(command, NB_TAKES_NODE) ||
                 nb_command_takes(command, NB_TAKES_NODES);
    return nodes && !assigned;
}

/* A pasted transcript's prompt at the start of a line; 0 when there is none. */
static size_t prompt_length(const char *text, size_t length) {
    static const char *const prompts[] = {"∇", ">>>", "...", "…"};
    for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++) {
        size_t n = strlen(prompts[i]);
        if (length < n || memcmp(text, prompts[i], n) != 0) continue;
        if (length == n || text[n] == ' ' || text[n] == '\n' || text[n] == '\r') return n;
    }
    return 0;
}

/* The bytes of the #2 at hand; 0 when it is a comment. */
static size_t find_pick(const lexer *l) {
    if (l->first == l->count) return 0; /* nothing stands before it */
    size_t begin = l->items[l->first].span.offset;
    return takes_nodes(l->names, l->text + begin, l->length - begin)
               ? pick_length(l->text + l->at, l->length - l->at) : 0;
}

/* Skips blanks, comments, prompts, and line ends outside braces; true when it skipped any. */
static bool skip_blanks(lexer *l) {
    size_t begin = l->at;
    bool line_start = l->at == 0;
    while (l->at < l->length) {
        const char *rest = l->text + l->at;
        size_t left = l->length - l->at;
        size_t prompt = line_start ? prompt_length(rest, left) : 0;
        size_t blank = blank_length(rest, left);
        if (blank > 0) l->at += blank;
        else if (prompt > 0) l->at += prompt, line_start = false;
        else if (*rest == '\n' && (l->braces == 0 || l->groups > 0)) l->at++, line_start = true;
        else if (*rest == '#' && find_pick(l) == 0) l->at += strcspn(rest, "\n");
        else break;
    }
    return l->at > begin || l->at == 0;
}

/* FRACTION = '½' | '⅓' | ...
 * One sign, one number. */
static nb_status lex_fraction(lexer *l, size_t bytes, double value, bool spaced) {
    const nb_token *last = l->count > 0 ? &l->items[l->count - 1] : NULL;
    if (!spaced && last != NULL && last->kind == NB_TOKEN_NUMBER) {
        size_t begin = last->span.offset, length = l->at + bytes - begin;
        return fail(l, begin, length, NB_SAY(BAD_NUMBER, NB_TEXT(copy(l, begin, length))));
    }
    nb_token *token = add(l, NB_TOKEN_NUMBER, l->at, bytes, spaced);
    if (token == NULL) return NB_STATUS_NO_MEMORY;
    token->number = value;
    l->at += bytes;
    return NB_STATUS_OK;
}

double nb_fraction(uint32_t code) {
    static const struct { uint32_t code; double over, under; } all[] = {
        {0xbd, 1, 2},   {0x2153, 1, 3}, {0x2154, 2, 3}, {0xbc, 1, 4},   {0xbe, 3, 4},
        {0x2155, 1, 5}, {0x2156, 2, 5}, {0x2157, 3, 5}, {0x2158, 4, 5}, {0x2159, 1, 6},
        {0x215a, 5, 6}, {0x2150, 1, 7}, {0x215b, 1, 8}, {0x215c, 3, 8}, {0x215d, 5, 8},
        {0x215e, 7, 8}, {0x2151, 1, 9}, {0x2152, 1, 10}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].code == code) return all[i].over / all[i].under;
    return 0;
}

static nb_status lex_one(lexer *l) {
    bool spaced = skip_blanks(l);
    if (l->at >= l->length) return NB_STATUS_OK;
    char c = l->text[l->at];
    if (c == '\n') {
        if (add(l, NB_TOKEN_SEPARATOR, l->at, 1, spaced) == NULL) return NB_STATUS_NO_MEMORY;
        l->first = l->count;
        l->at++;
        size_t prompt = 0;
        while (l->at + prompt < l->length && nb_is_blank(l->text[l->at + prompt])) prompt++;
        l->at += prompt;
        l->at += prompt_length(l->text + l->at, l->length - l->at);
        return NB_STATUS_OK;
    }
    if (c == '#') {
        size_t n = find_pick(l);
        nb_token *token = add(l, NB_TOKEN_PICK, l->at, n, spaced);
        if (token == NULL) return NB_STATUS_NO_MEMORY;
        token->number = strtod(l->text + l->at + 1, NULL);
        l->at += n;
        return NB_STATUS_OK;
    }
    if (is_digit(c) || (c == '.' && is_digit(l->text[l->at + 1]))) return lex_number(l, spaced);
    if (c == '"') return lex_text(l, spaced);
    uint32_t code;
    size_t bytes = nb_utf8_decode(l->text + l->at, l->length - l->at, &code);
    size_t spelled;
    double value = bytes > 0 ? nb_fraction(code) : 0;
    if (value > 0) return lex_fraction(l, bytes, value, spaced);
    bool greek = nb_utf8_greek(l->text + l->at, l->length - l->at, &spelled) != NULL;
    bool letter = bytes > 0 && nb_utf8_starts_name(code) && !is_transpose(code);
    if (greek || letter) return lex_name(l, spaced);
    return lex_sign(l, spaced);
}

nb_status nb_lex(nb_arena *arena, const nb_names *names, const char *text, size_t length,
                 nb_tokens *tokens, nb_problem *problem) {
    lexer l = {.arena = arena, .names = names, .text = text, .length = length, .problem = problem};
    if (length > UINT32_MAX / 2) return fail(&l, 0, 1, NB_SAY(TOO_LONG, NB_COUNT(UINT32_MAX / 2)));
    while (l.at < length) {
        nb_status status = lex_one(&l);
        if (status != NB_STATUS_OK) return status;
    }
    if (add(&l, NB_TOKEN_END, length, 0, true) == NULL) return NB_STATUS_NO_MEMORY;
    *tokens = (nb_tokens){l.items, l.count, text};
    return NB_STATUS_OK;
}

bool nb_token_is(const nb_tokens *tokens, const nb_token *token, const char *sign) {
    return token->kind == NB_TOKEN_SIGN && strlen(sign) == token->span.length &&
           memcmp(tokens->source + token->span.offset, sign, token->span.length) == 0;
}

/* ---- where a statement ends ---- */

static void open_bracket(nb_scan *scan, char closer) {
    if (scan->depth < NB_MAX_DEPTH) {
        scan->opened[scan->depth] = scan->at;
        scan->closers[scan->depth] = closer;
    }
    scan->depth++;
}

/* A closing bracket closes everything that was opened inside its own opening bracket, so that
 * `(1 + 2}` ends where a person would see the mistake. Without one it closes nothing. */
static void close_bracket(nb_scan *scan, char closer) {
    if (scan->depth > NB_MAX_DEPTH) {
        scan->depth--;
        return;
    }
    for (uint32_t i = scan->depth; i-- > 0;) {
        if (scan->closers[i] != closer) continue;
        scan->depth = i;
        return;
    }
}

/* Whether ; and a line's end separate statements here, inside braces or outside all brackets. */
static bool is_between_statements(const nb_scan *scan) {
    return scan->depth == 0 ||
           (scan->depth <= NB_MAX_DEPTH && scan->closers[scan->depth - 1] == '}');
}

/* Notes where a statement begins, behind a pasted prompt. */
static void begin_word(nb_scan *scan, const char *text, size_t length) {
    size_t at = scan->at, prompt = prompt_length(text + at, length - at);
    for (at += prompt; prompt > 0 && at < length && nb_is_blank(text[at]);) at++;
    scan->word_at = at;
    scan->begun = true;
}

static bool is_pick(const nb_scan *scan, const nb_names *names, const char *text, size_t length) {
    return scan->begun && pick_length(text + scan->at, length - scan->at) > 0 &&
           takes_nodes(names, text + scan->word_at, length - scan->word_at);
}

nb_extent nb_scan_statement(nb_scan *scan, const nb_names *names, const char *text,
                            size_t length) {
    for (; scan->at < length; scan->at++) {
        char c = text[scan->at];
        if (c == '\n') {
            scan->in_comment = scan->in_text = false;
            if (scan->depth == 0) break;
            if (is_between_statements(scan)) scan->begun = false;
            continue;
        }
        if (scan->in_comment) continue;
        if (scan->in_text) {
            if (c == '\\' && scan->at + 1 < length && text[scan->at + 1] != '\n') scan->at++;
            else if (c == '"') scan->in_text = false;
            continue;
        }
        if (c == ';' && scan->depth == 0) break;
        if (c == '#' && !is_pick(scan, names, text, length)) {
            scan->in_comment = true;
            continue;
        }
        size_t blank = blank_length(text + scan->at, length - scan->at);
        if (blank > 0) {
            scan->at += blank - 1;
            continue;
        }
        scan->filled = true;
        if (c == ';' && is_between_statements(scan)) scan->begun = false;
        else if (!scan->begun) begin_word(scan, text, length);
        if (c == '"') scan->in_text = true;
        if (c == '(') open_bracket(scan, ')');
        if (c == '[') open_bracket(scan, ']');
        if (c == '{') {
            open_bracket(scan, '}');
            scan->begun = false;
        }
        if (c == ')' || c == ']' || c == '}') close_bracket(scan, c);
    }
    nb_extent extent = {.kind = scan->at < length ? NB_EXTENT_STATEMENT : NB_EXTENT_OPEN,
                        .length = scan->at < length ? scan->at + 1 : scan->at,
                        .semicolon = scan->at < length && text[scan->at] == ';',
                        .blank = !scan->filled,
                        .bracket_open = scan->depth > 0};
    if (scan->depth > 0)
        extent.open = scan->opened[scan->depth < NB_MAX_DEPTH ? scan->depth - 1 : NB_MAX_DEPTH - 1];
    return extent;
}
