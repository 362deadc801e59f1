/* Hints: what was probably meant by a statement that could not be read or run. The problem is set;
 * this only adds advice, from the tables of habits, names, commands and operators. */
#include "help/hints.h"

#include <stdio.h>
#include <string.h>

#include "base/keyboard.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "help/clause_hints.h"
#include "help/places.h"
#include "help/recipes.h"
#include "help/usage.h"
#include "lang/commands.h"
#include "train/optimizer.h"

/* ---- habits from other languages ---- */

static const struct {
    const char *pattern;
    nb_message_id hint;
    const char *meant; /* NULL: the hint gets the words of the pattern */
} habits[] = {
#define HABIT(PATTERN, HINT, EXAMPLE) {PATTERN, NB_MESSAGE_##HINT, NULL},
#define MEANT(PATTERN, WORDS, EXAMPLE) {PATTERN, NB_MESSAGE_HINT_DID_YOU_MEAN, WORDS},
#define LOOKS(CHARACTERS, SIGN)
#define SETTING(WORD, NAME, EXAMPLE)
#include "help/habits.def"
#undef HABIT
#undef MEANT
#undef LOOKS
#undef SETTING
};

static const struct {
    const char *characters, *sign;
} look_alikes[] = {
#define HABIT(PATTERN, HINT, EXAMPLE)
#define MEANT(PATTERN, WORDS, EXAMPLE)
#define SETTING(WORD, NAME, EXAMPLE)
#define LOOKS(CHARACTERS, SIGN) {CHARACTERS, SIGN},
#include "help/habits.def"
#undef HABIT
#undef MEANT
#undef LOOKS
#undef SETTING
};

static const struct {
    const char *word, *name;
} settings[] = {
#define HABIT(PATTERN, HINT, EXAMPLE)
#define MEANT(PATTERN, WORDS, EXAMPLE)
#define LOOKS(CHARACTERS, SIGN)
#define SETTING(WORD, NAME, EXAMPLE) {WORD, NAME},
#include "help/habits.def"
#undef HABIT
#undef MEANT
#undef LOOKS
#undef SETTING
};

enum { WORDS = 2, FARTHEST = 200 };

/* Where a pattern stands in a text, and what its ~ stand for. */
typedef struct occurrence {
    size_t begin, end;
    nb_span words[WORDS];
    uint32_t word_count;
} occurrence;

static bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether a pattern, as habits.def explains it, stands in the text at this byte. */
static bool match(const char *text, size_t at, const char *pattern, occurrence *found) {
    char first = pattern[0];
    bool sign = pattern[1] == '\0';
    if ((sign || strchr(" 0~", first) == NULL) && text[at] != first) return false;
    char last = pattern[strlen(pattern) - 1];
    *found = (occurrence){.begin = at, .end = at + 1};
    if (sign) return true;
    if ((is_letter_or_digit(first) || first == '~') && nb_utf8_is_inside_name(text, at))
        return false;
    for (; *pattern != '\0' && *pattern != '$'; pattern++) {
        size_t n = *pattern == ' '   ? strspn(text + at, " \t")
                   : *pattern == '0' ? strspn(text + at, "0123456789")
                   : *pattern == '~' ? nb_word_length(text + at) : text[at] == *pattern;
        if (n == 0 && (*pattern != ' ' || nb_utf8_is_inside_name(text, at))) return false;
        if (*pattern == '~' && found->word_count < WORDS)
            found->words[found->word_count++] = (nb_span){(uint32_t)at, (uint32_t)n};
        at += n;
    }
    found->end = at;
    if (last == '$') found->end += 1 + strspn(text + at, " \t");
    if (last == '$') return strchr("\r\n;#", text[found->end - 1]) != NULL;
    return !is_letter_or_digit(last) || !nb_utf8_is_inside_name(text, at);
}

/* Whether the pattern may end right before the place of the problem, being a word behind which
 * something could not be read. Where a word is unknown, the place is that of the word itself. */
