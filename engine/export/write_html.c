/* shortlist.html: one page with everything in it.
 *
 * khl_write_html builds the look-ups, writes the head, and calls the sections in their order; these stand in
 * html_front.c (cover to contents), html_find.c (the search among them), html_entries.c (entries and review),
 * html_map.c, html_trees.c, html_letters.c, html_annex.c, html_associations.c and html_changes.c. The page is
 * read without script, without network and on paper; engine/export/html holds its style and script. Linear,
 * but for what the annexes sort. */
#include "alloc.h"
#include "doc_script.h"
#include "doc_words.h"
#include "error.h"
#include "html_page.h"
#include "page_assets.h"
#include "str.h"
#include "writers.h"

bool khl_page_ease(khl_page *page)
{
    if (page->status == KHL_OK) page->status = khl_sink_ease(page->sink, false, page->err);
    return page->status == KHL_OK;
}

khl_str khl_page_axis(const khl_page *page, uint32_t axis)
{
    return khl_doc_name(&page->list->axes[axis - 1].name, page->m.words);
}

void khl_page_source(khl_page *page, const khl_member *member)
{
    khl_markup *m = &page->m;
    if (member->association.n > 0)
        khl_markup_put(m, " <bdi class=\"association\">%s</bdi>", member->association);
    if (member->city.n > 0) khl_markup_put(m, " <bdi class=\"city\">%s</bdi>", member->city);
    if (member->file.n > 0)
        khl_markup_put(m, " <bdi class=\"source\">%s:%u</bdi>", member->file, (unsigned)member->row);
}

void khl_page_list(khl_page *page, const khl_str *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_markup_put(&page->m, "%w ", "doc.list_comma");
        khl_markup_put(&page->m, "<bdi>%s</bdi>", items[i]);
    }
}

void khl_page_text(khl_page *page, const char *tag, const char *attributes, khl_str text)
{
    bool arabic_page = page->dir.p[0] == 'r';
    int of_text = khl_doc_script(text);
    const char *lang = of_text > 0 && !arabic_page  ? " lang=\"ar\""
                       : of_text < 0 && arabic_page ? " lang=\"und-Latn\""
                                                    : "";
    const char *dir = of_text > 0 ? "rtl" : of_text < 0 ? "ltr" : "auto";
    khl_buf_format(page->m.out, "<%s dir=\"%s\"%s%s>", tag, dir, lang, attributes);
    khl_markup_text(page->m.out, text);
    khl_buf_format(page->m.out, "</%s>", tag);
}

void khl_page_probability(khl_page *page, double probability)
{
    khl_markup_put(&page->m, " <span class=\"probability\">%w %p</span>", khl_doc_band(probability),
                   probability);
}

static khl_status add_members(khl_page *page, const khl_entry *entry, size_t *n)
{
    for (size_t i = 0; i < entry->n_members; i++) {
        const khl_member *member = &entry->members[i];
        uint32_t number;
        page->flat[(*n)++] = (khl_page_member){member, entry};
        if (khl_map_put(&page->members, member->id, &number, NULL) != KHL_OK) return KHL_E_MEMORY;
        if (member->city.n > 0 && khl_map_put(&page->cities, member->city, &number, NULL) != KHL_OK)
            return KHL_E_MEMORY;
        if (member->association.n > 0 &&
            khl_map_put(&page->associations, member->association, &number, NULL) != KHL_OK)
            return KHL_E_MEMORY;
    }
    return KHL_OK;
}

/* Ids are unique by then, so that map numbers are places in `flat` and in the list of entries. */
static khl_status look_ups(khl_page *page, khl_error *err)
{
    khl_status status = khl_account_count(&page->account, page->list, err);
    if (status == KHL_OK) status = khl_map_init(&page->entries, err);
    if (status == KHL_OK) status = khl_map_init(&page->members, err);
    if (status == KHL_OK) status = khl_map_init(&page->cities, err);
    if (status == KHL_OK) status = khl_map_init(&page->associations, err);
    if (status == KHL_OK) status = khl_page_find_parts(page, err);
    if (status != KHL_OK) return status;
    page->flat = khl_alloc(page->account.members, sizeof *page->flat);
    if (page->flat == NULL) return khl_fail_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < page->list->n_entries; i++) {
        uint32_t number;
        const khl_entry *entry = &page->list->entries[i];
        if (khl_map_put(&page->entries, entry->id, &number, NULL) != KHL_OK ||
            add_members(page, entry, &n) != KHL_OK)
            return khl_fail_memory(err);
    }
    return KHL_OK;
}

