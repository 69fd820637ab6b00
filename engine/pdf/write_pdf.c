/* shortlist.pdf: the document as it is printed.
 *
 * khl_write_pdf builds the look-ups and makes the document twice: the first time it only turns pages, so that
 * the contents and the foot of each page can name them; the second time it draws. Parts stand in pdf_front.c,
 * pdf_contents.c, pdf_entries.c, pdf_annex.c and pdf_changes.c, each over blocks (pdf_block.c) on paper
 * (pdf_paper.c). cairo hands the bytes on as they are made. Linear but for sorting; some fifteen milliseconds
 * a page. */
#include "alloc.h"
#include "doc_words.h"
#include "error.h"
#include "pdf_document.h"
#include "shown.h"
#include "str.h"

khl_buf *khl_pdf_text(khl_pdf_document *doc)
{
    doc->text.n = 0;
    return &doc->text;
}

khl_str khl_pdf_word(const khl_pdf_document *doc, const char *id)
{
    return khl_doc_word(doc->words, id);
}

khl_str khl_pdf_axis_name(const khl_pdf_document *doc, uint32_t axis)
{
    return khl_doc_name(&doc->list->axes[axis - 1].name, doc->words);
}

void khl_pdf_put_word(khl_pdf_document *doc, const char *id)
{
    khl_buf_put(&doc->text, khl_pdf_word(doc, id));
}

void khl_pdf_put_count(khl_pdf_document *doc, const char *id, uint32_t n)
{
    khl_doc_count(&doc->text, doc->words, id, n);
}

/* Between "first strong isolate" and "pop directional isolate"; line ends of its own become spaces. */
void khl_pdf_put_own(khl_pdf_document *doc, khl_str text)
{
    khl_buf_put_c(&doc->text, "\xE2\x81\xA8");
    for (size_t at = 0; at < text.n;) {
        uint32_t c = khl_shown_next(text, &at);
        if (c != KHL_LEFT_OUT) khl_buf_utf8(&doc->text, c == '\n' ? ' ' : c);
    }
    khl_buf_put_c(&doc->text, "\xE2\x81\xA9");
}

void khl_pdf_put_comma(khl_pdf_document *doc)
{
    khl_pdf_put_word(doc, "doc.list_comma");
    khl_buf_char(&doc->text, ' ');
}

void khl_pdf_put_list(khl_pdf_document *doc, const khl_str *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_pdf_put_comma(doc);
        khl_pdf_put_own(doc, items[i]);
    }
}

void khl_pdf_add_text(khl_pdf_document *doc, const khl_pdf_put *put)
{
    if (khl_buf_ok(&doc->text))
        khl_pdf_add(&doc->stack, khl_buf_str(&doc->text), put);
    else
        khl_pdf_fail_memory(&doc->paper);
}

void khl_pdf_begin_part(khl_pdf_document *doc, khl_pdf_part part, const char *id)
{
    khl_pdf_place place = {'p', (uint32_t)part};
    khl_str name = khl_pdf_word(doc, id);
    khl_pdf_turn(&doc->paper);
    doc->paper.part = name;
    doc->part_pages[part] = doc->paper.page;
    khl_pdf_here(&doc->paper, place, 0);
    khl_pdf_outline(&doc->paper, CAIRO_PDF_OUTLINE_ROOT, name, place, false);
    khl_pdf_paragraph(&doc->paper, name, &(khl_pdf_put){.style = KHL_PDF_HEAD, .tag = "H2"});
    doc->paper.y += 6;
}

void khl_pdf_heading(khl_pdf_document *doc, const char *id)
{
    khl_pdf_paragraph(&doc->paper, khl_pdf_word(doc, id),
                      &(khl_pdf_put){.style = KHL_PDF_TITLE, .above = 10, .tag = "H3"});
}

static khl_status take_names(khl_pdf_document *doc, const khl_entry *entry)
{
    uint32_t number;
    khl_status status = khl_map_put(&doc->entries, entry->id, &number, NULL);
    for (size_t i = 0; i < entry->n_members && status == KHL_OK; i++)
        if (entry->members[i].city.n > 0)
            status = khl_map_put(&doc->cities, entry->members[i].city, &number, NULL);
    return status;
}

static khl_status look_ups(khl_pdf_document *doc, khl_error *err)
{
    const khl_shortlist *list = doc->list;
    khl_status status = khl_account_count(&doc->account, list, err);
    if (status == KHL_OK) status = khl_map_init(&doc->entries, err);
    if (status == KHL_OK) status = khl_map_init(&doc->cities, err);
    if (status == KHL_OK) status = khl_by_authority_make(&doc->by_authority, list, err);
    if (status != KHL_OK) return status;
    for (size_t i = 0; i < list->n_entries; i++)
        if (take_names(doc, &list->entries[i]) != KHL_OK) return khl_fail_memory(err);
    doc->entry_pages = khl_alloc_zero(list->n_entries, sizeof *doc->entry_pages);
    doc->axis_pages = khl_alloc_zero(list->n_axes, sizeof *doc->axis_pages);
    return doc->entry_pages != NULL && doc->axis_pages != NULL ? KHL_OK : khl_fail_memory(err);
}

