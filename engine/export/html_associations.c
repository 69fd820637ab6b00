/* The annex of the associations: what each handed in, what became of it, and which of its own demands were
 * joined with one another.
 *
 * One pass over the members makes a share for each association in each entry; shares are then sorted by
 * association and summed. Members without association count as one more association, last in the table.
 * O(members log members). */
#include "alloc.h"
#include "error.h"
#include "html_page.h"
#include "str.h"

/* The demands of one association in one entry. */
typedef struct share {
    uint32_t association, entry, n_demands;
    bool shared; /* other associations stand in the entry, too */
} share;

typedef struct sum {
    uint32_t association, demands, entries, shared;
    uint32_t repeated; /* demands that stand in one entry with another of the same association */
    size_t first;      /* its shares */
} sum;

typedef struct shares {
    share *rows; /* [n_rows], room for one a member */
    size_t n_rows;
    uint32_t *row_of; /* [n_sums] the latest row of an association */
    sum *sums;        /* [n_sums], the last one without a name */
    size_t n_sums;
} shares;

static uint32_t association_of(const khl_page *page, const khl_member *member)
{
    uint32_t n = (uint32_t)page->associations.n;
    return member->association.n > 0 ? khl_map_find(&page->associations, member->association) : n;
}

static void add_entry(shares *s, const khl_page *page, uint32_t number)
{
    const khl_entry *entry = &page->list->entries[number];
    size_t begin = s->n_rows, n_named = 0;
    for (size_t i = 0; i < entry->n_members; i++) {
        uint32_t a = association_of(page, &entry->members[i]), row = s->row_of[a];
        bool known = row >= begin && row < s->n_rows && s->rows[row].association == a;
        if (!known) {
            row = s->row_of[a] = (uint32_t)s->n_rows;
            s->rows[s->n_rows++] = (share){a, number, 0, false};
            n_named += a < page->associations.n;
        }
        s->rows[row].n_demands++;
    }
    for (size_t i = begin; i < s->n_rows; i++) s->rows[i].shared = n_named > 1;
}

static int compare_shares(const void *left, const void *right)
{
    const share *a = left, *b = right;
    if (a->association != b->association) return a->association < b->association ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry);
}

/* Those who handed in most first; without a name last; then as they first came. */
static int compare_sums(const void *left, const void *right)
{
    const sum *a = left, *b = right;
    if (a->demands != b->demands) return a->demands > b->demands ? -1 : 1;
    return (a->association > b->association) - (a->association < b->association);
}

static void add_up(shares *s)
{
    qsort(s->rows, s->n_rows, sizeof *s->rows, compare_shares);
    for (size_t i = 0; i < s->n_sums; i++) s->sums[i] = (sum){.association = (uint32_t)i};
    for (size_t i = 0; i < s->n_rows; i++) {
        const share *row = &s->rows[i];
        sum *of = &s->sums[row->association];
        if (of->entries++ == 0) of->first = i;
        of->demands += row->n_demands;
        of->shared += row->shared;
        if (row->n_demands > 1) of->repeated += row->n_demands;
    }
    qsort(s->sums, s->n_sums - 1, sizeof *s->sums, compare_sums);
}

static void put_repeated(khl_page *page, const shares *s, const sum *of)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<td>%u", (unsigned)of->repeated);
    for (size_t i = of->first, left = of->entries; left > 0; i++, left--) {
        const khl_entry *entry = &page->list->entries[s->rows[i].entry];
        if (s->rows[i].n_demands > 1)
            khl_markup_put(m, " <a href=\"#%s\"><bdi>%s</bdi></a>", entry->id, entry->number);
    }
    khl_markup_put(m, "</td>");
}

/* Who gave no name may be many: nothing is said of what they share and repeat. */
static void put_sum(khl_page *page, const shares *s, const sum *of)
{
    khl_markup *m = &page->m;
    bool named = of->association < page->associations.n;
    if (of->demands == 0) return;
    if (named)
        khl_markup_put(m, "<tr><th scope=\"row\"><bdi>%s</bdi></th>",
                       page->associations.keys[of->association]);
    else
        khl_markup_put(m, "<tr><th scope=\"row\">%w</th>", "doc.no_association");
    khl_markup_put(m, "<td>%u</td><td>%u</td>", (unsigned)of->demands, (unsigned)of->entries);
    if (named) {
        khl_markup_put(m, "<td>%u</td>", (unsigned)of->shared);
        put_repeated(page, s, of);
    } else {
        khl_markup_put(m, "<td></td><td></td>");
    }
    khl_markup_put(m, "</tr>\n");
}

static void put_table(khl_page *page, const shares *s)
{
    khl_markup *m = &page->m;
    khl_markup_put(m,
                   "<section id=\"associations\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n"
                   "<table class=\"associations\">\n<thead><tr><th scope=\"col\">%w</th>",
                   "doc.associations", "doc.associations.intro", "doc.column.association");
    khl_markup_put(m,
                   "<th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th>"
                   "<th scope=\"col\">%w</th></tr></thead>\n<tbody>\n",
                   "doc.column.demands", "doc.column.entries", "doc.column.with_others",
                   "doc.column.repeated");
    for (size_t i = 0; i < s->n_sums && khl_page_ease(page); i++) put_sum(page, s, &s->sums[i]);
    khl_markup_put(m, "</tbody>\n</table>\n</section>\n");
}

khl_status khl_page_associations(khl_page *page, khl_error *err)
{
    if (page->associations.n == 0) return KHL_OK;
    shares s = {.n_sums = page->associations.n + 1};
    s.rows = khl_alloc(page->account.members, sizeof *s.rows);
    s.row_of = khl_alloc_zero(s.n_sums, sizeof *s.row_of);
    s.sums = khl_alloc(s.n_sums, sizeof *s.sums);
    khl_status status = s.rows != NULL && s.row_of != NULL && s.sums != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) {
        for (size_t i = 0; i < page->list->n_entries; i++) add_entry(&s, page, (uint32_t)i);
        add_up(&s);
        put_table(page, &s);
    }
    free(s.rows);
    free(s.row_of);
    free(s.sums);
    return status;
}
