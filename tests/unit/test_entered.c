/* nb_session_entered: what was entered and is still so, with undo, redo and reset; and that playing
 * it anew makes the same session. */
#include "nabla.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

/* Lines that are fed one by one, as at the prompt, whatever comes of them. */
static void enter(nb_session *s, const char *lines) {
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n") + 1;
        nb_result *result;
        nb_begin(s, NULL);
        nb_status status = nb_feed(s, lines, length, &result);
        for (; status == NB_STATUS_RUNNING; status = nb_resume(s, 1, &result))
            nb_result_free(result);
        nb_result_free(result);
        lines += length;
    }
}

/* What is kept: | between lines, & between the statements of one, ; behind a quiet one. */
static const char *kept(nb_session *s, char *text, size_t room) {
    size_t count, length = 0;
    const nb_entered *all = nb_session_entered(s, &count);
    text[0] = '\0';
    for (size_t i = 0; i < count && length < room; i++) {
        bool goes_on = i > 0 && all[i].line == all[i - 1].line;
        bool ends = i + 1 == count || all[i + 1].line != all[i].line;
        int n = snprintf(text + length, room - length, "%s%s%s", goes_on ? "&" : i > 0 ? "|" : "",
                         all[i].text, all[i].quiet && ends ? ";" : "");
        length += n > 0 ? (size_t)n : 0;
    }
    return text;
}

static void test_kept(void **state) {
    (void)state;
    static const struct { const char *lines, *kept; } cases[] = {
        {"", ""},
        {"x = 3\ny = x^2; y + 1\nnosuch\nbackward y;\n", "x = 3|y = x^2&y + 1|backward y;"},
        {"a = 1; b = nosuch; c = 2\nc = 3\n", "a = 1|c = 3"},
        /* what was seen behind an undone line goes with it, and comes back with it */
        {"x = 3\nx\nx = 4\nx + 1\nundo\n", "x = 3|x"},
        {"x = 3\nx = 4; x = 5\nx + 1\nundo\nx + 2\nredo\n", "x = 3|x + 2|x = 4&x = 5|x + 1"},
        {"x = 3\nx = 4\nundo\nx = 5\nredo\nundo\nundo\nundo\nredo\n", "x = 3"},
        {"x = 3\nundo; y = 2\nundo\n", ""},
        {"사과 = 2\nset digits 3\nseed 7\nundo\n", "사과 = 2|set digits 3"},
        /* reset makes it empty, and can be undone */
        {"x = 3\nreset\ny = 4\n", "y = 4"},
        {"x = 3\nreset\ny = 4\nundo\nundo\nx\n", "x = 3|x"},
        {"x = 3\nreset\nundo\nredo\n", ""},
        /* files and lessons are no part of it, but for what a block does besides */
        {"x = 3\nsave a.nabla\nlesson\nrepeat 2 { x := x + 1; save b.nabla }\n",
         "x = 3|repeat 2 { x := x + 1; save b.nabla }"},
        {"x = 3; y = x^2\npredict y\n5\nquit\nstep\n", "x = 3&y = x^2|predict y|5|quit|step"},
    };
    char text[400];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nb_session *s = new_session();
        enter(s, cases[i].lines);
        assert_string_equal(kept(s, text, sizeof text), cases[i].kept);
        nb_session_free(s);
    }
}

/* What the host could not do was not entered; what is taken back neither, and behind a mark undo
 * does not go. */
static void test_host(void **state) {
    (void)state;
    char text[200];
    nb_session *s = new_session();
    enter(s, "f(a) = a^2\nset digits 8\n");
    nb_settle(s);
    enter(s, "x = 3\n");
    nb_mark(s);
    enter(s, "undo\ny = 4; z = 5\nundo\n");
    assert_true(nb_take_back(s) == false);
    enter(s, "redo\nw = 1\ndraw w w.png\n");
    nb_reject(s);
    assert_string_equal(kept(s, text, sizeof text), "f(a) = a^2;|set digits 8;|x = 3|w = 1");
    assert_true(nb_take_back(s));
    assert_string_equal(kept(s, text, sizeof text), "f(a) = a^2;|set digits 8;|x = 3");
    nb_begin_as(s, "lesson.md", NB_ORIGIN_HIDDEN);
    run(s, "x + 1\nh = 2\n");
    assert_string_equal(kept(s, text, sizeof text), "f(a) = a^2;|set digits 8;|x = 3|h = 2");
    nb_session_free(s);
}

/* Each session that random lines make is made again by what is kept of it. */
static void test_again(void **state) {
    (void)state;
    static const char *const lines[] = {
        "a = 2\n", "b = 3a + c\n", "c = 5\n", "a := a + 1\n", "undo\n", "redo\n", "a = c; c = 7\n",
        "c -= 1; nosuch\n", "v = uniform(2)\n", "seed 3\n", "delete b\n", "undo; a = 4\n",
        "f(x) = a*x\n", "d = f(c)\n", "reset\n", "a + c\n", "set digits 4\n"};
    nb_random random = {0};
    nb_random_seed(&random, 11);
    for (int round = 0; round < 400 / SAMPLE; round++) {
        nb_session *s = new_session(), *again = nb_session_again(s);
        for (int i = 0; i < 25; i++)
            enter(s, lines[nb_random_below(&random, sizeof lines / sizeof *lines)]);
        size_t count;
        const nb_entered *all = nb_session_entered(s, &count);
        for (size_t i = 0; i < count; i++) run(again, all[i].text);
        nb_result *one = ask(s, "save a.nabla"), *other = ask(again, "save a.nabla");
        const nb_file_block *file = &one->first->as.file, *twin = &other->first->as.file;
        assert_string_equal(file->bytes, twin->bytes);
        nb_result_free(one);
        nb_result_free(other);
        nb_session_free(s);
        nb_session_free(again);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kept), cmocka_unit_test(test_host),
                                       cmocka_unit_test(test_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
