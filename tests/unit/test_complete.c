/* Completion: what is offered depends on what stands before the word. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "nabla.h"
#include "support.h"

typedef struct offers {
    char text[1 << 14]; /* " name name " */
    size_t count;
} offers;

static void collect(void *user, const char *name) {
    offers *o = user;
    o->count++;
    if (o->count < 200) add_format(o->text, sizeof o->text, "%s ", name);
}

static offers complete(nb_session *s, const char *line, size_t word) {
    offers o = {.text = " "};
    assert_int_equal(nb_complete(s, line, strlen(line), collect, &o), word);
    assert_int_equal(nb_complete(s, line, strlen(line), NULL, NULL), word);
    return o;
}

static void assert_offers(nb_session *s, const char *line, size_t word, const char *name) {
    char between[64];
    snprintf(between, sizeof between, " %s ", name);
    offers o = complete(s, line, word);
    if (strstr(o.text, between) == NULL) fail_msg("%s: %s is not in%s", line, name, o.text);
}

static void assert_hides(nb_session *s, const char *line, size_t word, const char *name) {
    char between[64];
    snprintf(between, sizeof between, " %s ", name);
    offers o = complete(s, line, word);
    if (strstr(o.text, between) != NULL) fail_msg("%s: %s is in%s", line, name, o.text);
}

static void offers_follow_the_line(void **state) {
    nb_session *s = *state;
    run(s, "apple_price = 100; 사과 = 3; pear(x) = x^2\n");
    assert_offers(s, "", 0, "backward");
    assert_offers(s, "", 0, "apple_price");
    assert_offers(s, "", 0, "for");
    assert_hides(s, "", 0, ":=");
    assert_offers(s, "x = 1; b", 7, "backward");
    assert_offers(s, "repeat 3 { e", 11, "expect");
    assert_offers(s, "1 + s", 4, "sigmoid");
    assert_hides(s, "1 + s", 4, "save");
    assert_offers(s, "2p", 1, "pear");
    assert_offers(s, "sum(W, b", 7, "by");
    assert_offers(s, "y = std(W, by=", 14, "rows");
    assert_offers(s, "y = std(W, by=c", 14, "columns");
    assert_hides(s, "y = std(W, by=", 14, "pear");
    assert_offers(s, "huber(y, t, d", 12, "delta");
    assert_hides(s, "mse(y, b", 7, "by");
    assert_offers(s, "2×사", 3, "사과");
    assert_offers(s, "순", 0, "순전파");
    assert_offers(s, "순저", 0, "순전파"); /* its second syllable lacks its end */
    assert_offers(s, "ㅅ", 0, "순전파");
    assert_offers(s, "도움말 순", 10, "순전파");
    assert_offers(s, "학습 L ov", 9, "over");
    assert_offers(s, "순전파 app", 10, "apple_price");
    assert_hides(s, "", 0, "순전파");
    assert_hides(s, "t", 0, "순전파");
    assert_hides(s, "역", 0, "순전파");
    assert_offers(s, "\xe1\x84\x89\xe1\x85\xa1", 0, "사과"); /* 사 in two parts */
    assert_offers(s, "backward a", 9, "apple_price");
    assert_hides(s, "backward b", 9, "backward");
    assert_int_equal(complete(s, "zebra", 0).count, 0);
    assert_int_equal(complete(s, "1 + \xff", 5).count > 0, true);
}

static void commands_have_words_of_their_own(void **state) {
    nb_session *s = *state;
    assert_offers(s, "set ", 4, "digits");
    assert_offers(s, "set ", 4, "colour");
    assert_hides(s, "set ", 4, "sigmoid");
    assert_offers(s, "set engine ", 11, "compiled");
    assert_hides(s, "set engine ", 11, "digits");
    assert_hides(s, "set digits ", 11, "off");
    assert_offers(s, "help ", 5, ":=");
    assert_offers(s, "help f(", 5, "f(x)");
    assert_offers(s, "help s", 5, "sigmoid");
    assert_offers(s, "help s", 5, "save");
    assert_offers(s, "expect 1 == 1 w", 14, "within");
    assert_offers(s, "expect us", 7, "uses");
    assert_offers(s, "expect 2 == pa", 12, "paths");
    assert_hides(s, "1 + us", 4, "uses");
    assert_hides(s, "1 == 1 w", 7, "within");
}

