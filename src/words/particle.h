/* The particle that follows a word in Korean. Some have two forms: 을 stands behind a sound that
 * ends a syllable, 를 behind a vowel. A wording asks for one in the place of its argument:
 * "{0:을} 정의하십시오" puts 을 or 를 behind whatever {0} is. */
#ifndef NABLA_WORDS_PARTICLE_H
#define NABLA_WORDS_PARTICLE_H

#include <stddef.h>

/* How the last syllable ends when a text is read aloud. */
typedef enum nb_ending {
    NB_ENDING_OPEN,  /* in a vowel */
    NB_ENDING_FINAL, /* in a consonant, */
    NB_ENDING_LIEUL  /* which is ㄹ: 로 stands behind it, as behind a vowel */
} nb_ending;

nb_ending nb_ending_of(const char *text, size_t length);

/* The form of a particle that fits behind the text: `which` is the form behind a consonant, as 을.
 * NULL: there is no such particle. */
const char *nb_particle(const char *text, size_t length, const char *which, size_t which_length);

#endif