static bool may_stand_before(const nb_problem *p, const char *pattern) {
    switch (p->message.id) {
    case NB_MESSAGE_UNKNOWN_NAME: case NB_MESSAGE_UNKNOWN_FUNCTION: case NB_MESSAGE_NOT_A_VALUE:
        return false;
    default: return is_letter_or_digit(pattern[strlen(pattern) - 1]);
    }
}

/* Finds a pattern that covers the place of the problem, or may end right before it. */
static bool find_at_place(const nb_problem *p, const char *text, const char *pattern,
                          occurrence *found) {
    size_t place = p->span.offset, end = place + p->span.length;
    bool before = may_stand_before(p, pattern);
    for (size_t at = place > FARTHEST ? place - FARTHEST : 0; at <= place; at++) {
        if (!match(text, at, pattern, found)) continue;
        if (found->end >= end) return true;
        if (before && found->end + strspn(text + found->end, " \t") >= place) return true;
    }
    return false;
}

/* dF/dx where F is a function and no value: of one number it has F'(x). */
static bool hint_at_slope(nb_sheet *s, const char *text, const occurrence *found) {
    nb_span above = found->words[0], below = found->words[1];
    const char *name = nb_arena_text(&s->scratch, text + above.offset, above.length);
    const char *by = nb_arena_text(&s->scratch, text + below.offset, below.length);
    unsigned kind = nb_kind_of_name(s, text + above.offset, above.length);
    if (name == NULL || by == NULL) return false;
    if (kind & NB_IS_VALUE) return nb_hint_at_unknown_by(s, name, by);
    if (!(kind & NB_IS_FUNCTION)) return false;
    const char *usage = nb_call_usage(s, name);
    s->problem.hint = usage == NULL || strchr(usage, ',') == NULL
                          ? NB_SAY(HINT_SLOPE, NB_TEXT(name))
                          : NB_SAY(HINT_FUNCTION_OF, NB_TEXT(name), NB_TEXT(usage), NB_TEXT(by));
    return true;
}

/* data from iris.csv, peek iris.csv: the file is where it should be. */
static bool reads_file(const char *text) {
    text += strspn(text, " \t");
    return strncmp(text, "peek ", 5) == 0 ||
           (strncmp(text, "data ", 5) == 0 && strstr(text, "from ") != NULL);
}

static bool hint_at_habit(nb_sheet *s, const char *text) {
    nb_problem *p = &s->problem;
    occurrence found;
    for (size_t i = 0; p->has_span && i < sizeof habits / sizeof *habits; i++) {
        if (!find_at_place(p, text, habits[i].pattern, &found)) continue;
        if (habits[i].hint == NB_MESSAGE_HINT_CSV && reads_file(text)) continue;
        p->hint = (nb_message){.id = habits[i].hint};
        if (habits[i].hint == NB_MESSAGE_HINT_DIFFERENTIALS && hint_at_slope(s, text, &found))
            return true;
        if (habits[i].meant != NULL) p->hint.args[0] = NB_TEXT(habits[i].meant);
        for (uint32_t k = 0; habits[i].meant == NULL && k < found.word_count; k++) {
            nb_span word = found.words[k];
            const char *copy = nb_arena_text(&s->scratch, text + word.offset, word.length);
            p->hint.args[k] = NB_TEXT(copy != NULL ? copy : "");
        }
        return true;
    }
    return false;
}

nb_message nb_habit_of(const char *word) {
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(habits[i].pattern, word) != 0) continue;
        nb_message hint = {.id = habits[i].hint};
        if (habits[i].meant != NULL) hint.args[0] = NB_TEXT(habits[i].meant);
        return hint;
    }
    return NB_NO_HINT;
}

