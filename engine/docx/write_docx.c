/* shortlist.docx: the document that the committee works on.
 *
 * khl_write_docx builds the look-ups, writes the parts one after the other (docx_parts.c, docx_styles.c; the
 * text in docx_front.c, docx_entries.c, docx_annex.c, docx_index.c and docx_changes.c) and packs them
 * (docx_package.c). The memory is that of the parts: some seven kilobytes a proposal. */
#include "alloc.h"
#include "docx.h"
#include "docx_package.h"
#include "error.h"
#include "str.h"

KHL_API khl_status khl_write_docx(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                  khl_error *err);

static khl_status put_key(khl_map *map, khl_str key)
{
    uint32_t number;
    return key.n > 0 ? khl_map_put(map, key, &number, NULL) : KHL_OK;
}

static khl_status add_members(khl_docx *d, const khl_entry *entry, size_t *n)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < entry->n_members && status == KHL_OK; i++) {
        const khl_member *member = &entry->members[i];
        d->members[(*n)++] = (khl_docx_member){member, entry};
        status = put_key(&d->cities, member->city);
        if (status == KHL_OK) status = put_key(&d->associations, member->association);
    }
    return status;
}

static khl_status look_ups(khl_docx *d)
{
    khl_status status = khl_account_count(&d->account, d->list, d->err);
    if (status == KHL_OK) status = khl_map_init(&d->entries, d->err);
    if (status == KHL_OK) status = khl_map_init(&d->cities, d->err);
    if (status == KHL_OK) status = khl_map_init(&d->associations, d->err);
    if (status != KHL_OK) return status;
    d->members = khl_alloc(d->account.members, sizeof *d->members);
    if (d->members == NULL) return khl_fail_memory(d->err);
    size_t n = 0;
    for (size_t i = 0; i < d->list->n_entries; i++) {
        const khl_entry *entry = &d->list->entries[i];
        if (put_key(&d->entries, entry->id) != KHL_OK || add_members(d, entry, &n) != KHL_OK)
            return khl_fail_memory(d->err);
    }
    return KHL_OK;
}

/* A4; no head or foot on the cover; from right to left, gutter included. */
static void put_section(khl_docx *d)
{
    khl_xml *x = &d->x;
    khl_xml_begin(x, "w:sectPr");
    KHL_XML_LEAF(x, "w:headerReference", "w:type", "default", "r:id", "rId4");
    KHL_XML_LEAF(x, "w:footerReference", "w:type", "default", "r:id", "rId5");
    KHL_XML_LEAF(x, "w:pgSz", "w:w", "11906", "w:h", "16838");
    KHL_XML_LEAF(x, "w:pgMar", "w:top", "1247", "w:right", "1134", "w:bottom", "1134", "w:left", "1134",
                 "w:header", "624", "w:footer", "567", "w:gutter", "0");
    khl_xml_val(x, "w:titlePg", NULL);
    if (d->rtl) khl_xml_val(x, "w:bidi", NULL);
    if (d->rtl) khl_xml_val(x, "w:rtlGutter", NULL);
    khl_xml_end(x);
}

static void put_document(khl_docx *d)
{
    khl_xml_begin(&d->x, "w:document");
    khl_docx_name_spaces(d);
    khl_xml_begin(&d->x, "w:body");
    khl_docx_cover(d);
    khl_docx_method(d);
    khl_docx_figures(d);
    khl_docx_contents(d);
    khl_docx_axes(d);
    khl_docx_annexes(d);
    khl_docx_index(d);
    khl_docx_changes(d);
    put_section(d);
    khl_xml_end(&d->x);
    khl_xml_end(&d->x);
}

/* In the order of the file: what it holds stands first, as readers of streams want it. */
static const struct {
    const char *name;
    void (*put)(khl_docx *d);
} parts[] = {{"[Content_Types].xml", khl_docx_content_types},
             {"_rels/.rels", khl_docx_package_relations},
             {"docProps/core.xml", khl_docx_properties},
             {"word/document.xml", put_document},
             {"word/_rels/document.xml.rels", khl_docx_document_relations},
             {"word/styles.xml", khl_docx_styles},
             {"word/settings.xml", khl_docx_settings},
             {"word/fontTable.xml", khl_docx_fonts},
             {"word/header1.xml", khl_docx_page_header},
             {"word/footer1.xml", khl_docx_page_footer},
             {"customXml/item1.xml", khl_docx_baseline},
             {"customXml/_rels/item1.xml.rels", khl_docx_baseline_relations},
             {"customXml/itemProps1.xml", khl_docx_baseline_properties}};

enum { N_PARTS = sizeof parts / sizeof *parts };

/* Its bytes stay in `bytes` until the package is written. */
static khl_status put_part(khl_docx *d, khl_package *package, size_t i, khl_buf *bytes)
{
    khl_status status = khl_xml_open(&d->x, d->err);
    if (status != KHL_OK) return status;
    parts[i].put(d);
    status = khl_xml_close(&d->x, d->err);
    if (d->status != KHL_OK) status = d->status;
    *bytes = d->x.bytes;
    d->x.bytes = (khl_buf)KHL_BUF_INIT;
    khl_xml_clear(&d->x);
    return status == KHL_OK ? khl_package_add(package, parts[i].name, khl_buf_str(bytes), d->err) : status;
}

static khl_status put_package(khl_docx *d, khl_sink *out)
{
    khl_package *package;
    khl_buf bytes[N_PARTS] = {{NULL, 0, 0, false}};
    khl_status status = khl_package_create(&package, d->err);
    for (size_t i = 0; i < N_PARTS && status == KHL_OK; i++) status = put_part(d, package, i, &bytes[i]);
    if (status == KHL_OK) status = khl_package_write(package, out, d->err);
    khl_package_destroy(package);
    for (size_t i = 0; i < N_PARTS; i++) khl_buf_clear(&bytes[i]);
    return status;
}

khl_status khl_write_docx(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    khl_docx d = {.list = list, .words = words, .err = err};
    d.rtl = khl_str_equal(words->lang, KHL_STR("ar"));
    khl_status status = look_ups(&d);
    if (status == KHL_OK) status = put_package(&d, out);
    free(d.members);
    khl_map_clear(&d.entries);
    khl_map_clear(&d.cities);
    khl_map_clear(&d.associations);
    return status;
}
