/* A question from its beginning to its end: the statements that set it up are run as a lesson's
 * are, its texts get their numbers, and in the end everything is taken back. */
#include "tour/exam.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tour/asked.h"
#include "tour/choose.h"
#include "tour/exercise.h"
#include "tour/judge.h"
#include "tour/line.h"
#include "tour/numbers.h"
#include "tour/run.h"
#include "tour/says.h"
#include "tour/set_up.h"
#include "tour/spot.h"

/* What failed, as a result of its own. */
static nb_status tell(nb_quiet *quiet, nb_status status, size_t line, nb_result **result) {
    nb_sheet *s = quiet->s;
    if (status != NB_STATUS_ERROR) return status;
    nb_block *block = nb_result_add(quiet->result, NB_BLOCK_DIAGNOSTIC);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    block->as.diagnostic = (nb_diagnostic){
        .severity = NB_SEVERITY_ERROR, .line = line, .column = 1, .width = 1, .text = "",
        .message = nb_result_message(quiet->result, s->problem.message),
        .hint = nb_result_message(quiet->result, s->problem.hint)};
    if (quiet->result->failed) return NB_STATUS_NO_MEMORY;
    *result = nb_quiet_keep(quiet);
    return status;
}

/* ---- setting up ---- */

/* predict: runs the next transcript, as far as it goes. */
static nb_status run_next(nb_exam *exam, nb_result **result) {
    const nb_lesson_part *part = exam->q->part;
    nb_status status = NB_STATUS_OK;
    while (part != NULL && part->kind != NB_LESSON_TRANSCRIPT) part = part->next;
    const nb_lesson_step *step = part != NULL ? part->steps : NULL;
    for (; step != NULL && status != NB_STATUS_NO_MEMORY; step = step->next) {
        nb_result_free(*result); /* an error may be what the transcript shows */
        *result = NULL;
        status = nb_exam_run(exam->session, step->typed, step->line, result);
    }
    if (status == NB_STATUS_NO_MEMORY) return status;
    nb_result_free(*result);
    *result = NULL;
    return NB_STATUS_OK;
}

/* ---- texts and numbers ---- */

static nb_status fill_wrongs(nb_exam *exam, nb_quiet *quiet) {
    const nb_remark_list *list = &exam->q->wrongs;
    bool numbers = exam->q->kind == NB_ASK_VALUE;
    nb_status status = NB_STATUS_OK;
    exam->wrongs = nb_arena_add(&exam->arena, list->count + 1, sizeof *exam->wrongs);
    if (exam->wrongs == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < list->count && status == NB_STATUS_OK; i++) {
        nb_known_wrong *wrong = &exam->wrongs[i];
        const char *remark = list->all[i].remark;
        if (numbers)
            status = nb_numbers_read(quiet, &exam->arena, list->all[i].text, &wrong->numbers);
        if (status == NB_STATUS_OK)
            status = nb_fill(quiet, &exam->arena, remark != NULL ? remark : "", false,
                             &wrong->remark);
    }
    return status;
}

/* Of an exercise hints may speak of what is to be defined: they are filled when they are shown. */
static nb_status fill_help(nb_exam *exam, nb_quiet *quiet) {
    const nb_remark_list *list = &exam->q->hints;
    const char *why = exam->q->why != NULL ? exam->q->why : "";
    nb_status status = NB_STATUS_OK;
    exam->why = "";
    exam->hints = nb_arena_add(&exam->arena, list->count + 1, sizeof *exam->hints);
    if (exam->hints == NULL) return NB_STATUS_NO_MEMORY;
    if (exam->q->kind == NB_ASK_EXERCISE) return NB_STATUS_OK;
    for (size_t i = 0; i < list->count && status == NB_STATUS_OK; i++)
        status = nb_fill(quiet, &exam->arena, list->all[i].text, false, &exam->hints[i]);
    return status == NB_STATUS_OK ? nb_fill(quiet, &exam->arena, why, false, &exam->why) : status;
}

