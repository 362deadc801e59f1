/* A training's numbers live in the sheet's arena and stay there when the next one begins its own:
 * undo may need them. */
#include "learn/loss_history.h"

#include <string.h>

#include "formulas/table_cells.h"

static bool is_same(const nb_history_of_loss *h, const nb_sheet *s, const nb_history_plan *plan) {
    bool run = (h->run == NULL) == (plan->run == NULL) &&
               (h->run == NULL || strcmp(h->run, plan->run) == 0);
    return h->statement == s->statement && h->room >= plan->room && run &&
           plan->tested == (h->tests != NULL) && nb_text_same(&h->name, plan->loss);
}

/* The last of the earlier ones that is called something. */
static const nb_history_of_loss *find_earlier(const nb_history_of_loss *h) {
    return h == NULL || h->run != NULL ? h : h->earlier;
}

static nb_history_of_loss *make(nb_sheet *s, const nb_history_plan *plan) {
    nb_history_of_loss *h = nb_arena_add(&s->arena, 1, sizeof *h);
    nb_text name;
    bool good = h != NULL && nb_text_copy(&s->arena, plan->loss, &name);
    double *numbers = nb_arena_add(&s->arena, plan->room, sizeof *numbers);
    double *tests = plan->tested ? nb_arena_add(&s->arena, plan->room, sizeof *tests) : numbers;
    char *run = plan->run != NULL ? nb_arena_text(&s->arena, plan->run, strlen(plan->run)) : NULL;
    if (!good || numbers == NULL || tests == NULL || (run == NULL && plan->run != NULL))
        return NULL;
    *h = (nb_history_of_loss){.statement = s->statement, .name = name, .numbers = numbers,
                              .tests = plan->tested ? tests : NULL, .room = plan->room,
                              .run = run, .earlier = find_earlier(s->state.learned.history)};
    return h;
}

nb_status nb_loss_history_begin(nb_sheet *s, const nb_history_plan *plan,
                                nb_history_of_loss **history) {
    nb_history_of_loss *h = s->state.learned.history;
    if (h == NULL || !is_same(h, s, plan)) h = make(s, plan);
    if (h == NULL) return NB_STATUS_NO_MEMORY;
    h->count = 0;
    h->every = 1;
    *history = s->state.learned.history = h;
    return NB_STATUS_OK;
}

/* Keeps every second of numbers. */
static void halve(double *numbers, size_t count) {
    for (size_t i = 1; numbers != NULL && i < count; i++) numbers[i] = numbers[2 * i];
}

void nb_loss_history_add(nb_history_of_loss *h, size_t epoch, double loss, double test) {
    if ((epoch - 1) % h->every != 0) return;
    if (h->count == NB_MOST_LOSSES) {
        h->count /= 2;
        h->every *= 2;
        halve(h->numbers, h->count);
        halve(h->tests, h->count);
    }
    nb_loss_history_end(h, loss, test);
}

void nb_loss_history_end(nb_history_of_loss *h, double loss, double test) {
    if (h->tests != NULL) h->tests[h->count] = test;
    h->numbers[h->count++] = loss;
}

nb_text nb_test_loss_name(nb_sheet *s, nb_text loss) {
    nb_writer name = {.s = s};
    nb_write_text(&name, loss);
    nb_write_mark(&name, NB_PIECE_GAP);
    nb_write_piece(&name, (nb_piece){.kind = NB_PIECE_WORDS,
                                     .text = nb_message_wording(NB_MESSAGE_HEAD_TEST)});
    return name.text;
}
