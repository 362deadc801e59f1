/* Text in, statements out: the queue that nb_feed fills, files that are run, and the lines that
 * `undo` counts. A statement that fails leaves nothing behind: run_statement restores its save
 * point.
 *
 * The rule of lines: a line goes on behind a ; and inside an open bracket, whether it arrives at
 * once or in parts. Where a statement ends in a line's end, or nothing more was fed, the next one
 * begins a line. */
#include "session/input.h"

#include <string.h>

#include "definitions/collect.h"
#include "definitions/problem.h"
#include "definitions/undo.h"
#include "explore/report.h"
#include "formulas/target.h"
#include "help/hints.h"
#include "quiz/predict.h"
#include "quiz/walk.h"
#include "session/at_once.h"
#include "session/echo.h"
#include "session/execute.h"
#include "session/place.h"

/* ---- one statement ---- */

/* ? in front of a statement only says that it is no answer. */
static bool take_question_mark(char *text) {
    char *mark = text + strspn(text, " \t\r\n");
    if (*mark != '?') return false;
    *mark = ' ';
    return true;
}

/* What the statement was about may have changed under a walk or a question. */
static nb_status check_quiz(nb_sheet *s) {
    nb_status status = nb_walk_check(s);
    return status == NB_STATUS_OK ? nb_predict_check(s) : status;
}

/* Says what went wrong, and where in the statement. */
static void complete_problem(nb_sheet *s, const char *text, size_t length) {
    nb_add_hint(s, s->text);
    if (!s->problem.has_span) s->problem.span = nb_whole_span(text, length);
    s->problem.has_span = true;
}

/* Whether something is missing in what the statement said or worked with: a name that there was no
 * memory for reads as an empty one. */
static bool lacks_memory(const nb_sheet *s) {
    return s->result->failed || s->result->arena.failed || s->scratch.failed;
}

/* Parses and runs a statement, and records what it changed of the state: once for all that a file
 * does. */
static nb_status carry_out(nb_sheet *s, char *text, size_t length,
                           const nb_save_point *before) {
    nb_statement *statement = NULL;
    bool moving = false;
    nb_status status = nb_predict_read(s, text);
    if (status == NB_STATUS_OK)
        status = nb_parse_statement(&s->scratch, &s->names, s->text, length, &statement,
                                    &s->problem);
    if (status == NB_STATUS_OK) status = nb_execute(s, statement);
    bool command = statement != NULL && statement->kind == NB_STATEMENT_COMMAND;
    if (status == NB_STATUS_OK && !command) status = nb_follow_target(s, before->changes);
    s->session->trained = status == NB_STATUS_OK && s->run_depth == 0 && nb_is_training(statement);
    if (status == NB_STATUS_OK) status = nb_warn_suspect(s);
    bool said = status == NB_STATUS_OK || status == NB_STATUS_ERROR;
    if (said && lacks_memory(s)) status = NB_STATUS_NO_MEMORY;
    moving = s->session->moving;
    bool logs = !moving && s->run_depth == 0 && nb_save_point_state_changed(s, before);
    if (status == NB_STATUS_OK && logs) status = nb_save_point_log(s, before);
    bool changed = moving || nb_save_point_changed(s, before);
    if (status == NB_STATUS_OK && changed) status = check_quiz(s);
    return status == NB_STATUS_OK && lacks_memory(s) ? NB_STATUS_NO_MEMORY : status;
}

