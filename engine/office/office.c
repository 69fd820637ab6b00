/* The door of the module: what kind of file it is, by its bytes and not by its name, and the reader for it.
 */
#include "office.h"

#include "columns.h"
#include "error.h"
#include "str.h"

#include <string.h>

/* A Compound File (MS-CFB), in which Excel and Word of 1997 to 2003 write, and which holds what is protected
 * by a password since. Names of its streams are UTF-16. */
#define COMPOUND KHL_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

bool khl_office_is_compound(khl_str bytes)
{
    return khl_str_starts(bytes, COMPOUND);
}

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

khl_status khl_office_compound_kind(khl_str bytes, const char **kind, khl_error *err)
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

static khl_status choose_sheet(khl_book *book, khl_office_task *task, khl_table *table, khl_error *err)
{
    khl_status status = khl_book_finish(book, err);
    return status == KHL_OK ? khl_book_choose(book, task, table, err) : status;
}

static khl_status read_compound(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err)
{
    khl_book book = KHL_BOOK_INIT;
    khl_status status = khl_office_compound_kind(bytes, &task->kind, err);
    if (status == KHL_OK) status = khl_read_xls(&book, bytes, err);
    if (status == KHL_OK) status = choose_sheet(&book, task, table, err);
    khl_book_clear(&book);
    return status;
}

static khl_status read_package(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err)
{
    khl_book book = KHL_BOOK_INIT;
    khl_package package;
    khl_status status = khl_package_open(&package, bytes, err);
    if (status != KHL_OK) return status;
    task->kind = package.kind;
    if (strcmp(package.kind, "docx") == 0) {
        status = khl_read_docx(&package, task, table, err);
    } else {
        status = strcmp(package.kind, "xlsx") == 0 ? khl_read_xlsx(&book, &package, err)
                                                   : khl_read_ods(&book, &package, err);
        if (status == KHL_OK) status = choose_sheet(&book, task, table, err);
    }
    khl_book_clear(&book);
    khl_package_clear(&package);
    return status;
}

KHL_API khl_status khl_office_read(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err);

khl_status khl_office_read(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err)
{
    if (khl_str_starts(bytes, KHL_STR("%PDF-"))) {
        task->kind = "pdf";
        return khl_read_pdf(bytes, task, table, err);
    }
    return khl_office_is_compound(bytes) ? read_compound(table, bytes, task, err)
                                         : read_package(table, bytes, task, err);
}
