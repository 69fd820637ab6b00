/* Changing an index: what is removed or replaced is marked, what is added becomes a segment, and the whole is
 * written beside and put in its place. */
#include "index.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct update {
    khl_index *x;
    const khl_index_changes *changes;
    khl_index_account account;
    unsigned char *deleted[KHL_INDEX_MAX_SEGMENTS];
    khl_map removed;  /* ids */
    size_t *first_of; /* [removed.n] where each stands first among those given */
    bool *met;        /* [removed.n] */
    khl_map added;    /* city, a NUL, id */
    khl_doc *docs;    /* [n_docs] what is written anew */
    size_t n_docs, capacity;
} update;

/* Two runs that change one index would lose what one of them did. The lock ends with the process; it is on
 * the file that is mapped, or the file has been replaced meanwhile. */
static khl_status lock(const khl_index *x, int *fd, khl_error *err)
{
    char page[KHL_STORE_PAGE];
    struct flock want = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    *fd = open(x->store.path, O_RDWR | O_CLOEXEC);
    if (*fd < 0) return khl_fail_system(err, "file.write", "cannot be written: {0}", x->store.path);
    bool ours = fcntl(*fd, F_SETLK, &want) == 0;
    if (ours && pread(*fd, page, sizeof page, 0) == (ssize_t)sizeof page &&
        memcmp(page, x->store.file.bytes.p, sizeof page) == 0)
        return KHL_OK;
    KHL_FAIL(err, KHL_E_IO, "index.busy", "another run is changing this index; run again when it is done");
    return khl_error_at(err, x->store.path, 0, 0);
}

static khl_status put_key(khl_buf *buf, khl_str id, khl_str city, khl_error *err)
{
    buf->n = 0;
    khl_buf_put(buf, city);
    khl_buf_char(buf, '\0');
    khl_buf_put(buf, id);
    return khl_buf_ok(buf) ? KHL_OK : khl_fail_memory(err);
}

static khl_status list_ids(update *u, khl_error *err)
{
    const khl_corpus *added = u->changes->added;
    khl_buf key = KHL_BUF_INIT;
    uint32_t at;
    khl_status status = khl_map_init(&u->removed, err);
    if (status == KHL_OK) status = khl_map_init(&u->added, err);
    u->first_of = khl_alloc(u->changes->n_removed, sizeof *u->first_of);
    if (status == KHL_OK && u->first_of == NULL) status = khl_fail_memory(err);
    for (size_t i = 0; i < u->changes->n_removed && status == KHL_OK; i++) {
        bool fresh = false;
        if (khl_map_put(&u->removed, u->changes->removed[i], &at, &fresh) != KHL_OK)
            status = khl_fail_memory(err);
        if (fresh) u->first_of[at] = i;
    }
    for (size_t i = 0; added != NULL && i < khl_corpus_count(added) && status == KHL_OK; i++) {
        const khl_proposal *p = khl_corpus_at(added, i);
        status = put_key(&key, p->id, p->city, err);
        if (status == KHL_OK && khl_map_put(&u->added, (khl_str){key.p, key.n}, &at, NULL) != KHL_OK)
            status = khl_fail_memory(err);
    }
    u->met = khl_alloc_zero(u->removed.n + 1, sizeof *u->met);
    khl_buf_clear(&key);
    return status != KHL_OK || u->met != NULL ? status : khl_fail_memory(err);
}

/* Marks what leaves one segment. */
static khl_status mark_segment(update *u, unsigned k, khl_buf *key, khl_error *err)
{
    const khl_segment *s = &u->x->segments[k];
    size_t bytes = ((size_t)s->n + 7) / 8;
    unsigned char *deleted = u->deleted[k] = khl_alloc(bytes, 1);
    khl_status status = deleted != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) memcpy(deleted, s->deleted, bytes);
    for (uint32_t i = 0; i < s->n && status == KHL_OK; i++) {
        khl_doc doc;
        if (khl_segment_deleted(s, i)) continue;
        status = khl_segment_doc(s, i, &doc, err);
        if (status == KHL_OK) status = put_key(key, doc.id, doc.city, err);
        if (status != KHL_OK) break;
        uint32_t at = khl_map_find(&u->removed, doc.id);
        bool removed = at != KHL_MAP_NONE,
             replaced = !removed && khl_map_find(&u->added, (khl_str){key->p, key->n}) != KHL_MAP_NONE;
        if (removed) u->met[at] = true;
        u->account.removed += removed;
        u->account.replaced += replaced;
        if (removed || replaced) deleted[i >> 3] |= (unsigned char)(1u << (i & 7));
    }
    return status;
}

static khl_status fail_unknown(const update *u, size_t removed, khl_error *err)
{
    const khl_index_changes *c = u->changes;
    char id[KHL_ERROR_ARG_BYTES];
    khl_str shown = khl_utf8_truncate(u->removed.keys[removed], sizeof id - 1);
    memcpy(id, shown.p, shown.n);
    id[shown.n] = '\0';
    KHL_FAIL(err, KHL_E_INPUT, "index.unknown_id", "the index has no proposal {0}; nothing was changed", id);
    if (c->removed_file != NULL)
        khl_error_at(err, c->removed_file,
                     c->removed_rows != NULL ? c->removed_rows[u->first_of[removed]] : 0, 0);
    return KHL_E_INPUT;
}

