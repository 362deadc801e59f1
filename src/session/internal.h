/* Private to session/: the session's state. The definitions are the truth; the graph is made from
 * them and made again where a definition changed.
 *
 * How to read this folder: input.c takes text apart, execute.c runs statements, define.c keeps the
 * definitions (names.c finds them, growth.c gives memory back), build.c turns their formulas into
 * nodes (call.c and vectors.c those of calls and vectors, gradient.c their derivatives; elements.c
 * holds what a name for several numbers stands for), commands.c holds the commands (help.c,
 * list.c, delete.c, expect.c and nodes.c their larger ones; explain.c, check.c, numeric.c,
 * whatif.c, trace.c and paths.c those that help to understand; walk.c and predict.c those that go
 * on from statement to statement, about a node that subject.c finds again; mistake.c those that
 * break passes; data.c, table.c and rows.c those of data, train.c, method.c, update.c and
 * weights.c those that train; recipes.c explains what they are called with), report.c, describe.c
 * and picture.c answer with blocks, closed.c knows calls of operators over vectors from outside,
 * problem.c and hints.c say what went wrong.
 *
 * Invariants: a definition that is not dirty has a node whose operands belong to definitions that
 * are not dirty. Every change of a definition goes through nb_set_meaning, which records what was
 * there before, so that a failed statement and `undo` are the same step back. */
#ifndef NABLA_SESSION_INTERNAL_H
#define NABLA_SESSION_INTERNAL_H

#include "session/state.h"

/* ---- names.c ---- */
NB_MUST_USE nb_status nb_intern(nb_session *s, const char *text, size_t length, nb_symbol *symbol);
void nb_names_init(nb_session *s);
/* The definition of a name or an element, or NB_NO_DEF. `nb_def_at` adds an empty one. A family's
 * name has one, too, to which those are linked that use the family as a vector. */
nb_def_id nb_def_find(nb_session *s, nb_symbol symbol, uint32_t rank, const int32_t *index);
NB_MUST_USE nb_status nb_def_at(nb_session *s, nb_symbol symbol, uint32_t rank,
                                const int32_t *index, nb_def_id *def);
NB_MUST_USE nb_status nb_function_at(nb_session *s, nb_symbol symbol, nb_def_id *def);
/* The name as text, h[3] for an element, in the arena; "" when memory runs out. */
const char *nb_def_name(nb_session *s, nb_arena *arena, const nb_def *def);
/* The defined name nearest to `name` among those of NB_IS_... kinds, operators and commands
 * included; NULL when none is near. */
const char *nb_suggest(nb_session *s, const char *name, bool functions, bool values);
/* Of several names the one nearest to `name`, which outlives the search, as they all do. */
typedef struct nb_nearest {
    const char *name, *best;
    char keys[64]; /* that type the name */
    bool hangul;
    size_t distance, letters;
} nb_nearest;
void nb_nearest_begin(nb_nearest *nearest, const char *name);
bool nb_nearest_try(nb_nearest *nearest, const char *name); /* true: it is the nearest so far */
const char *nb_nearest_get(const nb_nearest *nearest); /* NULL: none is near */
/* Calls `found` for everything that has a name: values, or functions and operators. */
void nb_each_name(nb_session *s, bool functions, bool values,
                  void (*found)(void *user, const char *name), void *user);
void nb_names_clear(nb_session *s);
/* Forgets the symbols and definitions added since there were so many; nothing may mean them. */
void nb_names_truncate(nb_session *s, size_t symbols, size_t defs);

/* ---- define.c ---- */
bool nb_is_defined(const nb_session *s, nb_def_id def);
bool nb_is_dirty(const nb_def *def);
/* Makes a definition an element of what a formula was built to, unless it has another meaning of
 * its own; and takes all of them away. */
NB_MUST_USE nb_status nb_take_element(nb_session *s, nb_def_id whole, nb_def_id element,
                                      nb_node node);
