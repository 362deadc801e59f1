/* help and apropos: everything they say is in the tables of commands and operators, and in those of
 * recipes.c. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "help/hints.h"
#include "help/page.h"
#include "help/recipes.h"
#include "help/synonyms.h"
#include "help/usage.h"
#include "lang/commands.h"
#include "words/words.h"

/* What a row of commands.def says in a line. */
static const char *brief_of(nb_sheet *s, const nb_command_info *info) {
    return nb_result_text(s->result, info->brief, strcspn(info->brief, "\n"));
}

/* Code, in which the words in capitals are translated: solution is a command, and no heading. */
static nb_arg code(const char *usage) {
    return nb_usage_has_words(usage) ? NB_WORDS(usage) : NB_TEXT(usage);
}

static nb_help_row usage_row(nb_sheet *s, const nb_command_info *info, bool korean) {
    const char *usage = nb_command_usage(s, info, korean);
    return NB_HELP_SAID(NB_SAY(HELP_WORDS, code(usage)), brief_of(s, info));
}

/* ---- words in a text ---- */

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Where `wanted` stands in a text, capitals or not; NULL: nowhere. */
static const char *find_text(const char *text, const char *wanted, size_t length) {
    for (; *text != '\0'; text++) {
        size_t n = 0;
        while (n < length && text[n] != '\0' && lower(text[n]) == lower(wanted[n])) n++;
        if (n == length) return text;
    }
    return NULL;
}

/* The first sentence of a row says what the row is about; the others tell more. */
static size_t first_sentence(const char *text) {
    size_t n = strcspn(text, "\n");
    const char *stop = strstr(text, ". ");
    return stop != NULL && (size_t)(stop - text) < n ? (size_t)(stop - text) : n;
}

static bool stands_in(const char *text, const char *wanted, size_t length, bool first) {
    const char *found = find_text(text, wanted, length);
    return found != NULL && (!first || (size_t)(found - text) < first_sentence(text));
}

/* The same in the text's translations, too, line by line and part by part: help is found by the
 * words of each language. `first`: by those of the first sentence. */
static bool stands_in_any(const char *text, const char *wanted, size_t length, bool first) {
    bool found = stands_in(text, wanted, length, first);
    for (const nb_words *words = nb_words_all; !found && words->language != NULL; words++)
        for (size_t at = 0, n; !found && text[at] != '\0' && (at == 0 || !first); at += n) {
            at += strspn(text + at, "\n\t");
            n = strcspn(text + at, "\n\t");
            const char *other = nb_words_find_part(words, text + at, n);
            found = other != NULL && stands_in(other, wanted, length, first);
        }
    return found;
}

/* Whether a text has a word, not as a part of another, or a sign, wherever it stands. */
static bool has_word(const char *text, const char *word) {
    size_t length = strlen(word), begin;
    for (const char *at = text; (at = find_text(at, word, length)) != NULL; at++) {
        begin = (size_t)(at - text);
        if (!nb_utf8_is_inside_name(text, begin) && !nb_utf8_is_inside_name(text, begin + length))
            return true;
    }
    return false;
}

/* The same in one language or another: a heading. */
static bool has_title(const char *title, const char *word) {
    bool found = has_word(title, word);
    for (const nb_words *words = nb_words_all; !found && words->language != NULL; words++) {
        const char *other = nb_words_find(words, title);
        found = other != NULL && has_word(other, word);
    }
    return found;
}

/* Whether every word of `wanted` stands somewhere in one of the texts, if only as a part. */
static bool mentions(const char *const *texts, size_t count, const char *wanted, bool first) {
    for (size_t length; *wanted != '\0'; wanted += length + strspn(wanted + length, " ")) {
        bool found = false;
        length = strcspn(wanted, " ");
        for (size_t i = 0; i < count; i++)
            found = found || (texts[i] != NULL &&
                              stands_in_any(texts[i], wanted, length, first));
        if (!found) return false;
    }
    return true;
}

/* ---- the overview ---- */

/* The rows of one group, from *first on; *first moves behind it. */
static nb_status add_group(nb_sheet *s, int *first, bool korean) {
    enum { ROOM = 40 };
    nb_help_row rows[ROOM];
    size_t count = 0;
    const char *group = nb_command_get(*first)->group;
    const nb_command_info *info;
    while ((info = nb_command_get(*first)) != NULL && strcmp(info->group, group) == 0) {
        if (count < ROOM) rows[count++] = usage_row(s, info, korean);
        ++*first;
    }
    return count > 0 ? nb_add_help(s, group, rows, count, NULL) : NB_STATUS_OK;
}

