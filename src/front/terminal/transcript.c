/* The session is played anew, from nothing, in the way that --check plays a lesson: 80 columns, no
 * start-up file, nothing written. So what stands in the transcript is what a check of it will find.
 * A line that is an error there (a limit that only a user may raise, a picture in another folder)
 * is left out. */
#include "front/terminal/transcript.h"

#include <string.h>

#include "front/drawing/dot.h"
#include "front/drawing/drawing.h"
#include "front/terminal/editor.h"
#include "lesson/lesson.h"
#include "session/feed.h"
#include "view/plain.h"
#include "view/text.h"

enum { WIDTH = 80 };

typedef struct transcript {
    nb_session *played;
    nb_view view;
    const char *path;
    nb_buffer *out;
    nb_buffer typed, printed; /* of one line */
    nb_buffer pictures;       /* that it drew beside the transcript, linked to */
    size_t lines;             /* that stand in the transcript */
    bool failed;              /* the line is an error in a lesson */
    bool open;                /* a block is */
} transcript;

/* ---- what is shown ---- */

static size_t measure_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* A check has a folder of its own, in which there is no other. A picture in that of the transcript
 * is linked to at any rate, if it is of a kind that pages show. */
static void take_file(transcript *t, const char *written) {
    size_t folder = measure_folder(t->path), length = strlen(written);
    const char *ending = length > 4 ? written + length - 4 : "", *name = written + folder;
    bool beside = folder == measure_folder(written) && strncmp(t->path, written, folder) == 0;
    bool shown = strcmp(ending, ".png") == 0 || strcmp(ending, ".svg") == 0;
    if (strchr(written, '/') != NULL || *written == '.') t->failed = true;
    if (!beside || !shown || strpbrk(name, "<>[]\\\n") != NULL) return;
    nb_buffer_add_text(&t->pictures, "\n![");
    nb_buffer_add_text(&t->pictures, name);
    nb_buffer_add_text(&t->pictures, "](<");
    nb_buffer_add_text(&t->pictures, name);
    nb_buffer_add_text(&t->pictures, ">)\n");
}

/* There is no screen in a lesson. */
static bool is_for_screen(const nb_picture_block *picture) {
    return picture->viewed != NULL || picture->hint.id != NB_MESSAGE_NONE;
}

static void take_picture(transcript *t, nb_block *block, nb_result *result) {
    const nb_picture_block *picture = &block->as.picture;
    block->written = picture->path;
    if (is_for_screen(picture)) t->failed = true;
    else if (picture->path == NULL)
        nb_draw_here(block, result, &t->view, nb_session_memory(t->played),
                     nb_drawing_limits.milliseconds);
}

/* What would be written counts as if it had been. */
static void take(void *user, nb_result *result) {
    transcript *t = user;
    nb_settings settings = nb_session_settings(t->played);
    t->view.digits = settings.digits;
    t->view.ascii = settings.ascii;
    t->view.colour = settings.colour > 0;
    for (nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind == NB_BLOCK_FILE) block->written = block->as.file.path;
        if (block->kind == NB_BLOCK_PICTURE) take_picture(t, block, result);
        if (block->written != NULL) take_file(t, block->written);
    }
    nb_view_text(result, &t->view, &t->printed, &t->printed);
    if (!result->ok) t->failed = true;
}

/* ---- what is written ---- */

static void close_block(transcript *t) {
    if (t->open) nb_buffer_add_text(t->out, "```\n");
    t->open = false;
}

/* The statements of one line, with the prompt's signs in front of each line of text. */
static void add_typed(transcript *t) {
    nb_buffer_add_text(t->out, ">>> ");
    for (const char *c = t->typed.data; *c != '\0'; c++) {
        nb_buffer_add_char(t->out, *c);
        if (*c == '\n') nb_buffer_add_text(t->out, "... ");
    }
    nb_buffer_add_char(t->out, '\n');
}

/* Behind an answer of several lines a new block begins: a tour stops there, and there is room for
 * the author's words. */
