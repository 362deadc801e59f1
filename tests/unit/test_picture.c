/* Drawing pictures: real files through the real dot, and programs called dot that misbehave. They
 * stand in a scratch folder that is put first on PATH. */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "front/drawing/picture.h"
#include "front/system/output.h"
#include "front/system/process.h"
#include "pictures.h"
#include "programs.h"

static const nb_view view = {.digits = 6, .width = 80};
static const nb_write_rule anywhere = {.guarded = false};
static const nb_picture_limits usual = {30000, 1 << 24};

static bool has_dot(void) {
    char program[] = "dot", version[] = "-V";
    char *argv[] = {program, version, NULL};
    nb_process_request request = {.argv = argv, .output_limit = 1000, .milliseconds = 10000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    nb_process_clear(&outcome);
    return outcome.end == NB_PROCESS_EXITED;
}

static nb_vertex vertices[] = SQUARE_VERTICES;
static nb_edge edges[] = SQUARE_EDGES;

/* Draws into the scratch folder; the result is the caller's. */
static nb_result *draw(const scratch *s, const char *name, const nb_write_rule *rule,
                       const nb_picture_limits *limits) {
    char path[PATH_BYTES];
    nb_result *result = nb_result_new(&memory);
    assert_non_null(result);
    nb_block *block = nb_result_add(result, NB_BLOCK_PICTURE);
    assert_non_null(block);
    join(path, s->folder, name);
    block->typed = true;
    block->as.picture = (nb_picture_block)PICTURE(nb_result_text(result, path, strlen(path)),
                                                  vertices, 3, edges, 3);
    nb_drafts drafts = {NULL};
    nb_picture_draw(block, result, &view, &memory, rule, &drafts, limits);
    assert_true(nb_output_place(&drafts, result) == result->ok);
    assert_false(result->failed);
    return result;
}

/* Expects one diagnostic of the kind. */
static void assert_said(const nb_result *result, nb_severity severity, nb_message_id id,
                        nb_message_id hint) {
    const nb_block *block = result->first->next;
    assert_non_null(block);
    assert_int_equal(block->kind, NB_BLOCK_DIAGNOSTIC);
    assert_int_equal(block->as.diagnostic.severity, severity);
    assert_int_equal(block->as.diagnostic.message.id, id);
    assert_int_equal(block->as.diagnostic.hint.id, hint);
    assert_null(block->next);
    assert_int_equal(result->ok, severity != NB_SEVERITY_ERROR);
    assert_true((result->first->written == NULL) == (severity == NB_SEVERITY_ERROR));
}

/* dot fails in some way: an error, no picture, and the source in its place. */
static nb_result *draw_failing(const scratch *s, const nb_picture_limits *limits,
                               nb_message_id id, nb_message_id hint) {
    nb_result *result = draw(s, "a.png", &anywhere, limits);
    assert_said(result, NB_SEVERITY_ERROR, id, hint);
    assert_int_equal(size_of(s, "a.png"), -1);
    assert_true(size_of(s, "a.dot") > 500);
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* every child was reaped */
    assert_int_equal(errno, ECHILD);
    return result;
}

static void test_missing(void **state) {
    use_bin(*state, true);
    nb_result *result = draw_failing(*state, &usual, NB_MESSAGE_DOT_MISSING, NB_MESSAGE_HINT_DOT);
    const char *path = result->first->next->as.diagnostic.message.args[0].text;
    assert_string_equal(path + strlen(path) - 6, "/a.dot");
    nb_result_free(result);
}

static void test_failing(void **state) {
    install(*state, "dot", "echo 'Fontconfig warning: x' >&2; echo 'Error: no luck' >&2; exit 3");
    use_bin(*state, false);
    nb_result *result = draw_failing(*state, &usual, NB_MESSAGE_DOT_FAILED, NB_MESSAGE_NONE);
    const nb_message *message = &result->first->next->as.diagnostic.message;
    assert_string_equal(message->args[0].text, "no luck");
    nb_result_free(result);
}

/* Exit status 0 is not enough: nothing, something else, and half a picture are failures. */
static void test_wrong_output(void **state) {
    static const char *const bodies[] = {
        "exit 0", "echo hello", "cat >/dev/null; printf '\\211PNG\\r\\n\\032\\nIHDR'",
        "printf '\\211PNG\\r\\n%027d....IEND....' 0; echo 'Error: in label' >&2", "kill -9 $$"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        install(*state, "dot", bodies[i]);
        use_bin(*state, false);
        bool says = strstr(bodies[i], "Error:") != NULL;
        nb_result_free(draw_failing(*state, &usual, NB_MESSAGE_DOT_FAILED,
                                    says ? NB_MESSAGE_NONE : NB_MESSAGE_HINT_PROGRAM_WORKS));
    }
}

static void test_hanging(void **state) {
    static const char *const bodies[] = {
        "exec sleep 60",                          /* says nothing */
        "exec >&- 2>&-; exec sleep 60",           /* closes its output and stays */
        "sleep 3 & exec sleep 60"};               /* has a child that keeps the pipe open */
    nb_picture_limits limits = {300, 1 << 20};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        time_t begin = time(NULL);
        install(*state, "dot", bodies[i]);
        use_bin(*state, false);
        nb_result_free(draw_failing(*state, &limits, NB_MESSAGE_DOT_TIMEOUT,
                                    NB_MESSAGE_HINT_DOT_SLOW));
        assert_true(time(NULL) - begin < 30);
    }
}

