/* What the tests of exams share: a lesson of one question, begun in a session, and lines that are
 * typed at it with what they are told. */
#ifndef NABLA_TESTS_EXAM_SUPPORT_H
#define NABLA_TESTS_EXAM_SUPPORT_H

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tour/exam.h"
#include "view/message.h"

/* The wording of a message is compared up to its first argument. */
#define SAYS(ID) nb_message_wording(NB_MESSAGE_##ID)

/* A line that is right, one of one's own, a wrong and a refused one with what is said. */
#define R(TYPED) {TYPED, NB_VERDICT_RIGHT, NULL, NULL}
#define O(TYPED) {TYPED, NB_VERDICT_OTHER, NULL, NULL}
#define W(TYPED, WORDS) {TYPED, NB_VERDICT_WRONG, WORDS, NULL}
#define N(TYPED, WORDS) {TYPED, NB_VERDICT_REFUSED, WORDS, NULL}
#define H(TYPED, WORDS, HINT) {TYPED, NB_VERDICT_REFUSED, WORDS, HINT}

typedef struct answer_line {
    const char *typed;
    nb_exam_verdict verdict;
    const char *says; /* NULL: anything, of a right answer or another statement nothing */
    const char *hint;
} answer_line;

typedef struct asking {
    nb_session *session;
    nb_memory memory;
    nb_arena arena;
    nb_lesson lesson;
    const nb_lesson_question *question;
    nb_exam *exam;
} asking;

/* A session in which `setup` has run, and a lesson with the parts of `text`; the question is its
 * first. */
static inline void open_asking(asking *a, const char *setup, const char *text) {
    *a = (asking){.session = new_session(),
                  .memory = {.allocate = plain_allocate, .limit = SIZE_MAX}};
    nb_arena_init(&a->arena, &a->memory);
    assert_int_equal(nb_lesson_parse(&a->arena, text, strlen(text), &a->lesson), NB_STATUS_OK);
    if (a->lesson.problems != NULL)
        fail_msg("%s: %s", text,
                 nb_message_wording(a->lesson.problems->diagnostic.message.id));
    for (nb_lesson_part *part = a->lesson.parts; part != NULL && a->question == NULL;
         part = part->next)
        a->question = part->question;
    assert_non_null(a->question);
    run(a->session, setup);
}

static inline void begin_exam(asking *a, nb_variant variant) {
    nb_result *result;
    nb_status status = nb_exam_begin(a->session, &a->lesson, a->question, variant, &a->exam,
                                     &result);
    const nb_diagnostic *why = result != NULL ? find_diagnostic(result, NB_SEVERITY_ERROR) : NULL;
    if (status != NB_STATUS_OK)
        fail_msg("%s: %d %s", a->question->ask, status,
                 why != NULL ? nb_message_wording(why->message.id) : "");
    assert_null(result);
}

static inline void end_exam(asking *a) {
    nb_result *result;
    assert_int_equal(nb_exam_end(a->exam, &result), NB_STATUS_OK);
    assert_null(result);
    a->exam = NULL;
}

static inline void close_asking(asking *a) {
    if (a->exam != NULL) end_exam(a);
    nb_arena_clear(&a->arena);
    nb_session_free(a->session);
}

/* Begins the question with these keys in a session in which `setup` has run. */
static inline void begin_asking(asking *a, const char *setup, const char *keys, bool exercise) {
    char text[4000];
    snprintf(text, sizeof text, "```%s\nid: a\n%s```\n", exercise ? "exercise" : "quiz", keys);
    open_asking(a, setup, text);
    begin_exam(a, (nb_variant){.student = 0, .round = 0});
}

static inline void add_words(nb_buffer *out, const nb_message *message) {
    nb_view view = {.digits = 6, .width = 80};
    if (message->id != NB_MESSAGE_NONE) nb_view_message(out, &view, message);
}

/* What is said of a line, in words; the caller frees it. */
static inline char *words_of(const nb_exam_says *says, bool hint) {
    nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    if (!hint) nb_buffer_add_text(&out, says->text);
    add_words(&out, hint ? &says->hint : &says->message);
    char *copy = calloc(out.length + 1, 1);
    assert_non_null(copy);
    if (out.length > 0) memcpy(copy, out.data, out.length);
    nb_buffer_clear(&out);
    return copy;
}

static inline bool begins_like(const char *words, const char *wanted) {
    size_t length = strcspn(wanted, "{");
    return strncmp(words, wanted, length) == 0 &&
           (wanted[length] == '{' || words[length] == '\0');
}

static inline void check_answer(asking *a, const answer_line *line) {
    nb_exam_verdict verdict;
    nb_exam_says says;
    char *before = snapshot_of(a->session);
    assert_int_equal(nb_exam_judge(a->exam, line->typed, &verdict, &says), NB_STATUS_OK);
    char *after = snapshot_of(a->session), *words = words_of(&says, false),
         *hint = words_of(&says, true);
    if (verdict != line->verdict)
        fail_msg("%s: verdict %d, not %d: %s", line->typed, (int)verdict, (int)line->verdict,
                 words);
    bool silent = line->says == NULL && (verdict == NB_VERDICT_RIGHT ||
                                         verdict == NB_VERDICT_OTHER);
    if (line->says != NULL ? !begins_like(words, line->says) : silent && *words != '\0')
        fail_msg("%s: says %s, not %s", line->typed, words, line->says ? line->says : "nothing");
    if (!silent && verdict != NB_VERDICT_RIGHT && *words == '\0')
        fail_msg("%s: nothing is said", line->typed);
    if (line->hint != NULL && strcmp(hint, line->hint) != 0)
        fail_msg("%s: hint %s, not %s", line->typed, hint, line->hint);
    assert_string_equal(after, before);
    free(before);
    free(after);
    free(words);
    free(hint);
}

static inline void check_answers(const char *setup, const char *keys, const answer_line *lines,
                                 size_t count) {
    asking a;
    begin_asking(&a, setup, keys, false);
    for (size_t i = 0; i < count; i++) check_answer(&a, &lines[i]);
    close_asking(&a);
}

#define CHECK_ANSWERS(setup, keys, ...)                                                            \
    do {                                                                                           \
        const answer_line lines_[] = {__VA_ARGS__};                                                \
        check_answers((setup), (keys), lines_, sizeof lines_ / sizeof *lines_);                    \
    } while (0)

#endif
