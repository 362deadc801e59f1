/* A question is asked as the tour asks it, and answered with all that the author has listed. */
#include "tour/trial.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "definitions/names.h"
#include "session/execute.h"
#include "tour/numbers.h"
#include "tour/run.h"
#include "tour/trial_texts.h"

enum { STUDENTS = 100 };

/* ---- telling ---- */

/* Tells the error that a result holds, if it is one of the lesson's own lines at its line. */
static void tell_result(nb_trying *t, const nb_result *result, nb_message message, size_t line) {
    nb_fault fault = {.line = line, .message = message};
    const nb_block *block = result != NULL ? result->first : NULL;
    for (; block != NULL; block = block->next) {
        if (block->kind != NB_BLOCK_DIAGNOSTIC) continue;
        const nb_diagnostic *about = &block->as.diagnostic;
        if (about->severity != NB_SEVERITY_ERROR) continue;
        fault.said = about->message;
        bool own = t->q->kind != NB_ASK_RECALL;
        if (about->line > 0 && own) fault.line = about->line;
    }
    nb_trying_tell(t, fault);
}

/* ---- answers ---- */

typedef struct judged {
    nb_exam_verdict verdict;
    nb_exam_says says;
} judged;

/* Judges a line; where it is refused because it holds what is asked for, the number that it comes
 * to in its place. */
static bool judge(nb_trying *t, const char *line, judged *j) {
    nb_status status = nb_exam_judge(t->exam, line, &j->verdict, &j->says);
    bool asked = j->verdict == NB_VERDICT_REFUSED && j->says.message.id == NB_MESSAGE_ANSWER_ASKED;
    if (status != NB_STATUS_OK || !asked) return nb_trying_goes_on(t, status);
    nb_quiet quiet;
    nb_numbers numbers;
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(t->session));
    status = nb_quiet_begin(t->session, &quiet);
    if (status == NB_STATUS_OK)
        status = nb_numbers_read(&quiet, &quiet.s->scratch, line, &numbers);
    if (status == NB_STATUS_OK) nb_numbers_write(&out, quiet.s, numbers);
    nb_quiet_end(&quiet);
    if (out.failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) status = nb_exam_judge(t->exam, out.data, &j->verdict, &j->says);
    nb_buffer_clear(&out);
    return nb_trying_goes_on(t, status);
}

/* A fault with what nabla said of an answer. */
static void tell_judged(nb_trying *t, size_t line, nb_message message, const char *expected,
                        const judged *j) {
    nb_fault fault = {.line = line, .message = message, .expected = expected,
                      .found = j->says.text, .said = j->says.message};
    bool silent = *fault.found == '\0' && fault.said.id == NB_MESSAGE_NONE;
    if (silent && j->verdict == NB_VERDICT_OTHER) fault.said = NB_PLAIN(LESSON_NO_EXPRESSION);
    nb_trying_tell(t, fault);
}

static void try_right(nb_trying *t, size_t line, const char *text) {
    judged j;
    if (!judge(t, text, &j) || j.verdict == NB_VERDICT_RIGHT) return;
    tell_judged(t, line, NB_SAY(LESSON_REFUSED, NB_TEXT(text)), NULL, &j);
}

/* With varied numbers two mistakes may come to the same, and one remark hides the other. */
static void try_wrong(nb_trying *t, size_t line, const char *text, const char *remark) {
    judged j;
    if (!judge(t, text, &j)) return;
    if (j.verdict == NB_VERDICT_RIGHT)
        nb_trying_tell(t, (nb_fault){.line = line,
                                     .message = NB_SAY(LESSON_ACCEPTED, NB_TEXT(text))});
    else if (j.verdict != NB_VERDICT_WRONG)
        tell_judged(t, line, NB_SAY(LESSON_NOT_WRONG, NB_TEXT(text)), NULL, &j);
    else if (t->student == 0 && *remark != '\0' && strcmp(j.says.text, remark) != 0)
        tell_judged(t, line, NB_SAY(LESSON_NO_REMARK, NB_TEXT(text)), remark, &j);
}

static void try_value(nb_trying *t) {
    const nb_lesson_question *q = t->q;
    const char *right = q->answer != NULL ? q->answer : q->predict;
    try_right(t, nb_trying_line(t, right), t->exam->solution);
    if (q->answer != NULL) try_right(t, nb_trying_line(t, q->answer), q->answer);
    for (size_t i = 0; i < q->equivalents.count; i++)
        try_right(t, q->equivalents.all[i].line, q->equivalents.all[i].text);
}

static void try_wrongs(nb_trying *t) {
    const nb_remark_list *wrongs = &t->q->wrongs;
    for (size_t i = 0; i < wrongs->count; i++)
        try_wrong(t, wrongs->all[i].line, wrongs->all[i].text, t->exam->wrongs[i].remark);
}

