/* A question of a lesson, asked at the terminal: exam.h judges, here is what is said about it. */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "front/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "front/recall.h"
#include "front/script.h"
#include "front/stop.h"
#include "front/tell.h"
#include "front/terminal/editor.h"
#include "front/terminal/say.h"
#include "tour/exam.h"
#include "view/message.h"
#include "view/plain.h"
#include "view/text.h"

enum { SECONDS_BEFORE_HINTS = 10 };

typedef struct asking {
    nb_tour *tour;
    const nb_lesson_question *own; /* the lesson's; another's may be asked in its place */
    nb_question_kind kind; /* of recall:, that of the other question */
    nb_exam *exam;
    nb_variant variant; /* as it is recorded */
    uint32_t round, tries;
    size_t hints;
    bool tried; /* a statement that is no answer */
    bool helped, over;
    time_t since;
    nb_outcome outcome;
    nb_buffer work; /* what has succeeded of the reader's statements at an exercise */
    char sign[64]; /* in front of the answer */
} asking;

static time_t seconds(void) {
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) == 0 ? now.tv_sec : 0;
}

static void show_text(asking *a, const char *text) {
    nb_tell_markdown(a->tour, text, strlen(text), 0);
}

static void add_result(const asking *a, const nb_result *result, nb_buffer *out) {
    nb_view view = nb_show_view(&a->tour->play.show);
    if (result != NULL) nb_view_text(result, &view, out, out);
}

static void show_result(asking *a, const nb_result *result) {
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(a->tour->play.show.session));
    add_result(a, result, &text);
    nb_tell(a->tour, &text);
    nb_buffer_clear(&text);
}

/* A question is a stop itself: none stands before it, at which its answer would come too early, but
 * on a projector, where each page is wiped. */
static void show_question(asking *a) {
    nb_tour *tour = a->tour;
    nb_buffer out;
    const char *text = nb_exam_text(a->exam);
    nb_buffer_init(&out, nb_session_memory(tour->play.show.session));
    nb_play_markdown(&tour->play, text, strlen(text), 0, &out);
    add_result(a, nb_exam_table(a->exam), &out);
    if (nb_exam_table(a->exam) != NULL) nb_buffer_add_char(&out, '\n');
    if (!tour->presents) nb_page_begin(&tour->page, 0);
    if (!out.failed && nb_page_need(&tour->page, nb_page_rows(&tour->page, &out)))
        nb_tell(tour, &out);
    nb_buffer_clear(&out);
}

/* A message as a sentence among others. */
static void say_sentence(asking *a, const nb_message *message) {
    nb_view view = nb_show_view(&a->tour->play.show);
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(a->tour->play.show.session));
    nb_view_message(&text, &view, message);
    bool ends = text.length > 0 && strchr(".?!)", text.data[text.length - 1]) != NULL;
    if (ends || text.failed || text.length == 0) nb_tell_say(a->tour, *message);
    else nb_tell_say(a->tour, NB_SAY(LESSON_SENTENCE, NB_TEXT(text.data)));
    nb_buffer_clear(&text);
}

/* What the exam says of an answer. */
static void say(asking *a, const nb_exam_says *says) {
    if (says->text != NULL && *says->text != '\0') show_text(a, says->text);
    if (says->message.id != NB_MESSAGE_NONE) say_sentence(a, &says->message);
    if (says->hint.id != NB_MESSAGE_NONE) say_sentence(a, &says->hint);
}

/* ---- the end of a question ---- */

/* From now on nothing that is typed is an answer. */
static void settle(asking *a) {
    a->over = true;
    a->tour->asks = false;
}

static void end(asking *a, nb_outcome outcome) {
    settle(a);
    a->outcome = outcome;
    if (*nb_exam_why(a->exam) != '\0') show_text(a, nb_exam_why(a->exam));
}

static bool is_noted(const asking *a) {
    return nb_exam_question(a->exam)->noted != NULL;
}

/* In a copy without answers no more can be said. */
static void end_noted(asking *a) {
    settle(a);
    nb_tell_say(a->tour, NB_PLAIN(LESSON_NOTED));
    end(a, NB_OUTCOME_NOTED);
}

