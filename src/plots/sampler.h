/* Values of nodes where leaves have other numbers, many at once: the graph stays as it is. */
#ifndef NABLA_PLOTS_SAMPLER_H
#define NABLA_PLOTS_SAMPLER_H

#include "data/data.h"

typedef struct nb_sampler {
    nb_sheet *s;
    size_t outputs;
    nb_dataset cells; /* the inputs' numbers */
    nb_objective values;
    /* of a loss of data: */
    nb_objective *losses; /* of each output; NULL: the row that is on the leaves */
    const uint32_t *rows;
    size_t row_count;
} nb_sampler;

/* Begins to sample the nodes `outputs` over the leaves `inputs`, at most NB_SAMPLER_INPUTS; the
 * others keep the numbers they have now. */
enum { NB_SAMPLER_INPUTS = 2 };
NB_MUST_USE nb_status nb_sampler_begin(nb_sampler *sampler, nb_sheet *s, const nb_node *inputs,
                                       size_t input_count, const nb_node *outputs,
                                       size_t output_count);
/* The same for losses, as train sees them: where they are made of columns of the data, of which no
 * input is one, their means over the rows that are trained on. */
NB_MUST_USE nb_status nb_sampler_begin_loss(nb_sampler *sampler, nb_sheet *s,
                                            const nb_node *inputs, size_t input_count,
                                            const nb_node *outputs, size_t output_count);
/* Whether the outputs are made of columns of the data, of which no input is one. */
NB_MUST_USE nb_status nb_sees_columns(nb_sheet *s, const nb_node *inputs, size_t input_count,
                                      const nb_node *outputs, size_t output_count, bool *found);
/* values[r * outputs + k] is output k where input j is cells[r * inputs + j]. */
NB_MUST_USE nb_status nb_sample(nb_sampler *sampler, const double *cells, size_t count,
                                double *values);
void nb_sampler_clear(nb_sampler *sampler);

#endif
