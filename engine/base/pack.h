/* The compiled model file: named sections in one mapped file.
 *
 *   "KHLPACK\0" | u32 version | u32 endian mark 0x01020304 | u64 file bytes | u64 checksum | u32 n_sections |
 * u32 0 n_sections x { char name[24]; u64 offset; u64 bytes; }     sections start on 64-byte boundaries
 *
 * The checksum covers everything behind it (khl_hash_lanes over 256 KiB blocks, chained). A file that is
 * short, foreign, of the other byte order or torn is refused with KHL_E_MODEL and a line that says what to
 * do. */
#ifndef KHL_BASE_PACK_H
#define KHL_BASE_PACK_H

#include "files.h"

#define KHL_PACK_VERSION 5u
#define KHL_PACK_NAME_BYTES 24
#define KHL_PACK_MAX_SECTIONS 256u

typedef struct khl_pack_section {
    char name[KHL_PACK_NAME_BYTES];
    khl_buf bytes;
} khl_pack_section;

/* Built in memory, section by section; the image can be used at once or written to a file. */
typedef struct khl_pack_builder {
    khl_pack_section *sections;
    size_t n, capacity;
} khl_pack_builder;

/* The buffer of a new section, to be appended to; NULL when memory ends. Valid until the next call. */
khl_buf *khl_pack_section_new(khl_pack_builder *builder, const char *name);
khl_status khl_pack_build(const khl_pack_builder *builder, khl_buf *image, khl_error *err);
void khl_pack_builder_clear(khl_pack_builder *builder);

typedef struct khl_pack_check khl_pack_check;

typedef struct khl_pack {
    khl_file file; /* when opened from a file */
    khl_buf image; /* when built in memory */
    khl_str bytes;
    khl_pack_check *check; /* while the checksum is being taken */
} khl_pack;

khl_status khl_pack_open(khl_pack *out, const char *path, khl_error *err);

/* In two steps: sections may be read, with every care for their content, while the checksum of a file of
 * megabytes is taken on another thread; nothing that was read may be trusted before verify says so. verify
 * also does what is left of it, and tells nothing new when called again. */
khl_status khl_pack_begin(khl_pack *out, const char *path, khl_error *err);
khl_status khl_pack_verify(khl_pack *pack, const char *name, khl_error *err);
khl_status khl_pack_from_image(khl_pack *out, khl_buf *image, const char *name,
                               khl_error *err); /* takes image */
void khl_pack_close(khl_pack *pack);

/* The bytes of a section (64-byte aligned within a mapped file); n == 0 and p == NULL when absent. */
khl_str khl_pack_section_find(const khl_pack *pack, const char *name);

/* The checksum of the header, 16 hex digits: names the model in outputs. */
void khl_pack_fingerprint(const khl_pack *pack, char out[17]);

#endif
