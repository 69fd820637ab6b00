/* The rows of a concordance by the natural order of ids: counted, listed, sorted. */
#include "concordance.h"

#include "alloc.h"
#include "error.h"
#include "natural.h"
#include "str.h"

static int compare_rows(const void *left, const void *right)
{
    const khl_concordance_row *a = left, *b = right;
    int order = khl_natural_compare(a->id, b->id);
    if (order == 0) order = khl_str_compare(a->id, b->id);
    if (order == 0) order = (int)a->where - (int)b->where;
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static bool count_rows(const khl_shortlist *list, bool cuts, size_t *n)
{
    bool fits = khl_add(list->n_aside, cuts ? list->n_cuts : 0, n);
    for (size_t i = 0; i < list->n_entries && fits; i++) fits = khl_add(*n, list->entries[i].n_members, n);
    return fits;
}

static void list_rows(const khl_shortlist *list, bool cuts, khl_concordance_row *rows)
{
    uint32_t n = 0;
    for (size_t i = 0; i < list->n_entries; i++) {
        const khl_entry *entry = &list->entries[i];
        for (size_t m = 0; m < entry->n_members; m++, n++)
            rows[n] =
                (khl_concordance_row){entry->members[m].id, entry, &entry->members[m], KHL_IS_MEMBER, n};
    }
    rows += n;
    for (size_t i = 0; cuts && i < list->n_cuts; i++)
        *rows++ = (khl_concordance_row){list->cuts[i].id, NULL, NULL, KHL_IS_CUT, (uint32_t)i};
    for (size_t i = 0; i < list->n_aside; i++)
        *rows++ = (khl_concordance_row){list->aside[i].id, NULL, NULL, KHL_IS_ASIDE, (uint32_t)i};
}

khl_status khl_concordance_make(khl_concordance_row **rows, size_t *n, const khl_shortlist *list, bool cuts,
                                khl_error *err)
{
    *rows = count_rows(list, cuts, n) ? khl_alloc(*n, sizeof **rows) : NULL;
    if (*rows == NULL) return khl_fail_memory(err);
    list_rows(list, cuts, *rows);
    if (*n > 1) qsort(*rows, *n, sizeof **rows, compare_rows);
    return KHL_OK;
}