static void end_right(asking *a) {
    settle(a);
    nb_tell_say(a->tour, NB_PLAIN(LESSON_RIGHT));
    bool at_once = a->tries == 0 && !a->helped && a->round == 0;
    end(a, at_once ? NB_OUTCOME_AT_ONCE : NB_OUTCOME_RIGHT);
}

/* The question comes back at the end of the lesson. */
static void show_solution(asking *a) {
    nb_buffer typed;
    bool varies = nb_exam_question(a->exam)->vary_count > 0;
    settle(a);
    nb_buffer_init(&typed, nb_session_memory(a->tour->play.show.session));
    if (a->kind == NB_ASK_EXERCISE) {
        nb_result *result = NULL;
        (void)!nb_exam_solve(a->exam, &result);
        nb_result_free(result);
        const char *line = nb_exam_solution(a->exam);
        for (bool more = true; more; line += more) { /* each is a statement */
            size_t length = strcspn(line, "\n");
            char *copy = nb_arena_text(&a->tour->play.file->arena, line, length);
            if (copy != NULL) nb_play_typed(&a->tour->play, copy, &typed);
            line += length;
            more = *line == '\n';
        }
    } else if (a->kind != NB_ASK_SAY) { /* what one might say is its why: line */
        nb_buffer_add_text(&typed, a->sign);
        nb_view view = nb_show_view(&a->tour->play.show);
        const char *formula = nb_exam_formula(a->exam);
        nb_view_plain_text(&typed, &view, nb_exam_solution(a->exam));
        if (formula != NULL) nb_buffer_add_text(&typed, " = ");
        if (formula != NULL) nb_view_plain_text(&typed, &view, formula);
        nb_buffer_add_char(&typed, '\n');
    }
    nb_tell(a->tour, &typed);
    nb_buffer_clear(&typed);
    if (a->round == 0 && a->tour->practice == NULL && !a->tour->presents)
        nb_tell_say(a->tour, varies ? NB_PLAIN(LESSON_COMES_VARIED) : NB_PLAIN(LESSON_COMES_AGAIN));
    end(a, NB_OUTCOME_SHOWN);
}

/* ---- while it is asked ---- */

/* In an exam nothing helps. */
static void refuse_help(asking *a) {
    nb_tell_say(a->tour, NB_PLAIN(PRACTICE_NO_HELP));
}

static void show_hint(asking *a) {
    bool exercise = a->kind == NB_ASK_EXERCISE;
    bool early = seconds() - a->since < SECONDS_BEFORE_HINTS;
    early = early && a->kind != NB_ASK_SAY && a->tries == 0 && !(a->tried && exercise);
    if (early && !a->tour->presents) {
        nb_tell_say(a->tour, exercise ? NB_PLAIN(LESSON_EXERCISE_FIRST)
                                      : NB_PLAIN(LESSON_TRY_FIRST));
        return;
    }
    const char *hint = nb_exam_hint(a->exam, a->hints);
    if (hint == NULL) nb_tell_say(a->tour, NB_PLAIN(LESSON_NO_HINTS));
    else show_text(a, hint);
    if (hint == NULL) return;
    a->hints++;
    a->helped = true;
}

/* What an exercise has come to after a statement. One that has failed has told why, and nothing
 * new can be said of the exercise. */
static void look(asking *a) {
    nb_exam_verdict verdict;
    nb_exam_says says;
    if (nb_exam_check(a->exam, &verdict, &says) != NB_STATUS_OK) return;
    if (!a->tour->failed) say(a, &says);
    if (verdict == NB_VERDICT_RIGHT) end_right(a);
}

/* In an exam an expression behind ? may be calculated, unless it contains what is asked for. A
 * command would tell all, and a definition would hide it in a name. */
static bool may_run(asking *a, const char *line, bool calculates, bool gives_away) {
    calculates = calculates && line[strspn(line, " \t")] == '?';
    if (!a->tour->exam || (calculates && !gives_away)) return true;
    if (calculates) nb_tell_say(a->tour, NB_PLAIN(PRACTICE_GIVES_AWAY));
    else refuse_help(a);
    return false;
}

