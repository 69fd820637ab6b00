/* The form for searching and filtering. It is written hidden and without choices: html/page.js fills it from
 * the entries as they stand on the page and shows it, so that a page without script has no dead controls. */
#include "doc_words.h"
#include "html_page.h"
#include "str.h"

static void put_select(khl_page *page, const char *name, const char *label)
{
    khl_str field = khl_str_from(name);
    khl_markup_put(&page->m,
                   "<p><label for=\"find-%s\">%w</label><select id=\"find-%s\" name=\"%s\">"
                   "<option value=\"\">%w</option></select></p>\n",
                   field, label, field, field, "doc.find.any");
}

/* The phrases are filled by the script, by the plural category of the count; "zero" holds for none in any
 * language. */
static void put_status(khl_page *page)
{
    static const char *const CATEGORIES[][2] = {{"zero", "doc.found.zero"}, {"one", "doc.found.one"},
                                                {"two", "doc.found.two"},   {"few", "doc.found.few"},
                                                {"many", "doc.found.many"}, {"other", "doc.found.other"}};
    khl_markup *m = &page->m;
    khl_markup_put(m, "<div class=\"found scripted\" hidden><p role=\"status\" aria-live=\"polite\"");
    for (size_t i = 0; i < sizeof CATEGORIES / sizeof *CATEGORIES; i++)
        khl_markup_put(m, " data-%s=\"%w\"", khl_str_from(CATEGORIES[i][0]), CATEGORIES[i][1]);
    khl_markup_put(m, ">%n</p><button type=\"reset\" form=\"find\">%w</button></div>\n", "doc.n_entries",
                   (unsigned)page->list->n_entries, "doc.find.clear");
}

void khl_page_find(khl_page *page)
{
    khl_markup *m = &page->m;
    khl_markup_put(m,
                   "<section id=\"search\" class=\"scripted\" hidden>\n<h2 id=\"search-title\">%w</h2>\n"
                   "<p class=\"intro\">%w</p>\n"
                   "<form id=\"find\" name=\"find\" role=\"search\" autocomplete=\"off\" "
                   "aria-labelledby=\"search-title\">\n",
                   "doc.find", "doc.find.intro");
    khl_markup_put(m,
                   "<p class=\"words\"><label for=\"find-q\">%w</label><input id=\"find-q\" name=\"q\" "
                   "type=\"search\" dir=\"auto\" spellcheck=\"false\"></p>\n",
                   "doc.find.words");
    put_select(page, "axis", "doc.axis");
    put_select(page, "authority", "doc.authorities");
    put_select(page, "level", "doc.level");
    put_select(page, "association", "doc.column.association");
    if (khl_doc_has_elsewhere(page->list)) put_select(page, "elsewhere", "doc.elsewhere");
    khl_markup_put(m, "</form>\n</section>\n");
    put_status(page);
}

void khl_page_selection(khl_page *page)
{
    khl_markup_put(&page->m, "<p class=\"selection\" hidden>%w <span></span></p>\n", "doc.selection");
}
