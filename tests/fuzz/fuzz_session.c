/* Whole sessions: lines of text, each fed alone, and what must hold of any session asked after
 * each line and at the end. */
#include <stdlib.h>

#include "definitions/define.h"
#include "oracles.h"
#include "session/session.h"

enum { LONGEST = 4096, MOST_LINES = 60 };

const char *const fuzz_sign = "";

/* Runs a line. One statement that fails has changed nothing. */
static void run_line(fuzz_world *world, const char *line, size_t length, fuzz_past *past,
                     bool *open) {
    bool continues = *open;
    if (!continues) fuzz_past_add(past, fuzz_snapshot_take(world));
    fuzz_answer answer = fuzz_feed(world, line, length);
    free(answer.file);
    *open = answer.status == NB_STATUS_NEED_INPUT;
    bool failed = answer.status == NB_STATUS_ERROR || answer.status == NB_STATUS_NO_MEMORY;
    if (continues || !failed || answer.statements != 1) return;
    fuzz_snapshot after = fuzz_snapshot_take(world);
    fuzz_snapshot_same("a failed statement has changed something",
                       &past->moments[past->count - 1], &after,
                       FUZZ_LIST, FUZZ_PASSING);
    fuzz_snapshot_clear(&after);
}

/* A line with its end, which a CR is, too. */
static size_t line_length(const char *text, size_t size) {
    size_t at = 0;
    while (at < size && text[at] != '\n' && text[at] != '\r') at++;
    if (at + 1 < size && text[at] == '\r' && text[at + 1] == '\n') at++;
    return at < size ? at + 1 : at;
}

static void run_lines(fuzz_world *world, const char *text, size_t size, fuzz_past *past) {
    bool open = false;
    for (size_t at = 0, lines = 0; at < size && lines < MOST_LINES; lines++) {
        size_t length = line_length(text + at, size - at);
        run_line(world, text + at, length, past, &open);
        at += length;
    }
    nb_result *result;
    (void)!nb_finish(world->session, &result);
    if (result != NULL) fuzz_render(result);
    nb_result_free(result);
    nb_discard(world->session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > LONGEST) return 0;
    fuzz_world world;
    fuzz_past past = {.count = 0};
    fuzz_open(&world);
    run_lines(&world, (const char *)data, size, &past);
    if (past.count > 0) fuzz_check_undo(&world, &past);
    fuzz_check_list(&world);
    fuzz_check_save(&world);
    fuzz_check_numbers(&world);
    fuzz_past_clear(&past);
    fuzz_close(&world);
    return 0;
}
