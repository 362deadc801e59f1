/* Playing a lesson: its prose is shown and its steps are run. At a terminal the reader is asked
 * before each step, and may type other statements meanwhile.
 *
 * Invariant: `skipping` is true from `next` to the next heading: no prose is shown, and the steps
 * run without a pause. */
#define _XOPEN_SOURCE 700 /* getline, isatty */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "front/lesson_file.h"
#include "front/say.h"
#include "front/script.h"
#include "view/markdown.h"

typedef struct nb_play {
    nb_show *show;
    const nb_lesson_file *file;
    bool asks; /* at a terminal */
    bool skipping, ended, failed;
    char *line; /* what the reader typed, by getline */
    size_t capacity;
} nb_play;

static void print(FILE *file, const nb_buffer *buffer) {
    if (buffer->length > 0) (void)fwrite(buffer->data, 1, buffer->length, file);
    (void)fflush(file);
}

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

/* The offset of the first line that is a heading (# Words), or `length`. */
static size_t find_heading(const char *text, size_t length) {
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
    print(play->show->out, &out);
    if (out.length > 0) (void)fputc('\n', play->show->out);
    nb_buffer_clear(&plain);
    nb_buffer_clear(&out);
}

static void play_prose(nb_play *play, const nb_lesson_part *part) {
    const char *text = play->file->text + part->range.start;
    size_t length = part->range.end - part->range.start;
    if (play->skipping) {
        size_t heading = part->kind == NB_LESSON_PROSE ? find_heading(text, length) : length;
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

/* Ctrl-C stops the statement that runs, or drops the line that is typed. A signal handler has no
 * other way to the session than a static one; one lesson is played at a time. */
static nb_session *playing;
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal) {
    (void)signal;
    interrupted = 1;
    nb_interrupt(playing);
}

static void catch_interrupt(nb_session *session, struct sigaction *before) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    playing = session;
    sigaction(SIGINT, &action, before);
}

/* Waits until a line can be read; false: Ctrl-C came instead. The signal is let in by pselect only,
 * so that none is lost between looking and waiting. */
static bool wait_for_line(void) {
    sigset_t interrupt, before;
    fd_set in;
    FD_ZERO(&in);
    FD_SET(STDIN_FILENO, &in);
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    int ready = interrupted ? -1 : pselect(STDIN_FILENO + 1, &in, NULL, NULL, NULL, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    bool broken = ready < 0 && interrupted;
    interrupted = 0;
    return !broken;
}

/* As at the prompt: messages do not name a file. */
static nb_status run(nb_play *play, const char *typed) {
    nb_status status = nb_script_text(play->show, NULL, typed, strlen(typed));
    if (status == NB_STATUS_QUIT) play->ended = true;
    interrupted = 0; /* it stopped the statement */
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
    print(play->show->out, &out);
    nb_buffer_clear(&line);
    nb_buffer_clear(&out);
}

/* Reads a line without its newline. False at the end of input. */
static bool read_line(nb_play *play) {
    bool ready;
    do {
        (void)fputs(nb_show_view(play->show).ascii ? "[Enter] " : "⏎ ", play->show->out);
        (void)fflush(play->show->out);
        ready = wait_for_line();
        if (!ready) (void)fputc('\n', play->show->out);
    } while (!ready);
    ssize_t n = getline(&play->line, &play->capacity, stdin);
    if (n < 0) {
        (void)fputc('\n', play->show->out);
        return false;
    }
    if (n > 0 && play->line[n - 1] == '\n') play->line[n - 1] = '\0';
    return true;
}

/* Asks until Enter (true) or until this step is not to be run. */
static bool ask(nb_play *play) {
    while (read_line(play)) {
        const char *typed = play->line + strspn(play->line, " \t");
        if (*typed == '\0') return true;
        if (strcmp(typed, "next") == 0) {
            play->skipping = true;
            return false;
        }
        (void)run(play, typed);
        if (play->ended) return false;
    }
    play->ended = true;
    return false;
}

/* True if the lesson shows an error here. */
static bool expects_error(const nb_lesson_step *step) {
    for (const char *line = step->expected; *line != '\0';) {
        line += strspn(line, " \t");
        if (strncmp(line, "error:", strlen("error:")) == 0) return true;
        line += strcspn(line, "\n");
        if (*line == '\n') line++;
    }
    return false;
}

static void play_steps(nb_play *play, const nb_lesson_part *part) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        if (play->ended) return;
        if (!play->show->json) show_typed(play, step->typed);
        /* what is skipped is run all the same: what comes later builds on it */
        if (play->asks && !play->skipping && !ask(play) && !play->skipping) return;
        nb_status status = run(play, step->typed);
        bool error = status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY;
        if (error && !play->asks && !expects_error(step)) play->failed = true;
    }
    if (part->steps != NULL && !play->show->json) (void)fputc('\n', play->show->out);
}

int nb_lesson_play(nb_show *show, const nb_lesson_file *file) {
    nb_play play = {.show = show, .file = file,
                    .asks = !show->json && isatty(STDIN_FILENO) != 0 &&
                            isatty(STDOUT_FILENO) != 0};
    struct sigaction before;
    if (play.asks) catch_interrupt(show->session, &before);
    if (play.asks) nb_say(show->out, &show->view, NULL, NB_PLAIN(LESSON_KEYS));
    for (const nb_lesson_part *part = file->lesson.parts; part != NULL && !play.ended;
         part = part->next) {
        switch (part->kind) {
        case NB_LESSON_PROSE: case NB_LESSON_CODE: play_prose(&play, part); break;
        case NB_LESSON_TRANSCRIPT: play_steps(&play, part); break;
        case NB_LESSON_QUIZ: case NB_LESSON_EXERCISE: play_question(&play, part); break;
        }
    }
    free(play.line);
    if (play.asks) sigaction(SIGINT, &before, NULL);
    return play.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
