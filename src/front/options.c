/* Reading the command line. Every option is one row of the table below; --help prints it. */
#define _GNU_SOURCE
#include "front/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/show.h"

enum { LEAVE = 256, PLANNED };

typedef struct row {
    int key; /* the short letter, or a number from LEAVE on */
    const char *name, *argument, *help;
} row;

enum { CHECK = PLANNED + 1, UPDATE, FORMAT, COLOUR, ASCII, PLAIN, LANG, NO_INIT, ALLOW_WRITE };

static const row rows[] = {
    {'e', "eval", "STATEMENTS", "run statements and leave; may be repeated"},
    {CHECK, "check", NULL, "compare a lesson's outputs with what they should be"},
    {UPDATE, "update", NULL, "write a lesson's outputs anew"},
    {FORMAT, "format", "text|json", "json: one object a statement, one a line"},
    {COLOUR, "color", "auto|always|never", "colours; NO_COLOR is honoured"},
    {ASCII, "ascii", NULL, "print no character outside ASCII"},
    {PLAIN, "plain", NULL, "no boxes and no redrawing, for screen readers"},
    {LANG, "lang", "en|ko", "the language of messages"},
    {NO_INIT, "no-init", NULL, "do not read init.nabla"},
    {ALLOW_WRITE, "allow-write", "FOLDER", "let scripts and lessons write here, too"},
    {'h', "help", NULL, "print this"},
    {'V', "version", NULL, "print the version"},
    {PLANNED, "from", "HEADING", NULL},
    {PLANNED, "html", NULL, NULL},
    {PLANNED, "record", "FILE", NULL},
    {PLANNED, "report", "FILE", NULL},
    {PLANNED, "student", "N", NULL},
};

enum { ROWS = sizeof rows / sizeof *rows };

static void print_help(void) {
    puts("nabla [OPTIONS] [FILE...]\n\n"
         "A desk calculator for the chain rule. FILE is a script (.nabla), a lesson (.md)\n"
         "or - for standard input; without one you get a prompt.\n");
    for (int i = 0; i < ROWS; i++) {
        char head[64];
        if (rows[i].help == NULL) continue;
        snprintf(head, sizeof head, "%s%c%s--%s%s%s", rows[i].key < LEAVE ? "-" : "  ",
                 rows[i].key < LEAVE ? rows[i].key : ' ', rows[i].key < LEAVE ? ", " : " ",
                 rows[i].name, rows[i].argument != NULL ? " " : "",
                 rows[i].argument != NULL ? rows[i].argument : "");
        printf("  %-30s %s\n", head, rows[i].help);
    }
    puts("\nExit status: 0 all went well; 1 a statement failed, a lesson did not check or a\n"
         "file could not be read; 2 the command line was wrong.");
}

static int fail(const char *value, const char *what) {
    nb_show_complain(value, what);
    fputs("Try nabla --help.\n", stderr);
    return 2;
}

static bool choose(const char *value, const char *first, const char *second, bool *is_second) {
    *is_second = strcmp(value, second) == 0;
    return *is_second || strcmp(value, first) == 0;
}

static int read_one(nb_options *o, int key, const char *name) {
    switch (key) {
    case 'e': o->evals[o->eval_count++] = optarg; return -1;
    case CHECK: o->check = true; return -1;
    case UPDATE: o->update = true; return -1;
    case FORMAT:
        return choose(optarg, "text", "json", &o->json) ? -1 : fail(optarg, "no such format");
    case COLOUR:
        o->colour = strcmp(optarg, "always") == 0  ? NB_WHEN_ALWAYS
                    : strcmp(optarg, "never") == 0 ? NB_WHEN_NEVER : NB_WHEN_AUTO;
        if (o->colour == NB_WHEN_AUTO && strcmp(optarg, "auto") != 0)
            return fail(optarg, "--color takes auto, always or never");
        return -1;
    case ASCII: o->ascii = true; return -1;
    case PLAIN: o->plain = true; return -1;
    case LANG: {
        bool korean;
        o->lang = optarg;
        return choose(optarg, "en", "ko", &korean) ? -1 : fail(optarg, "no such language");
    }
    case NO_INIT: o->no_init = true; return -1;
    case ALLOW_WRITE: o->allowed[o->allowed_count++] = optarg; return -1;
    case 'h': print_help(); return 0;
    case 'V': puts("nabla " NB_VERSION); return 0;
    case PLANNED: fprintf(stderr, "nabla: --%s is not built yet\n", name); return 1;
    case ':': return fail(name, "needs a value");
    default: return fail(name, "no such option, or it takes no value");
    }
}

int nb_options_read(nb_options *options, int argc, char **argv) {
    struct option longs[ROWS + 2];
    memset(longs, 0, sizeof longs);
    for (int i = 0; i < ROWS; i++)
        longs[i] = (struct option){rows[i].name, rows[i].argument != NULL, NULL, rows[i].key};
    longs[ROWS] = (struct option){"colour", 1, NULL, COLOUR};
    *options = (nb_options){.colour = NB_WHEN_AUTO};
    options->evals = calloc((size_t)argc, sizeof *options->evals);
    options->allowed = calloc((size_t)argc, sizeof *options->allowed);
    if (options->evals == NULL || options->allowed == NULL) {
        fputs("nabla: not enough memory\n", stderr);
        return 1;
    }
    int key, at = 0;
    opterr = 0; /* we say it ourselves: what was typed may hold anything */
    while ((key = getopt_long(argc, argv, ":e:hV", longs, &at)) != -1) {
        bool wrong = key == '?' || key == ':';
        int status = read_one(options, key, wrong ? argv[optind - 1] : longs[at].name);
        if (status >= 0) return status;
    }
    options->files = argv + optind;
    options->file_count = argc - optind;
    if ((options->check || options->update) && options->file_count == 0)
        return fail("--check", "a lesson should follow");
    return -1;
}

void nb_options_clear(nb_options *options) {
    free(options->evals);
    free(options->allowed);
    *options = (nb_options){0};
}

bool nb_options_colour(const nb_options *options) {
    const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");
    if (options->colour != NB_WHEN_AUTO) return options->colour == NB_WHEN_ALWAYS;
    if (options->plain || (no != NULL && *no != '\0')) return false;
    if (force != NULL && *force != '\0' && strcmp(force, "0") != 0) return true;
    bool able = term != NULL && strcmp(term, "dumb") != 0;
    return able && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
}
