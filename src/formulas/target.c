/* Which formula is the target. Invariant: state.target changes only where a command names another
 * one, where a formula made of it is defined, and where it is deleted; and each is seen. */
#include "formulas/target.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "lang/commands.h"

/* ---- what a command says ---- */

static const char behind[] = "of"; /* of a clause that names the target */

static bool takes_clause(const nb_statement *st) {
    return nb_clause_form_find(nb_command_get(st->command), behind, strlen(behind)) != NULL;
}

const nb_command_arg *nb_typed_target(const nb_statement *st) {
    if (takes_clause(st)) return nb_clause_get(st, behind);
    return st->args[0].form == NB_ARG_EXPR ? &st->args[0] : NULL;
}

/* The nodes that the answer is to be about, or NULL. */
static const nb_command_arg *find_asked(const nb_statement *st) {
    const nb_command_arg *arg = &st->args[takes_clause(st) ? 0 : 1];
    return arg->form == NB_ARG_EXPR ? arg : nb_clause_get(st, "over");
}

/* ---- the candidates ---- */

typedef struct candidates {
    nb_def_id *items;
    size_t count, capacity;
    nb_def_id vector; /* one that is no target, because it is not one number; or NB_NO_DEF */
} candidates;

static bool has_formula_user(nb_sheet *s, const nb_def *def) {
    for (uint32_t i = 0; def->shape.rank > 0 && i < nb_shape_count(def->shape); i++) {
        nb_def_id element = nb_element(s, def->symbol, def->shape, i);
        if (nb_is_defined(s, element) && has_formula_user(s, &s->defs[element])) return true;
    }
    for (uint32_t e = def->users; e != NB_NO_EDGE; e = s->edges[e].next_user)
        if (s->defs[s->edges[e].user].meaning.kind == NB_DEF_FORMULA) return true;
    return false;
}

/* The formulas that nothing uses. */
static nb_status find_candidates(nb_sheet *s, candidates *found) {
    *found = (candidates){.vector = NB_NO_DEF};
    nb_status status = nb_build_all(s);
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        const nb_def *def = &s->defs[i];
        if (def->meaning.kind != NB_DEF_FORMULA || has_formula_user(s, def)) continue;
        if (def->shape.rank > 0) {
            found->vector = (nb_def_id)i;
            continue;
        }
        if (!NB_ARENA_RESERVE(&s->scratch, found->items, found->count, &found->capacity))
            return NB_STATUS_NO_MEMORY;
        found->items[found->count++] = (nb_def_id)i;
    }
    return status;
}

/* x += 1 */
static bool is_change(const nb_command_arg *arg) {
    return arg->other != NULL && arg->text != NULL;
}

/* Finds the nodes of one argument within a target, or anywhere where that is NB_NO_NODE. */
static nb_status find_nodes(nb_sheet *s, const nb_command_arg *arg, nb_node target,
                            nb_node **nodes, size_t *count) {
    nb_command_arg alone = *arg;
    alone.next = NULL;
    if (alone.pick == 0) alone.pick = 1;
    if (is_change(arg)) alone.other = NULL;
    return nb_find_nodes(s, &alone, target, nodes, count);
}

/* Whether all that is asked for is a part of the candidate; what is named may be in none. */
static nb_status contains(nb_sheet *s, nb_def_id candidate, const nb_command_arg *asked,
                          bool *all) {
    nb_node target = s->defs[candidate].node, *nodes;
    uint8_t *marks;
    size_t count;
    nb_status status = nb_mark_cone(s, target, &marks);
    *all = true;
    for (; asked != NULL && status == NB_STATUS_OK && *all; asked = asked->next) {
        status = find_nodes(s, asked, target, &nodes, &count);
        if (status == NB_STATUS_ERROR) { /* no node of this graph */
            s->problem = (nb_problem){.message.id = NB_MESSAGE_NONE};
            *all = false;
            return NB_STATUS_OK;
        }
        for (size_t i = 0; status == NB_STATUS_OK && i < count; i++)
            *all = *all && nodes[i] <= target && marks[nodes[i]] != 0;
    }
    return status;
}

