/* The commands: each row of commands.def names a function here. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "session/lasting.h"
#include "session/training.h"

/* ---- see the passes ---- */

bool nb_is_unseen(const nb_session *s) {
    return s->run_depth > 0 && s->quiet;
}

static nb_status report(nb_session *s, const nb_statement *st, nb_nodes_kind kind) {
    nb_node target;
    nb_status status = nb_choose_target(s, &st->args[0], &target);
    return status == NB_STATUS_OK && !nb_is_unseen(s) ? nb_report(s, kind, target) : status;
}

static nb_status run_FORWARD(nb_session *s, const nb_statement *st) {
    return report(s, st, NB_NODES_FORWARD);
}

static nb_status run_BACKWARD(nb_session *s, const nb_statement *st) {
    s->graph.target = NB_NO_NODE; /* it is a pass of its own, though the gradients be known */
    return report(s, st, NB_NODES_BACKWARD);
}

static nb_status run_TABLE(nb_session *s, const nb_statement *st) {
    return report(s, st, NB_NODES_TABLE);
}

/* Y may be part of any formula that is defined: equal nodes have equal local gradients. */
static nb_status run_LOCAL(nb_session *s, const nb_statement *st) {
    nb_command_arg of = st->args[0];
    nb_node y, x;
    if (of.pick == 0) of.pick = 1;
    nb_status status = nb_build_all(s);
    if (status == NB_STATUS_OK) status = nb_find_node(s, &of, NB_NO_NODE, &y);
    if (status == NB_STATUS_OK) status = nb_find_operand(s, &st->args[1], y, &x);
    return status == NB_STATUS_OK ? nb_report_local(s, y, x) : status;
}

static nb_status run_STEP(nb_session *s, const nb_statement *st) {
    return nb_step(s, st);
}

/* ---- understand ---- */

/* explain dL/dw is explain w of L. */
static nb_status run_EXPLAIN(nb_session *s, const nb_statement *st) {
    nb_node target, node;
    const nb_command_arg *of = nb_clause_get(st, "of");
    nb_command_arg by = st->args[0], named = {.form = NB_ARG_EXPR};
    bool derivative = false;
    nb_status status = NB_STATUS_OK;
    if (of == NULL && by.form == NB_ARG_EXPR)
        status = nb_split_derivative(s, &st->args[0].expr, &named.expr, &by.expr, &derivative);
    if (status == NB_STATUS_OK) status = nb_choose_target(s, derivative ? &named : of, &target);
    if (status == NB_STATUS_OK) status = nb_find_node(s, &by, target, &node);
    if (status != NB_STATUS_OK) return status;
    return nb_explain(s, node, target, nb_clause_get(st, "ops") != NULL,
                      nb_clause_get(st, "latex") != NULL);
}

static nb_status run_PATHS(nb_session *s, const nb_statement *st) {
    const nb_command_arg *over = nb_clause_get(st, "over");
    bool single = st->args[1].form != NB_ARG_MISSING;
    nb_node target, *nodes;
    size_t count;
    if (over == NULL && !single) return nb_fail_plain(s, NB_PLAIN(PATHS_FORM), NB_NO_HINT);
    nb_status status = nb_choose_target(s, &st->args[0], &target);
    if (status == NB_STATUS_OK)
        status = nb_find_nodes(s, single ? &st->args[1] : over, target, &nodes, &count);
    if (status != NB_STATUS_OK) return status;
    return nb_list_paths(s, target, nodes, count, nb_clause_get(st, "ops") != NULL);
}

static nb_status run_CHECK(nb_session *s, const nb_statement *st) {
    nb_node target;
    nb_status status = nb_choose_target(s, &st->args[0], &target);
    return status == NB_STATUS_OK ? nb_check(s, target) : status;
}

static nb_status run_NUMERIC(nb_session *s, const nb_statement *st) {
    return nb_numeric(s, &st->args[0].expr, nb_clause_get(st, "eps"));
}

static nb_status run_TRACE(nb_session *s, const nb_statement *st) {
    nb_node target;
    const nb_command_arg *over = nb_clause_get(st, "over");
    nb_status status = nb_choose_target(s, &st->args[0], &target);
    if (status != NB_STATUS_OK) return status;
    if (over == NULL) return nb_fail_plain(s, NB_PLAIN(TRACE_FORM), NB_NO_HINT);
    return nb_trace(s, target, over);
}

static nb_status run_WHATIF(nb_session *s, const nb_statement *st) {
    nb_node target;
    nb_status status = nb_choose_target(s, NULL, &target);
    return status == NB_STATUS_OK ? nb_whatif(s, target, &st->args[0]) : status;
}

