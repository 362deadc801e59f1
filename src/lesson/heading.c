/* Headings, as Markdown knows them: up to three blanks, signs #, a blank, and the words. */
#include "lesson/heading.h"

#include <string.h>

#include "base/utf8.h"

enum { NEAR = 3 * NB_UTF8_EDIT };

size_t nb_heading_find(const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t hash = at;
        while (hash < length && hash - at < 3 && text[hash] == ' ') hash++;
        size_t end = hash;
        while (end < length && text[end] == '#') end++;
        if (end > hash && end < length && strchr(" \t\r\n", text[end]) != NULL) return at;
        const char *newline = memchr(text + at, '\n', length - at);
        at = newline != NULL ? (size_t)(newline - text) + 1 : length;
    }
    return length;
}

/* The words of the heading that a line is, without the signs # around them, in the arena. NULL:
 * memory ran out. */
static const char *words_of(nb_arena *arena, const char *line, size_t length) {
    const char *newline = memchr(line, '\n', length);
    if (newline != NULL) length = (size_t)(newline - line);
    while (length > 0 && strchr(" \t#", *line) != NULL) line++, length--;
    while (length > 0 && strchr(" \t\r#", line[length - 1]) != NULL) length--;
    return nb_arena_text(arena, line, length);
}

bool nb_heading_named(nb_arena *arena, const nb_lesson *lesson, const char *text,
                      const char *words, size_t *offset, const char **nearest) {
    size_t least = NEAR + 1;
    *nearest = NULL;
    words = words_of(arena, words, strlen(words));
    const nb_lesson_part *part = lesson->parts;
    for (; words != NULL && part != NULL; part = part->next) {
        if (part->kind != NB_LESSON_PROSE) continue;
        size_t at = part->range.start, end = part->range.end;
        while ((at += nb_heading_find(text + at, end - at)) < end) {
            const char *found = words_of(arena, text + at, end - at);
            size_t distance = found != NULL ? nb_utf8_distance(words, found, NEAR) : NEAR + 1;
            *offset = at;
            if (distance == 0) return true;
            if (distance < least) *nearest = found, least = distance;
            at += strcspn(text + at, "\n");
        }
    }
    return false;
}
