/* The table of commands, and looking things up in it. */
#include "lang/commands.h"

#include <string.h>

#include "base/utf8.h"

enum { ANYWHERE, ALONE };

#define TAKES(...) {__VA_ARGS__}
#define NOTHING {{NB_TAKES_NOTHING, true}}
#define ONE(FORM) {NB_TAKES_##FORM, false}
#define MAYBE(FORM) {NB_TAKES_##FORM, true}
#define CLAUSES(...) {__VA_ARGS__}
#define NO_CLAUSES {{NULL, NB_TAKES_NOTHING, {NULL}}}
#define KEY(WORD) {WORD, NB_TAKES_NOTHING, {NULL}}
#define WITH(WORD, FORM) {WORD, NB_TAKES_##FORM, {NULL}}
#define ONE_OF(WORD, ...) {WORD, NB_TAKES_WORD, {__VA_ARGS__}}

static const nb_command_info commands[] = {
#define COMMAND(ID, WORD, KOREAN, ARGS, CLAUSE_FORMS, WHERE, GROUP, USAGE, BRIEF, EXAMPLE)         \
    {WORD, KOREAN, ARGS, CLAUSE_FORMS, WHERE == ALONE, false, GROUP, USAGE, BRIEF, EXAMPLE},
#define TOPIC(WORD, GROUP, USAGE, BRIEF, EXAMPLE)                                                  \
    {WORD, NULL, NOTHING, NO_CLAUSES, false, true, GROUP, USAGE, BRIEF, EXAMPLE},
#include "lang/commands.def"
#undef COMMAND
#undef TOPIC
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

const nb_command_info *nb_command_get(int command) {
    return command >= 0 && command < COMMAND_COUNT ? &commands[command] : NULL;
}

int nb_command_find(const char *word, size_t length) {
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (!commands[i].topic && (nb_bytes_are(word, length, commands[i].word) ||
                                   nb_command_is_korean(&commands[i], word, length))) return i;
    return -1;
}

bool nb_command_is_korean(const nb_command_info *command, const char *word, size_t length) {
    return command->korean != NULL && nb_utf8_spells(word, length, command->korean);
}

const nb_clause_form *nb_clause_form_find(const nb_command_info *command, const char *key,
                                          size_t length) {
    for (size_t i = 0; i < NB_COMMAND_CLAUSES && command->clauses[i].key != NULL; i++)
        if (nb_bytes_are(key, length, command->clauses[i].key)) return &command->clauses[i];
    return NULL;
}

bool nb_command_takes(const nb_command_info *command, nb_takes what) {
    for (size_t i = 0; i < NB_COMMAND_ARGS; i++)
        if (command->args[i].what == what) return true;
    for (size_t i = 0; i < NB_COMMAND_CLAUSES && command->clauses[i].key != NULL; i++)
        if (command->clauses[i].what == what) return true;
    return false;
}
