/* Each command at n and at ten times n: GROWTH name ratio-of-times ratio-of-memory. What grows as
 * its work does has about 10 twice; the aim is at most 12. See growth.h.
 *
 * Two sessions, the small one and the large one, run the statement in turns; the quickest turn of
 * each counts, with the making of what is shown. Memory is the most that a session held meanwhile,
 * by the account of the host's allocator. */
#define _POSIX_C_SOURCE 200809L
#include "growth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "diagram/dot.h"
#include "tools.h"
#include "view/text.h"

/* In its texts $ stands for n. A file that they name holds n rows or lines, or n columns. */
typedef struct growth {
    const char *name;
    size_t n;           /* of the small session */
    const char *before; /* what is run first */
    const char *timed;  /* a line that has no end is completed */
    const char *after;  /* what makes it possible again, or NULL */
    bool each;          /* n probes of n nodes: the time is that of one */
} growth;

#define CHAIN "w = 0.9; h[0] = 0.5\nfor i in 1..$ { h[i] = tanh(w*h[i-1]) + 0.1 };\nL = h[$]^2;\n"
#define STEADY                                                                                     \
    "w = 1; h[0] = 0.01\nfor i in 1..$ { h[i] = tanh(w*h[i-1]) + 0.0001 };\nL = h[$]^2;\n"
#define PARALLEL "x = 0.5\nfor i in 1..$ { p[i] = sin(i*x) };\nL = sum(p)^2;\n"
#define LEAVES "seed 1; v = normal($); L = sum(tanh(v)^2);\n"
#define NAMES "for i in 1..$ { a[i] = i/7 };\n"
#define ROWS "seed 1; data x1, x2, t from moons($) test 20%;\n"
#define NETWORK                                                                                    \
    ROWS "W1 = glorot(8, 2); b1 = zeros(8); W2 = glorot(1, 8); x = [x1, x2];\n"                    \
         "y = sigmoid((W2 @ tanh(W1 @ x + b1))[1]); L = binary_cross_entropy(y, t);\n"
#define LOGISTIC                                                                                   \
    "seed 1; data x1, x2, t from moons(100); w = 1; b = 1;\n"                                      \
    "L = binary_cross_entropy(sigmoid(w*x1 + b*x2), t);\n"

static const growth table[] = {
    {"forward", 30, CHAIN, "forward L\n", NULL, false},
    {"forward-cut", 2000, CHAIN, "forward L\n", NULL, false},
    {"backward", 30, CHAIN, "backward L\n", NULL, false},
    {"backward-cut", 2000, CHAIN, "backward L\n", NULL, false},
    {"table", 30, CHAIN, "table L\n", NULL, false},
    {"table-parallel", 30, PARALLEL, "table L\n", NULL, false},
    {"local", 100, PARALLEL, "local L p[1]\n", NULL, false},
    {"explain", 100, CHAIN, "explain w of L\n", NULL, false},
    {"explain-parallel", 100, PARALLEL, "explain x of L\n", NULL, false},
    {"explain-operations", 100, CHAIN, "explain w of L ops\n", NULL, false},
    {"explain-vector", 100, LEAVES, "explain v of L\n", NULL, false},
    {"explain-softmax", 10, "seed 1; A = normal($, 10); L = sum(softmax(A)^2);\n",
     "explain A of L\n", NULL, false},
    {"jacobian", 10, "seed 1; v = normal(10); u = normal($); f = tanh(u*sum(v));\n",
     "jacobian f v\n", NULL, false},
    {"hessian", 100, CHAIN, "hessian L w, h[0]\n", NULL, false},
    {"paths", 100, CHAIN, "paths L over w\n", NULL, false},
    {"paths-parallel", 100, PARALLEL, "paths L over x\n", NULL, false},
    {"check", 40, STEADY, "check L\n", NULL, true},
    {"check-parallel", 40, PARALLEL, "check L\n", NULL, true},
    {"check-leaves", 300, LEAVES, "check L\n", NULL, true},
    {"trace", 300, CHAIN, "trace L over h[0..$]\n", NULL, false},
    {"numeric", 100, CHAIN, "numeric dL/dw\n", NULL, false},
    {"whatif", 100, CHAIN, "whatif w = 0.8\n", NULL, false},
    {"list", 300, NAMES, "list\n", NULL, false},
    {"save", 300, NAMES, "save a.nabla\n", NULL, false},
    {"open", 300, "", "open $.nabla\n", NULL, false},
    {"run", 300, "", "run $.nabla\n", "reset\n", false},
    {"undo", 300, NAMES, "undo\n", "redo\n", false},
    {"undo-data", 10, "data a[1..$] from wide-$.csv;\nfor i in 1..$ { scale a[i] minmax };\n",
     "undo\n", "redo\n", false},
    {"redo", 300, NAMES "undo\n", "redo\n", "undo\n", false},
    {"delete", 300, NAMES, "delete a\n", "undo\n", false},
    {"draw", 10, CHAIN, "draw L a.dot\n", NULL, false},
    {"draw-summary", 300, CHAIN, "draw L a.dot\n", NULL, false},
    {"data", 1000, "", "data a, b, c from $.csv\n", NULL, false},
    {"peek", 1000, "", "peek $.csv\n", NULL, false},
    {"scale", 3000, ROWS, "scale x1 minmax;\n", "undo\n", false},
    {"train", 300, NETWORK, "train L with sgd(lr=0.01) epochs=5\n", "undo\n", false},
    {"train-epochs", 20, LOGISTIC, "train L with sgd(lr=0.01) epochs=$\n", "undo\n", false},
    {"train-again", 30, LOGISTIC, "repeat $ { train L with sgd(lr=0.01) epochs=1 };\n", "undo\n",
     false},
    {"update", 30, LOGISTIC, "repeat $ { update w, b of L with sgd(lr=0.01) };\n", "undo\n", false},
    {"accuracy", 300, NETWORK, "accuracy y\n", NULL, false},
    {"evaluate", 300, NETWORK, "evaluate L\n", NULL, false},
    {"predictions", 300, NETWORK, "predictions y\n", NULL, false},
    {"confusion", 300, NETWORK, "confusion y\n", NULL, false},
    {"completion", 1000, NAMES, "list a", NULL, false},
    {"vector", 300, "", LEAVES, "reset\n", false},
    {"gradient-nodes", 300, CHAIN, "g = grad(L, w);\n", "undo\n", false},
};

