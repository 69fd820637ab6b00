/* What was handed out, within the document: a custom XML part (ECMA-376 part 1, 15.2.5 and 22.5) of one
 * element that holds the JSON of export/baseline.h.
 *
 * Word keeps such parts. LibreOffice 7.4, which opened and saved a document with this part, with variables in
 * the settings, with custom properties and with a hidden paragraph, kept all but the variables, so the part
 * is the only way that is used: it is the one that nobody sees. */
#include "baseline.h"
#include "docx.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"

/* Of the part, as Word wants one for each: the same in every document. */
#define ITEM_ID "{7A1B0F52-6D3C-4C19-9E64-4B68756C6173}"

void khl_docx_baseline(khl_docx *d)
{
    khl_sink json = {.buf = KHL_BUF_INIT};
    khl_status status = khl_baseline_put(&json, d->list, d->words, d->err);
    khl_xml_begin(&d->x, "baseline");
    khl_xml_attribute(&d->x, "xmlns", KHL_DOCX_BASELINE);
    if (status == KHL_OK) khl_xml_text(&d->x, khl_buf_str(&json.buf));
    khl_xml_end(&d->x);
    d->x.failed = d->x.failed || !khl_buf_ok(&json.buf);
    if (d->status == KHL_OK) d->status = status;
    khl_buf_clear(&json.buf);
}

void khl_docx_baseline_properties(khl_docx *d)
{
    khl_xml_begin(&d->x, "ds:datastoreItem");
    khl_xml_attribute(&d->x, "xmlns:ds", OFFICE "customXml");
    khl_xml_attribute(&d->x, "ds:itemID", ITEM_ID);
    khl_xml_begin(&d->x, "ds:schemaRefs");
    KHL_XML_LEAF(&d->x, "ds:schemaRef", "ds:uri", KHL_DOCX_BASELINE);
    khl_xml_end(&d->x);
    khl_xml_end(&d->x);
}

void khl_docx_baseline_relations(khl_docx *d)
{
    khl_xml_begin(&d->x, "Relationships");
    khl_xml_attribute(&d->x, "xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
    KHL_XML_LEAF(&d->x, "Relationship", "Id", "rId1", "Type", OFFICE "relationships/customXmlProps", "Target",
                 "itemProps1.xml");
    khl_xml_end(&d->x);
}
