/* What a view makes of texts: a formula's signs in three spellings, brackets by how tightly it
 * binds, LaTeX that is escaped, lines of the right width, and nothing that a terminal acts on. */
#include "view_results.h"

#include <stdio.h>
#include <utf8proc.h>

#include "view/formula.h"
#include "view/latex.h"
#include "view/wrap.h"
#include "json/json.h"

static void check_signs(const nb_text *text, nb_signs signs, const char *expected) {
    nb_buffer out = buffer();
    nb_formula_add(&out, text, signs);
    check_buffer(&out, expected);
}

static void test_signs(void **state) {
    (void)state;
    nb_result *result = new_result();
    nb_text sum = PIECES(result, SIGN(NEG), NAME("a"), SIGN(MUL), NAME("b"),
                         {.kind = NB_PIECE_POWER, .number = 2}, BETWEEN(SUB), OPERAND(-1.5),
                         BETWEEN(MUL), NUMBER(-0.0), SIGN(DIV), NAME("c"), SIGN(POW), NUMBER(4));
    check_signs(&sum, NB_SIGNS_BOARD, "−a·b² − (-1.5) × 0/c^4");
    check_signs(&sum, NB_SIGNS_ASCII, "-a*b^2 - (-1.5) * 0/c^4");
    nb_text list = PIECES(result, MARK(OPEN_LIST), NAME("a"), MARK(COMMA), MARK(MORE), MARK(ROW),
                          NAME("b"), MARK(END_ROW), MARK(CLOSE_LIST), MARK(ARROW), MARK(PARTIAL),
                          NAME("m"), MARK(HAT), MARK(NEXT), MARK(AHEAD),
                          {.kind = NB_PIECE_WHICH, .number = 2});
    check_signs(&list, NB_SIGNS_BOARD, "[a, …; b;] → ∂m\xcc\x82⁺* #2");
    check_signs(&list, NB_SIGNS_ASCII, "[a, ...; b;] -> dm_hat+* #2");
    nb_text set = PIECES(result, {.kind = NB_PIECE_TEMPLATE, .op = NB_OP_DIV}, NAME("a"),
                         {.kind = NB_PIECE_TEMPLATE, .op = NB_OP_DIV, .part = 1}, MARK(OPEN),
                         NAME("b"), SIGN(LE), NAME("c"), MARK(CLOSE),
                         {.kind = NB_PIECE_TEMPLATE, .op = NB_OP_DIV, .part = 2});
    check_signs(&set, NB_SIGNS_LATEX, "\\frac{a}{\\left(b \\le c\\right)}");
    nb_result_free(result);
}

/* Texts are the same in all their pieces. */
static void test_same(void **state) {
    (void)state;
    nb_result *result = new_result();
    const nb_text texts[] = {
        PIECES(result, NAME("a"), SIGN(ADD), NUMBER(1)),
        PIECES(result, NAME("a"), SIGN(SUB), NUMBER(1)),
        PIECES(result, NAME("b"), SIGN(ADD), NUMBER(1)),
        PIECES(result, NAME("a"), SIGN(ADD), NUMBER(2)),
        PIECES(result, NAME("a"), BETWEEN(ADD), NUMBER(1)), PIECES(result, NAME("a"), SIGN(ADD))};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            assert_int_equal(nb_text_same(&texts[i], &texts[k]), i == k);
    nb_result_free(result);
}

/* Whether brackets are needed follows from the level and a sign in front, not from the signs. */
static void test_levels(void **state) {
    (void)state;
    nb_result *result = new_result();
    for (nb_level level = NB_LEVEL_COMPARISON; level <= NB_LEVEL_CALL; level++) {
        nb_text plain = PIECES(result, NAME("a + b")), sign = PIECES(result, SIGN(NEG), NAME("a"));
        plain.level = sign.level = level;
        assert_int_equal(nb_text_is_sum(&plain), level <= NB_LEVEL_SUM);
        assert_int_equal(nb_text_is_atom(&plain), level == NB_LEVEL_CALL);
        assert_false(nb_text_is_signed_product(&plain));
        assert_true(nb_text_is_sum(&sign));
        assert_false(nb_text_is_atom(&sign));
        assert_int_equal(nb_text_is_signed_product(&sign), level > NB_LEVEL_SUM);
    }
    nb_text negative = PIECES(result, NUMBER(-2)), both = PIECES(result, SIGN(NEG), NUMBER(2));
    assert_true(nb_text_is_sum(&negative) && nb_text_is_number(&negative));
    assert_true(nb_text_is_number(&both));
    nb_result_free(result);
}

/* ---- what a reader must not be hurt by ---- */

static void check_latex(nb_piece piece, double gradient, const char *expected) {
    nb_result *result = new_result();
    nb_derivation_block block = {.target = formula(result, "L"), .node = PIECES(result, piece),
                                 .gradient = gradient, .latex = true};
    nb_buffer out = buffer(), wanted = buffer();
    nb_view_latex(&out, &block, &wide);
    nb_buffer_add_text(&wanted, "\\[\n  \\frac{\\partial L}{\\partial ");
    nb_buffer_add_text(&wanted, expected);
    nb_buffer_add_text(&wanted, "\n\\]\n");
    check_buffer(&out, wanted.data);
    nb_buffer_clear(&wanted);
    nb_result_free(result);
}

