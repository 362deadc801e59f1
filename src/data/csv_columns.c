/* Names are made of the header, and looked up. */
#include "data/csv_columns.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "data/csv_line.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "lang/reader.h"

enum { MOST_LISTED = 12 };

/* ---- names ---- */

typedef struct naming {
    nb_csv_table *t;
    uint32_t *uses; /* of each symbol: how many columns have tried it */
    nb_writer notes;
    size_t noted;
} naming;

/* Whether a character may stand in a name; ᵀ and ⊤ are letters, and signs to nabla. */
static bool is_name_part(uint32_t code) {
    return nb_utf8_continues_name(code) && code != 0x1d40 && code != 0x22a4;
}

/* Writes the letters and digits, _ for what stands between them; answers whether that is all of the
 * text but blanks around it. */
static bool write_name(nb_buffer *out, const char *text, size_t column) {
    size_t length = strlen(text), step;
    bool gap = false, same = true;
    for (size_t at = 0; at < length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(text + at, length - at, &code);
        if (step == 0) return false;
        if (!is_name_part(code)) {
            same = same && nb_utf8_is_blank(code);
            gap = true;
            continue;
        }
        bool bad = out->length == 0 ? !nb_utf8_starts_name(code) : gap;
        if (bad) nb_buffer_add_char(out, '_');
        same = same && !bad;
        gap = false;
        nb_buffer_add(out, text + at, step);
    }
    if (out->length > 0) return same;
    char number[24];
    snprintf(number, sizeof number, "c%zu", column + 1);
    nb_buffer_add_text(out, number);
    return false;
}

static nb_status intern(const naming *n, const nb_buffer *name, nb_symbol *symbol) {
    if (name->failed) return NB_STATUS_NO_MEMORY;
    return nb_intern(n->t->r->s, name->data, name->length, symbol);
}

/* x_2 where there is an x. */
static nb_status make_unique(naming *n, nb_buffer *name, nb_symbol *symbol) {
    nb_symbol first = *symbol;
    size_t length = name->length;
    nb_status status = NB_STATUS_OK;
    while (status == NB_STATUS_OK && n->uses[*symbol] > 0) {
        char number[24];
        snprintf(number, sizeof number, "_%u", (unsigned)++n->uses[first]);
        name->length = length;
        nb_buffer_add_text(name, number);
        status = intern(n, name, symbol);
    }
    if (status == NB_STATUS_OK) n->uses[*symbol]++;
    return status;
}

/* "sepal length (cm) → sepal_length_cm" */
static void note_name(naming *n, const char *text, nb_symbol symbol) {
    nb_sheet *s = n->t->r->s;
    if (n->noted++ > MOST_LISTED) return;
    if (n->noted > 1) nb_write_mark(&n->notes, NB_PIECE_COMMA);
    if (n->noted > MOST_LISTED) {
        nb_write_mark(&n->notes, NB_PIECE_MORE);
        return;
    }
    nb_write_text(&n->notes, nb_csv_shown(n->t, text, strlen(text), 40));
    if (*text == '\0') nb_write_word(&n->notes, "\"\"");
    nb_write_mark(&n->notes, NB_PIECE_ARROW);
    nb_write_word(&n->notes, s->symbols[symbol].name);
}

static nb_status name_column(naming *n, size_t column, nb_buffer *name) {
    nb_sheet *s = n->t->r->s;
    nb_symbol symbol;
    const char *text = n->t->csv.names[column];
    name->length = 0;
    bool same = write_name(name, text, column);
    nb_status status = intern(n, name, &symbol);
    if (status != NB_STATUS_OK) return status;
    bool taken = nb_is_taken(s->symbols[symbol].name) ||
                 strcmp(s->symbols[symbol].name, "from") == 0;
    if (taken) nb_buffer_add_char(name, '_');
    if (taken) status = intern(n, name, &symbol);
    nb_symbol first = symbol;
    if (status == NB_STATUS_OK) status = make_unique(n, name, &symbol);
    if (status == NB_STATUS_OK && (!same || taken || symbol != first)) note_name(n, text, symbol);
    n->t->names[column] = symbol;
    return status;
}

nb_status nb_name_csv_columns(nb_csv_table *t, bool note) {
    nb_sheet *s = t->r->s;
    size_t columns = t->csv.columns;
    if (!t->csv.has_header) return NB_STATUS_OK;
    naming n = {.t = t, .notes = {.s = s}};
    /* each column adds three symbols at most: as it stands, with _, with a number */
    n.uses = nb_arena_add(&s->scratch, s->symbol_count + 3 * columns, sizeof *n.uses);
    t->names = nb_arena_add(&s->scratch, columns, sizeof *t->names);
    if (n.uses == NULL || t->names == NULL) return NB_STATUS_NO_MEMORY;
    nb_buffer name;
    nb_buffer_init(&name, &s->memory);
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < columns && status == NB_STATUS_OK; i++) {
        status = name_column(&n, i, &name);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    nb_buffer_clear(&name);
    if (status != NB_STATUS_OK || n.noted == 0 || !note) return status;
    return nb_add_note(t->r, NB_SAY(CSV_RENAMED, nb_text_arg(s, n.notes.text)));
}

