/* Building results. A result that runs out of memory is marked `failed` and stays valid. */
#include "result/result.h"

#include <assert.h>
#include <string.h>

nb_result *nb_result_new(nb_memory *memory) {
    nb_arena arena;
    nb_arena_init(&arena, memory);
    nb_result *result = nb_arena_add(&arena, 1, sizeof *result);
    if (result == NULL) return NULL;
    *result = (nb_result){.arena = arena, .statement = "", .ok = true};
    return result;
}

void nb_result_free(nb_result *result) {
    if (result == NULL) return;
    nb_arena arena = result->arena; /* the result itself lives in it */
    nb_arena_clear(&arena);
}

void *nb_result_array(nb_result *result, size_t count, size_t size) {
    void *block = result->failed ? NULL : nb_arena_add(&result->arena, count, size);
    result->failed = block == NULL;
    return block;
}

nb_block *nb_result_add(nb_result *result, nb_block_kind kind) {
    nb_block *block = nb_result_array(result, 1, sizeof *block);
    if (block == NULL) return NULL;
    block->kind = kind;
    if (result->last != NULL) result->last->next = block;
    else result->first = block;
    result->last = block;
    return block;
}

nb_result_mark nb_result_get_mark(const nb_result *result) {
    return (nb_result_mark){nb_arena_get_mark(&result->arena), result->last};
}

bool nb_result_rewind(nb_result *result, nb_result_mark mark) {
    nb_block **since = mark.last != NULL ? &mark.last->next : &result->first;
    for (const nb_block *block = *since; block != NULL; block = block->next)
        if (block->kind > NB_BLOCK_PROSE) return false;
    *since = NULL;
    result->last = mark.last;
    nb_arena_rewind(&result->arena, mark.arena);
    return true;
}

static bool is_report(nb_block_kind kind) {
    return kind == NB_BLOCK_DIAGNOSTIC;
}

bool nb_result_borrows(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind != NB_BLOCK_DIAGNOSTIC && block->kind != NB_BLOCK_PROSE &&
            block->kind != NB_BLOCK_TYPED) return true;
    return false;
}

static bool is_no_request(nb_block_kind kind) {
    return kind != NB_BLOCK_FILE && kind != NB_BLOCK_PICTURE && kind != NB_BLOCK_LESSON &&
           kind != NB_BLOCK_PRACTICE && kind != NB_BLOCK_PLOT;
}

/* Keeps of the blocks behind `last` those of certain kinds. */
static void keep_only(nb_result *result, nb_block *last, bool (*stays)(nb_block_kind)) {
    nb_block **link = last != NULL ? &last->next : &result->first;
    while (*link != NULL) {
        nb_block *block = *link;
        if (stays(block->kind)) {
            last = block;
            link = &block->next;
        } else {
            *link = block->next;
        }
    }
    result->last = last;
}

nb_block *nb_result_take(nb_result *result, nb_result_mark mark) {
    nb_block **link = mark.last != NULL ? &mark.last->next : &result->first, *taken = *link;
    if (taken == NULL) return NULL;
    *link = taken->next;
    if (result->last == taken) result->last = mark.last;
    return taken;
}

void nb_result_drop(nb_result *result, nb_result_mark mark) {
    keep_only(result, mark.last, is_report);
}

void nb_result_drop_requests(nb_result *result) {
    keep_only(result, NULL, is_no_request);
}

void nb_result_empty(nb_result *result, nb_result_mark mark) {
    if (mark.last != NULL) mark.last->next = NULL;
    else result->first = NULL;
    result->last = mark.last;
    nb_arena_rewind(&result->arena, mark.arena);
    result->failed = result->arena.failed = false;
}

const char *nb_result_text(nb_result *result, const char *text, size_t length) {
    char *copy = nb_result_array(result, length + 1, 1);
    if (copy == NULL) return "";
    if (length > 0) memcpy(copy, text, length);
    return copy;
}

bool nb_nodes_shows(const nb_nodes_block *nodes, size_t row) {
    return nodes->steps == 0 || row == nodes->shown;
}

bool nb_text_same(const nb_text *a, const nb_text *b) {
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const nb_piece *x = &a->pieces[i], *y = &b->pieces[i];
        bool texts = x->text != NULL && y->text != NULL;
        if (x->kind != y->kind || x->op != y->op || x->part != y->part) return false;
        if (x->number != y->number || (x->text != NULL) != (y->text != NULL)) return false;
        if (texts && strcmp(x->text, y->text) != 0) return false;
    }
    return true;
}