/* Runs one statement; on failure the problem is set and nothing is changed. */
static nb_status run_statement(nb_sheet *s, const char *text, size_t length) {
    const char *outer_text = s->text, *outer_kept = s->kept_text;
    nb_save_point before;
    nb_result_mark told = nb_result_get_mark(s->result);
    bool named = s->named;
    s->problem = (nb_problem){.message.id = NB_MESSAGE_NONE};
    char *copy = nb_arena_text(&s->scratch, text, length);
    s->text = copy;
    s->kept_text = NULL;
    s->suspect = NB_NO_NODE;
    s->named = false;
    s->quiz->calculates = copy != NULL && take_question_mark(copy);
    s->statement++;
    nb_status status = nb_save_point_take(s, &before);
    if (copy == NULL) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) status = carry_out(s, copy, length, &before);
    if (status == NB_STATUS_ERROR && copy != NULL) complete_problem(s, text, length);
    if (status != NB_STATUS_OK && status != NB_STATUS_QUIT) {
        nb_save_point_restore(s, &before);
        nb_drop_unfinished(s, told);
    }
    s->text = outer_text;
    s->kept_text = outer_kept;
    s->named = s->named || named;
    return status;
}

/* ---- sources ---- */

void nb_end_lines(char *text, size_t length) {
    for (char *cr = text, *end = text + length;
         (cr = memchr(cr, '\r', (size_t)(end - cr))) != NULL; cr++)
        if (cr + 1 == end || cr[1] != '\n') *cr = '\n';
}

static nb_source open_source(const char *name, const char *text, size_t length) {
    return (nb_source){.name = name, .text = text, .length = length, .line = 1};
}

/* Whether the line that `at` is on ends in a semicolon: then it prints nothing. Where its end has
 * not arrived yet, it is looked at again with the statement that is still open. */
static void look_at_line(const nb_sheet *s, nb_source *source) {
    if (source->at < source->line_end) return;
    nb_scan scan = {0};
    size_t at = source->at;
    bool semicolon = false;
    while (at < source->length) {
        nb_extent extent = nb_scan_statement(&scan, &s->names, source->text + at,
                                             source->length - at);
        scan = (nb_scan){0};
        if (extent.kind == NB_EXTENT_OPEN && extent.bracket_open) break;
        at += extent.length;
        if (!extent.blank || extent.semicolon) semicolon = extent.semicolon;
        if (!extent.semicolon || extent.kind == NB_EXTENT_OPEN) break;
    }
    source->line_quiet = semicolon;
    source->line_end = at;
}

/* Steps over a statement; lines are counted. */
static void advance(nb_source *source, const nb_extent *extent) {
    size_t end = source->at + extent->length;
    bool joins = source->goes_on || !extent->blank;
    source->goes_on = joins && extent->semicolon && end < source->length;
    for (size_t i = source->at; i < end; i++) {
        if (source->text[i] != '\n') continue;
        source->line++;
        source->line_at = i + 1;
    }
    source->at = end;
    source->scan = (nb_scan){0};
}

/* The next statement that is not blank. False at the end, or where more text is needed: then
 * `*open` says so. */
static bool next_statement(const nb_sheet *s, nb_source *source, nb_extent *extent,
                           bool *open) {
    *open = false;
    while (source->at < source->length) {
        *extent = nb_scan_statement(&source->scan, &s->names, source->text + source->at,
                                    source->length - source->at);
        if (extent->kind == NB_EXTENT_OPEN && extent->bracket_open) {
            *open = true;
            return false;
        }
        if (!extent->blank) return true;
        advance(source, extent);
    }
    return false;
}

static void set_unclosed(nb_sheet *s, const nb_source *source, const nb_extent *extent) {
    char first = source->text[source->at + extent->open];
    const char *bracket = first == '(' ? "(" : first == '[' ? "[" : "{";
    const char *closer = first == '(' ? ")" : first == '[' ? "]" : "}";
    s->problem = (nb_problem){.message = NB_SAY(UNCLOSED, NB_TEXT(bracket)),
                              .hint = NB_SAY(HINT_CLOSE, NB_TEXT(closer)),
                              .span = {(uint32_t)extent->open, 1}, .has_span = true};
}

/* Says what went wrong at the place where it arose; what is no script is told at the statement that
 * runs the file. */