static void add_line(transcript *t) {
    const char *newline = t->printed.length > 0 ? strchr(t->printed.data, '\n') : NULL;
    bool is_long = newline != NULL && newline[1] != '\0';
    if (!t->open) nb_buffer_add_text(t->out, "\n```nabla\n");
    t->open = true;
    t->lines++;
    add_typed(t);
    nb_buffer_add(t->out, t->printed.data, t->printed.length);
    if (is_long) close_block(t);
}

static void add_pictures(transcript *t) {
    if (t->pictures.length > 0) close_block(t);
    nb_buffer_add(t->out, t->pictures.data, t->pictures.length);
}

/* Plays the line that begins with statement *i. False: memory ran out. */
static bool play_line(transcript *t, const nb_entered *all, size_t count, size_t *i) {
    const nb_entered *first = &all[*i];
    t->typed.length = t->printed.length = t->pictures.length = 0;
    t->failed = false;
    for (; *i < count && all[*i].line == first->line; ++*i) {
        if (&all[*i] != first) nb_buffer_add_text(&t->typed, "; ");
        nb_buffer_add_text(&t->typed, all[*i].text);
    }
    if (first->quiet) nb_buffer_add_char(&t->typed, ';');
    if (t->typed.failed) return false;
    nb_begin_as(t->played, NULL, NB_ORIGIN_TEXT);
    nb_status status = nb_feed_all(t->played, t->typed.data, take, t);
    if (status == NB_STATUS_NO_MEMORY || t->printed.failed || t->pictures.failed) return false;
    if (!t->failed) add_line(t);
    add_pictures(t);
    return true;
}

static void add_title(transcript *t) {
    const char *name = t->path + measure_folder(t->path), *dot = strrchr(name, '.');
    nb_buffer_add_text(t->out, "# ");
    nb_view_plain_bytes(t->out, &t->view, name,
                        dot != NULL ? (size_t)(dot - name) : strlen(name));
    nb_buffer_add_char(t->out, '\n');
}

/* An answer could hold what reads as a typed line, or as the end of its block. */
static bool reads_back(const transcript *t) {
    nb_arena arena;
    nb_lesson lesson;
    nb_arena_init(&arena, t->out->memory);
    bool same = nb_lesson_parse(&arena, t->out->data, t->out->length, &lesson) == NB_STATUS_OK &&
                lesson.problems == NULL && lesson.step_count == t->lines;
    nb_arena_clear(&arena);
    return same;
}

static nb_message play(transcript *t, const nb_entered *all, size_t count) {
    bool good = true;
    add_title(t);
    for (size_t i = 0; i < count && good && !*nb_editor_stopped();)
        good = play_line(t, all, count, &i);
    close_block(t);
    if (*nb_editor_stopped()) return NB_PLAIN(INTERRUPTED);
    if (!good || t->out->failed) return NB_PLAIN(NO_MEMORY);
    if (t->lines == 0) return NB_PLAIN(NOTHING_ENTERED);
    return reads_back(t) ? NB_PLAIN(NONE) : NB_PLAIN(LESSON_AMBIGUOUS);
}

bool nb_transcript_add(const nb_session *session, const nb_view *view, const char *path,
                       nb_buffer *out, nb_message *why) {
    size_t count;
    const nb_entered *all = nb_session_entered(session, &count);
    transcript t = {.path = path, .out = out, .played = nb_session_again(session)};
    t.view = (nb_view){.digits = 6, .width = WIDTH, .words = view->words};
    *why = NB_PLAIN(NO_MEMORY);
    if (t.played == NULL) return false;
    nb_buffer_init(&t.typed, out->memory);
    nb_buffer_init(&t.printed, out->memory);
    nb_buffer_init(&t.pictures, out->memory);
    nb_session *before = nb_editor_turn(t.played);
    *why = play(&t, all, count);
    (void)nb_editor_turn(before);
    nb_buffer_clear(&t.typed);
    nb_buffer_clear(&t.printed);
    nb_buffer_clear(&t.pictures);
    nb_session_free(t.played);
    return why->id == NB_MESSAGE_NONE;
}
