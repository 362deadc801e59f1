/* No text, however broken, deep, long or random, does more than fail with a message. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "lang/lexer.h"
#include "base/random.h"
#include "nabla.h"

static nb_session *open_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.memory_limit = 100000000});
    assert_non_null(s);
    run(s, "a = 2; b = 3; x = 11; y = 13; w = 17; L = w*x; h[1] = 4; h[2] = 6; f(u, v) = u*v\n");
    return s;
}

/* ---- bytes that are no text ---- */

static nb_message_id feed_failing(nb_session *s, const char *bytes, size_t length) {
    nb_result *result;
    assert_int_equal(nb_feed(s, bytes, length, &result), NB_STATUS_ERROR);
    assert_non_null(result);
    nb_message_id id = NB_MESSAGE_NONE;
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_DIAGNOSTIC) id = block->as.diagnostic.message.id;
    nb_result_free(result);
    return id;
}

static void test_no_text(void **state) {
    (void)state;
    nb_session *s = open_session();
    assert_int_equal(feed_failing(s, "a + \0 b\n", 9), NB_MESSAGE_NUL_BYTE);
    assert_int_equal(feed_failing(s, "label a \"x\0y\"\n", 14), NB_MESSAGE_NUL_BYTE);
    assert_int_equal(feed_failing(s, "a # x\0y\n", 9), NB_MESSAGE_NUL_BYTE);
    static const char *const broken[] = {"\xff\n", "a\xffz\n", "\xed\x95 + 1\n", "a + \xc3\n",
                                         "label a \"\xff\"\n", "\xed\xa0\x80\n",
                                         "\xf5\x80\x80\x80\n", "\xc0\x80\n", "사\xea\xb3\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_int_equal(feed_failing(s, broken[i], strlen(broken[i])), NB_MESSAGE_BAD_UTF8);
    nb_session_free(s);
}

/* ---- depth ---- */

/* Writes `text` so many times and a NUL; answers where that stands. */
static char *repeat_text(char *out, const char *text, size_t times) {
    size_t length = strlen(text);
    for (; times > 0; times--, out += length) memcpy(out, text, length);
    *out = '\0';
    return out;
}

/* `open`^n core `close`^n: the deepest that is allowed, and far beyond. */
static void check_depth(nb_session *s, const char *open, const char *core, const char *close) {
    static const struct {
        size_t times;
        nb_status status;
    } depths[] = {{NB_MAX_DEPTH - 2, NB_STATUS_OK}, {NB_MAX_DEPTH + 1, NB_STATUS_ERROR},
                  {100000, NB_STATUS_ERROR}};
    char *text = calloc(100000, strlen(open) + strlen(close) + 10);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        char *end = repeat_text(text, open, depths[i].times);
        end = repeat_text(end, core, 1);
        end = repeat_text(end, close, depths[i].times);
        repeat_text(end, "\n", 1);
        if (depths[i].status == NB_STATUS_OK) run(s, text);
        else assert_int_equal(feed_failing(s, text, strlen(text)), NB_MESSAGE_TOO_DEEP);
    }
    free(text);
}

static void test_depth(void **state) {
    (void)state;
    nb_session *s = open_session();
    run(s, "k[1] = 1");
    check_depth(s, "(", "1", ")");
    check_depth(s, "-", "a", "");
    check_depth(s, "+", "a", "");
    check_depth(s, "1^", "1", "");
    check_depth(s, "sin(", "1", ")");
    check_depth(s, "k[", "1", "]");
    check_depth(s, "repeat 1 {", "a", "}");
    char *text = calloc(100001, 3); /* each exponent is read to show where it ends */
    assert_non_null(text);
    repeat_text(repeat_text(repeat_text(text, "a", 1), "^2a", 99999), "\n", 1);
    assert_int_equal(feed_failing(s, text, strlen(text)), NB_MESSAGE_TOO_DEEP);
    free(text);
    nb_session_free(s);
}

