/* Statements of a question. */
#include "tour/run.h"

#include <string.h>

/* The lines that an error names are the lesson's. */
static void move_lines(nb_result *result, size_t line) {
    for (nb_block *block = result->first; block != NULL && line > 0; block = block->next)
        if (block->kind == NB_BLOCK_DIAGNOSTIC && block->as.diagnostic.line > 0)
            block->as.diagnostic.line += line - 1;
}

nb_status nb_exam_run(nb_session *session, const char *text, size_t line, nb_result **result) {
    nb_begin_as(session, NULL, NB_ORIGIN_TEXT);
    nb_status status = nb_feed(session, text, strlen(text), result);
    while (status == NB_STATUS_RUNNING) {
        nb_result_free(*result);
        status = nb_resume(session, 1, result);
    }
    bool open = status == NB_STATUS_NEED_INPUT;
    if (open) {
        nb_result_free(*result);
        status = nb_finish(session, result);
    }
    nb_discard(session);
    if (status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY) {
        if (*result != NULL) move_lines(*result, line);
        return status;
    }
    nb_result_free(*result);
    *result = NULL;
    return NB_STATUS_OK;
}

nb_status nb_exam_run_lines(nb_session *session, const nb_remark_list *list, nb_result **result) {
    *result = NULL;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < list->count && status == NB_STATUS_OK; i++)
        status = nb_exam_run(session, list->all[i].text, list->all[i].line, result);
    return status;
}
