/* step: what pictures show during a walk, that nothing moves in them, and that a walk is left as
 * it was by what fails. Its rows and messages are in tests/transcripts/step.md. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"
#include "view/view.h"
#include "diagram/dot.h"

static nb_result *feed(nb_session *s, const char *text) {
    nb_result *result;
    if (nb_feed(s, text, strlen(text), &result) != NB_STATUS_OK) fail_msg("%s fails", text);
    return result;
}

static const nb_block *find_block(const nb_result *result, nb_block_kind kind) {
    const nb_block *block = result->first;
    while (block != NULL && block->kind != kind) block = block->next;
    return block;
}

/* ---- nothing moves ---- */

static void drop(char *text, const char *what) {
    char *at;
    while ((at = strstr(text, what)) != NULL)
        memmove(at, at + strlen(what), strlen(at + strlen(what)) + 1);
}

/* The picture's source without colours and the frame of the current node. */
static char *colourless(nb_session *s) {
    static const char *const marks[] = {
        "COLOR=\"transparent\" ", "COLOR=\"#188038\" ", "COLOR=\"#D93025\" ", "COLOR=\"#B06000\" ",
        "COLOR=\"transparent\"", "COLOR=\"#188038\"", ", penwidth=2.5", "#E8F0FE", "#FDE293",
        ", style=filled, fillcolor=\"\""};
    nb_result *result = feed(s, "draw L a.dot\n");
    const nb_block *block = find_block(result, NB_BLOCK_PICTURE);
    nb_view view = {.digits = 6};
    nb_buffer out;
    assert_non_null(block);
    nb_buffer_init(&out, nb_session_memory(s));
    nb_view_dot(&block->as.picture, &view, NULL, &out);
    assert_false(out.failed);
    char *text = malloc(out.length + 1);
    assert_non_null(text);
    memcpy(text, out.data, out.length);
    text[out.length] = '\0';
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) drop(text, marks[i]);
    nb_buffer_clear(&out);
    nb_result_free(result);
    return text;
}

static const char graph[] = "a = 0.7; b = -1.5; f(p, q) = (p*p - q)*sigmoid(p)\n"
                            "u = a*b - 3a; v = f(u, b); L = where(v > 0, (v - u)^2, log(u))\n";

/* Operators over vectors are boxes in a picture, and one row each in the tables. */
static const char vectors[] = "x = [0.3, -0.7, 1.1]; a = 0.9; h = a*x; p = softmax(h)\n"
                              "L = dot(h, p) + sse(p, x) + sum(h)\n";

static void check_nothing_moves(const char *definitions) {
    nb_session *s = new_session();
    run(s, definitions);
    char *whole = colourless(s);
    run(s, "step L\n");
    size_t steps = 2 * s->quiz.walk.count;
    assert_true(steps > 20);
    for (size_t i = 1; i <= steps; i++) {
        char *frame = colourless(s);
        if (strcmp(frame, whole) != 0) fail_msg("after step %zu:\n%s\nnot\n%s", i, frame, whole);
        free(frame);
        if (i < steps) run(s, "step\n");
    }
    free(whole);
    nb_session_free(s);
}

static void test_nothing_moves(void **state) {
    (void)state;
    check_nothing_moves(graph);
    check_nothing_moves(vectors);
}

/* ---- what is known ---- */

typedef struct seen {
    size_t values, gradients, current;
} seen;

static seen look(nb_session *s, const char *draw) {
    seen found = {0, 0, 0};
    nb_result *result = feed(s, draw);
    const nb_picture_block *picture = &find_block(result, NB_BLOCK_PICTURE)->as.picture;
    for (size_t i = 0; i < picture->vertex_count; i++) {
        const nb_vertex *v = &picture->vertices[i];
        if (v->kind == NB_VERTEX_NUMBER || v->kind == NB_VERTEX_TARGET) continue;
        found.values += !v->no_value;
        found.gradients += !v->no_gradient;
        found.current += v->current;
    }
    nb_result_free(result);
    return found;
}

/* apple, count, tax, apple·count, total: one more value a step, then one more gradient. */
static void test_what_is_known(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "apple = 100; count = 2; tax = 1.1; total = apple*count*tax; price = 2*apple\n");
    run(s, "step total\n");
    for (size_t i = 1; i < 10; i++) {
        seen found = look(s, "draw total a.dot\n");
        assert_int_equal(found.values, i < 5 ? i : 5);
        assert_int_equal(found.gradients, i < 5 ? 0 : i - 5);
        assert_int_equal(found.current, 1);
        found = look(s, "draw price a.dot\n"); /* which nobody walks over */
        assert_true(found.values == 2 && found.gradients == 2 && found.current == 0);
        run(s, "draw total b.dot; step\n");
    }
    seen found = look(s, "draw total a.dot\n"); /* the walk is done */
    assert_true(found.values == 5 && found.gradients == 5 && found.current == 0);
    run(s, "step back\n");
    found = look(s, "draw total a.dot\n");
    assert_true(found.values == 5 && found.gradients == 4 && found.current == 1);
    run(s, "apple = 7\n"); /* it is on, and has not begun */
    found = look(s, "draw total a.dot\n");
    assert_true(found.values == 0 && found.gradients == 0 && found.current == 0);
    nb_session_free(s);
}

/* A walk inside a function's body is, in a picture, at the call's box. */
static void test_inside_a_call(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "f(a) = sigmoid(a^2 + 1)*a; x = 2; y = f(x) + x; step y\n");
    for (size_t i = 1; i < 2 * s->quiz.walk.count; i++) {
        assert_int_equal(look(s, "draw y a.dot\n").current, 1);
        run(s, "step\n");
    }
    nb_session_free(s);
}

