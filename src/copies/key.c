/* A question is set up as the tour does it, so that numbers are those that a student has. */
#include "copies/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copies/lines.h"
#include "copies/comments.h"
#include "tour/choose.h"
#include "tour/listed.h"
#include "view/message.h"
#include "view/text.h"

enum { WORDS_A_MINUTE = 130, STEP_SECONDS = 20, LINE_SECONDS = 30, HALF = 30,
       NUMBER_ROOM = 32 };

static const unsigned seconds_of[NB_ASK_KINDS] = {
#define KIND(ID, word, seconds, MAKER) seconds,
#include "lesson/kinds.def"
#undef KIND
};

/* The halves of a minute nearest to so many words and seconds, at least one where there are any. */
static size_t count_halves(size_t words, size_t seconds) {
    size_t half = HALF * WORDS_A_MINUTE;
    size_t parts = words * 2 * HALF + seconds * WORDS_A_MINUTE;
    return parts > 0 && parts < half ? 1 : (parts + half / 2) / half;
}

static void write_halves(char text[NUMBER_ROOM], size_t halves) {
    (void)snprintf(text, NUMBER_ROOM, halves % 2 == 0 ? "%zu" : "%zu.5", halves / 2);
}

void nb_key_add_minutes(nb_buffer *out, size_t halves) {
    char text[NUMBER_ROOM];
    write_halves(text, halves);
    nb_buffer_add_text(out, text);
}

/* ---- words ---- */

static void add(nb_key *key, const char *text) {
    nb_buffer_add_text(key->out, text);
}

static void add_message(nb_key *key, nb_message message) {
    nb_view_message(key->out, key->view, &message);
}

/* `Word: `, emphasised. */
static void add_word(nb_key *key, nb_message_id id) {
    add(key, "**");
    add(key, nb_view_word(key->view, id));
    add(key, ":**");
}

/* What was added from `begin` on, in lines, and an empty one. */
static void break_lines(nb_key *key, size_t begin) {
    nb_lines_break(key->out, begin);
    add(key, "\n");
}

/* ---- a question ---- */

static void add_head(nb_key *key, const char *id, size_t halves) {
    char number[NUMBER_ROOM], minutes[NUMBER_ROOM];
    (void)snprintf(number, sizeof number, "## %zu. ", key->questions);
    write_halves(minutes, halves);
    add(key, number);
    nb_lines_code(key->out, id);
    add(key, " (");
    add_message(key, NB_SAY(KEY_MINUTES, NB_TEXT(minutes)));
    add(key, ")\n\n");
}

/* spot: the table as it is shown, as code. */
static void add_table(nb_key *key, const nb_result *table) {
    enum { WIDTH = 76 };
    nb_view view = {.digits = key->view->digits, .width = WIDTH,
                    .words = key->view->words};
    nb_buffer text;
    if (table == NULL) return;
    nb_buffer_init(&text, key->out->memory);
    nb_view_text(table, &view, &text, &text);
    if (text.failed) key->out->failed = true;
    else if (text.length > 0) nb_lines_indent(key->out, text.data);
    add(key, "\n");
    nb_buffer_clear(&text);
}

/* What is right, as one would type it, and what it is the value of. */
static void add_answer(nb_key *key, const nb_exam *exam) {
    const nb_lesson_question *q = nb_exam_question(exam);
    const char *solution = nb_exam_solution(exam);
    bool typed = q->kind != NB_ASK_TRY && q->kind != NB_ASK_SAY && *solution != '\0';
    if (!typed) return;
    add_word(key, NB_MESSAGE_PAGE_ANSWER);
    if (q->kind == NB_ASK_EXERCISE) {
        add(key, "\n\n");
        nb_lines_indent(key->out, solution);
        add(key, "\n");
        return;
    }
    const char *formula = nb_exam_formula(exam);
    add(key, " ");
    nb_lines_code(key->out, solution);
    if (formula != NULL) {
        add(key, " = ");
        nb_lines_code(key->out, formula);
    }
    if (q->within > 0) {
        char within[NUMBER_ROOM];
        bool percent = q->within_percent;
        (void)snprintf(within, sizeof within, percent ? "%.6g%%" : "%.6g",
                       percent ? 100 * q->within : q->within);
        add(key, ", ");
        add_message(key, NB_SAY(KEY_WITHIN, NB_TEXT(within)));
    }
    add(key, "\n\n");
}

