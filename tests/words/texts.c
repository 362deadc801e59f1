/* The texts, read from the tables themselves, through the functions that the program reads them
 * by: a new row is a new text, and only a new table needs a few lines here. */
#include "texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help/usage.h"
#include "lang/commands.h"
#include "ops/ops.h"
#include "ops/vectors.h"
#include "result/message.h"
#include "train/initialiser.h"
#include "train/optimizer.h"
#include "train/samples.h"

typedef struct walk {
    void (*found)(void *user, const said_text *text);
    void *user;
    bool failed;
} walk;

/* Formulas, signs and single letters are the same in every language; a subject and what is said of
 * it are not, for a particle may stand between them. */
static bool has_words(const char *words) {
    const char *all = words;
    int letters = 0;
    for (; *words != '\0' && letters < 2; words++) {
        bool letter = (*words >= 'a' && *words <= 'z') || (*words >= 'A' && *words <= 'Z');
        letters = letter ? letters + 1 : 0;
    }
    return letters == 2 || strstr(all, "} {") != NULL;
}

static void add(walk *w, const char *table, const char *row, const char *what,
                const char *words) {
    if (words != NULL && has_words(words))
        w->found(w->user, &(said_text){table, row, what, words});
}

static void add_part(walk *w, const char *row, const char *what, const char *words,
                     size_t length) {
    char *copy = malloc(length + 1);
    w->failed = w->failed || copy == NULL;
    if (copy == NULL) return;
    memcpy(copy, words, length);
    copy[length] = '\0';
    add(w, "src/lang/commands.def", row, what, copy);
    free(copy);
}

static void add_messages(walk *w) {
    for (int i = 1; i < NB_MESSAGE_COUNT; i++) {
        nb_message_id id = (nb_message_id)i;
        add(w, "src/result/messages.def", nb_message_name(id), "", nb_message_wording(id));
    }
}

static void add_head(walk *w, const char *row, const char *line, size_t length) {
    char *copy = malloc(length + 1);
    w->failed = w->failed || copy == NULL;
    if (copy == NULL) return;
    memcpy(copy, line, length);
    copy[length] = '\0';
    if (*copy == ' ') add(w, "src/lang/commands.def", row, "a head", copy + 1);
    else if (nb_usage_has_words(copy)) add(w, "src/lang/commands.def", row, "a head", copy);
    free(copy);
}

/* Behind the brief stand a head and what it does, line by line; a head in words begins with a
 * blank, another is code as a usage is. */
static void add_brief(walk *w, const nb_command_info *info) {
    const char *line = info->brief;
    add_part(w, info->word, "what it does", line, strcspn(line, "\n"));
    while ((line = strchr(line, '\n')) != NULL) {
        size_t head = strcspn(++line, "\t");
        add_head(w, info->word, line, head);
        add_part(w, info->word, "what a clause does", line + head + 1,
                 strcspn(line + head + 1, "\n"));
    }
}

static void add_comments(walk *w, const nb_command_info *info) {
    const char *at = info->example;
    while (at != NULL && (at = strstr(at, "# ")) != NULL) {
        at += strlen("# ");
        add_part(w, info->word, "a comment of its example", at, strcspn(at, "\n"));
    }
}

static void add_commands(walk *w) {
    const nb_command_info *info;
    const char *group = "";
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++) {
        if (strcmp(group, info->group) != 0)
            add(w, "src/lang/commands.def", info->word, "the heading of its group", info->group);
        group = info->group;
        if (nb_usage_has_words(info->usage))
            add(w, "src/lang/commands.def", info->word, "its usage: words in capitals",
                info->usage);
        add_brief(w, info);
        add_comments(w, info);
    }
}

static void add_operators(walk *w) {
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *info = nb_op_get((nb_op)i);
        if (info->arity > 0) add(w, "src/ops/ops.def", info->name, "help", info->help);
        add(w, "src/ops/ops.def", info->name, "where it is defined", info->domain);
    }
    for (int i = 0; i < NB_VECTOR_COUNT; i++) {
        const nb_vector_info *info = nb_vector_get((nb_vector_op)i);
        add(w, "src/ops/vectors.def", info->name, "help", info->help);
    }
}

static void add_recipes(walk *w) {
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        add(w, "src/train/optimizers.def", info->name, "help", info->help);
        add(w, "src/train/optimizers.def", info->name, "its source", info->source);
    }
    for (int i = 0; i < NB_GRADIENT_COUNT; i++) {
        const nb_gradient_info *info = nb_gradient_get((nb_gradient_step)i);
        add(w, "src/train/gradients.def", info->name, "help", info->help);
    }
    for (int i = 0; i < NB_INITIALISER_COUNT; i++) {
        const nb_initialiser_info *info = nb_initialiser_get((nb_initialiser)i);
        add(w, "src/train/initialisers.def", info->name, "help", info->help);
        add(w, "src/train/initialisers.def", info->name, "its source", info->source);
    }
    const nb_quantity *quantity;
    for (size_t i = 0; (quantity = nb_quantity_get(i)) != NULL; i++)
        add(w, "src/train/quantities.def", quantity->name, "help", quantity->help);
    const nb_samples_info *samples;
    for (size_t i = 0; (samples = nb_samples_get(i)) != NULL; i++)
        add(w, "src/train/samples.def", samples->name, "help", samples->help);
    for (int i = 0; i < NB_PARAMETER_COUNT; i++) {
        const nb_parameter_info *info = nb_parameter_get((nb_parameter)i);
        add(w, "src/train/parameters.def", info->name, "its range", info->range);
        add(w, "src/train/parameters.def", info->name, "help", info->help);
    }
}

static void add_template(walk *w) {
    static const char *const paragraphs[] = {
#define PARAGRAPH(TEXT) TEXT,
#include "front/template.def"
#undef PARAGRAPH
    };
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        char row[20];
        snprintf(row, sizeof row, "%zu", i + 1);
        add(w, "src/front/template.def", row, "a paragraph of a new lesson", paragraphs[i]);
    }
}

bool each_text(void (*found)(void *user, const said_text *text), void *user) {
    walk w = {found, user, false};
    add_messages(&w);
    add_commands(&w);
    add_operators(&w);
    add_recipes(&w);
    add_template(&w);
    return !w.failed;
}
