/* Owns the drawing of a network in layers as the source of dot: every place is pinned
 * (layout=neato). */
#include "diagram/dot_layers.h"

#include <stdio.h>

#include "diagram/dot_label.h"
#include "diagram/layers_plan.h"
#include "view/formula.h"
#include "view/number.h"

typedef struct drawing {
    const nb_layers_plan *plan;
    nb_buffer *out;
} drawing;

static void add(const drawing *d, const char *text) {
    nb_buffer_add_text(d->out, text);
}

static void add_colour(const drawing *d, nb_colour colour) {
    add(d, nb_picture_colour(&d->plan->picture->look, colour));
}

/* ---- texts ---- */

static void add_formula(const drawing *d, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, d->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    nb_dot_add_text(d->out, d->plan->view, words.data);
    if (words.failed) d->out->failed = true;
    nb_buffer_clear(&words);
}

static void add_run(const drawing *d, const nb_text_run *run) {
    const nb_view *view = d->plan->view;
    char size[48];
    if (run->newline) add(d, "<BR/>");
    add(d, "<FONT COLOR=\"");
    add_colour(d, run->colour);
    snprintf(size, sizeof size, "\" POINT-SIZE=\"%d\">%s", run->points, run->bold ? "<B>" : "");
    add(d, size);
    switch (run->kind) {
    case NB_RUN_WORDS: nb_dot_add_text(d->out, view, run->text); break;
    case NB_RUN_NAME: nb_dot_add_name(d->out, view, run->text, run->points); break;
    case NB_RUN_ELEMENT: nb_dot_add_element(d->out, view, run->text, run->points); break;
    case NB_RUN_FORMULA: add_formula(d, run->formula); break;
    case NB_RUN_NUMBER: nb_view_number(d->out, run->number, d->plan->digits); break;
    }
    add(d, run->bold ? "</B></FONT>" : "</FONT>");
}

static void add_label(const drawing *d, const nb_layers_item *item) {
    bool note = item->shape == NB_ITEM_NOTE;
    add(d, "label=<");
    if (note) {
        add(d, "<TABLE BGCOLOR=\"");
        add_colour(d, NB_COLOUR_PAPER);
        add(d, "\" BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\"><TR><TD>");
    }
    for (size_t i = 0; i < item->run_count; i++) add_run(d, &item->runs[i]);
    if (item->run_count == 0) add(d, " ");
    add(d, note ? "</TD></TR></TABLE>>];\n" : ">];\n");
}

/* ---- the whole ---- */

static void add_item(const drawing *d, const nb_layers_item *item) {
    static const char *const shapes[] = {
        [NB_ITEM_TEXT] = NULL, [NB_ITEM_NOTE] = NULL,
        [NB_ITEM_CIRCLE] = "shape=circle, fixedsize=true, style=filled",
        [NB_ITEM_DASHED] = "shape=circle, fixedsize=true, style=\"dashed,filled\"",
        [NB_ITEM_BOX] = "shape=box, style=\"rounded,filled\", margin=\"0.12,0.06\""};
    char text[96];
    snprintf(text, sizeof text, "  %c%zu [pos=\"%.3f,%.3f!\", ", item->kind, item->index,
             item->x + 0.0, item->y + 0.0);
    add(d, text);
    if (shapes[item->shape] != NULL) {
        add(d, shapes[item->shape]);
        add(d, ", fillcolor=\"");
        add_colour(d, item->fill);
        add(d, "\", ");
    }
    add_label(d, item);
}

static void add_arrow(const drawing *d, const nb_figure_edge *edge) {
    nb_arrow_look look = nb_layers_arrow(d->plan, edge);
    char text[96];
    snprintf(text, sizeof text, "  n%u -> n%u", (unsigned)edge->from, (unsigned)edge->to);
    add(d, text);
    if (look.width > 0) {
        add(d, " [color=\"");
        add_colour(d, look.colour);
        snprintf(text, sizeof text, "\"%s, penwidth=%.2f, arrowsize=0.5]",
                 look.dashed ? ", style=dashed" : "", look.width);
        add(d, text);
    }
    add(d, ";\n");
}

static void draw_all(const drawing *d, const char *font) {
    const nb_layers_plan *plan = d->plan;
    add(d, "digraph nabla {\n  graph [layout=neato, splines=line, overlap=true, "
           "outputorder=edgesfirst, charset=\"UTF-8\", bgcolor=\"");
    add_colour(d, NB_COLOUR_PAPER);
    add(d, "\", pad=0.2");
    nb_dot_add_font(d->out, font);
    add(d, "];\n  node [shape=plain, width=0.62, fixedsize=false, fontsize=14, color=\"");
    add_colour(d, NB_COLOUR_OUTLINE);
    add(d, "\"");
    nb_dot_add_font(d->out, font);
    add(d, "];\n  edge [color=\"");
    add_colour(d, NB_COLOUR_WIRE);
    add(d, "\", arrowsize=0.6];\n");
    if (plan->caption.run_count > 0) {
        add(d, "  graph [labelloc=b, ");
        add_label(d, &plan->caption);
    }
    for (size_t i = 0; i < plan->f->edge_count; i++) add_arrow(d, &plan->f->edges[i]);
    for (size_t i = 0; i < plan->item_count; i++) add_item(d, &plan->items[i]);
    add(d, "}\n");
}

void nb_diagram_layers(const nb_picture_block *picture, const nb_view *view, const char *font,
                       nb_buffer *out) {
    nb_arena arena;
    nb_layers_plan plan;
    nb_arena_init(&arena, out->memory);
    if (nb_layers_plan_make(picture, view, &arena, &plan)) {
        drawing d = {&plan, out};
        draw_all(&d, font);
    } else {
        out->failed = true;
    }
    nb_arena_clear(&arena);
}
