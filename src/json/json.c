/* A result as one JSON object on one line. */
#include "json/json.h"

#include "json/json_derivation.h"
#include "json/json_picture.h"
#include "json/json_table.h"
#include "view/message.h"

/* ---- blocks ---- */

/* "value" and "name" are of the last value; where there are several, "values" holds all. */
static void add_to_values(nb_object *object) {
    json_t *item = json_object();
    if (object->name != NULL) nb_json_set(object, item, "name", json_incref(object->name));
    nb_json_set(object, item, "value", json_incref(object->value));
    nb_json_append(object, &object->values, item);
}

/* x, or ∂L/∂x of a gradient, which is remembered by the leaf's name, too. */
static json_t *name_value(nb_object *object, const nb_value_block *value, json_t *item) {
    nb_buffer text;
    if (value->name == NULL || value->by == NULL)
        return value->name != NULL ? nb_json_string(object, value->name) : NULL;
    if (object->gradients == NULL) object->gradients = json_object();
    nb_json_set(object, object->gradients, value->by, json_incref(item));
    nb_buffer_init(&text, object->memory);
    const char *const parts[] = {"∂", value->name, "/∂", value->by};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) nb_buffer_add_text(&text, parts[i]);
    json_t *name = text.failed ? NULL : nb_json_string(object, text.data);
    if (name == NULL) object->failed = true;
    nb_buffer_clear(&text);
    return name;
}

static void add_value(nb_object *object, const nb_value_block *value) {
    json_t *item = NULL;
    if (value->rows > 0 && value->columns > 0) {
        for (size_t i = 0; i < value->rows; i++)
            nb_json_append(object, &item,
                           nb_json_numbers(object, value->numbers + i * value->columns,
                                          value->columns));
    } else if (value->rows > 0 || value->columns > 0) {
        item = nb_json_numbers(object, value->numbers, value->rows + value->columns);
    } else {
        item = nb_json_number(value->numbers[0]);
    }
    nb_json_put(object, &object->value, item);
    nb_json_replace(&object->name, name_value(object, value, item));
    add_to_values(object);
}

static json_t *locals(nb_object *object, const nb_node_row *row) {
    json_t *list = json_array();
    for (size_t i = 0; i < row->local_count; i++) {
        json_t *local = json_object();
        nb_json_set(object, local, "node", nb_json_formula(object, &row->locals[i].operand, 0));
        nb_json_set(object, local, "value", nb_json_number(row->locals[i].value));
        nb_json_append(object, &list, local);
    }
    return list;
}

static json_t *node(nb_object *object, const nb_nodes_block *block, const nb_node_row *row) {
    json_t *item = json_object();
    nb_json_set(object, item, "name", nb_json_formula(object, &row->name, row->number));
    nb_json_set(object, item, "formula",
                row->formula.count > 0 ? nb_json_formula(object, &row->formula, 0) : json_null());
    nb_json_set(object, item, "value", row->chosen ? nb_json_number(row->value) : json_null());
    if (block->kind != NB_NODES_FORWARD)
        nb_json_set(object, item, "gradient",
                    row->chosen ? nb_json_number(row->gradient) : json_null());
    if (block->kind != NB_NODES_FORWARD) nb_json_set(object, item, "locals", locals(object, row));
    return item;
}

static json_t *step(nb_object *object, const nb_nodes_block *block) {
    json_t *item = json_object();
    nb_json_set(object, item, "pass",
                json_string(block->kind == NB_NODES_FORWARD ? "forward" : "backward"));
    nb_json_set(object, item, "step", json_integer((json_int_t)block->step));
    nb_json_set(object, item, "of", json_integer((json_int_t)block->steps));
    if (item == NULL) object->failed = true;
    return item;
}

static void add_gradients(nb_object *object, const nb_nodes_block *block) {
    if (object->gradients == NULL) object->gradients = json_object();
    for (size_t i = 0; i < block->count; i++) {
        const nb_node_row *row = &block->rows[i];
        if (!row->chosen || !nb_nodes_shows(block, i)) continue;
        json_t *key = nb_json_formula(object, &row->name, row->number);
        if (key != NULL)
            nb_json_set(object, object->gradients, json_string_value(key),
                        nb_json_number(row->gradient));
        else object->failed = true;
        json_decref(key);
    }
}

