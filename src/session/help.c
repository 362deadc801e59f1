/* help and apropos: everything they say is in the tables of commands and operators, and in those of
 * recipes.c. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "session/internal.h"

nb_status nb_add_help(nb_session *s, const char *title, const nb_help_row *rows, size_t count,
                      const char *example) {
    nb_block *block = nb_result_add(s->result, NB_BLOCK_HELP);
    nb_help_row *copy = nb_result_array(s->result, count, sizeof *copy);
    if (block == NULL || copy == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(copy, rows, count * sizeof *rows);
    block->as.help = (nb_help_block){title, copy, count, example};
    return NB_STATUS_OK;
}

/* ---- the overview ---- */

static bool is_there(const nb_command_info *info) {
    return info->topic || info->run != NULL;
}

/* The rows of one group, from *first on; *first moves behind it. */
static nb_status add_group(nb_session *s, int *first) {
    enum { ROOM = 40 };
    nb_help_row rows[ROOM];
    size_t count = 0;
    const char *group = nb_command_get(*first)->group;
    const nb_command_info *info;
    while ((info = nb_command_get(*first)) != NULL && strcmp(info->group, group) == 0) {
        if (is_there(info) && count < ROOM)
            rows[count++] = (nb_help_row){info->usage, info->brief};
        ++*first;
    }
    return count > 0 ? nb_add_help(s, group, rows, count, NULL) : NB_STATUS_OK;
}

/* All operators that are called by name, or all that stand between values, in a line. */
static const char *join_operators(nb_session *s, bool calls) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *info = nb_op_get((nb_op)i);
        bool call = *info->form.spellings == '\0';
        if (info->arity == 0 || call != calls || info->form.kind == NB_FORM_PREFIX) continue;
        if (out.length > 0) nb_buffer_add_char(&out, ' ');
        nb_buffer_add_text(&out, call ? info->name : nb_op_spelling((nb_op)i));
    }
    if (out.failed) s->result->failed = true;
    const char *text = nb_result_text(s->result, out.data != NULL ? out.data : "", out.length);
    nb_buffer_clear(&out);
    return text;
}

static const char *join_recipes(nb_session *s) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    const char *name, *about;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about)) != NULL;) {
        if (out.length > 0) nb_buffer_add_char(&out, ' ');
        nb_buffer_add_text(&out, name);
    }
    if (out.failed) s->result->failed = true;
    const char *text = nb_result_text(s->result, out.data != NULL ? out.data : "", out.length);
    nb_buffer_clear(&out);
    return text;
}

static const char *join_vectors(nb_session *s) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    for (int i = 0; i < NB_VECTOR_COUNT; i++) {
        if (i > 0) nb_buffer_add_char(&out, ' ');
        nb_buffer_add_text(&out, nb_vector_get((nb_vector_op)i)->name);
    }
    if (out.failed) s->result->failed = true;
    const char *text = nb_result_text(s->result, out.data != NULL ? out.data : "", out.length);
    nb_buffer_clear(&out);
    return text;
}

static nb_status help_overview(nb_session *s) {
    nb_status status = NB_STATUS_OK;
    for (int first = 0; status == NB_STATUS_OK && nb_command_get(first) != NULL;)
        status = add_group(s, &first);
    if (status != NB_STATUS_OK) return status;
    const nb_help_row rows[] = {{"between values", join_operators(s, false)},
                                {"functions", join_operators(s, true)},
                                {"of vectors", join_vectors(s)},
                                {"with settings", join_recipes(s)}};
    return nb_add_help(s, "Operators", rows, 4, NULL);
}

/* ---- one operator ---- */

/* 1.0 is C's way of saying 1: a student reads 1. */
const char *nb_readable(nb_session *s, const char *formula) {
    char *text = nb_result_array(s->result, strlen(formula) + 1, 1);
    if (text == NULL) return "";
    size_t n = 0;
    for (const char *c = formula; *c != '\0'; c++) {
        bool whole = c > formula && c[0] == '.' && c[1] == '0' && c[-1] >= '0' && c[-1] <= '9' &&
                     !(c[2] >= '0' && c[2] <= '9');
        if (whole) c++;
        else text[n++] = *c;
    }
    return text;
}