static nb_status run_PREDICT(nb_session *s, const nb_statement *st) {
    return nb_predict_begin(s, &st->args[0]);
}

static nb_status run_HINT(nb_session *s, const nb_statement *st) {
    (void)st;
    return nb_predict_hint(s);
}

static nb_status run_SOLUTION(nb_session *s, const nb_statement *st) {
    (void)st;
    return nb_predict_skip(s, true);
}

static nb_status run_SKIP(nb_session *s, const nb_statement *st) {
    (void)st;
    return nb_predict_skip(s, false);
}

static nb_status run_END(nb_session *s, const nb_statement *st) {
    (void)st;
    return nb_predict_end(s);
}

static nb_status run_BREAK(nb_session *s, const nb_statement *st) {
    return nb_break(s, &st->args[0]);
}

static nb_status run_REPAIR(nb_session *s, const nb_statement *st) {
    (void)st;
    nb_repair(s);
    return NB_STATUS_OK;
}

/* ---- pictures ---- */

static nb_status run_DRAW(nb_session *s, const nb_statement *st) {
    nb_node target;
    nb_status status = nb_choose_target(s, &st->args[0], &target);
    if (status != NB_STATUS_OK) return status;
    if (st->args[1].form != NB_ARG_MISSING) return nb_draw(s, target, st->args[1].text);
    return nb_fail_plain(s, NB_SAY(PICTURE_TERMINAL, nb_node_arg(s, target)), NB_NO_HINT);
}

static nb_status run_LABEL(nb_session *s, const nb_statement *st) {
    nb_node node;
    nb_status status = nb_find_node(s, &st->args[0], NB_NO_NODE, &node);
    if (status != NB_STATUS_OK) return status;
    nb_def_id id = s->owner[node];
    if (id == NB_NO_DEF)
        return nb_fail_at(s, &st->args[0].expr, st->args[0].span, NB_PLAIN(LABEL_NAME), NB_NO_HINT);
    nb_meaning meaning = s->defs[id].meaning;
    if (meaning.kind == NB_DEF_LEAF) meaning.value = s->graph.value[node];
    meaning.label = nb_arena_text(&s->arena, st->args[1].text, strlen(st->args[1].text));
    if (meaning.label == NULL) return NB_STATUS_NO_MEMORY;
    status = nb_set_meaning(s, id, meaning);
    return status == NB_STATUS_OK ? nb_build_def(s, id) : status;
}

/* ---- training ---- */

static nb_status read_count(nb_session *s, const nb_command_arg *arg, double *value) {
    nb_status status = nb_eval(s, &arg->expr, s->env, value);
    const double exact = 9007199254740992.0; /* 2^53 */
    if (status != NB_STATUS_OK || (*value >= 0 && *value <= exact && *value == rint(*value)))
        return status;
    return nb_fail_at(s, &arg->expr, arg->span, NB_SAY(BAD_SEED, NB_NUMBER(*value)), NB_NO_HINT);
}

/* `drawn` says how many numbers ago: a saved session goes on where it was. */
static nb_status run_SEED(nb_session *s, const nb_statement *st) {
    const nb_command_arg *drawn = nb_clause_get(st, "drawn");
    double seed, count = 0;
    nb_status status = read_count(s, &st->args[0], &seed);
    if (status == NB_STATUS_OK && drawn != NULL) status = read_count(s, drawn, &count);
    if (status != NB_STATUS_OK) return status;
    nb_random_seed(&s->state.random, (uint64_t)seed);
    nb_random_skip(&s->state.random, (uint64_t)count);
    return NB_STATUS_OK;
}

static nb_status run_DATA(nb_session *s, const nb_statement *st) {
    return nb_read_data(s, st);
}

static nb_status run_ROW(nb_session *s, const nb_statement *st) {
    return nb_choose_row(s, &st->args[0]);
}

static nb_status run_SCALE(nb_session *s, const nb_statement *st) {
    return nb_scale_data(s, st);
}

static nb_status run_ACCURACY(nb_session *s, const nb_statement *st) {
    return nb_accuracy(s, &st->args[0]);
}

static nb_status run_TRAIN(nb_session *s, const nb_statement *st) {
    return nb_train(s, st);
}

static nb_status run_REMEMBER(nb_session *s, const nb_statement *st) {
    return nb_restore_steps(s, st);
}

static nb_status run_UPDATE(nb_session *s, const nb_statement *st) {
    return nb_update(s, st);
}

