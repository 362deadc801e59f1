/* What the tests of the renderers share: results as a session would make them, and comparing. */
#ifndef NABLA_TESTS_VIEW_RESULTS_H
#define NABLA_TESTS_VIEW_RESULTS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "json/json.h"
#include "view/number.h"
#include "view/plain.h"
#include "view/text.h"
#include "view/view.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- what a session would answer ---- */

typedef struct budget {
    size_t left; /* allocations that succeed */
} budget;

static inline void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    budget *has = user;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    if (has != NULL && has->left-- == 0) {
        has->left = 0;
        return NULL;
    }
    return realloc(block, new_size);
}

static nb_memory memory = {.allocate = allocate, .limit = (size_t)1 << 30};
static const nb_view wide = {.digits = 6, .width = 80};
static const nb_view narrow = {.digits = 6, .width = 40};
static const nb_view ascii = {.digits = 6, .width = 80, .ascii = true};
static const nb_view colour = {.digits = 6, .width = 80, .colour = true};

static inline nb_result *new_result(void) {
    nb_result *result = nb_result_new(&memory);
    assert_non_null(result);
    return result;
}

static inline nb_block *add(nb_result *result, nb_block_kind kind) {
    nb_block *block = nb_result_add(result, kind);
    assert_non_null(block);
    return block;
}

static inline nb_text pieces(nb_result *result, const nb_piece *list, size_t count) {
    nb_text text = {nb_result_array(result, count, sizeof *list), count, NB_LEVEL_CALL};
    assert_non_null(text.pieces);
    memcpy(text.pieces, list, count * sizeof *list);
    return text;
}

#define PIECES(result, ...)                                                                        \
    pieces(result, (nb_piece[]){__VA_ARGS__}, COUNT(((nb_piece[]){__VA_ARGS__})))