/* Lines that read alike with these numbers cannot be told apart. */
static void try_alike(nb_trying *t, size_t i) {
    const nb_exam *exam = t->exam;
    const nb_remark_list *choices = &t->q->choices;
    for (size_t k = 0; k < i; k++)
        if (strcmp(exam->choices[k], exam->choices[i]) == 0)
            nb_trying_tell(t, (nb_fault){
                .line = choices->all[exam->places[i]].line,
                .message = NB_SAY(LESSON_SAME, NB_COUNT(choices->all[exam->places[k]].line))});
}

static void try_choices(nb_trying *t) {
    const nb_exam *exam = t->exam;
    for (size_t i = 0; i < exam->choice_count; i++) {
        const nb_remarked *choice = &t->q->choices.all[exam->places[i]];
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", i + 1);
        if (!choice->right) try_wrong(t, choice->line, number, exam->remarks[i]);
        else if (t->q->kind == NB_ASK_CHOICE) try_right(t, choice->line, number);
        try_alike(t, i);
    }
    try_right(t, t->q->part->line, exam->solution);
}

/* The lines as they are shown are not in order already. */
static void try_order(nb_trying *t) {
    nb_buffer shown;
    judged j;
    nb_buffer_init(&shown, nb_session_memory(t->session));
    for (size_t i = 1; i <= t->exam->choice_count; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", i);
        nb_buffer_add_item(&shown, " ", number);
    }
    try_right(t, t->q->part->line, t->exam->solution);
    bool good = nb_trying_goes_on(t, shown.failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK);
    if (good && judge(t, shown.data, &j) && j.verdict == NB_VERDICT_RIGHT)
        nb_trying_tell(t, (nb_fault){.line = t->q->part->line, .message = NB_PLAIN(LESSON_ORDER)});
    nb_buffer_clear(&shown);
}

/* ---- spot: ---- */

static const nb_nodes_block *find_table(const nb_result *result) {
    const nb_block *block = result->first;
    while (block != NULL && block->kind != NB_BLOCK_NODES) block = block->next;
    return block != NULL ? &block->as.nodes : NULL;
}

/* The changed number differs from the true one in the digits that are shown. */
static void try_spot(nb_trying *t) {
    enum { ROOM = 32 };
    nb_quiet quiet;
    nb_statement *st;
    bool differs = false;
    nb_status status = nb_quiet_begin(t->session, &quiet);
    if (status == NB_STATUS_OK) status = nb_quiet_read(&quiet, "backward", &st);
    if (status == NB_STATUS_OK) status = nb_execute(quiet.s, st);
    const nb_nodes_block *right = status == NB_STATUS_OK ? find_table(quiet.result) : NULL;
    const nb_nodes_block *shown = find_table(t->exam->table);
    for (size_t i = 0; right != NULL && shown != NULL && i < right->count; i++) {
        char a[ROOM], b[ROOM];
        (void)snprintf(a, sizeof a, "%.6g", right->rows[i].gradient);
        (void)snprintf(b, sizeof b, "%.6g", shown->rows[i].gradient);
        differs = differs || strcmp(a, b) != 0;
    }
    nb_quiet_end(&quiet);
    if (!nb_trying_goes_on(t, status)) return;
    try_right(t, nb_trying_line(t, t->q->spot_value), t->q->spot_node);
    if (!differs)
        nb_trying_tell(t, (nb_fault){.line = nb_trying_line(t, t->q->spot_value),
                                     .message = NB_SAY(LESSON_SPOT_RIGHT,
                                                       NB_TEXT(t->q->spot_value))});
}

/* ---- exercises ---- */

/* What came of a condition. */
typedef struct tested {
    bool reads, holds;
    nb_message said;  /* why not; belongs to `owner` */
    nb_result *owner; /* NULL: none */
} tested;

/* Tests a condition of an exercise. The caller frees what it owns. */
static tested test(nb_trying *t, const char *condition) {
    tested found = {.owner = NULL};
    nb_quiet quiet;
    nb_statement *st;
    nb_buffer line;
    nb_buffer_init(&line, nb_session_memory(t->session));
    nb_buffer_add_text(&line, "expect ");
    nb_buffer_add_text(&line, condition);
    nb_status status = nb_quiet_begin(t->session, &quiet);
    if (line.failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) status = nb_quiet_read(&quiet, line.data, &st);
    found.reads = status == NB_STATUS_OK;
    if (status == NB_STATUS_OK) status = nb_execute(quiet.s, st);
    found.holds = status == NB_STATUS_OK;
    if (status == NB_STATUS_ERROR && !nb_quiet_stopped(&quiet)) {
        found.said = nb_result_message(quiet.result, quiet.s->problem.message);
        found.owner = nb_quiet_keep(&quiet);
        status = NB_STATUS_OK;
    }
    nb_quiet_end(&quiet);
    nb_buffer_clear(&line);
    (void)nb_trying_goes_on(t, status);
    return found;
}

