/* A statement has one problem, the last that was set, and hints at names that may have been
 * meant. */
#include "definitions/problem.h"

#include <string.h>

#include "base/keyboard.h"
#include "definitions/names.h"

nb_status nb_poll(nb_sheet *s) {
    if (!atomic_load_explicit(&s->interrupted, memory_order_relaxed)) return NB_STATUS_OK;
    return nb_fail_plain(s, NB_PLAIN(INTERRUPTED), NB_NO_HINT);
}

nb_status nb_fail_plain(nb_sheet *s, nb_message message, nb_message hint) {
    for (int i = 0; i < NB_MESSAGE_ARGS; i++) {
        nb_arg *args[] = {&message.args[i], &hint.args[i]};
        for (int k = 0; k < 2; k++) {
            if (!nb_arg_copy(&s->scratch, args[k])) return NB_STATUS_NO_MEMORY;
        }
    }
    s->problem = (nb_problem){.message = message, .hint = hint};
    return NB_STATUS_ERROR;
}

/* A place in a text that was entered earlier is left out: the problem is shown beside the running
 * statement's. */
nb_status nb_fail_at(nb_sheet *s, const nb_expr *expr, nb_span span, nb_message message,
                     nb_message hint) {
    nb_status status = nb_fail_plain(s, message, hint);
    s->problem.span = span;
    s->problem.has_span = expr->source == s->text || expr->source == s->kept_text;
    return status;
}

nb_status nb_fail_place(nb_sheet *s, nb_span span, nb_message message, nb_message hint) {
    const nb_expr statement = {.source = s->text};
    return nb_fail_at(s, &statement, span, message, hint);
}

nb_message nb_meant(const char *name, const char *near) {
    char keys[64];
    bool hangul = nb_keys_of_hangul(name, strlen(name), keys, sizeof keys);
    if (hangul && strcmp(keys, near) == 0) return NB_SAY(HINT_KEYBOARD, NB_TEXT(near));
    hangul = nb_keys_of_hangul(near, strlen(near), keys, sizeof keys);
    if (hangul && strcmp(keys, name) == 0) return NB_SAY(HINT_KEYBOARD_OFF, NB_TEXT(near));
    return NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near));
}

nb_message nb_did_you_mean(nb_sheet *s, const char *name, bool functions) {
    const char *near = nb_suggest(s, name, functions, !functions);
    if (near == NULL) return functions ? NB_NO_HINT : NB_SAY(HINT_DEFINE, NB_TEXT(name));
    return nb_meant(name, near);
}
