/* How a gradient is judged, and when no verdict is given.
 *
 * A quotient whose bound is small beside the gradient, and that gives the gradient within it, shows
 * that it is right. Two steps are tried: a usual one, in proportion to the node's value, and one as
 * short as rounding allows, going by the gradient, for what changes as abruptly as 1/x² at 1e-8.
 * Where neither shows it, a ladder of steps is climbed down, from the length of the value itself,
 * or as far as takes the quotient out of the noise, to the next double.
 *
 * A gradient is wrong only where the ladder has a limit that is sure and another number, farther
 * off than twice the bound, the gradient's own rounding included, and where shorter steps do not
 * show otherwise at any node on the way: what happens within a long step may be lost in the
 * target's last places and still be seen at the node where it happens. A kink or a jump is one only
 * where an operator on the way has no derivative at just this point. In all other cases rounding
 * hides how it stands.
 *
 * Limits: a gradient that is wrong by less than the bound is taken for right, and so is a sum of
 * contributions that cancel to 2⁻²⁴ of their size. What ends within about three doubles cannot
 * be judged, nor what moves the target by less than its last places. At a node with the value 0,
 * two hundred halvings are tried. */
#include "calculus/judge.h"

#include <math.h>

#include "calculus/probe_lanes.h"
#include "graph/passes.h"

/* A quotient decides alone when its bound is at most this share of the gradient. */
static const double CLEAR = 0x1p-12;
/* The surest of a ladder decides with this one. */
static const double SURE = 0x1p-9;
/* Contributions that cancel leave a gradient that can only be compared to so much of these. */
static const double CANCELLED = 0x1p-24;
/* With a step that is as short as may be, rounding is this much smaller than the gradient. */
static const double SHORT = 0x1p28;
/* Smaller gradients have lost digits: doubles near their least are sparse. */
static const double LEAST = 0x1p-960;

typedef struct question {
    nb_probe *p;
    nb_node node;
    double gradient;
    nb_ahead *ahead; /* quotients of this node, and perhaps of others */
} question;

static nb_quotient measure(const question *of, double step) {
    return nb_ahead_get(of->ahead, of->p, of->node, step);
}

static double distance(double a, double b) {
    return isfinite(a - b) ? fabs(a - b) : INFINITY;
}

/* ---- shorter steps, at every node on the way ---- */

typedef struct witness {
    const question *of;
    double *limit, *length, *now; /* a node's slope, how far one of `step` is from it; at present */
    double step, shorter, off;
} witness;

/* Whether a node's slope over the shorter step contradicts its limit by what counts. */
static bool contradicts(const witness *w, nb_node i) {
    const nb_probe *p = w->of->p;
    double share = w->shorter / w->step, length = w->length[i], limit = fabs(w->limit[i]);
    if (!isfinite(limit)) return isfinite(w->now[i]) && p->weight[i] > 0;
    /* where the term in h² is a tenth of the slope, that in h⁴ is about a hundredth */
    double left = limit > 2 * length ? 2 * length * length / limit : length;
    double allowed = left + 2 * length * share + p->error[i] / w->shorter;
    return p->weight[i] * (fabs(w->now[i] - w->limit[i]) - allowed) > w->off / 4;
}

/* The slopes of all nodes over a step. */
static void spread(const question *of, double step, double *slopes) {
    for (size_t i = of->node; i <= of->p->target; i++) slopes[i] = 0;
    nb_probe_spread(of->p, of->node, step, slopes);
}

/* Also where it is interrupted: no further step is needed. */
static bool is_contradicted(const witness *w) {
    for (nb_node i = w->of->node; i <= w->of->p->target; i++)
        if (contradicts(w, i) || nb_graph_is_interrupted(w->of->p->graph, i)) return true;
    return false;
}

