/* Every request to an arena, and for a node, failing in turn. Most of them fit into a block that is
 * there already, so that refusing its growth (test_memory.c) meets few. A statement that answers
 * that memory ran out has changed nothing, and the next request is refused it; one that does
 * without says what it always says. */
#include "nabla.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/memory.h"
#include "graph/graph.h"
#include "lesson/lesson.h"
#include "memory_scripts.h"
#include "json/json.h"

/* ---- what refuses ---- */

static long requests, refuse_from = -1, refuse_to;

static bool is_refused(void) {
    long request = requests++;
    return request >= refuse_from && request < refuse_to;
}

static bool is_full(nb_arena *arena) {
    bool refused = is_refused();
    arena->failed = arena->failed || refused;
    return refused;
}

void *__real_nb_arena_add(nb_arena *arena, size_t count, size_t size);
void *__wrap_nb_arena_add(nb_arena *arena, size_t count, size_t size);
void *__wrap_nb_arena_add(nb_arena *arena, size_t count, size_t size) {
    return is_full(arena) ? NULL : __real_nb_arena_add(arena, count, size);
}

char *__real_nb_arena_text(nb_arena *arena, const char *text, size_t length);
char *__wrap_nb_arena_text(nb_arena *arena, const char *text, size_t length);
char *__wrap_nb_arena_text(nb_arena *arena, const char *text, size_t length) {
    return is_full(arena) ? NULL : __real_nb_arena_text(arena, text, length);
}

bool __real_nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                             size_t size);
bool __wrap_nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                             size_t size);
bool __wrap_nb_arena_reserve(nb_arena *arena, void *slot, size_t count, size_t *capacity,
                             size_t size) {
    bool refused = count >= *capacity && is_full(arena);
    return !refused && __real_nb_arena_reserve(arena, slot, count, capacity, size);
}

nb_status __real_nb_graph_add(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c,
                              nb_node *node);
nb_status __wrap_nb_graph_add(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c,
                              nb_node *node);
nb_status __wrap_nb_graph_add(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c,
                              nb_node *node) {
    return is_refused() ? NB_STATUS_NO_MEMORY : __real_nb_graph_add(graph, op, a, b, c, node);
}

nb_status __real_nb_graph_add_number(nb_graph *graph, nb_op op, double value, nb_node *node);
nb_status __wrap_nb_graph_add_number(nb_graph *graph, nb_op op, double value, nb_node *node);
nb_status __wrap_nb_graph_add_number(nb_graph *graph, nb_op op, double value, nb_node *node) {
    return is_refused() ? NB_STATUS_NO_MEMORY : __real_nb_graph_add_number(graph, op, value, node);
}

/* ---- statements ---- */

static const char *const understanding[] = {
    "v = [1, 2, 3]; W = [1, 2; 3, 4]; u = [5, 6]; x = 2\n",
    "f(a) = a^2 + sin(a)\n",
    "g1(a, b) = f(a)*b + f(b)\n",
    "f(v)\n",
    "g1(v, 2)\n",
    "g1(v, [1, 0, 2])\n",
    "s2(a) = sum(a^2)*x\n",
    "s2(v) + s2([x, 3x])\n",
    "q = s2(f(v)); r = softmax(v); m = W @ u + u'\n",
    "m\n",
    "W[1,]\n",
    "v[2..3]\n",
    "v[1] = 7\n",
    "explain v[2] of q\n",
    "explain q\n",
    "explain v[2] of q latex\n",
    "explain W[1,2] of m[1]\n",
    "local r[1] v[2]\n",
    "local q v[2]\n",
    "forward q\n",
    "backward q\n",
    "table q\n",
    "check q\n",
    "check r\n",
    "paths q\n",
    "paths q over v\n",
    "trace q\n",
    "trace q over v[1..3]\n",
    "whatif v[1] += 1, W[1,2] = 3\n",
    "numeric dq/dv[2]\n",
    "draw q q.dot\n",
    "draw q\n",
    "draw r r.dot\n",
    "step q\n",
    "step\n",
    "step back\n",
    "step end\n",
    "predict q\n",
    "1\n",
    "skip\n",
    "end\n",
    "q = 3\n",
    "expect q == 4\n",
    "expect q ~ 4 within 1%\n",
    "expect [1, 2] == v\n",
    "L = cross_entropy(r, [0, 1, 0])\n",
    "grad(L, v)\n",
    "∂²L/∂x²\n",
    "d = grad(sum(v^3), v)\n",
    "d @ v\n",
    "size(W) + len(v)\n",
    "A = W'\n",
    "B = W @ W + 1\n",
    "sum(B)/mean(B)\n",
    "argmax(v)\n",
    "zeros(3)\n",
    "x ** 2\n",
    "sigmod(x)\n",
    "explian x\n",
    "x ＝ 3\n",
    "y[1] = 2\n",
    "list\n",
    "save s.nabla\n",
    "delete v[1]\n",
    "delete v\n",
    "delete f\n",
    "delete x\n",
    "undo\n",
    "f(a) = g2(a)\n",
    "g2(a) = f(a)\n",
    "help f\n",
    "help expalin\n",
    NULL};