static void add_problem_of_file(nb_sheet *s, const nb_source *source) {
    if (!nb_is_script(source)) {
        nb_set_no_script(s, source);
        return;
    }
    nb_add_problem(s, source, source->at);
    s->problem.message.id = NB_MESSAGE_NONE;
}

static nb_status fail_open(nb_sheet *s, const nb_source *source, const nb_extent *extent) {
    set_unclosed(s, source, extent);
    add_problem_of_file(s, source);
    return NB_STATUS_ERROR;
}

nb_status nb_run_text(nb_sheet *s, const char *name, const char *text, size_t length,
                      bool opens) {
    if (s->run_depth == NB_MAX_RUN_DEPTH)
        return nb_fail_plain(s, NB_SAY(RUN_DEPTH, NB_COUNT(NB_MAX_RUN_DEPTH)), NB_NO_HINT);
    nb_source source = open_source(name, text, length);
    nb_extent extent;
    nb_echo echo = nb_echo_begin(s, opens);
    nb_result_mark begun = nb_result_get_mark(s->result);
    bool open, quiet = s->quiet, typed = s->typed, echoes = s->session->echoes;
    const nb_source *outer = s->session->running;
    size_t outer_at = s->session->running_at;
    double env[NB_ALL_LOCALS]; /* the file has loops of its own */
    bool hushed = s->run_depth > 0 && quiet; /* by the line of the file that runs this one */
    nb_status status = NB_STATUS_OK;
    memcpy(env, s->env, sizeof env);
    s->run_depth++;
    s->typed = false;
    s->session->echoes = echo.shows;
    while (status == NB_STATUS_OK && next_statement(s, &source, &extent, &open)) {
        look_at_line(s, &source);
        status = nb_echo_line(s, &echo, &source);
        s->quiet = source.line_quiet || hushed;
        s->session->running = &source;
        s->session->running_at = source.at;
        if (status == NB_STATUS_OK)
            status = run_statement(s, text + source.at, extent.length);
        if (status == NB_STATUS_ERROR && s->problem.message.id != NB_MESSAGE_NONE)
            add_problem_of_file(s, &source);
        source.understood = source.understood || status == NB_STATUS_OK;
        advance(&source, &extent);
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    if (status == NB_STATUS_OK && open) status = fail_open(s, &source, &extent);
    if (status == NB_STATUS_OK) status = nb_echo_end(s, &echo, &source);
    if (!nb_is_script(&source)) nb_result_drop(s->result, begun); /* not a line of it is shown */
    s->run_depth--;
    s->quiet = quiet;
    s->typed = typed;
    s->session->echoes = echoes;
    s->session->running = outer;
    s->session->running_at = outer_at;
    memcpy(s->env, env, sizeof env);
    return status;
}

/* ---- the queue ---- */

void nb_begin(nb_session *session, const char *name) {
    nb_begin_as(session, name, name == NULL ? NB_ORIGIN_USER : NB_ORIGIN_FILE);
}

void nb_begin_as(nb_session *session, const char *name, nb_origin origin) {
    nb_buffer *copy = &session->name_buffer;
    session->origin = origin;
    nb_discard(session);
    atomic_store(&session->sheet.interrupted, false);
    nb_buffer_clear(copy);
    if (name != NULL) nb_buffer_add(copy, name, strlen(name) + 1);
    session->source_name = copy->failed ? NULL : copy->data;
    session->source.name = session->source_name;
}

void nb_discard(nb_session *session) {
    size_t line = session->source.line;
    nb_buffer_drop(&session->queue, session->queue.length);
    session->source = open_source(session->source_name, "", 0);
    session->source.understood = session->origin != NB_ORIGIN_FILE;
    if (session->source_name != NULL) session->source.line = line;
}

/* Drops the lines that were run when they are most of the queue. */
static void drop_done(nb_session *session) {
    nb_source *source = &session->source;
    size_t done = source->line_at, length = session->queue.length;
    if (done < 65536 && source->at < length) return;
    if (source->at == length) done = source->at;
    else if (done < length / 2) return;
    nb_buffer_drop(&session->queue, done);
    source->at -= done;
    source->line_at = source->line_at > done ? source->line_at - done : 0;
    source->line_end = source->line_end > done ? source->line_end - done : 0;
}

static void sync(nb_session *session) {
    session->source.text = session->queue.data != NULL ? session->queue.data : "";
    session->source.length = session->queue.length;
}

/* Says nothing but that memory ran out: there may be none to finish what was begun to be said. */
static void add_memory_problem(nb_sheet *s, const nb_source *source) {
    size_t limit = s->memory.limit / 1000000, most = s->host.memory_most / 1000000;
    bool raisable = !s->memory.refused && (most == 0 || 2 * limit <= most);
    s->problem = (nb_problem){.message = nb_memory_message(&s->memory)};
    if (raisable)
        s->problem.hint = s->typed ? NB_SAY(HINT_MEMORY, NB_COUNT(2 * limit))
                                   : NB_SAY(HINT_MEMORY_FILE, NB_COUNT(2 * limit));
    nb_add_problem(s, source, source->at);
}

/* Begins a result for the statement of `extent`, and its line where it begins one. */
static nb_status begin_statement(nb_session *session, const nb_extent *extent) {
    nb_sheet *s = &session->sheet;
    nb_source *source = &session->source;
    const char *text = source->text + source->at;
    size_t shown = extent->length - (extent->kind == NB_EXTENT_STATEMENT);
    look_at_line(s, source);
    while (shown > 0 && strchr(" \t\r", *text) != NULL) text++, shown--;
    s->result->statement = nb_result_text(s->result, text, shown);
    s->quiet = s->result->quiet = source->line_quiet;
    s->result->begins_line = !source->goes_on;
    s->warned = false;
    session->untold = 0;
    session->dropped = false;
    session->running = source;
    session->running_at = source->at;
    s->typed = session->origin == NB_ORIGIN_USER;
    s->turns = 0;
    if (nb_save_point_changed(s, &session->before) && !session->moving) nb_forget_undone(s);
    session->moving = false;
    nb_status status = nb_entered_begin(s, text, shown, !source->goes_on);
    if (source->goes_on || status != NB_STATUS_OK) return status;
    return nb_begin_line(s, text, (size_t)(source->text + source->line_end - text));
}

/* A result that goes out is whole, and one of a statement that failed asks nothing of the host.
 * Where there is no memory even to say so, there is none. */
static nb_status finish_result(nb_sheet *s, const nb_source *source, nb_result_mark begun,
                               nb_status status, nb_result **result) {
    if (!(*result)->ok) nb_result_drop_requests(*result);
    if (status != NB_STATUS_NO_MEMORY) return status;
    nb_result_empty(*result, begun);
    add_memory_problem(s, source);
    if (!(*result)->failed) return status;
    nb_result_free(*result);
    *result = s->result = NULL;
    return status;
}

/* Runs the statement of `extent` and fills a result. */
static nb_status run_queued(nb_session *session, const nb_extent *extent, nb_result **result) {
    nb_sheet *s = &session->sheet;
    nb_source *source = &session->source;
    *result = s->result = nb_result_new(&s->memory);
    if (s->result == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = begin_statement(session, extent);
    nb_result_mark begun = nb_result_get_mark(s->result);
    nb_growth growth = nb_growth_begin(s);
    nb_save_point_mark(s, &session->before);
    if (status == NB_STATUS_OK) status = nb_poll(s); /* Ctrl-C between two statements */
    if (status == NB_STATUS_OK)
        status = run_statement(s, source->text + source->at, extent->length);
    if (status != NB_STATUS_OK) atomic_store(&s->interrupted, false);
    s->result->ok = status == NB_STATUS_OK || status == NB_STATUS_QUIT;
    if (status == NB_STATUS_ERROR && s->problem.message.id != NB_MESSAGE_NONE)
        nb_add_problem(s, source, source->at);
    if (s->result->ok) nb_predict_keep_asked(s);
    if (status == NB_STATUS_OK) nb_entered_end(s, source->line_quiet);
    if (!s->result->ok && lacks_memory(s)) status = NB_STATUS_NO_MEMORY;
    nb_arena_clear(&s->scratch);
    nb_collect(s);
    bool lent = status != NB_STATUS_NO_MEMORY && nb_result_borrows(s->result);
    if (!s->result->ok && !lent) nb_growth_undo(s, growth);
    return finish_result(s, source, begun, status, result);
}

void nb_reject(nb_session *session) {
    nb_sheet *s = &session->sheet;
    nb_result *result = nb_result_new(&s->memory);
    nb_save_point_return(s, &session->before);
    nb_entered_reject(s);
    s->result = result;
    if (result != NULL) nb_predict_keep_asked(s); /* the question that is asked again */
    nb_arena_clear(&s->scratch);
    nb_result_free(result);
}

static nb_status waits_for(const nb_session *session) {
    return session->quiz.predict.on ? NB_STATUS_NEED_ANSWER : NB_STATUS_OK;
}

nb_status nb_resume(nb_session *session, size_t max_steps, nb_result **result) {
    (void)max_steps; /* a statement of this version runs as a whole, and polls nb_interrupt */
    nb_extent extent;
    bool open;
    *result = NULL;
    sync(session);
    if (!next_statement(&session->sheet, &session->source, &extent, &open)) {
        if (open) return NB_STATUS_NEED_INPUT;
        drop_done(session);
        return waits_for(session);
    }
    nb_status status = run_queued(session, &extent, result);
    session->source.understood = session->source.understood || status == NB_STATUS_OK;
    advance(&session->source, &extent);
    if (status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY) {
        nb_discard(session);
        return status;
    }
    drop_done(session);
    if (status != NB_STATUS_OK) return status;
    if (session->source.at < session->queue.length) return NB_STATUS_RUNNING;
    return waits_for(session);
}

nb_status nb_feed(nb_session *session, const char *text, size_t length, nb_result **result) {
    *result = NULL;
    nb_buffer_add(&session->queue, text, length);
    if (!session->queue.failed && length > 0)
        nb_end_lines(session->queue.data + session->queue.length - length, length);
    if (session->queue.failed) {
        nb_buffer_clear(&session->queue);
        nb_discard(session);
        return NB_STATUS_NO_MEMORY;
    }
    return nb_resume(session, 0, result);
}

nb_status nb_feed_aside(nb_session *session, const char *text, size_t length,
                        nb_result **result) {
    nb_buffer queue = session->queue;
    nb_source source = session->source;
    nb_buffer_init(&session->queue, &session->sheet.memory);
    session->source = open_source(session->source_name, "", 0);
    nb_status status = nb_feed(session, text, length, result);
    nb_buffer_clear(&session->queue);
    session->queue = queue;
    session->source = source;
    return status;
}

nb_status nb_finish(nb_session *session, nb_result **result) {
    nb_sheet *s = &session->sheet;
    const nb_source *source = &session->source;
    nb_extent extent;
    bool open;
    *result = NULL;
    sync(session);
    if (next_statement(s, &session->source, &extent, &open)) return nb_resume(session, 0, result);
    if (!open) return NB_STATUS_OK;
    *result = s->result = nb_result_new(&s->memory);
    if (s->result == NULL) return NB_STATUS_NO_MEMORY;
    s->result->statement = nb_result_text(s->result, source->text + source->at, extent.length);
    nb_result_mark begun = nb_result_get_mark(s->result);
    set_unclosed(s, source, &extent);
    nb_add_problem(s, source, source->at);
    nb_status status = lacks_memory(s) ? NB_STATUS_NO_MEMORY : NB_STATUS_ERROR;
    status = finish_result(s, source, begun, status, result);
    nb_discard(session);
    return status;
}
