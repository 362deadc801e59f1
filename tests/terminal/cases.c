/* Choosing a case and putting its words in. See cases.h. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "cases.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 16 };

/* A part of the session's text, which is not changed. */
typedef struct word {
    const char *text;
    size_t length;
} word;

typedef struct choice {
    word names[MOST_WORDS], values[MOST_WORDS];
    size_t count;
    size_t cases; /* of the lines read so far */
} choice;

static bool is(word a, const char *text) {
    return a.length == strlen(text) && memcmp(a.text, text, a.length) == 0;
}

/* The next word of a line; of length 0 at its end. */
static word take_word(const char **line) {
    *line += strspn(*line, " ");
    word taken = {*line, strcspn(*line, " \n")};
    *line += taken.length;
    return taken;
}

/* Reads NAME... = VALUE... | VALUE..., of which it takes the values that `number` chooses; hands
 * back the number for the lines that follow. */
static bool read_each(choice *c, const char *line, size_t *number) {
    word names[MOST_WORDS], all[MOST_WORDS * MOST_WORDS], next;
    size_t wide = 0, count = 0, in_row = 0;
    for (next = take_word(&line); next.length > 0 && !is(next, "="); next = take_word(&line))
        if (wide < MOST_WORDS) names[wide++] = next;
    while ((next = take_word(&line)).length > 0 && count < MOST_WORDS * MOST_WORDS) {
        bool bar = is(next, "|");
        if (bar && in_row != wide) return false;
        if (!bar) all[count++] = next;
        in_row = bar ? 0 : in_row + 1;
    }
    if (wide == 0 || in_row != wide || c->count + wide > MOST_WORDS) return false;
    size_t rows = count / wide, row = *number % rows;
    *number /= rows;
    c->cases *= rows;
    memcpy(c->names + c->count, names, wide * sizeof *names);
    memcpy(c->values + c->count, all + row * wide, wide * sizeof *all);
    c->count += wide;
    return true;
}

static bool is_each(const char *line) {
    return strncmp(line, "each ", strlen("each ")) == 0;
}

static bool choose(choice *c, const char *text, size_t number) {
    *c = (choice){.cases = 1};
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        if (*line == '\n') line++;
        if (is_each(line) && !read_each(c, line + strlen("each "), &number)) return false;
    }
    return true;
}

size_t cases_count(const char *text) {
    choice c;
    return choose(&c, text, 0) ? c.cases : 0;
}

/* What a {NAME} at `text` stands for; NULL: it is none. */
static const word *find(const choice *c, const char *text) {
    for (size_t i = 0; *text == '{' && i < c->count; i++) {
        const word *name = &c->names[i];
        if (strncmp(text + 1, name->text, name->length) == 0 && text[1 + name->length] == '}')
            return &c->values[i];
    }
    return NULL;
}

char *cases_get(const char *text, size_t number, char title[CASE_TITLE]) {
    choice c;
    char *copy = NULL;
    size_t length = 0;
    FILE *out = choose(&c, text, number) ? open_memstream(&copy, &length) : NULL;
    if (out == NULL) return NULL;
    for (const char *at = text; *at != '\0';) {
        const word *value = find(&c, at);
        bool each = (at == text || at[-1] == '\n') && is_each(at);
        if (value != NULL) fwrite(value->text, 1, value->length, out);
        else if (!each) fputc(*at, out);
        at += value != NULL ? strcspn(at, "}") + 1 : each ? strcspn(at, "\n") : 1;
    }
    *title = '\0';
    for (size_t i = 0, at = 0; i < c.count && at < CASE_TITLE; i++)
        at += (size_t)snprintf(title + at, CASE_TITLE - at, "%s%.*s", i > 0 ? " " : "",
                               (int)c.values[i].length, c.values[i].text);
    return fclose(out) == 0 ? copy : NULL;
}
