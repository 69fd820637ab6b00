/* A document while it is accepted: what the steps of accept.c hand to one another. */
#ifndef KHL_DECISIONS_ACCEPTING_H
#define KHL_DECISIONS_ACCEPTING_H

#include "edited.h"
#include "handed_out.h"
#include "khulasa/accept.h"
#include "log.h"

struct khl_accepted {
    khl_accept_item *items; /* [n] */
    size_t n, capacity;
    khl_arena arena;
};

typedef struct khl_accepting {
    khl_accepted *out;
    khl_decisions *log;
    size_t n_before;   /* decisions of the log before */
    khl_map spoken_of; /* hashes of texts that they name */
    uint32_t *latest;  /* [spoken_of.n] the last decision on each */
    uint32_t *earlier; /* [n_before] the one before on the same text, or UINT32_MAX */
    const khl_models *models;
    khl_accept_options options;
    khl_edited edited;
    khl_handed_out handed;
    uint32_t *place_of; /* [handed.n_entries] -> edited.entries, UINT32_MAX where it was struck */
    khl_map bodies;     /* folded names -> number among body_of; filled when first asked */
    khl_str *body_of;   /* [bodies.n] ids */
    size_t bodies_capacity;
    khl_error *err;
} khl_accepting;

/* accept_add.c: what the log says of each text, before anything is added. */
khl_status khl_accept_index_log(khl_accepting *a);
/* An item on an entry (NULL: on none), its strings copied; it is the last one then. */
khl_status khl_accept_note(khl_accepting *a, const khl_handed_entry *entry, const khl_accept_item *item);
/* A decision for the last item, on a member of an entry (and another one): added, unless the log says so
 * already, or says otherwise since the document was handed out. value and values of decision are to be
 * filled. */
khl_status khl_accept_decide(khl_accepting *a, khl_decision *decision, const khl_handed_member *of,
                             const khl_handed_member *other);

/* accept_names.c. A text in the form names are compared by; to be cleared. */
khl_status khl_accept_fold(const khl_accepting *a, khl_str name, khl_buf *out);
/* The id of a body by its name in any language; empty: there is none. */
khl_status khl_accept_find_body(khl_accepting *a, khl_str name, khl_str *id);
/* A level by its word in any language: *known false when it is none; empty for "not known" and for nothing.
 */
khl_status khl_accept_find_level(const khl_accepting *a, khl_str word, khl_str *level, bool *known);
/* An answer ("same", "different", "related") by its word in any language; empty: it is none. */
khl_status khl_accept_find_answer(const khl_accepting *a, khl_str word, khl_str *answer);
/* An axis of the document by its name or number, from 1; 0: there is none. */
khl_status khl_accept_find_axis(const khl_accepting *a, khl_str name, uint32_t *axis);
/* The next name of a list from *at on, without white space around; false at its end. */
bool khl_accept_next_name(khl_str list, size_t *at, khl_str *name);
/* Whether two wordings are the same but for white space and unseen marks. */
khl_status khl_accept_are_same(const khl_accepting *a, khl_str x, khl_str y, bool *same);

/* accept_entry.c: the parts of one entry. accept_order.c: entries that stand elsewhere, or nowhere.
 * accept_answers.c: answers on pairs. */
khl_status khl_accept_entry(khl_accepting *a, const khl_handed_entry *entry, const khl_edited_entry *edited);
khl_status khl_accept_order(khl_accepting *a);
khl_status khl_accept_struck(khl_accepting *a);
khl_status khl_accept_answers(khl_accepting *a);

static inline const khl_handed_member *khl_accept_speaker(const khl_accepting *a,
                                                          const khl_handed_entry *entry)
{
    return &a->handed.members[entry->first];
}

#endif
