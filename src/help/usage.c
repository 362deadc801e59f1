/* Usages, each made from the row or the definition of what is used. */
#include "help/usage.h"

#include <string.h>

#include "base/number.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "formulas/table_cells.h"
#include "words/words.h"

const char *nb_vector_usage(nb_sheet *s, const nb_vector_info *info) {
    const char first[] = {info->parameters[0], '\0'};
    bool named = *info->name >= 'a' && *info->name <= 'z';
    const char *given = info->parameters;
    for (int k = 0; k < info->setting_count; k++) {
        char number[NB_NUMBER_ROOM];
        nb_number_exact(info->settings[k].fallback, number);
        given = NB_JOIN(s, given, ", ", info->settings[k].name, "=", number);
    }
    if (named) return NB_JOIN(s, info->name, "(", given, ")");
    if (info->arity == 1) return NB_JOIN(s, first, info->name);
    return NB_JOIN(s, first, " ", info->name, " ", info->parameters + strlen("a, "));
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool nb_usage_has_words(const char *usage) {
    for (; *usage != '\0'; usage++)
        if (is_capital(usage[0]) && is_capital(usage[1])) return true;
    return false;
}

const char *nb_command_usage(nb_sheet *s, const nb_command_info *info, bool korean) {
    if (!korean || info->korean == NULL) return info->usage;
    const char *usage = nb_words_find(nb_words_of("ko"), info->usage);
    if (usage == NULL) usage = info->usage;
    const char *behind = usage + strlen(info->word); /* of ∇L: L */
    return NB_JOIN(s, info->korean, *behind != '\0' && *behind != ' ' ? " " : "", behind);
}

static const char *function_usage(nb_sheet *s, const char *name, const nb_meaning *meaning) {
    nb_buffer parameters;
    nb_buffer_init(&parameters, &s->memory);
    for (uint32_t i = 0; i < meaning->parameter_count; i++)
        nb_buffer_add_item(&parameters, ", ", s->symbols[meaning->parameters[i]].name);
    return NB_JOIN(s, name, "(", nb_take_text(s, &parameters), ")");
}

const char *nb_op_usage(nb_sheet *s, nb_op op) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    nb_op_write_usage(op, &out);
    return nb_take_text(s, &out);
}

const char *nb_call_usage(nb_sheet *s, const char *name) {
    nb_op op;
    nb_vector_op vector;
    nb_symbol symbol;
    nb_def_id function = NB_NO_DEF;
    if (nb_intern(s, name, strlen(name), &symbol) == NB_STATUS_OK)
        function = s->symbols[symbol].function;
    if (nb_is_defined(s, function)) return function_usage(s, name, &s->defs[function].meaning);
    if (nb_op_find_call(name, strlen(name), &op)) return nb_op_usage(s, op);
    if (nb_vector_find(name, strlen(name), &vector))
        return nb_vector_usage(s, nb_vector_get(vector));
    return strcmp(name, "grad") == 0 ? "grad(L, w)" : NULL;
}
