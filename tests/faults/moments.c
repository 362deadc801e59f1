/* Interrupts and kills a long command at moments of all kinds.
 *
 *     moments PROGRAM FILE [SEED]
 *
 * The file holds lines: `rows COUNT PATH` makes a large CSV file, `type LINE` is typed beforehand,
 * `command LINE` is what runs long, `changes` says that it changes values (not names) when it was
 * interrupted, or ended before. After Ctrl-C the session has to answer and to be as it was; after
 * SIGKILL the next start has to restore it; and nothing is left: no process, no temporary file, no
 * half of a file. The moments come from a fixed row of numbers. */
#define _GNU_SOURCE
#include <dirent.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "environment.h"
#include "program.h"

enum { MOST_LINES = 16, INTERRUPTS = 4, KILLS = 2 };
enum { LONGEST = 300, PATIENCE = 20000 }; /* milliseconds */
enum { TEXT = 1 << 21 };                  /* bytes */

typedef struct test {
    char *argv[3], *command, *typed[MOST_LINES];
    int count;
    bool changes;
    program at;
    unsigned seen;
    uint64_t random;
} test;

static int fail(const test *t, const char *what, const char *which) {
    char line[SCREEN_ROW_BYTES];
    printf("%s: %s %s; the screen:\n", t->command, what, which);
    for (int y = 0; y < t->at.screen.used; y++) {
        screen_row(&t->at.screen, y, line);
        if (y + 30 > t->at.screen.used) printf("    %s\n", line);
    }
    exit(1);
}

/* ---- the program ---- */

static void expect(test *t, const char *text) {
    long long end = now() + PATIENCE;
    place found;
    while (!screen_find(&t->at.screen, text, t->seen, &found)) {
        if (now() > end || t->at.terminal < 0) fail(t, "expected", text);
        (void)program_listen(&t->at, 5);
    }
    t->seen = found.newest + 1;
}

static void type(test *t, const char *line) {
    t->seen = t->at.screen.clock;
    program_type(&t->at, line, strlen(line));
    program_type(&t->at, "\r", 1);
}

static void await_prompt(test *t) {
    long long end = now() + PATIENCE;
    while (program_works(&t->at) || !program_is_calm(&t->at)) {
        if (now() > end) fail(t, "it goes on", "");
        (void)program_listen(&t->at, 2);
    }
}

static void run(test *t, const char *line, const char *answer) {
    type(t, line);
    expect(t, answer);
    await_prompt(t);
}

static void start(test *t) {
    if (!program_start(&t->at, t->argv, 80, 24)) fail(t, "cannot start", "");
    t->seen = 0;
}

static unsigned choose(test *t, unsigned below) {
    t->random = t->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(t->random >> 33) % below;
}

/* Begins the command and lets some time pass; half of the moments are early ones. */
static void begin(test *t) {
    long long end = now() + PATIENCE;
    unsigned longest = choose(t, 2) == 0 ? LONGEST / 10 : LONGEST;
    type(t, t->command);
    while (!program_works(&t->at) && now() < end) (void)program_listen(&t->at, 1);
    end = now() + choose(t, longest);
    do (void)program_listen(&t->at, 1);
    while (now() < end);
}

/* ---- what is left ---- */

static char *read_text(const char *path) {
    char *text = calloc(TEXT, 1);
    FILE *file = fopen(path, "r");
    if (text != NULL && file != NULL) (void)!fread(text, 1, TEXT - 1, file);
    if (file != NULL) fclose(file);
    return text;
}

/* Leaves the definitions, or of each what stands before the equals sign. Other lines tell of
 * samples, of what a training keeps, of which node was last asked for. */
static void keep_definitions(char *text, bool names) {
    static const char kept[] = "remember ";
    char *to = text;
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n"), name = strcspn(line, ":=\n");
        if (name < length && strncmp(line, kept, strlen(kept)) != 0) {
            size_t bytes = names ? name : length;
            memmove(to, line, bytes);
            to += bytes;
            *to++ = '\n';
        }
        line += length + (line[length] == '\n');
    }
    *to = '\0';
}

static void compare(const test *t, const char *path) {
    char *before = read_text("before.nabla"), *after = read_text(path);
    if (before == NULL || after == NULL) fail(t, "cannot read", path);
    keep_definitions(before, t->changes);
    keep_definitions(after, t->changes);
    if (*before == '\0') fail(t, "nothing was saved in", "before.nabla");
    if (strcmp(before, after) != 0) fail(t, "the session is not as it was:", path);
    free(before);
    free(after);
}

