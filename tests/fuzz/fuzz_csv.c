/* Files of comma-separated values: the reader alone, in one go and row by row, its numbers against
 * strtod's; then the same file as the samples of a session. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracles.h"
#include "train/csv.h"
#include "train/csv_number.h"

enum { LONGEST = 4096 };

const char *const fuzz_sign = NULL;

static nb_status read_all(nb_csv *csv, nb_memory *memory, const char *text, size_t length,
                          size_t at_once, bool labels) {
    nb_status status = nb_csv_begin(csv, memory, text, length, (nb_csv_wish){0});
    if (status == NB_STATUS_OK && labels) {
        const size_t last = csv->columns - 1;
        status = nb_csv_take(csv, &last, (const bool[]){true}, 1);
        csv->gaps = NB_CSV_SKIP;
    }
    while (status == NB_STATUS_OK || status == NB_STATUS_RUNNING) {
        status = nb_csv_read(csv, at_once);
        if (status == NB_STATUS_OK) break;
    }
    return status;
}

static void check_place(const nb_csv *csv, const char *text, size_t length) {
    FUZZ_CHECK(csv->problem != NB_CSV_FINE && csv->line <= length + 1);
    if (csv->cell == NULL) return;
    FUZZ_CHECK(csv->cell >= text && csv->cell + csv->cell_length <= text + length);
}

/* However many rows are read at a time, the outcome is the same. */
static void check_reader(const char *text, size_t length, bool labels) {
    nb_memory memory = {.allocate = fuzz_allocate, .limit = SIZE_MAX};
    nb_csv whole, pieces;
    nb_status status = read_all(&whole, &memory, text, length, SIZE_MAX, labels);
    FUZZ_CHECK(read_all(&pieces, &memory, text, length, 1, labels) == status);
    FUZZ_CHECK(whole.problem == pieces.problem && whole.line == pieces.line);
    FUZZ_CHECK(whole.rows == pieces.rows && whole.gap_cells == pieces.gap_cells);
    if (status != NB_STATUS_OK) check_place(&whole, text, length);
    for (size_t i = 0; status == NB_STATUS_OK && i < whole.rows * whole.taken; i++)
        FUZZ_CHECK(whole.cells[i] == pieces.cells[i] && isfinite(whole.cells[i]));
    nb_csv_clear(&whole);
    nb_csv_clear(&pieces);
    FUZZ_CHECK(memory.used == 0);
}

/* What is a number here is the same one for strtod, which takes more: hexadecimal, inf, nan. */
static void check_number(const char *text) {
    bool in_range;
    const char *end;
    char *other;
    double number = nb_csv_number(text, '.', &end, &in_range);
    if (end == text) return;
    errno = 0;
    double wanted = strtod(text, &other);
    FUZZ_CHECK(end <= other || *other == 'x' || *other == 'X');
    if (end == other) FUZZ_CHECK(number == wanted);
    if (end == other && in_range) FUZZ_CHECK(isfinite(number));
}

/* Every way to ask for its columns is answered, and what fails changes nothing. */
static void check_session(const char *text, size_t length) {
    static const char *const lines[] = {
        "peek a.csv\n", "data from a.csv missing skip\n", "data from a.csv except x\n",
        "data from a.csv classes t missing mean\n", "data x, t from a.csv onehot x, t missing 0\n",
        "data from a.csv\n", "data x, t from a.csv\n", "data x[1..2], t from a.csv onehot t\n",
        "data x from \"a.csv\" test 50%\n", "scale x zscore\n", "row 2\n", "data\n",
        "w = 0.5; L = (w*x - 1)^2; train L over w with sgd(lr=0.01) epochs=2\n", "list\n"};
    fuzz_world world;
    fuzz_open(&world);
    world.file = text;
    world.file_length = length;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fuzz_check_line(&world, lines[i]);
    fuzz_close(&world);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > LONGEST) return 0;
    char *text = malloc(size + 1);
    FUZZ_CHECK(text != NULL);
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    check_reader(text, size, false);
    check_reader(text, size, true);
    check_number(text);
    check_session(text, size);
    free(text);
    return 0;
}
