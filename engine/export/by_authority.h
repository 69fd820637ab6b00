/* The entries by the bodies they concern, as a council asks for them: who has most to do stands first. */
#ifndef KHL_EXPORT_BY_AUTHORITY_H
#define KHL_EXPORT_BY_AUTHORITY_H

#include "khulasa/shortlist.h"

/* An entry under one of its bodies. */
typedef struct khl_concern {
    const khl_entry *entry;
    const khl_authority *authority;
} khl_concern;

/* A body: first the entries it leads, then those it is to be heard on, each in the order of the document. Its
 * id may be a name that a committee wrote; then it has no level. */
typedef struct khl_body {
    const khl_authority *authority; /* as the first of its entries names it */
    const khl_concern *concerns;    /* [n] */
    size_t n, n_lead;
} khl_body;

typedef struct khl_by_authority {
    khl_body *bodies; /* [n] most led first, then most concerned, then by id */
    size_t n;
    khl_concern *concerns; /* [n_concerns] body by body */
    size_t n_concerns;
} khl_by_authority;

/* Borrows from the list. A total order, so that any sorting algorithm gives the same document. Memory: 16
 * bytes a mention and 32 a body; time: n log n of the mentions. Fails for memory alone. */
khl_status khl_by_authority_make(khl_by_authority *out, const khl_shortlist *list, khl_error *err);
void khl_by_authority_clear(khl_by_authority *by);

#endif
