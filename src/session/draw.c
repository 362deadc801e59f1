/* draw and show: what clauses say becomes the plan of a picture. */
#include <string.h>

#include "data/data.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/near.h"
#include "explore/picture.h"
#include "figures/layers.h"
#include "figures/summary.h"
#include "formulas/clause.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "lang/commands.h"
#include "quiz/walk.h"
#include "session/place.h"

/* ---- clauses ---- */

static nb_status read_style(nb_sheet *s, const nb_statement *st, nb_picture_style *style) {
    static const char key[] = "style";
    const nb_command_arg *arg = nb_clause_get(st, key);
    *style = NB_PICTURE_TEXTBOOK;
    if (arg == NULL) return NB_STATUS_OK;
    const nb_command_info *command = nb_command_get(st->command);
    const char *const *words = nb_clause_form_find(command, key, strlen(key))->words;
    for (int i = 0; i < NB_CLAUSE_WORDS && words[i] != NULL; i++) {
        *style = (nb_picture_style)i; /* its words stand in this order */
        if (strcmp(arg->text, words[i]) == 0) return NB_STATUS_OK;
    }
    return nb_fail_place(s, arg->span, NB_SAY(PICTURE_WORD, NB_TEXT(key), NB_TEXT(arg->text)),
                         nb_hint_line(s, st, arg->span, words[1]));
}

static nb_status read_look(nb_sheet *s, const nb_statement *st, nb_picture_look *look) {
    *look = (nb_picture_look){.dark = nb_clause_get(st, "dark") != NULL,
                              .down = nb_clause_get(st, "down") != NULL,
                              .nolocal = nb_clause_get(st, "nolocal") != NULL};
    nb_status status = read_style(s, st, &look->style);
    if (status == NB_STATUS_OK)
        status = nb_read_whole_clause(s, st, "width", 16, 20000, "1200", &look->width);
    if (status == NB_STATUS_OK)
        status = nb_read_whole_clause(s, st, "dpi", 10, 2400, "300", &look->dpi);
    if (status != NB_STATUS_OK || look->width == 0 || look->dpi == 0) return status;
    return nb_fail_plain(s, NB_PLAIN(PICTURE_SIZES), NB_NO_HINT);
}

static nb_status read_plan(nb_sheet *s, const nb_statement *st, nb_node *target,
                           nb_plan_of_picture *plan) {
    uint32_t *columns;
    const nb_command_arg *path = nb_clause_get(st, "path");
    *plan = (nb_plan_of_picture){.values = nb_clause_get(st, "forward") != NULL,
                                 .open = nb_clause_get(st, "open") != NULL,
                                 .traced = NB_NO_NODE, .traced_arg = path};
    nb_status status = read_look(s, st, &plan->look);
    if (status == NB_STATUS_OK) status = nb_read_near(s, st, &plan->near);
    plan->middle = *target;
    if (status == NB_STATUS_OK && plan->near > 0) status = nb_widen_target(s, target);
    if (status == NB_STATUS_OK && path != NULL)
        status = nb_find_node(s, path, *target, &plan->traced);
    if (status == NB_STATUS_OK && path != NULL && plan->traced > *target)
        status = nb_fail_at(s, &path->expr, path->span,
                            NB_SAY(PICTURE_NO_PATH, nb_node_arg(s, plan->traced)), NB_NO_HINT);
    if (status == NB_STATUS_OK) status = nb_place_columns(s, &columns);
    if (status == NB_STATUS_OK) plan->columns = columns;
    return status;
}

/* ---- the command ---- */

static nb_status finish(nb_sheet *s, const nb_statement *st, nb_node target, nb_block *block) {
    nb_set_place(s, block);
    if (nb_typed_target(st) == NULL)
        nb_result_prose(s->result, NB_SAY(PICTURE_OF, nb_node_arg(s, target)));
    return NB_STATUS_OK;
}

/* During a walk a picture shows how far that has come. A part is no summary. */
static nb_status draw(nb_sheet *s, nb_node target, const nb_statement *st) {
    static const char *const parts[] = {"whole", "near", "open", "path"};
    const char *path = st->args[1].form != NB_ARG_MISSING ? st->args[1].text : NULL;
    nb_reach reach;
    nb_block *block;
    nb_plan_of_picture plan;
    bool whole = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        whole = whole || nb_clause_get(st, parts[i]) != NULL;
    nb_status status = read_plan(s, st, &target, &plan);
    if (status == NB_STATUS_OK) status = nb_walk_reach(s, target, &reach);
    if (status == NB_STATUS_OK) status = nb_draw(s, target, path, &reach, &plan, &block);
    if (status == NB_STATUS_OK) status = finish(s, st, target, block);
    if (status != NB_STATUS_OK || whole) return status;
    return nb_summarise(s, target, &reach, &block->as.picture);
}

/* Layers are no picture of characters. */
static nb_message hint_file(nb_sheet *s, nb_node target) {
    nb_def_id id = s->owner[target];
    if (id == NB_NO_DEF) return NB_PLAIN(HINT_PICTURE_FORMATS);
    const char *name = nb_def_name(s, &s->result->arena, &s->defs[id]);
    return NB_SAY(HINT_LAYERS_FILE, NB_TEXT(name));
}

/* The picture of a network in columns. */
static nb_status draw_layers(nb_sheet *s, const nb_statement *st, nb_node target) {
    nb_reach reach;
    nb_block *block = NULL;
    nb_picture_look look;
    const char *path = st->args[1].form != NB_ARG_MISSING ? st->args[1].text : NULL;
    bool values = nb_clause_get(st, "forward") != NULL;
    nb_status status = read_look(s, st, &look);
    if (status == NB_STATUS_OK) status = nb_walk_reach(s, target, &reach);
    if (status == NB_STATUS_OK)
        status = nb_draw_layers(s, target, path, !values, &reach, &block);
    if (status != NB_STATUS_OK) return status;
    block->as.picture.look = look;
    if (path != NULL) return finish(s, st, target, block);
    block->as.picture.hint = hint_file(s, target);
    nb_set_place(s, block);
    return s->result->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

NB_COMMAND(DRAW) {
    nb_node target;
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status != NB_STATUS_OK) return status;
    bool layers = nb_clause_get(st, "layers") != NULL;
    return layers ? draw_layers(s, st, target) : draw(s, target, st);
}

/* Of a file the desktop's viewer shows what it holds, whatever it was drawn of. */
static nb_status view_file(nb_sheet *s, const char *path) {
    nb_block *block = nb_result_add(s->result, NB_BLOCK_PICTURE);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    nb_set_place(s, block);
    block->as.picture.viewed = nb_result_text(s->result, path, strlen(path));
    return NB_STATUS_OK;
}

NB_COMMAND(SHOW) {
    if (st->args[1].form == NB_ARG_MISSING) return nb_run_DRAW(s, st);
    if (st->args[0].form == NB_ARG_MISSING) return view_file(s, st->args[1].text);
    return nb_fail_place(s, st->args[0].span, NB_PLAIN(SHOW_BOTH),
                         NB_SAY(HINT_SHOW_FILE, NB_TEXT(st->args[1].text)));
}
