/* The trees: for each axis, which demands came together at which probability. A row for each demand, its text
 * at the start of the line and the branches beside it, from certainty at the texts to nought at the other
 * end.
 *
 * Rows are a list of links and branches one picture beside it, stretched to whatever width there is. Both are
 * cut into blocks of rows that a sheet of paper holds. Linear in the demands, for each block. */
#include "alloc.h"
#include "error.h"
#include "html_page.h"
#include "str.h"
#include "utf8.h"

#define ROW 24         /* CSS pixels, as in page.css */
#define SCALE 1000     /* units from certainty to nought */
#define TEXT_BYTES 112 /* of a demand: more than a row shows */
/* Branches of less say no more than that two demands are not the same. */
#define LEAST 0.02
enum { MOST_ROWS = 400, BLOCK = 36 };

#define NONE UINT32_MAX
#define MIXED (UINT32_MAX - 1)

/* A leaf or a join as it is drawn. */
typedef struct node {
    uint32_t entry; /* all below it belong to; MIXED; NONE: not drawn */
    uint32_t first; /* the first entry below it */
    int x, y;
} node;

/* What the table says of an entry. */
typedef struct about {
    double joined;      /* where its demands have come together */
    uint32_t near;      /* the entry it meets next, NONE */
    double probability; /* where */
    bool shown;         /* some of its demands are drawn */
} about;

typedef struct drawing {
    khl_page *page;
    const khl_shortlist_tree *tree;
    size_t n_rows;
    node *nodes;  /* [n_leaves + n_joins] */
    about *about; /* [n_entries] of the axis */
    size_t first_entry, n_entries;
} drawing;

static int across(const drawing *d, double probability)
{
    int x = (int)((1 - probability) * SCALE + 0.5);
    return d->page->dir.p[0] == 'r' ? SCALE - x : x;
}

static void place_leaves(drawing *d)
{
    for (size_t i = 0; i < d->tree->n_leaves; i++) {
        uint32_t entry = d->tree->leaves[i].entry;
        bool drawn = i < d->n_rows;
        d->nodes[i] = (node){drawn ? entry : NONE, entry, across(d, 1), (int)i * ROW + ROW / 2};
        if (drawn) d->about[entry - d->first_entry].shown = true;
    }
}

/* The side of one entry has met the first entry of the other; the first meeting counts. */
static void note_meeting(drawing *d, const node *side, const node *other, double probability)
{
    if (side->entry == MIXED) return;
    about *a = &d->about[side->entry - d->first_entry];
    if (a->near != NONE) return;
    a->near = other->first;
    a->probability = probability;
}

static void place_join(drawing *d, size_t k)
{
    const khl_shortlist_join *join = &d->tree->joins[k];
    const node *a = &d->nodes[join->a], *b = &d->nodes[join->b];
    node *out = &d->nodes[d->tree->n_leaves + k];
    *out = a->entry != NONE ? *a : *b;
    if (a->entry == NONE || b->entry == NONE) return;
    bool within = a->entry == b->entry && a->entry != MIXED;
    if (!within && join->probability < LEAST) {
        out->entry = NONE;
        return;
    }
    *out = (node){within ? a->entry : MIXED, a->first, across(d, join->probability), (a->y + b->y) / 2};
    if (within) {
        d->about[a->entry - d->first_entry].joined = join->probability;
    } else {
        note_meeting(d, a, b, join->probability);
        note_meeting(d, b, a, join->probability);
    }
}

/* One path: the branches within entries, or those between them, as far as they touch the rows. */
static void put_branches(drawing *d, bool within, int top, int bottom)
{
    khl_buf *out = d->page->m.out;
    khl_buf_put_c(out, within ? "<path class=\"within\" d=\"M0 0" : "<path class=\"between\" d=\"M0 0");
    for (size_t k = 0; k < d->tree->n_joins; k++) {
        const khl_shortlist_join *join = &d->tree->joins[k];
        const node *a = &d->nodes[join->a], *b = &d->nodes[join->b], *at = &d->nodes[d->tree->n_leaves + k];
        if (a->entry == NONE || b->entry == NONE || at->entry == NONE) continue;
        if ((at->entry != MIXED) == within && a->y < bottom && b->y > top)
            khl_buf_format(out, "M%d %dH%dV%dH%d", a->x, a->y, at->x, b->y, b->x);
    }
    khl_buf_put_c(out, "\"/>");
}

