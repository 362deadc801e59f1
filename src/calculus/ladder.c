/* A rung's limit is only as sure as its neighbours agree, and as rounding lets it be: the two are
 * added up to its bound, and the rung with the least one is taken. The noise of a quotient is a
 * bound that is propagated through the graph; should the rungs below scatter by more than that,
 * then the noise was taken for too small, or the target changes its ways between doubles. Either
 * makes the bound so much larger. */
#include "calculus/ladder.h"

#include <float.h>
#include <math.h>

#include "calculus/probe_lanes.h"

/* With the longest step rounding is to be this much smaller than the gradient. */
static const double SIGHT = 0x1p34;

static nb_quotient divide(const nb_probe *p, const nb_probe_lane *over, const nb_probe_lane *under,
                          double step) {
    double x = p->value[over->node], value = p->value[p->target];
    double noise = fmax(over->noise, under->noise), way = over->value - under->value;
    nb_quotient q = {.step = step, .above = over->answer, .below = under->answer,
                     .kinks = over->kinks > under->kinks ? over->kinks : under->kinks};
    q.left = (value - q.below) / (x - under->value);
    q.right = (q.above - value) / (over->value - x);
    q.central = (q.above - q.below) / way;
    q.noise = 2 * noise / way;
    if (isfinite(q.central)) return q;
    q.central = isfinite(q.right) ? q.right : q.left;
    q.noise *= 2;
    return q;
}

nb_quotient nb_measure(nb_probe *p, nb_node node, double step) {
    double x = p->value[node];
    nb_probe_lane sides[] = {{.node = node, .value = x + step}, {.node = node, .value = x - step}};
    for (int i = 0; i < 2; i++) {
        sides[i].answer = nb_probe_run(p, &node, &sides[i].value, 1);
        sides[i].noise = p->noise;
        sides[i].kinks = p->kinks;
    }
    return divide(p, &sides[0], &sides[1], step);
}

/* ---- several together ---- */

void nb_ahead_add(nb_ahead *ahead, nb_node node, double step) {
    ahead->list[ahead->count].node = node;
    ahead->list[ahead->count++].quotient.step = step;
}

void nb_ahead_measure(nb_ahead *ahead, nb_probe *p) {
    nb_probe_lane lanes[NB_PROBE_LANES];
    if (p->lanes == NULL) ahead->count = 0;
    for (size_t i = 0; i < ahead->count; i++) {
        nb_node node = ahead->list[i].node;
        double x = p->value[node], step = ahead->list[i].quotient.step;
        lanes[2 * i] = (nb_probe_lane){.node = node, .value = x + step};
        lanes[2 * i + 1] = (nb_probe_lane){.node = node, .value = x - step};
    }
    nb_probe_run_lanes(p, lanes, 2 * ahead->count);
    for (size_t i = 0; i < ahead->count; i++) {
        const nb_probe_lane *over = &lanes[2 * i], *under = over + 1;
        ahead->list[i].held = under->held != NB_NO_NODE ? under->held : over->held;
        ahead->list[i].quotient = divide(p, over, under, ahead->list[i].quotient.step);
    }
}

const nb_found_ahead *nb_ahead_find(const nb_ahead *ahead, nb_node node, double step) {
    for (const nb_found_ahead *f = ahead->list; f < ahead->list + ahead->count; f++)
        if (f->node == node && f->quotient.step == step) return f;
    return NULL;
}

nb_quotient nb_ahead_get(const nb_ahead *ahead, nb_probe *p, nb_node node, double step) {
    const nb_found_ahead *found = nb_ahead_find(ahead, node, step);
    if (found == NULL) return nb_measure(p, node, step);
    if (found->held != NB_NO_NODE) p->held = found->held;
    return found->quotient;
}

double nb_bend(const nb_quotient *q) {
    return isfinite(q->left) && isfinite(q->right) ? q->right - q->left : 0;
}

/* ---- steps ---- */

double nb_shortest_step(double x) {
    int exponent;
    if (x == 0) return 0x1p-1000;
    frexp(x, &exponent);
    return fmax(ldexp(1, exponent - DBL_MANT_DIG), DBL_TRUE_MIN);
}

/* As long as the node itself, or longer where that takes the quotient out of the noise. */
double nb_longest_step(const nb_probe *p, nb_node node) {
    double x = fabs(p->value[node]), least = nb_shortest_step(x);
    double sight = p->above[node] / p->weight[node] * SIGHT, step = x / 4;
    if (isfinite(sight) && sight > step) step = sight;
    if (!(step > 0)) step = 1;
    int exponent;
    frexp(fmin(fmax(step, 4 * least), 0x1p1000), &exponent);
    return ldexp(1, exponent - 1);
}

