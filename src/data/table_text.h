/* The text of a file with a table: its bytes in UTF-8, and what the statement and the file say of
 * how they are to be read. Two commands read such files, and share these clauses:
 *
 *   encoding cp949, separator ";", decimal ","
 */
#ifndef NABLA_DATA_TABLE_TEXT_H
#define NABLA_DATA_TABLE_TEXT_H

#include "definitions/sheet.h"
#include "train/csv.h"

typedef struct nb_table_text {
    nb_sheet *s;
    const nb_command_arg *file, *encoding, *separator, *decimal; /* clauses, or NULL */
    nb_csv_wish wish;   /* what these say */
    char *bytes;        /* UTF-8, with NUL behind it; NULL: nothing is loaded */
    size_t length;
    const char *guessed; /* the encoding, where that was guessed; NULL: UTF-8 */
} nb_table_text;

/* Reads the clauses, has the host load the file, and brings it to UTF-8. Errors are those of
 * nb_load, and of a clause or of bytes that are no text. Call nb_table_text_clear whatever it
 * answers. */
NB_MUST_USE nb_status nb_table_text_load(nb_table_text *text, nb_sheet *s,
                                         const nb_command_arg *file, const nb_statement *st);
void nb_table_text_clear(nb_table_text *text);

/* Writes these clauses of a statement as they can be typed, each with a blank before it. */
void nb_table_text_write(const nb_statement *st, nb_buffer *out);

/* How else a cell that is no number may have been meant, or a row of other length: with a clause;
 * else NB_MESSAGE_NONE. */
nb_message nb_table_text_hint(const nb_table_text *text, const nb_csv *csv);

enum { NB_MOST_REMARKS = 8 };
/* What was guessed of the text, in the result's memory; there is room for NB_MOST_REMARKS. Returns
 * how many there are. */
size_t nb_table_text_remark(const nb_table_text *text, const nb_csv *csv,
                            nb_message *remarks);

#endif
