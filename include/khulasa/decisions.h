/* What a committee decided, as a log: read, added to, written. khl_condense replays it
 * (khl_condense_options).
 *
 * The log is JSON Lines, one decision a line, only ever added to:
 *
 *   {"v":1,"n":57,"t":"2026-11-27","by":"m3","op":"cannot-link","a":"sha256:…","b":"sha256:…",
 *    "a_id":"K017","b_id":"K112/2","entry":"E-0123456789","why":"two different places"}
 *
 * a and b are proposals (parts of a cut submission are proposals of their own), known by the SHA-256 of their
 * text as it was handed in, without what is private in it (khl_private_sha256; shortlist.json has it as
 * sha256 of each member), so that a log holds for a file that has grown or was put in another order. a_id and
 * b_id are hints: of several proposals with one text the decision is on the one with that id, or else on all
 * of them (on an entry: on that of the smallest id that stands in one). entry is the permanent id of the
 * entry that a stood in; it stays with a's entry. t, by and why are for people. A decision on an entry
 * (title, text, axis, authority, level, priority, note) names in a any of its members, best the one whose
 * wording it has; of two on one matter the later holds.
 *
 *   must-link    a, b      they are one demand
 *   cannot-link  a, b      they are two
 *   related      a, b      they are two that belong beside each other
 *   cut          a, at     the submission has several demands: at 0 and at each of these bytes one begins
 *   join         a         the submission stays whole, wherever the program would cut it
 *   set-aside    a         it is no demand for this document; why says the reason
 *   restore      a         that was not so
 *   title        a, value  the words of the committee, as of text and note
 *   text         a, value
 *   note         a, value
 *   axis         a, value  an axis by its id, number or name
 *   level        a, value  "local", "provincial", "regional" or "national"
 *   authority    a, value  a list of ids of bodies, or names of others; the first leads
 *   priority     a, value  "high", "medium", "low" or "none", as a committee marks it
 *   priority     a, b      the entry stands right behind that of b in their axis, or first without b
 *   revoke       of        decision number `of` never was; those behind it stay
 */
#ifndef KHULASA_DECISIONS_H
#define KHULASA_DECISIONS_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum khl_decision_op {
    KHL_OP_MUST_LINK,
    KHL_OP_CANNOT_LINK,
    KHL_OP_RELATED,
    KHL_OP_CUT,
    KHL_OP_JOIN,
    KHL_OP_SET_ASIDE,
    KHL_OP_RESTORE,
    KHL_OP_TITLE,
    KHL_OP_TEXT,
    KHL_OP_AXIS,
    KHL_OP_AUTHORITY,
    KHL_OP_LEVEL,
    KHL_OP_PRIORITY,
    KHL_OP_NOTE,
    KHL_OP_REVOKE,
    KHL_N_OPS
} khl_decision_op;

/* As in the log: "must-link" ... */
KHL_API khl_str khl_decision_op_name(khl_decision_op op);

/* Absent strings are empty. Those of a log are borrowed from it. */
typedef struct khl_decision {
    uint32_t n; /* its number: rises from line to line, from 1 */
    khl_decision_op op;
    bool has_a, has_b;
    unsigned char a[32], b[32]; /* SHA-256 of texts */
    khl_str a_id, b_id;         /* hints */
    khl_str entry;              /* "E-..." */
    khl_str value;              /* of every op with one value */
    const khl_str *values;      /* [n_values] of authority */
    size_t n_values;
    const uint32_t *at; /* [n_at] of cut: bytes, rising, over 0 */
    size_t n_at;
    uint32_t of; /* of revoke */
    khl_str t, by, why;
    bool revoked;
} khl_decision;

typedef struct khl_decisions khl_decisions;

KHL_API khl_status khl_decisions_create(khl_decisions **out, khl_error *err);
KHL_API void khl_decisions_destroy(khl_decisions *decisions);

/* A log, at most 256 MiB. KHL_E_IO: it cannot be read; KHL_E_INPUT: a line that is no decision, with file and
 * line: broken JSON, a version or an op of another time, a key that is missing, a number that does not rise,
 * a revoke of nothing. Keys that are not listed above are kept and mean nothing. Cost: linear. */
KHL_API khl_status khl_decisions_read(khl_decisions **out, const char *path, khl_error *err);

/* Adds one with the next number; decision->n is not read. KHL_E_ARGUMENT: what khl_decisions_read would
 * refuse. */
KHL_API khl_status khl_decisions_add(khl_decisions *decisions, const khl_decision *decision, khl_error *err);

/* The whole log, beside and renamed: lines that were read stand as they were, byte for byte. KHL_E_INPUT: the
 * file is no longer what was read; nothing is written then. */
KHL_API khl_status khl_decisions_write(const khl_decisions *decisions, const char *path, khl_error *err);

KHL_API size_t khl_decisions_count(const khl_decisions *decisions);
/* In the order of their numbers; NULL beyond the last. */
KHL_API const khl_decision *khl_decisions_at(const khl_decisions *decisions, size_t i);
/* SHA-256 of all lines, in hex. */
KHL_API void khl_decisions_sha256(const khl_decisions *decisions, char out[65]);

#ifdef __cplusplus
}
#endif
#endif
