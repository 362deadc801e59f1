/* What a statement answers with: typed blocks, in order. Numbers stay numbers; a front end picks
 * a renderer of view/ for them.
 *
 * Ownership: everything a result points to lives in the result's own arena and dies with it. */
#ifndef NABLA_RESULT_RESULT_H
#define NABLA_RESULT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "result/message.h"
#include "result/picture.h"
#include "result/text.h"

/* The value of a definition or an expression. columns 0: one number; rows 0: a vector
 * of `columns` numbers; else a matrix, row by row. */
typedef struct nb_value_block {
    const char *name; /* NULL for an expression */
    uint32_t rows, columns;
    const double *numbers;
    const char *by;   /* of a derivative of `name` the leaf that it is by; else NULL */
} nb_value_block;

/* One step of the chain rule: upstream gradient × local gradient, arriving over one edge. */
typedef struct nb_contribution {
    double upstream;   /* ∂target/∂parent */
    double local;      /* ∂parent/∂node */
    nb_text formula;   /* the local gradient in names */
    nb_text parent;    /* in a hint: ∂target/∂parent instead of its number; else empty */
} nb_contribution;

typedef struct nb_local {
    nb_text operand;
    double value; /* ∂node/∂operand */
} nb_local;

typedef struct nb_node_row {
    nb_text name;              /* the name, or the formula of a node without one */
    int number;                /* 1, 2... where several nodes read the same, else 0 */
    nb_text formula;           /* in names; empty for a leaf */
    nb_text numbers;           /* the formula with numbers put in; empty for a leaf */
    double value, gradient;
    double left;               /* in the gradient from earlier passes; 0 unless they are broken */
    bool chosen;               /* false: the side of a `where` that was not taken */
    nb_contribution *contributions;
    size_t contribution_count; /* stored here */
    size_t contribution_total; /* in the graph; more than stored when they are very many */
    nb_local *locals;
    size_t local_count;
} nb_node_row;

/* A gradient derived by the chain rule: one equation for each node between `node` and `target`,
 * numbered from `node` on. */
typedef struct nb_chain_term {
    nb_text parent;  /* ∂target/∂parent is the first factor; empty: the parent is the target */
    nb_text local;   /* ∂parent/∂node, in names */
    nb_text numbers; /* the same with numbers put in */
    double upstream; /* ∂target/∂parent */
} nb_chain_term;

typedef struct nb_definition {
    nb_text name, formula;
} nb_definition;

typedef struct nb_equation {
    int number;
    nb_text node;
    nb_chain_term *terms;
    size_t term_count, term_total;
    nb_definition *definitions; /* of its parents, each where it is first met */
    size_t definition_count;
    double value; /* ∂target/∂node */
} nb_equation;

typedef struct nb_derivation_block {
    nb_text target, node;
    nb_equation *equations;
    size_t count, omitted; /* equations left out in the middle */
    nb_text *factors;      /* from the target back, where there is one path that is not too long */
    size_t factor_count;
    double paths;
    double gradient;
    nb_message comparison; /* with a numerical derivative */
    nb_message meaning;    /* the gradient in a sentence */
    bool latex;            /* the texts are LaTeX */
} nb_derivation_block;

/* The gradient of a vector or matrix, derived vector by vector: for each an equation in elements
 * and, where it has such a form, one in matrices. */
typedef enum nb_rule_sign {
    NB_RULE_FIRST,   /* nothing stands before the factor */
    NB_RULE_PLUS,    /* it begins another term */
    NB_RULE_PRODUCT, /* of numbers, or of matrices */
    NB_RULE_EACH     /* element by element: ⊙ */
} nb_rule_sign;

typedef struct nb_rule_factor {
    nb_rule_sign sign;
    const char *sum;  /* letters that are summed over, before the factor; NULL: none */
    bool opens, closes; /* brackets around several factors */
    bool gradient;    /* ∂target/∂text */
    bool transposed;
    const char *index; /* behind it: [k,:]; NULL: none */
    nb_text text;
    uint32_t rows, columns; /* of its numbers */
    const double *numbers;  /* row by row; NULL: not shown */
} nb_rule_factor;

