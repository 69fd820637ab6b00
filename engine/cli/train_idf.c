/* khulasa train idf: the background table, from collections and the forms of the concepts. */
#include "command.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "outfile.h"
#include "khulasa/train.h"
#include "str.h"
#include "train_command.h"
#include "tsv.h"

#include <dirent.h>
#include <stdio.h>

enum { FORMS = 2, MAX_PATH = 4096 }; /* column of models/concepts files */

typedef struct forms {
    khl_tsv *files; /* [n_files] they own the bytes of items */
    size_t n_files, files_capacity;
    khl_str *items;
    size_t n, capacity;
} forms;

static void forms_clear(forms *f)
{
    for (size_t i = 0; i < f->n_files; i++) khl_tsv_close(&f->files[i]);
    free(f->files);
    free(f->items);
}

/* The forms of one field: "a|b|c". */
static khl_status add_field(forms *f, khl_str field, khl_error *err)
{
    while (field.n > 0) {
        const char *bar = memchr(field.p, '|', field.n);
        size_t n = bar != NULL ? (size_t)(bar - field.p) : field.n;
        khl_str form = khl_str_trim((khl_str){field.p, n});
        if (!khl_grow(&f->items, &f->capacity, f->n + 1, sizeof *f->items)) return khl_fail_memory(err);
        if (form.n > 0) f->items[f->n++] = form;
        field = khl_str_part(field, n + (bar != NULL), field.n);
    }
    return KHL_OK;
}

static khl_status add_file(forms *f, const char *path, khl_error *err)
{
    bool more = true;
    if (!khl_grow(&f->files, &f->files_capacity, f->n_files + 1, sizeof *f->files))
        return khl_fail_memory(err);
    khl_tsv *tsv = &f->files[f->n_files];
    khl_status status = khl_tsv_open(tsv, path, err);
    if (status != KHL_OK) return status;
    f->n_files++;
    while (status == KHL_OK && more) {
        status = khl_tsv_next(tsv, FORMS + 1, &more, err);
        if (status == KHL_OK && more) status = add_field(f, tsv->fields[FORMS], err);
    }
    return status;
}

static int is_tsv(const struct dirent *entry)
{
    return khl_str_ends(khl_str_from(entry->d_name), KHL_STR(".tsv"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static khl_status read_forms(forms *f, const char *folder, khl_error *err)
{
    struct dirent **entries = NULL;
    if (folder == NULL) return KHL_OK;
    int n = scandir(folder, &entries, is_tsv, by_name);
    if (n < 0) return khl_fail_system(err, "file.open", "cannot be opened: {0}", folder);
    khl_status status = KHL_OK;
    for (int i = 0; i < n; i++) {
        char path[MAX_PATH]; /* a name that does not fit is reported as missing */
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (status == KHL_OK) status = add_file(f, path, err);
        free(entries[i]);
    }
    free(entries);
    return status;
}

khl_status khl_program_train_idf(khl_program *p, const khl_corpus *const *corpora, size_t n,
                                 const char *output)
{
    forms f = {.n = 0};
    char *bytes = NULL;
    size_t n_bytes = 0;
    khl_status status = read_forms(&f, khl_args_value(&p->args, "forms"), &p->err);
    if (status == KHL_OK)
        status = khl_train_background(&bytes, &n_bytes, corpora, n, f.items, f.n, p->models, &p->err);
    if (status == KHL_OK) status = khl_file_write(output, (khl_str){bytes, n_bytes}, &p->err);
    free(bytes);
    forms_clear(&f);
    return status;
}
