/* One XML part while it is written, by libxml2's writer into a buffer. Failures are sticky: write freely, ask
 * khl_xml_close at the end. Whatever text comes from outside goes through the same replacements as that of
 * the page (export/markup.h), so that no part can hold what XML does not allow.
 *
 *   khl_xml_begin(x, "w:p");
 *   KHL_XML_LEAF(x, "w:ind", "w:left", "400", "w:hanging", "400");
 *   khl_xml_end(x);
 */
#ifndef KHL_DOCX_XML_H
#define KHL_DOCX_XML_H

#include "buf.h"
#include "khulasa/base.h"

#include <libxml/xmlwriter.h>

typedef struct khl_xml {
    xmlTextWriterPtr writer;
    khl_buf bytes;   /* the part; whole once khl_xml_close has returned */
    khl_buf scratch; /* a text with its references */
    bool failed;
} khl_xml;

/* Begins a part with its declaration. The value must stay where it is until khl_xml_clear. */
khl_status khl_xml_open(khl_xml *x, khl_error *err);
khl_status khl_xml_close(khl_xml *x, khl_error *err);
void khl_xml_clear(khl_xml *x);

void khl_xml_begin(khl_xml *x, const char *element);
void khl_xml_end(khl_xml *x);
void khl_xml_attribute(khl_xml *x, const char *name, const char *value); /* a value of the program */
void khl_xml_attribute_text(khl_xml *x, const char *name, khl_str value);
void khl_xml_text(khl_xml *x, khl_str text);

/* An element without content; attributes: names and values in turn, then NULL. */
void khl_xml_leaf(khl_xml *x, const char *element, const char *const *attributes);
#define KHL_XML_LEAF(x, element, ...) khl_xml_leaf((x), (element), (const char *const[]){__VA_ARGS__, NULL})

/* <element w:val="value"/>, or <element/> for NULL. */
void khl_xml_val(khl_xml *x, const char *element, const char *value);
void khl_xml_val_uint(khl_xml *x, const char *element, unsigned value);

#endif
