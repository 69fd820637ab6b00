/* Five calls from a file to a shortlist, against what is installed: embed MODELS FILE > shortlist.json */
#include <khulasa.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    khl_models *models = NULL;
    khl_corpus *corpus = NULL;
    khl_shortlist *shortlist = NULL;
    khl_error err = {0};
    char *bytes = NULL;
    size_t n = 0;
    khl_status status = argc == 3 ? khl_models_open(&models, argv[1], &err) : KHL_E_ARGUMENT;
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    if (status == KHL_OK) options.aliases = khl_models_aliases(models);
    if (status == KHL_OK) status = khl_corpus_create(&corpus, &err);
    if (status == KHL_OK) status = khl_corpus_read(corpus, argv[2], &options, &err);
    if (status == KHL_OK) status = khl_condense(&shortlist, corpus, models, NULL, &err);
    if (status == KHL_OK) status = khl_export(shortlist, "json", NULL, &bytes, &n, &err);
    if (status == KHL_OK) fwrite(bytes, 1, n, stdout);
    if (status != KHL_OK) fprintf(stderr, "%s: %s\n", err.file, err.message);
    free(bytes);
    khl_shortlist_destroy(shortlist);
    khl_corpus_destroy(corpus);
    khl_models_destroy(models);
    return status != KHL_OK;
}
