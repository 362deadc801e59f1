/* The operator table as data (the texts of ops.def) and the look-ups over it. The formulas as
 * machine code are in compute.c: here the same rows are only read as text. */
#include "ops/ops.h"

#include <string.h>

#include "base/buffer.h"
#include "base/number.h"

/* Each label of a row becomes the member of nb_op_info that it fills. */
#define TAUGHT(formula) {#formula, #formula, #formula}
#define CAREFUL(taught, careful) {#taught, #careful, #careful}
#define AS_NODES(taught, careful, nodes) {#taught, #careful, #nodes}
#define WHERE(condition, usual, seldom) "where(" #condition ", " #usual ", " #seldom ")"
#define CASES(taught, condition, usual, seldom)                                                    \
    {#taught, WHERE(condition, usual, seldom), WHERE(condition, usual, seldom)}
#define CASES_AS_NODES(taught, condition, usual, seldom, nodes)                                    \
    {#taught, WHERE(condition, usual, seldom), #nodes}
#define CALL .form = {NB_FORM_CALL, NB_LEVEL_CALL, 0, ""}
#define TRANSPARENT .form = {NB_FORM_TRANSPARENT, NB_LEVEL_CALL, 0, ""}
#define FOLD .form = {NB_FORM_FOLD, NB_LEVEL_CALL, 0, ""}
#define WITH_DEFAULT(b) .form = {NB_FORM_DEFAULT, NB_LEVEL_CALL, b, ""}
#define INFIX(level, spellings) .form = {NB_FORM_INFIX, NB_LEVEL_##level, 0, spellings}
#define INFIX_RIGHT(level, spellings) .form = {NB_FORM_INFIX_RIGHT, NB_LEVEL_##level, 0, spellings}
#define PREFIX(level, spellings) .form = {NB_FORM_PREFIX, NB_LEVEL_##level, 0, spellings}
#define VALUE(formula) .value = formula
#define BY_A(formula) .partial[0] = formula
#define BY_B(formula) .partial[1] = formula
#define BY_C(formula) .partial[2] = formula
#define EVERYWHERE .domain = NULL
#define WHEN(condition, words) .domain = words
#define SMOOTH .has_kink = false
#define AT(condition) .has_kink = true
#define HELD .is_held = true
#define OPERANDS(...) .operands = {__VA_ARGS__}
#define SYMBOL(text) .symbol = text
#define LATEX(text) .latex = text
#define HELP(text) .help = text
#define POINTS(...) ((const double[][NB_MAX_OPERANDS]){__VA_ARGS__})
#define SAMPLES(...)                                                                               \
    .samples = POINTS(__VA_ARGS__),                                                                \
    .sample_count = sizeof POINTS(__VA_ARGS__) / sizeof(double[NB_MAX_OPERANDS])

static const nb_op_info table[NB_OP_COUNT] = {
#define OP0(ID, NAME, ...)                                                                         \
    {.name = NAME, .form = {NB_FORM_LEAF, NB_LEVEL_CALL, 0, ""}, .symbol = "", .latex = "",        \
     __VA_ARGS__},
#define OP1(ID, NAME, ...) {.name = NAME, .arity = 1, __VA_ARGS__},
#define OP2(ID, NAME, ...) {.name = NAME, .arity = 2, __VA_ARGS__},
#define OP3(ID, NAME, ...) {.name = NAME, .arity = 3, __VA_ARGS__},
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
};

const uint8_t nb_op_arities[NB_OP_COUNT] = {
#define OP0(...) 0,
#define OP1(...) 1,
#define OP2(...) 2,
#define OP3(...) 3,
#include "ops/ops.def"
};

const nb_op_info *nb_op_get(nb_op op) {
    return &table[op];
}

bool nb_op_is_choice(nb_op op) {
    return table[op].arity == 3 && strcmp(table[op].partial[0].taught, "0.0") == 0;
}

const char *nb_op_operand(nb_op op, int k) {
    static const char *const names[NB_MAX_OPERANDS] = {"x", "y", "z"};
    const char *const *operands = table[op].operands;
    /* The analyzer misses that a row leaves NULL what it does not name. */
    return operands[0] != NULL ? operands[k] : names[k]; /* NOLINT(clang-analyzer-core*) */
}

void nb_op_write_usage(nb_op op, nb_buffer *out) {
    const nb_op_info *info = &table[op];
    nb_buffer_add_text(out, info->name);
    for (int k = 0; k < info->arity; k++) {
        nb_buffer_add_text(out, k == 0 ? "(" : ", ");
        nb_buffer_add_text(out, nb_op_operand(op, k));
    }
    char number[NB_NUMBER_ROOM];
    if (info->form.kind == NB_FORM_DEFAULT) {
        nb_number_exact(info->form.fallback, number);
        nb_buffer_add_char(out, '=');
        nb_buffer_add_text(out, number);
    }
    nb_buffer_add_text(out, info->form.kind == NB_FORM_FOLD ? ", …)" : ")");
}

bool nb_op_find_call(const char *name, size_t length, nb_op *op) {
    for (int i = 0; i < NB_OP_COUNT; i++) {
        if (table[i].arity == 0 || !nb_bytes_are(name, length, table[i].name)) continue;
        *op = (nb_op)i;
        return true;
    }
    return false;
}

static bool has_spelling(const char *spellings, const char *text, size_t length) {
    while (*spellings != '\0') {
        size_t word = strcspn(spellings, " ");
        if (word == length && memcmp(spellings, text, length) == 0) return true;
        spellings += word;
        spellings += strspn(spellings, " ");
    }
    return false;
}

static bool is_infix(const nb_op_info *info) {
    return info->form.kind == NB_FORM_INFIX || info->form.kind == NB_FORM_INFIX_RIGHT;
}

static bool is_prefix(const nb_op_info *info) {
    return info->form.kind == NB_FORM_PREFIX;
}

static bool find_spelling(bool (*fits)(const nb_op_info *), const char *text, size_t length,
                          nb_op *op) {
    for (int i = 0; i < NB_OP_COUNT; i++) {
        if (!fits(&table[i]) || !has_spelling(table[i].form.spellings, text, length)) continue;
        *op = (nb_op)i;
        return true;
    }
    return false;
}

bool nb_op_find_infix(const char *text, size_t length, nb_op *op) {
    return find_spelling(is_infix, text, length, op);
}

bool nb_op_find_prefix(const char *text, size_t length, nb_op *op) {
    return find_spelling(is_prefix, text, length, op);
}

const char *nb_op_spelling(nb_op op) {
    const char *last = strrchr(table[op].form.spellings, ' ');
    return last != NULL ? last + 1 : table[op].form.spellings;
}
