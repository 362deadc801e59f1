/* Answers do not change the session, so that one exam judges many; statements do, and each exercise
 * is set up anew. */
#include "front/marking/judging.h"

#include <string.h>

#include "base/utf8.h"
#include "view/message.h"

static const char *trimmed(nb_arena *arena, const char *text) {
    size_t length = strlen(text);
    while (length > 0 && (nb_is_blank(text[length - 1]) || text[length - 1] == '\n')) length--;
    while (length > 0 && (nb_is_blank(*text) || *text == '\n')) text++, length--;
    return nb_arena_text(arena, text, length);
}

/* A message in words. */
static const char *say(const nb_judging *j, const nb_message *message) {
    nb_buffer out;
    nb_buffer_init(&out, j->arena->memory);
    nb_view_message(&out, j->view, message);
    const char *text = out.failed ? NULL : nb_arena_text(j->arena, out.data, out.length);
    nb_buffer_clear(&out);
    return text;
}

static nb_exam *begin(const nb_judging *j, nb_status *status) {
    nb_exam *exam;
    nb_result *result;
    *status = nb_exam_begin(j->stage->session, j->lesson, j->question, j->variant, &exam, &result);
    nb_result_free(result);
    return exam;
}

/* ---- answers ---- */

/* Goes through the answers up to the right one. */
static bool judge_answers(const nb_judging *j, nb_exam *exam, const nb_marks_line *said,
                          nb_judged_line *mark) {
    mark->wrong.all = nb_arena_add(j->arena, said->answers.count, sizeof *mark->wrong.all);
    if (mark->wrong.all == NULL && said->answers.count > 0) return false;
    nb_stage_begin_strange(j->stage, NB_JUDGING_SECONDS);
    for (size_t i = 0; i < said->answers.count && !mark->right; i++) {
        nb_exam_verdict verdict;
        nb_exam_says says;
        if (nb_exam_judge(exam, said->answers.all[i], &verdict, &says) != NB_STATUS_OK) break;
        mark->right = verdict == NB_VERDICT_RIGHT;
        if (verdict != NB_VERDICT_WRONG) continue;
        const char *text = trimmed(j->arena, said->answers.all[i]);
        if (text != NULL) mark->wrong.all[mark->wrong.count++] = text;
    }
    (void)nb_stage_end_strange(j->stage);
    return !j->stage->refused && !j->arena->failed;
}

/* ---- exercises ---- */

/* One wrong answer, in words: what the lesson says of it, or what stopped the script. */
static bool note_wrong(const nb_judging *j, const nb_exam_says *says, nb_judged_line *mark) {
    const char *text = mark->error;
    if (says->message.id != NB_MESSAGE_NONE) text = say(j, &says->message);
    if (*says->text != '\0') text = trimmed(j->arena, says->text);
    if (text == NULL) text = say(j, &NB_PLAIN(MARKS_UNDONE));
    mark->wrong.all = nb_arena_add(j->arena, 1, sizeof *mark->wrong.all);
    if (text == NULL || mark->wrong.all == NULL) return false;
    mark->wrong.all[mark->wrong.count++] = text;
    return true;
}

/* Whether the checks hold by now. */
static bool check(const nb_judging *j, nb_exam *exam, nb_judged_line *mark) {
    nb_exam_verdict verdict;
    nb_exam_says says = {.text = ""};
    nb_status status = nb_exam_check(exam, &verdict, &says);
    mark->right = status == NB_STATUS_OK && verdict == NB_VERDICT_RIGHT;
    if (status != NB_STATUS_OK) says = (nb_exam_says){.text = ""};
    return mark->right || note_wrong(j, &says, mark);
}

static bool judge_statements(const nb_judging *j, const nb_marks_line *said,
                             nb_judged_line *mark) {
    nb_status status;
    nb_stage_begin_strange(j->stage, NB_JUDGING_SECONDS);
    nb_exam *exam = begin(j, &status);
    bool good = true;
    if (exam != NULL) {
        for (size_t i = 0; i < said->statements.count; i++)
            (void)nb_stage_run(j->stage, said->statements.all[i], NULL, NB_ORIGIN_TEXT, NULL, NULL);
        good = said->statements.count == 0 || check(j, exam, mark);
        nb_exam_drop(exam);
    }
    (void)nb_stage_end_strange(j->stage);
    return good && !j->stage->refused;
}

typedef struct stopping {
    const nb_judging *judging;
    nb_judged_line *mark;
} stopping;

/* The first line of the error: where in the script, and what. */
static void take_error(void *user, const nb_result *result) {
    const stopping *s = user;
    const nb_block *block = result->first;
    while (block != NULL && (block->kind != NB_BLOCK_DIAGNOSTIC ||
                             block->as.diagnostic.severity != NB_SEVERITY_ERROR))
        block = block->next;
    if (block == NULL || s->mark->error != NULL) return;
    const char *text = say(s->judging, &block->as.diagnostic.message);
    if (text == NULL) return;
    s->mark->error = say(s->judging, &NB_SAY(MARKS_SCRIPT, NB_COUNT(block->as.diagnostic.line),
                                             NB_TEXT(text)));
}

bool nb_judging_script(const nb_judging *j, const char *name, const char *text,
                       nb_judged_line *mark) {
    nb_status status;
    stopping stopped = {j, mark};
    nb_exam *exam = begin(j, &status);
    if (exam == NULL) return !j->stage->refused;
    nb_stage_begin_strange(j->stage, NB_JUDGING_SECONDS);
    status = nb_stage_run(j->stage, text, name, NB_ORIGIN_FILE, take_error, &stopped);
    bool over = nb_stage_end_strange(j->stage);
    if (over) mark->error = say(j, &NB_SAY(MARKS_TIME, NB_COUNT(NB_JUDGING_SECONDS)));
    nb_stage_begin_strange(j->stage, NB_JUDGING_SECONDS);
    bool good = check(j, exam, mark);
    nb_exam_drop(exam);
    (void)nb_stage_end_strange(j->stage);
    if (status == NB_STATUS_NO_MEMORY && mark->error == NULL)
        mark->error = say(j, &NB_PLAIN(NO_MEMORY));
    return good && !j->stage->refused && !j->arena->failed;
}

/* ---- lines ---- */

/* What a line itself says. */
static void fill_mark(nb_paper *paper) {
    const nb_marks_line *said = &paper->said;
    nb_judged_line *mark = &paper->mark;
    *mark = (nb_judged_line){.who = said->who, .name = said->name, .begun = said->begun,
                             .login = said->student,
                             .question = mark->question, .order = mark->order,
                             .claims = said->right,
                             .helped = said->hints > 0, .shown = said->solution};
}

/* nabla ends a question with its solution: an answer behind it is none. */
static void finish_mark(nb_paper *paper) {
    if (paper->said.solution) paper->mark.right = false;
    paper->judged = true;
}

bool nb_judging_lines(const nb_judging *j, nb_paper **lines, size_t count) {
    nb_status status;
    nb_exam *exam = begin(j, &status);
    bool good = !j->stage->refused;
    if (exam == NULL) return good;
    bool exercise = nb_exam_question(exam)->kind == NB_ASK_EXERCISE;
    if (exercise) nb_exam_drop(exam);
    for (size_t i = 0; i < count && good; i++) {
        fill_mark(lines[i]);
        good = exercise ? judge_statements(j, &lines[i]->said, &lines[i]->mark)
                        : judge_answers(j, exam, &lines[i]->said, &lines[i]->mark);
        finish_mark(lines[i]);
    }
    if (!exercise) nb_exam_drop(exam);
    return good;
}
