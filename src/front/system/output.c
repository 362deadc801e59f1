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
    if (why.id == NB_MESSAGE_FILE_OUTSIDE) nb_result_hint(result, NB_PLAIN(HINT_ALLOW_WRITE));
    if (why.id == NB_MESSAGE_FILE_NO_FOLDER) nb_result_hint(result, NB_PLAIN(HINT_NO_FOLDER));
    return false;
}

/* Whether what is there, if anything, may be replaced without a word. */
static bool is_own(const nb_spot *spot, const nb_file_kind *kind) {
    int fd = nb_spot_look(spot);
    bool own = fd >= 0 ? nb_kind_is_marked(kind, fd) : nb_spot_is_free(spot);
    if (fd >= 0) close(fd);
    return own;
}

static bool draft_marked(nb_spot *spot, const nb_file_kind *kind, const char *bytes,
                         size_t length, nb_drafts *drafts, nb_message *why) {
    size_t at = nb_kind_mark_at(kind, bytes, length);
    const char *rest = length > at ? bytes + at : NULL;
    const nb_part parts[] = {
        {bytes, at}, {kind->mark, kind->mark_length}, {rest, length - at}};
    return nb_spot_draft(spot, parts, sizeof parts / sizeof *parts, drafts, why);
}

bool nb_output_draft(nb_block *block, nb_result *result, const nb_write_rule *rule,
                     const nb_file_kind *kind, const char *path, const char *bytes,
                     size_t length, nb_drafts *drafts) {
    const nb_write_rule own = rule_for(block, rule);
    nb_message why;
    nb_spot spot;
    if (own.guarded && nb_kind_find(kind->command, path) != kind)
        return fail(result, block, NB_SAY(FILE_KIND, NB_TEXT(path), NB_TEXT(kind->ending)));
    if (!nb_spot_open(&own, path, &spot, &why)) return fail(result, block, why);
    bool replaces = !is_own(&spot, kind), good = false;
    if (own.guarded && replaces) why = NB_SAY(FILE_FOREIGN, NB_TEXT(path));
    else good = draft_marked(&spot, kind, bytes, length, drafts, &why);
    nb_spot_close(&spot);
    if (!good) return fail(result, block, why);
    block->written = path;
    block->replaces = replaces;
    return true;
}

static void take_back(nb_result *result, nb_drafts *drafts) {
    nb_drafts_drop(drafts);
    for (nb_block *block = result->first; block != NULL; block = block->next) block->written = NULL;
}

bool nb_output_place(nb_drafts *drafts, nb_result *result) {
    nb_message why;
    nb_block *block = result->first, *end = result->last;
    if (!result->ok || !nb_drafts_place(drafts, &why)) {
        const char *failing = result->ok ? why.args[0].text : NULL;
        while (block != end && block->written != failing) block = block->next;
        if (result->ok) nb_result_fail(result, block, why);
        take_back(result, drafts);
        return false;
    }
    for (; block != NULL; block = block != end ? block->next : NULL)
        if (block->written != NULL && block->replaces)
            nb_result_say(result, NB_SEVERITY_NOTE,
                          NB_SAY(NOTE_REPLACED, NB_TEXT(block->written)));
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
