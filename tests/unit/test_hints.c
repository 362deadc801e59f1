/* Hints: every row of habits.def speaks where it should, and what is near is offered. */
#include "support.h"

#include <string.h>

#include "session/session.h"
#include "train/optimizer.h"

static nb_session *open_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.memory_limit = 0});
    assert_non_null(s);
    run(s, "x = 3; y = 2; w = 0.5; L = x*y + y^2; h[1] = 1; 사과 = 100; 귤 = 2; g(a) = a\n"
           "v = [1, 2, 3]; W = [1, 2; 3, 4]\n"
           "k[3] = 1; k[5] = 2; m[2,1] = 1; m[3,4] = 2\n");
    return s;
}

/* The hint of a statement that must fail; its first text is copied to `words`. */
static nb_message_id hint_of(nb_session *s, const char *text, char words[100]) {
    nb_result *result;
    nb_status status = nb_feed(s, text, strlen(text), &result);
    if (status != NB_STATUS_ERROR) fail_msg("%s: status %d", text, (int)status);
    const nb_message *hint = &find_diagnostic(result, NB_SEVERITY_ERROR)->hint;
    nb_message_id id = hint->id;
    *words = '\0';
    for (int i = 0; i < NB_MESSAGE_ARGS; i++) {
        nb_arg_kind kind = hint->args[i].kind;
        if (kind != NB_ARG_TEXT && kind != NB_ARG_WORDS && kind != NB_ARG_FORMULA) break;
        if (i > 0) add_format(words, 100, "|");
        add_arg(words, 100, &hint->args[i]);
    }
    nb_result_free(result);
    return id;
}

static void test_habits(void **state) {
    (void)state;
    static const struct {
        const char *pattern;
        nb_message_id hint;
        const char *meant, *example;
    } rows[] = {
#define HABIT(PATTERN, HINT, EXAMPLE) {PATTERN, NB_MESSAGE_##HINT, NULL, EXAMPLE},
#define MEANT(PATTERN, WORDS, EXAMPLE) {PATTERN, NB_MESSAGE_HINT_DID_YOU_MEAN, WORDS, EXAMPLE},
#define LOOKS(CHARACTERS, SIGN)
#define SETTING(WORD, NAME, EXAMPLE)
#include "help/habits.def"
#undef HABIT
#undef MEANT
#undef LOOKS
#undef SETTING
    };
    nb_session *s = open_session();
    char words[100];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_message_id hint = hint_of(s, rows[i].example, words);
        bool meant = rows[i].meant == NULL || strcmp(rows[i].meant, words) == 0;
        if (hint != rows[i].hint || !meant)
            fail_msg("%s, in %s: hint %d (%s)", rows[i].pattern, rows[i].example, (int)hint, words);
    }
    nb_session_free(s);
}

static void test_look_alikes(void **state) {
    (void)state;
    static const char *const characters =
#define HABIT(PATTERN, HINT, EXAMPLE)
#define MEANT(PATTERN, WORDS, EXAMPLE)
#define SETTING(WORD, NAME, EXAMPLE)
#define LOOKS(CHARACTERS, SIGN) CHARACTERS
#include "help/habits.def"
#undef HABIT
#undef MEANT
#undef LOOKS
#undef SETTING
        ;
    nb_session *s = open_session();
    char words[100], text[20];
    for (const char *at = characters; *at != '\0';) {
        size_t bytes = 1;
        while (((unsigned char)at[bytes] & 0xc0) == 0x80) bytes++;
        *text = '\0';
        add_format(text, sizeof text, "x %.*s y", (int)bytes, at);
        if (hint_of(s, text, words) != NB_MESSAGE_HINT_TYPE) fail_msg("%s: %s", text, words);
        at += bytes;
    }
    assert_int_equal(hint_of(s, "（x＋１）", words), NB_MESSAGE_HINT_WIDE);
    assert_string_equal(words, "(");
    assert_int_equal(hint_of(s, "x ＋ １", words), NB_MESSAGE_HINT_WIDE);
    assert_string_equal(words, "+");
    assert_int_equal(hint_of(s, "x\u200b + 1", words), NB_MESSAGE_HINT_INVISIBLE);
    assert_true(run(s, "　ｘ　+\u00a01　") == 4); /* wide letters and blanks are understood */
    nb_session_free(s);
}

