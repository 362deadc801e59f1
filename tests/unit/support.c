/* See support.h. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double last_value(const nb_result *result, double value) {
    if (result == NULL) return value;
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind == NB_BLOCK_VALUE) value = block->as.value.numbers[0];
        if (block->kind == NB_BLOCK_LOCAL) value = block->as.local.value;
    }
    return value;
}

static nb_message_id error_of(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_DIAGNOSTIC &&
            block->as.diagnostic.severity == NB_SEVERITY_ERROR)
            return block->as.diagnostic.message.id;
    return NB_MESSAGE_NONE;
}

double run(nb_session *session, const char *text) {
    nb_result *result;
    double value = NAN;
    nb_status status = nb_feed(session, text, strlen(text), &result);
    for (;;) {
        if (status != NB_STATUS_OK && status != NB_STATUS_RUNNING)
            fail_msg("%s: status %d, message %d", text, (int)status,
                     result != NULL ? (int)error_of(result) : -1);
        value = last_value(result, value);
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) return value;
        status = nb_resume(session, 1, &result);
    }
}

nb_message_id run_failing(nb_session *session, const char *text) {
    nb_result *result;
    nb_status status = nb_feed(session, text, strlen(text), &result);
    if (status != NB_STATUS_ERROR || result == NULL) {
        nb_result_free(result);
        fail_msg("%s: should fail, but the status is %d", text, (int)status);
    }
    nb_message_id id = error_of(result);
    nb_result_free(result);
    return id;
}
