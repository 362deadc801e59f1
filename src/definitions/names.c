/* Symbols by name, and elements by symbol and index, are found in tables of ids. */
#include "definitions/names.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "definitions/define.h"
#include "definitions/uses.h"
#include "lang/commands.h"
#include "train/initialiser.h"

/* ---- hashes ---- */

typedef struct element_key {
    nb_symbol symbol;
    uint32_t rank;
    int32_t index[2];
} element_key;

static uint32_t hash_element(const element_key *key) {
    uint64_t name = (uint64_t)key->rank << 32 | key->symbol;
    return (uint32_t)nb_hash_add(name, (uint64_t)(uint32_t)key->index[0] << 32 |
                                           (uint32_t)key->index[1]);
}

static uint32_t hash_symbol(const char *name, size_t length) {
    return (uint32_t)nb_hash_add_bytes(0, name, length);
}

static element_key key_of(const nb_def *def) {
    return (element_key){def->symbol, def->rank, {def->index[0], def->index[1]}};
}

/* ---- symbols ---- */

static bool find_symbol(const nb_sheet *s, const char *name, size_t length, nb_symbol *symbol) {
    const nb_id_table *table = &s->symbol_table;
    uint32_t hash = hash_symbol(name, length);
    size_t at = nb_id_table_first(table, hash);
    while (at != NB_NO_SLOT && !nb_bytes_are(name, length, s->symbols[table->slots[at].id].name))
        at = nb_id_table_next(table, hash, at);
    if (at != NB_NO_SLOT) *symbol = table->slots[at].id;
    return at != NB_NO_SLOT;
}

static nb_status add_symbol(nb_sheet *s, const char *name, size_t length, nb_symbol *symbol) {
    char *copy = nb_arena_text(&s->arena, name, length);
    if (copy == NULL || !nb_id_table_grow(&s->memory, &s->symbol_table) ||
        !NB_RESERVE(&s->memory, s->symbols, &s->symbol_capacity, s->symbol_count + 1))
        return NB_STATUS_NO_MEMORY;
    *symbol = (nb_symbol)s->symbol_count++;
    s->symbols[*symbol] = (nb_symbol_info){
        .name = copy, .value = NB_NO_DEF, .function = NB_NO_DEF, .members = NB_NO_DEF};
    nb_id_table_add(&s->symbol_table, hash_symbol(name, length), *symbol);
    return NB_STATUS_OK;
}

nb_status nb_intern(nb_sheet *s, const char *text, size_t length, nb_symbol *symbol) {
    if (find_symbol(s, text, length, symbol)) return NB_STATUS_OK;
    nb_buffer folded;
    nb_buffer_init(&folded, &s->memory);
    nb_utf8_add_name(&folded, text, length);
    nb_status status = folded.failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
    if (status == NB_STATUS_OK && !find_symbol(s, folded.data, folded.length, symbol))
        status = add_symbol(s, folded.data, folded.length, symbol);
    nb_buffer_clear(&folded);
    return status;
}

/* ---- definitions ---- */

static bool has_key(const nb_sheet *s, nb_def_id def, const element_key *key) {
    element_key other = key_of(&s->defs[def]);
    return memcmp(&other, key, sizeof other) == 0;
}

/* Elements are mostly asked for one behind the other, and were mostly made so: behind the one that
 * was found last lies the next, without a look into the table. */
nb_def_id nb_def_find(nb_sheet *s, nb_symbol symbol, uint32_t rank, const int32_t *index) {
    nb_symbol_info *info = &s->symbols[symbol];
    if (rank == 0) return info->value;
    const nb_id_table *table = &s->element_table;
    element_key key = {symbol, rank, {index[0], rank > 1 ? index[1] : 0}};
    if (info->next < s->def_count && has_key(s, info->next, &key)) return info->next++;
    uint32_t hash = hash_element(&key);
    size_t at = nb_id_table_first(table, hash);
    while (at != NB_NO_SLOT && !has_key(s, table->slots[at].id, &key))
        at = nb_id_table_next(table, hash, at);
    if (at == NB_NO_SLOT) return NB_NO_DEF;
    info->next = table->slots[at].id + 1;
    return table->slots[at].id;
}

