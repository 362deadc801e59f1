/* `update`: one step of an optimizer after one backward pass, as it stands on the blackboard: each
 * line of the rule in names, with numbers, and what it comes to. */
#include <math.h>
#include <string.h>

#include "data/data.h"
#include "definitions/define.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/chance.h"
#include "explore/broken_update.h"
#include "explore/mistake.h"
#include "explore/warn.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "lang/counters.h"
#include "learn/optimizer_call.h"
#include "learn/schedule.h"
#include "learn/trails.h"
#include "learn/weights.h"
#include "train/optimizer_step.h"

enum {
    FIRST_SETTING = 4, /* locals of a formula: w, g, t, norm, the settings, slots, quantities */
    MOST_LOCALS = FIRST_SETTING + NB_MAX_PARAMETERS + NB_MAX_SLOTS + NB_MAX_LINES,
    NORM_TERMS = 3,    /* squares that are shown of a norm */
    FIRST_LINES = 2    /* that stand before those of the weights, at most */
};

/* A weight's rule: what each letter of its formulas is called and worth here. */
typedef struct rule {
    nb_sheet *s;
    const nb_optimizer_info *info;
    const char *locals[MOST_LOCALS]; /* as in optimizers.def */
    nb_term names[MOST_LOCALS];
    uint32_t count;
    nb_table_block *table;
} rule;

typedef struct update {
    nb_sheet *s;
    nb_node target;
    nb_def_id *weights;
    double *before, *after, *gradient, *points; /* points: where the gradient is taken */
    double norm; /* of the gradient */
    size_t count;
    bool *stale; /* its gradient went by weights that were updated already */
    double *prepared, *slots; /* room for a step that is only tried */
    nb_optimizer_call method;
    nb_optimizer_state state;
} update;

/* ---- letters ---- */

/* How a name of the table is written: m_hat is m̂. `mark`: NEXT for a new value, v⁺; AHEAD for the
 * place ahead, w*; GAP for neither. */
static nb_text letter_of(nb_sheet *s, const char *name, nb_piece_kind mark) {
    nb_writer w = {.s = s};
    bool hat = strstr(name, "_hat") != NULL;
    nb_write_word(&w, hat ? nb_result_text(s->result, name, 1) : name);
    if (hat) nb_write_mark(&w, NB_PIECE_HAT);
    if (mark != NB_PIECE_GAP) nb_write_mark(&w, mark);
    return nb_written(&w, NB_LEVEL_CALL);
}

static void add_text(rule *r, const char *local, nb_text shown, double number) {
    nb_text *text = nb_result_array(r->s->result, 1, sizeof *text);
    if (text == NULL) return;
    *text = shown;
    for (uint32_t i = 0; i < r->count; i++) {
        if (strcmp(r->locals[i], local) != 0) continue;
        r->names[i].text = text; /* a slot has its new value from here on */
        r->names[i].number = number;
        return;
    }
    r->locals[r->count] = local;
    r->names[r->count++] = (nb_term){.kind = NB_TERM_NAME, .text = text, .number = number};
}

static void add_name(rule *r, const char *local, const char *shown, double number) {
    add_text(r, local, letter_of(r->s, shown, NB_PIECE_GAP), number);
}

/* ∂E/∂w, or ∂E/∂w* where it is taken ahead. As a base it stands in brackets. */
static nb_text gradient_of(const update *u, nb_node weight, bool ahead) {
    nb_writer w = {.s = u->s};
    nb_write_derivative(&w, u->target, weight);
    if (ahead) nb_write_mark(&w, NB_PIECE_AHEAD);
    return nb_written(&w, NB_LEVEL_JUXTAPOSED);
}

static void begin_rule(rule *r, const update *u, size_t i, const char *weight) {
    nb_sheet *s = r->s;
    const nb_default *list = r->info->parameters;
    nb_text gradient = gradient_of(u, s->defs[u->weights[i]].node, r->info->ahead != NULL);
    add_name(r, "w", weight, u->before[i]);
    add_text(r, "g", gradient, u->gradient[i]);
    add_name(r, "t", "t", u->state.steps + 1);
    for (size_t k = 0; list[k].parameter != NB_PARAMETER_COUNT; k++) {
        const nb_parameter_info *info = nb_parameter_get(list[k].parameter);
        add_name(r, info->name, info->symbol, u->method.settings[k]);
    }
    for (size_t k = 0; k < r->info->slot_count; k++)
        add_name(r, r->info->slots[k], r->info->slots[k], u->state.slots[k * u->count + i]);
}

/* ---- formulas ---- */

