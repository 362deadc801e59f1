/* A training's numbers live in the sheet's arena and stay there when the next one begins its own:
 * undo may need them. */
#include "learn/loss_history.h"

#include <string.h>

nb_status nb_loss_history_begin(nb_sheet *s, const nb_text *loss, size_t room,
                                bool tested, nb_history_of_loss **history) {
    nb_history_of_loss *h = s->state.learned.history;
    if (h == NULL || h->statement != s->statement || h->room < room ||
        tested != (h->tests != NULL) || !nb_text_same(&h->name, loss)) {
        double *numbers = nb_arena_add(&s->arena, room, sizeof *numbers);
        double *tests = tested ? nb_arena_add(&s->arena, room, sizeof *tests) : numbers;
        nb_text name;
        h = nb_arena_add(&s->arena, 1, sizeof *h);
        if (!nb_text_copy(&s->arena, loss, &name) || numbers == NULL ||
            tests == NULL || h == NULL)
            return NB_STATUS_NO_MEMORY;
        *h = (nb_history_of_loss){.statement = s->statement, .name = name, .numbers = numbers,
                                  .tests = tested ? tests : NULL, .room = room};
    }
    h->count = 0;
    h->every = 1;
    *history = s->state.learned.history = h;
    return NB_STATUS_OK;
}

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
