/* The front of the page: cover, account, chart of entries per axis, contents. */
#include "doc_words.h"
#include "html_page.h"
#include "str.h"

/* Rows of the chart, in CSS pixels: a line of text and a bar below it. The bars are in per cent of the width,
 * so that the chart fits any screen while its letters keep their size. */
#define ROW 46
#define BASELINE 17
#define BAR_TOP 25
#define BAR 9

/* The date in words, and for programs where it is one. */
static void put_date(khl_page *page, khl_str date)
{
    khl_buf words = KHL_BUF_INIT;
    if (khl_doc_date(&words, page->m.words, date))
        khl_markup_put(&page->m, "<time datetime=\"%s\">%s</time>", date, khl_buf_str(&words));
    else
        khl_markup_put(&page->m, "<bdi>%s</bdi>", date);
    page->m.out->failed = page->m.out->failed || words.failed;
    khl_buf_clear(&words);
}

static void figure(khl_page *page, const char *anchor, uint32_t n, const char *id)
{
    khl_markup_put(&page->m, "<li><a href=\"#%s\"><b>%u</b> <span>%n</span></a></li>\n", khl_str_from(anchor),
                   (unsigned)n, id, (unsigned)n);
}

static uint32_t axes_in_use(const khl_shortlist *list)
{
    uint32_t n = 0;
    for (size_t i = 0; i < list->n_axes; i++) n += list->axes[i].n_entries > 0;
    return n;
}

void khl_page_cover(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    khl_markup_put(m, "<header class=\"cover\" id=\"top\">\n<p class=\"mark\">%w</p>\n<h1>%w</h1>\n",
                   "doc.mark", "doc.title");
    if (page->cities.n > 0) {
        khl_markup_put(m, "<p class=\"cities\">");
        khl_page_list(page, page->cities.keys, page->cities.n);
        khl_markup_put(m, "</p>\n");
    }
    khl_markup_put(m, "<p class=\"status\"><span class=\"stamp\">%w</span>", "doc.draft");
    if (list->date.n > 0) {
        khl_markup_put(m, " ");
        put_date(page, list->date);
    }
    khl_markup_put(m, "</p>\n<ul class=\"figures\">\n");
    figure(page, "concordance", list->received, "doc.label.received");
    figure(page, "contents", (uint32_t)list->n_entries, "doc.label.entries");
    figure(page, "chart", axes_in_use(list), "doc.label.axes");
    if (list->n_associations > 0)
        figure(page, page->associations.n > 0 ? "associations" : "entries", list->n_associations,
               "doc.label.associations");
    khl_markup_put(m, "</ul>\n");
    khl_page_selection(page);
    khl_markup_put(m, "</header>\n");
}

void khl_page_account(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    unsigned entries = (unsigned)list->n_entries, aside = page->account.aside;
    khl_markup_put(m, "<section id=\"account\">\n<h2>%w</h2>\n<p class=\"equation\">", "doc.account");
    khl_markup_put(m, "<a href=\"#concordance\"><b>%u</b> <span>%n</span></a> <i>=</i> ",
                   (unsigned)list->received, "doc.label.received", (unsigned)list->received);
    khl_markup_put(m, "<a href=\"#entries\"><b>%u</b> <span>%w</span></a> <i>+</i> ",
                   page->account.submissions, "doc.label.in_entries");
    khl_markup_put(m, "<a href=\"#%s\"><b>%u</b> <span>%n</span></a></p>\n",
                   aside > 0 ? KHL_STR("aside") : KHL_STR("account"), aside, "doc.label.aside", aside);
    khl_markup_put(m, "<p class=\"closes\"><strong>%w</strong> %w</p>\n", "doc.closes", "doc.closes.why");
    khl_markup_put(m, "<p>%w %n%w %n.", "doc.account.in_entries", "doc.n_demands", (unsigned)list->demands,
                   "doc.account.make", "doc.n_entries", entries);
    if (page->account.aside_parts > 0)
        khl_markup_put(m, " %n.", "doc.n_aside_parts", page->account.aside_parts);
    khl_markup_put(m, "</p>\n");
    if (list->n_cuts > 0)
        khl_markup_put(m, "<p><a href=\"#letters\">%n</a></p>\n", "doc.n_letters", (unsigned)list->n_cuts);
    khl_markup_put(m, "</section>\n");
}

/* A share of the widest bar, in hundredths of a per cent. */
static unsigned share(uint32_t n, uint32_t most)
{
    return most > 0 ? (unsigned)((uint64_t)n * 10000 / most) : 0;
}

static void put_bar(khl_page *page, const char *class, unsigned row, unsigned width)
{
    unsigned x = page->dir.p[0] == 'r' ? 10000 - width : 0;
    khl_buf_format(page->m.out,
                   "<rect class=\"%s\" x=\"%u.%02u%%\" y=\"%u\" width=\"%u.%02u%%\" height=\"%d\"/>", class,
                   x / 100, x % 100, row * ROW + BAR_TOP, width / 100, width % 100, BAR);
}

