/* A session in which a lesson is played for marking: nothing is written. What a statement saves is
 * kept in memory, where a later one finds it; pictures are not drawn. */
#ifndef NABLA_FRONT_MARKING_STAGE_H
#define NABLA_FRONT_MARKING_STAGE_H

#include <stdbool.h>

#include "lesson/lesson.h"
#include "nabla.h"

typedef struct nb_stage_file nb_stage_file;

typedef struct nb_stage {
    nb_session *session;
    const char *folder;   /* the lesson's: files are looked for there */
    bool strange;         /* what runs is a student's: it reads the lesson's data, and no more */
    nb_stage_file *files; /* what was saved, the newest first */
    size_t room;          /* bytes that may still be saved */
    bool refused;         /* the system had no memory: what was judged does not count */
} nb_stage;

/* False: memory ran out. The stage stays where it is, and is to be closed. `folder` outlives it. */
NB_MUST_USE bool nb_stage_open(nb_stage *stage, const nb_host *host, const char *folder);
void nb_stage_close(nb_stage *stage);

/* Runs a text of the lesson, or a student's in which messages name `name`. The first result that
 * is not ok is handed to `failed` (NULL: nobody). */
typedef void nb_stage_failed(void *user, const nb_result *result);
nb_status nb_stage_run(nb_stage *stage, const char *text, const char *name, nb_origin origin,
                       nb_stage_failed *failed, void *user);
/* Passes a part of the lesson by: what it does to the session is done. */
void nb_stage_pass(nb_stage *stage, const nb_lesson_part *part);

/* From here on a student's texts run, for some seconds of the processor at the most; until what
 * they have saved is forgotten. True: the time was over. */
void nb_stage_begin_strange(nb_stage *stage, unsigned seconds);
bool nb_stage_end_strange(nb_stage *stage);

#endif
