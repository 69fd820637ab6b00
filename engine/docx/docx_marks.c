/* Bookmarks, links, fields and content controls: what of the text can be pointed at. */
#include "docx.h"

#include "str.h"

#include <stdio.h>

static void attribute_number(khl_docx *d, const char *name, uint32_t n)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", (unsigned)n);
    khl_xml_attribute(&d->x, name, digits);
}

/* Word takes letters, digits and low lines in a name. */
static void put_name(char out[KHL_DOCX_NAME_BYTES], size_t *n, khl_str s)
{
    for (size_t i = 0; i < s.n && *n < KHL_DOCX_NAME_BYTES - 1; i++) {
        char c = s.p[i], low = (char)(c | 0x20);
        out[(*n)++] = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ? c : '_';
    }
    out[*n] = '\0';
}

void khl_docx_entry_mark(char out[KHL_DOCX_NAME_BYTES], khl_str id)
{
    size_t n = 0;
    put_name(out, &n, id);
}

void khl_docx_part_mark(char out[KHL_DOCX_NAME_BYTES], khl_str id, const char *part)
{
    size_t n = 0;
    put_name(out, &n, id);
    put_name(out, &n, KHL_STR("_"));
    put_name(out, &n, khl_str_from(part));
}

void khl_docx_bookmark(khl_docx *d, const char *name, uint32_t *number)
{
    *number = ++d->n_marks;
    khl_xml_begin(&d->x, "w:bookmarkStart");
    attribute_number(d, "w:id", *number);
    khl_xml_attribute(&d->x, "w:name", name);
    khl_xml_end(&d->x);
}

void khl_docx_bookmark_end(khl_docx *d, uint32_t number)
{
    khl_xml_begin(&d->x, "w:bookmarkEnd");
    attribute_number(d, "w:id", number);
    khl_xml_end(&d->x);
}

void khl_docx_link(khl_docx *d, const char *bookmark)
{
    khl_xml_begin(&d->x, "w:hyperlink");
    khl_xml_attribute(&d->x, "w:anchor", bookmark);
    khl_xml_attribute(&d->x, "w:history", "1");
}

void khl_docx_link_end(khl_docx *d)
{
    khl_xml_end(&d->x);
}

void khl_docx_link_entry(khl_docx *d, const khl_entry *entry)
{
    char mark[KHL_DOCX_NAME_BYTES];
    khl_docx_entry_mark(mark, entry->id);
    khl_docx_link(d, mark);
    khl_docx_run(d, "Number", entry->number);
    khl_docx_run_c(d, NULL, "  ");
    khl_docx_run(d, NULL, entry->title);
    khl_docx_link_end(d);
}

/* A run of one element of a field. */
static void field_mark(khl_docx *d, const char *kind, bool stale)
{
    khl_xml_begin(&d->x, "w:r");
    khl_xml_begin(&d->x, "w:fldChar");
    khl_xml_attribute(&d->x, "w:fldCharType", kind);
    if (stale) khl_xml_attribute(&d->x, "w:dirty", "true");
    khl_xml_end(&d->x);
    khl_xml_end(&d->x);
}

void khl_docx_field_begin(khl_docx *d, const char *code, bool stale)
{
    field_mark(d, "begin", stale);
    khl_xml_begin(&d->x, "w:r");
    khl_xml_begin(&d->x, "w:instrText");
    khl_xml_attribute(&d->x, "xml:space", "preserve");
    khl_xml_text(&d->x, khl_str_from(code));
    khl_xml_end(&d->x);
    khl_xml_end(&d->x);
    field_mark(d, "separate", false);
}

void khl_docx_field_end(khl_docx *d)
{
    field_mark(d, "end", false);
}

void khl_docx_field(khl_docx *d, const char *style, const char *code, const char *shown)
{
    khl_docx_field_begin(d, code, false);
    khl_docx_run_c(d, style, shown);
    khl_docx_field_end(d);
}

/* The number of a control is its order of coming: Word wants one that no other has, and nothing more. */
void khl_docx_control(khl_docx *d, khl_str id, const char *part)
{
    khl_buf tag = KHL_BUF_INIT;
    khl_buf_put(&tag, id);
    if (part != NULL) khl_buf_char(&tag, '/');
    if (part != NULL) khl_buf_put_c(&tag, part);
    khl_xml_begin(&d->x, "w:sdt");
    khl_xml_begin(&d->x, "w:sdtPr");
    khl_xml_begin(&d->x, "w:alias");
    khl_xml_attribute_text(&d->x, "w:val", id);
    khl_xml_end(&d->x);
    khl_xml_begin(&d->x, "w:tag");
    khl_xml_attribute_text(&d->x, "w:val", khl_buf_str(&tag));
    khl_xml_end(&d->x);
    khl_xml_val_uint(&d->x, "w:id", ++d->n_controls);
    d->x.failed = d->x.failed || !khl_buf_ok(&tag);
    khl_buf_clear(&tag);
}

void khl_docx_control_content(khl_docx *d)
{
    khl_xml_end(&d->x);
    khl_xml_begin(&d->x, "w:sdtContent");
}

void khl_docx_control_end(khl_docx *d)
{
    khl_xml_end(&d->x);
    khl_xml_end(&d->x);
}
