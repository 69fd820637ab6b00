/* The baseline of a document (export/baseline.h), as far as reading the document needs it. */
#ifndef KHL_OFFICE_EDITED_BASELINE_H
#define KHL_OFFICE_EDITED_BASELINE_H

#include "edited.h"
#include "map.h"

typedef struct khl_baseline {
    struct json_t *root;
    khl_map ids;
    struct json_t **entries; /* [ids.n] */
} khl_baseline;

/* *is_one is false for what is no JSON of the schema. To be cleared after a failure, too. */
khl_status khl_baseline_open(khl_baseline *out, khl_str json, bool *is_one, khl_error *err);
void khl_baseline_clear(khl_baseline *baseline);

/* The title or the text of an entry; p NULL when there is none. */
khl_str khl_baseline_find(const khl_baseline *baseline, khl_str id, khl_edited_kind part);

#endif
