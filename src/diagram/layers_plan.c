/* Owns the places of a network in layers.
 *
 * Every place is computed here: columns stay columns, arrows straight, and a weight stands on its
 * arrow where no other number does. Lengths are inches. `down` turns it all: what goes from left to
 * right goes from top to bottom then, and numbers stand on the right of circles, not below. */
#include "diagram/layers_plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/dot_label.h"
#include "view/formula.h"
#include "view/message.h"
#include "view/number.h"

enum {
    MOST_DIGITS = 4, MOST_LABELS = 24, CANDIDATES = 25, ROUNDS = 4,
    LARGE = 14, MIDDLE = 12, NAME = 11, SMALL = 10 /* points */
};

static const double RADIUS = NB_LAYERS_RADIUS, NARROW = 1.7, WIDER = 0.12;
static const double LETTER = 0.078, LINE = 0.16; /* of a small number */
static const double ROW = 1.05; /* units of a column */
static const double BESIDE = 0.45; /* more, where numbers stand beside circles */
/* An arrow that is steeper would cross the numbers that stand at the circles it leads to. */
static const double STEEPEST = 0.6;

static bool is_down(const nb_layers_plan *d) {
    return d->picture->look.down;
}

/* ---- texts ---- */

static nb_text_run *add_run(nb_layers_item *item, nb_run_kind kind, int points, nb_colour colour) {
    nb_text_run *run = &item->runs[item->run_count++];
    *run = (nb_text_run){.kind = kind, .points = points, .colour = colour,
                         .newline = item->run_count > 1};
    return run;
}

/* Behind the one before, in its line. */
static nb_text_run *go_on(nb_layers_item *item, nb_run_kind kind, int points, nb_colour colour) {
    nb_text_run *run = add_run(item, kind, points, colour);
    run->newline = false;
    return run;
}

static void add_words(nb_layers_item *item, int points, const char *words, bool bold) {
    nb_text_run *run = add_run(item, NB_RUN_WORDS, points, NB_COLOUR_INK);
    run->text = words;
    run->bold = bold;
}

static void add_number(nb_layers_item *item, double number, nb_colour colour) {
    nb_text_run *run = add_run(item, NB_RUN_NUMBER, SMALL, colour);
    run->number = number;
    run->bold = colour == NB_COLOUR_GRADIENT;
}

static const char *keep(nb_layers_plan *d, const char *text) {
    const char *kept = nb_arena_text(d->arena, text, strlen(text));
    if (kept == NULL) d->failed = true;
    return kept != NULL ? kept : "";
}

static const char *words_of(nb_layers_plan *d, const nb_message *message) {
    nb_buffer words;
    nb_buffer_init(&words, d->arena->memory);
    nb_view_message(&words, d->view, message);
    const char *kept = words.length > 0 ? keep(d, words.data) : "";
    if (words.failed) d->failed = true;
    nb_buffer_clear(&words);
    return kept;
}

/* ---- places ---- */

static double x_of(const nb_layers_plan *d, const nb_figure_vertex *v) {
    double across = ((double)(d->places[v->column] - 1) / 2 - v->place) * d->row;
    return is_down(d) ? -across : d->at[v->column];
}

static double y_of(const nb_layers_plan *d, const nb_figure_vertex *v) {
    double across = ((double)(d->places[v->column] - 1) / 2 - v->place) * d->row;
    return is_down(d) ? -d->at[v->column] : across;
}

static bool is_labelled(const nb_layers_plan *d, const nb_figure_edge *edge) {
    return edge->has_weight && d->labels[d->f->vertices[edge->to].column] <= MOST_LABELS;
}

/* How far arrows into a column lead up or down. */
static double place_behind(const nb_layers_plan *d, size_t column, double least) {
    const struct nb_figure *f = d->f;
    for (size_t i = 0; i < f->edge_count; i++) {
        const nb_figure_vertex *a = &f->vertices[f->edges[i].from];
        const nb_figure_vertex *b = &f->vertices[f->edges[i].to];
        if (b->column != column || a->column >= column) continue;
        double rise = is_down(d) ? fabs(x_of(d, b) - x_of(d, a)) : fabs(y_of(d, b) - y_of(d, a));
        if (d->at[a->column] + STEEPEST * rise > least) least = d->at[a->column] + STEEPEST * rise;
    }
    return least;
}