static bool is_witnessed(witness *w) {
    enum { STEPS = 30, RATIO = 128 };
    const question *of = w->of;
    double x = fabs(of->p->value[of->node]), least = nb_shortest_step(x);
    w->limit = of->p->spread[0], w->length = of->p->spread[1], w->now = of->p->spread[2];
    nb_node target = of->p->target;
    spread(of, 2 * w->step, w->length);
    spread(of, w->step, w->now);
    for (size_t i = of->node; i <= of->p->target; i++) {
        w->limit[i] = (4 * w->now[i] - w->length[i]) / 3;
        w->length[i] = fabs(w->limit[i] - w->now[i]);
    }
    double sure = fmax(fabs(w->limit[target]),
                       64 * (w->length[target] + of->p->error[target] / w->step));
    w->off = fmin(w->off, sure); /* even where no step is short enough to show the gradient */
    w->shorter = w->step / RATIO;
    if (x != 0 && w->shorter > x) w->shorter = x;
    for (int k = 0; k < STEPS; k++, w->shorter /= RATIO) {
        if (w->shorter < least) w->shorter = least, k = STEPS;
        spread(of, w->shorter, w->now);
        if (is_contradicted(w)) return false;
    }
    return true;
}

/* Whether a step is short enough to tell a gradient that is `off` so much. */
static bool holds_below(const question *of, double step, double off) {
    witness w = {.of = of, .step = step, .off = off};
    return is_witnessed(&w);
}

/* Whether the least step that rounding lets see anything is so long that nodes on the way do other
 * things within it than over a usual one, as in a chain whose gradient has vanished. */
static bool is_hopeless(const question *of, double usual) {
    const double seen = 0x1p10;
    nb_probe *p = of->p;
    double weight = p->weight[of->node], step = p->above[of->node] / weight * seen;
    witness w = {.of = of, .step = step, .shorter = usual, .off = weight};
    if (!(step > fabs(p->value[of->node])) || !(step > usual)) return false;
    if (isinf(step)) return weight > 0;
    w.limit = p->spread[0], w.length = p->spread[1], w.now = p->spread[2];
    spread(of, step, w.limit);
    spread(of, usual, w.now);
    for (size_t i = of->node; i <= p->target; i++) w.length[i] = 0;
    return is_contradicted(&w);
}

/* ---- one step ---- */

/* A step near the cube root of a double's precision, where rounding and length weigh the same; a
 * power of two, so that x ± h are exact for most x. */
static double usual_step(double x) {
    int exponent;
    frexp(fmax(fabs(x), 0.25), &exponent);
    return ldexp(1, exponent - 18);
}

/* One that is as short as rounding allows, going by the weight of the node. */
static double short_step(const nb_probe *p, nb_node node) {
    double step = p->above[node] / p->weight[node] * SHORT;
    int exponent;
    if (!isfinite(step) || step == 0) return usual_step(p->value[node]);
    frexp(fmin(fmax(step, 2 * nb_shortest_step(p->value[node])), 0x1p1000), &exponent);
    return ldexp(1, exponent - 1);
}

/* Whether a bound is small enough to say that the gradient is right. Where every path has a local
 * gradient of 0, as at the bottom of a valley, the slopes of both sides shrink with the step just
 * as the bound does, and only rounding could hide them. Contributions that cancel leave too little
 * to compare, unless they are seen themselves. */
static bool is_small(const question *of, double bound, const nb_quotient *q, double share) {
    double weight = of->p->weight[of->node], size = fabs(of->gradient);
    if (!isfinite(bound)) return false;
    if (weight == 0 && size == 0)
        return q->noise <= share * 32 * fmax(fabs(q->left), fabs(q->right)) || q->central == 0;
    if (bound <= share * fmax(size, fabs(q->central))) return true;
    return bound <= CANCELLED * weight && holds_below(of, q->step, weight / 16);
}

/* The jump at a step, of which `longer` is the next longer one, twice as long: curvature would be
 * halved. */
static bool is_sharp(const nb_quotient *q, const nb_quotient *longer) {
    double size = fabs(nb_bend(q)), before = fabs(nb_bend(longer));
    return size > 4 * q->noise && before > 4 * longer->noise && size > before / 1.5;
}

/* How far the slope changes within the rounding of the node's own value: it may be that of the
 * value that was meant, as of a sigmoid near 1, of which few digits of 1 − p are left. */
static double blur(const question *of, const nb_quotient *q) {
    double change = fabs(nb_bend(q)) / q->step * of->p->error[of->node];
    return isfinite(change) ? change : 0;
}

