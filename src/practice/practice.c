/* The tables of practice, and what a question's id says. */
#include "practice/practice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static const char *const level_words[] = {
#define LEVEL(ID, WORD, ...) WORD,
#define GRAPH(...)
#include "practice/levels.def"
#undef LEVEL
#undef GRAPH
};
static const char *const kind_words[] = {
#define KIND(ID, WORD) WORD,
#include "practice/kinds.def"
#undef KIND
};

#define OF(KIND_ID) (1u << NB_PRACTISE_##KIND_ID)
static const struct { const char *numbers; unsigned kinds; } levels[] = {
#define LEVEL(ID, WORD, NUMBERS, KINDS) {NUMBERS, KINDS},
#define GRAPH(...)
#include "practice/levels.def"
#undef LEVEL
#undef GRAPH
};

const char *nb_practice_level_word(nb_practice_level level) {
    return level_words[level];
}

nb_message nb_practice_level_title(nb_practice_level level) {
    static const nb_message_id titles[] = {
#define LEVEL(ID, ...) NB_MESSAGE_PRACTICE_LEVEL_##ID,
#define GRAPH(...)
#include "practice/levels.def"
#undef LEVEL
#undef GRAPH
    };
    return (nb_message){.id = titles[level]};
}

nb_message nb_practice_kind_title(nb_practice_kind kind) {
    static const nb_message_id titles[] = {
#define KIND(ID, ...) NB_MESSAGE_PRACTICE_KIND_##ID,
#include "practice/kinds.def"
#undef KIND
    };
    return (nb_message){.id = titles[kind]};
}

bool nb_practice_has(nb_practice_level level, nb_practice_kind kind) {
    return (levels[level].kinds >> kind & 1) != 0;
}

const char *nb_practice_numbers(nb_practice_level level) {
    return levels[level].numbers;
}

/* ---- ids ---- */

void nb_practice_id_write(nb_practice_id id, char text[NB_PRACTICE_ID_ROOM]) {
    (void)snprintf(text, NB_PRACTICE_ID_ROOM, "%s-%s-%lu", level_words[id.level],
                   kind_words[id.kind], (unsigned long)id.seed);
}

/* The place of the word in front of a - in a table of `count`; *text moves behind it. */
static bool find_word(const char **text, const char *const *words, int count, int *place) {
    size_t length = strcspn(*text, "-");
    for (*place = 0; *place < count; ++*place)
        if (nb_bytes_are(*text, length, words[*place])) break;
    *text += length;
    *text += **text == '-';
    return *place < count;
}

bool nb_practice_id_read(const char *text, nb_practice_id *id) {
    enum { DIGITS = 9 }; /* fit in 32 bits */
    int level, kind;
    if (!find_word(&text, level_words, NB_PRACTICE_LEVELS, &level)) return false;
    if (!find_word(&text, kind_words, NB_PRACTICE_KINDS, &kind)) return false;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > DIGITS || text[digits] != '\0') return false;
    *id = (nb_practice_id){.level = (nb_practice_level)level, .kind = (nb_practice_kind)kind,
                           .seed = (uint32_t)strtoul(text, NULL, 10)};
    return nb_practice_has(id->level, id->kind);
}
