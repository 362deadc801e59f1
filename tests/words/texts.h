/* Every text of the program that a user meets: what a catalogue of words has to translate. */
#ifndef NABLA_TESTS_WORDS_TEXTS_H
#define NABLA_TESTS_WORDS_TEXTS_H

#include <stdbool.h>

/* A text, and where it stands: the table, the row, and what it is of that row ("" of a message). */
typedef struct said_text {
    const char *table, *row, *what;
    const char *words;
} said_text;

/* Calls `found` with each text, in the order of the tables; equal ones come as often as they
 * stand. Answers false where memory has run out. */
bool each_text(void (*found)(void *user, const said_text *text), void *user);

#endif
