/* Tables, and the products of formulas that stand in them and in derivations, as JSON. */
#include "json/json_table.h"

#include <string.h>

void nb_json_factor(const nb_object *object, nb_buffer *out, const nb_text *text,
                       bool brackets) {
    if (brackets) nb_buffer_add_char(out, '(');
    nb_formula_add(out, text, object->signs);
    if (brackets) nb_buffer_add_char(out, ')');
}

/* 2(y − 2) · y(1 − y) · x2 */
json_t *nb_json_product(nb_object *object, const nb_text *factors, size_t count) {
    nb_buffer text;
    nb_buffer_init(&text, object->memory);
    for (size_t i = 0; i < count; i++) {
        const nb_text *factor = &factors[i];
        bool front = i == 0 && nb_text_is_signed_product(factor);
        if (i > 0) nb_buffer_add_text(&text, " · ");
        nb_json_factor(object, &text, factor, nb_text_is_sum(factor) && !front);
    }
    return nb_json_take(object, &text);
}

static json_t *cell(nb_object *object, const nb_table_cell *cell) {
    switch (cell->kind) {
    case NB_CELL_PRODUCT: return nb_json_product(object, cell->factors, cell->factor_count);
    case NB_CELL_TEXT: return nb_json_formula(object, &cell->text, 0);
    case NB_CELL_NUMBER: return nb_json_number(cell->number);
    case NB_CELL_SAID: return nb_json_message(object, &cell->said);
    case NB_CELL_MARK: return json_boolean(cell->number != 0);
    case NB_CELL_EMPTY: case NB_CELL_BAR: break;
    }
    return json_null();
}

/* Column k, or the list of those from k to `end`. */
static json_t *cells_of(nb_object *object, const nb_table_cell *cells, size_t k, size_t end) {
    json_t *list = NULL;
    if (end == k + 1) return cell(object, &cells[k]);
    for (; k < end; k++) nb_json_append(object, &list, cell(object, &cells[k]));
    return list;
}

/* Beside words, which differ from language to language, what says them: "verdict_code". */
static void add_code(nb_object *object, json_t *row, const char *key, nb_message_id said) {
    nb_buffer name;
    if (strcmp(nb_message_wording(said), "{0}") == 0) return; /* no words of its own */
    nb_buffer_init(&name, object->memory);
    nb_buffer_add_text(&name, key);
    nb_buffer_add_text(&name, "_code");
    if (name.failed) object->failed = true;
    else nb_json_set(object, row, name.data, nb_json_code(object, said));
    nb_buffer_clear(&name);
}

static json_t *table_row(nb_object *object, const nb_table_block *table,
                         const nb_table_cell *cells) {
    json_t *row = json_object();
    for (size_t k = 0, end; k < table->column_count; k = end) {
        const char *key = table->columns[k].key;
        for (end = k + 1; key != NULL && end < table->column_count; end++)
            if (table->columns[end].key == NULL || strcmp(key, table->columns[end].key) != 0) break;
        if (key != NULL && cells[k].kind != NB_CELL_EMPTY)
            nb_json_set(object, row, key, cells_of(object, cells, k, end));
        if (key != NULL && cells[k].kind == NB_CELL_SAID && end == k + 1)
            add_code(object, row, key, cells[k].said.id);
    }
    return row;
}

void nb_json_table(nb_object *object, const nb_table_block *table) {
    json_t *own = NULL, **rows = table->key != NULL ? &own : &object->rows;
    for (size_t i = 0; i < table->row_count; i++) {
        json_t *row = table_row(object, table, table->cells + i * table->column_count);
        bool empty = json_object_size(row) == 0; /* a row that only says what the facts say */
        if (empty) json_decref(row);
        else nb_json_append(object, rows, row);
    }
    if (table->key != NULL && object->tables == NULL) object->tables = json_object();
    if (table->key != NULL) nb_json_set(object, object->tables, table->key, own);
    json_t *omitted = table->omitted > 0 ? json_integer((json_int_t)table->omitted) : NULL;
    if (table->omitted > 0 && omitted == NULL) object->failed = true;
    if (table->omitted > 0) nb_json_replace(&object->omitted, omitted);
    if (table->fact_count > 0 && object->summary == NULL) object->summary = json_object();
    for (size_t i = 0; i < table->fact_count; i++)
        nb_json_set(object, object->summary, table->facts[i].key,
                    nb_json_number(table->facts[i].number));
}
