/* How the loss went: the last training, and before it those that were called something. */
#include "plots/loss.h"

#include <math.h>
#include <string.h>

#include "base/ticks.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "learn/loss_history.h"
#include "plots/axis.h"

enum { MOST_RUNS = NB_MOST_CURVES / 2, TABLE_ROWS = 13 };

/* The runs, the earliest first; of two that are called the same the later one. */
static size_t list_runs(const nb_history_of_loss *h, const nb_history_of_loss **runs) {
    size_t count = 0;
    for (; h != NULL && count < MOST_RUNS; h = h->earlier) {
        bool again = false;
        for (size_t i = 0; i < count; i++)
            again = again || (h->run != NULL && runs[i]->run != NULL &&
                              strcmp(h->run, runs[i]->run) == 0);
        if (!again) runs[count++] = h;
    }
    for (size_t i = 0; i < count / 2; i++) {
        const nb_history_of_loss *run = runs[i];
        runs[i] = runs[count - 1 - i];
        runs[count - 1 - i] = run;
    }
    return count;
}

static nb_status add_curve(nb_plotting *p, const nb_history_of_loss *h, bool test) {
    nb_sheet *s = p->s;
    nb_writer name = {.s = s};
    double *x = nb_result_array(s->result, h->count, sizeof *x);
    double *y = nb_result_array(s->result, h->count, sizeof *y);
    if (x == NULL || y == NULL) return NB_STATUS_NO_MEMORY;
    if (h->run != NULL) nb_write_word(&name, nb_result_text(s->result, h->run, strlen(h->run)));
    else nb_write_text(&name, h->name);
    if (test) name.text = nb_test_loss_name(s, name.text);
    for (size_t i = 0; i < h->count; i++) x[i] = (double)(i * h->every);
    memcpy(y, test ? h->tests : h->numbers, h->count * sizeof *y);
    p->block->curves[p->block->count++] =
        (nb_curve){.name = name.text, .x = x, .y = y, .count = h->count};
    return NB_STATUS_OK;
}

/* An axis of powers of ten where losses above 0 differ by a factor of a hundred or more. */
static void choose_axis(nb_plot_block *b) {
    const double factor = 100;
    double low = INFINITY, high = 0;
    for (size_t k = 0; k < b->count; k++)
        for (size_t i = 0; i < b->curves[k].count; i++) {
            double y = b->curves[k].y[i];
            if (!isfinite(y)) continue;
            low = fmin(low, y);
            high = fmax(high, y);
        }
    if (!(low > 0 && high / low >= factor)) return;
    b->y = (nb_axis){.low = pow(10, floor(log10(low) + 1e-9)),
                     .high = pow(10, ceil(log10(high) - 1e-9)), .logarithmic = true};
}

/* The losses of some epochs, round ones and the last. */
static nb_status add_table(nb_plotting *p, double last) {
    const nb_plot_block *b = p->block;
    size_t columns = b->count + 1, rows = 0;
    double *numbers = nb_arena_add(&p->s->scratch, (TABLE_ROWS + 2) * columns, sizeof *numbers);
    if (numbers == NULL) return NB_STATUS_NO_MEMORY;
    double step = fmax(1, nb_tick_step(last, TABLE_ROWS - 1));
    for (double at = 0; at <= last && rows < TABLE_ROWS + 2; rows++) {
        double *row = numbers + rows * columns;
        row[0] = at;
        for (size_t k = 0; k < b->count; k++) {
            const nb_curve *c = &b->curves[k];
            double every = c->count > 1 ? c->x[1] : 1, i = rint(at / every);
            row[k + 1] = i < (double)c->count ? c->y[(size_t)i] : NAN;
        }
        at = at < last && at + step > last ? last : at + step;
    }
    return nb_plot_table(p, numbers, rows, b->count);
}

nb_status nb_plot_loss(nb_plotting *p) {
    nb_sheet *s = p->s;
    nb_plot_block *b = p->block;
    const nb_history_of_loss *runs[MOST_RUNS], *h = s->state.learned.history;
    if (h == NULL) return nb_fail_plain(s, NB_PLAIN(PLOT_NO_LOSS), NB_PLAIN(HINT_PLOT_LOSS));
    size_t count = list_runs(h, runs);
    double last = 1;
    b->curves = nb_result_array(s->result, NB_MOST_CURVES, sizeof *b->curves);
    nb_status status = b->curves != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        status = add_curve(p, runs[i], false);
        if (status == NB_STATUS_OK && runs[i]->tests != NULL) status = add_curve(p, runs[i], true);
        last = fmax(last, (double)((runs[i]->count - 1) * runs[i]->every));
    }
    if (status != NB_STATUS_OK) return status;
    b->x = (nb_axis){.name = nb_plot_words(s, NB_MESSAGE_HEAD_EPOCH), .low = 0, .high = last};
    p->low = 0;
    p->high = last;
    choose_axis(b);
    if (!b->y.logarithmic || nb_clause_get(p->st, "y") != NULL) {
        b->y.logarithmic = false;
        status = nb_plot_fit(p, false);
    }
    return status == NB_STATUS_OK ? add_table(p, last) : status;
}
