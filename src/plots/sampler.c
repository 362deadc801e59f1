/* Values of nodes where leaves have other numbers. */
#include "plots/sampler.h"

#include "definitions/problem.h"

nb_status nb_sampler_begin(nb_sampler *sampler, nb_sheet *s, const nb_node *inputs,
                           size_t input_count, const nb_node *outputs, size_t output_count) {
    nb_lanes_plan plan = {.target = NB_NO_NODE, .inputs = inputs, .input_count = input_count,
                          .outputs = outputs, .output_count = output_count};
    *sampler = (nb_sampler){.s = s, .inputs = input_count, .outputs = output_count};
    return nb_lanes_new(&s->memory, &s->graph, &plan, &sampler->lanes);
}

nb_status nb_sample(nb_sampler *sampler, const double *cells, size_t count, double *values) {
    static const size_t columns[NB_SAMPLER_INPUTS] = {0, 1};
    enum { CHUNK = 256 }; /* rows between two looks for Ctrl-C */
    nb_status status = NB_STATUS_OK;
    for (size_t first = 0; first < count && status == NB_STATUS_OK; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        nb_lanes_samples samples = {cells + first * sampler->inputs, sampler->inputs, columns};
        nb_lanes_values(sampler->lanes, NULL, &samples, NULL, part,
                        values + first * sampler->outputs);
        status = nb_poll(sampler->s);
    }
    return status;
}

void nb_sampler_clear(nb_sampler *sampler) {
    nb_lanes_free(sampler->lanes);
    sampler->lanes = NULL;
}
