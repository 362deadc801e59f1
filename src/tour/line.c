/* Reading what was typed at a question. Lines as people write them are understood where they can
 * mean one thing only; else they are refused with what to type instead, and no try is lost. */
#include "tour/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "lang/commands.h"
#include "lang/lexer.h"
#include "quiz/derivative.h"
#include "tour/asked.h"
#include "tour/filled.h"

/* ---- tidying ---- */

const char *nb_line_tidy(nb_arena *arena, const char *line) {
    const uint32_t wide = 0xff01, last_wide = 0xff5e, minus = 0x2212;
    size_t length = strlen(line), at = 0, bytes;
    char *out = nb_arena_add(arena, length + 1, 1), *end = out;
    if (out == NULL) return NULL;
    for (; at < length; at += bytes) {
        uint32_t code = 0;
        bytes = nb_utf8_decode(line + at, length - at, &code);
        if (bytes > 1 && code >= wide && code <= last_wide) *end++ = (char)(code - wide + '!');
        else if (bytes > 1 && nb_utf8_is_blank(code)) *end++ = ' ';
        else if (code == minus) *end++ = '-';
        else for (size_t i = 0; i < bytes + (bytes == 0); i++) *end++ = line[at + i];
        bytes += bytes == 0; /* the parser says what is wrong with it */
    }
    while (end > out && (nb_is_blank(end[-1]) || end[-1] == '\n')) end--;
    *end = '\0';
    while (nb_is_blank(*out) || *out == '\n') out++;
    return out;
}

/* ---- numbers that are no numbers of the language ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The bytes of a plain number with a sign at the front; 0: none stands there. */
static size_t number_length(const char *text) {
    size_t at = *text == '-' || *text == '+' ? 1 : 0, digits = 0;
    for (; is_digit(text[at]); at++) digits++;
    if (text[at] == '.' && (digits > 0 || is_digit(text[at + 1])))
        for (at++; is_digit(text[at]); at++) digits++;
    if (digits == 0) return 0;
    size_t e = at + 1;
    if (text[at] != 'e' && text[at] != 'E') return at;
    if (text[e] == '-' || text[e] == '+') e++;
    if (!is_digit(text[e])) return at;
    while (is_digit(text[e])) e++;
    return e;
}

static const char *skip_blanks(const char *text) {
    return text + strspn(text, " \t");
}

static void refuse(nb_typed *typed, nb_message message, nb_message hint) {
    typed->kind = NB_LINE_REFUSED;
    typed->message = message;
    typed->hint = hint;
}

/* 2,5 and 1,000: a comma between the digits of one number. *plain: it without, or with a point. */
static nb_status find_comma(nb_arena *arena, const char *text, char **plain) {
    const char *first = text + strspn(text, "+-"), *at = first + strspn(first, "0123456789");
    bool thousands = at > first && at - first <= 3 && *first != '0', comma = *at == ',';
    size_t groups = 0;
    *plain = NULL;
    while (comma && *at == ',') {
        size_t digits = strspn(at + 1, "0123456789");
        if (digits == 0) return NB_STATUS_OK;
        thousands = thousands && digits == 3;
        at += 1 + digits;
        groups++;
    }
    if (thousands && *at == '.') at += 1 + strspn(at + 1, "0123456789");
    if (!comma || *at != '\0' || (groups > 1 && !thousands)) return NB_STATUS_OK;
    *plain = nb_arena_text(arena, text, strlen(text));
    if (*plain == NULL) return NB_STATUS_NO_MEMORY;
    char *to = *plain;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == ',' && thousands) continue;
        *to++ = *from == ',' ? '.' : *from;
    }
    *to = '\0';
    return NB_STATUS_OK;
}

static bool is_currency(const char *text, size_t length) {
    static const char *const currencies[] = {"$", "€", "₩", "￦", "£", "¥"};
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (nb_bytes_are(text, length, currencies[i])) return true;
    return false;
}

/* *is: a word is the name of nothing. */
static nb_status is_unknown(nb_sheet *s, const char *text, size_t length, bool *is) {
    nb_symbol symbol;
    nb_status status = nb_intern(s, text, length, &symbol);
    *is = status == NB_STATUS_OK && s->names.kind(s->names.user, symbol) == 0;
    return status;
}

/* Whether text is one word that is the name of nothing, or the sign of a currency. A Greek letter
 * is meant as a name. */
static nb_status is_unit(nb_sheet *s, const char *text, bool *is) {
    size_t length = strlen(text);
    *is = is_currency(text, length);
    if (*is || length == 0 || nb_utf8_name_length(text, length) < length) return NB_STATUS_OK;
    if (nb_utf8_greek_spelling(text, length) != NULL) return NB_STATUS_OK;
    return is_unknown(s, text, length, is);
}

