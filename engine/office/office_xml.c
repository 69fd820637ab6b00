/* expat, with a stop at the first thing that does not belong. */
#include "office_xml.h"

#include "error.h"
#include "str.h"

#include <expat.h>
#include <limits.h>
#include <stdio.h>

enum { MOST_LEVELS = 256, PORTION = 1 << 26 };

typedef struct parse {
    XML_Parser parser;
    const khl_xml_handlers *handlers;
    void *context;
    const char *member;
    khl_error *err;
    khl_status status;
    unsigned level;
} parse;

static void stop_with(parse *p, khl_status status)
{
    if (status == KHL_OK || p->status != KHL_OK) return;
    p->status = status;
    XML_StopParser(p->parser, XML_FALSE);
}

static khl_status fail_xml(const parse *p)
{
    char line[24];
    snprintf(line, sizeof line, "%lu", (unsigned long)XML_GetCurrentLineNumber(p->parser));
    return KHL_FAIL(p->err, KHL_E_INPUT, "office.xml",
                    "the file is damaged: {0} is no XML from its line {1} on; open it and save it anew",
                    p->member, line);
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    parse *p = user;
    if (p->status != KHL_OK) return;
    if (++p->level > MOST_LEVELS)
        stop_with(p, fail_xml(p));
    else if (p->handlers->start != NULL)
        stop_with(p, p->handlers->start(p->context, local_name(name), atts, p->err));
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    parse *p = user;
    if (p->status != KHL_OK) return;
    p->level--;
    if (p->handlers->end != NULL) stop_with(p, p->handlers->end(p->context, local_name(name), p->err));
}

static void XMLCALL on_text(void *user, const XML_Char *text, int n)
{
    parse *p = user;
    if (p->status != KHL_OK || p->handlers->text == NULL) return;
    stop_with(p, p->handlers->text(p->context, (khl_str){text, (size_t)n}, p->err));
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal)
{
    parse *p = user;
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop_with(p,
              KHL_FAIL(p->err, KHL_E_INPUT, "office.doctype",
                       "{0} declares a document type, which no office program writes; the file is not read",
                       p->member));
}

static void run(parse *p, khl_str bytes)
{
    size_t at = 0;
    do {
        size_t n = bytes.n - at < PORTION ? bytes.n - at : PORTION;
        bool last = at + n == bytes.n;
        enum XML_Status parsed = XML_Parse(p->parser, bytes.p + at, (int)n, last);
        if (parsed != XML_STATUS_OK && p->status == KHL_OK)
            p->status =
                XML_GetErrorCode(p->parser) == XML_ERROR_NO_MEMORY ? khl_fail_memory(p->err) : fail_xml(p);
        at += n;
    } while (at < bytes.n && p->status == KHL_OK);
}

khl_status khl_xml_parse(khl_str bytes, const khl_xml_handlers *handlers, void *context, const char *member,
                         khl_error *err)
{
    parse p = {.handlers = handlers, .context = context, .member = member, .err = err};
    p.parser = XML_ParserCreate(NULL);
    if (p.parser == NULL) return khl_fail_memory(err);
    XML_SetUserData(p.parser, &p);
    XML_SetElementHandler(p.parser, on_start, on_end);
    XML_SetCharacterDataHandler(p.parser, on_text);
    XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
    run(&p, bytes);
    XML_ParserFree(p.parser);
    return p.status;
}

const char *khl_xml_attribute(const char **atts, const char *local)
{
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcmp(local_name(atts[0]), local) == 0) return atts[1];
    return NULL;
}

uint32_t khl_xml_number(const char **atts, const char *local, uint32_t otherwise, uint32_t most)
{
    const char *value = khl_xml_attribute(atts, local);
    uint64_t number;
    if (value == NULL || !khl_str_to_u64(khl_str_from(value), &number) || number > most) return otherwise;
    return (uint32_t)number;
}

bool khl_xml_is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}
