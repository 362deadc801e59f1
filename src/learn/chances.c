/* Before training: all rows are looked at for targets that are no chances though the loss takes
 * them as such. It would fall without end there, and the fault shows only later. */
#include "learn/chances.h"

#include "definitions/problem.h"
#include "formulas/table_cells.h"

static nb_status look_at_rows(nb_sheet *s, nb_objective *objective, const nb_chance *list,
                              size_t count, const uint32_t *rows, size_t samples) {
    const size_t chunk = 4096;
    for (size_t r = 0; r < samples; r++) {
        nb_status status = r % chunk == 0 ? nb_poll(s) : NB_STATUS_OK;
        if (status != NB_STATUS_OK) return status;
        nb_objective_run(objective, rows[r]);
        for (size_t i = 0; i < count; i++) {
            double value = objective->graph.value[objective->copy[list[i].node]];
            if (!nb_is_no_target(list[i].targets, value)) continue;
            nb_def_id column = s->owner[list[i].node];
            nb_arg name = nb_node_arg(s, list[i].node);
            bool scalable = column != NB_NO_DEF && nb_is_column(s, column);
            nb_message hint = list[i].targets == NB_TARGETS_SIGNS ? NB_SAY(HINT_SIGNS, name)
                                                                  : NB_SAY(HINT_CHANCE, name);
            return nb_fail_plain(s, NB_SAY(TRAIN_NO_CHANCE, NB_COUNT(rows[r] + 1), name,
                                           NB_NUMBER(value), NB_TEXT(list[i].function),
                                           NB_WORDS(nb_targets_in_words(list[i].targets))),
                                 scalable ? hint : NB_NO_HINT);
        }
    }
    return NB_STATUS_OK;
}

nb_status nb_check_chances(nb_sheet *s, nb_node target, const nb_data *data, const uint32_t *rows,
                           size_t samples) {
    nb_chance *list;
    size_t count;
    nb_objective objective;
    nb_status status = nb_list_chances(s, target, &list, &count);
    if (status != NB_STATUS_OK || count == 0) return status;
    nb_node *nodes = nb_arena_add(&s->scratch, count, sizeof *nodes);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) nodes[i] = list[i].node;
    nb_objective_plan plan = {.targets = nodes, .target_count = count};
    status = nb_begin_objective(s, data, &plan, &objective);
    if (status != NB_STATUS_OK) return status;
    status = look_at_rows(s, &objective, list, count, rows, samples);
    nb_objective_clear(&objective);
    return status;
}