static void add_why(nb_key *key, nb_exam *exam) {
    const nb_lesson_question *q = nb_exam_question(exam);
    const char *why = nb_exam_why(exam);
    size_t begin = key->out->length;
    if (*why == '\0') return;
    if (q->kind == NB_ASK_TRY || q->kind == NB_ASK_SAY) {
        add_word(key, NB_MESSAGE_PAGE_ANSWER);
        add(key, " ");
    }
    add(key, why);
    add(key, "\n");
    break_lines(key, begin);
}

/* The number under which one of the author's lines, from 1, is shown: the solution has them in his
 * order. */
static size_t shown_as(const nb_exam *exam, uint32_t line) {
    const char *at = nb_exam_solution(exam);
    for (uint32_t i = 1; i < line; i++) at += strcspn(at, " ") + 1;
    return strtoul(at, NULL, 10);
}

/* Other orders that are right. */
static void add_orders(nb_key *key, const nb_exam *exam) {
    const nb_lesson_question *q = nb_exam_question(exam);
    nb_buffer pairs;
    nb_buffer_init(&pairs, key->out->memory);
    for (size_t i = 0; i < q->before_count; i++) {
        char pair[2 * NUMBER_ROOM];
        if (q->befores[i].second > NB_CHOOSE_MOST) continue; /* that line is not asked for */
        (void)snprintf(pair, sizeof pair, "%zu < %zu", shown_as(exam, q->befores[i].first),
                       shown_as(exam, q->befores[i].second));
        nb_buffer_add_item(&pairs, ", ", pair);
    }
    add(key, " ");
    if (pairs.failed) key->out->failed = true;
    else if (pairs.length > 0) add_message(key, NB_SAY(KEY_ORDERS, NB_TEXT(pairs.data)));
    nb_buffer_clear(&pairs);
}

static void add_equivalents(nb_key *key, const nb_exam *exam) {
    const nb_lesson_question *q = nb_exam_question(exam);
    size_t begin = key->out->length;
    if (q->equivalents.count + q->before_count == 0) return;
    add_word(key, NB_MESSAGE_KEY_ALSO);
    if (q->before_count > 0) add_orders(key, exam);
    for (size_t i = 0; i < q->equivalents.count; i++) {
        add(key, i > 0 ? ", " : " ");
        nb_lines_code(key->out, q->equivalents.all[i].text);
    }
    add(key, "\n");
    break_lines(key, begin);
}

static nb_status add_wrongs(nb_key *key, nb_exam *exam) {
    nb_listed wrong;
    nb_status status = nb_listed_get(exam, 0, &wrong);
    if (status != NB_STATUS_OK || wrong.text == NULL) return status;
    add_word(key, NB_MESSAGE_KEY_WRONG);
    add(key, "\n\n");
    for (size_t i = 1; status == NB_STATUS_OK && wrong.text != NULL; i++) {
        size_t begin = key->out->length;
        add(key, "- ");
        nb_lines_code(key->out, wrong.text);
        if (*wrong.number != '\0') add(key, " = ");
        if (*wrong.number != '\0') nb_lines_code(key->out, wrong.number);
        if (*wrong.remark != '\0') add(key, ": ");
        add(key, wrong.remark);
        add(key, "\n");
        nb_lines_break(key->out, begin);
        status = nb_listed_get(exam, i, &wrong);
    }
    add(key, "\n");
    return status;
}

