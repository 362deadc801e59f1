/* See environment.h. */
#define _DEFAULT_SOURCE /* clearenv */
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void environment_set(const char *const (*folders)[2], size_t count) {
    char here[4096], path[4200];
    if (getcwd(here, sizeof here) == NULL) exit(2);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", here, folders[i][1]);
        setenv(folders[i][0], path, 1);
    }
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("INPUTRC", "/dev/null", 1);
    setenv("PAGER", "", 1);
}

void environment_set_own(const char *search) {
    static const char *const folders[][2] = {
        {"HOME", "."}, {"XDG_CONFIG_HOME", "config"}, {"XDG_DATA_HOME", "data"},
        {"XDG_STATE_HOME", "state"}, {"XDG_CACHE_HOME", "cache"}};
    const char *said = getenv("NABLA_SAID"); /* see tests/words/said.c */
    char file[4096];
    snprintf(file, sizeof file, "%s", said != NULL ? said : "");
    clearenv();
    if (*file != '\0') setenv("NABLA_SAID", file, 1);
    setenv("PATH", search, 1);
    environment_set(folders, sizeof folders / sizeof *folders);
}