void nb_forget_elements(nb_session *s, nb_def_id whole);
/* Gives a definition another meaning; those that use it become dirty. A leaf that stays one only
 * gets its number. */
NB_MUST_USE nb_status nb_set_meaning(nb_session *s, nb_def_id def, nb_meaning meaning);
NB_MUST_USE nb_status nb_log_state(nb_session *s);
NB_MUST_USE nb_status nb_link(nb_session *s, nb_def_id user, nb_def_id used);
void nb_unlink_uses(nb_session *s, nb_def_id user);
/* Undoes all changes from `count` on. Cannot fail. */
void nb_roll_back(nb_session *s, size_t count);
/* Begins a line of input, to which the changes that follow belong. */
NB_MUST_USE nb_status nb_begin_line(nb_session *s, const char *text, size_t length);
/* Forgets what could be redone: something else was done. */
void nb_forget_undone(nb_session *s);
/* Undoes the last line that changed something, or redoes the last that was undone; its text, or
 * NULL when there is none. */
NB_MUST_USE nb_status nb_undo_line(nb_session *s, const char **text);
NB_MUST_USE nb_status nb_redo_line(nb_session *s, const char **text);
/* Takes every definition away but those that are built in, which come back. */
NB_MUST_USE nb_status nb_reset(nb_session *s);
double nb_leaf_value(const nb_session *s, const nb_def *def);
/* Drops the nodes that no definition needs when there are many; only between statements. */
void nb_collect(nb_session *s);
/* What a statement that failed, and was rolled back, had added to: all of it is given back, so
 * that one which took all the memory leaves room for the next. */
typedef struct nb_growth {
    nb_arena_mark arena;
    size_t symbols, defs;
} nb_growth;
nb_growth nb_growth_begin(const nb_session *s);
void nb_growth_undo(nb_session *s, nb_growth before);

/* ---- elements.c ---- */
/* The definition of element i, counted row by row, of a name with this shape, or NB_NO_DEF. */
nb_def_id nb_element(nb_session *s, nb_symbol symbol, nb_shape shape, uint32_t i);
/* The shape that the members of a family have: from 1 on, without gaps. False: it has none. */
bool nb_family_shape(nb_session *s, nb_symbol symbol, nb_shape *shape);
/* Gives the elements of a formula their nodes, taking away those that it no longer has. */
NB_MUST_USE nb_status nb_set_elements(nb_session *s, nb_def_id def, nb_shape shape,
                                      const nb_node *nodes);
/* Makes a name a vector of leaves with these numbers. */
NB_MUST_USE nb_status nb_set_vector(nb_session *s, nb_def_id def, nb_shape shape,
                                    const double *numbers, bool stored);
/* Takes all elements of a name away. */
NB_MUST_USE nb_status nb_drop_elements(nb_session *s, nb_symbol symbol);
/* The shape of a name's value: of a formula, as it was last built. */
nb_shape nb_shape_of(const nb_session *s, nb_def_id def);
/* "3" or "2×3", in the scratch arena. */
/* The shape as it is said: 2×3. */
nb_arg nb_shape_arg(nb_session *s, nb_shape shape);

/* ---- initialise.c ---- */
/* The settings of a call by name, checked, in the order of the list. */
NB_MUST_USE nb_status nb_read_parameters(nb_session *s, const nb_command_arg *call,
                                         const nb_default *list,
                                         double values[NB_MAX_PARAMETERS]);
/* Makes a name a vector as the statement's initialiser says. */
NB_MUST_USE nb_status nb_initialise(nb_session *s, const nb_statement *st, nb_def_id def);

/* ---- session.c ---- */
extern const nb_settings nb_default_settings;
bool nb_same_settings(const nb_settings *a, const nb_settings *b);
/* Defines pi, e and their like where they do not mean what they meant at first. */
NB_MUST_USE nb_status nb_define_constants(nb_session *s);

/* ---- problem.c ---- */
/* Sets the problem (its texts are copied) and answers NB_STATUS_ERROR: with a place in an
 * expression's source, or of the statement as a whole. */