/* ---- quotients ahead ---- */

/* From `step` down, so many rungs as may be measured together with what is asked for already. */
static void look_down(const question *of, double step) {
    double least = nb_shortest_step(of->p->value[of->node]);
    for (; step >= least && of->ahead->count < NB_MOST_AHEAD; step /= 2)
        nb_ahead_add(of->ahead, of->node, step);
    nb_ahead_measure(of->ahead, of->p);
}

/* Where a first quotient has not decided, seldom one does before the ladder's. */
static void look_on(const question *of, double step) {
    double brief = short_step(of->p, of->node);
    of->ahead->count = 0;
    nb_ahead_add(of->ahead, of->node, step);
    nb_ahead_add(of->ahead, of->node, brief);
    nb_ahead_add(of->ahead, of->node, 2 * brief);
    look_down(of, nb_longest_step(of->p, of->node));
}

/* Whether two quotients, one of a step and one of twice that, have decided. */
static bool try_step(const question *of, double step, nb_judgement *found) {
    double slack = of->p->slack[of->node];
    nb_quotient q = measure(of, step);
    double off = distance(q.central, of->gradient), bound = q.noise + slack;
    *found = (nb_judgement){NB_VERDICT_RIGHT, q.central, bound, NAN, NAN, step};
    if (q.kinks == 0 && off <= bound) return is_small(of, bound, &q, CLEAR); /* twice: no smaller */
    if (nb_ahead_find(of->ahead, of->node, 2 * step) == NULL) look_on(of, 2 * step);
    nb_quotient twice = measure(of, 2 * step);
    found->bound = bound += distance(twice.central, q.central);
    if (!isfinite(bound) || is_sharp(&q, &twice) || nb_is_growing(&q, &twice)) return false;
    if (off <= bound) return is_small(of, bound, &q, CLEAR);
    found->verdict = NB_VERDICT_WRONG;
    return off > 16 * (bound + fabs(nb_bend(&q)) + blur(of, &q)) && holds_below(of, step, off);
}

/* ---- the ladder ---- */

/* Climbs down until a rung gives the gradient or all is noise. */
static bool climb(const question *of, nb_ladder *l, nb_judgement *found) {
    nb_probe *p = of->p;
    double step = nb_longest_step(p, of->node), least = nb_shortest_step(p->value[of->node]);
    for (l->count = 0; step >= least && l->count < NB_MOST_RUNGS; step /= 2) {
        nb_quotient *q = &l->rungs[l->count++];
        if (nb_ahead_find(of->ahead, of->node, step) == NULL) {
            of->ahead->count = 0;
            look_down(of, step);
        }
        *q = measure(of, step);
        nb_limit limit = nb_limit_at(l, l->count - 1);
        double bound = limit.bound + p->slack[of->node];
        *found = (nb_judgement){NB_VERDICT_RIGHT, limit.value, bound, NAN, NAN, step};
        if (q->kinks == 0 && distance(limit.value, of->gradient) <= bound &&
            is_small(of, bound, q, CLEAR))
            return true;
        double size = fmax(p->weight[of->node], fabs(of->gradient));
        size = fmax(size, fmax(fabs(q->left), fabs(q->right)));
        if (q->noise > 4 * size) break;
    }
    return false;
}

/* 0 where only rounding makes it another number. */
static double tidy(double number, double bound) {
    return fabs(number) <= bound ? 0 : number;
}

/* A jump is as high over any step, so that the slopes of both sides part the more, the shorter it
 * is. */
static bool is_jump(const nb_ladder *l) {
    for (size_t k = l->count; k-- > 2;) {
        const nb_quotient *q = &l->rungs[k];
        double now = fabs(nb_bend(q)), before = fabs(nb_bend(q - 1));
        if (!(now > 4 * q->noise)) continue;
        return now > 1.5 * before && before > 1.5 * fabs(nb_bend(q - 2));
    }
    return false;
}