typedef struct nb_rule_side {
    nb_rule_factor *factors;
    size_t count;
} nb_rule_side;

typedef struct nb_rule_equation {
    int number;
    nb_text node;
    const char *index;    /* of one of its elements: [i,j]; "" of a number */
    nb_rule_side element; /* of a target that has no such rule: empty */
    nb_rule_side whole;   /* empty: only elements follow a rule */
    nb_rule_side blocks;  /* what `whole` multiplies, as numbers */
    nb_definition *definitions; /* of what stands on the right, each where it is first met */
    size_t definition_count;
    bool is_matrix;
    uint32_t rows, columns;
    const double *numbers; /* ∂target/∂node */
} nb_rule_equation;

typedef struct nb_rule_block {
    nb_text target, node;
    nb_rule_equation *equations; /* from `node` on */
    size_t count, omitted;       /* equations left out in the middle */
    nb_message comparison; /* with numerical derivatives */
    bool latex;
} nb_rule_block;

typedef enum nb_nodes_kind { NB_NODES_FORWARD, NB_NODES_BACKWARD, NB_NODES_TABLE } nb_nodes_kind;

typedef struct nb_nodes_block {
    nb_nodes_kind kind;
    nb_text target;
    nb_node_row *rows;
    size_t count;
    size_t omitted; /* rows of the graph that are not here */
    /* of a walk: only rows[shown] is for the user, as number `step` (from 1) of `steps`; the others
     * keep its columns where they were */
    size_t step, steps; /* steps 0: no walk */
    size_t shown;
} nb_nodes_block;

/* A table of any kind: rows of cells under headings. A table whose columns have no headings is a
 * list of equations. */
typedef enum nb_cell_kind {
    NB_CELL_EMPTY,
    NB_CELL_TEXT,
    NB_CELL_PRODUCT, /* formulas with · between */
    NB_CELL_NUMBER,
    NB_CELL_SAID,    /* a message */
    NB_CELL_MARK,    /* right or, where the number is 0, wrong */
    NB_CELL_BAR      /* a number as a bar: the rows' bars are in proportion */
} nb_cell_kind;

typedef struct nb_table_cell {
    nb_cell_kind kind;
    nb_text text;
    nb_text *factors; /* PRODUCT */
    size_t factor_count;
    double number;
    int digits; /* NUMBER: significant digits; 0: as many as the view shows */
    nb_message said;
} nb_table_cell;

typedef enum nb_column_kind {
    NB_COLUMN_TEXT,
    NB_COLUMN_NUMBER,
    NB_COLUMN_VALUE,
    NB_COLUMN_GRADIENT,
    NB_COLUMN_LOCAL,
    NB_COLUMN_BAR /* at the end; in proportion to the logarithm where `logarithmic` */
} nb_column_kind;

typedef struct nb_table_column {
    nb_column_kind kind;
    const char *key;    /* its name for programs; neighbours that share one are a list */
    nb_message heading; /* id NONE: none */
    const char *sign;   /* stands before each cell that is not empty: "= "; NULL: none */
} nb_table_column;

/* A number that a sentence below the table says, for programs. */
typedef struct nb_fact {
    const char *key;
    double number;
} nb_fact;

enum { NB_TABLE_FACTS = 10, NB_TABLE_COLUMNS = 64 }; /* at most */

typedef struct nb_table_block {
    const nb_table_column *columns;
    size_t column_count;
    nb_table_cell *cells; /* row by row */
    size_t row_count, room;
    size_t omitted;  /* further rows, which are not here */
    size_t spare, spares; /* columns that may be left out from the last on where lines are short */
    const char *key; /* for programs, where it is a table of its own kind; else NULL */
    bool logarithmic;
    nb_fact facts[NB_TABLE_FACTS];
    size_t fact_count;
} nb_table_block;

/* A matrix of numbers, row by row, with the names of its rows and columns; of a large one the first
 * of them. */