/* What a command writes is there from its first byte to its last, or not at all. */
static void check_folder(const test *t, const char *path) {
    DIR *list = opendir(path);
    struct dirent *entry;
    while (list != NULL && (entry = readdir(list)) != NULL) {
        const char *name = entry->d_name;
        if (strncmp(name, ".nabla-", 7) == 0) fail(t, "a temporary file is left:", name);
        if (strncmp(name, "out.", 4) != 0) continue;
        char *text = read_text(name);
        size_t length = text != NULL ? strlen(text) : 0;
        bool long_enough = length == TEXT - 1;
        if (!long_enough && (length == 0 || text[length - 1] != '\n'))
            fail(t, "half of a file:", name);
        free(text);
    }
    if (list != NULL) closedir(list);
}

/* Orphans become children of ours; they are given a second to end. */
static void check_children(const test *t) {
    long long end = now() + 1000;
    pid_t got;
    while ((got = waitpid(-1, NULL, WNOHANG)) > 0 || (got == 0 && now() < end))
        if (got == 0) poll(NULL, 0, 2);
    if (got < 0) return;
    FILE *list = fopen("/proc/thread-self/children", "r");
    for (int pid; list != NULL && fscanf(list, "%d", &pid) == 1;) kill(pid, SIGKILL);
    if (list != NULL) fclose(list);
    fail(t, "a child still runs", "");
}

/* ---- the test ---- */

static void prepare(test *t) {
    start(t);
    expect(t, "∇");
    for (int i = 0; i < t->count; i++) {
        type(t, t->typed[i]);
        await_prompt(t);
    }
    run(t, "save before.nabla", "wrote before.nabla");
}

static void interrupt(test *t) {
    begin(t);
    program_type(&t->at, "\003", 1);
    await_prompt(t);
    run(t, "1000+111", "  1111");
    run(t, "save after.nabla", "wrote after.nabla");
    compare(t, "after.nabla");
    check_folder(t, ".");
}

static void end_by_kill(test *t) {
    kill(t->at.pid, SIGKILL);
    if (!program_await(&t->at, PATIENCE)) fail(t, "it does not end", "");
    check_children(t);
    check_folder(t, ".");
}

static void kill_and_restore(test *t) {
    begin(t);
    end_by_kill(t);
    start(t);
    expect(t, "Restore?");
    run(t, "y", "restored");
    run(t, "save after.nabla", "wrote after.nabla");
    compare(t, "after.nabla");
}

static void finish(test *t) {
    type(t, "quit");
    if (!program_await(&t->at, PATIENCE)) fail(t, "it does not end", "");
    check_children(t);
    program_stop(&t->at);
}

/* ---- the file ---- */

static void make_rows(const char *text) {
    char *path;
    long count = strtol(text, &path, 10);
    FILE *file = fopen(path + strspn(path, " "), "w");
    if (file == NULL) exit(2);
    fputs("a,b,t\n", file);
    for (long i = 0; i < count; i++) fprintf(file, "%ld.25,%ld,%ld\n", i, i % 97, i % 2);
    if (fclose(file) != 0) exit(2);
}

static void read_test(test *t, char *text) {
    static const char rows[] = "rows ", typed[] = "type ", command[] = "command ";
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (strncmp(line, rows, strlen(rows)) == 0) make_rows(line + strlen(rows));
        if (strncmp(line, typed, strlen(typed)) == 0 && t->count < MOST_LINES)
            t->typed[t->count++] = line + strlen(typed);
        if (strncmp(line, command, strlen(command)) == 0) t->command = line + strlen(command);
        if (strcmp(line, "changes") == 0) t->changes = true;
    }
    if (t->command == NULL) exit(2);
}

static void set_environment(void) {
    static const char *const folders[][2] = {
        {"HOME", "."}, {"XDG_CONFIG_HOME", "config"}, {"XDG_STATE_HOME", "state"}};
    environment_set(folders, sizeof folders / sizeof *folders);
}

int main(int argc, char **argv) {
    static char option[] = "--no-init";
    test t = {.at = PROGRAM_NONE, .random = 20};
    char *text = argc >= 3 ? read_text(argv[2]) : NULL;
    if (text == NULL || setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        fputs("usage: moments PROGRAM FILE [SEED]\n", stderr);
        return 2;
    }
    if (argc > 3) t.random = strtoul(argv[3], NULL, 10);
    t.argv[0] = argv[1];
    t.argv[1] = option;
    set_environment();
    read_test(&t, text);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return 2;
    prepare(&t);
    for (int i = 0; i < INTERRUPTS; i++) interrupt(&t);
    for (int i = 0; i < KILLS; i++) kill_and_restore(&t);
    finish(&t);
    free(text);
    return 0;
}
