/* Allocations failing in turn. A script is run with the n-th growth of a block refused, for a
 * sample of n or for all: each statement either does and says what it always does, or answers that
 * memory ran out and leaves the session as it was; then the same statement works. Whatever comes
 * back can be shown by every view, with memory and without. Nothing leaks, nothing is written
 * behind a block, and the sizes that the library tells the allocator are the true ones. */
#include "nabla.h"
#include "support.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/commands.h"
#include "memory_scripts.h"

/* ---- an allocator that refuses ---- */

enum { ROOM = 16, GUARD = 16 }; /* before each block its size, behind it what nobody writes to */

static const unsigned char guard[GUARD] = "behind a block";

typedef struct guarded_heap {
    long growths;     /* so far */
    long refuse_from; /* the growths that are refused: from this one... */
    long refuse_to;   /* ...up to before this one */
    long refused;
    long blocks;      /* that live */
    size_t bytes;
} guarded_heap;

static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    guarded_heap *h = user;
    char *start = block != NULL ? (char *)block - ROOM : NULL;
    size_t true_size = 0;
    if (start != NULL) memcpy(&true_size, start, sizeof true_size);
    assert_int_equal(true_size, old_size);
    if (start != NULL) assert_memory_equal((char *)block + old_size, guard, GUARD);
    if (new_size > old_size) {
        long growth = h->growths++;
        if (growth >= h->refuse_from && growth < h->refuse_to) {
            h->refused++;
            return NULL;
        }
    }
    h->blocks += (new_size > 0) - (block != NULL);
    h->bytes += new_size - old_size;
    if (new_size == 0) {
        free(start);
        return NULL;
    }
    start = realloc(start, ROOM + new_size + GUARD);
    assert_non_null(start);
    memcpy(start, &new_size, sizeof new_size);
    memcpy(start + ROOM + new_size, guard, GUARD);
    return start + ROOM;
}

static bool load(void *user, const char *path, char **bytes, size_t *length,
                 const char **reason) {
    guarded_heap *h = user;
    const char *text = text_of_file(path);
    guarded_heap calm = *h;
    h->refuse_to = 0; /* a host may have files when it has no memory for anything else */
    *length = strlen(text);
    *bytes = allocate(user, NULL, 0, *length + 1);
    memcpy(*bytes, text, *length + 1);
    h->refuse_to = calm.refuse_to;
    h->growths = calm.growths;
    *reason = "";
    return true;
}

static nb_session *open_session(guarded_heap *h) {
    return nb_session_new(&(nb_host){.user = h, .allocate = allocate, .load = load});
}

enum { STATEMENTS = 60, AFTERWARDS = 3 };

/* Shows a result with the memory that is left, and with all of it: that is added to `shown`. */
static void show(guarded_heap *h, nb_session *s, const nb_result *result, nb_buffer *shown) {
    guarded_heap calm = *h;
    nb_buffer disturbed;
    nb_buffer_init(&disturbed, nb_session_memory(s));
    if (calm.refuse_from <= calm.growths) render_all(result, &disturbed);
    nb_buffer_clear(&disturbed);
    h->refuse_to = 0;
    render_all(result, shown);
    h->refuse_to = calm.refuse_to;
    h->growths = calm.growths;
    h->refused = calm.refused;
}

/* Runs a line to its end; the answer of the first statement that does not succeed. `shown`: what
 * it said, as each view shows it; NULL: nobody looks. */
static nb_status feed(guarded_heap *h, nb_session *s, const char *text, nb_buffer *shown) {
    nb_result *result;
    nb_begin(s, NULL); /* each time it is line 1 */
    nb_status status = nb_feed(s, text, strlen(text), &result);
    for (;;) {
        assert_true(result == NULL || !result->failed);
        if (shown != NULL) show(h, s, result, shown);
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) return status;
        status = nb_resume(s, 1, &result);
    }
}

typedef struct expectation {
    nb_status status;
    char *before; /* what the session is before the statement */
    char *shown;  /* what the statement says */
    long growths; /* behind it */
} expectation;

static nb_memory calm_memory = {.allocate = plain_allocate, .limit = SIZE_MAX};

/* Answers how many statements there are. */
static int run_undisturbed(const char *const *script, expectation expected[STATEMENTS + 1]) {
    guarded_heap h = {0};
    int i = 0;
    nb_session *s = open_session(&h);
    assert_non_null(s);
    for (; script[i] != NULL; i++) {
        assert_true(i < STATEMENTS);
        expected[i].before = snapshot_of(s);
        nb_buffer shown;
        nb_buffer_init(&shown, &calm_memory);
        expected[i].status = feed(&h, s, script[i], &shown);
        nb_buffer_add_char(&shown, '\n');
        expected[i].shown = shown.data;
        expected[i].growths = h.growths;
    }
    expected[i].before = snapshot_of(s);
    nb_begin(s, "a.nabla"); /* a name is a block, too */
    nb_session_free(s);
    assert_int_equal(h.blocks, 0);
    assert_int_equal(h.bytes, 0);
    return i;
}

