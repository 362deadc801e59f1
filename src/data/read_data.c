/* `data`: samples to train on, each column on a leaf. Numbers come from a matrix, from a kind of
 * samples, or from a file (csv_file.c). The leaves change last, when everything has been read. */
#include "data/reading.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "data/classes.h"
#include "data/csv_cells.h"
#include "data/csv_file.h"
#include "data/literal.h"
#include "data/parameters.h"
#include "data/show_data.h"
#include "data/table_text.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/evaluate.h"
#include "formulas/failures.h"
#include "formulas/table_cells.h"
#include "lang/source.h"
#include "train/samples.h"

/* ---- columns ---- */

static nb_status fail_here(nb_reading *r, nb_span span, nb_message message, nb_message hint) {
    return nb_fail_place(r->s, span, message, hint);
}

/* x[from..to]; a name alone that is a vector is all of its elements, unless it holds classes. */
static nb_status read_column(nb_reading *r, const nb_command_arg *arg) {
    nb_sheet *s = r->s;
    nb_def_id whole = s->symbols[arg->symbol].value;
    bool vector = nb_class_use_of(r, arg->symbol) == NB_CLASS_NONE && nb_is_defined(s, whole) &&
                  s->defs[whole].meaning.kind == NB_DEF_VECTOR &&
                  s->defs[whole].meaning.shape.rank == 1;
    int32_t from = 1, to = vector ? (int32_t)s->defs[whole].meaning.shape.columns : 1;
    if (arg->other == NULL && !vector)
        return nb_add_column(r, (nb_column){.symbol = arg->symbol, .span = arg->span});
    nb_status status = NB_STATUS_OK;
    if (arg->other != NULL) status = nb_eval_index(s, &arg->expr, s->env, &from);
    if (status == NB_STATUS_OK && arg->other != NULL)
        status = nb_eval_index(s, arg->other, s->env, &to);
    if (status == NB_STATUS_OK && from > to)
        return fail_here(r, arg->span, NB_SAY(EMPTY_RANGE, NB_NUMBER(from), NB_NUMBER(to)),
                         NB_NO_HINT);
    double size = (double)to - from + 1;
    if (status == NB_STATUS_OK && size > NB_MAX_ELEMENTS)
        return fail_here(r, arg->span, NB_SAY(VECTOR_SIZE, NB_NUMBER(size)), NB_NO_HINT);
    for (int64_t i = from; i <= to && status == NB_STATUS_OK; i++)
        status = nb_add_column(r, (nb_column){.symbol = arg->symbol, .rank = 1,
                                              .index = (int32_t)i, .whole = arg->other == NULL,
                                              .span = arg->span});
    return status;
}

/* ---- kinds of samples ---- */

static const char *join_kinds(nb_sheet *s) {
    nb_buffer names;
    nb_buffer_init(&names, &s->memory);
    for (size_t i = 0; nb_samples_get(i) != NULL; i++)
        nb_buffer_add_item(&names, ", ", nb_samples_get(i)->name);
    return nb_take_text(s, &names);
}

/* How many: the only argument without a name. */
static nb_status read_how_many(nb_reading *r, const nb_command_arg *call, size_t *rows) {
    nb_sheet *s = r->s;
    const double most = 1e7;
    const nb_clause *first = call->parameters;
    if (first == NULL || first->key != NULL)
        return fail_here(r, call->span, NB_SAY(DATA_HOW_MANY, NB_TEXT(call->text)), NB_NO_HINT);
    for (const nb_clause *p = first->next; p != NULL; p = p->next)
        if (p->key == NULL)
            return fail_here(r, p->arg.span, NB_SAY(DATA_HOW_MANY, NB_TEXT(call->text)),
                             NB_NO_HINT);
    double number;
    nb_status status = nb_eval(s, &first->arg.expr, s->env, &number);
    if (status != NB_STATUS_OK) return status;
    if (!(number >= 1 && number <= most && number == rint(number)))
        return fail_here(r, first->arg.span, NB_SAY(BAD_SIZE, NB_NUMBER(number)), NB_NO_HINT);
    *rows = (size_t)number;
    return NB_STATUS_OK;
}

/* Without names they are x1, x2 and t. */
static nb_status name_columns(nb_reading *r, nb_span span) {
    static const char *const usual[NB_SAMPLE_COLUMNS] = {"x1", "x2", "t"};
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < NB_SAMPLE_COLUMNS && status == NB_STATUS_OK; i++) {
        nb_column column = {.span = span};
        status = nb_intern(r->s, usual[i], strlen(usual[i]), &column.symbol);
        if (status == NB_STATUS_OK) status = nb_add_column(r, column);
    }
    return status;
}

