/* What a session answers with is whole, or not there. A statement that failed asks for no file,
 * whatever stood before the failure; one that ran out of memory says nothing but that, wherever it
 * ran out; what went well before the part that failed stays. */
#include "support.h"

#include <stdio.h>
#include <string.h>

static bool asks(const nb_block *block) {
    return block->kind == NB_BLOCK_FILE || block->kind == NB_BLOCK_PICTURE ||
           block->kind == NB_BLOCK_LESSON;
}

/* Runs one statement of whatever outcome; the caller frees its result. */
static nb_result *try(nb_session *s, const char *statement, nb_status *status) {
    nb_result *result;
    *status = nb_feed(s, statement, strlen(statement), &result);
    assert_non_null(result);
    assert_false(result->failed);
    assert_int_equal(result->ok, *status == NB_STATUS_OK);
    return result;
}

/* ---- failed statements ---- */

static void test_failed_asks_nothing(void **state) {
    static char script[] = "x = 1\nsave r.nabla\ndraw y r.png\nfoo\n";
    static const char *const statements[] = {
        "repeat 1 { save q.nabla; foo }\n",
        "repeat 2 { draw y q.png; save q.nabla; x := 1 + foo }\n",
        "for i in 1..2 { repeat i { save q.nabla }; v[1/i] = 2 }\n",
        "run script.nabla\n",
        "repeat 1 { run script.nabla }\n",
        "open script.nabla\n"};
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = script, .load = load_text});
    assert_non_null(s);
    run(s, "x = 2; y = x^2\n");
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        nb_status status;
        nb_result *result = try(s, statements[i], &status);
        assert_int_equal(status, NB_STATUS_ERROR);
        for (const nb_block *block = result->first; block != NULL; block = block->next)
            if (asks(block)) fail_msg("%s asks the host for something", statements[i]);
        assert_non_null(find_diagnostic(result, NB_SEVERITY_ERROR));
        assert_ptr_equal(result->last->next, NULL);
        nb_result_free(result);
    }
    nb_session_free(s);
}

/* The values before the failure are shown. */
static void test_what_was_said_stays(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_status status;
    nb_result *result = try(s, "for i in 1..3 { i; 1/(3 - i) + v[4 - 2i] }\n", &status);
    assert_int_equal(status, NB_STATUS_ERROR);
    assert_int_equal(result->first->kind, NB_BLOCK_VALUE);
    assert_true(result->first->as.value.numbers[0] == 1);
    assert_non_null(find_diagnostic(result, NB_SEVERITY_ERROR));
    nb_result_free(result);
    nb_session_free(s);
}

/* ---- memory ---- */

/* With every limit between what the session has and plenty, in steps: the statement succeeds and
 * says all, or says that there is no memory and nothing else. All that comes back can be shown. */
static void check_limits(const char *beginning, const char *statement, size_t step) {
    nb_session *s = new_session();
    nb_memory *memory = nb_session_memory(s);
    nb_memory plenty = {.allocate = plain_allocate, .limit = SIZE_MAX};
    size_t plain = memory->limit, failures = 0;
    run(s, beginning);
    nb_status status = NB_STATUS_NO_MEMORY;
    for (size_t limit = memory->used; status == NB_STATUS_NO_MEMORY; limit += step) {
        nb_buffer shown;
        nb_result *result;
        nb_buffer_init(&shown, &plenty);
        memory->limit = limit;
        status = nb_feed(s, statement, strlen(statement), &result);
        memory->limit = plain;
        render_all(result, &shown);
        for (const nb_block *block = result != NULL ? result->first : NULL; block != NULL;
             block = block->next)
            if (status == NB_STATUS_NO_MEMORY) assert_int_equal(block->kind, NB_BLOCK_DIAGNOSTIC);
        failures += status == NB_STATUS_NO_MEMORY;
        nb_buffer_clear(&shown);
        nb_result_free(result);
    }
    assert_int_equal(status, NB_STATUS_OK);
    assert_true(failures > 3);
    nb_session_free(s);
}

static void test_memory_runs_out(void **state) {
    (void)state;
    const char *chain = "h[0] = 1; w = 0.5; for i in 1..300 { h[i] = sin(w*h[i-1]) };\n";
    check_limits("W = uniform(20, 20);\n", "save s.nabla\n", 1 << 10);
    check_limits("W = uniform(20, 20);\n", "W\n", 1 << 9);
    check_limits(chain, "explain w\n", 1 << 12);
    check_limits(chain, "explain w latex\n", 1 << 12);
    check_limits(chain, "table h[300]\n", 1 << 12);
    check_limits(chain, "draw h[300] h.dot\n", 1 << 12);
    check_limits(chain, "trace h[300] over h[1..300]\n", 1 << 12);
    check_limits(chain, "list\n", 1 << 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_failed_asks_nothing),
                                       cmocka_unit_test(test_what_was_said_stays),
                                       cmocka_unit_test(test_memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
