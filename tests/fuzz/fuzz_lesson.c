/* Lessons: any Markdown is taken apart, checked and updated as `--check` and `--update` do, the
 * front's own code over a host in memory. Folders, files and programs are out of reach: what would
 * touch them is wrapped by the linker. */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/check.h"
#include "front/lesson_file.h"
#include "front/system/files.h"
#include "html/markdown.h"
#include "lesson/compare.h"
#include "world.h"

enum { LONGEST = 8192 };

const char *const fuzz_sign = ">>> ";

/* ---- a front without a world around it ---- */

static fuzz_world played; /* of the lesson that is checked */
static nb_buffer written; /* what --update wrote */
static nb_lines opened;   /* what every file holds that a lesson opens */

nb_session *__wrap_nb_lesson_session(nb_lesson_file *file);
nb_session *__wrap_nb_lesson_session(nb_lesson_file *file) {
    fuzz_open(&played);
    (void)file;
    played.file = opened.text;
    played.file_length = opened.length;
    return played.session;
}

void __wrap_nb_show_carry_out(nb_show *show, nb_result *result);
void __wrap_nb_show_carry_out(nb_show *show, nb_result *result) {
    (void)show;
    played.work = 0;
    if (!result->failed) fuzz_render(result);
}

bool __wrap_nb_file_write(const nb_write_rule *rule, const char *path, const char *bytes,
                          size_t length, nb_message *why);
bool __wrap_nb_file_write(const nb_write_rule *rule, const char *path, const char *bytes,
                          size_t length, nb_message *why) {
    (void)rule, (void)path, (void)why;
    nb_buffer_add(&written, bytes, length);
    return true;
}

char *__wrap_mkdtemp(char *name);
char *__wrap_mkdtemp(char *name) { return name; }
int __wrap_chdir(const char *path);
int __wrap_chdir(const char *path) { return path == NULL; }
int __wrap_fchdir(int folder);
int __wrap_fchdir(int folder) { return folder < 0; }
int __wrap_nftw(const char *path, __nftw_func_t visit, int folders, int flags);
int __wrap_nftw(const char *path, __nftw_func_t visit, int folders, int flags) {
    (void)path, (void)visit, (void)folders, (void)flags;
    return 0;
}

/* ---- taking apart ---- */

/* Parts never overlap, never go back, and stay inside the text; and so do their steps. */
static void check_parts(const nb_lesson *lesson, size_t length) {
    size_t done = 0, steps = 0;
    for (const nb_lesson_part *part = lesson->parts; part != NULL; part = part->next) {
        FUZZ_CHECK(part->range.start >= done && part->range.end >= part->range.start);
        done = part->range.end;
        size_t at = part->range.start;
        for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
            steps += part->kind == NB_LESSON_TRANSCRIPT;
            FUZZ_CHECK(step->output.start >= at && step->output.end >= step->output.start);
            FUZZ_CHECK(step->prefix.start <= step->prefix.end && step->output.end <= done);
            at = step->output.end;
            nb_lines same = {step->expected, strlen(step->expected)};
            nb_difference difference;
            FUZZ_CHECK(nb_compare(same, same, nb_compare_largest(same.text, same.length),
                                  &difference));
        }
    }
    FUZZ_CHECK(done <= length && steps == lesson->step_count);
}

/* ---- checking ---- */

/* Checks or updates; what was printed is in `said`. */
static void check(nb_show *show, char *text, size_t length, nb_check_mode mode) {
    nb_lesson_file file = {.path = "a.md", .place = text, .text = text, .length = length};
    nb_arena_init(&file.arena, fuzz_memory());
    FUZZ_CHECK(nb_lesson_parse(&file.arena, text, length, &file.lesson) == NB_STATUS_OK);
    check_parts(&file.lesson, length);
    (void)nb_lesson_check(show, &file, mode, false);
    FUZZ_CHECK(played.bytes == 0 || played.stopped);
    nb_arena_clear(&file.arena);
}

/* What was updated agrees with itself. */
static void check_updated(nb_show *show) {
    char *text = malloc(written.length + 1);
    FUZZ_CHECK(text != NULL);
    memcpy(text, written.data, written.length);
    text[written.length] = '\0';
    size_t length = written.length;
    written.length = 0;
    check(show, text, length, NB_CHECK_ERRORS);
    if (written.length > 0 && !played.stopped)
        fuzz_fail("updated, and does not agree:\n%s", text);
    free(text);
}

/* ---- as a page ---- */

static bool find_picture(void *user, const char *address, nb_html_picture *found) {
    (void)user;
    *found = (nb_html_picture){"image/png", address, strlen(address)};
    return *address == 'a';
}

/* Nothing of the text is a tag of its own. */
static void check_page(const char *text, size_t length) {
    const nb_html_pictures pictures = {find_picture, NULL, ""};
    nb_buffer page;
    nb_buffer_init(&page, fuzz_memory());
    nb_html_markdown(&page, text, length, &pictures);
    const char *html = page.length > 0 ? page.data : "";
    FUZZ_CHECK(page.failed || strlen(html) == page.length);
    FUZZ_CHECK(strstr(html, "<script") == NULL && strstr(html, "href=\"javascript") == NULL);
    fuzz_check_text(html, page.length, false, false);
    nb_buffer_clear(&page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > LONGEST) return 0;
    char *text = malloc(size + 1), *said = NULL;
    size_t said_length = 0;
    FUZZ_CHECK(text != NULL);
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    fuzz_world world; /* of the program that checks */
    fuzz_open(&world);
    nb_buffer_init(&written, fuzz_memory());
    opened = (nb_lines){text, size};
    nb_show show = {.session = world.session, .view = {.digits = 6, .width = 80}};
    show.out = show.errors = open_memstream(&said, &said_length);
    FUZZ_CHECK(show.out != NULL);
    check(&show, text, size, NB_CHECK_ONLY);
    bool stopped = played.stopped;
    check(&show, text, size, NB_CHECK_ERRORS);
    if (written.length > 0 && !stopped && !played.stopped) check_updated(&show);
    check_page(text, size);
    nb_buffer_clear(&written);
    FUZZ_CHECK(fclose(show.out) == 0);
    fuzz_check_text(said, said_length, false, false);
    free(said);
    free(text);
    fuzz_close(&world);
    return 0;
}
