/* The changes since an earlier version: for each entry a table of what was and what is. Linear in what is
 * shown. */
#include "change_rows.h"
#include "error.h"
#include "html_page.h"
#include "str.h"

static void put_side(khl_page *page, khl_str text, bool own)
{
    if (text.n == 0)
        khl_markup_put(&page->m, "<td></td>");
    else if (own)
        khl_page_text(page, "td", "", text);
    else
        khl_markup_put(&page->m, "<td>%s</td>", text);
}

static void put_table(khl_page *page, const khl_change_rows *rows)
{
    khl_markup *m = &page->m;
    khl_markup_put(m,
                   "<table>\n<thead><tr><th scope=\"col\">%w</th><th scope=\"col\">%s</th>"
                   "<th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
                   "doc.change.what", rows->heads[0], rows->heads[1]);
    for (size_t i = 0; i < rows->n; i++) {
        khl_markup_put(m, "<tr><th scope=\"row\">%w</th>", rows->rows[i].label);
        put_side(page, rows->rows[i].before, rows->rows[i].own);
        put_side(page, rows->rows[i].now, rows->rows[i].own);
        khl_markup_put(m, "</tr>\n");
    }
    khl_markup_put(m, "</tbody>\n</table>\n");
}

/* What is no more has nothing to lead to. */
static void put_change(khl_page *page, const khl_change *change, const khl_change_rows *rows)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<li><p class=\"head\">");
    if (change->entry != NULL) khl_markup_put(m, "<a href=\"#%s\">", change->entry->id);
    khl_markup_put(m, "<b>%s</b> ", rows->number);
    khl_page_text(page, "bdi", "", rows->title);
    if (change->entry != NULL) khl_markup_put(m, "</a>");
    if (rows->tags.n > 0) khl_markup_put(m, " <em>%s</em>", rows->tags);
    khl_markup_put(m, "</p>\n");
    if (rows->n > 0) put_table(page, rows);
    khl_markup_put(m, "</li>\n");
}

static khl_status put_summary(khl_page *page)
{
    khl_buf sums = KHL_BUF_INIT;
    khl_change_summary(&sums, page->list, page->m.words);
    bool good = khl_buf_ok(&sums);
    if (good)
        khl_markup_put(
            &page->m,
            "<section id=\"changes\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n<p class=\"sums\">%s</p>\n",
            "doc.changes", "doc.changes.intro", khl_buf_str(&sums));
    khl_buf_clear(&sums);
    return good ? KHL_OK : KHL_E_MEMORY;
}

khl_status khl_page_changes(khl_page *page, khl_error *err)
{
    const khl_shortlist *list = page->list;
    khl_change_rows rows = {.n = 0};
    if (!list->compared) return KHL_OK;
    khl_status status = put_summary(page);
    khl_markup_put(&page->m, "<ol class=\"changes\">\n");
    for (size_t i = 0; i < list->n_changes && status == KHL_OK && khl_page_ease(page); i++) {
        status = khl_change_rows_make(&rows, list, &list->changes[i], page->m.words);
        if (status == KHL_OK) put_change(page, &list->changes[i], &rows);
    }
    khl_markup_put(&page->m, "</ol>\n</section>\n");
    khl_change_rows_clear(&rows);
    return status == KHL_OK ? KHL_OK : khl_fail_memory(err);
}