/* A sign that looks like another, or is twice as wide. */
static bool hint_at_sign(nb_sheet *s, const char *text, const char *sign) {
    uint32_t code;
    enum { WIDE = 0xff01, WIDEST = 0xff5e, PLAIN = 0x21 };
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++) {
        if (strstr(look_alikes[i].characters, sign) == NULL) continue;
        bool quote = look_alikes[i].sign[0] == '"' || look_alikes[i].sign[0] == '\'';
        bool no_text = quote && s->problem.has_span &&
                       nb_begins_value(text, s->problem.span.offset);
        s->problem.hint = no_text ? NB_PLAIN(HINT_NO_TEXT)
                                  : NB_SAY(HINT_TYPE, NB_TEXT(look_alikes[i].sign));
        return true;
    }
    if (nb_utf8_decode(sign, strlen(sign), &code) == 0) return false;
    bool seen = nb_utf8_width(sign, strlen(sign)) > 0;
    if (!seen) s->problem.hint = NB_PLAIN(HINT_INVISIBLE);
    if (code < WIDE || code > WIDEST) return !seen;
    char plain = (char)(code - WIDE + PLAIN);
    const char *copy = nb_arena_text(&s->scratch, &plain, 1);
    if (copy != NULL) s->problem.hint = NB_SAY(HINT_WIDE, NB_TEXT(copy));
    return copy != NULL;
}

/* ---- names ---- */

/* The bytes of the longest beginning of `name` that is defined as one of `kinds`; 0: none is. */
static size_t defined_length(nb_sheet *s, const char *name, unsigned kinds) {
    for (size_t n = strlen(name); n > 0; n--) {
        bool cut = ((unsigned char)name[n] & 0xc0) == 0x80; /* inside a character */
        if (!cut && (nb_kind_of_name(s, name, n) & kinds)) return n;
    }
    return 0;
}

/* xy is x*y and sinx is sin(x), where it falls apart into names that are defined; else NULL. */
static const char *split(nb_sheet *s, const char *name) {
    enum { LONGEST = 60 };
    char parts[3 * LONGEST] = "";
    size_t out = 0;
    if (strlen(name) > LONGEST) return NULL;
    for (const char *rest = name; *rest != '\0';) {
        size_t n = defined_length(s, rest, NB_IS_VALUE);
        size_t f = defined_length(s, rest, NB_IS_FUNCTION);
        const char *argument = rest + f;
        bool call = f > n && *argument != '\0' &&
                    (defined_length(s, argument, NB_IS_VALUE) == strlen(argument) ||
                     strspn(argument, "0123456789") == strlen(argument));
        if (n == 0 && !call) return NULL;
        const char *times = out > 0 ? "*" : "";
        size_t room = sizeof parts - out;
        out += (size_t)(call ? snprintf(parts + out, room, "%s%.*s(%s)", times, (int)f, rest,
                                        argument)
                             : snprintf(parts + out, room, "%s%.*s", times, (int)n, rest));
        rest = call ? argument + strlen(argument) : rest + n;
    }
    return nb_arena_text(&s->scratch, parts, out);
}

/* ---- calls ---- */

static bool is_count(nb_message_id id) {
    return id == NB_MESSAGE_ARGUMENT_NONE || id == NB_MESSAGE_ARGUMENT_ONE ||
           id == NB_MESSAGE_ARGUMENT_COUNT || id == NB_MESSAGE_ARGUMENT_LEAST;
}

static void hint_at_usage(nb_sheet *s, const char *name) {
    const char *usage = nb_call_usage(s, name);
    nb_vector_op vector;
    nb_op op;
    bool one = is_count(s->problem.message.id) &&
               !nb_op_find_call(name, strlen(name), &op) &&
               nb_vector_find(name, strlen(name), &vector) && nb_vector_get(vector)->arity == 1;
    if (one && nb_vector_get(vector)->along)
        s->problem.hint = NB_SAY(HINT_TAKES_ALONG, NB_TEXT(name));
    else if (one) s->problem.hint = NB_SAY(HINT_TAKES_VECTOR, NB_TEXT(name));
    else if (usage != NULL) s->problem.hint = NB_SAY(HINT_WRITE, NB_TEXT(usage));
}

/* The usage of a command that was typed so. */
static nb_arg say_usage(nb_sheet *s, const nb_command_info *command, const char *word) {
    bool korean = nb_command_is_korean(command, word, strlen(word));
    return NB_WORDS(nb_command_usage(s, command, korean));
}

/* No function has the name that is called, but perhaps something else has, or one a name near
 * it. */
