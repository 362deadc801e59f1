/* The lesson that `lesson new NAME` writes: each kind of block once, with what to put there. It
 * bears no mark of nabla's: from now on it is its author's, and no script may replace it. */
#define _POSIX_C_SOURCE 200809L /* lstat */
#include "front/author.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "front/system/folders.h"
#include "view/message.h"
#include "view/plain.h"

/* Behind the title. A text of several paragraphs is translated as a whole. */
static const char template[] =
    "<!-- For you, the author; whoever takes the lesson never sees this.\n"
    "A lesson has seven parts, 10 to 15 minutes in all: recall, a question first, an example, the\n"
    "same with gaps, own work, a trap, one sentence. This one has a few of them.\n"
    "nabla --check tests it, --update writes the answers anew, --html makes a page of it; and nabla\n"
    "with its name alone plays it. lessons/README.md explains every key of a question. -->\n"
    "\n"
    "Say in a sentence or two what it is about, and what one can do at the end.\n"
    "\n"
    "## A question first\n"
    "\n"
    "<!-- Before anything is shown: a guess is enough. A listed wrong answer has its own remark. -->\n"
    "\n"
    "```quiz\n"
    "id: guess\n"
    "ask: Three pears cost 50 won each. Each becomes 1 won dearer: by how much does the total rise?\n"
    "answer: 3\n"
    "wrong: 1 -> You buy more than one.\n"
    "wrong: 153 -> That is the new total.\n"
    "hint: Each of them costs 1 won more.\n"
    "hint: How many are there?\n"
    "why: Each of the three costs 1 won more.\n"
    "```\n"
    "\n"
    "## An example\n"
    "\n"
    "<!-- Type behind >>> what the student sees typed; nabla --update fills the answers in. -->\n"
    "\n"
    "Each new term is **bold** once. A product hands back the *other* factor:\n"
    "\n"
    "```nabla\n"
    ">>> pear = 50\n"
    "  pear = 50\n"
    ">>> count = 3\n"
    "  count = 3\n"
    ">>> total = pear*count\n"
    "  total = 150\n"
    ">>> backward total\n"
    "  node      value   ∂total/∂node   = ∂total/∂parent × local gradient\n"
    "  total       150              1\n"
    "  pear         50              3   = 1 × count\n"
    "  count         3             50   = 1 × pear\n"
    "```\n"
    "\n"
    "<!-- Statements that only test the lesson. Nobody sees them. -->\n"
    "\n"
    "```check\n"
    "expect dtotal/dpear == 3\n"
    "expect dtotal/dcount == 50\n"
    "```\n"
    "\n"
    "```quiz\n"
    "id: gap\n"
    "ask: Fill the gap.\n"
    "gap: ∂total/∂count = 1 · ___\n"
    "answer: pear\n"
    "wrong: count -> A product hands back the other factor.\n"
    "hint: Look for count in the table.\n"
    "why: total = pear·count, so one pear more costs the price of a pear.\n"
    "```\n"
    "\n"
    "## Your turn\n"
    "\n"
    "<!-- The student types a graph of their own; any that satisfies the lines check: is right. -->\n"
    "\n"
    "```exercise\n"
    "id: own\n"
    "ask: The shop adds a tax of 20 %. Name the total with tax `paid`.\n"
    "check: paid == 180\n"
    "check: grad(paid, pear) == 3.6\n"
    "wrong-check: paid == 30 -> A tax of 20 % means 1.2 times the price.\n"
    "solution: paid = 1.2*total\n"
    "hint: With 20 % more you pay 1.2 times the total.\n"
    "why: The price passes through ×3 and ×1.2, and 3 · 1.2 is 3.6.\n"
    "```\n"
    "\n"
    "## One sentence\n"
    "\n"
    "What is to be remembered: the gradient of a factor is the other factor.\n";

static void fill(nb_show *show, const char *path, nb_buffer *text) {
    nb_view view = nb_show_view(show);
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    nb_buffer_add_text(text, "# ");
    nb_view_plain_bytes(text, &view, name, strcspn(name, "."));
    nb_buffer_add_text(text, "\n\n");
    nb_buffer_add_text(text, nb_view_translate(&view, template));
}

static bool is_there(const char *path) {
    char room[NB_PATH_ROOM];
    struct stat about;
    return lstat(nb_folder_expand(room, path), &about) == 0;
}

void nb_author_begin(nb_show *show, nb_block *block, nb_result *result) {
    const char *path = block->as.lesson.name;
    nb_write_rule rule = show->rule;
    nb_message why = NB_SAY(LESSON_THERE, NB_TEXT(path));
    nb_buffer text;
    rule.guarded = rule.guarded || !block->typed;
    nb_buffer_init(&text, nb_session_memory(show->session));
    fill(show, path, &text);
    bool good = !text.failed && !is_there(path) &&
                nb_file_write(&rule, path, text.data, text.length, &why);
    if (text.failed) result->failed = true;
    else if (good) block->written = path;
    else nb_result_fail(result, block, why);
    nb_buffer_clear(&text);
}