static const char *const learning[] = {
    "x1 = 0; x2 = 0; t = 0; W = uniform(2, 4); b = zeros(4)\n",
    "v = uniform(4); c = 0\n",
    "data x1, x2, t = [0,0,0; 0,1,1; 1,0,1; 1,1,0]\n",
    "h = tanh([x1, x2] @ W + b); y = sigmoid(v @ h + c); L = binary_cross_entropy(y, t)\n",
    "set engine compiled\n",
    "train L over W, b, v, c with adam(lr=0.05) epochs=3\n",
    "accuracy y\n",
    "predictions y numbers\n",
    "confusion y\n",
    "evaluate L, y\n",
    "update W of L with momentum(lr=0.1)\n",
    "update b, c of L with nag(lr=0.1)\n",
    "set engine plain\n",
    "train L over v with rmsprop(lr=0.05) epochs=2 batch=3\n",
    "train L over v with sgd(lr=1e308) epochs=9\n",
    "train L over v with adamw(lr=0.1*0.9^epoch, clip=0.1) epochs=4 batch=2 warmup=3\n",
    "update c, b of L with nadam(lr=c/step, weight_decay=0.1, clip=0.1)\n",
    "train L over c with sgd(lr=0.1 - 0.1*epoch) epochs=4\n",
    "train L over c with sgd(lr=-epoch)\n",
    "train L over c with sgd(lr=0.1^k0)\n",
    "scale x1, x2 zscore\n",
    "scale x1 minmax\n",
    "scale x1 zscore sample\n",
    "data x[1..2], k from \"a.csv\" onehot k test 50%\n",
    "data from \"a.csv\"\n",
    "data x[1..3], k from \"a.csv\"\n",
    "data z from spirals(4)\n",
    "row 3\n",
    "row 1\n",
    "z = softmax(x @ [1, 2, 3; 4, 5, 6]); M = cross_entropy(z, k)\n",
    "train M\n",
    "accuracy z\n",
    "train M stop=early patience=1 epochs=3\n",
    "predictions z test\n",
    "confusion z\n",
    "save z.csv\n",
    "remember M with adam steps=2\n",
    "list\n",
    "save s.nabla\n",
    NULL};
static const char *const *const more_scripts[] = {understanding, learning};

enum { FEW = 40 / SAMPLE }; /* of many requests a sample is refused */

static bool load(void *user, const char *path, char **bytes, size_t *length,
                 const char **reason) {
    return load_text((void *)(uintptr_t)text_of_file(path), path, bytes, length,
                     user != NULL ? reason : NULL);
}

/* Runs a line with some requests refused, to its end or to the statement that does not succeed;
 * what it said is added to `shown`. NULL: nobody looks. */
static nb_status feed(nb_session *s, const char *text, nb_buffer *shown) {
    nb_result *result;
    nb_begin(s, NULL); /* each time it is line 1 */
    nb_status status = nb_feed(s, text, strlen(text), &result);
    for (;;) {
        long to = refuse_to;
        refuse_to = 0;
        assert_true(result == NULL || !result->failed);
        if (shown != NULL) render_all(result, shown);
        nb_result_free(result);
        refuse_to = to;
        if (status != NB_STATUS_RUNNING) return status;
        status = nb_resume(s, 1, &result);
    }
}

static nb_memory calm_memory = {.allocate = plain_allocate, .limit = SIZE_MAX};

/* A session in which the first statements of a script have run. */
static nb_session *run_first(const char *const *script, int count) {
    nb_session *s = nb_session_new(&(nb_host){.load = load});
    assert_non_null(s);
    for (int i = 0; i < count; i++) feed(s, script[i], NULL);
    return s;
}

static char *take(nb_buffer *shown) {
    nb_buffer_add_char(shown, '\n');
    return shown->data;
}

/* What a statement answers with when nothing is refused, and what the session is before it. */
typedef struct expectation {
    nb_status status;
    char *shown, *before;
} expectation;

static expectation expect(const char *const *script, int at) {
    nb_buffer shown;
    nb_buffer_init(&shown, &calm_memory);
    nb_session *s = run_first(script, at);
    char *before = snapshot_of(s);
    nb_status status = feed(s, script[at], &shown);
    nb_session_free(s);
    return (expectation){status, take(&shown), before};
}

static void check_same(const char *text, long n, const char *wanted, const char *found) {
    if (strcmp(wanted, found) != 0)
        fail_msg("%s with request %ld refused: not\n%s\nbut\n%s", text, n, wanted, found);
}

