/* The values of a question's keys. */
#include "lesson/reading.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lesson/block.h"

/* ---- telling ---- */

bool nb_tell_line(nb_key_reading *r, nb_message message, nb_message hint, size_t line,
                  const char *text, size_t column, const char *about) {
    size_t width = nb_utf8_width(about, strlen(about));
    return nb_lesson_add_problem(r->arena, r->lesson,
                                 (nb_diagnostic){.message = message, .hint = hint, .line = line,
                                                 .column = column, .text = text,
                                                 .width = width > 0 ? width : 1});
}

bool nb_tell_key(nb_key_reading *r, const nb_lesson_key *key, nb_message message, nb_message hint) {
    return nb_tell_line(r, message, hint, key->line, key->text, key->column, key->name);
}

bool nb_tell_value(nb_key_reading *r, const nb_lesson_key *key, nb_message message,
                   nb_message hint) {
    return nb_tell_line(r, message, hint, key->line, key->text, key->value_column, key->value);
}

nb_message nb_hint_nearest(const nb_nearest *nearest) {
    const char *name = nb_nearest_get(nearest);
    return name != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(name)) : NB_NO_HINT;
}

/* ---- texts and lists ---- */

bool nb_read_text(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    (void)r, (void)id;
    *(const char **)field = key->value;
    return true;
}

bool nb_read_id(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    if (strpbrk(key->value, " \t") != NULL)
        return nb_tell_value(r, key, NB_PLAIN(LESSON_ID), NB_NO_HINT);
    return nb_read_text(r, id, key, field);
}

bool nb_read_gap(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    if (strstr(key->value, "___") == NULL)
        return nb_tell_value(r, key, NB_PLAIN(LESSON_GAP), NB_NO_HINT);
    return nb_read_text(r, id, key, field);
}

bool nb_read_mistake(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    static const char *const mistakes[] = {
#define MISTAKE(ID, word) word,
#include "graph/mistakes.def"
#undef MISTAKE
    };
    nb_nearest nearest;
    nb_nearest_begin(&nearest, key->value);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        if (strcmp(key->value, mistakes[i]) == 0) return nb_read_text(r, id, key, field);
        (void)nb_nearest_try(&nearest, mistakes[i]);
    }
    if (r->question->kind == NB_ASK_BREAK) r->unsound = true;
    return nb_tell_value(r, key, NB_SAY(LESSON_MISTAKE, NB_TEXT(key->value)),
                         nb_hint_nearest(&nearest));
}

/* Adds a line to a list; NULL: memory ran out. */
static nb_remarked *add_line(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key,
                             nb_remark_list *list) {
    if (list->all == NULL) list->all = nb_arena_add(r->arena, r->counts[id], sizeof *list->all);
    if (list->all == NULL) return NULL;
    nb_remarked *line = &list->all[list->count++];
    *line = (nb_remarked){.text = key->value, .remark = "", .line = key->line};
    return line;
}

/* Two lines that are alike contradict each other, or one is idle. Only so many lines before are
 * looked at: a list is read in a time that is linear in its length. */
static bool compare_last(nb_key_reading *r, const nb_lesson_key *key, const nb_remark_list *list) {
    enum { LINES = 100 };
    size_t last = list->count - 1;
    for (size_t i = last > LINES ? last - LINES : 0; i < last; i++)
        if (strcmp(list->all[i].text, list->all[last].text) == 0)
            return nb_tell_value(r, key, NB_SAY(LESSON_SAME, NB_COUNT(list->all[i].line)),
                                 NB_NO_HINT);
    return true;
}

bool nb_read_lines(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    return add_line(r, id, key, field) != NULL;
}

bool nb_read_different(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    return add_line(r, id, key, field) != NULL && compare_last(r, key, field);
}

/* Divides `TEXT -> REMARK`. False: memory ran out. */
static bool divide(nb_key_reading *r, nb_remarked *line) {
    const char *arrow = strstr(line->text, "->"), *end = arrow;
    if (arrow == NULL) return true;
    while (end > line->text && nb_is_blank(end[-1])) end--;
    line->remark = arrow + 2;
    while (nb_is_blank(*line->remark)) line->remark++;
    line->text = nb_arena_text(r->arena, line->text, (size_t)(end - line->text));
    return line->text != NULL;
}

