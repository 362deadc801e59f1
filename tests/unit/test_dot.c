/* The textbook picture as dot source: its structure, and text that tries to get out of its label.
 * Where Graphviz is installed it has to accept every source without a word. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "front/system/process.h"
#include "pictures.h"
#include "diagram/dot.h"
#include "diagram/dot_label.h"
#include "view/view.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};
static const nb_view view = {.digits = 6, .width = 80};

static size_t count(const nb_buffer *text, const char *part) {
    size_t found = 0;
    for (const char *at = text->data; (at = strstr(at, part)) != NULL; at += strlen(part)) found++;
    return found;
}

#define HAS(text, part) assert_true(count(&(text), (part)) > 0)
#define HAS_NOT(text, part) assert_int_equal(count(&(text), (part)), 0)

/* Draws with the real dot, if there is one, and returns the SVG. */
static nb_process_outcome draw(const nb_buffer *source) {
    char program[] = "dot", format[] = "-Tsvg";
    char *argv[] = {program, format, NULL};
    nb_process_request request = {.argv = argv, .input = source->data,
                                  .input_length = source->length, .output_limit = 16 << 20,
                                  .milliseconds = 30000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    if (outcome.end == NB_PROCESS_MISSING) {
        nb_buffer_add_text(&outcome.output, "");
        return outcome;
    }
    assert_int_equal(outcome.end, NB_PROCESS_EXITED);
    assert_int_equal(outcome.status, 0);
    assert_null(strstr(outcome.errors.length > 0 ? outcome.errors.data : "", "Error"));
    assert_null(strstr(outcome.errors.length > 0 ? outcome.errors.data : "", "Warning"));
    assert_true(outcome.output.length > 0);
    return outcome;
}

static nb_buffer render(const nb_picture_block *picture, const nb_view *with) {
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_view_dot(picture, with, "NanumGothic", &out);
    assert_false(out.failed);
    nb_process_outcome outcome = draw(&out);
    nb_process_clear(&outcome);
    return out;
}

static nb_vertex apple_vertices[] = {
    VERTEX(LEAF, NULL, "apple", 100, 2.2),    VERTEX(LEAF, NULL, "사과의 개수", 2, 110),
    VERTEX(OPERATOR, "×", NULL, 200, 1.1),    VERTEX(LEAF, NULL, "tax", 1.1, 200),
    VERTEX(OPERATOR, "×", NULL, 220, 1),      VERTEX(TARGET, NULL, "total", 220, 1),
};
static nb_edge apple_edges[] = {
    {0, 2, 2, 2.2, false, true, false, false}, {1, 2, 100, 110, false, true, false, false},
    {2, 4, 1.1, 1.1, false, true, false, false},
    {3, 4, 200, 200, false, true, false, false}, {4, 5, 1, 1, true, true, false, false},
};
static const nb_picture_block apple = PICTURE("a.png", apple_vertices, COUNT(apple_vertices),
                                              apple_edges, COUNT(apple_edges));

static void test_apple(void **state) {
    (void)state;
    nb_buffer out = render(&apple, &view);
    assert_int_equal(count(&out, "shape=circle"), 2);
    assert_int_equal(count(&out, "PORT=\"w\""), 5);
    assert_int_equal(count(&out, "[dir=none]"), 5);
    HAS(out, "<B>apple</B>");
    HAS(out, "<B>사과의 개수</B>");
    HAS(out, "<FONT COLOR=\"#188038\" POINT-SIZE=\"14\">100</FONT>");
    HAS(out, "<FONT COLOR=\"#D93025\" POINT-SIZE=\"14\"><B>2.2</B></FONT>");
    HAS(out, "<FONT COLOR=\"#B06000\" POINT-SIZE=\"11\">×100</FONT>");
    HAS(out, "  e4:w:e -> n5;\n"); /* the last wire has no local gradient */
    assert_int_equal(count(&out, "#B06000"), 4);
    assert_int_equal(count(&out, "#D93025"), 5); /* no vertex is used twice: wires only */
    HAS(out, "fontname=\"NanumGothic\"");
    nb_buffer_clear(&out);
}

static void test_without_gradients(void **state) {
    (void)state;
    nb_picture_block forward = apple;
    forward.has_gradients = false;
    nb_buffer out = render(&forward, &view);
    HAS(out, "<FONT COLOR=\"#188038\" POINT-SIZE=\"14\">220</FONT>");
    HAS_NOT(out, "#D93025");
    HAS_NOT(out, "#B06000");
    nb_buffer_clear(&out);
}

static void test_empty(void **state) {
    (void)state;
    nb_picture_block nothing = {.path = "a.png", .has_gradients = true};
    nb_buffer out = render(&nothing, &view);
    HAS(out, "digraph nabla {");
    HAS_NOT(out, "n0");
    nb_buffer_clear(&out);
}

/* y = v·v·2 with v = softplus(x), and F(v) on the side of a `where` that was not taken. */
static void test_shapes(void **state) {
    (void)state;
    nb_vertex vertices[] = {
        VERTEX(LEAF, NULL, "x", 1, 7.25),      VERTEX(OPERATOR, "σ", "v5", 3, 12.5),
        VERTEX(OPERATOR, "×", NULL, 9, 2),     VERTEX(NUMBER, NULL, NULL, 2, 0),
        VERTEX(OPERATOR, "softplus", "y", 18, 1), VERTEX(CALL, "phi", NULL, 4, 0),
        VERTEX(TARGET, NULL, "L", 18, 1),
    };
    nb_edge edges[] = {
        {0, 1, -1, 7.25, false, true, false, false}, {1, 2, 3, 6, false, true, false, false},
        {1, 2, 3, 6.5, false, true, false, false},
        {2, 4, 2, 2, false, true, false, false}, {3, 4, 9, 99, false, true, false, false},
        {1, 5, 77, 88, false, true, false, false},
        {5, 4, 55, 66, false, false, false, false},  {4, 6, 1, 1, true, true, false, false},
    };
    nb_picture_block picture = PICTURE("a.svg", vertices, COUNT(vertices), edges, COUNT(edges));
    nb_buffer out = render(&picture, &view);
    HAS(out, "v<SUB><FONT POINT-SIZE=\"10\">5</FONT></SUB>");
    HAS(out, "POINT-SIZE=\"11\"><B>12.5</B>"); /* used three times: the sum at the node */
    assert_int_equal(count(&out, "7.25"), 1);  /* used once: on its wire alone */
    HAS(out, "×(-1)");
    HAS(out, "shape=ellipse");
    HAS(out, "style=\"rounded,filled\"");
    HAS(out, ">φ<");
    HAS_NOT(out, ">99<"); /* a number has no gradient */
    HAS(out, "POINT-SIZE=\"11\">2</FONT>"); /* small, and grey */
    HAS(out, "n5 -> n4 [style=dashed");
    HAS_NOT(out, ">66<"); /* nothing flowed here */
    nb_buffer_clear(&out);
}

static void test_leaf_used_twice(void **state) {
    (void)state;
    nb_vertex vertices[] = {VERTEX(LEAF, NULL, "x", 3, 6),
                            VERTEX(OPERATOR, "×", NULL, 9, 1)};
    nb_edge edges[] = {{0, 1, 3, 3, false, true, false, false},
                       {0, 1, 3, 3, false, true, false, false}};
    nb_picture_block picture = PICTURE("a.svg", vertices, 2, edges, 2);
    nb_buffer out = render(&picture, &view);
    HAS(out, "<B>x</B></FONT></TD></TR><TR><TD><FONT COLOR=\"#D93025\" POINT-SIZE=\"14\"><B>6</B>");
    nb_buffer_clear(&out);
    edges[1].chosen = false; /* a wire that carries nothing is no second use */
    out = render(&picture, &view);
    HAS_NOT(out, "<B>6</B>");
    nb_buffer_clear(&out);
}

static void check_name(const char *name, const char *wanted, const nb_view *with) {
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_dot_add_name(&out, with, name, 14);
    assert_string_equal(out.data, wanted);
    nb_buffer_clear(&out);
}

static void test_names(void **state) {
    (void)state;
    nb_view ascii = view;
    ascii.ascii = true;
#define SUB(text) "<SUB><FONT POINT-SIZE=\"10\">" text "</FONT></SUB>"
    check_name("w25", "w" SUB("25"), &view);
    check_name("x_2", "x" SUB("2"), &view);
    check_name("wz1_2", "wz" SUB("1,2"), &view);
    check_name("phi", "φ", &view);
    check_name("phi_y2", "φ" SUB("y2"), &view);
    check_name("φ2", "φ" SUB("2"), &view);
    check_name("n_orange", "n" SUB("orange"), &view);
    check_name("w_weights", "w_weights", &view); /* too long for a subscript */
    check_name("w_eta", "w" SUB("η"), &view);
    check_name("total_price", "total_price", &view);
    check_name("가격3", "가격" SUB("3"), &view);
    check_name("phi[3]", "φ[3]", &view);
    check_name("phi", "phi", &ascii);
    check_name("Room 25", "Room 25", &view); /* a label */
    check_name("25", "25", &view);
    check_name("x·w25", "x·w25", &view);
    check_name("", " ", &view);
    check_name(NULL, " ", &view);
#undef SUB
}

static void check_text(const char *text, const char *wanted) {
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_dot_add_text(&out, &view, text);
    assert_string_equal(out.data, wanted);
    nb_buffer_clear(&out);
}

static void test_escaping(void **state) {
    (void)state;
    check_text("a<b>&\"", "a&lt;b&gt;&amp;&quot;");
    check_text("&amp;", "&amp;amp;");
    check_text("\\N\\G", "\\\\N\\\\G");
    check_text("a\x1b[31m\n", "a\\\\u{1b}[31m\\\\u{a}");
    check_text("\xff\xfe" "a", "??a");
#define TEN "0123456789"
    check_text(TEN TEN "0123", TEN TEN "0123");
    check_text(TEN TEN "01234", TEN TEN "0123<BR/>4");
    check_text("a text of five words and more", "a text of five words<BR/>and more");
    check_text("an_underscore_is_a_blank", "an_underscore_is_a_blank");
    check_text("an_underscore_is_a_blank_too", "an_underscore_is_<BR/>a_blank_too");
    check_text(TEN TEN TEN TEN TEN TEN TEN TEN "0",
               TEN TEN "0123<BR/>456789" TEN "01234567<BR/>89" TEN TEN "01<BR/>23456789…");
#undef TEN
}

/* What a hostile label becomes in the picture: itself, and nothing else. */
static void test_hostile_labels(void **state) {
    (void)state;
    static const char *const labels[] = {
        "a<b>&\"", "</B>]; evil [label=<x>", "\\N \\G \\L", "<IMG SRC=\"/etc/passwd\"/>", "-->",
        "]]>", "", " ", "\x01\x02\x1b", "&#0;", "\xff", "사과 <가격>", "\\", "'"};
    for (size_t i = 0; i < COUNT(labels); i++) {
        nb_vertex vertices[] = {VERTEX(LEAF, NULL, labels[i], 1, 1),
                                VERTEX(OPERATOR, labels[i], labels[i], 1, 1),
                                VERTEX(CALL, labels[i], labels[i], 1, 1),
                                VERTEX(TARGET, NULL, labels[i], 1, 1)};
        nb_edge edges[] = {{0, 1, 1, 1, false, true, false, false},
                           {1, 2, 1, 1, false, true, false, false},
                           {1, 2, 1, 1, false, true, false, false},
                           {2, 3, 1, 1, true, true, false, false}};
        nb_picture_block picture = PICTURE("a.svg", vertices, 4, edges, 4);
        nb_buffer out = render(&picture, &view);
        nb_process_outcome outcome = draw(&out);
        if (outcome.output.length > 0) {
            assert_int_equal(count(&outcome.output, "class=\"node\""), 8); /* four are wires */
            if (strcmp(labels[i], "\\N \\G \\L") == 0) HAS(outcome.output, ">\\N \\G \\L<");
            if (strcmp(labels[i], "a<b>&\"") == 0) HAS(outcome.output, ">a&lt;b&gt;&amp;&quot;<");
        }
        nb_process_clear(&outcome);
        nb_buffer_clear(&out);
    }
}

static void test_long_label(void **state) {
    (void)state;
    size_t length = 100000;
    char *label = malloc(length + 1);
    assert_non_null(label);
    /* Escaped, every quote is six bytes; a combining mark has no width. */
    static const char *const fillings[] = {"\"", "\xcc\x81", "\\", "x"};
    for (size_t i = 0; i < COUNT(fillings); i++) {
        size_t bytes = strlen(fillings[i]);
        for (size_t at = 0; at < length; at++) label[at] = fillings[i][at % bytes];
        label[length] = '\0';
        nb_vertex vertices[] = {VERTEX(CALL, label, label, 1, 1)};
        nb_picture_block picture = PICTURE("a.svg", vertices, 1, NULL, 0);
        nb_buffer out = render(&picture, &view);
        assert_true(out.length < 4000);
        nb_buffer_clear(&out);
    }
    free(label);
}

static void test_font(void **state) {
    (void)state;
    static const char *const unusable[] = {NULL, "", "a\"b", "a\\", "a\nb"};
    for (size_t i = 0; i < COUNT(unusable); i++) {
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_view_dot(&apple, &view, unusable[i], &out);
        HAS_NOT(out, "fontname");
        nb_buffer_clear(&out);
    }
}

/* Every allocation fails once: the buffer says so, and nothing is lost. */
static void test_memory(void **state) {
    (void)state;
    size_t before = memory.used, limit = memory.limit;
    bool failed = true;
    for (size_t room = 0; failed; room += 64) {
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        memory.limit = before + room;
        nb_view_dot(&apple, &view, NULL, &out);
        failed = out.failed;
        nb_buffer_clear(&out);
        assert_int_equal(memory.used, before);
    }
    memory.limit = limit;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apple),          cmocka_unit_test(test_without_gradients),
        cmocka_unit_test(test_empty),          cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_leaf_used_twice), cmocka_unit_test(test_names),
        cmocka_unit_test(test_escaping),       cmocka_unit_test(test_hostile_labels),
        cmocka_unit_test(test_long_label),     cmocka_unit_test(test_font),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