static void test_flooding(void **state) {
    nb_picture_limits limits = {30000, 1 << 20};
    install(*state, "dot", "exec cat /dev/zero");
    use_bin(*state, false);
    nb_result_free(draw_failing(*state, &limits, NB_MESSAGE_DOT_FLOOD, NB_MESSAGE_NONE));
}

/* A flood of errors is read to its end, but only its beginning is kept; one without end is not. */
static void test_error_flood(void **state) {
    install(*state, "dot", "head -c 3000000 /dev/zero | tr '\\0' 'e' >&2; exit 1");
    use_bin(*state, false);
    nb_result_free(draw_failing(*state, &usual, NB_MESSAGE_DOT_FAILED, NB_MESSAGE_NONE));
    install(*state, "dot", "exec cat /dev/zero >&2");
    nb_result_free(draw_failing(*state, &usual, NB_MESSAGE_DOT_FLOOD, NB_MESSAGE_NONE));
}

static void test_success(void **state) {
    const scratch *s = *state;
    struct sigaction action;
    install(s, "dot", "cat >/dev/null; printf '\\211PNG\\r\\n%027d....IEND....' 0");
    use_bin(s, false);
    nb_result *result = draw(s, "a.png", &anywhere, &usual);
    assert_null(result->first->next);
    assert_true(result->ok);
    assert_string_equal(result->first->written, result->first->as.picture.path);
    assert_int_equal(size_of(s, "a.png"), 71); /* with its mark */
    assert_int_equal(size_of(s, "a.dot"), -1);
    sigaction(SIGPIPE, NULL, &action);
    assert_true(action.sa_handler == SIG_DFL);
    nb_result_free(result);
}

