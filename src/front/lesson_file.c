/* The file of a lesson, and what is particular to its sessions: they look for files beside it, and
 * tell whether the system had no memory. */
#define _XOPEN_SOURCE 700 /* realpath, strdup, access */
#include "front/lesson_file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/host.h"
#include "front/system/files.h"
#include "front/system/system.h"
#include "front/terminal/say.h"
#include "lesson/heading.h"
#include "view/text.h"

/* ---- telling ---- */

void nb_lesson_tell(nb_show *show, const nb_lesson_file *file, nb_diagnostic diagnostic) {
    nb_result *result = nb_result_new(nb_session_memory(show->session));
    nb_block *block = result != NULL ? nb_result_add(result, NB_BLOCK_DIAGNOSTIC) : NULL;
    bool told = false;
    if (block != NULL) {
        diagnostic.severity = NB_SEVERITY_ERROR;
        diagnostic.source = file->path;
        block->as.diagnostic = diagnostic;
        nb_buffer text;
        nb_buffer_init(&text, nb_session_memory(show->session));
        nb_view view = nb_show_view(show);
        nb_view_text(result, &view, &text, &text);
        told = !text.failed;
        if (told) nb_say_bytes(show->errors, &text);
        nb_buffer_clear(&text);
    }
    if (!told) nb_complain(&show->view, NB_PLAIN(NO_MEMORY));
    nb_result_free(result);
}

void nb_lesson_no_memory(nb_show *show, const nb_lesson_file *file) {
    const nb_memory *memory = nb_session_memory(show->session);
    nb_message limited = nb_memory_message(memory);
    nb_diagnostic about = {.message = file->refused ? NB_PLAIN(NO_MEMORY) : limited};
    nb_lesson_tell(show, file, about);
}

/* ---- files ---- */

/* nb_host.load: beside the lesson, or else in the current folder, where the lesson may have
 * written. */
static bool load_beside(void *user, const char *path, char **bytes, size_t *length,
                        const char **reason) {
    const nb_lesson_file *file = user;
    char beside[PATH_MAX];
    int n = snprintf(beside, sizeof beside, "%s/%s", file->folder, path);
    bool found = path[0] != '/' && n > 0 && (size_t)n < sizeof beside &&
                 access(beside, F_OK) == 0;
    return nb_file_load(NULL, found ? beside : path, bytes, length, reason);
}

/* nb_host.allocate: notes it where the system refuses; a session's own limit comes before that. */
static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    nb_lesson_file *file = user;
    void *got = nb_system_allocate(NULL, block, old_size, new_size);
    if (got == NULL && new_size > 0) file->refused = true;
    return got;
}

nb_session *nb_lesson_session(nb_lesson_file *file) {
    nb_host host = nb_host_get();
    host.allocate = allocate;
    host.user = file;
    host.load = load_beside;
    return nb_session_new(&host);
}

const char *nb_lesson_read(nb_lesson_file *file, bool named) {
    const char *reason = NULL;
    bool good = named ? nb_file_load_named(file->path, &file->text, &file->length, &reason)
                      : nb_file_load(NULL, file->path, &file->text, &file->length, &reason);
    if (!good) return reason;
    file->place = realpath(file->path, NULL);
    file->folder = file->place != NULL ? strdup(file->place) : NULL;
    if (file->folder == NULL) return strerror(errno);
    char *slash = strrchr(file->folder, '/');
    if (slash == file->folder) slash++; /* the root */
    *slash = '\0';
    return NULL;
}

void nb_lesson_clear(nb_lesson_file *file) {
    nb_arena_clear(&file->arena);
    free(file->text);
    free(file->place);
    free(file->folder);
}

/* ---- about it ---- */

const char *nb_lesson_title(const nb_lesson_file *file, size_t *length) {
    const char *words = nb_heading_first(&file->lesson, file->text, length);
    if (words != NULL) return words;
    *length = strlen(file->path);
    return file->path;
}

const char *nb_lesson_language(const nb_lesson_file *file) {
    return nb_path_ends(file->path, ".ko.md") ? "ko" : "en";
}
