/* The operator table as data (the texts of ops.def) and the look-ups over it. The formulas as
 * machine code are in compute.c: here the same rows are only read as text. */
#include "ops/ops.h"

#include <string.h>

#include "base/buffer.h"

#define TAUGHT(formula) {#formula, #formula, #formula}
#define CAREFUL(taught, careful) {#taught, #careful, #careful}
#define AS_NODES(taught, careful, nodes) {#taught, #careful, #nodes}
#define CALL {NB_FORM_CALL, NB_LEVEL_CALL, 0, ""}
#define TRANSPARENT {NB_FORM_TRANSPARENT, NB_LEVEL_CALL, 0, ""}
#define FOLD {NB_FORM_FOLD, NB_LEVEL_CALL, 0, ""}
#define WITH_DEFAULT(b) {NB_FORM_DEFAULT, NB_LEVEL_CALL, b, ""}
#define INFIX(level, spellings) {NB_FORM_INFIX, NB_LEVEL_##level, 0, spellings}
#define INFIX_RIGHT(level, spellings) {NB_FORM_INFIX_RIGHT, NB_LEVEL_##level, 0, spellings}
#define PREFIX(level, spellings) {NB_FORM_PREFIX, NB_LEVEL_##level, 0, spellings}
#define EVERYWHERE NULL
#define WHEN(condition, words) words
#define SMOOTH false
#define AT(condition) true

#define SAMPLES(...) ((const double[]){__VA_ARGS__})
#define COUNT(...) (sizeof SAMPLES(__VA_ARGS__) / sizeof(double))

static const nb_op_info table[NB_OP_COUNT] = {
#define OP0(ID, NAME, HELP)                                                                        \
    {.name = NAME, .form = {NB_FORM_LEAF, NB_LEVEL_CALL, 0, ""}, .symbol = "", .latex = "",        \
     .help = HELP},
#define OP1(ID, NAME, FORM, SYMBOL, LATEX, VALUE, DA, DOMAIN, KINK, HELP, ...)                     \
    {NAME, 1, FORM, SYMBOL, LATEX, VALUE, {DA}, DOMAIN, KINK, HELP, SAMPLES(__VA_ARGS__),          \
     COUNT(__VA_ARGS__)},
#define OP2(ID, NAME, FORM, SYMBOL, LATEX, VALUE, DA, DB, DOMAIN, KINK, HELP, ...)                 \
    {NAME, 2, FORM, SYMBOL, LATEX, VALUE, {DA, DB}, DOMAIN, KINK, HELP, SAMPLES(__VA_ARGS__),      \
     COUNT(__VA_ARGS__) / 2},
#define OP3(ID, NAME, FORM, SYMBOL, LATEX, VALUE, DA, DB, DC, DOMAIN, KINK, HELP, ...)             \
    {NAME, 3, FORM, SYMBOL, LATEX, VALUE, {DA, DB, DC}, DOMAIN, KINK, HELP, SAMPLES(__VA_ARGS__),  \
     COUNT(__VA_ARGS__) / 3},
#include "ops/ops.def"
};

const nb_op_info *nb_op_get(nb_op op) {
    return &table[op];
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