enum { MOST_TURNS = 25 };
static const double MOST_SECONDS = 0.3; /* of one command's turns */

/* ---- the host: memory that is counted, files that are made up ---- */

typedef struct side {
    size_t n, used, most;
    nb_session *session;
    double time;
} side;

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    side *at = user;
    void *made = new_size > 0 ? realloc(block, new_size) : NULL;
    if (new_size == 0) free(block);
    else if (made == NULL) return NULL;
    at->used += new_size - old_size;
    if (at->used > at->most) at->most = at->used;
    return made;
}

/* The file that a program names: so many rows of three numbers, so many columns of a hundred, or so
 * many definitions. */
static bool load(void *user, const char *path, char **bytes, size_t *length, const char **reason) {
    enum { ROOM = 40, WIDE_ROWS = 100 };
    side *at = user;
    bool rows = strstr(path, ".csv") != NULL, wide = rows && path[0] == 'w';
    size_t count = wide ? at->n * WIDE_ROWS : at->n;
    *length = 0;
    *reason = "no memory";
    *bytes = resize(user, NULL, 0, count * ROOM + 1);
    for (size_t i = 0; *bytes != NULL && i < count; i++) {
        char *end = *bytes + *length;
        double x = sin((double)i);
        *length += (size_t)(wide   ? snprintf(end, ROOM, "%.6g%c", x, (i + 1) % at->n ? ',' : '\n')
                            : rows ? snprintf(end, ROOM, "%.6g,%zu,2\n", x, i)
                                   : snprintf(end, ROOM, "a%zu = %.6g*2 + 1\n", i, x));
    }
    if (*bytes != NULL) *bytes = resize(user, *bytes, count * ROOM + 1, *length + 1);
    return *bytes != NULL;
}

/* ---- programs ---- */

static char *fill_in(const char *text, size_t n) {
    size_t room = 32 * strlen(text) + 1, length = 0;
    char *filled = malloc(room);
    require(filled != NULL, "no memory for a program");
    for (; *text != '\0'; text++)
        length += (size_t)(*text == '$' ? snprintf(filled + length, room - length, "%zu", n)
                                        : snprintf(filled + length, room - length, "%c", *text));
    filled[length] = '\0';
    return filled;
}

/* What a program does with an answer before a person sees it. */
static void show(side *at, const nb_result *result) {
    const nb_view view = {.digits = 6, .width = 80};
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(at->session));
    nb_view_text(result, &view, &out, &out);
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_PICTURE) nb_view_dot(&block->as.picture, &view, NULL, &out);
    require(!out.failed, "no memory to show a result");
    nb_buffer_clear(&out);
}

static void feed(side *at, const char *text) {
    nb_result *result;
    nb_status status = nb_feed(at->session, text, strlen(text), &result);
    while (result != NULL || status == NB_STATUS_RUNNING) {
        if (result != NULL) show(at, result);
        nb_result_free(result);
        result = NULL;
        if (status == NB_STATUS_RUNNING) status = nb_resume(at->session, 1000, &result);
    }
    require(status == NB_STATUS_OK, text);
}

static void count_name(void *user, const char *name) {
    (void)name;
    ++*(size_t *)user;
}

/* Seconds of the processor's: other programs would take their turns from the large session. */
static double processor_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double time_line(side *at, const char *text) {
    size_t length = strlen(text), found = 0;
    double begin = processor_seconds();
    if (text[length - 1] == '\n') feed(at, text);
    else nb_complete(at->session, text, length, count_name, &found);
    return processor_seconds() - begin;
}

/* ---- a row of the table ---- */

static void begin(side *at, const growth *of, size_t n) {
    char *before = fill_in(of->before, n);
    *at = (side){.n = n, .time = INFINITY};
    at->session = nb_session_new(&(nb_host){.user = at, .allocate = resize, .load = load});
    require(at->session != NULL, "no memory");
    if (before[0] != '\0') feed(at, before);
    at->most = at->used;
    free(before);
}

static void turn(side *at, const growth *of) {
    char *timed = fill_in(of->timed, at->n);
    at->time = fmin(at->time, time_line(at, timed));
    free(timed);
    if (of->after == NULL) return;
    size_t most = at->most;
    feed(at, of->after);
    at->most = most;
}

static void bench(const growth *of) {
    side small, large;
    begin(&small, of, of->n);
    begin(&large, of, 10 * of->n);
    double end = seconds() + MOST_SECONDS;
    for (int i = 0; i < MOST_TURNS && (i == 0 || seconds() < end); i++) {
        turn(&small, of);
        turn(&large, of);
    }
    double times = large.time / small.time;
    printf("GROWTH %s %.1f %.1f\n", of->name, of->each ? times / 10 : times,
           (double)large.most / (double)small.most);
    fflush(stdout);
    nb_session_free(small.session);
    nb_session_free(large.session);
}

void bench_growth(void) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) bench(&table[i]);
}
