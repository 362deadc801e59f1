/* The way back, and copies of a session. See oracles.h. */
#include "oracles.h"

#include <stdlib.h>
#include <string.h>

#include "definitions/define.h"
#include "session/session.h"
#include "view/text.h"
#include "view/view.h"

enum { MOST_UNDONE = 100 };

void fuzz_check_line(fuzz_world *world, const char *line) {
    fuzz_snapshot before = fuzz_snapshot_take(world);
    fuzz_answer answer = fuzz_feed(world, line, strlen(line));
    fuzz_snapshot after = fuzz_snapshot_take(world);
    if (answer.status == NB_STATUS_ERROR && answer.statements == 1)
        fuzz_snapshot_same(line, &before, &after, FUZZ_LIST, FUZZ_PASSING);
    fuzz_snapshot_clear(&before);
    fuzz_snapshot_clear(&after);
    free(answer.file);
}

/* ---- the past ---- */

void fuzz_past_add(fuzz_past *past, fuzz_snapshot moment) {
    FUZZ_CHECK(NB_RESERVE(fuzz_memory(), past->moments, &past->capacity, past->count + 1));
    past->moments[past->count++] = moment;
}

void fuzz_past_clear(fuzz_past *past) {
    for (size_t i = 0; i < past->count; i++) fuzz_snapshot_clear(&past->moments[i]);
    nb_memory_free(fuzz_memory(), past->moments, past->capacity, sizeof *past->moments);
    *past = (fuzz_past){.moments = NULL};
}

static bool was_there(const fuzz_past *past, const fuzz_snapshot *moment) {
    for (size_t i = past->count; i-- > 0;)
        if (fuzz_snapshot_agrees(&past->moments[i], moment, FUZZ_LIST, FUZZ_LOSSES)) return true;
    return false;
}

static bool run(fuzz_world *world, const char *line) {
    nb_status status = fuzz_run(world, line);
    return status == NB_STATUS_OK || status == NB_STATUS_NEED_ANSWER;
}

void fuzz_check_undo(fuzz_world *world, const fuzz_past *past) {
    fuzz_past back = {.count = 0};
    fuzz_past_add(&back, fuzz_snapshot_take(world));
    while (back.count < MOST_UNDONE && run(world, "undo\n")) {
        fuzz_past_add(&back, fuzz_snapshot_take(world));
        const fuzz_snapshot *here = &back.moments[back.count - 1];
        if (!world->stopped && !was_there(past, here))
            fuzz_snapshot_same("undo leads to a session that never was", &past->moments[0], here,
                               FUZZ_LIST, FUZZ_LOSSES);
    }
    if (back.count < MOST_UNDONE && !world->stopped)
        fuzz_snapshot_same("all undone", &past->moments[0], &back.moments[back.count - 1],
                           FUZZ_LIST, FUZZ_LOSSES);
    for (size_t i = back.count - 1; i > 0 && !world->stopped; i--) {
        if (!run(world, "redo\n") && !world->stopped) fuzz_fail("redo fails, %zu to go", i);
        fuzz_snapshot now = fuzz_snapshot_take(world);
        if (!world->stopped)
            fuzz_snapshot_same("redone", &back.moments[i - 1], &now, FUZZ_LIST, FUZZ_LOSSES);
        fuzz_snapshot_clear(&now);
    }
    fuzz_past_clear(&back);
}

/* ---- copies ---- */

/* Fails with what a copy says to a script that it should take. */
static void take_over(fuzz_world *copy, const char *what, const char *line, const char *script) {
    fuzz_answer answer = fuzz_feed(copy, line, strlen(line));
    free(answer.file);
    bool good = answer.status == NB_STATUS_OK || answer.status == NB_STATUS_NEED_ANSWER;
    if (good || copy->stopped) return;
    nb_result *result;
    nb_status status = nb_feed(copy->session, line, strlen(line), &result);
    nb_view view = {.digits = 6, .width = 80};
    nb_buffer said;
    nb_buffer_init(&said, fuzz_memory());
    while (result != NULL) {
        nb_view_text(result, &view, &said, &said);
        nb_result_free(result);
        result = NULL;
        if (status == NB_STATUS_RUNNING) status = nb_resume(copy->session, 1, &result);
    }
    fuzz_fail("%s\n%s---- says\n%s", what, script, said.length > 0 ? said.data : "");
}

void fuzz_check_list(fuzz_world *world) {
    fuzz_snapshot here = fuzz_snapshot_take(world);
    if (!here.taken) return;
    fuzz_world copy;
    fuzz_open(&copy);
    copy.file = world->file;
    copy.file_length = world->file_length;
    take_over(&copy, "what list prints", here.parts[FUZZ_LIST],
              here.parts[FUZZ_LIST]);
    fuzz_snapshot there = fuzz_snapshot_take(&copy);
    if (!copy.stopped)
        fuzz_snapshot_same("list, typed back", &here, &there, FUZZ_VALUES, FUZZ_VALUES);
    fuzz_snapshot_clear(&there);
    fuzz_snapshot_clear(&here);
    fuzz_close(&copy);
}

static fuzz_answer save(fuzz_world *world) {
    static const char line[] = "save " FUZZ_SAVED "\n";
    fuzz_answer answer = fuzz_feed(world, line, sizeof line - 1);
    if (answer.file == NULL && !world->stopped) fuzz_fail("save does not answer with a file");
    return answer;
}

/* Opens what was saved in a copy. */
static void check_saved(const fuzz_world *world, const fuzz_answer *saved,
                        const fuzz_snapshot *here) {
    fuzz_world copy;
    fuzz_open(&copy);
    copy.file = world->file;
    copy.file_length = world->file_length;
    copy.saved = saved->file;
    copy.saved_length = saved->file_length;
    take_over(&copy, "what save writes", "open " FUZZ_SAVED "\n", saved->file);
    fuzz_snapshot there = fuzz_snapshot_take(&copy);
    if (!copy.stopped)
        fuzz_snapshot_same("saved and opened", here, &there, FUZZ_VALUES, FUZZ_STATE);
    fuzz_snapshot_clear(&there);
    fuzz_close(&copy);
}

void fuzz_check_save(fuzz_world *world) {
    fuzz_snapshot here = fuzz_snapshot_take(world);
    fuzz_answer saved = save(world);
    if (here.taken && saved.file != NULL) check_saved(world, &saved, &here);
    fuzz_snapshot_clear(&here);
    free(saved.file);
}