static nb_status add_def(nb_sheet *s, nb_symbol symbol, uint32_t rank, const int32_t *index,
                         nb_def_id *def) {
    if (!NB_RESERVE(&s->memory, s->defs, &s->def_capacity, s->def_count + 1))
        return NB_STATUS_NO_MEMORY;
    *def = (nb_def_id)s->def_count++;
    s->defs[*def] = (nb_def){.symbol = symbol, .rank = rank, .node = NB_NO_NODE,
                             .users = NB_NO_EDGE, .uses = NB_NO_EDGE};
    for (uint32_t i = 0; i < rank; i++) s->defs[*def].index[i] = index[i];
    if (rank == 0) return NB_STATUS_OK;
    s->defs[*def].next_member = s->symbols[symbol].members;
    s->symbols[symbol].members = *def;
    return NB_STATUS_OK;
}

nb_status nb_def_at(nb_sheet *s, nb_symbol symbol, uint32_t rank, const int32_t *index,
                    nb_def_id *def) {
    *def = nb_def_find(s, symbol, rank, index);
    if (*def != NB_NO_DEF) return NB_STATUS_OK;
    if (rank > 0 && !nb_id_table_grow(&s->memory, &s->element_table)) return NB_STATUS_NO_MEMORY;
    nb_def_id whole = s->symbols[symbol].value;
    nb_status status = NB_STATUS_OK;
    if (rank > 0 && whole == NB_NO_DEF) status = nb_def_at(s, symbol, 0, NULL, &whole);
    if (status == NB_STATUS_OK) status = add_def(s, symbol, rank, index, def);
    if (status != NB_STATUS_OK) return status;
    element_key key = key_of(&s->defs[*def]);
    if (rank == 0) s->symbols[symbol].value = *def;
    else nb_id_table_add(&s->element_table, hash_element(&key), *def);
    return NB_STATUS_OK;
}

nb_status nb_function_at(nb_sheet *s, nb_symbol symbol, nb_def_id *def) {
    *def = s->symbols[symbol].function;
    if (*def != NB_NO_DEF) return NB_STATUS_OK;
    nb_status status = add_def(s, symbol, 0, NULL, def);
    if (status == NB_STATUS_OK) s->symbols[symbol].function = *def;
    return status;
}

const char *nb_def_name(nb_sheet *s, nb_arena *arena, const nb_def *def) {
    const char *name = s->symbols[def->symbol].name;
    if (def->rank == 0) return name;
    size_t room = strlen(name) + 32;
    char *text = nb_arena_add(arena, room, 1);
    if (text == NULL) return "";
    if (def->rank == 1) snprintf(text, room, "%s[%d]", name, (int)def->index[0]);
    else snprintf(text, room, "%s[%d,%d]", name, (int)def->index[0], (int)def->index[1]);
    return text;
}

void nb_index_of(nb_shape shape, uint32_t i, int32_t index[2]) {
    index[0] = shape.rank == 2 ? (int32_t)(i / shape.columns) + 1 : (int32_t)i + 1;
    index[1] = (int32_t)(i % shape.columns) + 1;
}

nb_def_id nb_element(nb_sheet *s, nb_symbol symbol, nb_shape shape, uint32_t i) {
    int32_t index[2];
    nb_index_of(shape, i, index);
    return nb_def_find(s, symbol, shape.rank, index);
}

/* ---- what the parser asks ---- */

static nb_status intern_callback(void *user, const char *text, size_t length, nb_symbol *symbol) {
    return nb_intern(user, text, length, symbol);
}

static bool is_vector(const nb_sheet *s, nb_def_id id) {
    return nb_is_defined(s, id) && (s->defs[id].meaning.kind == NB_DEF_VECTOR ||
           (s->defs[id].meaning.kind == NB_DEF_FORMULA && s->defs[id].shape.rank > 0));
}

static bool is_matrix(const nb_sheet *s, nb_def_id id) {
    return is_vector(s, id) && (s->defs[id].meaning.kind == NB_DEF_VECTOR
                                    ? s->defs[id].meaning.shape.rank : s->defs[id].shape.rank) == 2;
}