static void test_latex_labels(void **state) {
    static const char *const labels[][2] = {
        {"a_b", "\\text{a\\_b}} = 2"},
        {"#$%&_{}", "\\text{\\#\\$\\%\\&\\_\\{\\}}} = 2"},
        {"\\^~", "\\text{\\textbackslash{}\\textasciicircum{}\\textasciitilde{}}} = 2"},
        {"사과 φ₂\033", "\\text{사과 $\\varphi $\\textsubscript{2}}} = 2"},
        {"a\x7f" "b", "\\text{ab}} = 2"},
        {"a\xE2\x80\xAA" "b\xC2\x9B" "c", "\\text{abc}} = 2"}, /* U+202A, U+009B */
        {"₂\xFF\xE2\x82", "\\text{\\textsubscript{2}}} = 2"}, /* no UTF-8: nothing */
    };
    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        check_latex((nb_piece){.kind = NB_PIECE_LABEL, .text = labels[i][0]}, 2, labels[i][1]);
}

/* What belongs below a letter stands there, all of it. */
static void test_latex_names(void **state) {
    static const char *const names[][2] = {
        {"x", "x"}, {"xy", "\\mathit{xy}"}, {"x1", "x_{1}"}, {"사과", "\\text{사과}"},
        {"x_12", "x_{12}"}, {"w5_2", "w_{5,2}"}, {"x_1_2", "x_{1,2}"}, {"a_b_c", "a_{b,c}"},
        {"x__y", "x_{y}"}, {"E_t2", "E_{t_{2}}"}, {"E_total", "E_{\\mathit{total}}"},
        {"total_price", "\\mathit{total\\_price}"}, {"h[2]", "h_{2}"}, {"h1[2]", "h_{1,2}"},
        {"phi_y2", "\\varphi _{y_{2}}"}, {"α_β", "\\alpha _{\\beta }"}, {"ε", "\\varepsilon "},
        {"a + b", "\\text{a + b}"}, {"x_3[1]", "x_{3,1}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        nb_buffer wanted = buffer();
        nb_buffer_add_text(&wanted, names[i][1]);
        nb_buffer_add_text(&wanted, "} = 2");
        check_latex((nb_piece){.kind = NB_PIECE_NAME, .text = names[i][0]}, 2, wanted.data);
        nb_buffer_clear(&wanted);
    }
}

static void test_latex_numbers(void **state) {
    (void)state;
    const nb_piece x = {.kind = NB_PIECE_NAME, .text = "x"};
    check_latex(x, INFINITY, "x} = \\infty");
    check_latex(x, -INFINITY, "x} = -\\infty");
    check_latex(x, NAN, "x} = \\text{nan}");
    check_latex(x, 1.5e-7, "x} = 1.5 \\times 10^{-7}");
}

/* Every control character and every one that turns the direction or is only there for layout, but
 * those that join letters. */
static void test_controls(void **state) {
    (void)state;
    for (uint32_t code = 1; code <= 0x10ffff; code++) {
        utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)code);
        bool harmful = kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF ||
                       kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP;
        if (!harmful || code == 0x200c || code == 0x200d) continue;
        utf8proc_uint8_t text[8] = {0}, escape[24];
        utf8proc_encode_char((utf8proc_int32_t)code, text);
        snprintf((char *)escape, sizeof escape, "\\u{%x}", (unsigned)code);
        check_plain(&wide, (const char *)text, (const char *)escape);
        check_plain(&ascii, (const char *)text, (const char *)escape);
        nb_result *result = new_result();
        nb_buffer out = buffer();
        result->statement = (const char *)text;
        nb_view_json(result, &wide, &out);
        assert_false(out.failed);
        out.data[out.length - 1] = '\0'; /* the line's end */
        assert_null(strstr(out.data, (const char *)text));
        nb_buffer_clear(&out);
        nb_result_free(result);
    }
}

/* ---- lines ---- */

static void check_wrap(const char *text, size_t width, const char *expected) {
    nb_buffer out = buffer();
    nb_view_wrap(&out, text, strlen(text), "- ", "  ", width);
    check_buffer(&out, expected);
}

/* A line may be as wide as the width, and no wider. */
static void test_wrap(void **state) {
    (void)state;
    check_wrap("abc defg", 10, "- abc defg\n");
    check_wrap("abc defg", 9, "- abc\n  defg\n");
    check_wrap("사과 배", 9, "- 사과 배\n");
    check_wrap("사과 배", 8, "- 사과\n  배\n");
    check_wrap("abc \033[0;1mdefg\033[0m h", 12, "- abc \033[0;1mdefg\033[0m h\n");
    check_wrap("abc \033[0;1mdefg\033[0m h", 11, "- abc \033[0;1mdefg\033[0m\n  h\n");
    check_wrap("abcdefghijkl m", 5, "- abcdefghijkl\n  m\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_latex_labels),
        cmocka_unit_test(test_latex_names),
        cmocka_unit_test(test_latex_numbers),
        cmocka_unit_test(test_controls),
        cmocka_unit_test(test_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
