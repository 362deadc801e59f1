/* Words are compared by the keys that type them and by the slips between two spellings. */
#include "base/nearest.h"

#include <string.h>

#include "base/keyboard.h"
#include "base/utf8.h"

/* Names are compared by the keys that type them: a Hangul syllable is two or three, and a name
 * typed on the other keyboard is the same keys. */
void nb_nearest_begin(nb_nearest *n, const char *name) {
    n->hangul = nb_keys_of_hangul(name, strlen(name), n->keys, sizeof n->keys);
    n->name = n->hangul ? n->keys : name;
    n->letters = nb_utf8_width(n->name, strlen(n->name));
    n->best = NULL;
    /* a shorter name allows fewer slips; the bound is exclusive */
    n->distance = n->letters < 2 ? 1 : n->letters < 6 ? 3 : n->letters < 9 ? 5 : 7;
}

bool nb_nearest_try(nb_nearest *n, const char *name) {
    char keys[sizeof n->keys];
    bool hangul = nb_keys_of_hangul(name, strlen(name), keys, sizeof keys);
    size_t distance = nb_utf8_distance(n->name, hangul ? keys : name, n->distance);
    if (distance >= n->distance || (hangul != n->hangul && distance > 0)) return false;
    n->distance = distance;
    n->best = name;
    return true;
}

/* A name of one letter is near to every other; half of a name is not that name. */
const char *nb_nearest_get(const nb_nearest *n) {
    return n->best != NULL && n->distance < NB_UTF8_EDIT * n->letters ? n->best : NULL;
}
