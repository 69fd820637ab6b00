/* A package of the office programs since 2007, or of OpenDocument: which of them it is, and its main part. */
#include "office_package.h"

#include "error.h"
#include "office_xml.h"
#include "str.h"

#include <string.h>

/* A target of a relationship, from the folder of the part that names it or from the root. */
char *khl_package_resolve(khl_arena *arena, const char *part, const char *target)
{
    size_t folder = 0;
    for (size_t i = 0; target[0] != '/' && part[i] != '\0'; i++)
        if (part[i] == '/') folder = i + 1;
    target += target[0] == '/';
    while (strncmp(target, "../", 3) == 0) {
        target += 3;
        folder -= folder > 0;
        while (folder > 0 && part[folder - 1] != '/') folder--;
    }
    size_t n = strlen(target);
    char *out = khl_arena_take(arena, folder + n + 1, 1);
    if (out == NULL) return NULL;
    memcpy(out, part, folder);
    memcpy(out + folder, target, n + 1);
    return out;
}

char *khl_package_relations(khl_arena *arena, const char *part)
{
    const char *slash = strrchr(part, '/');
    size_t folder = slash != NULL ? (size_t)(slash - part) + 1 : 0, n = strlen(part);
    char *out = khl_arena_take(arena, n + sizeof "_rels/.rels", 1);
    if (out == NULL) return NULL;
    memcpy(out, part, folder);
    memcpy(out + folder, "_rels/", 6);
    memcpy(out + folder + 6, part + folder, n - folder);
    memcpy(out + n + 6, ".rels", 6);
    return out;
}

khl_status khl_package_parse(khl_archive *archive, const char *part, const khl_xml_handlers *handlers,
                             void *context, khl_error *err)
{
    khl_buf bytes = KHL_BUF_INIT;
    khl_status status = khl_archive_read(archive, part, &bytes, err);
    if (status == KHL_OK) status = khl_xml_parse(khl_buf_str(&bytes), handlers, context, part, err);
    khl_buf_clear(&bytes);
    return status;
}

typedef struct main_search {
    khl_arena *arena;
    char *found;
} main_search;

static khl_status find_main(void *context, const char *name, const char **atts, khl_error *err)
{
    main_search *s = context;
    const char *target = khl_xml_attribute(atts, "Target");
    if (!khl_xml_is(name, "Relationship") || target == NULL) return KHL_OK;
    const char *type = khl_xml_attribute(atts, "Type");
    if (type == NULL || !khl_str_ends(khl_str_from(type), KHL_STR("/officeDocument"))) return KHL_OK;
    s->found = khl_package_resolve(s->arena, "", target);
    return s->found != NULL ? KHL_OK : khl_fail_memory(err);
}

static khl_status find_main_part(khl_package *p, khl_error *err)
{
    static const char RELATIONS[] = "_rels/.rels";
    static const khl_xml_handlers HANDLERS = {.start = find_main};
    main_search search = {&p->arena, NULL};
    if (!khl_archive_has(&p->archive, RELATIONS)) return KHL_OK;
    khl_status status = khl_package_parse(&p->archive, RELATIONS, &HANDLERS, &search, err);
    if (search.found != NULL && khl_archive_has(&p->archive, search.found)) p->main = search.found;
    return status;
}

/* By the main part, or by the type that OpenDocument writes in front. */
static khl_status find_package_kind(khl_package *p, khl_error *err)
{
    khl_buf type = KHL_BUF_INIT;
    khl_status status = find_main_part(p, err);
    bool xml = p->main != NULL && khl_str_ends(khl_str_from(p->main), KHL_STR(".xml"));
    if (status == KHL_OK && p->main == NULL && khl_archive_has(&p->archive, "mimetype"))
        status = khl_archive_read(&p->archive, "mimetype", &type, err);
    if (xml && strstr(p->main, "word/") != NULL)
        p->kind = "docx";
    else if (xml && strstr(p->main, "xl/") != NULL)
        p->kind = "xlsx";
    else if (khl_str_starts(khl_buf_str(&type), KHL_STR("application/vnd.oasis.opendocument.spreadsheet")))
        p->kind = "ods";
    bool office = type.n > 0 || p->main != NULL;
    khl_buf_clear(&type);
    if (status != KHL_OK || p->kind != NULL) return status;
    if (!office)
        return KHL_FAIL(err, KHL_E_INPUT, "input.archive",
                        "this is a {0} archive; unpack it and read the file in it", "zip");
    return KHL_FAIL(
        err, KHL_E_INPUT, "office.no_workbook",
        "the file is a ZIP, and neither a workbook nor a letter that is read; open it and save it "
        "anew as XLSX, ODS, DOCX or CSV");
}

khl_status khl_package_open(khl_package *out, khl_str bytes, khl_error *err)
{
    *out = (khl_package){.arena = KHL_ARENA_INIT(4096)};
    khl_status status = khl_archive_open(&out->archive, bytes, err);
    if (status == KHL_OK) status = find_package_kind(out, err);
    if (status != KHL_OK) khl_package_clear(out);
    return status;
}

void khl_package_clear(khl_package *package)
{
    khl_archive_close(&package->archive);
    khl_arena_clear(&package->arena);
}
