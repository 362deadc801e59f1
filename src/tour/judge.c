/* Judging a number or an expression. A number is compared with the one that was right when the
 * question was asked; an expression, whose names the student may have changed since, with that of
 * now as well. What is right here is right, even if it would be wrong for other numbers: then it is
 * told. */
#include "tour/judge.h"

#include <math.h>

#include "definitions/problem.h"
#include "explore/elsewhere.h"
#include "quiz/answer.h"
#include "quiz/course.h"
#include "quiz/remark.h"
#include "tour/asked.h"
#include "tour/numbers.h"
#include "tour/says.h"

enum { LINES_ELSEWHERE = 2 };

/* What was typed, and what it is compared with. */
typedef struct judgement {
    nb_exam *exam;
    nb_quiet *quiet;
    nb_typed typed;
    nb_numbers answer, plain; /* plain: of 50%, 50 */
    nb_numbers now;           /* the right answer by now; all NULL: there is none */
    bool names;               /* the answer depends on names */
} judgement;

static bool has_names(const nb_expr *expr) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->codes[i].kind == NB_CODE_NAME || expr->codes[i].kind == NB_CODE_INDEX)
            return true;
    return false;
}

/* How near an answer must be. */
typedef struct nearness {
    double relative, absolute;
    bool exact; /* two different whole numbers are not near each other */
} nearness;

/* Six digits first, then what the question says or, where it says nothing, three. Two different
 * whole numbers that are nearly the same are so by rounding at six digits only. */
static nearness nearness_of(const judgement *j, size_t i) {
    const nb_lesson_question *q = j->exam->q;
    const double tiny = 1e-9;
    nearness near = {.relative = nb_answer_tolerances[i], .exact = i > 0};
    if (q->within == 0) return near;
    if (!q->within_percent) return (nearness){.relative = tiny, .absolute = i > 0 ? q->within : 0};
    return (nearness){.relative = i > 0 ? q->within : fmin(q->within, near.relative)};
}

static bool are_near(nb_numbers answer, nb_numbers right, nearness near) {
    if (!nb_same_shape(answer.shape, right.shape)) return false;
    for (uint32_t i = 0; i < nb_shape_count(right.shape); i++) {
        double a = answer.all[i], b = right.all[i];
        bool whole = near.exact && a == rint(a) && b == rint(b) && a != b;
        bool same = nb_is_near(a, b, near.relative) || (isnan(a) && isnan(b));
        if (whole || !(same || fabs(a - b) <= near.absolute)) return false;
    }
    return true;
}

static bool is_right(const judgement *j, nearness near) {
    if (are_near(j->answer, j->exam->right, near)) return true;
    if (j->typed.percent && are_near(j->plain, j->exam->right, near)) return true;
    return j->names && j->now.all != NULL && are_near(j->answer, j->now, near);
}

/* The remark of a listed wrong answer; NULL: it is none. */
static const char *find_listed(const judgement *j, nearness near) {
    const nb_exam *exam = j->exam;
    const nearness exact = {.relative = 1e-9};
    for (size_t i = 0; i < exam->q->wrongs.count; i++) {
        const nb_known_wrong *wrong = &exam->wrongs[i];
        if (wrong->numbers.all == NULL || are_near(wrong->numbers, exam->right, exact)) continue;
        if (are_near(j->answer, wrong->numbers, near)) return wrong->remark;
    }
    return NULL;
}

/* ---- right, and wrong elsewhere ---- */

/* *differs: with other numbers in the leaves the answer is not what it should be. */
static nb_status look_elsewhere(const judgement *j, const nb_expr *right, bool *differs) {
    nb_sheet *s = j->quiet->s;
    nb_status status = NB_STATUS_OK;
    *differs = false;
    for (uint32_t turn = 0; turn < LINES_ELSEWHERE && status == NB_STATUS_OK && !*differs;
         turn++) {
        nb_numbers here, there;
        nb_elsewhere elsewhere;
        status = nb_elsewhere_go(s, turn, &elsewhere);
        if (status == NB_STATUS_OK)
            status = nb_numbers_of(j->quiet, &s->scratch, &j->typed.expr, &here);
        if (status == NB_STATUS_OK) status = nb_numbers_of(j->quiet, &s->scratch, right, &there);
        if (status == NB_STATUS_OK)
            *differs = !are_near(here, there, nearness_of(j, NB_TOLERANCES - 1));
        nb_elsewhere_return(s, &elsewhere);
    }
    return status == NB_STATUS_ERROR && !nb_quiet_stopped(j->quiet) ? NB_STATUS_OK : status;
}

static nb_status judge_right(const judgement *j, nb_exam_says *says) {
    nb_statement *st;
    bool differs = false;
    if (!j->names || j->exam->q->answer == NULL) return NB_STATUS_OK;
    nb_status status = nb_quiet_read(j->quiet, j->exam->q->answer, &st);
    if (status == NB_STATUS_OK && st->kind == NB_STATEMENT_EXPRESSION &&
        has_names(&st->exprs[0]))
        status = look_elsewhere(j, &st->exprs[0], &differs);
    if (status == NB_STATUS_OK && differs)
        status = nb_exam_say(j->exam, says, NB_PLAIN(ANSWER_ONLY_HERE), NB_NO_HINT);
    return status;
}

/* ---- wrong ---- */

/* What a wrong answer gives away, where a derivative is asked for. */
static nb_status diagnose(const judgement *j, double tolerance, nb_message *says) {
    nb_node of, by;
    *says = NB_NO_HINT;
    if (j->answer.shape.rank > 0 || j->exam->right.shape.rank > 0) return NB_STATUS_OK;
    nb_status status = nb_asked_nodes(j->exam, j->quiet, &of, &by);
    if (status != NB_STATUS_OK || of == NB_NO_NODE) return status;
    return nb_diagnose_nodes(j->quiet->s, of, by, j->answer.all[0], tolerance, says);
}

