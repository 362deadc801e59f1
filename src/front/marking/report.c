/* From files to a class, and from that to tables on the terminal and a CSV file. */
#define _POSIX_C_SOURCE 200809L /* access */
#include "front/marking/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/marking/grade.h"
#include "front/marking/scripts.h"
#include "front/system/lessons.h"
#include "front/system/output.h"
#include "front/system/system.h"
#include "front/terminal/say.h"
#include "json/json.h"
#include "class/csv.h"
#include "class/tables.h"
#include "view/text.h"

#define LESSON ".md"

typedef struct reporter {
    const nb_reporting *asked;
    nb_memory memory;
    nb_arena arena;
    nb_shelf shelf;
    nb_papers papers;
    nb_grader grading;
    nb_result *result;
    nb_judged_line *lines;
    size_t line_count;
    nb_marks_count count;
} reporter;

static void pass_file(reporter *r, const char *path, const char *reason) {
    if (strcmp(reason, strerror(ENOMEM)) == 0) r->papers.failed = true;
    r->papers.unread_files++;
    nb_result_say(r->result, NB_SEVERITY_WARNING,
                  NB_SAY(FILE_READ, NB_TEXT(path), NB_WORDS(reason)));
}

/* ---- records ---- */

/* Lessons first, so that a record finds the one that was named wherever it stands. */
static void read_files(reporter *r) {
    const nb_reporting *asked = r->asked;
    for (int i = 0; i < asked->file_count; i++) {
        const char *reason = NULL;
        if (!nb_path_ends(asked->files[i], LESSON)) continue;
        const nb_shelved *lesson = nb_shelf_add(&r->shelf, asked->files[i], true, &reason);
        if (lesson != NULL) nb_grade_add_questions(&r->grading, lesson);
        else if (!r->shelf.failed) pass_file(r, asked->files[i], reason);
    }
    for (int i = 0; i < asked->file_count && !r->papers.failed; i++)
        if (!nb_path_ends(asked->files[i], LESSON))
            nb_papers_read(&r->papers, asked->files[i], r->result);
}

static void gather_lines(reporter *r) {
    r->lines = nb_arena_add(&r->arena, r->papers.count + 1, sizeof *r->lines);
    if (r->lines == NULL) return;
    for (size_t i = 0; i < r->papers.count; i++) {
        const nb_paper *paper = &r->papers.all[i];
        r->count.doubled += paper->doubled;
        if (paper->judged) r->lines[r->line_count++] = paper->mark;
    }
    r->count.passed = nb_papers_tell_passed(&r->papers, r->result) + r->papers.unread_files +
                      r->papers.empty_files;
}

static void grade_records(reporter *r) {
    read_files(r);
    nb_papers_find_doubled(&r->papers);
    if (!r->papers.failed) nb_grade(&r->grading);
    if (r->shelf.unread != NULL) pass_file(r, r->shelf.unread, r->shelf.reason);
    gather_lines(r);
}

/* ---- scripts ---- */

static void try_scripts(reporter *r) {
    char file[NB_PATH_ROOM], path[NB_PATH_ROOM];
    const char *reason = NULL, *wanted = r->asked->mark;
    (void)snprintf(file, sizeof file, "%s" LESSON, wanted);
    bool named = access(wanted, F_OK) != 0 && strchr(wanted, '/') == NULL &&
                 nb_lessons_find(path, file);
    const nb_shelved *lesson = nb_shelf_add(&r->shelf, named ? path : wanted, true, &reason);
    if (lesson == NULL) {
        if (reason != NULL) pass_file(r, wanted, reason);
        return;
    }
    nb_scripts scripts = {.arena = &r->arena, .grading = &r->grading, .lesson = lesson,
                          .paths = r->asked->files, .count = (size_t)r->asked->file_count};
    if (!nb_scripts_try(&scripts, r->result)) r->papers.failed = true;
    r->lines = scripts.lines;
    r->line_count = scripts.line_count;
    r->papers.unread_files += scripts.passed;
    r->count.passed = r->papers.unread_files;
}