/* The name at the start of the line, the figure at its end; behind the bar of entries, a pale one of demands.
 */
static void put_row(khl_page *page, uint32_t axis, uint32_t most)
{
    khl_markup *m = &page->m;
    const khl_shortlist_axis *a = &page->list->axes[axis - 1];
    unsigned row = axis - 1, start = page->dir.p[0] == 'r' ? 100 : 0;
    khl_markup_put(m, "<text class=\"name\" x=\"%u%%\" y=\"%u\" direction=\"%s\">%u. %s</text>", start,
                   row * ROW + BASELINE, page->dir, axis, khl_page_axis(page, axis));
    khl_markup_put(
        m, "<text class=\"value\" x=\"%u%%\" y=\"%u\" direction=\"%s\"><tspan>%u</tspan> %w %u</text>",
        100 - start, row * ROW + BASELINE, page->dir, (unsigned)a->n_entries, "doc.of",
        (unsigned)a->n_members);
    put_bar(page, "demands", row, share(a->n_members, most));
    put_bar(page, "entries", row, share(a->n_entries, most));
    khl_markup_put(m, "\n");
}

static void put_chart(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    uint32_t most = 0;
    for (size_t i = 0; i < list->n_axes; i++) {
        if (list->axes[i].n_members > most) most = list->axes[i].n_members;
        if (list->axes[i].n_entries > most) most = list->axes[i].n_entries;
    }
    khl_markup_put(
        m,
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-title chart-desc\" width=\"100%%\" "
        "height=\"%u\">\n<title id=\"chart-title\">%w</title>\n<desc id=\"chart-desc\">%w</desc>\n",
        (unsigned)list->n_axes * ROW, "doc.chart", "doc.chart.desc");
    for (uint32_t i = 1; i <= list->n_axes; i++) put_row(page, i, most);
    khl_markup_put(m, "</svg>\n");
}

static void put_table(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    khl_markup_put(m,
                   "<details class=\"figures-table\"><summary>%w</summary>\n<table "
                   "class=\"axes\">\n<thead><tr><th scope=\"col\">%w</th>"
                   "<th scope=\"col\">%w</th><th scope=\"col\">%w</th></tr></thead>\n<tbody>\n",
                   "doc.chart.table", "doc.axis", "doc.column.demands", "doc.column.entries");
    for (uint32_t i = 1; i <= list->n_axes; i++) {
        const khl_shortlist_axis *a = &list->axes[i - 1];
        khl_markup_put(m,
                       a->n_entries > 0
                           ? "<tr><th scope=\"row\"><a href=\"#axis-%u\">%u. <bdi>%s</bdi></a></th>"
                           : "<tr><th scope=\"row\"><span id=\"axis-%u\">%u. <bdi>%s</bdi></span></th>",
                       i, i, khl_page_axis(page, i));
        khl_markup_put(m, "<td>%u</td><td>%u</td></tr>\n", (unsigned)a->n_members, (unsigned)a->n_entries);
    }
    khl_markup_put(m,
                   "</tbody>\n<tfoot><tr><th "
                   "scope=\"row\">%w</th><td>%u</td><td>%u</td></tr></tfoot>\n</table>\n</details>\n",
                   "doc.total", (unsigned)list->demands, (unsigned)list->n_entries);
}

void khl_page_chart(khl_page *page)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<section id=\"chart\">\n<h2>%w</h2>\n<figure>\n", "doc.chart");
    put_chart(page);
    khl_markup_put(m,
                   "<figcaption><span class=\"key entries\">%w</span> <span class=\"key demands\">%w</span>"
                   "</figcaption>\n</figure>\n",
                   "doc.column.entries", "doc.column.demands");
    put_table(page);
    khl_markup_put(m, "</section>\n");
}

void khl_page_contents(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    uint32_t axis = 0;
    khl_markup_put(m,
                   "<section id=\"contents\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n<div class=\"toc\">\n",
                   "doc.contents", "doc.contents.intro");
    for (size_t i = 0; i < list->n_entries && khl_page_ease(page); i++) {
        const khl_entry *entry = &list->entries[i];
        if (entry->axis != axis) {
            if (axis != 0) khl_markup_put(m, "</ul>\n");
            axis = entry->axis;
            khl_markup_put(m, "<h3><a href=\"#axis-%u\">%u. <bdi>%s</bdi></a></h3>\n<ul>\n", axis, axis,
                           khl_page_axis(page, axis));
        }
        khl_markup_put(m, "<li><a href=\"#%s\"><span class=\"no\">%s</span> ", entry->id, entry->number);
        khl_page_text(page, "span", " class=\"title\"", entry->title);
        khl_markup_put(m, " <span class=\"count\" title=\"%n\">%u</span></a></li>\n", "doc.n_members",
                       (unsigned)entry->n_members, (unsigned)entry->n_members);
    }
    if (axis != 0) khl_markup_put(m, "</ul>\n");
    khl_markup_put(m, "</div>\n</section>\n");
}
