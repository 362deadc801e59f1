/* Ceilings: of memory, whoever raises it, and whose fault it is when it runs out; one line is said
 * even when nothing is left; and what the prompt keeps on disk is read from regular files only. */
#define _XOPEN_SOURCE 700
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front/state/history.h"
#include "front/host.h"
#include "front/state/journal.h"
#include "front/terminal/say.h"
#include "front/system/system.h"
#include "support.h"

/* ---- raising the limit ---- */

/* Runs a statement as a text of that origin; its first message, and the hint of it. */
static nb_message_id say(nb_session *s, nb_origin origin, const char *text, nb_message_id *hint) {
    nb_result *result;
    nb_message_id id = NB_MESSAGE_NONE;
    *hint = NB_MESSAGE_NONE;
    nb_begin_as(s, origin == NB_ORIGIN_USER ? NULL : "a.nabla", origin);
    (void)!nb_feed(s, text, strlen(text), &result);
    for (const nb_block *b = result != NULL ? result->first : NULL; b != NULL; b = b->next) {
        if (b->kind != NB_BLOCK_DIAGNOSTIC || id != NB_MESSAGE_NONE) continue;
        id = b->as.diagnostic.message.id;
        *hint = b->as.diagnostic.hint.id;
    }
    nb_result_free(result);
    return id;
}

static void test_who_raises(void **state) {
    (void)state;
    static const struct {
        nb_origin origin;
        const char *text;
        nb_message_id message, hint;
        size_t limit;
    } steps[] = {
        {NB_ORIGIN_FILE, "set memory 200\n", NB_MESSAGE_BAD_SETTING,
         NB_MESSAGE_HINT_MEMORY_LOWER, 100},
        {NB_ORIGIN_TEXT, "set memory 200\n", NB_MESSAGE_BAD_SETTING,
         NB_MESSAGE_HINT_MEMORY_LOWER, 100},
        {NB_ORIGIN_FILE, "set memory 50\n", NB_MESSAGE_NONE, NB_MESSAGE_NONE, 50},
        {NB_ORIGIN_FILE, "repeat 1 { set memory 51 }\n", NB_MESSAGE_BAD_SETTING,
         NB_MESSAGE_HINT_MEMORY_LOWER, 50},
        {NB_ORIGIN_USER, "set memory 300\n", NB_MESSAGE_NONE, NB_MESSAGE_NONE, 300},
        {NB_ORIGIN_USER, "set memory 301\n", NB_MESSAGE_BAD_SETTING,
         NB_MESSAGE_HINT_MEMORY_MOST, 300},
        {NB_ORIGIN_USER, "set memory 0\n", NB_MESSAGE_BAD_SETTING,
         NB_MESSAGE_HINT_MEGABYTES, 300}};
    nb_host host = {.memory_limit = 100000000, .memory_most = 300000000};
    nb_session *s = nb_session_new(&host);
    assert_non_null(s);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        nb_message_id hint;
        assert_int_equal(say(s, steps[i].origin, steps[i].text, &hint), steps[i].message);
        assert_int_equal(hint, steps[i].hint);
        assert_int_equal(nb_session_memory(s)->limit, steps[i].limit * 1000000);
    }
    nb_session_free(s);
}

/* The program gives a session no more than half of the machine, and the user no more than all. */
static void test_machine(void **state) {
    (void)state;
    nb_host host = nb_host_get();
    assert_int_equal(host.memory_most, nb_system_machine());
    assert_true(host.memory_limit > 0 && host.memory_limit <= (size_t)2 << 30);
    if (host.memory_most > 0) assert_true(host.memory_limit <= host.memory_most / 2);
}

/* ---- who is to blame ---- */

static bool exhausted;

static void *refuse(void *user, void *block, size_t old_size, size_t new_size) {
    const size_t large = 1 << 20;
    if (exhausted && new_size > large) return NULL;
    return nb_system_allocate(user, block, old_size, new_size);
}

static void test_blame(void **state) {
    (void)state;
    static const char many[] = "W = zeros(300, 300);\n";
    nb_host host = {.allocate = refuse, .memory_limit = 400000000, .memory_most = 500000000};
    nb_message_id hint;
    nb_session *s = nb_session_new(&host);
    assert_non_null(s);
    exhausted = true;
    assert_int_equal(say(s, NB_ORIGIN_USER, many, &hint), NB_MESSAGE_MEMORY_REFUSED);
    assert_int_equal(hint, NB_MESSAGE_NONE);
    exhausted = false;
    assert_int_equal(say(s, NB_ORIGIN_USER, "set memory 5\n", &hint), NB_MESSAGE_NONE);
    assert_int_equal(say(s, NB_ORIGIN_USER, many, &hint), NB_MESSAGE_MEMORY);
    assert_int_equal(hint, NB_MESSAGE_HINT_MEMORY);
    assert_int_equal(say(s, NB_ORIGIN_FILE, many, &hint), NB_MESSAGE_MEMORY);
    assert_int_equal(hint, NB_MESSAGE_HINT_MEMORY_FILE);
    nb_session_free(s);
}

/* ---- saying it without memory ---- */

/* Takes all that malloc can give. */
static void exhaust(void) {
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_AS, &none);
    for (size_t size = 1 << 20; size > 0; size /= 2)
        while (malloc(size) != NULL) continue;
}

static void test_without_memory(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* its own allocator does not bear the limit */
#endif
    int ends[2], status;
    char said[100] = "";
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        exhaust();
        nb_complain(NULL, NB_PLAIN(HINT_USAGE));
        _exit(0);
    }
    close(ends[1]);
    ssize_t length = 0, got;
    while ((got = read(ends[0], said + length, sizeof said - 1 - (size_t)length)) > 0)
        length += got;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_string_equal(said, "nabla: Try nabla --help\n");
}

/* ---- regular files only ---- */

/* Nobody writes to these pipes: waiting for one would be for ever. */
static void test_pipes_on_disk(void **state) {
    (void)state;
    char folder[] = "/tmp/nabla-limits-XXXXXX", history[64], journal[64];
    nb_journal found;
    assert_non_null(mkdtemp(folder));
    snprintf(history, sizeof history, "%s/history", folder);
    snprintf(journal, sizeof journal, "%s/journal-1", folder);
    assert_int_equal(mkfifo(history, 0600), 0);
    assert_int_equal(mkfifo(journal, 0600), 0);
    assert_false(nb_history_load(history));
    assert_false(nb_history_add(history, "x = 3", false));
    assert_int_equal(nb_journal_find(folder, &found), 0);
    assert_int_equal(remove_folder(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_raises),     cmocka_unit_test(test_machine),
        cmocka_unit_test(test_blame),          cmocka_unit_test(test_without_memory),
        cmocka_unit_test(test_pipes_on_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
