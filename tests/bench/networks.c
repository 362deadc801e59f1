/* `train` against hand-written C that learns the same, with both engines. See networks.h. */
#include "networks.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "layers.h"
#include "learn/loss_history.h"
#include "session/session.h"
#include "tools.h"

enum { TURNS = 5, MOST_LAYERS = 3, MOST_CELLS = 1000 * 794, MOST_WEIGHTS = 102000 };

typedef struct network {
    const char *name;
    hand_network *hand;
    size_t layers, sizes[MOST_LAYERS + 1];
    const char *hidden, *last, *loss; /* functions */
    size_t rows, batch, epochs;
    double rate;
} network;

enum { XOR, MOONS, DIGITS, MNIST };
static const network networks[] = {
    {"xor", hand_xor, 2, {2, 4, 1}, "sigmoid", "sigmoid", "half_sse", 4, 4, 10000, 0.5},
    {"moons", hand_moons, 3, {2, 16, 16, 1}, "relu", "sigmoid", "binary_cross_entropy", 100, 100,
     200, 0.01},
    {"digits", hand_digits, 2, {64, 32, 10}, "relu", "", "softmax_cross_entropy", 320, 32, 50,
     0.01},
    {"mnist", hand_mnist, 2, {784, 128, 10}, "relu", "", "softmax_cross_entropy", 1000, 32, 1,
     0.01},
};

static struct {
    double cells[MOST_CELLS], first[MOST_WEIGHTS], weights[MOST_WEIGHTS], gradient[MOST_WEIGHTS];
    size_t weight_count, stride;
} hand;

/* One that is quickly typed. */
static double round_off(double x) {
    return rint(1024 * x) / 1024;
}

static void make_numbers(const network *n) {
    nb_random random;
    nb_random_seed(&random, 1);
    size_t inputs = n->sizes[0], outputs = n->sizes[n->layers];
    hand.stride = inputs + outputs;
    hand.weight_count = 0;
    for (size_t l = 0; l < n->layers; l++)
        hand.weight_count += n->sizes[l + 1] * (n->sizes[l] + 1);
    for (size_t i = 0; i < hand.weight_count; i++) 
        hand.first[i] = round_off(0.3 * nb_random_normal(&random));
    for (size_t r = 0; r < n->rows; r++) {
        double *row = hand.cells + r * hand.stride;
        size_t class = nb_random_below(&random, outputs > 1 ? (uint32_t)outputs : 2);
        for (size_t i = 0; i < inputs; i++) row[i] = round_off(nb_random_normal(&random));
        for (size_t i = 0; i < outputs; i++)
            row[inputs + i] = (double)(outputs > 1 ? i == class : class);
    }
}

/* Gradient descent by the mean of each batch; answers the mean loss of the last epoch. */
static double train_by_hand(const network *n) {
    double loss = 0;
    memcpy(hand.weights, hand.first, sizeof hand.weights);
    for (size_t epoch = 0; epoch < n->epochs; epoch++) {
        loss = 0;
        for (size_t from = 0; from < n->rows; from += n->batch) {
            size_t rest = n->rows - from, count = rest < n->batch ? rest : n->batch;
            loss += n->hand(hand.weights, hand.cells + from * hand.stride, count, hand.gradient);
            for (size_t i = 0; i < hand.weight_count; i++)
                hand.weights[i] -= n->rate * hand.gradient[i] / (double)count;
        }
    }
    return loss / (double)n->rows;
}

/* ---- the same as statements ---- */

typedef struct text {
    char *bytes;
    size_t length, room;
} text;

static void add_text(text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    t->length += (size_t)vsnprintf(t->bytes + t->length, t->room - t->length, format, args);
    va_end(args);
    require(t->length < t->room, "a program is too long");
}

static void add_numbers(text *t, const double *numbers, size_t rows, size_t columns) {
    for (size_t i = 0; i < rows * columns; i++)
        add_text(t, "%s%.17g", i == 0 ? "[" : i % columns == 0 ? "; " : ", ", numbers[i]);
    add_text(t, "];\n");
}

static void write_weights(text *t, const network *n) {
    const double *w = hand.first;
    for (size_t l = 0; l < n->layers; l++) {
        size_t in = n->sizes[l], out = n->sizes[l + 1];
        add_text(t, "W%zu = ", l);
        add_numbers(t, w, out, in);
        add_text(t, "b%zu = ", l);
        add_numbers(t, w + out * in, 1, out);
        w += out * (in + 1);
    }
}

static void write_network(text *t, const network *n) {
    add_text(t, "data x[1..%zu], t[1..%zu] = ", n->sizes[0], n->sizes[n->layers]);
    add_numbers(t, hand.cells, n->rows, hand.stride);
    write_weights(t, n);
    add_text(t, "h0 = x;\n");
    for (size_t l = 0; l < n->layers; l++)
        add_text(t, "h%zu = %s(W%zu @ h%zu + b%zu);\n", l + 1,
                 l + 1 < n->layers ? n->hidden : n->last, l, l, l);
    add_text(t, "L = %s(h%zu, t);\n", n->loss, n->layers);
}

/* The same without data: the mean of a loss for each sample. */
static void write_samples(text *t, const network *n) {
    write_weights(t, n);
    add_text(t, "f(h0) = ");
    for (size_t l = n->layers; l-- > 0;)
        add_text(t, "%s(W%zu @ ", l + 1 < n->layers ? n->hidden : n->last, l);
    add_text(t, "h0");
    for (size_t l = 0; l < n->layers; l++) add_text(t, " + b%zu)", l);
    add_text(t, ";\nL = (0");
    for (size_t r = 0; r < n->rows; r++) {
        const double *row = hand.cells + r * hand.stride;
        add_text(t, " + %s(f([", n->loss);
        for (size_t i = 0; i < hand.stride; i++)
            add_text(t, "%s%.17g", i == n->sizes[0] ? "]), [" : i > 0 ? ", " : "", row[i]);
        add_text(t, "])");
    }
    add_text(t, ")/%zu;\n", n->rows);
}