bool nb_text_copy(nb_arena *arena, const nb_text *text, nb_text *copy) {
    *copy = (nb_text){nb_arena_add(arena, text->count, sizeof *copy->pieces), 0, text->level};
    if (copy->pieces == NULL) return false;
    for (; copy->count < text->count; copy->count++) {
        nb_piece *piece = &copy->pieces[copy->count];
        *piece = text->pieces[copy->count];
        if (piece->text == NULL) continue;
        piece->text = nb_arena_text(arena, piece->text, strlen(piece->text));
        if (piece->text == NULL) return false;
    }
    return true;
}

bool nb_arg_copy(nb_arena *arena, nb_arg *arg) {
    if (arg->kind == NB_ARG_TEXT || arg->kind == NB_ARG_WORDS)
        return (arg->text = nb_arena_text(arena, arg->text, strlen(arg->text))) != NULL;
    if (arg->kind != NB_ARG_FORMULA && arg->kind != NB_ARG_VARIABLE) return true;
    nb_text *copy = nb_arena_add(arena, 1, sizeof *copy);
    if (copy == NULL || !nb_text_copy(arena, arg->formula, copy)) return false;
    arg->formula = copy;
    return true;
}

nb_message nb_result_message(nb_result *result, nb_message message) {
    for (size_t i = 0; i < NB_MESSAGE_ARGS; i++) {
        if (!result->failed && nb_arg_copy(&result->arena, &message.args[i])) continue;
        result->failed = true;
        message.args[i] = NB_TEXT("");
    }
    return message;
}

nb_table_block *nb_result_table(nb_result *result, const nb_table_column *columns,
                                size_t column_count, size_t rows) {
    assert(column_count <= NB_TABLE_COLUMNS);
    nb_block *block = nb_result_add(result, NB_BLOCK_TABLE);
    nb_table_column *copy = nb_result_array(result, column_count, sizeof *copy);
    nb_table_cell *cells = nb_result_array(result, rows * column_count, sizeof *cells);
    if (block == NULL || copy == NULL || cells == NULL) return NULL;
    for (size_t i = 0; i < column_count; i++) {
        copy[i] = columns[i];
        copy[i].heading = nb_result_message(result, columns[i].heading);
    }
    block->as.table = (nb_table_block){.columns = copy, .column_count = column_count,
                                       .cells = cells, .room = rows};
    return &block->as.table;
}

nb_table_cell *nb_table_row(nb_table_block *table) {
    assert(table->row_count < table->room);
    return table->cells + table->row_count++ * table->column_count;
}

void nb_table_fact(nb_table_block *table, const char *key, double number) {
    assert(table->fact_count < NB_TABLE_FACTS);
    table->facts[table->fact_count++] = (nb_fact){key, number};
}

void nb_result_prose(nb_result *result, nb_message message) {
    nb_block *block = nb_result_add(result, NB_BLOCK_PROSE);
    if (block != NULL) block->as.prose = nb_result_message(result, message);
}

static nb_diagnostic *add_diagnostic(nb_result *result, nb_message message) {
    nb_block *block = nb_result_add(result, NB_BLOCK_DIAGNOSTIC);
    if (block == NULL) return NULL;
    block->as.diagnostic.message = nb_result_message(result, message);
    return &block->as.diagnostic;
}

void nb_result_say(nb_result *result, nb_severity severity, nb_message message) {
    nb_diagnostic *diagnostic = add_diagnostic(result, message);
    if (diagnostic != NULL) diagnostic->severity = severity;
}

void nb_result_fail(nb_result *result, const nb_block *block, nb_message message) {
    result->ok = false;
    nb_diagnostic *diagnostic = add_diagnostic(result, message);
    if (diagnostic == NULL) return;
    message = diagnostic->message;
    if (block->place != NULL) *diagnostic = *block->place;
    diagnostic->message = message;
    diagnostic->severity = NB_SEVERITY_ERROR;
}

void nb_result_hint(nb_result *result, nb_message hint) {
    if (!result->failed) result->last->as.diagnostic.hint = nb_result_message(result, hint);
}

nb_message nb_memory_message(const nb_memory *memory) {
    const size_t megabyte = 1000000;
    size_t shown = (memory->refused ? memory->used : memory->limit) / megabyte;
    return memory->refused ? NB_SAY(MEMORY_REFUSED, NB_COUNT(shown))
                           : NB_SAY(MEMORY, NB_COUNT(shown));
}