/* The more weights stand between two columns, and the steeper arrows are, the further apart. */
static void place_columns(nb_layers_plan *d) {
    const struct nb_figure *f = d->f;
    for (size_t i = 0; i < f->vertex_count; i++)
        if (f->vertices[i].place + 1 > d->places[f->vertices[i].column])
            d->places[f->vertices[i].column] = f->vertices[i].place + 1;
    for (size_t i = 0; i < f->edge_count; i++) {
        if (!f->edges[i].has_weight) continue;
        d->labels[f->vertices[f->edges[i].to].column]++;
        double weight = fabs(f->edges[i].weight);
        if (isfinite(weight) && weight > d->largest) d->largest = weight;
    }
    for (size_t c = 1; c < f->column_count; c++) {
        size_t labels = d->labels[c] > MOST_LABELS ? 0 : d->labels[c];
        double wide = d->labels[c] > MOST_LABELS ? 1 : 0;
        d->at[c] = place_behind(d, c, d->at[c - 1] + NARROW + WIDER * (double)labels + wide);
    }
}

/* How far a point is from the line of an edge; far, where it is beside its ends. */
static double distance(const nb_layers_plan *d, const nb_figure_edge *edge, double x, double y) {
    const nb_figure_vertex *a = &d->f->vertices[edge->from], *b = &d->f->vertices[edge->to];
    double dx = x_of(d, b) - x_of(d, a), dy = y_of(d, b) - y_of(d, a);
    double length = hypot(dx, dy), along = (x - x_of(d, a)) * dx + (y - y_of(d, a)) * dy;
    if (along < 0 || along > length * length || length == 0) return HUGE_VAL;
    return fabs((y - y_of(d, a)) * dx - (x - x_of(d, a)) * dy) / length;
}

/* How bad a place is: numbers that overlap are worse than arrows behind a number. */
static double judge_place(const nb_layers_plan *d, size_t index, const nb_layers_tag *t,
                          double away) {
    double bad = away;
    for (size_t i = 0; i < d->f->edge_count; i++) {
        const nb_layers_tag *o = &d->tags[i];
        if (i == index) continue;
        double x = (o->width + t->width) / 2 - fabs(o->x - t->x);
        double y = (o->height + t->height) / 2 - fabs(o->y - t->y);
        if (o->width > 0 && x > 0 && y > 0) bad += 3 + 20 * x * y;
        if (distance(d, &d->f->edges[i], t->x, t->y) < t->height / 2) bad += 0.3;
    }
    return bad;
}

static double width_of(nb_layers_plan *d, nb_buffer *words) {
    double width = LETTER * (double)nb_utf8_width(words->data, words->length);
    if (words->failed) d->failed = true;
    nb_buffer_clear(words);
    return width;
}

static double number_width(nb_layers_plan *d, double number) {
    nb_buffer words;
    nb_buffer_init(&words, d->arena->memory);
    nb_view_number(&words, number, d->digits);
    return width_of(d, &words);
}

static double formula_width(nb_layers_plan *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->arena->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    return width_of(d, &words);
}

/* A weight stands where it does least harm, not on a circle. */
static void place_weight(nb_layers_plan *d, size_t index) {
    const nb_figure_edge *edge = &d->f->edges[index];
    const nb_figure_vertex *a = &d->f->vertices[edge->from], *b = &d->f->vertices[edge->to];
    double dx = x_of(d, b) - x_of(d, a), dy = y_of(d, b) - y_of(d, a), least = HUGE_VAL;
    double width = number_width(d, edge->weight), other = 0;
    double height = edge->has_gradient ? 2 * LINE : LINE;
    if (edge->has_gradient) other = number_width(d, edge->gradient) * 1.1;
    if (other > width) width = other;
    double length = is_down(d) ? -dy : dx, size = is_down(d) ? height : width;
    double end = (RADIUS + 0.08 + size / 2) / (length > 0 ? length : 1);
    nb_layers_tag best = {0};
    for (int i = 0; i < CANDIDATES; i++) {
        double part = end + (1 - 2 * end) * i / (CANDIDATES - 1);
        nb_layers_tag t = {x_of(d, a) + part * dx, y_of(d, a) + part * dy, width, height};
        double bad = judge_place(d, index, &t, fabs(part - 0.35));
        if (bad < least) {
            least = bad;
            best = t;
        }
    }
    d->tags[index] = best;
}

/* First one after the other; then each again, knowing where all others are. */
static void place_weights(nb_layers_plan *d) {
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < d->f->edge_count; i++)
            if (is_labelled(d, &d->f->edges[i])) place_weight(d, i);
    for (size_t i = 0; i < d->f->edge_count; i++)
        if (d->f->edges[i].has_weight && !is_labelled(d, &d->f->edges[i]))
            d->has_unlabelled = true;
}

/* ---- items ---- */

