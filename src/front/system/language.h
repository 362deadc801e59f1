/* Which language the program speaks where no session says otherwise. */
#ifndef NABLA_FRONT_SYSTEM_LANGUAGE_H
#define NABLA_FRONT_SYSTEM_LANGUAGE_H

#include "words/words.h"

/* Speaks the language `asked`, as ko; NULL: the first that LC_ALL, LC_MESSAGES and LANG name. What
 * there is no catalogue of is English. */
void nb_language_choose(const char *asked);
/* Speaks what `set lang` says, a place in nb_words_languages; 0: what was chosen. Answers its
 * words; NULL: English. */
const nb_words *nb_language_set(int lang);
/* The words of the language that is spoken; NULL: English. */
const nb_words *nb_language_words(void);
/* Speaks another language wherever no setting asks for one; the one before, to go back to. */
const nb_words *nb_language_change(const nb_words *words);

#endif
