/* The parts around the text: what the package holds and how its parts relate, properties, settings, fonts,
 * the head and foot of a page. */
#include "docx.h"

#include "doc_words.h"
#include "str.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."

void khl_docx_name_spaces(khl_docx *d)
{
    khl_xml_attribute(&d->x, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    khl_xml_attribute(&d->x, "xmlns:r", OFFICE);
}

void khl_docx_content_types(khl_docx *d)
{
    static const char *const parts[][2] = {
        {"/word/document.xml", WORD "document.main+xml"},
        {"/word/styles.xml", WORD "styles+xml"},
        {"/word/settings.xml", WORD "settings+xml"},
        {"/word/fontTable.xml", WORD "fontTable+xml"},
        {"/word/header1.xml", WORD "header+xml"},
        {"/word/footer1.xml", WORD "footer+xml"},
        {"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
        {"/customXml/itemProps1.xml",
         "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"}};
    khl_xml *x = &d->x;
    khl_xml_begin(x, "Types");
    khl_xml_attribute(x, "xmlns", PACKAGE "/content-types");
    KHL_XML_LEAF(x, "Default", "Extension", "rels", "ContentType",
                 "application/vnd.openxmlformats-package.relationships+xml");
    KHL_XML_LEAF(x, "Default", "Extension", "xml", "ContentType", "application/xml");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        KHL_XML_LEAF(x, "Override", "PartName", parts[i][0], "ContentType", parts[i][1]);
    khl_xml_end(x);
}

void khl_docx_package_relations(khl_docx *d)
{
    khl_xml *x = &d->x;
    khl_xml_begin(x, "Relationships");
    khl_xml_attribute(x, "xmlns", PACKAGE "/relationships");
    KHL_XML_LEAF(x, "Relationship", "Id", "rId1", "Type", OFFICE "/officeDocument", "Target",
                 "word/document.xml");
    KHL_XML_LEAF(x, "Relationship", "Id", "rId2", "Type", PACKAGE "/relationships/metadata/core-properties",
                 "Target", "docProps/core.xml");
    khl_xml_end(x);
}

void khl_docx_document_relations(khl_docx *d)
{
    static const char *const parts[][3] = {{"rId1", OFFICE "/styles", "styles.xml"},
                                           {"rId2", OFFICE "/settings", "settings.xml"},
                                           {"rId3", OFFICE "/fontTable", "fontTable.xml"},
                                           {"rId4", OFFICE "/header", "header1.xml"},
                                           {"rId5", OFFICE "/footer", "footer1.xml"},
                                           {"rId6", OFFICE "/customXml", "../customXml/item1.xml"}};
    khl_xml *x = &d->x;
    khl_xml_begin(x, "Relationships");
    khl_xml_attribute(x, "xmlns", PACKAGE "/relationships");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        KHL_XML_LEAF(x, "Relationship", "Id", parts[i][0], "Type", parts[i][1], "Target", parts[i][2]);
    khl_xml_end(x);
}

static void property(khl_xml *x, const char *element, khl_str text)
{
    khl_xml_begin(x, element);
    khl_xml_text(x, text);
    khl_xml_end(x);
}

/* No dates and no author: neither is known, and a clock would make other bytes each time. */
void khl_docx_properties(khl_docx *d)
{
    khl_xml *x = &d->x;
    khl_xml_begin(x, "cp:coreProperties");
    khl_xml_attribute(x, "xmlns:cp", PACKAGE "/metadata/core-properties");
    khl_xml_attribute(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    property(x, "dc:title", khl_doc_word(d->words, "doc.title"));
    property(x, "dc:creator", KHL_STR("Khulasa"));
    property(x, "dc:language", d->words->lang);
    khl_xml_end(x);
}

void khl_docx_settings(khl_docx *d)
{
    khl_xml *x = &d->x;
    khl_xml_begin(x, "w:settings");
    khl_docx_name_spaces(d);
    khl_xml_val(x, "w:defaultTabStop", "560");
    khl_xml_val(x, "w:characterSpacingControl", "doNotCompress");
    khl_xml_begin(x, "w:compat");
    KHL_XML_LEAF(x, "w:compatSetting", "w:name", "compatibilityMode", "w:uri",
                 "http://schemas.microsoft.com/office/word", "w:val", "15");
    khl_xml_end(x);
    KHL_XML_LEAF(x, "w:themeFontLang", "w:val", "fr-FR", "w:bidi", "ar-MA");
    khl_xml_end(x);
}

/* What to take where a font is not installed: fonts that Word brings, then any of the family and script. */
static void put_font(khl_xml *x, const char *name, const char *others, const char *charset)
{
    khl_xml_begin(x, "w:font");
    khl_xml_attribute(x, "w:name", name);
    khl_xml_val(x, "w:altName", others);
    khl_xml_val(x, "w:charset", charset);
    khl_xml_val(x, "w:family", "roman");
    khl_xml_val(x, "w:pitch", "variable");
    khl_xml_end(x);
}

void khl_docx_fonts(khl_docx *d)
{
    khl_xml_begin(&d->x, "w:fonts");
    khl_docx_name_spaces(d);
    put_font(&d->x, "Amiri", "Sakkal Majalla,Traditional Arabic,Times New Roman", "B2");
    put_font(&d->x, "Cambria", "Caladea,Georgia,Times New Roman", "00");
    khl_xml_end(&d->x);
}

void khl_docx_page_header(khl_docx *d)
{
    khl_xml_begin(&d->x, "w:hdr");
    khl_docx_name_spaces(d);
    khl_docx_paragraph(d, "Header");
    khl_docx_word(d, NULL, "doc.title");
    for (size_t i = 0; i < d->cities.n && i < 3; i++) {
        khl_str city = d->cities.keys[i];
        if (i == 0)
            khl_docx_point(d, NULL, city);
        else
            khl_docx_separate(d, NULL, "doc.list_comma", city);
        khl_docx_name(d, NULL, city);
    }
    khl_docx_run_c(d, NULL, " · ");
    khl_docx_word(d, NULL, "doc.draft");
    if (d->list->date.n > 0) khl_docx_run_c(d, NULL, " · ");
    khl_docx_date(d);
    khl_docx_paragraph_end(d);
    khl_xml_end(&d->x);
}

void khl_docx_page_footer(khl_docx *d)
{
    khl_xml_begin(&d->x, "w:ftr");
    khl_docx_name_spaces(d);
    khl_docx_paragraph(d, "Footer");
    khl_docx_word(d, NULL, "doc.page");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_field(d, NULL, " PAGE ", "1");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_word(d, NULL, "doc.of");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_field(d, NULL, " NUMPAGES ", "1");
    khl_docx_paragraph_end(d);
    khl_xml_end(&d->x);
}
