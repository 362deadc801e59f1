/* Completion: what could stand at the end of a line that is being typed. What a command may be
 * followed by is taken from its row: file, node and clauses from its syntax, other words from its
 * usage. */
#include "help/complete.h"

#include <string.h>

#include "base/keyboard.h"
#include "base/utf8.h"
#include "definitions/names.h"
#include "definitions/settings.h"
#include "help/recipes.h"
#include "lang/commands.h"
#include "lang/measures.h"
#include "lang/plot.h"

enum { SHORTEST_CLAUSE = 3 }; /* letters: `of` needs no help, and x1 is somebody's name */

typedef struct completion {
    const char *prefix;
    size_t length;
    void (*found)(void *user, const char *name);
    void *user;
    nb_memory *memory;
} completion;

static void offer(void *user, const char *name) {
    completion *c = user;
    if (strncmp(name, c->prefix, c->length) == 0) c->found(c->user, name);
}

/* ---- the parts of a line ---- */

static bool parts_words(char c) {
    return nb_is_blank(c) || c == '\n';
}

/* The byte where the last statement of the line begins, behind blanks. */
static size_t find_statement(const char *line, size_t length) {
    size_t begin = 0;
    bool quoted = false;
    for (size_t at = 0; at < length; at++) {
        quoted = line[at] != '\n' && quoted != (line[at] == '"');
        if (!quoted && strchr(";{\n", line[at]) != NULL) begin = at + 1;
    }
    while (begin < length && parts_words(line[begin])) begin++;
    return begin;
}

/* The byte where the name begins in which the line ends; `length` when it ends in none. */
static size_t find_name(const char *line, size_t length) {
    size_t name = 0, step;
    bool inside = false;
    for (size_t at = 0; at < length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(line + at, length - at, &code);
        if (step == 0) return length;
        inside = inside ? nb_utf8_continues_name(code) : nb_utf8_starts_name(code);
        if (!inside) name = at + step;
    }
    return name;
}

static size_t find_word(const char *line, size_t length) {
    while (length > 0 && !parts_words(line[length - 1])) length--;
    return length;
}

/* The command that a statement begins with, a blank behind it; NULL: none. */
static const nb_command_info *find_command(const char *statement, size_t length) {
    size_t word = 0;
    while (word < length && !parts_words(statement[word])) word++;
    return word < length ? nb_command_get(nb_command_find(statement, word)) : NULL;
}

/* ---- what could stand there ---- */

/* A command's clauses, and the words in small letters of its usage: `within` in "expect A ~ B
 * [within 1%]". */
static void offer_clauses(completion *c, const nb_command_info *command) {
    char word[32];
    for (size_t i = 0; i < NB_COMMAND_CLAUSES && command->clauses[i].key != NULL; i++)
        if (strlen(command->clauses[i].key) >= SHORTEST_CLAUSE)
            offer(c, command->clauses[i].key);
    const char *at = command->usage + strlen(command->word);
    while (*at != '\0') {
        size_t n = 0, small = 0;
        uint32_t code;
        while (at[n] != '\0' && nb_utf8_decode(at + n, 1, &code) == 1 &&
               nb_utf8_continues_name(code)) {
            small += at[n] >= 'a' && at[n] <= 'z';
            n++;
        }
        if (n >= SHORTEST_CLAUSE && small == n && n < sizeof word) {
            memcpy(word, at, n);
            word[n] = '\0';
            offer(c, word);
        }
        at += n > 0 ? n : 1;
    }
}

/* Once a Korean letter is typed; a syllable may still lack its end: 순저 for 순전파. */
static void offer_korean(completion *c, const char *word) {
    char typed[64], keys[64];
    bool hangul = nb_keys_of_hangul(c->prefix, c->length, typed, sizeof typed) &&
                  nb_keys_of_hangul(word, strlen(word), keys, sizeof keys);
    if (hangul && strncmp(keys, typed, strlen(typed)) == 0) c->found(c->user, word);
}

/* Commands and, where they are asked for, forms like := and f(x). A form that is a word (for,
 * repeat) begins a statement like a command. */
static void offer_commands(completion *c, bool topics) {
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++) {
        bool word = find_name(info->word, strlen(info->word)) == 0;
        if (!info->topic || topics || word) offer(c, info->word);
        if (info->korean != NULL) offer_korean(c, info->korean);
    }
}

/* Behind `set`, or behind that and a setting: its values. */
static void offer_settings(completion *c, const char *text, size_t length) {
    const char *name, *word;
    size_t skip = 0;
    while (skip < length && text[skip] != ' ') skip++;
    while (skip < length && text[skip] == ' ') skip++;
    for (size_t i = 0; (name = nb_setting_get(i)) != NULL; i++) {
        size_t bytes = strlen(name);
        bool named = length - skip > bytes && memcmp(text + skip, name, bytes) == 0 &&
                     text[skip + bytes] == ' ';
        if (skip == length) offer(c, name);
        for (size_t k = 0; named && (word = nb_setting_word(i, k)) != NULL; k++) offer(c, word);
    }
}