/* Runs a statement that is no answer. False: it was quit. */
static bool try_own(asking *a, char *line) {
    bool calculates, gives_away = nb_exam_gives_away(a->exam, line, &calculates);
    a->helped = a->helped || gives_away;
    if (!may_run(a, line, calculates, gives_away)) {
        free(line);
        return true;
    }
    if (!nb_stop_try(a->tour, line)) return false;
    a->tried = true;
    if (a->kind == NB_ASK_EXERCISE && !is_noted(a)) look(a);
    return true;
}

/* What is to be typed, for those who press Enter alone. On a projector that shows the answer. */
static nb_message how_to_answer(const asking *a) {
    if (a->tour->exam) return NB_PLAIN(PRACTICE_NO_HELP);
    switch (a->kind) {
    case NB_ASK_CHOICE: case NB_ASK_BREAK: return NB_PLAIN(LESSON_ANSWER_LINE);
    case NB_ASK_CHOICES: case NB_ASK_ORDER: return NB_PLAIN(LESSON_ANSWER_LINES);
    case NB_ASK_SPOT: return NB_PLAIN(LESSON_ANSWER_NODE);
    case NB_ASK_SAY: return NB_PLAIN(LESSON_ANSWER_SAY);
    case NB_ASK_EXERCISE: return NB_PLAIN(LESSON_EXERCISE);
    default: return NB_PLAIN(LESSON_ANSWER);
    }
}

/* What an unknown name may mean at a question; where it means nothing, how to answer. */
static nb_message hint_at_words(const asking *a, const char *line) {
    nb_message meant = nb_stop_meant(line);
    return meant.id != NB_MESSAGE_NONE ? meant : how_to_answer(a);
}

static bool take_answer(asking *a, char *line) {
    nb_exam_verdict verdict = NB_VERDICT_REFUSED;
    nb_exam_says says = {.text = ""};
    if (a->kind == NB_ASK_SAY && !is_noted(a)) {
        nb_record_note(&a->tour->record, a->own->id, NB_OUTCOME_AT_ONCE, 0, line);
        nb_taken_answer(&a->tour->taken, line, false);
        free(line);
        end(a, NB_OUTCOME_AT_ONCE);
        return true;
    }
    nb_status status = nb_exam_judge(a->exam, line, &verdict, &says);
    if (status == NB_STATUS_OK && verdict == NB_VERDICT_OTHER) return try_own(a, line);
    nb_keep_line(&a->tour->keep, line, false);
    if (says.hint.id == NB_MESSAGE_HINT_DEFINE) says.hint = hint_at_words(a, line);
    else if (verdict == NB_VERDICT_REFUSED && says.hint.id == NB_MESSAGE_NONE)
        says.hint = nb_stop_meant(line);
    bool wrong = status == NB_STATUS_OK && verdict == NB_VERDICT_WRONG;
    if (status == NB_STATUS_OK && verdict != NB_VERDICT_REFUSED)
        nb_taken_answer(&a->tour->taken, line, wrong);
    nb_record_note(&a->tour->record, a->own->id, NB_OUTCOME_OPEN, wrong, line);
    nb_tour_save(a->tour);
    free(line);
    if (status != NB_STATUS_OK) return true;
    if (verdict == NB_VERDICT_NOTED) {
        end_noted(a);
        return true;
    }
    if (a->tour->exam && verdict != NB_VERDICT_REFUSED) {
        settle(a);
        a->outcome = wrong ? NB_OUTCOME_OPEN : NB_OUTCOME_AT_ONCE;
        return true;
    }
    if (wrong) a->tries++;
    if (wrong) nb_tell_say(a->tour, NB_PLAIN(LESSON_WRONG));
    say(a, &says);
    if (verdict == NB_VERDICT_RIGHT) end_right(a);
    return true;
}

static void take_enter(asking *a) {
    bool done = a->kind == NB_ASK_EXERCISE && is_noted(a) && a->work.length > 0;
    if (a->kind == NB_ASK_TRY) end(a, NB_OUTCOME_OPEN);
    else if (done) end_noted(a);
    else if (is_noted(a) && a->tour->presents) end(a, NB_OUTCOME_OPEN);
    else if (is_noted(a))
        nb_tell_say(a->tour, a->kind == NB_ASK_EXERCISE ? NB_PLAIN(LESSON_EXERCISE_NOTED)
                                                        : NB_PLAIN(LESSON_ANSWER_NOTED));
    else if (a->tour->presents) show_solution(a);
    else nb_tell_say(a->tour, how_to_answer(a));
}

