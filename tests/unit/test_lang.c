/* The lexer and the parser: what binds how, what is a number, a name, a statement. (That no text,
 * however broken or deep, does more than fail with a message is test_soup.c's.) */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"

/* A session in which a, b, c, d, x, y, L, w are values, f a function, h a family. */
static nb_session *open_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.memory_limit = 100000000});
    assert_non_null(s);
    run(s, "a = 2; b = 3; c = 5; d = 7; x = 11; y = 13; w = 17; L = w*x; h[1] = 4; h[2] = 6\n");
    run(s, "f(u, v) = u*v\n");
    return s;
}

/* ---- expressions ---- */

/* The postfix code as text: "a b mul". Brackets leave no trace in it. */
static void write_codes(nb_session *s, const nb_expr *expr, char *out, size_t room) {
    size_t n = 0;
    *out = '\0';
    for (uint32_t i = 0; i < expr->count && n + 60 < room; i++) {
        const nb_code *code = &expr->codes[i];
        const char *name = s->sheet.symbols[code->symbol].name;
        char *at = out + n;
        size_t left = room - n;
        switch ((nb_code_kind)code->kind) {
        case NB_CODE_NUMBER: snprintf(at, left, "%.17g ", code->number); break;
        case NB_CODE_NAME: snprintf(at, left, "%.40s ", name); break;
        case NB_CODE_LOCAL: snprintf(at, left, "$%u ", code->count); break;
        case NB_CODE_ANS: snprintf(at, left, "ans "); break;
        case NB_CODE_SKIP: snprintf(at, left, "[%u ", code->count); break;
        case NB_CODE_INDEX: snprintf(at, left, "%.40s[%u,%u] ", name, code->count, code->op); break;
        case NB_CODE_PICK: snprintf(at, left, "[%u,%u] ", code->count, code->op); break;
        case NB_CODE_ARRAY: snprintf(at, left, "array(%u,%u) ", code->count, code->symbol); break;
        case NB_CODE_VECTOR:
            snprintf(at, left, "%s(%u) ", nb_vector_get((nb_vector_op)code->op)->name, code->count);
            break;
        case NB_CODE_OP: snprintf(at, left, "%s ", nb_op_get((nb_op)code->op)->name); break;
        case NB_CODE_CALL: snprintf(at, left, "%.40s(%u) ", name, code->count); break;
        case NB_CODE_ALIAS: snprintf(at, left, "alias "); break;
        case NB_CODE_SLOPE: snprintf(at, left, "slope(%u) ", code->count); break;
        case NB_CODE_GRADIENT: snprintf(at, left, code->nested ? "nested ∂ " : "∂ "); break;
        }
        n += strlen(at);
    }
}

static nb_status parse(nb_session *s, const char *text, char *out, size_t room,
                       nb_message_id *problem_id) {
    nb_statement *statement = NULL;
    nb_problem problem = {.message.id = NB_MESSAGE_NONE};
    nb_arena_mark mark = nb_arena_get_mark(&s->sheet.scratch);
    nb_status status = nb_parse_statement(&s->sheet.scratch, &s->sheet.names, text, strlen(text),
                                          &statement,
                                          &problem);
    if (status == NB_STATUS_OK) write_codes(s, &statement->exprs[0], out, room);
    *problem_id = problem.message.id;
    nb_arena_rewind(&s->sheet.scratch, mark);
    return status;
}