/* The spelling that every keyboard has: * rather than ·. */
static const char *typed_sign(nb_sheet *s, nb_op op) {
    const char *sign = nb_op_get(op)->form.spellings;
    size_t length;
    for (; (length = strcspn(sign, " ")) > 0; sign += length + strspn(sign + length, " "))
        if ((unsigned char)*sign < 0x80) return nb_result_text(s->result, sign, length);
    return nb_op_spelling(op);
}

/* All operators that are called by name, or all that stand between values, in a line. */
static const char *join_operators(nb_sheet *s, bool calls) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *info = nb_op_get((nb_op)i);
        bool call = *info->form.spellings == '\0';
        if (info->arity == 0 || call != calls || info->form.kind == NB_FORM_PREFIX) continue;
        nb_buffer_add_item(&out, " ", call ? info->name : typed_sign(s, (nb_op)i));
    }
    return nb_take_text(s, &out);
}

/* The headings of optimizers, initialisers and kinds of samples. */
static const nb_message_id kinds[] = {[NB_RECIPE_OPTIMIZER] = NB_MESSAGE_HELP_OPTIMIZERS,
                                      [NB_RECIPE_INITIALISER] = NB_MESSAGE_HELP_INITIALISERS,
                                      [NB_RECIPE_SAMPLES] = NB_MESSAGE_HELP_SAMPLES};

static const char *join_recipes(nb_sheet *s, nb_recipe_kind kind) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    const char *name, *about;
    nb_recipe_kind found;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about, &found)) != NULL;)
        if (found == kind) nb_buffer_add_item(&out, " ", name);
    return nb_take_text(s, &out);
}

static const char *join_vectors(nb_sheet *s) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    for (int i = 0; i < NB_VECTOR_COUNT; i++)
        nb_buffer_add_item(&out, " ", nb_vector_get((nb_vector_op)i)->name);
    return nb_take_text(s, &out);
}

static nb_status add_operators(nb_sheet *s) {
    nb_help_row rows[] = {
        NB_HELP_SAID(NB_PLAIN(HELP_BETWEEN), join_operators(s, false)),
        NB_HELP_SAID(NB_PLAIN(HELP_FUNCTIONS), join_operators(s, true)),
        NB_HELP_SAID(NB_PLAIN(HELP_OF_VECTORS), join_vectors(s)),
        NB_HELP_SAID(NB_PLAIN(HELP_OPTIMIZERS), join_recipes(s, NB_RECIPE_OPTIMIZER)),
        NB_HELP_SAID(NB_PLAIN(HELP_INITIALISERS), join_recipes(s, NB_RECIPE_INITIALISER)),
        NB_HELP_SAID(NB_PLAIN(HELP_SAMPLES), join_recipes(s, NB_RECIPE_SAMPLES))};
    return nb_add_help(s, nb_message_wording(NB_MESSAGE_HELP_OPERATORS), rows,
                       sizeof rows / sizeof *rows, NULL);
}

/* Answers with all groups, or where `title` is not NULL with those whose heading has that word; how
 * many there are. */
static nb_status add_groups(nb_sheet *s, const char *title, bool korean, int *count) {
    nb_status status = NB_STATUS_OK;
    const nb_command_info *info;
    *count = 0;
    for (int first = 0; status == NB_STATUS_OK && (info = nb_command_get(first)) != NULL;) {
        bool wanted = title == NULL || has_title(info->group, title);
        *count += wanted;
        if (wanted) status = add_group(s, &first, korean);
        else first++;
    }
    const char *own = nb_message_wording(NB_MESSAGE_HELP_OPERATORS);
    bool operators = title == NULL || has_title(own, title);
    *count += operators;
    return operators && status == NB_STATUS_OK ? add_operators(s) : status;
}

/* ---- one operator ---- */

/* A formula of a row as a student reads it: its letters a, b, c become the operands' names. */
static const char *with_operands(nb_sheet *s, nb_op op, const char *formula) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    const char *text = nb_readable(s, formula);
    for (size_t at = 0; text[at] != '\0'; at++) {
        bool alone = !nb_utf8_is_inside_name(text, at) && !nb_utf8_is_inside_name(text, at + 1);
        int k = text[at] - 'a';
        if (alone && k >= 0 && k < nb_op_get(op)->arity)
            nb_buffer_add_text(&out, nb_op_operand(op, k));
        else nb_buffer_add_char(&out, text[at]);
    }
    return nb_take_text(s, &out);
}

/* Statements that use the operator at the first point of its row. Its value is y, as in the row,
 * unless an operand is. */
