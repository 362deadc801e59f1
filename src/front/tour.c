/* The guided tour. The parts of a lesson follow each other; at a transcript and at a question it
 * stops. Going back is going forward again from an empty session, showing nothing: what the lesson
 * does is the only truth about where it is.
 *
 * Invariant: at a stop the session is at its mark, but for what the reader has tried. */
#include "front/tour.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "front/ask.h"
#include "front/closing.h"
#include "front/state/history.h"
#include "front/stop.h"
#include "front/tell.h"
#include "front/terminal/editor.h"
#include "front/terminal/pages.h"
#include "front/terminal/say.h"
#include "lesson/compare.h"
#include "lesson/heading.h"
#include "view/message.h"
#include "view/plain.h"
#include "view/text.h"

enum { AUTHORS_WIDTH = 80 };

/* ---- showing ---- */

static const char *enter_sign(const nb_tour *tour, char sign[64]) {
    nb_view view = nb_show_view(&tour->play.show);
    const char *enter = view.ascii ? nb_view_word(&view, NB_MESSAGE_LESSON_SIGN) : "⏎";
    (void)snprintf(sign, 64, "%s ", enter);
    return sign;
}

static void clear_screen(const nb_tour *tour) {
    if (tour->page.small && !tour->play.show.view.plain)
        (void)fputs("\x1b[H\x1b[2J", tour->play.show.out);
}

/* A page is full. What is then typed at a question may be its answer. */
static bool pause_page(void *user) {
    nb_tour *tour = user;
    char sign[64];
    tour->wish = nb_stop_wait(tour, enter_sign(tour, sign), tour->asks);
    if (tour->wish == NB_WISH_GO) clear_screen(tour);
    return tour->wish == NB_WISH_GO;
}

nb_wish nb_tour_pause(nb_tour *tour) {
    if (pause_page(tour)) nb_page_begin(&tour->page, 0);
    return tour->wish;
}

/* nb_show.print: what a statement of the lesson shows is held back, so that it stands on one page
 * with the statement; that of the reader is printed. */
static void take_output(void *user, const nb_buffer *text) {
    nb_tour *tour = user;
    if (tour->step == NULL) nb_tell(tour, text);
    else if (text->length > 0) nb_buffer_add(&tour->shown, text->data, text->length);
}

/* nb_show.ran: the same as the lesson's author saw it. */
static void take_result(void *user, nb_result *result) {
    nb_tour *tour = user;
    if (tour->step == NULL) nb_ask_ran(tour, result);
    if (tour->step == NULL) return;
    nb_show plain = {.session = tour->play.show.session,
                     .view = {.digits = 6, .width = AUTHORS_WIDTH}};
    plain.view.words = tour->play.show.view.words;
    nb_view view = nb_show_view(&plain);
    nb_view_text(result, &view, &tour->printed, &tour->printed);
    view.words = NULL;
    nb_view_text(result, &view, &tour->english, &tour->english);
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_PICTURE && block->as.picture.drawn != NULL)
            tour->drawn = true;
}

/* ---- steps ---- */

/* Tells where the answer is another one than in the lesson. */
static void compare(nb_tour *tour, const nb_lesson_step *step, double largest) {
    nb_difference difference;
    nb_lines expected = {step->expected, strlen(step->expected)};
    nb_lines printed = {tour->printed.length > 0 ? tour->printed.data : "", tour->printed.length};
    if (tour->play.file->lesson.original != NULL) return; /* a copy has no outputs */
    nb_lines english = {tour->english.length > 0 ? tour->english.data : "", tour->english.length};
    if (tour->drawn || nb_compare(expected, printed, largest, &difference) ||
        nb_compare(expected, english, largest, &difference)) return;
    nb_tell_say(tour, NB_PLAIN(LESSON_OTHERWISE));
    nb_view view = nb_show_view(&tour->play.show);
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(tour->play.show.session));
    for (const char *line = step->expected; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        char *copy = nb_arena_text(&tour->play.file->arena, line, length);
        if (copy != NULL) nb_view_plain_text(&out, &view, copy);
        nb_buffer_add_char(&out, '\n');
        line += length + (line[length] == '\n');
    }
    nb_tell(tour, &out);
    nb_buffer_clear(&out);
}

