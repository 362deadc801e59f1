/* Hints: what was probably meant by a statement that could not be read. The problem is set; this
 * only adds advice, from the tables of names, commands and habits. */
#include <string.h>

#include "base/keyboard.h"
#include "base/utf8.h"
#include "session/internal.h"

/* ---- habits from other languages ---- */

static const struct {
    const char *pattern;
    nb_message_id hint;
} habits[] = {
#define HABIT(PATTERN, HINT) {PATTERN, NB_MESSAGE_##HINT},
#include "session/habits.def"
#undef HABIT
};

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The pattern as a whole word: `or` is not in `for`. */
static bool holds(const char *text, const char *pattern) {
    size_t n = strlen(pattern);
    for (const char *at = text; (at = strstr(at, pattern)) != NULL; at++) {
        bool begins = !is_word(pattern[0]) || at == text || !is_word(at[-1]);
        bool ends = !is_word(pattern[n - 1]) || !is_word(at[n]);
        if (begins && ends) return true;
    }
    return false;
}

static bool hint_at_habit(nb_problem *p, const char *text) {
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (!holds(text, habits[i].pattern)) continue;
        p->hint = (nb_message){.id = habits[i].hint};
        return true;
    }
    return false;
}

/* ---- the first word ---- */

/* A word of the scratch arena: the first of the text, up to a blank or a sign; NULL when it is
 * empty or memory runs out. *next: where the second begins. */
static const char *first_word(nb_session *s, const char *text, size_t *begin, size_t *next) {
    *begin = strspn(text, " \t");
    size_t length = strcspn(text + *begin, " \t\r\n;=()[]{}+-*/^.,#");
    *next = *begin + length + strspn(text + *begin + length, " \t");
    return length > 0 ? nb_arena_text(&s->scratch, text + *begin, length) : NULL;
}

static bool is_known(const char *word) {
    const char *syntax;
    nb_op op;
    return nb_find_command(word, strlen(word), &syntax) >= 0 ||
           nb_op_find_call(word, strlen(word), &op) || strcmp(word, "for") == 0 ||
           strcmp(word, "repeat") == 0;
}

/* ㅗ디ㅔ: a command or function typed with the Korean keyboard on. */
static bool hint_at_keyboard(nb_session *s, const char *word) {
    char keys[64];
    if (!nb_keys_of_hangul(word, strlen(word), keys, sizeof keys) || !is_known(keys))
        return false;
    const char *meant = nb_arena_text(&s->scratch, keys, strlen(keys));
    if (meant != NULL) s->problem.hint = NB_SAY(HINT_KEYBOARD, NB_TEXT(meant));
    return meant != NULL;
}

/* A line that begins with what is nearly a command. */
static bool hint_at_command(nb_session *s, const char *word) {
    if (strlen(word) < 2 || is_known(word)) return false;
    const char *near = nb_suggest(s, word, false, false);
    if (near != NULL) s->problem.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near));
    return near != NULL;
}

/* ---- which hint ---- */

static bool could_not_be_read(nb_message_id id) {
    static const nb_message_id ids[] = {
        NB_MESSAGE_UNEXPECTED, NB_MESSAGE_UNEXPECTED_END, NB_MESSAGE_EXPECTED, NB_MESSAGE_UNOPENED,
        NB_MESSAGE_MISSING_OPERATOR, NB_MESSAGE_CHAINED_TARGET, NB_MESSAGE_UNKNOWN_NAME,
        NB_MESSAGE_UNKNOWN_FUNCTION, NB_MESSAGE_UNKNOWN_KEYWORD, NB_MESSAGE_BAD_CHARACTER,
        NB_MESSAGE_BAD_PARAMETER, NB_MESSAGE_EXPECT_FORM};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (ids[i] == id) return true;
    return false;
}

void nb_add_hint(nb_session *s, const char *text) {
    nb_problem *p = &s->problem;
    size_t begin, next;
    if (!could_not_be_read(p->message.id)) return;
    const char *word = first_word(s, text, &begin, &next);
    bool at_first = !p->has_span || p->span.offset == begin || p->span.offset == next;
    if (word != NULL && at_first && hint_at_keyboard(s, word)) return;
    bool assigned = text[next] == '=' || text[next] == ':';
    bool weak = p->hint.id == NB_MESSAGE_NONE || p->hint.id == NB_MESSAGE_HINT_DEFINE ||
                p->hint.id == NB_MESSAGE_HINT_MULTIPLY;
    if (!weak || hint_at_habit(p, text)) return;
    if (word != NULL && at_first && !assigned && hint_at_command(s, word)) return;
    if (p->message.id == NB_MESSAGE_EXPECT_FORM) p->hint = NB_PLAIN(HINT_EQUATION);
    if (p->message.id != NB_MESSAGE_UNKNOWN_FUNCTION || p->message.args[0].kind != NB_ARG_TEXT)
        return;
    const char *near = nb_suggest(s, p->message.args[0].text, true, false);
    if (near != NULL) p->hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near));
}
