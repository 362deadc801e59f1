/* The clauses of train about epochs, rows and the rate. See plan.h. */
#include "learn/plan.h"

#include <math.h>
#include <string.h>

#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "lang/commands.h"

static nb_status read_whole(nb_sheet *s, const nb_statement *st, const char *key, size_t *value) {
    const nb_command_arg *arg = nb_clause_get(st, key);
    const double most = 1e9;
    double number;
    if (arg == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &arg->expr, s->env, &number);
    if (status != NB_STATUS_OK) return status;
    *value = (size_t)(number >= 1 && number <= most ? number : 0);
    if (*value > 0 && number == (double)*value) return NB_STATUS_OK;
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(TRAIN_WHOLE, NB_TEXT(key), NB_NUMBER(number)), NB_NO_HINT);
}

nb_status nb_plan_read_word(nb_sheet *s, const nb_statement *st, const char *key, bool *second) {
    const nb_command_arg *arg = nb_clause_get(st, key);
    const nb_command_info *command = nb_command_get(st->command);
    *second = false;
    if (arg == NULL) return NB_STATUS_OK;
    const char *const *words = nb_clause_form_find(command, key, strlen(key))->words;
    *second = strcmp(arg->text, words[1]) == 0;
    if (*second || strcmp(arg->text, words[0]) == 0) return NB_STATUS_OK;
    return nb_fail_place(s, arg->span,
                         NB_SAY(TRAIN_WORD, NB_TEXT(key), NB_TEXT(words[0]), NB_TEXT(words[1]),
                                NB_TEXT(arg->text)), NB_NO_HINT);
}

static nb_status read_decay(nb_sheet *s, const nb_statement *st, double *decay) {
    static const char key[] = "decay";
    const nb_command_arg *arg = nb_clause_get(st, key);
    *decay = 1;
    if (arg == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &arg->expr, s->env, decay);
    if (status != NB_STATUS_OK || (*decay > 0 && isfinite(*decay))) return status;
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(PARAMETER_RANGE, NB_TEXT(key), NB_SAID(RANGE_POSITIVE),
                             NB_NUMBER(*decay)), NB_NO_HINT);
}

/* Where the loss is made of no rows, a clause about them changes nothing. */
static void warn_of_rows(nb_sheet *s, const nb_text *loss, const nb_plan *plan) {
    const struct {
        const char *key;
        bool given;
    } clauses[] = {{"batch", plan->batch > 0}, {"shuffle", plan->shuffle}, {"reduce", plan->sum}};
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        if (clauses[i].given)
            nb_result_say(s->result, NB_SEVERITY_NOTE,
                          NB_SAY(TRAIN_NO_ROWS, NB_TEXT(clauses[i].key), NB_FORMULA(loss)));
}

nb_status nb_plan_read(nb_sheet *s, const nb_statement *st, const nb_text *alone, nb_plan *plan) {
    plan->epochs = 1;
    nb_status status = read_whole(s, st, "epochs", &plan->epochs);
    if (status == NB_STATUS_OK) status = read_whole(s, st, "batch", &plan->batch);
    if (status == NB_STATUS_OK) status = read_decay(s, st, &plan->decay);
    if (status == NB_STATUS_OK) status = read_whole(s, st, "warmup", &plan->warmup);
    if (status == NB_STATUS_OK) status = nb_plan_read_word(s, st, "shuffle", &plan->shuffle);
    if (status == NB_STATUS_OK) status = nb_plan_read_word(s, st, "reduce", &plan->sum);
    if (status != NB_STATUS_OK) return status;
    if (alone != NULL) warn_of_rows(s, alone, plan);
    if (plan->shuffle) plan->seed = nb_random_next(&s->state.random);
    return NB_STATUS_OK;
}
