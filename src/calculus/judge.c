/* How a gradient is judged. A central difference of step h errs by h²L‴/6, which a second step
 * tells, and by the noise of L over h. Where both are small beside the gradient, a gradient farther
 * off is wrong, unless a step that is as short as noise allows says otherwise: L may swing many
 * times within a longer one. Near a kink the slopes on both sides differ, L being bent by their
 * jump; a jump that shrinks with the step is only curvature, hL″. So the steps go down until the
 * jump has gone, or does not go. */
#include "calculus/judge.h"

#include <math.h>

enum { RATIO = 8, MOST_STEPS = 400 };

/* A quotient decides alone when its bound is at most this share of the slopes. */
static const double CLEAR = 0x1p-7;
/* Smaller gradients have lost digits: doubles near their least are sparse. */
static const double LEAST = 0x1p-960;

nb_quotient nb_measure(nb_probe *p, nb_node node, double step) {
    double x = p->value[node], value = p->value[p->target];
    double over = x + step, under = x - step, noise;
    nb_quotient q;
    q.above = nb_probe_run(p, &node, &over, 1);
    noise = p->noise;
    q.kinks = p->kinks;
    q.below = nb_probe_run(p, &node, &under, 1);
    noise = fmax(noise, p->noise);
    if (p->kinks > q.kinks) q.kinks = p->kinks;
    q.left = (value - q.below) / (x - under);
    q.right = (q.above - value) / (over - x);
    q.central = (q.above - q.below) / (over - under);
    q.noise = 2 * noise / (over - under);
    if (isfinite(q.central)) return q;
    q.central = isfinite(q.right) ? q.right : q.left;
    q.noise *= 2;
    return q;
}

/* What has to be small beside the slopes for a gradient to be seen: the bound. But where every path
 * has a local gradient of 0, as at the bottom of a valley, the slopes shrink with the step just as
 * the bound does, and only rounding could hide them. */
static double blur(const nb_probe *p, nb_node node, double gradient, double bound, double noise) {
    return gradient == 0 && p->weight[node] == 0 ? noise : bound;
}

/* How much steeper it is on the right; 0 where there is one side only. */
static double jump(const nb_quotient *q) {
    return isfinite(q->left) && isfinite(q->right) ? q->right - q->left : 0;
}

/* What the bounds are to be small beside. */
static double scale(const nb_probe *p, nb_node node, const nb_quotient *q) {
    double size = p->weight[node];
    if (isfinite(q->left)) size = fmax(size, fabs(q->left));
    if (isfinite(q->right)) size = fmax(size, fabs(q->right));
    return size;
}

/* The jump at a step, of which `smaller` is the next smaller one by `ratio`, is more than rounding
 * and curvature: curvature would shrink with the step. */
static bool is_sharp(const nb_quotient *q, const nb_quotient *smaller) {
    double size = fabs(jump(q)), next = fabs(jump(smaller));
    return size > 4 * q->noise && next > 4 * smaller->noise && next > size / 1.5;
}

static double distance(double a, double b) {
    return isfinite(a - b) ? fabs(a - b) : INFINITY;
}

/* The slope grows without end as the step shrinks by RATIO, as that of a root at 0 does. */
static bool is_endless(const nb_quotient *q, const nb_quotient *smaller) {
    return fabs(smaller->central) > 2 * fabs(q->central) + smaller->noise;
}

/* ---- steps of all lengths ---- */

typedef struct search {
    nb_quotient q, smaller; /* of the best step, and of the next smaller one */
    double step;
    double bound;           /* of rounding and of the step's length */
    bool sharp;             /* the slopes on both sides differ, and do so over the smaller step */
} search;

/* Whether the quotient says already how it stands with the gradient. */
static bool is_decided(const search *found, double gradient, double size) {
    double off = distance(found->q.central, gradient), bend = fabs(jump(&found->q));
    bool sure = found->bound + bend / 2 <= size / 256;
    return sure && (off <= found->bound || off > 4 * (found->bound + bend));
}

/* The least step that makes sense beside x. */
static double least_step(double x) {
    return x != 0 ? fmax(fmin(fabs(x), 1) * 0x1p-40, fabs(x) * 0x1p-46) : 0x1p-60;
}