typedef struct nb_grid_block {
    nb_text corner; /* what it is: ∂y/∂x */
    const nb_text *rows, *columns;
    double *numbers;
    size_t row_count, column_count;
    size_t row_total, column_total;
} nb_grid_block;

/* A picture: a graph with what the textbook style writes on it. The front end has it drawn. */
typedef struct nb_picture_block {
    const char *path; /* as typed; the ending says the format; NULL: it is for the terminal */
    const char *viewed; /* a file for the desktop to show, and nothing else; NULL: none */
    const char *drawn;  /* by the host, for the terminal, harmless; NULL: it is not */
    bool image;         /* that is an image, for a terminal that shows such */
    nb_message hint;    /* without a path: there is no picture of characters, but this; or NONE */
    nb_vertex *vertices;
    size_t vertex_count;
    nb_edge *edges;
    size_t edge_count;
    const nb_picture_box *boxes; /* an outer one before those inside it */
    size_t box_count;
    bool has_gradients;
    nb_picture_look look;
    const char *caption; /* below the graph; NULL: none */
    const struct nb_figure *figure; /* drawn instead (result/figure.h); NULL: there is none */
    const struct nb_slides *slides; /* result/slides.h; NULL: it is one picture */
} nb_picture_block;

/* A file for the host to write inside the allowed folder. */
typedef struct nb_file_block {
    const char *path;
    const char *bytes;
    size_t length;
    bool transcript; /* the session as Markdown, which the host makes (nb_session_entered) */
} nb_file_block;

/* What `lesson` asks of the host: to list all (name NULL), to open one, or to begin a new one. */
typedef struct nb_lesson_block {
    const char *name; /* of a new one, the path of its file */
    bool begins;
} nb_lesson_block;

/* What `practice` asks of the host. */
typedef struct nb_practice_block {
    const char *level;   /* one of its words; NULL: from the first one up */
    uint32_t exam, seed; /* exam: so many questions without help; 0: questions without end */
    bool seeded;         /* else any seed will do */
} nb_practice_block;

typedef struct nb_help_row {
    const char *head; /* a command's syntax, an operator's usage; NULL: `says` stands there */
    const char *text;
    const char *also; /* said behind the text and a semicolon; NULL: nothing */
    nb_message says;  /* what the text is: the value, where it is defined */
} nb_help_row;

#define NB_HELP_ROW(HEAD, TEXT) ((nb_help_row){.head = (HEAD), .text = (TEXT)})
#define NB_HELP_SAID(SAYS, TEXT) ((nb_help_row){.says = (SAYS), .text = (TEXT)})

typedef struct nb_help_block {
    const char *title; /* NULL: none */
    nb_help_row *rows;
    size_t count;
    const char *example; /* NULL: none; statements, one a line */
} nb_help_block;

typedef enum nb_severity { NB_SEVERITY_NOTE, NB_SEVERITY_WARNING, NB_SEVERITY_ERROR } nb_severity;

typedef struct nb_diagnostic {
    nb_severity severity;
    nb_message message, hint; /* hint.id NONE: there is none */
    const char *source;       /* the file's name, NULL: not from a file */
    size_t line;              /* from 1; 0: no place is known */
    size_t column;            /* in display columns, from 1 */
    size_t width;             /* in display columns, at least 1 */
    const char *text;         /* the line */
} nb_diagnostic;

/* A question about a derivative, ∂target/∂node. */
typedef struct nb_question_block {
    nb_text target, node;
    int which;            /* of the nodes that read alike, from 1; 0: none does */
    size_t number, count; /* this one, from 1, of so many; number 0: it is part of another */
} nb_question_block;

/* What is said to an answer, or shown in place of one: why it is wrong, or the derivative. */
typedef enum nb_answer_kind { NB_ANSWER_NONE, NB_ANSWER_RIGHT, NB_ANSWER_WRONG } nb_answer_kind;

