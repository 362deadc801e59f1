/* Text: UTF-8, display columns, identifiers. Everything about Unicode is asked of utf8proc here. */
#ifndef NABLA_BASE_UTF8_H
#define NABLA_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The code point at `text` (length > 0). Returns its bytes, or 0 when it is not valid UTF-8. */
size_t nb_utf8_decode(const char *text, size_t length, uint32_t *code);
/* The bytes of valid UTF-8 at the front of `text`; `length` when all of it is. */
size_t nb_utf8_valid(const char *text, size_t length);
/* Display columns of valid UTF-8; control characters count 0. */
size_t nb_utf8_width(const char *text, size_t length);
/* Writes the character's bytes, at most 4; how many they are. */
size_t nb_utf8_encode(uint32_t code, char *text);

/* A blank of ASCII within a line: a line's end is none. */
static inline bool nb_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}
/* Whether nothing else stands there. */
bool nb_all_blank(const char *text, size_t length);

/* A blank of any width: the one that does not break, and the wide one of Korean keyboards. */
bool nb_utf8_is_blank(uint32_t code);
/* A Korean letter: a syllable, or part of one. */
bool nb_utf8_is_hangul(uint32_t code);
bool nb_utf8_starts_name(uint32_t code);
bool nb_utf8_continues_name(uint32_t code);
/* The bytes of the name at the front; 0: none stands there. */
size_t nb_utf8_name_length(const char *text, size_t length);
/* Whether the characters before and behind byte `at` belong to one name. */
bool nb_utf8_is_inside_name(const char *text, size_t at);
/* True for what a terminal would act on rather than show, or show as nothing: C0, C1, DEL, bidi
 * overrides, characters without width. */
bool nb_utf8_is_control(uint32_t code);

/* The Greek letter that `text` begins to spell (\phi is φ; the longest spelling counts) and the
 * bytes of the spelling; NULL when there is none. */
const char *nb_utf8_greek(const char *text, size_t length, size_t *bytes);
/* The letter that the whole word spells without a backslash (phi), and the other way round; NULL
 * when there is none. */
const char *nb_utf8_greek_word(const char *word, size_t length);
const char *nb_utf8_greek_spelling(const char *letter, size_t length);

/* Appends `name` as nabla compares it: NFC, Greek spellings as letters, subscript digits and
 * look-alikes folded (w₅ is w5, \phi and ϕ are φ, ϵ is ε, µ is μ, ｘ is x). */
void nb_utf8_add_name(nb_buffer *out, const char *name, size_t length);
/* Appends valid UTF-8 in NFC. */
void nb_utf8_add_text(nb_buffer *out, const char *text, size_t length);

/* Whether a text is the Korean word, whose syllables may also be spelled by their letters (NFD, as
 * some systems have it). */
bool nb_utf8_spells(const char *text, size_t length, const char *word);

/* How far apart two words are, at most `limit` + 1: each code point inserted, deleted, replaced or
 * swapped with its neighbour counts NB_UTF8_EDIT, one replaced by the key beside it only 1, one in
 * the other case nothing. For "did you mean". */
enum { NB_UTF8_EDIT = 2 };
size_t nb_utf8_distance(const char *a, const char *b, size_t limit);

#endif
