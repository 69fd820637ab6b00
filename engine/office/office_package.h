/* A package of the office programs since 2007 (ECMA-376 part 2), or of OpenDocument, opened once: what it is,
 * and where its reader begins. */
#ifndef KHL_OFFICE_PACKAGE_H
#define KHL_OFFICE_PACKAGE_H

#include "arena.h"
#include "office_archive.h"
#include "office_xml.h"

typedef struct khl_package {
    khl_archive archive;
    khl_arena arena;
    const char *kind; /* "xlsx", "ods" or "docx" */
    const char *main; /* the main part, such as "xl/workbook.xml"; NULL for "ods" */
} khl_package;

/* bytes must outlive it; to be cleared only when it was opened. KHL_E_INPUT: as khl_archive_open, and for
 * every other kind of ZIP. */
khl_status khl_package_open(khl_package *out, khl_str bytes, khl_error *err);
void khl_package_clear(khl_package *package);

/* A target of a relationship, from the folder of the part that names it or from the root; NULL when memory
 * ends. */
char *khl_package_resolve(khl_arena *arena, const char *part, const char *target);

/* The part that holds the relationships of a part; NULL when memory ends. */
char *khl_package_relations(khl_arena *arena, const char *part);

/* Reads a part and parses it. */
khl_status khl_package_parse(khl_archive *archive, const char *part, const khl_xml_handlers *handlers,
                             void *context, khl_error *err);

#endif