static nb_status fail_kind(nb_reading *r, const nb_command_arg *call) {
    nb_nearest nearest;
    nb_span span = {call->span.offset, (uint32_t)strlen(call->text)};
    nb_nearest_begin(&nearest, call->text);
    for (size_t i = 0; nb_samples_get(i) != NULL; i++)
        nb_nearest_try(&nearest, nb_samples_get(i)->name);
    const char *near = nb_nearest_get(&nearest);
    nb_message hint = near != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near))
                                   : NB_SAY(HINT_KINDS, NB_TEXT(join_kinds(r->s)));
    return fail_here(r, span, NB_SAY(DATA_KIND, NB_TEXT(call->text)), hint);
}

/* Every class that is asked for has a point. */
static nb_status check_classes(nb_reading *r, const nb_command_arg *call, const nb_default *list,
                               const double *settings, size_t rows) {
    for (size_t k = 0; list[k].parameter != NB_PARAMETER_COUNT; k++)
        if (list[k].parameter == NB_PARAMETER_classes && settings[k] > (double)rows)
            return fail_here(r, call->span, NB_SAY(DATA_FEW_ROWS, NB_COUNT(settings[k]),
                                                   NB_COUNT(rows)), NB_NO_HINT);
    return NB_STATUS_OK;
}

static nb_status make_samples(nb_reading *r, const nb_command_arg *call) {
    nb_sheet *s = r->s;
    size_t kind, rows = 0;
    double settings[NB_MAX_PARAMETERS];
    if (!nb_samples_find(call->text, strlen(call->text), &kind)) return fail_kind(r, call);
    const nb_default *list = nb_samples_get(kind)->parameters;
    nb_status status = read_how_many(r, call, &rows);
    if (status == NB_STATUS_OK) status = nb_read_parameters(s, call, list, settings);
    if (status == NB_STATUS_OK) status = check_classes(r, call, list, settings, rows);
    if (status == NB_STATUS_OK && r->count == 0) status = name_columns(r, call->span);
    if (status == NB_STATUS_OK) status = nb_check_width(r, NB_SAMPLE_COLUMNS, call->span);
    if (status != NB_STATUS_OK) return status;
    r->set = (nb_dataset){.cells = nb_arena_add(&s->arena, rows * NB_SAMPLE_COLUMNS,
                                                sizeof(double)),
                          .rows = rows, .columns = NB_SAMPLE_COLUMNS};
    if (r->set.cells == NULL) return NB_STATUS_NO_MEMORY;
    nb_samples_fill(kind, settings, &s->state.random, r->set.cells, rows);
    status = nb_poll(s); /* millions take a second */
    if (status != NB_STATUS_OK) return status;
    nb_write_columns(r);
    nb_buffer_add_text(&r->source, " from ");
    nb_buffer_add_text(&r->source, call->text);
    nb_buffer_add_char(&r->source, '(');
    nb_write_double(&r->source, (double)rows);
    for (size_t k = 0; list[k].parameter != NB_PARAMETER_COUNT; k++) {
        nb_buffer_add_text(&r->source, ", ");
        nb_buffer_add_text(&r->source, nb_parameter_get(list[k].parameter)->name);
        nb_buffer_add_char(&r->source, '=');
        nb_write_double(&r->source, settings[k]);
    }
    nb_buffer_add_char(&r->source, ')');
    return NB_STATUS_OK;
}

/* Clauses that belong to a file. */
static nb_status check_clauses(nb_reading *r) {
    const nb_command_arg *except = nb_clause_get(r->st, "except");
    bool file = r->st->args[1].form == NB_ARG_WORD;
    if (except == NULL || (file && r->st->args[0].form == NB_ARG_MISSING)) return NB_STATUS_OK;
    return fail_here(r, except->span, NB_PLAIN(DATA_EXCEPT), NB_PLAIN(HINT_EXCEPT));
}

static nb_status read_cells(nb_reading *r, const nb_statement *st) {
    nb_status status = check_clauses(r);
    const nb_command_arg *names = &st->args[0], *from = &st->args[1];
    for (; names != NULL && names->form == NB_ARG_COLUMN && status == NB_STATUS_OK;
         names = names->next)
        status = read_column(r, names);
    if (status != NB_STATUS_OK) return status;
    assert(from != NULL);
    if (from->form == NB_ARG_EXPR) return nb_read_matrix(r, from);
    r->origin = from->text;
    if (from->form == NB_ARG_CALL) return make_samples(r, from);
    status = nb_read_csv_file(r, from);
    if (status != NB_STATUS_OK) return status;
    nb_write_columns(r);
    nb_buffer_add_text(&r->source, " from ");
    nb_write_quoted(&r->source, from->text);
    nb_table_text_write(st, &r->source);
    nb_write_missing(r);
    return NB_STATUS_OK;
}