static void hint_at_call(nb_sheet *s, const char *name) {
    const char *near = nb_suggest(s, name, true, false), *use = nb_recipe_use(s, name);
    int command = nb_command_find(name, strlen(name));
    if (command >= 0)
        s->problem.hint = NB_SAY(HINT_COMMAND, NB_TEXT(name),
                                 say_usage(s, nb_command_get(command), name));
    else if (nb_kind_of_name(s, name, strlen(name)) & NB_IS_FAMILY)
        s->problem.hint = NB_SAY(HINT_ELEMENT, NB_TEXT(name));
    else if (use != NULL)
        s->problem.hint = NB_SAY(HINT_WRITE, NB_TEXT(use));
    else
        s->problem.hint = near != NULL ? nb_meant(name, near)
                                       : NB_SAY(HINT_DEFINE_FUNCTION, NB_TEXT(name));
}

/* sin^2(x), sin²(x) */
static void hint_at_power(nb_sheet *s, const char *name, const char *behind) {
    size_t sign = *behind == '^' ? 1 + strspn(behind + 1, "0123456789") : 0;
    if (strncmp(behind, "²", strlen("²")) == 0 || strncmp(behind, "³", strlen("³")) == 0)
        sign = strlen("²");
    char meant[100];
    if (sign < 2 || strlen(name) + sign + 4 > sizeof meant) return;
    snprintf(meant, sizeof meant, "%s(x)%.*s", name, (int)sign, behind);
    const char *copy = nb_arena_text(&s->scratch, meant, strlen(meant));
    if (copy != NULL) s->problem.hint = NB_SAY(HINT_WRITE, NB_TEXT(copy));
}

/* ---- settings and clauses ---- */

/* sgd(lr=0.1, epochs=10): the clause of a training is no setting of its optimizer; sgd(nesterov=on)
 * is another one. */
static void hint_at_optimizer(nb_sheet *s, const char *word) {
    const nb_command_info *train = nb_command_get(nb_command_find("train", 5));
    const nb_clause_form *clause = nb_clause_form_find(train, word, strlen(word));
    nb_optimizer optimizer;
    const char *call = s->problem.message.args[0].text;
    if (!nb_optimizer_find(call, strlen(call), &optimizer)) return;
    nb_message habit = nb_habit_of(word);
    if (clause == NULL && habit.id != NB_MESSAGE_NONE) s->problem.hint = habit;
    if (clause == NULL || (clause->what != NB_TAKES_VALUE && clause->words[0] == NULL)) return;
    const char *value = clause->words[0] != NULL ? clause->words[1] : "10";
    s->problem.hint = NB_SAY(HINT_BEHIND, NB_TEXT(call), NB_TEXT(word), NB_TEXT(value));
}

/* Another name of a setting, if the call, whose settings the hint lists, has that one. */
static void hint_at_setting(nb_sheet *s, const char *word) {
    const char *list = s->problem.hint.args[1].text;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const char *name = settings[i].name, *found = strstr(list, name);
        size_t length = strlen(name);
        bool whole = found != NULL && (found == list || found[-1] == ' ') &&
                     (found[length] == ',' || found[length] == '\0');
        if (!whole || strcmp(settings[i].word, word) != 0) continue;
        s->problem.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(name));
        return;
    }
    hint_at_optimizer(s, word);
}

/* ---- the first word ---- */

/* A word of the scratch arena: the first of the text, up to a blank or a sign; NULL when it is
 * empty or memory runs out. *next: where the second begins. */
static const char *first_word(nb_sheet *s, const char *text, size_t *begin, size_t *next) {
    *begin = strspn(text, " \t");
    size_t length = strcspn(text + *begin, " \t\r\n;=()[]{}+-*/^.,#");
    *next = *begin + length + strspn(text + *begin + length, " \t");
    return length > 0 ? nb_arena_text(&s->scratch, text + *begin, length) : NULL;
}

static bool is_known(const char *word) {
    return nb_command_find(word, strlen(word)) >= 0 || nb_is_operator_name(word) ||
           strcmp(word, "for") == 0 ||
           strcmp(word, "repeat") == 0;
}

