/* Saved sessions and journals: any file may be opened, run or restored. What fails changes nothing,
 * and a session that came of it is saved and opened again as it is. */
#include <stdlib.h>
#include <string.h>

#include "front/state/entry.h"
#include "front/state/journal.h"
#include "nabla.h"
#include "oracles.h"

enum { LONGEST = 4096 };

const char *const fuzz_sign = "";

static void check_file(const char *text, size_t length) {
    static const char *const lines[] = {"x = 3; y = 2*x\n", "open a.nabla\n", "run a.nabla\n"};
    fuzz_world world;
    fuzz_open(&world);
    world.file = text;
    world.file_length = length;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fuzz_check_line(&world, lines[i]);
    fuzz_check_list(&world);
    fuzz_check_save(&world);
    fuzz_close(&world);
}

/* The lines of a journal, run as a restart does. */
static void check_journal(const char *text, size_t length) {
    fuzz_world world;
    nb_buffer entered, line;
    size_t at = 0, before = 0;
    fuzz_open(&world);
    nb_buffer_init(&entered, fuzz_memory());
    nb_buffer_init(&line, fuzz_memory());
    while (nb_journal_read(text, length, &at, &entered, &line) > 0) {
        FUZZ_CHECK(!entered.failed && !line.failed && at > before && at <= length);
        before = at;
        nb_begin(world.session, NULL);
        fuzz_answer answer = fuzz_feed(&world, line.data, line.length);
        free(answer.file);
        nb_discard(world.session);
    }
    nb_buffer_clear(&entered);
    nb_buffer_clear(&line);
    fuzz_check_list(&world);
    fuzz_close(&world);
}

/* A text of several lines is one line of a file, and comes back. */
static void check_entry(const char *text, size_t length) {
    nb_buffer line, back;
    nb_buffer_init(&line, fuzz_memory());
    nb_buffer_init(&back, fuzz_memory());
    nb_entry_add(&line, text, length);
    FUZZ_CHECK(line.length == 0 || memchr(line.data, '\n', line.length) == NULL);
    nb_entry_read(&back, line.data, line.length);
    FUZZ_CHECK(back.length == length && (length == 0 || memcmp(back.data, text, length) == 0));
    nb_buffer_clear(&line);
    nb_buffer_clear(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    if (size > LONGEST) return 0;
    check_entry(text, size);
    check_file(text, size);
    check_journal(text, size);
    return 0;
}
