/* The parts of a lesson become pieces of a page in their order: prose, what is typed with what is
 * answered, pictures where they are drawn, and questions with their help folded.
 *
 * What a lesson may show: pictures that it has drawn, and those below its own folder. Both are told
 * by their first bytes, so that no other file gets into a page, whatever it is called. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "front/export.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "front/lesson_run.h"
#include "front/play.h"
#include "front/scratch.h"
#include "front/system/folders.h"
#include "front/terminal/say.h"
#include "html/escape.h"
#include "html/markdown.h"
#include "html/page.h"
#include "tour/exam.h"
#include "view/message.h"
#include "view/text.h"

enum { PAGE_WIDTH = 80, LARGEST_PICTURE = 16 << 20, ALL_PICTURES = 64 << 20 /* bytes */ };

typedef struct exporting {
    nb_show *show;  /* where errors are told */
    nb_show played; /* the session of the lesson, and how its answers look */
    nb_lesson_file *file;
    nb_buffer out;
    nb_buffer text;    /* what one piece needs meanwhile */
    nb_buffer drawn;   /* the pictures of one statement */
    char *picture;     /* the one that was found last, to be freed */
    size_t pictures;   /* bytes of all pictures */
    bool shows_error;  /* the lesson expects one of the present statement */
    bool failed;
} exporting;

/* ---- pictures ---- */

/* The kind of a picture by its bytes; NULL: it is none. A script in an SVG does not run as an
 * image, and what it refers to is not loaded. */
