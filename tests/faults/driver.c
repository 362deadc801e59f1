/* Plays a scenario once for every call in it that can fail, and looks at what is left each time.
 *
 *     driver PROGRAM LIBRARY SCENARIO [all]
 *
 * A scenario is a text of commands; `commands` below lists them. First it is played as it is: what
 * the files hold then is the new content, what they held before the old one. Then, for every kind
 * of call, the first one fails, the second one, and so on, up to the last; behind the first FIRST
 * of them only every STEP-th, unless all are wanted. After each:
 *   - the program has ended by itself, and nothing that it had started still runs;
 *   - every file has its old or its new content, and there are no others;
 *   - where output or files are not what they were without the fault, it was said: on standard
 *     error (at a terminal anywhere), and by the exit status. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "environment.h"
#include "run.h"
#include "tree.h"

enum { MOST_ARGUMENTS = 16, MOST_NAMES = 16, FIRST = 50, STEP = 29 };

typedef struct scenario {
    const char *path;
    char *rest; /* of its text */
    char *argv[MOST_ARGUMENTS + 2];
    char *input;
    const char *perhaps[MOST_NAMES]; /* files that may be there in the end as well */
    const char *only[MOST_NAMES];    /* kinds; none: all */
    size_t perhaps_count, only_count;
    runner runner;
    tree old, new;
    run normal;
    bool all;
    long runs, wrong;
} scenario;

static const struct {
    const char *name;
    int errors[2];
} kinds[] = {
#define ROW(ID, NAME, FIRST_ERROR, SECOND_ERROR) {NAME, {FIRST_ERROR, SECOND_ERROR}},
    FAULT_KINDS(ROW)
#undef ROW
};

static void die(const char *what, const char *which) {
    fprintf(stderr, "faults: %s %s: %s\n", what, which, strerror(errno));
    exit(2);
}

/* ---- the scenario ---- */

static char *take_line(scenario *s) {
    char *line = s->rest, *newline = strchr(line, '\n');
    if (*line == '\0') return NULL;
    s->rest = newline != NULL ? newline + 1 : line + strlen(line);
    if (newline != NULL) *newline = '\0';
    return line;
}

/* The indented lines that follow; each ends with `end`. */
static char *take_block(scenario *s, char end) {
    char *block = calloc(strlen(s->rest) + 2, 1);
    if (block == NULL) die("out of memory for", s->path);
    for (size_t length = 0; strncmp(s->rest, "    ", 4) == 0;) {
        const char *line = take_line(s) + 4;
        size_t bytes = strlen(line);
        memcpy(block + length, line, bytes);
        block[length + bytes] = end;
        length += bytes + 1;
    }
    return block;
}

static void do_file(scenario *s, char *text) {
    char *block = take_block(s, '\n');
    if (!tree_add(&s->old, text, block, strlen(block))) die("cannot keep", text);
    free(block);
}

static void do_env(scenario *s, char *text) {
    char *equals = strchr(text, '=');
    (void)s;
    if (equals == NULL) die("NAME=VALUE, not", text);
    *equals = '\0';
    setenv(text, equals + 1, 1);
}

static void do_unset(scenario *s, char *text) {
    (void)s;
    unsetenv(text);
}

static void do_run(scenario *s, char *text) {
    int count = 1;
    for (char *word = strtok(text, " "); word != NULL && count <= MOST_ARGUMENTS;
         word = strtok(NULL, " "))
        s->argv[count++] = word;
}

static void add_input(scenario *s, const char *text) {
    size_t length = s->input != NULL ? strlen(s->input) : 0;
    char *longer = realloc(s->input, length + strlen(text) + 1);
    if (longer == NULL) die("out of memory for", s->path);
    memcpy(longer + length, text, strlen(text) + 1);
    s->input = longer;
}

static void do_input(scenario *s, char *text) {
    (void)text;
    s->input = take_block(s, '\n');
}

static void do_type(scenario *s, char *text) {
    char *block = take_block(s, '\r');
    (void)text;
    add_input(s, block);
    free(block);
    s->runner.terminal = true;
}

static void do_await(scenario *s, char *text) {
    s->runner.awaited = text;
    add_input(s, (char[]){RUN_AWAITS, '\0'});
}

static void do_key(scenario *s, char *text) {
    static const char *const keys[][2] = {{"Down", "\033OB"}, {"End", "\033OF"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i][0], text) == 0) {
            add_input(s, keys[i][1]);
            return;
        }
    die("no such key:", text);
}

static void add_name(const char *names[MOST_NAMES], size_t *count, char *text) {
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
        if (*count == MOST_NAMES) die("too many names:", word);
        names[(*count)++] = word;
    }
}

static void do_perhaps(scenario *s, char *text) {
    add_name(s->perhaps, &s->perhaps_count, text);
}

static void do_only(scenario *s, char *text) {
    add_name(s->only, &s->only_count, text);
}

