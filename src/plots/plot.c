/* `plot`: which kind of plot it is. */
#include "plots/plot.h"

#include <string.h>

#include "lang/plot.h"
#include "plots/bars.h"
#include "plots/functions.h"
#include "plots/gradients.h"
#include "plots/loss.h"
#include "plots/maps.h"
#include "plots/over.h"

static nb_status begin_block(nb_plotting *p, nb_block **block) {
    nb_sheet *s = p->s;
    const nb_command_arg *title = nb_clause_get(p->st, "title");
    const nb_command_arg *file = &p->st->args[NB_PLOT_FILE];
    *block = nb_result_add(s->result, NB_BLOCK_PLOT);
    if (*block == NULL) return NB_STATUS_NO_MEMORY;
    p->block = &(*block)->as.plot;
    *p->block = (nb_plot_block){.dark = nb_clause_get(p->st, "dark") != NULL};
    if (file->form != NB_ARG_MISSING)
        p->block->path = nb_result_text(s->result, file->text, strlen(file->text));
    if (title != NULL)
        p->block->title = nb_result_text(s->result, title->text, strlen(title->text));
    return NB_STATUS_OK;
}

static nb_status plot_kind(nb_plotting *p) {
    static nb_status (*const kinds[])(nb_plotting *p) = {
#define PLOT_KIND(WORD, FUNCTION, FOLLOWS) nb_plot_##FUNCTION,
#include "lang/plots.def"
#undef PLOT_KIND
    };
    const nb_command_arg *word = &p->st->args[NB_PLOT_WORD];
    for (size_t i = 0; word->form != NB_ARG_MISSING && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(word->text, nb_plot_word_get(i)) == 0) return kinds[i](p);
    if (nb_clause_get(p->st, "over") != NULL) return nb_plot_over(p);
    if (p->st->args[NB_PLOT_VARIABLE].form == NB_ARG_MISSING) return nb_plot_bars(p);
    return nb_plot_functions(p);
}

nb_status nb_plot(nb_sheet *s, const nb_statement *st, nb_block **block) {
    nb_plotting p = {.s = s, .st = st};
    nb_status status = begin_block(&p, block);
    if (status == NB_STATUS_OK) status = plot_kind(&p);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}
