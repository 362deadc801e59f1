/* Plots as files: through the real gnuplot where it is there, and through programs of that name
 * that misbehave. Whatever becomes of the picture, what is written in its place holds the numbers,
 * and the plot is shown. */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "front/drawing/plot.h"
#include "diagram/gnuplot.h"
#include "programs.h"

static const nb_view view = {.digits = 6, .width = 80};
static const nb_write_rule anywhere = {.guarded = false};
static const nb_picture_limits usual = {30000, 1 << 24};

static nb_piece name_piece = {.kind = NB_PIECE_NAME, .text = "사과'"};
static const double xs[] = {0, 1, 1, 2}, ys[] = {0, 1, NAN, 3};

/* Draws into the scratch folder; the result is the caller's. */
static nb_result *draw(const scratch *s, const char *name, const nb_write_rule *rule,
                       const nb_picture_limits *limits) {
    char path[PATH_BYTES];
    nb_result *result = nb_result_new(&memory);
    assert_non_null(result);
    nb_block *block = nb_result_add(result, NB_BLOCK_PLOT);
    nb_curve *curve = nb_result_array(result, 1, sizeof *curve);
    assert_true(block != NULL && curve != NULL);
    join(path, s->folder, name);
    block->typed = true;
    *curve = (nb_curve){.name = {&name_piece, 1, NB_LEVEL_CALL}, .x = xs, .y = ys, .count = 4};
    block->as.plot = (nb_plot_block){.path = nb_result_text(result, path, strlen(path)),
                                     .title = "`id` \\ 'x'", .x = {.high = 2}, .y = {.high = 3},
                                     .curves = curve, .count = 1};
    nb_drafts drafts = {NULL};
    nb_plot_draw(block, result, &view, &memory, rule, &drafts, limits);
    assert_true(nb_output_place(&drafts, result) == result->ok);
    return result;
}

static void draw_failing(const scratch *s, const nb_picture_limits *limits, nb_message_id id) {
    nb_result *result = draw(s, "a.png", &anywhere, limits);
    const nb_block *said = result->first->next;
    assert_false(result->ok);
    assert_non_null(said);
    assert_int_equal(said->as.diagnostic.message.id, id);
    assert_true(result->first->as.plot.shown);
    assert_null(result->first->written);
    assert_int_equal(size_of(s, "a.png"), -1);
    assert_int_equal(size_of(s, "a.dat"), strlen("# made by nabla\n# 사과'\n0 0\n1 1\n\n2 3\n"));
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* every child was reaped */
    assert_int_equal(errno, ECHILD);
    nb_result_free(result);
}

static void test_missing(void **state) {
    use_bin(*state, true);
    draw_failing(*state, &usual, NB_MESSAGE_DOT_MISSING);
}

static void test_failing(void **state) {
    static const char *const bodies[] = {"echo 'line 3: no luck' >&2; exit 1", "exit 0",
                                         "echo hello", "kill -9 $$",
                                         "printf '\\211PNG\\r\\n\\032\\nIHDR'"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        install(*state, "gnuplot", bodies[i]);
        use_bin(*state, false);
        draw_failing(*state, &usual, NB_MESSAGE_DOT_FAILED);
    }
}

static void test_hanging(void **state) {
    nb_picture_limits limits = {300, 1 << 20};
    install(*state, "gnuplot", "exec sleep 60");
    use_bin(*state, false);
    draw_failing(*state, &limits, NB_MESSAGE_DOT_TIMEOUT);
}

static void test_flooding(void **state) {
    nb_picture_limits limits = {30000, 1 << 20};
    install(*state, "gnuplot", "exec cat /dev/zero");
    use_bin(*state, false);
    draw_failing(*state, &limits, NB_MESSAGE_DOT_FLOOD);
}

/* The program gets no word of the user's but in quotes, and reads no file of the user's. */
static void test_success(void **state) {
    const scratch *s = *state;
    install(s, "gnuplot",
            "[ \"$*\" = '-d -' ] || exit 1; cat >\"${0%/bin/*}/a.pdf\"; "
            "printf '\\211PNG\\r\\n%027d....IEND....' 0");
    use_bin(s, false);
    nb_result *result = draw(s, "a.png", &anywhere, &usual);
    assert_true(result->ok);
    assert_string_equal(result->first->written, result->first->as.plot.path);
    assert_false(result->first->as.plot.shown);
    assert_int_equal(size_of(s, "a.png"), 71); /* with its mark */
    assert_int_equal(size_of(s, "a.dat"), -1);
    char path[PATH_BYTES], text[8192];
    join(path, s->folder, "a.pdf");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_non_null(strstr(text, "title '`id` \\ '.\"'\".'x'.\"'\".'' "));
    assert_non_null(strstr(text, " title '사과'.\"'\".''\n"));
    assert_non_null(strstr(text, "<< END\n0 0\n1 1\n\n2 3\nEND\n"));
    nb_result_free(result);
}

static void test_escaping(void **state) {
    nb_buffer out;
    (void)state;
    nb_buffer_init(&out, &memory);
    static const char text[] = "a'b\n`c`\\\033\"";
    nb_gnuplot_add_text(&out, text, sizeof text - 1);
    assert_string_equal(out.data, "'a'.\"'\".'b`c`\\\"'");
    nb_buffer_clear(&out);
}

static void test_formats(void **state) {
    static const char *const wrong[] = {"a.gif", "a", "a.dot"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        nb_result *result = draw(*state, wrong[i], &anywhere, &usual);
        assert_false(result->ok);
        assert_int_equal(result->first->next->as.diagnostic.message.id, NB_MESSAGE_PICTURE_FORMAT);
        nb_result_free(result);
    }
    install(*state, "gnuplot", ": >\"${0%/bin/*}/a.pdf\""); /* for a .dat file none runs */
    use_bin(*state, true);
    nb_result *result = draw(*state, "a.dat", &anywhere, &usual);
    assert_true(result->ok);
    assert_int_equal(size_of(*state, "a.pdf"), -1);
    assert_true(size_of(*state, "a.dat") > 20);
    nb_result_free(result);
}

static void test_guarded(void **state) {
    const nb_write_rule nowhere = {.guarded = true};
    install(*state, "gnuplot", "exit 1");
    use_bin(*state, false);
    nb_result *result = draw(*state, "a.png", &nowhere, &usual);
    assert_int_equal(result->first->next->as.diagnostic.message.id, NB_MESSAGE_FILE_OUTSIDE);
    assert_int_equal(size_of(*state, "a.dat"), -1);
    nb_result_free(result);
}

static bool has_gnuplot(void) {
    char program[] = "gnuplot", version[] = "-V", *argv[] = {program, version, NULL};
    nb_process_request request = {.argv = argv, .output_limit = 1000, .milliseconds = 10000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    nb_process_clear(&outcome);
    return outcome.end == NB_PROCESS_EXITED;
}

static void test_real(void **state) {
    static const char *const names[] = {"a.png", "a.svg", "a.PDF"};
    if (!has_gnuplot()) skip();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        nb_result *result = draw(*state, names[i], &anywhere, &usual);
        assert_true(result->ok);
        assert_true(size_of(*state, names[i]) > 1000);
        nb_result_free(result);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_missing), TEST(test_failing),  TEST(test_hanging), TEST(test_flooding),
        TEST(test_success), TEST(test_escaping), TEST(test_formats), TEST(test_guarded),
        TEST(test_real),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
