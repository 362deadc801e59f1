/* The kinds of samples: that each point lies where its kind's definition puts it, how noise
 * scatters them, and that a seed repeats them. */
#include "support.h"

#include <math.h>
#include <string.h>

#include "train/samples.h"

enum { MANY = 100000 };

static double cells[MANY * NB_SAMPLE_COLUMNS];

static const double *row(size_t i) {
    return cells + i * NB_SAMPLE_COLUMNS;
}

static size_t kind_of(const char *name) {
    size_t kind = SIZE_MAX;
    assert_true(nb_samples_find(name, strlen(name), &kind));
    return kind;
}

/* `noise` below 0: what the table says. */
static void fill(const char *name, double noise, uint64_t seed, size_t count) {
    double settings[NB_MAX_PARAMETERS];
    nb_random random;
    nb_random_seed(&random, seed);
    nb_parameter_defaults(nb_samples_get(kind_of(name))->parameters, settings);
    if (noise >= 0) settings[0] = noise;
    nb_samples_fill(kind_of(name), settings, &random, cells, count);
}

static size_t count_class(size_t count, double t) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) found += row(i)[2] == t;
    return found;
}

/* How often the point stands among the rows: positions are sums and products of a few roundings. */
static size_t count_point(size_t count, double x1, double x2, double t) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += fabs(row(i)[0] - x1) < 1e-12 && fabs(row(i)[1] - x2) < 1e-12 && row(i)[2] == t;
    return found;
}

/* make_moons(n): linspace(0, π, n // 2) for the outer half, the others for the inner. */
static void test_moons(void **state) {
    (void)state;
    static const size_t counts[] = {1, 2, 3, 10, 101};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        size_t n = counts[c], outer = n / 2, inner = n - outer;
        fill("moons", 0, 1, n);
        for (size_t i = 0; i < outer; i++) {
            double angle = outer > 1 ? acos(-1) * (double)i / (double)(outer - 1) : 0;
            assert_int_equal(count_point(n, cos(angle), sin(angle), 0), 1);
        }
        for (size_t i = 0; i < inner; i++) {
            double angle = inner > 1 ? acos(-1) * (double)i / (double)(inner - 1) : 0;
            assert_int_equal(count_point(n, 1 - cos(angle), 1 - sin(angle) - 0.5, 1), 1);
        }
    }
}

/* make_circles(n): linspace without its end, radius 1 and 0.8. */
static void test_circles(void **state) {
    (void)state;
    fill("circles", 0, 1, 11);
    for (int i = 0; i < 5; i++)
        assert_int_equal(count_point(11, cos(acos(-1) * i / 2.5), sin(acos(-1) * i / 2.5), 0), 1);
    for (int i = 0; i < 6; i++) {
        double angle = acos(-1) * i / 3;
        assert_int_equal(count_point(11, 0.8 * cos(angle), 0.8 * sin(angle), 1), 1);
    }
}

static void test_spiral(void **state) {
    (void)state;
    fill("spiral", 0, 1, 20);
    for (int i = 0; i < 10; i++) {
        double r = i / 10.0 * 5, angle = 1.75 * i / 10.0 * 2 * acos(-1);
        assert_int_equal(count_point(20, r * sin(angle), r * cos(angle), 1), 1);
        assert_int_equal(count_point(20, -r * sin(angle), -r * cos(angle), 0), 1);
    }
}

static void test_xor(void **state) {
    (void)state;
    fill("xor", 0, 1, MANY);
    for (size_t i = 0; i < MANY; i++) {
        const double *p = row(i);
        assert_true(fabs(p[0]) >= 0.3 && fabs(p[0]) <= 5.3);
        assert_true(fabs(p[1]) >= 0.3 && fabs(p[1]) <= 5.3);
        assert_true(p[2] == ((p[0] > 0) != (p[1] > 0)));
    }
    double share = (double)count_class(MANY, 1) / MANY;
    assert_true(fabs(share - 0.5) < 4 * sqrt(0.25 / MANY));
    size_t wrong = 0;
    fill("xor", 0.5, 1, MANY);
    for (size_t i = 0; i < MANY; i++)
        wrong += row(i)[2] != ((row(i)[0] > 0) != (row(i)[1] > 0));
    assert_true(wrong > MANY / 20 && wrong < MANY / 2);
}