static const char *picture_type(const char *bytes, size_t length) {
    static const struct { const char *begins, *type; } kinds[] = {
        {"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"},
        {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"}, {"<svg", "image/svg+xml"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = strlen(kinds[i].begins);
        if (length >= n && memcmp(bytes, kinds[i].begins, n) == 0) return kinds[i].type;
    }
    if (length < 5 || memcmp(bytes, "<?xml", 5) != 0) return NULL;
    const char *root = strstr(bytes, "<svg"); /* a NUL stands behind what was loaded */
    return root != NULL && root - bytes < 1000 ? "image/svg+xml" : NULL;
}

/* Whether there is a regular file below `folder` (absolute, without links), not too large. */
static bool lies_below(const exporting *e, const char *real, const char *folder) {
    struct stat about;
    size_t length = strlen(folder);
    while (length > 0 && folder[length - 1] == '/') length--;
    return strncmp(real, folder, length) == 0 && real[length] == '/' &&
           stat(real, &about) == 0 && S_ISREG(about.st_mode) &&
           about.st_size <= LARGEST_PICTURE &&
           e->pictures + (size_t)about.st_size <= ALL_PICTURES;
}

/* Loads a picture below a folder. False: *why, and errno, 0 where nothing failed. */
static bool load_below(exporting *e, const char *folder, const char *name, nb_html_picture *found,
                       nb_message *why) {
    char path[PATH_MAX];
    const char *reason = NULL;
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    errno = ENAMETOOLONG;
    char *real = n > 0 && (size_t)n < sizeof path ? realpath(path, NULL) : NULL;
    *why = NB_SAY(FILE_READ, NB_TEXT(name), NB_WORDS(strerror(errno)));
    if (real == NULL) return false;
    free(e->picture);
    e->picture = NULL;
    errno = 0;
    *why = NB_SAY(PAGE_NO_PICTURE, NB_TEXT(name));
    bool good = lies_below(e, real, folder);
    if (good && !nb_file_load(NULL, real, &e->picture, &found->length, &reason)) {
        *why = NB_SAY(FILE_READ, NB_TEXT(name), NB_WORDS(reason));
        good = false;
    }
    free(real);
    if (!good) return false;
    found->bytes = e->picture;
    found->type = picture_type(found->bytes, found->length);
    if (found->type != NULL) e->pictures += found->length;
    return found->type != NULL;
}

/* A browser shows these; a .pdf or a .dot stands beside the page at best. */
static bool is_shown(const char *path) {
    size_t length = strlen(path);
    const char *ending = length > 4 ? path + length - 4 : "";
    return strcmp(ending, ".png") == 0 || strcmp(ending, ".svg") == 0;
}

/* An address spells a blank as %20. In place; false: there would be a NUL in it. */
static bool decode(char *address) {
    char *to = address;
    for (const char *from = address; *from != '\0'; from++) {
        unsigned byte;
        bool coded = *from == '%' && strspn(from + 1, "0123456789abcdefABCDEF") >= 2 &&
                     sscanf(from + 1, "%2x", &byte) == 1;
        if (coded && byte == 0) return false;
        *to++ = coded ? (char)byte : *from;
        if (coded) from += 2;
    }
    *to = '\0';
    return true;
}

static bool load_drawn(exporting *e, const char *name, nb_html_picture *found, nb_message *why) {
    char *scratch = realpath(".", NULL);
    *why = NB_SAY(FILE_READ, NB_TEXT(name), NB_WORDS(strerror(errno)));
    bool good = scratch != NULL && load_below(e, scratch, name, found, why);
    free(scratch);
    return good;
}

/* The page does without a picture, which its author should know. */
static bool tell_missing(exporting *e, nb_message why) {
    nb_lesson_tell(e->show, e->file, (nb_diagnostic){.message = why});
    e->failed = true;
    return false;
}

/* nb_html_pictures.find: beside the lesson, or what it has drawn. */
static bool find_picture(void *user, const char *address, nb_html_picture *found) {
    exporting *e = user;
    nb_message why = NB_SAY(PAGE_NO_PICTURE, NB_TEXT(address));
    char *name = nb_arena_text(&e->file->arena, address, strlen(address));
    bool elsewhere = *address == '/' || address[strcspn(address, ":/")] == ':';
    if (name == NULL || elsewhere || !decode(name)) return tell_missing(e, why);
    const char *slash = strrchr(name, '/');
    if (slash != NULL && load_drawn(e, slash + 1, found, &why)) {
        found->type = NULL; /* a copy, for those who read the Markdown, where nothing is drawn */
        return true;
    }
    if (load_below(e, e->file->folder, name, found, &why)) return true;
    bool absent = errno == ENOENT;
    if (absent && load_drawn(e, name, found, &why)) return true;
    return tell_missing(e, why);
}

/* What the lesson says below a statement that its picture shows: ![This](pictures/NAME); where it
 * says nothing, the file's name. */
static const char *find_alt(const exporting *e, const char *path, size_t *length) {
    const char *name = nb_path_base(path);
    const char *at = strstr(e->file->text, "![");
    for (; at != NULL; at = strstr(at + 2, "![")) {
        const char *close = strstr(at, "](");
        if (close == NULL) break;
        size_t address = strcspn(close + 2, ")"), base = address;
        while (base > 0 && close[1 + base] != '/') base--;
        if (!nb_bytes_are(close + 2 + base, address - base, name)) continue;
        *length = (size_t)(close - at) - 2;
        return at + 2;
    }
    *length = strlen(path);
    return path;
}

static void add_drawn(exporting *e, const nb_block *block) {
    nb_html_picture found;
    nb_message why;
    size_t length;
    const char *path = block->written;
    bool drawn = block->kind == NB_BLOCK_PICTURE || block->kind == NB_BLOCK_PLOT;
    if (!drawn || path == NULL || !is_shown(path)) return;
    if (!load_drawn(e, path, &found, &why)) {
        (void)tell_missing(e, why);
        return;
    }
    nb_buffer_add_text(&e->drawn, "<p>");
    const char *alt = find_alt(e, path, &length);
    nb_html_add_picture(&e->drawn, &found, alt, length);
    nb_buffer_add_text(&e->drawn, "</p>\n");
}

/* ---- pieces ---- */

static void add(exporting *e, const char *html) {
    nb_buffer_add_text(&e->out, html);
}

static void add_word(exporting *e, nb_message_id id) {
    nb_view view = nb_show_view(&e->played);
    const char *word = nb_view_word(&view, id);
    nb_html_add(&e->out, word, strlen(word));
}

static void add_markdown(exporting *e, const char *text, size_t length, size_t indent) {
    nb_view view = nb_show_view(&e->played);
    const nb_html_pictures pictures = {find_picture, e,
                                       nb_view_word(&view, NB_MESSAGE_PAGE_PICTURE)};
    e->text.length = 0;
    nb_play_outdent(&e->text, text, length, indent);
    if (e->text.length > 0) nb_html_markdown(&e->out, e->text.data, e->text.length, &pictures);
}

/* Typed lines, the first behind the prompt's sign and each later one behind `later`. */
static void add_typed(exporting *e, const char *typed, const char *later) {
    const char *sign = "∇ ";
    for (bool more = true; more; sign = later) {
        size_t length = strcspn(typed, "\n");
        nb_html_add(&e->out, sign, strlen(sign));
        add(e, "<kbd>");
        nb_html_add(&e->out, typed, length);
        add(e, "</kbd>\n");
        more = typed[length] == '\n';
        typed += length + more;
    }
}

/* ---- what is run ---- */

static void render(exporting *e, const nb_result *result, nb_buffer *out) {
    nb_view view = nb_show_view(&e->played);
    nb_view_text(result, &view, out, out);
}

/* What went wrong where the lesson does not say so is told. */
static void tell(exporting *e, const nb_result *result) {
    nb_view view = nb_show_view(e->show);
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(e->show->session));
    nb_view_text(result, &view, &text, &text);
    nb_say_bytes(e->show->errors, &text);
    nb_buffer_clear(&text);
    e->failed = true;
}

