/* The readers of models/text: what one row of each file does to the table of words. Files are read in the
 * order of the table at the end; elisions come first, because they decide how an apostrophe is folded. */
#include "lexicon_rows.h"

#include "error.h"
#include "str.h"

typedef struct choice {
    const char *name;
    uint32_t value;
} choice;

static const choice LANGS[] = {{"ar", 1u << KHL_LANG_AR},
                               {"darija", 1u << KHL_LANG_DARIJA},
                               {"fr", 1u << KHL_LANG_FR},
                               {"arabizi", 1u << KHL_LANG_ARABIZI},
                               {"en", 1u << KHL_LANG_EN},
                               {"zgh", 1u << KHL_LANG_ZGH},
                               {NULL, 0}};
static const choice PARTS[] = {{"n", KHL_WORD_NOUN},
                               {"adj", KHL_WORD_ADJECTIVE},
                               {"v", KHL_WORD_VERB},
                               {"masdar", KHL_WORD_MASDAR},
                               {NULL, 0}};
static const choice ELISIONS[] = {
    {"prefix", KHL_WORD_ELISION_PREFIX}, {"whole", KHL_WORD_ELISION_WHOLE}, {NULL, 0}};

static const choice CITATIONS[] = {{"cue", KHL_WORD_CITATION},
                                   {"link", KHL_WORD_CITATION_LINK},
                                   {"year", KHL_WORD_CITATION_YEAR},
                                   {NULL, 0}};

static khl_status choose(const khl_tsv *row, size_t column, const choice *choices, uint32_t *value,
                         khl_error *err)
{
    khl_str field = row->fields[column];
    char word[KHL_ERROR_ARG_BYTES];
    for (; choices->name != NULL; choices++) {
        if (!khl_str_equal(field, khl_str_from(choices->name))) continue;
        *value = choices->value;
        return KHL_OK;
    }
    size_t n = field.n < sizeof word ? field.n : sizeof word - 1;
    memcpy(word, field.n > 0 ? field.p : "", n);
    word[n] = '\0';
    return khl_tsv_fail(row, column + 1, "lexicon.choice",
                        "\"{0}\" has no meaning in this column; see the first lines of the file", word, err);
}

/* A decimal number within [low, high]. */
static khl_status number_at(const khl_tsv *row, size_t column, double low, double high, double *value,
                            khl_error *err)
{
    if (khl_str_to_f64(row->fields[column], value) && *value >= low && *value <= high) return KHL_OK;
    return khl_tsv_fail(row, column + 1, "lexicon.number",
                        "this field does not hold a number in its range; see the first lines of the file",
                        NULL, err);
}

/* The word of column 0, seen for the first time with what stands in column b. */
static khl_status first_word(khl_compiler *c, const khl_tsv *row, size_t b, uint32_t *number, khl_error *err)
{
    khl_status status = khl_compile_unique(c, row, 0, b, err);
    return status == KHL_OK ? khl_compile_word(c, row, 0, row->fields[0], number, err) : status;
}

/* word, lang: sets flags. */
static khl_status flag_row(khl_compiler *c, const khl_tsv *row, uint32_t flags, khl_error *err)
{
    uint32_t number, lang = 0;
    khl_status status = choose(row, 1, LANGS, &lang, err);
    if (status == KHL_OK) status = first_word(c, row, 1, &number, err);
    if (status != KHL_OK) return status;
    c->records[number].flags |= flags;
    c->records[number].langs |= (uint8_t)lang;
    return KHL_OK;
}

static khl_status stopword(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return flag_row(c, row, KHL_WORD_STOP, err);
}

static khl_status negation(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return flag_row(c, row, KHL_WORD_NEGATION, err);
}

static khl_status hint(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return flag_row(c, row, 0, err);
}

static khl_status boilerplate(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number;
    double weight = 0;
    khl_status status = number_at(row, 1, 0.01, 1.0, &weight, err);
    if (status == KHL_OK) status = first_word(c, row, 0, &number, err);
    if (status != KHL_OK) return status;
    khl_word *word = &c->records[number];
    if (word->weight == 0 || (float)weight < word->weight) word->weight = (float)weight;
    word->flags |= KHL_WORD_BOILERPLATE;
    return KHL_OK;
}

static khl_status citation(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number, role = 0;
    khl_status status = choose(row, 1, CITATIONS, &role, err);
    if (status == KHL_OK) status = first_word(c, row, 1, &number, err);
    if (status == KHL_OK) c->records[number].flags |= role;
    return status;
}

static khl_status ordinary(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number, part = 0;
    khl_status status = choose(row, 1, PARTS, &part, err);
    if (status == KHL_OK) status = first_word(c, row, 1, &number, err);
    if (status == KHL_OK) c->records[number].flags |= KHL_WORD_KNOWN | part;
    return status;
}

/* Refers word a to word b by the field at `reference`; another b for the same a is a conflict. */
static khl_status refer(const khl_tsv *row, uint32_t *reference, uint32_t b, khl_error *err)
{
    if (*reference != KHL_FROZEN_NONE && *reference != b)
        return khl_tsv_fail(
            row, 2, "lexicon.conflict",
            "the same word, once folded, stands in the file with another value; keep one of them", NULL, err);
    *reference = b;
    return KHL_OK;
}

static khl_status two_words(khl_compiler *c, const khl_tsv *row, uint32_t flag, uint32_t *a, uint32_t *b,
                            khl_error *err)
{
    khl_status status = first_word(c, row, 1, a, err);
    if (status == KHL_OK) status = khl_compile_word(c, row, 1, row->fields[1], b, err);
    if (status != KHL_OK) return status;
    c->records[*a].flags |= flag;
    c->records[*b].flags |= flag;
    return KHL_OK;
}

