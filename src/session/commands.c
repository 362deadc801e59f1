/* Each row of commands.def has its function, nb_run_ID, in the room that does its work. Those that
 * are about the session as a whole, or need several rooms, stand here. */
#include "session/commands.h"

#include <string.h>

#include "data/load.h"
#include "definitions/define.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "definitions/undo.h"
#include "formulas/build.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "lang/commands.h"
#include "plots/plot.h"
#include "quiz/predict.h"
#include "quiz/walk.h"
#include "session/input.h"
#include "session/place.h"

/* ---- labels ---- */

NB_COMMAND(PLOT) {
    nb_block *block;
    nb_status status = nb_plot(s, st, &block);
    if (status == NB_STATUS_OK && block->as.plot.path != NULL) nb_set_place(s, block);
    return status;
}

NB_COMMAND(LABEL) {
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

/* ---- files ---- */

/* Makes everything as it was when the session began, which can be undone like any statement. */
static nb_status reset(nb_sheet *s) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        const nb_meaning *meaning = &s->defs[i].meaning;
        status = nb_poll_turn(s, i);
        if (status == NB_STATUS_OK && meaning->kind != NB_DEF_NONE && !meaning->built_in)
            status = nb_set_meaning(s, (nb_def_id)i, (nb_meaning){.kind = NB_DEF_NONE});
    }
    if (status == NB_STATUS_OK) status = nb_define_constants(s);
    if (status != NB_STATUS_OK) return status;
    nb_printed printed = s->state.printed;
    nb_state first = nb_state_first(s->session->settled);
    first.printed = printed;
    nb_state_set(s, &first);
    s->quiz->walk = (nb_walk){.on = false};
    s->quiz->predict = (nb_predict){.on = false};
    s->session->entries.empties = true;
    return status;
}

/* What the running statement has saved under this name, which the host will write; or NULL. */
static const nb_file_block *find_saved(const nb_sheet *s, const char *path) {
    const nb_file_block *found = NULL;
    for (const nb_block *block = s->result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_FILE && strcmp(block->as.file.path, path) == 0)
            found = &block->as.file;
    return found;
}

static nb_status load_and_run(nb_sheet *s, const nb_command_arg *arg, bool anew) {
    char *bytes;
    size_t length;
    const nb_file_block *saved = find_saved(s, arg->text);
    if (saved != NULL && !anew)
        return nb_run_text(s, arg->text, saved->bytes, saved->length, false);
    nb_status status = nb_load(s, arg, &bytes, &length);
    if (status != NB_STATUS_OK) return status;
    nb_end_lines(bytes, length);
    if (anew) status = reset(s);
    if (status == NB_STATUS_OK) status = nb_run_text(s, arg->text, bytes, length, anew);
    nb_unload(s, bytes, length);
    return status;
}

NB_COMMAND(OPEN) {
    return load_and_run(s, &st->args[0], true);
}

NB_COMMAND(RUN) {
    return load_and_run(s, &st->args[0], false);
}

/* ---- back, forth, and out ---- */

static nb_status say_line(nb_sheet *s, nb_status status, const char *text, nb_message done,
                          nb_message nothing) {
    if (status != NB_STATUS_OK) return status;
    if (text == NULL) return nb_fail_plain(s, nothing, NB_NO_HINT);
    nb_result_say(s->result, NB_SEVERITY_NOTE, done);
    return NB_STATUS_OK;
}

NB_COMMAND(UNDO) {
    (void)st;
    const char *text;
    nb_status status = nb_undo_line(s, true, &text);
    s->session->moving = true;
    return say_line(s, status, text, NB_SAY(NOTE_UNDONE, NB_TEXT(text)),
                    NB_PLAIN(NOTHING_TO_UNDO));
}

NB_COMMAND(REDO) {
    (void)st;
    const char *text;
    nb_status status = nb_redo_line(s, true, &text);
    s->session->moving = true;
    return say_line(s, status, text, NB_SAY(NOTE_REDONE, NB_TEXT(text)),
                    NB_PLAIN(NOTHING_TO_REDO));
}

NB_COMMAND(RESET) {
    (void)st;
    s->session->entries.passing = true;
    return reset(s);
}

NB_COMMAND(QUIT) {
    (void)st;
    return s->quiz->predict.on ? nb_predict_end(s) : NB_STATUS_QUIT;
}

NB_COMMAND(EXIT) {
    return nb_run_QUIT(s, st);
}

/* lesson new NAME: the path of its file. */
static nb_status name_new_lesson(nb_sheet *s, const nb_statement *st, const char **path) {
    const char *name = st->args[1].text;
    if (st->args[1].form == NB_ARG_MISSING)
        return nb_fail_plain(s, NB_PLAIN(LESSON_UNNAMED), NB_PLAIN(HINT_LESSON_NEW));
    size_t length = strlen(name);
    bool ended = length > 3 && strcmp(name + length - 3, ".md") == 0;
    *path = NB_JOIN(s, name, ended ? "" : ".md");
    return *path != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

NB_COMMAND(LESSON) {
    const nb_command_arg *word = &st->args[0], *other = &st->args[1];
    const char *name = word->form != NB_ARG_MISSING ? word->text : NULL;
    bool begins = name != NULL && strcmp(name, "new") == 0;
    nb_status status = begins ? name_new_lesson(s, st, &name) : NB_STATUS_OK;
    if (!begins && other->form != NB_ARG_MISSING)
        return nb_fail_place(s, other->span, NB_SAY(UNEXPECTED, NB_TEXT(other->text)),
                             NB_PLAIN(HINT_LESSON_NEW));
    nb_block *block = status == NB_STATUS_OK ? nb_result_add(s->result, NB_BLOCK_LESSON) : NULL;
    s->session->entries.passing = true;
    if (block == NULL) return status == NB_STATUS_OK ? NB_STATUS_NO_MEMORY : status;
    nb_set_place(s, block);
    block->as.lesson.begins = begins;
    if (name != NULL) block->as.lesson.name = nb_result_text(s->result, name, strlen(name));
    return NB_STATUS_OK;
}

/* ---- the table ---- */

#define COMMAND(ID, ...) NB_COMMAND(ID);
#define TOPIC(...)
#include "lang/commands.def"
#undef COMMAND
#undef TOPIC

static nb_status (*const handlers[])(nb_sheet *s, const nb_statement *st) = {
#define COMMAND(ID, ...) nb_run_##ID,
#define TOPIC(...) NULL,
#include "lang/commands.def"
#undef COMMAND
#undef TOPIC
};

nb_status nb_run_command(nb_sheet *s, const nb_statement *st) {
    const nb_command_info *command = nb_command_get(st->command);
    const char *word = st->korean ? command->korean : command->word;
    nb_span span = {st->span.offset, (uint32_t)strlen(word)};
    if (command->planned)
        return nb_fail_place(s, span, NB_SAY(PLANNED, NB_TEXT(word)), NB_PLAIN(HINT_HELP));
    if (command->alone && s->block_depth > 0)
        return nb_fail_place(s, span, NB_SAY(COMMAND_IN_BLOCK, NB_TEXT(word)), NB_NO_HINT);
    if (command->alone && s->run_depth > 0)
        return nb_fail_place(s, span, NB_SAY(COMMAND_IN_FILE, NB_TEXT(word)), NB_NO_HINT);
    return handlers[st->command](s, st);
}
