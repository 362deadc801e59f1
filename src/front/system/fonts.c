/* Owns the choice of a font: the first of a few families that fc-list knows. */
#include "front/system/fonts.h"

#include <string.h>

#include "front/system/process.h"

enum { FONT_MILLISECONDS = 10000, FONT_BYTES = 8 << 20 };

/* In small type NanumGothic's bold point hangs below the line like a comma, its minus is short. */
static const struct {
    const char *family;
    bool korean;
} families[] = {
    {"NanumBarunGothic", true},
    {"NanumGothic", true},
    {"Noto Sans CJK KR", true},
    {"Noto Sans", false},
    {"DejaVu Sans", false},
};

/* Lists the families of the fonts that match `pattern`, a line a font. */
static bool list(const char *pattern, nb_memory *memory, nb_process_outcome *outcome) {
    char program[] = "fc-list", format[] = "--format=%{family}\n", wanted[16];
    char *argv[] = {program, format, wanted, NULL};
    nb_process_request request = {
        .argv = argv, .output_limit = FONT_BYTES, .milliseconds = FONT_MILLISECONDS};
    memcpy(wanted, pattern, strlen(pattern) + 1);
    nb_process_run(&request, memory, outcome);
    return outcome->end == NB_PROCESS_EXITED && outcome->status == 0;
}

/* A line holds one family's names in several languages and weights, with commas between. */
static bool holds(const nb_buffer *lines, const char *family) {
    size_t length = strlen(family);
    for (size_t at = 0; at < lines->length;) {
        size_t end = at;
        while (end < lines->length && lines->data[end] != ',' && lines->data[end] != '\n') end++;
        if (end - at == length && memcmp(lines->data + at, family, length) == 0) return true;
        at = end + 1;
    }
    return false;
}

nb_font nb_font_choose(nb_memory *memory) {
    nb_font font = {.family = "sans-serif"};
    nb_process_outcome outcome;
    font.asked = list(":", memory, &outcome);
    for (size_t i = 0; font.asked && i < sizeof families / sizeof *families; i++)
        if (holds(&outcome.output, families[i].family)) {
            font.family = families[i].family;
            font.korean = families[i].korean;
            break;
        }
    nb_process_clear(&outcome);
    return font;
}

bool nb_font_any_korean(nb_memory *memory) {
    nb_process_outcome outcome;
    bool any = !list(":lang=ko", memory, &outcome) || outcome.output.length > 0;
    nb_process_clear(&outcome);
    return any;
}
