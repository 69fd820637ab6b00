/* Annexes D to G: the entries by authority, by level, by association and by city. Each walks the list of
 * entries once and fills lists of entry numbers, one a heading, which cost eight bytes a mention. */
#include "alloc.h"
#include "by_authority.h"
#include "doc_words.h"
#include "docx.h"
#include "error.h"
#include "str.h"

#include <stdio.h>

/* One mention of an entry under a heading. */
typedef struct mention {
    uint32_t heading, entry;
} mention;

typedef struct mentions {
    mention *items;
    size_t n, capacity;
} mentions;

static bool mention_add(khl_docx *d, mentions *list, uint32_t heading, size_t entry)
{
    if (!khl_grow(&list->items, &list->capacity, list->n + 1, sizeof *list->items)) {
        d->status = khl_fail_memory(d->err);
        return false;
    }
    list->items[list->n++] = (mention){heading, (uint32_t)entry};
    return true;
}

static int compare_mentions(const void *left, const void *right)
{
    const mention *a = left, *b = right;
    if (a->heading != b->heading) return a->heading < b->heading ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry);
}

static void put_entry_line(khl_docx *d, const khl_entry *entry)
{
    char mark[KHL_DOCX_NAME_BYTES];
    khl_docx_entry_mark(mark, entry->id);
    khl_docx_paragraph(d, "ListLine");
    khl_docx_link(d, mark);
    khl_docx_run(d, "Number", entry->number);
    khl_docx_tab(d);
    khl_docx_run(d, NULL, entry->title);
    khl_docx_link_end(d);
    khl_docx_paragraph_end(d);
}

static void put_index_heading(khl_docx *d, khl_str name, size_t n)
{
    khl_docx_paragraph(d, "Heading3");
    khl_docx_name(d, NULL, name);
    khl_docx_run_c(d, "Soft", " · ");
    khl_docx_count(d, "Soft", "doc.n_entries", (uint32_t)n);
    khl_docx_paragraph_end(d);
}

/* The mentions under each heading, whose names are given by number. */
static void put_mentions(khl_docx *d, mentions *list, const khl_str *names)
{
    if (list->n > 0) qsort(list->items, list->n, sizeof *list->items, compare_mentions);
    for (size_t i = 0; i < list->n;) {
        size_t end = i;
        while (end < list->n && list->items[end].heading == list->items[i].heading) end++;
        put_index_heading(d, names[list->items[i].heading], end - i);
        for (; i < end; i++) put_entry_line(d, &d->list->entries[list->items[i].entry]);
    }
}

/* The n entries that a body leads, or is to be heard on, behind the word for that. */
static void put_concerns(khl_docx *d, const khl_concern *concerns, size_t n, const char *role)
{
    if (n > 0) khl_docx_line_word(d, "ListHead", role);
    for (size_t i = 0; i < n; i++) put_entry_line(d, concerns[i].entry);
}

static void put_by_authority(khl_docx *d)
{
    khl_by_authority by;
    khl_status status = khl_by_authority_make(&by, d->list, d->err);
    if (d->status == KHL_OK) d->status = status;
    khl_docx_annex(d, 'd', "doc.annex.d.intro");
    for (size_t i = 0; i < by.n; i++) {
        const khl_body *body = &by.bodies[i];
        put_index_heading(d, khl_doc_name(&body->authority->name, d->words), body->n);
        put_concerns(d, body->concerns, body->n_lead, "doc.index.leads");
        put_concerns(d, body->concerns + body->n_lead, body->n - body->n_lead, "doc.index.heard");
    }
    khl_by_authority_clear(&by);
}

static void put_by_level(khl_docx *d)
{
    static const char *const levels[] = {"local", "provincial", "regional", "national", ""};
    enum { N_LEVELS = sizeof levels / sizeof *levels };
    khl_str names[N_LEVELS];
    mentions list = {0};
    for (size_t l = 0; l < N_LEVELS; l++) {
        names[l] = khl_docx_level(d, khl_str_from(levels[l]));
        for (size_t e = 0; e < d->list->n_entries; e++)
            if (khl_str_equal(d->list->entries[e].level, khl_str_from(levels[l])) &&
                !mention_add(d, &list, (uint32_t)l, e))
                break;
    }
    khl_docx_annex(d, 'e', "doc.annex.e.intro");
    put_mentions(d, &list, names);
    free(list.items);
}