static void test_blobs(void **state) {
    (void)state;
    fill("blobs", -1, 1, MANY);
    for (int t = 0; t < 2; t++) {
        double n = (double)count_class(MANY, t), sums[2] = {0}, squares = 0;
        assert_true(n == MANY / 2);
        for (size_t i = 0; i < MANY; i++)
            for (int k = 0; k < 2 && row(i)[2] == t; k++) sums[k] += row(i)[k];
        for (size_t i = 0; i < MANY; i++)
            for (int k = 0; k < 2 && row(i)[2] == t; k++)
                squares += pow(row(i)[k] - sums[k] / n, 2);
        assert_true(fabs(sums[0] / n) < 10.1 && fabs(sums[1] / n) < 10.1);
        assert_true(fabs(sqrt(squares / (2 * n)) - 1) < 4 / sqrt(4 * n));
    }
    fill("blobs", 0, 1, 6); /* the centres alone */
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(count_point(6, row(i)[0], row(i)[1], row(i)[2]), 3);
}

/* The mean square of the distance from the origin: noise of deviation s adds s² a coordinate, and
 * even noise of up to s a third of that. */
static void check_noise(const char *name, double noise, double class, double without,
                        double variance) {
    double sum = 0, squares = 0, n = 0;
    fill(name, noise, 2, MANY);
    for (size_t i = 0; i < MANY; i++) {
        double square = row(i)[0] * row(i)[0] + row(i)[1] * row(i)[1];
        if (row(i)[2] != class) continue;
        sum += square;
        squares += square * square;
        n++;
    }
    double error = sqrt((squares / n - sum / n * (sum / n)) / n);
    assert_true(fabs(sum / n - without - 2 * variance) < 4 * error);
}

static void test_noise(void **state) {
    (void)state;
    check_noise("moons", 0.1, 0, 1, 0.01);
    check_noise("circles", 0.1, 0, 1, 0.01);
    check_noise("circles", 0.2, 1, 0.64, 0.04);
    check_noise("spiral", 0.9, 1, 25.0 / 3, 0.27);
    double farthest = 0; /* the first point of an arm lies at 0, but for the noise */
    for (uint64_t seed = 0; seed < 2000; seed++) {
        fill("spiral", 0.5, seed, 1);
        farthest = fmax(farthest, fmax(fabs(row(0)[0]), fabs(row(0)[1])));
    }
    assert_true(farthest > 0.49 && farthest <= 0.5);
}

static void test_seed(void **state) {
    (void)state;
    static double first[300], second[300];
    for (size_t kind = 0; nb_samples_get(kind) != NULL; kind++) {
        const char *name = nb_samples_get(kind)->name;
        size_t changes = 0;
        assert_int_equal(kind_of(name), kind);
        fill(name, -1, 7, 100);
        memcpy(first, cells, sizeof first);
        for (size_t i = 1; i < 100; i++) changes += row(i)[2] != row(i - 1)[2];
        assert_true(changes > 20); /* no class comes first */
        fill(name, -1, 7, 100);
        assert_memory_equal(first, cells, sizeof first);
        fill(name, -1, 8, 100);
        memcpy(second, cells, sizeof second);
        assert_true(memcmp(first, second, sizeof first) != 0);
        fill(name, -1, 7, 0);
    }
    size_t kind;
    assert_false(nb_samples_find("moon", 4, &kind));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moons), cmocka_unit_test(test_circles),
        cmocka_unit_test(test_spiral), cmocka_unit_test(test_xor), cmocka_unit_test(test_blobs),
        cmocka_unit_test(test_noise), cmocka_unit_test(test_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
