/* Reading the command line. Every option is one row of the table below; --help prints it. */
#define _GNU_SOURCE
#include "front/command/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/system/language.h"
#include "front/system/system.h"
#include "front/terminal/say.h"
#include "nabla.h"
#include "view/message.h"

enum { LEAVE = 256, COLUMN = 30 };

typedef struct row {
    int key; /* the short letter, or a number from LEAVE on */
    const char *name, *argument;
    nb_message_id help;
} row;

enum { CHECK = LEAVE + 1, UPDATE, FROM, HTML, FORMAT, COLOUR, ASCII, PLAIN, LANG, NO_INIT,
       PRESENT, RECORD, STUDENT, ALLOW_WRITE, REPORT, MARK, CSV, STRIP, KEY };

static const row rows[] = {
    {'e', "eval", "STATEMENTS", NB_MESSAGE_OPTION_EVAL},
    {CHECK, "check", NULL, NB_MESSAGE_OPTION_CHECK},
    {UPDATE, "update", "[=errors]", NB_MESSAGE_OPTION_UPDATE},
    {FROM, "from", "HEADING", NB_MESSAGE_OPTION_FROM},
    {HTML, "html", NULL, NB_MESSAGE_OPTION_HTML},
    {STRIP, "strip", NULL, NB_MESSAGE_OPTION_STRIP},
    {KEY, "key", NULL, NB_MESSAGE_OPTION_KEY},
    {FORMAT, "format", "text|json", NB_MESSAGE_OPTION_FORMAT},
    {COLOUR, "color", "auto|always|never", NB_MESSAGE_OPTION_COLOUR},
    {ASCII, "ascii", NULL, NB_MESSAGE_OPTION_ASCII},
    {PLAIN, "plain", NULL, NB_MESSAGE_OPTION_PLAIN},
    {LANG, "lang", nb_words_choice, NB_MESSAGE_OPTION_LANG},
    {NO_INIT, "no-init", NULL, NB_MESSAGE_OPTION_NO_INIT},
    {PRESENT, "present", NULL, NB_MESSAGE_OPTION_PRESENT},
    {RECORD, "record", "FILE", NB_MESSAGE_OPTION_RECORD},
    {STUDENT, "student", "N", NB_MESSAGE_OPTION_STUDENT},
    {REPORT, "report", NULL, NB_MESSAGE_OPTION_REPORT},
    {MARK, "mark", "LESSON", NB_MESSAGE_OPTION_MARK},
    {CSV, "csv", "FILE", NB_MESSAGE_OPTION_CSV},
    {ALLOW_WRITE, "allow-write", "FOLDER", NB_MESSAGE_OPTION_ALLOW_WRITE},
    {'h', "help", NULL, NB_MESSAGE_OPTION_HELP},
    {'V', "version", NULL, NB_MESSAGE_OPTION_VERSION},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* An argument that may be left out stands behind = and is written [=WORD]. */
static bool is_optional(const row *r) {
    return r->argument != NULL && *r->argument == '[';
}

static int takes(const row *r) {
    return r->argument == NULL ? no_argument : is_optional(r) ? optional_argument
                                                              : required_argument;
}

/* The options' texts stand in a column of their own. */
static int print_help(void) {
    nb_memory memory = nb_system_memory();
    nb_view view = {.digits = 6, .width = nb_system_width(), .words = nb_language_words()};
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_view_paragraph(&out, &view, NULL, &NB_PLAIN(USAGE));
    nb_buffer_add_char(&out, '\n');
    nb_view_paragraph(&out, &view, NULL, &NB_PLAIN(USAGE_FILE));
    nb_buffer_add_char(&out, '\n');
    for (int i = 0; i < ROWS; i++) {
        char head[64];
        if (rows[i].help == NB_MESSAGE_NONE) continue;
        snprintf(head, sizeof head, "%s%c%s--%s%s%s", rows[i].key < LEAVE ? "-" : "  ",
                 rows[i].key < LEAVE ? rows[i].key : ' ', rows[i].key < LEAVE ? ", " : " ",
                 rows[i].name, rows[i].argument != NULL && !is_optional(&rows[i]) ? " " : "",
                 rows[i].argument != NULL ? nb_view_translate(&view, rows[i].argument) : "");
        size_t columns = nb_utf8_width(head, strlen(head));
        nb_buffer_add_text(&out, "  ");
        nb_buffer_add_text(&out, head);
        nb_buffer_add_repeated(&out, ' ', columns < COLUMN ? COLUMN - columns : 1);
        nb_view_message(&out, &view, &(nb_message){.id = rows[i].help});
        nb_buffer_add_char(&out, '\n');
    }
    nb_buffer_add_char(&out, '\n');
    nb_view_paragraph(&out, &view, NULL, &NB_PLAIN(USAGE_STATUS));
    bool good = !out.failed;
    if (good) nb_say_bytes(stdout, &out);
    else nb_complain(NULL, NB_PLAIN(NO_MEMORY));
    nb_buffer_clear(&out);
    return good ? 0 : 1;
}

static int fail(nb_message message) {
    nb_complain(NULL, message);
    nb_say(stderr, &(nb_view){.digits = 6, .words = nb_language_words()}, NULL,
           NB_PLAIN(HINT_USAGE));
    return 2;
}

/* An option that takes one of a few words, which are separated by | in its row. */
static int fail_choice(int key, const char *value) {
    for (int i = 0; i < ROWS; i++)
        if (rows[i].key == key)
            return fail(NB_SAY(OPTION_CHOICE, NB_TEXT(rows[i].name), NB_TEXT(rows[i].argument),
                               NB_TEXT(value)));
    return 2;
}

static bool choose(const char *value, const char *first, const char *second, bool *is_second) {
    *is_second = strcmp(value, second) == 0;
    return *is_second || strcmp(value, first) == 0;
}

/* Also as `set colour` spells it. */
static bool read_colour(const char *word, nb_when *when) {
    static const struct { const char *word; nb_when when; } words[] = {
        {"auto", NB_WHEN_AUTO}, {"always", NB_WHEN_ALWAYS}, {"never", NB_WHEN_NEVER},
        {"on", NB_WHEN_ALWAYS}, {"off", NB_WHEN_NEVER}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *when = words[i].when;
        if (strcmp(word, words[i].word) == 0) return true;
    }
    return false;
}

static bool is_language(const char *word) {
    const char *const *language = nb_words_languages + 1; /* behind auto */
    while (*language != NULL && strcmp(word, *language) != 0) language++;
    return *language != NULL;
}

/* Fifteen digits are what every reader of the record's numbers keeps exactly. */
static int read_student(nb_options *o, const char *text) {
    if (*text == '\0') return fail(NB_SAY(OPTION_VALUE, NB_TEXT("--student")));
    size_t digits = strspn(text, "0123456789"), zeros = strspn(text, "0");
    o->numbered = digits > 0 && text[digits] == '\0' && digits - zeros <= 15;
    o->student = o->numbered ? strtoull(text, NULL, 10) : 0;
    return o->numbered ? -1 : fail(NB_SAY(OPTION_STUDENT_NUMBER, NB_TEXT(text)));
}

static int read_one(nb_options *o, int key, const char *name) {
    switch (key) {
    case 'e': o->evals[o->eval_count++] = optarg; return -1;
    case CHECK: o->check = true; return -1;
    case UPDATE:
        o->update = true;
        o->update_errors = optarg != NULL;
        return optarg == NULL || strcmp(optarg, "errors") == 0 ? -1 : fail_choice(key, optarg);
    case FROM: o->from = optarg; return -1;
    case HTML: o->html = true; return -1;
    case STRIP: o->strip = true; return -1;
    case KEY: o->key = true; return -1;
    case FORMAT:
        return choose(optarg, "text", "json", &o->json) ? -1 : fail_choice(key, optarg);
    case COLOUR:
        return read_colour(optarg, &o->colour) ? -1 : fail_choice(key, optarg);
    case ASCII: o->ascii = true; return -1;
    case PLAIN: o->plain = true; return -1;
    case LANG:
        o->lang = optarg;
        return is_language(optarg) ? -1 : fail_choice(key, optarg);
    case NO_INIT: o->no_init = true; return -1;
    case REPORT: o->report = true; return -1;
    case MARK: o->mark = optarg; return -1;
    case CSV: o->csv = optarg; return -1;
    case PRESENT: o->present = true; return -1;
    case RECORD:
        o->record = optarg;
        return *optarg != '\0' ? -1 : fail(NB_SAY(OPTION_VALUE, NB_TEXT("--record")));
    case STUDENT: return read_student(o, optarg);
    case ALLOW_WRITE: o->allowed[o->allowed_count++] = optarg; return -1;
    case 'h': return print_help();
    case 'V':
        if (puts("nabla " NB_VERSION) == EOF) nb_say_unwritten();
        return 0;
    case ':': return fail(NB_SAY(OPTION_VALUE, NB_TEXT(name)));
    default: return fail(NB_SAY(OPTION_UNKNOWN, NB_TEXT(name)));
    }
}

/* What is made of a lesson alone: the option; NULL: nothing is. */
static const char *made(const nb_options *o) {
    return o->strip ? "--strip" : o->key ? "--key" : o->html ? "--html" : NULL;
}

/* A report is of files, and goes with nothing else that is done. */
static int check_report(const nb_options *o) {
    const char *other = o->eval_count > 0 ? "-e" : o->check ? "--check" : o->update ? "--update"
                        : made(o) != NULL ? made(o) : o->from != NULL ? "--from"
                        : o->present ? "--present" : o->report && o->mark != NULL ? "--mark" : NULL;
    if (!o->report && o->mark == NULL)
        return o->csv != NULL ? fail(NB_PLAIN(OPTION_NEEDS_REPORT)) : -1;
    if (other != NULL)
        return fail(NB_SAY(OPTION_ALONE, NB_TEXT(o->report ? "--report" : "--mark"),
                           NB_TEXT(other)));
    if (o->file_count > 0) return -1;
    return fail(o->report ? NB_PLAIN(OPTION_NEEDS_RECORDS) : NB_PLAIN(OPTION_NEEDS_SCRIPTS));
}

/* Whether the files suit the options: -1, or the exit status. */
static int check_files(const nb_options *o) {
    const char *alone = made(o), *needs = o->check ? "--check" : o->update ? "--update"
                        : alone != NULL ? alone : o->present ? "--present"
                        : o->from != NULL ? "--from" : NULL;
    bool others = o->file_count > 1 || o->check || o->update ||
                  (o->strip && (o->key || o->html)) ||
                  ((o->strip || o->key) && (o->from != NULL || o->present));
    bool plan = o->key && needs == alone && !others; /* of the course */
    if (needs != NULL && o->file_count == 0 && !plan)
        return fail(NB_SAY(OPTION_LESSON, NB_TEXT(needs)));
    return alone != NULL && others ? fail(NB_SAY(OPTION_ONE_LESSON, NB_TEXT(alone))) : -1;
}

/* The language first: whatever is said of the other options is said in it. No Korean is ASCII. */
static void choose_language(int argc, char **argv, const struct option *longs) {
    const char *asked = NULL;
    int key;
    while ((key = getopt_long(argc, argv, ":e:hV", longs, NULL)) != -1) {
        if (key == LANG) asked = optarg;
        if (key == ASCII) asked = nb_words_languages[1];
        if (key == ASCII) break;
    }
    nb_language_choose(asked);
    optind = 0; /* from the beginning again */
}

int nb_options_read(nb_options *options, int argc, char **argv) {
    struct option longs[ROWS + 2];
    memset(longs, 0, sizeof longs);
    for (int i = 0; i < ROWS; i++)
        longs[i] = (struct option){rows[i].name, takes(&rows[i]), NULL, rows[i].key};
    longs[ROWS] = (struct option){"colour", 1, NULL, COLOUR};
    opterr = 0; /* we say it ourselves: what was typed may hold anything */
    choose_language(argc, argv, longs);
    *options = (nb_options){.colour = NB_WHEN_AUTO};
    options->evals = calloc((size_t)argc, sizeof *options->evals);
    options->allowed = calloc((size_t)argc, sizeof *options->allowed);
    if (options->evals == NULL || options->allowed == NULL) {
        nb_complain(NULL, NB_PLAIN(NO_MEMORY));
        return 1;
    }
    int key, at = 0;
    while ((key = getopt_long(argc, argv, ":e:hV", longs, &at)) != -1) {
        bool wrong = key == '?' || key == ':';
        int status = read_one(options, key, wrong ? argv[optind - 1] : longs[at].name);
        if (status >= 0) return status;
    }
    options->files = argv + optind;
    options->file_count = argc - optind;
    const char *machine = getenv("NABLA_RECORD");
    if (options->record == NULL && machine != NULL && *machine != '\0') options->record = machine;
    nb_vectors vectors;
    const char *widest = getenv("NABLA_VECTORS");
    if (!nb_system_vectors(&vectors)) return fail(NB_SAY(OPTION_VECTORS, NB_TEXT(widest)));
    int report = check_report(options);
    if (report >= 0) return report;
    return check_files(options);
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
