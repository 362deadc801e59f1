/* A lesson as HTML: nothing of its text is taken for a tag, and what is opened is closed. */
#include "html/escape.h"
#include "html/markdown.h"
#include "html/page.h"
#include "support.h"

#include <string.h>

typedef void adder(nb_buffer *out, const char *text, size_t length);

static bool find(void *user, const char *address, nb_html_picture *found) {
    (void)user;
    *found = (nb_html_picture){"image/png", "abc", 3};
    return strcmp(address, "a.png") == 0;
}

static void add_markdown(nb_buffer *out, const char *text, size_t length) {
    const nb_html_pictures pictures = {find, NULL, "picture: "};
    nb_html_markdown(out, text, length, &pictures);
}

static void add_data(nb_buffer *out, const char *text, size_t length) {
    nb_html_add_data(out, "t", text, length);
}

typedef struct case_line {
    const char *text, *html;
} case_line;

static void check_cases(adder *add, const case_line *cases, size_t count) {
    nb_session *s = new_session();
    for (size_t i = 0; i < count; i++) {
        nb_buffer out;
        nb_buffer_init(&out, nb_session_memory(s));
        add(&out, cases[i].text, strlen(cases[i].text));
        assert_string_equal(out.length > 0 ? out.data : "", cases[i].html);
        nb_buffer_clear(&out);
    }
    nb_session_free(s);
}
#define CHECK(adder, cases) check_cases((adder), (cases), sizeof(cases) / sizeof *(cases))

static void test_text(void **state) {
    (void)state;
    static const case_line cases[] = {
        {"", ""}, {"a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"}, {"사과\t·\n", "사과\t·\n"},
        {"\x1b[31m\x07\x7f\r", "�[31m���"}, {"\xff" "a\xc3", "�a�"},
        {"\xe2\x80\xae" "x", "�x"}, /* it would turn the direction round */
    };
    CHECK(nb_html_add, cases);
    static const case_line colours[] = {
        {"\033[0;1;31merror:\033[0m <b>", "<span class=\"s1 s31\">error:</span> &lt;b&gt;"},
        {"\033[0;2ma\033[0;32mb", "<span class=\"s2\">a</span><span class=\"s32\">b</span>"},
        {"\033[0m", ""}, {"a\033", "a�"}, {"\033[31;\"m", "�[31;&quot;m"},
        {"\033[2Jx", "�[2Jx"},
    };
    CHECK(nb_html_add_coloured, colours);
    static const case_line data[] = {
        {"", "data:t;base64,"}, {"foob", "data:t;base64,Zm9vYg=="},
    };
    CHECK(add_data, data);
}

static void test_markdown(void **state) {
    (void)state;
    static const case_line cases[] = {
        {"# a *b*", "<h1>a <em>b</em></h1>\n"},
        {"a  \nb<br>c", "<p>a<br>\nb<br>c</p>\n"},
        {"- a\n- b\n", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"},
        {"7. a", "<ol start=\"7\">\n<li>a</li>\n</ol>\n"},
        {"***\n", "<hr>\n"},
        {"&#65;&#x1f;&#xd800;&#9999999;&copy;", "<p>A���&copy;</p>\n"},
        /* raw HTML is left out */
        {"<script>alert(1)</script>", "\n"},
        {"a <b onclick=\"x\">c</b> <!-- d -->", "<p>a c </p>\n"},
        /* links */
        {"[a](https://x/?a=1&b=2)", "<p><a href=\"https://x/?a=1&amp;b=2\">a</a></p>\n"},
        {"[a](b.md) [c](d/e.md#f)",
         "<p><a href=\"b.html\">a</a> <a href=\"d/e.html#f\">c</a></p>\n"},
        {"[a](#b)", "<p><a href=\"#b\">a</a></p>\n"},
        {"[*a*](javascript:b)", "<p><em>a</em></p>\n"},
        {"[a](java&#115;cript:b) [a](JAVASCRIPT:b) [a](data:b)", "<p>a a a</p>\n"},
        {"[a](javascript&colon;b)", "<p>a</p>\n"},
        {"[a](/b) [a](\\\\b) [a]()", "<p>a a a</p>\n"},
        {"[a](b \"c<d\")", "<p><a href=\"b\">a</a></p>\n"},
        {"https://x.y", "<p>https://x.y</p>\n"},
        /* pictures */
        {"![a \"b\"](a.png)",
         "<p><img alt=\"a &quot;b&quot;\" src=\"data:image/png;base64,YWJj\"></p>\n"},
        {"![*a* `b`](c.png)", "<p><em class=\"missing\">[picture: a b]</em></p>\n"},
        {"![a](https://x/a.png) ![b](/a.png)", "<p><em class=\"missing\">[picture: a]</em> "
         "<em class=\"missing\">[picture: b]</em></p>\n"},
        {"[![a](a.png)](b)",
         "<p><a href=\"b\"><img alt=\"a\" src=\"data:image/png;base64,YWJj\"></a></p>\n"},
        {"![a ![b](a.png) c](a.png)",
         "<p><img alt=\"a b c\" src=\"data:image/png;base64,YWJj\"></p>\n"},
    };
    CHECK(add_markdown, cases);
}

/* Random Markdown: tags are closed in the order in which they were opened. */
static void check_closed(const char *html) {
    char stack[400][12];
    size_t depth = 0;
    for (const char *tag = html; (tag = strchr(tag, '<')) != NULL; tag++) {
        bool closes = tag[1] == '/';
        const char *name = tag + 1 + closes;
        size_t length = strcspn(name, " >");
        assert_true(length > 0 && length < sizeof stack[0]);
        if (strncmp(name, "br", 2) == 0 || strncmp(name, "hr", 2) == 0 ||
            strncmp(name, "img", 3) == 0) continue;
        if (closes) {
            assert_true(depth-- > 0);
            assert_true(strlen(stack[depth]) == length && memcmp(stack[depth], name, length) == 0);
            continue;
        }
        assert_true(depth < sizeof stack / sizeof *stack);
        memcpy(stack[depth], name, length);
        stack[depth++][length] = '\0';
    }
    assert_int_equal(depth, 0);
}

static void test_soup(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "*", "**", "_", "`", "[", "](", ")", "![", "<b>", "<", ">", "\n", "\n\n", "- ", "> ", "# ",
        "1. ", "|", "\n|-|-|\n", "a", " ", "a.png", "https://x", "javascript:", "&lt;", "&#0;",
        "\"", "```\n", "    ", "\\", "<!--", "-->", "<br>", "\xff", "사과"};
    nb_session *s = new_session();
    nb_random random = {0};
    nb_random_seed(&random, 5);
    for (int round = 0; round < 20000 / SAMPLE; round++) {
        nb_buffer text, out;
        nb_buffer_init(&text, nb_session_memory(s));
        nb_buffer_init(&out, nb_session_memory(s));
        for (uint32_t i = nb_random_below(&random, 40); i > 0; i--)
            nb_buffer_add_text(&text,
                               pieces[nb_random_below(&random, sizeof pieces / sizeof *pieces)]);
        nb_buffer_add_text(&text, "");
        add_markdown(&out, text.data, text.length);
        assert_false(out.failed);
        check_closed(out.length > 0 ? out.data : "");
        nb_buffer_clear(&text);
        nb_buffer_clear(&out);
    }
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_markdown),
                                       cmocka_unit_test(test_soup)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
