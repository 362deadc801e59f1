/* make bench: nabla against hand-written C, interleaved in one run. Each line is a ratio of two
 * times measured in turns, the median of the pairs; a second number where it means something. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chain.h"
#include "elementary.h"
#include "growth.h"
#include "keys.h"
#include "nabla.h"
#include "networks.h"
#include "pictures.h"
#include "tools.h"
#include "train/csv.h"
#include "train/optimizer.h"
#include "train/optimizer_step.h"

enum { ROUNDS = 31 };

static void bench_start(char *nabla) {
    char *ours[] = {nabla, "-e", "1", NULL}, *none[] = {"/bin/true", NULL};
    double difference[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double base = spawn(none);
        difference[r] = 1e3 * (spawn(ours) - base);
    }
    printf("RATIO start-up-milliseconds-over-true %.2f\n", median_of(difference, ROUNDS));
}

static void bench_loop(void) {
    nb_session *session = begin_session();
    double loop = run(session, "x = 0.5; w = 0.9; h[0] = 1\n"
                               "for i in 1..200000 { h[i] = sigmoid(w*h[i-1]) + 0.1*x }\n"
                               "dh[200000]/dw\n");
    double again = run(session, "w = 0.8\ndh[200000]/dw\n");
    printf("RATIO loop-200000-seconds %.3f\n", loop);
    printf("RATIO loop-200000-other-leaf-seconds %.3f\n", again);
    nb_session_free(session);
}

static void count_name(void *user, const char *name) {
    (void)name;
    ++*(size_t *)user;
}

/* What a student waits for: a statement in a large session, its undoing, a Tab among many names. */
static void bench_session(void) {
    nb_session *session = begin_session();
    run(session, "x = 0.5; w = 0.9; h[0] = 1\n"
                 "for i in 1..20000 { h[i] = sigmoid(w*h[i-1]) + 0.1*x }\nL = h[20000]\n");
    double statement[ROUNDS], leaf[ROUNDS], undo[ROUNDS], complete[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        statement[r] = 1e3 * run(session, "y = 2*w + x\n");
        leaf[r] = 1e3 * run(session, r % 2 == 0 ? "w = 0.8\ndL/dw\n" : "w = 0.9\ndL/dw\n");
        undo[r] = 1e3 * run(session, "undo\n");
    }
    printf("RATIO statement-on-100000-nodes-ms %.3f\n", median_of(statement, ROUNDS));
    printf("RATIO leaf-and-gradient-on-100000-nodes-ms %.3f\n", median_of(leaf, ROUNDS));
    printf("RATIO undo-on-100000-nodes-ms %.3f\n", median_of(undo, ROUNDS));
    for (int i = 0; i < 10000; i++) {
        char text[40];
        snprintf(text, sizeof text, "name_%d = %d\n", i, i);
        run(session, text);
    }
    size_t found = 0;
    for (int r = 0; r < ROUNDS; r++) {
        double begin = seconds();
        nb_complete(session, "name_99", 7, count_name, &found);
        complete[r] = 1e3 * (seconds() - begin);
    }
    require(found == ROUNDS * 111, "completion finds other names");
    printf("RATIO completion-of-10000-names-ms %.3f\n", median_of(complete, ROUNDS));
    nb_session_free(session);
}

/* A derivation through a recurrent chain of 10,000 nodes, 3,333 levels deep. */
static void bench_explain(void) {
    nb_session *session = begin_session();
    run(session, "w = 0.9; h[0] = 0.5\n"
                 "for i in 1..3333 { h[i] = sigmoid(w*h[i-1]) }\nL = h[3333]^2\n");
    double time[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) time[r] = 1e3 * run(session, "explain w of L\n");
    printf("RATIO explain-on-10000-nodes-ms %.3f\n", median_of(time, ROUNDS));
    nb_session_free(session);
}