/* The reader's wish, once the question is over: GO where it was answered. What was typed where a
 * page was full, in the question or in what is said of an answer, counts as typed at the sign. */
static nb_wish converse(asking *a) {
    nb_view view = nb_show_view(&a->tour->play.show);
    bool types = a->kind == NB_ASK_EXERCISE || a->kind == NB_ASK_TRY;
    const char *answer = nb_view_word(&view, NB_MESSAGE_LESSON_ANSWER_SIGN);
    (void)snprintf(a->sign, sizeof a->sign, "%s ", types ? (view.ascii ? ">>>" : "∇") : answer);
    while (!a->over) {
        nb_wish wish = a->tour->wish;
        if (wish == NB_WISH_GO) wish = nb_stop_wait(a->tour, a->sign, true);
        bool stays = wish == NB_WISH_GO || wish == NB_WISH_LINE || wish == NB_WISH_HINT ||
                     wish == NB_WISH_SOLUTION;
        a->tour->wish = NB_WISH_GO;
        if (wish == NB_WISH_GO) take_enter(a);
        bool helps = wish == NB_WISH_HINT || wish == NB_WISH_SOLUTION;
        if (helps && a->tour->exam) refuse_help(a);
        else if (helps && is_noted(a)) nb_tell_say(a->tour, NB_PLAIN(LESSON_COPY_HELP));
        else if (wish == NB_WISH_HINT) show_hint(a);
        else if (wish == NB_WISH_SOLUTION) show_solution(a);
        if (wish == NB_WISH_LINE && !take_answer(a, a->tour->line)) return NB_WISH_QUIT;
        if (!stays) return wish;
    }
    return a->tour->wish;
}

/* Records what was done for the class. Who leaves a question without an answer has not been asked
 * yet, unless it was passed by, or belongs to an exam. */
static void take_down(asking *a, bool passed) {
    nb_tour *tour = a->tour;
    const nb_lesson_file *file = tour->play.file;
    nb_taken_of of = {.lesson = file->place, .text = file->text, .length = file->length,
                      .original = file->lesson.original, .id = a->own->id,
                      .variant = a->variant, .exam = a->exam};
    if (tour->practice != NULL) of.lesson = "practice", of.text = NULL;
    passed = passed || tour->exam;
    bool writes = a->kind != NB_ASK_TRY && (a->over || passed || nb_taken_any(&tour->taken));
    tour->taken.line.hints = (uint32_t)a->hints;
    tour->taken.line.solution = a->over && a->outcome == NB_OUTCOME_SHOWN;
    tour->taken.line.right = a->over && (a->outcome == NB_OUTCOME_AT_ONCE ||
                                         a->outcome == NB_OUTCOME_RIGHT);
    if (nb_taken_end(&tour->taken, &of, writes)) return;
    nb_arg why = NB_WORDS(strerror(errno));
    tour->wish = NB_WISH_GO; /* who leaves hears it, too */
    nb_tell_say(tour, NB_SAY(LESSON_NOT_RECORDED, NB_TEXT(tour->roll->path), why));
}

/* The window was closed. */
static void leave(void *user) {
    take_down(user, false);
}