/* At a point where an operator has no derivative. */
static bool find_edge(const question *of, const nb_ladder *l, nb_judgement *found) {
    nb_limit left = nb_best_side(l, -1), right = nb_best_side(l, 1);
    double slack = 2 * (left.bound + right.bound), g = of->gradient;
    const nb_quotient *near = &l->rungs[l->count - 1];
    if (is_jump(l)) {
        double none = 0x1p-20 * fabs(near->above - near->below);
        *found = (nb_judgement){NB_VERDICT_JUMP, NAN, NAN, tidy(near->below, none),
                                tidy(near->above, none), near->step};
        return true;
    }
    if (!(fabs(right.value - left.value) > 2 * slack)) return false;
    double off = fmax(fmin(left.value, right.value) - g, g - fmax(left.value, right.value));
    nb_limit *shorter = left.rung > right.rung ? &left : &right;
    *found = (nb_judgement){NB_VERDICT_KINK, (left.value + right.value) / 2, slack,
                            tidy(left.value, slack), tidy(right.value, slack),
                            l->rungs[shorter->rung].step};
    if (off > slack + 2 * of->p->slack[of->node])
        found->verdict = holds_below(of, found->step, off) ? NB_VERDICT_WRONG : NB_VERDICT_UNSEEN;
    return true;
}

/* So near to a kink that only one side has a slope: the one that the gradient is of. */
static bool fits_one_side(const question *of, const nb_ladder *l, nb_judgement *found) {
    for (int side = -1; side <= 1; side += 2) {
        nb_limit limit = nb_best_side(l, side);
        if (limit.bound <= CLEAR * fabs(of->gradient) &&
            distance(limit.value, of->gradient) <= 2 * limit.bound) {
            *found = (nb_judgement){NB_VERDICT_RIGHT, limit.value, 2 * limit.bound, NAN, NAN,
                                    l->rungs[limit.rung].step};
            return true;
        }
    }
    return false;
}

/* What a limit of the ladder says: RIGHT, WRONG, or UNSEEN where it is not sure enough. */
static nb_judgement judge_limit(const question *of, const nb_ladder *l, const nb_limit *limit) {
    const nb_quotient *q = &l->rungs[limit->rung];
    double slack = of->p->slack[of->node] + blur(of, q);
    double bound = 2 * (limit->bound * nb_excess(l, limit) + slack);
    double off = distance(limit->value, of->gradient);
    nb_judgement found = {NB_VERDICT_UNSEEN, limit->value, bound, NAN, NAN, q->step};
    if (off <= bound && is_small(of, bound, q, SURE)) found.verdict = NB_VERDICT_RIGHT;
    if (off > 2 * bound && holds_below(of, q->step, off)) found.verdict = NB_VERDICT_WRONG;
    return found;
}

/* The surest limit first; one that shorter steps belie is followed by the surest of these. */
static nb_judgement judge_by_ladder(const question *of) {
    nb_ladder l;
    nb_judgement found, first = {NB_VERDICT_UNSEEN, NAN, INFINITY, NAN, NAN, 0};
    if (climb(of, &l, &found)) return found;
    if (l.count == 0) return first; /* no step is long enough to see and short enough to count */
    const nb_quotient *last = &l.rungs[l.count - 1];
    if (last->kinks > 0 && find_edge(of, &l, &found)) return found;
    first = (nb_judgement){NB_VERDICT_UNSEEN, last->central, INFINITY, NAN, NAN, last->step};
    if (!isfinite(last->central)) first.verdict = NB_VERDICT_NOT_FINITE;
    for (size_t from = 0;;) {
        nb_limit best = nb_best_limit(&l, from);
        if (!isfinite(best.bound)) break;
        found = judge_limit(of, &l, &best);
        if (found.verdict != NB_VERDICT_UNSEEN) return found;
        if (from == 0) first = found;
        from = best.rung + 1;
    }
    (void)fits_one_side(of, &l, &first);
    return first;
}

/* ---- the judgement ---- */

static nb_judgement judge(const question *of) {
    nb_probe *p = of->p;
    double x = p->value[of->node], least = fmax(p->weight[of->node], fabs(of->gradient));
    nb_judgement found = {NB_VERDICT_NOT_FINITE, NAN, NAN, NAN, NAN, 0};
    if (!isfinite(of->gradient) || !isfinite(x) || !isfinite(p->value[p->target])) return found;
    if (try_step(of, usual_step(x), &found)) return found;
    found.verdict = NB_VERDICT_UNSEEN;
    if ((least > 0 && least < LEAST) || is_hopeless(of, usual_step(x))) return found;
    return try_step(of, short_step(p, of->node), &found) ? found : judge_by_ladder(of);
}

