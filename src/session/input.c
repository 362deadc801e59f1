/* Text in, statements out: the queue that nb_feed fills, the lines that `undo` counts, and the
 * places that messages point to.
 *
 * The rule of lines: a line goes on behind a ; and inside an open bracket, whether it arrives at
 * once or in parts. Where a statement ends in a line's end, or nothing more was fed, the next one
 * begins a line. */
#include <string.h>

#include "base/utf8.h"
#include "session/internal.h"
#include "session/lasting.h"

/* ---- places ---- */

/* The line of `source` that byte `at` is on, from `*begin` to `*end`; its number. */
static size_t find_line(const nb_source *source, size_t at, size_t *begin, size_t *end) {
    size_t line = source->line;
    *begin = source->line_at;
    if (at > source->length) at = source->length;
    for (size_t i = source->line_at; i < at; i++) {
        if (source->text[i] != '\n') continue;
        line++;
        *begin = i + 1;
    }
    /* a place at the very end of a text that ends its line belongs to that line */
    *end = *begin;
    while (*end < source->length && source->text[*end] != '\n') ++*end;
    if (*end > *begin && source->text[*end - 1] == '\r') --*end;
    return line;
}

static nb_diagnostic locate(nb_session *s, const nb_source *source, size_t statement_at) {
    nb_problem *p = &s->problem;
    nb_diagnostic d = {.severity = NB_SEVERITY_ERROR,
                       .message = nb_result_message(s->result, p->message),
                       .hint = nb_result_message(s->result, p->hint)};
    if (source->name != NULL)
        d.source = nb_result_text(s->result, source->name, strlen(source->name));
    size_t begin, end, at = statement_at + (p->has_span ? p->span.offset : 0);
    d.line = find_line(source, at, &begin, &end);
    const char *line = source->text + begin;
    size_t before = at > end ? end - begin : at - begin, width = p->span.length;
    if (begin + before + width > end) width = end - begin - before;
    d.text = nb_result_text(s->result, line, end - begin);
    d.column = nb_utf8_width(line, before) + 1;
    d.width = nb_utf8_width(line + before, width);
    if (d.width == 0) d.width = 1;
    return d;
}

/* A statement's first line without the blanks around it and its semicolon. */
static nb_span whole_span(const char *text, size_t length) {
    size_t begin = strspn(text, " \t"), end = begin;
    while (end < length && text[end] != '\n' && text[end] != ';') end++;
    while (end > begin && strchr(" \t\r", text[end - 1]) != NULL) end--;
    return (nb_span){(uint32_t)begin, (uint32_t)(end - begin)};
}

/* Where the running statement stands, for a block that the host will carry out. */
void nb_set_place(nb_session *s, nb_block *block) {
    nb_problem problem = s->problem;
    nb_diagnostic *place = nb_result_array(s->result, 1, sizeof *place);
    const nb_source *source = s->running;
    s->problem = (nb_problem){.has_span = true,
                              .span = whole_span(source->text + s->running_at,
                                                 source->length - s->running_at)};
    if (place != NULL) *place = locate(s, s->running, s->running_at);
    block->place = place;
    s->problem = problem;
}

static void add_problem(nb_session *s, const nb_source *source, size_t statement_at) {
    s->result->ok = false;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_DIAGNOSTIC);
    if (block != NULL) block->as.diagnostic = locate(s, source, statement_at);
}

/* ---- one statement ---- */

/* ? in front of a statement only says that it is no answer. */
static bool take_question_mark(char *text) {
    char *mark = text + strspn(text, " \t\r\n");
    if (*mark != '?') return false;
    *mark = ' ';
    return true;
}

/* Parses and runs one statement; on failure the problem is set and nothing is changed. */
static nb_status run_statement(nb_session *s, const char *text, size_t length) {
    const char *outer_text = s->text, *outer_kept = s->kept_text;
    nb_statement *statement = NULL;
    s->problem = (nb_problem){.message.id = NB_MESSAGE_NONE};
    char *copy = nb_arena_text(&s->scratch, text, length);
    s->text = copy;
    s->kept_text = NULL;
    s->calculates = copy != NULL && take_question_mark(copy);
    s->statement++;
    size_t changes = s->done.count;
    nb_node nodes = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_state state = s->state;
    nb_walk walk = s->walk;
    nb_predict predict = s->predict;
    nb_sums sums;
    nb_status status = nb_keep_sums(s, &sums);
    if (s->text == NULL) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK)
        status = nb_parse_statement(&s->scratch, &s->names, s->text, length, &statement,
                                    &s->problem);
    if (status == NB_STATUS_OK) status = nb_execute(s, statement);
    bool said = status == NB_STATUS_OK || status == NB_STATUS_ERROR;
    if (said && s->result->failed) status = NB_STATUS_NO_MEMORY;
    bool changed = state.target != s->state.target || state.data != s->state.data ||
                   state.row != s->state.row || state.steps != s->state.steps ||
                   state.history != s->state.history || state.random.seed != s->state.random.seed ||
                   state.random.drawn != s->state.random.drawn ||
                   state.mistake != s->state.mistake ||
                   !nb_same_settings(&state.settings, &s->state.settings);
    if (status == NB_STATUS_OK && changed && !s->moving && s->run_depth == 0) { /* once for all */
        nb_state now = s->state;
        s->state = state;
        status = nb_log_state(s);
        if (status == NB_STATUS_OK) s->state = now;
    }
    if (status == NB_STATUS_OK && (s->done.count != changes || s->moving))
        status = nb_walk_check(s);
    if (status == NB_STATUS_OK && (s->done.count != changes || s->moving))
        status = nb_predict_check(s);
    if (status == NB_STATUS_ERROR && s->text != NULL) {
        nb_add_hint(s, s->text);
        if (!s->problem.has_span) s->problem.span = whole_span(text, length);
        s->problem.has_span = true;
    }
    if (status != NB_STATUS_OK && status != NB_STATUS_QUIT) {
        nb_roll_back(s, changes);
        if (s->graph.count > nodes) nb_truncate(s, nodes, rebuilt);
        s->state = state;
        s->walk = walk;
        s->predict = predict;
        s->block_depth = 0;
        nb_follow_mistake(s);
        nb_restore_sums(s, &sums);
    }
    s->text = outer_text;
    s->kept_text = outer_kept;
    return status;
}

