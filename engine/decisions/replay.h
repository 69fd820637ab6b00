/* A log against a collection: which proposals each decision speaks of, what the links among them come to, and
 * what concerns nothing here (stale: the proposal is not in the input, or its text was changed).
 *
 *   khl_replay_create    hashes of all texts
 *   khl_replay_a, _b     the proposals of a key
 *   khl_replay_link      must-links, cannot-links and related pairs, or the path by which they contradict */
#ifndef KHL_DECISIONS_REPLAY_H
#define KHL_DECISIONS_REPLAY_H

#include "khulasa/corpus.h"
#include "khulasa/decisions.h"

/* Two proposals that decision n of the log speaks of. */
typedef struct khl_decided_pair {
    uint32_t a, b;
    uint32_t n;
} khl_decided_pair;

typedef struct khl_decided_pairs {
    khl_decided_pair *items;
    size_t n, capacity;
} khl_decided_pairs;

typedef struct khl_replay khl_replay;

/* Borrows log and corpus. aliases knows what is private in texts. Cost: SHA-256 of every text. */
khl_status khl_replay_create(khl_replay **out, const khl_decisions *log, const khl_corpus *corpus,
                             const khl_aliases *aliases, khl_error *err);
void khl_replay_destroy(khl_replay *replay);

const khl_decisions *khl_replay_log(const khl_replay *replay);

/* The proposals [n] that decision i means by its a: that of the hinted id, or all with the text, by their
 * ids. None makes the decision stale, any does not. Then those by its b, where none makes it stale, too.
 * Cost: a look-up, and the logarithm of how many share the text. */
const uint32_t *khl_replay_a(khl_replay *replay, size_t i, size_t *n);
const uint32_t *khl_replay_b(khl_replay *replay, size_t i, size_t *n);

/* Whether decision i holds (it was not revoked), and whether it met a proposal when it was last asked for. */
bool khl_replay_holds(const khl_replay *replay, size_t i);
bool khl_replay_is_stale(const khl_replay *replay, size_t i);

/* All links that hold, after which the next functions may be asked. Of two on one pair the later holds.
 * KHL_E_CONFLICT: must-links join what a cannot-link keeps apart; err names the decisions and the path. */
khl_status khl_replay_link(khl_replay *replay, khl_error *err);
const khl_decided_pairs *khl_replay_must(const khl_replay *replay);
const khl_decided_pairs *khl_replay_apart(const khl_replay *replay); /* cannot-link and related */
const khl_decided_pairs *khl_replay_related(const khl_replay *replay);

/* The smallest proposal that must-links make one with i; the next larger one with the same, or UINT32_MAX. */
uint32_t khl_replay_component(const khl_replay *replay, uint32_t i);
uint32_t khl_replay_next(const khl_replay *replay, uint32_t i);

/* Whether a cannot-link or a related stands between two. Cost: a look-up. */
bool khl_replay_are_apart(const khl_replay *replay, uint32_t a, uint32_t b);

#endif