/* ---- limits ---- */

static const nb_limit NO_LIMIT = {NAN, INFINITY, 0};

static bool has_two_sides(const nb_quotient *q) {
    return isfinite(q->left) && isfinite(q->right);
}

/* Where the slopes of both sides come together as steps get shorter, or differ by no more than
 * noise: hL″ does, a kink's or a jump's do not. */
static bool comes_together(const nb_quotient *q, const nb_quotient *longer) {
    return fabs(nb_bend(q)) <= 0.75 * fabs(nb_bend(longer)) + 4 * (q->noise + longer->noise);
}

/* A quotient that gets larger and larger as steps get shorter has no limit yet. */
bool nb_is_growing(const nb_quotient *q, const nb_quotient *longer) {
    return fabs(q->central) > 1.5 * fabs(longer->central) + 4 * (q->noise + longer->noise);
}

/* On one side only: halved with the step's cube root or faster, an error is less than what three
 * halvings changed. */
static nb_limit limit_of_one_side(const nb_ladder *l, size_t k) {
    if (k < 3 || k >= NB_MOST_RUNGS) return NO_LIMIT;
    const nb_quotient *q = &l->rungs[k], *longer = &l->rungs[k - 3];
    double bound = 2 * fabs(q->central - longer->central) + q->noise + longer->noise;
    return isfinite(bound) ? (nb_limit){q->central, bound, k} : NO_LIMIT;
}

static double extrapolate(const nb_quotient *q, const nb_quotient *longer) {
    return (4 * q->central - longer->central) / 3;
}

nb_limit nb_limit_at(const nb_ladder *l, size_t k) {
    if (k < 2 || k >= NB_MOST_RUNGS) return NO_LIMIT;
    const nb_quotient *q = &l->rungs[k], *longer = q - 1, *longest = q - 2;
    if (!has_two_sides(q)) return limit_of_one_side(l, k);
    if (!has_two_sides(longer) || !has_two_sides(longest)) return NO_LIMIT;
    if (nb_is_growing(q, longer)) return NO_LIMIT;
    if (!comes_together(q, longer) || !comes_together(longer, longest)) return NO_LIMIT;
    double value = extrapolate(q, longer);
    double bound = fabs(value - extrapolate(longer, longest)) +
                   (4 * q->noise + longer->noise) / 3 + 4 * DBL_EPSILON * fabs(value);
    return isfinite(bound) ? (nb_limit){value, bound, k} : NO_LIMIT;
}

static double slope_of(const nb_quotient *q, int side) {
    return side < 0 ? q->left : q->right;
}

nb_limit nb_side_at(const nb_ladder *l, size_t k, int side) {
    if (k < 2 || k >= NB_MOST_RUNGS) return NO_LIMIT;
    const nb_quotient *q = &l->rungs[k], *longer = q - 1, *longest = q - 2;
    double value = 2 * slope_of(q, side) - slope_of(longer, side);
    double before = 2 * slope_of(longer, side) - slope_of(longest, side);
    double bound = fabs(value - before) + 2 * (2 * q->noise + longer->noise);
    return isfinite(bound) ? (nb_limit){value, bound, k} : NO_LIMIT;
}

nb_limit nb_best_limit(const nb_ladder *l, size_t from) {
    nb_limit best = NO_LIMIT;
    for (size_t k = from; k < l->count; k++) {
        nb_limit limit = nb_limit_at(l, k);
        if (limit.bound < best.bound) best = limit;
    }
    return best;
}

nb_limit nb_best_side(const nb_ladder *l, int side) {
    nb_limit best = NO_LIMIT;
    for (size_t k = 0; k < l->count; k++) {
        nb_limit limit = nb_side_at(l, k, side);
        if (limit.bound < best.bound) best = limit;
    }
    return best;
}

double nb_excess(const nb_ladder *l, const nb_limit *limit) {
    double length = fabs(l->rungs[limit->rung].central - limit->value), most = 1;
    for (size_t k = limit->rung + 1; k < l->count; k++) {
        const nb_quotient *q = &l->rungs[k];
        length /= 2; /* at least: on one side only it is no more than that */
        double off = fabs(q->central - limit->value) - length - limit->bound;
        if (off > q->noise * most) most = 2 * off / q->noise;
    }
    return most;
}
