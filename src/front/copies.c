/* The students' copy, and the answers, for which the lesson is run: its numbers are put in. */
#define _POSIX_C_SOURCE 200809L /* isatty */
#include "front/copies.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copies/key.h"
#include "copies/plan.h"
#include "copies/strip.h"
#include "front/course.h"
#include "front/lesson_run.h"
#include "front/recall.h"
#include "front/scratch.h"
#include "front/terminal/say.h"
#include "html/markdown.h"
#include "html/page.h"
#include "lesson/question.h"
#include "prose/markdown.h"
#include "view/message.h"
#include "view/text.h"

int nb_copies_strip(nb_show *show, nb_lesson_file *file) {
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(show->session));
    nb_strip(&file->lesson, file->text, file->length, &out);
    bool good = !out.failed;
    if (good) nb_say_bytes(show->out, &out);
    else nb_lesson_no_memory(show, file);
    nb_buffer_clear(&out);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- the answers ---- */

typedef struct answering {
    nb_show *show;
    nb_show played;
    nb_lesson_file *file;
    nb_view words; /* of the answers */
    nb_key key;
    nb_buffer out;
    bool failed; /* a question could not be asked */
} answering;

/* Tells why a question cannot be asked. */
static void tell(answering *a, nb_status status, const char *path, nb_result *result) {
    nb_view view = nb_show_view(a->show);
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(a->show->session));
    for (nb_block *block = result != NULL ? result->first : NULL; block != NULL;
         block = block->next)
        if (block->kind == NB_BLOCK_DIAGNOSTIC) block->as.diagnostic.source = path;
    if (result != NULL) nb_view_text(result, &view, &text, &text);
    if (text.length > 0) nb_say_bytes(a->show->errors, &text);
    nb_buffer_clear(&text);
    nb_result_free(result);
    if (status == NB_STATUS_NO_MEMORY) a->out.failed = true;
    a->failed = a->failed || status != NB_STATUS_OK;
}

/* A question of another lesson, in a session of that one. */
static void add_recalled(answering *a, nb_recall *recall, const nb_lesson_question *question) {
    nb_result *result = NULL;
    nb_session *session = nb_recall_session(recall, &a->played);
    const nb_variant own = a->key.variant;
    nb_status status = NB_STATUS_NO_MEMORY;
    a->key.variant.round++;
    if (session != NULL)
        status = nb_key_add(&a->key, session, &recall->file.lesson, recall->question, question->id,
                            &result);
    a->key.variant = own;
    tell(a, status, recall->path, result);
    nb_session_free(session);
}

static void add_question(answering *a, const nb_lesson_question *question) {
    const nb_lesson *lesson = &a->file->lesson;
    nb_result *result = NULL;
    nb_recall recall;
    bool elsewhere = question->kind == NB_ASK_RECALL &&
                     nb_question_find(lesson, question->recall) == NULL &&
                     nb_recall_open(&recall, a->file, question->recall,
                                    nb_session_memory(a->show->session));
    if (elsewhere) {
        add_recalled(a, &recall, question);
        nb_recall_close(&recall);
        return;
    }
    nb_status status = nb_key_add(&a->key, a->played.session, lesson, question, question->id,
                                  &result);
    tell(a, status, a->file->path, result);
}

static bool add_parts(void *user) {
    answering *a = user;
    size_t length;
    const char *title = nb_lesson_title(a->file, &length);
    const nb_lesson_part *part = a->file->lesson.parts;
    nb_key_begin(&a->key, title, length);
    for (; part != NULL && !nb_scratch_ending() && !a->out.failed; part = part->next) {
        nb_key_count(&a->key, part, a->file->text);
        if (part->question != NULL) add_question(a, part->question);
        nb_lesson_pass(&a->played, part);
    }
    nb_key_end(&a->key);
    if (a->out.failed) nb_lesson_no_memory(a->show, a->file);
    return !nb_scratch_ending() && !a->out.failed;
}

/* nb_html_pictures.find */
static bool find_none(void *user, const char *address, nb_html_picture *found) {
    (void)user, (void)address, (void)found;
    return false;
}

