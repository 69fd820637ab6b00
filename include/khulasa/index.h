/* A collection on disk, made ready to be asked: what was ever demanded like this?
 *
 * An index is one file that is mapped, not loaded: opening a million proposals costs milliseconds. It holds
 * their rows in words and concepts with inverted lists, what they say as the match model judges it, and their
 * texts. A question is answered by the exact nearest rows, which are then judged by the match model as
 * khl_compare judges two texts. The file carries sums of its blocks; what is damaged is refused where it is
 * read. */
#ifndef KHULASA_INDEX_H
#define KHULASA_INDEX_H

#include <khulasa/base.h>
#include <khulasa/corpus.h>
#include <khulasa/models.h>
#include <khulasa/similar.h>
#include <khulasa/vector.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_index khl_index;

typedef struct khl_index_options {
    unsigned n_threads;           /* 0: as many as the process may use; never changes the file */
    const khl_progress *progress; /* may be NULL: stages "words", "analyse" */
} khl_index_options;
#define KHL_INDEX_OPTIONS_INIT                                                                               \
    {                                                                                                        \
        0, NULL                                                                                              \
    }

/* Writes an index of corpus to path, whole or not at all. options may be NULL. KHL_E_INPUT: nothing usable;
 * KHL_E_IO. Cost: each text is analysed twice; memory is that of the rows. */
KHL_API khl_status khl_index_write(const char *path, const khl_corpus *corpus, const khl_models *models,
                                   const khl_index_options *options, khl_error *err);

/* path and models must outlive the index. KHL_E_INPUT: a file that is no index, of another version, cut off,
 * damaged, or made with other language data than models; KHL_E_IO. */
KHL_API khl_status khl_index_open(khl_index **out, const char *path, const khl_models *models,
                                  khl_error *err);
KHL_API void khl_index_close(khl_index *index);
KHL_API size_t khl_index_count(const khl_index *index); /* without those deleted */
KHL_API unsigned khl_index_n_segments(const khl_index *index);

typedef struct khl_index_changes {
    const khl_corpus
        *added;             /* may be NULL; one with the id and city of a proposal of the index replaces it */
    const khl_str *removed; /* [n_removed] ids; each must be in the index */
    size_t n_removed;
    const char *removed_file; /* where those ids stand, for an error that tells one: file, and row of each */
    const uint64_t *removed_rows; /* [n_removed]; both may be NULL */
    bool merge; /* weigh all anew and leave one segment: then the file is that of a fresh index */
} khl_index_changes;

typedef struct khl_index_account {
    size_t added, replaced, removed, left; /* left: proposals in the index afterwards */
} khl_index_account;

/* Changes the index at path, whole or not at all; who has it open keeps the old one. What is added becomes a
 * segment, weighed by the terms of the first; what is removed is marked. Too many small segments become one.
 * account may be NULL. KHL_E_INPUT: as khl_index_open, an id that is not there (changes nothing), or nothing
 * left; KHL_E_IO: also another run that changes the index. Cost: the file is copied; each text added is
 * analysed once; merging is that of khl_index_write. */
KHL_API khl_status khl_index_update(const char *path, const khl_index_changes *changes,
                                    const khl_models *models, const khl_index_options *options,
                                    khl_index_account *account, khl_error *err);

/* As khl_similar_find, with the proposals of the index for the others: options->candidates nearest by the
 * mean of the cosines in words and concepts, exactly, then judged. Proposals that fn is given have id, city,
 * association and text. Memory for questions is kept with the index, which only one thread may ask at a time;
 * it deals the questions of a call to options->n_threads. KHL_E_INPUT: also a damage that is met. Cost: see
 * khl_search_near; with options->brief about two microseconds a candidate, else some twenty, for their texts
 * are analysed again. */
KHL_API khl_status khl_index_find(khl_index *index, const khl_corpus *corpus,
                                  const khl_similar_options *options, khl_similar_fn fn, void *context,
                                  khl_error *err);

/* The rows themselves, for khl_join: words and concepts of each proposal of corpus, in its order, so weighed
 * that the product of two rows is the mean of their two cosines. Free with khl_csr_clear. */
KHL_API khl_status khl_collection_rows(khl_csr *out, const khl_corpus *corpus, const khl_models *models,
                                       const khl_index_options *options, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