static const char *example_of(nb_sheet *s, nb_op op) {
    const nb_op_info *info = nb_op_get(op);
    nb_buffer text, call;
    char number[NB_NUMBER_ROOM];
    nb_buffer_init(&text, &s->memory);
    nb_buffer_init(&call, &s->memory);
    const char *sign = typed_sign(s, op);
    bool infix = *sign != '\0' && info->arity > 1;
    const char *value = "y";
    for (int k = 0; k < info->arity; k++) {
        if (strcmp(nb_op_operand(op, k), "y") == 0) value = "L";
        nb_number_exact(info->samples[0][k], number);
        nb_buffer_add_item(&text, "; ", nb_op_operand(op, k));
        nb_buffer_add_text(&text, " = ");
        nb_buffer_add_text(&text, number);
        nb_buffer_add_item(&call, infix ? NB_JOIN(s, " ", sign, " ") : ", ", nb_op_operand(op, k));
    }
    const char *operands = nb_take_text(s, &call);
    const char *formula = infix          ? operands
                          : *sign != '\0' ? NB_JOIN(s, sign, operands)
                                          : NB_JOIN(s, info->name, "(", operands, ")");
    return NB_JOIN(s, nb_take_text(s, &text), "\n", value, " = ", formula,
                   "\nbackward ", value);
}

static nb_status help_operator(nb_sheet *s, nb_op op) {
    const nb_op_info *info = nb_op_get(op);
    nb_help_row rows[NB_MAX_OPERANDS + 4];
    size_t count = 0;
    rows[count++] = NB_HELP_ROW(nb_op_usage(s, op), info->help);
    if (*info->form.spellings != '\0')
        rows[count++] = NB_HELP_SAID(NB_PLAIN(HELP_WRITTEN), info->form.spellings);
    rows[count++] = NB_HELP_SAID(NB_PLAIN(HELP_VALUE), with_operands(s, op, info->value.taught));
    for (int k = 0; k < info->arity; k++)
        rows[count++] = NB_HELP_SAID(NB_SAY(HELP_PARTIAL, NB_TEXT(nb_op_operand(op, k))),
                                     with_operands(s, op, info->partial[k].taught));
    if (info->domain != NULL)
        rows[count++] = NB_HELP_SAID(NB_PLAIN(HELP_DOMAIN), info->domain);
    return nb_add_help(s, NULL, rows, count, example_of(s, op));
}

/* Statements that use it: shares add up to 1, as targets should. */
static const char *vector_example(nb_sheet *s, nb_vector_op op) {
    const nb_vector_info *info = nb_vector_get(op);
    const char first[] = {info->parameters[0], '\0'};
    const char *value = op == NB_VECTOR_TRANSPOSE ? "[1, 2; 3, 4]" : "[0.2, 0.7, 0.1]";
    if (op == NB_VECTOR_ONEHOT) return "onehot(2, 3)";
    const char *given = NB_JOIN(s, first, " = ", value);
    if (info->arity > 1)
        given = NB_JOIN(s, given, "; ", info->parameters + strlen("a, "), " = [0.1, 0.8, 0.1]");
    return NB_JOIN(s, given, "\n", nb_vector_usage(s, info));
}

static nb_status help_vector(nb_sheet *s, nb_vector_op op) {
    const nb_vector_info *info = nb_vector_get(op);
    static const nb_message_id of_rows[] = {
        [NB_ROWS_TOGETHER] = NB_MESSAGE_HELP_TOGETHER, [NB_ROWS_EACH] = NB_MESSAGE_HELP_EACH_ROW,
        [NB_ROWS_MEAN] = NB_MESSAGE_HELP_MEAN_OF_ROWS};
    nb_help_row rows[NB_VECTOR_PARAMETERS + 4];
    size_t count = 0;
    rows[count++] = NB_HELP_ROW(nb_vector_usage(s, info), info->help);
    if (info->value != NULL)
        rows[count++] = NB_HELP_SAID(NB_PLAIN(HELP_VALUE), info->value);
    if (info->value != NULL)
        rows[count++] = NB_HELP_SAID(NB_PLAIN(HELP_MATRIX),
                                     nb_message_wording(of_rows[info->rows]));
    if (info->along)
        rows[count++] = NB_HELP_SAID(NB_PLAIN(HELP_BY), nb_message_wording(NB_MESSAGE_HELP_ALONG));
    for (int k = 0; k < info->arity; k++) {
        if (info->partial[k][0] == '\0') continue;
        const char *parameter = nb_result_text(s->result, info->parameters + 3 * k, 1);
        rows[count++] = NB_HELP_SAID(NB_SAY(HELP_PARTIAL_VECTOR, NB_TEXT(parameter)),
                                     info->partial[k]);
    }
    return nb_add_help(s, NULL, rows, count, vector_example(s, op));
}

