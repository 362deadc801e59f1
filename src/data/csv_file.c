/* Comma-separated values: a file becomes the cells of a `data` statement. */
#include "data/csv_file.h"

#include <string.h>

#include "data/csv_cells.h"
#include "data/csv_columns.h"
#include "data/csv_problem.h"
#include "definitions/problem.h"
#include "train/samples.h"

static nb_status read_table(nb_csv_table *t) {
    nb_status status = nb_csv_table_begin(t);
    if (status == NB_STATUS_OK) status = nb_choose_csv_columns(t);
    if (status == NB_STATUS_OK) status = nb_read_csv_cells(t);
    if (status == NB_STATUS_OK && t->csv.comments > 0)
        status = nb_add_note(t->r, NB_SAY(CSV_COMMENTS, NB_COUNT(t->csv.comments)));
    if (status == NB_STATUS_ERROR && t->csv.problem != NB_CSV_FINE) status = nb_fail_csv(t);
    return status;
}

nb_status nb_read_csv_file(nb_reading *r, const nb_command_arg *file) {
    nb_csv_table t = {.r = r, .file = file};
    size_t kind;
    if (nb_samples_find(file->text, strlen(file->text), &kind))
        return nb_fail_file(&t, NB_SAY(DATA_HOW_MANY, NB_TEXT(file->text)), NB_NO_HINT);
    nb_status status = read_table(&t);
    nb_csv_table_clear(&t);
    return status;
}
