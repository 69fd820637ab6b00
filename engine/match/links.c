/* Links between the concepts of a collection, as sorted adjacency lists. */
#include "links.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

typedef struct edge {
    uint32_t from, to;
    uint8_t kind;
} edge;

static int by_ends(const void *x, const void *y)
{
    const edge *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

/* Both directions of every link whose ends occur. Names are asked for their links, not links for their names:
 * a pair of texts has a dozen names, and the lexicon thousands of links. */
static size_t list_edges(edge *edges, const khl_lexicon *lexicon, const khl_map *names)
{
    size_t n = 0;
    for (uint32_t a = 0; a < names->n; a++) {
        khl_str from, to;
        for (uint32_t i = khl_lexicon_first_link(lexicon, names->keys[a]); i < khl_lexicon_n_links(lexicon);
             i++) {
            khl_concept_link kind = khl_lexicon_link_at(lexicon, i, &from, &to);
            if (!khl_str_equal(from, names->keys[a])) break;
            uint32_t b = khl_map_find(names, to);
            if (b == KHL_MAP_NONE) continue;
            edges[n++] = (edge){a, b, (uint8_t)kind};
            edges[n++] = (edge){b, a, (uint8_t)kind};
        }
    }
    if (n == 0) return 0;
    qsort(edges, n, sizeof *edges, by_ends);
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || by_ends(&edges[i - 1], &edges[i]) != 0) edges[distinct++] = edges[i];
    return distinct;
}

static khl_status fill(khl_links *out, const edge *edges, size_t n, khl_error *err)
{
    out->first = khl_alloc_zero((size_t)out->n_names + 1, sizeof *out->first);
    out->to = khl_alloc(n, sizeof *out->to);
    out->kind = khl_alloc(n, sizeof *out->kind);
    if (!out->first || !out->to || !out->kind) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        out->first[edges[i].from + 1]++;
        out->to[i] = edges[i].to;
        out->kind[i] = edges[i].kind;
    }
    for (uint32_t k = 0; k < out->n_names; k++) out->first[k + 1] += out->first[k];
    return KHL_OK;
}

khl_status khl_links_build(khl_links *out, const khl_lexicon *lexicon, const khl_map *names, khl_error *err)
{
    *out = (khl_links){.n_names = (uint32_t)names->n};
    edge *edges = khl_alloc(2 * (size_t)khl_lexicon_n_links(lexicon), sizeof *edges);
    if (edges == NULL) return khl_fail_memory(err);
    khl_status status = fill(out, edges, list_edges(edges, lexicon, names), err);
    free(edges);
    if (status != KHL_OK) khl_links_clear(out);
    return status;
}

void khl_links_clear(khl_links *links)
{
    free(links->first);
    free(links->to);
    free(links->kind);
    *links = (khl_links){0};
}

bool khl_links_apart(const khl_links *links, uint32_t a, uint32_t b)
{
    for (uint32_t k = a < links->n_names ? links->first[a] : 0; a < links->n_names && k < links->first[a + 1];
         k++)
        if (links->to[k] == b && (links->kind[k] == KHL_LINK_NOT_SAME || links->kind[k] == KHL_LINK_OPPOSITE))
            return true;
    return false;
}

bool khl_links_between(const khl_links *links, khl_id_set a, khl_id_set b, khl_concept_link kind)
{
    for (uint32_t i = 0; i < a.n; i++) {
        uint32_t x = a.ids[i];
        if (x >= links->n_names || links->first[x] == links->first[x + 1] || khl_id_set_has(b, x)) continue;
        for (uint32_t k = links->first[x]; k < links->first[x + 1]; k++)
            if (links->kind[k] == kind && khl_id_set_has(b, links->to[k]) && !khl_id_set_has(a, links->to[k]))
                return true;
    }
    return false;
}
