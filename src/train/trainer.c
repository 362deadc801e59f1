/* The training loop. See trainer.h. */
#include "train/trainer.h"

#include <math.h>
#include <string.h>

#include "train/dataset.h"
#include "train/optimizer_step.h"

/* ---- the optimizer's state ---- */

static size_t room_of(const nb_optimizer_state *state) {
    return state->weights * nb_optimizer_get(state->optimizer)->slot_count + 1;
}

nb_status nb_optimizer_state_init(nb_optimizer_state *state, nb_memory *memory,
                                  nb_optimizer optimizer, size_t weights) {
    *state = (nb_optimizer_state){.memory = memory, .optimizer = optimizer, .weights = weights};
    if (weights > SIZE_MAX / (NB_MAX_SLOTS + 1)) return NB_STATUS_NO_MEMORY;
    state->slots = nb_memory_new(memory, room_of(state), sizeof *state->slots);
    return state->slots != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

void nb_optimizer_state_clear(nb_optimizer_state *state) {
    nb_memory_free(state->memory, state->slots, room_of(state), sizeof *state->slots);
    state->slots = NULL;
}

void nb_optimizer_state_copy(nb_optimizer_state *to, const nb_optimizer_state *from) {
    double *slots = to->slots;
    memcpy(slots, from->slots, room_of(from) * sizeof *slots);
    *to = *from;
    to->slots = slots;
}

/* ---- the loop ---- */

double nb_trainer_rate(const nb_trainer *trainer) {
    return trainer->settings[trainer->lr];
}

/* The learning rate for the next step. */
static nb_status set_rate(nb_trainer *trainer) {
    const nb_plan *plan = &trainer->plan;
    double rate = plan->settings[trainer->lr], step = trainer->state->steps + 1;
    nb_status status = NB_STATUS_OK;
    if (plan->rate != NULL)
        status = plan->rate(plan->user, trainer->state->epochs + 1, step, &rate);
    if (status != NB_STATUS_OK) return status;
    if (step < (double)plan->warmup) rate *= step / (double)plan->warmup;
    trainer->settings[trainer->lr] = rate * trainer->decayed;
    return status;
}

nb_status nb_trainer_begin(nb_trainer *trainer, const nb_plan *plan, nb_optimizer_state *state,
                           const uint32_t *rows, size_t samples) {
    *trainer = (nb_trainer){.plan = *plan, .state = state, .decayed = 1, .loss = NAN};
    memcpy(trainer->settings, plan->settings, sizeof trainer->settings);
    trainer->lr = nb_parameter_find(nb_optimizer_get(state->optimizer)->parameters, "lr", 2);
    trainer->ahead = nb_optimizer_get(state->optimizer)->ahead != NULL;
    for (int k = 0; k < NB_GRADIENT_COUNT; k++)
        if (nb_gradient_setting(state->optimizer, plan->settings, (nb_gradient_step)k) > 0)
            trainer->prepares = true;
    trainer->samples = rows != NULL ? samples : 0;
    nb_random_seed(&trainer->random, plan->seed);
    nb_arena_init(&trainer->arena, state->memory);
    trainer->order = nb_arena_add(&trainer->arena, trainer->samples, sizeof *rows);
    trainer->gradient = nb_arena_add(&trainer->arena, state->weights, sizeof(double));
    trainer->points = nb_arena_add(&trainer->arena, state->weights, sizeof(double));
    trainer->before = nb_arena_add(&trainer->arena, state->weights, sizeof(double));
    if (trainer->order == NULL || trainer->gradient == NULL || trainer->points == NULL ||
        trainer->before == NULL) {
        nb_trainer_clear(trainer);
        return NB_STATUS_NO_MEMORY;
    }
    if (rows != NULL) memcpy(trainer->order, rows, samples * sizeof *rows);
    nb_status status = set_rate(trainer);
    if (status != NB_STATUS_OK) nb_trainer_clear(trainer);
    return status;
}

void nb_trainer_clear(nb_trainer *trainer) {
    nb_arena_clear(&trainer->arena);
}

/* One update with the gradient that is there, the sum over `samples`; false when it leaves the
 * finite numbers. */
static bool update(nb_trainer *trainer, double samples, const double *points, double *weights) {
    nb_optimizer_state *state = trainer->state;
    if (trainer->prepares) {
        nb_gradient_mean(state->weights, samples, trainer->gradient);
        samples = 1;
        nb_gradient_prepare(state->optimizer, trainer->settings, state->weights, points,
                            trainer->gradient);
    }
    return nb_optimizer_step(state->optimizer, trainer->settings, ++state->steps, state->weights,
                             samples, trainer->gradient, weights, trainer->before, state->slots);
}

static nb_status end_epoch(nb_trainer *trainer) {
    size_t samples = trainer->samples > 0 ? trainer->samples : 1;
    trainer->loss = trainer->plan.sum ? trainer->gathered : trainer->gathered / (double)samples;
    trainer->gathered = 0;
    trainer->iteration = 0;
    trainer->decayed *= trainer->plan.decay;
    trainer->state->epochs++;
    return ++trainer->epoch < trainer->plan.epochs ? NB_STATUS_RUNNING : NB_STATUS_OK;
}

nb_status nb_trainer_step(nb_trainer *trainer, double *weights, nb_gradient_fn *gradient,
                          void *user) {
    const nb_plan *plan = &trainer->plan;
    nb_optimizer_state *state = trainer->state;
    size_t samples = trainer->samples, iteration = trainer->iteration;
    nb_status status = set_rate(trainer);
    if (status != NB_STATUS_OK) return status;
    if (plan->shuffle && iteration == 0)
        nb_random_shuffle(&trainer->random, trainer->order, samples, sizeof *trainer->order);
    nb_batch batch = {0, 1};
    if (samples > 0) batch = nb_batch_get(samples, plan->batch, iteration);
    const uint32_t *rows = samples > 0 ? trainer->order + batch.first : NULL;
    double loss;
    const double *points = trainer->ahead ? trainer->points : weights;
    if (trainer->ahead)
        nb_optimizer_ahead(state->optimizer, trainer->settings, state->weights, weights,
                           state->slots, trainer->points);
    status = gradient(user, points, rows, batch.count, &loss, trainer->gradient);
    if (status != NB_STATUS_OK) return status;
    double divisor = plan->sum ? 1 : (double)batch.count;
    if (!update(trainer, divisor, points, weights) || !isfinite(loss)) {
        size_t bytes = state->weights * sizeof *weights;
        memcpy(weights, trainer->before, bytes);
        if (!trainer->ahead) memcpy(trainer->points, weights, bytes);
        return NB_STATUS_ERROR;
    }
    trainer->gathered += loss;
    trainer->iteration++;
    bool last = samples == 0 || trainer->iteration == nb_batch_iterations(samples, plan->batch);
    return last ? end_epoch(trainer) : NB_STATUS_RUNNING;
}