/* ---- apropos ---- */

enum { APROPOS_ROOM = 80, APROPOS_FEW = 12, APROPOS_TEXTS = 4 };

/* The rows that are about what is looked for, and those that only mention it. */
typedef struct search {
    nb_sheet *s;
    const char *wanted;
    nb_help_row rows[2 * APROPOS_ROOM], others[APROPOS_ROOM];
    size_t count, other_count;
    nb_buffer names; /* of the others */
} search;

static void look_at(search *f, const char *const texts[APROPOS_TEXTS], nb_help_row row) {
    if (mentions(texts, APROPOS_TEXTS, f->wanted, true)) {
        if (f->count < APROPOS_ROOM) f->rows[f->count++] = row;
    } else if (mentions(texts, APROPOS_TEXTS, f->wanted, false)) {
        if (f->other_count < APROPOS_ROOM) f->others[f->other_count++] = row;
        nb_buffer_add_item(&f->names, " ", texts[0]);
    }
}

static void look_at_commands(search *f, bool korean) {
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++) {
        const char *const texts[] = {info->word, info->usage, info->brief, info->korean};
        look_at(f, texts, usage_row(f->s, info, korean));
    }
}

static void look_at_functions(search *f) {
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *op = nb_op_get((nb_op)i);
        const char *const texts[] = {op->name, op->form.spellings, op->symbol, op->help};
        if (op->arity > 0) look_at(f, texts, NB_HELP_ROW(op->name, op->help));
    }
    for (int i = 0; i < NB_VECTOR_COUNT; i++) {
        const nb_vector_info *op = nb_vector_get((nb_vector_op)i);
        const char *const texts[APROPOS_TEXTS] = {op->name, op->help};
        look_at(f, texts, NB_HELP_ROW(nb_vector_usage(f->s, op), op->help));
    }
}

static void look_at_recipes(search *f) {
    const char *name, *about;
    nb_recipe_kind kind;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about, &kind)) != NULL;) {
        const char *const texts[APROPOS_TEXTS] = {name, about, nb_message_wording(kinds[kind])};
        look_at(f, texts, NB_HELP_ROW(name, about));
    }
}

/* The rows that mention it stand behind the others or, where that would be many, only their names
 * do. */
static nb_status list_found(search *f) {
    const char *names = nb_take_text(f->s, &f->names);
    bool few = f->count == 0 || f->count + f->other_count <= APROPOS_FEW;
    if (!few && f->other_count > 0)
        f->rows[f->count++] = NB_HELP_SAID(NB_PLAIN(HELP_ALSO), names);
    for (size_t i = 0; few && i < f->other_count; i++) f->rows[f->count++] = f->others[i];
    return f->count > 0 ? nb_add_help(f->s, NULL, f->rows, f->count, NULL) : NB_STATUS_OK;
}

/* The commands, operators and others whose help has all words of a text. */
static nb_status list_mentions(nb_sheet *s, const char *text, bool korean, int *count) {
    search *f = nb_arena_add(&s->scratch, 1, sizeof *f);
    if (f == NULL) return NB_STATUS_NO_MEMORY;
    f->s = s;
    f->wanted = text;
    nb_buffer_init(&f->names, &s->memory);
    look_at_commands(f, korean);
    look_at_functions(f);
    look_at_recipes(f);
    nb_status status = list_found(f);
    *count = (int)f->count;
    return status;
}

NB_COMMAND(APROPOS) {
    const nb_command_arg *arg = &st->args[0];
    int count;
    const char *text = nb_as_help_says(s, arg->text);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = list_mentions(s, text, st->korean, &count);
    if (status != NB_STATUS_OK || count > 0) return status;
    return nb_fail_place(s, arg->span, NB_SAY(NOTHING_FOUND, NB_TEXT(arg->text)),
                         NB_PLAIN(HINT_HELP));
}

/* ---- one word ---- */

static bool is_operator(nb_op op, const char *word) {
    const nb_op_info *info = nb_op_get(op);
    const char *sign = info->form.spellings;
    if (info->arity == 0) return false;
    for (size_t length; (length = strcspn(sign, " ")) > 0;
         sign += length + strspn(sign + length, " "))
        if (strlen(word) == length && memcmp(sign, word, length) == 0) return true;
    return strcmp(info->name, word) == 0;
}

/* The row of a command or a form: by its word or, for a form, by what its usage shows. */
static bool is_row(const nb_command_info *info, const char *word, bool usage) {
    if (usage) return info->topic && has_word(info->usage, word);
    return strcmp(info->word, word) == 0 || nb_command_is_korean(info, word, strlen(word));
}

