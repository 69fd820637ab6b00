/* The figures of the closing account, counted from the lists themselves and never from the totals that the
 * shortlist claims. */
#ifndef KHL_SHORTLIST_ACCOUNT_H
#define KHL_SHORTLIST_ACCOUNT_H

#include "khulasa/shortlist.h"

/* A submission is one record of the input. Parts of a cut submission ("ID/n", one file and row) count once;
 * a submission of which some parts are members and others set aside counts as having members. */
typedef struct khl_account {
    uint32_t members;     /* over all entries */
    uint32_t submissions; /* with at least one member */
    uint32_t aside;       /* set aside whole */
    uint32_t aside_parts; /* rows of the set-aside list that belong to a submission with members */
} khl_account;

/* Fails with KHL_E_MEMORY only. Cost: linear. */
khl_status khl_account_count(khl_account *out, const khl_shortlist *shortlist, khl_error *err);

/* The submission a member id belongs to: "K017" of "K017/2", and the whole id when it does not end in a slash
 * and a number without leading zero. */
khl_str khl_submission_id(khl_str id);

/* check_charts.c, for khl_shortlist_check: trees and points. */
khl_status khl_charts_check(const khl_shortlist *list, khl_error *err);

#endif
