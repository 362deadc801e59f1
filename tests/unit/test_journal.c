/* What a prompt keeps on disk: the history file, journals, and the folder they lie in. Every test
 * has a state folder of its own. */
#define _XOPEN_SOURCE 700
#include "front/state/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <readline/history.h>

#include "front/state/entry.h"
#include "front/state/history.h"
#include "front/system/files.h"
#include "front/system/folders.h"
#include "front/system/system.h"
#include "support.h"

/* Of what history and journal ask for, this much is given: see history_without_memory. */
static size_t room = (size_t)1 << 30;

nb_memory __wrap_nb_system_memory(void);
nb_memory __wrap_nb_system_memory(void) {
    return (nb_memory){.allocate = nb_system_allocate, .limit = room};
}

typedef struct scratch {
    int free_end; /* the lowest descriptor that is free */
    char home[32], folder[NB_PATH_ROOM], history[NB_PATH_ROOM];
    nb_memory memory;
} scratch;

static int set_up(void **state) {
    scratch *made = malloc(sizeof *made);
    assert_non_null(made);
    *made = (scratch){.home = "/tmp/nabla-journal-XXXXXX",
                      .memory = {.allocate = nb_system_allocate, .limit = 1 << 24}};
    assert_non_null(mkdtemp(made->home));
    setenv("HOME", made->home, 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_CONFIG_HOME");
    assert_true(nb_folder_state(made->folder));
    assert_true(nb_folder_join(made->history, made->folder, "history"));
    clear_history();
    made->free_end = lowest_free_descriptor();
    *state = made;
    return 0;
}

static int tear_down(void **state) {
    scratch *made = *state;
    int result = remove_folder(made->home);
    if (lowest_free_descriptor() != made->free_end) result = -1;
    free(made);
    return result;
}

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static char *read_text(const char *path) {
    char *text;
    size_t length;
    const char *reason;
    assert_true(nb_file_load(NULL, path, &text, &length, &reason));
    return text;
}

static unsigned mode_of(const char *path) {
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 0777;
}

/* ---- folders and entries ---- */

static void folders_follow_xdg(void **state) {
    scratch *made = *state;
    char path[NB_PATH_ROOM], wanted[NB_PATH_ROOM];
    snprintf(wanted, sizeof wanted, "%s/.local/state/nabla", made->home);
    assert_string_equal(made->folder, wanted);
    assert_int_equal(mode_of(made->folder), 0700);
    setenv("XDG_STATE_HOME", "relative", 1); /* to be ignored */
    assert_true(nb_folder_state(path));
    assert_string_equal(path, wanted);
    snprintf(wanted, sizeof wanted, "%s/s", made->home);
    setenv("XDG_STATE_HOME", wanted, 1);
    assert_true(nb_folder_state(path));
    assert_memory_equal(path, wanted, strlen(wanted));
    assert_string_equal(path + strlen(wanted), "/nabla");
    assert_true(nb_folder_config(path));
    snprintf(wanted, sizeof wanted, "%s/.config/nabla", made->home);
    assert_string_equal(path, wanted);
    setenv("XDG_STATE_HOME", "/dev/null/no", 1);
    assert_false(nb_folder_state(path));
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    assert_false(nb_folder_state(path));
}

static void entries_come_back(void **state) {
    static const char *const texts[] = {"", "x = 3", "f(x) =\n  (x)", "\\phi + \\n", "a\\",
                                        "\n\\\n"};
    scratch *made = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        nb_buffer line, text;
        nb_buffer_init(&line, &made->memory);
        nb_buffer_init(&text, &made->memory);
        nb_entry_add(&line, texts[i], strlen(texts[i]));
        nb_buffer_add_char(&line, '!'); /* so that it holds something */
        assert_null(strchr(line.data, '\n'));
        nb_entry_read(&text, line.data, line.length - 1);
        assert_int_equal(text.length, strlen(texts[i]));
        if (text.length > 0) assert_memory_equal(text.data, texts[i], text.length);
        nb_buffer_clear(&line);
        nb_buffer_clear(&text);
    }
}

/* ---- history ---- */

