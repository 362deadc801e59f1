/* A graph of levels.def, its choices made. The formulas are a small part of the language, which is
 * why looking at names and signs is enough here; nabla itself reads and computes them. */
#include "practice/outline.h"

#include <string.h>

#include "base/buffer.h"

static const struct { nb_practice_level level; const char *formulas; } graphs[] = {
#define LEVEL(...)
#define GRAPH(LEVEL_ID, FORMULAS) {NB_PRACTICE_##LEVEL_ID, (FORMULAS)},
#include "practice/levels.def"
#undef LEVEL
#undef GRAPH
};

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

enum { GRAPHS = sizeof graphs / sizeof *graphs, EXPANDED = 512 };

/* ---- choices ---- */

/* One of the words up to the closing >, which stands behind them. */
static const char *choose(const char *words, nb_random *random, size_t *length) {
    size_t all = strcspn(words, ">");
    uint32_t count = 1;
    for (size_t i = 0; i < all; i++) count += words[i] == '|';
    for (uint32_t skip = nb_random_below(random, count); skip > 0; skip--)
        words += strcspn(words, "|>") + 1;
    *length = strcspn(words, "|>");
    return words;
}

/* The text without < and >. */
static void expand(const char *text, nb_random *random, char out[EXPANDED]) {
    size_t used = 0;
    while (*text != '\0' && used + 1 < EXPANDED) {
        if (*text != '<') {
            out[used++] = *text++;
            continue;
        }
        size_t length;
        const char *word = choose(text + 1, random, &length);
        for (size_t i = 0; i < length && used + 1 < EXPANDED; i++) out[used++] = word[i];
        text += strcspn(text, ">") + 1;
    }
    out[used] = '\0';
}

/* ---- nodes ---- */

static int find(const nb_outline *plan, const char *name, size_t length) {
    int node = 0;
    while (node < plan->count && !nb_bytes_are(name, length, plan->nodes[node].name)) node++;
    return node;
}

static nb_outline_node *add(nb_outline *plan, const char *name, size_t length) {
    nb_outline_node *node = &plan->nodes[plan->count++];
    *node = (nb_outline_node){.local = NB_PRACTICE_KINDS};
    memcpy(node->name, name, length < NB_OUTLINE_NAME ? length : NB_OUTLINE_NAME - 1);
    return node;
}

/* What its local gradients are those of. */
static nb_practice_kind kind_of(const char *formula) {
    bool sum = strpbrk(formula, "+-") != NULL, product = strchr(formula, '*') != NULL;
    if (strstr(formula, "loss(") != NULL) return NB_PRACTISE_LOSS;
    if (strchr(formula, '(') != NULL || strchr(formula, '^') != NULL)
        return sum || product ? NB_PRACTICE_KINDS : NB_PRACTISE_CURVE;
    if (sum && product) return NB_PRACTISE_WEIGHTED;
    return sum ? NB_PRACTISE_SUM : NB_PRACTISE_PRODUCT;
}

/* Adds a formula's node, and before it those leaves that stand here first. */
static void add_formula(nb_outline *plan, const char *text, size_t length) {
    nb_outline_node node = {.local = NB_PRACTICE_KINDS};
    size_t name = strcspn(text, " "), at = name + strlen(" = ");
    memcpy(node.name, text, name);
    memcpy(node.formula, text + at, length - at);
    while (at < length) {
        size_t word = at + strspn(text + at, LETTERS DIGITS "_");
        bool is_name = word > at && strspn(text + at, LETTERS) > 0 &&
                       !(word < length && text[word] == '(');
        if (is_name) {
            int operand = find(plan, text + at, word - at);
            if (operand == plan->count) (void)add(plan, text + at, word - at);
            node.operands[node.count++] = operand;
        }
        at = word > at ? word : at + 1;
    }
    node.local = kind_of(node.formula);
    plan->nodes[plan->count++] = node;
}

void nb_outline_draw(nb_outline *plan, nb_practice_level level, nb_random *random) {
    char text[EXPANDED];
    uint32_t rows = 0, row = 0;
    for (int i = 0; i < GRAPHS; i++) rows += graphs[i].level == level;
    uint32_t wanted = nb_random_below(random, rows);
    while (graphs[row].level != level || wanted-- > 0) row++;
    expand(graphs[row].formulas, random, text);
    *plan = (nb_outline){.count = 0};
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, ";");
        add_formula(plan, at, length);
        at += length;
        at += strspn(at, "; ");
    }
}

/* ---- paths ---- */

int nb_outline_uses(const nb_outline *plan, int user, int operand) {
    int uses = 0;
    for (int k = 0; k < plan->nodes[user].count; k++)
        uses += plan->nodes[user].operands[k] == operand;
    return uses;
}

int nb_outline_paths(const nb_outline *plan, int to, int from) {
    int paths[NB_OUTLINE_NODES] = {0};
    paths[to] = 1;
    for (int node = to; node > from; node--)
        for (int k = 0; k < plan->nodes[node].count; k++)
            paths[plan->nodes[node].operands[k]] += paths[node];
    return paths[from];
}