/* A name of the student's, if it is that of a number; else *term stays as it is. */
static nb_status read_name(nb_sheet *s, const nb_expr *expr, const nb_code *code, nb_term *term) {
    nb_code copy = *code;
    nb_expr name = *expr;
    nb_shape shape;
    const double *numbers;
    name.codes = &copy;
    name.count = 1;
    nb_status status = nb_eval_value(s, &name, s->env, &shape, &numbers);
    if (status != NB_STATUS_OK || shape.rank > 0) return status;
    nb_text *text = nb_result_array(s->result, 1, sizeof *text);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    *text = letter_of(s, s->names.text(s->names.user, code->symbol), NB_PIECE_GAP);
    *term = (nb_term){.kind = NB_TERM_NAME, .text = text, .number = numbers[0]};
    return status;
}

/* A formula as it stands there: nothing is simplified. `names`: of the locals from number `first`
 * on. *found is NULL where it is made of more than numbers, names of numbers and operators. */
static nb_status read_terms(nb_sheet *s, const nb_expr *expr, const nb_term *names,
                            uint32_t first, const nb_term **found) {
    enum { ROOM = 64 };
    const nb_term *stack[ROOM + NB_MAX_OPERANDS] = {NULL};
    size_t depth = 0;
    *found = NULL;
    for (uint32_t i = 0; i < expr->count; i++) {
        const nb_code *code = &expr->codes[i];
        nb_term *term = nb_arena_add(&s->scratch, 1, sizeof *term);
        if (term == NULL) return NB_STATUS_NO_MEMORY;
        if (depth == ROOM) return NB_STATUS_OK;
        if (code->kind == NB_CODE_LOCAL && code->count >= first) {
            *term = names[code->count - first];
        } else if (code->kind == NB_CODE_OP) {
            depth -= code->count;
            *term = (nb_term){.kind = NB_TERM_OP, .op = (nb_op)code->op};
            for (uint32_t k = 0; k < code->count; k++) term->operands[k] = stack[depth + k];
        } else if (code->kind == NB_CODE_NUMBER) {
            *term = (nb_term){.kind = NB_TERM_NUMBER, .number = code->number};
        } else if (code->kind == NB_CODE_NAME) {
            nb_status status = read_name(s, expr, code, term);
            if (status != NB_STATUS_OK) return status;
            if (term->text == NULL) return status;
        } else {
            return NB_STATUS_OK;
        }
        stack[depth++] = term;
    }
    *found = stack[0];
    return NB_STATUS_OK;
}

/* A formula of the table; what is taught is shown. */
static nb_status read_formula(rule *r, const char *formula, const nb_term **found) {
    nb_sheet *s = r->s;
    nb_expr expr;
    nb_problem problem;
    nb_status status = nb_parse_expression(&s->scratch, &s->names, formula, r->locals, r->count,
                                           &expr, &problem);
    return status == NB_STATUS_OK ? read_terms(s, &expr, r->names, 0, found) : status;
}

static void add_terms(rule *r, nb_text name, const nb_term *term, double value) {
    nb_table_cell *row = nb_table_row(r->table);
    row[0] = nb_cell_text(name);
    row[1] = nb_cell_text(nb_describe_term(r->s, term, NB_STYLE_NAMES));
    row[2] = nb_cell_text(nb_describe_term(r->s, term, NB_STYLE_NUMBERS));
    row[3] = nb_cell_number(value);
}

static nb_status add_line(rule *r, nb_text name, const char *formula, double value) {
    const nb_term *term;
    nb_status status = read_formula(r, formula, &term);
    if (status == NB_STATUS_OK) add_terms(r, name, term, value);
    return status;
}

/* The learning rate, where it is a formula of what is counted. */
static nb_status add_rate(update *u, rule *r) {
    nb_sheet *s = u->s;
    const nb_expr *formula = u->method.rate;
    const nb_term *term;
    r->count = 0;
    add_name(r, nb_counter_get(NB_LOCAL_EPOCH), "epoch", u->state.epochs + 1);
    add_name(r, nb_counter_get(NB_LOCAL_STEP), "step", u->state.steps + 1);
    if (s->result->failed) return NB_STATUS_NO_MEMORY;
    nb_status status = read_terms(s, formula, r->names, NB_MAX_LOCALS, &term);
    if (status != NB_STATUS_OK) return status;
    const nb_default *list = r->info->parameters;
    size_t k = nb_parameter_find(list, "lr", 2);
    nb_text name = letter_of(s, nb_parameter_get(list[k].parameter)->symbol, NB_PIECE_GAP);
    double rate = u->method.settings[k];
    if (term != NULL) {
        add_terms(r, name, term, rate);
        return status;
    }
    nb_writer w = {.s = s};
    nb_write_word(&w, nb_result_text(s->result, s->text + formula->span.offset,
                                     formula->span.length));
    nb_table_cell *row = nb_table_row(r->table);
    row[0] = nb_cell_text(name);
    row[1] = nb_cell_text(nb_written(&w, NB_LEVEL_CALL));
    row[3] = nb_cell_number(rate);
    return status;
}

