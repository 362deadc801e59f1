/* nabla as a library: a session is fed text and answers with results.
 *
 * The library never reads, prints, exits, opens files or starts programs. What it needs from
 * outside it asks of the host; what is to be written or drawn leaves as a block of a result, for
 * the host to carry out. It keeps no state outside the session. It needs LC_NUMERIC to be "C".
 *
 *     nb_session *session = nb_session_new(&host);
 *     nb_result *result;
 *     nb_status status = nb_feed(session, text, length, &result);
 *     for (;;) {
 *         show(result);                     // view/ has renderers; NULL: nothing was run
 *         nb_result_free(result);
 *         if (status != NB_STATUS_RUNNING) break;
 *         status = nb_resume(session, 1000, &result);
 *     }
 */
#ifndef NABLA_H
#define NABLA_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "result/host.h"
#include "base/settings.h"
#include "base/status.h"
#include "result/result.h"

#define NB_VERSION "0.1"

typedef struct nb_session nb_session;

/* A new session, or NULL when memory runs out. `host` is copied. */
nb_session *nb_session_new(const nb_host *host);
void nb_session_free(nb_session *session);

/* Whose text it is. What the user does not type cannot raise a limit, and blocks of its results say
 * that it was not typed. */
typedef enum nb_origin {
    NB_ORIGIN_USER,  /* typed */
    NB_ORIGIN_TEXT,  /* a lesson, or what came through a pipe */
    NB_ORIGIN_HIDDEN, /* tests of a lesson, which nobody sees */
    NB_ORIGIN_FILE   /* no line of it is shown before a statement was right, unless it is .nabla */
} nb_origin;

/* Begins a new source of text: lines count from 1 again, and messages name it: a file, or NULL for
 * the prompt, where a user types. */
void nb_begin(nb_session *session, const char *name);
/* The same, saying whose text it is, whatever its name. */
void nb_begin_as(nb_session *session, const char *name, nb_origin origin);

/* Queues text (whole lines) and runs the first statement of what is queued. *result is the
 * statement's result, owned by the caller, or NULL when nothing was run. When a statement fails
 * the rest of the queue is dropped. See nb_status for what is answered. */
NB_MUST_USE nb_status nb_feed(nb_session *session, const char *text, size_t length,
                              nb_result **result);
/* Runs one statement beside an unfinished one, which waits meanwhile: help, asked for inside a
 * bracket. */
NB_MUST_USE nb_status nb_feed_aside(nb_session *session, const char *text, size_t length,
                                    nb_result **result);
/* Goes on after NB_STATUS_RUNNING. `max_steps` is for statements that are run in parts; in this
 * version each runs as a whole, and stops when nb_interrupt says so. */
NB_MUST_USE nb_status nb_resume(nb_session *session, size_t max_steps, nb_result **result);
/* The source has ended: what is still open is an error; otherwise NB_STATUS_OK. */
NB_MUST_USE nb_status nb_finish(nb_session *session, nb_result **result);
/* The host could not do what the last result asked of it: its statement is undone, as if it had
 * failed itself. */
void nb_reject(nb_session *session);
/* Forgets queued text, an unfinished statement included. */
void nb_discard(nb_session *session);

/* Makes final what was done so far: neither `undo` nor nb_take_back goes behind it. */
void nb_mark(nb_session *session);
/* Takes back all that was done since then, with what `undo` does not bring back: a walk, questions
 * that are asked, `ans`. False: nothing but `ans` was changed. */
bool nb_take_back(nb_session *session);
/* The same as nb_mark; and the settings of now are those that `reset` goes back to. */
void nb_settle(nb_session *session);

/* Appends a statement that leaves behind at once what the last one did, where that is a training.
 * False: it is none, or it cannot be said so. */
NB_MUST_USE bool nb_last_at_once(nb_session *session, nb_buffer *out);
/* `undo` calls the line that was entered last by this text. */
void nb_name_line(nb_session *session, const char *text);

/* A statement that was right, and was not undone. */
typedef struct nb_entered {
    const char *text;
    size_t line;    /* statements of one line have the same number */
    bool quiet;     /* the line ended in ; or belongs to init.nabla */
    bool empties;   /* it is reset, or open: what stood before is gone */
    bool passing;   /* it is about files or lessons alone, or reset */
    size_t changes; /* the session's own */
} nb_entered;
/* What makes a new session the same as this one: all statements since it was emptied last, in
 * order; an open that did it is the first. They live until the next statement. */
const nb_entered *nb_session_entered(const nb_session *session, size_t *count);
/* A new session of the same host; NULL when memory runs out. */
nb_session *nb_session_again(const nb_session *session);

/* Makes the running statement, or the next one of the source, stop and be undone. May be called
 * from a signal handler or from another thread. nb_begin forgets an interrupt that came late. */
void nb_interrupt(nb_session *session);

/* The session's `set` values, for renderers. */
nb_settings nb_session_settings(const nb_session *session);
/* The allocator of the session, for buffers that renderers fill. */
nb_memory *nb_session_memory(nb_session *session);

/* What the session waits for: what a prompt shows, and what Enter alone means. */
enum { NB_NOTICES = 2 };
typedef struct nb_waiting {
    nb_message notices[NB_NOTICES]; /* what it should remind of: a walk, broken passes */
    nb_message question;            /* asked in place of the usual sign; id NONE: no question */
    const char *empty;              /* the statement that an empty line stands for; NULL: none */
    nb_message unclosed;            /* that a bracket is open, and how to leave; id NONE: none is */
} nb_waiting;
/* Its texts live until the next statement. A script's empty line is no statement at any rate. */
nb_waiting nb_session_waiting(const nb_session *session);

/* Completion: calls `found` for each name that the word at the end of `line` could become, some
 * more than once: commands where a statement begins, a command's clauses behind it, settings behind
 * `set`, topics behind `help`, else names, functions and operators. Answers the byte of the line
 * at which that word begins. `found` NULL: answers only. */
size_t nb_complete(nb_session *session, const char *line, size_t length,
                   void (*found)(void *user, const char *name), void *user);

/* Whether a file's name stands at the end of `line`, behind a command that takes one; *node says
 * whether it could be a node's as well. */
bool nb_completes_file(const char *line, bool *node);

#endif