static void take(void *user, nb_result *result) {
    exporting *e = user;
    render(e, result, &e->text);
    if (!result->ok && !e->shows_error) tell(e, result);
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        add_drawn(e, block);
}

static void take_hidden(void *user, nb_result *result) {
    if (!result->ok) tell(user, result);
}

/* A picture stands right behind the statement that draws it. Of a copy without answers there is
 * what is typed alone: what it comes to may be asked. */
static void add_steps(exporting *e, const nb_lesson_part *part) {
    bool open = false, is_copy = e->file->lesson.original != NULL;
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        e->text.length = e->drawn.length = 0;
        e->shows_error = is_copy || nb_lesson_shows_error(&e->played.view, step);
        if (!open) add(e, "<pre>");
        add_typed(e, step->typed, "... ");
        nb_status status = nb_lesson_run(&e->played, step->typed, take, e);
        if (status == NB_STATUS_NO_MEMORY) e->failed = true;
        if (is_copy) e->text.length = e->drawn.length = 0;
        nb_html_add_coloured(&e->out, e->text.data, e->text.length);
        open = e->drawn.length == 0;
        if (!open || step->next == NULL) add(e, "</pre>\n");
        nb_buffer_add(&e->out, e->drawn.data, e->drawn.length);
    }
}

static void add_hidden(exporting *e, const nb_lesson_part *part) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
        if (nb_lesson_run_hidden(&e->played, e->file->path, step, take_hidden, e) ==
            NB_STATUS_NO_MEMORY) e->failed = true;
}

/* ---- questions ---- */

static void open_details(exporting *e, nb_message_id word) {
    add(e, "<details><summary>");
    add_word(e, word);
    add(e, "</summary>\n");
}

static void add_table(exporting *e, const nb_result *table) {
    if (table == NULL) return;
    e->text.length = 0;
    render(e, table, &e->text);
    add(e, "<pre>");
    nb_html_add_coloured(&e->out, e->text.data, e->text.length);
    add(e, "</pre>\n");
}

static void add_answer(exporting *e, nb_exam *exam) {
    nb_question_kind kind = nb_exam_question(exam)->kind;
    const char *solution = nb_exam_solution(exam), *why = nb_exam_why(exam);
    bool has_one = kind != NB_ASK_TRY && kind != NB_ASK_SAY && *solution != '\0';
    if (!has_one && *why == '\0') return;
    open_details(e, NB_MESSAGE_PAGE_ANSWER);
    if (has_one && kind == NB_ASK_EXERCISE) {
        add(e, "<pre>");
        add_typed(e, solution, "∇ "); /* each line is a statement */
        add(e, "</pre>\n");
    } else if (has_one) {
        add(e, "<p><strong>");
        nb_html_add(&e->out, solution, strlen(solution));
        add(e, "</strong></p>\n");
    }
    add_markdown(e, why, strlen(why), 0);
    add(e, "</details>\n");
}