static nb_layers_item *add_item(nb_layers_plan *d, char kind, size_t index, nb_item_shape shape,
                         double x, double y) {
    nb_layers_item *item = &d->items[d->item_count++];
    *item = (nb_layers_item){.kind = kind, .index = index, .shape = shape, .x = x, .y = y};
    return item;
}

/* The picture reaches so far around a point. */
static void reach(nb_layers_plan *d, double x, double y, double wide, double high) {
    if (x - wide < d->left) d->left = x - wide;
    if (x + wide > d->right) d->right = x + wide;
    if (y - high < d->low) d->low = y - high;
    if (y + high > d->high) d->high = y + high;
}

static nb_layers_item *add_vertex_item(nb_layers_plan *d, size_t index, nb_item_shape shape) {
    double x = x_of(d, &d->f->vertices[index]), y = y_of(d, &d->f->vertices[index]);
    reach(d, x, y, RADIUS + 0.1, RADIUS + 0.1);
    return add_item(d, 'n', index, shape, x, y);
}

static void add_name(const nb_layers_plan *d, nb_layers_item *item, const nb_figure_vertex *v,
                     int points) {
    bool formula = v->label == NULL && v->formula.count > 0;
    nb_run_kind kind = v->label != NULL ? NB_RUN_ELEMENT : formula ? NB_RUN_FORMULA : NB_RUN_WORDS;
    nb_text_run *run = add_run(item, kind, points, NB_COLOUR_INK);
    run->bold = true;
    run->formula = &v->formula;
    run->text = v->label != NULL ? v->label : d->view->ascii ? "+" : "Σ";
}

/* A name that a circle has no room for stands above it, or on the left of an input; from top to
 * bottom the other way round. */
static bool fits(const nb_figure_vertex *v) {
    if (v->label == NULL) return v->formula.count <= 3;
    return nb_dot_name_columns(v->label) <= 4;
}

/* How wide and high a name is. */
static nb_layers_tag measure(nb_layers_plan *d, const nb_figure_vertex *v) {
    if (v->label == NULL)
        return (nb_layers_tag){.width = formula_width(d, &v->formula), .height = LINE};
    double lines = (double)nb_dot_name_lines(d->view, d->arena->memory, v->label);
    if (lines == 0) d->failed = true;
    double width = 0.09 * (double)nb_dot_name_columns(v->label);
    return (nb_layers_tag){.width = lines > 1 ? width / lines + 0.3 : width,
                           .height = LINE * lines};
}

/* What stands below a circle: the function, where the column does not say it, and the numbers. */
static void add_below(nb_layers_plan *d, size_t index, const nb_figure_vertex *v) {
    const char *shared = d->f->columns[v->column].symbol;
    bool own = v->kind == NB_FIGURE_UNIT && v->symbol != NULL && shared == NULL;
    bool formula = v->kind == NB_FIGURE_UNIT && v->symbol == NULL && v->formula.count > 0;
    if (!own && !formula && !v->has_value && !v->has_gradient) return;
    int rows = (own || formula) + v->has_value + v->has_gradient;
    double wide = 0.3, high = 0.075 * rows, x = x_of(d, v), y = y_of(d, v);
    if (v->has_value) wide = number_width(d, v->value) / 2;
    if (v->has_gradient) wide = fmax(wide, number_width(d, v->gradient) * 0.55);
    if (formula) wide = fmax(wide, formula_width(d, &v->formula) / 2);
    if (own) wide = fmax(wide, LETTER * (double)nb_dot_name_columns(v->symbol) / 2);
    if (is_down(d)) x += RADIUS + 0.06 + wide;
    else y -= RADIUS + 0.04 + high;
    nb_layers_item *item = add_item(d, 'v', index, NB_ITEM_NOTE, x, y);
    reach(d, x, y, wide, high);
    if (own) add_run(item, NB_RUN_NAME, SMALL, NB_COLOUR_INK)->text = v->symbol;
    if (formula) add_run(item, NB_RUN_FORMULA, SMALL, NB_COLOUR_INK)->formula = &v->formula;
    if (v->has_value) add_number(item, v->value, NB_COLOUR_VALUE);
    if (v->has_gradient) add_number(item, v->gradient, NB_COLOUR_GRADIENT);
}