static void test_near_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        nb_message_id hint;
        const char *words;
    } rows[] = {
#define SEE(TEXT, HINT, WORDS) {TEXT, NB_MESSAGE_HINT_##HINT, WORDS}
        SEE("sigmod(x)", DID_YOU_MEAN, "sigmoid"), SEE("SIGMOID(x)", DID_YOU_MEAN, "sigmoid"),
        SEE("z = sofplus(x)", DID_YOU_MEAN, "softplus"), SEE("bakward L", DID_YOU_MEAN, "backward"),
        SEE("Forward L", DID_YOU_MEAN, "forward"), SEE("HLEP", DID_YOU_MEAN, "help"),
        SEE("X + 1", DID_YOU_MEAN, "x"), SEE("사가 + 1", DID_YOU_MEAN, "사과"),
        SEE("굴", DID_YOU_MEAN, "귤"), SEE("배", DEFINE, "배"),
        SEE("tkrhk", KEYBOARD_OFF, "사과"), SEE("ㅌ + 1", KEYBOARD, "x"),
        SEE("냐ㅜ(x)", KEYBOARD, "sin"), SEE("ㅗ디ㅔ", KEYBOARD, "help"),
        SEE("ㅠㅁ차ㅈㅁㄱㅇ L", KEYBOARD, "backward"), SEE("ｈｅｌｐ sin", WIDE, "help"),
        SEE("xy", DID_YOU_MEAN, "x*y"), SEE("2xy + 1", DID_YOU_MEAN, "x*y"),
        SEE("wxy", DID_YOU_MEAN, "w*x*y"), SEE("sinx", DID_YOU_MEAN, "sin(x)"),
        SEE("sin30", DID_YOU_MEAN, "sin(30)"), SEE("xlogx", DID_YOU_MEAN, "x*log(x)"),
        SEE("expx", DID_YOU_MEAN, "exp(x)"), SEE("sin사과", DID_YOU_MEAN, "sin(사과)"),
        SEE("gx", DID_YOU_MEAN, "g(x)"), SEE("xq", DID_YOU_MEAN, "x"),
        SEE("x y", MULTIPLY, "x*y"), SEE("2 x^2", MULTIPLY, "2*x"),
        SEE("x (y + 1)", MULTIPLY, "x*(y + 1)"), SEE("(x) y", MULTIPLY, "(x)*y"),
        SEE("sin(x) cos(y)", MULTIPLY, "sin(x)*cos(y)"), SEE("h[1] h[1]", MULTIPLY, "h[1]*h[1]"),
        SEE("사과 귤", MULTIPLY, "사과*귤"), SEE("sin 30", CALL_LIKE, "sin(30)"),
        SEE("max x y", CALL_LIKE, "max(x, y)"), SEE("grad L w", CALL_LIKE, "grad(L, w)"),
        SEE("grad(L)", WRITE, "grad(L, w)"), SEE("log(x, 2)", WRITE, "log(x)"),
        SEE("g(1, 2)", WRITE, "g(a)"), SEE("max()", WRITE, "max(x, y, …)"),
        SEE("leaky_relu(x, slope=2)", WRITE, "leaky_relu(x, a=0.01)"),
        SEE("squared_loss(x)", WRITE, "squared_loss(y, t)"),
        SEE("where(x, y)", WRITE, "where(c, u, v)"), SEE("sin²(x)", WRITE, "sin(x)²"),
        SEE("sin^2(x)", WRITE, "sin(x)^2"), SEE("sin^x", CALL, "sin"),
        SEE("sin[x]", CALL_LIKE, "sin(x)"),
        SEE("순전파(L)", COMMAND, "순전파|순전파 [노드]"), SEE("tnswjsvk", KEYBOARD_OFF, "순전파"),
        SEE("tnswjsvk L", KEYBOARD_OFF, "순전파"), SEE("ehdnaakf", KEYBOARD_OFF, "도움말"),
        SEE("gkrtmq L over w", KEYBOARD_OFF, "학습"), SEE("순전파파", DID_YOU_MEAN, "순전파"),
        SEE("이름표 x", WRITE, "이름표 이름 \"글\""),
        SEE("backward(L)", COMMAND, "backward|backward [NODE]"), SEE("h(1)", ELEMENT, "h"),
        SEE("label x", WRITE, "label NAME \"TEXT\""), SEE("save", WRITE, "save FILE"),
        SEE("q(2)", DEFINE_FUNCTION, "q"), SEE("h[0]", INDEX_FROM_1, "h[1]"),
        SEE("h[2]", DID_YOU_MEAN, "h[1]"), SEE("1 < x < 5", LOGIC, ""),
        SEE("learning rate = 1", NAME_WORD, "learning_rate"),
        SEE("사과-가격 = 1", NAME_WORD, "사과_가격"), SEE("x + 1 = y", EQUATION, ""),
        SEE("a, b = 1, 2", ASSIGN_SEVERAL, ""), SEE("f(x) := x^2", FUNCTION, ""),
        SEE("f(2) = 3", FUNCTION, ""), SEE("f(x+1) = x", FUNCTION, ""),
        SEE("for i in range(3) { }", RANGE, ""), SEE("for i in 1:3 { }", RANGE, ""),
        SEE("for i from 1 to 3 { }", RANGE, ""), SEE("for i in 1..3", BLOCK, ""),
        SEE("for i in 1..3:", BLOCK, ""), SEE("repeat 10 times { }", BLOCK, ""),
        SEE("repeat { }", WHILE, ""), SEE("x, y", SEVERAL, ""), SEE("\"text\"", NO_TEXT, ""),
        SEE("expect x = 3", EQUATION, ""), SEE("y'", PRIME, ""),
        SEE("[1 2 3]", LIST, "1|2"), SEE("h[x y]", MULTIPLY, "x*y"),
        SEE("sum v", CALL_LIKE, "sum(v)"), SEE("sum[v]", CALL_LIKE, "sum(v)"),
        SEE("dot(v)", WRITE, "dot(u, v)"), SEE("W[1]", ROW, "W"), SEE("v[0]", FROM_ONE, ""),
        SEE("W[2,0]", FROM_ONE, ""), SEE("W[0,2]", FROM_ONE, ""), {"W[2,3]", NB_MESSAGE_NONE, ""},
        SEE("k[0]", MEMBERS, "k[3]|k[5]"), SEE("k[4]", MEMBERS, "k[3]|k[5]"),
        SEE("m[2,0]", INDEX_FROM_1, "m[2,1]"), SEE("m[2,2]", MEMBERS, "m[2,1]|m[3,4]"),
        SEE("W(1, 2)", INDICES, "W"), SEE("(1, 2)", VECTOR_OF, "[1, 2]"),
        SEE("forward (x, y)", VECTOR_OF, "[x, y]"),
#undef SEE
    };
    nb_session *s = open_session();
    char words[100];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_message_id hint = hint_of(s, rows[i].text, words);
        if (hint != rows[i].hint || strcmp(words, rows[i].words) != 0)
            fail_msg("%s: hint %d (%s)", rows[i].text, (int)hint, words);
    }
    nb_session_free(s);
}