/* Goes down from a step for the one whose quotient is the surest. */
static search find_best(nb_probe *p, nb_node node, double gradient, double step) {
    double least = least_step(p->value[node]), error = INFINITY;
    search found = {.q = nb_measure(p, node, step), .step = step, .bound = INFINITY};
    nb_quotient before = found.q;
    for (int i = 0; i < MOST_STEPS && step > least; i++) {
        step /= RATIO;
        nb_quotient now = nb_measure(p, node, step);
        /* an error that goes as the step's cube root or faster has halved at least */
        double bound = distance(now.central, before.central) + now.noise;
        before = now;
        if (bound + fabs(jump(&now)) / 2 < error) {
            error = bound + fabs(jump(&now)) / 2;
            found = (search){.q = now, .step = step, .bound = bound};
        } else if (is_decided(&found, gradient, scale(p, node, &found.q))) {
            break; /* from here on rounding only grows */
        }
    }
    found.smaller = nb_measure(p, node, found.step / RATIO);
    found.sharp = is_sharp(&found.q, &found.smaller);
    return found;
}

/* 0 where only rounding makes it another number. */
static double tidy(double number, double bound) {
    return fabs(number) <= bound ? 0 : number;
}

/* One side's slope errs by hL″/2, of which the smaller step shows seven eighths. */
static nb_judgement judge_kink(const search *best, double gradient) {
    const nb_quotient *q = &best->smaller;
    double slack = 2 * (best->bound + q->noise + distance(q->left, best->q.left) +
                        distance(q->right, best->q.right));
    bool between = gradient >= fmin(q->left, q->right) - slack &&
                   gradient <= fmax(q->left, q->right) + slack;
    return (nb_judgement){between ? NB_VERDICT_KINK : NB_VERDICT_WRONG, q->central, slack,
                          tidy(q->left, slack), tidy(q->right, slack)};
}

static nb_judgement judge_search(nb_probe *p, nb_node node, double gradient, const search *best) {
    const nb_quotient *q = &best->q;
    nb_judgement found = {NB_VERDICT_NOT_FINITE, q->central, best->bound, NAN, NAN};
    if (!isfinite(q->central) || !isfinite(best->bound)) return found;
    if (best->sharp) { /* a jump is the same height over any step */
        if (!(fabs(jump(&best->smaller)) > 4 * fabs(jump(q)))) return judge_kink(best, gradient);
        nb_quotient near = nb_measure(p, node, least_step(p->value[node]));
        double none = 0x1p-20 * fabs(near.above - near.below);
        return (nb_judgement){NB_VERDICT_JUMP, NAN, NAN, tidy(near.below, none),
                              tidy(near.above, none)};
    }
    double size = fmax(scale(p, node, q), fabs(gradient));
    found.verdict = NB_VERDICT_RIGHT;
    if (distance(q->central, gradient) > 2 * best->bound + fabs(jump(q)))
        found.verdict = NB_VERDICT_WRONG;
    else if (gradient == 0 && p->weight[node] == 0 && is_endless(q, &best->smaller))
        found.verdict = NB_VERDICT_NOT_FINITE;
    else if (blur(p, node, gradient, best->bound, q->noise) > size / 16)
        found.verdict = NB_VERDICT_UNSEEN;
    return found;
}

/* A step so short that noise just leaves `size` in clear sight. */
static nb_quotient measure_short(nb_probe *p, nb_node node, double step, double noise,
                                 double size) {
    double shorter = fmax(step * 32 * noise / size, least_step(p->value[node]));
    return nb_measure(p, node, fmin(step, shorter));
}

/* Whether the shortest step that can tell says the same. */
static bool is_confirmed(nb_probe *p, nb_node node, double gradient, const search *best,
                         nb_verdict verdict) {
    const nb_quotient *q = &best->q;
    double off = distance(q->central, gradient), bend = fabs(jump(q));
    nb_quotient near;
    if (verdict == NB_VERDICT_JUMP) {
        near = nb_measure(p, node, least_step(p->value[node]));
        return fabs(near.above - near.below) > fabs(q->above - q->below) / 2;
    }
    if (best->sharp) {
        near = measure_short(p, node, best->step, q->noise, bend);
        return distance(near.left, q->left) + distance(near.right, q->right) < bend / 2;
    }
    if (verdict != NB_VERDICT_WRONG) return true;
    near = measure_short(p, node, best->step, q->noise, off);
    return distance(near.central, gradient) > 4 * near.noise + fabs(jump(&near)) / 2;
}

