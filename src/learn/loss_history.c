/* A training's numbers live in the sheet's arena and stay there when the next one begins its own:
 * undo may need them. */
#include "learn/loss_history.h"

#include <string.h>

nb_status nb_loss_history_begin(nb_sheet *s, const nb_text *loss, size_t room,
                                nb_history_of_loss **history) {
    nb_history_of_loss *h = s->state.learned.history;
    if (h == NULL || h->statement != s->statement || h->room < room ||
        !nb_text_same(&h->name, loss)) {
        double *numbers = nb_arena_add(&s->arena, room, sizeof *numbers);
        nb_text name;
        h = nb_arena_add(&s->arena, 1, sizeof *h);
        if (!nb_text_copy(&s->arena, loss, &name) || numbers == NULL || h == NULL)
            return NB_STATUS_NO_MEMORY;
        *h = (nb_history_of_loss){.statement = s->statement, .name = name, .numbers = numbers,
                                  .room = room};
    }
    h->count = 0;
    h->every = 1;
    *history = s->state.learned.history = h;
    return NB_STATUS_OK;
}
