/* Data: rows of samples, each column on a leaf. */
#include <string.h>

#include "session/internal.h"

/* ---- for an objective ---- */

const uint32_t *nb_data_rows(nb_session *s, const nb_data *data) {
    if (data->rows != NULL) return data->rows;
    uint32_t *rows = nb_arena_add(&s->scratch, data->train, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < data->train; i++) rows[i] = (uint32_t)i;
    return rows;
}

nb_status nb_data_inputs(nb_session *s, nb_objective *objective) {
    const nb_data *data = s->state.data;
    nb_input *inputs = nb_arena_add(&s->scratch, data->set.columns, sizeof *inputs);
    if (inputs == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < data->set.columns; i++) {
        const nb_def *def = &s->defs[data->columns[i]]; /* a formula by now? */
        nb_node leaf = NB_NO_NODE;
        if (def->meaning.kind == NB_DEF_LEAF) leaf = nb_objective_find(objective, def->node);
        if (leaf != NB_NO_NODE) inputs[objective->input_count++] = (nb_input){leaf, i};
    }
    objective->inputs = inputs;
    objective->data = &data->set;
    return NB_STATUS_OK;
}