/* Several kinks have several conventions, which may add up to another slope than any near by. At
 * the end of where the target is defined a convention stands for a slope that need not be finite:
 * that of x·ln x at 0. */
static nb_judgement judge_finally(const question *of) {
    nb_judgement found = judge(of);
    if (found.verdict == NB_VERDICT_WRONG) {
        nb_quotient near = measure(of, usual_step(of->p->value[of->node]));
        bool end = !isfinite(near.above) || !isfinite(near.below);
        if (near.kinks > 0 && end)
            return (nb_judgement){NB_VERDICT_NOT_FINITE, NAN, NAN, NAN, NAN, near.step};
    }
    if (found.verdict != NB_VERDICT_WRONG ||
        distance(found.numerical, of->gradient) > of->p->doubt[of->node] + found.bound ||
        measure(of, usual_step(of->p->value[of->node])).kinks < 2)
        return found;
    found.verdict = NB_VERDICT_KINK;
    if (isnan(found.left)) found.left = found.right = found.numerical;
    return found;
}

nb_judgement nb_judge(nb_probe *p, nb_node node, double gradient) {
    nb_ahead none = {.count = 0};
    const question of = {p, node, gradient, &none};
    return judge_finally(&of);
}

/* Whether a quotient gives the gradient, and only its noise is too large. */
static bool is_hidden(const nb_probe *p, const nb_found_ahead *f, double gradient) {
    const nb_quotient *q = &f->quotient;
    double bound = q->noise + p->slack[f->node];
    return q->kinks == 0 && distance(q->central, gradient) <= bound &&
           !(bound <= CLEAR * fmax(fabs(gradient), fabs(q->central)));
}

/* Most are judged by their first quotients, which are measured together; most of the others, as the
 * terms of a long sum, by the shortest ones that rounding allows, which are, too. */
void nb_judge_several(nb_probe *p, const nb_node *nodes, const double *gradients, size_t count,
                      nb_judgement *found) {
    nb_ahead first = {.count = 0}, second = {.count = 0};
    for (size_t i = 0; i < count; i++)
        nb_ahead_add(&first, nodes[i], usual_step(p->value[nodes[i]]));
    nb_ahead_measure(&first, p);
    for (size_t i = 0; first.count > 0 && i < count; i++)
        if (is_hidden(p, &first.list[i], gradients[i]))
            nb_ahead_add(&second, nodes[i], short_step(p, nodes[i]));
    if (second.count > 0) nb_ahead_measure(&second, p);
    for (size_t i = 0; i < count && !nb_graph_is_interrupted(p->graph, 0); i++) {
        nb_ahead own = {.count = 0};
        const nb_ahead *rounds[] = {&first, &second};
        for (int r = 0; r < 2; r++)
            for (size_t k = 0; k < rounds[r]->count; k++)
                if (rounds[r]->list[k].node == nodes[i]) own.list[own.count++] = rounds[r]->list[k];
        found[i] = judge_finally(&(const question){p, nodes[i], gradients[i], &own});
    }
}

nb_status nb_judge_nodes(nb_probe *p, nb_arena *arena, const nb_node *nodes, size_t count,
                         nb_judgement *found) {
    double gradients[NB_MOST_AHEAD];
    nb_status status = nb_probe_widen(p, arena);
    for (size_t i = 0, part; i < count && status == NB_STATUS_OK; i += part) {
        part = count - i < NB_MOST_AHEAD ? count - i : NB_MOST_AHEAD;
        for (size_t k = 0; k < part; k++)
            gradients[k] = nb_graph_gradient(p->graph, nodes[i + k]);
        nb_judge_several(p, nodes + i, gradients, part, found + i);
        if (nb_graph_is_interrupted(p->graph, 0)) status = NB_STATUS_ERROR;
    }
    return status;
}