static void add_nodes(nb_object *object, const nb_nodes_block *block) {
    json_t *list = json_array();
    for (size_t i = 0; i < block->count; i++)
        if (nb_nodes_shows(block, i))
            nb_json_append(object, &list, node(object, block, &block->rows[i]));
    if (block->steps > 0) nb_json_put(object, &object->step, step(object, block));
    if (list == NULL) object->failed = true;
    nb_json_replace(&object->nodes, list);
    json_t *omitted = block->omitted > 0 ? json_integer((json_int_t)block->omitted) : NULL;
    if (block->omitted > 0 && omitted == NULL) object->failed = true;
    nb_json_replace(&object->omitted, omitted);
    if (block->kind == NB_NODES_BACKWARD) add_gradients(object, block);
}

static void add_local(nb_object *object, const nb_local_block *local) {
    json_t *item = json_object();
    nb_json_set(object, item, "node", nb_json_formula(object, &local->node, 0));
    nb_json_set(object, item, "operand", nb_json_formula(object, &local->operand, 0));
    if (local->formula.count > 0)
        nb_json_set(object, item, "formula", nb_json_formula(object, &local->formula, 0));
    nb_json_set(object, item, "value", nb_json_number(local->value));
    nb_json_replace(&object->local, item);
    json_t *value = nb_json_number(local->value);
    if (value == NULL) object->failed = true;
    nb_json_replace(&object->value, value);
    nb_json_replace(&object->name, NULL);
}


static json_t *names_of(nb_object *object, const nb_text *names, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        nb_json_append(object, &list, nb_json_formula(object, &names[i], 0));
    return list;
}

static void add_grid(nb_object *object, const nb_grid_block *grid) {
    json_t *value = json_array(), *names = json_object();
    for (size_t i = 0; i < grid->row_count; i++)
        nb_json_append(object, &value, nb_json_numbers(object, grid->numbers +
                                                      i * grid->column_count, grid->column_count));
    nb_json_set(object, names, "rows", names_of(object, grid->rows, grid->row_count));
    nb_json_set(object, names, "columns", names_of(object, grid->columns, grid->column_count));
    nb_json_put(object, &object->value, value);
    nb_json_put(object, &object->names, names);
    if (grid->corner.count > 0)
        nb_json_put(object, &object->name, nb_json_formula(object, &grid->corner, 0));
}

/* In the language of the view. */
static const char *worded(const nb_object *object, const char *text) {
    return text != NULL ? nb_view_translate(object->view, text) : NULL;
}

static json_t *help_text(nb_object *object, const nb_help_row *row) {
    nb_buffer words;
    const char *text = worded(object, row->text);
    if (row->also == NULL) return nb_json_string(object, text);
    nb_buffer_init(&words, object->memory);
    nb_buffer_add_text(&words, text);
    nb_buffer_add_text(&words, "; ");
    nb_buffer_add_text(&words, worded(object, row->also));
    return nb_json_take(object, &words);
}

static void add_help(nb_object *object, const nb_help_block *help) {
    json_t *item = json_object(), *rows = json_array();
    for (size_t i = 0; i < help->count; i++) {
        json_t *row = json_object();
        const nb_help_row *said = &help->rows[i];
        nb_json_set(object, row, "head", said->head != NULL ? nb_json_string(object, said->head)
                                                            : nb_json_message(object, &said->says));
        nb_json_set(object, row, "text", help_text(object, said));
        nb_json_append(object, &rows, row);
    }
    if (help->title != NULL)
        nb_json_set(object, item, "title", nb_json_string(object, worded(object, help->title)));
    nb_json_set(object, item, "rows", rows);
    if (help->example != NULL)
        nb_json_set(object, item, "example", nb_json_string(object, help->example));
    nb_json_append(object, &object->help, item);
}

/* ∂target/∂node */
static void set_derivative(nb_object *object, json_t *item, const nb_text *target,
                           const nb_text *node, int which) {
    nb_json_set(object, item, "target", nb_json_formula(object, target, 0));
    nb_json_set(object, item, "node", nb_json_formula(object, node, which));
}

static void add_question(nb_object *object, const nb_question_block *question) {
    json_t *item = json_object();
    set_derivative(object, item, &question->target, &question->node, question->which);
    if (question->number > 0) {
        nb_json_set(object, item, "number", json_integer((json_int_t)question->number));
        nb_json_set(object, item, "of", json_integer((json_int_t)question->count));
    }
    if (item == NULL) object->failed = true;
    nb_json_replace(&object->question, item);
}

/* The terms of the chain rule; of a hint without numbers. */
static json_t *terms(nb_object *object, const nb_answer_block *answer) {
    json_t *list = json_array();
    for (size_t i = 0; i < answer->row.contribution_count; i++) {
        const nb_contribution *part = &answer->row.contributions[i];
        json_t *term = json_object();
        if (part->parent.count > 0)
            nb_json_set(object, term, "parent", nb_json_formula(object, &part->parent, 0));
        if (part->formula.count > 0)
            nb_json_set(object, term, "formula", nb_json_formula(object, &part->formula, 0));
        if (!answer->hint) nb_json_set(object, term, "upstream", nb_json_number(part->upstream));
        if (!answer->hint || part->formula.count == 0)
            nb_json_set(object, term, "local", nb_json_number(part->local));
        nb_json_append(object, &list, term);
    }
    return list;
}