/* Keeps the candidates that contain what is asked for. What is unknown is an error of its own. */
static nb_status keep_containing(nb_sheet *s, const nb_command_arg *asked, candidates *found) {
    size_t kept = 0, count;
    nb_node *nodes;
    nb_status status = NB_STATUS_OK;
    for (const nb_command_arg *arg = asked; arg != NULL && status == NB_STATUS_OK; arg = arg->next)
        status = find_nodes(s, arg, NB_NO_NODE, &nodes, &count);
    for (size_t i = 0; i < found->count && status == NB_STATUS_OK; i++) {
        bool all;
        status = contains(s, found->items[i], asked, &all);
        if (status == NB_STATUS_OK && all) found->items[kept++] = found->items[i];
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    found->count = kept;
    return status;
}

/* ---- when there is none, or more than one ---- */

/* A vector is no target. */
static nb_status fail_vector(nb_sheet *s, nb_def_id vector) {
    const nb_def *def = &s->defs[vector];
    const char *name = nb_def_name(s, &s->scratch, def);
    return nb_fail_plain(s, NB_SAY(NUMBER_WANTED, nb_shape_arg(s, def->shape)),
                         def->shape.rank == 1 ? NB_SAY(HINT_ONE_ELEMENT, NB_TEXT(name))
                                              : NB_PLAIN(HINT_SOME_ELEMENT));
}

static nb_arg join_candidates(nb_sheet *s, const candidates *found) {
    enum { LISTED = 6 };
    nb_writer names = {.s = s};
    for (size_t i = 0; i < found->count && i <= LISTED; i++)
        nb_write_item(&names, i == LISTED ? NULL
                                          : nb_def_name(s, &s->result->arena,
                                                        &s->defs[found->items[i]]));
    return nb_text_arg(s, names.text);
}

/* As typed; of x += 1 only the x. */
static nb_arg join_asked(nb_sheet *s, const nb_statement *st, const nb_command_arg *asked) {
    nb_writer names = {.s = s};
    for (; asked != NULL; asked = asked->next) {
        nb_span span = is_change(asked) ? asked->expr.span : asked->span;
        nb_write_item(&names, nb_result_text(s->result, st->source + span.offset, span.length));
    }
    return nb_text_arg(s, names.text);
}

static const char *file_of(const nb_statement *st) {
    return st->args[1].form == NB_ARG_WORD ? st->args[1].text : NULL;
}

/* Which candidate a line proposes: the one that a file is named after, else the one that was
 * defined last, which is the loss more often than not. */
static const char *choose_example(nb_sheet *s, const nb_statement *st, const candidates *found) {
    const char *file = file_of(st), *best = NULL;
    uint32_t order = 0;
    for (size_t i = 0; i < found->count; i++) {
        const nb_def *def = &s->defs[found->items[i]];
        const char *name = nb_def_name(s, &s->result->arena, def);
        size_t length = strlen(name);
        if (file != NULL && strncmp(file, name, length) == 0 && file[length] == '.') return name;
        if (best == NULL || def->meaning.order >= order) {
            best = name;
            order = def->meaning.order;
        }
    }
    return best;
}

/* The statement with a target put in where it belongs: explain w of L, check L, draw f f.png. */
static const char *write_line(nb_sheet *s, const nb_statement *st, const char *name) {
    const char *text = st->source + st->span.offset;
    bool of = takes_clause(st);
    size_t end = st->span.length, at = strlen(nb_command_get(st->command)->word);
    if (of) at = st->clauses != NULL ? st->clauses->span.offset - st->span.offset : end;
    while (of && at > 0 && strchr(" \t", text[at - 1]) != NULL) at--;
    const char *parts[] = {nb_result_text(s->result, text, at), of ? " of " : " ", name,
                           nb_result_text(s->result, text + at, end - at), NULL};
    return nb_join_texts(s, parts);
}

static nb_status fail_many(nb_sheet *s, const nb_statement *st, const candidates *found,
                           const nb_command_arg *asked) {
    candidates kept = *found;
    nb_arg all = join_candidates(s, found);
    nb_status status = asked != NULL ? keep_containing(s, asked, &kept) : NB_STATUS_OK;
    if (status != NB_STATUS_OK) return status;
    if (asked != NULL && kept.count == 0)
        return nb_fail_plain(s, NB_SAY(NO_TARGET_OF, join_asked(s, st, asked), all), NB_NO_HINT);
    nb_message message = NB_SAY(MANY_TARGETS, all);
    if (asked != NULL)
        message = NB_SAY(MANY_TARGETS_OF, join_asked(s, st, asked), join_candidates(s, &kept));
    const char *line = write_line(s, st, choose_example(s, st, &kept));
    return nb_fail_plain(s, message, NB_SAY(HINT_TARGET, NB_TEXT(line)));
}

/* ---- the choice ---- */

nb_def_id nb_named_target(const nb_sheet *s) {
    nb_def_id def = s->state.target;
    return nb_is_defined(s, def) && nb_shape_of(s, def).rank == 0 ? def : NB_NO_DEF;
}

/* The same, built first. */
static nb_status build_named(nb_sheet *s, nb_def_id *def) {
    nb_status status = nb_is_defined(s, s->state.target) ? nb_build_def(s, s->state.target)
                                                         : NB_STATUS_OK;
    *def = nb_named_target(s);
    return status;
}

nb_status nb_widen_target(nb_sheet *s, nb_node *target) {
    nb_def_id def;
    candidates found;
    uint8_t *marks;
    nb_status status = build_named(s, &def);
    if (status == NB_STATUS_OK && def == NB_NO_DEF) {
        status = find_candidates(s, &found);
        if (status == NB_STATUS_OK && found.count == 1) def = found.items[0];
    }
    if (status != NB_STATUS_OK || def == NB_NO_DEF) return status;
    status = nb_build_def(s, def);
    nb_node usual = status == NB_STATUS_OK ? s->defs[def].node : NB_NO_NODE;
    if (status != NB_STATUS_OK || usual <= *target) return status;
    status = nb_mark_cone(s, usual, &marks);
    if (status == NB_STATUS_OK && marks[*target] != 0) *target = usual;
    return status;
}

nb_status nb_choose_named(nb_sheet *s, const nb_command_arg *named, nb_target_role role,
                          nb_node *target) {
    nb_def_id def;
    nb_status status = build_named(s, &def);
    if (status == NB_STATUS_OK)
        status = nb_find_node(s, named, def != NB_NO_DEF ? s->defs[def].node : NB_NO_NODE, target);
    if (status == NB_STATUS_OK && role == NB_TARGET_NAMED && s->owner[*target] != NB_NO_DEF)
        s->state.target = s->owner[*target];
    if (status == NB_STATUS_OK && role == NB_TARGET_NAMED) s->named = true;
    return status;
}

nb_status nb_choose_target(nb_sheet *s, const nb_statement *st, nb_target_role role,
                           nb_node *target) {
    const nb_command_arg *typed = nb_typed_target(st);
    if (typed != NULL) return nb_choose_named(s, typed, role, target);
    nb_def_id def;
    candidates found;
    nb_status status = build_named(s, &def);
    if (role == NB_TARGET_TRAINED) def = NB_NO_DEF;
    if (status == NB_STATUS_OK && def == NB_NO_DEF) {
        status = find_candidates(s, &found);
        if (status == NB_STATUS_OK && found.count == 0)
            return found.vector != NB_NO_DEF ? fail_vector(s, found.vector)
                                             : nb_fail_plain(s, NB_PLAIN(NO_TARGET), NB_NO_HINT);
        if (status == NB_STATUS_OK && found.count > 1)
            return fail_many(s, st, &found, find_asked(st));
        if (status == NB_STATUS_OK) def = found.items[0];
    }
    if (status == NB_STATUS_OK) status = nb_build_def(s, def);
    if (status == NB_STATUS_OK) *target = s->defs[def].node;
    return status;
}

/* ---- a formula takes the target's place ---- */

/* What is known of a node on the way up from the target. */
typedef struct follower {
    uint32_t made_of;    /* which target it is made of: 0 none, 1 the present one, 2 the one that
                          * took its place, and so on; each is made of the one before */
    bool defined;        /* the statement made it the value of a formula's name */
    bool differentiates; /* it contains a derivative */
} follower;

/* Whether the formula of a definition, or the vector that it is an element of, differentiates. */
static bool differentiates(const nb_sheet *s, nb_def_id id) {
    const nb_def *def = id != NB_NO_DEF ? &s->defs[id] : NULL;
    if (def != NULL && def->meaning.kind == NB_DEF_ELEMENT)
        def = &s->defs[s->symbols[def->symbol].value];
    return def != NULL && def->differentiates;
}

/* Whether a change defined a formula of one number that may be made of `target`. */
static bool is_defined_above(const nb_sheet *s, const nb_change *change, nb_node target) {
    if (change->def == NB_NO_DEF) return false;
    const nb_def *def = &s->defs[change->def];
    const nb_meaning *former = &change->former;
    bool same = former->kind == NB_DEF_FORMULA && former->expr == def->meaning.expr &&
                former->env == def->meaning.env; /* it got a label, say */
    return def->meaning.kind == NB_DEF_FORMULA && !same && def->node != NB_NO_NODE &&
           def->node > target && def->shape.rank == 0;
}

/* Goes up from `target` to `last`; the target that comes out. */
static nb_status climb(nb_sheet *s, follower *nodes, nb_node last, nb_def_id *target) {
    const nb_graph *graph = &s->graph;
    nb_node at = s->defs[*target].node;
    nb_status status = NB_STATUS_OK;
    uint32_t present = 1;
    for (nb_node i = 0; i <= last && status == NB_STATUS_OK; i++) {
        follower *node = &nodes[i];
        node->differentiates = differentiates(s, s->owner[i]);
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            const follower *operand = &nodes[nb_graph_operand(graph, i, k)];
            node->differentiates = node->differentiates || operand->differentiates;
            if (operand->made_of > node->made_of) node->made_of = operand->made_of;
        }
        if (node->defined && node->made_of == present && !node->differentiates) {
            *target = s->owner[i];
            at = i;
            present++;
        }
        if (i == at) *node = (follower){.made_of = present};
        status = nb_poll_turn(s, i);
    }
    return status;
}

