/* Inside lesson/: a question while it is read, and how the values of its keys are. */
#ifndef NABLA_LESSON_READING_H
#define NABLA_LESSON_READING_H

#include "base/nearest.h"
#include "lesson/question.h"

typedef enum nb_key_id {
#define KEY(ID, name, block, times, makes, kinds, needs, read, field, copy) NB_KEY_##ID,
#include "lesson/keys.def"
#undef KEY
    NB_KEYS
} nb_key_id;

/* What is known while one question is read. */
typedef struct nb_key_reading {
    nb_arena *arena;
    nb_lesson *lesson;
    const nb_lesson_part *part;
    nb_lesson_question *question;
    const nb_lesson_key *first[NB_KEYS]; /* NULL: it does not stand there */
    size_t counts[NB_KEYS];              /* its lines */
    bool meant[NB_KEYS];                 /* it stands there in some wrong way, which was told */
    nb_key_id maker;                     /* the key that made the kind */
    bool unsound;                        /* it cannot be asked */
} nb_key_reading;

/* Adds a problem about some words of a line, about the name of a key, or about its value. False:
 * memory ran out. */
NB_MUST_USE bool nb_tell_line(nb_key_reading *r, nb_message message, nb_message hint, size_t line,
                              const char *text, size_t column, const char *about);
NB_MUST_USE bool nb_tell_key(nb_key_reading *r, const nb_lesson_key *key, nb_message message,
                             nb_message hint);
NB_MUST_USE bool nb_tell_value(nb_key_reading *r, const nb_lesson_key *key, nb_message message,
                               nb_message hint);
#define NB_NO_HINT ((nb_message){0})
/* The hint that names the nearest word, where there is one. */
nb_message nb_hint_nearest(const nb_nearest *nearest);

/* Reads a key's value into its field of the question; what is wrong with it is told, and left out.
 * False: memory ran out. */
typedef bool nb_read_value(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key, void *field);

nb_read_value nb_read_id, nb_read_text, nb_read_gap, nb_read_mistake, nb_read_lines,
    nb_read_different, nb_read_choice, nb_read_remarked, nb_read_spot, nb_read_within,
    nb_read_before, nb_read_vary;

#endif
