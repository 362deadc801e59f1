/* See world.h. nb_poll, which every long statement calls, is wrapped by the linker: the work that a
 * line may do is counted there, so that an input takes as long on any machine. */
#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definitions/problem.h"
#include "session/session.h"

enum {
    MEMORY_LIMIT = 64 << 20,  /* of a session */
    MEMORY_ENOUGH = 24 << 20, /* a line that holds more is interrupted */
    MOST_WORK = 20000,        /* of a line */
    NODES_A_UNIT = 64,        /* of a graph, walked once between two polls */
    BYTES_A_UNIT = 4096
};

void fuzz_fail(const char *format, ...) {
    va_list args;
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    abort();
}

/* ---- memory and work ---- */

static void work(fuzz_world *world, size_t units) {
    world->work += units;
    if (world->session == NULL || (world->work < MOST_WORK && world->bytes < MEMORY_ENOUGH)) return;
    world->stopped = true;
    nb_interrupt(world->session);
}

nb_status __real_nb_poll(nb_sheet *s);
nb_status __wrap_nb_poll(nb_sheet *s);
nb_status __wrap_nb_poll(nb_sheet *s) {
    work(s->host.user, 1 + s->graph.count / NODES_A_UNIT);
    return __real_nb_poll(s);
}

/* The sanitizer sees by itself what is used after it was freed. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

#ifdef SANITIZED
enum { GUARD = 0 };
#else
enum { GUARD = 16 }; /* bytes behind a block, which nobody may write to */
#endif

/* By a pointer, so that no compiler leaves out what is never read again. */
static void *(*volatile fill)(void *block, int byte, size_t size) = memset;

static void give_back(unsigned char *block, size_t size) {
    for (size_t i = 0; block != NULL && i < GUARD; i++) FUZZ_CHECK(block[size + i] == 0xfd);
    if (GUARD > 0 && block != NULL) fill(block, 0xdd, size + GUARD);
    free(block);
}

/* What is freed is overwritten, what grows moves, and what is new holds no zeros. */
void *fuzz_allocate(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user;
    unsigned char *moved = new_size > 0 ? malloc(new_size + GUARD) : NULL;
    if (new_size > 0 && moved == NULL) return NULL;
    size_t kept = old_size < new_size ? old_size : new_size;
    if (kept > 0) memcpy(moved, block, kept);
    if (GUARD > 0 && moved != NULL) {
        fill(moved + kept, 0xcd, new_size - kept);
        fill(moved + new_size, 0xfd, GUARD);
    }
    give_back(block, old_size);
    return moved;
}

static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    fuzz_world *world = user;
    void *moved = fuzz_allocate(NULL, block, old_size, new_size);
    if (moved == NULL && new_size > 0) return NULL;
    world->bytes += new_size - old_size;
    if (new_size > old_size) work(world, 1 + (new_size - old_size) / BYTES_A_UNIT);
    return moved;
}

nb_memory *fuzz_memory(void) {
    static nb_memory memory = {.allocate = fuzz_allocate, .limit = SIZE_MAX};
    return &memory;
}

/* ---- the host ---- */

static bool load(void *user, const char *path, char **bytes, size_t *length,
                 const char **reason) {
    fuzz_world *world = user;
    bool saved = world->saved != NULL && strcmp(path, FUZZ_SAVED) == 0;
    const char *file = saved ? world->saved : world->file;
    *length = saved ? world->saved_length : world->file_length;
    *reason = "No such file or directory";
    if (file == NULL || strchr(path, '?') != NULL) return false;
    *bytes = allocate(user, NULL, 0, *length + 1);
    if (*bytes == NULL) return false;
    memcpy(*bytes, file, *length);
    (*bytes)[*length] = '\0';
    return true;
}

/* Every encoding is Latin 1 without its control characters. */
static bool decode(void *user, const char *encoding, const char *bytes, size_t length, char **text,
                   size_t *text_length, const char **reason) {
    size_t room = 2 * length + 1;
    *reason = strcmp(encoding, "CP949") == 0 ? "No such encoding" : NULL;
    *text = *reason == NULL ? allocate(user, NULL, 0, room) : NULL;
    if (*text == NULL) return false;
    char *at = *text;
    bool good = true;
    for (size_t i = 0; i < length && good; i++) {
        unsigned char c = (unsigned char)bytes[i];
        good = c < 0x80 || c >= 0xa0;
        if (good && c >= 0x80) *at++ = (char)(0xc0 | c >> 6);
        if (good) *at++ = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
    }
    *text_length = (size_t)(at - *text);
    *text = allocate(user, *text, room, *text_length + 1);
    (*text)[*text_length] = '\0';
    return good;
}

