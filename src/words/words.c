/* Reads the catalogues. A .mo file begins with its magic number, a revision, the number of texts,
 * and where two tables stand, of the texts and of their translations: a length and a place each.
 * The texts are sorted by their bytes, each text ends in NUL, and the build writes numbers with the
 * low byte first. What the build has made is trusted; still nothing outside of it is read. */
#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { COUNT = 8, TEXTS = 12, TRANSLATIONS = 16, NUMBER = 4 };

static uint32_t read_number(const nb_words *words, size_t at) {
    const unsigned char *bytes = words->bytes + at;
    if (at + NUMBER > words->length) return 0;
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static const char *read_text(const nb_words *words, size_t table, size_t i) {
    size_t entry = read_number(words, table) + 2 * NUMBER * i;
    size_t length = read_number(words, entry), at = read_number(words, entry + NUMBER);
    bool inside = at < words->length && length < words->length - at;
    return inside && words->bytes[at + length] == '\0' ? (const char *)words->bytes + at : "";
}

size_t nb_words_count(const nb_words *words) {
    return words != NULL ? read_number(words, COUNT) : 0;
}

const char *nb_words_get(const nb_words *words, size_t i, const char **text) {
    *text = read_text(words, TEXTS, i);
    return read_text(words, TRANSLATIONS, i);
}

const char *nb_words_find(const nb_words *words, const char *text) {
    return nb_words_find_part(words, text, strlen(text));
}

/* Which of the two stands first, the text being as long as `length` says. */
static int compare(const char *text, size_t length, const char *other) {
    int order = strncmp(text, other, length);
    return order == 0 && other[length] != '\0' ? -1 : order;
}

const char *nb_words_find_part(const nb_words *words, const char *text, size_t length) {
    size_t low = 0, high = nb_words_count(words);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(text, length, read_text(words, TEXTS, middle));
        if (order == 0) return length > 0 ? read_text(words, TRANSLATIONS, middle) : NULL;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

const nb_words *nb_words_of(const char *language) {
    size_t length = strcspn(language, "_.@");
    for (const nb_words *words = nb_words_all; words->language != NULL; words++)
        if (strlen(words->language) == length && memcmp(language, words->language, length) == 0)
            return words;
    return NULL;
}