typedef struct nb_answer_block {
    nb_answer_kind verdict; /* NONE: nobody answered */
    double answer;
    nb_message says;    /* id NONE: nothing but what follows */
    bool shown;         /* the derivative stands here: ∂target/∂row.name, by row.contributions */
    bool hint;          /* in names only, without its value */
    nb_text target;
    nb_node_row row;
} nb_answer_block;

/* Numbers in order, for a plot: the text view leaves it out. */
typedef struct nb_series_block {
    nb_text name;
    const double *numbers;
    size_t count;
} nb_series_block;

/* A plot: curves over an axis, bars, or a map. The front end shows it as text, or has it drawn. */
typedef enum nb_plot_kind {
    NB_PLOT_LINES,
    NB_PLOT_BARS, /* curve k has the bars k of each group; x counts the groups, from 1 */
    NB_PLOT_MAP   /* numbers over two axes, or classes; the curves lie on it */
} nb_plot_kind;

typedef struct nb_curve {
    nb_text name;
    const double *x, *y; /* a y that is no number: a gap, also where the curve jumps */
    size_t count;
    bool points; /* they are marks */
    bool joined; /* marks with a line between: a path */
} nb_curve;

typedef struct nb_axis {
    nb_text name;
    double low, high; /* low < high */
    bool logarithmic;
} nb_axis;

typedef struct nb_plot_block {
    nb_plot_kind kind;
    const char *path;  /* as typed; the ending says the format. NULL: it is shown as text */
    const char *title; /* NULL: none */
    nb_axis x, y;
    nb_curve *curves;
    size_t count;
    const nb_text *labels; /* of the groups of bars, NULL: they are numbered; or of the classes */
    nb_text map;         /* its name */
    const double *cells; /* row by row, from y.low and x.low up to y.high and x.high */
    size_t columns, rows, classes; /* cells are numbers of classes, from 0; 0: they are values */
    bool dark;
    bool shown; /* as text, though it has a path: it could not be drawn */
    nb_table_block table; /* some of its numbers, where no picture is wanted */
} nb_plot_block;

typedef enum nb_block_kind {
    NB_BLOCK_VALUE,
    NB_BLOCK_NODES,
    NB_BLOCK_LOCAL,   /* one local gradient */
    NB_BLOCK_DERIVATION,
    NB_BLOCK_RULE,
    NB_BLOCK_TABLE,
    NB_BLOCK_GRID,
    NB_BLOCK_SERIES,
    NB_BLOCK_TYPED,   /* a line of a file that is run, or its comments */
    NB_BLOCK_PROSE,   /* a sentence; blocks up to this one only show something */
    NB_BLOCK_PLOT,    /* without a path it only shows something, too */
    NB_BLOCK_PICTURE,
    NB_BLOCK_FILE,
    NB_BLOCK_SCRIPT,  /* statements, printed as they are */
    NB_BLOCK_HELP,
    NB_BLOCK_QUESTION,
    NB_BLOCK_ANSWER,
    NB_BLOCK_LESSON, NB_BLOCK_PRACTICE,
    NB_BLOCK_DIAGNOSTIC
} nb_block_kind;

typedef struct nb_local_block {
    nb_text node, operand, formula; /* formula: in names */
    double value;
} nb_local_block;

typedef struct nb_block {
    nb_block_kind kind;
    union {
        nb_value_block value;
        nb_nodes_block nodes;
        nb_local_block local;
        nb_derivation_block derivation;
        nb_rule_block rule;
        nb_table_block table;
        nb_grid_block grid;
        nb_series_block series;
        nb_plot_block plot;
        nb_message prose;
        nb_picture_block picture;
        nb_file_block file;
        const char *script;
        const char *typed; /* not NULL; empty: an empty line */
        nb_help_block help;
        nb_question_block question;
        nb_answer_block answer;
        nb_lesson_block lesson;
        nb_practice_block practice;
        nb_diagnostic diagnostic;
    } as;
    const char *written; /* file, picture, plot: the file that the host wrote; NULL: none */
    bool replaces; /* written: in the place of a file that was not nabla's */
    const nb_diagnostic *place; /* file, picture, plot, lesson: where it was asked for, or NULL */
    bool typed; /* file, picture, plot: by a statement that a user typed and no file held */
    struct nb_block *next;
} nb_block;

