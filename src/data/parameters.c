/* Settings by name, each with its range; and which one was meant. */
#include "data/parameters.h"

#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"

nb_message nb_setting_meant(nb_sheet *s, const char *call, const nb_default *list,
                            const nb_choice *choices, const char *key) {
    nb_nearest nearest;
    nb_buffer names;
    nb_nearest_begin(&nearest, key);
    nb_buffer_init(&names, &s->memory);
    for (size_t k = 0; list[k].parameter != NB_PARAMETER_COUNT; k++) {
        const char *name = nb_parameter_get(list[k].parameter)->name;
        nb_nearest_try(&nearest, name);
        nb_buffer_add_item(&names, ", ", name);
    }
    for (const nb_choice *c = choices; c != NULL && c->option != NULL; c++) {
        nb_nearest_try(&nearest, c->option);
        nb_buffer_add_item(&names, ", ", c->option);
    }
    const char *text = nb_take_text(s, &names);
    if (nb_nearest_get(&nearest) != NULL)
        return NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(nb_nearest_get(&nearest)));
    return *text == '\0' ? NB_NO_HINT : NB_SAY(HINT_SETTINGS_OF, NB_TEXT(call), NB_TEXT(text));
}

nb_status nb_read_parameters(nb_sheet *s, const nb_command_arg *call, const nb_default *list,
                             double values[NB_MAX_PARAMETERS]) {
    nb_parameter_defaults(list, values);
    for (const nb_clause *p = call->parameters; p != NULL; p = p->next) {
        if (p->key == NULL) continue;
        size_t k = nb_parameter_find(list, p->key, strlen(p->key));
        if (k == NB_MAX_PARAMETERS)
            return nb_fail_place(s, p->span,
                                 NB_SAY(UNKNOWN_KEYWORD, NB_TEXT(call->text), NB_TEXT(p->key)),
                                 nb_setting_meant(s, call->text, list, NULL, p->key));
        if (p->arg.form == NB_ARG_WORD)
            return nb_fail_place(s, p->arg.span, NB_SAY(UNKNOWN_NAME, NB_TEXT(p->arg.text)),
                                 nb_did_you_mean(s, p->arg.text, false));
        nb_status status = nb_eval(s, &p->arg.expr, s->env, &values[k]);
        if (status != NB_STATUS_OK) return status;
        const nb_parameter_info *info = nb_parameter_get(list[k].parameter);
        if (!isfinite(values[k]))
            return nb_fail_place(s, p->arg.span,
                                 NB_SAY(PARAMETER_FINITE, NB_TEXT(p->key), NB_NUMBER(values[k])),
                                 NB_NO_HINT);
        if (!nb_parameter_allows(list[k].parameter, values[k]))
            return nb_fail_place(s, p->arg.span,
                                 NB_SAY(PARAMETER_RANGE, NB_TEXT(p->key), NB_WORDS(info->range),
                                        NB_NUMBER(values[k])), NB_NO_HINT);
    }
    return NB_STATUS_OK;
}