static void put_line(drawing *d, const char *class, double probability, int top, int bottom)
{
    khl_buf_format(d->page->m.out, "<path class=\"%s\" d=\"M%d %dV%d\"/>", class, across(d, probability), top,
                   bottom);
}

static void put_drawing(drawing *d, int top, int bottom)
{
    static const double MARKS[] = {0, 0.25, 0.5, 0.75, 1};
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) put_line(d, "grid", MARKS[i], top, bottom);
    put_branches(d, false, top, bottom);
    put_branches(d, true, top, bottom);
    if (d->page->list->joined_from > 0) put_line(d, "at", d->page->list->joined_from, top, bottom);
}

/* The number of the entry where it begins. */
static void put_leaf(drawing *d, size_t i)
{
    khl_page *page = d->page;
    const khl_shortlist_leaf *leaf = &d->tree->leaves[i];
    const khl_entry *entry = &page->list->entries[leaf->entry];
    const khl_member *member = &entry->members[leaf->member];
    bool begins = i == 0 || leaf->entry != d->tree->leaves[i - 1].entry;
    khl_markup_put(&page->m, "<li%s><a href=\"#%s\"><b>%s</b> <bdi class=\"id\">%s</bdi> ",
                   begins ? KHL_STR(" class=begins") : KHL_STR(""), entry->id,
                   begins ? entry->number : KHL_STR(""), member->id);
    khl_page_text(page, "bdi", "", khl_utf8_truncate(khl_str_trim(member->text), TEXT_BYTES));
    khl_markup_put(&page->m, "</a></li>\n");
}

/* The first picture speaks for all. */
static void put_picture(drawing *d, size_t begin, size_t end)
{
    khl_markup *m = &d->page->m;
    unsigned axis = d->tree->axis, top = (unsigned)begin * ROW, height = (unsigned)(end - begin) * ROW;
    khl_markup_put(m, "<svg preserveAspectRatio=\"none\" height=\"%u\" viewBox=\"0 %u %u %u\"", height, top,
                   (unsigned)SCALE, height);
    if (begin == 0)
        khl_markup_put(m,
                       " role=\"img\" aria-labelledby=\"tree-title-%u\" aria-describedby=\"tree-desc-%u\">"
                       "<title id=\"tree-title-%u\">%w %s</title><desc id=\"tree-desc-%u\">%w</desc>",
                       axis, axis, axis, "doc.tree", khl_page_axis(d->page, axis), axis, "doc.tree.desc");
    else
        khl_markup_put(m, " aria-hidden=\"true\">");
    put_drawing(d, (int)top, (int)(top + height));
    khl_markup_put(m, "</svg>");
}

static void put_block(drawing *d, size_t begin, size_t end)
{
    khl_markup *m = &d->page->m;
    khl_markup_put(m, "<div class=\"rows\"><ol>\n");
    for (size_t i = begin; i < end && khl_page_ease(d->page); i++) put_leaf(d, i);
    khl_markup_put(m, "</ol>");
    put_picture(d, begin, end);
    khl_markup_put(m, "</div>\n");
}

static void put_scale(drawing *d)
{
    khl_markup *m = &d->page->m;
    khl_markup_put(m, "<p class=\"scale\" aria-hidden=\"true\">");
    for (int percent = 100; percent >= 0; percent -= 25)
        khl_markup_put(m, "<span>%p</span>", percent / 100.0);
    khl_markup_put(m, "</p>\n");
}