NB_MUST_USE nb_status nb_fail_at(nb_session *s, const nb_expr *expr, nb_span span,
                                 nb_message message, nb_message hint);
NB_MUST_USE nb_status nb_fail_plain(nb_session *s, nb_message message, nb_message hint);
#define NB_NO_HINT ((nb_message){.id = NB_MESSAGE_NONE})
/* The hint that `name` was meant to be `near`, perhaps typed with the Korean keyboard on. */
nb_message nb_meant(const char *name, const char *near);
/* The hint for an unknown name: a near one, or how to define it. */
nb_message nb_did_you_mean(nb_session *s, const char *name, bool function);
/* NB_STATUS_ERROR when the host called nb_interrupt: every long loop asks now and then. */
NB_MUST_USE nb_status nb_poll(nb_session *s);

/* ---- build.c ---- */
/* Brings a definition's node up to date. */
NB_MUST_USE nb_status nb_build_def(nb_session *s, nb_def_id def);
NB_MUST_USE nb_status nb_build_all(nb_session *s);
/* Where a change of shape or a new derivative may have broken definitions: builds them, for what
 * they say must still be possible. */
NB_MUST_USE nb_status nb_build_fragile(nb_session *s);
/* Makes the nodes from `from` on the session's, without a name; unless `status` says that adding
 * them failed: then they are dropped. */
NB_MUST_USE nb_status nb_own_nodes(nb_session *s, nb_node from, nb_status status);
/* Makes the nodes of an expression at the end of the graph. `env`: the loop variables. */
NB_MUST_USE nb_status nb_build_expr(nb_session *s, const nb_expr *expr, const double *env,
                                    nb_node *node);
/* The same for one that may be a vector: its nodes, in the scratch arena. */
NB_MUST_USE nb_status nb_build_value(nb_session *s, const nb_expr *expr, const double *env,
                                     nb_shape *shape, const nb_node **nodes);
/* The nodes of an operator over vectors applied to nodes, remembered as a call. */
NB_MUST_USE nb_status nb_build_vector(nb_session *s, nb_vector_op op, const nb_node *args,
                                      nb_shape shape);
/* The value of an expression that leaves no nodes behind. */
NB_MUST_USE nb_status nb_eval(nb_session *s, const nb_expr *expr, const double *env, double *value);
/* The same for one that may be a vector: its numbers, row by row, in the scratch arena. */
NB_MUST_USE nb_status nb_eval_value(nb_session *s, const nb_expr *expr, const double *env,
                                    nb_shape *shape, const double **numbers);
void nb_truncate(nb_session *s, nb_node count, uint32_t rebuilt);
/* The error that something of this shape stands where one number is needed. */
NB_MUST_USE nb_status nb_fail_number_wanted(nb_session *s, const nb_expr *expr, nb_shape shape);
/* The error that an element is not defined, with what its family holds instead. */
NB_MUST_USE nb_status nb_fail_element(nb_session *s, const nb_expr *expr, nb_span span,
                                      const nb_def *wanted);
/* A whole number, or an error at the place: of a value, of an expression. */
NB_MUST_USE nb_status nb_to_index(nb_session *s, const nb_expr *expr, nb_span span, double value,
                                  int32_t *index);
NB_MUST_USE nb_status nb_eval_index(nb_session *s, const nb_expr *expr, const double *env,
                                    int32_t *index);
/* The indices that stand between two codes, as at most NB_INDEX_NUMBERS numbers. */
NB_MUST_USE nb_status nb_eval_indices(nb_session *s, const nb_expr *expr, uint32_t from,
                                      uint32_t to, const double *env, double *values,
                                      uint32_t *count);
double nb_get_ans(const nb_session *s);
void nb_set_ans(nb_session *s, double value);

/* ---- gradient.c ---- */
/* Adds the nodes of ∂a/∂(by[i]): nodes[i], or NB_NO_NODE when a does not depend on that. */
NB_MUST_USE nb_status nb_add_gradient(nb_session *s, nb_node a, const nb_node *by, uint32_t count,
                                      nb_node *nodes);