bool nb_read_remarked(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    nb_remarked *line = add_line(r, id, key, field);
    if (line == NULL || !divide(r, line)) return false;
    if (*line->text == '\0')
        return nb_tell_key(r, key, NB_SAY(LESSON_KEY_EMPTY, NB_TEXT(key->name)), NB_NO_HINT);
    if (id == NB_KEY_WRONG_CHECK && *line->remark == '\0')
        return nb_tell_key(r, key, NB_SAY(LESSON_REMARK, NB_TEXT(key->name)), NB_NO_HINT);
    return compare_last(r, key, field);
}

bool nb_read_choice(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    nb_remarked *line = add_line(r, id, key, field);
    if (line == NULL) return false;
    if (r->question->noted != NULL) return compare_last(r, key, field);
    line->right = *line->text == '*' && (line->text[1] == '\0' || nb_is_blank(line->text[1]));
    line->text += line->right;
    while (nb_is_blank(*line->text)) line->text++;
    if (!divide(r, line)) return false;
    if (*line->text == '\0')
        return nb_tell_key(r, key, NB_SAY(LESSON_KEY_EMPTY, NB_TEXT(key->name)), NB_NO_HINT);
    return compare_last(r, key, field);
}

/* ---- values of several parts ---- */

static const char *skip_blanks(const char *at) {
    while (nb_is_blank(*at)) at++;
    return at;
}

/* The number at *at, behind blanks: as many characters as belong to it, but not the points of a
 * range. False: there is none, or it is too large. */
static bool take_number(const char **at, double *number) {
    enum { ROOM = 64, MINUS = 0x2212 };
    char copy[ROOM], *end;
    size_t n = 0;
    const char *p = skip_blanks(*at);
    uint32_t code = 0;
    size_t sign = *p != '\0' ? nb_utf8_decode(p, strlen(p), &code) : 0;
    if (code == '-' || code == MINUS) {
        p += sign;
        copy[n++] = '-';
    }
    for (; n < ROOM - 1 && *p != '\0' && strchr("0123456789.eE+-", *p) != NULL; p++) {
        bool exponent = n > 0 && strchr("eE", copy[n - 1]) != NULL;
        if ((*p == '.' && p[1] == '.') || (strchr("+-", *p) != NULL && !exponent)) break;
        copy[n++] = *p;
    }
    copy[n] = '\0';
    *number = strtod(copy, &end);
    *at = p;
    return end != copy && *end == '\0' && isfinite(*number);
}

/* Moves behind `word` and the blanks before it. */
static bool take(const char **at, const char *word) {
    const char *p = skip_blanks(*at);
    if (strncmp(p, word, strlen(word)) != 0) return false;
    *at = p + strlen(word);
    return true;
}

bool nb_read_within(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    (void)id;
    const char *at = key->value;
    double within;
    bool good = take_number(&at, &within) && within > 0, percent = take(&at, "%");
    if (!good || *skip_blanks(at) != '\0' || (percent && within >= 100))
        return nb_tell_value(r, key, NB_PLAIN(LESSON_WITHIN), NB_NO_HINT);
    *(double *)field = percent ? within / 100 : within;
    r->question->within_percent = percent;
    return true;
}

/* The = that divides NODE = EXPR, which is none of a comparison; NULL: there is none. */
static const char *find_sign(const char *text) {
    const char *sign = strchr(text, '=');
    bool alone = sign != NULL && sign > text && sign[1] != '=' && strchr("<>!:=", sign[-1]) == NULL;
    return alone ? sign : NULL;
}

bool nb_read_spot(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    (void)id;
    const char *sign = find_sign(key->value), *end = sign;
    while (end != NULL && end > key->value && nb_is_blank(end[-1])) end--;
    if (end == NULL || end == key->value || *skip_blanks(sign + 1) == '\0') {
        r->unsound = true;
        return nb_tell_value(r, key, NB_PLAIN(LESSON_SPOT), NB_NO_HINT);
    }
    const char *node = nb_arena_text(r->arena, key->value, (size_t)(end - key->value));
    *(const char **)field = node;
    r->question->spot_value = skip_blanks(sign + 1);
    return node != NULL;
}

