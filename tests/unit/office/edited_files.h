/* Documents of ours for tests of reading them back: exported from the sample, with strings of their parts
 * replaced, as other programs would have left them. */
#ifndef EDITED_FILES_H
#define EDITED_FILES_H

#include "../export/sample.h"
#include "error.h"
#include "files.h"
#include "office_files.h"
#include "readback.h"

typedef struct edit {
    const char *member, *from, *to;
} edit;

enum { EDIT_MEMBERS = 64, LONG_BYTES = 120000 };

/* The sample with texts to speak of, and one text that no cell holds. */
static inline void edited_sample(sample *s, char long_text[LONG_BYTES])
{
    size_t n = 0;
    sample_init(s);
    for (unsigned i = 0; n + 40 < LONG_BYTES; i++)
        n += (size_t)snprintf(long_text + n, LONG_BYTES - n, "ligne %u \xD9\x86\xD8\xB5 _x000D_%s", i,
                              i % 9 == 0 ? "\n" : "; ");
    s->entries[0].title = (khl_str)S("Premier titre");
    s->entries[0].text = (khl_str)S("Premier texte");
    s->entries[1].title = (khl_str)S("=SUM(A1) \x01\x1b \xE2\x80\xAE+");
    s->entries[1].text =
        (khl_str)S("'\t-1 _x0041_ \xF0\x9F\x9A\x8C\r\n\xC2\x85 fin\xEF\xBF\xBE \xFF & <b>\"");
    s->entries[2].text = (khl_str){long_text, n};
    s->review[0].a = (khl_str)S("K1");
}

/* The document with each edit made wherever its string stands; the string must be there. */
static inline khl_buf edited_bytes(const char *bytes, size_t n, const edit *edits, size_t n_edits)
{
    static const char PATH[] = "edited.tmp";
    khl_buf parts[EDIT_MEMBERS] = {{0}}, out = KHL_BUF_INIT;
    member members[EDIT_MEMBERS];
    unsigned made = 0;
    char portion[4096];
    zip_int64_t got;
    zip_source_t *source = zip_source_buffer_create(bytes, n, 0, NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    zip_int64_t n_members = zip_get_num_entries(zip, 0), kept = 0;
    for (zip_int64_t i = 0; i < n_members; i++) {
        khl_buf *part = &parts[i], raw = KHL_BUF_INIT;
        zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        members[kept].name = zip_get_name(zip, (zip_uint64_t)i, 0);
        while ((got = zip_fread(file, portion, sizeof portion)) > 0)
            khl_buf_put(&raw, (khl_str){portion, (size_t)got});
        zip_fclose(file);
        khl_buf_char(&raw, '\0');
        for (size_t e = 0; e < n_edits; e++) {
            const char *at = raw.p, *found;
            if (strcmp(edits[e].member, members[kept].name) != 0) continue;
            part->n = 0;
            while ((found = strstr(at, edits[e].from)) != NULL) {
                khl_buf_put(part, (khl_str){at, (size_t)(found - at)});
                khl_buf_put_c(part, edits[e].to);
                at = found + strlen(edits[e].from);
                made |= 1u << e;
            }
            khl_buf_put_c(part, at);
            khl_buf_char(part, '\0');
            khl_buf swapped = raw;
            raw = *part;
            *part = swapped;
        }
        khl_buf_clear(part);
        *part = raw;
        members[kept++].content = raw.p;
    }
    for (size_t e = 0; e < n_edits; e++)
        if (!(made >> e & 1)) fail_msg("nothing to replace: %s", edits[e].from);
    write_zip(PATH, members, (size_t)kept);
    zip_discard(zip);
    for (zip_int64_t i = 0; i < n_members; i++) khl_buf_clear(&parts[i]);
    khl_file file = {0};
    assert_int_equal(khl_file_open(&file, PATH, SIZE_MAX, NULL), KHL_OK);
    khl_buf_put(&out, file.bytes);
    khl_file_close(&file);
    unlink(PATH);
    return out;
}

/* Exports the sample in French, edits it, reads it back. */
static inline khl_status read_edits(khl_edited *out, const char *format, const edit *edits, size_t n_edits,
                                    khl_error *err)
{
    static doc_fixture doc;
    static char long_text[LONG_BYTES];
    sample s;
    char *bytes;
    size_t n;
    if (doc.words.word == NULL) doc_open(&doc, "fr");
    edited_sample(&s, long_text);
    assert_int_equal(khl_export(&s.list, format, &doc.words, &bytes, &n, err), KHL_OK);
    khl_buf edited = edited_bytes(bytes, n, edits, n_edits);
    khl_status status = read_back(out, khl_buf_str(&edited), err);
    khl_buf_clear(&edited);
    free(bytes);
    return status;
}

static inline khl_edited_entry *entry_of(const khl_edited *e, const char *id)
{
    for (size_t i = 0; i < e->n_entries; i++)
        if (khl_str_equal(e->entries[i].id, khl_str_from(id))) return &e->entries[i];
    return NULL;
}

static inline khl_str part_of(const khl_edited *e, const char *id, khl_edited_kind kind)
{
    const khl_edited_entry *entry = entry_of(e, id);
    assert_non_null(entry);
    return entry->parts[kind].text;
}

#endif
