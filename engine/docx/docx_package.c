/* An archive in memory: create, add, write, destroy. Costs the compressed size beside that of the parts. */
#include "docx_package.h"

#include "alloc.h"
#include "error.h"

#include <zip.h>

enum { PORTION = 1 << 15 };

struct khl_package {
    zip_t *zip;
    zip_source_t *file; /* what zip is written to; ours beside zip's own hold of it */
};

static khl_status fail(khl_error *err, zip_error_t *error)
{
    if (zip_error_code_zip(error) == ZIP_ER_MEMORY) return khl_fail_memory(err);
    return KHL_FAIL(err, KHL_E_IO, "docx.package", "the document cannot be packed: {0}",
                    zip_error_strerror(error));
}

khl_status khl_package_create(khl_package **out, khl_error *err)
{
    zip_error_t error;
    zip_error_init(&error);
    khl_status status = KHL_OK;
    khl_package *package = khl_alloc_zero(1, sizeof *package);
    *out = package;
    if (package == NULL) return khl_fail_memory(err);
    package->file = zip_source_buffer_create(NULL, 0, 0, &error);
    if (package->file != NULL) package->zip = zip_open_from_source(package->file, ZIP_TRUNCATE, &error);
    if (package->zip == NULL)
        status = fail(err, &error);
    else
        zip_source_keep(package->file);
    zip_error_fini(&error);
    if (status != KHL_OK) {
        khl_package_destroy(package);
        *out = NULL;
    }
    return status;
}

/* Noon of the first day that ZIP knows, as its headers write it. */
enum { DOS_DATE = 1 << 5 | 1, DOS_TIME = 12 << 11 };

khl_status khl_package_add(khl_package *package, const char *name, khl_str bytes, khl_error *err)
{
    zip_source_t *source = zip_source_buffer(package->zip, bytes.p, bytes.n, 0);
    if (source == NULL) return fail(err, zip_get_error(package->zip));
    zip_int64_t index = zip_file_add(package->zip, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return fail(err, zip_get_error(package->zip));
    }
    if (zip_file_set_dostime(package->zip, (zip_uint64_t)index, DOS_TIME, DOS_DATE, 0) != 0)
        return fail(err, zip_get_error(package->zip));
    return KHL_OK;
}

static khl_status hand_on(zip_source_t *file, khl_sink *out, khl_error *err)
{
    char portion[PORTION];
    zip_int64_t n = 0;
    khl_status status = KHL_OK;
    if (zip_source_open(file) != 0) return fail(err, zip_source_error(file));
    while (status == KHL_OK && (n = zip_source_read(file, portion, sizeof portion)) > 0) {
        khl_buf_put(&out->buf, (khl_str){portion, (size_t)n});
        status = khl_sink_ease(out, false, err);
    }
    if (status == KHL_OK && n < 0) status = fail(err, zip_source_error(file));
    zip_source_close(file);
    return status;
}

khl_status khl_package_write(khl_package *package, khl_sink *out, khl_error *err)
{
    if (zip_close(package->zip) != 0) return fail(err, zip_get_error(package->zip));
    package->zip = NULL;
    return hand_on(package->file, out, err);
}

void khl_package_destroy(khl_package *package)
{
    if (package == NULL) return;
    if (package->zip != NULL) zip_discard(package->zip); /* drops its hold */
    if (package->file != NULL) zip_source_free(package->file);
    free(package);
}