/* ---- session ---- */

static nb_status run_LIST(nb_session *s, const nb_statement *st) {
    (void)st;
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    nb_status status = nb_list(s, &out);
    if (status == NB_STATUS_OK && out.length == 0) {
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_PLAIN(NOTE_EMPTY));
    } else if (status == NB_STATUS_OK) {
        nb_block *block = nb_result_add(s->result, NB_BLOCK_SCRIPT);
        if (block != NULL) block->as.script = nb_result_text(s->result, out.data, out.length);
    }
    nb_buffer_clear(&out);
    return status;
}

static nb_status run_SAVE(nb_session *s, const nb_statement *st) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    nb_status status = nb_list(s, &out);
    if (status == NB_STATUS_OK) status = nb_list_state(s, &out);
    nb_block *block = status == NB_STATUS_OK ? nb_result_add(s->result, NB_BLOCK_FILE) : NULL;
    if (block != NULL) nb_set_place(s, block);
    if (block != NULL)
        block->as.file = (nb_file_block){
            .path = nb_result_text(s->result, st->args[0].text, strlen(st->args[0].text)),
            .bytes = nb_result_text(s->result, out.data, out.length), .length = out.length};
    nb_buffer_clear(&out);
    return status;
}

/* What the running statement has saved under this name, which the host will write; or NULL. */
static const nb_file_block *find_saved(const nb_session *s, const char *path) {
    const nb_file_block *found = NULL;
    for (const nb_block *block = s->result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_FILE && strcmp(block->as.file.path, path) == 0)
            found = &block->as.file;
    return found;
}

/* The files beside one that is not there. */
typedef struct beside {
    nb_session *s;
    nb_nearest nearest;
} beside;

static void try_file(void *user, const char *path) {
    beside *b = user;
    if (!nb_nearest_try(&b->nearest, path)) return;
    b->nearest.best = nb_arena_text(&b->s->scratch, path, strlen(path));
}

nb_status nb_load(nb_session *s, const nb_command_arg *arg, char **bytes, size_t *length) {
    const char *reason = NULL;
    *bytes = NULL;
    *length = 0;
    if (s->host.load != NULL && s->host.load(s->host.user, arg->text, bytes, length, &reason))
        return NB_STATUS_OK;
    nb_expr place = {.source = s->text};
    beside b = {.s = s};
    nb_nearest_begin(&b.nearest, arg->text);
    if (s->host.list != NULL) s->host.list(s->host.user, arg->text, try_file, &b);
    const char *near = nb_nearest_get(&b.nearest);
    nb_arg why = reason != NULL ? NB_TEXT(reason) : NB_SAID(NO_FILES);
    bool other = near != NULL && strcmp(near, arg->text) != 0; /* it is there, and cannot be read */
    return nb_fail_at(s, &place, arg->span, NB_SAY(FILE_READ, NB_TEXT(arg->text), why),
                      other ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near)) : NB_NO_HINT);
}

/* The host allocated it outside the session's account. */
void nb_unload(nb_session *s, char *bytes, size_t length) {
    s->memory.allocate(s->memory.user, bytes, length + 1, 0);
}

static nb_status load_and_run(nb_session *s, const nb_command_arg *arg, bool reset) {
    char *bytes;
    size_t length;
    const nb_file_block *saved = find_saved(s, arg->text);
    if (saved != NULL && !reset) return nb_run_text(s, arg->text, saved->bytes, saved->length);
    nb_status status = nb_load(s, arg, &bytes, &length);
    if (status != NB_STATUS_OK) return status;
    if (reset) status = nb_reset(s);
    if (status == NB_STATUS_OK) status = nb_run_text(s, arg->text, bytes, length);
    nb_unload(s, bytes, length);
    return status;
}

static nb_status run_OPEN(nb_session *s, const nb_statement *st) {
    return load_and_run(s, &st->args[0], true);
}

static nb_status run_RUN(nb_session *s, const nb_statement *st) {
    return load_and_run(s, &st->args[0], false);
}

static nb_status say_line(nb_session *s, nb_status status, const char *text, nb_message done,
                          nb_message nothing) {
    if (status != NB_STATUS_OK) return status;
    if (text == NULL) return nb_fail_plain(s, nothing, NB_NO_HINT);
    nb_result_say(s->result, NB_SEVERITY_NOTE, done);
    return NB_STATUS_OK;
}

static nb_status run_UNDO(nb_session *s, const nb_statement *st) {
    (void)st;
    const char *text;
    nb_status status = nb_undo_line(s, &text);
    s->moving = true;
    return say_line(s, status, text, NB_SAY(NOTE_UNDONE, NB_TEXT(text)),
                    NB_PLAIN(NOTHING_TO_UNDO));
}

