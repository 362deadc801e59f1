/* Owns the TikZ of a network in layers: the same places as dot gets, so dot is not needed. Arrows
 * lead from node to node, whose borders TikZ finds itself; weights are drawn over them. */
#include "diagram/tikz_layers.h"

#include <stdio.h>

#include "diagram/layers_plan.h"
#include "diagram/tikz_text.h"
#include "view/latex.h"

typedef struct drawing {
    const nb_layers_plan *plan;
    nb_tikz t;
    nb_view view; /* with as few digits as the plan has */
} drawing;

static void add(const drawing *d, const char *text) {
    nb_buffer_add_text(d->t.out, text);
}

/* ---- texts ---- */

/* `wide`: a sentence that goes on in a new line. */
static void add_run(const drawing *d, const nb_text_run *run, bool wide) {
    char size[96];
    if (run->newline) add(d, "\\\\[-1pt]");
    snprintf(size, sizeof size, "{\\fontsize{%d}{%d}\\selectfont\\color{%s}%s", run->points,
             run->points + 2, nb_tikz_colour(run->colour),
             run->bold ? "\\bfseries\\boldmath " : " ");
    add(d, size);
    if (run->kind == NB_RUN_WORDS) nb_tikz_add_words(&d->t, run->text);
    else if (run->kind == NB_RUN_FORMULA) nb_tikz_add_formula(&d->t, run->formula);
    else if (run->kind == NB_RUN_NUMBER) {
        add(d, "$");
        nb_latex_add_number(d->t.out, &d->view, run->number);
        add(d, "$");
    } else if (wide) {
        nb_tikz_add_words(&d->t, run->text);
    } else {
        nb_tikz_add_name(&d->t, run->text);
    }
    add(d, "}");
}

static void add_item(const drawing *d, const nb_layers_item *item) {
    static const char *const shapes[] = {
        [NB_ITEM_TEXT] = "inner sep=2pt", [NB_ITEM_NOTE] = "inner sep=0.5pt, fill=nablaPAPER",
        [NB_ITEM_CIRCLE] = "circle, inner sep=0pt, minimum size=0.62in, draw=nablaOUTLINE, fill=",
        [NB_ITEM_DASHED] = ("circle, inner sep=0pt, minimum size=0.62in, dashed, "
                            "draw=nablaOUTLINE, fill="),
        [NB_ITEM_BOX] = "rounded corners=6pt, inner sep=6pt, draw=nablaOUTLINE, fill="};
    char name[32];
    add(d, "\\node[align=center, text=nablaINK, ");
    add(d, shapes[item->shape]);
    if (item->shape >= NB_ITEM_CIRCLE) add(d, nb_tikz_colour(item->fill));
    if (item->width > 0) {
        add(d, ", text width=");
        nb_tikz_add_length(&d->t, item->width);
        add(d, "in");
    }
    snprintf(name, sizeof name, "] (%c%zu) at ", item->kind, item->index);
    add(d, name);
    nb_tikz_add_point(&d->t, item->x, item->y);
    add(d, " {");
    for (size_t i = 0; i < item->run_count; i++) add_run(d, &item->runs[i], item->width > 0);
    add(d, "};\n");
}

/* ---- the whole ---- */

static void add_arrow(const drawing *d, const nb_figure_edge *edge) {
    nb_arrow_look look = nb_layers_arrow(d->plan, edge);
    char text[96];
    add(d, "\\draw[arrow, draw=");
    add(d, nb_tikz_colour(look.colour));
    if (look.dashed) add(d, ", dashed");
    if (look.width > 0) {
        add(d, ", line width=");
        nb_tikz_add_length(&d->t, look.width);
        add(d, "pt");
    }
    snprintf(text, sizeof text, "] (n%u) -- (n%u);\n", (unsigned)edge->from, (unsigned)edge->to);
    add(d, text);
}

static bool needs_korean(const nb_layers_plan *plan) {
    for (size_t i = 0; i < plan->item_count; i++)
        for (size_t k = 0; k < plan->items[i].run_count; k++) {
            const nb_text_run *run = &plan->items[i].runs[k];
            bool korean = run->kind == NB_RUN_FORMULA ? nb_tikz_has_korean(run->formula)
                                                      : nb_tikz_is_korean(run->text);
            if (korean) return true;
        }
    return false;
}

static void draw_all(const drawing *d) {
    const nb_layers_plan *plan = d->plan;
    nb_layers_item caption = plan->caption;
    size_t over = plan->item_count; /* weights stand on arrows */
    while (over > 0 && plan->items[over - 1].kind == 'w') over--;
    nb_tikz_begin(&d->t, plan->right - plan->left,
                  plan->high - plan->low + (caption.run_count > 0 ? 0.7 : 0), needs_korean(plan));
    for (size_t i = 0; i < over; i++) add_item(d, &plan->items[i]);
    for (size_t i = 0; i < plan->f->edge_count; i++) add_arrow(d, &plan->f->edges[i]);
    for (size_t i = over; i < plan->item_count; i++) add_item(d, &plan->items[i]);
    caption.x = (plan->left + plan->right) / 2;
    caption.y = plan->low - 0.35;
    if (caption.run_count > 0) add_item(d, &caption);
    nb_tikz_end(&d->t);
}

void nb_tikz_layers(const nb_picture_block *picture, const nb_view *view, nb_buffer *out) {
    nb_arena arena;
    nb_layers_plan plan;
    nb_arena_init(&arena, out->memory);
    if (nb_layers_plan_make(picture, view, &arena, &plan)) {
        drawing d = {&plan, {view, &picture->look, out}, *view};
        d.view.digits = plan.digits;
        draw_all(&d);
    } else {
        out->failed = true;
    }
    nb_arena_clear(&arena);
}