/* Optimizers, initialisers, kinds of samples. */
static void offer_recipes(completion *c) {
    const char *name, *about;
    nb_recipe_kind kind;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about, &kind)) != NULL;) offer(c, name);
}

/* ---- where the word stands ---- */

/* Where the name begins that ends at `length`, blanks and one = behind it aside; *end: where it
 * ends; `length`: there is none. */
static size_t find_key(const char *text, size_t length, size_t *end) {
    size_t at = length;
    while (at > 0 && parts_words(text[at - 1])) at--;
    if (at > 0 && text[at - 1] == '=') at--;
    while (at > 0 && parts_words(text[at - 1])) at--;
    size_t name = find_name(text, at);
    *end = at;
    return name < at ? name : length;
}

/* Where the name of the call begins whose bracket is open at the end; *end: where its bracket is;
 * `length`: none is open. */
static size_t find_call(const char *text, size_t length, size_t *end) {
    size_t depth = 0;
    for (size_t at = length; at > 0; at--) {
        depth += text[at - 1] == ')';
        if (text[at - 1] != '(' || depth-- > 0) continue;
        *end = at - 1;
        return find_name(text, at - 1);
    }
    return length;
}

/* Where the name of the setting begins whose value is open at the end; *end: where the name ends;
 * `length`: none is. `from`: behind the bracket of its call. */
static size_t find_setting(const char *text, size_t from, size_t length, size_t *end) {
    size_t depth = 0, begin = from;
    for (size_t at = from; at < length; at++) {
        if (text[at] == ')' && depth > 0) depth--;
        else if (text[at] == '(') depth++;
        else if (text[at] == ',' && depth == 0) begin = at + 1;
    }
    while (begin < length && text[begin] == ' ') begin++;
    *end = begin;
    while (*end < length && text[*end] != '=' && text[*end] != ' ') ++*end;
    size_t sign = *end;
    while (sign < length && text[sign] == ' ') sign++;
    if (sign < length && text[sign] == '=') return begin;
    *end = length;
    return length;
}

static bool takes_data(const nb_command_info *command) {
    return command->args[0].what == NB_TAKES_DATA;
}

/* Whether an argument, rather than a clause, is of this form. */
static bool has_argument(const nb_command_info *command, nb_takes what) {
    bool has = false;
    for (size_t i = 0; command != NULL && i < NB_COMMAND_ARGS; i++)
        has = has || command->args[i].what == what;
    return has;
}

/* In the brackets of an operator over vectors: its settings; behind by= the directions. Answers as
 * offer_expected does. */
static bool offer_vector(completion *c, const char *name, size_t length, const char *key,
                         size_t bytes) {
    nb_vector_op op;
    if (!nb_vector_find(name, length, &op)) return false;
    const nb_vector_info *info = nb_vector_get(op);
    bool direction = info->along && key != NULL && nb_bytes_are(key, bytes, "by");
    for (int k = 0; key == NULL && k < info->setting_count; k++) offer(c, info->settings[k].name);
    if (key == NULL && info->along) offer(c, "by");
    for (nb_along by = NB_ALONG_ROWS; direction && by <= NB_ALONG_COLUMNS; by++)
        offer(c, nb_along_name(by));
    return direction;
}

/* Behind `with` stand optimizers, behind `from` kinds of samples, behind `shuffle=` its words; in
 * the brackets of adam() its settings, and behind its option the choices. False: a value may stand
 * there, too. */
static bool offer_expected(completion *c, const nb_command_info *command, const char *text,
                           size_t length) {
    size_t key_end = 0, call_end = 0;
    size_t key = find_key(text, length, &key_end), call = find_call(text, length, &call_end);
    const char *word = text + key;
    size_t bytes = key < length ? key_end - key : 0;
    if (call < call_end) {
        size_t option_end, option = find_setting(text, call_end + 1, length, &option_end);
        const char *setting = option < length ? text + option : NULL;
        size_t letters = option_end - option;
        if (offer_vector(c, text + call, call_end - call, setting, letters)) return true;
        return nb_offer_settings(text + call, call_end - call, setting, letters, offer, c);
    }
    if (command == NULL || bytes == 0) return false;
    const nb_clause_form *clause = nb_clause_form_find(command, word, bytes);
    if (clause != NULL && clause->what == NB_TAKES_CALL) {
        nb_offer_recipes(NB_RECIPE_OPTIMIZER, offer, c);
        return true;
    }
    if (nb_bytes_are(word, bytes, "from") && takes_data(command)) {
        nb_offer_recipes(NB_RECIPE_SAMPLES, offer, c);
        return true;
    }
    if (clause == NULL || clause->words[0] == NULL) return false;
    for (size_t i = 0; i < NB_CLAUSE_WORDS && clause->words[i] != NULL; i++)
        offer(c, clause->words[i]);
    return true;
}

