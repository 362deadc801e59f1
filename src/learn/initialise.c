/* Initialisers as statements: sizes and settings are read, the numbers are drawn, and a vector of
 * leaves is made. And `seed`, from which the numbers are drawn. */
#include "learn/initialise.h"

#include <math.h>
#include <string.h>

#include "data/parameters.h"
#include "definitions/elements.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"
#include "train/initialiser.h"

/* zeros(3), zeros(2, 3): the sizes are the arguments without a name. */
static nb_status read_sizes(nb_sheet *s, const nb_command_arg *call, nb_shape *shape) {
    uint32_t sizes[2] = {0, 0}, count = 0;
    for (const nb_clause *p = call->parameters; p != NULL; p = p->next) {
        double size;
        if (p->key != NULL) continue;
        if (count == 2) return nb_fail_place(s, call->span, NB_PLAIN(TOO_MANY_INDICES),
                                             NB_NO_HINT);
        nb_status status = nb_eval(s, &p->arg.expr, s->env, &size);
        if (status != NB_STATUS_OK) return status;
        if (!(size >= 1 && size <= NB_MAX_ELEMENTS && size == rint(size)))
            return nb_fail_place(s, p->arg.span, NB_SAY(VECTOR_SIZE, NB_NUMBER(size)),
                                 NB_NO_HINT);
        sizes[count++] = (uint32_t)size;
    }
    if (count == 0)
        return nb_fail_place(s, call->span, NB_SAY(NO_SIZE, NB_TEXT(call->text)), NB_NO_HINT);
    *shape = (nb_shape){count, count > 1 ? sizes[0] : 1, sizes[count - 1]};
    double elements = (double)shape->rows * shape->columns;
    if (elements <= NB_MAX_ELEMENTS) return NB_STATUS_OK;
    return nb_fail_place(s, call->span,
                         NB_SAY(VECTOR_TOO_LARGE, nb_shape_arg(s, *shape),
                                NB_COUNT(elements)), NB_NO_HINT);
}

/* A vector of n weights has n inputs and one output. */
nb_status nb_initialise(nb_sheet *s, const nb_statement *st, nb_def_id id) {
    const nb_command_arg *call = st->initialiser;
    nb_initialiser initialiser;
    nb_shape shape = NB_SCALAR;
    double settings[NB_MAX_PARAMETERS];
    if (!nb_initialiser_find(call->text, strlen(call->text), &initialiser)) return NB_STATUS_ERROR;
    nb_status status = read_sizes(s, call, &shape);
    if (status == NB_STATUS_OK)
        status = nb_read_parameters(s, call, nb_initialiser_get(initialiser)->parameters, settings);
    if (status != NB_STATUS_OK) return status;
    if (s->defs[id].rank > 0)
        return nb_fail_place(s, call->span,
                             NB_SAY(NUMBER_WANTED, nb_shape_arg(s, shape)), NB_NO_HINT);
    uint32_t count = nb_shape_count(shape);
    double *numbers = nb_arena_add(&s->scratch, count, sizeof *numbers);
    if (numbers == NULL) return NB_STATUS_NO_MEMORY;
    bool matrix = shape.rank == 2;
    nb_initialiser_fill(initialiser, settings, matrix ? shape.rows : shape.columns,
                        matrix ? shape.columns : 1, &s->state.random, numbers, count);
    return nb_set_vector(s, id, shape, numbers, false);
}

/* ---- the seed ---- */

static nb_status read_count(nb_sheet *s, const nb_command_arg *arg, double *value) {
    nb_status status = nb_eval(s, &arg->expr, s->env, value);
    const double exact = 9007199254740992.0; /* 2^53 */
    if (status != NB_STATUS_OK || (*value >= 0 && *value <= exact && *value == rint(*value)))
        return status;
    return nb_fail_at(s, &arg->expr, arg->span, NB_SAY(BAD_SEED, NB_NUMBER(*value)), NB_NO_HINT);
}

/* `drawn` says how many numbers were drawn since, so that a saved session goes on where it was. */
NB_COMMAND(SEED) {
    const nb_command_arg *drawn = nb_clause_get(st, "drawn");
    double seed, count = 0;
    nb_status status = read_count(s, &st->args[0], &seed);
    if (status == NB_STATUS_OK && drawn != NULL) status = read_count(s, drawn, &count);
    if (status != NB_STATUS_OK) return status;
    nb_random_seed(&s->state.random, (uint64_t)seed);
    nb_random_skip(&s->state.random, (uint64_t)count);
    return NB_STATUS_OK;
}
