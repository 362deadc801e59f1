/* Plays a session: types at a program behind a pseudo-terminal, as a person would, and looks at
 * the screen. Usage: terminal PROGRAM SESSION, in an empty folder that becomes its home.
 *
 * A session file is one behaviour, played once for each of its cases (cases.h), in a new home every
 * time. Each line is a command; # starts a comment line. How to read this file: the table
 * `commands` near the end explains each command and names its function. A new command is a new
 * row. A command that looks (`expect`, `line`, ...) waits until it sees what it wants, for as long
 * as a busy machine may need; nothing ever sleeps. */
#define _XOPEN_SOURCE 700 /* setenv */
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cases.h"
#include "environment.h"
#include "files.h"
#include "program.h"

enum { PATIENCE = 20000, GLANCE = 20, /* milliseconds */
       MOST_WINDOWS = 2, MOST_ARGUMENTS = 32, INDENT = 4 };

static const char enter_sign[] = "⏎"; /* where a lesson waits for Enter */

typedef struct window {
    program at;
    unsigned seen; /* `expect` looks only at what was written since then, by the screen's clock */
} window;

typedef struct session {
    const char *path, *title;
    char *rest; /* of the session's text */
    int number; /* of the present line */
    char *program;
    int columns, rows;
    image_kind images; /* what the terminal shows */
    window windows[MOST_WINDOWS], *w; /* the one that is looked at */
    place found;       /* what the last `expect` saw */
    long long typed;   /* the program's own time when it was last given something to do */
    long long allowed; /* milliseconds of that time for the next look; 0: any */
} session;

/* ---- failing ---- */

static bool fail(session *t, const char *format, ...) {
    va_list values;
    printf("%s:%d: ", t->path, t->number);
    if (*t->title != '\0') printf("(%s) ", t->title);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    screen_print(&t->w->at.screen);
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
    if (end == t->rest) return end + strlen(end); /* no block: nothing may be written over */
    *end = '\0';
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
    if (t->w->at.pid > 0) program_resize(&t->w->at, t->columns, t->rows);
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

/* A second program beside the first, with a terminal of its own. */
static bool do_window(session *t, char *text) {
    long number = strtol(text, NULL, 10);
    if (number < 1 || number > MOST_WINDOWS) return fail(t, "there is no window %s", text);
    t->w = &t->windows[number - 1];
    return true;
}

static bool do_terminal(session *t, char *text) {
    return images_find(text, &t->images) || fail(t, "there is no terminal that is %s", text);
}

static bool do_file(session *t, char *text) {
    return files_write(text, take_block(t)) || fail(t, "cannot write %s", text);
}

static bool do_copy(session *t, char *text) {
    return files_copy(t->path, text) || fail(t, "cannot copy %s", text);
}

static bool do_holds(session *t, char *text) {
    const char *other = files_find_other(text, take_block(t));
    return other == NULL || fail(t, "%s holds another line:\n  %s", text, other);
}

static bool do_start(session *t, char *text) {
    char *argv[MOST_ARGUMENTS + 2] = {t->program};
    if (t->w->at.shell > 0) return fail(t, "first `exit` has to say how the last program ends");
    int count = 1;
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
        if (count > MOST_ARGUMENTS) return fail(t, "too many arguments");
        argv[count++] = word;
    }
    t->w->seen = 0;
    bool started = program_start(&t->w->at, argv, t->columns, t->rows);
    t->w->at.screen.images = t->images;
    return started || fail(t, "cannot start the program");
}

/* ---- typing ---- */

static bool send(session *t, const char *bytes) {
    if (t->w->at.pid == 0) return fail(t, "the program does not run");
    t->typed = program_time(&t->w->at);
    program_type(&t->w->at, bytes, strlen(bytes));
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

static bool press(session *t, const char *key) {
    static const struct { const char *name, *bytes; } keys[] = {
        {"Enter", "\r"}, {"Tab", "\t"}, {"Space", " "}, {"Escape", "\033"},
        {"Backspace", "\177"},
        {"Up", "\033[A"}, {"Down", "\033[B"}, {"Right", "\033[C"}, {"Left", "\033[D"},
        {"Home", "\033[H"}, {"End", "\033[F"}, {"Delete", "\033[3~"},
        {"PageUp", "\033[5~"}, {"PageDown", "\033[6~"},
    };
    if (strncmp(key, "C-", 2) == 0 && key[2] >= 'a' && key[2] <= 'z' && key[3] == '\0')
        return send(t, (char[]){(char)(key[2] - 'a' + 1), '\0'});
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].name, key) == 0) return send(t, keys[i].bytes);
    return fail(t, "no such key: %s", key);
}

