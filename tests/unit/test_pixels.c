/* What is seen in pictures: they are not blank, numbers have their colours, and Korean letters are
 * letters, and not the boxes that stand for what no font has. Through the program itself, dot and
 * gnuplot. */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/system/fonts.h"
#include "front/system/process.h"
#include "png.h"
#include "programs.h"

/* ---- drawing ---- */

static void tell_skipped(const char *why) {
    const char *path = getenv("SKIPPED");
    FILE *file = path != NULL ? fopen(path, "a") : NULL;
    print_message("skipped: %s\n", why);
    if (file == NULL) return;
    fprintf(file, "%s\n", why);
    fclose(file);
}

static bool has(const char *program) {
    char name[32], version[] = "-V", *argv[] = {name, version, NULL};
    snprintf(name, sizeof name, "%s", program);
    nb_process_request request = {.argv = argv, .output_limit = 1000, .milliseconds = 10000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    nb_process_clear(&outcome);
    return outcome.end == NB_PROCESS_EXITED;
}

/* Each $ of the statements is `word`; what they draw is called a.png. */
static png draw(const scratch *s, const char *statements, const char *word) {
    char program[PATH_BYTES], line[1024] = "", path[PATH_BYTES];
    char eval[] = "-e", allow[] = "--allow-write", folder[64];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 16);
    assert_true(length > 0);
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    snprintf(strrchr(program, '/'), sizeof "/nabla", "/nabla");
    snprintf(folder, sizeof folder, "%s", s->folder);
    for (const char *at = statements; *at != '\0'; at++) {
        size_t used = strlen(line);
        size_t room = sizeof line - used;
        bool file = strncmp(at, "a.png", 5) == 0;
        if (*at == '$') snprintf(line + used, room, "%s", word);
        else snprintf(line + used, room, "%s%s%c", file ? folder : "", file ? "/" : "", *at);
    }
    char *argv[] = {program, allow, folder, eval, line, NULL};
    nb_process_request request = {.argv = argv, .output_limit = 1 << 16, .milliseconds = 60000};
    nb_process_outcome outcome;
    nb_process_run(&request, &memory, &outcome);
    if (outcome.status != 0) print_message("%s\n%s\n", line, outcome.errors.data);
    assert_int_equal(outcome.end, NB_PROCESS_EXITED);
    assert_int_equal(outcome.status, 0);
    nb_process_clear(&outcome);
    png picture;
    join(path, s->folder, "a.png");
    assert_true(png_load(path, &picture));
    return picture;
}

/* ---- looking ---- */

static const unsigned char *pixel(const png *p, size_t x, size_t y) {
    return p->pixels + 3 * (y * p->width + x);
}

/* Whether it stands out from the ground, which is what the corner shows. */
static bool is_ink(const png *p, size_t x, size_t y) {
    int far = 0;
    for (int i = 0; i < 3; i++) far += abs(pixel(p, x, y)[i] - pixel(p, 0, 0)[i]);
    return far > 200;
}

static double ink(const png *p) {
    size_t count = 0;
    for (size_t y = 0; y < p->height; y++)
        for (size_t x = 0; x < p->width; x++) count += is_ink(p, x, y);
    return (double)count / (double)(p->width * p->height);
}

static unsigned long colour_at(const png *p, size_t x, size_t y) {
    const unsigned char *at = pixel(p, x, y);
    return (unsigned long)at[0] << 16 | (unsigned long)at[1] << 8 | at[2];
}

/* How many pixels have a colour, as 0x188038. */
static size_t count_colour(const png *p, unsigned long colour) {
    size_t count = 0;
    for (size_t y = 0; y < p->height; y++)
        for (size_t x = 0; x < p->width; x++) count += colour_at(p, x, y) == colour;
    return count;
}

/* How many colours there are of which ten pixels stand in a row; of many only a few are counted. */
static size_t count_colours(const png *p) {
    enum { FEW = 8, ROW = 10 };
    unsigned long seen[FEW];
    size_t count = 0;
    for (size_t y = 0; y < p->height; y++)
        for (size_t x = 1, row = 1; x < p->width && count < FEW; x++) {
            size_t i = 0;
            row = colour_at(p, x, y) == colour_at(p, x - 1, y) ? row + 1 : 1;
            while (i < count && seen[i] != colour_at(p, x, y)) i++;
            if (row == ROW && i == count) seen[count++] = colour_at(p, x, y);
        }
    return count;
}

typedef struct strokes {
    size_t across, down; /* the longest in pixels, of what only the first picture has */
} strokes;

static strokes measure(const png *p, const png *other) {
    strokes s = {0, 0};
    for (int down = 0; down < 2; down++)
        for (size_t i = 0; i < (down ? p->width : p->height); i++) {
            size_t run = 0, *most = down ? &s.down : &s.across;
            for (size_t k = 0; k < (down ? p->height : p->width); k++) {
                size_t x = down ? i : k, y = down ? k : i;
                run = is_ink(p, x, y) && !is_ink(other, x, y) ? run + 1 : 0;
                if (run > *most) *most = run;
            }
        }
    return s;
}

