/* Khulasa inside another program, with the public headers alone: five calls from a file to a shortlist.
 *
 *   test_embed [MODELS PROPOSALS]      writes the shortlist as JSON to standard output */
#include <khulasa.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    const char *models_path = argc > 2 ? argv[1] : KHL_SOURCE_DIR "/models";
    const char *proposals = argc > 2 ? argv[2] : KHL_SOURCE_DIR "/corpora/khemisset/proposals.csv";
    khl_models *models = NULL;
    khl_corpus *corpus = NULL;
    khl_shortlist *shortlist = NULL;
    char *bytes = NULL;
    size_t n_bytes = 0;
    khl_error err = {0};

    khl_status status = khl_models_open(&models, models_path, &err);
    if (status == KHL_OK) status = khl_corpus_create(&corpus, &err);
    if (status == KHL_OK) status = khl_corpus_read(corpus, proposals, NULL, &err);
    if (status == KHL_OK) status = khl_condense(&shortlist, corpus, models, NULL, &err);
    if (status == KHL_OK) status = khl_export(shortlist, "json", NULL, &bytes, &n_bytes, &err);

    if (status == KHL_OK)
        fwrite(bytes, 1, n_bytes, stdout);
    else
        fprintf(stderr, "%s, row %u: %s\n", err.file, (unsigned)err.row, err.message);
    bool good = status == KHL_OK && n_bytes > 0 && shortlist->received == khl_corpus_received(corpus) &&
                shortlist->n_entries > 0 && shortlist->n_entries <= shortlist->received;
    free(bytes);
    khl_shortlist_destroy(shortlist);
    khl_corpus_destroy(corpus);
    khl_models_destroy(models);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
