/* slides: the passes of a target as a page, or as pictures in a folder. */
#include "quiz/slides.h"

#include "definitions/handlers.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "result/slides.h"
#include "session/place.h"

NB_COMMAND(SLIDES) {
    nb_node target;
    nb_block *block;
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status == NB_STATUS_OK) status = nb_slides_make(s, target, st->args[1].text, &block);
    if (status != NB_STATUS_OK) return status;
    nb_set_place(s, block);
    if (nb_typed_target(st) == NULL)
        nb_result_prose(s->result, NB_SAY(SLIDES_OF, nb_node_arg(s, target)));
    size_t walked = block->as.picture.slides->walked;
    if (walked > 0) nb_result_prose(s->result, NB_SAY(SLIDES_WALK, NB_COUNT(walked)));
    return status;
}
