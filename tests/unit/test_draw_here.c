/* Pictures in the terminal: programs called dot that misbehave, layouts that are none, and real
 * ones. Whatever dot does, the student sees the graph. */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/drawing/dot.h"
#include "front/drawing/slides.h"
#include "front/drawing/viewer.h"
#include "front/system/output.h"
#include "pictures.h"
#include "result/figure.h"
#include "result/slides.h"
#include "sketch/sketch.h"

enum { PATIENCE = 500 /* milliseconds */ };

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};
static const nb_view view = {.digits = 6, .width = 80};
static const nb_screen no_images = {.images = NB_IMAGES_OFF};

typedef struct scratch {
    char folder[64], dot[80];
    char *path; /* PATH as it was */
} scratch;

static int set_up(void **state) {
    scratch *s = calloc(1, sizeof *s);
    assert_non_null(s);
    snprintf(s->folder, sizeof s->folder, "%s", "/tmp/nabla-here-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->dot, sizeof s->dot, "%s/dot", s->folder);
    s->path = strdup(getenv("PATH") != NULL ? getenv("PATH") : "/usr/bin:/bin");
    assert_non_null(s->path);
    *state = s;
    return 0;
}

static int tear_down(void **state) {
    scratch *s = *state;
    remove(s->dot);
    rmdir(s->folder);
    setenv("PATH", s->path, 1);
    free(s->path);
    free(s);
    return memory.used == 0 ? 0 : -1;
}

/* A program called dot before the others on PATH; NULL: no program at all. */
static void install(const scratch *s, const char *body) {
    char path[4096];
    int length = snprintf(path, sizeof path, "%s%s%s", s->folder, body != NULL ? ":" : "",
                          body != NULL ? s->path : "");
    assert_true(length > 0 && (size_t)length < sizeof path);
    setenv("PATH", path, 1);
    if (body == NULL) return;
    FILE *file = fopen(s->dot, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", body);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(s->dot, 0700), 0);
}

static nb_vertex vertices[] = SQUARE_VERTICES;
static nb_edge edges[] = SQUARE_EDGES;

static const nb_picture_block apple = PICTURE(NULL, vertices, 3, edges, 3);

static const char tree[] = "  y (×) = 9, gradient 1\n"
                           "  ├─ 사과 = 3, gradient 1 × 3 = 3, in all 6\n"
                           "  └─ 사과 = 3, gradient 1 × 3 = 3, in all 6\n";
static const char drawn[] = "           3\n"
                            "        ╭────×3──╮\n"
                            "        │  3     │       9\n"
                            "  사과 ─┤        ├→(×)──────→ y\n"
                            "    6   │  3     │       1\n"
                            "        ╰────×3──╯\n"
                            "           3\n";

static nb_result *picture(void) {
    nb_result *result = nb_result_new(&memory);
    assert_non_null(result);
    nb_block *block = nb_result_add(result, NB_BLOCK_PICTURE);
    assert_non_null(block);
    block->as.picture = apple;
    return result;
}

static void assert_shows(const nb_picture_block *block, const char *layout, const nb_view *with,
                         const char *expected) {
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_sketch(block, layout, with, &out);
    assert_false(out.failed);
    assert_string_equal(out.data, expected);
    nb_buffer_clear(&out);
}

/* Draws with what is installed; expects one remark, and the tree. */
static void assert_tree(nb_severity severity, nb_message_id id, const char *why) {
    nb_result *result = picture();
    nb_draw_here(result->first, result, &view, &memory, PATIENCE);
    const nb_block *said = result->first->next;
    assert_non_null(said);
    assert_int_equal(said->as.diagnostic.severity, severity);
    assert_int_equal(said->as.diagnostic.message.id, id);
    if (why != NULL) assert_string_equal(said->as.diagnostic.message.args[0].text, why);
    assert_null(said->next);
    assert_true(result->ok);
    assert_string_equal(result->first->as.picture.drawn, tree);
    nb_result_free(result);
}

static void test_misbehaving(void **state) {
    static const struct {
        const char *body;
        nb_message_id id;
        const char *why;
    } rows[] = {
        {"exec sleep 60", NB_MESSAGE_DOT_TIMEOUT_ALONE, NULL},
        {"exec >&- 2>&-; exec sleep 60", NB_MESSAGE_DOT_TIMEOUT_ALONE, NULL},
        {"exec cat /dev/zero", NB_MESSAGE_DOT_FLOOD_ALONE, NULL},
        {"exec cat /dev/zero >&2", NB_MESSAGE_DOT_FLOOD_ALONE, NULL},
        {"echo 'Error: no luck' >&2; exit 3", NB_MESSAGE_DOT_FAILED_ALONE, "no luck"},
        {"exit 3", NB_MESSAGE_DOT_FAILED_ALONE, "exit status 3"},
        {"kill -9 $$", NB_MESSAGE_DOT_FAILED_ALONE, "it was ended by signal 9"},
        {"exit 0", NB_MESSAGE_DOT_FAILED_ALONE, "what it made is incomplete"},
        {"echo graph 1 1 1", NB_MESSAGE_DOT_FAILED_ALONE, "what it made is incomplete"},
        {"printf 'graph \\000\\nstop\\n'", NB_MESSAGE_DOT_FAILED_ALONE,
         "what it made is incomplete"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        install(*state, rows[i].body);
        assert_tree(NB_SEVERITY_WARNING, rows[i].id, rows[i].why);
    }
}

static void test_not_started(void **state) {
    const scratch *s = *state;
    install(s, NULL);
    assert_tree(NB_SEVERITY_NOTE, NB_MESSAGE_DOT_MISSING_ALONE, NULL);
    install(s, "exit 0");
    assert_int_equal(chmod(s->dot, 0600), 0);
    setenv("PATH", s->folder, 1);
    if (geteuid() != 0) assert_tree(NB_SEVERITY_WARNING, NB_MESSAGE_DOT_FAILED_ALONE, NULL);
}

/* Ctrl-C while dot runs ends the statement. */
static void test_interrupted(void **state) {
    static volatile sig_atomic_t stopped = 1;
    nb_view stopping = view;
    stopping.stop = &stopped;
    install(*state, "exec sleep 60");
    nb_result *result = picture();
    nb_draw_here(result->first, result, &stopping, &memory, 30000);
    assert_false(result->ok);
    assert_int_equal(result->last->as.diagnostic.message.id, NB_MESSAGE_INTERRUPTED);
    nb_result_free(result);
}

/* Slides are written whole or not at all. */
static void test_slides(void **state) {
    static const struct {
        const char *body;
        nb_message_id id;
    } rows[] = {{"exec sleep 60", NB_MESSAGE_DOT_TIMEOUT_ALONE},
                {"exec cat /dev/zero >&2", NB_MESSAGE_DOT_FLOOD_ALONE},
                {"kill -9 $$", NB_MESSAGE_DOT_FAILED_ALONE},
                {"exec cat /dev/zero", NB_MESSAGE_DOT_FLOOD_ALONE},
                {"exit 0", NB_MESSAGE_DOT_FAILED_ALONE}};
    static uint32_t known[] = {0, 1, 1}, current[] = {0, 1, 1, 0};
    static const nb_slides slides = {.value_at = known, .gradient_at = known, .current = current,
                                     .steps = 4};
    const nb_picture_limits limits = {PATIENCE, 1 << 20};
    const nb_write_rule anywhere = {.guarded = false};
    const scratch *s = *state;
    char page[80];
    snprintf(page, sizeof page, "%s/a.html", s->folder);
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        nb_drafts drafts = {NULL};
        nb_result *result = picture();
        result->first->as.picture.slides = &slides;
        result->first->as.picture.path = i % 2 == 0 ? page : s->folder;
        install(s, rows[i / 2].body);
        nb_slides_draw(result->first, result, &view, &memory, &anywhere, &drafts, &limits);
        assert_false(result->ok);
        assert_int_equal(result->last->as.diagnostic.message.id, rows[i / 2].id);
        assert_false(nb_output_place(&drafts, result));
        assert_null(result->first->written);
        assert_int_equal(access(page, F_OK), -1);
        nb_result_free(result);
    }
}

/* The desktop's viewer is started for a picture that is there, by a line typed at the prompt. */
static void test_viewer(void **state) {
    const scratch *s = *state;
    char viewer[80], png[80], dot[80], trace[80], body[200];
    snprintf(viewer, sizeof viewer, "%s/xdg-open", s->folder);
    snprintf(png, sizeof png, "%s/a b.png", s->folder);
    snprintf(dot, sizeof dot, "%s/a.dot", s->folder);
    snprintf(trace, sizeof trace, "%s/trace", s->folder);
    snprintf(body, sizeof body, "case $1 in *.png) echo \"$1\" >%s;; *) exit 4;; esac", trace);
    const struct {
        const char *path, *desktop;
        bool allowed, typed;
        nb_message_id id; /* NONE: it is shown */
    } rows[] = {
        {png, ":0", true, true, NB_MESSAGE_VIEWER_NO_FILE},
        {dot, ":0", true, true, NB_MESSAGE_VIEWER_KIND},
        {"/etc/passwd", ":0", true, true, NB_MESSAGE_VIEWER_KIND},
        {png, ":0", false, true, NB_MESSAGE_VIEWER_TYPED},
        {png, ":0", true, false, NB_MESSAGE_VIEWER_TYPED},
        {png, "", true, true, NB_MESSAGE_VIEWER_NO_DESKTOP},
        {png, ":0", true, true, NB_MESSAGE_NONE},
        {"/etc", ":0", true, true, NB_MESSAGE_VIEWER_KIND}};
    unsetenv("WAYLAND_DISPLAY");
    install(s, body);
    assert_int_equal(rename(s->dot, viewer), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_result *result = picture();
        result->first->as.picture.viewed = rows[i].path;
        result->first->typed = rows[i].typed;
        setenv("DISPLAY", rows[i].desktop, 1);
        nb_viewer_show(result->first, result, &view, &memory, &no_images, rows[i].allowed);
        assert_int_equal(result->ok, rows[i].id == NB_MESSAGE_NONE);
        if (!result->ok)
            assert_int_equal(result->last->as.diagnostic.message.id, rows[i].id);
        assert_int_equal(access(trace, F_OK), result->ok ? 0 : -1);
        if (i == 0) fclose(fopen(png, "w"));
        if (result->ok) remove(trace);
        nb_result_free(result);
    }
    remove(viewer);
    remove(png);
    unsetenv("DISPLAY");
}

#define NODES                                                                                      \
    "node n0 0.5 1 1 1\nnode n1 3 1 1 1\nnode n2 5 1 1 1\nnode e0 2 1.5 1 1\n"                     \
    "node e1 2 0.5 1 1\nnode e2 4 1 1 1\n"
#define EDGES                                                                                      \
    "edge n0 e0 0\nedge n0 e1 0\nedge e0 n1 0\nedge e1 n1 0\nedge n1 e2 0\nedge e2 n2 0\n"

static void test_layouts(void **state) {
    static const char *const wrong[] = {
        "", "graph", NODES EDGES, "graph 1 9 9\n" NODES, "graph 1 9 9\n" EDGES,
        "graph 1 9 9\n" NODES "edge n0 e0 0\n",               /* wires are missing */
        "graph 1 9 9\n" NODES NODES EDGES,                    /* twice */
        "graph 1 9 9\n" NODES EDGES EDGES,
        "graph 1 9 9\n" NODES EDGES "node n7 1 1\n",          /* there is none */
        "graph 1 9 9\n" NODES EDGES "node e1\n",
        "graph 1 9 9\nnode n0 nan 1\n", "graph 1 9 9\nnode n0 1e300 1\n",
        "graph 1 9 9\n" NODES "edge n2 e0 0\nedge n0 e1 0\nedge e0 n1 0\nedge e1 n1 0\n"
        "edge n1 e2 0\nedge e2 n2 0\n",                       /* another wire */
        "graph 1 9 9\nnode n0 9 1\nnode n1 3 1\nnode n2 5 1\nnode e0 2 1\nnode e1 2 0\n"
        "node e2 4 1\n" EDGES,                                /* from right to left */
        "graph 1 9 9\nnode n0 0 1\nnode n1 3 1\nnode n2 9 1\nnode e0 2 1\nnode e1 2 0\n"
        "node e2 4 1\nnode n-1 0 0\n" EDGES};
    (void)state;
    assert_shows(&apple, "graph 1 9 9\n" NODES EDGES "stop\n", &view, drawn);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_shows(&apple, wrong[i], &view, tree);
}

/* Two wires that change rows between the same ranks cannot: one is moved. */
static void test_swapped(void **state) {
    static nb_vertex both[] = {VERTEX(LEAF, NULL, "a", 1, 1), VERTEX(LEAF, NULL, "b", 2, 1),
                               VERTEX(OPERATOR, "+", NULL, 3, 1)};
    static nb_edge wires[] = {{0, 2, 1, 1, false, true, false, false},
                              {1, 2, 1, 1, false, true, false, false}};
    static const char layout[] =
        "graph 1 9 9\nnode n0 1 2 1 1\nnode n1 1 1 1 1\nnode e0 2 1 1 1\nnode e1 2 2 1 1\n"
        "node n2 3 1.5 1 1\nedge n0 e0 0\nedge n1 e1 0\nedge e0 n2 0\nedge e1 n2 0\nstop\n";
    (void)state;
    const nb_picture_block swapped = PICTURE(NULL, both, 3, wires, 2);
    assert_shows(&swapped, layout, &view, "  a ─╮   2\n"
                                          "     │╭────×1──╮\n"
                                          "     ││  1     ├→(+)\n"
                                          "     ││        │\n"
                                          "  b ─│╯  1     │\n"
                                          "     ╰─────×1──╯\n"
                                          "         1\n");
}

/* A picture that does not fit gives up its indent, then is a tree, which says so; a screen reader
 * has the tree anyway. */
static void test_widths(void **state) {
    nb_view narrow = view, plain = view;
    (void)state;
    plain.plain = true;
    static const char layout[] = "graph 1 9 9\n" NODES EDGES "stop\n";
    narrow.width = 31;
    assert_shows(&apple, layout, &narrow, drawn);
    narrow.width = 29; /* without the indent */
    assert_shows(&apple, layout, &narrow, "         3\n"
                                          "      ╭────×3──╮\n"
                                          "      │  3     │       9\n"
                                          "사과 ─┤        ├→(×)──────→ y\n"
                                          "  6   │  3     │       1\n"
                                          "      ╰────×3──╯\n"
                                          "         3\n");
    narrow.width = 28;
    assert_shows(&apple, layout, &narrow, "  y (×) = 9, gradient 1\n"
                                  "  ├─ 사과 = 3, gradient 1 ×\n"
                                  "  │    3 = 3, in all 6\n"
                                  "  └─ 사과 = 3, gradient 1 ×\n"
                                  "       3 = 3, in all 6\n"
                                  "  The picture takes 31\n"
                                  "  columns; this is its tree.\n");
    assert_shows(&apple, layout, &plain, "  y (×) = 9, gradient 1\n"
                                 "    사과 = 3, gradient 1 × 3 = 3, in all 6\n"
                                 "    사과 = 3, gradient 1 × 3 = 3, in all 6\n");
}

/* In every allocation memory may run out: nothing is lost. */
static void test_memory(void **state) {
    nb_figure_vertex boxes[] = {{.kind = NB_FIGURE_VALUES, .label = "w"},
                                {.kind = NB_FIGURE_LOSS, .label = "L"}};
    nb_figure_edge wires[] = {{.from = 0, .to = 1}, {.from = 1, .to = 1, .times = 30}};
    const struct nb_figure figure = {.vertices = boxes, .vertex_count = 2, .edges = wires,
                                     .edge_count = 2};
    nb_picture_block summary = {.figure = &figure};
    (void)state;
    size_t before = memory.limit;
    for (size_t limit = 0; limit < 20000; limit += 97) {
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        memory.limit = limit;
        nb_sketch(&apple, "graph 1 9 9\n" NODES EDGES "stop\n", &view, &out);
        nb_sketch(&summary, NULL, &view, &out);
        memory.limit = before;
        nb_buffer_clear(&out);
        assert_int_equal(memory.used, 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_misbehaving), TEST(test_not_started), TEST(test_interrupted), TEST(test_layouts),
        TEST(test_slides),      TEST(test_viewer),
        TEST(test_swapped),     TEST(test_widths),      TEST(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