/* tnswjsvk: the keys of 순전파, typed with the Korean keyboard off. */
static bool hint_at_hangul(nb_sheet *s, const char *word) {
    char keys[64];
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++) {
        if (info->korean == NULL ||
            !nb_keys_of_hangul(info->korean, strlen(info->korean), keys, sizeof keys) ||
            strcmp(keys, word) != 0) continue;
        s->problem.hint = NB_SAY(HINT_KEYBOARD_OFF, NB_TEXT(info->korean));
        return true;
    }
    return false;
}

/* ㅗ디ㅔ: a command or function typed with the Korean keyboard on; ｈｅｌｐ: wide letters. */
static bool hint_at_keyboard(nb_sheet *s, const char *word) {
    char keys[64];
    nb_symbol symbol;
    bool hangul = nb_keys_of_hangul(word, strlen(word), keys, sizeof keys);
    if (!hangul && nb_intern(s, word, strlen(word), &symbol) != NB_STATUS_OK) return false;
    const char *meant = hangul ? nb_arena_text(&s->scratch, keys, strlen(keys))
                               : s->symbols[symbol].name;
    if (!hangul && hint_at_hangul(s, word)) return true;
    if (meant == NULL || !is_known(meant) || strcmp(meant, word) == 0) return false;
    s->problem.hint = hangul ? NB_SAY(HINT_KEYBOARD, NB_TEXT(meant))
                             : NB_SAY(HINT_WIDE, NB_TEXT(meant));
    return true;
}

/* A line that begins with what is nearly a command. */
static void hint_at_command(nb_sheet *s, const char *word) {
    bool other = is_known(word) || nb_kind_of_name(s, word, strlen(word)) != 0;
    const char *near = strlen(word) < 2 || other ? NULL : nb_suggest(s, word, false, false);
    if (near != NULL) s->problem.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near));
}

/* A command that could not be read to its end; `about` is what stood there instead, or NULL. */
static void hint_at_syntax(nb_sheet *s, const char *text, const char *word, const char *about) {
    const nb_command_info *command = nb_command_get(nb_command_find(word, strlen(word)));
    bool unexpected = s->problem.message.id == NB_MESSAGE_UNEXPECTED && about != NULL;
    if (command == NULL || (unexpected && nb_hint_at_clause(s, text, command, about))) return;
    s->problem.hint = NB_SAY(HINT_WRITE, say_usage(s, command, word));
}

/* ---- which hint ---- */

static bool could_not_be_read(nb_message_id id) {
    static const nb_message_id ids[] = {
        NB_MESSAGE_UNEXPECTED, NB_MESSAGE_UNEXPECTED_END, NB_MESSAGE_EXPECTED, NB_MESSAGE_UNOPENED,
        NB_MESSAGE_MISSING_OPERATOR, NB_MESSAGE_UNKNOWN_NAME, NB_MESSAGE_UNKNOWN_FUNCTION,
        NB_MESSAGE_BAD_CHARACTER, NB_MESSAGE_BAD_PARAMETER, NB_MESSAGE_EXPECT_FORM,
        NB_MESSAGE_NOT_A_VALUE};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (ids[i] == id) return true;
    return false;
}

/* A hint that says exactly what to type is not replaced by a guess. dL/d(w, x) names no element. */
static bool is_exact(nb_sheet *s) {
    nb_message_id hint = s->problem.hint.id;
    const char *name = s->problem.hint.args[0].text;
    if (hint == NB_MESSAGE_HINT_INDICES && strcmp(name, "d") == 0)
        return nb_kind_of_name(s, name, 1) != 0;
    return hint == NB_MESSAGE_HINT_CALL_LIKE || hint == NB_MESSAGE_HINT_INDICES ||
           hint == NB_MESSAGE_HINT_KEYBOARD || hint == NB_MESSAGE_HINT_SLOPE ||
           hint == NB_MESSAGE_HINT_SLOPE_ONE || hint == NB_MESSAGE_HINT_SLOPE_FOLLOWS ||
           hint == NB_MESSAGE_HINT_RANGE || hint == NB_MESSAGE_HINT_WHILE ||
           hint == NB_MESSAGE_HINT_BLOCK;
}