#define MARK(KIND) {.kind = NB_PIECE_##KIND}
#define SIGN(OP) {.kind = NB_PIECE_SIGN, .op = NB_OP_##OP}
#define BETWEEN(OP)                                                                                \
    MARK(GAP), {.kind = NB_PIECE_SIGN, .op = NB_OP_##OP, .numeric = true}, MARK(GAP)
#define NAME(words) {.kind = NB_PIECE_NAME, .text = (words)}
#define NUMBER(x) {.kind = NB_PIECE_NUMBER, .number = (x)}
#define OPERAND(x) {.kind = NB_PIECE_OPERAND, .number = (x)}

/* A formula as one writes it, as pieces: x·w + b. A value before a bracket reads as a call. */
static inline nb_text formula(nb_result *result, const char *words) {
    static const struct {
        const char *word;
        nb_piece piece;
        nb_level level;
    } signs[] = {{" ", MARK(GAP), NB_LEVEL_CALL},      {", ", MARK(COMMA), NB_LEVEL_CALL},
                 {"(", MARK(OPEN), NB_LEVEL_CALL},     {")", MARK(CLOSE), NB_LEVEL_CALL},
                 {"+", SIGN(ADD), NB_LEVEL_SUM},       {"− ", SIGN(SUB), NB_LEVEL_SUM},
                 {"−", SIGN(NEG), NB_LEVEL_SIGN},      {"·", SIGN(MUL), NB_LEVEL_PRODUCT},
                 {"/", SIGN(DIV), NB_LEVEL_PRODUCT},   {">", SIGN(GT), NB_LEVEL_COMPARISON},
                 {"∂", MARK(PARTIAL), NB_LEVEL_CALL},  {"ε", NAME("ε"), NB_LEVEL_CALL}};
    nb_piece list[60];
    nb_level level = NB_LEVEL_CALL;
    size_t count = 0, depth = 0, name = 0; /* bytes of a name before the words */
    for (; count + 2 < COUNT(list); words++) {
        size_t i = 0;
        while (i < COUNT(signs) && strncmp(words, signs[i].word, strlen(signs[i].word)) != 0) i++;
        if (i == COUNT(signs) && *words != '\0') {
            name++;
            continue;
        }
        if (name > 0)
            list[count++] = (nb_piece)NAME(nb_result_text(result, words - name, name));
        name = 0;
        if (*words == '\0') break;
        list[count] = signs[i].piece;
        depth += list[count].kind == NB_PIECE_OPEN;
        depth -= list[count++].kind == NB_PIECE_CLOSE;
        if (depth == 0 && signs[i].level < level) level = signs[i].level;
        bool gap = signs[i].piece.op == NB_OP_SUB; /* its word has the blank behind it */
        words += strlen(signs[i].word) - 1 - gap;
    }
    nb_text text = pieces(result, list, count);
    text.level = level;
    return text;
}

static inline nb_nodes_block *add_nodes(nb_result *result, nb_nodes_kind kind, const char *target,
                                        size_t count) {
    nb_nodes_block *nodes = &add(result, NB_BLOCK_NODES)->as.nodes;
    *nodes = (nb_nodes_block){.kind = kind, .count = count,
                              .target = formula(result, target),
                              .rows = nb_result_array(result, count, sizeof *nodes->rows)};
    assert_non_null(nodes->rows);
    for (size_t i = 0; i < count; i++) nodes->rows[i].chosen = true;
    return nodes;
}

static inline void fill_row(nb_result *result, nb_node_row *row, const char *name, double value,
                            double gradient) {
    row->name = formula(result, name);
    row->value = value;
    row->gradient = gradient;
}

static inline void contribute(nb_result *result, nb_node_row *row, double upstream,
                              const char *local) {
    if (row->contributions == NULL)
        row->contributions = nb_result_array(result, 8, sizeof *row->contributions);
    assert_non_null(row->contributions);
    row->contributions[row->contribution_count++] =
        (nb_contribution){.upstream = upstream, .formula = formula(result, local)};
    row->contribution_total++;
}

static inline void add_local(nb_result *result, nb_node_row *row, const char *operand,
                             double value) {
    if (row->locals == NULL) row->locals = nb_result_array(result, 8, sizeof *row->locals);
    assert_non_null(row->locals);
    row->locals[row->local_count++] = (nb_local){formula(result, operand), value};
}

/* total = apple·count·tax; `names`: of apple, count and tax. */
static inline nb_result *shopping(nb_nodes_kind kind, const char *const names[3],
                                  const char *product) {
    nb_result *result = new_result();
    nb_node_row *rows = add_nodes(result, kind, "total", 5)->rows;
    fill_row(result, &rows[0], "total", 220.00000000000003, 1);
    fill_row(result, &rows[1], product, 200, 1.1);
    fill_row(result, &rows[2], names[2], 1.1, 200);
    fill_row(result, &rows[3], names[0], 100, 2.2);
    fill_row(result, &rows[4], names[1], 2, 110.00000000000001);
    contribute(result, &rows[1], 1, names[2]);
    contribute(result, &rows[2], 1, product);
    contribute(result, &rows[3], 1.1, names[1]);
    contribute(result, &rows[4], 1.1, names[0]);
    rows[0].formula = formula(result, "apple·count·tax");
    rows[1].formula = formula(result, product);
    add_local(result, &rows[0], product, 1.1);
    add_local(result, &rows[0], names[2], 200);
    add_local(result, &rows[1], names[0], 2);
    add_local(result, &rows[1], names[1], 100);
    return result;
}

static const char *const english[] = {"apple", "count", "tax"};

static inline void add_value(nb_result *result, const char *name, uint32_t rows, uint32_t columns,
                      const double *numbers) {
    add(result, NB_BLOCK_VALUE)->as.value = (nb_value_block){name, rows, columns, numbers, NULL};
}

static inline nb_result *forward(void) {
    nb_result *result = new_result();
    nb_node_row *rows = add_nodes(result, NB_NODES_FORWARD, "u", 5)->rows;
    fill_row(result, &rows[0], "x1", 1.7, 0);
    fill_row(result, &rows[1], "x1·w1", 0.17, 0);
    rows[1].formula = PIECES(result, NAME("x1"), SIGN(MUL), NAME("w1"));
    rows[1].numbers = PIECES(result, NUMBER(1.7), BETWEEN(MUL), OPERAND(0.1));
    fill_row(result, &rows[2], "u", 0.47, 0);
    rows[2].formula = PIECES(result, NAME("x1"), SIGN(MUL), NAME("w1"), BETWEEN(ADD), NAME("b"));
    rows[2].numbers = PIECES(result, NUMBER(1.7), BETWEEN(MUL), OPERAND(0.1), BETWEEN(ADD),
                             OPERAND(0.3));
    fill_row(result, &rows[3], "v", 1, 0);
    rows[3].formula = PIECES(result, NAME("x1"), SIGN(MUL), NAME("w2"));
    rows[3].numbers = PIECES(result, NUMBER(-1.7), BETWEEN(MUL), OPERAND(-0.5));
    fill_row(result, &rows[4], "exp(x)", 1, 0);
    rows[4].formula = rows[4].name;
    rows[4].chosen = false;
    return result;
}

static inline nb_diagnostic *add_error(nb_result *result, const char *source, const char *text,
                                       const char *before, const char *found) {
    nb_diagnostic *said = &add(result, NB_BLOCK_DIAGNOSTIC)->as.diagnostic;
    *said = (nb_diagnostic){.severity = NB_SEVERITY_ERROR, .source = source, .line = 3,
                            .message = NB_SAY(UNKNOWN_NAME, NB_TEXT(found)), .text = text,
                            .column = nb_utf8_width(before, strlen(before)) + 1,
                            .width = nb_utf8_width(found, strlen(found))};
    if (said->width == 0) said->width = 1;
    result->ok = false;
    return said;
}

/* ---- comparing ---- */

static inline nb_buffer buffer(void) {
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    return out;
}

static inline void check_buffer(nb_buffer *out, const char *expected) {
    assert_false(out->failed);
    assert_string_equal(out->length > 0 ? out->data : "", expected);
    nb_buffer_clear(out);
}

/* Frees the result. */
static inline void check_both(nb_result *result, const nb_view *view, const char *expected,
                       const char *errors) {
    nb_buffer out = buffer(), err = buffer();
    nb_view_text(result, view, &out, &err);
    check_buffer(&out, expected);
    check_buffer(&err, errors);
    nb_result_free(result);
    assert_int_equal(memory.used, 0);
}

static inline void check_text(nb_result *result, const nb_view *view, const char *expected) {
    check_both(result, view, expected, "");
}

static inline void check_number(double number, int digits, const char *expected) {
    nb_buffer out = buffer();
    nb_view_number(&out, number, digits);
    check_buffer(&out, expected);
}

static inline void check_plain(const nb_view *view, const char *text, const char *expected) {
    nb_buffer out = buffer();
    nb_view_plain_text(&out, view, text);
    check_buffer(&out, expected);
}

/* Every allocation fails once; the buffer says so, and nothing is lost. */
static inline void check_no_memory(const nb_result *result, const nb_view *view, bool json) {
    for (size_t n = 0, failed = 1; failed; n++) {
        budget has = {n};
        nb_memory scarce = {.allocate = allocate, .user = &has, .limit = (size_t)1 << 30};
        nb_buffer out;
        nb_buffer_init(&out, &scarce);
        if (json) nb_view_json(result, view, &out);
        else nb_view_text(result, view, &out, &out);
        failed = out.failed;
        nb_buffer_clear(&out);
        assert_int_equal(scarce.used, 0);
        assert_true(n > 0 || failed);
    }
}

#endif
