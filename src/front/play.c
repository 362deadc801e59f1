/* Playing a lesson. The parts follow each other; what they do to the session stays. */
#include "front/play.h"

#include <stdlib.h>
#include <string.h>

#include "front/lesson_run.h"
#include "front/recall.h"
#include "front/script.h"
#include "front/terminal/editor.h"
#include "front/terminal/say.h"
#include "prose/markdown.h"
#include "tour/exam.h"
#include "view/message.h"
#include "view/plain.h"
#include "view/text.h"

/* ---- prose ---- */

void nb_play_outdent(nb_buffer *out, const char *text, size_t length, size_t indent) {
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

void nb_play_markdown(nb_play *play, const char *text, size_t length, size_t indent,
                      nb_buffer *out) {
    nb_buffer plain;
    nb_view view = nb_show_view(&play->show);
    nb_buffer_init(&plain, out->memory);
    nb_play_outdent(&plain, text, length, indent);
    if (plain.length > 0) nb_prose_add(plain.data, plain.length, &view, out);
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

void nb_play_pass(nb_play *play, const nb_lesson_part *part) {
    bool silent = play->show.silent;
    play->show.silent = true;
    nb_lesson_pass(&play->show, part);
    play->show.silent = silent;
    nb_mark(play->show.session);
}

/* ---- from beginning to end ---- */

static void say(nb_play *play, const nb_buffer *out) {
    nb_say_bytes(play->show.out, out);
}

static bool play_steps(nb_play *play, const nb_lesson_part *part, nb_buffer *out) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        out->length = 0;
        if (!play->show.json) nb_play_typed(play, step->typed, out);
        say(play, out);
        nb_status status = nb_play_run(play, step->typed);
        if (status == NB_STATUS_QUIT) return false;
        bool error = status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY;
        bool shows = play->file->lesson.original != NULL || /* a copy has no outputs */
                     nb_lesson_shows_error(&play->show.view, step);
        if (error && !shows) play->failed = true;
    }
    if (part->steps != NULL && !play->show.json) (void)fputc('\n', play->show.out);
    return true;
}

/* Shows what is asked, with the student's numbers. */
static void show_asked(nb_play *play, const nb_lesson *lesson, const nb_lesson_question *question,
                       uint32_t round, nb_buffer *out) {
    nb_variant variant = {.student = nb_show_student(&play->show), .round = round};
    nb_view view = nb_show_view(&play->show);
    nb_exam *exam;
    nb_result *failed;
    nb_status status = nb_exam_begin(play->show.session, lesson, question, variant, &exam, &failed);
    if (status == NB_STATUS_OK) {
        const nb_result *table = nb_exam_table(exam);
        nb_play_markdown(play, nb_exam_text(exam), strlen(nb_exam_text(exam)), 0, out);
        if (table != NULL) nb_view_text(table, &view, out, out);
        if (table != NULL) nb_buffer_add_char(out, '\n');
        nb_exam_drop(exam);
    } else if (failed != NULL) {
        nb_view_text(failed, &view, out, out);
        play->failed = true;
    }
    nb_result_free(failed);
}

/* Nobody answers: what is asked is shown, and an exercise is as if it had been solved. */
static void play_question(nb_play *play, const nb_lesson_part *part, nb_buffer *out) {
    const nb_lesson_question *question = part->question;
    const nb_lesson *lesson = &play->file->lesson;
    nb_recall recall;
    nb_session *own = play->show.session;
    if (question == NULL || play->show.json) {
        nb_play_pass(play, part);
        return;
    }
    if (question->kind != NB_ASK_RECALL || nb_question_find(lesson, question->recall) != NULL) {
        show_asked(play, lesson, question, 0, out);
    } else if (nb_recall_open(&recall, play->file, question->recall, nb_session_memory(own))) {
        play->show.session = nb_recall_session(&recall, &play->show);
        if (play->show.session != NULL)
            show_asked(play, &recall.file.lesson, recall.question, 1, out);
        nb_session_free(play->show.session);
        play->show.session = own;
        nb_recall_close(&recall);
    }
    say(play, out);
    nb_play_pass(play, part);
}

/* False: the lesson is left. */
static bool play_part(nb_play *play, const nb_lesson_part *part, nb_buffer *out) {
    size_t start = part->range.start > play->file->from ? part->range.start : play->file->from;
    out->length = 0;
    if (part->range.end <= play->file->from) {
        nb_play_pass(play, part);
        return true;
    }
    switch (part->kind) {
    case NB_LESSON_PROSE: case NB_LESSON_CODE:
        if (!play->show.json)
            nb_play_markdown(play, play->file->text + start, part->range.end - start, part->indent,
                             out);
        say(play, out);
        break;
    case NB_LESSON_CHECK: nb_play_pass(play, part); break; /* no business of the reader */
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