/* The gradient's norm: the first squares, and what the others add up to. */
static nb_status add_norm(update *u, rule *r) {
    static const char *const parts[] = {"g1", "g2", "g3"};
    static const char *const formulas[] = {
        "0", "sqrt(pow(g1, 2))", "sqrt(pow(g1, 2) + pow(g2, 2))",
        "sqrt(pow(g1, 2) + pow(g2, 2) + pow(g3, 2))",
        "sqrt(pow(g1, 2) + pow(g2, 2) + pow(g3, 2) + more)"};
    nb_sheet *s = u->s;
    bool ahead = r->info->ahead != NULL;
    double more = 0;
    r->count = 0;
    for (size_t i = 0; i < u->count; i++) {
        if (i < NORM_TERMS)
            add_text(r, parts[i], gradient_of(u, s->defs[u->weights[i]].node, ahead),
                     u->gradient[i]);
        else more += u->gradient[i] * u->gradient[i];
    }
    nb_writer w = {.s = s};
    nb_write_mark(&w, NB_PIECE_MORE);
    if (u->count > NORM_TERMS) add_text(r, "more", nb_written(&w, NB_LEVEL_CALL), more);
    if (s->result->failed) return NB_STATUS_NO_MEMORY;
    size_t shown = u->count < NORM_TERMS + 1 ? u->count : NORM_TERMS + 1;
    return add_line(r, letter_of(s, "norm", NB_PIECE_GAP), formulas[shown], u->norm);
}

/* What is done with the gradient of weight number i, *g, before the rule has it. */
static nb_status add_gradient_lines(update *u, rule *r, size_t i, nb_text point, double *g) {
    nb_sheet *s = u->s;
    nb_term weight = r->names[0];
    nb_status status = NB_STATUS_OK;
    add_text(r, "w", point, u->points[i]);
    add_name(r, "norm", "norm", u->norm);
    for (int k = 0; k < NB_GRADIENT_COUNT && status == NB_STATUS_OK; k++) {
        const nb_gradient_info *info = nb_gradient_get((nb_gradient_step)k);
        double setting = nb_gradient_setting(u->method.optimizer, u->method.settings,
                                             (nb_gradient_step)k);
        if (!nb_gradient_change((nb_gradient_step)k, setting, u->norm, u->points[i], g)) continue;
        nb_text name = letter_of(s, info->name, NB_PIECE_GAP);
        status = add_line(r, name, info->formula, *g);
        add_text(r, "g", name, *g);
    }
    r->names[0] = weight;
    return status;
}

/* The lines for weight number i; the weight itself does not change yet. */
static nb_status add_lines(update *u, rule *r, size_t i) {
    nb_sheet *s = u->s;
    double slots[NB_MAX_SLOTS], values[NB_MAX_LINES], g = u->gradient[i];
    const char *weight = nb_def_name(s, &s->result->arena, &s->defs[u->weights[i]]);
    bool ahead = r->info->ahead != NULL; /* the gradient is taken there */
    nb_status status = NB_STATUS_OK;
    r->count = 0;
    begin_rule(r, u, i, weight);
    nb_text point = letter_of(s, weight, ahead ? NB_PIECE_AHEAD : NB_PIECE_GAP);
    if (s->result->failed) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < r->info->slot_count; k++) slots[k] = u->state.slots[k * u->count + i];
    if (ahead) status = add_line(r, point, r->info->ahead, u->points[i]);
    if (status == NB_STATUS_OK) status = add_gradient_lines(u, r, i, point, &g);
    nb_optimizer_trace(u->method.optimizer, u->method.settings, u->state.steps + 1, u->before[i],
                       g, slots, values);
    for (size_t k = 0; k < r->info->line_count && status == NB_STATUS_OK; k++) {
        const nb_rule_line *line = &r->info->lines[k];
        bool step = line->kind == NB_LINE_STEP, keep = line->kind == NB_LINE_KEEP;
        nb_text name = letter_of(s, step ? weight : line->name,
                                 step || keep ? NB_PIECE_NEXT : NB_PIECE_GAP);
        status = add_line(r, name, line->formula, values[k]);
        if (!step) add_text(r, line->name, name, values[k]);
    }
    return status;
}