static void put_head(khl_page *page)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                   m->words->lang, page->dir);
    khl_markup_put(m,
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta name=\"generator\" content=\"Khulasa %s\">\n",
                   page->list->version);
    khl_markup_put(m,
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; script-src 'sha256-%s'\">\n",
                   khl_str_from(khl_page_js_sha256));
    khl_markup_put(m, "<title>%w", "doc.title");
    for (size_t i = 0; i < page->cities.n && i < 3; i++) {
        khl_doc_point(m->out, m->words, page->cities.keys[i]);
        khl_markup_put(m, "%s", page->cities.keys[i]);
    }
    khl_markup_put(m, "</title>\n<style>\n");
    khl_buf_put(m->out, (khl_str){(const char *)khl_page_css, khl_page_css_bytes});
    if (page->list->compared)
        khl_buf_put(m->out, (khl_str){(const char *)khl_page_changes_css, khl_page_changes_css_bytes});
    khl_markup_put(m, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#entries\">%w</a>\n", "doc.skip");
}

static void nav_link(khl_markup *m, const char *anchor, const char *id)
{
    khl_markup_put(m, "<li><a href=\"#%s\">%w</a></li>\n", khl_str_from(anchor), id);
}

static void put_nav(khl_page *page)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<nav class=\"side\" aria-label=\"%w\">\n<ol>\n", "doc.nav");
    nav_link(m, "account", "doc.account");
    khl_markup_put(m, "<li class=\"scripted\" hidden><a href=\"#search\">%w</a></li>\n", "doc.find");
    nav_link(m, "contents", "doc.contents");
    for (uint32_t i = 1; i <= page->list->n_axes; i++)
        if (page->list->axes[i - 1].n_entries > 0)
            khl_markup_put(m,
                           "<li class=\"axis\"><a href=\"#axis-%u\"><span>%u</span> <bdi>%s</bdi></a></li>\n",
                           i, i, khl_page_axis(page, i));
    if (page->list->n_review > 0) nav_link(m, "review", "doc.review");
    if (page->list->n_points > 0) nav_link(m, "map", "doc.map");
    if (page->list->n_trees > 0) nav_link(m, "trees", "doc.trees");
    if (page->list->n_cuts > 0) nav_link(m, "letters", "doc.letters");
    if (page->list->n_aside > 0) nav_link(m, "aside", "doc.aside");
    nav_link(m, "concordance", "doc.concordance");
    if (page->associations.n > 0) nav_link(m, "associations", "doc.associations");
    if (page->list->compared) nav_link(m, "changes", "doc.changes");
    nav_link(m, "method", "doc.method");
    khl_markup_put(m, "</ol>\n</nav>\n");
}

static khl_status put_body(khl_page *page, khl_error *err)
{
    khl_page_cover(page);
    khl_markup_put(&page->m, "<div class=\"page\">\n");
    put_nav(page);
    khl_markup_put(&page->m, "<main>\n");
    khl_page_account(page);
    khl_page_chart(page);
    khl_page_find(page);
    khl_page_contents(page);
    khl_page_axes(page);
    khl_page_review(page);
    khl_status status = khl_page_map(page, err);
    if (status == KHL_OK) status = khl_page_trees(page, err);
    khl_page_letters(page);
    khl_page_aside(page);
    if (status == KHL_OK) status = khl_page_concordance(page, err);
    if (status == KHL_OK) status = khl_page_associations(page, err);
    if (status == KHL_OK) status = khl_page_changes(page, err);
    khl_page_method(page);
    khl_page_run(page);
    khl_markup_put(&page->m, "</main>\n</div>\n<script>");
    khl_buf_put(page->m.out, (khl_str){(const char *)khl_page_js, khl_page_js_bytes});
    khl_markup_put(&page->m, "</script>\n</body>\n</html>\n");
    return status == KHL_OK ? page->status : status;
}

khl_status khl_write_html(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    khl_page page = {.list = list, .m = {&out->buf, words}, .sink = out, .err = err};
    page.dir = khl_str_equal(words->lang, KHL_STR("ar")) ? KHL_STR("rtl") : KHL_STR("ltr");
    khl_status status = look_ups(&page, err);
    if (status == KHL_OK) {
        put_head(&page);
        status = put_body(&page, err);
    }
    free(page.flat);
    khl_map_clear(&page.entries);
    khl_map_clear(&page.members);
    khl_map_clear(&page.cities);
    khl_map_clear(&page.associations);
    khl_map_clear(&page.parts);
    free(page.letter_of);
    return status;
}
