/* Comma-separated values: a file becomes the cells of a `data` statement. */
#include "learn/csv_file.h"

#include <string.h>

#include "definitions/problem.h"
#include "learn/csv_cells.h"
#include "learn/csv_columns.h"
#include "learn/csv_problem.h"
#include "learn/load.h"
#include "train/samples.h"

static nb_status read_bytes(nb_csv_table *t, const char *bytes, size_t length) {
    nb_status status = nb_csv_begin(&t->csv, &t->r->s->memory, bytes, length);
    if (status == NB_STATUS_OK) status = nb_choose_csv_columns(t);
    if (status == NB_STATUS_OK) status = nb_read_csv_cells(t);
    if (status == NB_STATUS_ERROR && t->csv.problem != NB_CSV_FINE) status = nb_fail_csv(t);
    nb_csv_clear(&t->csv);
    return status;
}

nb_status nb_read_csv_file(nb_reading *r, const nb_command_arg *file) {
    nb_csv_table t = {.r = r, .file = file};
    nb_sheet *s = r->s;
    char *bytes;
    size_t length;
    size_t kind;
    if (nb_samples_find(file->text, strlen(file->text), &kind))
        return nb_fail_file(&t, NB_SAY(DATA_HOW_MANY, NB_TEXT(file->text)), NB_NO_HINT);
    nb_status status = nb_load(s, file, &bytes, &length);
    if (status != NB_STATUS_OK) return status;
    status = read_bytes(&t, bytes, length);
    nb_unload(s, bytes, length);
    return status;
}
