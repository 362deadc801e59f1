/* The lessons that there are, by name. */
#define _XOPEN_SOURCE 700 /* readlink, opendir */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front/complete.h"
#include "front/folders.h"

/* NAME.md is a lesson; NAME.ko.md is the same one in Korean. */
static void find_in(const char *folder, void (*found)(void *user, const char *name), void *user) {
    DIR *list = opendir(folder);
    if (list == NULL) return;
    for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
        char *dot = strchr(entry->d_name, '.');
        if (dot == NULL || dot == entry->d_name || strcmp(dot, ".md") != 0) continue;
        *dot = '\0';
        found(user, entry->d_name);
    }
    (void)closedir(list);
}

void nb_lesson_names(void (*found)(void *user, const char *name), void *user) {
    char program[NB_PATH_ROOM], folder[NB_PATH_ROOM];
    find_in("lessons", found, user);
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return;
    program[length] = '\0';
    char *slash = strrchr(program, '/');
    if (slash == NULL) return;
    *slash = '\0';
    if (nb_folder_join(folder, program, "../share/nabla/lessons")) find_in(folder, found, user);
    if (nb_folder_join(folder, program, "../lessons")) find_in(folder, found, user);
}
