/* The statuses that every fallible function answers with, and the mark that makes the compiler
 * insist on looking at them. */
#ifndef NABLA_BASE_STATUS_H
#define NABLA_BASE_STATUS_H

#if defined(__GNUC__)
#define NB_MUST_USE __attribute__((warn_unused_result))
#else
#define NB_MUST_USE
#endif

typedef enum nb_status {
    NB_STATUS_OK,          /* done; nothing is left of the text that was fed */
    NB_STATUS_NEED_INPUT,  /* a bracket or brace is open: feed the next line */
    NB_STATUS_NEED_ANSWER, /* a question was asked: what is fed next answers it */
    NB_STATUS_RUNNING,     /* more is to be done: call nb_resume */
    NB_STATUS_ERROR,       /* the statement failed and was undone; the result says why */
    NB_STATUS_NO_MEMORY,   /* memory ran out; the statement was undone */
    NB_STATUS_QUIT         /* the user asked to leave */
} nb_status;

#endif
