/* Keyboards: which keys lie side by side, and which keys make a Hangul letter on the two-set Korean
 * keyboard. For hints only: nothing that is typed is changed by it. */
#ifndef NABLA_BASE_KEYBOARD_H
#define NABLA_BASE_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether two letters are neighbours on a QWERTY keyboard. */
bool nb_keys_are_near(uint32_t a, uint32_t b);

/* The Latin keys that were pressed for a text of Hangul (ㅗ디ㅔ is help); other characters stay.
 * False when it holds no Hangul or does not fit into `room` bytes. */
bool nb_keys_of_hangul(const char *text, size_t length, char *keys, size_t room);

#endif