/* The line in which two texts differ is told. */
static void check_same(const guarded_heap *h, const char *what, const char *wanted,
                       const char *found) {
    size_t at = 0, line = 0;
    while (wanted[at] != '\0' && wanted[at] == found[at])
        if (wanted[at++] == '\n') line = at;
    if (wanted[at] != found[at])
        fail_msg("%s with growth %ld refused: not\n%.300s\nbut\n%.300s", what, h->refuse_from,
                 wanted + line, found + line);
}

static void check_state(guarded_heap *h, nb_session *s, const char *what, const char *wanted) {
    guarded_heap calm = *h;
    h->refuse_to = 0;
    char *found = snapshot_of(s);
    check_same(h, what, wanted, found);
    free(found);
    h->refuse_to = calm.refuse_to;
    h->growths = calm.growths;
}

/* Of a line of several statements those before the one that failed stay. */
static bool is_one_statement(const char *text) {
    return strchr(text, ';') == NULL;
}

/* Runs a statement; where memory does not run out it says what it always says. */
static nb_status run_statement(guarded_heap *h, nb_session *s, const char *text,
                               const expectation *expected) {
    nb_buffer shown;
    nb_buffer_init(&shown, &calm_memory);
    bool looks = expected->growths > h->refuse_from; /* all before it is as ever */
    nb_status status = feed(h, s, text, looks ? &shown : NULL);
    nb_buffer_add_char(&shown, '\n');
    if (looks && status != NB_STATUS_NO_MEMORY)
        check_same(h, text, expected->shown, shown.data);
    nb_buffer_clear(&shown);
    return status;
}

/* Runs the script with `count` growths refused from the n-th on. False: none was, the script takes
 * fewer. */
static bool run_disturbed(const char *const *script, int statements, long n, long count,
                          const expectation *expected) {
    guarded_heap h = {.refuse_from = n, .refuse_to = n + count};
    nb_session *s = open_session(&h);
    int end = statements;
    for (int i = 0; s != NULL && i < end; i++) {
        nb_status status = run_statement(&h, s, script[i], &expected[i]);
        if (h.refused > 0 && i + AFTERWARDS < end) end = i + AFTERWARDS;
        if (status == NB_STATUS_NO_MEMORY) {
            h.refuse_to = 0; /* there is memory again */
            if (is_one_statement(script[i])) check_state(&h, s, script[i], expected[i].before);
            status = run_statement(&h, s, script[i], &expected[i]);
        }
        if (status != expected[i].status)
            fail_msg("%s with growth %ld refused: status %d, not %d", script[i], n, (int)status,
                     (int)expected[i].status);
    }
    if (s != NULL) check_state(&h, s, script[end - 1], expected[end].before);
    nb_session_free(s);
    assert_int_equal(h.blocks, 0);
    assert_int_equal(h.bytes, 0);
    return h.refused > 0;
}

/* `make faults` asks for all of them; otherwise each script begins at another one. */
static void test_every_growth_refused(void **state) {
    (void)state;
    enum { USUAL_STRIDE = 4 * SAMPLE };
    const char *complete = getenv("complete");
    long growths = 0, stride = complete != NULL && *complete != '\0' ? 1 : USUAL_STRIDE;
    for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
        expectation expected[STATEMENTS + 1];
        int count = run_undisturbed(scripts[k], expected);
        long first = (long)k % stride, n = first;
        while (run_disturbed(scripts[k], count, n, 1, expected)) n += stride;
        growths += n;
        n = first; /* with one growth refused it may help itself, but not with all that follow */
        while (run_disturbed(scripts[k], count, n, 1000000, expected)) n += stride;
        for (int i = 0; i <= count; i++) free(expected[i].before);
        for (int i = 0; i < count; i++) free(expected[i].shown);
    }
    print_message("%ld growths\n", growths);
    assert_true(growths > 1000);
}

/* The scripts have each command of the table. */
static void test_every_command(void **state) {
    (void)state;
    for (int i = 0; nb_command_get(i) != NULL; i++) {
        const nb_command_info *command = nb_command_get(i);
        bool found = command->topic || strcmp(command->word, "quit") == 0 ||
                     strcmp(command->word, "exit") == 0;
        for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++)
            for (const char *const *line = scripts[k]; *line != NULL; line++)
                found = found || strncmp(*line, command->word, strlen(command->word)) == 0;
        if (!found) fail_msg("no script has %s", command->word);
    }
}

