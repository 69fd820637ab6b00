/* Reading a document back, for tests: its parts by libzip, their elements by libxml2. */
#ifndef KHL_TEST_DOCX_READER_H
#define KHL_TEST_DOCX_READER_H

#include "buf.h"
#include "str.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <zip.h>

/* The bytes of a member, in a buffer to be cleared; aborts when it cannot be read. */
static inline khl_buf docx_part(const char *bytes, size_t n, const char *name)
{
    khl_buf out = KHL_BUF_INIT;
    char portion[4096];
    zip_int64_t read;
    zip_source_t *source = zip_source_buffer_create(bytes, n, 0, NULL);
    zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    zip_file_t *file = zip != NULL ? zip_fopen(zip, name, 0) : NULL;
    if (file == NULL) abort();
    while ((read = zip_fread(file, portion, sizeof portion)) > 0)
        khl_buf_put(&out, (khl_str){portion, (size_t)read});
    if (read < 0) abort();
    zip_fclose(file);
    zip_discard(zip);
    return out;
}

static inline xmlDocPtr docx_parse(const khl_buf *part)
{
    return xmlReadMemory(part->p, (int)part->n, "part", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
}

static inline bool docx_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST name);
}

/* The next node in order of the document, within `top`. */
static inline xmlNodePtr docx_next(xmlNodePtr node, const xmlNode *top)
{
    if (node->children != NULL) return node->children;
    while (node != top && node->next == NULL) node = node->parent;
    return node == top ? NULL : node->next;
}

static inline xmlNodePtr docx_child(const xmlNode *node, const char *name)
{
    xmlNodePtr child = node->children;
    while (child != NULL && !docx_is(child, name)) child = child->next;
    return child;
}

/* Its value to be freed with xmlFree; NULL: no such attribute. */
static inline char *docx_value(xmlNodePtr node, const char *attribute)
{
    return (char *)xmlGetProp(node, BAD_CAST attribute);
}

/* The value of the property `name` in the child `of` of node: "" when it has none, NULL when it is not there.
 */
static inline char *docx_property(const xmlNode *node, const char *of, const char *name)
{
    xmlNodePtr properties = docx_child(node, of);
    xmlNodePtr found = properties != NULL ? docx_child(properties, name) : NULL;
    if (found == NULL) return NULL;
    char *value = docx_value(found, "val");
    return value != NULL ? value : (char *)xmlStrdup(BAD_CAST "");
}

/* The text below top: runs in order, a break as a line end. */
static inline void docx_text(khl_buf *out, xmlNodePtr top)
{
    for (xmlNodePtr node = top; node != NULL; node = docx_next(node, top)) {
        if (docx_is(node, "br")) khl_buf_char(out, '\n');
        if (node->type == XML_TEXT_NODE && docx_is(node->parent, "t"))
            khl_buf_put_c(out, (const char *)node->content);
    }
}

#endif
