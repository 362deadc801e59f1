/* Checks are conditions as `expect` takes them, and are run as it runs them. */
#include "tour/exercise.h"

#include "definitions/problem.h"
#include "session/execute.h"
#include "tour/numbers.h"
#include "tour/says.h"

/* What is said of a condition that does not hold: what there is, not what there should be. Nothing
 * where it speaks of what is still to be defined. */
static nb_message judge(const nb_problem *problem) {
    const nb_message *m = &problem->message;
    switch (m->id) {
    case NB_MESSAGE_EXPECT_FAILED: case NB_MESSAGE_EXPECT_NUMBER:
        return NB_SAY(EXERCISE_IS, m->args[1], m->args[2]);
    case NB_MESSAGE_UNKNOWN_NAME: case NB_MESSAGE_UNKNOWN_FUNCTION:
        return (nb_message){.id = NB_MESSAGE_NONE};
    default: return NB_PLAIN(EXERCISE_NOT);
    }
}

/* *holds: a condition does. Of one that does not is said what there is to say, where `says` has
 * room for it and nothing stands there yet. */
static nb_status test(nb_exam *exam, const char *condition, bool *holds, nb_exam_says *says) {
    nb_quiet quiet;
    nb_statement *st = NULL;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    nb_sheet *s = quiet.s;
    const char *parts[] = {"expect ", condition, NULL};
    nb_buffer line;
    nb_buffer_init(&line, &s->memory);
    for (size_t i = 0; parts[i] != NULL; i++) nb_buffer_add_text(&line, parts[i]);
    if (status == NB_STATUS_OK && line.failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) status = nb_quiet_read(&quiet, line.data, &st);
    if (status == NB_STATUS_OK) status = nb_execute(s, st);
    *holds = status == NB_STATUS_OK;
    if (status == NB_STATUS_ERROR && !nb_quiet_stopped(&quiet)) {
        nb_message message = judge(&s->problem);
        bool room = says != NULL && says->message.id == NB_MESSAGE_NONE;
        status = NB_STATUS_OK;
        if (room && message.id != NB_MESSAGE_NONE)
            status = nb_exam_say(exam, says, message, NB_NO_HINT);
    }
    nb_buffer_clear(&line);
    return nb_quiet_finish(&quiet, status);
}

/* How many changes undo could take back. */
static nb_status count_changes(nb_exam *exam, size_t *count) {
    nb_quiet quiet;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    *count = quiet.s->done.count;
    return nb_quiet_finish(&quiet, status);
}

/* The remark of a mistake that the student has made. */
static nb_status find_remark(nb_exam *exam, nb_exam_says *says) {
    const nb_remark_list *list = &exam->q->wrong_checks;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < list->count && status == NB_STATUS_OK; i++) {
        bool holds;
        status = test(exam, list->all[i].text, &holds, NULL);
        if (status != NB_STATUS_OK || !holds) continue;
        nb_quiet quiet;
        const char *remark = "";
        status = nb_quiet_begin(exam->session, &quiet);
        if (status == NB_STATUS_OK)
            status = nb_fill(&quiet, &exam->arena, list->all[i].remark, true, &remark);
        status = nb_quiet_finish(&quiet, status);
        nb_exam_say_text(says, remark);
        return status;
    }
    return status;
}

nb_status nb_exercise_begin(nb_exam *exam) {
    return count_changes(exam, &exam->changes);
}

nb_status nb_exercise_check(nb_exam *exam, nb_exam_verdict *verdict, nb_exam_says *says) {
    const nb_remark_list *list = &exam->q->checks;
    size_t before = exam->changes;
    bool all = true;
    nb_status status = count_changes(exam, &exam->changes);
    *says = NB_NOTHING_SAID;
    for (size_t i = 0; i < list->count && status == NB_STATUS_OK; i++) {
        bool holds;
        status = test(exam, list->all[i].text, &holds, says);
        all = all && holds;
    }
    *verdict = all ? NB_VERDICT_RIGHT : NB_VERDICT_WRONG;
    if (status == NB_STATUS_OK && !all && exam->changes != before) return find_remark(exam, says);
    *says = NB_NOTHING_SAID;
    return status;
}