/* ---- hints.c ---- */
/* Adds a hint to the problem of a statement, whose text is given, where there is a likely one. */
void nb_add_hint(nb_session *s, const char *text);
/* The hint that one of a call's settings was meant, or which there are. `list`: the numbers;
 * `option`: another setting, or NULL. */
nb_message nb_setting_meant(nb_session *s, const char *call, const nb_default *list,
                            const char *option, const char *key);
/* What nabla writes instead of a word or sign from elsewhere; id NONE: it is no such word. */
nb_message nb_habit_of(const char *word);

/* ---- execute.c ---- */
NB_MUST_USE nb_status nb_execute(nb_session *s, nb_statement *statement);

/* ---- input.c ---- */
void nb_set_place(nb_session *s, nb_block *block);
/* Runs all statements of a text as part of the running statement. */
NB_MUST_USE nb_status nb_run_text(nb_session *s, const char *name, const char *text, size_t length);

/* ---- commands.c ---- */
/* A row of commands.def. */
typedef struct nb_command_info {
    const char *word, *syntax;
    bool alone;  /* not inside braces, nor in a file that another one runs */
    bool topic;  /* no command: a form of the language that help explains */
    const char *group, *usage, *brief, *example;
    nb_status (*run)(nb_session *s, const nb_statement *st); /* NULL: a topic, or planned */
} nb_command_info;
const nb_command_info *nb_command_get(int command); /* NULL behind the last */
int nb_find_command(const char *word, size_t length, const char **syntax);
/* Of a clause like shuffle:w=off|on "off|on", up to a blank or the end; NULL: it has none. */
const char *nb_clause_words(const char *syntax, const char *key, size_t length);
const char *nb_setting_get(size_t setting); /* its name; NULL behind the last */
/* What it is set to, in the result's arena; NULL: it is none of a session's, but the process's. */
const char *nb_setting_value(nb_session *s, size_t setting);
/* The words that are its values; NULL behind the last, and where it is a number. */
const char *nb_setting_word(size_t setting, size_t word);
NB_MUST_USE nb_status nb_set(nb_session *s, const nb_statement *st);
NB_MUST_USE nb_status nb_run_command(nb_session *s, const nb_statement *statement);
/* On a quiet line of a file that is run: the result of the whole file is not quiet. */
bool nb_is_unseen(const nb_session *s);
/* Has the host load the file that an argument names; an error at its place. The bytes go back by
 * nb_unload. */
NB_MUST_USE nb_status nb_load(nb_session *s, const nb_command_arg *arg, char **bytes,
                              size_t *length);
void nb_unload(nb_session *s, char *bytes, size_t length);

/* ---- help.c ---- */
/* `place`: the statement's text. */
NB_MUST_USE nb_status nb_help(nb_session *s, const nb_command_arg *arg, const nb_expr *place);
NB_MUST_USE nb_status nb_apropos(nb_session *s, const nb_command_arg *arg, const nb_expr *place);

/* Answers with help: the rows are copied, their texts are not. */
NB_MUST_USE nb_status nb_add_help(nb_session *s, const char *title, const nb_help_row *rows,
                                  size_t count, const char *example);
/* A formula of a table as a student reads it, in the result's arena. */
const char *nb_readable(nb_session *s, const char *formula);

/* ---- recipes.c ---- */
/* Explains an optimizer, an initialiser or a kind of samples, where the word is one. */
NB_MUST_USE nb_status nb_help_recipe(nb_session *s, const char *word, bool *found);
/* How one of them is called, in the scratch arena: W = zeros(2, 3). NULL: the word is none. */
const char *nb_recipe_use(nb_session *s, const char *word);
typedef enum nb_recipe_kind {
    NB_RECIPE_OPTIMIZER, NB_RECIPE_INITIALISER, NB_RECIPE_SAMPLES
} nb_recipe_kind;
/* Their names one after the other, *next being 0 at first; NULL behind the last. */
const char *nb_recipe_get(size_t *next, const char **help, nb_recipe_kind *kind);
/* Calls `found` for all of a kind; for the settings of one, as "lr="; where `option` is not NULL,
 * for what that can be. Answers whether nothing else can stand there. */
