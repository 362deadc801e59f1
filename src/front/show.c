/* From results to bytes on the terminal. Standard output is flushed after each result, so that a
 * program at the other end of a pipe sees each answer at once. */
#define _POSIX_C_SOURCE 200809L
#include "front/show.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "front/course.h"
#include "front/drawing/inline.h"
#include "front/drawing/picture.h"
#include "front/drawing/plot.h"
#include "front/drawing/viewer.h"
#include "front/system/language.h"
#include "front/system/output.h"
#include "front/system/system.h"
#include "front/terminal/editor.h"
#include "front/terminal/graphics.h"
#include "front/terminal/pager.h"
#include "front/terminal/say.h"
#include "front/terminal/transcript.h"
#include "json/json.h"
#include "view/text.h"

static void draft_file(nb_show *show, nb_block *block, nb_result *result, const char *bytes,
                       size_t length, nb_drafts *drafts) {
    const char *path = block->as.file.path;
    const nb_file_kind *kind = nb_kind_find(NB_FILES_OF_SAVE, path);
    if (kind == NULL) kind = nb_kind_usual(NB_FILES_OF_SAVE);
    (void)!nb_output_draft(block, result, &show->rule, kind, path, bytes, length, drafts);
}

/* What a user saves under a name of another kind is a script all the same. */
static void write_file(nb_show *show, nb_block *block, nb_result *result, nb_drafts *drafts) {
    const nb_file_block *file = &block->as.file;
    nb_buffer text;
    nb_message why;
    if (!file->transcript) {
        draft_file(show, block, result, file->bytes, file->length, drafts);
        return;
    }
    nb_buffer_init(&text, nb_session_memory(show->session));
    if (nb_transcript_add(show->session, &show->view, file->path, &text, &why))
        draft_file(show, block, result, text.data, text.length, drafts);
    else nb_result_fail(result, block, why);
    nb_buffer_clear(&text);
}

nb_view nb_show_view(const nb_show *show) {
    nb_settings settings = nb_session_settings(show->session);
    nb_view view = show->view;
    view.digits = settings.digits;
    view.ascii = view.ascii || settings.ascii;
    const nb_words *words = nb_language_set(settings.lang);
    if (settings.lang != 0) view.words = words;
    if (view.width == 0) view.width = nb_system_width();
    if (settings.colour >= 0 && !show->json) view.colour = settings.colour != 0;
    return view;
}

/* Images are for a person at a terminal; with the keys of a prompt it can be asked for them. */
static nb_screen find_screen(const nb_show *show, const nb_view *view) {
    nb_screen none = {.images = NB_IMAGES_OFF};
    nb_images wanted = (nb_images)nb_session_settings(show->session).images;
    bool able = show->images && !show->json && !view->ascii && !view->plain;
    return able ? nb_graphics_look(show->out, wanted, show->pages) : none;
}

static void draw_here(nb_show *show, const nb_view *view, nb_block *block, nb_result *result) {
    bool as_data = show->json && block->as.picture.hint.id == NB_MESSAGE_NONE;
    if (show->silent || as_data) return;
    nb_screen screen = find_screen(show, view);
    nb_inline_draw(block, result, view, nb_session_memory(show->session), &screen,
                   &nb_drawing_limits);
}

static void show_file(nb_show *show, const nb_view *view, nb_block *block, nb_result *result) {
    bool allowed = !show->silent && !show->rule.guarded;
    nb_screen screen = {.images = NB_IMAGES_OFF};
    if (allowed && !nb_viewer_has_desktop()) screen = find_screen(show, view);
    nb_viewer_show(block, result, view, nb_session_memory(show->session), &screen, allowed);
}

static void draw(nb_show *show, const nb_view *view, nb_block *block, nb_result *result,
                 nb_drafts *drafts) {
    nb_memory *memory = nb_session_memory(show->session);
    if (block->as.picture.viewed != NULL) show_file(show, view, block, result);
    else if (block->as.picture.path == NULL) draw_here(show, view, block, result);
    else if (!show->silent)
        nb_picture_carry_out(block, result, view, memory, &show->rule, drafts);
}

