/* Outputs and their targets. See grading.h. */
#include "grade/grading.h"

#include <math.h>
#include <string.h>

#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "grade/partners.h"
#include "lang/commands.h"

nb_status nb_find_answers(nb_sheet *s, const nb_command_arg *list, nb_node **nodes,
                          size_t *count) {
    uint32_t *places;
    nb_status status = nb_build_all(s);
    if (status == NB_STATUS_OK) status = nb_find_nodes(s, list, NB_NO_NODE, nodes, count);
    if (status == NB_STATUS_OK) status = nb_place_columns(s, &places);
    if (status != NB_STATUS_OK) return status;
    uint8_t *seen = nb_arena_add(&s->scratch, s->graph.count, sizeof *seen);
    if (seen == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        nb_node node = (*nodes)[i];
        nb_message message = NB_SAY(ACCURACY_COLUMN, nb_node_arg(s, node));
        if (seen[node]) message.id = NB_MESSAGE_TRAIN_TWICE;
        nb_def_id owner = s->owner[node];
        if (seen[node] || (owner != NB_NO_DEF && places[owner] != 0))
            return nb_fail_place(s, nb_place_in_list(s, list, NB_NO_NODE, i), message,
                                 NB_NO_HINT);
        seen[node] = 1;
    }
    return NB_STATUS_OK;
}

nb_span nb_list_span(const nb_command_arg *list) {
    const nb_command_arg *last = list;
    while (last->next != NULL) last = last->next;
    uint32_t end = last->span.offset + last->span.length;
    return (nb_span){list->span.offset, end - list->span.offset};
}

/* ---- the targets ---- */

static const nb_node *outputs_of(const nb_grading *g) {
    return g->nodes + (g->node_count - g->count);
}

/* Whether the outputs themselves are made of a column. */
static nb_status find_inputs(nb_grading *g, bool *inputs) {
    nb_objective objective;
    nb_objective_plan plan = {.targets = outputs_of(g), .target_count = g->count};
    nb_status status = nb_begin_objective(g->s, g->data, &plan, &objective);
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; i < objective.input_count; i++) inputs[objective.columns[i]] = true;
    nb_objective_clear(&objective);
    return NB_STATUS_OK;
}

/* Each output has a column of its own that it is compared with; or all have the same. */
static nb_status find_partners(nb_grading *g, const nb_partners *partners, bool *together) {
    size_t columns = g->data->set.columns, same = 0;
    bool *taken = nb_arena_add(&g->s->scratch, columns, sizeof *taken), own = true;
    if (taken == NULL) return NB_STATUS_NO_MEMORY;
    g->target_count = 0;
    *together = false;
    for (size_t i = 0; i < g->count; i++) {
        size_t column;
        nb_status status = nb_find_partner(g->s, partners, outputs_of(g)[i], &column);
        if (status != NB_STATUS_OK || column == columns) return status;
        same += column == g->targets[0] || i == 0;
        own = own && !taken[column];
        taken[column] = true;
        g->targets[i] = column;
    }
    if (own) g->target_count = g->count;
    *together = !own && same == g->count;
    return NB_STATUS_OK;
}

/* Without formulas that tell, they are the last columns that the outputs are not made of. */
static void find_last_columns(nb_grading *g, const bool *inputs) {
    size_t last = g->data->set.columns, run = 0;
    while (last > 0 && inputs[last - 1]) last--;
    while (run < last && !inputs[last - 1 - run]) run++;
    if (run == 0) return;
    g->target_count = run >= g->count ? g->count : 1;
    for (size_t i = 0; i < g->target_count; i++) g->targets[i] = last - g->target_count + i;
}

/* Nothing is left to compare the outputs with. If that is because a loss was named, the hint is the
 * line with the output in its place. */
static nb_status fail_no_target(nb_grading *g, const nb_statement *st, nb_grading_rule rule,
                                const nb_partners *partners) {
    nb_sheet *s = g->s;
    nb_def_id judged = NB_NO_DEF;
    nb_status status = NB_STATUS_OK;
    if (g->count == 1) status = nb_find_judged(s, partners, *outputs_of(g), &judged);
    if (status != NB_STATUS_OK || (rule == NB_GRADING_NONE && judged == NB_NO_DEF)) return status;
    nb_message hint = NB_PLAIN(HINT_ACCURACY);
    if (judged != NB_NO_DEF) {
        const nb_def *def = &s->defs[judged];
        bool whole = def->meaning.kind == NB_DEF_ELEMENT;
        const char *name = whole ? s->symbols[def->symbol].name
                                 : nb_def_name(s, &s->scratch, def);
        hint = NB_SAY(HINT_OUTPUT, NB_TEXT(nb_command_get(st->command)->word), NB_TEXT(name));
    }
    return nb_fail_place(s, g->span, NB_PLAIN(ACCURACY_NO_TARGET), hint);
}

