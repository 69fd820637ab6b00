/* The compiled model file: writing it in memory, checking and reading it in place. */
#include "pack.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>
#include <sys/stat.h>

#define MOST_PIPED ((size_t)1 << 30) /* what is no file is held in memory */
#define ALIGN 64u

typedef struct header {
    char magic[8];
    uint32_t version, endian;
    uint64_t file_bytes, checksum;
    uint32_t n_sections, zero;
} header;

typedef struct entry {
    char name[KHL_PACK_NAME_BYTES];
    uint64_t offset, bytes;
} entry;

enum { BLOCK = 65536, LANES = KHL_HASH_LANES };

static const char MAGIC[8] = "KHLPACK";

/* Four blocks at a time, so that their multiplications overlap. */
static uint64_t checksum(khl_str bytes)
{
    uint64_t chain[1 + LANES] = {0};
    for (size_t at = 0; at < bytes.n;) {
        size_t n = bytes.n - at < LANES * BLOCK ? bytes.n - at : LANES * BLOCK;
        khl_hash_lanes((khl_str){bytes.p + at, n}, chain + 1);
        chain[0] = khl_hash((khl_str){(const char *)chain, sizeof chain});
        at += n;
    }
    return chain[0];
}

khl_buf *khl_pack_section_new(khl_pack_builder *builder, const char *name)
{
    if (builder->n == KHL_PACK_MAX_SECTIONS || strlen(name) >= KHL_PACK_NAME_BYTES) return NULL;
    if (!khl_grow(&builder->sections, &builder->capacity, builder->n + 1, sizeof *builder->sections))
        return NULL;
    khl_pack_section *section = &builder->sections[builder->n++];
    *section = (khl_pack_section){.bytes = KHL_BUF_INIT};
    memcpy(section->name, name, strlen(name));
    return &section->bytes;
}

static void pad(khl_buf *image)
{
    while (image->n % ALIGN != 0 && khl_buf_ok(image)) khl_buf_char(image, '\0');
}

khl_status khl_pack_build(const khl_pack_builder *builder, khl_buf *image, khl_error *err)
{
    header head = {.version = KHL_PACK_VERSION, .endian = 0x01020304u, .n_sections = (uint32_t)builder->n};
    memcpy(head.magic, MAGIC, sizeof head.magic);
    khl_buf_put(image, (khl_str){(const char *)&head, sizeof head});
    size_t table_at = image->n;
    for (size_t i = 0; i < builder->n; i++) {
        entry blank = {.offset = 0};
        khl_buf_put(image, (khl_str){(const char *)&blank, sizeof blank});
    }
    for (size_t i = 0; i < builder->n; i++) {
        pad(image);
        entry e = {.offset = image->n, .bytes = builder->sections[i].bytes.n};
        memcpy(e.name, builder->sections[i].name, sizeof e.name);
        khl_buf_put(image, khl_buf_str(&builder->sections[i].bytes));
        if (!khl_buf_ok(image) || builder->sections[i].bytes.failed) return khl_fail_memory(err);
        memcpy(image->p + table_at + i * sizeof e, &e, sizeof e);
    }
    pad(image);
    if (!khl_buf_ok(image)) return khl_fail_memory(err);
    head.file_bytes = image->n;
    head.checksum = checksum(khl_str_part(khl_buf_str(image), sizeof head, image->n));
    memcpy(image->p, &head, sizeof head);
    return KHL_OK;
}

void khl_pack_builder_clear(khl_pack_builder *builder)
{
    for (size_t i = 0; i < builder->n; i++) khl_buf_clear(&builder->sections[i].bytes);
    free(builder->sections);
    *builder = (khl_pack_builder){0};
}

static khl_status refuse(khl_error *err, const char *name, const char *id, const char *text)
{
    KHL_FAIL(err, KHL_E_MODEL, id, text);
    khl_error_at(err, name, 0, 0);
    return KHL_E_MODEL;
}

/* Checks the header, the checksum and that every section lies within the file. */
static khl_status check(khl_str bytes, const char *name, khl_error *err)
{
    header head;
    if (bytes.n < sizeof head || memcmp(bytes.p, MAGIC, sizeof MAGIC) != 0)
        return refuse(err, name, "pack.foreign",
                      "this is no model file; name a compiled file or the folder of models");
    memcpy(&head, bytes.p, sizeof head);
    if (head.endian != 0x01020304u)
        return refuse(
            err, name, "pack.endian",
            "the model file was built on a machine of another byte order; build the models on this one");
    if (head.version != KHL_PACK_VERSION)
        return refuse(err, name, "pack.version",
                      "the model file is of another version; build the models anew");
    if (head.file_bytes != bytes.n || head.zero != 0 || head.n_sections > KHL_PACK_MAX_SECTIONS ||
        sizeof head + head.n_sections * sizeof(entry) > bytes.n ||
        checksum(khl_str_part(bytes, sizeof head, bytes.n)) != head.checksum)
        return refuse(err, name, "pack.torn", "the model file is damaged; build or copy the models anew");
    for (uint32_t i = 0; i < head.n_sections; i++) {
        entry e;
        memcpy(&e, bytes.p + sizeof head + i * sizeof e, sizeof e);
        if (e.offset > bytes.n || e.bytes > bytes.n - e.offset || e.offset % ALIGN != 0 ||
            e.name[KHL_PACK_NAME_BYTES - 1] != '\0')
            return refuse(err, name, "pack.torn", "the model file is damaged; build or copy the models anew");
    }
    return KHL_OK;
}

khl_status khl_pack_open(khl_pack *out, const char *path, khl_error *err)
{
    struct stat st;
    bool mapped = stat(path, &st) == 0 && S_ISREG(st.st_mode);
    *out = (khl_pack){.image = KHL_BUF_INIT};
    khl_status status = khl_file_open(&out->file, path, mapped ? SIZE_MAX : MOST_PIPED, err);
    if (status != KHL_OK) return status;
    out->bytes = out->file.bytes;
    status = check(out->bytes, path, err);
    if (status != KHL_OK) khl_pack_close(out);
    return status;
}

khl_status khl_pack_from_image(khl_pack *out, khl_buf *image, const char *name, khl_error *err)
{
    *out = (khl_pack){.image = *image};
    *image = (khl_buf)KHL_BUF_INIT;
    out->bytes = khl_buf_str(&out->image);
    khl_status status = check(out->bytes, name, err);
    if (status != KHL_OK) khl_pack_close(out);
    return status;
}

void khl_pack_close(khl_pack *pack)
{
    khl_file_close(&pack->file);
    khl_buf_clear(&pack->image);
    pack->bytes = (khl_str){NULL, 0};
}

khl_str khl_pack_section_find(const khl_pack *pack, const char *name)
{
    header head;
    memcpy(&head, pack->bytes.p, sizeof head);
    for (uint32_t i = 0; i < head.n_sections; i++) {
        entry e;
        memcpy(&e, pack->bytes.p + sizeof head + i * sizeof e, sizeof e);
        if (strcmp(e.name, name) == 0) return (khl_str){pack->bytes.p + e.offset, (size_t)e.bytes};
    }
    return (khl_str){NULL, 0};
}

void khl_pack_fingerprint(const khl_pack *pack, char out[17])
{
    header head;
    memcpy(&head, pack->bytes.p, sizeof head);
    snprintf(out, 17, "%016llx", (unsigned long long)head.checksum);
}
