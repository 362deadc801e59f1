/* How the points of samples.def are made: class by class, by a function for each kind, which is
 * told a point's place among those of its class. */
#include "train/samples.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"

static const double pi = 3.14159265358979323846;

typedef struct sample { /* a row of three doubles */
    double x1, x2, t;
} sample;
_Static_assert(sizeof(sample) == NB_SAMPLE_COLUMNS * sizeof(double), "a sample is a row");

typedef struct place {
    nb_random *random;
    const double *settings;
    uint32_t class;
    size_t index, count;
    double centre1, centre2; /* for the points of a class to share; set by the first */
} place;

/* Where on the way from 0 to 1 a point lies, both ends included. */
static double on_the_way(const place *p) {
    return p->count > 1 ? (double)p->index / (double)(p->count - 1) : 0;
}

static double scatter(place *p, double deviation) {
    return deviation > 0 ? deviation * nb_random_normal(p->random) : 0;
}

static double between(place *p, double low, double high) {
    return low + (high - low) * nb_random_uniform(p->random);
}

/* Class 0: the upper half of the unit circle. Class 1: a lower half, moved by (1, 0.5), so that
 * the two interlock. Noise is the deviation of normally distributed shifts. */
static sample moon(place *p) {
    double angle = pi * on_the_way(p), noise = p->settings[0];
    sample s = {cos(angle), sin(angle), p->class};
    if (p->class == 1) s.x1 = 1 - s.x1, s.x2 = 0.5 - s.x2;
    s.x1 += scatter(p, noise);
    s.x2 += scatter(p, noise);
    return s;
}

/* Class 0: a circle of radius 1. Class 1: one of radius `factor` inside it. Noise as of moons. */
static sample circle(place *p) {
    double angle = 2 * pi * (double)p->index / (double)p->count, noise = p->settings[0];
    double radius = p->class == 1 ? p->settings[1] : 1;
    sample s = {radius * cos(angle), radius * sin(angle), p->class};
    s.x1 += scatter(p, noise);
    s.x2 += scatter(p, noise);
    return s;
}

/* Two arms of 1¾ turns each, one turned by half a turn, out to a radius of 5. Noise is how
 * far a point may be shifted, evenly. */
static sample spiral(place *p) {
    double way = (double)p->index / (double)p->count, noise = p->settings[0];
    double angle = 1.75 * way * 2 * pi + (p->class == 0 ? pi : 0);
    sample s = {5 * way * sin(angle), 5 * way * cos(angle), p->class};
    s.x1 += noise * between(p, -1, 1);
    s.x2 += noise * between(p, -1, 1);
    return s;
}

/* Points of a square of 10 by 10 without a band around its axes; t is 1 where exactly one
 * coordinate is positive, as the XOR of the gates has it. (The Playground's 1 is our 0.) Noise
 * shifts a point, evenly by up to 5 times as much, before it is told what it is. */
static sample exclusive_or(place *p) {
    const double gap = 0.3;
    sample s;
    s.x1 = between(p, -5, 5);
    s.x2 = between(p, -5, 5);
    s.x1 += s.x1 > 0 ? gap : -gap;
    s.x2 += s.x2 > 0 ? gap : -gap;
    double seen1 = s.x1 + p->settings[0] * between(p, -5, 5);
    double seen2 = s.x2 + p->settings[0] * between(p, -5, 5);
    s.t = seen1 * seen2 >= 0 ? 0 : 1;
    return s;
}

/* Around each class's centre, normally distributed; noise is the deviation. The centres lie
 * anywhere in a square of 20 by 20. */
static sample blob(place *p) {
    if (p->index == 0) {
        p->centre1 = between(p, -10, 10);
        p->centre2 = between(p, -10, 10);
    }
    sample s = {p->centre1, p->centre2, p->class};
    s.x1 += scatter(p, p->settings[0]);
    s.x2 += scatter(p, p->settings[0]);
    return s;
}

#define WITH(name, value) {NB_PARAMETER_##name, value},

static const struct row {
    nb_samples_info info;
    uint32_t classes; /* 0: a parameter says */
    sample (*make)(place *p);
} table[] = {
#define SAMPLES(NAME, PARAMETERS, CLASSES, POINT, HELP)                                            \
    {{NAME, {PARAMETERS {NB_PARAMETER_COUNT, 0}}, HELP}, CLASSES, POINT},
#include "train/samples.def"
#undef SAMPLES
};
#define SAMPLES(NAME, PARAMETERS, CLASSES, POINT, HELP)                                            \
    NB_PARAMETERS_FIT(POINT, PARAMETERS {NB_PARAMETER_COUNT, 0})
#include "train/samples.def"
#undef SAMPLES

const nb_samples_info *nb_samples_get(size_t kind) {
    return kind < sizeof table / sizeof *table ? &table[kind].info : NULL;
}

bool nb_samples_find(const char *name, size_t length, size_t *kind) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!nb_bytes_are(name, length, table[i].info.name)) continue;
        *kind = i;
        return true;
    }
    return false;
}

void nb_samples_fill(size_t kind, const double *settings, nb_random *random, double *cells,
                     size_t count) {
    const struct row *row = &table[kind];
    uint32_t classes = row->classes;
    if (classes == 0)
        classes = (uint32_t)settings[nb_parameter_find(row->info.parameters, "classes", 7)];
    for (uint32_t c = 0; c < classes; c++) {
        size_t first = (size_t)((uint64_t)count * c / classes);
        place p = {.random = random, .settings = settings, .class = c};
        p.count = (size_t)((uint64_t)count * (c + 1) / classes) - first;
        for (p.index = 0; p.index < p.count; p.index++) {
            sample s = row->make(&p);
            memcpy(cells + (first + p.index) * NB_SAMPLE_COLUMNS, &s, sizeof s);
        }
    }
    nb_random_shuffle(random, cells, count, NB_SAMPLE_COLUMNS * sizeof *cells);
}