static khl_status mark_all(update *u, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    for (unsigned k = 0; k < u->x->n_segments && status == KHL_OK; k++)
        status = mark_segment(u, k, &key, err);
    khl_buf_clear(&key);
    for (size_t i = 0; i < u->removed.n && status == KHL_OK; i++)
        if (!u->met[i]) status = fail_unknown(u, i, err);
    return status;
}

static khl_status add_doc(update *u, khl_doc doc, khl_error *err)
{
    if (!khl_grow(&u->docs, &u->capacity, u->n_docs + 1, sizeof *u->docs)) return khl_fail_memory(err);
    u->docs[u->n_docs++] = doc;
    return KHL_OK;
}

/* What is left of segments from `first` on, then what is added. */
static khl_status gather_docs(update *u, unsigned first, khl_error *err)
{
    const khl_corpus *added = u->changes->added;
    khl_status status = KHL_OK;
    for (unsigned k = first; k < u->x->n_segments; k++)
        for (uint32_t i = 0; i < u->x->segments[k].n && status == KHL_OK; i++) {
            khl_doc doc;
            if (u->deleted[k][i >> 3] >> (i & 7) & 1) continue;
            status = khl_segment_doc(&u->x->segments[k], i, &doc, err);
            if (status == KHL_OK) status = add_doc(u, doc, err);
        }
    for (size_t i = 0; added != NULL && i < khl_corpus_count(added) && status == KHL_OK; i++) {
        const khl_proposal *p = khl_corpus_at(added, i);
        status = add_doc(u, (khl_doc){p->id, p->city, p->association, p->text}, err);
    }
    return status;
}

/* The parts that stay, the head among them, then the new segment. */
static khl_status write_beside(update *u, khl_store_writer *w, const khl_index_options *options,
                               khl_pool *pool, khl_error *err)
{
    static const char *const HEAD[] = {"models",     "attested-counts", "attested-names", "names",
                                       "names-key",  "names-idf",       "links-first",    "links-to",
                                       "links-kind", "kin-first",       "kin-of"};
    const unsigned n_head = u->x->keeps ? sizeof HEAD / sizeof *HEAD : 3;
    const khl_index *x = u->x;
    bool crowded = x->n_segments == KHL_INDEX_MAX_SEGMENTS;
    unsigned n_kept = crowded ? 1 : x->n_segments;
    khl_status status = KHL_OK;
    for (unsigned k = 0; k < n_head && status == KHL_OK; k++) {
        khl_str part;
        status = khl_store_whole(&x->store, HEAD[k], &part, err);
        if (status == KHL_OK) status = khl_store_add(w, HEAD[k], part.p, part.n, err);
    }
    for (unsigned k = 0; k < n_kept && status == KHL_OK; k++)
        status = khl_segment_copy(w, k, &x->segments[k], u->deleted[k], err);
    if (status == KHL_OK) status = gather_docs(u, n_kept, err);
    if (status == KHL_OK && u->n_docs > 0)
        status = khl_index_write_more(w, n_kept, x, u->docs, u->n_docs, options, pool, err);
    return status;
}

static khl_status write_update(update *u, const khl_index_options *options, khl_error *err)
{
    khl_store_writer w = {.at = 0};
    khl_pool *pool = NULL;
    khl_status status = khl_pool_create(&pool, options->n_threads, err);
    if (status == KHL_OK) status = khl_store_begin(&w, u->x->store.path, err);
    if (status == KHL_OK && u->changes->merge) {
        status = gather_docs(u, 0, err);
        if (status == KHL_OK)
            status = khl_index_write_fresh(&w, u->docs, u->n_docs, u->x->models, options, pool, err);
    } else if (status == KHL_OK) {
        status = write_beside(u, &w, options, pool, err);
    }
    if (status == KHL_OK) status = khl_store_commit(&w, err);
    khl_store_writer_clear(&w);
    khl_pool_destroy(pool);
    return status;
}

static khl_status count_left(update *u, khl_error *err)
{
    khl_index_account *a = &u->account;
    a->added = u->changes->added != NULL ? khl_corpus_count(u->changes->added) : 0;
    a->left = u->x->n - a->removed - a->replaced + a->added;
    return a->left > 0 ? KHL_OK
                       : KHL_FAIL(err, KHL_E_INPUT, "index.empty",
                                  "nothing would be left in the index; delete the file instead");
}

khl_status khl_index_update(const char *path, const khl_index_changes *changes, const khl_models *models,
                            const khl_index_options *options, khl_index_account *account, khl_error *err)
{
    const khl_index_options defaults = KHL_INDEX_OPTIONS_INIT;
    update u = {.changes = changes};
    int fd = -1;
    if (options == NULL) options = &defaults;
    khl_status status = khl_index_open(&u.x, path, models, err);
    if (status == KHL_OK) status = lock(u.x, &fd, err);
    if (status == KHL_OK) status = list_ids(&u, err);
    if (status == KHL_OK) status = mark_all(&u, err);
    if (status == KHL_OK) status = count_left(&u, err);
    if (status == KHL_OK) status = write_update(&u, options, err);
    if (status == KHL_OK && account != NULL) *account = u.account;
    for (unsigned k = 0; k < KHL_INDEX_MAX_SEGMENTS; k++) free(u.deleted[k]);
    khl_map_clear(&u.removed);
    khl_map_clear(&u.added);
    free(u.met);
    free(u.first_of);
    free(u.docs);
    khl_index_close(u.x);
    if (fd >= 0) close(fd);
    return status;
}