static const struct {
    const char *text, *bracketed;
} same_meaning[] = {
    {"-2^2", "-(2^2)"},
    {"-a^2", "-(a^2)"},
    {"2^-1", "2^(-1)"},
    {"a^-b^c", "a^(-(b^c))"},
    {"e^-x", "e^(-x)"},
    {"e^-x^2", "e^(-(x^2))"},
    {"a-b-c", "(a-b)-c"},
    {"a/b/c", "(a/b)/c"},
    {"a-b+c", "(a-b)+c"},
    {"a/b*c", "(a/b)*c"},
    {"a+b*c", "a+(b*c)"},
    {"a*-b", "a*(-b)"},
    {"a--b", "a-(-b)"},
    {"-a*b", "(-a)*b"},
    {"-a+b", "(-a)+b"},
    {"--a", "-(-a)"},
    {"+a", "a"},
    {"a - -2", "a-(-2)"},
    {"2^3^2", "2^(3^2)"},
    {"2x^2", "2*(x^2)"},
    {"-2x", "-(2*x)"},
    {"-2*x", "(-2)*x"},
    {"½x", "0.5*x"}, {"2x/3", "(2*x)/3"},
    {"2pi*x", "(2*pi)*x"},
    {"y(1-y)", "y*(1-y)"},
    {"y(1 - y)", "y*(1-y)"},
    {"a*y(1-y)", "a*(y*(1-y))"},
    {"-y(1-y)", "-(y*(1-y))"},
    {"2(y - 2)", "2*(y-2)"},
    {"2(y - 2)^2", "2*((y-2)^2)"},
    {"(a+b)(a-b)", "(a+b)*(a-b)"},
    {"(a+b)(a-b)(c+d)", "((a+b)*(a-b))*(c+d)"},
    {"h[1](a-b)", "h[1]*(a-b)"},
    {"x²", "x^2"},
    {"2x²", "2*(x^2)"},
    {"-x²", "-(x^2)"},
    {"x³(1-x)", "(x^3)*(1-x)"},
    {"a^x²", "a^(x^2)"},
    {"(a+b)²", "(a+b)^2"},
    {"2∂L/∂w", "2*(∂L/∂w)"},
    {"a × b · c ⋅ d ÷ x − y", "((((a*b)*c)*d)/x)-y"},
    {"a + b < c * d", "(a+b)<(c*d)"},
    {"a <= b", "le(a, b)"},
    {"a ≤ b", "le(a, b)"},
    {"a >= b", "ge(a, b)"},
    {"a ≥ b", "ge(a, b)"},
    {"a == b", "eq(a, b)"},
    {"a ≠ b", "ne(a, b)"},
    {"a != b", "ne(a, b)"},
    {"add(a, sub(b, mul(c, div(x, pow(y, neg(w))))))", "a + (b - c*(x / y^(-w)))"},
    {"max(a, b, c)", "max(max(a, b), c)"},
    {"leaky_relu(x)", "leaky_relu(x, 0.01)"},
    {"elu(x, a=0.5)", "elu(x, 0.5)"},
    {"dL/dw", "grad(L, w)"},
    {"∂L/∂w", "grad(L, w)"},
    {"0.1*dL/dw", "0.1*grad(L, w)"},
    {"a - 0.1dL/dw", "a-(0.1*grad(L, w))"},
    {"∂L/∂(w*x)", "grad(L, w*x)"},
    {"∂L/∂f(a, b)", "grad(L, f(a, b))"},
    {"∂L/∂w²", "grad(L, w)^2"},
    {"dL/dw²", "grad(L, w)^2"},
    {"∂²L/∂w²", "grad(grad(L, w), w)"},
    {"d²L/dw²", "grad(grad(L, w), w)"},
    {"d²L / dw²", "grad(grad(L, w), w)"},
    {"2d³h[2]/dh[1]³", "2*∂³h[2]/∂h[1]³"},
    {"∂²L/∂w∂x", "grad(grad(L, w), x)"},
    {"2∂²(L*w)/∂w² + 1", "(2*grad(grad(L*w, w), w)) + 1"},
    {"∂³h[2]/∂h[1]²∂w", "grad(grad(grad(h[2], h[1]), h[1]), w)"},
    {"f(∂L/∂w, a)", "f(grad(L, w), a)"},
    {"dh[2]/dh[1]", "grad(h[2], h[1])"},
    {"f(a, b) - f(b, a)", "(f(a,b))-(f(b,a))"},
    {"h[1]+h[2]", "(h[1])+(h[2])"},
    {"h[h[1]-2]", "h[(h[1])-2]"},
};

static void test_precedence(void **state) {
    (void)state;
    nb_session *s = open_session();
    for (size_t i = 0; i < sizeof same_meaning / sizeof *same_meaning; i++) {
        char typed[2000], meant[2000];
        nb_message_id id;
        nb_status status = parse(s, same_meaning[i].text, typed, sizeof typed, &id);
        if (status != NB_STATUS_OK) fail_msg("%s: message %d", same_meaning[i].text, (int)id);
        assert_int_equal(parse(s, same_meaning[i].bracketed, meant, sizeof meant, &id),
                         NB_STATUS_OK);
        if (strcmp(typed, meant) != 0)
            fail_msg("%s is read as %s, not as %s", same_meaning[i].text, typed, meant);
    }
    nb_session_free(s);
}

static void test_values(void **state) {
    (void)state;
    nb_session *s = open_session();
    assert_true(run(s, "-2^2") == -4);
    assert_true(run(s, "2^3^2") == 512);
    assert_true(run(s, "1/(2x)") == 1.0 / 22);
    assert_true(run(s, "(1 < 2) + (2 <= 2) + (3 > 4) + (1 == 1) + (1 != 1)") == 3);
    assert_true(run(s, "where(a > b, 1, 2)") == 2);
    assert_true(run(s, "f = 3; f(2, 5) + f") == 13); /* two namespaces */
    nb_session_free(s);
}

