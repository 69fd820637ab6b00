/* Office files for tests: a ZIP of members given as strings, and a corpus read from it. */
#ifndef OFFICE_FILES_H
#define OFFICE_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "corpus_asserts.h"

typedef struct member {
    const char *name, *content;
} member;

#define RELATION(id, kind, target)                                                                           \
    "<Relationship Id=\"" id                                                                                 \
    "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" kind                    \
    "\" Target=\"" target "\"/>"
#define RELATIONS(content) "<Relationships xmlns=\"r\">" content "</Relationships>"
#define WORKBOOK_OF(sheets) "<workbook xmlns:r=\"r\"><sheets>" sheets "</sheets></workbook>"
#define SHEET(content) "<worksheet><sheetData>" content "</sheetData></worksheet>"

static inline void write_zip(const char *path, const member *members, size_t n)
{
    int error = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *source = zip_source_buffer(zip, members[i].content, strlen(members[i].content), 0);
        assert_non_null(source);
        assert_true(zip_file_add(zip, members[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

static inline void write_bytes(const char *path, const char *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

/* A workbook of one sheet named "S". */
static inline void write_sheet(const char *path, const char *sheet)
{
    const member members[] = {
        {"_rels/.rels", RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", WORKBOOK_OF("<sheet name=\"S\" sheetId=\"1\" r:id=\"b\"/>")},
        {"xl/_rels/workbook.xml.rels", RELATIONS(RELATION("b", "worksheet", "worksheets/sheet1.xml"))},
        {"xl/worksheets/sheet1.xml", sheet}};
    write_zip(path, members, sizeof members / sizeof *members);
}

static inline khl_corpus *read_with(const char *path, const khl_read_options *options)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, path, options, &err) != KHL_OK) fail_msg("%s", err.message);
    return corpus;
}

static inline khl_corpus *read_file(const char *path)
{
    return read_with(path, NULL);
}

/* The file is refused with that error, and nothing of it is kept. */
static inline khl_error refused(const char *path, const khl_read_options *options, const char *id)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(khl_corpus_read(corpus, path, options, &err), KHL_E_INPUT);
    assert_string_equal(err.id, id);
    assert_int_equal(khl_corpus_received(corpus), 0);
    assert_int_equal(khl_corpus_n_inputs(corpus), 0);
    khl_corpus_destroy(corpus);
    return err;
}

static inline void expect_row(const khl_corpus *corpus, size_t i, uint32_t row, const char *text)
{
    assert_true(i < khl_corpus_count(corpus));
    assert_str(khl_corpus_at(corpus, i)->text, text);
    assert_int_equal(khl_corpus_at(corpus, i)->row, row);
}

#endif