static void add_answer(nb_object *object, const nb_answer_block *answer) {
    json_t *item = json_object();
    if (answer->verdict != NB_ANSWER_NONE) {
        nb_json_set(object, item, "right", json_boolean(answer->verdict == NB_ANSWER_RIGHT));
        nb_json_set(object, item, "value", nb_json_number(answer->answer));
        nb_json_put(object, &object->value, nb_json_number(answer->answer));
        nb_json_replace(&object->name, NULL);
    }
    if (answer->says.id != NB_MESSAGE_NONE)
        nb_json_set(object, item, "message", nb_json_message(object, &answer->says));
    if (answer->shown) {
        set_derivative(object, item, &answer->target, &answer->row.name, answer->row.number);
        if (!answer->hint)
            nb_json_set(object, item, "gradient", nb_json_number(answer->row.gradient));
        nb_json_set(object, item, "terms", terms(object, answer));
    }
    if (item == NULL) object->failed = true;
    nb_json_replace(&object->answer, item);
}

static void add_diagnostic(nb_object *object, const nb_diagnostic *said) {
    json_t *words = nb_json_message(object, &said->message);
    if (said->severity != NB_SEVERITY_ERROR) {
        bool note = said->severity == NB_SEVERITY_NOTE;
        nb_json_append(object, note ? &object->note : &object->warning, words);
        nb_json_append(object, note ? &object->note_code : &object->warning_code,
                       nb_json_code(object, said->message.id));
        if (said->hint.id != NB_MESSAGE_NONE)
            nb_json_append(object, &object->hint, nb_json_message(object, &said->hint));
        return;
    }
    json_t *item = json_object();
    nb_json_set(object, item, "code", nb_json_code(object, said->message.id));
    nb_json_set(object, item, "message", words);
    if (said->line > 0) {
        nb_json_set(object, item, "line", json_integer((json_int_t)said->line));
        nb_json_set(object, item, "column", json_integer((json_int_t)said->column));
    }
    if (said->hint.id != NB_MESSAGE_NONE)
        nb_json_set(object, item, "hint", nb_json_message(object, &said->hint));
    if (object->error == NULL) object->error = item; /* what follows is a consequence */
    else json_decref(item);
}

static void add_series(nb_object *object, const nb_series_block *series) {
    json_t *numbers = json_array();
    for (size_t i = 0; i < series->count; i++)
        nb_json_append(object, &numbers, nb_json_number(series->numbers[i]));
    if (object->series == NULL) object->series = json_object();
    json_t *key = nb_json_formula(object, &series->name, 0);
    if (key != NULL) nb_json_set(object, object->series, json_string_value(key), numbers);
    else json_decref(numbers), object->failed = true;
    json_decref(key);
}

/* The ends of both axes, and the numbers row by row. */
static void add_map(nb_object *object, const nb_plot_block *plot) {
    json_t *item = json_object(), *rows = json_array();
    json_t *key = nb_json_formula(object, &plot->map, 0);
    const double x[] = {plot->x.low, plot->x.high}, y[] = {plot->y.low, plot->y.high};
    for (size_t i = 0; i < plot->rows; i++)
        nb_json_append(object, &rows,
                       nb_json_numbers(object, plot->cells + i * plot->columns, plot->columns));
    nb_json_set(object, item, "x", nb_json_numbers(object, x, 2));
    nb_json_set(object, item, "y", nb_json_numbers(object, y, 2));
    nb_json_set(object, item, "rows", rows);
    if (key != NULL) nb_json_set(object, object->series, json_string_value(key), item);
    else json_decref(item), object->failed = true;
    json_decref(key);
}

static void add_labels(nb_object *object, json_t *item, const nb_text *labels, size_t count) {
    json_t *names = json_array();
    for (size_t i = 0; i < count; i++)
        nb_json_append(object, &names, nb_json_formula(object, &labels[i], 0));
    nb_json_set(object, item, "labels", names);
}