/* All of it, once: on the paper, or only to know on which pages it will stand. */
static khl_status make(khl_pdf_document *doc, khl_error *err)
{
    khl_pdf_paper *paper = &doc->paper;
    paper->page = 1;
    khl_pdf_cover(doc);
    khl_pdf_account(doc);
    khl_pdf_contents(doc);
    khl_pdf_axes(doc);
    if (khl_pdf_well(paper)) paper->status = khl_pdf_concordance(doc, err);
    if (khl_pdf_well(paper)) khl_pdf_aside(doc);
    if (khl_pdf_well(paper)) khl_pdf_authorities(doc);
    if (khl_pdf_well(paper)) paper->status = khl_pdf_changes(doc, err);
    khl_pdf_finish(paper);
    return paper->status;
}

/* Title and date. Without a date there is none: what cairo cannot read is left out, where it would take the
 * time of the clock if nothing were said. */
static void put_metadata(khl_pdf_document *doc)
{
    cairo_surface_t *surface = doc->paper.surface;
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, "doc.title");
    for (size_t i = 0; i < doc->cities.n && i < 3; i++) {
        khl_doc_point(&doc->text, doc->words, doc->cities.keys[i]);
        khl_shown_text(&doc->text, doc->cities.keys[i]);
    }
    khl_buf_char(&doc->text, '\0');
    if (khl_buf_ok(&doc->text))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, doc->text.p);
    unsigned year, month, day;
    bool known = khl_pdf_read_date(doc->list->date, &year, &month, &day);
    khl_buf_put(khl_pdf_text(doc), known ? doc->list->date : KHL_STR(""));
    khl_buf_char(&doc->text, '\0');
    if (khl_buf_ok(&doc->text))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, doc->text.p);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Khulasa");
}

/* Where cairo's bytes go. */
typedef struct receiver {
    khl_sink *sink;
    khl_error *err;
    khl_status status;
} receiver;

static cairo_status_t take_bytes(void *context, const unsigned char *bytes, unsigned n)
{
    receiver *to = context;
    khl_buf_put(&to->sink->buf, (khl_str){(const char *)bytes, n});
    if (to->status == KHL_OK) to->status = khl_sink_ease(to->sink, false, to->err);
    return to->status == KHL_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static khl_status draw(khl_pdf_document *doc, khl_sink *out, khl_error *err)
{
    khl_pdf_paper *paper = &doc->paper;
    receiver to = {out, err, KHL_OK};
    paper->n_pages = paper->page;
    paper->surface = cairo_pdf_surface_create_for_stream(take_bytes, &to, KHL_PDF_WIDTH, KHL_PDF_HEIGHT);
    paper->cr = cairo_create(paper->surface);
    put_metadata(doc);
    khl_pdf_tag(paper, "Document");
    khl_pdf_untag(paper, "Document");
    khl_status status = make(doc, err);
    cairo_status_t failed = cairo_status(paper->cr);
    cairo_destroy(paper->cr);
    cairo_surface_finish(paper->surface);
    if (failed == CAIRO_STATUS_SUCCESS) failed = cairo_surface_status(paper->surface);
    cairo_surface_destroy(paper->surface);
    if (status == KHL_OK) status = to.status;
    if (status == KHL_OK && failed == CAIRO_STATUS_NO_MEMORY) status = khl_fail_memory(err);
    if (status == KHL_OK && failed != CAIRO_STATUS_SUCCESS)
        status = KHL_FAIL(err, KHL_E_IO, "pdf.cairo", "the PDF cannot be made: {0}",
                          cairo_status_to_string(failed));
    return status;
}

static void clear(khl_pdf_document *doc)
{
    khl_pdf_stack_clear(&doc->stack);
    khl_pdf_pen_clear(&doc->paper.pen);
    khl_pdf_type_clear(&doc->type);
    khl_map_clear(&doc->entries);
    khl_map_clear(&doc->cities);
    khl_by_authority_clear(&doc->by_authority);
    khl_buf_clear(&doc->text);
    free(doc->entry_pages);
    free(doc->axis_pages);
}

khl_status khl_write_pdf(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    khl_pdf_document doc = {.list = list, .words = words, .text = KHL_BUF_INIT};
    doc.paper = (khl_pdf_paper){.type = &doc.type, .title = khl_doc_word(words, "doc.title"), .err = err};
    doc.stack.paper = &doc.paper;
    khl_status status = khl_pdf_type_open(&doc.type, khl_str_equal(words->lang, KHL_STR("ar")), err);
    if (status == KHL_OK) status = look_ups(&doc, err);
    if (status == KHL_OK) status = make(&doc, err);
    if (status == KHL_OK) status = draw(&doc, out, err);
    clear(&doc);
    return status;
}
