/* Owns the reading of dot's plain output. See tikz_layout.h. */
#include "diagram/tikz_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A number as dot writes it, and what follows: no strtod, whose decimal point a locale sets. */
static const char *read_number(const char *at, double *number) {
    bool minus;
    double scale = 1;
    while (*at == ' ') at++;
    minus = *at == '-';
    at += minus;
    for (*number = 0; *at >= '0' && *at <= '9'; at++) *number = *number * 10 + (*at - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++) *number += (*at - '0') * (scale /= 10);
    if (*at == 'e' || *at == 'E') /* as good as nothing: 1e-05 */
        for (*number = 0; *at != ' ' && *at != '\0' && *at != '\n';) at++;
    if (minus) *number = -*number;
    return at;
}

/* Behind the front of the line that begins like this; NULL: there is none. */
static const char *find_line(const char *plain, const char *front) {
    size_t length = strlen(front);
    for (const char *at = plain; at != NULL && *at != '\0';) {
        if (strncmp(at, front, length) == 0) return at + length;
        at = strchr(at, '\n');
        if (at != NULL) at++;
    }
    return NULL;
}

void nb_tikz_find_size(const char *plain, double *width, double *height) {
    double scale;
    const char *at = find_line(plain, "graph ");
    *width = *height = 5;
    if (at == NULL) return;
    at = read_number(at, &scale);
    at = read_number(at, width);
    (void)read_number(at, height);
}

bool nb_tikz_find_node(const char *plain, char kind, size_t index, nb_tikz_place *where) {
    char front[48];
    snprintf(front, sizeof front, "node %c%zu ", kind, index);
    const char *at = find_line(plain, front);
    if (at == NULL) return false;
    at = read_number(at, &where->x);
    at = read_number(at, &where->y);
    at = read_number(at, &where->width);
    (void)read_number(at, &where->height);
    return true;
}

bool nb_tikz_find_curve(const char *plain, char from, size_t from_index, char to, size_t to_index,
                        nb_tikz_curve *curve) {
    char front[96];
    double count;
    snprintf(front, sizeof front, "edge %c%zu %c%zu ", from, from_index, to, to_index);
    const char *at = find_line(plain, front);
    if (at == NULL) return false;
    curve->points = read_number(at, &count);
    curve->count = (size_t)count;
    return true;
}

void nb_tikz_next_point(nb_tikz_curve *curve, double *x, double *y) {
    curve->points = read_number(curve->points, x);
    curve->points = read_number(curve->points, y);
    curve->count--;
}

void nb_tikz_add_curve(const nb_tikz *t, nb_tikz_curve curve, const char *style, bool arrow) {
    static const char *const joints[] = {" .. controls ", " and ", " .. "};
    const double head = 7 / 72.0;
    double x = 0, y = 0, before_x = 0, before_y = 0;
    nb_buffer_add_text(t->out, "\\draw[");
    nb_buffer_add_text(t->out, style);
    nb_buffer_add_text(t->out, "] ");
    for (size_t i = 0; curve.count > 0; i++) {
        before_x = x;
        before_y = y;
        nb_tikz_next_point(&curve, &x, &y);
        if (i > 0) nb_buffer_add_text(t->out, joints[(i - 1) % 3]);
        nb_tikz_add_point(t, x, y);
    }
    double along = hypot(x - before_x, y - before_y);
    if (arrow && along > 0) {
        nb_buffer_add_text(t->out, " -- ");
        nb_tikz_add_point(t, x + (x - before_x) / along * head, y + (y - before_y) / along * head);
    }
    nb_buffer_add_text(t->out, ";\n");
}