static bool do_key(session *t, char *text) {
    for (char *key = strtok(text, " "); key != NULL; key = strtok(NULL, " "))
        if (!press(t, key)) return false;
    return true;
}

/* ---- looking ---- */

typedef bool is_so_fn(session *t, const char *text);

/* The time allowed is the program's own, so that what else the machine does changes nothing. */
static bool wait_until(session *t, is_so_fn *is_so, const char *text) {
    long long end = now() + PATIENCE, allowed = t->allowed;
    t->allowed = 0;
    for (;;) {
        bool so = is_so(t, text);
        long long used = allowed > 0 ? program_time(&t->w->at) - t->typed : 0, left = end - now();
        if (used > allowed) printf("after %lld ms: ", used);
        if (so || used > allowed) return so && used <= allowed;
        if (left <= 0 || t->w->at.terminal < 0) return false;
        (void)program_listen(&t->w->at, GLANCE);
    }
}

/* For what may have stood there before: it counts when all keys have had their effect. */
static bool wait_calmly(session *t, is_so_fn *is_so, const char *text) {
    long long end = now() + PATIENCE;
    while (!program_is_calm(&t->w->at) || !is_so(t, text)) {
        if (now() > end || t->w->at.terminal < 0) return is_so(t, text);
        (void)program_listen(&t->w->at, 1);
    }
    return true;
}

static bool is_new(session *t, const char *text) {
    if (!screen_find(&t->w->at.screen, text, t->w->seen, &t->found)) return false;
    t->w->seen = t->found.newest + 1;
    return true;
}

static bool do_expect(session *t, char *text) {
    return wait_until(t, is_new, text) || fail(t, "expected: %s", text);
}

static bool do_coloured(session *t, char *text) {
    return do_expect(t, text) && (t->found.coloured || fail(t, "without colour: %s", text));
}

static bool do_plain(session *t, char *text) {
    return do_expect(t, text) && (!t->found.coloured || fail(t, "coloured: %s", text));
}

/* ^~~~ alone in its row, exactly below the text. */
static bool is_marked(session *t, const char *text) {
    const screen *s = &t->w->at.screen;
    char line[SCREEN_ROW_BYTES];
    place mark, marked;
    for (int y = 1; y < s->used; y++) {
        screen_row(s, y, line);
        size_t x = strspn(line, " "), length = strlen(line) - x;
        if (line[x] != '^' || length != 1 + strspn(line + x + 1, "~")) continue;
        if (!screen_shows(s, y, (int)x, "^", &mark) || mark.newest < t->w->seen) continue;
        if (!screen_shows(s, y - 1, (int)x, text, &marked)) return false;
        t->w->seen = mark.newest + 1;
        return marked.columns == (int)length;
    }
    return false;
}

static bool do_caret(session *t, char *text) {
    return wait_until(t, is_marked, text) || fail(t, "^ should stand below: %s", text);
}

static bool do_absent(session *t, char *text) {
    place found;
    if (!screen_find(&t->w->at.screen, text, 0, &found)) return true;
    return fail(t, "this should not be there: %s", text);
}

static bool is_row(const session *t, int y, const char *text) {
    char line[SCREEN_ROW_BYTES];
    if (y >= t->w->at.screen.used) return false;
    screen_row(&t->w->at.screen, y, line);
    return strcmp(line, text) == 0;
}

static bool is_line(session *t, const char *text) {
    return is_row(t, t->w->at.screen.y, text);
}

static bool do_line(session *t, char *text) {
    return wait_calmly(t, is_line, text) || fail(t, "expected, in the cursor's line: %s", text);
}

static bool is_screen(session *t, const char *text) {
    char *rest;
    long line = strtol(text, &rest, 10);
    if (*rest == ' ') rest++;
    return is_row(t, screen_top(&t->w->at.screen) + (int)line - 1, rest);
}

static bool do_screen(session *t, char *text) {
    long line = strtol(text, NULL, 10);
    if (line < 1 || line > t->rows) return fail(t, "screen LINE TEXT, not %s", text);
    return wait_calmly(t, is_screen, text) || fail(t, "expected, as a line: %s", text);
}

