/* What a document was handed out with (export/baseline.h, schema khulasa.baseline/1), read from the document
 * itself. */
#ifndef KHL_DECISIONS_HANDED_OUT_H
#define KHL_DECISIONS_HANDED_OUT_H

#include "arena.h"
#include "map.h"

typedef struct khl_handed_name {
    khl_str id, name; /* as shown */
} khl_handed_name;

typedef struct khl_handed_member {
    khl_str id;
    unsigned char sha256[32];
    uint32_t entry;
} khl_handed_member;

typedef struct khl_handed_entry {
    khl_str id, title, text, level;
    uint32_t axis, place;          /* 1-based, both: of the axis, and within it */
    const khl_handed_name *bodies; /* [n_bodies], the leading one first */
    size_t n_bodies;
    uint32_t first, n_members; /* places in members; the representative is the first */
} khl_handed_entry;

typedef struct khl_handed_out {
    uint32_t last; /* number of the last decision of the log then; 0: there was none */
    khl_handed_name *axes;
    khl_handed_entry *entries;
    khl_handed_member *members;
    size_t n_axes, n_entries, n_members;
    khl_map entry_ids, member_ids;
    khl_arena arena;
} khl_handed_out;

/* KHL_E_INPUT: it is torn, or of another version. To be cleared after a failure, too. */
khl_status khl_handed_out_read(khl_handed_out *out, khl_str json, khl_error *err);
void khl_handed_out_clear(khl_handed_out *handed);

#endif