/* ---- the step ---- */

/* What the weights become by these gradients; nothing changes yet. */
static void find_next(void *user, const double *gradient, double *after) {
    update *u = user;
    size_t slots = u->count * nb_optimizer_get(u->method.optimizer)->slot_count;
    memcpy(after, u->before, u->count * sizeof *after);
    memcpy(u->prepared, gradient, u->count * sizeof *gradient);
    if (slots > 0) memcpy(u->slots, u->state.slots, slots * sizeof *u->slots);
    nb_gradient_prepare(u->method.optimizer, u->method.settings, u->count, u->points, u->prepared);
    nb_optimizer_step(u->method.optimizer, u->method.settings, u->state.steps + 1, u->count, after,
                      u->prepared, u->slots);
}

/* By the passes as `break` has made them. */
static nb_status find_broken(update *u) {
    nb_arena *arena = &u->s->scratch;
    u->prepared = nb_arena_add(arena, u->count, sizeof *u->prepared);
    u->slots = nb_arena_add(arena, u->count * NB_MAX_SLOTS, sizeof *u->slots);
    if (u->prepared == NULL || u->slots == NULL) return NB_STATUS_NO_MEMORY;
    nb_broken_update broken = {.target = u->target, .weights = u->weights, .count = u->count,
                               .before = u->before, .points = u->points, .next = find_next,
                               .user = u, .gradient = u->gradient, .stale = u->stale};
    return nb_broken_gradient(u->s, &broken);
}

/* One backward pass at the weights, or at the points where the rule takes its gradient. */
static nb_status find_gradient(update *u) {
    nb_sheet *s = u->s;
    nb_objective objective;
    double loss = 0;
    nb_node *nodes = nb_arena_add(&s->scratch, u->count, sizeof *nodes);
    u->points = nb_arena_add(&s->scratch, u->count, sizeof *u->points);
    if (u->points == NULL || nodes == NULL) return NB_STATUS_NO_MEMORY;
    nb_objective_plan plan = {.targets = &u->target, .target_count = 1,
                              .weights = nodes, .weight_count = u->count};
    for (size_t i = 0; i < u->count; i++) nodes[i] = s->defs[u->weights[i]].node;
    nb_status status = nb_begin_objective(s, NULL, &plan, &objective);
    if (status != NB_STATUS_OK) return status;
    nb_optimizer_ahead(u->method.optimizer, u->method.settings, u->count, u->before,
                       u->state.slots, u->points);
    if (s->graph.mistake != NB_MISTAKE_NONE) status = find_broken(u);
    else nb_objective_add(&objective, u->points, NULL, 1, true, &loss, u->gradient);
    nb_kept_put(&s->kept, &objective);
    u->norm = nb_gradient_norm(u->count, u->gradient);
    return status;
}

/* Stores the new weights. Where one is inf or nan, a warning says where that arose: in the loss
 * before the step or, if that was finite, at the weight itself. */
static nb_status store_warned(update *u) {
    nb_sheet *s = u->s;
    size_t bad = 0;
    while (bad < u->count && isfinite(u->after[bad])) bad++;
    nb_status status = bad < u->count ? nb_warn_value(s, u->target) : NB_STATUS_OK;
    if (status == NB_STATUS_OK) status = nb_store_weights(s, u->weights, u->after, u->count);
    if (status != NB_STATUS_OK || bad == u->count) return status;
    return nb_warn_value(s, s->defs[u->weights[bad]].node);
}

/* The learning rate of this step, where it is a formula; an update is an epoch of its own. */
static nb_status find_rate(update *u) {
    nb_schedule schedule;
    if (u->method.rate == NULL) return NB_STATUS_OK;
    const nb_default *list = nb_optimizer_get(u->method.optimizer)->parameters;
    double *rate = &u->method.settings[nb_parameter_find(list, "lr", 2)];
    nb_status status = nb_schedule_begin(u->s, u->method.rate, &schedule);
    if (status != NB_STATUS_OK) return status;
    status = nb_schedule_rate(&schedule, u->state.epochs + 1, u->state.steps + 1, rate);
    if (status != NB_STATUS_OK) status = nb_fail_schedule(u->s, u->method.rate, &schedule);
    nb_schedule_clear(&schedule);
    return status;
}

