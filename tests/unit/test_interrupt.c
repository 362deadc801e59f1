/* Ctrl-C in statements about many numbers: wherever it arrives, the statement stops, and nothing
 * has changed. It comes from the allocator, so that no clock is needed: at moments of the statement
 * that are the same in every run. */
#include "support.h"

#include <string.h>

typedef struct caller {
    nb_session *session;
    long growths, interrupt_at; /* the growth at which Ctrl-C is pressed; negative: never */
} caller;

static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    caller *c = user;
    if (new_size > old_size && c->growths++ == c->interrupt_at) nb_interrupt(c->session);
    return plain_allocate(NULL, block, old_size, new_size);
}

static nb_session *open_session(caller *c) {
    *c = (caller){.interrupt_at = -1};
    c->session = nb_session_new(&(nb_host){.user = c, .allocate = allocate});
    assert_non_null(c->session);
    run(c->session, "W = uniform(100, 60); v = ones(8000); L = sum(W^2);\n");
    return c->session;
}

/* Presses Ctrl-C at `part` of the growths that the statement takes; where these are few, the last
 * ones come when all is done. */
static void check_stop(const char *statement, double part) {
    caller c;
    nb_session *s = open_session(&c);
    long before = c.growths;
    nb_result_free(ask(s, statement));
    long all = c.growths - before;
    nb_session_free(s);
    if (part > 0 && all < 20) return;
    s = open_session(&c);
    nb_result *result;
    c.interrupt_at = c.growths + (long)((double)all * part);
    nb_status status = nb_feed(s, statement, strlen(statement), &result);
    if (status != NB_STATUS_ERROR)
        fail_msg("%s at %g of %ld: status %d", statement, part, all, (int)status);
    const nb_diagnostic *error = find_diagnostic(result, NB_SEVERITY_ERROR);
    assert_true(error != NULL && error->message.id == NB_MESSAGE_INTERRUPTED);
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        assert_int_equal(block->kind, NB_BLOCK_DIAGNOSTIC);
    nb_result_free(result);
    assert_true(run(s, "size(W) + size(v)\n") == 14000);
    nb_session_free(s);
}

static void test_many_numbers(void **state) {
    static const char *const statements[] = {
        "V = W'\n", "V = 2*W\n", "V := W\n", "V = v\n", "V = uniform(100, 60)\n",
        "V = W @ W[1,:]\n",
        "V = softmax(v)\n", "W = 2*v\n", "W += 1\n", "W := W + 1\n",
        "y = sum(W) + norm(v)\n", "W\n",
        "list\n", "save s.nabla\n", "draw L a.dot\n", "G = grad(L, W)\n", "explain W[2,1]\n",
        "whatif W[1,1] += 1\n", "paths L over W[1,1]\n", "trace L over W[1,1]\n", "backward L\n",
        "forward L\n", "delete v\n", "reset\n",
        "for i in 1..3000 { a[i] = i }\n"};
    (void)state;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        check_stop(statements[i], 0.25);
        check_stop(statements[i], 0.5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
