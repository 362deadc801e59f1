/* Which language the program speaks where no session says otherwise. */
#ifndef NABLA_FRONT_SYSTEM_LANGUAGE_H
#define NABLA_FRONT_SYSTEM_LANGUAGE_H

#include "words/words.h"

/* Speaks the language `asked`, as ko; NULL: the first that LC_ALL, LC_MESSAGES and LANG name. What
 * there is no catalogue of is English. */
void nb_language_choose(const char *asked);
/* Its words; NULL: English. */
const nb_words *nb_language_words(void);
/* Those that `set lang` says, a place in nb_words_languages; 0: the ones above. */
const nb_words *nb_language_set(int lang);

#endif
