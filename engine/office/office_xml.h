/* XML of office files, a member at a time: elements by their local names, whatever the prefix. expat stays in
 * office_xml.c. A document type, and with it every entity of the file's own, is refused: no office program
 * writes one. */
#ifndef KHL_OFFICE_XML_H
#define KHL_OFFICE_XML_H

#include "khulasa/base.h"

/* Each may be NULL. name is the local name; atts pairs of names with their prefixes and values, ended by
 * NULL. text comes in pieces. Another status than KHL_OK ends the parse with it; err is to be filled then. */
typedef struct khl_xml_handlers {
    khl_status (*start)(void *context, const char *name, const char **atts, khl_error *err);
    khl_status (*end)(void *context, const char *name, khl_error *err);
    khl_status (*text)(void *context, khl_str text, khl_error *err);
} khl_xml_handlers;

/* `member` names the part in messages. KHL_E_INPUT: ill-formed (with its line), a document type, over 256
 * levels. Linear. */
khl_status khl_xml_parse(khl_str bytes, const khl_xml_handlers *handlers, void *context, const char *member,
                         khl_error *err);

/* The value of the attribute with that local name, or NULL. */
const char *khl_xml_attribute(const char **atts, const char *local);

/* The same as a number from 0 on; `otherwise` when it is missing or is none, or above `most`. */
uint32_t khl_xml_number(const char **atts, const char *local, uint32_t otherwise, uint32_t most);

bool khl_xml_is(const char *name, const char *other);

#endif
