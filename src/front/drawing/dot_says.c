/* Owns what dot's lines mean. A line that goes on with one before it, which is indented or says in
 * which label it was, is none of its own. */
#include "front/drawing/dot_says.h"

#include <string.h>

#include "base/utf8.h"

typedef struct saying {
    const char *part;
    nb_message_id message, hint;
} saying;

static const saying warnings[] = {
#define WARNING(PART, MESSAGE, HINT) {PART, NB_MESSAGE_##MESSAGE, NB_MESSAGE_##HINT},
#define REASON(PART, MESSAGE)
#include "front/drawing/dot_says.def"
#undef WARNING
#undef REASON
};

static const saying reasons[] = {
#define WARNING(PART, MESSAGE, HINT)
#define REASON(PART, MESSAGE) {PART, NB_MESSAGE_##MESSAGE, NB_MESSAGE_NONE},
#include "front/drawing/dot_says.def"
#undef WARNING
#undef REASON
};

enum { WARNINGS = sizeof warnings / sizeof *warnings, REASONS = sizeof reasons / sizeof *reasons };

static const saying *find(const saying *sayings, size_t count, const char *line) {
    for (size_t i = 0; i < count; i++)
        if (strstr(line, sayings[i].part) != NULL) return &sayings[i];
    return NULL;
}

nb_message_id nb_dot_meaning(const char *line) {
    const saying *found = find(reasons, REASONS, line);
    return found != NULL ? found->message : NB_MESSAGE_NONE;
}

void nb_dot_copy_line(const char *text, char *line, size_t size) {
    static const char *const fronts[] = {"dot: ", "Warning: ", "Error: "};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (strncmp(text, fronts[i], strlen(fronts[i])) == 0) text += strlen(fronts[i]);
    size_t length = strcspn(text, "\r\n");
    if (length >= size) length = size - 1;
    length = nb_utf8_valid(text, length);
    memcpy(line, text, length);
    line[length] = '\0';
    for (char *c = line; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F) *c = ' ';
}

static bool goes_on(const char *text) {
    static const char *const fronts[] = {" ", "\t", "\r", "\n", "in label of ", "... "};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (strncmp(text, fronts[i], strlen(fronts[i])) == 0) return true;
    return *text == '\0';
}

static bool was_said(const bool *said, const saying *found) {
    for (size_t i = 0; i < WARNINGS; i++)
        if (said[i] && warnings[i].message == found->message) return true;
    return false;
}

void nb_dot_warn(const nb_picture_job *j, const nb_buffer *errors) {
    bool said[WARNINGS] = {false};
    char line[120], unknown[120] = "";
    size_t others = 0;
    const char *text = errors->length > 0 ? errors->data : "";
    for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n') {
        if (goes_on(text)) continue;
        nb_dot_copy_line(text, line, sizeof line);
        const saying *found = find(warnings, WARNINGS, line);
        if (found == NULL && others++ == 0) memcpy(unknown, line, sizeof line);
        if (found == NULL || was_said(said, found)) continue;
        said[found - warnings] = true;
        nb_drawing_say(j, NB_SEVERITY_WARNING,
                       (nb_message){found->message, {NB_TEXT(j->path)}},
                       (nb_message){.id = found->hint});
    }
    if (others == 1)
        nb_drawing_say(j, NB_SEVERITY_WARNING, NB_SAY(DOT_SAYS, NB_TEXT(unknown)),
                       NB_PLAIN(NONE));
    if (others > 1)
        nb_drawing_say(j, NB_SEVERITY_WARNING,
                       NB_SAY(DOT_SAYS_MORE, NB_TEXT(unknown), NB_COUNT(others - 1)),
                       NB_PLAIN(NONE));
}
