/* Playing a lesson: its prose is shown and its steps are run. */
#ifndef NABLA_FRONT_PLAY_H
#define NABLA_FRONT_PLAY_H

#include "front/lesson_file.h"

typedef struct nb_play {
    nb_show show;    /* with the lesson's own session, once there is one */
    nb_session *own;
    nb_lesson_file *file;
    bool failed; /* memory ran out, or a step ended in an error that the lesson does not show */
} nb_play;

/* Plays the lesson from beginning to end without asking. Returns the exit status. */
int nb_play_through(nb_show *show, nb_lesson_file *file);

/* ---- what playing is made of, for the tour, too ---- */

/* A session in which nothing is defined; it takes the place of the one before. False: no memory,
 * which was told; the one before stands. */
NB_MUST_USE bool nb_play_anew(nb_play *play);
void nb_play_end(nb_play *play);
/* The text without the indentation of the list item that it stands in; the first line that is
 * indented less has left the list. */
void nb_play_outdent(nb_buffer *out, const char *text, size_t length, size_t indent);
/* Render Markdown, and typed lines as they look at the prompt. Memory that runs out is told. */
void nb_play_markdown(nb_play *play, const char *text, size_t length, size_t indent,
                      nb_buffer *out);
void nb_play_typed(nb_play *play, const char *typed, nb_buffer *out);
/* Runs statements as at the prompt: messages do not name a file. */
nb_status nb_play_run(nb_play *play, const char *typed);
/* Passes a part by: runs what it does to the session, showing nothing, and marks that. */
void nb_play_pass(nb_play *play, const nb_lesson_part *part);

#endif