typedef struct nb_result {
    nb_arena arena;
    const char *statement; /* the source text of the statement */
    nb_block *first, *last;
    bool quiet; /* the line ended in ; : only diagnostics and files are for the user */
    bool begins_line; /* the first statement of its line, which `undo` takes back as a whole */
    bool ok;
    bool failed; /* memory ran out while the result was made: it is incomplete */
} nb_result;

/* A new, empty result; NULL when memory runs out. */
nb_result *nb_result_new(nb_memory *memory);
void nb_result_free(nb_result *result);
/* Adds a block of a kind and returns it to be filled; NULL (and `failed`) when memory runs out. */
nb_block *nb_result_add(nb_result *result, nb_block_kind kind);
/* Where a result stands. Going back drops the blocks that were added since, if all of them only
 * show something; answers whether it did. */
typedef struct nb_result_mark {
    nb_arena_mark arena;
    nb_block *last;
} nb_result_mark;
nb_result_mark nb_result_get_mark(const nb_result *result);
bool nb_result_rewind(nb_result *result, nb_result_mark mark);
nb_block *nb_result_take(nb_result *result, nb_result_mark mark); /* the first since; NULL: none */
/* The statement after which the result stood at `mark` has failed: takes out the blocks that it
 * added, which may be half made, but for what they report. */
void nb_result_drop(nb_result *result, nb_result_mark mark);
/* Takes out what asks the host for something: a failed statement's files are not written. */
void nb_result_drop_requests(nb_result *result);
/* Whether it shows names of the session where they lie: what is said has its own texts, but tables
 * and values, which a file leaves that fails later, have not. */
bool nb_result_borrows(const nb_result *result);
/* Memory ran out: drops all since `mark`, and is whole again. */
void nb_result_empty(nb_result *result, nb_result_mark mark);
/* `count` zeroed elements in the result's arena; NULL (and `failed`) when memory runs out. */
void *nb_result_array(nb_result *result, size_t count, size_t size);
const char *nb_result_text(nb_result *result, const char *text, size_t length);
/* Whether the two read the same. */
bool nb_text_same(const nb_text *a, const nb_text *b);
/* Copies a formula, with all that its pieces point to, into an arena; false: memory ran out. */
NB_MUST_USE bool nb_text_copy(nb_arena *arena, const nb_text *text, nb_text *copy);
/* Whether a row is for the user: of a walk only one is. */
bool nb_nodes_shows(const nb_nodes_block *nodes, size_t row);
/* Copies what an argument points to into an arena; false when memory runs out. */
NB_MUST_USE bool nb_arg_copy(nb_arena *arena, nb_arg *arg);
/* Copies a message's texts into the result. */
nb_message nb_result_message(nb_result *result, nb_message message);
/* Adds a table with room for so many rows; NULL (and `failed`) when memory runs out. */
nb_table_block *nb_result_table(nb_result *result, const nb_table_column *columns,
                                size_t column_count, size_t rows);
/* Begins its next row, which has room. Returns the cells, empty. */
nb_table_cell *nb_table_row(nb_table_block *table);
void nb_table_fact(nb_table_block *table, const char *key, double number);
/* Adds a sentence. */
void nb_result_prose(nb_result *result, nb_message message);
/* Adds a note, warning or error without a place. */
void nb_result_say(nb_result *result, nb_severity severity, nb_message message);
/* Why memory ran out: the limit was met, or the machine has no more. */
nb_message nb_memory_message(const nb_memory *memory);
/* Adds an error about what a block asked the host for, at the place of the block. */
void nb_result_fail(nb_result *result, const nb_block *block, nb_message message);
/* Gives the diagnostic that was just added a hint, unless memory ran out. */
void nb_result_hint(nb_result *result, nb_message hint);

#endif