uint64_t nb_show_student(const nb_show *show) {
    return show->roll != NULL ? show->roll->number : 0;
}

void nb_show_carry_out(nb_show *show, nb_result *result) {
    nb_memory *memory = nb_session_memory(show->session);
    nb_view view = nb_show_view(show);
    if (!result->ok) return; /* a failed statement asks for nothing */
    nb_drafts drafts = {NULL};
    view.stop = nb_editor_stopped();
    for (nb_block *block = result->first; block != NULL && result->ok; block = block->next) {
        if (block->kind == NB_BLOCK_LESSON) nb_course_carry_out(show, block, result);
        if (block->kind == NB_BLOCK_PRACTICE) nb_opening_carry_out(show->opens, block, result);
        if (block->kind == NB_BLOCK_FILE) write_file(show, block, result, &drafts);
        if (block->kind == NB_BLOCK_PICTURE) draw(show, &view, block, result, &drafts);
        if (block->kind == NB_BLOCK_PLOT && !show->silent)
            nb_plot_carry_out(block, result, &view, memory, &show->rule, &drafts);
    }
    if (!nb_output_place(&drafts, result)) nb_reject(show->session);
}

/* ---- printing ---- */

/* Past stdio, which loses what it holds when Ctrl-C interrupts it. A reader that has gone away is
 * no error of ours: we leave without a word. */
static bool print(FILE *file, const nb_buffer *text, const volatile sig_atomic_t *stop) {
    if (text->length == 0) return true;
    if (fflush(file) == 0 && nb_file_send(fileno(file), text->data, text->length, stop))
        return true;
    if (errno == EPIPE) exit(1);
    if (errno != EINTR && file == stdout) nb_say_unwritten();
    return false;
}

static bool has_image(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_PICTURE && block->as.picture.image) return true;
    return false;
}

/* The pager takes what is for it, unless Ctrl-C has ended the statement; the rest is printed. */
static bool print_both(const nb_show *show, const nb_view *view, const nb_buffer *out,
                       const nb_buffer *errors, bool image) {
    const volatile sig_atomic_t *stop = view->stop;
    if (show->print != NULL) {
        show->print(show->user, out);
        show->print(show->user, errors);
        return true;
    }
    bool paged = show->pages && !image && !*nb_editor_stopped() && fflush(show->out) == 0 &&
                 nb_pager_show(out->data, out->length, view);
    return (paged || print(show->out, out, stop)) && print(show->errors, errors, stop);
}

/* Ctrl-C ends the printing of a long result. Where it has ended the statement before, the answer
 * is short, and wanted. */
bool nb_show_result(nb_show *show, nb_result *result) {
    if (result == NULL) return true;
    if (show->silent) return result->ok;
    nb_buffer out, errors;
    nb_buffer_init(&out, nb_session_memory(show->session));
    nb_buffer_init(&errors, nb_session_memory(show->session));
    nb_view view = nb_show_view(show);
    if (!*nb_editor_stopped()) view.stop = nb_editor_stopped();
    else nb_editor_end_line();
    if (show->json) nb_view_json(result, &view, &out);
    else nb_view_text(result, &view, &out, &errors);
    bool image = has_image(result), shown = print_both(show, &view, &out, &errors, image);
    if (!shown && image) fputs("\x1b\\", show->out); /* a sequence, where it was cut */
    if (!shown && view.colour) fputs("\x1b[0m", show->out); /* a colour, where the text was cut */
    bool untold = result->failed && !result->ok && errors.length == 0 && !show->json;
    if (out.failed || errors.failed || untold) {
        nb_complain(&view, NB_PLAIN(NO_MEMORY_TO_SHOW));
        shown = false;
    }
    nb_buffer_clear(&out);
    nb_buffer_clear(&errors);
    return shown && result->ok;
}
