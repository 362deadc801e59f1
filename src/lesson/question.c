/* The keys of a question, read by the rows of keys.def. What is wrong is told at its line, and left
 * out of the question: what is there is sound. */
#include "lesson/question.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lesson/block.h"
#include "lesson/reading.h"
#include "lesson/seal.h"

enum { QUIZ = 1, EXERCISE = 2, BOTH = QUIZ | EXERCISE };
enum { ONCE, MANY };
#define OF(kind) (1u << NB_ASK_##kind)
#define NONE 0u
#define CHOSEN (OF(CHOICE) | OF(CHOICES))
#define ASKED (OF(VALUE) | CHOSEN | OF(ORDER) | OF(BREAK) | OF(SPOT) | OF(EXERCISE))
#define ANY (ASKED | OF(TRY) | OF(SAY) | OF(RECALL))
enum { NB_ASK_NOTHING = -1 };

static const struct row {
    const char *name;
    int blocks, times, makes;
    unsigned kinds, needs;
    nb_read_value *read;
    size_t field;
    nb_key_copy copy;
} rows[NB_KEYS] = {
#define KEY(ID, name, block, times, makes, kinds, needs, read, field, copy)                        \
    {name, block, times, NB_ASK_##makes, kinds, needs, nb_read_##read,                             \
     offsetof(nb_lesson_question, field), NB_KEY_##copy},
#include "lesson/keys.def"
#undef KEY
};

static const struct kind {
    const char *word;
    nb_key_id maker;
} kinds[NB_ASK_KINDS] = {
#define KIND(ID, word, seconds, MAKER) {word, NB_KEY_##MAKER},
#include "lesson/kinds.def"
#undef KIND
};

static const char *block_of(const nb_lesson_part *part) {
    return part->kind == NB_LESSON_QUIZ ? "quiz" : "exercise";
}

/* Adds a problem about the question as a whole. */
static bool tell_whole(nb_key_reading *r, nb_message message, nb_message hint) {
    const char *text = r->part->opening;
    return nb_tell_line(r, message, hint, r->part->line, text, 1, text);
}

/* ---- the question ---- */

/* The row of a key; NB_KEYS: there is none of the name. */
static nb_key_id find_key(const char *name) {
    size_t i = 0;
    while (i < NB_KEYS && strcmp(name, rows[i].name) != 0) i++;
    return (nb_key_id)i;
}

/* Tells that no key has the name. */
static bool tell_unknown(nb_key_reading *r, const nb_lesson_key *key) {
    nb_nearest nearest;
    nb_nearest_begin(&nearest, key->name);
    for (size_t i = 0; i < NB_KEYS; i++) (void)nb_nearest_try(&nearest, rows[i].name);
    const char *name = nb_nearest_get(&nearest);
    if (name != NULL) r->meant[find_key(name)] = true;
    return nb_tell_key(r, key, NB_SAY(LESSON_KEY, NB_TEXT(block_of(r->part)), NB_TEXT(key->name)),
                       nb_hint_nearest(&nearest));
}

static int block_bit(const nb_key_reading *r) {
    return r->part->kind == NB_LESSON_QUIZ ? QUIZ : EXERCISE;
}

/* Counts the keys, and tells those that do not belong here at all. */
static bool count_keys(nb_key_reading *r) {
    for (const nb_lesson_key *key = r->part->keys; key != NULL; key = key->next) {
        nb_key_id id = find_key(key->name);
        nb_message message = {0};
        if (id == NB_KEYS) {
            if (!tell_unknown(r, key)) return false;
            continue;
        }
        if ((rows[id].blocks & block_bit(r)) == 0) {
            const char *other = rows[id].blocks == QUIZ ? "quiz" : "exercise";
            message = NB_SAY(LESSON_KEY_BLOCK, NB_TEXT(key->name), NB_TEXT(other));
        } else if (*key->value == '\0') {
            message = NB_SAY(LESSON_KEY_EMPTY, NB_TEXT(key->name));
        } else {
            if (r->counts[id]++ == 0) r->first[id] = key;
            else if (rows[id].times == ONCE)
                message = NB_SAY(LESSON_KEY_TWICE, NB_TEXT(key->name),
                                 NB_COUNT(r->first[id]->line));
        }
        if (message.id == NB_MESSAGE_NONE) continue;
        r->meant[id] = true;
        if (!nb_tell_key(r, key, message, NB_NO_HINT)) return false;
    }
    return true;
}

static bool makes_kind(const nb_key_reading *r, size_t id) {
    bool quiz = r->part->kind == NB_LESSON_QUIZ;
    return rows[id].makes != NB_ASK_NOTHING && (quiz || rows[id].makes >= NB_ASK_TRY);
}

/* The kind that `noted:` names. NB_STATUS_ERROR: it names none that the block can ask: told. */
static nb_status find_noted(nb_key_reading *r, const nb_lesson_key *key) {
    bool quiz = r->part->kind == NB_LESSON_QUIZ;
    nb_nearest nearest;
    nb_nearest_begin(&nearest, key->value);
    r->maker = NB_KEY_NOTED;
    for (size_t i = 0; i < NB_ASK_RECALL; i++) {
        bool may = i >= NB_ASK_TRY || quiz == (i != NB_ASK_EXERCISE);
        r->question->kind = (nb_question_kind)i;
        r->question->noted = key->value;
        if (may && strcmp(key->value, kinds[i].word) == 0) return NB_STATUS_OK;
        if (may) (void)nb_nearest_try(&nearest, kinds[i].word);
    }
    bool told = nb_tell_value(r, key, NB_SAY(LESSON_NOTED_KIND, NB_TEXT(block_of(r->part)),
                                             NB_TEXT(key->value)), nb_hint_nearest(&nearest));
    return told ? NB_STATUS_ERROR : NB_STATUS_NO_MEMORY;
}

static bool tell_no_kind(nb_key_reading *r) {
    for (size_t i = 0; i < NB_KEYS; i++)
        if (r->meant[i] && makes_kind(r, i)) return true;
    return tell_whole(r, NB_PLAIN(LESSON_NO_ANSWER), NB_PLAIN(HINT_KEYS));
}

/* Finds the kind. NB_STATUS_ERROR: nothing makes one: told. */
static nb_status find_kind(nb_key_reading *r) {
    const nb_lesson_key *noted = r->first[NB_KEY_NOTED];
    if (noted != NULL) return find_noted(r, noted);
    r->question->kind = NB_ASK_EXERCISE;
    r->maker = NB_KEY_CHECK;
    for (size_t i = 0; i < NB_KEYS; i++) {
        if (r->counts[i] == 0 || !makes_kind(r, i)) continue;
        r->question->kind = (nb_question_kind)rows[i].makes;
        r->maker = (nb_key_id)i;
        return NB_STATUS_OK;
    }
    if (r->part->kind == NB_LESSON_EXERCISE) return NB_STATUS_OK;
    return tell_no_kind(r) ? NB_STATUS_ERROR : NB_STATUS_NO_MEMORY;
}

/* Reads a value; that of a copy may be sealed. */
static bool read_value(nb_key_reading *r, nb_key_id id, const nb_lesson_key *key) {
    void *field = (char *)r->question + rows[id].field;
    nb_lesson_key open = *key;
    if (r->question->noted == NULL || rows[id].copy != NB_KEY_SEALED)
        return rows[id].read(r, id, key, field);
    const nb_lesson_key *own = r->first[NB_KEY_ID];
    const char *name = own != NULL ? own->value : "";
    nb_status status = nb_seal_open(r->arena, name, key->value, &open.value);
    if (status == NB_STATUS_OK) return rows[id].read(r, id, &open, field);
    r->unsound = true;
    return status == NB_STATUS_ERROR &&
           nb_tell_value(r, key, NB_PLAIN(LESSON_SEALED), NB_NO_HINT);
}

/* Whether a key may stand with the kind; in a copy none that answers. */
static bool goes_with(const nb_lesson_question *question, nb_key_id id) {
    bool answers = question->noted != NULL && rows[id].copy == NB_KEY_DROPPED;
    return (rows[id].kinds & 1u << question->kind) != 0 && !answers;
}

/* Reads the values of keys that stand where they belong. False: memory ran out. */
static bool read_keys(nb_key_reading *r) {
    for (const nb_lesson_key *key = r->part->keys; key != NULL; key = key->next) {
        nb_key_id id = find_key(key->name);
        if (id == NB_KEYS || r->counts[id] == 0 || *key->value == '\0') continue;
        if (rows[id].times == ONCE && r->first[id] != key) continue;
        if (!goes_with(r->question, id)) {
            if (!nb_tell_key(r, key, NB_SAY(LESSON_KEY_KIND, NB_TEXT(key->name),
                                     NB_TEXT(rows[r->maker].name)), NB_NO_HINT))
                return false;
        } else if (!read_value(r, id, key)) {
            return false;
        }
    }
    return true;
}

/* Counts the right choices, of which several make another kind. False: memory ran out. */
static bool check_lines(nb_key_reading *r) {
    nb_lesson_question *question = r->question;
    size_t right = 0;
    for (size_t i = 0; i < question->choices.count; i++) right += question->choices.all[i].right;
    if (right > 1) question->kind = NB_ASK_CHOICES;
    bool chosen = question->kind == NB_ASK_CHOICE || question->kind == NB_ASK_CHOICES;
    nb_message message = {0};
    if ((chosen && question->choices.count < 2) ||
        (question->kind == NB_ASK_ORDER && question->order.count < 2))
        message = NB_SAY(LESSON_LINES, NB_TEXT(rows[kinds[question->kind].maker].name));
    else if (question->kind == NB_ASK_CHOICE && right == 0 && question->noted == NULL)
        message = NB_PLAIN(LESSON_UNMARKED);
    if (message.id == NB_MESSAGE_NONE) return true;
    r->unsound = true;
    return tell_whole(r, message, NB_NO_HINT);
}

/* Tells what is missing. A derivation with a gap asks by itself; the values of those questions that
 * predict are found later. */
static bool check_missing(nb_key_reading *r) {
    nb_lesson_question *question = r->question;
    for (size_t i = 0; i < NB_KEYS; i++) {
        bool needs = (rows[i].needs & 1u << question->kind) != 0;
        if (i == NB_KEY_ASK && r->counts[NB_KEY_GAP] > 0) needs = false;
        if (i == NB_KEY_ANSWER && question->kind == NB_ASK_VALUE)
            needs = r->counts[NB_KEY_PREDICT] == 0;
        if (question->noted != NULL && rows[i].copy == NB_KEY_DROPPED) needs = false;
        if (question->noted != NULL && i == kinds[question->kind].maker) needs = true;
        bool sound = i == NB_KEY_ID || i == NB_KEY_ASK || i == NB_KEY_WHY || i == NB_KEY_SOLUTION;
        if (needs && r->counts[i] == 0 && !sound) r->unsound = true;
        if (needs && r->counts[i] == 0 && !r->meant[i] &&
            !tell_whole(r, NB_SAY(LESSON_KEY_MISSING, NB_TEXT(block_of(r->part)),
                                  NB_TEXT(rows[i].name)), NB_NO_HINT))
            return false;
    }
    if (question->id == NULL) question->id = "";
    if (question->ask == NULL) question->ask = "";
    if (question->kind == NB_ASK_RECALL && question->recall == NULL) r->unsound = true;
    return true;
}

nb_status nb_question_read(nb_arena *arena, nb_lesson *lesson, const nb_lesson_part *part,
                           nb_lesson_question **question) {
    nb_key_reading r = {.arena = arena, .lesson = lesson, .part = part,
                    .question = nb_arena_add(arena, 1, sizeof **question)};
    *question = NULL;
    if (r.question == NULL) return NB_STATUS_NO_MEMORY;
    r.question->part = part;
    if (!count_keys(&r)) return NB_STATUS_NO_MEMORY;
    nb_status status = find_kind(&r);
    if (status != NB_STATUS_OK) return status == NB_STATUS_ERROR ? NB_STATUS_OK : status;
    if (!read_keys(&r) || !check_lines(&r) || !check_missing(&r)) return NB_STATUS_NO_MEMORY;
    if (!r.unsound) *question = r.question;
    return NB_STATUS_OK;
}

nb_key_copy nb_question_copy_of(const nb_lesson_key *key) {
    nb_key_id id = find_key(key->name);
    return id == NB_KEYS ? NB_KEY_DROPPED : rows[id].copy;
}

const char *nb_question_word(nb_question_kind kind) {
    return kinds[kind].word;
}

const nb_lesson_question *nb_question_find(const nb_lesson *lesson, const char *id) {
    for (const nb_lesson_part *part = lesson->parts; part != NULL; part = part->next)
        if (part->question != NULL && strcmp(part->question->id, id) == 0) return part->question;
    return NULL;
}

/* ---- all questions ---- */

typedef struct named {
    const char *id;
    const nb_lesson_key *key;
} named;

static int compare_ids(const void *x, const void *y) {
    const named *a = x, *b = y;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : a->key->line < b->key->line ? -1 : a->key->line > b->key->line;
}

bool nb_question_ids(nb_arena *arena, nb_lesson *lesson) {
    size_t count = 0, capacity = 0;
    named *all = NULL;
    for (const nb_lesson_part *part = lesson->parts; part != NULL; part = part->next) {
        if (part->question == NULL || *part->question->id == '\0') continue;
        if (count == capacity && !NB_ARENA_RESERVE(arena, all, count, &capacity)) return false;
        const nb_lesson_key *key = part->keys;
        while (key->value != part->question->id) key = key->next;
        all[count++] = (named){key->value, key};
    }
    if (count > 1) qsort(all, count, sizeof *all, compare_ids);
    nb_key_reading r = {.arena = arena, .lesson = lesson};
    for (size_t i = 1; i < count; i++)
        if (strcmp(all[i - 1].id, all[i].id) == 0 &&
            !nb_tell_value(&r, all[i].key, NB_SAY(LESSON_SAME, NB_COUNT(all[i - 1].key->line)),
                           NB_NO_HINT))
            return false;
    return true;
}