/* The row, and behind it a line for each clause. */
static nb_status help_command(nb_sheet *s, const nb_command_info *info, bool korean) {
    enum { ROOM = 16 };
    nb_help_row rows[ROOM];
    size_t count = 0;
    rows[count++] = usage_row(s, info, korean);
    for (const char *line = info->brief; (line = strchr(line, '\n')) != NULL && count < ROOM;) {
        bool words = *++line == ' '; /* no code: they are translated */
        line += words;
        size_t head = strcspn(line, "\t"), text = strcspn(line + head, "\n");
        const char *left = nb_result_text(s->result, line, head);
        const char *right = nb_result_text(s->result, line + head + 1, text - 1);
        rows[count++] = NB_HELP_SAID(NB_SAY(HELP_WORDS, words ? NB_WORDS(left) : code(left)),
                                     right);
    }
    return nb_add_help(s, NULL, rows, count, info->example);
}

/* Everything that has this name: step is a command and a function, max is one of numbers and one of
 * vectors, - has two meanings. `usage`: only forms whose usage shows the word. */
static nb_status help_word(nb_sheet *s, const char *word, bool usage, bool korean, int *count) {
    nb_status status = NB_STATUS_OK;
    const nb_command_info *info;
    *count = 0;
    for (int i = 0; status == NB_STATUS_OK && (info = nb_command_get(i)) != NULL; i++) {
        if (!is_row(info, word, usage)) continue;
        bool typed = nb_command_is_korean(info, word, strlen(word));
        status = help_command(s, info, korean || typed);
        ++*count;
    }
    for (int i = 0; !usage && status == NB_STATUS_OK && i < NB_OP_COUNT; i++) {
        if (!is_operator((nb_op)i, word)) continue;
        status = help_operator(s, (nb_op)i);
        ++*count;
    }
    for (int i = 0; !usage && status == NB_STATUS_OK && i < NB_VECTOR_COUNT; i++) {
        if (strcmp(nb_vector_get((nb_vector_op)i)->name, word) != 0) continue;
        status = help_vector(s, (nb_vector_op)i);
        ++*count;
    }
    bool recipe = false;
    if (!usage && status == NB_STATUS_OK) status = nb_help_recipe(s, word, &recipe);
    *count += recipe;
    return status;
}

/* The sin of sin(x), which is asked for where sin(x) is no topic, as f(x) is; NULL: no bracket. */
static const char *without_brackets(nb_sheet *s, const char *word) {
    size_t length = strcspn(word, "(");
    return word[length] == '(' && length > 0 ? nb_arena_text(&s->scratch, word, length) : NULL;
}

static nb_status fail_topic(nb_sheet *s, const nb_command_arg *arg) {
    const char *near = nb_suggest(s, arg->text, false, false);
    if (near == NULL) near = nb_suggest(s, arg->text, true, false);
    nb_message hint = nb_habit_of(arg->text);
    if (hint.id == NB_MESSAGE_NONE)
        hint = near != NULL ? nb_meant(arg->text, near) : NB_PLAIN(HINT_HELP);
    return nb_fail_place(s, arg->span, NB_SAY(UNKNOWN_TOPIC, NB_TEXT(arg->text)), hint);
}

NB_COMMAND(HELP) {
    const nb_command_arg *arg = &st->args[0];
    const char *topic = arg->form == NB_ARG_WORD ? arg->text : NULL;
    int count = 0;
    if (topic == NULL) return add_groups(s, NULL, st->korean, &count);
    const char *function = without_brackets(s, topic);
    nb_status status = help_word(s, topic, false, st->korean, &count);
    if (status == NB_STATUS_OK && count == 0 && function != NULL)
        status = help_word(s, function, false, st->korean, &count);
    if (status == NB_STATUS_OK && count == 0)
        status = help_word(s, function != NULL ? function : topic, true, st->korean, &count);
    bool setting = false;
    if (status == NB_STATUS_OK) status = nb_help_setting(s, topic, &setting);
    count += setting;
    if (status == NB_STATUS_OK && count == 0) status = add_groups(s, topic, st->korean, &count);
    if (status != NB_STATUS_OK || count > 0) return status;
    bool other = nb_habit_of(topic).id != NB_MESSAGE_NONE ||
                 nb_suggest(s, topic, false, false) != NULL ||
                 nb_suggest(s, topic, true, false) != NULL;
    const char *text = nb_as_help_says(s, topic);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    if (!other) status = list_mentions(s, text, st->korean, &count);
    return status != NB_STATUS_OK || count > 0 ? status : fail_topic(s, arg);
}
