/* Where nabla keeps what outlives a session: the XDG folders, and files in them that several
 * processes share; and the parts of paths. */
#ifndef NABLA_FRONT_SYSTEM_FOLDERS_H
#define NABLA_FRONT_SYSTEM_FOLDERS_H

#include <stdbool.h>

#include "base/status.h"

enum { NB_PATH_ROOM = 4096 };

/* The folder of init.nabla: $XDG_CONFIG_HOME/nabla or ~/.config/nabla. False: there is no home. */
NB_MUST_USE bool nb_folder_config(char path[NB_PATH_ROOM]);
/* The folder of history and journals: $XDG_STATE_HOME/nabla or ~/.local/state/nabla. It is made
 * where it is missing, for its owner only. False with errno: it cannot be written to. */
NB_MUST_USE bool nb_folder_state(char path[NB_PATH_ROOM]);
/* FOLDER/NAME. False with errno when it is too long. */
NB_MUST_USE bool nb_folder_join(char path[NB_PATH_ROOM], const char *folder, const char *name);
/* `typed`, or for ~/x the path of x in the user's home, which is put into `path`. */
const char *nb_folder_expand(char path[NB_PATH_ROOM], const char *typed);

/* The name of the file that a path leads to. */
const char *nb_path_base(const char *path);
/* Whether the path ends so, behind at least one byte of a name. */
bool nb_path_ends(const char *path, const char *ending);

/* Opens a regular file (for its owner only where that makes it) and locks it as flock does; the
 * lock ends with the descriptor, so with the process at the latest. What was locked is what bears
 * the name now, even when another process replaced it meanwhile. -1 with errno. */
NB_MUST_USE int nb_folder_lock(const char *path, int flags, int lock);

#endif