static unsigned kind_callback(void *user, nb_symbol symbol) {
    nb_sheet *s = user;
    const nb_symbol_info *info = &s->symbols[symbol];
    return (nb_is_defined(s, info->value) ? NB_IS_VALUE : 0u) |
           (nb_is_defined(s, info->function) ? NB_IS_FUNCTION : 0u) |
           (info->family_count > 0 ? NB_IS_FAMILY : 0u) |
           (is_vector(s, info->value) ? NB_IS_VECTOR : 0u) |
           (is_matrix(s, info->value) ? NB_IS_MATRIX : 0u);
}

static const char *text_callback(void *user, nb_symbol symbol) {
    return ((nb_sheet *)user)->symbols[symbol].name;
}

static bool initialiser_callback(void *user, const char *word, size_t length) {
    nb_initialiser found;
    (void)user;
    return nb_initialiser_find(word, length, &found);
}

void nb_names_init(nb_sheet *s) {
    s->names = (nb_names){.user = s, .intern = intern_callback, .kind = kind_callback,
                          .text = text_callback, .initialiser = initialiser_callback};
}

void nb_names_truncate(nb_sheet *s, size_t symbols, size_t defs) {
    if (s->def_count > defs) {
        nb_forget_dirty(s, (nb_def_id)defs);
        for (size_t i = s->def_count; i-- > defs;) {
            const nb_def *def = &s->defs[i];
            while (def->users != NB_NO_EDGE) nb_unlink_uses(s, s->edges[def->users].user);
            nb_unlink_uses(s, (nb_def_id)i);
            nb_symbol_info *symbol = &s->symbols[def->symbol];
            if (symbol->value == i) symbol->value = NB_NO_DEF;
            if (symbol->function == i) symbol->function = NB_NO_DEF;
            if (symbol->members == i) symbol->members = def->next_member;
        }
        s->def_count = defs;
        nb_id_table_cut(&s->element_table, (uint32_t)defs);
    }
    if (s->symbol_count == symbols) return;
    s->symbol_count = symbols;
    nb_id_table_cut(&s->symbol_table, (uint32_t)symbols);
}

void nb_names_clear(nb_sheet *s) {
    nb_memory_free(&s->memory, s->symbols, s->symbol_capacity, sizeof *s->symbols);
    nb_memory_free(&s->memory, s->defs, s->def_capacity, sizeof *s->defs);
    nb_id_table_clear(&s->memory, &s->symbol_table);
    nb_id_table_clear(&s->memory, &s->element_table);
    s->symbols = NULL;
    s->defs = NULL;
    s->symbol_count = s->symbol_capacity = s->def_count = s->def_capacity = 0;
}

/* ---- suggestions ---- */

void nb_each_name(nb_sheet *s, bool functions, bool values,
                  void (*found)(void *user, const char *name), void *user) {
    for (size_t i = 0; i < s->symbol_count; i++) {
        unsigned kind = kind_callback(s, (nb_symbol)i);
        bool wanted = (values && (kind & (NB_IS_VALUE | NB_IS_FAMILY))) ||
                      (functions && (kind & NB_IS_FUNCTION));
        if (wanted) found(user, s->symbols[i].name);
    }
    if (!functions) return;
    for (int op = 0; op < NB_OP_COUNT; op++)
        if (nb_op_get((nb_op)op)->arity > 0) found(user, nb_op_get((nb_op)op)->name);
    for (int op = 0; op < NB_VECTOR_COUNT; op++) {
        const char *name = nb_vector_get((nb_vector_op)op)->name;
        nb_op same; /* max is there already */
        if (*name >= 'a' && *name <= 'z' && !nb_op_find_call(name, strlen(name), &same))
            found(user, name);
    }
    found(user, "grad");
}

static void try_name(void *user, const char *name) {
    nb_nearest_try(user, name);
}

const char *nb_suggest(nb_sheet *s, const char *name, bool functions, bool values) {
    nb_nearest n;
    const nb_command_info *info;
    nb_nearest_begin(&n, name);
    nb_each_name(s, functions, values, try_name, &n);
    if (!functions && !values)
        for (int i = 0; (info = nb_command_get(i)) != NULL; i++) {
            if (!info->topic) nb_nearest_try(&n, info->word);
            if (info->korean != NULL) nb_nearest_try(&n, info->korean);
        }
    return nb_nearest_get(&n);
}
