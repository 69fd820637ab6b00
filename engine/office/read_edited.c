/* The second door of the module: a document of ours that people have edited. */
#include "edited_baseline.h"
#include "edited_take.h"
#include "error.h"
#include "office.h"
#include "str.h"

#include <string.h>

static khl_status fail_kind(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_INPUT, "office.edited_kind",
                    "an edited document is read as DOCX or XLSX; open it and save it as one of these");
}

static khl_status check_baseline(const khl_edited *edited, khl_error *err)
{
    khl_baseline baseline;
    bool is_one;
    khl_status status = khl_baseline_open(&baseline, edited->baseline, &is_one, err);
    khl_baseline_clear(&baseline);
    if (status != KHL_OK || is_one) return status;
    return KHL_FAIL(
        err, KHL_E_INPUT, "office.no_export",
        "this is no document that khulasa made, or what it was made of has been taken out of it; give "
        "the DOCX or XLSX of khulasa, edited with Word, LibreOffice or Excel");
}

static khl_status check_entries(const khl_edited *edited, khl_error *err)
{
    if (edited->n_entries > 0) return KHL_OK;
    return KHL_FAIL(
        err, KHL_E_INPUT, "office.tags_lost",
        "the document has lost the marks by which its entries are known; export it anew, and put the "
        "changes into that copy with Word, LibreOffice or Excel");
}

static khl_status read_package(khl_edited *out, khl_str bytes, khl_error *err)
{
    khl_package package;
    khl_status status = khl_package_open(&package, bytes, err);
    if (status != KHL_OK) return status;
    if (strcmp(package.kind, "docx") == 0)
        status = khl_edited_read_docx(out, &package, err);
    else
        status =
            strcmp(package.kind, "xlsx") == 0 ? khl_edited_read_xlsx(out, &package, err) : fail_kind(err);
    khl_package_clear(&package);
    return status;
}

KHL_API khl_status khl_office_read_edited(khl_edited *out, khl_str bytes, khl_error *err);

khl_status khl_office_read_edited(khl_edited *out, khl_str bytes, khl_error *err)
{
    const char *kind;
    *out = (khl_edited){.arena = KHL_ARENA_INIT(65536)};
    if (khl_office_is_compound(bytes)) {
        khl_status compound = khl_office_compound_kind(bytes, &kind, err);
        return compound == KHL_OK ? fail_kind(err) : compound;
    }
    if (!khl_str_starts(bytes, KHL_STR("PK"))) return fail_kind(err); /* no package at all */
    khl_status status = read_package(out, bytes, err);
    if (status == KHL_OK) status = check_baseline(out, err);
    return status == KHL_OK ? check_entries(out, err) : status;
}
