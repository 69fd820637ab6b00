/* Any bytes as an input file. The first byte chooses the kind of file. A file is read whole or refused with
 * an error that names it, and the account closes. */
#include "fuzz.h"

#include <stdio.h>
#include <unistd.h>

#include "outfile.h"
#include "khulasa/corpus.h"
#include "str.h"
#include "utf8.h"

void fuzz_close(void) {}

static void check(const khl_corpus *corpus)
{
    fuzz_require(khl_corpus_received(corpus) == khl_corpus_count(corpus) + khl_corpus_n_aside(corpus));
    for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
        const khl_proposal *p = khl_corpus_at(corpus, i);
        fuzz_require(p->id.n > 0 && p->text.n > 0 && p->row > 0);
        fuzz_require(khl_utf8_check(p->text) == p->text.n && khl_utf8_check(p->id) == p->id.n);
        fuzz_require(khl_utf8_check(p->city) == p->city.n && khl_utf8_check(p->title) == p->title.n);
    }
    for (size_t i = 0; i < khl_corpus_n_aside(corpus); i++)
        fuzz_require(khl_corpus_aside_at(corpus, i)->reason.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const KINDS[] = {NULL, "csv", "tsv", "json", "jsonl", "txt"};
    char path[64];
    khl_corpus *corpus;
    khl_error err = {0};
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    if (size == 0) return 0;
    options.kind = KINDS[data[0] % 6];
    options.max_cell_bytes = 4096;
    snprintf(path, sizeof path, "/tmp/khulasa-fuzz-%ld", (long)getpid());
    fuzz_require(khl_file_write(path, (khl_str){(const char *)data + 1, size - 1}, &err) == KHL_OK);
    fuzz_require(khl_corpus_create(&corpus, &err) == KHL_OK);
    khl_status status = khl_corpus_read(corpus, path, &options, &err);
    if (status == KHL_OK)
        fuzz_require(khl_corpus_n_inputs(corpus) == 1);
    else
        fuzz_require(status == KHL_E_INPUT && err.id[0] != '\0' && khl_corpus_received(corpus) == 0);
    check(corpus);
    khl_corpus_destroy(corpus);
    unlink(path);
    return 0;
}