/* The nodes of a derivative, and of the derivative of that. */
static void bench_gradient(void) {
    double first[ROUNDS], second[ROUNDS];
    nb_session *session = begin_session();
    run(session, "x = 0.5; w = 0.9; h[0] = 1\n"
                 "for i in 1..2500 { h[i] = sigmoid(w*h[i-1]) + 0.1*x }\nh[2500]\n");
    for (int r = 0; r < ROUNDS; r++) {
        first[r] = 1e3 * run(session, "g = grad(h[2500], w)\n");
        second[r] = 1e3 * run(session, "grad(grad(h[2500], w), w)\n");
    }
    printf("RATIO gradient-nodes-of-10000-nodes-ms %.3f\n", median_of(first, ROUNDS));
    printf("RATIO second-derivative-of-10000-nodes-ms %.3f\n", median_of(second, ROUNDS));
    nb_session_free(session);
}

/* Every name of a chain of 10,000 nodes tried; nothing vanishes, so that each reaches the end. */
static void bench_check(void) {
    nb_session *session = begin_session();
    run(session, "w = 1; h[0] = 0.01\n"
                 "for i in 1..3333 { h[i] = tanh(w*h[i-1]) + 0.0001 }\nL = h[3333]^2\n");
    double check = run(session, "check L\n"), again = run(session, "check L\n");
    printf("RATIO check-on-10000-nodes-seconds %.3f\n", check < again ? check : again);
    printf("RATIO paths-on-10000-nodes-ms %.3f\n", 1e3 * run(session, "paths L over w, h[0]\n"));
    printf("RATIO trace-on-10000-nodes-ms %.3f\n", 1e3 * run(session, "trace L over h[0..3333]\n"));
    nb_session_free(session);
}

/* ---- training ---- */

enum { CSV_ROWS = 1000000, CSV_COLUMNS = 5, CSV_CELLS = CSV_ROWS * CSV_COLUMNS, CSV_TURNS = 5 };

static char *make_csv(size_t *length) {
    enum { ROOM = 20 };
    char *text = malloc((size_t)CSV_CELLS * ROOM + 1);
    require(text != NULL, "no memory for a file");
    *length = 0;
    for (int i = 0; i < CSV_CELLS; i++) {
        int n = snprintf(text + *length, ROOM, "%.6g%c", 10 * sin(i),
                         (i + 1) % CSV_COLUMNS != 0 ? ',' : '\n');
        *length += (size_t)n;
    }
    return text;
}

/* A million rows, against strtod over the same text. */
static void bench_csv(void) {
    nb_memory memory = plain_memory();
    size_t length;
    char *text = make_csv(&length);
    double ratio[CSV_TURNS];
    for (int r = 0; r < CSV_TURNS; r++) {
        double t[3] = {seconds()};
        double *plain = malloc(CSV_CELLS * sizeof *plain);
        require(plain != NULL, "no memory");
        char *at = text;
        for (size_t i = 0; i < CSV_CELLS; i++, at++) plain[i] = strtod(at, &at);
        t[1] = seconds();
        nb_csv csv;
        nb_status status = nb_csv_begin(&csv, &memory, text, length, (nb_csv_wish){0});
        require(status == NB_STATUS_OK, "no file");
        while ((status = nb_csv_read(&csv, 10000)) == NB_STATUS_RUNNING) continue;
        t[2] = seconds();
        require(status == NB_STATUS_OK && csv.rows == CSV_ROWS, "rows are missing");
        require(memcmp(plain, csv.cells, sizeof(double) * CSV_CELLS) == 0,
                "strtod reads other numbers");
        ratio[r] = (t[2] - t[1]) / (t[1] - t[0]);
        nb_csv_clear(&csv);
        free(plain);
    }
    printf("RATIO csv-vs-strtod %.2f\n", median_of(ratio, CSV_TURNS));
    free(text);
}

/* ---- files of other forms, against plain ones of as many rows ---- */

