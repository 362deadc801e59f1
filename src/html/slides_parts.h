/* The parts of a page of slides that are the same in each. */
#ifndef NABLA_HTML_SLIDES_PARTS_H
#define NABLA_HTML_SLIDES_PARTS_H

extern const char nb_slides_policy[]; /* a tag of its own */
/* One text after the other, up to NULL. */
extern const char *const nb_slides_style[];
extern const char *const nb_slides_script[];

#endif
