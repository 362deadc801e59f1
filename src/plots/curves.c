/* Curves over one number. Between two samples that lie apart the function may rise steeply, jump,
 * or have a pole: halving their distance again and again, towards the side on which it changes
 * more, tells which. A steep rise gets smaller with the distance, a jump stays, a pole grows. */
#include "plots/curves.h"

#include <math.h>

enum {
    SAMPLES = 801,
    HALVINGS = 40,  /* a trillionth of the distance between two samples */
    MOST_BREAKS = SAMPLES - 1
};

/* Two samples of one curve, and what lies between. */
typedef struct gap {
    size_t curve, before; /* the number of the sample before it */
    double x0, x1, y0, y1;
    double first;         /* what y changes by between the samples */
    bool pole;
} gap;

typedef struct search {
    nb_sampler *sampler;
    const double *x, *y; /* y[i * outputs + k] */
    gap *gaps;
    size_t count;
    double *cells, *values; /* of the gaps' middles */
} search;

static double y_at(const search *f, size_t i, size_t k) {
    return f->y[i * f->sampler->outputs + k];
}

/* What lies between two samples is looked at where it is a good part of what the curve does. */
static void find_gaps(search *f, size_t k) {
    const double part = 0.02;
    double low = INFINITY, high = -INFINITY, mean = 0;
    for (size_t i = 0; i < SAMPLES; i++) {
        double y = y_at(f, i, k);
        if (!isfinite(y)) continue;
        low = fmin(low, y);
        high = fmax(high, y);
        mean += fabs(y) / SAMPLES;
    }
    for (size_t i = 0; i + 1 < SAMPLES; i++) {
        double y0 = y_at(f, i, k), y1 = y_at(f, i + 1, k), change = fabs(y1 - y0);
        bool changes = change > part * (high - low);
        bool far = fmax(fabs(y0), fabs(y1)) > 10 * mean; /* a pole like that of 1/x² */
        if (!isfinite(change) || !(changes || far)) continue;
        f->gaps[f->count++] = (gap){k, i, f->x[i], f->x[i + 1], y0, y1, change, false};
    }
}

/* Goes on with the half in which more happens. */
static void halve(gap *g, double x, double y) {
    if (!isfinite(y)) {
        g->pole = true;
        return;
    }
    bool left = fabs(y - g->y0) >= fabs(g->y1 - y);
    if (left) g->x1 = x, g->y1 = y;
    else g->x0 = x, g->y0 = y;
}

static nb_status halve_all(search *f) {
    nb_status status = NB_STATUS_OK;
    size_t outputs = f->sampler->outputs;
    for (int n = 0; n < HALVINGS && status == NB_STATUS_OK; n++) {
        for (size_t i = 0; i < f->count; i++)
            f->cells[i] = f->gaps[i].x0 + (f->gaps[i].x1 - f->gaps[i].x0) / 2;
        status = nb_sample(f->sampler, f->cells, f->count, f->values);
        for (size_t i = 0; i < f->count && status == NB_STATUS_OK; i++) {
            gap *g = &f->gaps[i];
            if (f->cells[i] > g->x0 && f->cells[i] < g->x1 && !g->pole)
                halve(g, f->cells[i], f->values[i * outputs + g->curve]);
        }
    }
    return status;
}

/* Whether the curve is broken between two samples. */
static bool is_broken(gap *g) {
    const double grown = 8, shrunk = 0.5;
    double last = fabs(g->y1 - g->y0);
    double size = fmax(fabs(g->y0), fabs(g->y1));
    g->pole = g->pole || last > grown * g->first || size > 1e6 * (g->first + 1e-300);
    return g->pole || last > shrunk * g->first;
}

/* Copies the samples to the curves, a gap between two of them where they are broken. The gaps of a
 * curve stand in order. */
static nb_status make_curves(search *f, nb_curves *curves) {
    nb_result *result = f->sampler->s->result;
    size_t g = 0, outputs = f->sampler->outputs;
    for (size_t k = 0; k < outputs; k++) {
        double *x = nb_result_array(result, 2 * SAMPLES, sizeof *x);
        double *y = nb_result_array(result, 2 * SAMPLES, sizeof *y);
        if (x == NULL || y == NULL) return NB_STATUS_NO_MEMORY;
        size_t count = 0;
        for (size_t i = 0; i < SAMPLES; i++) {
            x[count] = f->x[i];
            y[count++] = y_at(f, i, k);
            curves->poles = curves->poles || isinf(y_at(f, i, k));
            bool here = g < f->count && f->gaps[g].curve == k && f->gaps[g].before == i;
            if (!here) continue;
            if (is_broken(&f->gaps[g])) {
                x[count] = f->gaps[g].x0;
                y[count++] = NAN;
            }
            curves->poles = curves->poles || f->gaps[g].pole;
            g++;
        }
        curves->curves[k] = (nb_curve){.x = x, .y = y, .count = count};
    }
    return NB_STATUS_OK;
}

nb_status nb_curves_sample(nb_sampler *sampler, double low, double high, nb_curves *curves) {
    nb_sheet *s = sampler->s;
    size_t outputs = sampler->outputs, most = outputs * MOST_BREAKS;
    double *x = nb_arena_add(&s->scratch, SAMPLES, sizeof *x);
    double *y = nb_arena_add(&s->scratch, SAMPLES * outputs, sizeof *y);
    search f = {.sampler = sampler, .x = x, .y = y,
                .gaps = nb_arena_add(&s->scratch, most, sizeof *f.gaps),
                .cells = nb_arena_add(&s->scratch, most, sizeof *f.cells)};
    *curves = (nb_curves){.curves = nb_result_array(s->result, outputs, sizeof *curves->curves),
                          .count = outputs};
    if (x == NULL || y == NULL || f.gaps == NULL || f.cells == NULL || curves->curves == NULL)
        return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < SAMPLES; i++)
        x[i] = low + (high - low) * ((double)i / (SAMPLES - 1));
    x[SAMPLES - 1] = high;
    nb_status status = nb_sample(sampler, x, SAMPLES, y);
    for (size_t k = 0; k < outputs && status == NB_STATUS_OK; k++) find_gaps(&f, k);
    f.values = nb_arena_add(&s->scratch, f.count * outputs, sizeof *f.values);
    if (f.values == NULL) return NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK && f.count > 0) status = halve_all(&f);
    return status == NB_STATUS_OK ? make_curves(&f, curves) : status;
}
