/* A gradient flows to the nodes that a path of chosen operands leads from to the target; see
 * nb_mark_cone. */
#include "explore/depends.h"

#include "definitions/names.h"
#include "formulas/cone.h"
#include "formulas/table_cells.h"

nb_status nb_depends(nb_sheet *s, nb_node target, nb_node node, bool *depends) {
    uint8_t *marks;
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_status status = nb_mark_cone(s, target, &marks);
    *depends = status == NB_STATUS_OK && node <= target && (marks[node] & 2) != 0 &&
               s->graph.op[node] != NB_OP_CONST;
    nb_arena_rewind(&s->scratch, mark);
    return status;
}

/* The only stored number that the target is made of, or NB_NO_DEF. */
static nb_def_id find_stored(const nb_sheet *s, nb_node target, const uint8_t *marks) {
    nb_def_id found = NB_NO_DEF;
    for (nb_node i = 0; i <= target; i++) {
        nb_def_id owner = s->owner[i];
        if (marks[i] == 0 || owner == NB_NO_DEF || !s->defs[owner].meaning.stored) continue;
        if (found != NB_NO_DEF) return NB_NO_DEF;
        found = owner;
    }
    return found;
}

nb_status nb_say_no_path(nb_sheet *s, nb_node target, nb_node node) {
    uint8_t *marks;
    nb_status status = nb_mark_cone(s, target, &marks);
    if (status != NB_STATUS_OK) return status;
    nb_arg from = nb_node_arg(s, node), to = nb_node_arg(s, target);
    nb_def_id stored = find_stored(s, target, marks);
    nb_message message = NB_SAY(NO_PATH, from, to);
    if (stored != NB_NO_DEF)
        message = NB_SAY(NO_PATH_STORED, from, to,
                         NB_TEXT(nb_def_name(s, &s->result->arena, &s->defs[stored])));
    if (s->graph.op[node] == NB_OP_CONST) message = NB_SAY(NO_PATH_CONSTANT, from, to);
    else if (node <= target && marks[node] != 0) message = NB_SAY(NO_PATH_CHOSEN, from, to);
    nb_result_say(s->result, NB_SEVERITY_NOTE, message);
    return NB_STATUS_OK;
}

nb_message nb_say_held(nb_sheet *s, nb_node held) {
    return NB_SAY(CHECK_HELD, nb_node_arg(s, held), NB_NUMBER(s->graph.value[held]));
}
