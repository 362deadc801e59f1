/* A result as one JSON object on one line. Text becomes valid UTF-8 here, whatever it was, and the
 * finished line holds no control character that a terminal would act on. */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "view/formula.h"

/* The keys of the object, each NULL until something applies. */
typedef struct nb_object {
    const nb_view *view;
    nb_memory *memory;
    bool failed;
    nb_signs signs; /* of the derivation: one for a typesetter has those of LaTeX */
    json_t *value, *name, *values, *local, *equations, *product, *nodes, *step, *omitted;
    json_t *gradients, *rows, *summary, *series, *files, *help, *text, *answer, *question, *note;
    json_t *warning, *hint, *error;
} nb_object;

/* ---- values of JSON ---- */

static void set(nb_object *object, json_t *into, const char *key, json_t *item) {
    if (json_object_set_new(into, key, item) != 0) object->failed = true;
}

static void append(nb_object *object, json_t **list, json_t *item) {
    if (*list == NULL) *list = json_array();
    if (json_array_append_new(*list, item) != 0) object->failed = true;
}

/* Replaces what `slot` holds. */
static void replace(json_t **slot, json_t *item) {
    json_decref(*slot);
    *slot = item;
}

static json_t *string_of(nb_object *object, const char *text, size_t length) {
    static const char unknown[] = "\xEF\xBF\xBD"; /* U+FFFD */
    if (nb_utf8_valid(text, length) == length) return json_stringn(text, length);
    nb_buffer clean;
    nb_buffer_init(&clean, object->memory);
    while (length > 0) {
        size_t valid = nb_utf8_valid(text, length);
        nb_buffer_add(&clean, text, valid);
        if (valid < length) nb_buffer_add_text(&clean, unknown);
        size_t used = valid < length ? valid + 1 : valid;
        text += used;
        length -= used;
    }
    json_t *string = clean.failed ? NULL : json_stringn(clean.data, clean.length);
    nb_buffer_clear(&clean);
    return string;
}