static bool is_there_or_waits(session *t, const char *text) {
    place found;
    return screen_find(&t->w->at.screen, text, t->w->seen, &found) || is_line(t, enter_sign);
}

static bool is_there_or_asks(session *t, const char *text) {
    return is_there_or_waits(t, text) || is_line(t, "answer:") || is_line(t, "답:") ||
           is_line(t, "∇");
}

/* How many pages it takes depends on the window. */
static bool go_through(session *t, const char *text, is_so_fn *is_so) {
    enum { MOST_PAGES = 200 };
    for (int i = 0; i < MOST_PAGES && wait_calmly(t, is_so, text); i++) {
        if (is_new(t, text)) return true;
        if (!press(t, "Enter")) return false;
    }
    return fail(t, "expected behind some pages: %s", text);
}

static bool do_through(session *t, char *text) {
    return go_through(t, text, is_there_or_waits);
}

static bool do_onward(session *t, char *text) {
    return go_through(t, text, is_there_or_asks);
}

static bool is_cursor(session *t, const char *text) {
    return t->w->at.screen.x + 1 == strtol(text, NULL, 10);
}

static bool do_cursor(session *t, char *text) {
    return wait_calmly(t, is_cursor, text) || fail(t, "expected the cursor in column %s", text);
}

static bool is_working(session *t, const char *text) {
    (void)text;
    return program_works(&t->w->at);
}

static bool do_works(session *t, char *text) {
    return wait_until(t, is_working, text) || fail(t, "a statement should run");
}

static bool do_within(session *t, char *text) {
    t->allowed = strtol(text, NULL, 10);
    return t->allowed > 0 || fail(t, "within MILLISECONDS, not %s", text);
}

/* ---- ending ---- */

static bool do_kill(session *t, char *text) {
    int number = program_signal(text);
    if (number == 0) return fail(t, "no such signal: %s", text);
    if (t->w->at.pid == 0) return fail(t, "the program does not run");
    return kill(t->w->at.pid, number) == 0 || fail(t, "cannot send %s", text);
}

static bool is_stopped(session *t, const char *text) {
    (void)text;
    return t->w->at.stopped;
}

static bool do_stops(session *t, char *text) {
    if (!wait_until(t, is_stopped, text)) return fail(t, "it should have been stopped");
    return t->w->at.tidy || fail(t, "it left the terminal in another state than it had found");
}

static bool do_fg(session *t, char *text) {
    (void)text;
    if (!t->w->at.stopped) return fail(t, "it was not stopped");
    return program_continue(&t->w->at) || fail(t, "it cannot go on");
}

static bool do_exit(session *t, char *text) {
    int number = program_signal(text);
    if (t->w->at.shell == 0) return fail(t, "nothing was started");
    if (!program_await(&t->w->at, PATIENCE)) return fail(t, "it should have ended: exit %s", text);
    int status = t->w->at.status;
    if (WIFSIGNALED(status) && WTERMSIG(status) != number)
        return fail(t, "ended by signal %d: exit %s", WTERMSIG(status), text);
    if (WIFEXITED(status) && (number != 0 || WEXITSTATUS(status) != strtol(text, NULL, 10)))
        return fail(t, "ended with status %d: exit %s", WEXITSTATUS(status), text);
    if (number == SIGKILL) return true; /* nobody can tidy up behind that */
    return t->w->at.tidy || fail(t, "it left the terminal in another state than it had found");
}

/* ---- the commands ---- */

static bool run_command(session *t, char *line);

/* For what depends on the case. A block below a command is taken only where the command is run. */
static bool do_when(session *t, char *text) {
    char *value = strchr(text, ' '), *command = value != NULL ? strchr(value + 1, ' ') : NULL;
    if (command == NULL) return fail(t, "when WORD WORD COMMAND, not %s", text);
    *value++ = *command++ = '\0';
    return strcmp(text, value) != 0 || run_command(t, command);
}