static void list(void *user, const char *path, void (*found)(void *found_user, const char *path),
                 void *found_user) {
    (void)user, (void)path;
    found(found_user, "a.csv");
}

static void progress(void *user, const nb_progress *how_far) {
    FUZZ_CHECK(user != NULL && how_far->all > 0);
}

void fuzz_open(fuzz_world *world) {
    *world = (fuzz_world){.session = NULL};
    nb_host host = {.user = world, .allocate = allocate, .load = load, .decode = decode,
                    .list = list, .progress = progress, .memory_limit = MEMORY_LIMIT};
    world->session = nb_session_new(&host);
    FUZZ_CHECK(world->session != NULL);
}

void fuzz_close(fuzz_world *world) {
    nb_session *session = world->session;
    world->session = NULL; /* nobody is to be interrupted any more */
    nb_session_free(session);
    FUZZ_CHECK(world->bytes == 0);
}

/* ---- feeding ---- */

/* What a refusal must say: why, and at a place that is there. */
static void check_error(const nb_result *result) {
    const nb_block *block = result->first;
    while (block != NULL && (block->kind != NB_BLOCK_DIAGNOSTIC ||
                             block->as.diagnostic.severity != NB_SEVERITY_ERROR))
        block = block->next;
    FUZZ_CHECK(block != NULL);
    const nb_diagnostic *error = &block->as.diagnostic;
    FUZZ_CHECK(error->message.id != NB_MESSAGE_NONE);
    FUZZ_CHECK(error->line >= 1 && error->column >= 1 && error->width >= 1);
    /* a line is shown up to its first NUL, and a file may hold some */
    bool cut = error->message.id == NB_MESSAGE_NUL_BYTE || error->source != NULL;
    FUZZ_CHECK(error->text != NULL && (cut || error->column <= strlen(error->text) + 1));
}

static void keep_file(fuzz_answer *answer, const nb_file_block *file) {
    free(answer->file);
    answer->file = malloc(file->length + 1);
    FUZZ_CHECK(answer->file != NULL);
    memcpy(answer->file, file->bytes, file->length);
    answer->file[file->length] = '\0';
    answer->file_length = file->length;
}

static void look_at(fuzz_answer *answer, const nb_result *result) {
    answer->statements++;
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind == NB_BLOCK_FILE && result->ok) keep_file(answer, &block->as.file);
        const nb_table_block *table = &block->as.table;
        for (size_t i = 0; block->kind == NB_BLOCK_TABLE && i < table->fact_count; i++)
            if (strcmp(table->facts[i].key, "wrong") == 0) answer->wrong = table->facts[i].number;
    }
}

/* One answer of the session, which is freed. */
static void take(fuzz_world *world, fuzz_answer *answer, nb_result *result) {
    FUZZ_CHECK(answer->status >= NB_STATUS_OK && answer->status <= NB_STATUS_QUIT);
    if (answer->status == NB_STATUS_NO_MEMORY) world->stopped = true;
    if (result == NULL) return;
    look_at(answer, result);
    if (answer->status == NB_STATUS_ERROR) check_error(result);
    fuzz_render(result);
    nb_result_free(result);
}

static void begin_line(fuzz_world *world) {
    world->work = 0;
    if (world->bytes >= MEMORY_ENOUGH) world->stopped = true;
}

fuzz_answer fuzz_feed(fuzz_world *world, const char *text, size_t length) {
    fuzz_answer answer = {.status = NB_STATUS_OK};
    nb_result *result;
    begin_line(world);
    answer.status = nb_feed(world->session, text, length, &result);
    take(world, &answer, result);
    while (answer.status == NB_STATUS_RUNNING) {
        answer.status = nb_resume(world->session, 1, &result);
        take(world, &answer, result);
    }
    if (answer.status == NB_STATUS_QUIT) nb_discard(world->session); /* nobody goes on then */
    return answer;
}

nb_status fuzz_run(fuzz_world *world, const char *text) {
    nb_result *result;
    begin_line(world);
    nb_status status = nb_feed(world->session, text, strlen(text), &result);
    while (status == NB_STATUS_RUNNING) {
        nb_result_free(result);
        status = nb_resume(world->session, 1, &result);
    }
    nb_result_free(result);
    if (status == NB_STATUS_NO_MEMORY) world->stopped = true;
    return status;
}