/* ---- which columns ---- */

typedef struct choice {
    nb_csv_table *t;
    uint32_t *places; /* of each symbol its column in the file, plus one; 0: none */
    size_t found, unknown, elements, displaced; /* displaced: found at another place */
} choice;

static nb_status place_names(choice *c) {
    nb_sheet *s = c->t->r->s;
    c->places = nb_arena_add(&s->scratch, s->symbol_count, sizeof *c->places);
    if (c->places == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < c->t->csv.columns; k++) c->places[c->t->names[k]] = (uint32_t)k + 1;
    return NB_STATUS_OK;
}

/* A name that was a vector, as all of which it was read, is a column where the header has it. */
static void fold_vectors(const choice *c) {
    nb_reading *r = c->t->r;
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++) {
        nb_column column = r->columns[i];
        bool fold = column.whole && c->places[column.symbol] > 0;
        if (fold && kept > 0 && r->columns[kept - 1].symbol == column.symbol &&
            r->columns[kept - 1].whole) continue;
        if (fold) column.rank = 0;
        r->columns[kept++] = column;
    }
    r->count = kept;
}

static void count_found(choice *c) {
    const nb_reading *r = c->t->r;
    for (size_t i = 0; i < r->count; i++) {
        uint32_t place = r->columns[i].rank == 0 ? c->places[r->columns[i].symbol] : 0;
        if (place > 0) c->found++;
        else if (r->columns[i].rank > 0) c->elements++;
        else c->unknown++;
        c->displaced += place > 0 && place - 1 != i;
    }
}

/* Names of the statement that the header has, or has not; or all of the header's. */
static nb_arg list_names(const choice *c, bool found) {
    const nb_reading *r = c->t->r;
    nb_writer out = {.s = r->s};
    size_t count = 0;
    for (size_t i = 0; i < r->count && count <= MOST_LISTED; i++) {
        bool is = r->columns[i].rank == 0 && c->places[r->columns[i].symbol] > 0;
        if (is != found || (i > 0 && r->columns[i].rank > 0 &&
                            r->columns[i - 1].symbol == r->columns[i].symbol)) continue;
        nb_write_item(&out, count++ == MOST_LISTED
                                ? NULL : r->s->symbols[r->columns[i].symbol].name);
    }
    return nb_text_arg(r->s, out.text);
}

static nb_arg list_header(const nb_csv_table *t) {
    nb_writer out = {.s = t->r->s};
    for (size_t k = 0; k < t->csv.columns && k <= MOST_LISTED; k++)
        nb_write_item(&out, k == MOST_LISTED ? NULL : t->r->s->symbols[t->names[k]].name);
    return nb_text_arg(t->r->s, out.text);
}

static const char *near_column(const nb_csv_table *t, const char *name) {
    nb_nearest nearest;
    nb_nearest_begin(&nearest, name);
    for (size_t k = 0; k < t->csv.columns; k++)
        nb_nearest_try(&nearest, t->r->s->symbols[t->names[k]].name);
    return nb_nearest_get(&nearest);
}

/* The nearest names of those that are not there; without any, the header. */
static nb_message hint_columns(const choice *c) {
    const nb_reading *r = c->t->r;
    nb_writer out = {.s = r->s};
    for (size_t i = 0; i < r->count && i < MOST_LISTED; i++) {
        if (r->columns[i].rank > 0 || c->places[r->columns[i].symbol] > 0) continue;
        const char *near = near_column(c->t, r->s->symbols[r->columns[i].symbol].name);
        if (near != NULL) nb_write_item(&out, near);
    }
    if (out.text.count > 0) return NB_SAY(HINT_DID_YOU_MEAN, nb_text_arg(r->s, out.text));
    return NB_SAY(HINT_COLUMNS, list_header(c->t));
}

