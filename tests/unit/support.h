/* What several unit tests need: a session, statements run in it, the values they answer with, and
 * all of a session as one text. */
#ifndef NABLA_TESTS_SUPPORT_H
#define NABLA_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/random.h"
#include "graph/graph.h"
#include "nabla.h"

/* How much less is tried of what is tried very often: the sanitizers take five times as long. */
#ifdef __SANITIZE_ADDRESS__
enum { SAMPLE = 8 };
#else
enum { SAMPLE = 1 };
#endif

/* A session without a host. */
nb_session *new_session(void);
/* Runs statements in a session; fails the test unless all succeed. Answers the last value. */
double run(nb_session *session, const char *text);
/* Runs one statement that must fail, and answers its message. */
nb_message_id run_failing(nb_session *session, const char *text);
/* The same; the message's texts are written to `words`, with | between. */
nb_message_id run_failing_words(nb_session *session, const char *text, char *words, size_t room);

/* Statements, and what their last value must be: each line is run in a session of its own. */
typedef struct value_line {
    const char *text;
    double wanted; /* to 1e-12 of itself; nan is nan */
} value_line;
void check_lines(const value_line *lines, size_t count);
#define CHECK_LINES(lines) check_lines((lines), sizeof(lines) / sizeof *(lines))
bool is_near(double found, double wanted, double tolerance);

/* Runs one statement, which must succeed, and answers its result; the caller frees it. */
nb_result *ask(nb_session *session, const char *statement);
/* The n-th table of a result, and a number that the result states for programs. */
const nb_table_block *table_of(const nb_result *result, size_t n);
double fact_of(const nb_result *result, const char *key);

/* The first diagnostic of a severity in a result, or NULL. */
const nb_diagnostic *find_diagnostic(const nb_result *result, nb_severity severity);

/* A new node of a graph, a number or an operator's; there must be memory for it. */
nb_node graph_number(nb_graph *graph, nb_op op, double value);
nb_node graph_node(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c);
/* The node of a name, or NB_NO_NODE. */
nb_node node_of(nb_session *session, const char *name);
/* Σ over all paths from `target` to `node` of |the product of the local gradients|: rounding in
 * another order can change ∂target/∂node by about 1e-16 of that a node. */
double absolute_gradient(nb_session *session, nb_node target, nb_node node);

/* Appends to a text in a buffer of `room` bytes; the test fails when it does not fit. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
void add_format(char *text, size_t room, const char *format, ...);

/* Appends a formula as it is typed, numbers with 17 digits. */
void add_pieces(char *text, size_t room, const nb_text *pieces);
/* Adds a message's argument as a reader sees it, numbers short. */
void add_arg(char *text, size_t room, const nb_arg *arg);

/* A result as each view shows it, one behind the other: text, in a narrow window with colours, in
 * ASCII, JSON, and its pictures as DOT. NULL results show nothing. `all` is an empty buffer. */
void render_all(const nb_result *result, nb_buffer *all);

/* Memory of malloc; what is freed is overwritten, so that using it shows. `user`: NULL, or the long
 * that counts how many times more it may grow; where that is 0 it refuses. nb_allocate_fn. */
void *plain_allocate(void *user, void *block, size_t old_size, size_t new_size);

/* A heap that counts, and refuses once. */
typedef struct heap {
    long growths, refuse; /* growth number `refuse` fails; -1: none */
    long blocks;          /* that live */
} heap;
/* nb_host.allocate, `user` being a heap. */
void *heap_allocate(void *user, void *block, size_t old_size, size_t new_size);

/* Removes a folder with all that is in it; 0, or -1. */
int remove_folder(const char *folder);

/* The lowest descriptor that is free: another one behind a test says that a file was left open. */
int lowest_free_descriptor(void);

/* nb_host.load: `user` is the text of every file. */
bool load_text(void *user, const char *path, char **bytes, size_t *length, const char **reason);

/* Random numbers below `below`, the same in every run: `chance` is what a test seeds. */
extern nb_random chance;
uint32_t pick(uint32_t below);
const char *pick_word(const char *const *words, size_t count);
#define ANY(words) pick_word((words), sizeof(words) / sizeof *(words))

/* What `list` prints, and all of a session: that, every value bit for bit, target, ans, settings.
 * The caller frees it. */
char *list_of(nb_session *session);
char *snapshot_of(nb_session *session);

#endif