/* However long the names of its parameters are, how a function is called is told whole. */
static void test_long_usage(void **state) {
    (void)state;
    enum { PARAMETERS = 20 };
    char call[1000] = "many(", text[1100] = "", words[100];
    nb_session *s = open_session();
    for (int i = 0; i < PARAMETERS; i++)
        add_format(call, sizeof call, "%sa_parameter_with_a_long_name_%d", i > 0 ? ", " : "", i);
    add_format(call, sizeof call, ")");
    add_format(text, sizeof text, "%s = 1\n", call);
    run(s, text);
    nb_result *result;
    assert_int_equal(nb_feed(s, "many(1)\n", 8, &result), NB_STATUS_ERROR);
    const nb_message *hint = &find_diagnostic(result, NB_SEVERITY_ERROR)->hint;
    assert_int_equal(hint->id, NB_MESSAGE_HINT_WRITE);
    assert_string_equal(hint->args[0].text, call);
    nb_result_free(result);
    assert_int_equal(hint_of(s, "softmax_cross_entropy(1)", words), NB_MESSAGE_HINT_WRITE);
    assert_string_equal(words, "softmax_cross_entropy(a, t)");
    nb_session_free(s);
}

/* A name in a comment or a quoted text is no habit, and a right statement gets no hint. */
/* An optimizer that there is not: all that there are, each once. */
static void test_optimizers(void **state) {
    (void)state;
    nb_session *s = open_session();
    nb_result *result;
    const char *text = "train L over x with lbfgs\n", *before = "";
    assert_int_equal(nb_feed(s, text, strlen(text), &result), NB_STATUS_ERROR);
    const nb_message *hint = &find_diagnostic(result, NB_SEVERITY_ERROR)->hint;
    char wanted[1000] = "";
    assert_int_equal(hint->id, NB_MESSAGE_HINT_OPTIMIZERS);
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) { /* forms of one stand in a row */
        const char *name = nb_optimizer_get((nb_optimizer)i)->name;
        if (strcmp(name, before) != 0)
            add_format(wanted, sizeof wanted, "%s%s", i > 0 ? ", " : "", name);
        before = name;
    }
    assert_string_equal(hint->args[0].text, wanted);
    nb_result_free(result);
    nb_session_free(s);
}

static void test_no_hint(void **state) {
    (void)state;
    nb_session *s = open_session();
    char words[100];
    assert_int_equal(hint_of(s, "x = ) # np.exp ** or", words), NB_MESSAGE_NONE);
    assert_int_equal(hint_of(s, "label x \"if or\" )", words), NB_MESSAGE_NONE);
    assert_true(run(s, "or = 3; print = or + 1; let = 2; print*let") == 8);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_habits), cmocka_unit_test(test_look_alikes),
        cmocka_unit_test(test_near_words), cmocka_unit_test(test_optimizers),
        cmocka_unit_test(test_long_usage), cmocka_unit_test(test_no_hint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