/* ---- what is refused ---- */

static const struct {
    const char *text;
    nb_message_id id;
} refused[] = {
    {"1.2.3", NB_MESSAGE_BAD_NUMBER},
    {"2½", NB_MESSAGE_BAD_NUMBER},
    {"2 ½", NB_MESSAGE_MISSING_OPERATOR},
    {"½2", NB_MESSAGE_MISSING_OPERATOR},
    {"1e999", NB_MESSAGE_NUMBER_RANGE},
    {"1e-999", NB_MESSAGE_NUMBER_RANGE},
    {"\"abc", NB_MESSAGE_UNCLOSED_TEXT},
    {"a b", NB_MESSAGE_MISSING_OPERATOR},
    {"2 x", NB_MESSAGE_MISSING_OPERATOR},
    {"y (1 - y)", NB_MESSAGE_MISSING_OPERATOR},
    {"x y", NB_MESSAGE_MISSING_OPERATOR},
    {"xy(3)", NB_MESSAGE_UNKNOWN_FUNCTION},
    {"sigmoid(1, 2)", NB_MESSAGE_ARGUMENT_ONE},
    {"where(1, 2)", NB_MESSAGE_ARGUMENT_COUNT},
    {"maxout(1)", NB_MESSAGE_ARGUMENT_LEAST},
    {"grad(L)", NB_MESSAGE_ARGUMENT_COUNT},
    {"elu(x, b=1)", NB_MESSAGE_UNKNOWN_KEYWORD},
    {"1 +", NB_MESSAGE_UNEXPECTED_END},
    {"∂²L/∂w", NB_MESSAGE_UNEXPECTED_END},
    {"∂²L/∂w³", NB_MESSAGE_PARTIAL_ORDER},
    {"d²L/dw", NB_MESSAGE_PARTIAL_ORDER},
    {"d²L/dw³", NB_MESSAGE_PARTIAL_ORDER},
    {"∂²L/∂w∂x²", NB_MESSAGE_PARTIAL_ORDER},
    {"a ** b", NB_MESSAGE_UNEXPECTED},
    {"a + * b", NB_MESSAGE_UNEXPECTED},
    {"(a", NB_MESSAGE_UNEXPECTED_END},
    {"a)", NB_MESSAGE_UNOPENED},
    {"a]", NB_MESSAGE_UNOPENED},
    {"a}", NB_MESSAGE_UNOPENED},
    {"1..3", NB_MESSAGE_UNEXPECTED},
    {"a € b", NB_MESSAGE_BAD_CHARACTER},
    {"1 = 2", NB_MESSAGE_CHAINED_TARGET},
    {"a + b = 2", NB_MESSAGE_CHAINED_TARGET},
    {"a, b = 1, 2", NB_MESSAGE_DEFINE_ONE},
    {"a, b := 1", NB_MESSAGE_ASSIGN_COUNT},
    {"a := 1, 2", NB_MESSAGE_ASSIGN_COUNT},
    {"for = 3", NB_MESSAGE_RESERVED},
    {"in = 3", NB_MESSAGE_RESERVED},
    {"repeat = 3", NB_MESSAGE_RESERVED},
    {"g(in) = 3", NB_MESSAGE_RESERVED},
    {"g(3) = 3", NB_MESSAGE_BAD_PARAMETER},
    {"g(u, u) = 3", NB_MESSAGE_DUPLICATE_PARAMETER},
    {"sigmoid(u) = u", NB_MESSAGE_BUILT_IN},
    {"for i in 1..2 { g(u) = u }", NB_MESSAGE_FUNCTION_IN_BLOCK},
    {"for i in 1 { x }", NB_MESSAGE_EXPECTED},
    {"a < b < x", NB_MESSAGE_CHAINED_COMPARISON},
    {"a > b == x", NB_MESSAGE_CHAINED_COMPARISON},
    {"x = for", NB_MESSAGE_RESERVED},
    {"[1, 2; 3]", NB_MESSAGE_UNEVEN_ROWS},
    {"[1; 2, 3]", NB_MESSAGE_UNEVEN_ROWS},
    {"h[1,2,3]", NB_MESSAGE_TOO_MANY_INDICES},
    {"a < b < x", NB_MESSAGE_CHAINED_COMPARISON},
    {"a > b == x", NB_MESSAGE_CHAINED_COMPARISON},
    {"x = for", NB_MESSAGE_RESERVED},
    {"expect a", NB_MESSAGE_EXPECT_FORM},
    {"save", NB_MESSAGE_UNEXPECTED_END},
    {"local a", NB_MESSAGE_UNEXPECTED_END},
};