static double read_csv(nb_memory *memory, const char *text, size_t length, size_t columns,
                       nb_csv_gaps gaps) {
    nb_csv csv;
    double begin = seconds();
    require(nb_csv_begin(&csv, memory, text, length, (nb_csv_wish){0}) == NB_STATUS_OK, "no file");
    require(nb_csv_take(&csv, NULL, NULL, columns) == NB_STATUS_OK, "no columns");
    csv.gaps = gaps;
    nb_status status;
    while ((status = nb_csv_read(&csv, 10000)) == NB_STATUS_RUNNING) continue;
    double time = seconds() - begin;
    require(status == NB_STATUS_OK && csv.read == CSV_ROWS, "rows are missing");
    nb_csv_clear(&csv);
    return time;
}

/* 1.5,2 becomes 1,5;2 or, where every tenth row misses a cell, ?  ,2. */
static char *rewrite_csv(const char *plain, size_t length, bool commas) {
    char *text = malloc(length + 1);
    require(text != NULL, "no memory for a file");
    size_t row = 0;
    for (size_t i = 0; i <= length; i++) {
        char c = plain[i], before = i > 0 ? plain[i - 1] : '\n';
        text[i] = c;
        if (commas && c == ',') text[i] = ';';
        if (commas && c == '.') text[i] = ',';
        row += c == '\n';
        bool gap = !commas && row % 10 == 9;
        if (gap && before == '\n') text[i] = '?';
        if (gap && before != '\n' && strchr("? ", text[i - 1]) != NULL && c != ',') text[i] = ' ';
    }
    return text;
}

static void bench_csv_forms(void) {
    nb_memory memory = plain_memory();
    size_t length;
    char *plain = make_csv(&length), *commas = rewrite_csv(plain, length, true);
    char *gaps = rewrite_csv(plain, length, false);
    double chosen[CSV_TURNS], comma[CSV_TURNS], missing[CSV_TURNS];
    for (int r = 0; r < CSV_TURNS; r++) {
        double usual = read_csv(&memory, plain, length, CSV_COLUMNS, NB_CSV_REFUSE);
        chosen[r] = read_csv(&memory, plain, length, 2, NB_CSV_REFUSE) / usual;
        comma[r] = read_csv(&memory, commas, length, CSV_COLUMNS, NB_CSV_REFUSE) / usual;
        missing[r] = read_csv(&memory, gaps, length, CSV_COLUMNS, NB_CSV_MARK) / usual;
    }
    printf("RATIO csv-two-columns-vs-all %.2f\n", median_of(chosen, CSV_TURNS));
    printf("RATIO csv-decimal-commas-vs-points %.2f\n", median_of(comma, CSV_TURNS));
    printf("RATIO csv-missing-cells-vs-none %.2f\n", median_of(missing, CSV_TURNS));
    free(plain);
    free(commas);
    free(gaps);
}

/* The same file in each encoding, read by the program. */
static void bench_encodings(char *nabla) {
    static const char *const headers[] = {"키,몸무게,나이,팔,다리\n",
                                          "\xc5\xb0,\xb8\xf6\xb9\xab\xb0\xd4,"
                                          "\xb3\xaa\xc0\xcc,\xc6\xc8,\xb4\xd9\xb8\xae\n"};
    size_t length;
    char *text = make_csv(&length);
    double times[2][CSV_TURNS];
    for (int k = 0; k < 2; k++) {
        char path[] = "/tmp/nabla-bench-XXXXXX", line[60];
        int fd = mkstemp(path);
        FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
        require(file != NULL, "no file");
        bool written = fputs(headers[k], file) >= 0 && fwrite(text, 1, length, file) == length;
        require(fclose(file) == 0 && written, "no file");
        snprintf(line, sizeof line, "data from %s;", path);
        for (int r = 0; r < CSV_TURNS; r++)
            times[k][r] = spawn((char *[]){nabla, "-e", line, NULL});
        remove(path);
    }
    printf("RATIO csv-cp949-vs-utf8 %.2f\n",
           median_of(times[1], CSV_TURNS) / median_of(times[0], CSV_TURNS));
    free(text);
}