/* A row of the table of associations or cities. */
typedef struct tally {
    uint32_t demands, entries, shared; /* shared: entries that others ask for, too */
    uint32_t last;                     /* the entry counted last, and one */
} tally;

static const khl_str *name_of(const khl_member *member, bool city)
{
    return city ? &member->city : &member->association;
}

static void count(khl_docx *d, tally *tallies, const khl_map *names, bool city)
{
    for (size_t i = 0; i < d->account.members; i++) {
        const khl_docx_member *m = &d->members[i];
        uint32_t number = khl_map_find(names, *name_of(m->member, city));
        if (number == KHL_MAP_NONE) continue;
        tally *t = &tallies[number];
        uint32_t entry = (uint32_t)(m->entry - d->list->entries) + 1;
        t->demands++;
        if (t->last == entry) continue;
        t->last = entry;
        t->entries++;
        t->shared += (city ? m->entry->n_cities : m->entry->n_supporters) > 1;
    }
}

/* Most demands first, then in order of first mention. */
typedef struct ranked {
    uint32_t demands, number;
} ranked;

static int compare_ranked(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->demands != b->demands) return a->demands > b->demands ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static const unsigned tally_widths[] = {4038, 1400, 1400, 1400, 1400};

static void put_tally(khl_docx *d, khl_str name, const tally *t)
{
    khl_docx_row(d, false);
    khl_docx_cell_text(d, tally_widths[0], name);
    khl_docx_cell_number(d, tally_widths[1], t->demands);
    khl_docx_cell(d, tally_widths[2], 1, NULL);
    khl_docx_paragraph(d, "Cell");
    khl_docx_percent(d, NULL, d->list->demands > 0 ? (double)t->demands / d->list->demands : 0);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
    khl_docx_cell_number(d, tally_widths[3], t->entries);
    khl_docx_cell_number(d, tally_widths[4], t->shared);
    khl_docx_row_end(d);
}

static void put_tallies(khl_docx *d, const khl_map *names, const khl_docx_table *table,
                        const char *const *heads, bool city)
{
    tally *tallies = khl_alloc_zero(names->n, sizeof *tallies);
    ranked *order = khl_alloc_zero(names->n, sizeof *order);
    if (tallies == NULL || order == NULL) {
        d->status = khl_fail_memory(d->err);
    } else {
        count(d, tallies, names, city);
        for (uint32_t i = 0; i < names->n; i++) order[i] = (ranked){tallies[i].demands, i};
        qsort(order, names->n, sizeof *order, compare_ranked);
        khl_docx_table_begin(d, table);
        khl_docx_header(d, table, heads);
        for (size_t i = 0; i < names->n; i++)
            put_tally(d, names->keys[order[i].number], &tallies[order[i].number]);
        khl_docx_table_end(d);
    }
    free(tallies);
    free(order);
}

static void put_associations(khl_docx *d)
{
    static const char *const heads[] = {"doc.column.association", "doc.column.demands", "doc.column.share",
                                        "doc.column.entries", "doc.column.shared"};
    static const khl_docx_table table = {"Lined", tally_widths, 5, "doc.annex.f", "doc.annex.f.intro"};
    khl_docx_annex(d, 'f', "doc.annex.f.intro");
    put_tallies(d, &d->associations, &table, heads, false);
}

static void put_cities(khl_docx *d)
{
    static const char *const heads[] = {"doc.column.city", "doc.column.demands", "doc.column.share",
                                        "doc.column.entries", "doc.column.shared"};
    static const khl_docx_table table = {"Lined", tally_widths, 5, "doc.annex.g", "doc.annex.g.intro"};
    khl_docx_annex(d, 'g', "doc.annex.g.intro");
    put_tallies(d, &d->cities, &table, heads, true);
}

void khl_docx_index(khl_docx *d)
{
    put_by_authority(d);
    put_by_level(d);
    put_associations(d);
    put_cities(d);
    khl_docx_elsewhere(d);
}
