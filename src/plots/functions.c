/* Functions over a range: plot sigmoid(x), tanh(x) for x in -6..6. Their nodes stand over a leaf of
 * their own at the end of the graph, and go again. */
#include "plots/functions.h"

#include "definitions/define.h"
#include "definitions/owner.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "lang/plot.h"

typedef struct functions {
    nb_plotting *plot;
    nb_node variable;
} functions;

static bool has_variable(const nb_expr *expr) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->codes[i].kind == NB_CODE_LOCAL && expr->codes[i].count >= NB_MAX_LOCALS)
            return true;
    return false;
}

/* A formula of a leaf called x, plotted for an x of its own, would be a straight line. */
static nb_status check_variable(functions *f, const nb_command_arg *arg) {
    nb_sheet *s = f->plot->s;
    const nb_command_arg *variable = &f->plot->st->args[NB_PLOT_VARIABLE];
    bool value = nb_is_defined(s, s->symbols[variable->symbol].value);
    bool names = false;
    for (uint32_t i = 0; i < arg->expr.count; i++)
        names = names || arg->expr.codes[i].kind == NB_CODE_NAME;
    if (!value || !names || has_variable(&arg->expr)) return NB_STATUS_OK;
    const char *text = nb_plot_typed(s, &arg->expr, arg->span);
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(PLOT_NO_VARIABLE, NB_TEXT(text), NB_TEXT(variable->text)),
                      NB_SAY(HINT_PLOT_NUMBER, NB_TEXT(text), NB_TEXT(variable->text)));
}

static nb_status add_function(functions *f, const nb_command_arg *arg) {
    nb_sheet *s = f->plot->s;
    nb_shape shape;
    const nb_node *nodes;
    nb_status status = nb_build_varied(s, &arg->expr, s->env, f->variable, &shape, &nodes);
    if (status == NB_STATUS_OK) status = check_variable(f, arg);
    if (status != NB_STATUS_OK) return status;
    return nb_plot_add(f->plot, arg, shape, nodes);
}

/* The nodes stand at the graph's end, over a leaf of their own. */
static nb_status add_functions(functions *f) {
    nb_sheet *s = f->plot->s;
    nb_status status = nb_add_number(s, NB_OP_LEAF, f->plot->low, &f->variable);
    const nb_command_arg *arg = &f->plot->st->args[NB_PLOT_LIST];
    for (; arg != NULL && status == NB_STATUS_OK; arg = arg->next) status = add_function(f, arg);
    return status;
}

/* All that is dirty is built first: then the nodes of the plot are the last. */
nb_status nb_plot_functions(nb_plotting *p) {
    nb_sheet *s = p->s;
    const nb_command_arg *variable = &p->st->args[NB_PLOT_VARIABLE];
    functions f = {.plot = p};
    nb_sampler sampler;
    nb_status status = nb_build_all(s);
    if (status == NB_STATUS_OK) status = nb_plot_range(s, variable, &p->low, &p->high);
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    if (status == NB_STATUS_OK) status = add_functions(&f);
    if (status == NB_STATUS_OK) {
        p->block->x.name = nb_plot_name(s, variable->text, 0);
        status = nb_sampler_begin(&sampler, s, &f.variable, 1, p->outputs, p->count);
        if (status == NB_STATUS_OK) status = nb_plot_curves(p, &sampler);
        nb_sampler_clear(&sampler);
    }
    nb_truncate(s, before, rebuilt);
    return status;
}