/* The quickest of several turns: what lies above it is the machine's other work. */
static double time_optimizer(nb_optimizer optimizer) {
    enum { WEIGHTS = 1000, UPDATES = 200 };
    static double weights[WEIGHTS], gradient[WEIGHTS], before[WEIGHTS];
    static double state[NB_MAX_SLOTS * WEIGHTS];
    double settings[NB_MAX_PARAMETERS], best = INFINITY;
    nb_parameter_defaults(nb_optimizer_get(optimizer)->parameters, settings);
    for (int r = 0; r < ROUNDS; r++) {
        for (int k = 0; k < WEIGHTS; k++) weights[k] = gradient[k] = sin(k);
        memset(state, 0, sizeof state);
        double begin = seconds();
        for (int t = 1; t <= UPDATES; t++)
            (void)nb_optimizer_step(optimizer, settings, t, WEIGHTS, 1, gradient, weights, before,
                                    state);
        best = fmin(best, (seconds() - begin) / WEIGHTS / UPDATES);
    }
    return 1e9 * best;
}

static void bench_optimizers(void) {
    printf("nanoseconds a weight:");
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        printf("%s %s", i > 0 ? "," : "", info->name);
        for (const nb_choice *c = info->choices; c->option != NULL; c++) printf(" %s", c->choice);
        printf(" %.2f", time_optimizer((nb_optimizer)i));
    }
    printf("\n");
}

static void bench_the_keys(char *program) {
    require(bench_keys(program), "the prompt does not start");
}

/* What the figures hold for: the processor and the widest vectors that the lanes have on it. */
static void print_machine(void) {
    char line[200], model[200] = "";
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file != NULL && *model == '\0' && fgets(line, sizeof line, file) != NULL)
        (void)sscanf(line, "model name : %199[^\n]", model);
    if (file != NULL) fclose(file);
    const char *vectors = "no vectors of x86-64";
#if defined(__x86_64__)
    bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                __builtin_cpu_supports("avx512vl");
    vectors = wide ? "avx512" : __builtin_cpu_supports("avx2") ? "avx2" : "sse2";
#endif
    printf("machine: %s, %s\n", *model != '\0' ? model : "a processor without a name", vectors);
}

/* What can be asked for by a part of its name; the second kind runs the program. */
static const struct {
    const char *name;
    void (*measure)(void);
    void (*run)(char *program);
} parts[] = {
    {"elementary", bench_elementary, NULL},
    {"chain", bench_chains, NULL},
    {"csv", bench_csv, NULL},
    {"csv-forms", bench_csv_forms, NULL},
    {"optimizers", bench_optimizers, NULL},
    {"train-xor", bench_xor, NULL},
    {"train-moons", bench_moons, NULL},
    {"unrolled-vs-lanes", bench_typed_out, NULL},
    {"train-digits", bench_digits, NULL},
    {"mnist-size", bench_mnist, NULL},
    {"loop", bench_loop, NULL},
    {"session", bench_session, NULL},
    {"explain", bench_explain, NULL},
    {"gradient", bench_gradient, NULL},
    {"check", bench_check, NULL},
    {"plots", bench_plots, NULL},
    {"growth", bench_growth, NULL},
    {"start", NULL, bench_start},
    {"pictures", NULL, bench_pictures},
    {"encodings", NULL, bench_encodings},
    {"keys", NULL, bench_the_keys},
};

/* Without names everything is chosen. */
static bool is_chosen(const char *part, char *const *names) {
    if (*names == NULL) return true;
    for (; *names != NULL; names++)
        if (strstr(part, *names) != NULL) return true;
    return false;
}

/* bench [PROGRAM [NAME...]]: the parts whose name contains a NAME. */
int main(int argc, char **argv) {
    char *const *names = argv + (argc > 1 ? 2 : 1);
    print_machine();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!is_chosen(parts[i].name, names)) continue;
        if (parts[i].measure != NULL) parts[i].measure();
        else if (argc > 1) parts[i].run(argv[1]);
    }
    return 0;
}