/* Statements that use the operator at the first point of its row. */
static const char *example_of(nb_session *s, nb_op op) {
    const nb_op_info *info = nb_op_get(op);
    static const char *const names[NB_MAX_OPERANDS] = {"a", "b", "c"};
    char text[200], formula[80], number[NB_NUMBER_ROOM];
    size_t n = 0;
    for (int k = 0; k < info->arity && k < NB_MAX_OPERANDS; k++) {
        nb_number_exact(info->samples[k], number);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s = %s%s", names[k], number,
                              k + 1 < info->arity ? "; " : "\n");
    }
    const char *sign = nb_op_spelling(op);
    if (*sign == '\0') snprintf(formula, sizeof formula, "%s(a%s%s)", info->name,
                                info->arity > 1 ? ", b" : "", info->arity > 2 ? ", c" : "");
    else snprintf(formula, sizeof formula, info->arity > 1 ? "a %s b" : "%sa", sign);
    n += (size_t)snprintf(text + n, sizeof text - n, "y = %s\nbackward y", formula);
    return nb_result_text(s->result, text, n);
}

static nb_status help_operator(nb_session *s, nb_op op) {
    const nb_op_info *info = nb_op_get(op);
    static const char *const by[] = {"∂/∂a", "∂/∂b", "∂/∂c"};
    nb_help_row rows[NB_MAX_OPERANDS + 4];
    size_t count = 0;
    rows[count++] = (nb_help_row){info->name, info->help};
    if (*info->form.spellings != '\0')
        rows[count++] = (nb_help_row){"written", info->form.spellings};
    rows[count++] = (nb_help_row){"value", nb_readable(s, info->value.taught)};
    for (int k = 0; k < info->arity; k++)
        rows[count++] = (nb_help_row){by[k], nb_readable(s, info->partial[k].taught)};
    if (info->domain != NULL) rows[count++] = (nb_help_row){"defined for", info->domain};
    return nb_add_help(s, NULL, rows, count, example_of(s, op));
}

/* softmax(a), a @ b, a' */
static const char *usage_of(nb_session *s, const nb_vector_info *info) {
    char text[60];
    const char *p = info->parameters;
    bool named = *info->name >= 'a' && *info->name <= 'z';
    int n = named             ? snprintf(text, sizeof text, "%s(%s)", info->name, p)
            : info->arity > 1 ? snprintf(text, sizeof text, "%c %s %c", p[0], info->name, p[3])
                              : snprintf(text, sizeof text, "%c%s", p[0], info->name);
    return nb_result_text(s->result, text, (size_t)n);
}

/* Statements that use it: shares add up to 1, as targets should. */
static const char *vector_example(nb_session *s, nb_vector_op op) {
    const nb_vector_info *info = nb_vector_get(op);
    char text[200];
    bool index = op == NB_VECTOR_ONEHOT;
    const char *p = info->parameters, *usage = usage_of(s, info);
    const char *value = op == NB_VECTOR_TRANSPOSE ? "[1, 2; 3, 4]" : "[0.2, 0.7, 0.1]";
    int n = index ? snprintf(text, sizeof text, "onehot(2, 3)")
            : info->arity > 1
                ? snprintf(text, sizeof text, "%c = %s; %c = [0, 1, 0]\n%s", p[0], value, p[3],
                           usage)
                : snprintf(text, sizeof text, "%c = %s\n%s", p[0], value, usage);
    return nb_result_text(s->result, text, (size_t)n);
}

