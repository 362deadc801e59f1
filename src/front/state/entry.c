/* Texts of several lines as single lines. See entry.h. */
#include "front/state/entry.h"

void nb_entry_add(nb_buffer *out, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n') nb_buffer_add_text(out, "\\n");
        else if (text[i] == '\\') nb_buffer_add_text(out, "\\\\");
        else nb_buffer_add_char(out, text[i]);
    }
}

void nb_entry_read(nb_buffer *out, const char *line, size_t length) {
    for (size_t i = 0; i < length; i++) {
        bool pair = line[i] == '\\' && i + 1 < length &&
                    (line[i + 1] == 'n' || line[i + 1] == '\\');
        if (!pair) nb_buffer_add_char(out, line[i]);
        else nb_buffer_add_char(out, line[++i] == 'n' ? '\n' : '\\');
    }
}
