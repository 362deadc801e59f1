/* Random numbers and initialisers: known answers of the published algorithms, and whether a large
 * draw looks as it should. Seeds are fixed, so that nothing here is a matter of luck. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "train/initialiser.h"
#include "nabla.h"

enum { DRAWS = 1000000 };

/* The published answers: of xoshiro256** after the state 1, 2, 3, 4, as several libraries test it,
 * and of splitmix64, which makes the state, after the seed 1234567. */
static void test_known_bits(void **state) {
    (void)state;
    static const uint64_t wanted[] = {11520, 0, 1509978240, 1215971899390074240,
                                      1216172134540287360, 607988272756665600,
                                      16172922978634559625u, 8476171486693032832,
                                      10595114339597558777u, 2904607092377533576};
    static const uint64_t seeded[] = {6457827717110365317, 3203168211198807973,
                                      9817491932198370423u, 4593380528125082431};
    nb_random random = {.state = {1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_true(nb_random_next(&random) == wanted[i]);
    nb_random_seed(&random, 1234567);
    assert_memory_equal(random.state, seeded, sizeof seeded);
}

/* The same digits everywhere: computed by another program from the published descriptions. */
static void test_known_numbers(void **state) {
    (void)state;
    static const double uniform[] = {0x1.5780b2e0c2ec0p-4, 0x1.84136619b444ep-2,
                                     0x1.5c2ea66473c93p-1, 0x1.d9715a8e0766cp-1};
    static const double normal[] = {-0x1.d021df090f9edp-3, 0x1.11c715cf366c5p+1,
                                    0x1.32cf9e3fb33f9p-1, -0x1.21827e5d6bf3ep+0,
                                    -0x1.8a317529338a2p+0, 0x1.92b1f6aac5ad7p+0};
    nb_random random;
    nb_random_seed(&random, 42);
    for (size_t i = 0; i < sizeof uniform / sizeof *uniform; i++)
        assert_true(nb_random_uniform(&random) == uniform[i]);
    nb_random_seed(&random, 42);
    for (size_t i = 0; i < sizeof normal / sizeof *normal; i++)
        assert_true(nb_random_normal(&random) == normal[i]);
}

static void test_skip(void **state) {
    (void)state;
    nb_random random, again;
    nb_random_seed(&random, 7);
    for (int i = 0; i < 100; i++) nb_random_normal(&random);
    nb_random_seed(&again, random.seed);
    nb_random_skip(&again, random.drawn);
    assert_true(random.drawn >= 200);
    assert_memory_equal(&random, &again, sizeof random);
    nb_random_skip(&random, 999999999999999); /* not one by one */
    nb_random_skip(&again, 333333333333333);
    nb_random_skip(&again, 666666666666665);
    nb_random_next(&again);
    assert_memory_equal(&random, &again, sizeof random);
}

/* ---- how they are spread ---- */

/* Pearson's statistic has mean k and variance 2k, k being one less than the cells. Both sides: too
 * good a fit is no chance either. */
static void check_counts(const char *what, const size_t *counts, const double *expected,
                         size_t cells) {
    double sum = 0, k = (double)cells - 1;
    for (size_t i = 0; i < cells; i++) {
        double off = (double)counts[i] - expected[i];
        sum += off * off / expected[i];
    }
    if (!(fabs(sum - k) <= 4 * sqrt(2 * k) + 2))
        fail_msg("%s: χ² is %g, not near %g", what, sum, k);
}

static void check_even(const char *what, const size_t *counts, size_t cells, double draws) {
    double expected[1000];
    for (size_t i = 0; i < cells; i++) expected[i] = draws / (double)cells;
    check_counts(what, counts, expected, cells);
}

static void test_uniform(void **state) {
    (void)state;
    size_t counts[1000] = {0}, pairs[400] = {0};
    double sum = 0, squares = 0;
    nb_random random;
    nb_random_seed(&random, 1);
    for (int i = 0, last = 0; i < DRAWS; i++) {
        double u = nb_random_uniform(&random);
        assert_true(u >= 0 && u < 1);
        counts[(int)(u * 1000)]++;
        int cell = (int)(u * 20);
        if (i % 2 == 1) pairs[last * 20 + cell]++;
        last = cell;
        sum += u;
        squares += u * u;
    }
    check_even("uniform", counts, 1000, DRAWS);
    check_even("pairs", pairs, 400, DRAWS / 2);
    assert_true(fabs(sum / DRAWS - 0.5) < 4 * sqrt(1.0 / 12 / DRAWS));
    assert_true(fabs(squares / DRAWS - 1.0 / 3) < 4 * sqrt(4.0 / 45 / DRAWS));
}

static double normal_below(double x) {
    return 0.5 * erfc(-x / sqrt(2));
}

/* The moments of the normal distribution are 0, 1, 0, 3; those of its powers say how far a mean of
 * so many may be off: z² has variance 2, z³ 15, z⁴ 96. */
static void test_normal(void **state) {
    (void)state;
    enum { CELLS = 82 }; /* below -4, 80 of width 0.1, above 4 */
    static const double moments[] = {0, 1, 0, 3}, variances[] = {1, 2, 15, 96};
    size_t counts[CELLS] = {0};
    double expected[CELLS], sums[4] = {0};
    nb_random random;
    nb_random_seed(&random, 2);
    for (int i = 0; i < DRAWS; i++) {
        double z = nb_random_normal(&random), power = 1;
        int cell = z < -4 ? 0 : z >= 4 ? CELLS - 1 : 1 + (int)((z + 4) * 10);
        counts[cell]++;
        for (int k = 0; k < 4; k++) sums[k] += power *= z;
    }
    for (int k = 0; k < 4; k++)
        assert_true(fabs(sums[k] / DRAWS - moments[k]) < 4 * sqrt(variances[k] / DRAWS));
    for (int i = 0; i < CELLS; i++) {
        double from = i == 0 ? 0 : normal_below(-4 + 0.1 * (i - 1));
        double to = i == CELLS - 1 ? 1 : normal_below(-4 + 0.1 * i);
        expected[i] = DRAWS * (to - from);
    }
    check_counts("normal", counts, expected, CELLS);
}

static void test_below(void **state) {
    (void)state;
    static const uint32_t bounds[] = {1, 2, 3, 10, 1000};
    nb_random random;
    nb_random_seed(&random, 3);
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
        size_t counts[1000] = {0};
        for (int i = 0; i < DRAWS; i++) {
            uint32_t n = nb_random_below(&random, bounds[b]);
            assert_true(n < bounds[b]);
            counts[n]++;
        }
        if (bounds[b] > 1) check_even("below", counts, bounds[b], DRAWS);
    }
    /* of 2^32 numbers 3·2^30 take no equal shares: some draws must be repeated */
    size_t thirds[3] = {0};
    for (int i = 0; i < DRAWS; i++) {
        uint32_t n = nb_random_below(&random, 3u << 30);
        assert_true(n < 3u << 30);
        thirds[n % 3]++;
    }
    check_even("below 3·2^30", thirds, 3, DRAWS);
}

static void test_shuffle(void **state) {
    (void)state;
    size_t orders[256] = {0}, counts[24];
    nb_random random;
    nb_random_seed(&random, 4);
    for (int i = 0; i < 240000; i++) {
        unsigned char items[4] = {0, 1, 2, 3};
        nb_random_shuffle(&random, items, 4, 1);
        orders[items[0] << 6 | items[1] << 4 | items[2] << 2 | items[3]]++;
    }
    size_t kinds = 0;
    for (size_t i = 0; i < 256; i++)
        if (orders[i] > 0 && kinds < 24) counts[kinds++] = orders[i];
    assert_int_equal(kinds, 24);
    check_even("orders of four", counts, 24, 240000);

    double rows[1000][3];
    for (int i = 0; i < 1000; i++) rows[i][0] = rows[i][1] = rows[i][2] = i;
    nb_random_shuffle(&random, rows, 1000, sizeof *rows);
    size_t seen[1000] = {0}, stayed = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(rows[i][0] == rows[i][1] && rows[i][0] == rows[i][2]);
        seen[(int)rows[i][0]]++;
        stayed += rows[i][0] == i;
    }
    for (int i = 0; i < 1000; i++) assert_int_equal(seen[i], 1);
    assert_true(stayed < 10);
    nb_random before = random;
    nb_random_shuffle(&random, rows, 0, sizeof *rows);
    nb_random_shuffle(&random, rows, 1, sizeof *rows);
    assert_memory_equal(&before, &random, sizeof random);
}

