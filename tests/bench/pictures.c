/* Pictures as a person waits for them, and plots. See pictures.h. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session/session.h"
#include "tools.h"

enum { TURNS = 9, NODES = 100 };

static char dot_program[] = "/usr/bin/dot";

static double median_ms(double *times, size_t count) {
    return 1e3 * median_of(times, count);
}

/* ---- plots ---- */

static double time_ms(nb_session *session, const char *text) {
    double times[TURNS];
    for (int r = 0; r < TURNS; r++) times[r] = run(session, text);
    return median_ms(times, TURNS);
}

/* Of a trained network 2-16-16-1: boundary over 200 × 200 points; contour over 81 × 81, at each of
 * which it goes through all rows. */
void bench_plots(void) {
    nb_session *session = begin_session();
    (void)run(session, "seed 1; data x1, x2, t from moons(200)\n"
                       "W1 = glorot(16,2); W2 = glorot(16,16); W3 = glorot(1,16)\n"
                       "b1 = zeros(16); b2 = zeros(16); b3 = zeros(1); x = [x1, x2]\n"
                       "h1 = relu(W1 @ x + b1); h2 = relu(W2 @ h1 + b2)\n"
                       "y = sigmoid((W3 @ h2 + b3)[1]); L = binary_cross_entropy(y, t)\n"
                       "train L over W1, b1, W2, b2, W3, b3 with adam(lr=0.01) epochs=100\n");
    printf("RATIO plot-boundary-200x200-ms %.2f\n",
           time_ms(session, "plot boundary y over x1, x2\n"));
    printf("RATIO plot-contour-of-200-rows-ms %.2f\n",
           time_ms(session, "plot contour L over W1[1,1], W2[1,1]\n"));
    printf("RATIO plot-function-ms %.2f\n",
           time_ms(session, "plot sigmoid(q), tanh(q) for q in -6..6\n"));
    nb_session_free(session);
}

/* ---- pictures ---- */

typedef struct folder {
    char name[32];
    char script[64], png[64], dot[64];
} folder;

static void write_script(const folder *f, const char *text, const char *last) {
    FILE *file = fopen(f->script, "w");
    require(file != NULL && fputs(text, file) >= 0 && fputs(last, file) >= 0, "no script");
    require(fclose(file) == 0, "no script");
}

static double run_script(char *nabla, const folder *f) {
    return spawn((char *[]){nabla, "--no-init", "--allow-write", (char *)f->name,
                            (char *)f->script, NULL});
}

static const char network[] = /* of 100 nodes */
    "seed 1; t = 1; x = [0.5, -0.2];\n"
    "W1 = glorot(4,2); b1 = zeros(4); W2 = glorot(3,4); b2 = zeros(3); W3 = glorot(1,3);\n"
    "h1 = tanh(W1 @ x + b1); h2 = tanh(W2 @ h1 + b2); y = sigmoid((W3 @ h2)[1]);\n"
    "p = y + x[1]; q = p*x[2]; r = tanh(q)*p; s = r - q; u = s*r; v = exp(u);\n"
    "L = (y - t)^2 + v;\n";

static void require_nodes(void) {
    nb_session *session = begin_session();
    (void)run(session, network);
    require(session->sheet.graph.count == NODES, "the network has another number of nodes");
    nb_session_free(session);
}

/* Keeps what the program feeds dot: the font in it is chosen by what the machine has. */
static void keep_source(char *nabla, const folder *f) {
    char path[1000], program[64];
    const char *before = getenv("PATH");
    char *kept = strdup(before != NULL ? before : "/usr/bin:/bin");
    if (kept == NULL) return;
    snprintf(path, sizeof path, "%s:%s", f->name, kept);
    snprintf(program, sizeof program, "%s/dot", f->name);
    FILE *file = fopen(program, "w");
    require(file != NULL, "no file");
    fprintf(file, "#!/bin/sh\ntee %s | %s \"$@\"\n", f->dot, dot_program);
    require(fclose(file) == 0 && chmod(program, 0700) == 0, "no file");
    setenv("PATH", path, 1);
    (void)run_script(nabla, f);
    setenv("PATH", kept, 1);
    remove(program);
    free(kept);
}

