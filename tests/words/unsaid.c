/* Prints each text that no test has shown: unsaid SAID UNSHOWN, the file that tests/words/said.c
 * has written, and the list of those that no test can show, a text a line, comments behind #.
 * A line of the list that is no text is wrong, too. One that is shown after all is not: what a
 * system says depends on the system. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "texts.h"

typedef struct lines {
    char **items;
    size_t count;
} lines;

typedef struct looking {
    lines said, unshown;
    const char *only; /* a text to be found among all */
    bool found;
    size_t missing;
} looking;

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static lines read_lines(const char *path, bool comments) {
    lines all = {NULL, 0};
    char line[8192];
    FILE *file = fopen(path, "r");
    if (file == NULL) exit(2);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (*line == '\0' || (comments && *line == '#')) continue;
        for (char *c = line; *c != '\0'; c++)
            if (*c == '\r') *c = '\n';
        size_t size = strlen(line) + 1;
        char *copy = malloc(size);
        all.items = realloc(all.items, (all.count + 1) * sizeof *all.items);
        if (copy == NULL || all.items == NULL) exit(2);
        memcpy(copy, line, size);
        all.items[all.count++] = copy;
    }
    fclose(file);
    if (all.count > 0) qsort(all.items, all.count, sizeof *all.items, compare);
    return all;
}

static void free_lines(const lines *all) {
    for (size_t i = 0; i < all->count; i++) free(all->items[i]);
    free(all->items);
}

static bool has(const lines *all, const char *text) {
    return all->count > 0 && bsearch(&text, all->items, all->count, sizeof text, compare) != NULL;
}

static void look(void *user, const said_text *text) {
    looking *l = user;
    if (l->only != NULL) {
        l->found = l->found || strcmp(l->only, text->words) == 0;
    } else if (!has(&l->said, text->words) && !has(&l->unshown, text->words)) {
        l->missing++;
        printf("%s %s %s: no test shows \"%s\"\n", text->table, text->row, text->what,
               text->words);
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    looking l = {read_lines(argv[1], false), read_lines(argv[2], true), NULL, false, 0};
    if (!each_text(look, &l)) return 2;
    for (size_t i = 0; i < l.unshown.count; i++) {
        l.only = l.unshown.items[i];
        l.found = false;
        if (!each_text(look, &l)) return 2;
        if (l.found) continue;
        l.missing++;
        printf("%s: \"%s\" is no text\n", argv[2], l.only);
    }
    free_lines(&l.said);
    free_lines(&l.unshown);
    return l.missing > 0;
}
