/* What is shown follows from the marks of the target's cone and of what closed forms hide. */
#include "formulas/shown.h"

#include "formulas/cone.h"
#include "formulas/vector_call.h"

nb_status nb_mark_shown(nb_sheet *s, nb_node target, uint8_t **shown) {
    uint8_t *hidden;
    nb_status status = nb_mark_cone(s, target, shown);
    if (status == NB_STATUS_OK) status = nb_hide_closed(s, target, *shown, &hidden);
    for (nb_node i = 0; status == NB_STATUS_OK && i <= target; i++)
        if ((*shown)[i] != 0)
            (*shown)[i] = s->graph.op[i] == NB_OP_CONST || hidden[i] ? 2 : 1;
    return status;
}

nb_status nb_list_shown(nb_sheet *s, nb_node target, nb_node **nodes, size_t *count) {
    uint8_t *shown;
    nb_status status = nb_mark_shown(s, target, &shown);
    *count = 0;
    *nodes = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof **nodes);
    if (status != NB_STATUS_OK) return status;
    if (*nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= target; i++)
        if (shown[i] == 1) (*nodes)[(*count)++] = i;
    return NB_STATUS_OK;
}

nb_status nb_count_shown(nb_sheet *s, nb_node target, size_t *count) {
    nb_node *nodes;
    return nb_list_shown(s, target, &nodes, count);
}