static nb_status make_step(update *u) {
    nb_sheet *s = u->s;
    memcpy(u->after, u->before, u->count * sizeof *u->after);
    nb_gradient_prepare(u->method.optimizer, u->method.settings, u->count, u->points,
                        u->gradient);
    nb_optimizer_step(u->method.optimizer, u->method.settings, ++u->state.steps, u->count,
                      u->after, u->gradient, u->state.slots);
    u->state.epochs++;
    nb_text loss = nb_describe(s, u->target);
    nb_status status = nb_trails_step(s, &loss, u->weights, u->before, u->after, u->count);
    if (status == NB_STATUS_OK) status = store_warned(u);
    return status == NB_STATUS_OK ? nb_remember(s, u->weights, &u->state) : status;
}

/* The lines that each weight has. */
static size_t count_lines(const update *u, const nb_optimizer_info *info) {
    size_t lines = info->line_count + (info->ahead != NULL);
    double g = 0;
    for (int k = 0; k < NB_GRADIENT_COUNT; k++) {
        nb_gradient_step step = (nb_gradient_step)k;
        double setting = nb_gradient_setting(u->method.optimizer, u->method.settings, step);
        lines += nb_gradient_change(step, setting, u->norm, 0, &g);
    }
    return lines;
}

/* That the passes are broken, and of stale gradients whose they are, unless it is a secret. */
static nb_status say_broken(update *u) {
    nb_sheet *s = u->s;
    nb_def_id *stale = nb_arena_add(&s->scratch, u->count, sizeof *stale);
    size_t count = 0;
    if (stale == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < u->count; i++)
        if (u->stale[i]) stale[count++] = u->weights[i];
    nb_say_mistake(s);
    if (count > 0 && nb_mistake_command(s) != NULL)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NOTE_STALE, nb_join_leaves(s, stale, count)));
    return NB_STATUS_OK;
}

static nb_status print_and_step(update *u) {
    static const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "name", {NB_MESSAGE_NONE, {{0}}}, NULL},
        {NB_COLUMN_TEXT, "formula", {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_TEXT, "numbers", {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_VALUE, "value", {NB_MESSAGE_NONE, {{0}}}, "= "}};
    nb_sheet *s = u->s;
    rule r = {.s = s, .info = nb_optimizer_get(u->method.optimizer)};
    nb_status status = find_gradient(u);
    if (status != NB_STATUS_OK) return status;
    size_t lines = count_lines(u, r.info), most = NB_MAX_ROWS / lines;
    size_t shown = u->count < most ? u->count : most;
    bool clipped = nb_gradient_setting(u->method.optimizer, u->method.settings,
                                       NB_GRADIENT_clip) > 0;
    r.table = nb_result_table(s->result, columns, 4, shown * lines + FIRST_LINES);
    if (r.table == NULL) return NB_STATUS_NO_MEMORY;
    if (u->method.rate != NULL) status = add_rate(u, &r);
    if (clipped && status == NB_STATUS_OK) status = add_norm(u, &r);
    for (size_t i = 0; i < shown && status == NB_STATUS_OK; i++) status = add_lines(u, &r, i);
    if (status == NB_STATUS_OK && shown < u->count)
        nb_result_prose(s->result, NB_SAY(NOTE_OMITTED, NB_COUNT((u->count - shown) * lines)));
    if (status == NB_STATUS_OK) status = say_broken(u);
    if (status == NB_STATUS_OK) status = nb_warn_chances(s, &u->target, 1);
    return status == NB_STATUS_OK ? make_step(u) : status;
}

NB_COMMAND(UPDATE) {
    update u = {.s = s};
    nb_status status = nb_choose_target(s, st, NB_TARGET_TRAINED, &u.target);
    if (status == NB_STATUS_OK)
        status = nb_read_weights(s, &st->args[0], u.target, &u.weights, &u.count);
    if (status == NB_STATUS_OK)
        status = nb_read_optimizer_call(s, nb_clause_get(st, "with"), &u.method);
    if (status != NB_STATUS_OK) return status;
    u.before = nb_arena_add(&s->scratch, u.count, sizeof *u.before);
    u.after = nb_arena_add(&s->scratch, u.count, sizeof *u.after);
    u.gradient = nb_arena_add(&s->scratch, u.count, sizeof *u.gradient);
    u.stale = nb_arena_add(&s->scratch, u.count, sizeof *u.stale);
    if (u.before == NULL || u.after == NULL || u.gradient == NULL || u.stale == NULL)
        return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < u.count; i++)
        u.before[i] = nb_leaf_value(s, &s->defs[u.weights[i]]);
    bool fresh = nb_clause_get(st, "fresh") != NULL;
    status = nb_recall(s, &u.method, u.weights, u.count, fresh, &u.state);
    if (status != NB_STATUS_OK) return status;
    status = find_rate(&u);
    if (status == NB_STATUS_OK) status = print_and_step(&u);
    nb_optimizer_state_clear(&u.state);
    return status;
}