/* Compiling and all, but for the typing. */
static double train(const network *n, nb_session *session, const char *engine, double loss) {
    char statement[200];
    snprintf(statement, sizeof statement, "set engine %s; train L with sgd(lr=%g) epochs=%zu "
             "batch=%zu\n", engine, n->rate, n->epochs, n->batch);
    nb_kept_clear(&session->sheet.kept);
    double time = run(session, statement);
    double learned = session->sheet.state.learned.history->numbers[n->epochs - 1];
    require(fabs(learned - loss) <= 1e-9 * fabs(loss), "hand-written C learns something else");
    run(session, "undo\n");
    return time;
}

static nb_session *type_network(const network *n, double *time) {
    text t = {.room = 16000000};
    t.bytes = malloc(t.room);
    require(t.bytes != NULL, "no memory");
    make_numbers(n);
    write_network(&t, n);
    nb_session *session = begin_session();
    *time = run(session, t.bytes);
    free(t.bytes);
    return session;
}

static void bench(const network *n) {
    static const char *const engines[] = {"plain", "compiled"};
    double ratio[2][TURNS], by_hand[TURNS], typing;
    nb_session *session = type_network(n, &typing);
    for (int turn = 0; turn < TURNS; turn++) {
        double begin = seconds(), loss = train_by_hand(n);
        by_hand[turn] = seconds() - begin;
        for (int e = 0; e < 2; e++)
            ratio[e][turn] = train(n, session, engines[e], loss) / by_hand[turn];
    }
    for (int e = 0; e < 2; e++)
        printf("RATIO train-%s-%s-vs-hand %.2f\n", n->name, engines[e],
               median_of(ratio[e], TURNS));
    printf("microseconds an epoch by hand: %.3g\n",
           1e6 * median_of(by_hand, TURNS) / (double)n->epochs);
    nb_session_free(session);
}

/* A step, once it is compiled. */
static double time_step(nb_session *session, const network *n) {
    enum { STEPS = 2000 };
    char over[100] = "W0, b0", statement[200];
    for (size_t l = 1; l < n->layers; l++)
        snprintf(over + strlen(over), sizeof over - strlen(over), ", W%zu, b%zu", l, l);
    double time[2];
    for (size_t i = 0; i < 2; i++) {
        snprintf(statement, sizeof statement,
                 "train L over %s with sgd(lr=%g) epochs=%zu batch=%zu\n", over, n->rate,
                 1 + i * STEPS, n->rows);
        time[i] = run(session, statement);
    }
    return (time[1] - time[0]) / STEPS;
}

/* A loss that is typed out sample by sample, against rows of data. */
void bench_typed_out(void) {
    const network *n = &networks[MOONS];
    double ratio[TURNS], ours[TURNS];
    nb_session *sessions[2];
    void (*const writers[])(text *, const network *) = {write_network, write_samples};
    make_numbers(n);
    for (int k = 0; k < 2; k++) {
        text t = {.room = 4000000};
        t.bytes = malloc(t.room);
        require(t.bytes != NULL, "no memory");
        writers[k](&t, n);
        sessions[k] = begin_session();
        (void)run(sessions[k], t.bytes);
        free(t.bytes);
    }
    for (int turn = 0; turn < TURNS; turn++) {
        double rows = time_step(sessions[0], n);
        ours[turn] = time_step(sessions[1], n);
        ratio[turn] = ours[turn] / rows;
    }
    printf("RATIO unrolled-vs-lanes %.2f\n", median_of(ratio, TURNS));
    printf("microseconds a step, %s typed out: %.3g\n", n->name, 1e6 * median_of(ours, TURNS));
    for (int k = 0; k < 2; k++) nb_session_free(sessions[k]);
}

/* What the compiler needs for a node, and what it makes of one. */
static void bench_compiler(nb_session *session) {
    double time[TURNS];
    const nb_kept *kept = &session->sheet.kept;
    for (int turn = 0; turn < TURNS; turn++) {
        nb_kept_clear(&session->sheet.kept);
        double compiling = run(session, "engine L\n");
        time[turn] = compiling - run(session, "engine L\n");
    }
    const nb_objective *objective = &kept->objectives[kept->count - 1];
    double nodes = (double)objective->graph.count;
    printf("RATIO compile-nanoseconds-a-node %.1f\n", 1e9 * median_of(time, TURNS) / nodes);
    printf("RATIO compiled-bytes-a-node %.1f\n",
           (double)nb_lanes_describe(objective->lanes, 32).bytes / nodes);
}

void bench_mnist(void) {
    const network *n = &networks[MNIST];
    double ratio[TURNS], typing;
    nb_session *session = type_network(n, &typing);
    for (int turn = 0; turn < TURNS; turn++) {
        double begin = seconds(), loss = train_by_hand(n), by_hand = seconds() - begin;
        ratio[turn] = train(n, session, "compiled", loss) / by_hand;
    }
    printf("RATIO mnist-size %.2f\n", median_of(ratio, TURNS));
    printf("RATIO mnist-size-typing-seconds %.2f\n", typing);
    printf("RATIO mnist-size-megabytes %.0f\n", 1e-6 * (double)session->sheet.memory.used);
    bench_compiler(session);
    nb_session_free(session);
}

void bench_xor(void) {
    bench(&networks[XOR]);
}

void bench_moons(void) {
    bench(&networks[MOONS]);
}

void bench_digits(void) {
    bench(&networks[DIGITS]);
}
