/* What tests of pictures are made of: vertices and pictures as they are when no walk is on. */
#ifndef NABLA_TESTS_PICTURES_H
#define NABLA_TESTS_PICTURES_H

#include "result/result.h"

#define VERTEX(KIND, SYMBOL, LABEL, VALUE, GRADIENT)                                               \
    {.kind = NB_VERTEX_##KIND, .symbol = (SYMBOL), .label = (LABEL), .value = (VALUE),             \
     .gradient = (GRADIENT), .box = NB_UNBOXED}
#define PICTURE(PATH, VERTICES, VERTEX_COUNT, EDGES, EDGE_COUNT)                                   \
    {.path = (PATH), .vertices = (VERTICES), .vertex_count = (VERTEX_COUNT), .edges = (EDGES),     \
     .edge_count = (EDGE_COUNT), .has_gradients = true}
/* Vertices and edges of y = 사과 × 사과 where 사과 is 3. */
#define SQUARE_VERTICES                                                                            \
    {VERTEX(LEAF, NULL, "사과", 3, 6), VERTEX(OPERATOR, "×", NULL, 9, 1),                          \
     VERTEX(TARGET, NULL, "y", 9, 1)}
#define SQUARE_EDGES                                                                               \
    {{0, 1, 3, 3, false, true, false, false},                                                      \
     {0, 1, 3, 3, false, true, false, false},                                                      \
     {1, 2, 1, 1, true, true, false, false}}

#endif