/* ---- what comes out ---- */

/* Whole or not at all, and never over a file that is not nabla's. */
static void write_scores(reporter *r, const nb_marks *all) {
    const nb_file_kind *kind = nb_kind_usual(NB_FILES_OF_REPORT);
    const char *path = r->asked->csv != NULL ? r->asked->csv : "report.csv";
    nb_drafts drafts = {NULL};
    nb_buffer csv;
    nb_block *block = nb_result_add(r->result, NB_BLOCK_FILE);
    if (block == NULL) return;
    block->as.file.path = path;
    block->typed = true;
    nb_buffer_init(&csv, &r->memory);
    nb_marks_csv(all, &csv);
    if (csv.failed) r->result->failed = true;
    else if (nb_output_draft(block, r->result, &r->asked->rule, kind, path, csv.data, csv.length,
                             &drafts) && block->replaces) {
        block->written = NULL;
        nb_result_fail(r->result, block, NB_SAY(MARKS_FOREIGN, NB_TEXT(path)));
        nb_result_hint(r->result, NB_PLAIN(HINT_CSV_OPTION));
    }
    (void)!nb_output_place(&drafts, r->result);
    nb_buffer_clear(&csv);
}

static void tell(reporter *r) {
    nb_marks all;
    size_t width = r->asked->json ? 0 : r->asked->view.width;
    if (r->line_count == 0) {
        nb_result_say(r->result, NB_SEVERITY_ERROR, NB_PLAIN(MARKS_NOTHING));
        r->result->ok = false;
        return;
    }
    if (!nb_marks_make(&r->arena, r->lines, r->line_count, r->grading.questions.all,
                       r->grading.questions.count, &all)) {
        r->result->failed = true;
        return;
    }
    r->count.lines = r->line_count;
    nb_marks_tell(&all, &r->count, width, r->result);
    nb_marks_tell_errors(r->lines, r->line_count, width, r->result);
    if (!r->result->failed) write_scores(r, &all);
}

/* The exit status. */
static int show(reporter *r) {
    const nb_reporting *asked = r->asked;
    nb_buffer out, errors;
    nb_buffer_init(&out, &r->memory);
    nb_buffer_init(&errors, &r->memory);
    if (asked->json) nb_view_json(r->result, &asked->view, &out);
    else nb_view_text(r->result, &asked->view, &out, &errors);
    bool good = !out.failed && !errors.failed && !r->result->failed;
    if (good) nb_say_bytes(asked->out, &out);
    if (good && errors.length > 0) nb_say_bytes(asked->errors, &errors);
    nb_buffer_clear(&out);
    nb_buffer_clear(&errors);
    if (!good) nb_complain(&asked->view, NB_PLAIN(NO_MEMORY));
    bool all = r->papers.unread_files == 0;
    return good && all && r->result->ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int report(reporter *r) {
    if (r->asked->mark != NULL) try_scripts(r);
    else grade_records(r);
    if (r->papers.failed || r->shelf.failed || r->grading.failed || r->arena.failed)
        r->result->failed = true;
    if (!r->result->failed) tell(r);
    return show(r);
}

int nb_report_main(const nb_reporting *reporting) {
    reporter r = {.asked = reporting, .memory = nb_system_memory()};
    nb_arena_init(&r.arena, &r.memory);
    r.shelf.arena = r.papers.arena = r.grading.arena = &r.arena;
    r.grading.host = &reporting->host;
    r.grading.view = &reporting->view;
    r.grading.shelf = &r.shelf;
    r.grading.papers = &r.papers;
    r.result = nb_result_new(&r.memory);
    int status = EXIT_FAILURE;
    if (r.result != NULL) {
        r.result->ok = true;
        status = report(&r);
    } else {
        nb_complain(&reporting->view, NB_PLAIN(NO_MEMORY));
    }
    nb_result_free(r.result);
    nb_arena_clear(&r.arena);
    return status;
}
