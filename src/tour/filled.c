/* Blanks count for nothing, and signs that say the same are alike. */
#include "tour/filled.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/lexer.h"

/* The next character that is no blank, as it is compared; 0 at the end. *at moves behind it. */
static uint32_t take(const char **at, const char *end) {
    enum { TIMES = 0xd7, DOT = 0xb7, PARTIAL = 0x2202, MINUS = 0x2212 };
    uint32_t code = 0;
    while (*at < end && nb_is_blank(**at)) (*at)++;
    if (*at == end) return 0;
    size_t bytes = nb_utf8_decode(*at, (size_t)(end - *at), &code);
    *at += bytes > 0 ? bytes : 1;
    switch (code) {
    case TIMES: case DOT: return '*';
    case PARTIAL: return 'd';
    case MINUS: return '-';
    default: return code;
    }
}

/* Where the text goes on behind what reads like the pattern; NULL: it does not begin so. */
static const char *skip(const char *text, const char *pattern, size_t length) {
    const char *end = text + strlen(text), *stop = pattern + length;
    for (uint32_t wanted; (wanted = take(&pattern, stop)) != 0;)
        if (take(&text, end) != wanted) return NULL;
    return text;
}

/* Whether all of the text reads like the pattern. */
static bool is_alike(const char *text, const char *pattern) {
    const char *rest = skip(text, pattern, strlen(pattern));
    return rest != NULL && *(rest + strspn(rest, " \t")) == '\0';
}

const char *nb_filled_find(nb_arena *arena, const char *gap, const char *text) {
    const char *hole = strstr(gap, "___"), *equals = strchr(gap, '=');
    if (hole == NULL) return text;
    const char *right = equals != NULL && equals < hole ? equals + 1 : gap;
    const char *behind = hole + strspn(hole, "_");
    const char *start = skip(text, gap, (size_t)(hole - gap));
    if (start == NULL) start = skip(text, right, (size_t)(hole - right));
    if (start == NULL) return text;
    for (const char *end = start + 1; *start != '\0' && end <= start + strlen(start); end++)
        if (is_alike(end, behind)) return nb_arena_text(arena, start, (size_t)(end - start));
    return text;
}
