/* The words of the program in other languages: a catalogue for each file LANGUAGE.po of this
 * room, which the build compiles (msgfmt) and puts into the program. English has none: it is what
 * catalogues are looked up by. */
#ifndef NABLA_WORDS_WORDS_H
#define NABLA_WORDS_WORDS_H

#include <stddef.h>

typedef struct nb_words {
    const char *language; /* ko */
    const unsigned char *bytes; /* of its .mo file */
    size_t length;
} nb_words;

/* Made by the build from the files of this room. All catalogues, the last being NULL's; */
extern const nb_words nb_words_all[];
/* the languages behind "auto", "en" first and NULL at last; and they as one text: en|ko. */
extern const char *const nb_words_languages[];
extern const char nb_words_choice[];

/* The catalogue of a language, as a locale or an option spells it: ko, ko_KR.UTF-8. NULL: English,
 * or a language that there is no catalogue of. */
const nb_words *nb_words_of(const char *language);
/* The text in that language; NULL where it has none, and where `words` is NULL. */
const char *nb_words_find(const nb_words *words, const char *text);
const char *nb_words_find_part(const nb_words *words, const char *text, size_t length);
/* How many texts the catalogue has, and number `i` of them, sorted by the English; the first is ""
 * with the file's header. */
size_t nb_words_count(const nb_words *words);
const char *nb_words_get(const nb_words *words, size_t i, const char **text);

#endif
