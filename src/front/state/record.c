/* The file of a record has a line for each thing, a word in front: text, part, done, and for each
 * question `asked OUTCOME TRIES ID`, with its answer on a line `said TEXT` behind it. What cannot
 * be read is passed over: a damaged file costs what it has lost, not the lesson. */
#define _POSIX_C_SOURCE 200809L /* strdup */
#include "front/state/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "front/state/entry.h"
#include "front/system/files.h"
#include "front/system/system.h"

static const char *const outcomes[NB_OUTCOMES] = {"open", "at-once", "right", "shown",
                                                  "noted"};

/* ---- reading ---- */

static nb_asked *find(const nb_record *record, const char *id) {
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->asked[i].id, id) == 0) return &record->asked[i];
    return NULL;
}

static nb_asked *add(nb_record *record, const char *id) {
    nb_asked *asked = find(record, id);
    if (asked != NULL) return asked;
    if (record->count == record->capacity) {
        size_t capacity = record->capacity * 2 + 16;
        nb_asked *grown = realloc(record->asked, capacity * sizeof *grown);
        if (grown == NULL) return NULL;
        record->asked = grown;
        record->capacity = capacity;
    }
    asked = &record->asked[record->count];
    *asked = (nb_asked){.id = strdup(id), .text = strdup("")};
    if (asked->id != NULL && asked->text != NULL) {
        record->count++;
        return asked;
    }
    free(asked->id);
    free(asked->text);
    return NULL;
}

static void set_text(nb_asked *asked, const char *text) {
    char *copy = strdup(text);
    if (copy == NULL) return;
    free(asked->text);
    asked->text = copy;
}

static void read_asked(nb_record *record, const char *line) {
    char word[16];
    uint32_t tries;
    int end = 0;
    if (sscanf(line, "asked %15s %" SCNu32 " %n", word, &tries, &end) < 2 || end == 0) return;
    nb_asked *asked = add(record, line + end);
    for (int i = 0; asked != NULL && i < NB_OUTCOMES; i++)
        if (strcmp(word, outcomes[i]) == 0) asked->outcome = (nb_outcome)i;
    if (asked != NULL) asked->tries = tries;
}

static void read_said(nb_record *record, const char *line) {
    nb_memory memory = nb_system_memory();
    nb_buffer text;
    if (record->count == 0) return;
    nb_buffer_init(&text, &memory);
    nb_entry_read(&text, line, strlen(line));
    if (!text.failed && text.length > 0) set_text(&record->asked[record->count - 1], text.data);
    nb_buffer_clear(&text);
}

static void read_line(nb_record *record, const char *line) {
    if (strncmp(line, "asked ", 6) == 0) read_asked(record, line);
    else if (strncmp(line, "said ", 5) == 0) read_said(record, line + 5);
    else if (strcmp(line, "done") == 0) record->done = true;
    else if (sscanf(line, "text %" SCNx64, &record->text) == 1) return;
    else (void)sscanf(line, "part %zu", &record->part);
}

/* STATE/lessons/NAME-HASH, NAME being the lesson's and HASH that of the place where it lies. */
static bool name_file(char path[NB_PATH_ROOM], const char *place) {
    char folder[NB_PATH_ROOM], below[NB_PATH_ROOM], name[NB_PATH_ROOM];
    const char *base = nb_path_base(place);
    uint32_t hash = (uint32_t)nb_hash_add_bytes(0, place, strlen(place));
    int length = (int)strcspn(base, ".");
    if (!nb_folder_state(folder) || !nb_folder_join(below, folder, "lessons")) return false;
    if (mkdir(below, 0700) != 0 && errno != EEXIST) return false;
    int n = snprintf(name, sizeof name, "%.*s-%08" PRIx32, length, base, hash);
    return n > 0 && (size_t)n < sizeof name && nb_folder_join(path, below, name);
}

void nb_record_open(nb_record *record, const char *place) {
    char *text;
    size_t length;
    const char *reason;
    *record = (nb_record){.path = ""};
    if (!name_file(record->path, place)) record->path[0] = '\0';
    if (*record->path == '\0' || !nb_file_load(NULL, record->path, &text, &length, &reason))
        return;
    for (char *line = text, *end; *line != '\0'; line = end) {
        end = line + strcspn(line, "\n");
        if (*end == '\n') *end++ = '\0';
        read_line(record, line);
    }
    free(text);
}

void nb_record_clear(nb_record *record) {
    for (size_t i = 0; i < record->count; i++) {
        free(record->asked[i].id);
        free(record->asked[i].text);
    }
    free(record->asked);
    record->asked = NULL;
    record->count = record->capacity = 0;
}

/* ---- writing ---- */

nb_outcome nb_record_find(const nb_record *record, const char *id) {
    const nb_asked *asked = find(record, id);
    return asked != NULL ? asked->outcome : NB_OUTCOME_OPEN;
}

uint32_t nb_record_tries(const nb_record *record, const char *id) {
    const nb_asked *asked = find(record, id);
    return asked != NULL ? asked->tries : 0;
}

const char *nb_record_text(const nb_record *record, const char *id) {
    const nb_asked *asked = find(record, id);
    return asked != NULL ? asked->text : NULL;
}

void nb_record_note(nb_record *record, const char *id, nb_outcome outcome, uint32_t tries,
                    const char *text) {
    nb_asked *asked = add(record, id);
    if (asked == NULL) return;
    bool better = asked->outcome == NB_OUTCOME_OPEN ||
                  (outcome != NB_OUTCOME_OPEN && outcome < asked->outcome);
    if (better) asked->outcome = outcome;
    asked->tries += tries;
    if (text != NULL) set_text(asked, text);
}

static void write_all(const nb_record *record, nb_buffer *out) {
    char line[128];
    (void)snprintf(line, sizeof line, "text %" PRIx64 "\npart %zu\n", record->text, record->part);
    nb_buffer_add_text(out, line);
    if (record->done) nb_buffer_add_text(out, "done\n");
    for (size_t i = 0; i < record->count; i++) {
        const nb_asked *asked = &record->asked[i];
        (void)snprintf(line, sizeof line, "asked %s %" PRIu32 " ", outcomes[asked->outcome],
                       asked->tries);
        nb_buffer_add_text(out, line);
        nb_buffer_add_text(out, asked->id);
        nb_buffer_add_text(out, "\nsaid ");
        nb_entry_add(out, asked->text, strlen(asked->text));
        nb_buffer_add_char(out, '\n');
    }
}

bool nb_record_save(nb_record *record) {
    const nb_write_rule anywhere = {0};
    nb_memory memory = nb_system_memory();
    nb_buffer out;
    nb_message why;
    if (*record->path == '\0' || record->failed) return true;
    nb_buffer_init(&out, &memory);
    write_all(record, &out);
    errno = ENOMEM;
    bool good = !out.failed && nb_file_write(&anywhere, record->path, out.data, out.length, &why);
    record->failed = !good;
    int error = errno;
    nb_buffer_clear(&out);
    errno = error;
    return good;
}

void nb_record_forget(nb_record *record) {
    if (*record->path != '\0') (void)unlink(record->path);
    nb_record_clear(record);
    record->part = 0;
    record->done = false;
}