static const char *entry_at(int k) {
    HIST_ENTRY *entry = history_get(history_base + k);
    return entry != NULL ? entry->line : NULL;
}

static void enter(scratch *made, const char *line, bool continues) {
    assert_true(nb_history_add(made->history, line, continues));
}

static void history_survives(void **state) {
    scratch *made = *state;
    assert_true(nb_history_load(made->history));
    enter(made, "apple = 100", false);
    enter(made, "apple = 100", false);
    enter(made, "  ", false);
    enter(made, "사과 = (1 +", false);
    enter(made, "2 +", true);
    enter(made, "3)", true);
    enter(made, "\\phi", false);
    assert_int_equal(history_length, 3);
    assert_int_equal(mode_of(made->history), 0600);
    clear_history();
    assert_true(nb_history_load(made->history));
    assert_int_equal(history_length, 3);
    assert_string_equal(entry_at(0), "apple = 100");
    assert_string_equal(entry_at(1), "사과 = (1 +\n2 +\n3)");
    assert_string_equal(entry_at(2), "\\phi");
}

/* Each line is there as soon as it was entered, and lines of two prompts do not mix. */
static void prompts_share_a_history(void **state) {
    scratch *made = *state;
    write_text(made->history, "x = (1 +\ny = [2,\nx = (1 +\\n1)\ny = [2,\\n3]\nz\n");
    assert_true(nb_history_load(made->history));
    assert_int_equal(history_length, 3);
    assert_string_equal(entry_at(0), "x = (1 +\n1)");
    assert_string_equal(entry_at(1), "y = [2,\n3]");
    assert_string_equal(entry_at(2), "z");
    for (int child = 0; child < 4; child++) {
        if (fork() != 0) continue;
        for (int i = 0; i < 200; i++) {
            char line[96];
            snprintf(line, sizeof line, "p%d = %d%040d", child, i, i);
            if (!nb_history_add(made->history, line, false)) _exit(1);
        }
        _exit(0);
    }
    for (int child = 0, status; child < 4; child++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    clear_history();
    assert_true(nb_history_load(made->history));
    assert_int_equal(history_length, 3 + 4 * 200);
    for (int i = 3; i < history_length; i++) {
        assert_int_equal(entry_at(i)[0], 'p');
        assert_in_range(strlen(entry_at(i)), 46, 48);
    }
}

static void history_is_harmless(void **state) {
    scratch *made = *state;
    write_text(made->history, "a\x1b[31mred\x7f\nb\xff\xc2\x9b"
                              "31m\n\n \n\xe1\x84\x89\xe1\x85\xa1\n");
    assert_true(nb_history_load(made->history));
    assert_int_equal(history_length, 3);
    assert_string_equal(entry_at(0), "a?[31mred?");
    assert_string_equal(entry_at(1), "b??31m");
    assert_string_equal(entry_at(2), "\xe1\x84\x89\xe1\x85\xa1"); /* 사 in two parts */
    enter(made, "c\x1b]0;title\a", false);
    char *text = read_text(made->history);
    assert_non_null(strstr(text, "\nc?]0;title?\n"));
    free(text);
}

static void history_is_bounded(void **state) {
    enum { MORE = 25 };
    scratch *made = *state;
    FILE *file = fopen(made->history, "w");
    assert_non_null(file);
    for (int i = 0; i < NB_HISTORY_LINES + MORE; i++) fprintf(file, "line_%d\n", i);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(made->history, 0600), 0);
    assert_true(nb_history_load(made->history));
    assert_int_equal(history_length, NB_HISTORY_LINES);
    assert_string_equal(entry_at(0), "line_25");
    char *text = read_text(made->history);
    assert_memory_equal(text, "line_25\n", 8);
    free(text);
    assert_int_equal(mode_of(made->history), 0600);
    char *longest = malloc(NB_HISTORY_LONGEST + 2);
    assert_non_null(longest);
    memset(longest, 'x', NB_HISTORY_LONGEST + 1);
    longest[NB_HISTORY_LONGEST + 1] = '\0';
    enter(made, longest, false);
    free(longest);
    text = read_text(made->history);
    assert_true(strlen(text) < NB_HISTORY_LINES * 16);
    free(text);
}

