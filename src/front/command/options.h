/* The command line as data. */
#ifndef NABLA_FRONT_COMMAND_OPTIONS_H
#define NABLA_FRONT_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum nb_when { NB_WHEN_AUTO, NB_WHEN_ALWAYS, NB_WHEN_NEVER } nb_when;

/* The texts are those of argv; the arrays `evals` and `allowed` are freed by nb_options_clear. */
typedef struct nb_options {
    const char **evals; /* what stood after -e, in order */
    size_t eval_count;
    const char **allowed; /* the folders of --allow-write */
    size_t allowed_count;
    bool check, update, html, strip, key, json, ascii, plain, no_init, present, numbered;
    nb_when colour;
    bool update_errors; /* --update=errors */
    bool report;        /* the files are records of a class */
    const char *mark;   /* the lesson at whose exercises they are tried; NULL: they are not */
    const char *csv;    /* NULL: not said */
    const char *from;   /* a heading; NULL: from the beginning */
    const char *lang; /* "en", "ko"; NULL: not said */
    const char *record; /* the file of a class's record; NULL: none */
    uint64_t student; /* of --student, where `numbered`; else 0 */
    char **files;
    int file_count;
} nb_options;

/* Reads the command line. Returns -1 when the program is to go on, else its exit status: help and
 * the version were printed, or what is wrong was said. `options` is to be cleared either way. */
int nb_options_read(nb_options *options, int argc, char **argv);
void nb_options_clear(nb_options *options);

/* Whether standard output is coloured: --color, else --plain, else NO_COLOR, else CLICOLOR_FORCE,
 * else whether it and standard error are a terminal that can. */
bool nb_options_colour(const nb_options *options);

#endif
