/* Every request to an arena failing in turn. Most of them fit into a block that the arena has, so
 * that refusing its growth (test_memory.c) meets few. A statement that answers that memory ran out
 * has changed nothing, and the next request is refused it; one that does without says what it
 * always says. */
#include "nabla.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "memory_scripts.h"

/* ---- arenas that refuse ---- */

static long requests, refuse_from = -1, refuse_to;

static bool is_refused(nb_arena *arena) {
    long request = requests++;
    bool refused = request >= refuse_from && request < refuse_to;
    arena->failed = arena->failed || refused;
    return refused;
}

void *__real_nb_arena_add(nb_arena *arena, size_t count, size_t size);
void *__wrap_nb_arena_add(nb_arena *arena, size_t count, size_t size);
void *__wrap_nb_arena_add(nb_arena *arena, size_t count, size_t size) {
    return is_refused(arena) ? NULL : __real_nb_arena_add(arena, count, size);
}

char *__real_nb_arena_text(nb_arena *arena, const char *text, size_t length);
char *__wrap_nb_arena_text(nb_arena *arena, const char *text, size_t length);
char *__wrap_nb_arena_text(nb_arena *arena, const char *text, size_t length) {
    return is_refused(arena) ? NULL : __real_nb_arena_text(arena, text, length);
}

bool __real_nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                             size_t size);
bool __wrap_nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                             size_t size);
bool __wrap_nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                             size_t size) {
    bool refused = count >= *capacity && is_refused(arena);
    return !refused && __real_nb_arena_reserve(arena, slot, count, capacity, size);
}

/* ---- statements ---- */

/* Of many requests a sample is refused, a smaller one under the sanitizer. */
#ifdef __SANITIZE_ADDRESS__
enum { STEP = 3, FEW = 30 };
#else
enum { STEP = 1, FEW = 200 };
#endif

static bool load(void *user, const char *path, char **bytes, size_t *length,
                 const char **reason) {
    return load_text((void *)(uintptr_t)text_of_file(path), path, bytes, length,
                     user != NULL ? reason : NULL);
}

/* Runs a line with some requests refused, to its end or to the statement that does not succeed;
 * what it said is added to `shown`. NULL: nobody looks. */
static nb_status feed(nb_session *s, const char *text, nb_buffer *shown) {
    nb_result *result;
    nb_begin(s, NULL); /* each time it is line 1 */
    nb_status status = nb_feed(s, text, strlen(text), &result);
    for (;;) {
        long to = refuse_to;
        refuse_to = 0;
        assert_true(result == NULL || !result->failed);
        if (shown != NULL) render_all(result, shown);
        nb_result_free(result);
        refuse_to = to;
        if (status != NB_STATUS_RUNNING) return status;
        status = nb_resume(s, 1, &result);
    }
}

static nb_memory calm_memory = {.allocate = plain_allocate, .limit = SIZE_MAX};

/* A session in which the first statements of a script have run. */
static nb_session *run_first(const char *const *script, int count) {
    nb_session *s = nb_session_new(&(nb_host){.load = load});
    assert_non_null(s);
    for (int i = 0; i < count; i++) feed(s, script[i], NULL);
    return s;
}

static char *take(nb_buffer *shown) {
    nb_buffer_add_char(shown, '\n');
    return shown->data;
}

/* What a statement answers with when nothing is refused, and what the session is before it. */
typedef struct expectation {
    nb_status status;
    char *shown, *before;
} expectation;

static expectation expect(const char *const *script, int at) {
    nb_buffer shown;
    nb_buffer_init(&shown, &calm_memory);
    nb_session *s = run_first(script, at);
    char *before = snapshot_of(s);
    nb_status status = feed(s, script[at], &shown);
    nb_session_free(s);
    return (expectation){status, take(&shown), before};
}

static void check_same(const char *text, long n, const char *wanted, const char *found) {
    if (strcmp(wanted, found) != 0)
        fail_msg("%s with request %ld refused: not\n%s\nbut\n%s", text, n, wanted, found);
}

/* Runs a statement with `count` requests refused, from the n-th on. False: it makes fewer. */
static bool refuse(nb_session *s, const char *text, long n, long count,
                   const expectation *expected, bool *unchanged) {
    bool one = strchr(text, ';') == NULL; /* of several those before the one that failed stay */
    nb_buffer shown;
    nb_buffer_init(&shown, &calm_memory);
    requests = 0, refuse_from = n, refuse_to = n + count;
    nb_status status = feed(s, text, &shown);
    bool refused = requests > n;
    refuse_to = 0;
    *unchanged = status == NB_STATUS_NO_MEMORY && one;
    if (*unchanged) {
        char *found = snapshot_of(s);
        check_same(text, n, expected->before, found);
        free(found);
    } else if (status != NB_STATUS_NO_MEMORY) {
        assert_int_equal(status, expected->status);
        check_same(text, n, expected->shown, take(&shown));
    }
    nb_buffer_clear(&shown);
    return refused;
}

/* Runs a statement of a script again and again, until nothing is refused. Answers how often. */
static long refuse_each(const char *const *script, int at, long count,
                        const expectation *expected) {
    nb_session *s = run_first(script, at);
    bool refused = true, unchanged;
    long n = 0;
    for (; refused; n += STEP + n / FEW) {
        refused = refuse(s, script[at], n, count, expected, &unchanged);
        if (unchanged || !refused) continue;
        nb_session_free(s);
        s = run_first(script, at);
    }
    nb_session_free(s);
    return n;
}

static void test_every_request_refused(void **state) {
    (void)state;
    long all = 0;
    for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++)
        for (int i = 0; scripts[k][i] != NULL; i++) {
            expectation expected = expect(scripts[k], i);
            all += refuse_each(scripts[k], i, 1, &expected);       /* it may help itself */
            all += refuse_each(scripts[k], i, 1000000, &expected); /* or not */
            free(expected.before);
            free(expected.shown);
        }
    print_message("%ld requests\n", all);
    assert_true(all > 10000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_request_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