static const struct command {
    const char *name;
    bool (*run)(session *, char *text);
} commands[] = {
    {"size", do_size},         /* COLUMNS ROWS: of the window, also while the program runs */
    {"env", do_env},           /* NAME=VALUE: for the programs started later */
    {"unset", do_unset},       /* NAME */
    {"window", do_window},     /* 1 or 2: what follows is about the program in that one */
    {"terminal", do_terminal}, /* plain kitty sixel silent: of the programs started later */
    {"file", do_file},         /* PATH: the indented lines below become a file */
    {"copy", do_copy},         /* PATH: a file, counted from the folder of the session */
    {"holds", do_holds},       /* PATH: its lines are those indented below, … being any text */
    {"start", do_start},       /* ARGUMENT...: starts the program, in the same home every time */
    {"type", do_type},         /* TEXT */
    {"paste", do_paste},       /* the indented lines below, as a bracketed paste */
    {"key", do_key},           /* KEY...: Enter Tab Up Down Left Right ... C-a to C-z */
    {"expect", do_expect},     /* TEXT: is written behind what the last `expect` saw */
    {"coloured", do_coloured}, /* TEXT: `expect`, and it has a colour */
    {"plain", do_plain},       /* TEXT: `expect`, and it has none */
    {"caret", do_caret},       /* TEXT: the next line of ^~~~ stands exactly below it */
    {"through", do_through},   /* TEXT: Enter wherever a lesson waits, until this is written */
    {"onward", do_onward},     /* TEXT: the same; Enter at questions, too */
    {"line", do_line},         /* TEXT: the whole line in which the cursor is */
    {"screen", do_screen},     /* LINE TEXT: that whole line of the window */
    {"cursor", do_cursor},     /* COLUMN: the cursor's, the first one being 1 */
    {"works", do_works},       /* a statement runs: what was typed before has had its effect */
    {"absent", do_absent},     /* TEXT: is nowhere now; to be used behind an `expect` */
    {"within", do_within},     /* MILLISECONDS of the program's own time since the last key: for
                                  the next command that looks */
    {"when", do_when},         /* WORD WORD COMMAND: runs it if the words are the same */
    {"kill", do_kill},         /* SIGNAL: INT TERM HUP ... */
    {"stops", do_stops},       /* it was stopped, as by Ctrl-Z, the terminal tidy */
    {"fg", do_fg},             /* lets it go on */
    {"exit", do_exit},         /* STATUS or SIGNAL: so the program ends, the terminal tidy */
};

static bool run_command(session *t, char *line) {
    size_t length = strcspn(line, " ");
    char *text = line + length;
    if (*text == ' ') *text++ = '\0';
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, line) != 0) continue;
        if (!commands[i].run(t, text)) return false;
        const char *unknown = t->w->at.screen.unknown;
        if (*unknown == '\0') return true;
        return fail(t, "the program sent an escape sequence that is not known here: ESC %s",
                    unknown + 1);
    }
    return fail(t, "no such command: %s", line);
}

static bool play(session *t) {
    char *line;
    while ((line = take_line(t)) != NULL)
        if (*line != '\0' && *line != '#' && !run_command(t, line)) return false;
    for (t->w = t->windows; t->w < t->windows + MOST_WINDOWS; t->w++)
        if (t->w->at.shell > 0) return fail(t, "`exit` has to say how the program ends");
    return true;
}

/* One case, in a new folder. */
static bool play_case(const session *all, const char *text, size_t number, const char *search) {
    char title[CASE_TITLE], folder[32], *copy = cases_get(text, number, title);
    session t = *all;
    snprintf(folder, sizeof folder, "%zu", number);
    if (copy == NULL || mkdir(folder, 0777) != 0 || chdir(folder) != 0) return false;
    environment_set_own(search);
    t.title = title;
    t.rest = copy;
    for (int i = 0; i < MOST_WINDOWS; i++) t.windows[i].at = PROGRAM_NONE;
    t.w = t.windows;
    bool good = play(&t);
    for (int i = 0; i < MOST_WINDOWS; i++) program_stop(&t.windows[i].at);
    free(copy);
    return chdir("..") == 0 && good;
}

int main(int argc, char **argv) {
    if (argc != 3 || setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        fputs("usage: terminal PROGRAM SESSION\n", stderr);
        return 2;
    }
    const session all = {.path = argv[2], .program = argv[1], .columns = 80, .rows = 24};
    const char *path = getenv("PATH"), *text = files_read(all.path);
    char *search = strdup(path != NULL ? path : "/usr/bin:/bin");
    size_t count = text != NULL ? cases_count(text) : 0, done = 0;
    if (count == 0 || search == NULL) {
        fprintf(stderr, "terminal: %s cannot be played\n", all.path);
        return 2;
    }
    while (done < count && play_case(&all, text, done, search)) done++;
    free(search);
    return done == count ? 0 : 1;
}