/* ---- the rows ---- */

/* Row by row a walk shows what forward and backward show. */
static void check_walk(const char *definitions) {
    nb_session *s = new_session();
    run(s, definitions);
    nb_result *tables[] = {feed(s, "forward L\n"), feed(s, "backward L\n")};
    for (size_t pass = 0; pass < 2; pass++) {
        const nb_nodes_block *table = &tables[pass]->first->as.nodes;
        for (size_t i = 0; i < table->count; i++) {
            nb_result *result = feed(s, "step\n");
            const nb_nodes_block *nodes = &result->first->as.nodes;
            const nb_node_row *row = &nodes->rows[nodes->shown];
            assert_int_equal(nodes->kind, table->kind);
            assert_true(nodes->step == i + 1 && nodes->steps == table->count);
            assert_true(nb_nodes_shows(nodes, i) && !nb_nodes_shows(nodes, i + 1));
            assert_int_equal(row->name.count, table->rows[i].name.count);
            assert_int_equal(row->contribution_count, table->rows[i].contribution_count);
            assert_memory_equal(&row->value, &table->rows[i].value, sizeof(double));
            assert_memory_equal(&row->gradient, &table->rows[i].gradient, sizeof(double));
            nb_result_free(result);
        }
        nb_result_free(tables[pass]);
    }
    assert_false(s->quiz.walk.on);
    nb_session_free(s);
}

static void test_rows(void **state) {
    (void)state;
    check_walk(graph);
    check_walk(vectors);
}

/* More nodes than a table has rows; and so deep that nothing may recurse. */
static void test_long(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 0.5; h[0] = 1; for i in 1..5000 { h[i] = w*h[i-1] }\n");
    run(s, "step h[5000]; repeat 5000 { step }\n");
    nb_result *result = feed(s, "step\n");
    const nb_nodes_block *nodes = &result->first->as.nodes;
    assert_true(nodes->step == 5002 && nodes->steps == 5002);
    nb_result_free(result);
    result = feed(s, "step\n");
    nodes = &result->first->as.nodes;
    assert_true(nodes->step == 1 && nodes->rows[nodes->shown].gradient == 1);
    nb_result_free(result);
    nb_session_free(s);
}

/* ---- what fails leaves it ---- */

static void test_failing(void **state) {
    (void)state;
    static const char *const failing[] = {
        "foo\n", "step foo\n", "step back now\n", "repeat 2 { step; foo }\n",
        "repeat 2 { a += 1; step; foo }\n", "reset foo\n", "open missing\n", "L = foo\n",
        "repeat 3 { step back }\n", "step 3\n"};
    nb_session *s = new_session();
    run(s, graph);
    run(s, "step L; step; step\n");
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        nb_walk before = s->quiz.walk;
        assert_int_not_equal(run_failing(s, failing[i]), NB_MESSAGE_NONE);
        bool same = before.on == s->quiz.walk.on && before.at == s->quiz.walk.at &&
                    before.count == s->quiz.walk.count &&
                        before.subject.def == s->quiz.walk.subject.def &&
                    before.subject.fingerprint == s->quiz.walk.subject.fingerprint;
        if (!same) fail_msg("%s changes the walk", failing[i]);
    }
    run(s, "step\n");
    assert_int_equal(s->quiz.walk.at, 4);
    nb_session_free(s);
}

/* Old nodes are dropped and others move: the walk goes on all the same. */
static void test_collecting(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, graph);
    run(s, "for i in 1..3000 { h[i] = a*i }; step L; step a*b; step\n");
    run(s, "repeat 5 { for i in 1..3000 { h[i] = a + i } }\n");
    run(s, "step\n");
    assert_int_equal(s->quiz.walk.at, 3);
    nb_session_free(s);
}

/* A statement whose file the host cannot write is undone as a whole: a walk that it began is none,
 * and what was asked before is asked again. */
static void test_rejected(void **state) {
    (void)state;
    char file[] = "step L\nsave copy.nabla\n";
    nb_session *s = nb_session_new(&(nb_host){.user = file, .load = load_text});
    run(s, graph);
    nb_result_free(feed(s, "run walks.nabla\n"));
    assert_true(nb_session_waiting(s).notices[1].id != NB_MESSAGE_NONE);
    nb_reject(s);
    assert_int_equal(nb_session_waiting(s).notices[1].id, NB_MESSAGE_NONE);
    assert_null(nb_session_waiting(s).empty);
    nb_result *result;
    assert_int_equal(nb_feed(s, "predict L\n", strlen("predict L\n"), &result),
                     NB_STATUS_NEED_ANSWER);
    nb_result_free(result);
    nb_message question = nb_session_waiting(s).question;
    assert_true(question.id != NB_MESSAGE_NONE);
    snprintf(file, sizeof file, "L = 2\n");
    nb_status status = nb_feed(s, "open asks.nabla\n", strlen("open asks.nabla\n"), &result);
    assert_int_equal(status, NB_STATUS_OK);
    nb_result_free(result);
    nb_reject(s);
    assert_int_equal(nb_session_waiting(s).question.id, question.id);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_moves), cmocka_unit_test(test_what_is_known),
        cmocka_unit_test(test_inside_a_call), cmocka_unit_test(test_rows),
        cmocka_unit_test(test_long),          cmocka_unit_test(test_failing),
        cmocka_unit_test(test_collecting),    cmocka_unit_test(test_rejected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
