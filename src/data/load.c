/* Reading a file, or saying why not and which one was meant. */
#include "data/load.h"

#include <string.h>

#include "base/nearest.h"
#include "definitions/problem.h"

/* The files beside one that is not there. */
typedef struct beside {
    nb_sheet *s;
    const char *path; /* as it was typed */
    nb_nearest nearest;
} beside;

static void try_file(void *user, const char *path) {
    beside *b = user;
    size_t length = strlen(b->path);
    bool longer = strncmp(path, b->path, length) == 0 && path[length] == '.'; /* titanic[.csv] */
    bool shorter = b->nearest.best == NULL || strlen(path) < strlen(b->nearest.best);
    if (longer && (b->nearest.distance > 1 || shorter)) b->nearest.distance = 1;
    else if (!nb_nearest_try(&b->nearest, path)) return;
    b->nearest.best = nb_arena_text(&b->s->scratch, path, strlen(path));
}

nb_status nb_load(nb_sheet *s, const nb_command_arg *arg, char **bytes, size_t *length) {
    const char *reason = NULL;
    *bytes = NULL;
    *length = 0;
    if (s->host.load != NULL && s->host.load(s->host.user, arg->text, bytes, length, &reason))
        return NB_STATUS_OK;
    beside b = {.s = s, .path = arg->text};
    nb_nearest_begin(&b.nearest, arg->text);
    if (s->host.list != NULL) s->host.list(s->host.user, arg->text, try_file, &b);
    const char *near = nb_nearest_get(&b.nearest);
    nb_arg why = reason != NULL ? NB_WORDS(reason) : NB_SAID(NO_FILES);
    bool other = near != NULL && strcmp(near, arg->text) != 0; /* it is there, and cannot be read */
    return nb_fail_place(s, arg->span, NB_SAY(FILE_READ, NB_TEXT(arg->text), why),
                         other ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near)) : NB_NO_HINT);
}

/* The host allocated the bytes, and one more for a 0 behind them, outside the memory's account. */
void nb_unload(nb_sheet *s, char *bytes, size_t length) {
    s->memory.allocate(s->memory.user, bytes, length + 1, 0);
}