static void put_about(drawing *d, size_t e)
{
    khl_markup *m = &d->page->m;
    const about *a = &d->about[e];
    const khl_entry *entries = d->page->list->entries, *entry = &entries[d->first_entry + e];
    if (!a->shown) return;
    khl_markup_put(m, "<tr><th scope=\"row\"><a href=\"#%s\"><b>%s</b> ", entry->id, entry->number);
    khl_page_text(d->page, "bdi", "", entry->title);
    khl_markup_put(m, "</a></th><td>%u</td><td>", (unsigned)entry->n_members);
    if (entry->n_members > 1) khl_markup_put(m, "%p", a->joined);
    khl_markup_put(m, "</td><td>");
    if (a->near != NONE)
        khl_markup_put(m, "<a href=\"#%s\"><bdi>%s</bdi></a> %p", entries[a->near].id,
                       entries[a->near].number, a->probability);
    khl_markup_put(m, "</td></tr>\n");
}

static void put_table(drawing *d)
{
    khl_markup *m = &d->page->m;
    khl_markup_put(m,
                   "<details class=\"figures-table\"><summary>%w</summary>\n<table class=\"nearest\">\n"
                   "<thead><tr><th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th>"
                   "<th scope=\"col\">%w</th></tr></thead>\n<tbody>\n",
                   "doc.tree.table", "doc.entry", "doc.column.demands", "doc.column.joined",
                   "doc.column.next");
    for (size_t e = 0; e < d->n_entries && khl_page_ease(d->page); e++) put_about(d, e);
    khl_markup_put(m, "</tbody>\n</table>\n</details>\n");
}

static void put_tree(drawing *d)
{
    khl_markup *m = &d->page->m;
    unsigned axis = d->tree->axis;
    place_leaves(d);
    for (size_t k = 0; k < d->tree->n_joins; k++) place_join(d, k);
    khl_markup_put(
        m,
        "<figure class=\"tree c%u\" id=\"tree-%u\">\n<h3><a href=\"#axis-%u\">%u. <bdi>%s</bdi></a></h3>\n",
        (axis - 1) % 8 + 1, axis, axis, axis, khl_page_axis(d->page, axis));
    put_scale(d);
    for (size_t begin = 0; begin < d->n_rows && khl_page_ease(d->page); begin += BLOCK)
        put_block(d, begin, begin + BLOCK < d->n_rows ? begin + BLOCK : d->n_rows);
    if (d->n_rows < d->tree->n_leaves)
        khl_markup_put(m, "<p class=\"intro\">%n.</p>\n", "doc.tree.left_out",
                       (unsigned)(d->tree->n_leaves - d->n_rows));
    put_table(d);
    khl_markup_put(m, "</figure>\n");
}

/* Entries stand by axis. */
static size_t entries_before(const khl_shortlist *list, uint32_t axis)
{
    size_t n = 0;
    for (uint32_t a = 1; a < axis; a++) n += list->axes[a - 1].n_entries;
    return n;
}

static khl_status draw(khl_page *page, const khl_shortlist_tree *tree, khl_error *err)
{
    drawing d = {.page = page,
                 .tree = tree,
                 .n_rows = tree->n_leaves < MOST_ROWS ? tree->n_leaves : MOST_ROWS,
                 .first_entry = entries_before(page->list, tree->axis),
                 .n_entries = page->list->axes[tree->axis - 1].n_entries};
    d.nodes = khl_alloc(tree->n_leaves + tree->n_joins, sizeof *d.nodes);
    d.about = khl_alloc(d.n_entries, sizeof *d.about);
    khl_status status = d.nodes != NULL && d.about != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t e = 0; status == KHL_OK && e < d.n_entries; e++)
        d.about[e] = (about){.joined = 1, .near = NONE};
    if (status == KHL_OK) put_tree(&d);
    free(d.nodes);
    free(d.about);
    return status;
}

khl_status khl_page_trees(khl_page *page, khl_error *err)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    khl_status status = KHL_OK;
    if (list->n_trees == 0) return KHL_OK;
    khl_markup_put(m, "<section id=\"trees\">\n<h2>%w</h2>\n<p class=\"intro\">%w", "doc.trees",
                   "doc.trees.intro");
    if (list->joined_from > 0) khl_markup_put(m, " %w %p.", "doc.trees.from", list->joined_from);
    khl_markup_put(m, "</p>\n");
    for (size_t t = 0; t < list->n_trees && status == KHL_OK; t++) status = draw(page, &list->trees[t], err);
    khl_markup_put(m, "</section>\n");
    return status;
}