static khl_status plural(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t a, b;
    khl_status status = two_words(c, row, KHL_WORD_KNOWN, &a, &b, err);
    return status == KHL_OK && a != b ? refer(row, &c->records[a].singular, b, err) : status;
}

static khl_status variant(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t a, b;
    khl_status status = two_words(c, row, KHL_WORD_SPELLING, &a, &b, err);
    return status == KHL_OK && a != b ? refer(row, &c->records[a].variant, b, err) : status;
}

static khl_status keep_ta(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t a, b;
    khl_status status = first_word(c, row, 0, &a, err);
    if (status == KHL_OK && row->fields[1].n > 0) {
        status = khl_compile_word(c, row, 1, row->fields[1], &b, err);
        if (status == KHL_OK) c->records[b].flags |= KHL_WORD_KNOWN;
    }
    if (status == KHL_OK) c->records[a].flags |= KHL_WORD_KNOWN | KHL_WORD_KEEP_TA;
    return status;
}

static khl_status month(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number;
    double value = 0, ambiguous = 0;
    khl_status status = number_at(row, 1, 1, 12, &value, err);
    if (status == KHL_OK) status = number_at(row, 2, 0, 1, &ambiguous, err);
    if (status == KHL_OK && value != (double)(int)value)
        status = number_at(row, 1, 13, 12, &value, err); /* no range: a month has no fraction */
    uint32_t lang = 0;
    if (status == KHL_OK) status = choose(row, 3, LANGS, &lang, err);
    if (status == KHL_OK) status = first_word(c, row, 3, &number, err);
    if (status != KHL_OK) return status;
    khl_word *word = &c->records[number];
    if (word->month != 0 && word->month != (uint8_t)value)
        return khl_tsv_fail(
            row, 2, "lexicon.conflict",
            "the same word, once folded, stands in the file with another value; keep one of them", NULL, err);
    word->month = (uint8_t)value;
    word->langs |= (uint8_t)lang;
    word->flags |= KHL_WORD_MONTH | (ambiguous > 0 ? KHL_WORD_MONTH_AMBIGUOUS : 0u);
    return KHL_OK;
}

static khl_status number_word(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number, lang = 0;
    double value = 0;
    khl_status status = number_at(row, 1, 0, 1e12, &value, err);
    if (status == KHL_OK) status = choose(row, 2, LANGS, &lang, err);
    if (status == KHL_OK) status = first_word(c, row, 2, &number, err);
    if (status != KHL_OK) return status;
    khl_word *word = &c->records[number];
    if ((word->flags & KHL_WORD_NUMBER) != 0 && word->value != (float)value)
        return khl_tsv_fail(
            row, 2, "lexicon.conflict",
            "the same word, once folded, stands in the file with another value; keep one of them", NULL, err);
    word->value = (float)value;
    word->langs |= (uint8_t)lang;
    word->flags |= KHL_WORD_NUMBER;
    return KHL_OK;
}

static khl_status unit(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number, name, lang = 0;
    double factor = 0;
    khl_status status = number_at(row, 2, 1e-9, 1e12, &factor, err);
    if (status == KHL_OK) status = choose(row, 3, LANGS, &lang, err);
    if (status == KHL_OK && row->fields[1].n == 0)
        status =
            khl_tsv_fail(row, 2, "lexicon.no_word", "there is no word in this field; write one", NULL, err);
    if (status == KHL_OK) status = khl_compile_name(c, row->fields[1], &name, err);
    if (status == KHL_OK) status = first_word(c, row, 3, &number, err);
    if (status == KHL_OK) status = refer(row, &c->records[number].unit, name, err);
    if (status != KHL_OK) return status;
    c->records[number].factor = (float)factor;
    c->records[number].flags |= KHL_WORD_UNIT;
    return KHL_OK;
}

static khl_status elision(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number, flag = 0;
    khl_status status = choose(row, 1, ELISIONS, &flag, err);
    if (status == KHL_OK) status = khl_compile_unique(c, row, 0, 1, err);
    c->folded.n = 0;
    if (status == KHL_OK) status = khl_fold_word(c->properties, row->fields[0], &c->folded, err);
    if (status == KHL_OK && c->folded.n == 0)
        status =
            khl_tsv_fail(row, 1, "lexicon.no_word", "there is no word in this field; write one", NULL, err);
    /* The scanner asks for whole elisions with their apostrophe, so this key keeps it. */
    if (status == KHL_OK) status = khl_compile_name(c, khl_buf_str(&c->folded), &number, err);
    if (status == KHL_OK) c->records[number].flags |= flag;
    return status;
}

static const struct {
    const char *name;
    size_t min_fields;
    khl_row_fn fn;
} FILES[] = {{"text/elision.tsv", 2, elision},   {"text/stopwords.tsv", 2, stopword},
             {"text/negation.tsv", 2, negation}, {"text/boilerplate.tsv", 2, boilerplate},
             {"text/lexicon.tsv", 2, ordinary},  {"text/plurals.tsv", 2, plural},
             {"text/variants.tsv", 2, variant},  {"text/keep_ta.tsv", 1, keep_ta},
             {"text/months.tsv", 4, month},      {"text/numbers.tsv", 3, number_word},
             {"text/units.tsv", 4, unit},        {"text/citations.tsv", 2, citation},
             {"text/lang_hints.tsv", 2, hint}};

khl_status khl_compile_word_rows(khl_compiler *c, const char *dir, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES && status == KHL_OK; i++)
        status = khl_compile_file(c, dir, FILES[i].name, FILES[i].min_fields, FILES[i].fn, err);
    return status;
}
