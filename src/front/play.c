/* Playing a lesson: its prose is shown and its steps are run. At a terminal the reader is asked
 * before each step, and may type other statements meanwhile.
 *
 * Invariant: `skipping` is true from `next` to the next heading: no prose is shown, and the steps
 * run without a pause. */
#define _POSIX_C_SOURCE 200809L /* isatty */
#include "front/play.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/editor.h"
#include "front/history.h"
#include "front/lesson.h"
#include "front/lesson_file.h"
#include "front/lesson_run.h"
#include "front/say.h"
#include "front/script.h"
#include "front/typed.h"
#include "lesson/heading.h"
#include "view/markdown.h"
#include "view/message.h"
#include "view/plain.h"

typedef struct nb_play {
    nb_show *show;
    const nb_lesson_file *file;
    bool asks; /* at a terminal */
    bool skipping, ended, failed;
    nb_keep keep; /* what was typed, for Up */
} nb_play;

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

static void show_markdown(nb_play *play, const char *text, size_t length, size_t indent) {
    if (play->show->json) return;
    nb_buffer plain, out;
    nb_view view = nb_show_view(play->show);
    nb_buffer_init(&plain, nb_session_memory(play->show->session));
    nb_buffer_init(&out, plain.memory);
    add_outdented(&plain, text, length, indent);
    if (plain.length > 0) nb_view_markdown(plain.data, plain.length, &view, &out);
    if (plain.failed || out.failed) {
        nb_lesson_no_memory(play->show, play->file);
        play->failed = play->ended = true;
    }
    nb_say_bytes(play->show->out, &out);
    if (out.length > 0) (void)fputc('\n', play->show->out);
    nb_buffer_clear(&plain);
    nb_buffer_clear(&out);
}

static void play_prose(nb_play *play, const nb_lesson_part *part) {
    size_t start = part->range.start > play->file->from ? part->range.start : play->file->from;
    const char *text = play->file->text + start;
    size_t length = part->range.end - start;
    if (play->skipping) {
        size_t heading = part->kind == NB_LESSON_PROSE ? nb_heading_find(text, length) : length;
        if (heading == length) return;
        text += heading;
        length -= heading;
        play->skipping = false;
    }
    show_markdown(play, text, length, part->indent);
}

static void play_question(nb_play *play, const nb_lesson_part *part) {
    const char *ask = nb_lesson_find(part, "ask");
    if (ask == NULL || play->skipping || play->show->json) return;
    show_markdown(play, ask, strlen(ask), 0);
    nb_say(play->show->out, &play->show->view, NULL, NB_PLAIN(LESSON_LATER));
    (void)fputc('\n', play->show->out);
}

/* ---- steps ---- */

/* As at the prompt: messages do not name a file. */
static nb_status run(nb_play *play, const char *typed) {
    nb_editor_begin_work();
    nb_status status = nb_script_text(play->show, NULL, NB_ORIGIN_TEXT, typed, strlen(typed));
    nb_editor_end_work();
    if (status == NB_STATUS_QUIT) play->ended = true;
    return status;
}

/* The typed lines as they look at the prompt. */
static void show_typed(nb_play *play, const char *typed) {
    nb_view view = nb_show_view(play->show);
    nb_buffer line, out;
    nb_buffer_init(&line, nb_session_memory(play->show->session));
    nb_buffer_init(&out, line.memory);
    for (size_t at = 0, length = strlen(typed); at <= length;) {
        size_t n = strcspn(typed + at, "\n");
        line.length = 0;
        nb_buffer_add(&line, typed + at, n);
        nb_buffer_add_text(&out, at > 0 ? "... " : view.ascii ? ">>> " : "∇ ");
        if (!line.failed) nb_view_plain_text(&out, &view, line.data);
        nb_buffer_add_char(&out, '\n');
        at += n + 1;
    }
    nb_say_bytes(play->show->out, &out);
    nb_buffer_clear(&line);
    nb_buffer_clear(&out);
}

