/* The log in memory, for the files of this room. */
#ifndef KHL_DECISIONS_LOG_H
#define KHL_DECISIONS_LOG_H

#include "arena.h"
#include "buf.h"
#include "khulasa/decisions.h"

struct khl_decisions {
    khl_decision *items; /* [n] */
    size_t n, capacity;
    khl_buf bytes;   /* the lines, as in the file */
    size_t n_read;   /* bytes of them that came from it */
    khl_arena arena; /* of the strings */
};

/* log_parse.c: one line without its end. Strings of *out go to the arena. KHL_E_INPUT, without the file. */
khl_status khl_decision_parse(khl_decision *out, khl_str line, khl_arena *arena, khl_error *err);

/* log_shape.c: NULL when a decision has what its op needs, or else the key that is missing or makes no sense.
 */
const char *khl_decision_wrong_key(const khl_decision *decision);
/* The op of a name; KHL_N_OPS when there is none. */
khl_decision_op khl_decision_op_of(khl_str name);
/* "E-", ten hex digits, and for a second one "-2". */
bool khl_decision_is_entry(khl_str id);

/* log_print.c: appended with a line end. */
khl_status khl_decision_print(khl_buf *out, const khl_decision *decision, khl_error *err);

#endif
