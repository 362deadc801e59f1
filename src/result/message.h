/* Messages: an id from messages.def with typed arguments. What they say in words is the view's. */
#ifndef NABLA_RESULT_MESSAGE_H
#define NABLA_RESULT_MESSAGE_H

#include <stddef.h>

typedef enum nb_message_id {
    NB_MESSAGE_NONE,
#define MESSAGE(ID, WORDING) NB_MESSAGE_##ID,

#include "result/messages.def"
#undef MESSAGE
    NB_MESSAGE_COUNT
} nb_message_id;

typedef enum nb_arg_kind {
    NB_ARG_NONE,
    NB_ARG_TEXT,
    NB_ARG_WORDS, /* English words of a table, which the view translates: "above 0" */
    NB_ARG_COUNT,
    NB_ARG_POWER, /* a count that no double holds exactly, as its logarithm to base 2 */
    NB_ARG_NUMBER,
    NB_ARG_APART,   /* a number with as many digits as tell it from `other` */
    NB_ARG_DIGITS,  /* a number with so many significant digits as `other` says */
    NB_ARG_FORMULA, /* a node's name or formula, say */
    NB_ARG_VARIABLE /* the same behind a ∂: in brackets unless it is a name or a call */
} nb_arg_kind;

struct nb_text; /* of result.h */

typedef struct nb_arg {
    nb_arg_kind kind;
    const char *text; /* TEXT, WORDS; owned by the result the message stands in */
    double number;    /* COUNT, POWER, NUMBER, APART, DIGITS */
    double other;     /* APART, DIGITS */
    const struct nb_text *formula; /* FORMULA, VARIABLE; owned likewise */
} nb_arg;

enum { NB_MESSAGE_ARGS = 8 };

typedef struct nb_message {
    nb_message_id id;
    nb_arg args[NB_MESSAGE_ARGS];
} nb_message;

#define NB_TEXT(t) ((nb_arg){.kind = NB_ARG_TEXT, .text = (t)})
#define NB_WORDS(t) ((nb_arg){.kind = NB_ARG_WORDS, .text = (t)})
/* The words of a message that needs no arguments. */
#define NB_SAID(ID) NB_WORDS(nb_message_wording(NB_MESSAGE_##ID))
#define NB_COUNT(n) ((nb_arg){.kind = NB_ARG_COUNT, .number = (double)(n)})
#define NB_POWER(log2) ((nb_arg){.kind = NB_ARG_POWER, .number = (log2)})
#define NB_NUMBER(x) ((nb_arg){.kind = NB_ARG_NUMBER, .number = (x)})
#define NB_APART(x, y) ((nb_arg){.kind = NB_ARG_APART, .number = (x), .other = (y)})
#define NB_DIGITS(x, n) ((nb_arg){.kind = NB_ARG_DIGITS, .number = (x), .other = (n)})
#define NB_FORMULA(f) ((nb_arg){.kind = NB_ARG_FORMULA, .formula = (f)})
#define NB_VARIABLE(f) ((nb_arg){.kind = NB_ARG_VARIABLE, .formula = (f)})
/* NB_SAY(UNKNOWN_NAME, NB_TEXT("x")), and NB_PLAIN(NOTE_EMPTY) for one without arguments */
#define NB_PLAIN(ID) ((nb_message){.id = NB_MESSAGE_##ID})
#define NB_SAY(ID, ...) ((nb_message){NB_MESSAGE_##ID, {__VA_ARGS__}})

/* The row's name, UNKNOWN_NAME, which stays the same in every language. */
const char *nb_message_name(nb_message_id id);
/* The English wording, with {0} where arguments go: what a translation is looked up by. */
const char *nb_message_wording(nb_message_id id);

#endif
