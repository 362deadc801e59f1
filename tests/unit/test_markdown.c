/* Markdown on a terminal: blocks, widths, colours, and texts that mean no good. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "prose/markdown.h"

static void assert_shown(const char *text, size_t length, nb_view view, const char *wanted) {
    nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_prose_add(text, length, &view, &out);
    assert_false(out.failed);
    assert_string_equal(out.data != NULL ? out.data : "", wanted);
    nb_buffer_clear(&out);
    assert_int_equal(memory.used, 0);
}

static void show_in(size_t width, bool colour, const char *text, const char *wanted) {
    nb_view view = {.digits = 6, .width = width, .colour = colour};
    assert_shown(text, strlen(text), view, wanted);
}

static void test_markdown_blocks(void **state) {
    (void)state;
    show_in(80, false, "# One\nTwo *three* **four** `five`\nsix\n\n***\n\nSeven  \neight\n",
            "One\n\nTwo three four `five` six\n\n"
            "────────────────────────────────────────────────────────────────────────────────\n\n"
            "Seven\neight\n");
    show_in(80, false, "Tell:\n- a\n- b\n  1. c\n  2. d\n     > e\n- \n\nEnd\n",
            "Tell:\n\n• a\n• b\n  1. c\n  2. d\n     │ e\n•\n\nEnd\n");
    show_in(80, false, "- a\n\n  b\n- c\n\n> d\n>\n> e\n",
            "• a\n\n  b\n\n• c\n\n│ d\n│\n│ e\n");
    show_in(80, false,
            "[here](next.md) <http://x.y> ![a *tree*](t.png) &lt;&#x2202;&amp;<b>z</b>\n",
            "here (next.md) http://x.y [picture: a tree] <∂&z\n");
    show_in(80, false, "x\n\n```c\nint *a;\n\n\tb;\n```\ny\n",
            "x\n\n    int *a;\n\n        b;\n\ny\n");
    show_in(80, false, "| a | bb |\n|--:|:--:|\n| 1.25 | x |\n| 가 | |\n",
            "   a  bb\n────  ──\n1.25  x\n  가\n");
    show_in(16, false, "| price | count |\n|---|---|\n| one won more | 2 |\n| x | 3 |\n",
            "price: one won\n  more\ncount: 2\n\nprice: x\ncount: 3\n");
}

static void test_markdown_hangul(void **state) {
    (void)state;
    const char *text = "사과 하나의 값이 1원 오르면 전체 값은 얼마나 오르는가? "
                       "역전파는 이 질문에 답한다.\n";
    show_in(40, false, text,
            "사과 하나의 값이 1원 오르면 전체 값은\n"
            "얼마나 오르는가? 역전파는 이 질문에\n답한다.\n");
    show_in(80, false, text,
            "사과 하나의 값이 1원 오르면 전체 값은 얼마나 오르는가? 역전파는 이 질문에\n답한다.\n");
    show_in(12, false, "1. 가나다 라마바사 아\n", "1. 가나다\n   라마바사\n   아\n");
}

/* Short code stays in one line, long code may break. */
static void test_markdown_code(void **state) {
    (void)state;
    show_in(30, false, "Then we set `x = 3` and `y = 4`.\n", "Then we set `x = 3` and\n`y = 4`.\n");
    show_in(30, false, "`a b` or `one two three four five six`\n",
            "`a b` or `one two three four\nfive six`\n");
    show_in(30, true, "So the code `x + 1 + 2` is\n",
            "So the code \033[0;36mx + 1 + 2\033[0m is\n");
}

static void test_markdown_colour(void **state) {
    (void)state;
    show_in(80, true, "## A\n`b`\n", "\033[0;1mA\033[0m\n\n\033[0;36mb\033[0m\n");
    show_in(8, true, "> **aaa bbb ccc**\n",
            "│ \033[0;1maaa\033[0m\n│ \033[0;1mbbb\033[0m\n│ \033[0;1mccc\033[0m\n");
}

static void test_markdown_hostile(void **state) {
    (void)state;
    nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_view view = {.digits = 6, .width = 40};
    static const char wild[] =
        "a \033[31mred\n\n```\n\033]0;title\007\n```\n\n[x](<\033c>) &#27;[2J &#x1b;c \xC2\x9B 1m "
        "\xFF\xFE `\033[m`\n\n|\033|b|\n|-|-|\n|\033c|\n\0";
    for (size_t length = 0; length < sizeof wild; length++) {
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_prose_add(wild, length, &view, &out);
        assert_int_equal(nb_utf8_valid(out.data, out.length), out.length);
        for (size_t at = 0, n; at < out.length; at += n) {
            uint32_t code = 0;
            n = nb_utf8_decode(out.data + at, out.length - at, &code);
            assert_true(code == '\n' || !nb_utf8_is_control(code));
        }
        nb_buffer_clear(&out);
    }
    char deep[401];
    for (size_t i = 0; i < 400; i += 2) memcpy(deep + i, "> ", 3);
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_prose_add(deep, 400, &view, &out);
    memset(deep, '|', 400);
    memcpy(deep + 199, "\n", 1);
    for (size_t i = 200; i < 400; i += 2) memcpy(deep + i, "-|", 2);
    nb_prose_add(deep, 400, &view, &out);
    assert_false(out.failed);
    nb_buffer_clear(&out);
    assert_int_equal(memory.used, 0);
}

/* A table with more columns than any screen has: the text is shown as it stands, controls escaped
 * and the last line without an end. */
static void test_markdown_wide_table(void **state) {
    (void)state;
    enum { COLUMNS = 65 };
    char text[40 + 8 * COLUMNS] = "# A\033\n", wanted[sizeof text + 20] = "# A\\u{1b}\n";
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < COLUMNS; k++)
            add_format(text, sizeof text, "%s", i == 0 ? "|a" : "|---");
        add_format(text, sizeof text, "|\n");
    }
    add_format(text, sizeof text, "end");
    add_format(wanted, sizeof wanted, "%s\n", strchr(text, '|'));
    show_in(80, false, text, wanted);
    show_in(8, true, text, wanted);
}

static void test_markdown_memory_runs_out(void **state) {
    (void)state;
    const char *text = "- **a** [b](c)\n  > d\n\n| a | b |\n|---|---|\n| c | d |\n";
    bool done = false;
    for (long allowed = 0; !done; allowed++) {
        long left = allowed;
        nb_memory memory = {.allocate = plain_allocate, .user = &left, .limit = SIZE_MAX};
        nb_view view = {.digits = 6, .width = 6};
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_prose_add(text, strlen(text), &view, &out);
        done = !out.failed;
        nb_buffer_clear(&out);
        assert_int_equal(memory.used, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markdown_blocks),
        cmocka_unit_test(test_markdown_hangul),
        cmocka_unit_test(test_markdown_code), cmocka_unit_test(test_markdown_colour),
        cmocka_unit_test(test_markdown_hostile),
        cmocka_unit_test(test_markdown_wide_table),
        cmocka_unit_test(test_markdown_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
