/* Initialisers: W = uniform(2, 3, low=-1, high=1) makes leaves. And settings of any such call. */
#include <math.h>
#include <string.h>

#include "session/internal.h"
#include "train/initialiser.h"

/* Arguments without a name are left to the caller. */
nb_status nb_read_parameters(nb_session *s, const nb_command_arg *call, const nb_default *list,
                             double values[NB_MAX_PARAMETERS]) {
    nb_expr place = {.source = s->text};
    nb_parameter_defaults(list, values);
    for (const nb_clause *p = call->parameters; p != NULL; p = p->next) {
        if (p->key == NULL) continue;
        size_t k = nb_parameter_find(list, p->key, strlen(p->key));
        if (k == NB_MAX_PARAMETERS)
            return nb_fail_at(s, &place, p->span,
                              NB_SAY(UNKNOWN_KEYWORD, NB_TEXT(call->text), NB_TEXT(p->key)),
                              nb_setting_meant(s, call->text, list, NULL, p->key));
        if (p->arg.form == NB_ARG_WORD)
            return nb_fail_at(s, &place, p->arg.span, NB_SAY(UNKNOWN_NAME, NB_TEXT(p->arg.text)),
                              nb_did_you_mean(s, p->arg.text, false));
        nb_status status = nb_eval(s, &p->arg.expr, s->env, &values[k]);
        if (status != NB_STATUS_OK) return status;
        const nb_parameter_info *info = nb_parameter_get(list[k].parameter);
        if (!isfinite(values[k]))
            return nb_fail_at(s, &place, p->arg.span,
                              NB_SAY(PARAMETER_FINITE, NB_TEXT(p->key), NB_NUMBER(values[k])),
                              NB_NO_HINT);
        if (!nb_parameter_allows(list[k].parameter, values[k]))
            return nb_fail_at(s, &place, p->arg.span,
                              NB_SAY(PARAMETER_RANGE, NB_TEXT(p->key), NB_WORDS(info->range),
                                     NB_NUMBER(values[k])), NB_NO_HINT);
    }
    return NB_STATUS_OK;
}

/* zeros(3), zeros(2, 3): the sizes are the arguments without a name. */
static nb_status read_sizes(nb_session *s, const nb_command_arg *call, nb_shape *shape) {
    uint32_t sizes[2] = {0, 0}, count = 0;
    nb_expr place = {.source = s->text};
    for (const nb_clause *p = call->parameters; p != NULL; p = p->next) {
        double size;
        if (p->key != NULL) continue;
        if (count == 2) return nb_fail_at(s, &place, call->span, NB_PLAIN(TOO_MANY_INDICES),
                                          NB_NO_HINT);
        nb_status status = nb_eval(s, &p->arg.expr, s->env, &size);
        if (status != NB_STATUS_OK) return status;
        if (!(size >= 1 && size <= NB_MAX_ELEMENTS && size == rint(size)))
            return nb_fail_at(s, &place, p->arg.span, NB_SAY(VECTOR_SIZE, NB_NUMBER(size)),
                              NB_NO_HINT);
        sizes[count++] = (uint32_t)size;
    }
    if (count == 0)
        return nb_fail_at(s, &place, call->span, NB_SAY(NO_SIZE, NB_TEXT(call->text)), NB_NO_HINT);
    *shape = (nb_shape){count, count > 1 ? sizes[0] : 1, sizes[count - 1]};
    double elements = (double)shape->rows * shape->columns;
    if (elements <= NB_MAX_ELEMENTS) return NB_STATUS_OK;
    return nb_fail_at(s, &place, call->span,
                      NB_SAY(VECTOR_TOO_LARGE, nb_shape_arg(s, *shape),
                             NB_COUNT(elements)), NB_NO_HINT);
}

/* A vector of n weights has n inputs and one output. */
nb_status nb_initialise(nb_session *s, const nb_statement *st, nb_def_id id) {
    const nb_command_arg *call = st->initialiser;
    nb_initialiser initialiser;
    nb_shape shape = NB_SCALAR;
    double settings[NB_MAX_PARAMETERS];
    if (!nb_initialiser_find(call->text, strlen(call->text), &initialiser)) return NB_STATUS_ERROR;
    nb_status status = read_sizes(s, call, &shape);
    if (status == NB_STATUS_OK)
        status = nb_read_parameters(s, call, nb_initialiser_get(initialiser)->parameters, settings);
    if (status != NB_STATUS_OK) return status;
    nb_expr place = {.source = s->text};
    if (s->defs[id].rank > 0)
        return nb_fail_at(s, &place, call->span,
                          NB_SAY(NUMBER_WANTED, nb_shape_arg(s, shape)), NB_NO_HINT);
    uint32_t count = nb_shape_count(shape);
    double *numbers = nb_arena_add(&s->scratch, count, sizeof *numbers);
    if (numbers == NULL) return NB_STATUS_NO_MEMORY;
    bool matrix = shape.rank == 2;
    nb_initialiser_fill(initialiser, settings, matrix ? shape.rows : shape.columns,
                        matrix ? shape.columns : 1, &s->state.random, numbers, count);
    return nb_set_vector(s, id, shape, numbers, false);
}
