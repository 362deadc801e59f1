/* Values of nodes where leaves have other numbers. */
#include "plots/sampler.h"

#include "definitions/problem.h"
#include "formulas/cone.h"

nb_status nb_sampler_begin(nb_sampler *sampler, nb_sheet *s, const nb_node *inputs,
                           size_t input_count, const nb_node *outputs, size_t output_count) {
    *sampler = (nb_sampler){.s = s, .cells.columns = input_count, .outputs = output_count};
    nb_objective_plan plan = {.graph = &s->graph, .targets = outputs, .target_count = output_count,
                              .data = &sampler->cells, .leaves = inputs, .compiled = true,
                              .vectors = (nb_vectors)s->state.settings.vectors};
    nb_status status = nb_kept_take(&s->kept, &plan, &sampler->values);
    return status == NB_STATUS_ERROR ? nb_poll(s) : status;
}

nb_status nb_sees_columns(nb_sheet *s, const nb_node *inputs, size_t input_count,
                          const nb_node *outputs, size_t output_count, bool *found) {
    uint32_t *places;
    uint8_t *marks;
    nb_status status = nb_place_columns(s, &places);
    *found = false;
    for (size_t k = 0; k < output_count && status == NB_STATUS_OK; k++) {
        status = nb_mark_cone(s, outputs[k], &marks);
        for (nb_node i = 0; status == NB_STATUS_OK && i <= outputs[k]; i++)
            *found = *found || (marks[i] != 0 && s->owner[i] != NB_NO_DEF &&
                                places[s->owner[i]] != 0);
    }
    for (size_t i = 0; i < input_count && status == NB_STATUS_OK; i++)
        if (s->owner[inputs[i]] != NB_NO_DEF && places[s->owner[inputs[i]]] != 0) *found = false;
    return status;
}

nb_status nb_sampler_begin_loss(nb_sampler *sampler, nb_sheet *s, const nb_node *inputs,
                                size_t input_count, const nb_node *outputs, size_t output_count) {
    const nb_data *data = nb_find_data(s);
    bool found = false;
    nb_status status = NB_STATUS_OK;
    *sampler = (nb_sampler){.s = s, .cells.columns = input_count};
    if (data != NULL)
        status = nb_sees_columns(s, inputs, input_count, outputs, output_count, &found);
    if (status != NB_STATUS_OK) return status;
    if (!found) return nb_sampler_begin(sampler, s, inputs, input_count, outputs, output_count);
    sampler->losses = nb_arena_add(&s->scratch, output_count, sizeof *sampler->losses);
    sampler->rows = nb_data_rows(s, data);
    sampler->row_count = data->train;
    if (sampler->losses == NULL || sampler->rows == NULL) return NB_STATUS_NO_MEMORY;
    for (; sampler->outputs < output_count; sampler->outputs++) {
        nb_objective_plan plan = {.targets = &outputs[sampler->outputs], .target_count = 1,
                                  .weights = inputs, .weight_count = input_count,
                                  .compiled = true};
        status = nb_begin_objective(s, data, &plan, &sampler->losses[sampler->outputs]);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

static nb_status sample_losses(nb_sampler *sampler, const double *cells, size_t count,
                               double *values) {
    nb_status status = NB_STATUS_OK;
    for (size_t r = 0; r < count && status == NB_STATUS_OK; r++) {
        for (size_t k = 0; k < sampler->outputs; k++) {
            double sum;
            nb_objective_add(&sampler->losses[k], cells + r * sampler->cells.columns, sampler->rows,
                             sampler->row_count, true, &sum, NULL);
            values[r * sampler->outputs + k] = sum / (double)sampler->row_count;
        }
        status = nb_poll(sampler->s);
    }
    return status;
}

nb_status nb_sample(nb_sampler *sampler, const double *cells, size_t count, double *values) {
    nb_status status = NB_STATUS_OK;
    if (sampler->losses != NULL) return sample_losses(sampler, cells, count, values);
    sampler->cells.cells = (double *)cells; /* only read */
    for (size_t first = 0; first < count && status == NB_STATUS_OK; first += NB_ROWS_AT_ONCE) {
        size_t part = count - first < NB_ROWS_AT_ONCE ? count - first : NB_ROWS_AT_ONCE;
        nb_objective_values(&sampler->values, NULL, first, part,
                            values + first * sampler->outputs);
        status = nb_poll(sampler->s);
    }
    return status;
}

void nb_sampler_clear(nb_sampler *sampler) {
    nb_kept *kept = &sampler->s->kept;
    if (sampler->values.lanes != NULL) nb_kept_put(kept, &sampler->values);
    sampler->values.lanes = NULL;
    for (size_t k = 0; sampler->losses != NULL && k < sampler->outputs; k++)
        nb_kept_put(kept, &sampler->losses[k]);
    sampler->losses = NULL;
}
