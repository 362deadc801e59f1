/* The lesson that `lesson new NAME` writes. It bears no mark of nabla's: from now on it is its
 * author's, and no script may replace it. */
#define _POSIX_C_SOURCE 200809L /* lstat */
#include "front/author.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "front/system/folders.h"
#include "view/message.h"
#include "view/plain.h"

static const char *const paragraphs[] = {
#define PARAGRAPH(TEXT) TEXT,
#include "front/template.def"
#undef PARAGRAPH
};

static void fill(const nb_show *show, const char *path, nb_buffer *text) {
    const char *name = nb_path_base(path);
    nb_buffer_add_text(text, "# ");
    nb_view_plain_bytes(text, &show->view, name, strcspn(name, "."));
    nb_buffer_add_char(text, '\n');
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        nb_buffer_add_char(text, '\n');
        nb_buffer_add_text(text, nb_view_translate(&show->view, paragraphs[i]));
    }
}

static bool is_there(const char *path) {
    char room[NB_PATH_ROOM];
    struct stat about;
    return lstat(nb_folder_expand(room, path), &about) == 0;
}

void nb_author_begin(nb_show *show, nb_block *block, nb_result *result) {
    const char *path = block->as.lesson.name;
    nb_write_rule rule = show->rule;
    nb_message why = NB_SAY(LESSON_THERE, NB_TEXT(path));
    nb_buffer text;
    rule.guarded = rule.guarded || !block->typed;
    nb_buffer_init(&text, nb_session_memory(show->session));
    fill(show, path, &text);
    bool good = !text.failed && !is_there(path) &&
                nb_file_write(&rule, path, text.data, text.length, &why);
    if (text.failed) result->failed = true;
    else if (good) block->written = path;
    else nb_result_fail(result, block, why);
    nb_buffer_clear(&text);
}