/* The lines of order: stand in a right order, and a condition has to agree with it. */
bool nb_read_before(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    nb_before **befores = field;
    if (*befores == NULL) *befores = nb_arena_add(r->arena, r->counts[id], sizeof **befores);
    if (*befores == NULL) return false;
    const char *at = key->value;
    double lines = (double)r->counts[NB_KEY_ORDER], first, second;
    bool good = take_number(&at, &first) && take(&at, "<") && take_number(&at, &second) &&
                *skip_blanks(at) == '\0';
    if (!good || first < 1 || second <= first || second > lines || floor(first) != first ||
        floor(second) != second)
        return nb_tell_value(r, key, NB_SAY(LESSON_BEFORE, NB_COUNT(lines)), NB_NO_HINT);
    (*befores)[r->question->before_count++] = (nb_before){(uint32_t)first, (uint32_t)second};
    return true;
}

/* ---- vary ---- */

/* The bytes of the name that a line begins with: up to a blank that is not between brackets. */
static size_t name_length(const char *text) {
    size_t n = 0;
    for (int depth = 0; text[n] != '\0' && (depth > 0 || !nb_is_blank(text[n])); n++)
        depth += text[n] == '[' ? 1 : text[n] == ']' ? -1 : 0;
    return n;
}

static bool take_range(const char **at, nb_vary *vary) {
    double to, values;
    vary->step = 1;
    if (!take_number(at, &vary->from) || !take(at, "..") || !take_number(at, &to)) return false;
    if (take(at, "step") && (!take_number(at, &vary->step) || vary->step <= 0)) return false;
    /* 0.1..0.5 step 0.1 are five numbers, though (0.5 - 0.1)/0.1 is not quite 4 */
    values = floor((to - vary->from) / vary->step * (1 + 1e-12) + 1e-9) + 1;
    vary->count = !(values >= 1) ? 0 : values < UINT32_MAX ? (uint32_t)values : UINT32_MAX;
    return true;
}

/* False: it does not read like that, or memory ran out: then *failed. */
static bool take_list(nb_key_reading *r, const char **at, nb_vary *vary, bool *failed) {
    size_t most = 1;
    for (const char *p = *at; *p != '\0'; p++) most += *p == ',';
    double *choices = nb_arena_add(r->arena, most, sizeof *choices);
    *failed = choices == NULL;
    vary->choices = choices;
    for (size_t i = 0; choices != NULL && i < most && i < UINT32_MAX; i++) {
        if ((i > 0 && !take(at, ",")) || !take_number(at, &choices[i])) return false;
        vary->count++;
    }
    return choices != NULL;
}

bool nb_read_vary(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field) {
    nb_vary **all = field, vary = {.line = key->line};
    if (*all == NULL) *all = nb_arena_add(r->arena, r->counts[id], sizeof **all);
    size_t n = name_length(key->value);
    vary.name = nb_arena_text(r->arena, key->value, n);
    if (*all == NULL || vary.name == NULL) return false;
    const char *at = key->value + n;
    bool failed = false;
    bool good = take(&at, "in ") ? take_range(&at, &vary)
                                 : take(&at, "of ") && take_list(r, &at, &vary, &failed);
    if (failed) return false;
    if (!good || n == 0 || *skip_blanks(at) != '\0')
        return nb_tell_value(r, key, NB_PLAIN(LESSON_VARY), NB_NO_HINT);
    if (vary.count < 2) return nb_tell_value(r, key, NB_PLAIN(LESSON_VARY_FEW), NB_NO_HINT);
    for (size_t i = 0; i < r->question->vary_count && i < 100; i++)
        if (strcmp((*all)[i].name, vary.name) == 0)
            return nb_tell_value(r, key, NB_SAY(LESSON_SAME, NB_COUNT((*all)[i].line)),
                                 NB_NO_HINT);
    (*all)[r->question->vary_count++] = vary;
    return true;
}
