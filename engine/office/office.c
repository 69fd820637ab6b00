/* The door of the module: what kind of file it is, by its bytes and not by its name, and the reader for it.
 */
#include "office.h"

#include "columns.h"
#include "error.h"
#include "office_archive.h"
#include "xlsx_parts.h"
#include "str.h"

#include <string.h>

/* A Compound File (MS-CFB), in which Excel and Word of 1997 to 2003 write, and which holds what is protected
 * by a password since. Names of its streams are UTF-16. */
#define COMPOUND KHL_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

static bool holds_name(khl_str bytes, const char *name)
{
    char wide[64];
    size_t n = 2 * strlen(name);
    for (size_t i = 0; i < n; i++) wide[i] = (char)(i % 2 == 0 ? name[i / 2] : 0);
    for (size_t at = 0; at + n <= bytes.n;) {
        const char *p = memchr(bytes.p + at, wide[0], bytes.n - n - at + 1);
        if (p == NULL) return false;
        if (memcmp(p, wide, n) == 0) return true;
        at = (size_t)(p - bytes.p) + 1;
    }
    return false;
}

static khl_status find_compound_kind(khl_str bytes, const char **kind, khl_error *err)
{
    if (holds_name(bytes, "EncryptedPackage"))
        return KHL_FAIL(err, KHL_E_INPUT, "office.password",
                        "the file is protected by a password; open it and save it without one");
    if (holds_name(bytes, "WordDocument"))
        return KHL_FAIL(err, KHL_E_INPUT, "office.doc",
                        "this is the Word of before 2007 (DOC); open it and save it anew as DOCX");
    *kind = "xls";
    return KHL_OK;
}

/* By the main document of the package, or by the type that OpenDocument writes in front. */
static khl_status find_package_kind(khl_str bytes, const char **kind, khl_error *err)
{
    khl_archive archive;
    khl_arena arena = KHL_ARENA_INIT(4096);
    khl_buf type = KHL_BUF_INIT;
    char *part = NULL;
    khl_status status = khl_archive_open(&archive, bytes, err);
    if (status == KHL_OK) status = khl_package_main(&archive, &arena, &part, err);
    if (status == KHL_OK && part == NULL && khl_archive_has(&archive, "mimetype"))
        status = khl_archive_read(&archive, "mimetype", &type, err);
    if (status == KHL_OK && part != NULL)
        *kind = strstr(part, "word/") != NULL && khl_str_ends(khl_str_from(part), KHL_STR(".xml")) ? "docx"
                : strstr(part, "xl/") != NULL && khl_str_ends(khl_str_from(part), KHL_STR(".xml")) ? "xlsx"
                                                                                                   : NULL;
    else if (status == KHL_OK &&
             khl_str_starts(khl_buf_str(&type), KHL_STR("application/vnd.oasis.opendocument.spreadsheet")))
        *kind = "ods";
    bool office = type.n > 0 || part != NULL;
    if (status == KHL_OK && *kind == NULL && !office)
        status = KHL_FAIL(err, KHL_E_INPUT, "input.archive",
                          "this is a {0} archive; unpack it and read the file in it", "zip");
    else if (status == KHL_OK && *kind == NULL)
        status = KHL_FAIL(
            err, KHL_E_INPUT, "office.no_workbook",
            "the file is a ZIP, and neither a workbook nor a letter that is read; open it and save it "
            "anew as XLSX, ODS, DOCX or CSV");
    khl_buf_clear(&type);
    khl_archive_close(&archive);
    khl_arena_clear(&arena);
    return status;
}

static khl_status find_office_kind(khl_str bytes, const char **kind, khl_error *err)
{
    *kind = NULL;
    if (khl_str_starts(bytes, KHL_STR("%PDF-"))) *kind = "pdf";
    if (*kind != NULL) return KHL_OK;
    return khl_str_starts(bytes, COMPOUND) ? find_compound_kind(bytes, kind, err)
                                           : find_package_kind(bytes, kind, err);
}

static khl_status read_book(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err)
{
    khl_book book = KHL_BOOK_INIT;
    khl_status status = strcmp(task->kind, "xlsx") == 0  ? khl_read_xlsx(&book, bytes, err)
                        : strcmp(task->kind, "ods") == 0 ? khl_read_ods(&book, bytes, err)
                                                         : khl_read_xls(&book, bytes, err);
    if (status == KHL_OK) status = khl_book_finish(&book, err);
    if (status == KHL_OK) status = khl_book_choose(&book, task, table, err);
    khl_book_clear(&book);
    return status;
}

KHL_API khl_status khl_office_read(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err);

khl_status khl_office_read(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err)
{
    khl_status status = find_office_kind(bytes, &task->kind, err);
    if (status != KHL_OK) return status;
    if (strcmp(task->kind, "pdf") == 0) return khl_read_pdf(bytes, task, table, err);
    if (strcmp(task->kind, "docx") == 0) return khl_read_docx(bytes, task, table, err);
    return read_book(table, bytes, task, err);
}