static bool print(nb_show *show, const nb_buffer *markdown, const char *language,
                  const char *title, size_t length, bool html) {
    nb_view view = nb_show_view(show);
    const nb_html_pictures none = {.find = find_none, .missing = ""};
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(show->session));
    if (html) {
        nb_html_begin_page(&text, language, title, length);
        nb_html_markdown(&text, markdown->data, markdown->length, &none);
        nb_html_end_page(&text);
    } else if (isatty(STDOUT_FILENO) != 0) {
        nb_prose_add(markdown->data, markdown->length, &view, &text);
    } else {
        nb_buffer_add(&text, markdown->data, markdown->length);
    }
    bool good = !text.failed;
    if (good) nb_say_bytes(show->out, &text);
    nb_buffer_clear(&text);
    return good;
}

/* Fills a.out and a.key; a.out is to be cleared. False: memory ran out, or it was interrupted. */
static bool answer(answering *a, nb_show *show, nb_lesson_file *file) {
    *a = (answering){.show = show, .played = *show, .file = file};
    nb_buffer_init(&a->out, nb_session_memory(show->session));
    a->played.session = nb_lesson_session(file);
    if (a->played.session == NULL) {
        nb_lesson_no_memory(show, file);
        return false;
    }
    a->played.silent = true;
    a->played.rule = (nb_write_rule){.guarded = true};
    a->played.json = false;
    a->words = (nb_view){.digits = 6, .words = show->view.words};
    a->key = (nb_key){.view = &a->words, .out = &a->out,
                      .variant = {.student = nb_show_student(show)}};
    bool good = nb_lesson_in_scratch(show, a->played.session, add_parts, a);
    nb_session_free(a->played.session);
    return good;
}

int nb_copies_key(nb_show *show, nb_lesson_file *file, bool html) {
    answering a;
    size_t length;
    const char *title = nb_lesson_title(file, &length);
    bool good = answer(&a, show, file), printed = false;
    if (good) {
        printed = print(show, &a.out, nb_lesson_language(file), title, length, html);
        if (!printed) nb_lesson_no_memory(show, file);
    }
    nb_buffer_clear(&a.out);
    return printed && !a.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- the plan of the course ---- */

typedef struct planning {
    nb_show *show;
    nb_course_plan plan;
    bool failed; /* a lesson is not sound, which was told */
} planning;

static bool add_planned(planning *p, nb_lesson_file *file, const char *name) {
    answering a;
    nb_planned lesson = {.name = name, .text = file->text, .length = file->length};
    lesson.title = nb_lesson_title(file, &lesson.title_length);
    bool good = answer(&a, p->show, file);
    if (good) lesson.halves = nb_key_halves(&a.key);
    p->failed = p->failed || a.failed;
    nb_buffer_clear(&a.out);
    return good && nb_plan_add(&p->plan, &lesson);
}

/* nb_course_visit */
static bool visit(void *user, const char *name, const char *path) {
    planning *p = user;
    nb_lesson_file file = {.path = path};
    nb_arena_init(&file.arena, nb_session_memory(p->show->session));
    const char *reason = nb_lesson_read(&file, false);
    if (reason != NULL)
        nb_say(p->show->errors, &p->show->view, "nabla",
               NB_SAY(FILE_READ, NB_TEXT(path), NB_WORDS(reason)));
    p->failed = p->failed || reason != NULL;
    bool good = reason != NULL ||
                (nb_lesson_parse(&file.arena, file.text, file.length, &file.lesson) ==
                     NB_STATUS_OK &&
                 add_planned(p, &file, name));
    nb_lesson_clear(&file);
    return good;
}

int nb_copies_plan(nb_show *show, bool html) {
    const char *title = nb_view_word(&show->view, NB_MESSAGE_PLAN_TITLE);
    const char *language = show->view.words != NULL ? "ko" : "en";
    planning p = {.show = show};
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(show->session));
    nb_plan_begin(&p.plan, &show->view, out.memory);
    bool good = nb_course_each(visit, &p);
    if (good) nb_plan_write(&p.plan, &out);
    bool empty = good && out.length == 0 && !out.failed;
    if (empty) nb_complain(&show->view, NB_PLAIN(NOTE_NO_LESSONS));
    else if (good) good = !out.failed && print(show, &out, language, title,
                                                         strlen(title), html);
    if (!good && !nb_scratch_ending()) nb_complain(&show->view, NB_PLAIN(NO_MEMORY));
    nb_plan_clear(&p.plan);
    nb_buffer_clear(&out);
    return good && !empty && !p.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