/* From steps as long as the node is large down; again from shorter ones where they misled. */
static nb_judgement judge_thoroughly(nb_probe *p, nb_node node, double gradient) {
    double step = fmax(fabs(p->value[node]), 1) / 128, least = least_step(p->value[node]);
    for (;;) {
        search best = find_best(p, node, gradient, step);
        nb_judgement found = judge_search(p, node, gradient, &best);
        if (best.step <= least || is_confirmed(p, node, gradient, &best, found.verdict))
            return found;
        step = best.step / RATIO;
    }
}

/* ---- the judgement ---- */

/* A step near the cube root of a double's precision, where rounding and length weigh the same; a
 * power of two, so that x ± h are exact for most x. */
static double usual_step(double x) {
    int exponent;
    frexp(fmax(fabs(x), 0.25), &exponent);
    return ldexp(1, exponent - 18);
}

static nb_judgement judge(nb_probe *p, nb_node node, double gradient) {
    double x = p->value[node], step = usual_step(x);
    nb_judgement found = {NB_VERDICT_NOT_FINITE, NAN, NAN, NAN, NAN};
    if (!isfinite(gradient) || !isfinite(x) || !isfinite(p->value[p->target])) return found;
    nb_quotient q = nb_measure(p, node, step);
    double off = fabs(q.central - gradient), size = scale(p, node, &q);
    double least = fmax(p->weight[node], fabs(gradient));
    found = (nb_judgement){NB_VERDICT_UNSEEN, q.central, q.noise, NAN, NAN};
    if (least > 0 && least < LEAST) return found;
    found.verdict = NB_VERDICT_RIGHT;
    bool clear = q.noise <= CLEAR * size;
    if (q.kinks == 0 && (off == 0 || (clear && off <= q.noise))) return found;
    nb_quotient twice = nb_measure(p, node, 2 * step);
    found.bound = q.noise + distance(twice.central, q.central);
    bool seen = blur(p, node, gradient, found.bound, q.noise) <= CLEAR * size;
    if (!is_sharp(&twice, &q) && off <= found.bound && (off == 0 || seen)) return found;
    found.verdict = NB_VERDICT_WRONG;
    search usual = {.q = q, .step = step};
    if (off > 16 * (found.bound + fabs(jump(&q))) &&
        is_confirmed(p, node, gradient, &usual, NB_VERDICT_WRONG))
        return found;
    return judge_thoroughly(p, node, gradient);
}

/* L ends nearer to the node than the shortest step reaches, and bends all the way there: log(1 - p)
 * at a p that is nearly 1. What the other side says of the slope then says nothing of it here. */
static bool is_at_end(nb_probe *p, nb_node node) {
    double least = least_step(p->value[node]);
    nb_quotient near = nb_measure(p, node, least), far = nb_measure(p, node, RATIO * least);
    if (isfinite(near.left) && isfinite(near.right)) return false;
    return !(distance(near.central, far.central) <= fabs(near.central) / 4);
}

/* Several kinks have several conventions, which may add up to another slope than any near by. */
nb_judgement nb_judge(nb_probe *p, nb_node node, double gradient) {
    nb_judgement found = judge(p, node, gradient);
    if (found.verdict == NB_VERDICT_WRONG && is_at_end(p, node)) found.verdict = NB_VERDICT_UNSEEN;
    if (found.verdict != NB_VERDICT_WRONG ||
        distance(found.numerical, gradient) > p->doubt[node] + found.bound ||
        nb_measure(p, node, usual_step(p->value[node])).kinks < 2)
        return found;
    found.verdict = NB_VERDICT_KINK;
    if (isnan(found.left)) found.left = found.right = found.numerical;
    return found;
}
