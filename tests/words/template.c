/* Prints the template of the catalogues, in the format of gettext: every text once, with the places
 * where it stands. The files src/words/LANGUAGE.po are brought up to date from it by `make
 * words`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "texts.h"

typedef struct list {
    said_text *items;
    size_t count, room;
} list;

static char *copy_of(const char *words) {
    size_t size = strlen(words) + 1;
    char *copy = malloc(size);
    if (copy == NULL) exit(1);
    memcpy(copy, words, size);
    return copy;
}

static void keep(void *user, const said_text *found) {
    list *all = user;
    if (all->count == all->room) {
        all->room = all->room > 0 ? 2 * all->room : 1000;
        all->items = realloc(all->items, all->room * sizeof *all->items);
        if (all->items == NULL) exit(1);
    }
    all->items[all->count++] = (said_text){copy_of(found->table), copy_of(found->row),
                                      copy_of(found->what), copy_of(found->words)};
}

/* A text of several lines has a line for each in the file, too. */
static void print_quoted(const char *words) {
    bool many = strchr(words, '\n') != NULL;
    fputs(many ? "msgid \"\"\n\"" : "msgid \"", stdout);
    for (; *words != '\0'; words++) {
        if (*words == '\n') fputs(words[1] != '\0' ? "\\n\"\n\"" : "\\n", stdout);
        else if (*words == '\t') fputs("\\t", stdout);
        else if (*words == '"' || *words == '\\') printf("\\%c", *words);
        else putchar(*words);
    }
    puts("\"");
}

static void print_place(const said_text *place) {
    printf("#. %s%s%s\n", place->row, *place->what != '\0' ? ": " : "", place->what);
}

static void print_text(const list *all, size_t first) {
    const char *words = all->items[first].words;
    for (size_t i = 0; i < first; i++)
        if (strcmp(all->items[i].words, words) == 0) return;
    puts("");
    for (size_t i = first; i < all->count; i++)
        if (strcmp(all->items[i].words, words) == 0) print_place(&all->items[i]);
    const char *table = "";
    for (size_t i = first; i < all->count; i++) {
        if (strcmp(all->items[i].words, words) != 0 || strcmp(all->items[i].table, table) == 0)
            continue;
        table = all->items[i].table;
        printf("#: %s\n", table);
    }
    print_quoted(words);
    puts("msgstr \"\"");
}

int main(void) {
    list all = {NULL, 0, 0};
    if (!each_text(keep, &all)) return 1;
    fputs("msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
          "\"Content-Transfer-Encoding: 8bit\\n\"\n", stdout);
    for (size_t i = 0; i < all.count; i++) print_text(&all, i);
    return ferror(stdout) || fflush(stdout) != 0;
}
