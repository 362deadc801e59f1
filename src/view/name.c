/* Taking names apart. */
#include "view/name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { SUBSCRIPT_COLUMNS = 6 }; /* of a word under a letter: E_total */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t nb_name_bytes(const char *text, size_t length) {
    size_t at = 0;
    while (at < length) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) return 0;
        if (at == 0 ? code == '_' || !nb_utf8_starts_name(code) : !nb_utf8_continues_name(code))
            break;
        at += bytes;
    }
    if (at < length && (text[at] != '[' || memchr(text, ' ', length) != NULL)) return 0;
    return at;
}

/* The part after an underscore is a subscript where a blackboard would write one: a short word
 * under a single letter, or a number. The underscore of total_price is only a blank. */
nb_name_parts nb_name_split(const char *name, size_t length) {
    size_t head = length;
    const char *underscore = memchr(name, '_', length);
    nb_name_parts found = {0, 0, NULL, 0};
    if (underscore != NULL && underscore + 1 < name + length) {
        size_t before = (size_t)(underscore - name), after = length - before - 1, digits = 0;
        uint32_t code;
        bool letter = nb_utf8_decode(name, before, &code) == before ||
                      nb_utf8_greek_word(name, before) != NULL;
        while (digits < after && is_digit(underscore[1 + digits])) digits++;
        bool short_word = nb_utf8_width(underscore + 1, after) <= SUBSCRIPT_COLUMNS;
        if ((letter && short_word) || digits == after) {
            head = before;
            found.under = underscore + 1;
            found.under_length = after;
        }
    }
    found.base = head;
    while (found.base > 0 && is_digit(name[found.base - 1])) found.base--;
    found.digits = head - found.base;
    return found;
}
