/* Messages in words: a wording of messages.def, in the user's language, with its arguments. */
#include "view/message.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "view/number.h"
#include "view/pen.h"
#include "view/plain.h"
#include "view/text.h"
#include "words/particle.h"

const char *nb_view_translate(const nb_view *view, const char *text) {
    const char *other = view->ascii ? NULL : nb_words_find(view->words, text);
    return other != NULL ? other : text;
}

const char *nb_view_language(const nb_view *view) {
    return view->words != NULL && !view->ascii ? view->words->language : nb_words_languages[1];
}

const char *nb_view_word(const nb_view *view, nb_message_id id) {
    return nb_view_translate(view, nb_message_wording(id));
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

static void add_variable(nb_buffer *out, const nb_view *view, const nb_text *formula) {
    bool brackets = !nb_text_is_atom(formula);
    if (brackets) nb_buffer_add_char(out, '(');
    nb_view_formula(out, view, formula, 0);
    if (brackets) nb_buffer_add_char(out, ')');
}

/* All digits where those that the view shows are the same for both numbers. */
static void add_apart(nb_buffer *out, const nb_view *view, double number, double other) {
    nb_buffer few[2];
    char all[NB_NUMBER_ROOM];
    for (int i = 0; i < 2; i++) {
        nb_buffer_init(&few[i], out->memory);
        nb_view_number(&few[i], i == 0 ? number : other, view->digits);
        if (few[i].failed) out->failed = true;
    }
    bool same = !out->failed && strcmp(few[0].data, few[1].data) == 0;
    nb_number_exact(number, all);
    if (same && number != other) nb_buffer_add_text(out, all);
    else nb_view_number(out, number, view->digits);
    for (int i = 0; i < 2; i++) nb_buffer_clear(&few[i]);
}

static void add_argument(nb_buffer *out, const nb_view *view, const nb_arg *arg) {
    switch (arg->kind) {
    case NB_ARG_NONE: break;
    case NB_ARG_TEXT: nb_view_plain_text(out, view, arg->text); break;
    case NB_ARG_WORDS:
        nb_view_plain_text(out, view, nb_view_translate(view, arg->text));
        break;
    case NB_ARG_COUNT: nb_view_number(out, arg->number, 17); break;
    case NB_ARG_POWER: add_power(out, view, arg->number); break;
    case NB_ARG_NUMBER: nb_view_number(out, arg->number, view->digits); break;
    case NB_ARG_APART: add_apart(out, view, arg->number, arg->other); break;
    case NB_ARG_DIGITS: nb_view_number(out, arg->number, (int)arg->other); break;
    case NB_ARG_FORMULA: nb_view_formula(out, view, arg->formula, 0); break;
    case NB_ARG_VARIABLE: add_variable(out, view, arg->formula); break;
    }
}

/* The bytes of {0}, or of {0:을} with the particle that is asked for; 0: there is no argument. */
static size_t read_place(const char *open, unsigned *slot, const char **particle, size_t *length) {
    *slot = (unsigned)((unsigned char)open[1] - '0');
    *particle = NULL;
    if (*slot >= NB_MESSAGE_ARGS) return 0;
    if (open[2] == '}') return strlen("{0}");
    *particle = open + strlen("{0:");
    *length = open[2] == ':' ? strcspn(*particle, "}") : 0;
    return *length > 0 && (*particle)[*length] == '}' ? strlen("{0:}") + *length : 0;
}

static void add_particle(nb_buffer *out, size_t begin, const char *which, size_t length) {
    if (out->failed || out->data == NULL) return;
    const char *particle = nb_particle(out->data + begin, out->length - begin, which, length);
    if (particle != NULL) nb_buffer_add_text(out, particle);
}

void nb_view_message(nb_buffer *out, const nb_view *view, const nb_message *message) {
    const char *rest = nb_view_word(view, message->id), *particle;
    size_t bytes, length;
    unsigned slot;
    for (const char *open = strchr(rest, '{'); open != NULL; open = strchr(open, '{')) {
        bytes = read_place(open, &slot, &particle, &length);
        if (bytes == 0) {
            open++;
            continue;
        }
        nb_view_plain_bytes(out, view, rest, (size_t)(open - rest));
        size_t begin = out->length;
        add_argument(out, view, &message->args[slot]);
        if (particle != NULL) add_particle(out, begin, particle, length);
        open += bytes;
        rest = open;
    }
    nb_view_plain_text(out, view, rest);
}

void nb_view_paragraph(nb_buffer *out, const nb_view *view, const char *front,
                       const nb_message *message) {
    nb_pen pen;
    nb_pen_init(&pen, view, out);
    nb_pen_begin(&pen);
    if (front != NULL) nb_pen_add(&pen, front);
    if (front != NULL) nb_pen_add(&pen, ": ");
    nb_view_message(&pen.cell, view, message);
    nb_pen_flow(&pen, 0, 0);
    nb_pen_clear(&pen);
}
