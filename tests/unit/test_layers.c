/* A network in layers: what is written where memory runs out says so, and nothing is lost. That it
 * is the right picture is tested by transcripts. */
#include "support.h"

#include <stdio.h>

#include "diagram/diagram.h"
#include "diagram/tikz.h"
#include "diagram/tikz_layers.h"
#include "result/figure.h"

typedef void render_fn(const nb_picture_block *picture, const nb_view *view, nb_buffer *out);

static void render_dot(const nb_picture_block *picture, const nb_view *view, nb_buffer *out) {
    nb_diagram_dot(picture, view, "sans", out);
}

/* Where dot put the end of the picture. */
static void render_tikz(const nb_picture_block *picture, const nb_view *view, nb_buffer *out) {
    char plain[256];
    snprintf(plain, sizeof plain, "graph 1 9 4\nnode n0 1 2 1.5 1 n0 solid plain black white\n"
             "node n%zu 8 2 1 1 n solid plain black white\nstop\n", picture->vertex_count - 1);
    nb_view_tikz(picture, view, plain, out);
}

/* Every allocation fails once; how many there were. */
static size_t check_refused(render_fn *render, const nb_picture_block *picture,
                            const nb_view *view) {
    size_t n = 0;
    for (bool failed = true; failed; n++) {
        long growths = (long)n;
        nb_memory scarce = {.allocate = plain_allocate, .user = &growths,
                            .limit = (size_t)1 << 30};
        nb_buffer out;
        nb_buffer_init(&out, &scarce);
        render(picture, view, &out);
        failed = out.failed;
        nb_buffer_clear(&out);
        assert_int_equal(scarce.used, 0);
        assert_true(n > 0 || failed);
    }
    return n;
}

static const nb_picture_block *picture_of(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_PICTURE) return &block->as.picture;
    fail_msg("no picture");
    return NULL;
}

static void check(const char *statement, render_fn *render, bool dark) {
    nb_view view = {.digits = 6, .ascii = dark};
    nb_session *s = new_session();
    run(s, "x = [1, 0.5]; W = [0.1, 0.3; -0.2, 0.4]; b = [0.1, -0.1]; v = [0.5, -0.6]; t = 1");
    run(s, "label x[1] \"a label that is rather long & has <signs>\"");
    run(s, "h = sigmoid(x @ W + b); y = 1/(1 + e^-(h @ v)); L = (y - t)^2/2");
    run(s, "X = ones(40, 30); V = ones(30, 12); H = tanh(X @ V);");
    run(s, "c = ones(12); T = ones(40); Q = mse(H @ c, T)");
    nb_result *result = ask(s, statement);
    assert_true(check_refused(render, picture_of(result), &view) > 3);
    nb_result_free(result);
    nb_session_free(s);
}

static void test_refused(void **state) {
    (void)state;
    check("draw L a.dot layers", render_dot, false);
    check("draw L a.dot layers down dark", render_dot, true);
    check("draw Q a.dot layers", render_dot, false);
    check("draw Q a.dot", render_dot, true);
    check("draw L a.tex layers", nb_tikz_layers, false);
    check("draw Q a.tex layers down", nb_tikz_layers, true);
    check("draw L a.tex", render_tikz, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
