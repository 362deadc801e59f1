/* Owns the language of the process: nothing else of it is global, and what is said before there is
 * a session, or when there is no memory for one, is said in it, too. No locale needs to be
 * installed: its name is enough. */
#include "front/system/language.h"

#include <stdlib.h>

static const nb_words *chosen, *spoken; /* NULL: English */

void nb_language_choose(const char *asked) {
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables && asked == NULL; i++) {
        asked = getenv(variables[i]);
        if (asked != NULL && *asked == '\0') asked = NULL;
    }
    chosen = spoken = asked != NULL ? nb_words_of(asked) : NULL;
}

const nb_words *nb_language_words(void) {
    return spoken;
}

const nb_words *nb_language_change(const nb_words *words) {
    const nb_words *before = chosen;
    chosen = spoken = words;
    return before;
}

const nb_words *nb_language_set(int lang) {
    spoken = lang > 0 ? nb_words_of(nb_words_languages[lang]) : chosen;
    return spoken;
}
