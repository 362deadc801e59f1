/* The table of operators over vectors. */
#include "ops/vectors.h"

#include <string.h>

#include "base/buffer.h"
#include "ops/ops.h"

#define ROW(ROWS, NAME, PARAMETERS, VALUE, FIRST, SECOND, ...)                                     \
    {.name = NAME, .arity = sizeof(PARAMETERS) > 2 ? 2 : 1, .rows = ROWS,                          \
     .parameters = PARAMETERS, .value = VALUE, .partial = {FIRST, SECOND}, .help = __VA_ARGS__},
#define MADE_BY(MAKER, LETTER, VALUE, PARTIAL)                                                     \
    .made = {.maker = MAKER, .letter = LETTER, .value = VALUE, .partial = PARTIAL}
#define SETTINGS(...)                                                                              \
    .settings = {__VA_ARGS__},                                                                     \
    .setting_count = sizeof((struct nb_setting_row[]){__VA_ARGS__}) / sizeof(struct nb_setting_row)
#define ALONG .along = true
#define TARGET_IS_CHANCE .targets = NB_TARGETS_CHANCES
#define TARGET_IS_SIGN .targets = NB_TARGETS_SIGNS

struct nb_setting_row {
    const char *name;
    double fallback;
};

static const nb_vector_info vectors[] = {
#define BASIC(ID, NAME, PARAMETERS, ...)                                                           \
    ROW(NB_ROWS_TOGETHER, NAME, PARAMETERS, NULL, "", "", __VA_ARGS__)
#define FORMULA(ID, ...) ROW(NB_ROWS_TOGETHER, __VA_ARGS__)
#define EACH_ROW(ID, ...) ROW(NB_ROWS_EACH, __VA_ARGS__)
#define MEAN_OF_ROWS(ID, ...) ROW(NB_ROWS_MEAN, __VA_ARGS__)
#include "ops/vectors.def"
#undef BASIC
#undef FORMULA
#undef EACH_ROW
#undef MEAN_OF_ROWS
};

const char *nb_along_name(nb_along along) {
    static const char *const names[] = {NULL, "rows", "columns"};
    return names[along];
}

const nb_vector_info *nb_vector_get(nb_vector_op op) {
    return &vectors[op];
}

bool nb_vector_find(const char *name, size_t length, nb_vector_op *op) {
    for (int i = 0; i < NB_VECTOR_COUNT; i++) {
        if (!nb_bytes_are(name, length, vectors[i].name)) continue;
        *op = (nb_vector_op)i;
        return true;
    }
    return false;
}

bool nb_is_operator_name(const char *name) {
    nb_op op;
    nb_vector_op vector;
    size_t length = strlen(name);
    return nb_op_find_call(name, length, &op) || nb_vector_find(name, length, &vector);
}
