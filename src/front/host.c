/* The host's callbacks and the state of the process. See host.h. */
#define _DEFAULT_SOURCE
#include "front/host.h"
#include "front/system/system.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/system/encodings.h"
#include "front/system/files.h"
#include "front/system/lessons.h"
#include "front/terminal/progress.h"
#include "front/terminal/say.h"

nb_host nb_host_get(void) {
    nb_vectors vectors;
    (void)nb_system_vectors(&vectors);
    const size_t usual = (size_t)2 << 30, machine = nb_system_machine();
    return (nb_host){.allocate = nb_system_allocate, .zeroed = true, .load = nb_lessons_load,
                     .decode = nb_encoding_decode, .list = nb_file_list,
                     .progress = nb_progress_show,
                     .memory_limit = machine != 0 && machine / 2 < usual ? machine / 2 : usual,
                     .memory_most = machine,
                     .vectors = vectors};
}

static void choose_locale(void) {
    bool known = setlocale(LC_ALL, "") != NULL || setlocale(LC_CTYPE, "") != NULL;
    if (!known || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    setlocale(LC_MESSAGES, "C"); /* strerror speaks English: its texts are rows of messages.def */
}

/* Where a standard stream is closed, /dev/null takes its place, so that no other file can; opened
 * for the wrong direction, so that using the stream is still an error. */
static void keep_streams(void) {
    for (int fd = 0; fd <= 2; fd++) {
        int wrong = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", wrong) != fd) return;
    }
}

/* What is large comes from the system itself, always: it is zero, and grows without being copied.
 * By itself glibc stops that once something large was freed. */
static void choose_memory(void) {
#ifdef __GLIBC__
    enum { LARGE = 4 << 20, SPARE = 64 << 20 }; /* bytes */
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
    (void)mallopt(M_TRIM_THRESHOLD, SPARE);
#endif
}

void nb_host_prepare(void) {
    choose_memory();
    keep_streams();
    choose_locale();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

void nb_host_tell_locale(const nb_view *view) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *name = NULL;
    locale_t found = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (found != (locale_t)0) {
        freelocale(found);
        return;
    }
    for (size_t i = 0; i < sizeof variables / sizeof *variables && name == NULL; i++) {
        name = getenv(variables[i]);
        if (name != NULL && *name == '\0') name = NULL;
    }
    nb_complain(view, NB_SAY(NO_LOCALE, NB_TEXT(name != NULL ? name : ""),
                             NB_TEXT(setlocale(LC_CTYPE, NULL))));
}