static void test_refused(void **state) {
    (void)state;
    nb_session *s = open_session();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char codes[2000];
        nb_message_id id;
        nb_status status = parse(s, refused[i].text, codes, sizeof codes, &id);
        if (status != NB_STATUS_ERROR || id != refused[i].id)
            fail_msg("%s: status %d, message %d, not %d", refused[i].text, (int)status, (int)id,
                     (int)refused[i].id);
    }
    nb_session_free(s);
}

/* ---- tokens ---- */

static void test_numbers(void **state) {
    (void)state;
    nb_session *s = open_session();
    assert_true(run(s, ".5") == 0.5);
    assert_true(run(s, "3.") == 3);
    assert_true(run(s, "2.5E+2") == 250);
    assert_true(run(s, "2.5e-1") == 0.25);
    assert_true(run(s, "3.e1") == 30);
    assert_true(run(s, "2e") == 2 * run(s, "e")); /* no exponent: a number before a name */
    assert_true(run(s, "5e-324") == 5e-324);
    assert_true(run(s, "1.7976931348623157e308") == 1.7976931348623157e308);
    assert_true(run(s, "0e999") == 0);
    assert_true(run(s, "0.00") == 0 && run(s, ".0e5") == 0);
    assert_true(run(s, "n = 0; for i in 1..20 { n += i }; n") == 210);
    assert_true(run(s, "n = 0; for i in -2 .. 1 { n += i }; n") == -2);
    nb_session_free(s);
}

static nb_token first_token(nb_session *s, const char *text, size_t length) {
    nb_tokens tokens;
    nb_problem problem;
    assert_int_equal(nb_lex(&s->sheet.scratch, &s->sheet.names, text, length, &tokens, &problem),
                     NB_STATUS_OK);
    assert_int_equal(tokens.items[tokens.count - 1].kind, NB_TOKEN_END);
    return tokens.items[0];
}

static const nb_token *find_pick(nb_session *s, const char *text) {
    nb_tokens tokens;
    nb_problem problem;
    assert_int_equal(nb_lex(&s->sheet.scratch, &s->sheet.names, text, strlen(text), &tokens,
                            &problem),
                     NB_STATUS_OK);
    for (uint32_t i = 0; i < tokens.count; i++)
        if (tokens.items[i].kind == NB_TOKEN_PICK) return &tokens.items[i];
    return NULL;
}

static void test_texts_and_picks(void **state) {
    (void)state;
    nb_session *s = open_session();
    static const char quoted[] = "\"a \\\"b\\\" \\\\ \\n # ; 사과\" # comment";
    nb_token token = first_token(s, quoted, strlen(quoted));
    assert_int_equal(token.kind, NB_TOKEN_TEXT);
    assert_string_equal(token.text, "a \"b\" \\ \\n # ; 사과");
    static const char *const picks[] = {
        "draw y #12", "draw y #12  f.png", "draw y #12, x", "draw y #12 # 3", ">>> local y #12 x",
        "{ draw y #12}", "{ a = 1 # draw\n draw y #12\n", "a = 1; draw y #12",
        "draw [x; y] #12", "draw f([x; y]) #12"};
    for (size_t i = 0; i < sizeof picks / sizeof *picks; i++) {
        const nb_token *pick = find_pick(s, picks[i]);
        if (pick == NULL || pick->number != 12) fail_msg("%s: no pick", picks[i]);
    }
    static const char *const comments[] = {
        "#12", "a #12", "draw y # 12", "draw y #12th", "draw y #-12", "draw y #12.5", "drawn y #12",
        "draw = y #12", "draw += y #12", "draw사과 #12", "save y #12", "draw y; a #12",
        "[x; draw y] #12",
        "{ draw y\n a #12\n", "draw y #1234567890"};
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++)
        if (find_pick(s, comments[i]) != NULL) fail_msg("%s: a pick", comments[i]);
    static const char rows[] = "draw [x; y] #12; z\n"; /* where it ends is found alike */
    nb_scan scan = {.at = 0};
    nb_extent extent = nb_scan_statement(&scan, &s->sheet.names, rows, strlen(rows));
    assert_int_equal(extent.length, strlen("draw [x; y] #12;"));
    assert_true(extent.semicolon);
    run(s, "y2 = a^2 + a^2; forward a^2 #2 # the ( second; one\nz = a #1 (\nz");
    run(s, "repeat 1 {\n  forward a^2 #1 # (\n  forward a^2 #2; forward a^2 #1 }\n");
    run(s, "label a \"x;y # no comment\"; z = 1");
    assert_true(run(s, "z") == 1);
    nb_session_free(s);
}