/* ---- sources ---- */

static nb_source open_source(const char *name, const char *text, size_t length) {
    return (nb_source){.name = name, .text = text, .length = length, .line = 1};
}

/* Whether the line that `at` is on ends in a semicolon: then it prints nothing. Where its end has
 * not arrived yet, it is looked at again with the statement that is still open. */
static void look_at_line(const nb_session *s, nb_source *source) {
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
static bool next_statement(const nb_session *s, nb_source *source, nb_extent *extent,
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

static void add_unclosed(nb_session *s, const nb_source *source, const nb_extent *extent) {
    char bracket[2] = {source->text[source->at + extent->open], '\0'};
    const char *closer = bracket[0] == '(' ? ")" : bracket[0] == '[' ? "]" : "}";
    s->problem = (nb_problem){.message = NB_SAY(UNCLOSED, NB_TEXT(bracket)),
                              .hint = NB_SAY(HINT_CLOSE, NB_TEXT(closer)),
                              .span = {(uint32_t)extent->open, 1}, .has_span = true};
    add_problem(s, source, source->at);
}

nb_status nb_run_text(nb_session *s, const char *name, const char *text, size_t length) {
    if (s->run_depth == NB_MAX_RUN_DEPTH)
        return nb_fail_plain(s, NB_SAY(RUN_DEPTH, NB_COUNT(NB_MAX_RUN_DEPTH)), NB_NO_HINT);
    nb_source source = open_source(name, text, length);
    nb_extent extent;
    bool open, quiet = s->quiet;
    const nb_source *outer = s->running;
    size_t outer_at = s->running_at;
    double env[NB_MAX_LOCALS]; /* the file has loops of its own */
    nb_status status = NB_STATUS_OK;
    memcpy(env, s->env, sizeof env);
    s->run_depth++;
    while (status == NB_STATUS_OK && next_statement(s, &source, &extent, &open)) {
        look_at_line(s, &source);
        s->quiet = source.line_quiet;
        s->running = &source;
        s->running_at = source.at;
        status = run_statement(s, text + source.at, extent.length);
        if (status == NB_STATUS_ERROR && s->problem.message.id != NB_MESSAGE_NONE) {
            add_problem(s, &source, source.at);
            s->problem.message.id = NB_MESSAGE_NONE; /* said, at the place where it arose */
        }
        advance(&source, &extent);
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    if (status == NB_STATUS_OK && open) {
        add_unclosed(s, &source, &extent);
        s->problem.message.id = NB_MESSAGE_NONE;
        status = NB_STATUS_ERROR;
    }
    s->run_depth--;
    s->quiet = quiet;
    s->running = outer;
    s->running_at = outer_at;
    memcpy(s->env, env, sizeof env);
    return status;
}

/* ---- the queue ---- */

void nb_begin(nb_session *s, const char *name) {
    nb_discard(s);
    atomic_store(&s->interrupted, false);
    nb_buffer_clear(&s->name_buffer);
    if (name != NULL) nb_buffer_add(&s->name_buffer, name, strlen(name) + 1);
    s->source_name = s->name_buffer.failed ? NULL : s->name_buffer.data;
    s->source.name = s->source_name;
}

void nb_discard(nb_session *s) {
    nb_buffer_drop(&s->queue, s->queue.length);
    size_t line = s->source.line;
    s->source = open_source(s->source_name, "", 0);
    if (s->source_name != NULL) s->source.line = line;
}

/* Drops the lines that were run when they are most of the queue. */
static void drop_done(nb_session *s) {
    nb_source *source = &s->source;
    size_t done = source->line_at;
    if (done < 65536 && source->at < s->queue.length) return;
    if (source->at == s->queue.length) done = source->at;
    else if (done < s->queue.length / 2) return;
    nb_buffer_drop(&s->queue, done);
    source->at -= done;
    source->line_at = source->line_at > done ? source->line_at - done : 0;
    source->line_end = source->line_end > done ? source->line_end - done : 0;
}

static void sync(nb_session *s) {
    s->source.text = s->queue.data != NULL ? s->queue.data : "";
    s->source.length = s->queue.length;
}

static void add_memory_problem(nb_session *s, size_t at) {
    size_t limit = s->memory.limit / 1000000;
    s->problem = (nb_problem){.message = NB_SAY(MEMORY, NB_COUNT(limit)),
                              .hint = NB_SAY(HINT_MEMORY, NB_COUNT(2 * limit))};
    s->result->failed = false; /* what is there can be shown, with the reason behind it */
    add_problem(s, &s->source, at);
}

/* Runs the statement of `extent` and fills a result. */
static nb_status run_queued(nb_session *s, const nb_extent *extent, nb_result **result) {
    nb_source *source = &s->source;
    const char *text = source->text + source->at;
    bool new_line = !source->goes_on;
    look_at_line(s, source);
    s->result = nb_result_new(&s->memory);
    if (s->result == NULL) return NB_STATUS_NO_MEMORY;
    *result = s->result;
    size_t shown = extent->length - (extent->kind == NB_EXTENT_STATEMENT);
    while (shown > 0 && strchr(" \t\r", *text) != NULL) text++, shown--;
    s->result->statement = nb_result_text(s->result, text, shown);
    s->quiet = s->result->quiet = source->line_quiet;
    s->result->begins_line = new_line;
    s->warned = false;
    s->untold = 0;
    s->running = source;
    s->running_at = source->at;
    size_t line_length = (size_t)(source->text + source->line_end - text);
    if (s->done.count > s->done_before && !s->moving) nb_forget_undone(s);
    s->moving = false;
    nb_status status = new_line ? nb_begin_line(s, text, line_length) : NB_STATUS_OK;
    nb_growth before = nb_growth_begin(s);
    s->done_before = s->done.count;
    s->state_before = s->state;
    if (status == NB_STATUS_OK) status = nb_poll(s); /* Ctrl-C between two statements */
    if (status == NB_STATUS_OK)
        status = run_statement(s, source->text + source->at, extent->length);
    if (status != NB_STATUS_OK) atomic_store(&s->interrupted, false);
    s->result->ok = status == NB_STATUS_OK || status == NB_STATUS_QUIT;
    if (status == NB_STATUS_ERROR && s->problem.message.id != NB_MESSAGE_NONE)
        add_problem(s, source, source->at);
    if (s->result->ok) nb_predict_keep_asked(s);
    nb_arena_clear(&s->scratch);
    nb_collect(s);
    if (!s->result->ok) nb_growth_undo(s, before);
    if (status == NB_STATUS_NO_MEMORY) add_memory_problem(s, source->at);
    return status;
}

void nb_reject(nb_session *s) {
    nb_roll_back(s, s->done_before);
    s->state = s->state_before;
}

nb_status nb_resume(nb_session *s, size_t max_steps, nb_result **result) {
    (void)max_steps; /* a statement of this version runs as a whole, and polls nb_interrupt */
    nb_extent extent;
    bool open;
    *result = NULL;
    sync(s);
    if (!next_statement(s, &s->source, &extent, &open)) {
        if (open) return NB_STATUS_NEED_INPUT;
        drop_done(s);
        return s->predict.on ? NB_STATUS_NEED_ANSWER : NB_STATUS_OK;
    }
    nb_status status = run_queued(s, &extent, result);
    advance(&s->source, &extent);
    if (status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY) {
        nb_discard(s);
        return status;
    }
    drop_done(s);
    if (status != NB_STATUS_OK) return status;
    if (s->source.at < s->queue.length) return NB_STATUS_RUNNING;
    return s->predict.on ? NB_STATUS_NEED_ANSWER : NB_STATUS_OK;
}

nb_status nb_feed(nb_session *s, const char *text, size_t length, nb_result **result) {
    *result = NULL;
    nb_buffer_add(&s->queue, text, length);
    if (s->queue.failed) {
        nb_buffer_clear(&s->queue);
        nb_discard(s);
        return NB_STATUS_NO_MEMORY;
    }
    return nb_resume(s, 0, result);
}

nb_status nb_finish(nb_session *s, nb_result **result) {
    *result = NULL;
    sync(s);
    nb_extent extent;
    bool open;
    if (next_statement(s, &s->source, &extent, &open)) return nb_resume(s, 0, result);
    if (!open) return NB_STATUS_OK;
    s->result = nb_result_new(&s->memory);
    if (s->result == NULL) return NB_STATUS_NO_MEMORY;
    *result = s->result;
    s->result->statement = nb_result_text(s->result, s->source.text + s->source.at, extent.length);
    add_unclosed(s, &s->source, &extent);
    nb_discard(s);
    return NB_STATUS_ERROR;
}