/* draw L FILE.png against dot on the same source at the same resolution, in turns. */
static void bench_draw(char *nabla, const folder *f) {
    char last[100];
    char *dot[] = {dot_program, "-Tpng", "-Gdpi=101", (char *)f->dot, NULL};
    double ours[TURNS], its[TURNS], ratio[TURNS], more[TURNS];
    require_nodes();
    snprintf(last, sizeof last, "draw L \"%s\";\n", f->png);
    write_script(f, network, last);
    keep_source(nabla, f);
    for (int r = 0; r < TURNS; r++) {
        its[r] = spawn(dot);
        ours[r] = run_script(nabla, f);
        ratio[r] = ours[r] / its[r];
        more[r] = ours[r] - its[r];
    }
    remove(f->dot);
    printf("RATIO draw-vs-dot %.2f\n", median_of(ratio, TURNS));
    printf("milliseconds: draw %.0f, dot %.0f, more than dot %.1f\n", median_ms(ours, TURNS),
           median_ms(its, TURNS), median_ms(more, TURNS));
}

static double time_script(char *nabla, const folder *f) {
    double times[TURNS];
    for (int r = 0; r < TURNS; r++) times[r] = run_script(nabla, f);
    return median_of(times, TURNS);
}

/* A chain of 100,000 nodes in summary: the whole program, with the chain's own making. */
static void bench_summary(char *nabla, const folder *f) {
    static const char chain[] = "x = 0.5; w = 0.9; h[0] = 1\n"
                                "for i in 1..25000 { h[i] = sigmoid(w*h[i-1]) + 0.1*x };\n"
                                "L = h[25000]^2;\n";
    char last[100];
    write_script(f, chain, "L\n");
    double bare = time_script(nabla, f);
    const char *paths[] = {f->dot, f->png}, *names[] = {"dot", "png"};
    for (int i = 0; i < 2; i++) {
        snprintf(last, sizeof last, "draw L \"%s\";\n", paths[i]);
        write_script(f, chain, last);
        double drawn = time_script(nabla, f);
        printf("RATIO summary-of-100000-nodes-%s-seconds %.3f without %.3f\n", names[i], drawn,
               bare);
    }
}

static void bench_folded(char *nabla, const folder *f) {
    char last[100];
    snprintf(last, sizeof last, "draw L \"%s\";\n", f->png);
    write_script(f, "w = 0.9; b = 0.1; h[0] = 1; for i in 1..100 { h[i] = tanh(w*h[i-1] + b) };\n"
                    "L = (h[100] - 1)^2;\n", last);
    printf("RATIO recurrence-of-100-steps-seconds %.3f\n", time_script(nabla, f));
}

/* All of it with the program's start, and what is more than that. */
static void bench_text_plot(char *nabla) {
    char *plot[] = {nabla, "--no-init", "-e", "plot sigmoid(x), tanh(x) for x in -6..6", NULL};
    char *one[] = {nabla, "--no-init", "-e", "1", NULL};
    double whole[TURNS], more[TURNS];
    for (int r = 0; r < TURNS; r++) {
        whole[r] = spawn(plot);
        more[r] = whole[r] - spawn(one);
    }
    printf("RATIO text-plot-ms %.2f without-start-up %.2f\n", median_ms(whole, TURNS),
           median_ms(more, TURNS));
}

void bench_pictures(char *nabla) {
    folder f = {.name = "/tmp/nabla-bench-XXXXXX"};
    require(mkdtemp(f.name) != NULL, "no folder");
    snprintf(f.script, sizeof f.script, "%s/a.nabla", f.name);
    snprintf(f.png, sizeof f.png, "%s/a.png", f.name);
    snprintf(f.dot, sizeof f.dot, "%s/a.dot", f.name);
    bench_text_plot(nabla);
    if (access(dot_program, X_OK) == 0) {
        bench_draw(nabla, &f);
        bench_summary(nabla, &f);
        bench_folded(nabla, &f);
    } else {
        printf("pictures are not timed: dot is not installed\n");
    }
    remove(f.script);
    remove(f.png);
    remove(f.dot);
    rmdir(f.name);
}
