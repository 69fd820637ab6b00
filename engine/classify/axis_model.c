/* What a submitter means by an axis: number, id or name; and the making of the model. Its evidence is in
 * axis_evidence.c. */
#include "axis_model.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "str.h"

/* The words of a short text, folded, with one space between them and none behind a lone WAW, which is often
 * written apart. So spaces, signs, marks and spelling do not matter. The caller clears *key. */
static khl_status fold_key(const khl_text *text, khl_str s, khl_buf *key, khl_error *err)
{
    static const khl_str WAW = {"\xd9\x88", 2};
    khl_analysis a;
    khl_status status = khl_text_analyze(text, s, NULL, &a, err);
    if (status != KHL_OK) return status;
    for (size_t i = 0; i < a.n_tokens; i++) {
        if (i > 0 && !khl_str_equal(a.tokens[i - 1].key, WAW)) khl_buf_char(key, ' ');
        khl_buf_put(key, a.tokens[i].key);
    }
    khl_analysis_clear(&a);
    return khl_buf_ok(key) ? KHL_OK : khl_fail_memory(err);
}

static khl_status add_name(khl_axis_model *m, khl_str name, uint32_t axis, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    uint32_t number;
    bool added;
    khl_status status = fold_key(m->text, name, &key, err);
    if (status != KHL_OK || key.n == 0) goto done; /* a name of signs alone must not be met by other signs */
    if (khl_map_put(&m->names, khl_buf_str(&key), &number, &added) != KHL_OK ||
        !khl_grow(&m->axis_of_name, &m->names_capacity, m->names.n, sizeof *m->axis_of_name)) {
        status = khl_fail_memory(err);
        goto done;
    }
    if (added) m->axis_of_name[number] = axis;
done:
    khl_buf_clear(&key);
    return status;
}

static khl_status build_names(khl_axis_model *m, khl_error *err)
{
    khl_status status = khl_map_init(&m->names, err);
    for (uint32_t i = 0; i < m->axes->n && status == KHL_OK; i++) {
        const khl_str names[] = {m->axes->id[i], m->axes->name[i].ar, m->axes->name[i].fr,
                                 m->axes->name[i].en};
        for (unsigned k = 0; k < 4 && status == KHL_OK; k++) status = add_name(m, names[k], i, err);
    }
    return status;
}

khl_status khl_axis_model_create(khl_axis_model **out, const khl_axes *axes, const khl_text *text,
                                 khl_error *err)
{
    *out = NULL;
    khl_axis_model *m = khl_alloc_zero(1, sizeof *m);
    if (m == NULL) return khl_fail_memory(err);
    m->axes = axes;
    m->text = text;
    khl_status status = build_names(m, err);
    if (status == KHL_OK) status = khl_axis_evidence_build(m, err);
    if (status == KHL_OK && khl_axis_has_examples(m)) status = khl_axis_model_learn(m, NULL, NULL, 0, err);
    if (status == KHL_OK)
        *out = m;
    else
        khl_axis_model_destroy(m);
    return status;
}

void khl_axis_model_destroy(khl_axis_model *m)
{
    if (m == NULL) return;
    khl_map_clear(&m->names);
    khl_map_clear(&m->terms);
    khl_tfidf_destroy(m->tfidf);
    khl_csr_clear(&m->rows);
    khl_linear_destroy(m->learnt);
    free(m->axis_of_name);
    free(m->counts);
    free(m->totals);
    free(m);
}

/* The one number in a folded text, when there is exactly one. */
static bool only_number(khl_str s, uint64_t *number)
{
    size_t begin = 0, found = 0;
    for (size_t i = 0; i < s.n; i = begin) {
        while (i < s.n && (s.p[i] < '0' || s.p[i] > '9')) i++;
        begin = i;
        while (begin < s.n && s.p[begin] >= '0' && s.p[begin] <= '9') begin++;
        if (begin > i && (++found > 1 || !khl_str_to_u64(khl_str_part(s, i, begin), number))) return false;
    }
    return found == 1;
}

khl_status khl_axis_model_find(const khl_axis_model *m, khl_str given, uint32_t *axis, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    uint64_t number;
    *axis = KHL_AXIS_NONE;
    khl_status status = fold_key(m->text, given, &key, err);
    uint32_t name = status == KHL_OK ? khl_map_find(&m->names, khl_buf_str(&key)) : KHL_MAP_NONE;
    if (name != KHL_MAP_NONE)
        *axis = m->axis_of_name[name];
    else if (status == KHL_OK && only_number(khl_buf_str(&key), &number) && number >= 1 &&
             number <= m->axes->n)
        *axis = (uint32_t)number - 1;
    khl_buf_clear(&key);
    return status;
}