/* A hint that a command with nearly that name replaces. */
static bool is_weak(nb_message_id hint) {
    return hint == NB_MESSAGE_NONE || hint == NB_MESSAGE_HINT_DEFINE ||
           hint == NB_MESSAGE_HINT_MULTIPLY || hint == NB_MESSAGE_HINT_NAME_WORD;
}

/* What the word that the message is about tells. */
static void hint_at_word(nb_sheet *s, const char *text, const char *word) {
    nb_problem *p = &s->problem;
    const char *parts;
    nb_message habit;
    switch (p->message.id) {
    case NB_MESSAGE_UNKNOWN_FUNCTION: hint_at_call(s, word); break;
    case NB_MESSAGE_UNKNOWN_KEYWORD:
        if (p->hint.id == NB_MESSAGE_HINT_SETTINGS_OF) hint_at_setting(s, p->message.args[1].text);
        habit = nb_habit_of(p->message.args[1].text);
        if (p->hint.id == NB_MESSAGE_NONE) p->hint = habit;
        if (p->hint.id == NB_MESSAGE_NONE) hint_at_usage(s, word);
        break;
    case NB_MESSAGE_ARGUMENT_NONE: case NB_MESSAGE_ARGUMENT_ONE: case NB_MESSAGE_ARGUMENT_COUNT:
    case NB_MESSAGE_ARGUMENT_LEAST:
        if (p->has_span && text[p->span.offset + strlen(word)] == '\'') /* F'(1) */
            p->hint = NB_SAY(HINT_SLOPE_ONE, NB_TEXT(word));
        else hint_at_usage(s, word);
        break;
    case NB_MESSAGE_NOT_A_VALUE:
        if (p->has_span) hint_at_power(s, word, text + p->span.offset + p->span.length);
        break;
    case NB_MESSAGE_UNKNOWN_NAME:
        parts = split(s, word);
        if (parts != NULL) p->hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(parts));
        else if (p->has_span && p->hint.id == NB_MESSAGE_HINT_DEFINE &&
                 nb_is_unit(text, p->span.offset))
            p->hint = NB_SAY(HINT_UNIT, NB_TEXT(word));
        break;
    default: break;
    }
}

void nb_add_hint(nb_sheet *s, const char *text) {
    nb_problem *p = &s->problem;
    nb_message_id id = p->message.id;
    size_t begin, next;
    const char *about = p->message.args[0].kind == NB_ARG_TEXT ? p->message.args[0].text : NULL;
    const char *word = first_word(s, text, &begin, &next);
    bool at_first = !p->has_span || p->span.offset == begin || p->span.offset == next;
    bool read = !could_not_be_read(id);
    if (!read && word != NULL && at_first && hint_at_keyboard(s, word)) return;
    bool greek = id == NB_MESSAGE_UNKNOWN_NAME && p->has_span && text[p->span.offset] == '\\';
    if (p->has_span && nb_hint_at_square(s, text)) return;
    bool at = p->hint.id == NB_MESSAGE_HINT_EQUATION && p->has_span && /* dy/dx|x=2 */
              memchr(text + p->span.offset, '|', p->span.length) != NULL;
    if ((!read || at) && !greek && !is_exact(s) && hint_at_habit(s, text)) return;
    if (id == NB_MESSAGE_BAD_CHARACTER && about != NULL && hint_at_sign(s, text, about)) return;
    if (about != NULL && !is_exact(s)) hint_at_word(s, text, about);
    bool assigned = text[next] == '=' || text[next] == ':';
    if (!read && word != NULL && at_first && !assigned && is_weak(p->hint.id))
        hint_at_command(s, word);
    bool form = id == NB_MESSAGE_UNEXPECTED || id == NB_MESSAGE_UNEXPECTED_END ||
                id == NB_MESSAGE_EXPECTED;
    if (form && word != NULL && p->hint.id == NB_MESSAGE_NONE) hint_at_syntax(s, text, word, about);
    if (id == NB_MESSAGE_EXPECT_FORM) p->hint = NB_PLAIN(HINT_EQUATION);
}
