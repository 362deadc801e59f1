/* The class's scores as CSV (RFC 4180) for a learning management system or a spreadsheet. */
#ifndef NABLA_CLASS_CSV_H
#define NABLA_CLASS_CSV_H

#include "base/buffer.h"
#include "class/class.h"

/* Appends the lines behind the headings, which are the mark of the file (front/system/kinds.c): id,
 * name, score in percent with at most two decimals. No cell is a formula to a spreadsheet: one that
 * would begin like one begins with an apostrophe. */
void nb_marks_csv(const nb_marks *all, nb_buffer *out);

#endif
