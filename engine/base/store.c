/* Writing with sums on the way; opening, and summing what is needed. */
#include "store.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

static const char MAGIC[8] = "KHLSTORE";

typedef struct page {
    char magic[8];
    uint32_t version, endian;
    uint64_t file_bytes, sums_offset, checksum;
    uint32_t n_sections, zero;
    struct khl_store_section sections[KHL_STORE_MAX_SECTIONS];
} page;

static uint64_t sum_of(const void *p, size_t n)
{
    uint64_t lanes[KHL_HASH_LANES];
    khl_hash_lanes((khl_str){p, n}, lanes);
    return khl_hash((khl_str){(const char *)lanes, sizeof lanes});
}

static uint64_t page_checksum(const page *head, const uint64_t *sums, size_t n)
{
    page copy = *head;
    copy.checksum = 0;
    uint64_t both[2] = {sum_of(&copy, sizeof copy), sum_of(sums, n * sizeof *sums)};
    return sum_of(both, sizeof both);
}

static khl_status fail_write(const khl_store_writer *w, khl_error *err)
{
    return khl_fail_system(err, "file.write", "cannot be written: {0}",
                           w->file.final != NULL ? w->file.final : "-");
}

static bool write_at(int fd, const void *bytes, size_t n, uint64_t at)
{
    for (size_t done = 0; done < n;) {
        ssize_t k = pwrite(fd, (const char *)bytes + done, n - done, (off_t)(at + done));
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return false;
        done += (size_t)k;
    }
    return true;
}

khl_status khl_store_begin(khl_store_writer *out, const char *path, khl_error *err)
{
    *out = (khl_store_writer){.at = KHL_STORE_PAGE};
    out->block = khl_alloc(KHL_STORE_BLOCK, 1);
    return out->block != NULL ? khl_outfile_open(&out->file, path, err) : khl_fail_memory(err);
}

static khl_status flush_block(khl_store_writer *w, khl_error *err)
{
    if (w->n_block == 0) return KHL_OK;
    if (!khl_grow(&w->sums, &w->capacity, w->n_sums + 1, sizeof *w->sums)) return khl_fail_memory(err);
    w->sums[w->n_sums++] = sum_of(w->block, w->n_block);
    if (!write_at(w->file.fd, w->block, w->n_block, w->at - w->n_block)) return fail_write(w, err);
    w->n_block = 0;
    return KHL_OK;
}

static khl_status put(khl_store_writer *w, const void *bytes, size_t n, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t done = 0; done < n && status == KHL_OK;) {
        size_t room = KHL_STORE_BLOCK - w->n_block, k = n - done < room ? n - done : room;
        memcpy(w->block + w->n_block, (const char *)bytes + done, k);
        w->n_block += k;
        w->at += k;
        done += k;
        if (w->n_block == KHL_STORE_BLOCK) status = flush_block(w, err);
    }
    return status;
}

khl_status khl_store_add(khl_store_writer *w, const char *name, const void *bytes, size_t n, khl_error *err)
{
    static const char ZEROS[64] = {0};
    if (w->n_sections == KHL_STORE_MAX_SECTIONS || strlen(name) >= KHL_STORE_NAME_BYTES)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "store.section", "a store has no room for this section");
    khl_status status = put(w, ZEROS, (size_t)(-w->at & 63), err);
    struct khl_store_section *s = &w->sections[w->n_sections++];
    s->offset = w->at;
    s->bytes = n;
    memcpy(s->name, name, strlen(name));
    return status == KHL_OK ? put(w, bytes, n, err) : status;
}

khl_status khl_store_commit(khl_store_writer *w, khl_error *err)
{
    static const char ZEROS[64] = {0};
    page head = {.version = KHL_STORE_VERSION, .endian = 0x01020304u, .n_sections = w->n_sections};
    char bytes[KHL_STORE_PAGE] = {0};
    khl_status status = put(w, ZEROS, (size_t)(-w->at & 63), err);
    if (status == KHL_OK) status = flush_block(w, err);
    if (status != KHL_OK) return status;
    memcpy(head.magic, MAGIC, sizeof head.magic);
    memcpy(head.sections, w->sections, w->n_sections * sizeof *w->sections);
    head.sums_offset = w->at;
    head.file_bytes = w->at + w->n_sums * sizeof *w->sums;
    head.checksum = page_checksum(&head, w->sums, w->n_sums);
    memcpy(bytes, &head, sizeof head);
    bool ok = write_at(w->file.fd, w->sums, w->n_sums * sizeof *w->sums, w->at) &&
              write_at(w->file.fd, bytes, sizeof bytes, 0);
    return ok ? khl_outfile_commit(&w->file, err) : fail_write(w, err);
}

void khl_store_writer_clear(khl_store_writer *w)
{
    khl_outfile_clear(&w->file);
    free(w->block);
    free(w->sums);
    *w = (khl_store_writer){.at = 0};
}

static khl_status refuse(khl_error *err, const char *path, const char *id, const char *text)
{
    KHL_FAIL(err, KHL_E_INPUT, id, text);
    khl_error_at(err, path, 0, 0);
    return KHL_E_INPUT;
}

khl_status khl_store_fail(const khl_store *store, khl_error *err)
{
    return refuse(err, store->path, "store.torn", "the index is damaged or cut off; build it anew");
}