nb_status nb_key_add(nb_key *key, nb_session *session, const nb_lesson *lesson,
                     const nb_lesson_question *question, const char *id, nb_result **result) {
    nb_exam *exam;
    nb_status status = nb_exam_begin(session, lesson, question, key->variant, &exam, result);
    if (status != NB_STATUS_OK) return status;
    const nb_lesson_question *q = nb_exam_question(exam);
    const char *text = nb_exam_text(exam);
    size_t lines = q->kind == NB_ASK_EXERCISE ? q->solution.count : 0;
    size_t halves = count_halves(nb_comments_words(text, strlen(text)),
                                 seconds_of[q->kind] + lines * LINE_SECONDS);
    key->questions++;
    key->halves += halves;
    add_head(key, id, halves);
    size_t begin = key->out->length;
    add(key, text);
    break_lines(key, begin);
    add_table(key, nb_exam_table(exam));
    status = nb_exam_solve(exam, result); /* remarks speak of what it defines */
    add_answer(key, exam);
    add_why(key, exam);
    add_equivalents(key, exam);
    if (status == NB_STATUS_OK) status = add_wrongs(key, exam);
    nb_exam_drop(exam);
    return status;
}

/* ---- the whole ---- */

void nb_key_begin(nb_key *key, const char *title, size_t length) {
    const nb_message student = NB_SAY(LESSON_STUDENT, NB_COUNT(key->variant.student));
    add(key, "# ");
    add(key, nb_view_word(key->view, NB_MESSAGE_KEY_ANSWERS));
    add(key, ": ");
    nb_comments_drop(key->out, title, length);
    if (key->variant.student > 0) add(key, " ");
    if (key->variant.student > 0) add_message(key, student);
    add(key, "\n\n");
}

void nb_key_count(nb_key *key, const nb_lesson_part *part, const char *text) {
    nb_buffer prose;
    if (part->kind == NB_LESSON_TRANSCRIPT)
        for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
            key->steps++;
    if (part->kind != NB_LESSON_PROSE) return;
    nb_buffer_init(&prose, key->out->memory);
    nb_comments_drop(&prose, text + part->range.start, part->range.end - part->range.start);
    if (prose.length > 0) key->words += nb_comments_words(prose.data, prose.length);
    if (prose.failed) key->out->failed = true;
    nb_buffer_clear(&prose);
}

/* A row of the table: how many, of what, and how long they take. */
static void add_row(nb_key *key, const char *count, nb_message_id what, size_t halves) {
    add(key, "| ");
    add(key, count);
    add(key, " | ");
    add(key, nb_view_word(key->view, what));
    add(key, " | ");
    nb_key_add_minutes(key->out, halves);
    add(key, " |\n");
}

static void add_counted(nb_key *key, size_t count, nb_message_id what, size_t halves) {
    char text[NUMBER_ROOM];
    (void)snprintf(text, sizeof text, "%zu", count);
    add_row(key, text, what, halves);
}

static size_t of_words(const nb_key *key) {
    return count_halves(key->words, 0);
}

static size_t of_steps(const nb_key *key) {
    return count_halves(0, key->steps * STEP_SECONDS);
}

size_t nb_key_halves(const nb_key *key) {
    return of_words(key) + of_steps(key) + key->halves;
}

void nb_key_end(nb_key *key) {
    add(key, "## ");
    add(key, nb_view_word(key->view, NB_MESSAGE_KEY_TIME));
    add(key, "\n\n| | | ");
    add(key, nb_view_word(key->view, NB_MESSAGE_KEY_OF_MINUTES));
    add(key, " |\n| --: | --- | --: |\n");
    add_counted(key, key->words, NB_MESSAGE_KEY_WORDS, of_words(key));
    add_counted(key, key->steps, NB_MESSAGE_KEY_STEPS, of_steps(key));
    add_counted(key, key->questions, NB_MESSAGE_KEY_QUESTIONS, key->halves);
    add_row(key, "", NB_MESSAGE_KEY_TOGETHER, nb_key_halves(key));
}