void nb_offer_recipes(nb_recipe_kind kind, void (*found)(void *user, const char *name),
                      void *user);
bool nb_offer_settings(const char *name, size_t length, const char *option, size_t option_length,
                       void (*found)(void *user, const char *name), void *user);

/* ---- nodes.c ---- */
/* The node that a command's argument names: a definition, an element, or an expression equal to a
 * node of `target`'s graph (the pick-th of several). */
NB_MUST_USE nb_status nb_find_node(nb_session *s, const nb_command_arg *arg, nb_node target,
                                   nb_node *node);
/* The nodes that a list names, h[1..20] being twenty, in the scratch arena. */
NB_MUST_USE nb_status nb_find_nodes(nb_session *s, const nb_command_arg *list, nb_node target,
                                    nb_node **nodes, size_t *count);
/* Where in such a list its node number `at`, from 0, is named. */
nb_span nb_place_in_list(nb_session *s, const nb_command_arg *list, nb_node target, size_t at);
NB_MUST_USE nb_status nb_find_equal(nb_session *s, nb_node target, nb_node wanted, uint32_t pick,
                                    nb_node *found, uint32_t *count);
/* The same for an operand of `y`, which comes first among equal nodes. */
NB_MUST_USE nb_status nb_find_operand(nb_session *s, const nb_command_arg *arg, nb_node y,
                                      nb_node *node);
/* The target that was named, as long as it is one number; else NB_NO_DEF. It has been built. */
nb_def_id nb_named_target(const nb_session *s);
/* The target that a command means; names it as the target when `arg` does. */
NB_MUST_USE nb_status nb_choose_target(nb_session *s, const nb_command_arg *arg, nb_node *target);
/* The first leaf that a node is made of, or NB_NO_DEF. */
NB_MUST_USE nb_status nb_find_leaf(nb_session *s, nb_node node, nb_def_id *leaf);
/* Marks the nodes that `target` is made of: bit 0; of those the chosen ones: bit 1. */
NB_MUST_USE nb_status nb_mark_cone(nb_session *s, nb_node target, uint8_t **marks);

/* The chain rule inside one formula: ∂top/∂node for the nodes that `top` is made of, passing only
 * through nodes that are `inside` it. The arrays have top + 1 elements, in the scratch arena. */
typedef struct nb_sweep {
    uint8_t *inside, *reached;
    double *gradient;
    double *first;  /* of the contributions to each: what it hands on where the passes are broken */
    nb_node *order; /* in which the nodes hand on; NULL: from top down */
    nb_node count;
} nb_sweep;
/* Inside are the nodes without a name: the inputs are the names in the formula of `top`. */
NB_MUST_USE nb_status nb_sweep_formula(nb_session *s, nb_node top, nb_sweep *sweep);
/* Inside are the nodes that the call made: the inputs are its arguments, and names in its body. */
NB_MUST_USE nb_status nb_sweep_call(nb_session *s, const nb_call *call, nb_sweep *sweep);

/* ---- describe.c ---- */
typedef unsigned nb_style; /* one of the first three, and what may be added */
enum {
    NB_STYLE_NAMES,     /* x2·w25 */
    NB_STYLE_NUMBERS,   /* 3.5 × 1.3: a formula with the values of its names, calls opened */
    NB_STYLE_VALUES,    /* 3.5·1.3: the values of names and calls in a formula as it reads */
    NB_STYLE_TYPESET = 4, /* for a typesetter: brackets as fractions and roots want them */
    NB_STYLE_CALLS = 8  /* phi_y2, defined as φ(y2), reads φ(y2) */
};
/* A node as text: its name, or its formula where it has none. */
nb_text nb_describe(nb_session *s, nb_node node);
nb_text nb_describe_as(nb_session *s, nb_node node, nb_style style);
/* Its formula; empty for a leaf, or for a name that is only a number. */
nb_text nb_describe_formula(nb_session *s, nb_node node, nb_style style);
nb_text nb_describe_term(nb_session *s, const nb_term *term, nb_style style);
/* Where terms about the session's graph are made, in an arena. */
NB_MUST_USE nb_status nb_algebra_get(nb_session *s, nb_arena *arena, nb_algebra *algebra);
/* ∂node/∂(operand k): NULL when memory runs out. */
/* ∂op/∂(operand k) as ops.def teaches it, parsed once: a, b, c and the value y are locals 0 to 3.
 * NULL when memory runs out. */