static json_t *string(nb_object *object, const char *text) {
    return string_of(object, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

static json_t *number(double value) {
    if (isnan(value)) return json_string("nan");
    if (isinf(value)) return json_string(value > 0 ? "inf" : "-inf");
    return json_real(value == 0 ? 0 : value);
}

/* The formula, and ` #2` where several nodes read the same. */
static json_t *formula(nb_object *object, const nb_text *text, int which) {
    nb_buffer flat;
    nb_buffer_init(&flat, object->memory);
    nb_formula_add(&flat, text, object->signs);
    if (which > 0) {
        nb_buffer_add_text(&flat, " #");
        nb_view_number(&flat, which, 17);
    }
    json_t *item = flat.failed ? NULL : string_of(object, flat.length > 0 ? flat.data : "",
                                                  flat.length);
    nb_buffer_clear(&flat);
    return item;
}

static json_t *message(nb_object *object, const nb_message *said) {
    nb_view view = *object->view; /* escaped by the JSON itself, if at all */
    view.ascii = false;
    nb_buffer words;
    nb_buffer_init(&words, object->memory);
    nb_view_message(&words, &view, said);
    json_t *item = words.failed ? NULL : string_of(object, words.length > 0 ? words.data : "",
                                                   words.length);
    nb_buffer_clear(&words);
    return item;
}

/* ---- blocks ---- */

static json_t *row_of_numbers(nb_object *object, const double *numbers, size_t count) {
    json_t *row = json_array();
    for (size_t i = 0; i < count; i++) append(object, &row, number(numbers[i]));
    return row;
}

/* "value" and "name" are of the last value; where there are several, "values" holds all. */
static void add_to_values(nb_object *object) {
    json_t *item = json_object();
    if (object->name != NULL) set(object, item, "name", json_incref(object->name));
    set(object, item, "value", json_incref(object->value));
    append(object, &object->values, item);
}

static void add_value(nb_object *object, const nb_value_block *value) {
    json_t *item = NULL;
    if (value->rows > 0 && value->columns > 0) {
        for (size_t i = 0; i < value->rows; i++)
            append(object, &item, row_of_numbers(object, value->numbers + i * value->columns,
                                                 value->columns));
    } else if (value->rows > 0 || value->columns > 0) {
        item = row_of_numbers(object, value->numbers, value->rows + value->columns);
    } else {
        item = number(value->numbers[0]);
    }
    if (item == NULL) object->failed = true;
    replace(&object->value, item);
    replace(&object->name, value->name != NULL ? string(object, value->name) : NULL);
    add_to_values(object);
}

static json_t *locals(nb_object *object, const nb_node_row *row) {
    json_t *list = json_array();
    for (size_t i = 0; i < row->local_count; i++) {
        json_t *local = json_object();
        set(object, local, "node", formula(object, &row->locals[i].operand, 0));
        set(object, local, "value", number(row->locals[i].value));
        append(object, &list, local);
    }
    return list;
}

static json_t *node(nb_object *object, const nb_nodes_block *block, const nb_node_row *row) {
    json_t *item = json_object();
    set(object, item, "name", formula(object, &row->name, row->number));
    set(object, item, "formula",
        row->formula.count > 0 ? formula(object, &row->formula, 0) : json_null());
    set(object, item, "value", row->chosen ? number(row->value) : json_null());
    if (block->kind != NB_NODES_FORWARD)
        set(object, item, "gradient", row->chosen ? number(row->gradient) : json_null());
    if (block->kind != NB_NODES_FORWARD) set(object, item, "locals", locals(object, row));
    return item;
}

static json_t *step(nb_object *object, const nb_nodes_block *block) {
    json_t *item = json_object();
    set(object, item, "pass",
        json_string(block->kind == NB_NODES_FORWARD ? "forward" : "backward"));
    set(object, item, "step", json_integer((json_int_t)block->step));
    set(object, item, "of", json_integer((json_int_t)block->steps));
    if (item == NULL) object->failed = true;
    return item;
}

static void add_gradients(nb_object *object, const nb_nodes_block *block) {
    if (object->gradients == NULL) object->gradients = json_object();
    for (size_t i = 0; i < block->count; i++) {
        const nb_node_row *row = &block->rows[i];
        if (!row->chosen || !nb_nodes_shows(block, i)) continue;
        json_t *key = formula(object, &row->name, row->number);
        if (key != NULL) set(object, object->gradients, json_string_value(key),
                             number(row->gradient));
        else object->failed = true;
        json_decref(key);
    }
}

static void add_nodes(nb_object *object, const nb_nodes_block *block) {
    json_t *list = json_array();
    for (size_t i = 0; i < block->count; i++)
        if (nb_nodes_shows(block, i)) append(object, &list, node(object, block, &block->rows[i]));
    if (block->steps > 0) replace(&object->step, step(object, block));
    if (list == NULL) object->failed = true;
    replace(&object->nodes, list);
    json_t *omitted = block->omitted > 0 ? json_integer((json_int_t)block->omitted) : NULL;
    if (block->omitted > 0 && omitted == NULL) object->failed = true;
    replace(&object->omitted, omitted);
    if (block->kind == NB_NODES_BACKWARD) add_gradients(object, block);
}

static void add_local(nb_object *object, const nb_local_block *local) {
    json_t *item = json_object();
    set(object, item, "node", formula(object, &local->node, 0));
    set(object, item, "operand", formula(object, &local->operand, 0));
    if (local->formula.count > 0)
        set(object, item, "formula", formula(object, &local->formula, 0));
    set(object, item, "value", number(local->value));
    replace(&object->local, item);
    json_t *value = number(local->value);
    if (value == NULL) object->failed = true;
    replace(&object->value, value);
    replace(&object->name, NULL);
}

/* ---- derivations ---- */

static void add_factor(const nb_object *object, nb_buffer *out, const nb_text *text,
                       bool brackets) {
    if (brackets) nb_buffer_add_char(out, '(');
    nb_formula_add(out, text, object->signs);
    if (brackets) nb_buffer_add_char(out, ')');
}

/* ∂L/∂u */
static void add_derivative(const nb_object *object, nb_buffer *out, const nb_text *target,
                           const nb_text *by) {
    nb_buffer_add_text(out, "∂");
    add_factor(object, out, target, !nb_text_is_atom(target));
    nb_buffer_add_text(out, "/∂");
    add_factor(object, out, by, !nb_text_is_atom(by));
}

/* ∂L/∂w = ∂L/∂u · x2, as text */
static json_t *equation_text(nb_object *object, const nb_derivation_block *block,
                             const nb_equation *equation) {
    nb_buffer text;
    nb_buffer_init(&text, object->memory);
    add_derivative(object, &text, &block->target, &equation->node);
    for (size_t i = 0; i < equation->term_count; i++) {
        const nb_chain_term *term = &equation->terms[i];
        bool last = term->parent.count == 0;
        nb_buffer_add_text(&text, i == 0 ? " = " : " + ");
        if (!last) add_derivative(object, &text, &block->target, &term->parent);
        if (!last) nb_buffer_add_text(&text, " · ");
        add_factor(object, &text, &term->local,
                   nb_text_is_sum(&term->local) && (!last || equation->term_total > 1));
    }
    if (equation->term_total > equation->term_count) nb_buffer_add_text(&text, " + …");
    json_t *item = text.failed ? NULL : string_of(object, text.data, text.length);
    nb_buffer_clear(&text);
    return item;
}

static json_t *equation_object(nb_object *object, const nb_derivation_block *block,
                               const nb_equation *equation) {
    json_t *item = json_object(), *definitions = json_array();
    set(object, item, "number", json_integer(equation->number));
    set(object, item, "node", formula(object, &equation->node, 0));
    set(object, item, "equation", equation_text(object, block, equation));
    for (size_t i = 0; i < equation->definition_count; i++) {
        json_t *definition = json_object();
        set(object, definition, "name", formula(object, &equation->definitions[i].name, 0));
        set(object, definition, "formula", formula(object, &equation->definitions[i].formula, 0));
        append(object, &definitions, definition);
    }
    set(object, item, "definitions", definitions);
    set(object, item, "gradient", number(equation->value));
    return item;
}

/* 2(y − 2) · y(1 − y) · x2 */
static json_t *product(nb_object *object, const nb_text *factors, size_t count) {
    nb_buffer text;
    nb_buffer_init(&text, object->memory);
    for (size_t i = 0; i < count; i++) {
        const nb_text *factor = &factors[i];
        bool front = i == 0 && nb_text_is_signed_product(factor);
        if (i > 0) nb_buffer_add_text(&text, " · ");
        add_factor(object, &text, factor, nb_text_is_sum(factor) && !front);
    }
    json_t *item = text.failed ? NULL : string_of(object, text.data, text.length);
    nb_buffer_clear(&text);
    return item;
}

static void add_derivation(nb_object *object, const nb_derivation_block *block) {
    json_t *list = json_array();
    object->signs = block->latex ? NB_SIGNS_LATEX : NB_SIGNS_BOARD;
    for (size_t i = 0; i < block->count; i++)
        append(object, &list, equation_object(object, block, &block->equations[i]));
    if (list == NULL) object->failed = true;
    replace(&object->equations, list);
    replace(&object->value, number(block->gradient));
    if (block->factor_count == 1) replace(&object->product, formula(object, block->factors, 0));
    else if (block->factor_count > 1)
        replace(&object->product, product(object, block->factors, block->factor_count));
    append(object, &object->note, message(object, &block->comparison));
    if (block->count > 0) append(object, &object->note, message(object, &block->meaning));
    if (block->omitted > 0)
        replace(&object->omitted, json_integer((json_int_t)block->omitted));
    object->signs = NB_SIGNS_BOARD;
}

/* ---- tables ---- */

static json_t *cell(nb_object *object, const nb_table_cell *cell) {
    switch (cell->kind) {
    case NB_CELL_PRODUCT: return product(object, cell->factors, cell->factor_count);
    case NB_CELL_TEXT: return formula(object, &cell->text, 0);
    case NB_CELL_NUMBER: return number(cell->number);
    case NB_CELL_SAID: return message(object, &cell->said);
    case NB_CELL_EMPTY: case NB_CELL_BAR: break;
    }
    return json_null();
}

static void add_table(nb_object *object, const nb_table_block *table) {
    for (size_t i = 0; i < table->row_count; i++) {
        const nb_table_cell *cells = table->cells + i * table->column_count;
        json_t *row = json_object();
        for (size_t k = 0; k < table->column_count; k++)
            if (table->columns[k].key != NULL && cells[k].kind != NB_CELL_EMPTY)
                set(object, row, table->columns[k].key, cell(object, &cells[k]));
        bool empty = json_object_size(row) == 0; /* a row that only says what the facts say */
        if (empty) json_decref(row);
        else append(object, &object->rows, row);
    }
    if (table->fact_count > 0 && object->summary == NULL) object->summary = json_object();
    for (size_t i = 0; i < table->fact_count; i++)
        set(object, object->summary, table->facts[i].key, number(table->facts[i].number));
}

static json_t *help_text(nb_object *object, const nb_help_row *row) {
    nb_buffer words;
    if (row->also == NULL) return string(object, row->text);
    nb_buffer_init(&words, object->memory);
    nb_buffer_add_text(&words, row->text);
    nb_buffer_add_text(&words, "; ");
    nb_buffer_add_text(&words, row->also);
    json_t *item = words.failed ? NULL : string_of(object, words.data, words.length);
    nb_buffer_clear(&words);
    return item;
}

static void add_help(nb_object *object, const nb_help_block *help) {
    json_t *item = json_object(), *rows = json_array();
    for (size_t i = 0; i < help->count; i++) {
        json_t *row = json_object();
        const nb_help_row *said = &help->rows[i];
        set(object, row, "head", said->head != NULL ? string(object, said->head)
                                                    : message(object, &said->says));
        set(object, row, "text", help_text(object, said));
        append(object, &rows, row);
    }
    if (help->title != NULL) set(object, item, "title", string(object, help->title));
    set(object, item, "rows", rows);
    if (help->example != NULL) set(object, item, "example", string(object, help->example));
    append(object, &object->help, item);
}

/* ∂target/∂node */
static void set_derivative(nb_object *object, json_t *item, const nb_text *target,
                           const nb_text *node, int which) {
    set(object, item, "target", formula(object, target, 0));
    set(object, item, "node", formula(object, node, which));
}

static void add_question(nb_object *object, const nb_question_block *question) {
    json_t *item = json_object();
    set_derivative(object, item, &question->target, &question->node, question->which);
    if (question->number > 0) {
        set(object, item, "number", json_integer((json_int_t)question->number));
        set(object, item, "of", json_integer((json_int_t)question->count));
    }
    if (item == NULL) object->failed = true;
    replace(&object->question, item);
}

/* The terms of the chain rule; of a hint without numbers. */
static json_t *terms(nb_object *object, const nb_answer_block *answer) {
    json_t *list = json_array();
    for (size_t i = 0; i < answer->row.contribution_count; i++) {
        const nb_contribution *part = &answer->row.contributions[i];
        json_t *term = json_object();
        if (part->parent.count > 0) set(object, term, "parent", formula(object, &part->parent, 0));
        if (part->formula.count > 0)
            set(object, term, "formula", formula(object, &part->formula, 0));
        if (!answer->hint) set(object, term, "upstream", number(part->upstream));
        if (!answer->hint || part->formula.count == 0)
            set(object, term, "local", number(part->local));
        append(object, &list, term);
    }
    return list;
}

static void add_answer(nb_object *object, const nb_answer_block *answer) {
    json_t *item = json_object();
    if (answer->verdict != NB_ANSWER_NONE) {
        set(object, item, "right", json_boolean(answer->verdict == NB_ANSWER_RIGHT));
        set(object, item, "value", number(answer->answer));
        replace(&object->value, number(answer->answer));
        replace(&object->name, NULL);
    }
    if (answer->says.id != NB_MESSAGE_NONE)
        set(object, item, "message", message(object, &answer->says));
    if (answer->shown) {
        set_derivative(object, item, &answer->target, &answer->row.name, answer->row.number);
        if (!answer->hint) set(object, item, "gradient", number(answer->row.gradient));
        set(object, item, "terms", terms(object, answer));
    }
    if (item == NULL) object->failed = true;
    replace(&object->answer, item);
}

static void add_diagnostic(nb_object *object, const nb_diagnostic *said) {
    json_t *words = message(object, &said->message);
    if (said->severity != NB_SEVERITY_ERROR) {
        bool note = said->severity == NB_SEVERITY_NOTE;
        append(object, note ? &object->note : &object->warning, words);
        if (said->hint.id != NB_MESSAGE_NONE)
            append(object, &object->hint, message(object, &said->hint));
        return;
    }
    json_t *item = json_object();
    set(object, item, "message", words);
    if (said->line > 0) {
        set(object, item, "line", json_integer((json_int_t)said->line));
        set(object, item, "column", json_integer((json_int_t)said->column));
    }
    if (said->hint.id != NB_MESSAGE_NONE) set(object, item, "hint", message(object, &said->hint));
    if (object->error == NULL) object->error = item; /* what follows is a consequence */
    else json_decref(item);
}

static void add_series(nb_object *object, const nb_series_block *series) {
    json_t *numbers = json_array();
    for (size_t i = 0; i < series->count; i++)
        append(object, &numbers, number(series->numbers[i]));
    if (object->series == NULL) object->series = json_object();
    json_t *key = formula(object, &series->name, 0);
    if (key != NULL) set(object, object->series, json_string_value(key), numbers);
    else json_decref(numbers), object->failed = true;
    json_decref(key);
}

static void add_script(nb_object *object, const char *script) {
    json_t *text = string(object, script);
    if (text == NULL) object->failed = true;
    replace(&object->text, text);
}

static void add_block(nb_object *object, const nb_block *block) {
    switch (block->kind) {
    case NB_BLOCK_VALUE: add_value(object, &block->as.value); break;
    case NB_BLOCK_NODES: add_nodes(object, &block->as.nodes); break;
    case NB_BLOCK_LOCAL: add_local(object, &block->as.local); break;
    case NB_BLOCK_DERIVATION: add_derivation(object, &block->as.derivation); break;
    case NB_BLOCK_TABLE: add_table(object, &block->as.table); break;
    case NB_BLOCK_SERIES: add_series(object, &block->as.series); break;
    case NB_BLOCK_PROSE: append(object, &object->note, message(object, &block->as.prose)); break;
    case NB_BLOCK_SCRIPT: add_script(object, block->as.script); break;
    case NB_BLOCK_HELP: add_help(object, &block->as.help); break;
    case NB_BLOCK_QUESTION: add_question(object, &block->as.question); break;
    case NB_BLOCK_ANSWER: add_answer(object, &block->as.answer); break;
    case NB_BLOCK_DIAGNOSTIC: add_diagnostic(object, &block->as.diagnostic); break;
    case NB_BLOCK_PICTURE: case NB_BLOCK_FILE: case NB_BLOCK_LESSON: break;
    }
    if (block->written != NULL)
        append(object, &object->files, string(object, block->written));
}

/* ---- the object ---- */

/* One item stands for itself, several are a list. */
static json_t *single(json_t *list) {
    if (json_array_size(list) != 1) return list;
    json_t *only = json_incref(json_array_get(list, 0));
    json_decref(list);
    return only;
}

static json_t *assemble(nb_object *object, const nb_result *result) {
    json_t *root = json_object();
    object->help = single(object->help);
    if (json_array_size(object->values) == 1) replace(&object->values, NULL);
    object->note = single(object->note);
    object->warning = single(object->warning);
    object->hint = single(object->hint);
    const struct { const char *key; json_t *item; } keys[] = {
        {"value", object->value}, {"name", object->name}, {"values", object->values},
        {"local", object->local}, {"equations", object->equations}, {"product", object->product},
        {"nodes", object->nodes},
        {"step", object->step}, {"omitted", object->omitted}, {"gradients", object->gradients},
        {"rows", object->rows}, {"summary", object->summary},
        {"series", object->series}, {"files", object->files},
        {"help", object->help}, {"text", object->text}, {"answer", object->answer},
        {"question", object->question}, {"note", object->note}, {"warning", object->warning},
        {"hint", object->hint}, {"error", object->error}};
    set(object, root, "statement", string(object, result->statement));
    set(object, root, "ok", json_boolean(result->ok && object->error == NULL));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].item != NULL) set(object, root, keys[i].key, keys[i].item);
    return root;
}