/* Some of the names stand in the header, or none does and there are not as many. */
static nb_status fail_choice(const choice *c) {
    const nb_csv_table *t = c->t;
    nb_arg path = NB_TEXT(t->file->text);
    for (size_t i = 0; i < t->r->count && c->found == 0; i++)
        if (t->r->columns[i].whole) return nb_check_width(t->r, t->csv.columns, t->file->span);
    if (c->found > 0)
        return nb_fail_file(t, NB_SAY(CSV_MIXTURE, path, list_names(c, true),
                                      list_names(c, false)), hint_columns(c));
    return nb_fail_file(t, NB_SAY(CSV_NO_SUCH_NAMES, path, list_names(c, false),
                                  NB_COUNT(t->r->count), NB_COUNT(t->csv.columns)),
                        hint_columns(c));
}

static nb_status choose_named(choice *c) {
    nb_csv_table *t = c->t;
    nb_reading *r = t->r;
    fold_vectors(c);
    count_found(c);
    bool by_name = c->found == r->count;
    bool by_order = r->count == t->csv.columns && c->displaced == 0 &&
                    (c->found == 0 || c->unknown == 0);
    if (!by_name && !by_order) return fail_choice(c);
    for (size_t i = 0; i < r->count; i++)
        t->columns[i] = by_name ? c->places[r->columns[i].symbol] - 1 : i;
    for (size_t i = 0; by_name && i < r->count; i++) {
        uint32_t *place = &c->places[r->columns[i].symbol];
        if (*place == 0) return nb_fail_place(r->s, r->columns[i].span,
                                              NB_SAY(DATA_TWICE, NB_TEXT(nb_column_name(r, i))),
                                              NB_NO_HINT);
        *place = 0;
    }
    return NB_STATUS_OK;
}

/* ---- all but some ---- */

static nb_status mark_left_out(choice *c) {
    nb_csv_table *t = c->t;
    const nb_command_arg *arg = nb_clause_get(t->r->st, "except");
    for (; arg != NULL; arg = arg->next) {
        if (arg->other == NULL && c->places[arg->symbol] > 0) {
            c->places[arg->symbol] = UINT32_MAX;
            continue;
        }
        const char *near = near_column(t, arg->text);
        return nb_fail_place(t->r->s, arg->span,
                             NB_SAY(CSV_NO_COLUMN, NB_TEXT(arg->text), NB_TEXT(t->file->text)),
                             near != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near))
                                          : NB_SAY(HINT_COLUMNS, list_header(t)));
    }
    return NB_STATUS_OK;
}

static nb_status choose_all(choice *c) {
    nb_csv_table *t = c->t;
    nb_reading *r = t->r;
    nb_status status = mark_left_out(c);
    for (size_t k = 0; k < t->csv.columns && status == NB_STATUS_OK; k++) {
        if (c->places[t->names[k]] == UINT32_MAX) continue;
        t->columns[r->count] = k;
        status = nb_add_column(r, (nb_column){.symbol = t->names[k], .span = t->file->span});
    }
    r->headed = true;
    if (status == NB_STATUS_OK && r->count == 0)
        return nb_fail_file(t, NB_PLAIN(CSV_NOTHING_LEFT), NB_NO_HINT);
    return status;
}

/* Without a header columns go by their order; of more than there are names the first ones. */
static nb_status choose_first(nb_csv_table *t) {
    nb_reading *r = t->r;
    if (r->count > t->csv.columns) return nb_check_width(r, t->csv.columns, t->file->span);
    for (size_t i = 0; i < r->count; i++) t->columns[i] = i;
    if (r->count == t->csv.columns) return NB_STATUS_OK;
    return nb_add_note(r, NB_SAY(CSV_FIRST_COLUMNS, NB_TEXT(t->file->text),
                                 NB_COUNT(t->csv.columns), NB_COUNT(r->count)));
}

nb_status nb_choose_csv_columns(nb_csv_table *t) {
    nb_reading *r = t->r;
    choice c = {.t = t};
    bool named = r->count > 0;
    size_t room = r->count > t->csv.columns ? r->count : t->csv.columns;
    t->columns = nb_arena_add(&r->s->scratch, room, sizeof *t->columns);
    if (t->columns == NULL) return NB_STATUS_NO_MEMORY;
    if (!t->csv.has_header && named) return choose_first(t);
    nb_status status = NB_STATUS_OK;
    if (t->csv.has_header) {
        status = nb_name_csv_columns(t, !named);
        if (status == NB_STATUS_OK) status = place_names(&c);
        if (status == NB_STATUS_OK) status = named ? choose_named(&c) : choose_all(&c);
        return status;
    }
    nb_message hint;
    status = nb_hint_csv_line(t, &hint);
    if (status != NB_STATUS_OK) return status;
    if (hint.id == NB_MESSAGE_NONE) hint = NB_PLAIN(HINT_NAME_COLUMNS);
    return nb_fail_file(t, NB_SAY(CSV_NO_HEADER, NB_TEXT(t->file->text)), hint);
}
