/* The names and the wordings of messages.def. */
#include "result/message.h"

const char *nb_message_name(nb_message_id id) {
    static const char *const names[NB_MESSAGE_COUNT] = {
#define MESSAGE(ID, WORDING) [NB_MESSAGE_##ID] = #ID,
#include "result/messages.def"
#undef MESSAGE
    };
    return id > NB_MESSAGE_NONE && id < NB_MESSAGE_COUNT ? names[id] : "";
}

const char *nb_message_wording(nb_message_id id) {
    static const char *const wordings[NB_MESSAGE_COUNT] = {
#define MESSAGE(ID, WORDING) [NB_MESSAGE_##ID] = WORDING,
#include "result/messages.def"
#undef MESSAGE
    };
    return id > NB_MESSAGE_NONE && id < NB_MESSAGE_COUNT ? wordings[id] : "";
}
