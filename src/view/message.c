/* Messages in words: a wording of messages.def, in the user's language, with its arguments. */
#include <math.h>
#include <string.h>

#include "view/text.h"

const char *nb_view_word(const nb_view *view, const char *word) {
    const char *other = view->translate != NULL ? view->translate(view->user, word) : NULL;
    return other != NULL ? other : word;
}

/* ≈ 2^1000 where that is what it is, else ≈ 1.2e+30. */
static void add_power(nb_buffer *out, const nb_view *view, double log2) {
    double whole = rint(log2), ten = log2 * log10(2);
    bool power = fabs(log2 - whole) < 1e-9;
    nb_view_plain_text(out, view, power ? "≈ 2^" : "≈ ");
    nb_view_number(out, power ? whole : pow(10, ten - floor(ten)), power ? 17 : 2);
    if (power) return;
    nb_buffer_add_text(out, "e+");
    nb_view_number(out, floor(ten), 17);
}

static void add_argument(nb_buffer *out, const nb_view *view, const nb_arg *arg) {
    switch (arg->kind) {
    case NB_ARG_NONE: break;
    case NB_ARG_TEXT: nb_view_plain_text(out, view, arg->text); break;
    case NB_ARG_COUNT: nb_view_number(out, arg->number, 17); break;
    case NB_ARG_POWER: add_power(out, view, arg->number); break;
    case NB_ARG_NUMBER: nb_view_number(out, arg->number, view->digits); break;
    }
}

void nb_view_message(nb_buffer *out, const nb_view *view, const nb_message *message) {
    static const char *const wordings[NB_MESSAGE_COUNT] = {
#define MESSAGE(ID, WORDING) [NB_MESSAGE_##ID] = WORDING,
#include "result/messages.def"
#undef MESSAGE
    };
    /* gettext answers an empty text with the catalogue's header */
    if (message->id <= NB_MESSAGE_NONE || message->id >= NB_MESSAGE_COUNT) return;
    const char *rest = nb_view_word(view, wordings[message->id]);
    for (const char *open = strchr(rest, '{'); open != NULL; open = strchr(open, '{')) {
        unsigned slot = (unsigned)((unsigned char)open[1] - '0');
        if (slot >= NB_MESSAGE_ARGS || open[2] != '}') {
            open++;
            continue;
        }
        nb_view_plain_bytes(out, view, rest, (size_t)(open - rest));
        add_argument(out, view, &message->args[slot]);
        open += strlen("{0}");
        rest = open;
    }
    nb_view_plain_text(out, view, rest);
}