/* Runs a statement with `count` requests refused, from the n-th on. False: it makes fewer. */
static bool refuse(nb_session *s, const char *text, long n, long count,
                   const expectation *expected, bool *unchanged) {
    bool one = strchr(text, ';') == NULL; /* of several those before the one that failed stay */
    nb_buffer shown;
    nb_buffer_init(&shown, &calm_memory);
    requests = 0, refuse_from = n, refuse_to = n + count;
    nb_status status = feed(s, text, &shown);
    bool refused = requests > n;
    refuse_to = 0;
    *unchanged = (status == NB_STATUS_NO_MEMORY || status == NB_STATUS_ERROR) && one;
    if (*unchanged) {
        char *found = snapshot_of(s);
        check_same(text, n, expected->before, found);
        free(found);
    }
    if (status != NB_STATUS_NO_MEMORY) {
        assert_int_equal(status, expected->status);
        check_same(text, n, expected->shown, take(&shown));
    }
    nb_buffer_clear(&shown);
    return refused;
}

/* Runs a statement of a script again and again, until nothing is refused. Answers how often. */
static long refuse_each(const char *const *script, int at, long count,
                        const expectation *expected) {
    nb_session *s = run_first(script, at);
    bool refused = true, unchanged;
    long n = 0;
    for (; refused; n += SAMPLE + n / FEW) {
        refused = refuse(s, script[at], n, count, expected, &unchanged);
        if (unchanged || !refused) continue;
        nb_session_free(s);
        s = run_first(script, at);
    }
    nb_session_free(s);
    return n;
}

static long refuse_script(const char *const *script) {
    long all = 0;
    for (int i = 0; script[i] != NULL; i++) {
        expectation expected = expect(script, i);
        all += refuse_each(script, i, 1, &expected);       /* it may help itself */
        all += refuse_each(script, i, 1000000, &expected); /* or not */
        free(expected.before);
        free(expected.shown);
    }
    return all;
}

static void test_every_request_refused(void **state) {
    (void)state;
    long all = 0;
    for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) all += refuse_script(scripts[k]);
    for (size_t k = 0; k < sizeof more_scripts / sizeof *more_scripts; k++)
        all += refuse_script(more_scripts[k]);
    print_message("%ld requests\n", all);
    assert_true(all > 10000);
}

/* ---- what is made of results, and of lessons ---- */

static long json_blocks;

static void *allocate_json(size_t size) {
    void *block = is_refused() ? NULL : malloc(size);
    json_blocks += block != NULL;
    return block;
}

static void free_json(void *block) {
    json_blocks -= block != NULL;
    free(block);
}

/* JSON is whole, or it says that it is not; either way nothing of it is left. */
static void refuse_json(const nb_result *result) {
    const nb_view view = {.digits = 6, .width = 80};
    nb_buffer wanted, found;
    nb_buffer_init(&wanted, &calm_memory);
    nb_view_json(result, &view, &wanted);
    take(&wanted);
    bool refused = true;
    for (long n = 0; refused; n += SAMPLE + n / FEW) {
        nb_buffer_init(&found, &calm_memory);
        requests = 0, refuse_from = n, refuse_to = n + 1;
        nb_view_json(result, &view, &found);
        refused = requests > n;
        refuse_to = 0;
        bool failed = found.failed;
        found.failed = false;
        if (!failed) check_same("JSON", n, wanted.data, take(&found));
        nb_buffer_clear(&found);
        assert_int_equal(json_blocks, 0);
    }
    nb_buffer_clear(&wanted);
}

static void test_json(void **state) {
    (void)state;
    json_set_alloc_funcs(allocate_json, free_json);
    for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
        nb_session *s = run_first(scripts[k], 0);
        for (int i = 0; scripts[k][i] != NULL; i++) {
            nb_result *result;
            nb_begin(s, NULL);
            nb_status status = nb_feed(s, scripts[k][i], strlen(scripts[k][i]), &result);
            while (status == NB_STATUS_RUNNING) {
                nb_result_free(result);
                status = nb_resume(s, 1, &result);
            }
            if (result != NULL) refuse_json(result);
            nb_result_free(result);
        }
        nb_session_free(s);
    }
    json_set_alloc_funcs(malloc, free);
}

static const char lesson_text[] =
    "# A lesson\n- a list\n\n  ```nabla\n  >>> x = (1 +\n  ... 2)\n    x = 3\n  >>> y\n"
    "    error\n  ```\n\n> ```nabla\n> no prompt\n> >>> x + 0.5\n>   3.6\n> ```\n\n"
    "```quiz\nid: q-1\nask: How much is {x}?\nanswer: x\nwrong: 2 -> No.\nanwser: 4\n"
    "no key\n\n```\n\n~~~exercise\ncheck: x == 3\n~~~\n";

static void test_lesson(void **state) {
    (void)state;
    nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_arena arena;
    bool refused = true;
    for (long n = 0; refused; n++) {
        nb_lesson lesson;
        nb_arena_init(&arena, &memory);
        requests = 0, refuse_from = n, refuse_to = n + 1;
        nb_status status = nb_lesson_parse(&arena, lesson_text, strlen(lesson_text), &lesson);
        refused = requests > n;
        refuse_to = 0;
        assert_int_equal(status, refused ? NB_STATUS_NO_MEMORY : NB_STATUS_OK);
        nb_arena_clear(&arena);
        assert_int_equal(memory.used, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_request_refused),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_lesson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