static void add_circle(nb_layers_plan *d, size_t index, const nb_figure_vertex *v) {
    bool one = v->kind == NB_FIGURE_ONE, inside = one || fits(v);
    nb_layers_item *item = add_vertex_item(d, index, one ? NB_ITEM_DASHED : NB_ITEM_CIRCLE);
    item->fill = one ? NB_COLOUR_PAPER : v->kind == NB_FIGURE_INPUT ? NB_COLOUR_GIVEN
                                                                    : NB_COLOUR_NODE;
    if (one) add_words(item, LARGE, "1", false);
    else if (inside) add_name(d, item, v, LARGE);
    if (!inside) {
        double x = x_of(d, v), y = y_of(d, v);
        nb_layers_tag name = measure(d, v);
        if ((v->column == 0) != is_down(d)) x -= RADIUS + 0.1 + name.width / 2;
        else y += RADIUS + 0.03 + name.height / 2;
        item = add_item(d, 'm', index, NB_ITEM_TEXT, x, y);
        if (name.height > LINE) item->width = name.width;
        add_name(d, item, v, NAME);
        reach(d, x, y, name.width / 2, name.height / 2);
    }
    add_below(d, index, v);
}

static void add_more(nb_layers_plan *d, size_t index, const nb_figure_vertex *v) {
    bool column = d->f->columns[v->column].count == 0; /* of whole layers */
    const char *dots = column != is_down(d) ? "⋯" : "⋮";
    char count[48];
    nb_layers_item *item = add_vertex_item(d, index, NB_ITEM_TEXT);
    add_words(item, 24, d->view->ascii ? "..." : dots, false);
    if (column) return;
    snprintf(count, sizeof count, " (%zu)", v->count);
    go_on(item, NB_RUN_WORDS, LARGE, NB_COLOUR_INK)->text = keep(d, count);
}

static void add_loss(nb_layers_plan *d, size_t index, const nb_figure_vertex *v) {
    nb_layers_item *item = add_vertex_item(d, index, NB_ITEM_BOX);
    item->fill = NB_COLOUR_TARGET;
    const char *title = v->label != NULL ? v->label
                                         : words_of(d, &d->f->columns[v->column].title);
    nb_run_kind kind = v->label != NULL ? NB_RUN_NAME : NB_RUN_WORDS;
    nb_text_run *run = add_run(item, kind, LARGE, NB_COLOUR_INK);
    run->text = title;
    run->bold = true;
    if (v->symbol != NULL) add_run(item, NB_RUN_NAME, SMALL, NB_COLOUR_INK)->text = v->symbol;
    else if (v->formula.count > 0)
        add_run(item, NB_RUN_FORMULA, SMALL, NB_COLOUR_INK)->formula = &v->formula;
    if (v->has_value) add_number(item, v->value, NB_COLOUR_VALUE);
    reach(d, item->x, item->y, 0.6, 0.4);
}

static void add_given(nb_layers_plan *d, size_t index, const nb_figure_vertex *v) {
    nb_layers_item *item = add_vertex_item(d, index, NB_ITEM_TEXT);
    nb_text_run *run = add_run(item, NB_RUN_ELEMENT, LARGE, NB_COLOUR_INK);
    run->text = v->label;
    run->bold = true;
    if (v->has_value) add_number(item, v->value, NB_COLOUR_VALUE);
}

static void add_vertex(nb_layers_plan *d, size_t index) {
    const nb_figure_vertex *v = &d->f->vertices[index];
    if (v->kind == NB_FIGURE_MORE) add_more(d, index, v);
    else if (v->kind == NB_FIGURE_LOSS) add_loss(d, index, v);
    else if (v->kind == NB_FIGURE_GIVEN) add_given(d, index, v);
    else add_circle(d, index, v);
}

/* Numbers come last: they stand on the arrows. */
static void add_weight(nb_layers_plan *d, size_t index) {
    const nb_figure_edge *edge = &d->f->edges[index];
    const nb_layers_tag *tag = &d->tags[index];
    nb_layers_item *item = add_item(d, 'w', index, NB_ITEM_NOTE, tag->x, tag->y);
    add_number(item, edge->weight, NB_COLOUR_VALUE);
    if (edge->has_gradient) add_number(item, edge->gradient, NB_COLOUR_GRADIENT);
}

