/* One pair: two analyses, a matcher over the two of them with the weights of general text, an explanation.
 *
 * A matcher of its own for each pair costs some thousand instructions and keeps the pair free of its
 * neighbours. */
#include "khulasa/compare.h"

#include "alloc.h"
#include "error.h"

struct khl_compare {
    const khl_models *models;
    khl_background *background;
};

khl_status khl_compare_create(khl_compare **out, const khl_models *models, khl_error *err)
{
    *out = NULL;
    khl_compare *compare = khl_alloc_zero(1, sizeof *compare);
    if (compare == NULL) return khl_fail_memory(err);
    compare->models = models;
    khl_status status = khl_models_background(&compare->background, models, err);
    if (status == KHL_OK)
        *out = compare;
    else
        free(compare);
    return status;
}

void khl_compare_destroy(khl_compare *compare)
{
    if (compare == NULL) return;
    khl_background_destroy(compare->background);
    free(compare);
}

static khl_status explain(const khl_compare *compare, const khl_analysis pair[2], khl_explanation *out,
                          khl_error *err)
{
    khl_matcher *matcher = NULL;
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    options.background = compare->background;
    options.pair = true;
    khl_status status =
        khl_matcher_create_with(&matcher, pair, 2, khl_models_match(compare->models), &options, err);
    if (status == KHL_OK) status = khl_matcher_explain(matcher, 0, 1, out, err);
    khl_matcher_destroy(matcher);
    return status;
}

khl_status khl_compare_texts(const khl_compare *compare, khl_str a, khl_str b, khl_explanation *out,
                             khl_error *err)
{
    khl_analysis pair[2] = {{.memory = NULL}, {.memory = NULL}};
    const khl_text *text = khl_models_text(compare->models);
    *out = (khl_explanation){.memory = NULL};
    khl_status status = khl_text_analyze(text, a, NULL, &pair[0], err);
    if (status == KHL_OK) status = khl_text_analyze(text, b, NULL, &pair[1], err);
    if (status == KHL_OK) status = explain(compare, pair, out, err);
    khl_analysis_clear(&pair[0]);
    khl_analysis_clear(&pair[1]);
    return status;
}
