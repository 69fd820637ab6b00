/* The compiled model file: writing it in memory, checking and reading it in place. */
#include "pack.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "threads.h"

#include <stdatomic.h>
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

/* The sum of a file as it is made: the hashes of blocks, which may be taken by two threads, and their chain.
 */
typedef struct summing {
    khl_str bytes;
    size_t n_blocks;
    uint64_t (*lanes)[LANES]; /* [n_blocks] */
    atomic_size_t next;
} summing;

struct khl_pack_check {
    summing sum;
    uint64_t wanted;
    khl_side_task aside;
};

static bool sum_begin(summing *s, khl_str bytes)
{
    size_t n = (bytes.n + LANES * BLOCK - 1) / (LANES * BLOCK);
    *s = (summing){.bytes = bytes, .n_blocks = n, .lanes = khl_alloc(n, sizeof *s->lanes)};
    return s->lanes != NULL;
}

/* Four parts of a block at a time, so that their multiplications overlap. */
static void sum_blocks(void *context)
{
    summing *s = context;
    for (size_t i; (i = atomic_fetch_add(&s->next, 1)) < s->n_blocks;) {
        size_t at = i * LANES * BLOCK, left = s->bytes.n - at;
        khl_hash_lanes((khl_str){s->bytes.p + at, left < LANES * BLOCK ? left : LANES * BLOCK}, s->lanes[i]);
    }
}

static uint64_t sum_end(summing *s)
{
    uint64_t chain[1 + LANES] = {0};
    for (size_t i = 0; i < s->n_blocks; i++) {
        memcpy(chain + 1, s->lanes[i], sizeof s->lanes[i]);
        chain[0] = khl_hash((khl_str){(const char *)chain, sizeof chain});
    }
    free(s->lanes);
    return chain[0];
}

static bool checksum(khl_str bytes, uint64_t *out)
{
    summing s;
    if (!sum_begin(&s, bytes)) return false;
    sum_blocks(&s);
    *out = sum_end(&s);
    return true;
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
    if (!checksum(khl_str_part(khl_buf_str(image), sizeof head, image->n), &head.checksum))
        return khl_fail_memory(err);
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

static khl_status refuse_torn(khl_error *err, const char *name)
{
    return refuse(err, name, "pack.torn", "the model file is damaged; build or copy the models anew");
}

/* Checks the header, and that every section lies within the file. */
static khl_status check_head(khl_str bytes, const char *name, khl_error *err)
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
        sizeof head + head.n_sections * sizeof(entry) > bytes.n)
        return refuse_torn(err, name);
    for (uint32_t i = 0; i < head.n_sections; i++) {
        entry e;
        memcpy(&e, bytes.p + sizeof head + i * sizeof e, sizeof e);
        if (e.offset > bytes.n || e.bytes > bytes.n - e.offset || e.offset % ALIGN != 0 ||
            e.name[KHL_PACK_NAME_BYTES - 1] != '\0')
            return refuse_torn(err, name);
    }
    return KHL_OK;
}

static khl_status begin_check(khl_pack *pack, khl_error *err)
{
    header head;
    khl_pack_check *check = khl_alloc_zero(1, sizeof *check);
    if (check == NULL) return khl_fail_memory(err);
    memcpy(&head, pack->bytes.p, sizeof head);
    check->wanted = head.checksum;
    if (!sum_begin(&check->sum, khl_str_part(pack->bytes, sizeof head, pack->bytes.n))) {
        free(check);
        return khl_fail_memory(err);
    }
    pack->check = check;
    if (pack->bytes.n >= KHL_WORTH_A_THREAD) khl_side_task_start(&check->aside, sum_blocks, &check->sum);
    return KHL_OK;
}

khl_status khl_pack_begin(khl_pack *out, const char *path, khl_error *err)
{
    struct stat st;
    bool mapped = stat(path, &st) == 0 && S_ISREG(st.st_mode);
    *out = (khl_pack){.image = KHL_BUF_INIT};
    khl_status status = khl_file_open(&out->file, path, mapped ? SIZE_MAX : MOST_PIPED, err);
    if (status != KHL_OK) return status;
    out->bytes = out->file.bytes;
    status = check_head(out->bytes, path, err);
    if (status == KHL_OK) status = begin_check(out, err);
    if (status != KHL_OK) khl_pack_close(out);
    return status;
}

/* Takes blocks, too, and waits for the other. */
static uint64_t end_check(khl_pack *pack)
{
    sum_blocks(&pack->check->sum);
    khl_side_task_join(&pack->check->aside);
    uint64_t found = sum_end(&pack->check->sum);
    free(pack->check);
    pack->check = NULL;
    return found;
}

khl_status khl_pack_verify(khl_pack *pack, const char *name, khl_error *err)
{
    if (pack->check == NULL) return KHL_OK;
    uint64_t wanted = pack->check->wanted;
    return end_check(pack) == wanted ? KHL_OK : refuse_torn(err, name);
}

khl_status khl_pack_open(khl_pack *out, const char *path, khl_error *err)
{
    khl_status status = khl_pack_begin(out, path, err);
    if (status == KHL_OK) status = khl_pack_verify(out, path, err);
    if (status != KHL_OK) khl_pack_close(out);
    return status;
}

khl_status khl_pack_from_image(khl_pack *out, khl_buf *image, const char *name, khl_error *err)
{
    *out = (khl_pack){.image = *image};
    *image = (khl_buf)KHL_BUF_INIT;
    out->bytes = khl_buf_str(&out->image);
    khl_status status = check_head(out->bytes, name, err);
    if (status == KHL_OK) status = begin_check(out, err);
    if (status == KHL_OK) status = khl_pack_verify(out, name, err);
    if (status != KHL_OK) khl_pack_close(out);
    return status;
}

void khl_pack_close(khl_pack *pack)
{
    if (pack->check != NULL) (void)end_check(pack);
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
