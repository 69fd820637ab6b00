/* libzip over a buffer; sizes are looked at before anything is unpacked, and held to while it is. */
#include "office_archive.h"

#include "error.h"
#include "str.h"

#include <zip.h>

enum { MOST_MEMBERS = 65536, PORTION = 65536, SMALL = 1 << 20, MOST_RATIO = 500 };
#define MOST_UNPACKED ((size_t)512 << 20)

static khl_status fail_damaged(const char *what, khl_error *err)
{
    return KHL_FAIL(err, KHL_E_INPUT, "office.damaged",
                    "the file is cut off or damaged ({0}); copy it again, or open it and save it anew", what);
}

/* No reader of ours unpacks to the disk, but a file with such a name was not written by an office program. */
static bool is_strange(const char *name)
{
    if (name == NULL || name[0] == '/' || name[0] == '\\') return true;
    for (const char *at = name; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0')) return true;
    }
    return false;
}

static khl_status check_members(zip_t *zip, khl_error *err)
{
    zip_int64_t n = zip_get_num_entries(zip, 0);
    if (n < 0 || n > MOST_MEMBERS) return fail_damaged("members", err);
    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) != 0) return fail_damaged("members", err);
        if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && st.encryption_method != ZIP_EM_NONE)
            return KHL_FAIL(err, KHL_E_INPUT, "office.password",
                            "the file is protected by a password; open it and save it without one");
        if (is_strange((st.valid & ZIP_STAT_NAME) != 0 ? st.name : NULL))
            return KHL_FAIL(err, KHL_E_INPUT, "office.strange_name",
                            "the file holds a member that no office program writes: {0}",
                            (st.valid & ZIP_STAT_NAME) != 0 ? st.name : "?");
    }
    return KHL_OK;
}

khl_status khl_archive_open(khl_archive *out, khl_str bytes, khl_error *err)
{
    zip_error_t error;
    *out = (khl_archive){NULL, 0};
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    if (source == NULL) {
        zip_error_fini(&error);
        return khl_fail_memory(err);
    }
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (zip == NULL) {
        zip_source_free(source);
        return fail_damaged("ZIP", err);
    }
    out->zip = zip;
    khl_status status = check_members(zip, err);
    if (status != KHL_OK) khl_archive_close(out);
    return status;
}

void khl_archive_close(khl_archive *archive)
{
    if (archive->zip != NULL) zip_discard(archive->zip);
    archive->zip = NULL;
}

bool khl_archive_has(const khl_archive *archive, const char *name)
{
    return zip_name_locate(archive->zip, name, 0) >= 0;
}

static khl_status check_size(const khl_archive *archive, const zip_stat_t *st, khl_error *err)
{
    bool bomb = st->size > MOST_UNPACKED - archive->unpacked ||
                (st->size > SMALL && st->comp_size < st->size / MOST_RATIO);
    if (!bomb) return KHL_OK;
    return KHL_FAIL(err, KHL_E_INPUT, "office.bomb",
                    "{0} unpacks to far more than a document of people holds; the file is not read",
                    st->name);
}

static khl_status unpack(khl_archive *archive, zip_file_t *file, const zip_stat_t *st, khl_buf *out,
                         khl_error *err)
{
    char portion[PORTION];
    size_t left = (size_t)st->size;
    zip_int64_t n;
    while ((n = zip_fread(file, portion, sizeof portion)) > 0) {
        if ((size_t)n > left) return fail_damaged(st->name, err);
        left -= (size_t)n;
        khl_buf_put(out, (khl_str){portion, (size_t)n});
    }
    if (n < 0 || left > 0) return fail_damaged(st->name, err);
    archive->unpacked += (size_t)st->size;
    return khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_archive_read(khl_archive *archive, const char *name, khl_buf *out, khl_error *err)
{
    zip_stat_t st;
    const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat(archive->zip, name, 0, &st) != 0 || (st.valid & wanted) != wanted)
        return fail_damaged(name, err);
    khl_status status = check_size(archive, &st, err);
    if (status != KHL_OK) return status;
    zip_file_t *file = zip_fopen(archive->zip, name, 0);
    if (file == NULL) return fail_damaged(name, err);
    status = unpack(archive, file, &st, out, err);
    zip_fclose(file);
    return status;
}