/* Runs a step; `typed` is how it looks, where that is not on the screen yet. */
static void run_step(nb_tour *tour, const nb_lesson_step *step, const nb_buffer *typed,
                     double largest) {
    tour->shown.length = tour->printed.length = tour->english.length = 0;
    tour->drawn = false;
    if (typed != NULL) nb_buffer_add(&tour->shown, typed->data, typed->length);
    nb_keep_line(&tour->keep, step->typed, false); /* for Up, to be changed */
    tour->step = step;
    (void)nb_play_run(&tour->play, step->typed);
    tour->step = NULL;
    size_t rows = nb_pages_measure(tour->shown.data != NULL ? tour->shown.data : "",
                                   tour->shown.length, tour->page.columns, tour->page.rows);
    if (!nb_page_need(&tour->page, rows)) return;
    nb_tell(tour, &tour->shown);
    if (!*nb_editor_stopped() && tour->practice == NULL) compare(tour, step, largest);
}

/* Shows the first statement of a transcript and waits; Enter runs all of it. */
static void play_steps(nb_tour *tour, const nb_lesson_part *part) {
    char sign[64];
    nb_buffer typed;
    double largest = nb_compare_largest_of(part);
    nb_buffer_init(&typed, nb_session_memory(tour->play.show.session));
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
        bool first = step == part->steps;
        typed.length = 0;
        nb_play_typed(&tour->play, step->typed, &typed);
        size_t rows = nb_pages_measure(typed.data, typed.length, tour->page.columns, 100);
        if (first && nb_page_need(&tour->page, rows + 1)) {
            nb_tell(tour, &typed);
            tour->wish = nb_stop_wait(tour, enter_sign(tour, sign), false);
            if (tour->wish == NB_WISH_GO) nb_page_begin(&tour->page, rows + 1);
        }
        if (tour->wish != NB_WISH_GO) break;
        run_step(tour, step, first ? NULL : &typed, largest);
        if (tour->wish != NB_WISH_GO || *nb_editor_stopped()) break;
    }
    nb_buffer_clear(&typed);
    if (tour->wish == NB_WISH_GO) nb_tell_rest(tour);
}

/* ---- parts ---- */

static void play_prose(nb_tour *tour, const nb_lesson_part *part) {
    size_t from = tour->play.file->from;
    bool cut = from > part->range.start && from < part->range.end; /* --from begins inside */
    size_t start = cut ? from : part->range.start;
    const char *text = tour->play.file->text + start;
    size_t length = part->range.end - start;
    if (tour->skipping) {
        size_t heading = part->kind == NB_LESSON_PROSE ? nb_heading_find(text, length) : length;
        if (heading == length) return;
        text += heading;
        length -= heading;
        tour->skipping = false;
    }
    nb_tell_markdown(tour, text, length, part->indent);
}

static bool is_stop(const nb_lesson_part *part) {
    return part->kind == NB_LESSON_TRANSCRIPT || part->question != NULL;
}

/* What is skipped is run all the same: what comes later builds on it. A statement that Ctrl-C has
 * stopped leaves the part where it was. */
static void play_part(nb_tour *tour, const nb_lesson_part *part) {
    tour->wish = NB_WISH_GO;
    if (tour->skipping && is_stop(part)) {
        nb_ask_pass(tour, part);
        tour->part++;
        return;
    }
    if (part->kind == NB_LESSON_PROSE || part->kind == NB_LESSON_CODE) play_prose(tour, part);
    else if (part->kind == NB_LESSON_TRANSCRIPT) play_steps(tour, part);
    else if (part->question != NULL) tour->wish = nb_ask(tour, part->question, 0);
    else nb_ask_pass(tour, part);
    bool passes = tour->wish == NB_WISH_SKIP || tour->wish == NB_WISH_NEXT;
    bool steps = part->kind == NB_LESSON_TRANSCRIPT, stopped = steps && *nb_editor_stopped();
    if (steps && (passes || stopped)) (void)nb_take_back(tour->play.show.session);
    if (steps && passes) nb_ask_pass(tour, part);
    nb_mark(tour->play.show.session);
    if (passes || (tour->wish == NB_WISH_GO && !stopped)) tour->part++;
}

/* ---- the way ---- */

/* The part that the page with this part began with. */
static size_t page_of(const nb_tour *tour, size_t part) {
    while (part > 0 && !is_stop(tour->parts[part - 1])) part--;
    return part;
}

static void go_to(nb_tour *tour, size_t part) {
    if (!nb_play_anew(&tour->play)) {
        tour->ended = true;
        return;
    }
    nb_editor_end(tour->play.show.session); /* the terminal is this one's from now on */
    for (tour->part = 0; tour->part < part; tour->part++)
        nb_ask_pass(tour, tour->parts[tour->part]);
    nb_mark(tour->play.show.session);
    tour->owns = tour->skipping = false;
    clear_screen(tour);
    nb_page_begin(&tour->page, 0);
}

static void go_back(nb_tour *tour) {
    size_t page = page_of(tour, tour->part);
    go_to(tour, page > 0 ? page_of(tour, page - 1) : 0);
}