/* The bytes of malloc that are in use; the sanitizers look for what was lost themselves. */
static size_t count_used(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* Where the shortened file cannot be written the whole one stays, and nothing of it is kept. */
static void history_cannot_be_shortened(void **state) {
    scratch *made = *state;
    struct rlimit before, small;
    size_t used = 0;
    FILE *file = fopen(made->history, "w");
    assert_non_null(file);
    for (int i = 0; i <= NB_HISTORY_LINES; i++) fprintf(file, "line_%d\n", i);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4096;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    for (int i = 0; i < 2; i++) {
        used = count_used();
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        bool loaded = nb_history_load(made->history);
        int error = errno;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_false(loaded);
        assert_int_equal(error, EFBIG);
    }
    signal(SIGXFSZ, handler);
    assert_int_equal(count_used(), used);
    char *text = read_text(made->history);
    assert_memory_equal(text, "line_0\n", 7);
    free(text);
}

static void history_cannot_be_kept(void **state) {
    scratch *made = *state;
    assert_true(nb_history_load(NULL));
    assert_true(nb_history_add(NULL, "x = 3", false));
    assert_int_equal(history_length, 1);
    assert_int_equal(mkdir(made->history, 0700), 0);
    assert_false(nb_history_load(made->history));
    assert_false(nb_history_add(made->history, "y = 3", false));
}

/* What is not kept is not passed over in silence; what was kept before stays. */
static void history_without_memory(void **state) {
    scratch *made = *state;
    write_text(made->history, "x = 3\n");
    assert_true(nb_history_load(made->history));
    room = 0;
    errno = 0;
    bool added = nb_history_add(made->history, "y = 4", false);
    int error = errno;
    clear_history();
    bool loaded = nb_history_load(made->history);
    room = (size_t)1 << 30;
    assert_false(added);
    assert_int_equal(error, ENOMEM);
    assert_false(loaded);
    char *text = read_text(made->history);
    assert_string_equal(text, "x = 3\n");
    free(text);
}

/* ---- journals ---- */

static bool keep(nb_journal *journal, const char *statement, bool begins_line, bool quiet) {
    nb_result result = {.statement = statement, .begins_line = begins_line, .quiet = quiet,
                        .ok = true};
    return nb_journal_add(journal, &result, NULL);
}

static void assert_line(scratch *made, const char *text, size_t length, size_t *at,
                        const char *wanted, size_t count) {
    nb_buffer entered, line;
    nb_buffer_init(&entered, &made->memory);
    nb_buffer_init(&line, &made->memory);
    assert_int_equal(nb_journal_read(text, length, at, &entered, &line), count);
    if (count > 0) assert_string_equal(line.data, wanted);
    nb_buffer_clear(&entered);
    nb_buffer_clear(&line);
}

static void journal_is_offered(void **state) {
    scratch *made = *state;
    nb_journal journal, found;
    size_t length, at = 0;
    nb_journal_init(&journal, made->folder);
    assert_int_equal(nb_journal_find(made->folder, &found), 0);
    assert_true(keep(&journal, "x = 3", true, false));
    assert_true(keep(&journal, "y = 4 # four", false, false));
    assert_true(keep(&journal, "z = (x +\ny)", true, true));
    assert_int_equal(mode_of(journal.path), 0600);
    assert_int_equal(nb_journal_find(made->folder, &found), 0); /* its owner lives */
    nb_journal_end(&journal, false);
    assert_int_equal(nb_journal_find(made->folder, &found), 3);
    char *text = nb_journal_adopt(&found, &length);
    assert_non_null(text);
    assert_line(made, text, length, &at, "x = 3;y = 4 # four\n", 2);
    assert_line(made, text, length, &at, "z = (x +\ny);\n", 1);
    assert_line(made, text, length, &at, "", 0);
    free(text);
    assert_true(keep(&found, "later", true, false)); /* behind what was kept */
    nb_journal_end(&found, false);
    assert_int_equal(nb_journal_find(made->folder, &found), 4);
    nb_journal_end(&found, true);
    assert_int_equal(nb_journal_find(made->folder, &found), 0);
}

/* What a killed process wrote is there but for half a line; a living process keeps its own. */
static void killed_and_living(void **state) {
    scratch *made = *state;
    nb_journal found, own;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    nb_journal_init(&own, made->folder);
    assert_true(keep(&own, "mine", true, false));
    pid_t child = fork();
    if (child == 0) {
        nb_journal its;
        nb_journal_init(&its, made->folder);
        bool good = keep(&its, "a = 1", true, false) && keep(&its, "b = 2", true, false) &&
                    write(its.fd, "> c = ", 6) == 6;
        (void)!write(ready[1], good ? "+" : "-", 1);
        for (;;) pause();
    }
    char answer;
    assert_int_equal(read(ready[0], &answer, 1), 1);
    assert_int_equal(answer, '+');
    assert_int_equal(nb_journal_find(made->folder, &found), 0);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(nb_journal_find(made->folder, &found), 2);
    size_t length, at = 0;
    char *text = nb_journal_adopt(&found, &length);
    assert_non_null(text);
    assert_line(made, text, length, &at, "a = 1\n", 1);
    assert_line(made, text, length, &at, "b = 2\n", 1);
    assert_line(made, text, length, &at, "", 0);
    free(text);
    assert_true(keep(&found, "d = 4", true, false));
    text = read_text(found.path);
    assert_string_equal(text, "> a = 1\n> b = 2\n> d = 4\n");
    free(text);
    nb_journal_end(&found, true);
    nb_journal_end(&own, true);
    close(ready[0]);
    close(ready[1]);
}

/* An empty statement counts where it is read as it does where it is found. */
static void statements_may_be_empty(void **state) {
    scratch *made = *state;
    char path[NB_PATH_ROOM];
    nb_journal found;
    assert_true(nb_folder_join(path, made->folder, "journal-1"));
    write_text(path, ">;\n+ x = 3\n=;\n> train L\n");
    assert_int_equal(nb_journal_find(made->folder, &found), 3);
    size_t length, at = 0;
    char *text = nb_journal_adopt(&found, &length);
    assert_non_null(text);
    assert_line(made, text, length, &at, ";x = 3\n", 2);
    assert_line(made, text, length, &at, "\n", 1); /* nothing instead of the training */
    assert_line(made, text, length, &at, "", 0);
    free(text);
    nb_journal_end(&found, true);
}

static void newest_comes_first(void **state) {
    scratch *made = *state;
    char path[NB_PATH_ROOM];
    nb_journal found;
    const struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    assert_true(nb_folder_join(path, made->folder, "journal-1"));
    write_text(path, "> old\n");
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_true(nb_folder_join(path, made->folder, "journal-2"));
    write_text(path, "> new\n> new\n");
    assert_true(nb_folder_join(path, made->folder, "journal-3"));
    write_text(path, "");
    assert_int_equal(nb_journal_find(made->folder, &found), 2);
    assert_int_equal(access(path, F_OK), -1); /* the empty one */
    nb_journal_end(&found, true);
    assert_int_equal(nb_journal_find(made->folder, &found), 1);
    nb_journal_end(&found, true);
}

static void journal_cannot_be_kept(void **state) {
    scratch *made = *state;
    nb_journal journal;
    char path[NB_PATH_ROOM];
    nb_journal_init(&journal, NULL);
    assert_true(keep(&journal, "x = 3", true, false));
    assert_int_equal(journal.fd, -1);
    assert_true(nb_folder_join(path, made->folder, "missing"));
    nb_journal_init(&journal, path);
    assert_false(keep(&journal, "x = 3", true, false));
    assert_true(keep(&journal, "x = 3", true, false)); /* told once */
    nb_journal_end(&journal, true);
}

int main(void) {
#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(folders_follow_xdg),     TEST(entries_come_back),
        TEST(history_survives),       TEST(prompts_share_a_history),
        TEST(history_is_harmless),    TEST(history_is_bounded),
        TEST(history_cannot_be_kept), TEST(journal_is_offered),
        TEST(killed_and_living),      TEST(newest_comes_first),
        TEST(journal_cannot_be_kept), TEST(history_without_memory),
        TEST(statements_may_be_empty), TEST(history_cannot_be_shortened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