/* The caret stands under the byte that is wrong. */
static void test_bad_bytes(void **state) {
    (void)state;
    static const struct { const char *text; size_t length; uint32_t offset; } rows[] = {
        {"label x \"ab\xff\"", 13, 11}, {"x + \xff", 5, 4}, {"label x \"a\0b\"", 13, 10},
        {"x\0y", 3, 1}};
    nb_session *s = open_session();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_tokens tokens;
        nb_problem problem;
        nb_status status = nb_lex(&s->sheet.scratch, &s->sheet.names, rows[i].text, rows[i].length,
                                  &tokens,
                                  &problem);
        assert_int_equal(status, NB_STATUS_ERROR);
        assert_int_equal(problem.span.offset, rows[i].offset);
    }
    nb_session_free(s);
}

/* Behind a node a file begins at a / with a blank before it and none behind it. */
static void test_files_behind_nodes(void **state) {
    (void)state;
    static const struct { const char *text; uint32_t codes; const char *file; } rows[] = {
        {"draw x", 1, NULL}, {"draw x / y", 3, NULL}, {"draw x/y", 3, NULL},
        {"draw x / y a.png", 3, "a.png"}, {"draw x /a/b.png", 1, "/a/b.png"},
        {"draw x/y /b.png", 3, "/b.png"}, {"draw x / y /b.png", 3, "/b.png"}};
    nb_session *s = open_session();
    run(s, "x = 1; y = 2");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_statement *st;
        nb_problem problem;
        const char *text = rows[i].text;
        assert_int_equal(nb_parse_statement(&s->sheet.scratch, &s->sheet.names, text, strlen(text),
                                            &st,
                                            &problem), NB_STATUS_OK);
        assert_int_equal(st->kind, NB_STATEMENT_COMMAND);
        assert_int_equal(st->args[0].expr.count, rows[i].codes);
        assert_int_equal(st->args[1].form, rows[i].file != NULL ? NB_ARG_WORD : NB_ARG_MISSING);
        if (rows[i].file != NULL) assert_string_equal(st->args[1].text, rows[i].file);
    }
    nb_session_free(s);
}

static void test_names(void **state) {
    (void)state;
    nb_session *s = open_session();
    assert_true(run(s, "caf\u00e9 = 3; cafe\u0301") == 3);
    assert_true(run(s, "\u1109\u1161\u1100\u116a = 4; 사과") == 4); /* typed as single letters */
    assert_true(run(s, "w52 = 5; w₅₂") == 5);
    assert_true(run(s, "w₁₀ = 6; w10") == 6);
    assert_true(run(s, "φ = 7; ϕ") == 7);
    assert_true(run(s, "ϵ = 8; ε") == 8);
    assert_true(run(s, "µ = 9; μ") == 9);
    assert_true(run(s, "π") == run(s, "pi"));
    assert_true(run(s, "φ(u) = u + 1; ϕ(2)") == 3);
    assert_true(run(s, "_t1 = 2; _t1") == 2);
    assert_true(run(s, "귤값 = 5; 귤값²") == 25);
    nb_session_free(s);
}

static void test_lines(void **state) {
    (void)state;
    nb_session *s = open_session();
    assert_true(run(s, "∇ n = 3\n  n = 3\n") == 3);
    assert_true(run(s, ">>> n = (4 +\n... 5)\n>>> n\n") == 9);
    assert_true(run(s, "∇ n = 6;\n∇ n*2\n") == 12);
    assert_true(run(s, "n = 8 # a comment (\nn") == 8);
    assert_true(run(s, "\xef\xbb\xbfn = 1\r\nn + 1\r\n") == 2); /* a mark, and CR LF */
    assert_true(run(s, "n\u00a0=\u00a03;;; n;\n\n  \t\n") == 3);
    assert_true(run(s, "for i in 1..3 {\n  n = i # one\n\n  m[i] := n^2\n}\nm[2]\n") == 4);
    assert_true(run(s, ">>> repeat 2 {\n...   n += 1; n += 1 }\n>>> n\n") == 7);
    assert_true(run(s, "max(1,\n  2,\n  3)\n") == 3);
    assert_true(run(s, "m[\n3\n] + 0\n") == 9);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_precedence), cmocka_unit_test(test_values),
        cmocka_unit_test(test_refused),    cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts_and_picks), cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_files_behind_nodes),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
