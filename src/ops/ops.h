/* The operators: what ops.def says, as C. Every fact about an operator that the rest of nabla
 * needs comes from here; no other file lists operators. */
#ifndef NABLA_OPS_OPS_H
#define NABLA_OPS_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

typedef enum nb_op {
#define OP0(ID, ...) NB_OP_##ID,
#define OP1(ID, ...) NB_OP_##ID,
#define OP2(ID, ...) NB_OP_##ID,
#define OP3(ID, ...) NB_OP_##ID,
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
    NB_OP_COUNT
} nb_op;

/* How tightly operators bind, loosest first. A number directly before a name (2x) binds as
 * NB_LEVEL_JUXTAPOSED. */
typedef enum nb_level {
    NB_LEVEL_NONE,
    NB_LEVEL_COMPARISON,
    NB_LEVEL_SUM,
    NB_LEVEL_PRODUCT,
    NB_LEVEL_SIGN,
    NB_LEVEL_JUXTAPOSED,
    NB_LEVEL_POWER,
    NB_LEVEL_CALL
} nb_level;

typedef enum nb_form_kind {
    NB_FORM_LEAF,        /* is not written: a leaf or a number */
    NB_FORM_CALL,        /* name(a, b) */
    NB_FORM_TRANSPARENT, /* name(a), printed as a */
    NB_FORM_DEFAULT,     /* name(a) or name(a, b): the second operand has a default */
    NB_FORM_FOLD,        /* name(a, b, ...), combined from the left */
    NB_FORM_INFIX,       /* a + b */
    NB_FORM_INFIX_RIGHT, /* a ^ b, grouping to the right */
    NB_FORM_PREFIX       /* -a */
} nb_form_kind;

typedef struct nb_formula {
    const char *taught;  /* what a course teaches */
    const char *careful; /* what is computed; the same text where they do not differ */
    const char *nodes;   /* what nodes are made of, likewise */
} nb_formula;

enum { NB_MAX_OPERANDS = 3 };

typedef struct nb_op_info {
    const char *name;
    int arity; /* operands: 0 to 3 */
    struct {
        nb_form_kind kind;
        nb_level level;
        double fallback;       /* NB_FORM_DEFAULT: the second operand when it is left out */
        const char *spellings; /* infix and prefix: separated by blanks; the last is printed */
    } form;
    const char *operands[NB_MAX_OPERANDS]; /* see nb_op_operand */
    const char *symbol, *latex;
    nb_formula value, partial[NB_MAX_OPERANDS];
    const char *domain; /* in words, NULL: everywhere */
    bool has_kink;
    bool is_held; /* nothing is handed back, on purpose: comparisons hold its value still */
    const char *help;
    const double (*samples)[NB_MAX_OPERANDS]; /* points; behind `arity` numbers come zeros */
    size_t sample_count;
} nb_op_info;

const nb_op_info *nb_op_get(nb_op op);
extern const uint8_t nb_op_arities[NB_OP_COUNT]; /* for loops over all nodes */
/* Whether the first operand is a condition between the other two, as that of `where`. */
bool nb_op_is_choice(nb_op op);
/* What operand k is called in words: x, y, z where the row says nothing else. */
const char *nb_op_operand(nb_op op, int k);
/* How it is called: xlogy(x, y), leaky_relu(x, a=0.01), max(x, y, …). */
void nb_op_write_usage(nb_op op, nb_buffer *out);

/* The operator spelled `text` in the given place; false when there is none. */
bool nb_op_find_call(const char *name, size_t length, nb_op *op);
bool nb_op_find_infix(const char *text, size_t length, nb_op *op);
bool nb_op_find_prefix(const char *text, size_t length, nb_op *op);
/* The spelling that is printed: the last of form.spellings. */
const char *nb_op_spelling(nb_op op);

#endif