/* dot ends without reading: SIGPIPE must not end us. The input is larger than a pipe. */
static void test_unread_input(void **state) {
    char program[] = "true", *argv[] = {program, NULL};
    size_t length = 1 << 20;
    char *input = calloc(length, 1);
    (void)state;
    assert_non_null(input);
    nb_process_request request = {.argv = argv, .input = input, .input_length = length,
                                  .output_limit = 10, .milliseconds = 10000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    assert_int_equal(outcome.end, NB_PROCESS_EXITED);
    assert_int_equal(outcome.status, 0);
    nb_process_clear(&outcome);
    free(input);
}

/* A program that answers while it reads: neither side may wait for the other for ever. */
static void test_echo(void **state) {
    char program[] = "cat", *argv[] = {program, NULL};
    size_t length = 1 << 20;
    char *input = calloc(length, 1);
    (void)state;
    assert_non_null(input);
    for (size_t i = 0; i < length; i++) input[i] = (char)(i % 251);
    nb_process_request request = {.argv = argv, .input = input, .input_length = length,
                                  .output_limit = length, .milliseconds = 10000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    assert_int_equal(outcome.end, NB_PROCESS_EXITED);
    assert_int_equal(outcome.output.length, length);
    assert_memory_equal(outcome.output.data, input, length);
    nb_process_clear(&outcome);
    free(input);
}

static volatile sig_atomic_t stopped;

static void stop(int signal) {
    (void)signal;
    stopped = 1;
}

/* A signal that sets `stop` ends the program at once, though it would go on itself. */
static void test_stop(void **state) {
    char program[] = "sleep", seconds[] = "30", *argv[] = {program, seconds, NULL};
    (void)state;
    nb_process_request request = {.argv = argv, .output_limit = 10, .milliseconds = 30000,
                                  .stop = &stopped};
    nb_process_outcome outcome;
    time_t begin = time(NULL);
    signal(SIGALRM, stop);
    alarm(1);
    nb_process_run(&request, &memory, &outcome);
    signal(SIGALRM, SIG_DFL);
    assert_int_equal(outcome.end, NB_PROCESS_INTERRUPTED);
    assert_true(time(NULL) - begin < 10);
    nb_process_clear(&outcome);
}

static void test_scaled_down(void **state) {
    install(*state, "dot",
            "cat >/dev/null; printf '\\211PNG\\r\\n%027d....IEND....' 0; echo 'dot: graph is "
            "too large for cairo-renderer bitmaps. Scaling by 0.5 to fit' >&2");
    use_bin(*state, false);
    nb_result *result = draw(*state, "a.png", &anywhere, &usual);
    assert_said(result, NB_SEVERITY_WARNING, NB_MESSAGE_WARN_PICTURE_SCALED,
                NB_MESSAGE_HINT_PICTURE_SCALED);
    nb_result_free(result);
}

static void test_no_korean_font(void **state) {
    install(*state, "dot", "cat >/dev/null; printf '\\211PNG\\r\\n%027d....IEND....' 0");
    install(*state, "fc-list", "[ \"$2\" = : ] && echo 'DejaVu Sans,DejaVu Sans Light'; exit 0");
    use_bin(*state, false);
    nb_result *result = draw(*state, "a.png", &anywhere, &usual);
    assert_said(result, NB_SEVERITY_WARNING, NB_MESSAGE_WARN_KOREAN_FONT,
                NB_MESSAGE_HINT_KOREAN_FONT);
    nb_result_free(result);
    install(*state, "fc-list", /* families that are not known */
            "[ \"$2\" = : ] && echo 'NanumGothicCoding,NanumGothic Eco'; exit 0");
    result = draw(*state, "a.png", &anywhere, &usual);
    assert_said(result, NB_SEVERITY_WARNING, NB_MESSAGE_WARN_KOREAN_FONT,
                NB_MESSAGE_HINT_KOREAN_FONT);
    nb_result_free(result);
    install(*state, "fc-list", "echo 'NanumGothic,나눔고딕'");
    result = draw(*state, "a.png", &anywhere, &usual);
    assert_null(result->first->next);
    nb_result_free(result);
}

static void test_formats(void **state) {
    static const char *const wrong[] = {"a.gif", "a", "png", "a.png.", "a.pn"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        nb_result *result = draw(*state, wrong[i], &anywhere, &usual);
        assert_said(result, NB_SEVERITY_ERROR, NB_MESSAGE_PICTURE_FORMAT,
                    NB_MESSAGE_HINT_PICTURE_FORMATS);
        nb_result_free(result);
    }
}

/* For a .dot file no program runs, not even to choose a font. */
static void test_dot_file(void **state) {
    install(*state, "dot", ": >\"${0%/bin/*}/a.pdf\"");
    install(*state, "fc-list", ": >\"${0%/bin/*}/a.pdf\"");
    use_bin(*state, true);
    nb_result *result = draw(*state, "a.dot", &anywhere, &usual);
    assert_int_equal(size_of(*state, "a.pdf"), -1); /* a trace of either program */
    assert_null(result->first->next);
    assert_non_null(result->first->written);
    assert_true(size_of(*state, "a.dot") > 500);
    nb_result_free(result);
}

/* Outside the allowed folder nothing is written, whatever dot does. */
static void test_guarded(void **state) {
    const nb_write_rule nowhere = {.guarded = true};
    const scratch *s = *state;
    install(s, "dot", "cat >/dev/null; printf '\\211PNG\\r\\n%027d....IEND....' 0");
    for (int failing = 0; failing < 2; failing++) {
        if (failing == 1) install(s, "dot", "exit 1");
        use_bin(s, false);
        nb_result *result = draw(s, "a.png", &nowhere, &usual);
        assert_said(result, NB_SEVERITY_ERROR, NB_MESSAGE_FILE_OUTSIDE,
                    NB_MESSAGE_HINT_ALLOW_WRITE);
        assert_int_equal(size_of(s, "a.png"), -1);
        assert_int_equal(size_of(s, "a.dot"), -1);
        nb_result_free(result);
    }
}

static void test_real_dot(void **state) {
    static const char *const names[] = {"a.png", "a.svg", "a.PDF"};
    if (!has_dot()) skip();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        nb_result *result = draw(*state, names[i], &anywhere, &usual);
        assert_true(result->ok);
        assert_non_null(result->first->written);
        assert_true(size_of(*state, names[i]) > 1000);
        nb_result_free(result);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_missing),      TEST(test_failing),     TEST(test_wrong_output),
        TEST(test_hanging),      TEST(test_flooding),    TEST(test_error_flood),
        TEST(test_success),      TEST(test_unread_input), TEST(test_echo),
        TEST(test_stop),         TEST(test_scaled_down), TEST(test_no_korean_font),
        TEST(test_formats),
        TEST(test_dot_file),     TEST(test_guarded),     TEST(test_real_dot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
