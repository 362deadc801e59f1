/* Checking a lesson: every step is run in a fresh session and an empty folder, and what it prints
 * is compared with what the lesson says, or put in its place. Whatever is wrong is told, and the
 * next thing is looked at. */
#define _POSIX_C_SOURCE 200809L /* lstat */
#include "front/check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "front/check_question.h"
#include "front/lesson_file.h"
#include "front/lesson_run.h"
#include "front/scratch.h"
#include "front/terminal/say.h"
#include "lesson/update.h"
#include "view/message.h"
#include "view/plain.h"
#include "view/text.h"

enum { PAGE_WIDTH = 80 };

/* ---- one step ---- */

static const char *bytes_of(const nb_buffer *buffer) {
    return buffer->length > 0 ? buffer->data : "";
}

/* The file that a block asks for; NULL: none. */
static const char *file_of(const nb_block *block) {
    switch (block->kind) {
    case NB_BLOCK_PICTURE: return block->as.picture.path;
    case NB_BLOCK_PLOT: return block->as.plot.path;
    case NB_BLOCK_FILE: return block->as.file.path;
    default: return NULL;
    }
}

/* A file that a result says is written is there, and holds something. */
static void check_files(nb_checker *checker, const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        struct stat about;
        const char *path = file_of(block);
        if (!result->ok || path == NULL) continue;
        if (lstat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0) continue;
        nb_view view = nb_show_view(&checker->played);
        nb_buffer_add_text(&checker->printed, "  ");
        nb_view_message(&checker->printed, &view,
                        &NB_SAY(LESSON_FILE_EMPTY, NB_TEXT(path)));
        nb_buffer_add_char(&checker->printed, '\n');
    }
}

/* Renders a result behind what was printed before. */
static void render(void *user, nb_result *result) {
    nb_checker *checker = user;
    nb_view view = nb_show_view(&checker->played);
    nb_view_text(result, &view, &checker->printed, &checker->printed);
    if (!result->ok) checker->failed = true;
    check_files(checker, result);
    view.words = NULL;
    if (!checker->one_language)
        nb_view_text(result, &view, &checker->english, &checker->english);
}

/* Puts what was printed in the place of what the lesson says, but an error only where there was one
 * or where that is wanted. */
static void update_step(nb_checker *checker, const nb_lesson_step *step) {
    nb_view view = nb_show_view(&checker->played);
    bool refused = checker->mode == NB_CHECK_UPDATE && checker->failed &&
                   !nb_lesson_shows_error(&view, step);
    if (refused) {
        checker->wrong = true;
        nb_check_tell(checker, step->output_line, NB_PLAIN(LESSON_NEW_ERROR), NB_PLAIN(NONE),
                      (nb_lines){0}, (nb_lines){0});
        return;
    }
    checker->changed++;
    nb_lesson_update(checker->file->text, checker->file->length, &checker->done, step,
                     bytes_of(&checker->printed), checker->printed.length, &checker->text);
}

/* Runs a step and compares; an error that the lesson shows is as good as a value. */
static void check_step(nb_checker *checker, const nb_lesson_step *step, double largest) {
    checker->printed.length = checker->english.length = 0;
    checker->failed = false;
    checker->steps.all++;
    if (nb_lesson_run(&checker->played, step->typed, render, checker) == NB_STATUS_NO_MEMORY)
        checker->printed.failed = true;
    if (!nb_check_goes_on(checker)) return;
    if (checker->file->lesson.original != NULL) return; /* a copy has no outputs */
    nb_difference difference;
    nb_lines expected = {step->expected, strlen(step->expected)};
    nb_lines printed = {bytes_of(&checker->printed), checker->printed.length};
    nb_lines english = {bytes_of(&checker->english), checker->english.length};
    bool agrees = !checker->one_language && nb_compare(expected, english, largest, &difference);
    if (agrees || nb_compare(expected, printed, largest, &difference)) {
        checker->steps.good++;
        return;
    }
    nb_check_tell(checker, step->output_line + difference.line - 1, NB_PLAIN(LESSON_DIFFERS),
                  NB_PLAIN(NONE), difference.expected, difference.actual);
    if (checker->mode != NB_CHECK_ONLY) update_step(checker, step);
}

