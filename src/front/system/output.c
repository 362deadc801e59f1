/* Owns the rule of what may be written in the name of a file's statements. See output.h. */
#define _POSIX_C_SOURCE 200809L
#include "front/system/output.h"

#include <unistd.h>

/* A file is guarded wherever it is run from, at the prompt, too. */
static nb_write_rule rule_for(const nb_block *block, const nb_write_rule *rule) {
    nb_write_rule own = *rule;
    if (!block->typed) own.guarded = true;
    return own;
}

static bool fail(nb_result *result, const nb_block *block, nb_message why) {
    nb_result_fail(result, block, why);
    if (why.id == NB_MESSAGE_FILE_OUTSIDE && !result->failed)
        result->last->as.diagnostic.hint = NB_PLAIN(HINT_ALLOW_WRITE);
    return false;
}

/* Whether what is there, if anything, may be replaced without a word. */
static bool is_own(const nb_spot *spot, const nb_file_kind *kind) {
    int fd = nb_spot_look(spot);
    bool own = fd >= 0 ? nb_kind_is_marked(kind, fd) : nb_spot_is_free(spot);
    if (fd >= 0) close(fd);
    return own;
}

static bool write_marked(const nb_spot *spot, const nb_file_kind *kind, const char *bytes,
                         size_t length, nb_message *why) {
    size_t at = nb_kind_mark_at(kind, bytes, length);
    const char *rest = length > at ? bytes + at : NULL;
    const nb_part parts[] = {
        {bytes, at}, {kind->mark, kind->mark_length}, {rest, length - at}};
    return nb_spot_write(spot, parts, sizeof parts / sizeof *parts, why);
}

bool nb_output_write(const nb_block *block, nb_result *result, const nb_write_rule *rule,
                     const nb_file_kind *kind, const char *path, const char *bytes,
                     size_t length) {
    const nb_write_rule own = rule_for(block, rule);
    nb_message why;
    nb_spot spot;
    if (own.guarded && nb_kind_find(kind->command, path) != kind)
        return fail(result, block, NB_SAY(FILE_KIND, NB_TEXT(path), NB_TEXT(kind->ending)));
    if (!nb_spot_open(&own, path, &spot, &why)) return fail(result, block, why);
    bool replaces = !is_own(&spot, kind), good = false;
    if (own.guarded && replaces) why = NB_SAY(FILE_FOREIGN, NB_TEXT(path));
    else good = write_marked(&spot, kind, bytes, length, &why);
    nb_spot_close(&spot);
    if (!good) return fail(result, block, why);
    if (replaces) nb_result_say(result, NB_SEVERITY_NOTE, NB_SAY(NOTE_REPLACED, NB_TEXT(path)));
    return true;
}

bool nb_output_is_free(const nb_block *block, const nb_write_rule *rule, const nb_file_kind *kind,
                       const char *path) {
    const nb_write_rule own = rule_for(block, rule);
    nb_message why;
    nb_spot spot;
    if (!nb_spot_open(&own, path, &spot, &why)) return true; /* writing will say why not */
    bool is_free = is_own(&spot, kind);
    nb_spot_close(&spot);
    return is_free;
}
