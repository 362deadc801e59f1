/* Classes of columns: texts, or the different numbers that stand there. */
#include "data/classes.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"

static const struct clause {
    const char *key;
    nb_class_use use;
} clauses[] = {{"onehot", NB_CLASS_ONEHOT}, {"classes", NB_CLASS_NUMBERED}};

enum { CLAUSES = sizeof clauses / sizeof *clauses };

nb_class_use nb_class_use_of(const nb_reading *r, nb_symbol symbol) {
    for (size_t i = 0; i < CLAUSES; i++)
        for (const nb_command_arg *arg = nb_clause_get(r->st, clauses[i].key); arg != NULL;
             arg = arg->next)
            if (arg->symbol == symbol) return clauses[i].use;
    return NB_CLASS_NONE;
}

/* ---- what the clauses name ---- */

static bool is_column(const nb_reading *r, const nb_command_arg *arg) {
    for (size_t i = 0; i < r->count; i++)
        if (r->columns[i].rank == 0 && r->columns[i].symbol == arg->symbol)
            return arg->other == NULL;
    return false;
}

/* The columns that can be classes, which elements cannot. */
static nb_message hint_columns(nb_reading *r, const nb_command_arg *arg) {
    enum { MOST_LISTED = 12 };
    nb_writer out = {.s = r->s};
    size_t count = 0;
    for (size_t i = 0; i < r->count && count <= MOST_LISTED; i++) {
        const nb_column *c = &r->columns[i];
        if (c->rank > 0 && c->symbol == arg->symbol) return NB_PLAIN(HINT_CLASS_NAME);
        if (c->rank > 0) continue;
        nb_write_item(&out, count++ == MOST_LISTED ? NULL : r->s->symbols[c->symbol].name);
    }
    return count > 0 ? NB_SAY(HINT_COLUMNS, nb_text_arg(r->s, out.text))
                     : NB_PLAIN(HINT_CLASS_NAME);
}

static nb_status fail_no_column(nb_reading *r, const nb_command_arg *arg) {
    nb_nearest nearest;
    nb_nearest_begin(&nearest, arg->text);
    for (size_t i = 0; i < r->count; i++)
        if (r->columns[i].rank == 0)
            nb_nearest_try(&nearest, r->s->symbols[r->columns[i].symbol].name);
    const char *near = arg->other == NULL ? nb_nearest_get(&nearest) : NULL;
    return nb_fail_place(r->s, arg->span, NB_SAY(DATA_NO_COLUMN, NB_TEXT(arg->text)),
                         near != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near))
                                      : hint_columns(r, arg));
}

nb_status nb_check_classes(nb_reading *r) {
    nb_sheet *s = r->s;
    bool *seen = nb_arena_add(&s->scratch, s->symbol_count, sizeof *seen);
    if (seen == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < CLAUSES; i++)
        for (const nb_command_arg *arg = nb_clause_get(r->st, clauses[i].key); arg != NULL;
             arg = arg->next) {
            if (!is_column(r, arg)) return fail_no_column(r, arg);
            if (seen[arg->symbol])
                return nb_fail_place(s, arg->span, NB_SAY(DATA_TWICE, NB_TEXT(arg->text)),
                                     NB_NO_HINT);
            seen[arg->symbol] = true;
        }
    return NB_STATUS_OK;
}

/* ---- the classes of a column ---- */

typedef struct classes {
    nb_class_use use;
    size_t count;
    const double *values;      /* that stand in the column, ascending */
    const char *const *names;  /* in the sheet's arena */
} classes;

/* The names of classes that are numbers. */
static const char *const *write_names(nb_reading *r, const double *values, size_t count) {
    const char **names = nb_arena_add(&r->s->arena, count, sizeof *names);
    for (size_t i = 0; names != NULL && i < count; i++) {
        char number[NB_NUMBER_ROOM];
        nb_number_exact(values[i], number);
        names[i] = nb_arena_text(&r->s->arena, number, strlen(number));
        if (names[i] == NULL) return NULL;
    }
    return names;
}