/* Asks a question of a lesson in the tour's present session, as the tour's `own`. */
static nb_wish ask(nb_tour *tour, const nb_lesson *lesson, const nb_lesson_question *question,
                   const nb_lesson_question *own, uint32_t round) {
    asking a = {.tour = tour, .own = own, .round = round, .since = seconds(),
                .tries = nb_record_tries(&tour->record, own->id),
                .helped = nb_record_find(&tour->record, own->id) == NB_OUTCOME_SHOWN};
    bool varies = tour->practice == NULL; /* a question of practice is its id, and nothing else */
    nb_variant variant = {.student = varies ? nb_show_student(&tour->play.show) : 0,
                          .round = round + (question != own)};
    nb_result *result = NULL;
    tour->wish = NB_WISH_GO;
    nb_status status = nb_exam_begin(tour->play.show.session, lesson, question, variant, &a.exam,
                                     &result);
    show_result(&a, result);
    nb_result_free(result);
    if (status != NB_STATUS_OK) return NB_WISH_GO;
    tour->examines = tour->asks = true;
    a.kind = nb_exam_question(a.exam)->kind;
    a.variant = (nb_variant){.student = variant.student, .round = round};
    if (a.kind == NB_ASK_ORDER && is_noted(&a)) /* as strip.c has put its lines */
        a.variant = (nb_variant){.student = 0};
    nb_taken_begin(&tour->taken, tour->roll, a.kind == NB_ASK_EXERCISE);
    nb_editor_before_end(leave, &a);
    show_question(&a);
    nb_buffer_init(&a.work, nb_session_memory(tour->play.show.session));
    tour->work = a.kind == NB_ASK_EXERCISE && is_noted(&a) ? &a.work : NULL;
    if (tour->work != NULL) nb_tell_say(tour, NB_PLAIN(LESSON_EXERCISE_NOTED));
    nb_wish wish = converse(&a);
    if (tour->presents && a.over && wish == NB_WISH_GO) wish = nb_tour_pause(tour);
    if (wish == NB_WISH_SKIP) nb_tell_rest(tour);
    tour->examines = tour->asks = false;
    tour->work = NULL;
    if (a.work.length > 0 && !a.work.failed)
        nb_record_note(&tour->record, own->id, NB_OUTCOME_OPEN, 0, a.work.data);
    nb_buffer_clear(&a.work);
    if (a.kind != NB_ASK_TRY && a.over)
        nb_record_note(&tour->record, own->id, a.outcome, 0, NULL);
    nb_tour_save(tour);
    nb_editor_before_end(NULL, NULL);
    take_down(&a, wish == NB_WISH_SKIP || wish == NB_WISH_NEXT);
    result = NULL;
    (void)!nb_exam_end(a.exam, &result);
    show_result(&a, result);
    nb_result_free(result);
    tour->owns = false;
    return wish;
}

/* A question of another lesson is asked in a session of its own. */
static nb_wish ask_elsewhere(nb_tour *tour, const nb_lesson_question *question, uint32_t round) {
    nb_session *own = tour->play.show.session;
    nb_recall recall;
    nb_wish wish = NB_WISH_GO;
    if (!nb_recall_open(&recall, tour->play.file, question->recall, nb_session_memory(own)))
        return wish;
    nb_session *other = nb_recall_session(&recall, &tour->play.show);
    if (other != NULL) {
        tour->play.show.session = other;
        nb_editor_end(other);
        wish = ask(tour, &recall.file.lesson, recall.question, question, round);
        tour->play.show.session = own;
        nb_editor_end(own);
        nb_session_free(other);
    }
    nb_recall_close(&recall);
    return wish;
}

nb_wish nb_ask(nb_tour *tour, const nb_lesson_question *question, uint32_t round) {
    const nb_lesson *lesson = &tour->play.file->lesson;
    bool elsewhere = question->kind == NB_ASK_RECALL &&
                     nb_question_find(lesson, question->recall) == NULL;
    if (elsewhere) return ask_elsewhere(tour, question, round);
    return ask(tour, lesson, question, question, round);
}

void nb_ask_ran(nb_tour *tour, const nb_result *result) {
    tour->failed = tour->failed || !result->ok;
    if (tour->examines && result->ok)
        nb_taken_statement(&tour->taken, result->statement, result->begins_line);
    if (tour->work != NULL && result->ok && result->statement != NULL)
        nb_buffer_add_item(tour->work, "\n", result->statement);
}

/* Of a copy without answers nothing else is known to go on with. */
void nb_ask_pass(nb_tour *tour, const nb_lesson_part *part) {
    const nb_lesson_question *question = part->question;
    nb_play_pass(&tour->play, part);
    bool own = question != NULL && question->noted != NULL && question->kind == NB_ASK_EXERCISE;
    const char *work = own ? nb_record_text(&tour->record, question->id) : NULL;
    if (work == NULL) return;
    nb_show silent = tour->play.show;
    silent.silent = true;
    silent.print = NULL;
    silent.ran = NULL;
    (void)!nb_script_text(&silent, NULL, NB_ORIGIN_TEXT, work, strlen(work));
    nb_mark(silent.session);
}