/* ---- initialisers ---- */

static void check_initialiser(nb_initialiser initialiser, double fan_in, double fan_out,
                              double low, double high, double mean, double deviation) {
    static double elements[DRAWS];
    const nb_initialiser_info *info = nb_initialiser_get(initialiser);
    double settings[NB_MAX_PARAMETERS], sum = 0, squares = 0;
    nb_parameter_defaults(info->parameters, settings);
    nb_random random;
    nb_random_seed(&random, 5);
    nb_initialiser_fill(initialiser, settings, fan_in, fan_out, &random, elements, DRAWS);
    for (int i = 0; i < DRAWS; i++) {
        assert_true(elements[i] >= low && elements[i] <= high);
        sum += elements[i];
        squares += (elements[i] - mean) * (elements[i] - mean);
    }
    assert_true(fabs(sum / DRAWS - mean) <= 4 * deviation / sqrt(DRAWS));
    double found = sqrt(squares / DRAWS); /* its own deviation: at most that of a normal's */
    assert_true(fabs(found - deviation) <= 4 * deviation / sqrt(2.0 * DRAWS));
    if (deviation == 0) assert_true(random.drawn == 0); /* nothing random in it */
}

static void test_initialisers(void **state) {
    (void)state;
    check_initialiser(NB_INITIALISER_ZEROS, 1, 1, 0, 0, 0, 0);
    check_initialiser(NB_INITIALISER_ONES, 1, 1, 1, 1, 1, 0);
    check_initialiser(NB_INITIALISER_UNIFORM, 1, 1, -1, 1, 0, 1 / sqrt(3));
    check_initialiser(NB_INITIALISER_NORMAL, 1, 1, -INFINITY, INFINITY, 0, 1);
    double limit = sqrt(6.0 / (2 + 3));
    check_initialiser(NB_INITIALISER_GLOROT, 2, 3, -limit, limit, 0, sqrt(2.0 / (2 + 3)));
    check_initialiser(NB_INITIALISER_HE, 2, 3, -INFINITY, INFINITY, 0, 1);
    check_initialiser(NB_INITIALISER_HE, 50, 3, -INFINITY, INFINITY, 0, 0.2);
}

