/* The line as it is edited, for terminals that cannot move the cursor up and for readers to whom
 * redrawing is noise: what is typed is appended, and nothing above the last row is touched. */
#ifndef NABLA_FRONT_TERMINAL_REDISPLAY_H
#define NABLA_FRONT_TERMINAL_REDISPLAY_H

/* For rl_redisplay_function. */
void nb_redisplay(void);
/* Forgets what is on the screen: the cursor stands at the beginning of a row. */
void nb_redisplay_anew(void);

#endif