/* Whether words are all that may stand behind the command: break. */
static bool takes_words(const nb_command_info *command) {
    return command != NULL && command->args[0].what == NB_TAKES_WORD &&
           command->clauses[0].key == NULL;
}

/* The d of dL/dw in front of a name that is typed below the line, the byte `word` of the text:
 * dL/dwe becomes dL/dwei as ∂L/∂wei would. */
static bool is_below_line(const char *text, size_t word) {
    if (word == 0 || text[word] != 'd' || text[word - 1] != '/') return false;
    size_t above = find_name(text, word - 1);
    return above < word - 1 && text[above] == 'd';
}

/* Offers a name with a d in front. */
static void offer_differential(void *user, const char *name) {
    completion *c = user;
    if (strncmp(name, c->prefix + 1, c->length - 1) != 0) return;
    nb_buffer whole;
    nb_buffer_init(&whole, c->memory);
    nb_buffer_add_text(&whole, "d");
    nb_buffer_add_text(&whole, name);
    if (!whole.failed) c->found(c->user, whole.data);
    nb_buffer_clear(&whole);
}

static void offer_operators(completion *c) {
    for (int i = 0; i < NB_OP_COUNT; i++)
        if (nb_op_get((nb_op)i)->arity > 0) offer(c, nb_op_get((nb_op)i)->name);
    for (int i = 0; i < NB_VECTOR_COUNT; i++) offer(c, nb_vector_get((nb_vector_op)i)->name);
}

static void offer_measures(completion *c) {
    const nb_measure_info *row;
    for (size_t i = 0; (row = nb_measure_row(i)) != NULL; i++) offer(c, row->word);
}

static void offer_plots(completion *c) {
    for (size_t i = 0; nb_plot_word_get(i) != NULL; i++) offer(c, nb_plot_word_get(i));
}

size_t nb_complete_line(nb_sheet *s, const char *line, size_t length,
                        void (*found)(void *user, const char *name), void *user) {
    size_t begin = find_statement(line, length);
    const nb_command_info *command = find_command(line + begin, length - begin);
    bool help = command != NULL && strcmp(command->word, "help") == 0;
    bool set = command != NULL && strcmp(command->word, "set") == 0;
    size_t word = help || set ? find_word(line, length)
                              : begin + find_name(line + begin, length - begin);
    if (found == NULL) return word;
    nb_buffer typed; /* as names are kept: half a syllable typed in parts finds its name */
    nb_buffer_init(&typed, &s->memory);
    nb_utf8_add_name(&typed, line + word, length - word);
    bool folded = !typed.failed && typed.length > 0;
    completion c = {folded ? typed.data : line + word, folded ? typed.length : length - word,
                    found, user, &s->memory};
    if (set) {
        offer_settings(&c, line + begin, word - begin);
    } else if (help) {
        offer_commands(&c, true);
        offer_operators(&c);
        offer_recipes(&c);
    } else if (takes_words(command) && word > begin) {
        offer_clauses(&c, command);
    } else if (is_below_line(line + begin, word - begin) && c.length > 0) {
        nb_each_name(s, false, true, offer_differential, &c);
    } else if (!offer_expected(&c, command, line + begin, word - begin)) {
        nb_each_name(s, true, true, offer, &c);
        if (word == begin) offer_commands(&c, false);
        else offer_recipes(&c);
        if (has_argument(command, NB_TAKES_COMPARISON)) offer_measures(&c);
        if (has_argument(command, NB_TAKES_PLOT)) offer_plots(&c);
        if (command != NULL) offer_clauses(&c, command);
    }
    nb_buffer_clear(&typed);
    return word;
}

bool nb_line_takes_file(const char *line, bool *node) {
    size_t length = strlen(line), begin = find_statement(line, length);
    const nb_command_info *command = find_command(line + begin, length - begin);
    if (command != NULL && takes_data(command)) { /* samples or a file */
        size_t end, word = find_word(line + begin, length - begin);
        size_t key = find_key(line + begin, word, &end);
        *node = true;
        return key < word && end - key == 4 && memcmp(line + begin + key, "from", 4) == 0;
    }
    *node = has_argument(command, NB_TAKES_NODE) || has_argument(command, NB_TAKES_PLOT);
    return has_argument(command, NB_TAKES_FILE);
}
