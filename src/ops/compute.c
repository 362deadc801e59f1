/* One operator at a time: its value, its local gradients, its domain and its kinks, each a switch
 * expanded from ops.def. (The graph expands its own loops from the same rows.) */
#define NB_ONE_AT_A_TIME /* see formulas.h */
#include "ops/compute.h"
#include "ops/formulas.h"
#include "ops/ops.h"

double nb_op_value(nb_op op, double a, double b, double c) {
    switch (op) {
#define OP0(ID, ...) case NB_OP_##ID: return NAN;
#define OP1(ID, NAME, FORM, Y, ...) case NB_OP_##ID: return Y;
#define OP2 OP1
#define OP3 OP1
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
    case NB_OP_COUNT: break;
    }
    return NAN;
}

static double partial(nb_op op, int operand, double a, double b, double c, double y) {
    (void)c;
    switch (op) {
#define OP0(ID, ...) case NB_OP_##ID: return 0.0;
#define OP1(ID, NAME, FORM, Y, DA, ...) case NB_OP_##ID: return DA;
#define OP2(ID, NAME, FORM, Y, DA, DB, ...)                                                        \
    case NB_OP_##ID: return operand == 0 ? DA : DB;
#define OP3(ID, NAME, FORM, Y, DA, DB, DC, ...)                                                    \
    case NB_OP_##ID: return operand == 0 ? DA : operand == 1 ? DB : DC;
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
    case NB_OP_COUNT: break;
    }
    return NAN;
}

double nb_op_partial(nb_op op, int operand, double a, double b, double c, double y) {
    return isnan(y) ? NAN : partial(op, operand, a, b, c, y);
}

bool nb_op_in_domain(nb_op op, double a, double b, double c) {
    (void)c;
    switch (op) {
#define OP0(ID, ...) case NB_OP_##ID: return true;
#define OP1(ID, NAME, FORM, Y, DA, DOMAIN, ...) case NB_OP_##ID: return DOMAIN;
#define OP2(ID, NAME, FORM, Y, DA, DB, DOMAIN, ...) case NB_OP_##ID: return DOMAIN;
#define OP3(ID, NAME, FORM, Y, DA, DB, DC, DOMAIN, ...) case NB_OP_##ID: return DOMAIN;
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
    case NB_OP_COUNT: break;
    }
    return true;
}

bool nb_op_at_kink(nb_op op, double a, double b, double c) {
    (void)c;
    switch (op) {
#define OP0(ID, ...) case NB_OP_##ID: return false;
#define OP1(ID, NAME, FORM, Y, DA, DOMAIN, KINK, ...) case NB_OP_##ID: return KINK;
#define OP2(ID, NAME, FORM, Y, DA, DB, DOMAIN, KINK, ...) case NB_OP_##ID: return KINK;
#define OP3(ID, NAME, FORM, Y, DA, DB, DC, DOMAIN, KINK, ...) case NB_OP_##ID: return KINK;
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
    case NB_OP_COUNT: break;
    }
    return false;
}
