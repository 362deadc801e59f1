/* Images for terminals: the sequences, byte by byte, and what a terminal answers. */
#define _GNU_SOURCE /* openpty, struct winsize */
#include "support.h"

#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "front/terminal/graphics.h"
#include "pictures.h"
#include "programs.h"
#include "sketch/image.h"


static void check(const nb_image *image, const char *expected) {
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_image_add(&out, image);
    assert_false(out.failed);
    assert_int_equal(strlen(out.data), out.length);
    assert_string_equal(out.data, expected);
    nb_buffer_clear(&out);
    assert_int_equal(memory.used, 0);
}

static void test_sequences(void **state) {
    (void)state;
    nb_image image = {.kind = NB_IMAGES_KITTY, .bytes = "foobar", .length = 6, .rows = 12};
    check(&image, "\033_Ga=T,f=100,q=2,m=0;Zm9vYmFy\033\\\n");
    image.columns = 40;
    check(&image, "\033_Ga=T,f=100,c=40,q=2,m=0;Zm9vYmFy\033\\\n");
    image.kind = NB_IMAGES_ITERM;
    check(&image, "\033]1337;File=inline=1;size=6;width=40:Zm9vYmFy\a\n");
    image.columns = 0;
    check(&image, "\033]1337;File=inline=1;size=6:Zm9vYmFy\a\n");
    image.tmux = true;
    check(&image, "\n\n\n\n\n\n\n\n\n\n\n\n\033[12A"
                  "\033Ptmux;\033\033]1337;File=inline=1;size=6:Zm9vYmFy\a\033\\\r\033[12B");
    image = (nb_image){.kind = NB_IMAGES_SIXEL, .bytes = "\033Pq~\033\\", .length = 6};
    check(&image, "\033Pq~\033\\\n");
    image.tmux = true;
    image.rows = 1;
    check(&image, "\n\033[1A\033Ptmux;\033\033Pq~\033\033\\\033\\\r\033[1B");
}

/* Pieces of 4096 digits, which are 3072 bytes; the last one is not longer, and not empty. */
static void test_pieces(void **state) {
    (void)state;
    static const size_t lengths[] = {1, 3071, 3072, 3073, 6143, 6144, 6145, 9216};
    static char bytes[9216];
    memset(bytes, 'a', sizeof bytes);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        nb_image image = {.kind = NB_IMAGES_KITTY, .bytes = bytes, .length = lengths[i]};
        size_t pieces = 0, digits = 0, wanted = (lengths[i] + 3071) / 3072;
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_image_add(&out, &image);
        for (const char *at = out.data; (at = strstr(at, "\033_G")) != NULL; pieces++) {
            const char *payload = strchr(at, ';') + 1, *end = strstr(payload, "\033\\");
            assert_int_equal(payload[-2] == '1', pieces + 1 < wanted); /* m=1: more will come */
            assert_int_equal(strncmp(at + 3, "a=T,f=100,", 10) == 0, pieces == 0);
            assert_in_range(end - payload, 4, 4096);
            digits += (size_t)(end - payload);
            at = end;
        }
        assert_int_equal(pieces, wanted);
        assert_int_equal(digits, (lengths[i] + 2) / 3 * 4);
        nb_buffer_clear(&out);
    }
    assert_int_equal(memory.used, 0);
}

/* Whatever allocation fails, the buffer says so. */
static void test_memory(void **state) {
    (void)state;
    static char bytes[9000];
    const nb_image image = {.kind = NB_IMAGES_KITTY, .bytes = bytes, .length = sizeof bytes};
    bool done = false;
    for (size_t limit = 0; !done; limit += 64) {
        nb_memory small = {.allocate = plain_allocate, .limit = limit};
        nb_buffer out;
        nb_buffer_init(&out, &small);
        nb_image_add(&out, &image);
        done = !out.failed;
        if (done) assert_int_equal(strlen(out.data), out.length);
        nb_buffer_clear(&out);
        assert_int_equal(small.used, 0);
    }
}

static void test_measure(void **state) {
    (void)state;
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\1\0\0";
    uint32_t width, height;
    assert_true(nb_image_measure(png, sizeof png - 1, &width, &height));
    assert_int_equal(width, 640);
    assert_int_equal(height, 65536);
    assert_false(nb_image_measure(png, sizeof png - 2, &width, &height));
    assert_false(nb_image_measure("GIF89a..................", 24, &width, &height));
    assert_false(nb_image_measure("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\1", 24, &width,
                                  &height));
}