/* 220원, 220 won, ₩220: the number is what is asked for. */
static nb_status find_unit(nb_sheet *s, const char *text, const char **number) {
    size_t front = 0, length;
    bool unit = false;
    *number = NULL;
    while (text[front] != '\0' && number_length(text + front) == 0) front++;
    length = number_length(text + front);
    if (length == 0) return NB_STATUS_OK;
    const char *behind = skip_blanks(text + front + length);
    size_t sign = front;
    while (sign > 0 && nb_is_blank(text[sign - 1])) sign--;
    if (front > 0) unit = is_currency(text, sign) && *behind == '\0';
    nb_status status = front > 0 ? NB_STATUS_OK : is_unit(s, behind, &unit);
    if (status != NB_STATUS_OK || !unit) return status;
    *number = nb_arena_text(&s->scratch, text + front, length);
    return *number != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

/* Refuses what is a number with a comma or a unit. */
static nb_status check_number(const nb_exam *exam, nb_sheet *s, nb_typed *typed) {
    char *plain = NULL;
    const char *number;
    nb_status status = NB_STATUS_OK;
    if (exam->right.shape.rank == 0) status = find_comma(&s->scratch, typed->text, &plain);
    bool either = exam->q->noted != NULL; /* nobody knows whether one number is asked for */
    if (status == NB_STATUS_OK && plain != NULL)
        refuse(typed, either ? NB_PLAIN(ANSWER_COMMA_EITHER) : NB_PLAIN(ANSWER_COMMA),
               either ? NB_SAY(HINT_ANSWER_EITHER, NB_TEXT(plain), NB_TEXT(typed->text))
                      : NB_SAY(HINT_ANSWER, NB_TEXT(plain)));
    if (status != NB_STATUS_OK || plain != NULL) return status;
    status = find_unit(s, typed->text, &number);
    if (status == NB_STATUS_OK && number != NULL)
        refuse(typed, NB_PLAIN(ANSWER_UNIT), NB_SAY(HINT_ANSWER, NB_TEXT(number)));
    return status;
}

/* ---- what kind of statement it is ---- */

/* Of `dy/du = 0.5`, where that is asked for, what stands behind the sign. */
static nb_status drop_asked(const nb_exam *exam, nb_quiet *quiet, nb_typed *typed) {
    bool is = false;
    char *copy = nb_arena_text(&quiet->s->scratch, typed->text, strlen(typed->text));
    if (copy == NULL) return NB_STATUS_NO_MEMORY;
    char *equals = nb_find_equals(copy);
    if (equals == NULL) return NB_STATUS_OK;
    *equals = '\0';
    const char *left = nb_line_tidy(&quiet->s->scratch, copy);
    if (left == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_asked_is(exam, quiet, left, &is);
    if (status == NB_STATUS_OK && is) typed->text = skip_blanks(equals + 1 + (equals[1] == '='));
    return status;
}

/* Whether a line whose bracket is still open is meant as a statement that goes on. */
static bool begins_statement(const char *text) {
    return strchr(text, '=') != NULL || strchr(text, '{') != NULL;
}

/* The only statement of a line; NB_LINE_OTHER where there are none or several. */
static nb_status find_statement(nb_sheet *s, nb_typed *typed) {
    const char *text = typed->text;
    size_t length = strlen(text), at = 0, count = 0;
    while (at < length) {
        nb_scan scan = {0};
        nb_extent extent = nb_scan_statement(&scan, &s->names, text + at, length - at);
        if (extent.kind == NB_EXTENT_OPEN && extent.bracket_open) {
            const char *open = text[at + extent.open] == '(' ? "(" : "[";
            const char *close = *open == '(' ? ")" : "]";
            if (begins_statement(text)) typed->kind = NB_LINE_OTHER;
            else refuse(typed, NB_SAY(UNCLOSED, NB_TEXT(open)),
                        NB_SAY(HINT_CLOSE, NB_TEXT(close)));
            return NB_STATUS_OK;
        }
        count += !extent.blank;
        if (!extent.blank) typed->text = nb_arena_text(&s->scratch, text + at, extent.length);
        if (typed->text == NULL) return NB_STATUS_NO_MEMORY;
        at += extent.length;
    }
    if (count != 1) typed->kind = NB_LINE_OTHER;
    return NB_STATUS_OK;
}

/* Whether the line begins with the word of a command. */
static bool is_command_line(const char *text) {
    return nb_command_find(text, strcspn(text, " \t\r\n=([;")) >= 0;
}

/* 13, 16 and (13, 16) for [13, 16] */
static nb_status find_vector(nb_sheet *s, const char *text, const char **vector) {
    size_t length = strlen(text);
    bool brackets = length > 1 && strchr("({", text[0]) != NULL &&
                    strchr(")}", text[length - 1]) != NULL;
    char *out = nb_arena_add(&s->scratch, length + 3, 1);
    if (out == NULL) return NB_STATUS_NO_MEMORY;
    *vector = out;
    *out = '[';
    memcpy(out + 1, text + brackets, length - (brackets ? 2 : 0));
    bool commas = strchr(out, ',') != NULL;
    for (char *at = out + 1; !commas && *at != '\0'; at++) { /* numbers with blanks between */
        if (*at != ' ' || at[1] == ' ' || number_length(at + 1) == 0) continue;
        *at = ',';
    }
    out[strlen(out)] = ']';
    return NB_STATUS_OK;
}

/* Words side by side are no product, if one of them is the name of nothing. */
static nb_status refuse_words(nb_sheet *s, nb_typed *typed) {
    const char *text = typed->text;
    size_t length = strlen(text), name;
    bool unknown = false;
    nb_status status = NB_STATUS_OK;
    for (size_t at = 0; at < length && status == NB_STATUS_OK && !unknown; at += name) {
        uint32_t code;
        name = nb_utf8_name_length(text + at, length - at);
        if (name > 0) status = is_unknown(s, text + at, name, &unknown);
        const char *word = unknown ? nb_arena_text(&s->scratch, text + at, name) : "";
        if (word == NULL) return NB_STATUS_NO_MEMORY;
        if (unknown) refuse(typed, NB_SAY(UNKNOWN_NAME, NB_TEXT(word)),
                            NB_SAY(HINT_DEFINE, NB_TEXT(word)));
        if (name == 0) name = nb_utf8_decode(text + at, length - at, &code);
        if (name == 0) name = 1;
    }
    return status;
}

static nb_status parse(const nb_exam *exam, nb_quiet *quiet, nb_typed *typed) {
    nb_statement *st = NULL;
    nb_sheet *s = quiet->s;
    nb_status status = nb_quiet_read(quiet, typed->text, &st);
    bool vector = exam->right.shape.rank == 1 || exam->q->noted != NULL;
    if (status == NB_STATUS_ERROR && vector) {
        const char *row;
        nb_problem problem = s->problem;
        status = find_vector(s, typed->text, &row);
        if (status == NB_STATUS_OK) status = nb_quiet_read(quiet, row, &st);
        if (status == NB_STATUS_ERROR) s->problem = problem;
    }
    if (status == NB_STATUS_ERROR && is_command_line(typed->text)) {
        typed->kind = NB_LINE_OTHER;
        return NB_STATUS_OK;
    }
    if (status == NB_STATUS_ERROR) refuse(typed, s->problem.message, s->problem.hint);
    if (status == NB_STATUS_ERROR && typed->message.id == NB_MESSAGE_MISSING_OPERATOR)
        return refuse_words(s, typed);
    if (status != NB_STATUS_OK) return status == NB_STATUS_ERROR ? NB_STATUS_OK : status;
    if (st->kind == NB_STATEMENT_EXPRESSION) typed->expr = st->exprs[0];
    else typed->kind = NB_LINE_OTHER;
    return NB_STATUS_OK;
}

nb_status nb_line_read(const nb_exam *exam, nb_quiet *quiet, const char *line, nb_typed *typed) {
    nb_sheet *s = quiet->s;
    *typed = (nb_typed){.kind = NB_LINE_ANSWER, .text = nb_line_tidy(&s->scratch, line)};
    if (typed->text == NULL) return NB_STATUS_NO_MEMORY;
    if (*typed->text == '\0' || *typed->text == '?') typed->kind = NB_LINE_OTHER;
    nb_status status = NB_STATUS_OK;
    if (typed->kind == NB_LINE_ANSWER && exam->gap != NULL)
        typed->text = nb_filled_find(&s->scratch, exam->gap, typed->text);
    if (typed->text == NULL) return NB_STATUS_NO_MEMORY;
    if (typed->kind == NB_LINE_ANSWER) status = drop_asked(exam, quiet, typed);
    size_t length = number_length(typed->text);
    if (length > 0 && strcmp(skip_blanks(typed->text + length), "%") == 0) {
        typed->percent = true;
        typed->text = nb_arena_text(&s->scratch, typed->text, length);
        if (typed->text == NULL) return NB_STATUS_NO_MEMORY;
    }
    if (status == NB_STATUS_OK && typed->kind == NB_LINE_ANSWER)
        status = check_number(exam, s, typed);
    if (status == NB_STATUS_OK && typed->kind == NB_LINE_ANSWER) status = find_statement(s, typed);
    if (status == NB_STATUS_OK && typed->kind == NB_LINE_ANSWER) status = parse(exam, quiet, typed);
    return status;
}
