/* Lists with commas. */
#include "base/listing.h"

void nb_listing_init(nb_listing *listing, nb_memory *memory, size_t most) {
    *listing = (nb_listing){.most = most};
    nb_buffer_init(&listing->text, memory);
}

void nb_listing_add(nb_listing *listing, const char *item) {
    size_t before = listing->count++;
    if (listing->most > 0 && before > listing->most) return;
    bool over = listing->most > 0 && before == listing->most;
    nb_buffer_add_item(&listing->text, ", ", over ? "…" : item);
}