static nb_status find_targets(nb_grading *g, const nb_statement *st, nb_grading_rule rule) {
    nb_sheet *s = g->s;
    nb_partners partners;
    bool together, *inputs = nb_arena_add(&s->scratch, g->data->set.columns, sizeof *inputs);
    g->targets = nb_arena_add(&s->scratch, g->count, sizeof *g->targets);
    if (inputs == NULL || g->targets == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_partners_find(s, g->data, &partners);
    if (status == NB_STATUS_OK) status = find_inputs(g, inputs);
    if (status == NB_STATUS_OK) status = find_partners(g, &partners, &together);
    if (status != NB_STATUS_OK) return status;
    size_t column = g->targets[0]; /* all logits meet all targets in softmax_cross_entropy */
    if (g->target_count == 0) find_last_columns(g, inputs);
    if (together && g->target_count < g->count) {
        g->targets[0] = column;
        g->target_count = 1;
    }
    if (g->target_count > 0) return NB_STATUS_OK;
    return fail_no_target(g, st, rule, &partners);
}

/* ---- classes or numbers ---- */

/* Numbers that stand for two classes wherever they do. */
static bool are_two_classes(const double *values, size_t count) {
    bool zero_one = true, signs = true;
    for (size_t i = 0; i < count; i++) {
        zero_one = zero_one && (values[i] == 0 || values[i] == 1);
        signs = signs && fabs(values[i]) == 1;
    }
    return count <= 2 && (zero_one || signs);
}

/* The first row, from 0, in which the targets are no classes: chances, each from 0 to 1 and all
 * together 1, say one. */
static nb_status find_no_class(nb_grading *g, size_t *row) {
    const nb_dataset *set = &g->data->set;
    for (*row = 0; *row < set->rows; ++*row) {
        double sum = 0;
        bool chances = true;
        for (size_t i = 0; i < g->count; i++) {
            double t = set->cells[*row * set->columns + g->targets[i]];
            chances = chances && t >= 0 && t <= 1;
            sum += t;
        }
        if (!chances || fabs(sum - 1) > 1e-6) return NB_STATUS_OK;
        nb_status status = nb_poll_turn(g->s, *row);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

static nb_message hint_no_class(const nb_grading *g) {
    return NB_SAY(HINT_CLASSES, nb_outputs_arg(g));
}

static nb_status judge_columns(nb_grading *g, nb_grading_rule rule) {
    size_t row;
    nb_status status = find_no_class(g, &row);
    if (status != NB_STATUS_OK) return status;
    bool classes = row == g->data->set.rows;
    g->as = classes ? NB_GRADED_LARGEST : NB_GRADED_NUMBER;
    g->class_count = g->count;
    g->group = nb_class_group_find(&g->data->set, g->targets[0]);
    if (classes || rule != NB_GRADING_CLASSES) return status;
    return nb_fail_plain(g->s, NB_SAY(ACCURACY_ROW, nb_target_arg(g, 0),
                                      nb_target_arg(g, g->count - 1), NB_COUNT(row + 1)),
                         hint_no_class(g));
}

static nb_status judge_column(nb_grading *g, nb_grading_rule rule) {
    static const double zero_one[] = {0, 1}, signs[] = {-1, 1};
    nb_sheet *s = g->s;
    const nb_dataset *set = &g->data->set;
    size_t most = g->count > 1 ? g->count : 2, found = 0;
    double *values = nb_arena_add(&s->scratch, NB_MOST_CLASSES, sizeof *values);
    if (values == NULL) return NB_STATUS_NO_MEMORY;
    bool few = nb_classes_find(set, g->targets[0], values, NB_MOST_CLASSES, &found);
    bool certain = few && are_two_classes(values, found);
    g->group = nb_class_group_find(set, g->targets[0]);
    if (g->group != NULL && g->group->count != found) g->group = NULL;
    g->values = values;
    g->value_count = found;
    g->class_count = most;
    g->as = NB_GRADED_NUMBER;
    bool numbers = g->group == NULL ? !certain : rule == NB_GRADING_NONE && found > most;
    if (g->count == 1 && rule != NB_GRADING_CLASSES && numbers) return NB_STATUS_OK;
    if (few && found > most && g->group != NULL)
        return nb_fail_plain(s, NB_SAY(ACCURACY_MANY, nb_target_arg(g, 0), NB_COUNT(found),
                                       NB_COUNT(most)), NB_PLAIN(HINT_CLASSES_EACH));
    if (!few || found > most)
        return nb_fail_plain(s, NB_SAY(ACCURACY_CLASSES, nb_target_arg(g, 0), NB_COUNT(most)),
                             hint_no_class(g));
    g->as = g->count > 1 ? NB_GRADED_LARGEST : NB_GRADED_SIDE;
    if (g->count > 1) return NB_STATUS_OK;
    if (found == 1) { /* the other class has no row */
        g->group = NULL;
        g->values = *values == -1 ? signs : *values == 0 || *values == 1 ? zero_one : values;
        values[1] = values[0];
        g->value_count = 2;
    }
    g->threshold = (g->values[0] + g->values[1]) / 2;
    return NB_STATUS_OK;
}

/* ---- beginning, rows ---- */

nb_status nb_grading_begin(nb_grading *g, const nb_statement *st, nb_grading_rule rule) {
    nb_sheet *s = g->s;
    nb_objective_plan plan = {.targets = g->nodes, .target_count = g->node_count,
                              .compiled = s->state.settings.compiled};
    g->rows = nb_data_rows(s, g->data);
    g->y = nb_arena_add(&s->scratch, g->count, sizeof *g->y);
    g->t = nb_arena_add(&s->scratch, g->count, sizeof *g->t);
    if (g->node_count > SIZE_MAX / NB_ROWS_AT_ONCE) return NB_STATUS_NO_MEMORY;
    g->computed = nb_arena_add(&s->scratch, NB_ROWS_AT_ONCE * g->node_count, sizeof *g->computed);
    if (g->rows == NULL || g->y == NULL || g->t == NULL || g->computed == NULL)
        return NB_STATUS_NO_MEMORY;
    nb_status status = find_targets(g, st, rule);
    if (status == NB_STATUS_OK && g->target_count > 0)
        status = g->target_count == 1 ? judge_column(g, rule) : judge_columns(g, rule);
    return status == NB_STATUS_OK ? nb_begin_objective(s, g->data, &plan, &g->objective) : status;
}

void nb_grading_clear(nb_grading *g) {
    if (g->objective.graph.memory != NULL) nb_kept_put(&g->s->kept, &g->objective);
}

double nb_graded_value(const nb_grading *g, size_t node) {
    return g->computed[(g->at - g->first) * g->node_count + node];
}

static nb_status compute_from(nb_grading *g, const uint32_t *rows, size_t count, size_t i) {
    g->of = rows;
    g->first = i;
    g->ready = count - i < NB_ROWS_AT_ONCE ? count - i : NB_ROWS_AT_ONCE;
    nb_objective_values(&g->objective, rows, i, g->ready, g->computed);
    return nb_poll(g->s);
}

nb_status nb_grade_row(nb_grading *g, const uint32_t *rows, size_t count, size_t i) {
    size_t row = rows != NULL ? rows[i] : i;
    const double *cells = g->data->set.cells + row * g->data->set.columns;
    nb_status status = NB_STATUS_OK;
    if (g->of != rows || i < g->first || i - g->first >= g->ready)
        status = compute_from(g, rows, count, i);
    g->at = i;
    for (size_t k = 0; k < g->count; k++) {
        g->y[k] = nb_graded_value(g, g->node_count - g->count + k);
        if (g->target_count == g->count) g->t[k] = cells[g->targets[k]];
        else if (g->target_count == 1)
            g->t[k] = k == nb_class_get(g->values, g->value_count, cells[g->targets[0]]);
    }
    return status;
}

size_t nb_graded_true(const nb_grading *g) {
    return nb_class_said(g->t, g->count, g->threshold);
}

size_t nb_graded_class(const nb_grading *g) {
    return nb_class_said(g->y, g->count, g->threshold);
}

bool nb_graded_right(const nb_grading *g) {
    return nb_is_right(g->y, g->t, g->count, g->threshold);
}

/* ---- what is said ---- */

nb_table_cell nb_graded_cell(const nb_grading *g, size_t class) {
    nb_writer w = {.s = g->s};
    bool named = g->group != NULL && class < g->group->count;
    size_t last = g->value_count - 1; /* classes behind it have no row */
    double number = g->values == NULL     ? (double)class + 1
                    : class <= last ? g->values[class]
                                    : g->values[last] + (double)(class - last);
    nb_table_cell cell = nb_cell_number(number);
    if (class >= g->class_count) return nb_cell_number(NAN);
    if (!named) return cell;
    const char *name = g->group->names[class];
    nb_write_word(&w, nb_result_text(g->s->result, name, strlen(name)));
    cell.kind = NB_CELL_TEXT;
    cell.text = w.text;
    return cell;
}

nb_arg nb_target_arg(const nb_grading *g, size_t output) {
    nb_sheet *s = g->s;
    size_t at = g->target_count == 1 ? 0 : output;
    const nb_def *def = &s->defs[g->data->columns[g->targets[at]]];
    bool together = g->target_count > 1 && g->as != NB_GRADED_NUMBER && def->rank > 0;
    return NB_TEXT(together ? s->symbols[def->symbol].name : nb_def_name(s, &s->scratch, def));
}

nb_arg nb_outputs_arg(const nb_grading *g) {
    const char *typed = nb_arena_text(&g->s->scratch, g->s->text + g->span.offset, g->span.length);
    return NB_TEXT(typed != NULL ? typed : "");
}

void nb_say_rule(const nb_grading *g) {
    nb_sheet *s = g->s;
    nb_message message = NB_SAY(ACCURACY_ONE, nb_outputs_arg(g), nb_target_arg(g, 0),
                                NB_NUMBER(g->threshold));
    if (g->as == NB_GRADED_LARGEST)
        message.id = g->target_count > 1 ? NB_MESSAGE_ACCURACY_ONEHOT
                                         : NB_MESSAGE_ACCURACY_SEVERAL;
    if (!nb_is_unseen(s)) nb_result_prose(s->result, message);
}
