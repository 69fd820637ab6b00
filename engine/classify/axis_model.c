/* What a submitter means by an axis: number, id or name; and the making of the model. What it learns is in
 * axis_lessons.c, its evidence in axis_evidence.c. */
#include "axis_lessons.h"

#include "alloc.h"
#include "error.h"
#include "lexicon.h"
#include "str.h"

/* Those of the models were read when these were compiled, by the analyser of the models; another may read
 * them otherwise. */
static khl_status learn_axes(khl_axis_model *m, khl_error *err)
{
    khl_buf read = KHL_BUF_INIT;
    khl_str lessons = m->axes->lessons;
    khl_status status = KHL_OK;
    if (lessons.n == 0 || !khl_text_is_plain(m->text, m->axes->lexicon)) {
        status = khl_axis_lessons_read(&read, m->axes, m->text, err);
        lessons = khl_buf_str(&read);
    }
    if (status == KHL_OK) status = khl_map_init(&m->names, err);
    if (status == KHL_OK) status = khl_map_init(&m->terms, err);
    if (status == KHL_OK) status = khl_counts_create(&m->documents, err);
    if (status == KHL_OK) status = khl_axis_lessons_learn(m, lessons, err);
    if (status == KHL_OK) status = khl_axis_cosine_fit(m, err);
    khl_counts_destroy(m->documents);
    m->documents = NULL;
    khl_buf_clear(&read);
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
    khl_status status = learn_axes(m, err);
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
    khl_status status = khl_axis_fold_name(m->text, given, &key, err);
    uint32_t name = status == KHL_OK ? khl_map_find(&m->names, khl_buf_str(&key)) : KHL_MAP_NONE;
    if (name != KHL_MAP_NONE)
        *axis = m->axis_of_name[name];
    else if (status == KHL_OK && only_number(khl_buf_str(&key), &number) && number >= 1 &&
             number <= m->axes->n)
        *axis = (uint32_t)number - 1;
    khl_buf_clear(&key);
    return status;
}