/* What is called with settings, where it may stand; the settings; what one can be. */
static void training_has_words_of_its_own(void **state) {
    nb_session *s = *state;
    run(s, "w = 3; apple = 2; L = w^2\n");
    assert_offers(s, "train L over w with ", 20, "adam");
    assert_offers(s, "update w of L with=m", 19, "momentum");
    assert_hides(s, "train L over w with ", 20, "apple");
    assert_hides(s, "train L over w with ", 20, "moons");
    assert_offers(s, "train L over w with adam(", 25, "lr=");
    assert_offers(s, "train L over w with adam(", 25, "bias_correction=");
    assert_offers(s, "train L over w with adam(lr=0.1, b", 33, "beta1=");
    assert_hides(s, "train L over w with sgd(", 24, "beta1=");
    assert_offers(s, "train L over w with sgd(lr=", 27, "apple");
    assert_offers(s, "train L over w with adam(bias_correction=", 41, "keras");
    assert_hides(s, "train L over w with adam(bias_correction=", 41, "apple");
    assert_int_equal(complete(s, "train L with nag(point=", 23).count, 2);
    assert_offers(s, "train L with nag(point = b", 25, "base");
    assert_offers(s, "train L with adam(lr=0.1) ", 26, "epochs");
    assert_offers(s, "train L with adam(lr=0.1) sh", 26, "shuffle");
    assert_int_equal(complete(s, "train L shuffle=", 16).count, 2);
    assert_offers(s, "train L shuffle o", 16, "off");
    assert_offers(s, "train L reduce=", 15, "mean");
    assert_offers(s, "train L ov", 8, "over");
    assert_offers(s, "data x1, x2, t from ", 20, "spiral");
    assert_hides(s, "data x1, x2, t from ", 20, "apple");
    assert_offers(s, "data from blobs(100, c", 21, "classes=");
    assert_offers(s, "data from moons(100) on", 21, "onehot");
    assert_offers(s, "data from a.csv exc", 16, "except");
    assert_offers(s, "data from a.csv missing sk", 24, "skip");
    assert_offers(s, "scale x1 ", 9, "zscore");
    assert_offers(s, "accuracy a", 9, "apple");
    assert_offers(s, "row a", 4, "apple");
    assert_offers(s, "W = uniform(2, 3, l", 18, "low=");
    assert_offers(s, "W = sin(", 8, "apple");
}

static void files_follow_some_commands(void **state) {
    bool node;
    (void)state;
    assert_true(nb_completes_file("run exam", &node));
    assert_false(node);
    assert_true(nb_completes_file("x = 3; save ", &node));
    assert_true(nb_completes_file("draw total app", &node));
    assert_true(node);
    assert_false(nb_completes_file("run", &node));
    assert_false(nb_completes_file("1 + run ", &node));
    assert_false(nb_completes_file("", &node));
    assert_true(nb_completes_file("data x, t from ir", &node));
    assert_true(node);
    assert_true(nb_completes_file("data from ", &node));
    assert_true(nb_completes_file("peek ti", &node));
    assert_false(nb_completes_file("data fr", &node));
    assert_false(nb_completes_file("data x, t from iris.csv te", &node));
}

/* 10,000 names, well within the 20 ms of a key: the limit is for slow machines and sanitizers. */
static void many_names(void **state) {
    nb_session *s = *state;
    char line[64];
    for (int i = 0; i < 10000; i++) {
        snprintf(line, sizeof line, "name_%d = 1;\n", i);
        run(s, line);
    }
    clock_t before = clock();
    assert_int_equal(complete(s, "1 + name_", 4).count, 10000);
    assert_true((double)(clock() - before) / CLOCKS_PER_SEC < 0.2);
}

/* What init.nabla did is there, and not to be undone. */
static void settled_is_not_undone(void **state) {
    nb_session *s = *state;
    run(s, "rate = 0.5; set digits 3\n");
    nb_settle(s);
    (void)run_failing(s, "undo\n");
    run(s, "rate = 0.25\nundo\n");
    assert_true(run(s, "rate\n") == 0.5);
    assert_int_equal(nb_session_settings(s).digits, 3);
    (void)run_failing(s, "undo\n");
}

static int open_session(void **state) {
    nb_host host = {0};
    *state = nb_session_new(&host);
    return *state != NULL ? 0 : -1;
}

static int close_session(void **state) {
    nb_session_free(*state);
    return 0;
}

int main(void) {
#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, open_session, close_session)
    const struct CMUnitTest tests[] = {
        TEST(offers_follow_the_line), TEST(commands_have_words_of_their_own),
        TEST(training_has_words_of_its_own),
        TEST(files_follow_some_commands), TEST(many_names), TEST(settled_is_not_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
