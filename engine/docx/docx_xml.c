/* libxml2's writer, kept behind a dozen calls. */
#include "docx_xml.h"

#include "error.h"
#include "markup.h"
#include "str.h"

#include <limits.h>
#include <stdio.h>

static int take(void *context, const char *bytes, int n)
{
    khl_buf *buf = context;
    if (n > 0) khl_buf_put(buf, (khl_str){bytes, (size_t)n});
    return khl_buf_ok(buf) ? n : -1;
}

/* What the writer answers: less than 0 is a failure. */
static void note(khl_xml *x, int answer)
{
    x->failed = x->failed || answer < 0;
}

khl_status khl_xml_open(khl_xml *x, khl_error *err)
{
    *x = (khl_xml){NULL, KHL_BUF_INIT, KHL_BUF_INIT, false};
    xmlOutputBufferPtr out = xmlOutputBufferCreateIO(take, NULL, &x->bytes, NULL);
    if (out == NULL) return khl_fail_memory(err);
    x->writer = xmlNewTextWriter(out); /* owns out from here on */
    if (x->writer == NULL) {
        xmlOutputBufferClose(out);
        return khl_fail_memory(err);
    }
    note(x, xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", "yes"));
    return KHL_OK;
}

/* All that this writer can fail of is memory: names and nesting are the program's own. */
khl_status khl_xml_close(khl_xml *x, khl_error *err)
{
    note(x, xmlTextWriterEndDocument(x->writer));
    note(x, xmlTextWriterFlush(x->writer));
    bool whole = !x->failed && khl_buf_ok(&x->bytes) && khl_buf_ok(&x->scratch);
    return whole ? KHL_OK : khl_fail_memory(err);
}

void khl_xml_clear(khl_xml *x)
{
    if (x->writer != NULL) xmlFreeTextWriter(x->writer);
    x->writer = NULL;
    khl_buf_clear(&x->bytes);
    khl_buf_clear(&x->scratch);
}

void khl_xml_begin(khl_xml *x, const char *element)
{
    note(x, xmlTextWriterStartElement(x->writer, BAD_CAST element));
}

void khl_xml_end(khl_xml *x)
{
    note(x, xmlTextWriterEndElement(x->writer));
}

void khl_xml_attribute(khl_xml *x, const char *name, const char *value)
{
    note(x, xmlTextWriterWriteAttribute(x->writer, BAD_CAST name, BAD_CAST value));
}

/* The writer counts in int; a text beyond that is a failure and not a cut. */
void khl_xml_text(khl_xml *x, khl_str text)
{
    x->scratch.n = 0;
    khl_markup_text(&x->scratch, text);
    if (x->scratch.n > INT_MAX || !khl_buf_ok(&x->scratch))
        x->failed = true;
    else if (x->scratch.n > 0)
        note(x, xmlTextWriterWriteRawLen(x->writer, BAD_CAST x->scratch.p, (int)x->scratch.n));
}

void khl_xml_attribute_text(khl_xml *x, const char *name, khl_str value)
{
    note(x, xmlTextWriterStartAttribute(x->writer, BAD_CAST name));
    khl_xml_text(x, value);
    note(x, xmlTextWriterEndAttribute(x->writer));
}

void khl_xml_leaf(khl_xml *x, const char *element, const char *const *attributes)
{
    khl_xml_begin(x, element);
    for (; *attributes != NULL; attributes += 2) khl_xml_attribute(x, attributes[0], attributes[1]);
    khl_xml_end(x);
}

void khl_xml_val(khl_xml *x, const char *element, const char *value)
{
    khl_xml_begin(x, element);
    if (value != NULL) khl_xml_attribute(x, "w:val", value);
    khl_xml_end(x);
}

void khl_xml_val_uint(khl_xml *x, const char *element, unsigned value)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", value);
    khl_xml_val(x, element, digits);
}
