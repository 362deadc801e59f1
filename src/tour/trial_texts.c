/* What a question says: every {expression} is one, and no hint is the answer. */
#include "tour/trial_texts.h"

#include <string.h>

#include "base/utf8.h"
#include "tour/numbers.h"

/* ---- expressions ---- */

/* Tells that an expression is none, or has no value: the sheet's problem says why. */
static void tell_unread(nb_trying *t, nb_quiet *quiet, size_t line, const char *text) {
    nb_fault fault = {.line = line, .message = NB_SAY(LESSON_NO_VALUE, NB_TEXT(text)),
                      .said = quiet->s->problem.message};
    if (fault.said.id == NB_MESSAGE_NONE) fault.said = NB_PLAIN(LESSON_NO_EXPRESSION);
    nb_trying_tell(t, fault);
}

/* Looks at one expression. False: it is none, or something ended the trial. */
static bool try_expression(nb_trying *t, nb_quiet *quiet, size_t line, const char *text) {
    nb_numbers numbers;
    quiet->s->problem = (nb_problem){.message = {0}};
    nb_status status = nb_numbers_read(quiet, &quiet->s->scratch, text, &numbers);
    bool wrong = status == NB_STATUS_ERROR && !nb_quiet_stopped(quiet);
    if (wrong) tell_unread(t, quiet, line, text);
    return !wrong && nb_trying_goes_on(t, status);
}

/* Looks at what stands in braces. What holds a = that is no comparison is a piece of a script.
 * Where something is wrong, nothing is left of the text. */
static void try_braces(nb_trying *t, nb_quiet *quiet, size_t line, const char **text) {
    const char *at = *text != NULL ? strchr(*text, '{') : NULL;
    for (; at != NULL && t->status == NB_STATUS_OK; at = strchr(at + 1, '{')) {
        size_t inside = strcspn(at + 1, "{}\n");
        if (at[1 + inside] != '}' || nb_all_blank(at + 1, inside)) continue;
        char *copy = nb_arena_text(&quiet->s->scratch, at + 1, inside);
        if (copy == NULL) (void)nb_trying_goes_on(t, NB_STATUS_NO_MEMORY);
        if (copy == NULL) return;
        const char *equals = strchr(copy, '=');
        bool assigns = equals != NULL && equals[1] != '=' && equals > copy &&
                       strchr("<>!=", equals[-1]) == NULL;
        if (!assigns && !try_expression(t, quiet, line, copy)) *text = "";
    }
}

static void try_text(nb_trying *t, nb_quiet *quiet, const char **text) {
    if (*text != NULL) try_braces(t, quiet, nb_trying_line(t, *text), text);
}

/* Leaves out those values of a list that are none. */
static void try_values(nb_trying *t, nb_quiet *quiet, nb_remark_list *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (try_expression(t, quiet, list->all[i].line, list->all[i].text))
            list->all[kept++] = list->all[i];
    list->count = kept;
}

/* Makes the list the trial's own. */
static void copy_list(nb_trying *t, nb_remark_list *list) {
    nb_remarked *all = nb_arena_add(&t->arena, list->count + 1, sizeof *all);
    if (all == NULL) (void)nb_trying_goes_on(t, NB_STATUS_NO_MEMORY);
    for (size_t i = 0; all != NULL && i < list->count; i++) all[i] = list->all[i];
    if (all != NULL) list->all = all;
}

static void try_list(nb_trying *t, nb_quiet *quiet, nb_remark_list *list) {
    copy_list(t, list);
    for (size_t i = 0; i < list->count && t->status == NB_STATUS_OK; i++) {
        try_braces(t, quiet, list->all[i].line, &list->all[i].text);
        try_braces(t, quiet, list->all[i].line, &list->all[i].remark);
    }
}

static void try_texts(nb_trying *t, nb_quiet *quiet) {
    nb_lesson_question *q = &t->own;
    try_text(t, quiet, &q->ask);
    try_text(t, quiet, &q->gap);
    try_text(t, quiet, &q->why);
    try_list(t, quiet, &q->choices);
    try_list(t, quiet, &q->order);
    try_list(t, quiet, &q->wrongs);
    try_list(t, quiet, &q->wrong_checks);
    try_list(t, quiet, &q->hints);
}