static nb_status find_classes(nb_reading *r, size_t column, classes *found) {
    const nb_column *c = &r->columns[column];
    double *values = nb_arena_add(&r->s->scratch, NB_MOST_CLASSES, sizeof *values);
    if (values == NULL) return NB_STATUS_NO_MEMORY;
    if (c->texts != NULL) {
        found->count = c->text_count;
        for (size_t i = 0; i < found->count; i++) values[i] = (double)i;
    } else if (!nb_classes_find(&r->set, column, values, NB_MOST_CLASSES, &found->count)) {
        return nb_fail_place(r->s, c->span,
                             NB_SAY(DATA_MANY_CLASSES, NB_TEXT(nb_column_name(r, column)),
                                    NB_COUNT(NB_MOST_CLASSES)), NB_NO_HINT);
    }
    found->values = values;
    found->names = c->texts != NULL ? c->texts : write_names(r, values, found->count);
    return found->names != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

/* "setosa, versicolor, virginica" */
static nb_arg join_names(nb_reading *r, const classes *c) {
    enum { MOST_NAMED = 12 };
    nb_writer out = {.s = r->s};
    for (size_t i = 0; i < c->count && i <= MOST_NAMED; i++) {
        size_t length = strlen(c->names[i]);
        nb_write_item(&out, i == MOST_NAMED ? NULL
                                            : nb_result_text(r->s->result, c->names[i], length));
    }
    return nb_text_arg(r->s, out.text);
}

static nb_status note_classes(nb_reading *r, size_t column, const classes *c) {
    nb_arg name = NB_TEXT(nb_column_name(r, column)), count = NB_COUNT(c->count);
    nb_message note = NB_SAY(DATA_NUMBERED, name, count, join_names(r, c));
    bool onehot = c->use == NB_CLASS_ONEHOT;
    if (onehot) note.id = NB_MESSAGE_DATA_LABELS;
    if (onehot && c->count == 1) note.id = NB_MESSAGE_DATA_ONE_LABEL;
    if (onehot && r->columns[column].texts == NULL)
        note = NB_SAY(DATA_ONEHOT, name, count, NB_NUMBER(c->values[0]),
                      NB_NUMBER(c->values[c->count - 1]));
    return nb_add_note(r, note);
}

static nb_status write_clause(nb_reading *r, const struct clause *clause) {
    const char *between = "";
    for (size_t i = 0; i < r->count; i++) {
        if (r->columns[i].rank > 0 ||
            nb_class_use_of(r, r->columns[i].symbol) != clause->use) continue;
        if (*between == '\0') {
            nb_buffer_add_char(&r->source, ' ');
            nb_buffer_add_text(&r->source, clause->key);
            nb_buffer_add_char(&r->source, ' ');
        }
        nb_buffer_add_text(&r->source, between);
        nb_buffer_add_text(&r->source, nb_column_name(r, i));
        between = ", ";
    }
    return nb_poll(r->s);
}

/* ---- the columns anew ---- */

typedef struct expansion {
    nb_reading *r;
    const classes *classes; /* of each old column */
    size_t width, groups;
    nb_dataset set;
    nb_column *columns;
} expansion;

static void fill_cells(const expansion *e, size_t row) {
    const nb_dataset *old = &e->r->set;
    const double *from = old->cells + row * old->columns;
    double *to = e->set.cells + row * e->width;
    for (size_t i = 0; i < old->columns; i++) {
        const classes *c = &e->classes[i];
        if (c->use == NB_CLASS_NONE) {
            *to++ = from[i];
            continue;
        }
        size_t class = nb_class_get(c->values, c->count, from[i]);
        assert(class < c->count);
        if (c->use == NB_CLASS_NUMBERED) *to++ = (double)class + 1;
        else to[class] = 1;
        if (c->use == NB_CLASS_ONEHOT) to += c->count;
    }
}

/* 1, 2, 3...: what stands for the classes of a column. */
static const double *count_up(nb_reading *r, size_t count) {
    double *numbers = nb_arena_add(&r->s->arena, count, sizeof *numbers);
    for (size_t i = 0; numbers != NULL && i < count; i++) numbers[i] = (double)i + 1;
    return numbers;
}

static nb_status fill_columns(expansion *e) {
    nb_reading *r = e->r;
    nb_class_group *groups = nb_arena_add(&r->s->arena, e->groups, sizeof *groups);
    if (groups == NULL) return NB_STATUS_NO_MEMORY;
    e->set.groups = groups;
    for (size_t i = 0, at = 0; i < r->count; i++) {
        const classes *c = &e->classes[i];
        bool onehot = c->use == NB_CLASS_ONEHOT;
        size_t width = onehot ? c->count : 1;
        for (size_t k = 0; k < width; k++) {
            e->columns[at + k] = r->columns[i];
            if (onehot) e->columns[at + k].rank = 1;
            if (onehot) e->columns[at + k].index = (int32_t)k + 1;
        }
        if (c->use != NB_CLASS_NONE) {
            nb_class_group *group = &groups[e->set.group_count++];
            *group = (nb_class_group){at, width, c->count, c->names, NULL};
            if (!onehot) group->values = count_up(r, c->count);
            if (!onehot && group->values == NULL) return NB_STATUS_NO_MEMORY;
        }
        at += width;
    }
    return NB_STATUS_OK;
}

static nb_status expand(nb_reading *r, const classes *all, size_t width, size_t groups) {
    size_t rows = r->set.rows;
    expansion e = {.r = r, .classes = all, .width = width, .groups = groups};
    e.set = (nb_dataset){.rows = rows, .columns = width};
    if (rows <= SIZE_MAX / width)
        e.set.cells = nb_arena_add(&r->s->arena, rows * width, sizeof(double));
    e.columns = nb_arena_add(&r->s->scratch, width, sizeof *e.columns);
    if (e.set.cells == NULL || e.columns == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = fill_columns(&e);
    for (size_t row = 0; row < rows && status == NB_STATUS_OK; row++) {
        fill_cells(&e, row);
        status = nb_poll_turn(r->s, row);
    }
    r->set = e.set;
    r->columns = e.columns;
    r->count = r->capacity = width;
    return status;
}

nb_status nb_expand_classes(nb_reading *r) {
    classes *all = nb_arena_add(&r->s->scratch, r->count, sizeof *all);
    size_t width = 0, groups = 0;
    nb_status status = all != NULL ? nb_check_classes(r) : NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < r->count && status == NB_STATUS_OK; i++) {
        if (r->columns[i].rank == 0) all[i].use = nb_class_use_of(r, r->columns[i].symbol);
        width += all[i].use != NB_CLASS_ONEHOT;
        if (all[i].use == NB_CLASS_NONE) continue;
        groups++;
        status = find_classes(r, i, &all[i]);
        if (status == NB_STATUS_OK) status = note_classes(r, i, &all[i]);
        if (all[i].use == NB_CLASS_ONEHOT) width += all[i].count;
    }
    for (size_t i = 0; i < CLAUSES && status == NB_STATUS_OK; i++)
        status = write_clause(r, &clauses[i]);
    return status == NB_STATUS_OK && groups > 0 ? expand(r, all, width, groups) : status;
}

/* ---- missing cells ---- */

static nb_status fill_mean(nb_reading *r, size_t column) {
    double *cells = r->set.cells + column, sum = 0;
    size_t width = r->set.columns, count = 0, gaps = 0;
    for (size_t i = 0; i < r->set.rows; i++) {
        double x = cells[(r->rows != NULL ? r->rows[i] : i) * width];
        gaps += isnan(x) != 0;
        if (isnan(x) || i >= r->train) continue;
        sum += x;
        count++;
    }
    double mean = sum / (double)count;
    if (gaps > 0 && !isfinite(mean))
        return nb_fail_place(r->s, r->columns[column].span,
                             NB_SAY(DATA_NO_MEAN, NB_TEXT(nb_column_name(r, column))),
                             nb_hint_leave_out(r, column));
    for (size_t i = 0; gaps > 0 && i < r->set.rows; i++)
        if (isnan(cells[i * width])) cells[i * width] = mean;
    return nb_poll(r->s);
}

nb_status nb_fill_means(nb_reading *r) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; r->gaps && i < r->count && status == NB_STATUS_OK; i++)
        status = fill_mean(r, i);
    return status;
}