/* ---- clauses ---- */

static nb_status read_test(nb_reading *r, const nb_command_arg *arg) {
    nb_sheet *s = r->s;
    double percent;
    r->train = r->set.rows;
    if (arg == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &arg->expr, s->env, &percent);
    if (status != NB_STATUS_OK) return status;
    if (arg->text == NULL) percent *= 100;
    uint32_t *list = nb_arena_add(&s->arena, r->set.rows, sizeof *list);
    if (list == NULL) return NB_STATUS_NO_MEMORY;
    if (!(percent >= 0 && percent <= 100))
        return fail_here(r, arg->span, NB_SAY(DATA_PERCENT, NB_NUMBER(percent)),
                         NB_PLAIN(HINT_TEST));
    nb_split_rows(&s->state.random, r->set.rows, percent, list, &r->train);
    if (r->train == 0)
        return fail_here(r, arg->span, NB_SAY(DATA_TEST, NB_NUMBER(percent)), NB_NO_HINT);
    r->rows = list;
    nb_buffer_add_text(&r->source, " test ");
    nb_write_double(&r->source, percent);
    nb_buffer_add_char(&r->source, '%');
    return NB_STATUS_OK;
}

/* ---- the leaves ---- */

/* A definition that is no leaf. */
static nb_status fail_leaf(nb_reading *r, size_t i, const nb_def *def) {
    nb_sheet *s = r->s;
    const char *name = nb_column_name(r, i);
    if (def->meaning.kind == NB_DEF_VECTOR)
        return fail_here(r, r->columns[i].span,
                         NB_SAY(DATA_MATRIX, NB_TEXT(name), nb_shape_arg(s, def->meaning.shape)),
                         NB_SAY(HINT_MAKE_ROOM, NB_TEXT(name)));
    return fail_here(r, r->columns[i].span, NB_SAY(DATA_FORMULA, NB_TEXT(name)),
                     nb_hint_leave_out(r, i));
}

/* Where the elements of a new name are 1 to n it becomes a vector. */
static nb_status make_vector(nb_reading *r, size_t first) {
    nb_sheet *s = r->s;
    nb_symbol symbol = r->columns[first].symbol;
    uint32_t count = 0;
    int32_t largest = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (r->columns[i].symbol != symbol || r->columns[i].rank == 0) continue;
        count++;
        if (r->columns[i].index > largest) largest = r->columns[i].index;
        if (r->columns[i].index < 1) return NB_STATUS_OK;
    }
    nb_def_id whole = s->symbols[symbol].value;
    uint8_t kind = nb_is_defined(s, whole) ? s->defs[whole].meaning.kind : NB_DEF_NONE;
    bool free = kind == NB_DEF_NONE || kind == NB_DEF_LEAF;
    if (nb_class_use_of(r, symbol) == NB_CLASS_ONEHOT && kind == NB_DEF_VECTOR)
        free = s->defs[whole].meaning.shape.columns != count;
    else free = free && s->symbols[symbol].family_count == 0;
    if (!free || (uint32_t)largest > count) return NB_STATUS_OK;
    count = (uint32_t)largest; /* one that is named twice is an error later */
    double *zeros = nb_arena_add(&s->scratch, count, sizeof *zeros);
    if (zeros == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_def_at(s, symbol, 0, NULL, &whole);
    if (status != NB_STATUS_OK) return status;
    return nb_set_vector(s, whole, (nb_shape){1, 1, count}, zeros, false);
}

static nb_status find_leaf(nb_reading *r, size_t i, nb_def_id *leaf) {
    nb_sheet *s = r->s;
    const nb_column *column = &r->columns[i];
    bool begins = column->rank > 0 && (i == 0 || r->columns[i - 1].symbol != column->symbol);
    nb_status status = begins ? make_vector(r, i) : NB_STATUS_OK;
    if (status == NB_STATUS_OK)
        status = nb_def_at(s, column->symbol, column->rank, &column->index, leaf);
    if (status != NB_STATUS_OK) return status;
    uint8_t kind = s->defs[*leaf].meaning.kind;
    nb_def_id whole = s->symbols[column->symbol].value;
    if (column->rank > 0 && kind == NB_DEF_NONE && nb_is_defined(s, whole)) {
        return nb_fail_element(s, &(nb_expr){.source = s->text}, column->span, &s->defs[*leaf]);
    }
    return kind == NB_DEF_NONE || kind == NB_DEF_LEAF ? NB_STATUS_OK
                                                      : fail_leaf(r, i, &s->defs[*leaf]);
}