static nb_status run_REDO(nb_session *s, const nb_statement *st) {
    (void)st;
    const char *text;
    nb_status status = nb_redo_line(s, &text);
    s->moving = true;
    return say_line(s, status, text, NB_SAY(NOTE_REDONE, NB_TEXT(text)),
                    NB_PLAIN(NOTHING_TO_REDO));
}

static nb_status run_DELETE(nb_session *s, const nb_statement *st) {
    return nb_delete(s, &st->args[0]);
}

static nb_status run_RESET(nb_session *s, const nb_statement *st) {
    (void)st;
    return nb_reset(s);
}

static nb_status run_QUIT(nb_session *s, const nb_statement *st) {
    (void)st;
    return s->predict.on ? nb_predict_end(s) : NB_STATUS_QUIT;
}

static nb_status run_LESSON(nb_session *s, const nb_statement *st) {
    const char *name = st->args[0].form != NB_ARG_MISSING ? st->args[0].text : NULL;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_LESSON);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    nb_set_place(s, block);
    if (name != NULL) block->as.lesson = nb_result_text(s->result, name, strlen(name));
    return NB_STATUS_OK;
}

static nb_status run_HELP(nb_session *s, const nb_statement *st) {
    nb_expr place = {.source = st->source};
    return nb_help(s, &st->args[0], &place);
}

static nb_status run_APROPOS(nb_session *s, const nb_statement *st) {
    nb_expr place = {.source = st->source};
    return nb_apropos(s, &st->args[0], &place);
}

static nb_status run_EXPECT(nb_session *s, const nb_statement *st) {
    return nb_expect(s, st);
}

static nb_status run_SET(nb_session *s, const nb_statement *st) {
    return nb_set(s, st);
}

/* ---- the table ---- */

enum { ANYWHERE, ALONE };

static const nb_command_info commands[] = {
#define COMMAND(ID, WORD, SYNTAX, WHERE, GROUP, USAGE, BRIEF, EXAMPLE)                             \
    {WORD, SYNTAX, WHERE == ALONE, false, GROUP, USAGE, BRIEF, EXAMPLE, run_##ID},
#define PLANNED(WORD, GROUP, USAGE, BRIEF)                                                         \
    {WORD, "*", false, false, GROUP, USAGE, BRIEF, NULL, NULL},
#define TOPIC(WORD, GROUP, USAGE, BRIEF, EXAMPLE)                                                  \
    {WORD, "", false, true, GROUP, USAGE, BRIEF, EXAMPLE, NULL},
#include "session/commands.def"
#undef COMMAND
#undef PLANNED
#undef TOPIC
};

enum { COMMANDS = sizeof commands / sizeof *commands };

const nb_command_info *nb_command_get(int command) {
    return command >= 0 && command < COMMANDS ? &commands[command] : NULL;
}

const char *nb_clause_words(const char *syntax, const char *key, size_t length) {
    while ((syntax = strchr(syntax, ' ')) != NULL) {
        syntax++;
        if (strncmp(syntax, key, length) != 0 || syntax[length] != ':') continue;
        const char *words = syntax + length + 2;
        return *words == '=' ? words + 1 : NULL;
    }
    return NULL;
}

int nb_find_command(const char *word, size_t length, const char **syntax) {
    for (int i = 0; i < COMMANDS; i++) {
        if (commands[i].topic || !nb_bytes_are(word, length, commands[i].word)) continue;
        *syntax = commands[i].syntax;
        return i;
    }
    return -1;
}

nb_status nb_run_command(nb_session *s, const nb_statement *st) {
    const char *word = commands[st->command].word;
    nb_expr place = {.source = st->source};
    nb_span span = {st->span.offset, (uint32_t)strlen(word)};
    if (commands[st->command].run == NULL)
        return nb_fail_at(s, &place, span, NB_SAY(PLANNED, NB_TEXT(word)), NB_PLAIN(HINT_HELP));
    if (commands[st->command].alone && s->block_depth > 0)
        return nb_fail_at(s, &place, span, NB_SAY(COMMAND_IN_BLOCK, NB_TEXT(word)), NB_NO_HINT);
    if (commands[st->command].alone && s->run_depth > 0)
        return nb_fail_at(s, &place, span, NB_SAY(COMMAND_IN_FILE, NB_TEXT(word)), NB_NO_HINT);
    return commands[st->command].run(s, st);
}
