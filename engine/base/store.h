/* A large file of named sections that is mapped and used in place, in which damage is found where it is read.
 *
 *   page of 16384 bytes: "KHLSTORE" | u32 version | u32 endian mark 0x01020304 | u64 file bytes | u64 offset
 * of the block sums | u64 checksum of the page (this field 0) and of the sums | u32 n_sections | u32 0
 *     n_sections x { char name[24]; u64 offset; u64 bytes; }
 *   sections, each on a 64-byte boundary
 *   u64 sum of every block of 64 KiB between the page and the sums
 *
 * Opening reads the page and the sums, so it costs the same for a gigabyte as for nothing; a block is summed
 * when it is first needed. */
#ifndef KHL_BASE_STORE_H
#define KHL_BASE_STORE_H

#include "files.h"
#include "outfile.h"

#define KHL_STORE_VERSION 2u
enum {
    KHL_STORE_NAME_BYTES = 24,
    KHL_STORE_MAX_SECTIONS = 256,
    KHL_STORE_PAGE = 16384,
    KHL_STORE_BLOCK = 65536
};

/* Written section by section, beside its place, and put there by khl_store_commit. */
typedef struct khl_store_writer {
    khl_outfile file; /* nothing goes through its buf: bytes are put at their offsets */
    uint64_t at;      /* offset of the next byte */
    struct khl_store_section {
        char name[KHL_STORE_NAME_BYTES];
        uint64_t offset, bytes;
    } sections[KHL_STORE_MAX_SECTIONS];
    uint32_t n_sections;
    unsigned char *block; /* [KHL_STORE_BLOCK] not yet written */
    size_t n_block;
    uint64_t *sums;
    size_t n_sums, capacity;
} khl_store_writer;

khl_status khl_store_begin(khl_store_writer *out, const char *path, khl_error *err);
/* The bytes of a whole section. */
khl_status khl_store_add(khl_store_writer *writer, const char *name, const void *bytes, size_t n,
                         khl_error *err);
khl_status khl_store_commit(khl_store_writer *writer, khl_error *err);
void khl_store_writer_clear(khl_store_writer *writer); /* removes what was not committed */

typedef struct khl_store {
    khl_file file;
    const char *path; /* borrowed */
    const struct khl_store_section *sections;
    uint32_t n_sections;
    const uint64_t *sums;
    size_t n_blocks;
    unsigned char *known; /* [n_blocks] 1: sound; set by any thread, always to the same */
} khl_store;

/* path must outlive the store. KHL_E_IO, or KHL_E_INPUT for a file that is foreign, of another version or
 * byte order, cut off, or damaged in its page or sums. */
khl_status khl_store_open(khl_store *out, const char *path, khl_error *err);
void khl_store_close(khl_store *store);

/* A section of count items of `size` bytes, unread; KHL_E_INPUT when it is missing or of another length. */
khl_status khl_store_section(const khl_store *store, const char *name, size_t count, size_t size,
                             const void **out, khl_error *err);
/* All bytes of a section, summed now. */
khl_status khl_store_whole(const khl_store *store, const char *name, khl_str *out, khl_error *err);
/* The length of a section in bytes, 0 when there is none. */
size_t khl_store_bytes(const khl_store *store, const char *name);

/* True when the blocks of these bytes of a section are sound. From any thread. Cost: a look, after the first
 * time. */
bool khl_store_sound(const khl_store *store, const void *p, size_t n);
/* KHL_E_INPUT: the file is damaged. */
khl_status khl_store_need(const khl_store *store, const void *p, size_t n, khl_error *err);
khl_status khl_store_fail(const khl_store *store, khl_error *err);

#endif
