/* Every view of every result: fuzz_render and fuzz_check_text of world.h. */
#include <string.h>

#include <jansson.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "diagram/dot.h"
#include "diagram/gnuplot.h"
#include "json/json.h"
#include "view/text.h"
#include "view/view.h"
#include "world.h"

static const nb_view views[] = {
    {.digits = 6, .width = 80},
    {.digits = 17, .width = 10},
    {.digits = 6, .width = 80, .ascii = true},
    {.digits = 1, .width = 40, .colour = true},
    {.digits = 6, .width = 80, .plain = true},
};

enum { VIEWS = sizeof views / sizeof *views, ESCAPE = 27 };

void fuzz_check_text(const char *text, size_t length, bool ascii, bool colour) {
    FUZZ_CHECK(nb_utf8_valid(text, length) == length);
    for (size_t at = 0, bytes; at < length; at += bytes) {
        uint32_t code;
        bytes = nb_utf8_decode(text + at, length - at, &code);
        bool sign = code == '\n' || (colour && code == ESCAPE) || !nb_utf8_is_control(code);
        if (!sign || (ascii && code >= 0x80))
            fuzz_fail("U+%04X is printed in\n%.*s", (unsigned)code, (int)length, text);
    }
}

static const char *bytes_of(const nb_buffer *buffer) {
    return buffer->length > 0 ? buffer->data : "";
}

/* Names in LaTeX are not spelled in ASCII: a page has its fonts. */
static bool holds_latex(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_DERIVATION && block->as.derivation.latex) return true;
    return false;
}

/* Most answers have been given before. What looks the same to programs and to people was rendered
 * in every other way, too; of two such answers one is enough. */
static bool is_new(uint64_t hash) {
    static uint64_t seen[1 << 16];
    uint64_t *place = &seen[hash % (sizeof seen / sizeof *seen)];
    if (*place == hash) return false;
    *place = hash;
    return true;
}

/* Answers the hash of what was printed. */
static uint64_t render_text(const nb_result *result, const nb_view *view) {
    bool ascii = view->ascii && !holds_latex(result);
    nb_buffer out, errors;
    nb_buffer_init(&out, fuzz_memory());
    nb_buffer_init(&errors, fuzz_memory());
    nb_view_text(result, view, &out, &errors);
    FUZZ_CHECK(!out.failed && !errors.failed);
    fuzz_check_text(bytes_of(&out), out.length, ascii, view->colour);
    fuzz_check_text(bytes_of(&errors), errors.length, ascii, view->colour);
    uint64_t hash = nb_hash_add_bytes(nb_hash_add_bytes(0, bytes_of(&out), out.length),
                                      bytes_of(&errors), errors.length);
    nb_buffer_clear(&out);
    nb_buffer_clear(&errors);
    return hash;
}

/* One object, on one line. Answers its hash. */
static uint64_t render_json(const nb_result *result, const nb_view *view) {
    nb_buffer out;
    json_error_t error;
    nb_buffer_init(&out, fuzz_memory());
    nb_view_json(result, view, &out);
    FUZZ_CHECK(!out.failed && out.length > 0);
    fuzz_check_text(out.data, out.length, false, false);
    FUZZ_CHECK(strchr(out.data, '\n') == out.data + out.length - 1);
    json_t *object = json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(object)) fuzz_fail("no JSON: %s\n%s", error.text, out.data);
    json_decref(object);
    uint64_t hash = nb_hash_add_bytes(0, out.data, out.length);
    nb_buffer_clear(&out);
    return hash;
}

static void render_picture(const nb_picture_block *picture, const nb_view *view,
                           const char *font) {
    nb_buffer out;
    nb_buffer_init(&out, fuzz_memory());
    nb_view_dot(picture, view, font, &out);
    FUZZ_CHECK(!out.failed);
    fuzz_check_text(bytes_of(&out), out.length, false, false);
    nb_buffer_clear(&out);
}

static void write_gnuplot(const nb_plot_block *plot, const nb_view *view, nb_buffer *out) {
    nb_gnuplot(plot, view, "svg", "sans-serif", out);
}

/* What gnuplot reads, and the numbers. */
static void render_plot(const nb_plot_block *plot, const nb_view *view) {
    void (*const each[])(const nb_plot_block *, const nb_view *, nb_buffer *) = {nb_plot_numbers,
                                                                                 write_gnuplot};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        nb_buffer out;
        nb_buffer_init(&out, fuzz_memory());
        each[i](plot, view, &out);
        FUZZ_CHECK(!out.failed);
        fuzz_check_text(bytes_of(&out), out.length, false, false);
        nb_buffer_clear(&out);
    }
}

/* Where gnuplot cannot draw a plot, it is shown as text, though it has a path. */
static void show_plots(const nb_result *result) {
    for (nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_PLOT) block->as.plot.shown = true;
}

void fuzz_render(const nb_result *result) {
    show_plots(result);
    uint64_t hash = nb_hash_add(render_json(result, &views[0]), render_text(result, &views[0]));
    bool new = is_new(hash);
    for (size_t i = 1; new && i < VIEWS; i++) (void)render_text(result, &views[i]);
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind == NB_BLOCK_PLOT && new) render_plot(&block->as.plot, &views[0]);
        if (block->kind != NB_BLOCK_PICTURE) continue;
        render_picture(&block->as.picture, &views[0], NULL);
        render_picture(&block->as.picture, &views[2], "NanumGothic");
    }
}