/* ---- tests ---- */

#define NETWORK "x = [1, 2]; W = [.1, .3; -.2, .4]; h = tanh(x @ W); y = sum(h); L = (y - 1)^2;"

/* The colours that must be seen: value, gradient and local gradient. Of plots any three: of curves,
 * of regions, of a grid. */
static const struct {
    const char *program, *statements;
    unsigned long colours[3];
} pictures[] = {
    {"dot", "x = 2; w = 3; y = x*w; draw y a.png", {0x188038, 0xD93025, 0xB06000}},
    {"dot", "x = 2; w = 3; y = x*w; draw y a.png dark", {0x81c995, 0xf28b82, 0xfdd663}},
    {"dot", "x = 2; w = 3; y = x*w; draw y a.png style record", {0x188038, 0xD93025, 0xB06000}},
    {"dot", "x = 2; w = 3; y = x*w; draw y a.png down", {0x188038, 0xD93025, 0xB06000}},
    {"dot", "x = 2; w = 3; y = x*w + x; draw y a.png path w", {0x188038, 0x1A73E8, 0x9AA0A6}},
    {"dot", NETWORK "draw L a.png layers", {0x188038, 0xD93025, 0x5F6368}},
    {"dot", NETWORK "draw L a.png open width 500", {0x5F6368, 0xE8F0FE, 0xffffff}},
    {"gnuplot", "plot sigmoid(x), sigmoid'(x) for x in -6..6 a.png", {0}},
    {"gnuplot", "plot x, x^2 for x in 0..1 a.png dark", {0}},
    {"gnuplot", "plot [1, 2], [3, -1] a.png", {0}},
    {"gnuplot", "data a, b, t = [0,0,0; 1,1,1]; y = sigmoid(a + b - 1); "
                "plot boundary y over a, b a.png", {0}},
    {"gnuplot", "a = 1; b = 2; L = a^2 + b^2; plot contour L over a, b a.png", {0}},
};

static void test_seen(void **state) {
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        if (!has(pictures[i].program)) {
            tell_skipped("pictures are not looked at: no dot or no gnuplot");
            continue;
        }
        png picture = draw(*state, pictures[i].statements, "");
        double share = ink(&picture);
        bool blank = share < 0.003 || share > 0.6;
        if (blank) print_message("%s: %g ink\n", pictures[i].statements, share);
        assert_false(blank);
        assert_true(count_colours(&picture) >= 3);
        for (int k = 0; k < 3 && pictures[i].colours[0] != 0; k++) {
            size_t found = count_colour(&picture, pictures[i].colours[k]);
            if (found < 10) print_message("%s: %zu pixels of colour %lx\n",
                                          pictures[i].statements, found, pictures[i].colours[k]);
            assert_true(found >= 10);
        }
        png_clear(&picture);
    }
}

/* Two Korean vowels, one of which is a bar across and the other a bar down, and both are as wide:
 * in the place of one there is the other, and nothing else is moved. Boxes with numbers in them in
 * the place of letters would have their frames in common, and no bars. */
static void test_korean(void **state) {
    static const char *const statements[][2] = {
        {"dot", "x = 2; label x \"$\"; y = x*x; draw y a.png"},
        {"dot", "x = 2; label x \"$\"; y = x*x; draw y a.png style record dark down"},
        {"dot", "$ = 2; w = 3; $1 = $*w; draw $1 a.png"},
        {"dot", "$(a) = a*a; x = 2; y = $(x) + 1; draw y a.png"},
        {"dot", "$(a) = a*a; x = 2; y = $(x) + 1; draw y a.png open"},
        {"dot", "$ = 2; w = 3; y = sigmoid(w*$); draw y a.png layers"},
        {"gnuplot", "plot x for x in 0..1 a.png title \"$\""},
        {"gnuplot", "$(x) = x^2; plot $(x), sin(x) for x in 0..1 a.png"},
        {"gnuplot", "plot $^2 for $ in 0..1 a.png dark"},
        {"gnuplot", "$ = 1; b = 2; L = $^2 + b^2; plot contour L over $, b a.png"},
    };
    if (!nb_font_choose(&memory).korean) {
        tell_skipped("Korean letters in pictures are not looked at: no Korean font");
        skip();
    }
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        if (!has(statements[i][0])) continue;
        png across = draw(*state, statements[i][1], "ㅡㅡ");
        png down = draw(*state, statements[i][1], "ㅣㅣ");
        assert_int_equal(across.width, down.width);
        assert_int_equal(across.height, down.height);
        strokes bars = measure(&across, &down), posts = measure(&down, &across);
        bool letters = bars.across >= 6 && posts.down >= 6 && bars.across > 2 * bars.down &&
                       posts.down > 2 * posts.across;
        if (!letters)
            print_message("%s: %zu×%zu, %zu×%zu\n", statements[i][1], bars.across, bars.down,
                          posts.across, posts.down);
        assert_true(letters);
        png_clear(&across);
        png_clear(&down);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_seen), TEST(test_korean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
