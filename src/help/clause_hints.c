/* See clause_hints.h. */
#include "help/clause_hints.h"

#include <string.h>

#include "base/nearest.h"

/* Behind a command stands what is nearly one of its clauses: epoch=5. */
static bool hint_at_key(nb_sheet *s, const nb_command_info *command, const char *word) {
    nb_nearest nearest;
    nb_nearest_begin(&nearest, word);
    const char *longer = NULL; /* sep, for separator */
    size_t length = strlen(word);
    for (size_t i = 0; i < NB_COMMAND_CLAUSES && command->clauses[i].key != NULL; i++) {
        const char *key = command->clauses[i].key;
        nb_nearest_try(&nearest, key);
        if (length > 2 && strncmp(key, word, length) == 0 && key[length] != '\0') longer = key;
    }
    const char *near = longer != NULL ? longer : nb_nearest_get(&nearest);
    bool other = near != NULL && strcmp(near, word) != 0; /* the word itself is out of place */
    if (other) s->problem.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near));
    return other;
}

static bool is_of_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
}

static bool takes_several(nb_takes what) {
    return what == NB_TAKES_NODES || what == NB_TAKES_DATA;
}

/* The name that ends before text[*end], which moves in front of it; length 0: there is none. */
static nb_span name_before(const char *text, size_t *end) {
    while (*end > 0 && text[*end - 1] == ' ') --*end;
    size_t last = *end;
    while (*end > 0 && is_of_name(text[*end - 1])) --*end;
    return (nb_span){(uint32_t)*end, (uint32_t)(last - *end)};
}

/* onehot sex class: a name behind the one before it, where several may stand: behind a comma, or
 * the word that they belong to. */
static bool hint_at_comma(nb_sheet *s, const char *text, const nb_command_info *command,
                          const char *word) {
    size_t end = s->problem.has_span ? s->problem.span.offset : 0;
    bool command_word = nb_command_find(word, strlen(word)) >= 0;
    if (end == 0 || text[end - 1] != ' ' || !is_of_name(*word) || command_word) return false;
    nb_span before = name_before(text, &end), key = name_before(text, &end);
    const nb_clause_form *clause = nb_clause_form_find(command, text + key.offset, key.length);
    bool comma = end > 0 && before.offset > 1 && key.length == 0 && text[end - 1] == ',';
    bool first = clause == NULL &&
                 nb_command_get(nb_command_find(text + key.offset, key.length)) == command;
    bool several = comma || (clause != NULL && takes_several(clause->what)) ||
                   (first && takes_several(command->args[0].what));
    const char *name = nb_arena_text(&s->scratch, text + before.offset, before.length);
    if (!several || before.length == 0 || name == NULL) return false;
    if (nb_clause_form_find(command, name, before.length) != NULL) return false;
    s->problem.hint = NB_SAY(HINT_COMMA_BETWEEN, NB_TEXT(name), NB_TEXT(word));
    return true;
}

bool nb_hint_at_clause(nb_sheet *s, const char *text, const nb_command_info *command,
                       const char *word) {
    return hint_at_key(s, command, word) || hint_at_comma(s, text, command, word);
}
