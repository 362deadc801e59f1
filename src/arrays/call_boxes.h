/* Calls of functions whose value is a vector or matrix. The graph does not remember them; a picture
 * closes them into boxes, as it does those of numbers. A function of numbers that is applied to
 * each element makes a node, or a call, for each: together they are one box, too. */
#ifndef NABLA_ARRAYS_CALL_BOXES_H
#define NABLA_ARRAYS_CALL_BOXES_H

#include "definitions/sheet.h"

/* A function, or an operator called by its name, that is applied element by element. */
typedef struct nb_each {
    nb_node first;    /* of its results */
    nb_shape shape;
    const char *name; /* of the function */
} nb_each;

typedef struct nb_call_boxes {
    nb_call *list;   /* one for each result; without arguments: what goes in is found by names */
    size_t count, capacity;
    uint32_t *place; /* of each of the graph's nodes: its box plus 1, or 0 */
    uint8_t *ends;   /* 1: what a box that it goes into is made of ends there */
    nb_each *each;
    size_t each_count, each_capacity;
    uint32_t *each_place; /* of each of the graph's nodes: the one it is a result of plus 1, or 0 */
    nb_node nodes;
} nb_call_boxes;

/* Finds the calls that `target` is made of, as they stand in formulas; those inside of functions
 * are closed with them. It lives in the scratch arena. */
NB_MUST_USE nb_status nb_call_boxes_find(nb_sheet *s, nb_node target, nb_call_boxes *boxes);

/* The call that a node is a result of in a picture: one of these or one that is remembered. */
const nb_call *nb_drawn_call(const nb_sheet *s, const nb_call_boxes *boxes, nb_node node);

/* What a node is one of several results of; NULL: of nothing. */
const nb_each *nb_find_each(const nb_call_boxes *boxes, nb_node node);

/* The first result of the same call: what all of them have in common. */
nb_node nb_first_result(const nb_sheet *s, const nb_call_boxes *boxes, const nb_call *call);

#endif