static void try_conditions(nb_trying *t) {
    const nb_remark_list *list = &t->q->wrong_checks;
    for (size_t i = 0; i < list->count && t->status == NB_STATUS_OK; i++) {
        const nb_remarked *line = &list->all[i];
        tested found = test(t, line->text);
        nb_fault fault = {.line = line->line, .said = found.said,
                          .message = NB_SAY(LESSON_NO_CHECK, NB_TEXT(line->text))};
        if (found.holds) fault.message = NB_SAY(LESSON_CHECK_RIGHT, NB_TEXT(line->text));
        if (t->status == NB_STATUS_OK && (found.holds || !found.reads)) nb_trying_tell(t, fault);
        nb_result_free(found.owner);
    }
}

/* Tells the checks that fail though the solution was run. */
static void tell_checks(nb_trying *t) {
    const nb_remark_list *list = &t->q->checks;
    for (size_t i = 0; i < list->count && t->status == NB_STATUS_OK; i++) {
        tested found = test(t, list->all[i].text);
        nb_fault fault = {.line = list->all[i].line, .said = found.said,
                          .message = NB_SAY(LESSON_CHECK_FAILS, NB_TEXT(list->all[i].text))};
        if (t->status == NB_STATUS_OK && !found.holds) nb_trying_tell(t, fault);
        nb_result_free(found.owner);
    }
}

/* It does not pass before its solution, and passes after it. */
static void try_exercise(nb_trying *t) {
    judged j;
    nb_result *result;
    const nb_lesson_question *q = t->q;
    if (!nb_trying_goes_on(t, nb_exam_check(t->exam, &j.verdict, &j.says))) return;
    if (j.verdict == NB_VERDICT_RIGHT)
        nb_trying_tell(t, (nb_fault){.line = q->part->line, .message = NB_PLAIN(LESSON_PASSES)});
    nb_status status = nb_exam_run_lines(t->session, &q->solution, &result);
    if (status == NB_STATUS_ERROR)
        tell_result(t, result, NB_PLAIN(LESSON_SOLUTION), q->part->line);
    nb_result_free(result);
    if (status == NB_STATUS_ERROR) return;
    if (!nb_trying_goes_on(t, status)) return;
    if (!nb_trying_goes_on(t, nb_exam_check(t->exam, &j.verdict, &j.says))) return;
    if (j.verdict != NB_VERDICT_RIGHT) tell_checks(t);
    try_conditions(t);
    if (t->student == 0) nb_trial_texts(t);
}

/* ---- the question ---- */

static void try_answers(nb_trying *t) {
    if (t->exam->q->noted != NULL) return;
    switch (t->exam->q->kind) {
    case NB_ASK_VALUE: try_value(t); try_wrongs(t); break;
    case NB_ASK_CHOICE: case NB_ASK_CHOICES: try_choices(t); break;
    case NB_ASK_ORDER: try_order(t); break;
    case NB_ASK_BREAK: try_right(t, t->q->part->line, t->exam->solution); try_wrongs(t); break;
    case NB_ASK_SPOT: try_spot(t); try_wrongs(t); break;
    case NB_ASK_EXERCISE: try_exercise(t); break;
    case NB_ASK_TRY: case NB_ASK_SAY: case NB_ASK_RECALL: break;
    }
}

/* The question could not be asked: why, is told at each line. False: that is not all. */
static bool mend(nb_trying *t) {
    nb_result *result;
    nb_mark(t->session);
    nb_status status = nb_exam_run_lines(t->session, &t->q->given, &result);
    bool mended = status == NB_STATUS_OK && nb_trial_mend(t);
    nb_result_free(result);
    nb_take_back(t->session);
    return mended;
}

/* Begins the exam. Why it cannot be begun is told; what can be left out is. */
static bool begin(nb_trying *t) {
    nb_variant variant = {.student = t->student};
    size_t before = t->faults;
    for (bool again = true; again;) {
        nb_result *result;
        nb_status status = nb_exam_begin(t->session, t->lesson, t->q, variant, &t->exam, &result);
        bool failed = status == NB_STATUS_ERROR;
        again = failed && t->student == 0 && t->faults == before && mend(t);
        if (failed && t->faults == before)
            tell_result(t, result, NB_PLAIN(LESSON_UNASKED),
                        t->student > 0 ? t->q->vary[0].line : t->q->part->line);
        nb_result_free(result);
        if (!failed && !nb_trying_goes_on(t, status)) return false;
    }
    return t->exam != NULL && t->status == NB_STATUS_OK;
}

