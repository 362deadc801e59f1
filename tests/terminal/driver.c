/* Plays a session: types at a program behind a pseudo-terminal, as a person would, and looks at
 * the screen. Usage: terminal PROGRAM SESSION, in an empty folder that becomes its home.
 *
 * A session file is one behaviour. Each line is a command; # starts a comment line. How to read
 * this file: the table `commands` near the end explains each command and names its function. A new
 * command is a new row. A command that looks (`expect`, `line`, ...) waits until it sees what it
 * wants, at most five seconds; nothing ever sleeps. */
#define _DEFAULT_SOURCE /* clearenv */
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"

enum { PATIENCE = 5000, MOST_ARGUMENTS = 32, INDENT = 4 };

typedef struct session {
    const char *path;
    char *rest; /* of the session's text */
    int number; /* of the present line */
    char *program;
    int columns, rows;
    program at;
    unsigned seen; /* `expect` looks only at what was written later: the screen's clock then */
    int patience;  /* milliseconds */
} session;

/* ---- failing ---- */

static void print_screen(const screen *s) {
    char text[SCREEN_ROW_BYTES];
    if (s->used == 0) return;
    printf("  the screen, %d columns, the cursor in column %d of the line marked >:\n",
           s->columns, s->x + 1);
    int last = s->used - 1;
    for (screen_row(s, last, text); last > s->y && *text == '\0'; screen_row(s, last, text)) last--;
    for (int y = screen_top(s); y <= last; y++) {
        screen_row(s, y, text);
        printf("  %c|%s\n", y == s->y ? '>' : ' ', text);
    }
}

static bool fail(session *t, const char *format, ...) {
    va_list values;
    printf("%s:%d: ", t->path, t->number);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    print_screen(&t->at.screen);
    return false;
}

/* ---- the session's text ---- */

/* The next line without blanks at its end; NULL at the end. */
static char *take_line(session *t) {
    char *line = t->rest;
    if (*line == '\0') return NULL;
    size_t length = strcspn(line, "\n");
    t->rest += line[length] == '\n' ? length + 1 : length;
    while (length > 0 && line[length - 1] == ' ') length--;
    line[length] = '\0';
    t->number++;
    return line;
}

/* The indented lines below, joined by newlines, in the place where they stand in the text; empty
 * lines at the end do not count. */
static char *take_block(session *t) {
    char *block = t->rest, *end = block;
    while (strncmp(t->rest, "    ", INDENT) == 0 || *t->rest == '\n') {
        bool empty = *t->rest == '\n';
        char *line = take_line(t) + (empty ? 0 : INDENT);
        size_t length = strlen(line);
        memmove(end, line, length);
        end += length;
        *end++ = '\n';
    }
    while (end > block && end[-1] == '\n') end--;
    *end = '\0'; /* in the place of a newline, or of the indentation at the latest */
    return block;
}

/* ---- preparing ---- */

static bool do_size(session *t, char *text) {
    char *rest;
    long columns = strtol(text, &rest, 10), rows = strtol(rest, &rest, 10);
    if (*rest != '\0' || columns < 1 || columns > MOST_COLUMNS || rows < 1 || rows > MOST_COLUMNS)
        return fail(t, "size COLUMNS ROWS, not %s", text);
    t->columns = (int)columns;
    t->rows = (int)rows;
    if (t->at.started) program_resize(&t->at, t->columns, t->rows);
    return true;
}

static bool do_env(session *t, char *text) {
    char *sign = strchr(text, '=');
    if (sign == NULL) return fail(t, "env NAME=VALUE, not %s", text);
    *sign = '\0';
    return setenv(text, sign + 1, 1) == 0 || fail(t, "cannot set %s", text);
}

static bool do_unset(session *t, char *text) {
    return unsetenv(text) == 0 || fail(t, "cannot unset %s", text);
}

static bool do_file(session *t, char *text) {
    char *block = take_block(t);
    FILE *file = fopen(text, "w");
    if (file == NULL || fprintf(file, "%s\n", block) < 0) return fail(t, "cannot write %s", text);
    return fclose(file) == 0 || fail(t, "cannot write %s", text);
}

