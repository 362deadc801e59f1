/* The help block, and formulas of C as formulas of nabla. */
#include "help/page.h"

#include <string.h>

nb_status nb_add_help(nb_sheet *s, const char *title, const nb_help_row *rows, size_t count,
                      const char *example) {
    nb_block *block = nb_result_add(s->result, NB_BLOCK_HELP);
    nb_help_row *copy = nb_result_array(s->result, count, sizeof *copy);
    if (block == NULL || copy == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(copy, rows, count * sizeof *rows);
    block->as.help = (nb_help_block){title, copy, count, example};
    return NB_STATUS_OK;
}

/* Tables have 1.0, as C needs it, where a student reads 1. */
const char *nb_readable(nb_sheet *s, const char *formula) {
    char *text = nb_result_array(s->result, strlen(formula) + 1, 1);
    if (text == NULL) return "";
    size_t n = 0;
    for (const char *c = formula; *c != '\0'; c++) {
        bool whole = c > formula && c[0] == '.' && c[1] == '0' && c[-1] >= '0' && c[-1] <= '9' &&
                     !(c[2] >= '0' && c[2] <= '9');
        if (whole) c++;
        else text[n++] = *c;
    }
    return text;
}
