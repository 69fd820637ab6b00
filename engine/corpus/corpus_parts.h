/* The inside of a corpus, shared by the files that fill it. */
#ifndef KHL_CORPUS_PARTS_H
#define KHL_CORPUS_PARTS_H

#include "columns.h"

/* One input: what is told about it, its table and the folded headers (in the table's arena). */
typedef struct khl_source {
    khl_input info;
    khl_table table;
    khl_columns columns;
    const khl_aliases *aliases; /* while it is read; may be NULL */
    unsigned char *marks;       /* [n_rows] KHL_ROW_..., in the table's arena; NULL: none */
    uint32_t html;              /* 1-based: the column whose cells are HTML; 0: none */
    size_t n_heads;             /* rows [0, n_heads) of the table head repeats; its n_rows is 0 then */
    bool joined;                /* repeats were joined to them */
    bool with_parents;          /* repeats that came with those they belong to */
} khl_source;

enum { KHL_ROW_MERGED = 1, KHL_ROW_UNFINISHED = 2, KHL_ROW_REPEATED = 4, KHL_ROW_TAGS = 8 };

#define KHL_NO_PROPOSAL UINT32_MAX

typedef struct khl_id_owner {
    uint32_t proposal; /* KHL_NO_PROPOSAL when the append that took the id was undone */
    uint32_t next;     /* where the search for a free ID~n goes on */
} khl_id_owner;

struct khl_corpus {
    khl_source **sources;
    khl_proposal *proposals;
    uint32_t *rows; /* [n_proposals] index into the table rows of the proposal's source */
    khl_aside *asides;
    khl_map ids;
    khl_id_owner *owners; /* [ids.n] */
    size_t n_sources, sources_capacity, n_proposals, proposals_capacity, rows_capacity;
    size_t n_asides, asides_capacity, owners_capacity;
    bool borrowed;          /* sources are those of the corpus that this one was cut from */
    khl_arena arena;        /* ids of parts; only then */
    uint32_t memory_source; /* index of the source of khl_corpus_add; UINT32_MAX before its first call */
};

/* Why a text cannot be used: "empty-text", "no-letters" or empty when it can. */
khl_str khl_unusable_reason(khl_str text);

khl_source *khl_source_create(void);
void khl_source_destroy(khl_source *source); /* NULL allowed */

/* Appends rows [first, n) of the table of sources[input], all or none: usable ones as proposals, others set
 * aside. KHL_E_MEMORY. Cost: SHA-256 of the texts and one look-up per id. */
khl_status khl_corpus_append(khl_corpus *corpus, uint32_t input, size_t first_row, khl_error *err);

/* Takes source over as the last one; on failure it stays the caller's. */
khl_status khl_corpus_push(khl_corpus *corpus, khl_source *source, khl_error *err);

#endif
