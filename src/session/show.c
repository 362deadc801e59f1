/* Values for the user. What is printed becomes `ans`; a named value on a quiet line is not printed,
 * though the result has it for programs. */
#include "session/show.h"

#include <math.h>
#include <string.h>

#include "data/data.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "explore/chance.h"
#include "explore/warn.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"

nb_status nb_show_number(nb_sheet *s, const char *name, double value, nb_node node) {
    bool printed = name == NULL || !s->quiet;
    if (printed) nb_set_ans(s, value);
    nb_block *block = nb_result_add(s->result, NB_BLOCK_VALUE);
    double *number = nb_result_array(s->result, 1, sizeof *number);
    if (block == NULL || number == NULL) return NB_STATUS_NO_MEMORY;
    *number = value;
    block->as.value = (nb_value_block){
        .name = name != NULL ? nb_result_text(s->result, name, strlen(name)) : NULL,
        .numbers = number};
    if (node == NB_NO_NODE) return NB_STATUS_OK;
    nb_status status = nb_warn_chances(s, &node, 1);
    return isfinite(value) || status != NB_STATUS_OK ? status : nb_warn_value(s, node);
}

nb_status nb_show_array(nb_sheet *s, const char *name, nb_shape shape, const nb_node *nodes) {
    uint32_t count = nb_shape_count(shape);
    if (name == NULL || !s->quiet) s->state.printed.shape = shape;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_VALUE);
    double *numbers = nb_result_array(s->result, count, sizeof *numbers);
    if (block == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    nb_node last = 0;
    for (uint32_t i = 0; i < count; i++) last = nodes[i] > last ? nodes[i] : last;
    nb_graph_forward(&s->graph, last + 1);
    for (uint32_t i = 0; i < count; i++) numbers[i] = s->graph.value[nodes[i]];
    block->as.value = (nb_value_block){
        .name = name != NULL ? nb_result_text(s->result, name, strlen(name)) : NULL,
        .rows = shape.rank == 2 ? shape.rows : 0, .columns = shape.columns, .numbers = numbers};
    nb_status status = nb_warn_chances(s, nodes, count);
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++)
        if (!isfinite(numbers[i])) status = nb_warn_value(s, nodes[i]);
    return status;
}

static nb_status show_elements(nb_sheet *s, nb_def_id id, nb_shape shape) {
    uint32_t count = nb_shape_count(shape);
    nb_node *nodes = nb_arena_add(&s->scratch, count, sizeof *nodes);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_def_id element = nb_element(s, s->defs[id].symbol, shape, i);
        status = nb_build_def(s, element);
        if (status == NB_STATUS_OK) nodes[i] = s->defs[element].node;
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    const char *name = nb_def_name(s, &s->scratch, &s->defs[id]);
    return status == NB_STATUS_OK ? nb_show_array(s, name, shape, nodes) : status;
}

nb_status nb_show_definition(nb_sheet *s, nb_def_id id) {
    /* The result of a file that is run is that of one line, which is not quiet: values of the
     * file's quiet lines would be printed with it. */
    if (s->block_depth > 0 || (s->run_depth > 0 && s->quiet)) return NB_STATUS_OK;
    nb_def *def = &s->defs[id];
    nb_shape shape = nb_shape_of(s, id);
    if (shape.rank > 0) return show_elements(s, id, shape);
    nb_graph_forward(&s->graph, def->node + 1);
    return nb_show_number(s, nb_def_name(s, &s->scratch, def), s->graph.value[def->node],
                          def->node);
}

/* mean(L) is L, of the row that is on the leaves, though the student may think of all rows. */
static void say_one_row(nb_sheet *s, const nb_remarks *found) {
    uint8_t *marks;
    uint32_t *places;
    bool of_row = false, formula;
    if (found->single == NULL || nb_find_data(s) == NULL) return;
    if (nb_mark_cone(s, found->number, &marks) != NB_STATUS_OK ||
        nb_place_columns(s, &places) != NB_STATUS_OK) return; /* it is noticed as all that fails */
    for (nb_node i = 0; i <= found->number && !of_row; i++)
        of_row = marks[i] != 0 && s->owner[i] != NB_NO_DEF && places[s->owner[i]] != 0;
    nb_message message = NB_SAY(NOTE_ONE_ROW, nb_node_arg(s, found->number),
                                NB_COUNT(s->state.learned.row));
    formula = nb_graph_arity(&s->graph, found->number) > 0;
    if (!formula || s->owner[found->number] == NB_NO_DEF)
        message.id = NB_MESSAGE_NOTE_ONE_ROW_ALONE;
    if (of_row) nb_result_say(s->result, NB_SEVERITY_NOTE, message);
}

void nb_say_remarks(nb_sheet *s) {
    const nb_remarks found = s->remarks;
    if (s->block_depth > 0) return;
    if (found.inverse) nb_result_say(s->result, NB_SEVERITY_NOTE, NB_PLAIN(NOTE_NO_INVERSE));
    if (found.family != NULL)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NOTE_LEFT_OUT, NB_TEXT(found.family), NB_COUNT(found.members)));
    say_one_row(s, &found);
}