void nb_trial_texts(nb_trying *t) {
    nb_quiet quiet;
    if (nb_trying_goes_on(t, nb_quiet_begin(t->session, &quiet))) try_texts(t, &quiet);
    nb_quiet_end(&quiet);
}

bool nb_trial_mend(nb_trying *t) {
    nb_lesson_question *q = &t->own;
    nb_quiet quiet;
    size_t before = t->faults;
    bool asks = true;
    if (nb_trying_goes_on(t, nb_quiet_begin(t->session, &quiet))) {
        try_texts(t, &quiet);
        if (q->answer != NULL && q->predict == NULL)
            asks = try_expression(t, &quiet, nb_trying_line(t, q->answer), q->answer);
        if (q->spot_value != NULL)
            asks = try_expression(t, &quiet, nb_trying_line(t, q->spot_value), q->spot_value);
        if (q->kind == NB_ASK_VALUE) try_values(t, &quiet, &q->wrongs);
        if (q->kind == NB_ASK_VALUE) copy_list(t, &q->equivalents);
        if (q->kind == NB_ASK_VALUE) try_values(t, &quiet, &q->equivalents);
    }
    nb_quiet_end(&quiet);
    return asks && t->faults > before && t->status == NB_STATUS_OK;
}

/* ---- hints ---- */

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Whether a letter that is none of ASCII goes on with what stands before it: 2ε is another thing
 * than 2, but a Korean particle stands directly behind a word. */
static bool goes_on_abroad(const char *text) {
    const uint32_t hangul = 0xAC00, last_hangul = 0xD7A3;
    uint32_t code = 0;
    size_t length = strlen(text);
    return (*text & 0x80) != 0 && nb_utf8_decode(text, length, &code) > 0 &&
           nb_utf8_continues_name(code) && (code < hangul || code > last_hangul);
}

/* Whether what stands before a place makes another number or name of what begins there. */
static bool goes_on_before(const char *text, const char *at) {
    static const char minus[] = "\xE2\x88\x92";
    size_t before = (size_t)(at - text), n = sizeof minus - 1;
    if (before == 0 || !is_word(*at)) return false;
    if (before >= n && memcmp(at - n, minus, n) == 0) return true;
    return is_word(at[-1]) || at[-1] == '-' || at[-1] == '.';
}

/* The same for what stands behind; a point may also end a sentence. */
static bool goes_on_behind(const char *end) {
    return is_word(end[-1]) &&
           (is_word(*end) || (*end == '.' && is_word(end[1])) || goes_on_abroad(end));
}

/* Whether a text holds these words, or this number, as they stand. */
static bool holds(const char *text, const char *words) {
    size_t length = strlen(words);
    if (length == 0) return false;
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words))
        if (!goes_on_before(text, at) && !goes_on_behind(at + length)) return true;
    return false;
}

/* The question itself may say what the answer happens to be. */
static void try_hint(nb_trying *t, size_t i, const char *answer) {
    const char *hint = nb_exam_hint(t->exam, i);
    if (hint == NULL || answer == NULL || !holds(hint, answer)) return;
    if (holds(t->exam->text, answer)) return;
    nb_trying_tell(t, (nb_fault){.line = t->q->hints.all[i].line,
                                 .message = NB_SAY(LESSON_HINT, NB_TEXT(answer)), .found = hint});
}

void nb_trial_hints(nb_trying *t) {
    const nb_lesson_question *q = t->q;
    const nb_remark_list *lines = &q->solution;
    for (size_t i = 0; i < q->hints.count && nb_trying_goes_on(t, NB_STATUS_OK); i++) {
        switch (q->kind) {
        case NB_ASK_VALUE: case NB_ASK_BREAK: case NB_ASK_SPOT:
            try_hint(t, i, t->exam->solution);
            if (q->answer != NULL && strcmp(q->answer, t->exam->solution) != 0)
                try_hint(t, i, q->answer);
            break;
        case NB_ASK_EXERCISE:
            for (size_t k = 0; k < lines->count; k++) try_hint(t, i, lines->all[k].text);
            break;
        default: break;
        }
    }
}