static bool do_start(session *t, char *text) {
    char *argv[MOST_ARGUMENTS + 2] = {t->program};
    if (t->at.started) return fail(t, "the program runs; `exit` says how it has to end");
    int count = 1;
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
        if (count > MOST_ARGUMENTS) return fail(t, "too many arguments");
        argv[count++] = word;
    }
    t->seen = 0;
    return program_start(&t->at, argv, t->columns, t->rows) || fail(t, "cannot start the program");
}

/* ---- typing ---- */

static bool send(session *t, const char *bytes) {
    if (!t->at.started) return fail(t, "the program does not run");
    program_type(&t->at, bytes, strlen(bytes));
    return true;
}

static bool do_type(session *t, char *text) {
    return send(t, text);
}

/* As xterm does it, with Enter between the lines. */
static bool do_paste(session *t, char *text) {
    (void)text;
    char *block = take_block(t);
    for (char *at = block; *at != '\0'; at++)
        if (*at == '\n') *at = '\r';
    return send(t, "\033[200~") && send(t, block) && send(t, "\033[201~");
}

static bool do_key(session *t, char *text) {
    static const struct { const char *name, *bytes; } keys[] = {
        {"Enter", "\r"}, {"Tab", "\t"}, {"Space", " "}, {"Escape", "\033"}, {"Backspace", "\177"},
        {"Up", "\033[A"}, {"Down", "\033[B"}, {"Right", "\033[C"}, {"Left", "\033[D"},
        {"Home", "\033[H"}, {"End", "\033[F"}, {"Delete", "\033[3~"},
    };
    if (strncmp(text, "C-", 2) == 0 && text[2] >= 'a' && text[2] <= 'z' && text[3] == '\0')
        return send(t, (char[]){(char)(text[2] - 'a' + 1), '\0'});
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].name, text) == 0) return send(t, keys[i].bytes);
    return fail(t, "no such key: %s", text);
}

/* ---- looking ---- */

typedef bool is_so_fn(session *t, const char *text);

static bool wait_until(session *t, is_so_fn *is_so, const char *text) {
    long long end = now() + t->patience;
    t->patience = PATIENCE;
    while (!is_so(t, text)) {
        long long left = end - now();
        if (left <= 0 || !program_listen(&t->at, (int)left)) return false;
    }
    return true;
}

static bool find_new(session *t, const char *text, place *found) {
    bool is_there = screen_find(&t->at.screen, text, t->seen, found);
    if (is_there) t->seen = found->newest + 1;
    return is_there;
}

static bool is_new(session *t, const char *text) {
    place found;
    return find_new(t, text, &found);
}

static bool do_expect(session *t, char *text) {
    return wait_until(t, is_new, text) || fail(t, "expected: %s", text);
}

static bool expect_colour(session *t, const char *text, bool coloured) {
    unsigned seen = t->seen;
    place found;
    if (!wait_until(t, is_new, text)) return fail(t, "expected: %s", text);
    if (!screen_find(&t->at.screen, text, seen, &found) || found.coloured != coloured)
        return fail(t, "this is %s: %s", coloured ? "without colour" : "coloured", text);
    return true;
}

static bool do_coloured(session *t, char *text) {
    return expect_colour(t, text, true);
}

static bool do_plain(session *t, char *text) {
    return expect_colour(t, text, false);
}

static bool is_under(session *t, const char *text) {
    const screen *s = &t->at.screen;
    place sign, above;
    char line[SCREEN_ROW_BYTES];
    if (!screen_find(s, "^", t->seen, &sign) || sign.y == 0) return false;
    screen_row(s, sign.y, line);
    if (strspn(line, " ^") != strlen(line)) return false;
    if (!screen_find(s, text, t->seen, &above)) return false;
    (void)above;
    return true;
}

static bool do_absent(session *t, char *text) {
    place found;
    if (!screen_find(&t->at.screen, text, 0, &found)) return true;
    return fail(t, "this should not be there: %s", text);
}

static bool is_line(session *t, const char *text) {
    char line[SCREEN_ROW_BYTES];
    if (t->at.screen.used == 0) return false;
    screen_row(&t->at.screen, t->at.screen.y, line);
    return strcmp(line, text) == 0;
}

static bool do_line(session *t, char *text) {
    return wait_until(t, is_line, text) || fail(t, "expected in the cursor's line: %s", text);
}