static const struct {
    const char *name;
    void (*run)(scenario *, char *text);
} commands[] = {
    {"file", do_file},       /* PATH: the indented lines below are in it; a program below bin/ */
    {"env", do_env},         /* NAME=VALUE */
    {"unset", do_unset},     /* NAME: a variable of the environment */
    {"run", do_run},         /* ARGUMENT...: how the program is called */
    {"input", do_input},     /* the indented lines below come through a pipe */
    {"type", do_type},       /* the indented lines below are typed at a terminal */
    {"await", do_await},     /* TEXT, always the same: what follows is typed when it was shown */
    {"key", do_key},         /* Down or End is pressed there */
    {"perhaps", do_perhaps}, /* PATH...: files that may be there behind a fault, whole */
    {"only", do_only},       /* KIND...: no others are tried */
};

static void read_scenario(scenario *s) {
    char *line;
    while ((line = take_line(s)) != NULL) {
        size_t length = strcspn(line, " "), i = 0;
        const size_t count = sizeof commands / sizeof *commands;
        char *text = line + length + (line[length] == ' ');
        if (*line == '#' || *line == '\0') continue;
        line[length] = '\0';
        while (i < count && strcmp(commands[i].name, line) != 0) i++;
        if (i == count) die("no such command:", line);
        commands[i].run(s, text);
    }
    if (s->input == NULL) s->input = "";
    s->runner.argv = s->argv;
    s->runner.input = s->input;
    tree_add(&s->old, "tmp", NULL, 0);
}

/* ---- looking at what is left ---- */

static void complain(scenario *s, const run *one, const char *what, const char *which) {
    const fault_plan *plan = s->runner.plan;
    s->wrong++;
    printf("%s %ld%s (%s): %s %s\n", kinds[plan->kind].name, plan->at, plan->onward ? " on" : "",
           strerror(plan->error), what, which);
    if (s->wrong > 3) return;
    printf("---- it printed:\n%.2000s---- and said:\n%.1000s----\n", one->out, one->errors);
}

/* Of what a prompt keeps, whole lines may be missing. */
static bool has_lines_of(const char *text, const char *all) {
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        if (line[length] != '\n') return false;
        char *wanted = strndup(line, length + 1);
        bool found = wanted != NULL && strstr(all, wanted) != NULL;
        free(wanted);
        if (!found) return false;
        line += length + 1;
    }
    return true;
}

static bool is_kept_by_prompt(const char *path) {
    return strncmp(path, "state/", strlen("state/")) == 0;
}

/* The journal outlives a program that had to give up. */
static bool may_be_there(const scenario *s, const run *one, const tree_file *file) {
    fault_kind kind = s->runner.plan->kind;
    for (size_t i = 0; i < s->perhaps_count; i++)
        if (strcmp(file->path, s->perhaps[i]) == 0)
            return file->length > 0 && file->bytes[file->length - 1] == '\n';
    if (strncmp(file->path, "state", 5) == 0 && file->folder) return true;
    if (strstr(file->path, "/journal-") != NULL) return one->status != 0;
    bool stuck = kind == FAULT_UNLINK || (kind == FAULT_ALLOCATE && s->runner.plan->onward);
    return stuck && strncmp(file->path, "tmp/", 4) == 0;
}

/* A journal that could not be removed holds nothing at least; the next nabla removes it. */
static bool is_emptied(const scenario *s, const tree_file *file) {
    return s->runner.plan->kind == FAULT_UNLINK && strstr(file->path, "/journal-") != NULL &&
           file->length == 0;
}

/* False: some file is not what it is without a fault. */
static bool check_files(scenario *s, const run *one, const tree *now) {
    bool same = true;
    for (size_t i = 0; i < now->count; i++) {
        const tree_file *file = &now->files[i], *old = tree_find(&s->old, file->path);
        const tree_file *new = tree_find(&s->new, file->path);
        if (tree_same(file, new) || is_emptied(s, file)) continue;
        same = false;
        bool kept = is_kept_by_prompt(file->path) && new != NULL &&
                    has_lines_of(file->bytes, new->bytes);
        if (!tree_same(file, old) && !kept && !may_be_there(s, one, file))
            complain(s, one, "not as it was, nor as it should be:", file->path);
    }
    for (size_t i = 0; i < s->new.count; i++) {
        const char *path = s->new.files[i].path;
        if (tree_find(now, path) != NULL) continue;
        same = false;
        if (tree_find(&s->old, path) != NULL) complain(s, one, "is gone:", path);
    }
    return same;
}

