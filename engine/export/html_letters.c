/* Submissions that held several demands: the raw whole, once, and the links between it and its parts. */
#include "alloc.h"
#include "doc_words.h"
#include "error.h"
#include "html_page.h"
#include "str.h"

static void put_part_link(khl_page *page, khl_str id)
{
    khl_markup_put(&page->m, " <a href=\"#m-%u\"><bdi>%s</bdi></a>",
                   (unsigned)khl_map_find(&page->members, id), id);
}

static void put_formula(khl_page *page, const char *word, khl_str text)
{
    if (text.n == 0) return;
    khl_markup_put(&page->m, "<dt>%w</dt>", word);
    khl_page_text(page, "dd", " class=\"formula\"", text);
}

static void put_letter(khl_page *page, uint32_t number)
{
    khl_markup *m = &page->m;
    const khl_shortlist_cut *cut = &page->list->cuts[number];
    khl_markup_put(m, "<li id=\"w-%u\"><p class=\"who\"><b class=\"id\"><bdi>%s</bdi></b>", (unsigned)number,
                   cut->id);
    if (cut->file.n > 0)
        khl_markup_put(m, " <bdi class=\"source\">%s:%u</bdi>", cut->file, (unsigned)cut->row);
    khl_markup_put(m, "</p>");
    khl_page_text(page, "blockquote", "", cut->text);
    khl_markup_put(m, "<dl class=\"facts\"><dt>%w</dt><dd>", "doc.parts");
    for (size_t i = 0; i < cut->n_parts; i++) put_part_link(page, cut->parts[i].id);
    khl_markup_put(m, "</dd>");
    put_formula(page, "doc.formula.opening", cut->opening);
    put_formula(page, "doc.formula.closing", cut->closing);
    khl_markup_put(m, "</dl></li>\n");
}

void khl_page_letters(khl_page *page)
{
    if (page->list->n_cuts == 0) return;
    khl_markup_put(
        &page->m,
        "<section id=\"letters\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n<ul class=\"set-aside\">\n",
        "doc.letters", "doc.letters.intro");
    for (uint32_t i = 0; i < page->list->n_cuts && khl_page_ease(page); i++) put_letter(page, i);
    khl_markup_put(&page->m, "</ul>\n</section>\n");
}

void khl_page_siblings(khl_page *page, khl_str id)
{
    khl_markup *m = &page->m;
    uint32_t part = khl_map_find(&page->parts, id);
    if (part == KHL_MAP_NONE) return;
    uint32_t number = page->letter_of[part];
    const khl_shortlist_cut *cut = &page->list->cuts[number];
    khl_markup_put(m, " <span class=\"part\"><a href=\"#w-%u\">%w <bdi>%s</bdi></a>", (unsigned)number,
                   "doc.part_of", cut->id);
    khl_markup_put(m, " %w", "doc.with");
    for (size_t i = 0; i < cut->n_parts; i++)
        if (!khl_str_equal(cut->parts[i].id, id)) put_part_link(page, cut->parts[i].id);
    khl_markup_put(m, "</span>");
}

khl_status khl_page_find_parts(khl_page *page, khl_error *err)
{
    size_t n = 0;
    khl_status status = khl_map_init(&page->parts, err);
    for (size_t c = 0; c < page->list->n_cuts; c++) n += page->list->cuts[c].n_parts;
    page->letter_of = khl_alloc_zero(n, sizeof *page->letter_of);
    if (status == KHL_OK && page->letter_of == NULL) status = khl_fail_memory(err);
    for (size_t c = 0; c < page->list->n_cuts && status == KHL_OK; c++) {
        const khl_shortlist_cut *cut = &page->list->cuts[c];
        for (size_t p = 0; p < cut->n_parts && status == KHL_OK; p++) {
            uint32_t part;
            if (khl_map_put(&page->parts, cut->parts[p].id, &part, NULL) != KHL_OK)
                status = khl_fail_memory(err);
            else
                page->letter_of[part] = (uint32_t)c;
        }
    }
    return status;
}
