/* Playing a lesson. The parts follow each other; what they do to the session stays. */
#include "front/play.h"

#include <stdlib.h>
#include <string.h>

#include "front/editor.h"
#include "front/lesson.h"
#include "front/say.h"
#include "front/script.h"
#include "lesson/question.h"
#include "tour/exam.h"
#include "view/markdown.h"
#include "view/message.h"
#include "view/plain.h"

/* ---- prose ---- */

/* The text without the indentation of the list item that it stands in; the first line that is
 * indented less has left the list. */
static void add_outdented(nb_buffer *out, const char *text, size_t length, size_t indent) {
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline != NULL ? (size_t)(newline - text) + 1 : length, blanks = 0;
        while (at + blanks < end && text[at + blanks] == ' ' && blanks < indent) blanks++;
        bool empty = at + blanks == end || strchr("\r\n", text[at + blanks]) != NULL;
        if (blanks < indent && !empty) indent = blanks = 0;
        nb_buffer_add(out, text + at + blanks, end - at - blanks);
        at = end;
    }
}

size_t nb_play_heading(const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t hash = at;
        while (hash < length && hash - at < 3 && text[hash] == ' ') hash++;
        size_t end = hash;
        while (end < length && text[end] == '#') end++;
        if (end > hash && end < length && strchr(" \t\r\n", text[end]) != NULL) return at;
        const char *newline = memchr(text + at, '\n', length - at);
        at = newline != NULL ? (size_t)(newline - text) + 1 : length;
    }
    return length;
}

void nb_play_markdown(nb_play *play, const char *text, size_t length, size_t indent,
                      nb_buffer *out) {
    nb_buffer plain;
    nb_view view = nb_show_view(&play->show);
    nb_buffer_init(&plain, out->memory);
    add_outdented(&plain, text, length, indent);
    if (plain.length > 0) nb_view_markdown(plain.data, plain.length, &view, out);
    if (out->length > 0) nb_buffer_add_char(out, '\n');
    if (plain.failed || out->failed) {
        nb_lesson_no_memory(&play->show, play->file);
        play->failed = true;
    }
    nb_buffer_clear(&plain);
}

/* ---- steps ---- */

void nb_play_typed(nb_play *play, const char *typed, nb_buffer *out) {
    nb_view view = nb_show_view(&play->show);
    nb_buffer line;
    nb_buffer_init(&line, out->memory);
    for (size_t at = 0, length = strlen(typed); at <= length;) {
        size_t n = strcspn(typed + at, "\n");
        line.length = 0;
        nb_buffer_add(&line, typed + at, n);
        nb_buffer_add_text(out, at > 0 ? "... " : view.ascii ? ">>> " : "∇ ");
        if (!line.failed) nb_view_plain_text(out, &view, line.data);
        nb_buffer_add_char(out, '\n');
        at += n + 1;
    }
    nb_buffer_clear(&line);
}

nb_status nb_play_run(nb_play *play, const char *typed) {
    nb_editor_begin_work();
    nb_status status = nb_script_text(&play->show, NULL, NB_ORIGIN_TEXT, typed, strlen(typed));
    nb_editor_end_work();
    return status;
}

/* An exercise goes on from its own beginning and solution, whatever a reader has made of it. */
static void run_exercise(nb_play *play, const nb_lesson_part *part) {
    nb_lesson_question *question;
    nb_exam *exam = NULL;
    nb_result *result = NULL;
    nb_status status = nb_question_read(&play->file->arena, &play->file->lesson, part, &question);
    if (status == NB_STATUS_OK && question == NULL) return;
    if (status == NB_STATUS_OK)
        status = nb_exam_begin(play->show.session, &play->file->lesson, question, (nb_variant){0},
                               &exam, &result);
    nb_result_free(result);
    result = NULL;
    if (exam != NULL) status = nb_exam_end(exam, &result);
    nb_result_free(result);
    if (status != NB_STATUS_OK) play->failed = true;
}

void nb_play_silently(nb_play *play, const nb_lesson_part *part) {
    bool silent = play->show.silent;
    play->show.silent = true;
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
        (void)nb_play_run(play, step->typed);
    if (part->kind == NB_LESSON_EXERCISE) run_exercise(play, part);
    play->show.silent = silent;
    nb_mark(play->show.session);
}

/* ---- from beginning to end ---- */

static void say(nb_play *play, const nb_buffer *out) {
    nb_say_bytes(play->show.out, out);
}

/* True if the lesson shows an error here. */
static bool expects_error(const nb_view *view, const nb_lesson_step *step) {
    const char *error = nb_view_word(view, NB_MESSAGE_WORD_ERROR);
    for (const char *line = step->expected; *line != '\0';) {
        line += strspn(line, " \t");
        if (strncmp(line, error, strlen(error)) == 0) return true;
        line += strcspn(line, "\n");
        if (*line == '\n') line++;
    }
    return false;
}

static bool play_steps(nb_play *play, const nb_lesson_part *part, nb_buffer *out) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        out->length = 0;
        if (!play->show.json) nb_play_typed(play, step->typed, out);
        say(play, out);
        nb_status status = nb_play_run(play, step->typed);
        if (status == NB_STATUS_QUIT) return false;
        bool error = status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY;
        if (error && !expects_error(&play->show.view, step)) play->failed = true;
    }
    if (part->steps != NULL && !play->show.json) (void)fputc('\n', play->show.out);
    return true;
}

/* Nobody answers: what is asked is shown, and an exercise is as if it had been solved. */
static void play_question(nb_play *play, const nb_lesson_part *part, nb_buffer *out) {
    const char *ask = nb_lesson_find(part, "ask");
    if (ask != NULL && !play->show.json) nb_play_markdown(play, ask, strlen(ask), 0, out);
    say(play, out);
    nb_play_silently(play, part);
}

/* False: the lesson is left. */
static bool play_part(nb_play *play, const nb_lesson_part *part, nb_buffer *out) {
    out->length = 0;
    switch (part->kind) {
    case NB_LESSON_PROSE: case NB_LESSON_CODE:
        if (!play->show.json)
            nb_play_markdown(play, play->file->text + part->range.start,
                             part->range.end - part->range.start, part->indent, out);
        say(play, out);
        break;
    case NB_LESSON_TRANSCRIPT: return play_steps(play, part, out);
    case NB_LESSON_QUIZ: case NB_LESSON_EXERCISE: play_question(play, part, out); break;
    }
    return true;
}

bool nb_play_anew(nb_play *play) {
    nb_session *session = nb_lesson_session(play->file);
    if (session == NULL) {
        nb_lesson_no_memory(&play->show, play->file);
        return false;
    }
    nb_session_free(play->own);
    play->own = play->show.session = session;
    return true;
}

void nb_play_end(nb_play *play) {
    nb_session_free(play->own);
}

int nb_play_through(nb_show *show, nb_lesson_file *file) {
    nb_play play = {.show = *show, .file = file};
    nb_buffer out;
    if (!nb_play_anew(&play)) return EXIT_FAILURE;
    nb_buffer_init(&out, nb_session_memory(play.show.session));
    const nb_lesson_part *part = file->lesson.parts;
    while (part != NULL && play_part(&play, part, &out)) part = part->next;
    nb_buffer_clear(&out);
    nb_play_end(&play);
    return play.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