/* A chain is not deep: 100000 terms are fine. */
static void test_length(void **state) {
    (void)state;
    enum { TERMS = 100000 };
    nb_session *s = open_session();
    char *text = calloc(TERMS + 2, 4);
    assert_non_null(text);
    repeat_text(repeat_text(text, "1 + ", TERMS), "1\n", 1);
    assert_true(run(s, text) == TERMS + 1);
    free(text);
    nb_session_free(s);
}

/* ---- soup ---- */

/* Whatever is fed, an answer comes back, and a refusal says why and where. */
static void feed_anything(nb_session *s, const char *text, size_t length) {
    nb_result *result;
    nb_status status = nb_feed(s, text, length, &result);
    for (int more = 0; status == NB_STATUS_RUNNING && more < 1000; more++) {
        nb_result_free(result);
        status = nb_resume(s, 1, &result);
    }
    bool known = status == NB_STATUS_OK || status == NB_STATUS_NEED_INPUT ||
                 status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY ||
                 status == NB_STATUS_QUIT;
    if (!known) fail_msg("%s: status %d", text, (int)status);
    if (status == NB_STATUS_ERROR) {
        const nb_block *block = result->first;
        while (block->kind != NB_BLOCK_DIAGNOSTIC ||
               block->as.diagnostic.severity != NB_SEVERITY_ERROR) block = block->next;
        const nb_diagnostic *d = &block->as.diagnostic;
        assert_true(d->message.id != NB_MESSAGE_NONE && d->line >= 1 && d->width >= 1);
        assert_true(d->column >= 1 && d->column <= strlen(d->text) + 1);
    }
    nb_result_free(result);
    if (status == NB_STATUS_NEED_INPUT) nb_discard(s);
}

static void test_token_soup(void **state) {
    (void)state;
    static const char *const words[] = {
        "a", "b", "x", "y", "L", "w", "h", "f", "q", "e", "in", "for", "repeat", "dL", "dw",
        "ans", "max", "where", "sigmoid", "elu", "grad", "1", "2", ".5", "3.", "#1", "#",
        "\"t\"", "\"", "+", "-", "*", "/", "^", "=", ":=", "+=", "==", "<", "(", ")", "[", "]",
        "{", "}", ",", ";", "\n", "..", "...", ":", "@", "'", "²", "∂", "∂L", "/", "·", "−",
        "∇", ">>>", "list", "undo", "forward", "backward", "table", "local", "draw", "label",
        "expect", "within", "~", "%", "help", "set", "digits", "save", "run", "t.png", "dL/dw",
        "∂L/∂w", "h[1]", "f(1, 2)", "x = ", "{ x", "for i in 1..2 {", "\xff", "\t", "사과",
        "reset", "quit", "check", "numeric", "eps", "whatif", "trace", "over", "paths", "ops",
    };
    nb_session *s = NULL;
    for (int i = 0; i < 100000 / SAMPLE; i++) {
        if (i % 500 == 0) {
            nb_session_free(s);
            s = open_session();
        }
        char text[400] = "";
        for (uint32_t n = 1 + pick(10); n > 0; n--)
            add_format(text, sizeof text, "%s%s", words[pick(sizeof words / sizeof *words)],
                       pick(3) > 0 ? " " : "");
        add_format(text, sizeof text, "\n");
        feed_anything(s, text, strlen(text));
    }
    nb_session_free(s);
}

static void test_byte_soup(void **state) {
    (void)state;
    nb_session *s = open_session();
    for (int i = 0; i < 20000 / SAMPLE; i++) {
        char bytes[24];
        uint32_t length = 1 + pick(sizeof bytes - 1);
        for (uint32_t n = 0; n < length; n++)
            bytes[n] = (char)(pick(4) > 0 ? 32 + pick(95) : pick(256));
        bytes[length - 1] = '\n';
        feed_anything(s, bytes, length);
    }
    nb_session_free(s);
}

int main(void) {
    nb_random_seed(&chance, 88172645463325252);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_text),    cmocka_unit_test(test_depth),
        cmocka_unit_test(test_length),     cmocka_unit_test(test_token_soup),
        cmocka_unit_test(test_byte_soup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