const nb_expr *nb_partial_of(nb_session *s, nb_op op, int k);
const nb_term *nb_local_of(nb_session *s, const nb_algebra *algebra, nb_node node, int k);
/* The same as a formula in names. */
nb_text nb_describe_local(nb_session *s, nb_node node, int k);
const nb_call *nb_find_call_of(const nb_session *s, nb_node result);
/* Which of a call's results this one is: [2] or [1,2], in the result's arena. */
const char *nb_call_index(nb_session *s, const nb_call *call);

/* ---- closed.c ---- */
/* The call of an operator over vectors that a node is a result of; or NULL. */
const nb_call *nb_closed_call(const nb_session *s, nb_node node);
bool nb_has_closed_form(const nb_call *call, uint32_t arg);
/* What closed forms below `target` mention besides arguments and results gets nodes, at the end of
 * the graph, where nothing has them yet: the softmax of softmax_cross_entropy. To be called before
 * nb_closed_term, and before anything keeps pointers to calls or owners. */
NB_MUST_USE nb_status nb_prepare_closed(nb_session *s, nb_node target);
/* ∂(the call's result)/∂(argument `arg`) in closed form. */
NB_MUST_USE nb_status nb_closed_term(nb_session *s, const nb_algebra *algebra,
                                     const nb_call *call, uint32_t arg, const nb_term **term);
/* Marks the nodes that compute such calls, in the scratch arena. `cone`: see nb_mark_cone. */
NB_MUST_USE nb_status nb_hide_closed(nb_session *s, nb_node target, const uint8_t *cone,
                                     uint8_t **hidden);

/* ---- explain.c ---- */
/* Derives ∂target/∂node by the chain rule. `operations`: every operation is a factor, rather than
 * every named definition and every call of a function. `latex`: for a typesetter. */
NB_MUST_USE nb_status nb_explain(nb_session *s, nb_node node, nb_node target, bool operations,
                                 bool latex);
/* ∂y/∂x as a formula, where the formula that defines y uses x; empty where it is too long for a
 * line, or a call lies between the two. */
NB_MUST_USE nb_status nb_describe_slope(nb_session *s, nb_node y, nb_node x, nb_text *formula);

/* ---- cells.c ---- */
nb_table_cell nb_cell_text(nb_text text);
nb_table_cell nb_cell_number(double number);
nb_table_cell nb_cell_said(nb_message message);
/* A node, or a text, within a message. */
nb_arg nb_node_arg(nb_session *s, nb_node node);
nb_arg nb_text_arg(nb_session *s, nb_text text);
/* ∂L/∂node */
nb_message nb_gradient_heading(nb_session *s, nb_node target);
/* What was written to a buffer, in the result's arena; clears the buffer. "" (and the result is
 * marked `failed`) when memory runs out. */
