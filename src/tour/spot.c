/* The table is that of `backward`; only the number that is shown is changed, so that what stands
 * beside it contradicts it. */
#include "tour/spot.h"

#include <string.h>

#include "definitions/problem.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/target.h"
#include "lang/split.h"
#include "session/execute.h"
#include "tour/line.h"
#include "tour/numbers.h"
#include "tour/says.h"

/* The node that a text names, of those that the target is made of; of a derivative, the node that
 * it is by. */
static nb_status find_node(nb_sheet *s, const nb_expr *expr, nb_node target, nb_node *node) {
    nb_expr of, by = *expr;
    bool split = false;
    nb_status status = nb_split_derivative(&s->scratch, expr, &of, &by, &split);
    nb_command_arg arg = {.form = NB_ARG_EXPR, .expr = split ? by : *expr, .span = expr->span};
    return status == NB_STATUS_OK ? nb_find_node(s, &arg, target, node) : status;
}

/* The target of the question, and the node that is wrong in its table. */
static nb_status find_wrong(const nb_exam *exam, nb_quiet *quiet, nb_node *target,
                            nb_node *node) {
    nb_statement *st;
    nb_status status = nb_quiet_read(quiet, "backward", &st);
    if (status == NB_STATUS_OK) status = nb_choose_target(quiet->s, st, NB_TARGET_SEEN, target);
    if (status == NB_STATUS_OK) status = nb_quiet_read(quiet, exam->q->spot_node, &st);
    if (status != NB_STATUS_OK) return status;
    if (st->kind != NB_STATEMENT_EXPRESSION)
        return nb_fail_plain(quiet->s, NB_PLAIN(ANSWER_SPOT_NODE), NB_NO_HINT);
    return find_node(quiet->s, &st->exprs[0], *target, node);
}

/* Changes the number of a node in a table; where the table has no such row it is an error. */
static nb_status change(nb_sheet *s, nb_result *result, nb_node node, double gradient) {
    nb_text name = nb_describe(s, node);
    for (nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind != NB_BLOCK_NODES) continue;
        for (size_t i = 0; i < block->as.nodes.count; i++) {
            nb_node_row *row = &block->as.nodes.rows[i];
            if (!nb_text_same(&row->name, &name)) continue;
            row->gradient = gradient;
            return NB_STATUS_OK;
        }
    }
    return nb_fail_plain(s, NB_PLAIN(ANSWER_SPOT_NODE), NB_NO_HINT);
}

static nb_status make_table(nb_exam *exam, nb_quiet *quiet) {
    nb_sheet *s = quiet->s;
    nb_numbers value;
    nb_statement *st;
    nb_node target = NB_NO_NODE, node = NB_NO_NODE;
    nb_status status = nb_numbers_read(quiet, &s->scratch, exam->q->spot_value, &value);
    if (status == NB_STATUS_OK) status = find_wrong(exam, quiet, &target, &node);
    if (status == NB_STATUS_OK) status = nb_quiet_read(quiet, "backward", &st);
    if (status == NB_STATUS_OK) status = nb_execute(s, st);
    return status == NB_STATUS_OK ? change(s, quiet->result, node, value.all[0]) : status;
}

nb_status nb_spot_begin(nb_exam *exam, nb_result **result) {
    nb_quiet quiet;
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    if (status == NB_STATUS_OK) status = make_table(exam, &quiet);
    if (status == NB_STATUS_ERROR)
        nb_result_say(quiet.result, NB_SEVERITY_ERROR, quiet.s->problem.message);
    if (status != NB_STATUS_NO_MEMORY && quiet.result->failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) exam->table = nb_quiet_keep(&quiet);
    if (status == NB_STATUS_ERROR) *result = nb_quiet_keep(&quiet);
    return nb_quiet_finish(&quiet, status);
}

/* Whether the node that was typed is the one of a wrong: line. */
static nb_status find_listed(nb_exam *exam, nb_quiet *quiet, nb_node target, nb_node typed,
                             nb_exam_says *says) {
    const nb_remark_list *list = &exam->q->wrongs;
    for (size_t i = 0; i < list->count; i++) {
        nb_statement *st;
        nb_node node = NB_NO_NODE;
        nb_status status = nb_quiet_read(quiet, list->all[i].text, &st);
        if (status == NB_STATUS_OK && st->kind == NB_STATEMENT_EXPRESSION)
            status = find_node(quiet->s, &st->exprs[0], target, &node);
        if (status == NB_STATUS_NO_MEMORY || nb_quiet_stopped(quiet)) return status;
        if (node == typed) nb_exam_say_text(says, exam->wrongs[i].remark);
    }
    return NB_STATUS_OK;
}

nb_status nb_spot_judge(nb_exam *exam, nb_quiet *quiet, const char *line,
                        nb_exam_verdict *verdict, nb_exam_says *says) {
    nb_typed typed;
    nb_node target = NB_NO_NODE, node = NB_NO_NODE, found = NB_NO_NODE;
    uint8_t *marks = NULL;
    nb_sheet *s = quiet->s;
    nb_status status = nb_line_read(exam, quiet, line, &typed);
    *verdict = NB_VERDICT_OTHER;
    if (status != NB_STATUS_OK || typed.kind == NB_LINE_OTHER) return status;
    *verdict = NB_VERDICT_REFUSED;
    if (typed.kind == NB_LINE_REFUSED)
        return nb_exam_say(exam, says, typed.message, typed.hint);
    status = find_wrong(exam, quiet, &target, &node);
    if (status == NB_STATUS_OK) status = find_node(s, &typed.expr, target, &found);
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, target, &marks);
    bool inside = status == NB_STATUS_OK && found <= target && marks[found] != 0;
    if (status == NB_STATUS_NO_MEMORY || nb_quiet_stopped(quiet)) return status;
    if (!inside) return nb_exam_say(exam, says, NB_PLAIN(ANSWER_SPOT_NODE), NB_NO_HINT);
    *verdict = NB_VERDICT_NOTED;
    if (exam->q->noted != NULL) return NB_STATUS_OK;
    *verdict = found == node ? NB_VERDICT_RIGHT : NB_VERDICT_WRONG;
    if (found == node) return NB_STATUS_OK;
    status = find_listed(exam, quiet, target, found, says);
    if (status != NB_STATUS_OK || *says->text != '\0') return status;
    return nb_exam_say(exam, says, NB_PLAIN(ANSWER_SPOT), NB_NO_HINT);
}