/* Old nodes are dropped once they are most of the graph, and the memory that this takes is given
 * back. */
static void test_collecting(void **state) {
    (void)state;
    guarded_heap h = {0};
    nb_session *s = open_session(&h);
    assert_non_null(s);
    run(s, "x = 3; for i in 1..3000 { h[i] = x*i + 1 }; h[3000]\n");
    size_t bytes = h.bytes;
    for (int times = 0; times < 20; times++) {
        assert_true(run(s, "for i in 1..3000 { h[i] = x*i + 2 }; h[3000]\n") == 9002);
        run(s, "undo\n");
    }
    assert_true(h.bytes < 3 * bytes);
    nb_session_free(s);
    assert_int_equal(h.blocks, 0);
    assert_int_equal(h.bytes, 0);
}

/* ---- the parts below a session ---- */

static void test_sizes_do_not_overflow(void **state) {
    (void)state;
    guarded_heap h = {0};
    nb_memory memory = {.allocate = allocate, .user = &h, .limit = SIZE_MAX};
    assert_null(nb_memory_resize(&memory, NULL, 0, SIZE_MAX / 2, 3));
    int *array = NULL;
    size_t capacity = 0;
    assert_false(NB_RESERVE(&memory, array, &capacity, SIZE_MAX / 2));
    assert_true(array == NULL && capacity == 0);
    nb_arena arena;
    nb_arena_init(&arena, &memory);
    assert_null(nb_arena_add(&arena, SIZE_MAX / 2, 3));
    assert_null(nb_arena_add(&arena, SIZE_MAX - 8, 1));
    assert_null(nb_arena_text(&arena, "", SIZE_MAX));
    nb_arena_clear(&arena);
    assert_int_equal(h.blocks, 0);
    assert_int_equal(memory.used, 0);
}

static void test_limit(void **state) {
    (void)state;
    guarded_heap h = {0};
    nb_memory memory = {.allocate = allocate, .user = &h, .limit = 1000};
    char *text = nb_memory_resize(&memory, NULL, 0, 900, 1);
    assert_non_null(text);
    assert_null(nb_memory_resize(&memory, text, 900, 1001, 1));
    assert_int_equal(memory.used, 900);
    assert_null(nb_memory_resize(&memory, NULL, 0, 101, 1));
    text = nb_memory_resize(&memory, text, 900, 1000, 1);
    assert_non_null(text);
    nb_memory_free(&memory, text, 1000, 1);
    assert_int_equal(memory.used, 0);
}

/* An array that grows by one up to the limit moves a few dozen times, not at each of them. */
static void test_growing_to_the_limit(void **state) {
    (void)state;
    guarded_heap h = {0};
    nb_memory memory = {.allocate = allocate, .user = &h, .limit = 1000000};
    char *array = NULL;
    size_t capacity = 0, need = 0;
    while (NB_RESERVE(&memory, array, &capacity, need + 1)) need++;
    assert_int_equal(need, 1000000);
    assert_true(h.growths < 100);
    nb_memory_free(&memory, array, capacity, 1);
    assert_int_equal(memory.used, 0);
}

static void test_arena(void **state) {
    (void)state;
    guarded_heap h = {0};
    nb_memory memory = {.allocate = allocate, .user = &h, .limit = SIZE_MAX};
    nb_arena arena;
    nb_arena_init(&arena, &memory);
    for (int times = 0; times < 3; times++) {
        nb_arena_mark mark = nb_arena_get_mark(&arena);
        size_t blocks = (size_t)h.blocks;
        for (size_t size = 1; size < 100000; size = size * 3 + 1) {
            unsigned char *block = nb_arena_add(&arena, size, 1);
            assert_non_null(block);
            assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++) assert_true(block[i] == 0); /* after a rewind too */
            memset(block, 0xee, size);
        }
        if (times > 0) nb_arena_rewind(&arena, mark);
        if (times > 0) assert_int_equal(h.blocks, blocks);
    }
    assert_string_equal(nb_arena_text(&arena, "text behind", 4), "text");
    nb_arena_clear(&arena);
    assert_int_equal(h.blocks, 0);
    assert_int_equal(memory.used, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_growth_refused),
        cmocka_unit_test(test_every_command),
        cmocka_unit_test(test_collecting),
        cmocka_unit_test(test_sizes_do_not_overflow),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_growing_to_the_limit),
        cmocka_unit_test(test_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