static nb_status judge_wrong(const judgement *j, nb_message diagnosis, nb_exam_says *says) {
    nb_message remark = diagnosis;
    bool number = j->answer.shape.rank == 0 && j->exam->right.shape.rank == 0;
    if (remark.id == NB_MESSAGE_NONE && number)
        remark = nb_remark_on(j->answer.all[0], j->exam->right.all[0]);
    if (remark.id == NB_MESSAGE_NONE) { /* the first element that is wrong */
        uint32_t i = 0, count = nb_shape_count(j->answer.shape);
        while (i + 1 < count && nb_is_near(j->answer.all[i], j->exam->right.all[i],
                                           nb_answer_tolerances[NB_TOLERANCES - 1]))
            i++;
        remark = NB_SAY(ANSWER_ELEMENT, NB_COUNT(i + 1));
    }
    return nb_exam_say(j->exam, says, remark, NB_NO_HINT);
}

static nb_status judge(const judgement *j, nb_exam_verdict *verdict, nb_exam_says *says) {
    nb_message diagnosis = NB_NO_HINT;
    nb_status status = NB_STATUS_OK;
    bool tolerated = j->exam->q->within > 0 && is_right(j, nearness_of(j, NB_TOLERANCES - 1));
    for (size_t i = 0; i < NB_TOLERANCES && status == NB_STATUS_OK; i++) {
        nearness near = nearness_of(j, i);
        *verdict = is_right(j, near) ? NB_VERDICT_RIGHT : NB_VERDICT_WRONG;
        if (*verdict == NB_VERDICT_RIGHT) return judge_right(j, says);
        const char *listed = find_listed(j, near);
        if (listed != NULL && *listed != '\0') {
            nb_exam_say_text(says, listed);
            return NB_STATUS_OK;
        }
        if (!tolerated) status = diagnose(j, nb_answer_tolerances[i], &diagnosis);
        if (listed != NULL || diagnosis.id != NB_MESSAGE_NONE) break;
    }
    return status == NB_STATUS_OK ? judge_wrong(j, diagnosis, says) : status;
}

/* ---- a line ---- */

static nb_status refuse(nb_exam *exam, nb_message message, nb_message hint,
                        nb_exam_verdict *verdict, nb_exam_says *says) {
    *verdict = NB_VERDICT_REFUSED;
    return nb_exam_say(exam, says, message, hint);
}

/* Evaluates the answer and the right one. */
static nb_status evaluate(judgement *j) {
    nb_sheet *s = j->quiet->s;
    nb_status status = nb_numbers_of(j->quiet, &s->scratch, &j->typed.expr, &j->answer);
    if (status != NB_STATUS_OK) return status;
    if (j->typed.percent) {
        double *hundredth = nb_arena_add(&s->scratch, 1, sizeof *hundredth);
        if (hundredth == NULL) return NB_STATUS_NO_MEMORY;
        j->plain = j->answer;
        *hundredth = j->answer.all[0] / 100;
        j->answer.all = hundredth;
    }
    j->names = has_names(&j->typed.expr);
    if (!j->names || j->exam->q->answer == NULL) return NB_STATUS_OK;
    nb_problem problem = s->problem;
    status = nb_numbers_read(j->quiet, &s->scratch, j->exam->q->answer, &j->now);
    if (status == NB_STATUS_ERROR && !nb_quiet_stopped(j->quiet)) {
        j->now.all = NULL; /* what it is made of has been redefined */
        s->problem = problem;
        status = NB_STATUS_OK;
    }
    return status;
}

nb_status nb_judge_value(nb_exam *exam, nb_quiet *quiet, const char *line,
                         nb_exam_verdict *verdict, nb_exam_says *says) {
    judgement j = {.exam = exam, .quiet = quiet};
    bool gives_away = false;
    nb_status status = nb_line_read(exam, quiet, line, &j.typed);
    if (status != NB_STATUS_OK) return status;
    *verdict = NB_VERDICT_OTHER;
    if (j.typed.kind == NB_LINE_OTHER) return NB_STATUS_OK;
    if (j.typed.kind == NB_LINE_REFUSED)
        return refuse(exam, j.typed.message, j.typed.hint, verdict, says);
    status = nb_asked_in(exam, quiet, &j.typed.expr, &gives_away);
    if (status == NB_STATUS_OK && gives_away)
        return refuse(exam, NB_PLAIN(ANSWER_ASKED), NB_PLAIN(HINT_ASKED), verdict, says);
    if (status == NB_STATUS_OK) status = evaluate(&j);
    if (status == NB_STATUS_ERROR && !nb_quiet_stopped(quiet))
        return refuse(exam, quiet->s->problem.message, quiet->s->problem.hint, verdict, says);
    if (status != NB_STATUS_OK) return status;
    *verdict = NB_VERDICT_NOTED;
    if (exam->q->noted != NULL) return NB_STATUS_OK;
    nb_shape shape = exam->right.shape;
    if (!nb_same_shape(j.answer.shape, shape) && !(j.now.all != NULL &&
        nb_same_shape(j.answer.shape, j.now.shape)))
        return refuse(exam, shape.rank == 0 ? NB_PLAIN(ANSWER_NUMBER)
                                            : NB_SAY(ANSWER_NUMBERS,
                                                     NB_COUNT(nb_shape_count(shape))),
                      NB_NO_HINT, verdict, says);
    return judge(&j, verdict, says);
}
