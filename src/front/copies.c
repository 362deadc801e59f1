/* The students' copy, and the answers, for which the lesson is run: its numbers are put in. */
#define _POSIX_C_SOURCE 200809L /* isatty */
#include "front/copies.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copies/key.h"
#include "copies/strip.h"
#include "front/lesson_run.h"
#include "front/recall.h"
#include "front/scratch.h"
#include "front/terminal/say.h"
#include "html/markdown.h"
#include "html/page.h"
#include "lesson/question.h"
#include "prose/markdown.h"
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

static void print(answering *a, bool html) {
    nb_view view = nb_show_view(a->show);
    const nb_html_pictures none = {.find = find_none, .missing = ""};
    nb_buffer text;
    size_t length;
    const char *title = nb_lesson_title(a->file, &length);
    nb_buffer_init(&text, nb_session_memory(a->show->session));
    if (html) {
        nb_html_begin_page(&text, nb_lesson_language(a->file), title, length);
        nb_html_markdown(&text, a->out.data, a->out.length, &none);
        nb_html_end_page(&text);
    } else if (isatty(STDOUT_FILENO) != 0) {
        nb_prose_add(a->out.data, a->out.length, &view, &text);
    } else {
        nb_buffer_add(&text, a->out.data, a->out.length);
    }
    if (text.failed) nb_lesson_no_memory(a->show, a->file);
    else nb_say_bytes(a->show->out, &text);
    a->failed = a->failed || text.failed;
    nb_buffer_clear(&text);
}

int nb_copies_key(nb_show *show, nb_lesson_file *file, bool html) {
    answering a = {.show = show, .played = *show, .file = file};
    a.played.session = nb_lesson_session(file);
    if (a.played.session == NULL) {
        nb_lesson_no_memory(show, file);
        return EXIT_FAILURE;
    }
    a.played.silent = true;
    a.played.rule = (nb_write_rule){.guarded = true};
    a.played.json = false;
    nb_buffer_init(&a.out, nb_session_memory(show->session));
    nb_view words = {.digits = 6, .words = show->view.words};
    a.key = (nb_key){.view = &words, .out = &a.out, .variant = {.student = nb_show_student(show)}};
    bool good = nb_lesson_in_scratch(show, a.played.session, add_parts, &a);
    if (good) print(&a, html);
    nb_buffer_clear(&a.out);
    nb_session_free(a.played.session);
    return good && !a.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