/* `beside`: where it stands beside all columns. */
static void add_heading(nb_layers_plan *d, size_t index, double beside) {
    const nb_figure_column *c = &d->f->columns[index];
    if (c->title.id == NB_MESSAGE_NONE) return;
    double x = is_down(d) ? beside : d->at[index], y = is_down(d) ? -d->at[index] : beside;
    nb_layers_item *item = add_item(d, 'c', index, NB_ITEM_TEXT, x, y);
    reach(d, x, y, 0.7, 0.25);
    char count[48];
    bool named = c->name != NULL || c->symbol != NULL;
    add_words(item, LARGE, words_of(d, &c->title), true);
    if (c->name != NULL) add_run(item, NB_RUN_NAME, MIDDLE, NB_COLOUR_INK)->text = c->name;
    if (c->name != NULL && c->symbol != NULL)
        go_on(item, NB_RUN_WORDS, MIDDLE, NB_COLOUR_INK)->text = ", ";
    if (c->symbol != NULL) {
        nb_text_run *run = add_run(item, NB_RUN_NAME, MIDDLE, NB_COLOUR_INK);
        run->text = c->symbol;
        run->newline = c->name == NULL;
    }
    if (c->count < 2) return;
    snprintf(count, sizeof count, "%s(%zu)", named ? " " : "", c->count);
    nb_text_run *run = add_run(item, NB_RUN_WORDS, MIDDLE, NB_COLOUR_INK);
    run->text = keep(d, count);
    run->newline = !named;
}

/* Below all: what thick and dashed arrows say, how many samples there are, and that the passes are
 * broken. */
static void add_caption(nb_layers_plan *d) {
    nb_message samples = NB_SAY(LAYERS_SAMPLES, NB_COUNT(d->f->samples));
    nb_message arrows = NB_PLAIN(LAYERS_ARROWS);
    d->caption = (nb_layers_item){.kind = 'g'};
    if (d->has_unlabelled) add_words(&d->caption, LARGE, words_of(d, &arrows), false);
    if (d->f->samples > 1) add_words(&d->caption, LARGE, words_of(d, &samples), false);
    if (d->picture->caption == NULL) return;
    add_words(&d->caption, LARGE, d->picture->caption, true);
    d->caption.runs[d->caption.run_count - 1].colour = NB_COLOUR_GRADIENT;
}

/* ---- the whole ---- */

static double choose_row(nb_layers_plan *d) {
    double row = ROW;
    for (size_t i = 0; i < d->f->vertex_count; i++) {
        const nb_figure_vertex *v = &d->f->vertices[i];
        if (v->kind != NB_FIGURE_UNIT || fits(v)) continue;
        nb_layers_tag name = measure(d, v);
        row = fmax(row, ROW + (is_down(d) ? name.width : name.height + 0.04));
    }
    return is_down(d) ? row + BESIDE : row;
}

static void plan_all(nb_layers_plan *d) {
    const struct nb_figure *f = d->f;
    d->row = choose_row(d);
    place_columns(d);
    place_weights(d);
    for (size_t i = 0; i < f->vertex_count; i++) add_vertex(d, i);
    double beside = is_down(d) ? d->left - 0.75 : d->high + 0.25;
    for (size_t i = 0; i < f->column_count; i++) add_heading(d, i, beside);
    for (size_t i = 0; i < f->edge_count; i++)
        if (is_labelled(d, &f->edges[i])) add_weight(d, i);
    add_caption(d);
}

bool nb_layers_plan_make(const nb_picture_block *picture, const nb_view *view, nb_arena *arena,
                         nb_layers_plan *plan) {
    const struct nb_figure *f = picture->figure;
    size_t items = 3 * f->vertex_count + f->edge_count + f->column_count;
    *plan = (nb_layers_plan){.picture = picture, .f = f, .view = view, .arena = arena,
                             .digits = view->digits < MOST_DIGITS ? view->digits : MOST_DIGITS};
    plan->items = nb_arena_add(arena, items, sizeof *plan->items);
    plan->at = nb_arena_add(arena, f->column_count + 1, sizeof *plan->at);
    plan->places = nb_arena_add(arena, f->column_count + 1, sizeof *plan->places);
    plan->labels = nb_arena_add(arena, f->column_count + 1, sizeof *plan->labels);
    plan->tags = nb_arena_add(arena, f->edge_count + 1, sizeof *plan->tags);
    if (plan->items == NULL || plan->at == NULL || plan->places == NULL || plan->labels == NULL ||
        plan->tags == NULL)
        return false;
    plan_all(plan);
    return !plan->failed;
}

nb_arrow_look nb_layers_arrow(const nb_layers_plan *d, const nb_figure_edge *edge) {
    if (!edge->has_weight || is_labelled(d, edge)) return (nb_arrow_look){NB_COLOUR_WIRE, 0, false};
    double part = d->largest > 0 && isfinite(edge->weight) ? fabs(edge->weight) / d->largest : 0;
    bool negative = edge->weight < 0;
    return (nb_arrow_look){negative ? NB_COLOUR_NEGATIVE : NB_COLOUR_POSITIVE, 0.3 + 2.2 * part,
                           negative};
}