static bool sections_hold(const page *head)
{
    for (uint32_t k = 0; k < head->n_sections; k++) {
        const struct khl_store_section *s = &head->sections[k];
        if (s->offset % 64 != 0 || s->offset < KHL_STORE_PAGE || s->offset > head->sums_offset ||
            s->bytes > head->sums_offset - s->offset || s->name[KHL_STORE_NAME_BYTES - 1] != '\0')
            return false;
    }
    return true;
}

static khl_status check(khl_store *s, khl_error *err)
{
    const page *head = (const page *)(const void *)s->file.bytes.p;
    size_t n = s->file.bytes.n;
    if (n < sizeof MAGIC || memcmp(head->magic, MAGIC, sizeof MAGIC) != 0)
        return refuse(err, s->path, "store.foreign", "this is no index; make one with khulasa index");
    if (n < KHL_STORE_PAGE) return khl_store_fail(s, err);
    if (head->endian != 0x01020304u)
        return refuse(err, s->path, "store.endian",
                      "the index was built on a machine of another byte order; build it on this one");
    if (head->version != KHL_STORE_VERSION)
        return refuse(err, s->path, "store.version", "the index is of another version; build it anew");
    bool shape = head->file_bytes == n && head->sums_offset >= KHL_STORE_PAGE && head->sums_offset <= n &&
                 head->sums_offset % 64 == 0 && head->n_sections <= KHL_STORE_MAX_SECTIONS &&
                 sections_hold(head);
    if (!shape) return khl_store_fail(s, err);
    size_t blocks = (size_t)(head->sums_offset - KHL_STORE_PAGE + KHL_STORE_BLOCK - 1) / KHL_STORE_BLOCK;
    s->sums = (const uint64_t *)(const void *)(s->file.bytes.p + head->sums_offset);
    if (n - head->sums_offset != blocks * sizeof *s->sums ||
        page_checksum(head, s->sums, blocks) != head->checksum)
        return khl_store_fail(s, err);
    s->sections = head->sections;
    s->n_sections = head->n_sections;
    s->n_blocks = blocks;
    return KHL_OK;
}

khl_status khl_store_open(khl_store *out, const char *path, khl_error *err)
{
    *out = (khl_store){.path = path};
    khl_status status = khl_file_open(&out->file, path, SIZE_MAX / 2, err);
    if (status == KHL_OK) status = check(out, err);
    if (status == KHL_OK) {
        out->known = khl_alloc_zero(out->n_blocks, 1);
        if (out->known == NULL) status = khl_fail_memory(err);
    }
    if (status != KHL_OK) khl_store_close(out);
    return status;
}

void khl_store_close(khl_store *s)
{
    khl_file_close(&s->file);
    free(s->known);
    *s = (khl_store){.path = NULL};
}

static const struct khl_store_section *find(const khl_store *s, const char *name)
{
    for (uint32_t k = 0; k < s->n_sections; k++)
        if (strcmp(s->sections[k].name, name) == 0) return &s->sections[k];
    return NULL;
}

size_t khl_store_bytes(const khl_store *s, const char *name)
{
    const struct khl_store_section *section = find(s, name);
    return section != NULL ? (size_t)section->bytes : 0;
}

khl_status khl_store_section(const khl_store *s, const char *name, size_t count, size_t size,
                             const void **out, khl_error *err)
{
    const struct khl_store_section *section = find(s, name);
    size_t bytes;
    if (section == NULL || !khl_mul(count, size, &bytes) || section->bytes != bytes)
        return refuse(err, s->path, "store.shape", "the index does not fit this version; build it anew");
    *out = s->file.bytes.p + section->offset;
    return KHL_OK;
}

/* Two threads may sum one block at once; both come to the same. */
static bool block_is_sound(const khl_store *s, size_t block)
{
    size_t begin = KHL_STORE_PAGE + block * KHL_STORE_BLOCK,
           end = (size_t)((const char *)s->sums - s->file.bytes.p);
    size_t n = end - begin < KHL_STORE_BLOCK ? end - begin : KHL_STORE_BLOCK;
    if (sum_of(s->file.bytes.p + begin, n) != s->sums[block]) return false;
    __atomic_store_n(&s->known[block], 1, __ATOMIC_RELAXED);
    return true;
}

bool khl_store_sound(const khl_store *s, const void *p, size_t n)
{
    if (n == 0) return true;
    size_t at = (size_t)((const char *)p - s->file.bytes.p) - KHL_STORE_PAGE;
    for (size_t block = at / KHL_STORE_BLOCK; block <= (at + n - 1) / KHL_STORE_BLOCK; block++)
        if (!__atomic_load_n(&s->known[block], __ATOMIC_RELAXED) && !block_is_sound(s, block)) return false;
    return true;
}

khl_status khl_store_need(const khl_store *s, const void *p, size_t n, khl_error *err)
{
    return khl_store_sound(s, p, n) ? KHL_OK : khl_store_fail(s, err);
}

khl_status khl_store_whole(const khl_store *s, const char *name, khl_str *out, khl_error *err)
{
    const void *p = NULL;
    size_t n = khl_store_bytes(s, name);
    khl_status status = khl_store_section(s, name, n, 1, &p, err);
    *out = (khl_str){p, n};
    return status == KHL_OK ? khl_store_need(s, p, n, err) : status;
}
