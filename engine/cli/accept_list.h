/* The list of differences that khulasa accept shows. */
#ifndef KHL_CLI_ACCEPT_LIST_H
#define KHL_CLI_ACCEPT_LIST_H

#include "command.h"
#include "khulasa/accept.h"

/* Those that became decisions, or those that were not understood. */
void khl_put_accepted(khl_buf *out, const khl_program *p, const khl_accepted *accepted, bool understood);

#endif
