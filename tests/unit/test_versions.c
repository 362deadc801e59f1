/* Versions of a table against whole copies of it: trees of random scalings, shown in any order;
 * what undo keeps of data that are scaled column by column; memory that runs out. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "data/versions.h"

enum { ROWS = 7, COLUMNS = 5, CELLS = ROWS * COLUMNS, VERSIONS = 40, TREES = 50 };

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

typedef struct tree {
    double cells[CELLS], copies[VERSIONS][CELLS];
    nb_dataset set;
    nb_version *versions[VERSIONS];
    size_t count;
} tree;

static void assert_shown(tree *t, size_t version) {
    nb_version_show(t->versions[version]);
    assert_memory_equal(t->cells, t->copies[version], sizeof t->cells);
}

/* Some columns of any version get other numbers, as scaling gives them. */
static void branch(tree *t, nb_arena *arena) {
    size_t columns[COLUMNS], count = 0, from = pick((uint32_t)t->count);
    for (size_t c = 0; c < COLUMNS; c++)
        if (pick(3) == 0) columns[count++] = c;
    nb_version *version = nb_version_next(arena, t->versions[from], columns, count);
    assert_non_null(version);
    assert_memory_equal(t->cells, t->copies[from], sizeof t->cells);
    for (size_t i = 0; i < count; i++) {
        nb_scale scale = {nb_random_normal(&chance), 1 + pick(9)};
        version->scaled[i].scale = scale;
        nb_scale_apply(scale, &t->set, columns[i]);
        assert_ptr_equal(nb_version_scale(version, columns[i]), &version->scaled[i].scale);
    }
    for (size_t c = 0, i = 0; c < COLUMNS; c++) {
        bool changed = i < count && columns[i] == c;
        i += changed;
        if (!changed) assert_null(nb_version_scale(version, c));
    }
    memcpy(t->copies[t->count], t->cells, sizeof t->cells);
    t->versions[t->count++] = version;
}

static void test_trees(void **state) {
    (void)state;
    for (int i = 0; i < TREES; i++) {
        nb_arena arena;
        tree t = {.set = {.rows = ROWS, .columns = COLUMNS}, .count = 1};
        nb_arena_init(&arena, &memory);
        t.set.cells = t.cells;
        for (size_t k = 0; k < CELLS; k++) t.copies[0][k] = t.cells[k] = nb_random_normal(&chance);
        t.versions[0] = nb_version_first(&arena, &t.set);
        assert_non_null(t.versions[0]);
        while (t.count < VERSIONS) {
            branch(&t, &arena);
            assert_shown(&t, pick((uint32_t)t.count));
        }
        for (size_t k = 0; k < 3 * t.count; k++) assert_shown(&t, pick((uint32_t)t.count));
        nb_arena_clear(&arena);
    }
}

/* Where memory runs out, the version before is shown and stays what it is. */
static void test_no_memory(void **state) {
    (void)state;
    static const size_t columns[] = {0, 1, 4};
    double cells[CELLS], before[CELLS];
    nb_dataset set = {.cells = cells, .rows = ROWS, .columns = COLUMNS};
    for (size_t k = 0; k < CELLS; k++) before[k] = cells[k] = (double)k;
    bool done = false;
    for (long left = 0; !done; left++) {
        long more = left;
        nb_memory scarce = {.allocate = plain_allocate, .user = &more, .limit = (size_t)1 << 30};
        nb_arena arena;
        nb_arena_init(&arena, &scarce);
        nb_version *first = nb_version_first(&arena, &set);
        nb_version *next = first != NULL ? nb_version_next(&arena, first, columns, 3) : NULL;
        done = next != NULL;
        if (first != NULL) nb_version_show(first);
        assert_memory_equal(cells, before, sizeof cells);
        nb_arena_clear(&arena);
    }
}

/* Bytes that a session holds once each of so many columns, of a hundred rows, was scaled. */
static double scale_each(uint32_t columns) {
    nb_buffer text;
    nb_session *s = new_session();
    nb_buffer_init(&text, &memory);
    char word[60];
    snprintf(word, sizeof word, "data a[1..%u] = [", columns);
    nb_buffer_add_text(&text, word);
    for (uint32_t i = 0; i < 100 * columns; i++) {
        snprintf(word, sizeof word, "%s%u", i == 0 ? "" : i % columns ? ", " : "; ", pick(10));
        nb_buffer_add_text(&text, word);
    }
    snprintf(word, sizeof word, "];\nfor i in 1..%u { scale a[i] zscore };\n", columns);
    nb_buffer_add_text(&text, word);
    assert_false(text.failed);
    run(s, text.data);
    double used = (double)nb_session_memory(s)->used;
    nb_buffer_clear(&text);
    nb_session_free(s);
    return used;
}

/* With whole copies ten times the columns take some ninety times as much. */
static void test_memory(void **state) {
    (void)state;
    assert_true(scale_each(200) < 12 * scale_each(20));
}

/* A block that fails has scaled nothing. (test_refused has those that fail for want of memory.) */
static void test_failed_scaling(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "data a, b = [1, 2; 3, 5; 4, 8]\nscale a minmax\nrow 2\n");
    double scaled = run(s, "a\n");
    for (int i = 0; i < 3; i++) {
        run_failing(s, "repeat 1 { scale b minmax; scale a zscore; nothing_of_that_name }\n");
        run(s, "for i in 1..99 { q[i] = i };\n"); /* where the forgotten version was */
        assert_true(run(s, "row 2\na\n") == scaled);
        assert_true(run(s, "b\n") == 5);
    }
    run(s, "scale b minmax\n");
    assert_true(run(s, "row 3\na\n") == 1);
    assert_true(run(s, "b\n") == 1);
    nb_session_free(s);
}

int main(void) {
    nb_random_seed(&chance, 17);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trees),
                                       cmocka_unit_test(test_no_memory),
                                       cmocka_unit_test(test_memory),
                                       cmocka_unit_test(test_failed_scaling)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
