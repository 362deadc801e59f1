/* What is varied may be what `given:` is made of, or what it defines: so it is varied before that,
 * and once more behind it where another number stands there. */
#include "tour/set_up.h"

#include <math.h>
#include <string.h>

#include "session/quiet.h"
#include "tour/numbers.h"
#include "tour/run.h"
#include "tour/vary.h"

/* The numbers that the varied leaves and elements have; those that have none keep what they had. */
static nb_status find_present(const nb_exam *exam, double *numbers) {
    nb_quiet quiet;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    for (size_t i = 0; i < exam->q->vary_count && status == NB_STATUS_OK; i++) {
        nb_numbers found;
        status = nb_numbers_read(&quiet, &quiet.s->scratch, exam->q->vary[i].name, &found);
        if (status == NB_STATUS_OK && found.shape.rank == 0) numbers[i] = found.all[0];
        if (status == NB_STATUS_ERROR && !nb_quiet_stopped(&quiet)) status = NB_STATUS_OK;
    }
    return nb_quiet_finish(&quiet, status);
}

/* The lesson's own numbers: those before the question, or those that `given:` says. */
static nb_status find_own(nb_exam *exam) {
    nb_result *ignored = NULL;
    for (size_t i = 0; i < exam->q->vary_count; i++) exam->own[i] = NAN;
    nb_status status = find_present(exam, exam->own);
    if (status != NB_STATUS_OK || exam->q->given.count == 0) return status;
    status = nb_exam_run_lines(exam->session, &exam->q->given, &ignored);
    nb_result_free(ignored);
    if (status != NB_STATUS_NO_MEMORY) status = find_present(exam, exam->own);
    nb_take_back(exam->session);
    return status;
}

static nb_status vary(nb_exam *exam, nb_result **result) {
    nb_buffer out;
    for (size_t i = 0; i < exam->q->vary_count; i++) exam->present[i] = NAN;
    nb_buffer_init(&out, nb_session_memory(exam->session));
    nb_status status = find_present(exam, exam->present);
    if (status == NB_STATUS_OK) nb_vary_write(&out, exam);
    if (out.failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK && out.length > 0)
        status = nb_exam_run(exam->session, out.data, exam->q->vary[0].line, result);
    nb_buffer_clear(&out);
    return status;
}

static nb_status break_passes(nb_exam *exam, nb_result **result) {
    char line[64] = "break ";
    if (exam->q->mistake == NULL) return NB_STATUS_OK;
    strncat(line, exam->q->mistake, sizeof line - strlen(line) - 1);
    size_t at = exam->q->part != NULL ? exam->q->part->line : 0;
    nb_status status = nb_exam_run(exam->session, line, at, result);
    nb_keep_mistake_secret(exam->session);
    return status;
}

nb_status nb_set_up(nb_exam *exam, nb_result **result) {
    bool varies = exam->q->vary_count > 0;
    nb_status status = varies ? find_own(exam) : NB_STATUS_OK;
    if (status == NB_STATUS_OK && varies) status = vary(exam, result);
    if (status == NB_STATUS_OK)
        status = nb_exam_run_lines(exam->session, &exam->q->given, result);
    if (status == NB_STATUS_OK && varies) status = vary(exam, result);
    if (status == NB_STATUS_OK && varies) status = find_present(exam, exam->present);
    return status == NB_STATUS_OK ? break_passes(exam, result) : status;
}
