/* Statements run as in a lesson that is played; what they ask of the host is done in memory. */
#define _XOPEN_SOURCE 700 /* setitimer, sigaction */
#include "front/marking/stage.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "front/system/files.h"
#include "front/system/folders.h"
#include "front/system/system.h"
#include "lesson/question.h"
#include "session/feed.h"

enum { SAVED_MOST = 64 << 20, SESSION_MOST = 256 << 20, AGAIN = 50000 /* microseconds */ };

struct nb_stage_file {
    char *path, *bytes;
    size_t length;
    bool strange;
    nb_stage_file *next;
};

/* ---- files ---- */

static void free_file(nb_stage_file *file) {
    free(file->path);
    free(file->bytes);
    free(file);
}

static char *copy_bytes(const char *bytes, size_t length) {
    char *copy = malloc(length + 1);
    if (copy == NULL) return NULL;
    if (length > 0) memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

/* What there is no room for is as if it had not been saved. */
static void keep(nb_stage *stage, const nb_file_block *saved) {
    if (saved->transcript || saved->length > stage->room) return;
    nb_stage_file *file = malloc(sizeof *file);
    stage->refused = stage->refused || file == NULL;
    if (file == NULL) return;
    *file = (nb_stage_file){.path = copy_bytes(saved->path, strlen(saved->path)),
                            .bytes = copy_bytes(saved->bytes, saved->length),
                            .length = saved->length, .strange = stage->strange,
                            .next = stage->files};
    if (file->path == NULL || file->bytes == NULL) {
        stage->refused = true;
        free_file(file);
        return;
    }
    stage->room -= saved->length;
    stage->files = file;
}

/* A student's script may read the lesson's data, but neither the lesson, which holds what is right,
 * nor another's script. */
static bool may_read(const nb_stage *stage, const char *path) {
    bool below = path[0] != '/' && path[0] != '~' && strstr(path, "..") == NULL;
    bool secret = nb_path_ends(path, ".nabla") || nb_path_ends(path, ".md");
    return !stage->strange || (below && !secret);
}

/* nb_host.load */
static bool load(void *user, const char *path, char **bytes, size_t *length,
                 const char **reason) {
    nb_stage *stage = user;
    char beside[NB_PATH_ROOM];
    const nb_stage_file *file = stage->files;
    while (file != NULL && strcmp(file->path, path) != 0) file = file->next;
    if (file != NULL) {
        *bytes = copy_bytes(file->bytes, file->length);
        *length = file->length;
        *reason = strerror(ENOMEM);
        stage->refused = stage->refused || *bytes == NULL;
        return *bytes != NULL;
    }
    *reason = strerror(EACCES);
    if (!may_read(stage, path)) return false;
    bool found = path[0] != '/' && nb_folder_join(beside, stage->folder, path) &&
                 access(beside, F_OK) == 0;
    if (nb_file_load(NULL, found ? beside : path, bytes, length, reason)) return true;
    stage->refused = stage->refused || strcmp(*reason, strerror(ENOMEM)) == 0;
    return false;
}

/* nb_host.allocate: notes it where the system refuses; a session's own limit, which a script may
 * meet, comes before that. */
static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    nb_stage *stage = user;
    void *got = nb_system_allocate(NULL, block, old_size, new_size);
    if (got == NULL && new_size > 0) stage->refused = true;
    return got;
}

/* ---- time ---- */

/* Static, because a signal handler has no other way to it. */
static struct {
    nb_session *session;
    volatile sig_atomic_t over;
} watched;

/* The timer goes on, in case that the signal came between two statements. */
static void on_time(int number) {
    (void)number;
    watched.over = 1;
    nb_interrupt(watched.session); /* a store to an atomic flag */
}

static void set_timer(unsigned seconds) {
    const struct itimerval timer = {.it_value = {.tv_sec = (time_t)seconds},
                                    .it_interval = {.tv_usec = seconds > 0 ? AGAIN : 0}};
    (void)setitimer(ITIMER_PROF, &timer, NULL);
}

void nb_stage_begin_strange(nb_stage *stage, unsigned seconds) {
    struct sigaction action = {.sa_handler = on_time, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    stage->strange = true;
    watched.session = stage->session;
    watched.over = 0;
    (void)sigaction(SIGPROF, &action, NULL);
    set_timer(seconds);
}

bool nb_stage_end_strange(nb_stage *stage) {
    set_timer(0);
    nb_begin_as(stage->session, NULL, NB_ORIGIN_TEXT); /* forgets an interrupt that came late */
    stage->strange = false;
    while (stage->files != NULL && stage->files->strange) {
        nb_stage_file *file = stage->files;
        stage->files = file->next;
        stage->room += file->length;
        free_file(file);
    }
    return watched.over != 0;
}

/* ---- running ---- */

bool nb_stage_open(nb_stage *stage, const nb_host *host, const char *folder) {
    nb_host own = *host;
    *stage = (nb_stage){.folder = folder, .room = SAVED_MOST};
    own.user = stage;
    own.allocate = allocate;
    own.load = load;
    own.list = NULL;
    own.progress = NULL;
    if (own.memory_limit > SESSION_MOST) own.memory_limit = SESSION_MOST;
    own.memory_most = own.memory_limit;
    stage->session = nb_session_new(&own);
    return stage->session != NULL;
}

void nb_stage_close(nb_stage *stage) {
    nb_session_free(stage->session);
    while (stage->files != NULL) {
        nb_stage_file *file = stage->files;
        stage->files = file->next;
        free_file(file);
    }
}

typedef struct running {
    nb_stage *stage;
    nb_stage_failed *failed;
    void *user;
} running;

static void take_result(void *user, nb_result *result) {
    const running *r = user;
    for (nb_block *block = result->first; block != NULL && result->ok; block = block->next)
        if (block->kind == NB_BLOCK_FILE) keep(r->stage, &block->as.file);
    if (!result->ok && r->failed != NULL) r->failed(r->user, result);
}

nb_status nb_stage_run(nb_stage *stage, const char *text, const char *name, nb_origin origin,
                       nb_stage_failed *failed, void *user) {
    running r = {stage, failed, user};
    nb_begin_as(stage->session, name, origin);
    return nb_feed_all(stage->session, text, take_result, &r);
}

static void run_lines(nb_stage *stage, const nb_remark_list *lines) {
    for (size_t i = 0; i < lines->count; i++)
        (void)nb_stage_run(stage, lines->all[i].text, NULL, NB_ORIGIN_TEXT, NULL, NULL);
}

void nb_stage_pass(nb_stage *stage, const nb_lesson_part *part) {
    nb_origin origin = part->kind == NB_LESSON_CHECK ? NB_ORIGIN_HIDDEN : NB_ORIGIN_TEXT;
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
        (void)nb_stage_run(stage, step->typed, NULL, origin, NULL, NULL);
    if (part->question != NULL && part->question->kind == NB_ASK_EXERCISE) {
        run_lines(stage, &part->question->given);
        run_lines(stage, &part->question->solution);
    }
    nb_mark(stage->session);
}
