/* Tables of ids against a plain list: what was added is found under its hash, what was cut is not,
 * however the hashes fall together. */
#include "support.h"

#include "base/random.h"
#include "definitions/id_table.h"

enum { IDS = 3000 };

static uint32_t hash_of[IDS]; /* id i has this hash */

static bool finds(const nb_id_table *table, uint32_t id) {
    size_t at = nb_id_table_first(table, hash_of[id]);
    while (at != NB_NO_SLOT && table->slots[at].id != id)
        at = nb_id_table_next(table, hash_of[id], at);
    return at != NB_NO_SLOT;
}

static void add_until(nb_memory *memory, nb_id_table *table, uint32_t count) {
    for (uint32_t id = (uint32_t)table->count; id < count; id++) {
        assert_true(nb_id_table_grow(memory, table));
        nb_id_table_add(table, hash_of[id], id);
    }
}

static void check_holds(const nb_id_table *table, uint32_t count) {
    assert_int_equal(table->count, count);
    for (uint32_t id = 0; id < IDS; id++) assert_true(finds(table, id) == (id < count));
}

/* `kinds` hashes, one beside the other: the fewer, the more ids share a slot and its neighbours,
 * round the end of the table, too. */
static void check_table(nb_memory *memory, uint64_t kinds) {
    nb_id_table table = {0};
    nb_random random;
    nb_random_seed(&random, kinds);
    for (uint32_t id = 0; id < IDS; id++)
        hash_of[id] = UINT32_MAX - (uint32_t)(nb_random_next(&random) % kinds);
    check_holds(&table, 0);
    for (uint32_t count = IDS; count > 0; count /= 3) {
        add_until(memory, &table, count + count / 2 < IDS ? count + count / 2 : IDS);
        nb_id_table_cut(&table, count);
        check_holds(&table, count);
    }
    nb_id_table_cut(&table, 0);
    check_holds(&table, 0);
    nb_id_table_clear(memory, &table);
}

static void test_against_a_list(void **state) {
    (void)state;
    nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};
    check_table(&memory, 200);
    check_table(&memory, 5000);
    check_table(&memory, UINT32_MAX);
    assert_int_equal(memory.used, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_a_list)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
