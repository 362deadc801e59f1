/* What is compiled for one statement serves the next while nothing of it has changed: a session
 * that keeps it says and learns, to the bit, what one says that compiles for every statement. */
#include "support.h"

#include <string.h>

#include "definitions/define.h"
#include "session/session.h"

typedef struct line {
    const char *text;
    int made; /* objectives that have to be compiled for it */
} line;

static const char network[] =
    "seed 3; data x1, x2, t from moons(40) test 25%; W1 = glorot(8,2); b1 = zeros(8);\n"
    "W2 = glorot(1,8); b2 = zeros(1); k = 2; q = 0.5; x = [x1, x2]; h = tanh(W1 @ x + b1);\n"
    "y = sigmoid((W2 @ h + b2)[1]); L = binary_cross_entropy(y, t) + 0.001*q^k;\n";

static const line lines[] = {
    {"train L over W1, b1, W2, b2 with sgd(lr=0.1) epochs=3\n", 1},
    {"train L over W1, b1, W2, b2 with sgd(lr=0.1) epochs=2\n", 0},
    {"for i in 1..3 { train L over W1, b1, W2, b2 with adam(lr=0.01) epochs=2 batch=7 }\n", 0},
    {"evaluate L\n", 1},
    {"train L over W1, b1, W2, b2 with adam(lr=0.01) epochs=2; evaluate L\n", 0},
    /* numbers alone */
    {"q := 0.25; train L over W1, b1, W2, b2 with sgd(lr=0.1)\n", 0},
    {"k := 3; train L over W1, b1, W2, b2 with sgd(lr=0.1)\n", 0},
    {"k := 2; evaluate L\n", 0},
    {"undo\n", 0},
    {"undo\n", 0},
    {"train L over W1, b1, W2, b2 with sgd(lr=0.1)\n", 0},
    /* what is trained */
    {"train L over W1, b1 with sgd(lr=0.1)\n", 1},
    {"train L with sgd(lr=0.1)\n", 1},
    {"train L over W1, b1 with sgd(lr=0.1)\n", 0},
    /* a formula, and the former one again */
    {"h = relu(W1 @ x + b1); train L with sgd(lr=0.1)\n", 1},
    {"train L with sgd(lr=0.1)\n", 0},
    {"undo\n", 0},
    {"undo\n", 0},
    {"train L with sgd(lr=0.1)\n", 1},
    /* what was a leaf */
    {"q = b2[1]^2 + 0.1; train L with sgd(lr=0.1)\n", 1},
    {"q = 0.5; train L with sgd(lr=0.1)\n", 1},
    /* data */
    {"data x1, x2, t from circles(30); train L with sgd(lr=0.1)\n", 0},
    {"evaluate L\n", 1},
    {"undo\n", 0},
    {"train L with sgd(lr=0.1)\n", 0},
    {"data x2, x1, t from moons(30); train L with sgd(lr=0.1)\n", 1},
    /* how it runs */
    {"set engine plain; train L with sgd(lr=0.1)\n", 0},
    {"set engine compiled; train L with sgd(lr=0.1)\n", 0},
    {"set vectors plain; train L with sgd(lr=0.1)\n", 1},
    {"set vectors auto; train L with sgd(lr=0.1)\n", 0},
    {"plot boundary y over x1, x2 a.dat\n", 2},
    {"plot boundary y over x1, x2 a.dat\n", 0},
    {"W2 := -W2; plot boundary y over x1, x2 a.dat\n", 0},
    {"reset; a = 1; M = (a - 2)^2; train M over a with sgd(lr=0.1)\n", 1},
    {"train M over a with sgd(lr=0.1)\n", 0},
};

static void assert_same_leaves(nb_session *a, nb_session *b, const char *after) {
    nb_sheet *s = &a->sheet, *t = &b->sheet;
    assert_int_equal(s->def_count, t->def_count);
    for (size_t i = 0; i < s->def_count; i++) {
        if (s->defs[i].meaning.kind != NB_DEF_LEAF) continue;
        double found = nb_leaf_value(s, &s->defs[i]), wanted = nb_leaf_value(t, &t->defs[i]);
        if (memcmp(&found, &wanted, sizeof found) != 0)
            fail_msg("%s: leaf %zu is %.17g and not %.17g", after, i, found, wanted);
    }
}

static void test_kept(void **state) {
    (void)state;
    nb_session *kept = new_session(), *anew = new_session();
    run(kept, network);
    run(anew, network);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        size_t made = kept->sheet.kept.made;
        nb_kept_clear(&anew->sheet.kept);
        run(kept, lines[i].text);
        run(anew, lines[i].text);
        if (kept->sheet.kept.made - made != (size_t)lines[i].made)
            fail_msg("%s: %zu are compiled, not %d", lines[i].text, kept->sheet.kept.made - made,
                     lines[i].made);
        assert_same_leaves(kept, anew, lines[i].text);
    }
    nb_session_free(kept);
    nb_session_free(anew);
}

/* What is kept makes room for whoever needs it. */
static void test_gives_way(void **state) {
    (void)state;
    nb_session *session = new_session();
    nb_memory *memory = nb_session_memory(session);
    run(session, network);
    run(session, "train L with sgd(lr=0.1); evaluate L\n");
    nb_sheet *s = &session->sheet;
    assert_int_equal(s->kept.count, 2);
    size_t limit = memory->limit, with = memory->used;
    memory->limit = with + 1000;
    run(session, "a = 1; b = 2\n");
    assert_in_range(s->kept.count, 0, 1);
    assert_true(memory->used < with);
    memory->limit = limit;
    size_t made = s->kept.made;
    run(session, "evaluate L; train L with sgd(lr=0.1)\n");
    assert_in_range(s->kept.made - made, 1, 2);
    nb_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kept),
                                       cmocka_unit_test(test_gives_way)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