/* Asks until Enter (true) or until this step is not to be run. Other lines are run as they are. */
static bool ask(nb_play *play) {
    nb_view view = nb_show_view(play->show);
    const char *enter = view.ascii ? nb_view_word(&view, NB_MESSAGE_LESSON_SIGN) : "⏎";
    char sign[64];
    (void)snprintf(sign, sizeof sign, "%s ", enter);
    for (bool tried = false;;) {
        bool abandoned, waits = tried && nb_typed_waits(play->show); /* a walk, a question */
        char *line = waits ? nb_typed_read(play->show, &abandoned)
                           : nb_editor_read(sign, &abandoned);
        if (abandoned) continue;
        if (line == NULL) {
            (void)fputc('\n', nb_editor_stream());
            break;
        }
        const char *typed = line + strspn(line, " \t");
        bool goes_on = !waits && *typed == '\0';
        play->skipping = !waits && strcmp(typed, "next") == 0;
        if (goes_on || play->skipping) {
            free(line);
            return goes_on;
        }
        if (nb_typed_run(play->show, &play->keep, line) == NB_STATUS_QUIT) break;
        tried = true;
    }
    play->ended = true;
    return false;
}

static void play_steps(nb_play *play, const nb_lesson_part *part) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        if (play->ended) return;
        if (!play->show->json) show_typed(play, step->typed);
        /* what is skipped is run all the same: what comes later builds on it */
        if (play->asks && !play->skipping && !ask(play) && !play->skipping) return;
        if (play->asks) nb_keep_line(&play->keep, step->typed, false); /* for Up, to be changed */
        nb_status status = run(play, step->typed);
        bool error = status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY;
        if (error && !play->asks && !nb_lesson_shows_error(&play->show->view, step))
            play->failed = true;
    }
    if (part->steps != NULL && !play->show->json) (void)fputc('\n', play->show->out);
}

static void note_failure(void *user, nb_result *result) {
    nb_play *play = user;
    if (!result->ok && !play->asks) play->failed = true;
}

/* Tests of the lesson itself are no business of the reader. */
static void play_hidden(nb_play *play, const nb_lesson_part *part) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        nb_status status = nb_lesson_run_hidden(play->show, play->file->path, step, note_failure,
                                                play);
        if (status == NB_STATUS_NO_MEMORY) play->failed = true;
    }
}

static void play_parts(nb_play *play) {
    const nb_lesson_part *part = play->file->lesson.parts;
    for (; part != NULL && !play->ended; part = part->next) {
        if (part->range.end <= play->file->from) {
            nb_lesson_pass(play->show, part);
            continue;
        }
        switch (part->kind) {
        case NB_LESSON_PROSE: case NB_LESSON_CODE: play_prose(play, part); break;
        case NB_LESSON_TRANSCRIPT: play_steps(play, part); break;
        case NB_LESSON_CHECK: play_hidden(play, part); break;
        case NB_LESSON_QUIZ: case NB_LESSON_EXERCISE: play_question(play, part); break;
        }
    }
}

/* A tour has a history of its own. */
static void guide(nb_play *play) {
    nb_session *before = nb_editor_begin(play->show->session, play->show->out,
                                         play->show->view.plain);
    void *history = nb_history_put_aside();
    nb_keep_init(&play->keep);
    nb_say(play->show->out, &play->show->view, NULL, NB_PLAIN(LESSON_KEYS));
    play_parts(play);
    nb_history_get_back(history);
    nb_editor_end(before);
}

int nb_lesson_play(nb_show *show, const nb_lesson_file *file) {
    nb_play play = {.show = show, .file = file,
                    .asks = !show->json && isatty(STDIN_FILENO) != 0 &&
                            isatty(STDOUT_FILENO) != 0};
    if (play.asks) guide(&play);
    else play_parts(&play);
    return play.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