/* No leaf has two columns. */
static nb_status check_leaves(nb_reading *r, const nb_def_id *leaves) {
    nb_sheet *s = r->s;
    bool *taken = nb_arena_add(&s->scratch, s->def_count, sizeof *taken);
    if (taken == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < r->count; i++) {
        if (taken[leaves[i]])
            return fail_here(r, r->columns[i].span,
                             NB_SAY(DATA_TWICE, NB_TEXT(nb_column_name(r, i))),
                             NB_NO_HINT);
        taken[leaves[i]] = true;
    }
    return NB_STATUS_OK;
}

static nb_status put_on_leaves(nb_reading *r, nb_data *data) {
    nb_sheet *s = r->s;
    nb_def_id *leaves = nb_arena_add(&s->arena, r->count, sizeof *leaves);
    if (leaves == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < r->count && status == NB_STATUS_OK; i++) {
        status = find_leaf(r, i, &leaves[i]);
        if (status == NB_STATUS_OK) status = nb_put_cell(s, leaves[i], r->set.cells[i]);
    }
    if (status == NB_STATUS_OK) status = check_leaves(r, leaves);
    data->columns = leaves;
    s->state.learned.data = data;
    s->state.learned.row = 1;
    return status == NB_STATUS_OK ? nb_build_fragile(s) : status;
}

/* ---- the command ---- */

/* The lines that make the data again: with the seed, where numbers were drawn for them. */
static const char *keep_source(nb_reading *r, const nb_random *before) {
    nb_buffer out;
    nb_buffer_init(&out, &r->s->memory);
    if (r->s->state.random.drawn != before->drawn) {
        nb_buffer_add_text(&out, "seed ");
        nb_write_double(&out, (double)before->seed);
        if (before->drawn > 0) nb_buffer_add_text(&out, " drawn ");
        if (before->drawn > 0) nb_write_double(&out, (double)before->drawn);
        nb_buffer_add_char(&out, '\n');
    }
    nb_buffer_add(&out, r->source.data != NULL ? r->source.data : "", r->source.length);
    nb_buffer_add_text(&out, ";\n");
    bool failed = out.failed || r->source.failed;
    const char *text = failed ? NULL : nb_arena_text(&r->s->arena, out.data, out.length);
    nb_buffer_clear(&out);
    return text;
}

static void say(nb_reading *r, const nb_data *data) {
    nb_result *result = r->s->result;
    if (nb_is_unseen(r->s)) return;
    for (size_t i = 0; i < r->note_count; i++) nb_result_prose(result, r->notes[i]);
    nb_result_prose(result, nb_say_rows(data, 1));
}

static nb_status read_data(nb_reading *r, nb_data *data) {
    nb_random before = r->s->state.random;
    nb_status status = read_cells(r, r->st);
    if (status == NB_STATUS_OK) status = nb_expand_classes(r);
    if (status == NB_STATUS_OK) status = read_test(r, nb_clause_get(r->st, "test"));
    if (status == NB_STATUS_OK) status = nb_fill_means(r);
    if (status != NB_STATUS_OK) return status;
    *data = (nb_data){.set = r->set, .rows = r->rows, .train = r->train,
                      .version = nb_version_first(&r->s->arena, &r->set),
                      .source = keep_source(r, &before)};
    if (r->origin != NULL) data->origin = nb_arena_text(&r->s->arena, r->origin, strlen(r->origin));
    if (r->origin != NULL && data->origin == NULL) return NB_STATUS_NO_MEMORY;
    if (data->version == NULL || data->source == NULL) return NB_STATUS_NO_MEMORY;
    return put_on_leaves(r, data);
}

/* `data none`: leaves keep their numbers. */
static bool is_none(const nb_statement *st) {
    return st->args[0].form == NB_ARG_COLUMN && st->args[1].form == NB_ARG_MISSING;
}

NB_COMMAND(DATA) {
    nb_reading r = {.s = s, .st = st};
    if (is_none(st)) return nb_detach_data(s);
    if (st->args[1].form == NB_ARG_MISSING) return nb_show_data(s);
    nb_data *data = nb_arena_add(&s->arena, 1, sizeof *data);
    if (data == NULL) return NB_STATUS_NO_MEMORY;
    nb_buffer_init(&r.source, &s->memory);
    nb_status status = read_data(&r, data);
    if (status == NB_STATUS_OK) say(&r, data);
    nb_buffer_clear(&r.source);
    return status;
}