/* The question, then what is numbered below it. */
static nb_status fill_text(nb_exam *exam, nb_quiet *quiet) {
    const char *ask = "";
    nb_buffer out;
    nb_buffer_init(&out, &quiet->s->memory);
    nb_status status = NB_STATUS_OK;
    if (exam->q->ask != NULL) status = nb_fill(quiet, &exam->arena, exam->q->ask, false, &ask);
    if (status == NB_STATUS_OK && exam->q->gap != NULL)
        status = nb_fill(quiet, &exam->arena, exam->q->gap, false, &exam->gap);
    nb_buffer_add_text(&out, ask);
    if (exam->gap != NULL) nb_buffer_add_text(&out, "\n\n    ");
    if (exam->gap != NULL) nb_buffer_add_text(&out, exam->gap);
    if (exam->choice_count > 0) nb_buffer_add_char(&out, '\n');
    for (size_t i = 0; i < exam->choice_count; i++) {
        char number[24];
        snprintf(number, sizeof number, "\n%zu. ", i + 1);
        nb_buffer_add_text(&out, number);
        nb_buffer_add_text(&out, exam->choices[i]);
    }
    nb_buffer_add_char(&out, '\n');
    exam->text = out.failed ? NULL : nb_arena_text(&exam->arena, out.data, out.length);
    nb_buffer_clear(&out);
    return status == NB_STATUS_OK && exam->text == NULL ? NB_STATUS_NO_MEMORY : status;
}

/* What answers the question. */
static nb_status write_solution(nb_exam *exam, nb_quiet *quiet) {
    const nb_lesson_question *q = exam->q;
    nb_buffer out;
    if (q->noted != NULL) return NB_STATUS_OK;
    nb_buffer_init(&out, &quiet->s->memory);
    const char *text = "";
    switch (q->kind) {
    case NB_ASK_VALUE:
        if (q->gap != NULL && q->answer != NULL) text = q->answer;
        else nb_numbers_write(&out, quiet->s, exam->right);
        break;
    case NB_ASK_CHOICE: case NB_ASK_CHOICES: case NB_ASK_ORDER: case NB_ASK_BREAK:
        text = nb_choose_solution(exam);
        break;
    case NB_ASK_SPOT: text = q->spot_node; break;
    case NB_ASK_EXERCISE:
        for (size_t i = 0; i < q->solution.count; i++)
            nb_buffer_add_item(&out, "\n", q->solution.all[i].text);
        break;
    default: text = exam->why; break;
    }
    if (text != NULL) nb_buffer_add_text(&out, text);
    exam->solution = out.length == 0 ? "" : nb_arena_text(&exam->arena, out.data, out.length);
    bool failed = out.failed || text == NULL || exam->solution == NULL;
    nb_buffer_clear(&out);
    return failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

static nb_status fill(nb_exam *exam, nb_result **result) {
    nb_quiet quiet;
    const nb_lesson_question *q = exam->q;
    size_t line = q->part != NULL ? q->part->line : 0;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    bool judged = q->kind == NB_ASK_VALUE && q->noted == NULL;
    if (status == NB_STATUS_OK && judged && q->predict == NULL)
        status = nb_numbers_read(&quiet, &exam->arena, q->answer, &exam->right);
    if (status == NB_STATUS_OK) status = fill_wrongs(exam, &quiet);
    if (status == NB_STATUS_OK) status = fill_help(exam, &quiet);
    if (status == NB_STATUS_OK) status = nb_choose_begin(exam, &quiet);
    if (status == NB_STATUS_OK) status = fill_text(exam, &quiet);
    if (status == NB_STATUS_OK) status = write_solution(exam, &quiet);
    status = tell(&quiet, status, line, result);
    status = nb_quiet_finish(&quiet, status);
    if (status == NB_STATUS_OK && q->kind == NB_ASK_SPOT)
        status = nb_spot_begin(exam, result);
    return status;
}

/* predict: what is right is found out behind the transcript that comes next, and that is taken
 * back. */
static nb_status foresee(nb_exam *exam, nb_result **result) {
    const nb_lesson_question *q = exam->q;
    nb_quiet quiet;
    bool foresees = q->kind == NB_ASK_VALUE && q->predict != NULL && q->noted == NULL;
    if (!foresees) return NB_STATUS_OK;
    nb_status status = nb_set_up(exam, result);
    if (status == NB_STATUS_OK) status = run_next(exam, result);
    if (status != NB_STATUS_OK) return status;
    status = nb_quiet_begin(exam->session, &quiet);
    if (status == NB_STATUS_OK)
        status = nb_numbers_read(&quiet, &exam->arena, q->answer != NULL ? q->answer : q->predict,
                                 &exam->right);
    status = tell(&quiet, status, q->part != NULL ? q->part->line : 0, result);
    status = nb_quiet_finish(&quiet, status);
    nb_take_back(exam->session);
    return status;
}

/* ---- the exam ---- */

static void free_exam(nb_exam *exam) {
    nb_memory *memory = nb_session_memory(exam->session);
    nb_result_free(exam->said);
    nb_result_free(exam->table);
    nb_arena_clear(&exam->arena);
    nb_memory_free(memory, exam, 1, sizeof *exam);
}

/* recall: is the other question, in another round. */
static const nb_lesson_question *find_question(const nb_lesson *lesson,
                                               const nb_lesson_question *question) {
    if (question->kind != NB_ASK_RECALL) return question;
    return lesson != NULL ? nb_question_find(lesson, question->recall) : NULL;
}

nb_status nb_exam_begin(nb_session *session, const nb_lesson *lesson,
                        const nb_lesson_question *question, nb_variant variant, nb_exam **exam,
                        nb_result **result) {
    nb_memory *memory = nb_session_memory(session);
    *exam = NULL;
    *result = NULL;
    nb_exam *new = nb_memory_resize(memory, NULL, 0, 1, sizeof *new);
    if (new == NULL) return NB_STATUS_NO_MEMORY;
    *new = (nb_exam){.session = session, .lesson = lesson, .variant = variant,
                     .text = "", .why = "", .solution = "",
                     .q = find_question(lesson, question)};
    nb_arena_init(&new->arena, memory);
    if (new->q == NULL) new->q = question; /* there is nothing to recall: it is only shown */
    if (new->q != question) new->variant.round++;
    nb_mark(session);
    new->own = nb_arena_add(&new->arena, new->q->vary_count + 1, sizeof *new->own);
    new->present = nb_arena_add(&new->arena, new->q->vary_count + 1, sizeof *new->present);
    bool room = new->own != NULL && new->present != NULL;
    nb_status status = room ? foresee(new, result) : NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) status = nb_set_up(new, result);
    if (status == NB_STATUS_OK) status = fill(new, result);
    if (status == NB_STATUS_OK) status = nb_exercise_begin(new);
    if (status == NB_STATUS_OK) {
        *exam = new;
        return status;
    }
    nb_take_back(session);
    free_exam(new);
    return status;
}

