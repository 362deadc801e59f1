/* Practice: questions about small random graphs, without end. A question is a lesson of its own, as
 * text: definitions, one quiz, the derivation. Whoever asks plays it like any other lesson.
 *
 * Its id says all that made it (LEVEL-KIND-SEED): the same id is the same question, which is how a
 * record of answers is judged again. */
#ifndef NABLA_PRACTICE_PRACTICE_H
#define NABLA_PRACTICE_PRACTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "result/message.h"

typedef enum nb_practice_level {
#define LEVEL(ID, ...) NB_PRACTICE_##ID,
#define GRAPH(...)
#include "practice/levels.def"
#undef LEVEL
#undef GRAPH
    NB_PRACTICE_LEVELS
} nb_practice_level;

typedef enum nb_practice_kind {
#define KIND(ID, ...) NB_PRACTISE_##ID,
#include "practice/kinds.def"
#undef KIND
    NB_PRACTICE_KINDS
} nb_practice_kind;

typedef struct nb_practice_id {
    nb_practice_level level;
    nb_practice_kind kind;
    uint32_t seed;
} nb_practice_id;

enum { NB_PRACTICE_ID_ROOM = 64 };

/* Words of the tables; a level's is what `practice LEVEL` takes. */
const char *nb_practice_level_word(nb_practice_level level);
/* What a level is about; what a kind asks for. */
nb_message nb_practice_level_title(nb_practice_level level);
nb_message nb_practice_kind_title(nb_practice_kind kind);
/* Whether the level asks questions of the kind. */
bool nb_practice_has(nb_practice_level level, nb_practice_kind kind);

/* The id as text, and back; false: it is none. */
void nb_practice_id_write(nb_practice_id id, char text[NB_PRACTICE_ID_ROOM]);
bool nb_practice_id_read(const char *text, nb_practice_id *id);

/* What a leaf of the level may be: numbers, separated by blanks. */
const char *nb_practice_numbers(nb_practice_level level);

#endif
