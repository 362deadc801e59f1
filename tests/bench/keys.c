/* Keys at the prompt, timed from outside. See keys.h. */
#define _XOPEN_SOURCE 700 /* mkdtemp, realpath */
#include "keys.h"

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../terminal/program.h"

enum { NAMES = 10000, TURNS = 40, PATIENCE = 20000 };

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int compare(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void become_calm(program *p) {
    while (!program_is_calm(p)) (void)program_listen(p, 1);
}

/* Milliseconds until the first bytes come back; all of a key's answer is one write. */
static double time_key(program *p, const char *key) {
    become_calm(p);
    double begin = now_ms();
    program_type(p, key, strlen(key));
    return program_listen(p, PATIENCE) ? now_ms() - begin : PATIENCE;
}

static void report(const char *name, double *times, size_t count) {
    qsort(times, count, sizeof *times, compare);
    printf("RATIO %s-ms %.3f worst %.3f\n", name, times[count / 2], times[count - 1]);
}

/* Letters, and what goes back: each turn leaves the line as it was. */
static void time_editing(program *p) {
    static const char *const keys[] = {"n", "a", "사", "과", "2", "+", "\033[D", "\033[D", "x",
                                       "\177", "\033[C", "\033[C", "\177", "\177", "\177", "\177",
                                       "\177", "\177"};
    enum { KEYS = sizeof keys / sizeof *keys };
    static double times[TURNS * KEYS];
    for (size_t i = 0; i < TURNS * KEYS; i++) times[i] = time_key(p, keys[i % KEYS]);
    report("key-among-10000-names", times, TURNS * KEYS);
}

/* Up looks for a line in the history, Tab for a name; C-u empties the line again. */
static void time_looking(program *p, const char *name, const char *typed, const char *key) {
    double times[TURNS];
    for (size_t i = 0; i < TURNS; i++) {
        program_type(p, typed, strlen(typed));
        times[i] = time_key(p, key);
        become_calm(p);
        program_type(p, "\005\025", 2);
    }
    report(name, times, TURNS);
}

static bool write_names(void) {
    FILE *file = fopen("names.nabla", "w");
    for (int i = 0; file != NULL && i < NAMES; i++) fprintf(file, "name_%d = %d;\n", i, i);
    return file != NULL && fclose(file) == 0;
}

static bool set_up(const char *folder) {
    static const char *const variables[] = {"HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (setenv(variables[i], folder, 1) != 0) return false;
    setenv("INPUTRC", "/dev/null", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    return setenv("TERM", "xterm", 1) == 0 && chdir(folder) == 0 && write_names();
}

static void tear_down(const char *folder) {
    unlink("names.nabla");
    unlink("nabla/history");
    rmdir("nabla");
    if (chdir("/") == 0) rmdir(folder);
}

int bench_keys(const char *nabla) {
    char folder[] = "/tmp/nabla-bench-XXXXXX", path[PATH_MAX], option[] = "--no-init";
    char *argv[] = {path, option, NULL};
    program p = {.terminal = -1, .report = -1};
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL || realpath(nabla, path) == NULL ||
        mkdtemp(folder) == NULL || !set_up(folder)) return 0;
    bool started = program_start(&p, argv, 80, 24);
    if (started) {
        become_calm(&p);
        program_type(&p, "run names.nabla\r", strlen("run names.nabla\r"));
        time_editing(&p);
        time_looking(&p, "up-among-10000-names", "run", "\033[A");
        time_looking(&p, "tab-among-10000-names", "2*name_123", "\t");
        program_type(&p, "\004", 1);
        (void)program_await(&p, PATIENCE);
        program_stop(&p);
    }
    tear_down(folder);
    return started;
}
