/* The table of commands: how each is written, and what `help` says of it. What each does is a
 * function of a room above (definitions/handlers.h). */
#ifndef NABLA_LANG_COMMANDS_H
#define NABLA_LANG_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/syntax.h"

/* What may stand in the place of an argument, or behind the key of a clause. */
typedef enum nb_takes {
    NB_TAKES_NOTHING,
    NB_TAKES_NODE,       /* a name, an element, an expression equal to a node */
    NB_TAKES_NODES,      /* several, with commas between; h[1..20] among them */
    NB_TAKES_VALUE,      /* an expression, or a percentage */
    NB_TAKES_WORD,       /* up to a blank */
    NB_TAKES_TEXT,       /* up to the end of the statement */
    NB_TAKES_FILE,
    NB_TAKES_CALL,       /* a word, or one with settings like adam(lr=0.1) */
    NB_TAKES_CHANGES,    /* x += 1, y = 2 */
    NB_TAKES_DATA,       /* columns, and where their numbers come from: two arguments */
    NB_TAKES_COMPARISON, /* A == B, A ~ B within 1%: four arguments */
    NB_TAKES_RANGE,      /* A..B of real numbers */
    NB_TAKES_RANGES,     /* several, with commas between */
    NB_TAKES_PLOT,       /* what is plotted: see plot.h */
    NB_TAKES_ANYTHING
} nb_takes;

typedef struct nb_argument_form {
    nb_takes what;
    bool optional;
} nb_argument_form;

enum { NB_CLAUSE_WORDS = 4, NB_COMMAND_CLAUSES = 16 };

typedef struct nb_clause_form {
    const char *key; /* NULL: behind the last */
    nb_takes what;   /* NOTHING: the key alone */
    const char *words[NB_CLAUSE_WORDS]; /* that the value can be; NULL behind the last */
} nb_clause_form;

/* A row of commands.def. */
typedef struct nb_command_info {
    const char *word;
    const char *korean; /* the same in Korean; NULL: there is none */
    nb_argument_form args[NB_COMMAND_ARGS]; /* NB_TAKES_NOTHING behind the last */
    nb_clause_form clauses[NB_COMMAND_CLAUSES];
    bool alone;   /* not inside braces, nor in a file that another one runs */
    bool planned; /* named in the language, and not built yet */
    bool topic;   /* no command: a form of the language that help explains */
    const char *group, *usage, *brief, *example;
} nb_command_info;

/* Command number `command`, from 0; NULL behind the last. */
const nb_command_info *nb_command_get(int command);
/* The number of the command spelled `word`, in English or in Korean, or -1. */
int nb_command_find(const char *word, size_t length);
/* Whether it is spelled in Korean so. */
bool nb_command_is_korean(const nb_command_info *command, const char *word, size_t length);
/* The clause with this key, or NULL. */
const nb_clause_form *nb_clause_form_find(const nb_command_info *command, const char *key,
                                          size_t length);
/* Whether one of the arguments, or what stands behind a key, is of this form. */
bool nb_command_takes(const nb_command_info *command, nb_takes what);

#endif