/* Whether a name, or an element, is one that the lesson gave a number to. */
static nb_status find_leaf(nb_quiet *quiet, const char *name, bool *is) {
    nb_numbers numbers;
    nb_statement *st;
    nb_status status = nb_numbers_read(quiet, &quiet->s->scratch, name, &numbers);
    *is = status == NB_STATUS_OK && numbers.shape.rank == 0;
    if (*is) status = nb_quiet_read(quiet, name, &st);
    if (!*is || status != NB_STATUS_OK) return status == NB_STATUS_ERROR ? NB_STATUS_OK : status;
    const nb_code *code = &st->exprs[0].codes[st->exprs[0].count - 1];
    if (code->kind != NB_CODE_NAME) {
        *is = code->kind == NB_CODE_INDEX;
        return NB_STATUS_OK;
    }
    nb_def_id def = nb_def_find(quiet->s, code->symbol, 0, NULL);
    const nb_meaning *meaning = def != NB_NO_DEF ? &quiet->s->defs[def].meaning : NULL;
    *is = meaning != NULL && meaning->kind == NB_DEF_LEAF && !meaning->built_in;
    return NB_STATUS_OK;
}

/* What is varied is a number that the lesson has: else it would make a name of its own. */
static bool varies_leaves(nb_trying *t) {
    size_t before = t->faults;
    nb_quiet quiet;
    if (nb_trying_goes_on(t, nb_quiet_begin(t->session, &quiet)))
        for (size_t i = 0; i < t->q->vary_count; i++) {
            const nb_vary *vary = &t->q->vary[i];
            bool is;
            if (!nb_trying_goes_on(t, find_leaf(&quiet, vary->name, &is)) || is) continue;
            nb_trying_tell(t, (nb_fault){.line = vary->line,
                                         .message = NB_SAY(LESSON_VARY_LEAF, NB_TEXT(vary->name))});
        }
    nb_quiet_end(&quiet);
    return t->faults == before;
}

/* The numbers of a hundred students; the first who meets a fault is told of. */
static void try_students(nb_trying *t) {
    size_t before = t->faults;
    for (t->student = 1; t->student <= STUDENTS && t->faults == before && t->q->vary_count > 0;
         t->student++) {
        if (!begin(t)) return;
        try_answers(t);
        nb_exam_drop(t->exam);
        t->exam = NULL;
        if (t->status != NB_STATUS_OK) return;
    }
    t->student = 0;
}

/* recall: asks for a question that stands above. */
static bool is_recalled(nb_trying *t) {
    const nb_lesson_question *other = nb_question_find(t->lesson, t->q->recall);
    if (other != NULL && other->part->line < t->q->part->line) return true;
    nb_trying_tell(t, (nb_fault){.line = nb_trying_line(t, t->q->recall),
                                 .message = NB_SAY(LESSON_RECALL, NB_TEXT(t->q->recall))});
    return false;
}

/* An exercise's beginning and solution stay. That they fail was told. */
static nb_status go_on(nb_trying *t) {
    nb_result *result;
    if (t->q->kind != NB_ASK_EXERCISE) return NB_STATUS_OK;
    nb_status status = nb_exam_run_lines(t->session, &t->q->given, &result);
    nb_result_free(result);
    if (status == NB_STATUS_OK) {
        status = nb_exam_run_lines(t->session, &t->q->solution, &result);
        nb_result_free(result);
    }
    return status == NB_STATUS_ERROR ? NB_STATUS_OK : status;
}

static void try_all(nb_trying *t) {
    bool asks = t->q->kind != NB_ASK_RECALL || is_recalled(t), varies;
    size_t before = t->faults;
    if (!asks || !begin(t)) return;
    if (t->q->kind != NB_ASK_EXERCISE && t->faults == before) nb_trial_texts(t);
    if (t->q->kind != NB_ASK_RECALL) try_answers(t);
    nb_trial_hints(t);
    varies = varies_leaves(t);
    nb_exam_drop(t->exam);
    t->exam = NULL;
    if (t->status == NB_STATUS_OK && varies) try_students(t);
}

nb_status nb_trial(nb_session *session, const nb_lesson *lesson,
                   const nb_lesson_question *question, nb_tell_fault *tell, void *user) {
    nb_trying t = {.session = session, .lesson = lesson, .own = *question, .tell = tell,
                   .user = user};
    t.q = &t.own;
    nb_arena_init(&t.arena, nb_session_memory(session));
    try_all(&t);
    nb_arena_clear(&t.arena);
    return t.status == NB_STATUS_OK ? go_on(&t) : t.status;
}
