/* The file of a class's record: many writers, what stood there before, and what cannot be
 * written. */
#define _GNU_SOURCE
#include "front/state/roll.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static char home[] = "/tmp/nabla-roll-XXXXXX";

static int set_up(void **state) {
    (void)state;
    return mkdtemp(home) != NULL && chdir(home) == 0 && chmod(home, 0777) == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    return chdir("/") == 0 ? remove_folder(home) : -1;
}

static const nb_roll class = {.path = "class.jsonl"};

/* The file as it is, emptied for the next test; to be freed. */
static char *take_file(void) {
    FILE *file = fopen(class.path, "r");
    char *text = calloc(1, 1 << 20);
    assert_non_null(file);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, file) < (1 << 20) - 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(unlink(class.path), 0);
    return text;
}

static void write_file(const char *text) {
    FILE *file = fopen(class.path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void check_after(const char *before, const char *wanted) {
    write_file(before);
    assert_true(nb_roll_append(&class, "new\n", 4));
    char *text = take_file();
    assert_string_equal(text, wanted);
    free(text);
}

static void test_append(void **state) {
    (void)state;
    assert_true(nb_roll_try(&class));
    assert_true(nb_roll_append(&class, "one\n", 4));
    assert_true(nb_roll_try(&class));
    assert_true(nb_roll_append(&class, "two\n", 4));
    char *text = take_file();
    assert_string_equal(text, "one\ntwo\n");
    free(text);
    check_after("", "new\n");
    check_after("old\n", "old\nnew\n");
    check_after("torn", "torn\nnew\n"); /* the next line stands alone */
}

/* Each writes its lines while the others do. */
static void test_writers(void **state) {
    (void)state;
    enum { WRITERS = 4, LINES = 200, LONG = 500 };
    for (int writer = 0; writer < WRITERS; writer++) {
        if (fork() != 0) continue;
        char line[LONG + 1];
        memset(line, 'a' + writer, LONG);
        line[LONG - 1] = '\n';
        bool good = true;
        for (int i = 0; i < LINES; i++) good = nb_roll_append(&class, line, LONG) && good;
        _exit(good ? 0 : 1);
    }
    for (int writer = 0; writer < WRITERS; writer++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    char *text = take_file();
    int count[WRITERS] = {0};
    for (char *line = text; *line != '\0'; line += LONG) {
        assert_int_equal(strspn(line, (char[]){*line, '\0'}), LONG - 1);
        assert_int_equal(line[LONG - 1], '\n');
        count[*line - 'a']++;
    }
    for (int writer = 0; writer < WRITERS; writer++) assert_int_equal(count[writer], LINES);
    free(text);
}

/* Who holds the file is waited for, and not for ever. */
static void test_lock(void **state) {
    (void)state;
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t holder = fork();
    if (holder == 0) {
        int fd = open(class.path, O_RDWR | O_CREAT, 0666);
        bool locked = fd >= 0 && fcntl(fd, F_SETLK, &all) == 0;
        if (write(ready[1], &locked, 1) == 1) pause();
        _exit(1);
    }
    char locked = 0;
    assert_int_equal(read(ready[0], &locked, 1), 1);
    assert_true(locked);
    assert_true(nb_roll_append(&class, "late\n", 5));
    assert_int_equal(kill(holder, SIGKILL), 0);
    assert_int_equal(waitpid(holder, NULL, 0), holder);
    assert_int_equal(close(ready[0]) + close(ready[1]), 0);
    char *text = take_file();
    assert_string_equal(text, "late\n");
    free(text);
}

static void check_refused(const char *path, int error) {
    const nb_roll roll = {.path = path};
    errno = 0;
    assert_false(nb_roll_append(&roll, "x\n", 2));
    if (errno != error) fail_msg("%s: %s", path, strerror(errno));
}

static void test_refused(void **state) {
    (void)state;
    int end = lowest_free_descriptor();
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(mkfifo("pipe", 0666), 0);
    check_refused("folder", EISDIR);
    check_refused("folder/none/file", ENOENT);
    check_refused("pipe", ENXIO); /* and nobody waits for its reader */
    check_refused("/dev/full", ENOSPC);
    check_refused("", ENOENT);
    assert_false(nb_roll_try(&(nb_roll){.path = "folder"}));
    assert_int_equal(lowest_free_descriptor(), end);
}

/* A disk that is full in the middle of a line; the next one is whole again. */
static void test_full(void **state) {
    (void)state;
    struct rlimit old, little;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    little = (struct rlimit){.rlim_cur = 10, .rlim_max = old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    assert_true(nb_roll_append(&class, "first\n", 6));
    bool written = nb_roll_append(&class, "second\n", 7);
    int error = errno;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(written);
    assert_int_equal(error, ENOSPC);
    assert_true(nb_roll_append(&class, "third\n", 6));
    char *text = take_file();
    assert_string_equal(text, "first\nseco\nthird\n");
    free(text);
}

/* Nobody's, who may not; and a file to which may be written and from which may not be read. */
static void test_permission(void **state) {
    (void)state;
    int status;
    write_file("torn");
    assert_int_equal(chmod(class.path, 0444), 0);
    pid_t nobody = fork();
    if (nobody == 0) {
        bool other = getuid() != 0 || setuid(65534) == 0;
        bool refused = !nb_roll_append(&class, "x\n", 2) && errno == EACCES;
        _exit(other && refused ? 0 : 1);
    }
    assert_int_equal(waitpid(nobody, &status, 0), nobody);
    assert_int_equal(status, 0);
    assert_int_equal(chmod(class.path, 0222), 0);
    pid_t writer = fork();
    if (writer == 0) {
        bool other = getuid() != 0 || setuid(65534) == 0;
        _exit(other && nb_roll_append(&class, "x\n", 2) ? 0 : 1);
    }
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_int_equal(status, 0);
    assert_int_equal(chmod(class.path, 0644), 0);
    char *text = take_file();
    assert_string_equal(text, "tornx\n"); /* that the line was torn could not be seen */
    free(text);
}

static void test_account(void **state) {
    (void)state;
    nb_roll roll;
    nb_roll_begin(&roll, "class.jsonl", true, 20231234);
    assert_non_null(roll.student);
    assert_true(*roll.student != '\0');
    assert_true(roll.name == NULL || strchr(roll.name, ',') == NULL);
    assert_true(roll.numbered && roll.number == 20231234);
    nb_roll_end(&roll);
    assert_null(roll.path);
    pid_t unknown = fork();
    if (unknown == 0) { /* an account without a line in /etc/passwd is its number */
        if (setuid(3999999999u) != 0) _exit(0);
        nb_roll_begin(&roll, "class.jsonl", false, 0);
        bool good = roll.name == NULL && strcmp(roll.student, "3999999999") == 0;
        nb_roll_end(&roll);
        _exit(good ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(unknown, &status, 0), unknown);
    assert_int_equal(status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_append),  cmocka_unit_test(test_writers),
        cmocka_unit_test(test_lock),    cmocka_unit_test(test_refused),
        cmocka_unit_test(test_full),    cmocka_unit_test(test_permission),
        cmocka_unit_test(test_account),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
