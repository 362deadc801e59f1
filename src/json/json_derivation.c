/* A result as one JSON object: derivations. */
#include "json/json_derivation.h"

#include "json/json_table.h"
#include "view/formula.h"
#include "view/rule.h"

/* ∂L/∂u */
static void add_derivative(const nb_object *object, nb_buffer *out, const nb_text *target,
                           const nb_text *by) {
    nb_buffer_add_text(out, "∂");
    nb_json_factor(object, out, target, !nb_text_is_atom(target));
    nb_buffer_add_text(out, "/∂");
    nb_json_factor(object, out, by, !nb_text_is_atom(by));
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
        nb_json_factor(object, &text, &term->local,
                   nb_text_is_sum(&term->local) && (!last || equation->term_total > 1));
    }
    if (equation->term_total > equation->term_count) nb_buffer_add_text(&text, " + …");
    return nb_json_take(object, &text);
}

static json_t *equation_object(nb_object *object, const nb_derivation_block *block,
                               const nb_equation *equation) {
    json_t *item = json_object(), *definitions = json_array();
    nb_json_set(object, item, "number", json_integer(equation->number));
    nb_json_set(object, item, "node", nb_json_formula(object, &equation->node, 0));
    nb_json_set(object, item, "equation", equation_text(object, block, equation));
    for (size_t i = 0; i < equation->definition_count; i++) {
        const nb_definition *named = &equation->definitions[i];
        json_t *definition = json_object();
        nb_json_set(object, definition, "name", nb_json_formula(object, &named->name, 0));
        nb_json_set(object, definition, "formula", nb_json_formula(object, &named->formula, 0));
        nb_json_append(object, &definitions, definition);
    }
    nb_json_set(object, item, "definitions", definitions);
    nb_json_set(object, item, "gradient", nb_json_number(equation->value));
    return item;
}

void nb_json_add_derivation(nb_object *object, const nb_derivation_block *block) {
    json_t *list = json_array();
    object->signs = block->latex ? NB_SIGNS_LATEX : NB_SIGNS_BOARD;
    for (size_t i = 0; i < block->count; i++)
        nb_json_append(object, &list, equation_object(object, block, &block->equations[i]));
    if (list == NULL) object->failed = true;
    nb_json_replace(&object->equations, list);
    nb_json_put(object, &object->value, nb_json_number(block->gradient));
    if (block->factor_count == 1)
        nb_json_replace(&object->product, nb_json_formula(object, block->factors, 0));
    else if (block->factor_count > 1)
        nb_json_put(object, &object->product,
                    nb_json_product(object, block->factors, block->factor_count));
    nb_json_append(object, &object->note, nb_json_message(object, &block->comparison));
    if (block->count > 0)
        nb_json_append(object, &object->note, nb_json_message(object, &block->meaning));
    if (block->omitted > 0)
        nb_json_put(object, &object->omitted, json_integer((json_int_t)block->omitted));
    object->signs = NB_SIGNS_BOARD;
}

/* ---- derivations in matrices ---- */

static json_t *array_of(nb_object *object, const double *numbers, uint32_t rows, uint32_t columns) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < rows; i++)
        nb_json_append(object, &list, nb_json_numbers(object, numbers + (size_t)i * columns,
                                                     columns));
    return list;
}

static json_t *gradient_of(nb_object *object, const nb_rule_equation *equation) {
    if (equation->is_matrix)
        return array_of(object, equation->numbers, equation->rows, equation->columns);
    return *equation->index == '\0' ? nb_json_number(equation->numbers[0])
                                    : nb_json_numbers(object, equation->numbers, equation->columns);
}

static json_t *side_text(nb_object *object, const nb_rule_block *block,
                         const nb_rule_equation *equation, bool element) {
    nb_pen pen;
    nb_buffer text, unused;
    nb_view view = *object->view;
    view.colour = false;
    nb_buffer_init(&text, object->memory);
    nb_buffer_init(&unused, object->memory);
    nb_pen_init(&pen, &view, &unused);
    add_derivative(object, &text, &block->target, &equation->node);
    if (element) nb_buffer_add_text(&text, equation->index);
    nb_buffer_add_text(&text, " = ");
    nb_pen_begin(&pen);
    nb_pen_add_rule_side(&pen, block, element ? &equation->element : &equation->whole);
    pen.out = &text;
    nb_pen_put_unbroken(&pen);
    nb_pen_clear(&pen);
    nb_buffer_clear(&unused);
    return nb_json_take(object, &text);
}

static json_t *rule_object(nb_object *object, const nb_rule_block *block,
                           const nb_rule_equation *equation) {
    json_t *item = json_object(), *definitions = json_array();
    nb_json_set(object, item, "number", json_integer(equation->number));
    nb_json_set(object, item, "node", nb_json_formula(object, &equation->node, 0));
    if (equation->element.count > 0)
        nb_json_set(object, item, "element", side_text(object, block, equation, true));
    if (equation->whole.count > 0)
        nb_json_set(object, item, "equation", side_text(object, block, equation, false));
    for (size_t i = 0; i < equation->definition_count; i++) {
        json_t *definition = json_object();
        const nb_definition *named = &equation->definitions[i];
        nb_json_set(object, definition, "name", nb_json_formula(object, &named->name, 0));
        nb_json_set(object, definition, "formula", nb_json_formula(object, &named->formula, 0));
        nb_json_append(object, &definitions, definition);
    }
    nb_json_set(object, item, "definitions", definitions);
    if (equation->blocks.count > 1) {
        json_t *factors = json_array();
        for (size_t i = 0; i < equation->blocks.count; i++) {
            const nb_rule_factor *f = &equation->blocks.factors[i];
            nb_json_append(object, &factors, array_of(object, f->numbers, f->rows, f->columns));
        }
        nb_json_set(object, item, "factors", factors);
    }
    nb_json_set(object, item, "gradient", gradient_of(object, equation));
    return item;
}

void nb_json_add_rule(nb_object *object, const nb_rule_block *block) {
    json_t *list = json_array();
    for (size_t i = 0; i < block->count; i++)
        nb_json_append(object, &list, rule_object(object, block, &block->equations[i]));
    nb_json_put(object, &object->equations, list);
    if (block->count > 0)
        nb_json_put(object, &object->value, gradient_of(object, &block->equations[0]));
    nb_json_append(object, &object->note, nb_json_message(object, &block->comparison));
    if (block->omitted > 0)
        nb_json_put(object, &object->omitted, json_integer((json_int_t)block->omitted));
}
