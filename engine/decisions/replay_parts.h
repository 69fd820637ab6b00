/* The replay in memory, for the files of this room. */
#ifndef KHL_DECISIONS_REPLAY_PARTS_H
#define KHL_DECISIONS_REPLAY_PARTS_H

#include "map.h"
#include "replay.h"

struct khl_replay {
    const khl_decisions *log;
    const khl_corpus *corpus;
    khl_map texts;     /* hashes */
    uint32_t *begin;   /* [texts.n + 1] into by_text */
    uint32_t *by_text; /* [proposals] those of one text together, by their ids */
    bool *stale;       /* [decisions] */
    khl_decided_pairs must, apart, related;
    khl_map kept_apart;  /* the pairs of `apart`, smaller number first */
    uint32_t *component; /* [proposals] */
    uint32_t *next;      /* [proposals] */
};

#endif
