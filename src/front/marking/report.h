/* The report of a class: --report grades records, --mark tries scripts at a lesson's exercises. */
#ifndef NABLA_FRONT_MARKING_REPORT_H
#define NABLA_FRONT_MARKING_REPORT_H

#include <stdio.h>

#include "front/system/files.h"
#include "nabla.h"
#include "view/view.h"

typedef struct nb_reporting {
    nb_host host;
    nb_view view;      /* its width is known */
    bool json;
    FILE *out, *errors;
    nb_write_rule rule;
    const char *csv;   /* where the scores go; NULL: report.csv */
    const char *mark;  /* a lesson: the files are scripts. NULL: they are records, and lessons */
    char **files;
    int file_count;
} nb_reporting;

/* The exit status: 0 where a report came out of all files, whatever lines in them were passed over
 * and named, as some are in every class of some size; 1 where none came out, where the scores could
 * not be written, or where a file could not be read: whose it is has a wrong score. */
int nb_report_main(const nb_reporting *reporting);

#endif
