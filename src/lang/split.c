/* Where the operands of a postfix expression begin. */
#include "lang/split.h"

/* How many values a code takes from those before it; the indices behind a SKIP are its own. */
static uint32_t taken_by(const nb_code *code) {
    switch ((nb_code_kind)code->kind) {
    case NB_CODE_OP: case NB_CODE_CALL: case NB_CODE_VECTOR: case NB_CODE_ARRAY:
    case NB_CODE_GRADIENT: return code->count;
    case NB_CODE_PICK: case NB_CODE_ALIAS: case NB_CODE_SLOPE: return 1;
    default: return 0;
    }
}

uint32_t *nb_value_begins(nb_arena *arena, const nb_expr *expr) {
    uint32_t *begins = nb_arena_add(arena, expr->count, sizeof *begins), depth = 0;
    uint32_t *open = nb_arena_add(arena, (size_t)expr->count + 1, sizeof *open);
    if (begins == NULL || open == NULL) return NULL;
    for (uint32_t i = 0; i < expr->count; i++) {
        uint32_t first = i;
        if (expr->codes[i].kind == NB_CODE_SKIP) i += expr->codes[i].count + 1; /* to the INDEX */
        uint32_t taken = taken_by(&expr->codes[i]);
        depth -= taken;
        if (taken == 0) open[depth] = first;
        begins[i] = open[depth++];
    }
    return begins;
}

nb_status nb_split_derivative(nb_arena *scratch, const nb_expr *expr, nb_expr *of,
                              nb_expr *by, bool *split) {
    uint32_t *begins = nb_value_begins(scratch, expr), last = expr->count - 1;
    if (begins == NULL) return NB_STATUS_NO_MEMORY;
    *split = expr->codes[last].kind == NB_CODE_GRADIENT;
    if (!*split) return NB_STATUS_OK;
    *of = *by = *expr;
    of->count = begins[last - 1];
    by->codes += of->count;
    by->count = last - of->count;
    of->span = of->codes[of->count - 1].span;
    by->span = by->codes[by->count - 1].span;
    return NB_STATUS_OK;
}