void nb_tour_save(nb_tour *tour) {
    tour->record.part = page_of(tour, tour->part);
    if (!nb_record_save(&tour->record))
        nb_tell_say(tour, NB_PLAIN(LESSON_NOT_KEPT));
}

/* Goes on as the reader wished at the last stop. */
static void follow(nb_tour *tour) {
    switch (tour->wish) {
    case NB_WISH_BACK: go_back(tour); break;
    case NB_WISH_NEXT: tour->skipping = true; break;
    case NB_WISH_RESTART:
        nb_record_forget(&tour->record);
        go_to(tour, 0);
        break;
    case NB_WISH_QUIT:
        tour->ended = true;
        tour->wish = NB_WISH_GO;
        if (tour->practice == NULL && !tour->presents) nb_tell_say(tour, NB_PLAIN(LESSON_KEPT));
        break;
    default: break;
    }
}

void nb_tour_play(nb_tour *tour) {
    while (tour->part < tour->count && !tour->ended) {
        size_t before = tour->part;
        if (is_stop(tour->parts[before]) && !tour->skipping) nb_tour_save(tour);
        play_part(tour, tour->parts[before]);
        if (tour->play.failed) tour->ended = true;
        follow(tour);
    }
}

/* ---- beginning and end ---- */

/* The lesson's first heading, or the last before the part `end`. */
static const char *name_heading(nb_tour *tour, bool first, size_t end) {
    const nb_lesson_part *part = end < tour->count ? tour->parts[end] : NULL;
    nb_lesson_file *file = tour->play.file;
    const char *words = nb_heading_name(&file->arena, &file->lesson, file->text, first, part);
    return words != NULL ? words : file->path;
}

void nb_tour_tell_progress(nb_tour *tour) {
    if (tour->progress != NULL) {
        tour->progress(tour);
        return;
    }
    size_t stops = 0, done = 0;
    for (size_t i = 0; i < tour->count; i++) {
        stops += is_stop(tour->parts[i]);
        done += i < tour->part && is_stop(tour->parts[i]);
    }
    nb_tell_say(tour, NB_SAY(LESSON_PROGRESS, NB_COUNT(done), NB_COUNT(stops)));
    nb_closing_tell_score(tour);
}

/* The first part that --from does not leave out. */
static size_t first_part(const nb_tour *tour) {
    size_t part = 0;
    while (part < tour->count && tour->parts[part]->range.end <= tour->play.file->from) part++;
    return part;
}

/* Where the reader has been before, unless --from says where to begin. A lesson that was changed
 * meanwhile begins anew. */
static void resume(nb_tour *tour) {
    const nb_lesson_file *file = tour->play.file;
    char sign[64];
    uint64_t hash = nb_hash_add_bytes(0, file->text, file->length);
    size_t part = tour->record.text == hash && tour->record.part < tour->count ? tour->record.part
                                                                               : 0;
    tour->record.text = hash;
    go_to(tour, first_part(tour));
    if (part == 0 || file->from > 0 || tour->ended) return;
    tour->part = part; /* for `progress` */
    nb_tell_say(tour, NB_SAY(LESSON_WHERE, NB_TEXT(name_heading(tour, false, part + 1))));
    tour->wish = nb_stop_wait(tour, enter_sign(tour, sign), false);
    nb_wish wish = tour->wish;
    if (wish != NB_WISH_QUIT) go_to(tour, wish == NB_WISH_BACK ? first_part(tour) : part);
    if (wish != NB_WISH_BACK) follow(tour);
}

static void tell_again(nb_tour *tour) {
    nb_tell_say(tour, NB_PLAIN(LESSON_AGAIN));
    nb_tell_rest(tour);
}

/* The questions whose solution was shown, with other numbers. */
static void ask_again(nb_tour *tour) {
    bool told = false;
    for (size_t i = 0; i < tour->count && tour->part == tour->count && !tour->ended; i++) {
        const nb_lesson_question *question = tour->parts[i]->question;
        if (question == NULL || nb_record_find(&tour->record, question->id) != NB_OUTCOME_SHOWN)
            continue;
        if (!told) tell_again(tour);
        told = true;
        tour->wish = nb_ask(tour, question, 1);
        if (tour->wish != NB_WISH_NEXT) follow(tour);
    }
}

/* The last stop: what was done, what comes next, and time to keep it. */
static void finish(nb_tour *tour) {
    char sign[64];
    tour->record.done = true;
    tour->part = 0; /* another time the lesson begins at its beginning */
    nb_tour_save(tour);
    tour->part = tour->count;
    tour->wish = NB_WISH_GO;
    nb_tell_say(tour, NB_SAY(LESSON_DONE, NB_TEXT(name_heading(tour, true, tour->count))));
    nb_closing_tell(tour);
    nb_tell_say(tour, NB_PLAIN(LESSON_KEEP));
    tour->wish = nb_stop_wait(tour, enter_sign(tour, sign), false);
    if (tour->wish == NB_WISH_BACK || tour->wish == NB_WISH_RESTART) follow(tour);
    else tour->ended = true;
}