bool nb_exam_number(const nb_exam *exam, size_t i, double *number) {
    *number = exam->present[i];
    return !isnan(*number);
}

const char *nb_exam_text(const nb_exam *exam) {
    return exam->text;
}

const nb_result *nb_exam_table(const nb_exam *exam) {
    return exam->table;
}

const nb_lesson_question *nb_exam_question(const nb_exam *exam) {
    return exam->q;
}

/* A sentence is whatever is no statement of one's own, up to its semicolon. */
static nb_status judge_sentence(nb_quiet *quiet, const char *line, bool noted,
                                nb_exam_verdict *verdict) {
    nb_statement *st = NULL;
    const char *text = nb_line_tidy(&quiet->s->scratch, line);
    char *first = text != NULL ? nb_arena_text(&quiet->s->scratch, text, strcspn(text, ";"))
                               : NULL;
    if (first == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_quiet_read(quiet, first, &st);
    bool statement = status == NB_STATUS_OK && st->kind != NB_STATEMENT_EXPRESSION;
    bool other = *text == '\0' || *text == '?' || statement;
    *verdict = other ? NB_VERDICT_OTHER : noted ? NB_VERDICT_NOTED : NB_VERDICT_RIGHT;
    return status == NB_STATUS_ERROR ? NB_STATUS_OK : status;
}

nb_status nb_exam_judge(nb_exam *exam, const char *line, nb_exam_verdict *verdict,
                        nb_exam_says *says) {
    nb_quiet quiet;
    *verdict = NB_VERDICT_OTHER;
    *says = NB_NOTHING_SAID;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    if (status == NB_STATUS_OK) switch (exam->q->kind) {
    case NB_ASK_VALUE: status = nb_judge_value(exam, &quiet, line, verdict, says); break;
    case NB_ASK_CHOICE: case NB_ASK_CHOICES: case NB_ASK_ORDER: case NB_ASK_BREAK:
        status = nb_choose_judge(exam, &quiet, line, verdict, says);
        break;
    case NB_ASK_SPOT: status = nb_spot_judge(exam, &quiet, line, verdict, says); break;
    case NB_ASK_SAY:
        status = judge_sentence(&quiet, line, exam->q->noted != NULL, verdict);
        break;
    case NB_ASK_EXERCISE: case NB_ASK_TRY: case NB_ASK_RECALL: break;
    }
    return nb_quiet_finish(&quiet, status);
}

nb_status nb_exam_check(nb_exam *exam, nb_exam_verdict *verdict, nb_exam_says *says) {
    return nb_exercise_check(exam, verdict, says);
}

bool nb_exam_gives_away(nb_exam *exam, const char *line, bool *calculates) {
    nb_quiet quiet;
    bool gives = false;
    *calculates = false;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    if (status == NB_STATUS_OK) status = nb_asked_in_line(exam, &quiet, line, &gives, calculates);
    status = nb_quiet_finish(&quiet, status);
    return gives || status == NB_STATUS_NO_MEMORY;
}

/* Of an exercise, as it is when it is shown. */
static const char *fill_now(nb_exam *exam, const char *text) {
    nb_quiet quiet;
    const char *filled = NULL;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    if (status == NB_STATUS_OK) status = nb_fill(&quiet, &exam->arena, text, true, &filled);
    status = nb_quiet_finish(&quiet, status);
    return status == NB_STATUS_OK ? filled : text;
}

const char *nb_exam_hint(nb_exam *exam, size_t i) {
    const nb_remark_list *hints = &exam->q->hints;
    if (i >= hints->count) return NULL;
    return exam->hints[i] != NULL ? exam->hints[i] : fill_now(exam, hints->all[i].text);
}

const char *nb_exam_why(nb_exam *exam) {
    bool now = exam->q->kind == NB_ASK_EXERCISE && exam->q->why != NULL;
    return now ? fill_now(exam, exam->q->why) : exam->why;
}

const char *nb_exam_solution(const nb_exam *exam) {
    return exam->solution;
}

const char *nb_exam_formula(const nb_exam *exam) {
    const nb_lesson_question *q = exam->q;
    const char *formula = q->answer != NULL ? q->answer : q->predict;
    bool other = q->kind == NB_ASK_VALUE && formula != NULL && strcmp(formula, exam->solution) != 0;
    return other ? formula : NULL;
}

void nb_exam_drop(nb_exam *exam) {
    nb_take_back(exam->session);
    free_exam(exam);
}

nb_status nb_exam_solve(nb_exam *exam, nb_result **result) {
    const nb_lesson_question *q = exam->q;
    *result = NULL;
    if (q->kind != NB_ASK_EXERCISE) return NB_STATUS_OK;
    nb_take_back(exam->session);
    nb_status status = nb_set_up(exam, result);
    return status == NB_STATUS_OK ? nb_exam_run_lines(exam->session, &q->solution, result) : status;
}

nb_status nb_exam_end(nb_exam *exam, nb_result **result) {
    nb_session *session = exam->session;
    const nb_lesson_question *q = exam->q;
    *result = NULL;
    if (q->kind == NB_ASK_EXERCISE && q->noted != NULL) {
        free_exam(exam);
        nb_mark(session);
        return NB_STATUS_OK;
    }
    nb_exam_drop(exam);
    if (q->kind != NB_ASK_EXERCISE) return NB_STATUS_OK;
    nb_status status = nb_exam_run_lines(session, &q->given, result);
    return status == NB_STATUS_OK ? nb_exam_run_lines(session, &q->solution, result) : status;
}