static void check_telling(scenario *s, const run *one, bool same) {
    fault_kind kind = s->runner.plan->kind;
    bool told = one->errors[0] != '\0' || strstr(one->out, "error:") != NULL ||
                strstr(one->out, "nabla: ") != NULL || strstr(one->out, "ut of ") != NULL;
    bool mute = kind == FAULT_PRINT || kind == FAULT_WRITE || kind == FAULT_TAKE;
    if (mute && s->runner.plan->onward) return; /* nothing can be said at all */
    if (s->runner.terminal) {
        bool ends = kind == FAULT_TERMINAL; /* a terminal that is none ends the session */
        if (!same && !told && !ends) complain(s, one, "not a word about it", "");
        return;
    }
    /* without a terminal, or in another locale, things may look otherwise */
    if (kind != FAULT_TERMINAL && kind != FAULT_LOCALE)
        same = same && strcmp(one->out, s->normal.out) == 0;
    told = one->errors[0] != '\0' || strstr(one->out, "\"ok\": false") != NULL;
    if (!same && !told) complain(s, one, "not a word about it", "");
    if (!same && one->status == s->normal.status)
        complain(s, one, "it says that all went well", "");
    if (same && one->status != s->normal.status && !told)
        complain(s, one, "it fails without a word", "");
}

static void check_run(scenario *s, const run *one) {
    char number[16];
    tree now = {.count = 0};
    snprintf(number, sizeof number, "%d", WIFSIGNALED(one->status) ? WTERMSIG(one->status) : 0);
    if (one->hung) complain(s, one, "it hangs", "");
    else if (WIFSIGNALED(one->status)) complain(s, one, "ended by signal", number);
    if (one->orphans) complain(s, one, "something that it started still runs", "");
    if (!tree_read(&now)) die("cannot read", "what is left");
    bool same = check_files(s, one, &now);
    if (!one->hung && !WIFSIGNALED(one->status)) check_telling(s, one, same);
    tree_free(&now);
}

/* ---- all the faults ---- */

static void play(scenario *s, run *one) {
    if (!tree_remove() || !tree_write(&s->old)) die("cannot prepare", s->path);
    if (!runner_run(&s->runner, one)) die("cannot run", s->argv[0]);
    s->runs++;
}

static bool is_wanted(const scenario *s, fault_kind kind) {
    for (size_t i = 0; i < s->only_count; i++)
        if (strcmp(kinds[kind].name, s->only[i]) == 0) return true;
    return s->only_count == 0;
}

static void fail_each(scenario *s, fault_kind kind, int error, bool onward) {
    static run one;
    fault_plan *plan = s->runner.plan;
    plan->kind = kind;
    plan->error = error;
    plan->onward = onward;
    long step = 1;
    for (plan->at = 1;; plan->at += step) {
        play(s, &one);
        if (plan->failed == 0) return; /* it has no more such call */
        check_run(s, &one);
        if (!s->all && plan->at >= (onward ? 1 : FIRST)) step = STEP;
    }
}

static void fail_all(scenario *s) {
    for (fault_kind kind = 0; kind < FAULT_KIND_COUNT; kind++) {
        const int *errors = kinds[kind].errors;
        if (!is_wanted(s, kind)) continue;
        for (int i = 0; i < 2 && errors[i] != 0; i++) fail_each(s, kind, errors[i], false);
        bool endless = errors[0] == EINTR; /* who goes on then would go on for ever */
        /* nor does the library that describes terminals live without memory */
        if (kind == FAULT_ALLOCATE && s->runner.terminal) endless = true;
        if (!endless) fail_each(s, kind, errors[0], true);
    }
}

static void set_environment(void) {
    static const char *const folders[][2] = {
        {"HOME", "home"}, {"XDG_STATE_HOME", "state"}, {"XDG_CONFIG_HOME", "config"},
        {"TMPDIR", "tmp"}};
    char here[4096], path[8192];
    const char *search = getenv("PATH");
    environment_set(folders, sizeof folders / sizeof *folders);
    if (getcwd(here, sizeof here) == NULL) die("no", "folder");
    snprintf(path, sizeof path, "%s/bin:%s", here, search != NULL ? search : "/usr/bin:/bin");
    setenv("PATH", path, 1);
}

static char *read_text(const char *path) {
    static char text[1 << 16];
    FILE *file = fopen(path, "r");
    size_t length = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file == NULL || length == 0 || fclose(file) != 0) die("cannot read", path);
    return text;
}

int main(int argc, char **argv) {
    static scenario s;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc < 4) {
        fputs("usage: driver PROGRAM LIBRARY SCENARIO [all]\n", stderr);
        return 2;
    }
    s.path = argv[3];
    s.argv[0] = argv[1];
    s.runner.library = argv[2];
    s.all = argc > 4;
    s.rest = read_text(s.path);
    if (!runner_begin(&s.runner)) die("no", "plan");
    if (mkdir("play", 0777) != 0 || chdir("play") != 0) die("cannot make", "play");
    set_environment();
    read_scenario(&s);
    s.runner.plan->at = 0;
    play(&s, &s.normal);
    if (s.normal.hung || WIFSIGNALED(s.normal.status)) complain(&s, &s.normal, "it fails", "");
    if (!tree_read(&s.new)) die("cannot read", "what is there");
    fail_all(&s);
    printf("%ld runs, %ld wrong\n", s.runs, s.wrong);
    return s.wrong == 0 ? 0 : 1;
}