/* Each row's text, evaluated by nabla, is what was compiled. */
static void test_initialiser_rows(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    assert_non_null(s);
    run(s, "u = 0.75; z = u; fan_in = 5; fan_out = 3");
    for (int i = 0; i < NB_INITIALISER_COUNT; i++) {
        const nb_initialiser_info *info = nb_initialiser_get((nb_initialiser)i);
        nb_initialiser found;
        assert_true(nb_initialiser_find(info->name, strlen(info->name), &found));
        assert_int_equal(found, i);
        double settings[NB_MAX_PARAMETERS] = {-0.25, 2};
        for (size_t k = 0; info->parameters[k].parameter != NB_PARAMETER_COUNT; k++) {
            char text[80];
            snprintf(text, sizeof text, "%s := %.17g",
                     nb_parameter_get(info->parameters[k].parameter)->name, settings[k]);
            run(s, text);
        }
        double value = nb_initialiser_value((nb_initialiser)i, settings, 5, 3, 0.75);
        assert_true(run(s, info->formula) == value);
    }
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_bits),   cmocka_unit_test(test_known_numbers),
        cmocka_unit_test(test_skip),         cmocka_unit_test(test_uniform),
        cmocka_unit_test(test_normal),       cmocka_unit_test(test_below),
        cmocka_unit_test(test_shuffle),      cmocka_unit_test(test_initialisers),
        cmocka_unit_test(test_initialiser_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