static void add_question(exporting *e, const nb_lesson_part *part) {
    const nb_variant none = {0};
    nb_exam *exam;
    nb_result *result;
    nb_status status = nb_exam_begin(e->played.session, &e->file->lesson, part->question, none,
                                     &exam, &result);
    if (status == NB_STATUS_NO_MEMORY) e->failed = true;
    if (result != NULL && !result->ok) tell(e, result);
    nb_result_free(result);
    if (status != NB_STATUS_OK) return;
    add(e, "<section>\n");
    const char *text = nb_exam_text(exam), *hint;
    add_markdown(e, text, strlen(text), 0);
    add_table(e, nb_exam_table(exam));
    for (size_t i = 0; (hint = nb_exam_hint(exam, i)) != NULL; i++) {
        open_details(e, NB_MESSAGE_PAGE_HINT);
        add_markdown(e, hint, strlen(hint), 0);
        add(e, "</details>\n");
    }
    result = NULL;
    if (nb_exam_solve(exam, &result) == NB_STATUS_NO_MEMORY) e->failed = true;
    add_answer(e, exam);
    add(e, "</section>\n");
    if (result != NULL && !result->ok) tell(e, result);
    nb_result_free(result);
    if (nb_exam_end(exam, &result) == NB_STATUS_NO_MEMORY) e->failed = true;
    nb_result_free(result);
}

/* ---- the page ---- */

static void add_part(exporting *e, const nb_lesson_part *part) {
    const nb_lesson_file *file = e->file;
    size_t start = part->range.start > file->from ? part->range.start : file->from;
    if (part->range.end <= file->from) {
        nb_lesson_pass(&e->played, part);
        return;
    }
    switch (part->kind) {
    case NB_LESSON_PROSE: case NB_LESSON_CODE:
        add_markdown(e, file->text + start, part->range.end - start, part->indent);
        break;
    case NB_LESSON_TRANSCRIPT: add_steps(e, part); break;
    case NB_LESSON_CHECK: add_hidden(e, part); break;
    case NB_LESSON_QUIZ: case NB_LESSON_EXERCISE:
        if (part->question != NULL) add_question(e, part);
        break;
    }
}

static void begin_page(exporting *e) {
    size_t length;
    const char *title = nb_lesson_title(e->file, &length);
    nb_html_begin_page(&e->out, nb_lesson_language(e->file), title, length);
}

static bool has_failed(const exporting *e) {
    return e->out.failed || e->text.failed || e->drawn.failed || e->file->refused;
}

/* False: a signal came, or memory ran out. */
static bool add_parts(void *user) {
    exporting *e = user;
    const nb_lesson_part *part = e->file->lesson.parts;
    begin_page(e);
    for (; part != NULL && !nb_scratch_ending() && !has_failed(e); part = part->next)
        add_part(e, part);
    nb_html_end_page(&e->out);
    if (has_failed(e)) nb_lesson_no_memory(e->show, e->file);
    return !nb_scratch_ending() && !has_failed(e);
}

int nb_lesson_export(nb_show *show, nb_lesson_file *file) {
    exporting e = {.show = show, .played = *show, .file = file};
    e.played.session = nb_lesson_session(file);
    if (e.played.session == NULL) {
        nb_lesson_no_memory(show, file);
        return EXIT_FAILURE;
    }
    e.played.view = (nb_view){.digits = 6, .width = PAGE_WIDTH, .colour = true,
                              .words = show->view.words};
    e.played.rule = (nb_write_rule){.guarded = true};
    e.played.json = false;
    nb_buffer_init(&e.out, nb_session_memory(show->session));
    nb_buffer_init(&e.text, nb_session_memory(show->session));
    nb_buffer_init(&e.drawn, nb_session_memory(show->session));
    bool good = nb_lesson_in_scratch(show, e.played.session, add_parts, &e);
    if (good) nb_say_bytes(show->out, &e.out);
    nb_buffer_clear(&e.out);
    nb_buffer_clear(&e.text);
    nb_buffer_clear(&e.drawn);
    free(e.picture);
    nb_session_free(e.played.session);
    return good && !e.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