/* Each curve has its own numbers of the x axis: where it jumps, there is one more. */
static void add_plot(nb_object *object, const nb_plot_block *plot) {
    if (object->series == NULL) object->series = json_object();
    if (plot->kind == NB_PLOT_MAP) add_map(object, plot);
    for (size_t k = 0; k < plot->count; k++) {
        const nb_curve *curve = &plot->curves[k];
        json_t *item = json_object(), *key = nb_json_formula(object, &curve->name, 0);
        nb_json_set(object, item, "x", nb_json_numbers(object, curve->x, curve->count));
        nb_json_set(object, item, "y", nb_json_numbers(object, curve->y, curve->count));
        if (plot->kind == NB_PLOT_BARS && plot->labels != NULL)
            add_labels(object, item, plot->labels, curve->count);
        if (key != NULL) nb_json_set(object, object->series, json_string_value(key), item);
        else json_decref(item), object->failed = true;
        json_decref(key);
    }
}

static void add_script(nb_object *object, const char *script) {
    json_t *text = nb_json_string(object, script);
    if (text == NULL) object->failed = true;
    nb_json_replace(&object->text, text);
}

static void add_block(nb_object *object, const nb_block *block) {
    switch (block->kind) {
    case NB_BLOCK_VALUE: add_value(object, &block->as.value); break;
    case NB_BLOCK_NODES: add_nodes(object, &block->as.nodes); break;
    case NB_BLOCK_LOCAL: add_local(object, &block->as.local); break;
    case NB_BLOCK_DERIVATION: nb_json_add_derivation(object, &block->as.derivation); break;
    case NB_BLOCK_RULE: nb_json_add_rule(object, &block->as.rule); break;
    case NB_BLOCK_TABLE: nb_json_table(object, &block->as.table); break;
    case NB_BLOCK_GRID: add_grid(object, &block->as.grid); break;
    case NB_BLOCK_SERIES: add_series(object, &block->as.series); break;
    case NB_BLOCK_PLOT: add_plot(object, &block->as.plot); break;
    case NB_BLOCK_PROSE:
        nb_json_append(object, &object->note, nb_json_message(object, &block->as.prose));
        nb_json_append(object, &object->note_code, nb_json_code(object, block->as.prose.id));
        break;
    case NB_BLOCK_SCRIPT: add_script(object, block->as.script); break;
    case NB_BLOCK_HELP: add_help(object, &block->as.help); break;
    case NB_BLOCK_QUESTION: add_question(object, &block->as.question); break;
    case NB_BLOCK_ANSWER: add_answer(object, &block->as.answer); break;
    case NB_BLOCK_DIAGNOSTIC: add_diagnostic(object, &block->as.diagnostic); break;
    case NB_BLOCK_PICTURE:
        if (block->as.picture.path == NULL && block->as.picture.viewed == NULL)
            nb_json_picture(object, &block->as.picture);
        break;
    case NB_BLOCK_FILE: case NB_BLOCK_LESSON: case NB_BLOCK_PRACTICE: case NB_BLOCK_TYPED: break;
    }
    if (block->written != NULL)
        nb_json_append(object, &object->files, nb_json_string(object, block->written));
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
    if (json_array_size(object->values) == 1) nb_json_replace(&object->values, NULL);
    object->note = single(object->note);
    object->note_code = single(object->note_code);
    object->warning = single(object->warning);
    object->warning_code = single(object->warning_code);
    object->hint = single(object->hint);
    const struct { const char *key; json_t *item; } keys[] = {
        {"value", object->value}, {"name", object->name}, {"names", object->names},
        {"values", object->values},
        {"local", object->local}, {"equations", object->equations}, {"product", object->product},
        {"nodes", object->nodes},
        {"step", object->step}, {"omitted", object->omitted}, {"gradients", object->gradients},
        {"rows", object->rows}, {"summary", object->summary},
        {"series", object->series}, {"files", object->files},
        {"help", object->help}, {"text", object->text}, {"answer", object->answer},
        {"question", object->question}, {"note", object->note},
        {"note_code", object->note_code}, {"warning", object->warning},
        {"warning_code", object->warning_code}, {"hint", object->hint}, {"error", object->error}};
    nb_json_set(object, root, "statement", nb_json_string(object, result->statement));
    nb_json_set(object, root, "ok", json_boolean(result->ok && object->error == NULL));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].item != NULL) nb_json_set(object, root, keys[i].key, keys[i].item);
    if (object->tables != NULL && json_object_update(root, object->tables) != 0)
        object->failed = true;
    json_decref(object->tables);
    return root;
}

void nb_view_json(const nb_result *result, const nb_view *view, nb_buffer *out) {
    nb_object object = {.view = view, .memory = out->memory};
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        add_block(&object, block);
    json_t *root = assemble(&object, result);
    size_t flags = JSON_REAL_PRECISION(17) | (view->ascii ? JSON_ENSURE_ASCII : 0);
    if (object.failed) out->failed = true;
    else nb_json_line(root, flags, out);
    json_decref(root);
}