static void check_transcript(nb_checker *checker, const nb_lesson_part *part) {
    double largest = nb_compare_largest_of(part);
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        check_step(checker, step, largest);
        if (!nb_check_goes_on(checker)) return;
    }
}

/* ---- hidden tests ---- */

/* Tells a result that is not ok as the error of a script. */
static void tell_failure(void *user, nb_result *result) {
    nb_checker *checker = user;
    if (result->ok) return;
    checker->failed = true;
    nb_view view = nb_show_view(checker->show);
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(checker->show->session));
    nb_view_text(result, &view, &out, &out);
    nb_say_bytes(checker->show->errors, &out);
    nb_buffer_clear(&out);
}

static void check_hidden(nb_checker *checker, const nb_lesson_part *part) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        checker->failed = false;
        nb_status status = nb_lesson_run_hidden(&checker->played, checker->file->path, step,
                                                tell_failure, checker);
        if (status == NB_STATUS_NO_MEMORY) checker->printed.failed = true;
        if (!nb_check_goes_on(checker)) return;
        checker->tests.all++;
        checker->tests.good += !checker->failed;
    }
}

/* ---- the lesson ---- */

/* Everything from file->from on; what stands before is run. False: memory ran out, or a signal
 * came. */
static bool check_parts(void *user) {
    nb_checker *checker = user;
    const nb_lesson_file *file = checker->file;
    for (const nb_lesson_part *part = file->lesson.parts; part != NULL; part = part->next) {
        if (part->range.end <= file->from) nb_lesson_pass(&checker->played, part);
        else if (part->kind == NB_LESSON_TRANSCRIPT) check_transcript(checker, part);
        else if (part->kind == NB_LESSON_CHECK) check_hidden(checker, part);
        else if (part->kind == NB_LESSON_QUIZ || part->kind == NB_LESSON_EXERCISE)
            nb_check_question(checker, part);
        if (nb_check_goes_on(checker)) continue;
        if (!nb_scratch_ending()) nb_lesson_no_memory(checker->show, checker->file);
        return false;
    }
    nb_buffer_add(&checker->text, file->text + checker->done, file->length - checker->done);
    if (checker->text.failed) nb_lesson_no_memory(checker->show, checker->file);
    return !checker->text.failed;
}

/* True if the new text reads back as the same steps with the outputs that were just printed: an
 * output could hold a line that looks like a prompt, or that closes the fence. */
static bool reads_back(const nb_checker *checker) {
    nb_arena arena;
    nb_arena_init(&arena, nb_session_memory(checker->show->session));
    nb_lesson again;
    bool same = nb_lesson_parse(&arena, bytes_of(&checker->text), checker->text.length, &again) ==
                NB_STATUS_OK;
    const nb_lesson_part *a = checker->file->lesson.parts, *b = again.parts;
    for (; same && a != NULL && b != NULL; a = a->next, b = b->next) {
        const nb_lesson_step *s = a->steps, *t = b->steps;
        for (; same && s != NULL && t != NULL; s = s->next, t = t->next)
            same = strcmp(s->typed, t->typed) == 0;
        same = same && s == NULL && t == NULL && a->kind == b->kind;
    }
    same = same && a == NULL && b == NULL;
    nb_arena_clear(&arena);
    return same;
}

/* Writes the new text. False: it could not. */
static bool rewrite(const nb_checker *checker) {
    const nb_lesson_file *file = checker->file;
    const nb_write_rule anywhere = {0}; /* the user named this very file */
    nb_message why = NB_PLAIN(LESSON_AMBIGUOUS);
    if (reads_back(checker) && nb_file_write(&anywhere, file->place, bytes_of(&checker->text),
                                           checker->text.length, &why))
        return true;
    nb_say(checker->show->errors, &checker->show->view, file->path, why);
    return false;
}