nb_status nb_follow_target(nb_sheet *s, size_t first) {
    nb_def_id former = nb_named_target(s), target = former;
    nb_node last = 0;
    if (former == NB_NO_DEF || s->named) return NB_STATUS_OK;
    const nb_def *def = &s->defs[former];
    if (def->node == NB_NO_NODE || def->users == NB_NO_EDGE) return NB_STATUS_OK;
    for (size_t i = first; i < s->done.count; i++)
        if (is_defined_above(s, &s->done.changes[i], def->node) &&
            s->defs[s->done.changes[i].def].node > last)
            last = s->defs[s->done.changes[i].def].node;
    if (last == 0) return NB_STATUS_OK;
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    follower *nodes = nb_arena_add(&s->scratch, (size_t)last + 1, sizeof *nodes);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = first; i < s->done.count; i++)
        if (is_defined_above(s, &s->done.changes[i], def->node))
            nodes[s->defs[s->done.changes[i].def].node].defined = true;
    nb_status status = climb(s, nodes, last, &target);
    nb_arena_rewind(&s->scratch, mark);
    if (status != NB_STATUS_OK || target == former) return status;
    s->state.target = target;
    nb_result_say(s->result, NB_SEVERITY_NOTE,
                  NB_SAY(NOTE_TARGET, nb_node_arg(s, s->defs[target].node),
                         nb_node_arg(s, s->defs[former].node)));
    return NB_STATUS_OK;
}