void nb_tour_tell_roll(nb_tour *tour) {
    nb_roll *roll = tour->roll;
    if (roll == NULL || roll->path == NULL) return;
    if (!nb_roll_try(roll)) {
        nb_arg why = NB_WORDS(strerror(errno));
        if (!roll->told) nb_tell_say(tour, NB_SAY(LESSON_NOT_RECORDED, NB_TEXT(roll->path), why));
        roll->told = true;
        return;
    }
    nb_arg path = NB_TEXT(roll->path);
    nb_arg student = NB_TEXT(roll->student != NULL ? roll->student : "");
    bool named = roll->name != NULL && *roll->name != '\0' && roll->student != NULL &&
                 strcmp(roll->name, roll->student) != 0;
    nb_tell_say(tour, named ? NB_SAY(LESSON_RECORDED_NAME, path, student, NB_TEXT(roll->name))
                            : NB_SAY(LESSON_RECORDED, path, student));
}

static void take_tour(nb_tour *tour) {
    if (!tour->presents) nb_tell_say(tour, NB_PLAIN(LESSON_KEYS));
    if (tour->play.file->lesson.original != NULL) nb_tell_say(tour, NB_PLAIN(LESSON_COPY));
    nb_tour_tell_roll(tour);
    resume(tour);
    if (tour->presents) nb_tell_say(tour, NB_PLAIN(LESSON_PRESENT_KEYS)); /* on its first page */
    while (!tour->ended) {
        nb_tour_play(tour);
        if (!tour->ended && !tour->presents) ask_again(tour);
        if (!tour->ended && tour->part == tour->count) finish(tour);
    }
}

static bool list_parts(nb_tour *tour) {
    nb_arena *arena = &tour->play.file->arena;
    const nb_lesson_part *part = tour->play.file->lesson.parts;
    tour->count = 0;
    for (; part != NULL; part = part->next) tour->count++;
    tour->parts = nb_arena_add(arena, tour->count + 1, sizeof(const nb_lesson_part *));
    if (tour->parts == NULL) return false;
    part = tour->play.file->lesson.parts;
    for (size_t i = 0; part != NULL; part = part->next) tour->parts[i++] = part;
    return true;
}

bool nb_tour_load(nb_tour *tour, nb_lesson_file *file) {
    tour->play.file = file;
    if (!list_parts(tour)) return false;
    go_to(tour, 0);
    return !tour->ended;
}

bool nb_tour_begin(nb_tour *tour, nb_show *show, nb_lesson_file *file) {
    bool small = tour->page.small;
    tour->play = (nb_play){.show = *show, .file = file};
    tour->page = (nb_page){.small = small, .pause = pause_page, .user = tour};
    nb_buffer_init(&tour->shown, nb_session_memory(show->session));
    nb_buffer_init(&tour->printed, nb_session_memory(show->session));
    nb_buffer_init(&tour->english, nb_session_memory(show->session));
    tour->play.show.print = take_output;
    tour->play.show.ran = take_result;
    tour->play.show.user = tour;
    if (small) tour->play.show.view.width = 60;
    nb_keep_init(&tour->keep);
    if (!nb_play_anew(&tour->play)) return false;
    tour->before = nb_editor_begin(tour->play.show.session, show->out, show->view.plain);
    tour->history = nb_history_put_aside(); /* a tour has one of its own */
    nb_page_begin(&tour->page, 1);
    return true;
}

void nb_tour_end(nb_tour *tour) {
    if (tour->play.own != NULL) {
        nb_history_get_back(tour->history);
        nb_editor_end(tour->before);
    }
    nb_record_clear(&tour->record);
    nb_buffer_clear(&tour->shown);
    nb_buffer_clear(&tour->printed);
    nb_buffer_clear(&tour->english);
    nb_play_end(&tour->play);
}

int nb_tour_guide(nb_show *show, nb_lesson_file *file, bool small, nb_opening *opens) {
    nb_tour tour = {.page = {.small = small}, .presents = small, .opens = opens};
    bool begun = nb_tour_begin(&tour, show, file) && list_parts(&tour);
    if (begun) {
        if (!small) nb_record_open(&tour.record, file->place);
        if (!small) tour.roll = show->roll;
        take_tour(&tour);
    } else {
        nb_lesson_no_memory(show, file);
    }
    nb_tour_end(&tour);
    return begun && !tour.play.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