/* The last line: how much agrees, or was rewritten. */
static void count(const nb_checker *checker) {
    const nb_tally *steps = &checker->steps, *tests = &checker->tests;
    const nb_tally *questions = &checker->questions;
    nb_message messages[3] = {NB_SAY(LESSON_AGREES, NB_COUNT(steps->good), NB_COUNT(steps->all))};
    if (checker->changed > 0)
        messages[0] = NB_SAY(LESSON_UPDATED, NB_COUNT(checker->changed), NB_COUNT(steps->all));
    bool is_copy = checker->file->lesson.original != NULL;
    if (is_copy) messages[0] = NB_SAY(LESSON_COPY_STEPS, NB_COUNT(steps->all));
    if (tests->all > 0)
        messages[1] = NB_SAY(LESSON_TESTS, NB_COUNT(tests->good), NB_COUNT(tests->all));
    if (questions->all > 0)
        messages[2] = NB_SAY(LESSON_QUESTIONS, NB_COUNT(questions->good), NB_COUNT(questions->all));
    if (questions->all > 0 && is_copy)
        messages[2] = NB_SAY(LESSON_COPY_QUESTIONS, NB_COUNT(questions->good),
                             NB_COUNT(questions->all));
    nb_view view = nb_show_view(checker->show);
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(checker->show->session));
    nb_view_plain_text(&out, &view, checker->file->path);
    for (size_t i = 0; i < 3; i++) {
        if (messages[i].id == NB_MESSAGE_NONE) continue;
        nb_buffer_add_text(&out, i == 0 ? ": " : ", ");
        nb_view_message(&out, &view, &messages[i]);
    }
    nb_buffer_add_char(&out, '\n');
    nb_say_bytes(checker->show->out, &out);
    nb_buffer_clear(&out);
}

/* Tells what became of the lesson, and with --update writes the steps that do not agree. */
static bool conclude(nb_checker *checker) {
    const nb_tally *steps = &checker->steps, *tests = &checker->tests;
    const nb_tally *questions = &checker->questions;
    if (checker->changed > 0 && !rewrite(checker)) return false;
    if (steps->all + tests->all + questions->all == 0 && checker->file->lesson.problems == NULL) {
        checker->wrong = true;
        nb_check_tell(checker, 1, NB_PLAIN(LESSON_EMPTY), NB_PLAIN(NONE), (nb_lines){0},
                      (nb_lines){0});
    }
    count(checker);
    bool agrees = checker->file->lesson.original != NULL ||
                  steps->good + checker->changed == steps->all;
    return !checker->wrong && agrees &&
           tests->good == tests->all && questions->good == questions->all;
}

int nb_lesson_check(nb_show *show, nb_lesson_file *file, nb_check_mode mode, bool one_language) {
    const nb_words *words = one_language ? NULL : nb_words_of(nb_lesson_language(file));
    if (words == NULL) words = show->view.words;
    nb_checker checker = {.show = show, .played = *show, .file = file, .mode = mode,
                          .one_language = one_language || words == NULL};
    checker.played.session = nb_lesson_session(file);
    if (checker.played.session == NULL) {
        nb_lesson_no_memory(show, file);
        return EXIT_FAILURE;
    }
    checker.played.view = (nb_view){.digits = 6, .width = PAGE_WIDTH,
                                    .words = words};
    checker.played.rule = (nb_write_rule){.guarded = true};
    checker.played.json = false;
    nb_buffer_init(&checker.printed, nb_session_memory(show->session));
    nb_buffer_init(&checker.english, nb_session_memory(show->session));
    nb_buffer_init(&checker.text, nb_session_memory(show->session));
    bool good = nb_lesson_in_scratch(show, checker.played.session, check_parts, &checker) &&
                conclude(&checker);
    nb_buffer_clear(&checker.printed);
    nb_buffer_clear(&checker.english);
    nb_buffer_clear(&checker.text);
    nb_session_free(checker.played.session);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
