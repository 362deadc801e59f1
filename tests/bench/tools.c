/* The bench's clock, its medians and its sessions. See tools.h. */
#define _POSIX_C_SOURCE 200809L
#include "nabla.h"
#include "tools.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

double median_of(double *times, size_t count) {
    qsort(times, count, sizeof *times, compare);
    return times[count / 2];
}

void require(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user, (void)old_size;
    if (new_size > 0) return realloc(block, new_size);
    free(block);
    return NULL;
}

nb_memory plain_memory(void) {
    return (nb_memory){.allocate = resize, .limit = (size_t)1 << 40};
}

nb_session *begin_session(void) {
    nb_session *session = nb_session_new(&(nb_host){.user = NULL});
    require(session != NULL, "no memory");
    return session;
}

double run(nb_session *session, const char *text) {
    nb_result *result;
    double begin = seconds();
    nb_status status = nb_feed(session, text, strlen(text), &result);
    while (status == NB_STATUS_RUNNING) {
        nb_result_free(result);
        status = nb_resume(session, 1000, &result);
    }
    nb_result_free(result);
    require(status == NB_STATUS_OK, text);
    return seconds() - begin;
}

double spawn(char *const argv[]) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1 /* O_WRONLY */, 0);
    pid_t child;
    int status;
    double begin = seconds();
    require(posix_spawn(&child, argv[0], &actions, NULL, argv, environ) == 0, "cannot start");
    waitpid(child, &status, 0);
    double time = seconds() - begin;
    require(status == 0, "a program failed");
    posix_spawn_file_actions_destroy(&actions);
    return time;
}
