/* Outputs over the rows of the data, beside what they should be: what `accuracy`, `evaluate`,
 * `predictions` and `confusion` have in common. */
#ifndef NABLA_GRADE_GRADING_H
#define NABLA_GRADE_GRADING_H

#include "data/data.h"

typedef enum nb_graded_as {
    NB_GRADED_NOT,    /* nothing is known that the outputs should be */
    NB_GRADED_NUMBER, /* each output should come near its target */
    NB_GRADED_SIDE,   /* the only output, on one side of a threshold, says one of two classes */
    NB_GRADED_LARGEST /* the largest of the outputs says the class */
} nb_graded_as;

typedef struct nb_grading {
    nb_sheet *s;
    const nb_data *data;
    const uint32_t *rows;  /* all: first those that are trained on */
    nb_objective objective;
    nb_node *nodes;        /* all that are computed; the last `count` of them are the outputs */
    size_t node_count, count;
    nb_span span;          /* where the outputs are named */
    size_t *targets;       /* the columns of each output; of all, where target_count is 1 */
    size_t target_count;
    nb_graded_as as;
    double threshold;      /* SIDE */
    const nb_class_group *group; /* the target's classes, or NULL */
    const double *values;  /* of a column that holds classes: what stands there for each */
    size_t value_count;    /* of them */
    size_t class_count;    /* SIDE, LARGEST: of all that the outputs can say */
    double *y, *t;         /* of a row: outputs and targets; of classes t is 1 at the right one */
    double *computed;      /* the nodes' values of some rows, */
    const uint32_t *of;    /* of this list those from number `first` */
    size_t first, ready, at; /* on; so many; and the one that was asked for last */
} nb_grading;

/* What is asked of the targets. */
typedef enum nb_grading_rule {
    NB_GRADING_CLASSES, /* they are classes, or it is an error */
    NB_GRADING_ANY,     /* classes where they can be nothing else, or numbers */
    NB_GRADING_NONE     /* the same, or there are none */
} nb_grading_rule;

/* The nodes of a list of arguments, an error where one is named twice or holds data. */
NB_MUST_USE nb_status nb_find_answers(nb_sheet *s, const nb_command_arg *list, nb_node **nodes,
                                      size_t *count);

/* From the first to the last argument of a list. */
nb_span nb_list_span(const nb_command_arg *list);

/* Begins to grade; `g` holds the sheet, data, nodes, their numbers, and the span. What the running
 * statement's word is, hints repeat. nb_grading_clear is to be called whatever it answers. */
NB_MUST_USE nb_status nb_grading_begin(nb_grading *g, const nb_statement *st,
                                       nb_grading_rule rule);
void nb_grading_clear(nb_grading *g);

/* Computes row number `i` of a list of rows (NULL: all rows in order): y, t and the other nodes.
 * Rows behind it are computed with it, so that the list is best gone through in order. */
NB_MUST_USE nb_status nb_grade_row(nb_grading *g, const uint32_t *rows, size_t count, size_t i);
double nb_graded_value(const nb_grading *g, size_t node);
/* Of the row that was computed: the class that it is of, and which one the outputs say, from 0;
 * class_count: none. And whether they are the same. */
size_t nb_graded_true(const nb_grading *g);
size_t nb_graded_class(const nb_grading *g);
bool nb_graded_right(const nb_grading *g);

/* A class as it is said, by its name or its number; and the target of an output, of all outputs
 * where they have one together. */
nb_table_cell nb_graded_cell(const nb_grading *g, size_t class);
nb_arg nb_target_arg(const nb_grading *g, size_t output);
/* The outputs as they were typed. */
nb_arg nb_outputs_arg(const nb_grading *g);
/* Says by what rule answers of classes are right. */
void nb_say_rule(const nb_grading *g);

#endif