static void test_sixels(void **state) {
    (void)state;
    static const struct { const char *bytes; size_t length; bool good; } rows[] = {
        {"\033Pq~\033\\", 6, true}, {"\033P0;1;0q\"1;1;2;6#0~-\r\n?\033\\\r\n", 27, true},
        {"", 0, false}, {"\033P", 2, false}, {"\033Pq\033\\", 5, true}, {"\033P\033\\", 4, false},
        {"\033Pq~\033", 5, false}, {"\033Pp~\033\\", 6, false}, {"\033P11\033\\", 6, false},
        {"\033Pq\033[2J\033\\", 9, false}, {"\033Pq\x9b\033\\", 6, false},
        {"\033Pq~\033\\\0", 7, false}, {"\033Pq\0\033\\", 6, false}, {"x\033Pq\033\\", 6, false},
        {"\033Pq~\033\\\033]0;title\a\033\\", 18, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(nb_image_is_sixel(rows[i].bytes, rows[i].length), rows[i].good);
}

static void test_replies(void **state) {
    (void)state;
    static const struct { const char *sent, *left; nb_replies replies; } rows[] = {
        {"", "", {false, false, false}},
        {"\033[?62;4;22c", "", {false, true, true}},
        {"\033[?4c", "", {false, true, true}},
        {"\033[?64;14;42;44c", "", {false, false, true}},
        {"\033[?c", "", {false, false, true}},
        {"\033_Gi=31;OK\033\\\033[?62;c", "", {true, false, true}},
        {"\033_Gi=31;ENOENT:x\033\\\033[?4;6c", "", {false, true, true}},
        {"\033_Gi=31;OK\033\\", "", {true, false, false}},
        /* what is typed before, between and behind; keys; what is not complete */
        {"a\nb\033_Gi=31;OK\033\\사과\033[?62;4c + 1\n", "a\nb사과 + 1\n", {true, true, true}},
        {"\033[A\033[1;5D\033[200~", "\033[A\033[1;5D\033[200~", {false, false, false}},
        {"\033[?62;4", "\033[?62;4", {false, false, false}},
        {"\033[?2004h", "\033[?2004h", {false, false, false}},
        {"\033_Gi=31;OK", "\033_Gi=31;OK", {false, false, false}},
        {"\033_Gi\033x", "\033_Gi\033x", {false, false, false}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char bytes[128];
        nb_replies replies = {false, false, false};
        size_t length = strlen(rows[i].sent);
        memcpy(bytes, rows[i].sent, length);
        length = nb_graphics_read(bytes, length, &replies);
        assert_int_equal(length, strlen(rows[i].left));
        assert_memory_equal(bytes, rows[i].left, length);
        assert_int_equal(replies.kitty, rows[i].replies.kitty);
        assert_int_equal(replies.sixel, rows[i].replies.sixel);
        assert_int_equal(replies.ended, rows[i].replies.ended);
    }
}

static nb_vertex vertices[] = SQUARE_VERTICES;
static nb_edge edges[] = SQUARE_EDGES;

/* Programs that hang, flood, fail or make something else: the graph is shown, and one line says
 * why. */
static void test_programs(void **state) {
    const scratch *s = *state;
    static const nb_view view = {.digits = 6, .width = 80};
    static const nb_picture_limits limits = {700, 1 << 20};
    static const nb_screen screen = {NB_IMAGES_SIXEL, false, 80, 8, 16};
    static const char png[] = "printf '\\211PNG\\r\\n\\032\\n\\0\\0\\0\\015IHDR"
                              "\\0\\0\\0\\100\\0\\0\\0\\100IEND'";
    static const char plain[] = "case $1 in -Tplain) echo graph; echo stop; exit;; esac;"
                                "cat >/dev/null;";
    static const struct {
        const char *dot, *sixel;
        nb_message_id id; /* NONE: it is an image */
    } rows[] = {
        {png, "cat >/dev/null; printf '\\033Pq~\\033\\\\'", NB_MESSAGE_NONE},
        {png, "exec sleep 9", NB_MESSAGE_DOT_TIMEOUT_ALONE},
        {png, "exec yes", NB_MESSAGE_DOT_FLOOD_ALONE},
        {png, "echo what >&2; exit 1", NB_MESSAGE_DOT_FAILED_ALONE},
        {png, NULL, NB_MESSAGE_DOT_MISSING_ALONE},
        {"exec sleep 9", NULL, NB_MESSAGE_DOT_TIMEOUT_ALONE},
        {"exec yes", NULL, NB_MESSAGE_DOT_FLOOD_ALONE},
        {"echo no PNG", NULL, NB_MESSAGE_DOT_FAILED_ALONE},
        {NULL, NULL, NB_MESSAGE_DOT_MISSING_ALONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char body[PATH_BYTES], path[PATH_BYTES];
        nb_result *result = nb_result_new(&memory);
        nb_block *block = nb_result_add(result, NB_BLOCK_PICTURE);
        block->as.picture = (nb_picture_block)PICTURE(NULL, vertices, 3, edges, 3);
        join(path, s->bin, "img2sixel");
        remove(path);
        if (rows[i].sixel != NULL) install(s, "img2sixel", rows[i].sixel);
        join(path, s->bin, "dot");
        remove(path);
        snprintf(body, sizeof body, "%s %s", rows[i].dot == png ? plain : "",
                 rows[i].dot != NULL ? rows[i].dot : "");
        if (rows[i].dot != NULL) install(s, "dot", body);
        use_bin(s, rows[i].dot == NULL);
        nb_inline_draw(block, result, &view, &memory, &screen, &limits);
        setenv("PATH", s->path, 1);
        assert_true(result->ok && !result->failed);
        assert_non_null(block->as.picture.drawn);
        bool image = rows[i].id == NB_MESSAGE_NONE;
        assert_int_equal(block->as.picture.image, image);
        assert_int_equal(strchr(block->as.picture.drawn, '\033') != NULL, image);
        assert_ptr_equal(block->next, image ? NULL : result->last);
        if (!image) assert_int_equal(block->next->as.diagnostic.message.id, rows[i].id);
        nb_result_free(result);
    }
    assert_int_equal(memory.used, 0);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* A terminal that never answers costs a tenth of a second, once; and what a busy machine takes to
 * let us go on. */
static void test_patience(void **state) {
    (void)state;
    const struct winsize size = {.ws_row = 25, .ws_col = 80, .ws_xpixel = 800, .ws_ypixel = 500};
    int ours, its, input = dup(STDIN_FILENO);
    const char *const variables[] = {"STY", "TMUX", "INSIDE_EMACS", "TERM_PROGRAM",
                                     "TERMINAL_EMULATOR", "KITTY_WINDOW_ID", "LC_TERMINAL"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) unsetenv(variables[i]);
    setenv("TERM", "xterm", 1);
    assert_int_equal(openpty(&ours, &its, NULL, NULL, &size), 0);
    assert_int_equal(dup2(its, STDIN_FILENO), STDIN_FILENO);
    FILE *out = fdopen(its, "w");
    assert_non_null(out);
    double began = now();
    nb_screen screen = nb_graphics_look(out, NB_IMAGES_AUTO, true);
    double took = now() - began;
    assert_int_equal(screen.images, NB_IMAGES_OFF);
    assert_int_equal(screen.cell_width, 10);
    assert_int_equal(screen.cell_height, 20);
    assert_true(took > 90 && took < 500);
    char sent[64] = "";
    assert_true(read(ours, sent, sizeof sent - 1) > 0);
    assert_string_equal(sent, "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\r\033[K\033[c");
    began = now();
    (void)nb_graphics_look(out, NB_IMAGES_AUTO, true);
    assert_true(now() - began < 50);
    assert_int_equal(nb_graphics_look(out, NB_IMAGES_SIXEL, true).images, NB_IMAGES_SIXEL);
    dup2(input, STDIN_FILENO);
    close(input);
    fclose(out);
    close(ours);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequences), cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_memory),    cmocka_unit_test(test_measure),
        cmocka_unit_test(test_sixels),    cmocka_unit_test(test_replies),
        cmocka_unit_test(test_patience),
        cmocka_unit_test_setup_teardown(test_programs, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
