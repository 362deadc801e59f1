/* The lessons that there are, by name. */
#ifndef NABLA_FRONT_SYSTEM_LESSONS_H
#define NABLA_FRONT_SYSTEM_LESSONS_H

#include <stddef.h>

#include "front/system/folders.h"

typedef void nb_lesson_found(void *user, const char *name, const char *path);

/* Calls `found` for each NAME.md in the folders `lessons` of the current folder, of the
 * installation and of the source tree. Of several with one name the first counts, and NAME.ko.md
 * in its place where LC_ALL, LC_MESSAGES or LANG is Korean; so in any language. */
void nb_lessons_each(nb_lesson_found *found, void *user);
/* The same for each script networks/NAME.nabla in these folders. */
void nb_scripts_each(nb_lesson_found *found, void *user);

/* nb_host.load: reads a file as nb_file_load does or, where there is none of the name, the script
 * of this name: `run gates`. */
NB_MUST_USE bool nb_lessons_load(void *user, const char *path, char **bytes, size_t *length,
                                 const char **reason);

/* The file that names the lessons of a folder in the order of the course, by links to them. */
#define NB_LESSONS_ORDER "README.md"
/* Finds the folder file of this name that is nearest. False: there is none. */
NB_MUST_USE bool nb_lessons_find(char path[NB_PATH_ROOM], const char *file);

#endif
