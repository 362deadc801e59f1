/* Owns how a plot becomes a file: the format, the font, gnuplot's arguments. */
#include "front/drawing/plot.h"

#include <string.h>

#include "diagram/gnuplot.h"

static const nb_drawing_program gnuplot = {"gnuplot", NB_MESSAGE_GNUPLOT_PROGRAM,
                                           NB_MESSAGE_HINT_GNUPLOT, NB_MESSAGE_NONE,
                                           NB_MESSAGE_NONE, ".dat"};

static bool is_korean(const nb_text *text) {
    for (size_t i = 0; i < text->count; i++)
        if (nb_drawing_has_korean(text->pieces[i].text)) return true;
    return false;
}

static bool needs_korean(const nb_plot_block *plot) {
    bool korean = nb_drawing_has_korean(plot->title) || is_korean(&plot->x.name) ||
                  is_korean(&plot->y.name);
    for (size_t k = 0; k < plot->count; k++) korean = korean || is_korean(&plot->curves[k].name);
    return korean;
}

/* -d: what stands in the user's own files of settings is not for plots of ours. */
static void run_gnuplot(nb_picture_job *j, const nb_font *font) {
    char program[] = "gnuplot", plain[] = "-d", input[] = "-";
    char *argv[] = {program, plain, input, NULL};
    nb_process_outcome outcome;
    nb_drawing_start(j, argv, &outcome);
    bool drawn = nb_drawing_take(j, &outcome, &outcome.output);
    j->block->as.plot.shown = j->failed;
    if (drawn && needs_korean(&j->block->as.plot)) nb_drawing_check_korean(j, font);
    nb_process_clear(&outcome);
}

void nb_plot_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                  const nb_write_rule *rule, nb_drafts *drafts, const nb_picture_limits *limits) {
    const nb_plot_block *plot = &block->as.plot;
    nb_buffer source, numbers;
    if (plot->path == NULL) return;
    nb_picture_job j = {.block = block, .result = result, .view = view, .memory = memory,
                    .rule = rule, .drafts = drafts, .limits = limits, .program = &gnuplot,
                    .path = plot->path, .source = &source, .kept = &numbers,
                    .format = nb_kind_find(NB_FILES_OF_PLOT, plot->path)};
    if (j.format == NULL) {
        nb_drawing_say(&j, NB_SEVERITY_ERROR, NB_SAY(PICTURE_FORMAT, NB_TEXT(j.path)),
                       NB_PLAIN(HINT_PLOT_FORMATS));
        return;
    }
    bool needs_program = j.format->argument[0] != '\0';
    nb_font font = {.family = "sans-serif"};
    if (needs_program) font = nb_font_choose(memory);
    nb_buffer_init(&source, memory);
    nb_buffer_init(&numbers, memory);
    nb_plot_numbers(plot, view, &numbers);
    if (needs_program) nb_gnuplot(plot, view, j.format->argument, font.family, &source);
    if (nb_drawing_is_ready(&j)) {
        if (needs_program) run_gnuplot(&j, &font);
        else nb_drawing_keep(&j);
    }
    nb_buffer_clear(&source);
    nb_buffer_clear(&numbers);
}

void nb_plot_carry_out(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                       const nb_write_rule *rule, nb_drafts *drafts) {
    nb_plot_draw(block, result, view, memory, rule, drafts, &nb_drawing_limits);
}
