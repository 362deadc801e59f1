/* `engine` tells what the compiler made of a loss: into what its nodes were joined, and how many
 * rows it runs at a time. */
#include "data/data.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/describe.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "learn/weights.h"

/* `over`: the leaves that would be trained; NULL: all. */
static nb_status compile(nb_sheet *s, nb_node target, const nb_command_arg *over,
                         const nb_data *data, nb_objective *objective) {
    nb_def_id *leaves;
    size_t count;
    nb_status status = over != NULL ? nb_read_weights(s, over, target, &leaves, &count)
                                    : nb_find_leaves(s, target, &leaves, &count);
    if (status != NB_STATUS_OK) return status;
    nb_node *weights = nb_arena_add(&s->scratch, count, sizeof *weights);
    if (weights == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) weights[i] = s->defs[leaves[i]].node;
    nb_objective_plan plan = {.targets = &target, .target_count = 1, .weights = weights,
                              .weight_count = count, .compiled = true};
    return nb_begin_objective(s, data, &plan, objective);
}

static void add_line(nb_table_block *table, const char *key, nb_message what, size_t number) {
    nb_table_cell *row = nb_table_row(table);
    row[0] = nb_cell_said(what);
    row[1] = nb_cell_number((double)number);
    nb_table_fact(table, key, (double)number);
}

static nb_status tell(nb_sheet *s, nb_text *loss, const nb_lanes_report *r, bool on_rows) {
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "part", NB_SAY(HEAD_PART, NB_FORMULA(loss)), NULL},
        {NB_COLUMN_NUMBER, "count", NB_PLAIN(HEAD_COUNT), NULL}};
    nb_table_block *table = nb_result_table(s->result, columns, 2, NB_TABLE_FACTS);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    add_line(table, "nodes", NB_PLAIN(ENGINE_NODES), r->nodes);
    add_line(table, "instructions", NB_PLAIN(ENGINE_INSTRUCTIONS), r->instructions);
    if (on_rows) add_line(table, "once", NB_PLAIN(ENGINE_ONCE), r->once);
    add_line(table, "fused", NB_PLAIN(ENGINE_FUSED), r->fused);
    add_line(table, "sums", NB_PLAIN(ENGINE_SUMS), r->sums);
    if (on_rows) add_line(table, "blocks", NB_PLAIN(ENGINE_BLOCKS), r->blocks);
    if (r->terms > 0) add_line(table, "terms", NB_PLAIN(ENGINE_TERMS), r->terms);
    if (on_rows) add_line(table, "lanes", NB_PLAIN(ENGINE_LANES), (size_t)r->lanes);
    add_line(table, "bytes", NB_PLAIN(ENGINE_BYTES), r->bytes);
    nb_message says = NB_PLAIN(ENGINE_COMPILED);
    if (!s->state.settings.compiled) says.id = NB_MESSAGE_ENGINE_PLAIN;
    nb_result_prose(s->result, says);
    return NB_STATUS_OK;
}

NB_COMMAND(ENGINE) {
    nb_node target;
    nb_objective objective;
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status != NB_STATUS_OK) return status;
    nb_text loss = nb_describe(s, target);
    const nb_data *data = nb_find_data(s);
    status = compile(s, target, nb_clause_get(st, "over"), data, &objective);
    if (status != NB_STATUS_OK) return status;
    size_t count = data != NULL ? data->train : 1;
    nb_lanes_report report = nb_objective_describe(&objective, count);
    nb_kept_put(&s->kept, &objective);
    return tell(s, &loss, &report, report.once < report.instructions);
}