const char *nb_take_text(nb_session *s, nb_buffer *buffer);
/* Several texts as one, likewise. */
const char *nb_join_texts(nb_session *s, const char *const texts[]); /* ended by NULL */
#define NB_JOIN(s, ...) nb_join_texts((s), (const char *const[]){__VA_ARGS__, NULL})
/* A text being written piece by piece, in the result's arena; what is written must live there. */
typedef struct nb_writer {
    nb_session *s;
    nb_text text;
    size_t capacity;
} nb_writer;
void nb_write_piece(nb_writer *writer, nb_piece piece);
void nb_write_mark(nb_writer *writer, nb_piece_kind kind); /* a piece that needs no more */
void nb_write_sign(nb_writer *writer, nb_op op);           /* between numbers, with blanks */
void nb_write_word(nb_writer *writer, const char *name);
/* The next of a list with commas; NULL: that there are more. */
void nb_write_item(nb_writer *writer, const char *name);
void nb_write_text(nb_writer *writer, nb_text text);
void nb_write_name(nb_writer *writer, nb_node node);
void nb_write_number(nb_writer *writer, nb_piece_kind kind, double number, int digits);
/* ∂target/∂node */
void nb_write_derivative(nb_writer *writer, nb_node target, nb_node node);
/* What was written, which holds together like this. */
nb_text nb_written(nb_writer *writer, nb_level level);

/* ---- expect.c ---- */
NB_MUST_USE nb_status nb_expect(nb_session *s, const nb_statement *st);

/* ---- check.c, numeric.c, whatif.c, trace.c, paths.c ---- */
NB_MUST_USE nb_status nb_check(nb_session *s, nb_node target);
/* `derivative` is written dL/dw or grad(L, w); `step`: ε, NULL where none was given. */
/* The operands of a derivative, dL/dw or grad(L, w): two parts of its code, which is in postfix
 * order. *split: it is one. */
NB_MUST_USE nb_status nb_split_derivative(nb_session *s, const nb_expr *expr, nb_expr *of,
                                          nb_expr *by, bool *split);
NB_MUST_USE nb_status nb_numeric(nb_session *s, const nb_expr *derivative,
                                 const nb_command_arg *step);
NB_MUST_USE nb_status nb_whatif(nb_session *s, nb_node target, const nb_command_arg *changes);
NB_MUST_USE nb_status nb_trace(nb_session *s, nb_node target, const nb_command_arg *list);
/* The paths from `target` back to each of `nodes`. `operations`: down to single operations. */
NB_MUST_USE nb_status nb_list_paths(nb_session *s, nb_node target, nb_node *nodes, size_t count,
                                    bool operations);

/* ---- delete.c ---- */
NB_MUST_USE nb_status nb_delete(nb_session *s, const nb_command_arg *arg);

/* ---- report.c, picture.c, list.c ---- */
NB_MUST_USE nb_status nb_report(nb_session *s, nb_nodes_kind kind, nb_node target);
/* Numbers the nodes without a name that read the same, in creation order, so that #2 can pick one;
 * 0: no other reads so. */
NB_MUST_USE nb_status nb_number_alike(nb_session *s, const nb_text *texts, const nb_node *nodes,
                                      size_t count, int *numbers);
NB_MUST_USE nb_status nb_report_local(nb_session *s, nb_node y, nb_node x);
NB_MUST_USE nb_status nb_draw(nb_session *s, nb_node target, const char *path);
NB_MUST_USE nb_status nb_list(nb_session *s, nb_buffer *out);
/* A number, shortest (inf as 1/0); a text in quotes: as source. */
void nb_write_double(nb_buffer *out, double number);
void nb_write_quoted(nb_buffer *out, const char *text);
/* What else belongs to the session, as statements: settings, and the target. */
NB_MUST_USE nb_status nb_list_state(nb_session *s, nb_buffer *out);
/* Warns, once a statement, that a node is inf or nan, naming where that arose. */
NB_MUST_USE nb_status nb_warn_value(nb_session *s, nb_node node);
/* The same for the gradients of `target`, after a backward pass. */
NB_MUST_USE nb_status nb_warn_gradient(nb_session *s, nb_node target);
/* Whether a gradient flows from `target` to `node`, and the note that none does and why. */
NB_MUST_USE nb_status nb_depends(nb_session *s, nb_node target, nb_node node, bool *depends);
NB_MUST_USE nb_status nb_say_no_path(nb_session *s, nb_node target, nb_node node);

#endif