static int collect(const char *bytes, size_t length, void *user) {
    nb_buffer *line = user;
    nb_buffer_add(line, bytes, length);
    return line->failed ? -1 : 0;
}

/* Beyond 16 bits JSON has two escapes, as UTF-16 has. */
static void add_escape(nb_buffer *out, uint32_t code) {
    char escape[16];
    uint32_t above = code - 0x10000;
    if (code < 0x10000)
        snprintf(escape, sizeof escape, "\\u%04" PRIx32, code);
    else
        snprintf(escape, sizeof escape, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + (above >> 10),
                 0xdc00 + (above & 0x3ff));
    nb_buffer_add_text(out, escape);
}

/* jansson escapes the controls of ASCII; the others stand in strings too, and are escaped here. */
static void add_line(nb_buffer *out, const nb_buffer *line) {
    for (size_t at = 0; at < line->length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(line->data + at, line->length - at, &code);
        if (bytes == 0) bytes = 1, code = 0xfffd;
        if (nb_utf8_is_control(code)) add_escape(out, code);
        else nb_buffer_add(out, line->data + at, bytes);
        at += bytes;
    }
    nb_buffer_add_char(out, '\n');
}

void nb_view_json(const nb_result *result, const nb_view *view, nb_buffer *out) {
    nb_object object = {.view = view, .memory = out->memory};
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        add_block(&object, block);
    json_t *root = assemble(&object, result);
    nb_buffer line;
    nb_buffer_init(&line, out->memory);
    size_t flags = JSON_REAL_PRECISION(17) | (view->ascii ? JSON_ENSURE_ASCII : 0);
    bool dumped = root != NULL && !object.failed &&
                  json_dump_callback(root, collect, &line, flags) == 0;
    if (dumped) add_line(out, &line);
    else out->failed = true;
    nb_buffer_clear(&line);
    json_decref(root);
}
