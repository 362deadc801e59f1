/* Headings, as Markdown knows them: up to three blanks, signs #, a blank, and the words. */
#include "lesson/heading.h"

#include <string.h>

#include "base/utf8.h"

enum { NEAR = 3 * NB_UTF8_EDIT, LONGEST_TITLE = 200 };

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

/* Calls `found` with each heading in the parts before `end`. */
static void each_heading(const nb_lesson *lesson, const char *text, const nb_lesson_part *end,
                         void (*found)(void *user, const char *words, size_t length), void *user) {
    for (const nb_lesson_part *part = lesson->parts; part != end; part = part->next) {
        size_t at = part->range.start, stop = part->range.end;
        if (part->kind != NB_LESSON_PROSE) continue;
        while ((at += nb_heading_find(text + at, stop - at)) < stop) {
            const char *words = text + at + strspn(text + at, "# ");
            found(user, words, strcspn(words, "\r\n"));
            at += strcspn(text + at, "\n");
        }
    }
}

typedef struct heading {
    const char *words;
    size_t length;
} heading;

static void take_first(void *user, const char *words, size_t length) {
    heading *first = user;
    if (first->words == NULL) *first = (heading){words, length};
}

static void take_last(void *user, const char *words, size_t length) {
    *(heading *)user = (heading){words, length};
}

const char *nb_heading_first(const nb_lesson *lesson, const char *text, size_t *length) {
    heading found = {NULL, 0};
    each_heading(lesson, text, NULL, take_first, &found);
    *length = found.length;
    return found.words;
}

const char *nb_heading_name(nb_arena *arena, const nb_lesson *lesson, const char *text, bool first,
                            const nb_lesson_part *end) {
    heading found = {0};
    each_heading(lesson, text, end, first ? take_first : take_last, &found);
    size_t length = found.length < LONGEST_TITLE ? found.length : LONGEST_TITLE;
    return found.words != NULL ? nb_arena_text(arena, found.words, length) : NULL;
}

typedef struct list {
    nb_buffer *out;
    const char *between;
} list;

static void add_heading(void *user, const char *words, size_t length) {
    const list *l = user;
    if (l->out->length > 0) nb_buffer_add_text(l->out, l->between);
    nb_buffer_add(l->out, words, length);
}

void nb_heading_list(const nb_lesson *lesson, const char *text, const char *between,
                     nb_buffer *out) {
    list l = {out, between};
    each_heading(lesson, text, NULL, add_heading, &l);
}
