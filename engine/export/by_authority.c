/* The entries by authority. khl_by_authority_make lists all mentions, sorts them so that those of a body lie
 * side by side, finds where each body begins, sorts the bodies, and lays the mentions in their order, so that
 * a writer that wants rows and no headings may walk them alone. Two sorts of n mentions. */
#include "by_authority.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdlib.h>
#include <string.h>

/* Bodies by id, those entries first that they lead, then in the order of the entries, which lie in one array.
 */
static int compare_concerns(const void *left, const void *right)
{
    const khl_concern *a = left, *b = right;
    int order = khl_str_compare(a->authority->id, b->authority->id);
    if (order == 0) order = (int)b->authority->lead - (int)a->authority->lead;
    if (order == 0) order = (a->entry > b->entry) - (a->entry < b->entry);
    return order != 0 ? order : (a->authority > b->authority) - (a->authority < b->authority);
}

static int compare_bodies(const void *left, const void *right)
{
    const khl_body *a = left, *b = right;
    if (a->n_lead != b->n_lead) return a->n_lead > b->n_lead ? -1 : 1;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return khl_str_compare(a->authority->id, b->authority->id);
}

static size_t count_concerns(const khl_shortlist *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n_entries; i++) n += list->entries[i].n_authorities;
    return n;
}

static void list_concerns(const khl_shortlist *list, khl_concern *concerns)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n_entries; i++)
        for (size_t k = 0; k < list->entries[i].n_authorities; k++)
            concerns[n++] = (khl_concern){&list->entries[i], &list->entries[i].authorities[k]};
}

static size_t count_bodies(const khl_concern *concerns, size_t n)
{
    size_t bodies = 0;
    for (size_t i = 0; i < n; i++)
        bodies += i == 0 || !khl_str_equal(concerns[i].authority->id, concerns[i - 1].authority->id);
    return bodies;
}

static void find_bodies(const khl_concern *concerns, size_t n, khl_body *bodies)
{
    khl_body *body = NULL;
    for (size_t i = 0; i < n; i++) {
        const khl_authority *authority = concerns[i].authority;
        if (body == NULL || !khl_str_equal(authority->id, body->authority->id)) {
            body = body == NULL ? bodies : body + 1;
            *body = (khl_body){authority, &concerns[i], 0, 0};
        }
        body->n++;
        body->n_lead += authority->lead;
    }
}

/* The mentions of sorted bodies behind one another in `to`. */
static void lay_concerns(khl_body *bodies, size_t n, khl_concern *to)
{
    for (size_t i = 0; i < n; i++) {
        memcpy(to, bodies[i].concerns, bodies[i].n * sizeof *to);
        bodies[i].concerns = to;
        to += bodies[i].n;
    }
}

/* sorted[n] by body: where each begins, the bodies in their order, and the mentions in that of the bodies. */
static khl_status make_bodies(khl_by_authority *out, const khl_concern *sorted)
{
    out->n = count_bodies(sorted, out->n_concerns);
    out->bodies = khl_alloc(out->n, sizeof *out->bodies);
    out->concerns = khl_alloc(out->n_concerns, sizeof *out->concerns);
    if (out->bodies == NULL || out->concerns == NULL) return KHL_E_MEMORY;
    find_bodies(sorted, out->n_concerns, out->bodies);
    if (out->n > 1) qsort(out->bodies, out->n, sizeof *out->bodies, compare_bodies);
    lay_concerns(out->bodies, out->n, out->concerns);
    return KHL_OK;
}

khl_status khl_by_authority_make(khl_by_authority *out, const khl_shortlist *list, khl_error *err)
{
    *out = (khl_by_authority){.n_concerns = count_concerns(list)};
    khl_concern *sorted = khl_alloc(out->n_concerns, sizeof *sorted);
    if (sorted == NULL) return khl_fail_memory(err);
    list_concerns(list, sorted);
    if (out->n_concerns > 1) qsort(sorted, out->n_concerns, sizeof *sorted, compare_concerns);
    khl_status status = make_bodies(out, sorted);
    free(sorted);
    if (status == KHL_OK) return KHL_OK;
    khl_by_authority_clear(out);
    return khl_fail_memory(err);
}

void khl_by_authority_clear(khl_by_authority *by)
{
    free(by->bodies);
    free(by->concerns);
    *by = (khl_by_authority){.bodies = NULL};
}