static nb_status help_vector(nb_session *s, nb_vector_op op) {
    const nb_vector_info *info = nb_vector_get(op);
    static const char *const by[] = {"∂r[i]/∂%c[j]"};
    nb_help_row rows[NB_VECTOR_PARAMETERS + 2];
    size_t count = 0;
    rows[count++] = (nb_help_row){usage_of(s, info), info->help};
    if (info->value != NULL) rows[count++] = (nb_help_row){"value", info->value};
    for (int k = 0; k < info->arity; k++) {
        char head[40];
        if (info->partial[k][0] == '\0') continue;
        int n = snprintf(head, sizeof head, by[0], info->parameters[3 * k]);
        rows[count++] = (nb_help_row){nb_result_text(s->result, head, (size_t)n),
                                      info->partial[k]};
    }
    return nb_add_help(s, NULL, rows, count, vector_example(s, op));
}

/* ---- one word ---- */

static const nb_command_info *find_row(const char *word) {
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++)
        if (strcmp(info->word, word) == 0) return info;
    return NULL;
}

static bool find_operator(const char *word, nb_op *op) {
    size_t length = strlen(word);
    return nb_op_find_call(word, length, op) || nb_op_find_infix(word, length, op) ||
           nb_op_find_prefix(word, length, op);
}

nb_status nb_help(nb_session *s, const char *topic) {
    nb_op op;
    if (topic == NULL) return help_overview(s);
    const nb_command_info *info = find_row(topic);
    if (info != NULL) {
        nb_help_row row = {info->usage, info->brief};
        if (!is_there(info))
            nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(PLANNED, NB_TEXT(topic)));
        nb_status status = nb_add_help(s, NULL, &row, 1, info->example);
        /* step is a command and a function, too */
        bool both = status == NB_STATUS_OK && find_operator(topic, &op);
        return both ? help_operator(s, op) : status;
    }
    nb_vector_op vector;
    bool both = nb_vector_find(topic, strlen(topic), &vector); /* max of numbers, and of a vector */
    if (find_operator(topic, &op)) {
        nb_status status = help_operator(s, op);
        return status == NB_STATUS_OK && both ? help_vector(s, vector) : status;
    }
    if (both) return help_vector(s, vector);
    nb_status status = nb_help_recipe(s, topic, &both);
    if (status != NB_STATUS_OK || both) return status;
    const char *near = nb_suggest(s, topic, false, false);
    if (near == NULL) near = nb_suggest(s, topic, true, false);
    return nb_fail_plain(s, NB_SAY(UNKNOWN_TOPIC, NB_TEXT(topic)),
                         near != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near))
                                      : NB_PLAIN(HINT_HELP));
}

/* ---- apropos ---- */

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool mentions(const char *text, const char *wanted) {
    for (; *text != '\0'; text++) {
        size_t n = 0;
        while (wanted[n] != '\0' && lower(text[n]) == lower(wanted[n])) n++;
        if (wanted[n] == '\0') return true;
    }
    return false;
}

nb_status nb_apropos(nb_session *s, const char *text) {
    enum { ROOM = 60 };
    nb_help_row rows[ROOM];
    size_t count = 0;
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++) {
        bool about = mentions(info->usage, text) || mentions(info->brief, text);
        if (is_there(info) && about && count < ROOM)
            rows[count++] = (nb_help_row){info->usage, info->brief};
    }
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *op = nb_op_get((nb_op)i);
        bool about = mentions(op->name, text) || mentions(op->help, text);
        if (op->arity > 0 && about && count < ROOM)
            rows[count++] = (nb_help_row){op->name, op->help};
    }
    for (int i = 0; i < NB_VECTOR_COUNT; i++) {
        const nb_vector_info *op = nb_vector_get((nb_vector_op)i);
        if ((mentions(op->name, text) || mentions(op->help, text)) && count < ROOM)
            rows[count++] = (nb_help_row){usage_of(s, op), op->help};
    }
    const char *name, *about;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about)) != NULL;)
        if ((mentions(name, text) || mentions(about, text)) && count < ROOM)
            rows[count++] = (nb_help_row){name, about};
    if (count > 0) return nb_add_help(s, NULL, rows, count, NULL);
    return nb_fail_plain(s, NB_SAY(NOTHING_FOUND, NB_TEXT(text)), NB_PLAIN(HINT_HELP));
}
