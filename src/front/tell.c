/* What a tour prints. See tell.h. */
#include "front/tell.h"

#include "view/message.h"

void nb_tell(nb_tour *tour, const nb_buffer *text) {
    if (tour->wish != NB_WISH_GO || text->length == 0) return;
    if (text->failed) tour->ended = true;
    (void)nb_page_print(&tour->page, tour->play.show.out, text);
}

void nb_tell_say(nb_tour *tour, nb_message message) {
    nb_view view = nb_show_view(&tour->play.show);
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(tour->play.show.session));
    nb_view_paragraph(&text, &view, NULL, &message);
    nb_tell(tour, &text);
    nb_buffer_clear(&text);
}

void nb_tell_rest(nb_tour *tour) {
    (void)fputc('\n', tour->play.show.out);
    tour->page.used++;
}

void nb_tell_markdown(nb_tour *tour, const char *text, size_t length, size_t indent) {
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(tour->play.show.session));
    nb_play_markdown(&tour->play, text, length, indent, &out);
    nb_tell(tour, &out);
    nb_buffer_clear(&out);
}
