/* Evidence of pairs: symmetry, a text against itself, conflicts of place, number and negation. */
#include "collection.h"
#include "vectors.h"

static void nothing_to_compare(void **state)
{
    (void)state;
    collection c = collect_texts(NULL, 0);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) assert_int_equal(khl_matcher_space(c.matcher, s)->n_rows, 0);
    collection_free(&c);
    khl_matcher_destroy(NULL);
}

/* Signs alone leave no word: every figure must still be a number. */
static void texts_without_words(void **state)
{
    (void)state;
    collection c = pair_of("؟؟؟ --", "");
    double e[KHL_N_EVIDENCE];
    evidence_of(&c, 0, 1, e);
    for (unsigned k = 0; k < KHL_N_EVIDENCE; k++) assert_true(e[k] == (k == KHL_EVIDENCE_BIAS ? 1.0 : 0.0));
    assert_int_equal(khl_matcher_blocked(c.matcher, 0, 1), 0);
    collection_free(&c);
}

/* Bit for bit: representatives of ties would otherwise depend on who is asked first. */
static void evidence_is_symmetric(void **state)
{
    (void)state;
    collection c = collect_proposals(60);
    size_t conflicts = 0;
    for (uint32_t i = 0; i < c.n; i++) {
        for (uint32_t j = 0; j < c.n; j++) {
            double there[KHL_N_EVIDENCE], back[KHL_N_EVIDENCE];
            evidence_of(&c, i, j, there);
            evidence_of(&c, j, i, back);
            for (unsigned k = 0; k < KHL_N_EVIDENCE; k++)
                if (there[k] != back[k]) fail_msg("%s of %u and %u", khl_evidence_name(k), i, j);
            assert_int_equal(khl_matcher_blocked(c.matcher, i, j), khl_matcher_blocked(c.matcher, j, i));
            conflicts += there[KHL_EVIDENCE_OBJECT_CONFLICT] > 0;
        }
    }
    assert_true(conflicts > 0); /* the collection does put the slots to use */
    collection_free(&c);
}

static void evidence_stays_in_range(void **state)
{
    (void)state;
    collection c = collect_proposals(60);
    for (uint32_t i = 0; i < c.n; i++) {
        for (uint32_t j = 0; j < c.n; j++) {
            double e[KHL_N_EVIDENCE];
            evidence_of(&c, i, j, e);
            for (unsigned k = 0; k < KHL_N_EVIDENCE; k++) {
                assert_true(e[k] >= 0 && isfinite(e[k]));
                bool gap = k == KHL_EVIDENCE_OBJECT_COUNT;
                bool share = !gap && (k < KHL_EVIDENCE_LENGTH || k > KHL_EVIDENCE_WORDS_MORE);
                if (share) assert_true(e[k] <= 1 + 1e-6);
            }
            assert_true(e[KHL_EVIDENCE_CONTAINED] >= e[KHL_EVIDENCE_CONTAINING]);
            assert_false(e[KHL_EVIDENCE_PLACE_AGREE] > 0 && e[KHL_EVIDENCE_PLACE_CONFLICT] > 0);
        }
    }
    collection_free(&c);
}

static void a_text_is_itself(void **state)
{
    (void)state;
    collection c = collect_proposals(40);
    for (uint32_t i = 0; i < c.n; i++) {
        double e[KHL_N_EVIDENCE], cosine[KHL_N_SPACES];
        khl_matcher_cosines(c.matcher, i, i, cosine);
        for (unsigned s = 0; s < KHL_N_SPACES; s++) assert_true(fabs(cosine[s] - 1) < 1e-6);
        khl_matcher_evidence(c.matcher, i, i, cosine, e);
        assert_true(fabs(e[KHL_EVIDENCE_CONTAINING] - 1) < 1e-6);
        assert_true(e[KHL_EVIDENCE_LENGTH] == 0);
        for (unsigned k = 0; k < KHL_N_EVIDENCE; k++)
            if (khl_evidence_sign(k) < 0 && k != KHL_EVIDENCE_NOT_SAME) assert_true(e[k] == 0);
        assert_int_equal(khl_matcher_blocked(c.matcher, i, i), 0);
    }
    collection_free(&c);
}

static void assert_place(const char *a, const char *b, int answer)
{
    collection c = pair_of(a, b);
    double e[KHL_N_EVIDENCE];
    evidence_of(&c, 0, 1, e);
    double agree = e[KHL_EVIDENCE_PLACE_AGREE] + e[KHL_EVIDENCE_TOWN_AGREE];
    if (agree != (answer == 1) || e[KHL_EVIDENCE_PLACE_CONFLICT] != (answer == 0))
        fail_msg("%s / %s: agree %g, conflict %g", a, b, agree, e[KHL_EVIDENCE_PLACE_CONFLICT]);
    bool blocked = (khl_matcher_blocked(c.matcher, 0, 1) & 1u << KHL_SLOT_PLACE) != 0;
    assert_int_equal(blocked, answer == 0);
    collection_free(&c);
}

static void places(void **state)
{
    (void)state;
    assert_place("تعبيد أزقة حي السلام", "تعبيد أزقة حي النهضة", 0);
    assert_place("تعبيد أزقة حي السلام", "تزفيت زنقات حي السلام", 1);
    assert_place("تعبيد أزقة حي السلام", "تعبيد أزقة مدينة تيفلت", -1); /* a town against a district */
    assert_place("إحداث ملعب بمدينة فاس", "خاصنا ملعب ففاس", 1);
    assert_place("إحداث ملعب بمدينة فاس", "إحداث ملعب", -1);
    assert_place("إحداث ملعب", "إحداث ملعب", -1);
    assert_place("تعبيد أزقة حي السلام بمدينة فاس", "تعبيد أزقة حي السلام بمدينة وجدة", 0);
    assert_place("إصلاح طرق أكادير", "إصلاح طرق جهة سوس ماسة", -1); /* a town against the region around it */
    assert_place("إصلاح طرق أكادير", "إصلاح طرق جهة الشرق", 0);
    assert_place("إصلاح طرق تيفلت", "إصلاح طرق الخميسات", 0); /* a chief town is not its province */
    assert_place("تعبيد أزقة حي السلام بمدينة فاس", "تعبيد أزقة حي النهضة بمدينة فاس", 0);
    assert_place("ملعب بالخميسات وتيفلت", "ملعب بالخميسات والرماني", 0); /* lists that go on differently */
    assert_place("ملعب بالخميسات وتيفلت", "ملعب بالخميسات", 1);
}

/* In a collection of one commune every text names it; the names beside it tell. */
static void places_by_level(void **state)
{
    (void)state;
    assert_place("طريق دوار ضجقف جماعة بنبط", "طريق دوار زلفق جماعة بنبط", 0);
    assert_place("تعبيد شارع محمد الخامس بحي السلام", "تعبيد شارع علال بن عبد الله بحي السلام", 0);
    assert_place("تعبيد شارع محمد الخامس بحي السلام", "تعبيد أزقة حي السلام", 1);
    assert_place("ملعب حي السلام", "ملعب شارع محمد الخامس", -1); /* a street may lie in a district */
    assert_place("مدرسة دوار ضجقف", "مدرسة حي زلفق", 0);         /* both are quarters */
    assert_place("طريق جماعة بنبط", "طريق جماعة زلفق", 0);       /* unlisted communes */
    assert_place("طريق جماعة بنبط", "طريق جماعة بنبط", 1);
}

/* A name in a fifth of the demands, and in eight, says nothing of where a demand is. */
static void containers(void **state)
{
    (void)state;
    for (size_t n = 7; n <= 8; n++) {
        khl_str texts[20];
        double e[KHL_N_EVIDENCE];
        for (size_t i = 0; i < 20; i++)
            texts[i] = i < n ? KHL_STR("طريق دوار ضجقف") : KHL_STR("إنارة الساحة");
        collection c = collect_texts(texts, 20);
        evidence_of(&c, 0, 1, e);
        assert_int_equal(e[KHL_EVIDENCE_PLACE_AGREE] == 1, n == 7);
        collection_free(&c);
    }
}

static void spellings_and_scripts(void **state)
{
    (void)state;
    assert_place("تعبيد أزقة حي الفتح", "Asphalter les rues du quartier El Fath", 1);
    assert_place("إنارة حي السلام", "Eclairage à Hay Salam", 1);
    assert_place("إنارة حي السلام", "Eclairage à Hay Nahda", 0); /* told apart by ear */
    assert_place("إنارة حي سيدي حساين", "إنارة حي سيدي احساين", -1);
    assert_place("إنارة دوار زلفقان", "إنارة دوار زلفقام", -1); /* a letter may be a slip */
    assert_place("إنارة دوار زلفق", "إنارة دوار جلطم", 0);
    assert_place("إنارة حي سيدي يوسف بن علي", "إنارة سيدي يوسف بن علي", 1); /* listed, with and without cue */
    assert_place("إنارة حي سيدي يوسف بن علي", "إنارة مدينة مراكش", -1);
    assert_place("إنارة سيدي يوسف بن علي", "إنارة مدينة مراكش", -1);
    assert_place("إنارة حي المسيرة 1", "إنارة حي المسيرة 2", 0);
    assert_place("إنارة حي المسيرة", "إنارة حي المسيرة 2", -1);
}

static void provinces_and_their_towns(void **state)
{
    (void)state;
    assert_place("طرق الخميسات", "طرق إقليم الخميسات", -1);
    assert_place("طرق إقليم الخميسات", "طرق province de Khémisset", 1);
    assert_place("طرق تيفلت", "طرق إقليم الخميسات", -1); /* in it */
    assert_place("طرق تيفلت", "طرق إقليم القنيطرة", 0);
    assert_place("طرق إقليم الحوز", "طرق الحوز", 1);
    assert_place("طرق أمزميز", "طرق الحوز", -1);
    assert_place("طرق إقليم الخميسات", "طرق جهة الرباط سلا القنيطرة", -1);
}

static void quantities(void **state)
{
    (void)state;
    double e[KHL_N_EVIDENCE];
    collection c = pair_of("تخصيص 10 % من الميزانية للشباب", "تخصيص 30 % من الميزانية للشباب");
    evidence_of(&c, 0, 1, e);
    assert_true(e[KHL_EVIDENCE_QUANTITY_CONFLICT] == 1 && e[KHL_EVIDENCE_QUANTITY_AGREE] == 0);
    assert_int_equal(khl_matcher_blocked(c.matcher, 0, 1), 1u << KHL_SLOT_QUANTITY);
    collection_free(&c);
    c = pair_of("تخصيص 10 % من الميزانية للشباب", "تخصيص ١٠٪ من الميزانية للشباب");
    evidence_of(&c, 0, 1, e);
    assert_true(e[KHL_EVIDENCE_QUANTITY_AGREE] == 1 && e[KHL_EVIDENCE_QUANTITY_CONFLICT] == 0);
    assert_int_equal(khl_matcher_blocked(c.matcher, 0, 1), 0);
    collection_free(&c);
    c = pair_of("تخصيص 10 % من الميزانية للشباب", "تخصيص جزء من الميزانية للشباب");
    evidence_of(&c, 0, 1, e);
    assert_true(e[KHL_EVIDENCE_QUANTITY_AGREE] == 0 && e[KHL_EVIDENCE_QUANTITY_CONFLICT] == 0);
    collection_free(&c);
}

typedef struct block_case {
    const char *a, *b;
    bool blocked;
} block_case;

static void expect_blocked(const block_case *cases, size_t n, unsigned slot)
{
    for (size_t i = 0; i < n; i++) {
        collection c = pair_of(cases[i].a, cases[i].b);
        bool blocked = (khl_matcher_blocked(c.matcher, 0, 1) & 1u << slot) != 0;
        if (blocked != cases[i].blocked) fail_msg("case %zu", i);
        collection_free(&c);
    }
}

static void how_often(void **state)
{
    (void)state;
    static const block_case CASES[] = {
        {"نشر تقرير شهري", "نشر تقرير كل 6 أشهر", true},
        {"نشر تقرير كل ستة أشهر", "publier un rapport semestriel", false},
        {"نشر تقرير كل 3 أشهر", "publier un rapport tous les 6 mois", true},
        {"نشر تقرير كل 3 أشهر", "نشر تقرير فصلي", false},
        {"نشر تقرير كل 3 أشهر", "نشر تقرير", false},
        {"مخزون 6 أشهر", "مخزون 3 أشهر", true}, /* numbers, for they are not "every" */
    };
    expect_blocked(CASES, sizeof CASES / sizeof *CASES, KHL_SLOT_QUANTITY);
}

/* For girls and for boys are two demands, for girls and for everybody may be one. */
static void opposite_beneficiaries_block(void **state)
{
    (void)state;
    static const block_case CASES[] = {
        {"إقامة جامعية للذكور", "إقامة جامعية للطالبات", true},
        {"internat pour garçons", "قسم داخلي للفتيات", true},
        {"قسم داخلي للفتيات", "قسم داخلي للتلاميذ", false},
        {"تكوين النساء القرويات", "تكوين الذكور", true},
        {"مسبح للنساء والرجال", "مسبح للنساء", false},
    };
    expect_blocked(CASES, sizeof CASES / sizeof *CASES, KHL_SLOT_BENEFICIARY);
}

static void negation_against_none(void **state)
{
    (void)state;
    double e[KHL_N_EVIDENCE];
    collection c = pair_of("لا لإحداث مطرح النفايات", "إحداث مطرح النفايات");
    evidence_of(&c, 0, 1, e);
    assert_true(e[KHL_EVIDENCE_NEGATION_CONFLICT] == 1);
    evidence_of(&c, 0, 0, e);
    assert_true(e[KHL_EVIDENCE_NEGATION_CONFLICT] == 0);
    evidence_of(&c, 1, 1, e);
    assert_true(e[KHL_EVIDENCE_NEGATION_CONFLICT] == 0);
    collection_free(&c);
}

static bool stands_for(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_PLACE || f->kind == KHL_FEATURE_OTHER;
}

/* By the letter: a concept, or a word that no concept covers. */
static bool speaks(const khl_analysis *a, const khl_feature *word)
{
    if (word->kind == KHL_FEATURE_CONCEPT) return word->nested == 0;
    if (!stands_for(word)) return false;
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        if (f->kind == KHL_FEATURE_CONCEPT && f->first_token <= word->first_token &&
            f->first_token + f->n_tokens >= word->first_token + word->n_tokens)
            return false;
    }
    return true;
}

/* A known form speaks for its words in the concept space; a word without a concept speaks for itself. */
static void concepts_stand_for_their_words(void **state)
{
    (void)state;
    collection c = collect_proposals(60);
    const khl_csr *rows = khl_matcher_space(c.matcher, KHL_SPACE_CONCEPT);
    size_t n_concepts = 0, n_words = 0;
    for (uint32_t r = 0; r < c.n; r++) {
        const khl_analysis *a = &c.analyses[r];
        size_t distinct = 0;
        for (size_t i = 0; i < a->n_features; i++) {
            bool first = speaks(a, &a->features[i]);
            for (size_t k = 0; k < i && first; k++)
                first =
                    !speaks(a, &a->features[k]) || !khl_str_equal(a->features[k].name, a->features[i].name);
            distinct += first;
            n_concepts += first && a->features[i].kind == KHL_FEATURE_CONCEPT;
            n_words += first && a->features[i].kind == KHL_FEATURE_WORD;
        }
        assert_int_equal(rows->row_ptr[r + 1] - rows->row_ptr[r], distinct);
    }
    assert_true(n_concepts > 50 && n_words > 50);
    collection_free(&c);
}

/* Thousands of words in one text: what is looked up per word must not walk the text again. */
static void long_texts(void **state)
{
    (void)state;
    enum { TIMES = 20000 };
    static const char ONE[] = "تعبيد الطريق وإحداث ملعب القرب ";
    char *text = malloc(sizeof ONE * TIMES);
    assert_non_null(text);
    text[0] = '\0';
    for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof ONE - 1), ONE, sizeof ONE);
    collection c = pair_of(text, ONE);
    double cosine[KHL_N_SPACES];
    khl_matcher_cosines(c.matcher, 0, 1, cosine);
    assert_true(cosine[KHL_SPACE_WORD] > 0.99 && cosine[KHL_SPACE_CONCEPT] > 0.99);
    collection_free(&c);
    free(text);
}

static void reference_vectors(void **state)
{
    (void)state;
    test_vectors v = test_vectors_read();
    size_t n = 0;
    for (size_t i = 0; i < v.n; i++) {
        if (strcmp(v.items[i].level, "C") != 0) continue;
        char *bars = strstr(v.items[i].input, " || ");
        assert_non_null(bars);
        *bars = '\0';
        collection c = pair_of(v.items[i].input, bars + 4);
        const char *expected = v.items[i].expected;
        unsigned wanted = strcmp(expected, "PLACE_MISMATCH") == 0    ? 1u << KHL_SLOT_PLACE
                          : strcmp(expected, "NUMBER_MISMATCH") == 0 ? 1u << KHL_SLOT_QUANTITY
                                                                     : 0;
        if (khl_matcher_blocked(c.matcher, 0, 1) != wanted) fail_msg("vector %s", v.items[i].id);
        collection_free(&c);
        n++;
    }
    assert_int_equal(n, 3);
    test_vectors_free(&v);
}

static void opposite_actions_block(void **state)
{
    (void)state;
    static const block_case CASES[] = {
        {"منع مرور الشاحنات وسط المدينة", "السماح بمرور الشاحنات وسط المدينة", true},
        {"interdire la vente ambulante", "الترخيص للبيع الجائل", true},
        {"منع مرور الشاحنات وسط المدينة", "حظر مرور الشاحنات", false},
        {"بناء ملعب", "لا ملعب في الحي، نريد بناء ملعب", false}, /* a negating word alone forbids nothing */
    };
    expect_blocked(CASES, sizeof CASES / sizeof *CASES, KHL_SLOT_NEGATION);
}

/* Building and equipping are both providing; repairing is another matter. A text that names no act is silent.
 */
static void acts_conflict_across_families(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int conflict;
    } CASES[] = {
        {"بناء مستوصف", "إحداث مستوصف", 0},
        {"بناء مستوصف", "ترميم مستوصف", 1},
        {"ترميم مستوصف", "صيانة مستوصف", 0},
        {"هدم السوق", "construire un marché", 1},
        {"بناء مستوصف", "مستوصف", 0},
        {"بناء مركز للتكوين", "مركز للتكوين", 0},
        {"بناء وترميم مستوصف", "ترميم مستوصف", 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double e[KHL_N_EVIDENCE];
        collection c = pair_of(CASES[i].a, CASES[i].b);
        evidence_of(&c, 0, 1, e);
        if ((int)e[KHL_EVIDENCE_ACTION_CONFLICT] != CASES[i].conflict) fail_msg("case %zu", i);
        collection_free(&c);
    }
}

/* A list asks for more things than one of its points; what only says where is not asked for. */
static void things_asked_for_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double gap;
    } CASES[] = {
        {"ملعب", "مسبح", 1},
        {"ملعب", "ملعب ومسبح ومكتبة", 2},
        {"حاويات الأزبال", "حاويات الأزبال قرب مدرسة ابن رشد", 1},
        {"ملعب", "نظرا لغياب المكتبة نطالب بملعب", 1},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double e[KHL_N_EVIDENCE];
        collection c = pair_of(CASES[i].a, CASES[i].b);
        evidence_of(&c, 0, 1, e);
        if (!(fabs(e[KHL_EVIDENCE_OBJECT_COUNT] - log(CASES[i].gap)) < 1e-9))
            fail_msg("case %zu: %g", i, exp(e[KHL_EVIDENCE_OBJECT_COUNT]));
        collection_free(&c);
    }
}

/* What one says and the other leaves open speaks against a pair without blocking it. */
static void what_one_names_alone_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int action, place, quantity;
    } CASES[] = {
        {"ترميم مستوصف", "مستوصف", 1, 0, 0},
        {"بناء مستوصف", "مستوصف", 0, 0, 0}, /* to provide goes without saying */
        {"ترميم مستوصف", "بناء مستوصف", 0, 0, 0},
        {"مستوصف بحي السلام", "مستوصف", 0, 1, 0},
        {"مستوصف بحي السلام", "مستوصف بحي الأمل", 0, 0, 0},
        {"مستوصف بالخميسات", "مستوصف", 0, 0, 0}, /* the town of the collection */
        {"3 ملاعب", "ملاعب", 0, 0, 1},
        {"3 ملاعب", "4 ملاعب", 0, 0, 0},
        {"السوق الأسبوعي", "السوق", 0, 0, 0}, /* the name of a market, and not how often */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double e[KHL_N_EVIDENCE];
        collection c = pair_of(CASES[i].a, CASES[i].b);
        evidence_of(&c, 0, 1, e);
        if ((int)e[KHL_EVIDENCE_ACTION_ALONE] != CASES[i].action ||
            (int)e[KHL_EVIDENCE_PLACE_ALONE] != CASES[i].place ||
            (int)e[KHL_EVIDENCE_QUANTITY_ALONE] != CASES[i].quantity)
            fail_msg("case %zu: %g %g %g", i, e[KHL_EVIDENCE_ACTION_ALONE], e[KHL_EVIDENCE_PLACE_ALONE],
                     e[KHL_EVIDENCE_QUANTITY_ALONE]);
        collection_free(&c);
    }
}

static void expect_evidence(const char *a, const char *b, unsigned evidence, double value)
{
    collection c = pair_of(a, b);
    double e[KHL_N_EVIDENCE];
    evidence_of(&c, 0, 1, e);
    if (e[evidence] != value)
        fail_msg("%s | %s: %s is %g, and not %g", a, b, khl_evidence_name(evidence), e[evidence], value);
    collection_free(&c);
}

/* Both must say where, and by other things. */
static void sites_that_differ(void **state)
{
    (void)state;
    const unsigned site = KHL_EVIDENCE_SITE_CONFLICT;
    expect_evidence("مراحيض بالسوق", "مراحيض بالملعب", site, 1);
    expect_evidence("مراحيض بالسوق", "مراحيض في السوق", site, 0);
    expect_evidence("مراحيض بالسوق", "مراحيض", site, 0);
    expect_evidence("مراحيض بالسوق", "سوق", site, 0);
}

/* "One ambulance" is an ambulance, and not three. */
static void one_goes_without_saying(void **state)
{
    (void)state;
    const unsigned alone = KHL_EVIDENCE_QUANTITY_ALONE;
    expect_evidence("اقتناء 1 حافلة", "اقتناء حافلة", alone, 0);
    expect_evidence("اقتناء 3 حافلات", "اقتناء حافلات", alone, 1);
    expect_evidence("اقتناء 1 حافلة", "اقتناء 3 حافلات", KHL_EVIDENCE_QUANTITY_CONFLICT, 1);
}

/* Build against repair waits for a person, whatever else is alike; silence and kin acts do not. */
static void other_acts_on_one_thing_block(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool blocked;
    } cases[] = {{"بناء مركز صحي بحي السلام", "ترميم المركز الصحي بحي السلام", true},
                 {"إحداث مركز صحي بحي السلام", "بناء مركز صحي بحي السلام", false},
                 {"مركز صحي بحي السلام", "ترميم المركز الصحي بحي السلام", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        collection c = pair_of(cases[i].a, cases[i].b);
        unsigned blocked = khl_matcher_blocked(c.matcher, 0, 1);
        assert_int_equal((blocked >> KHL_SLOT_ACTION) & 1, cases[i].blocked);
        collection_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sites_that_differ),
                                       cmocka_unit_test(one_goes_without_saying),
                                       cmocka_unit_test(other_acts_on_one_thing_block),
                                       cmocka_unit_test(nothing_to_compare),
                                       cmocka_unit_test(texts_without_words),
                                       cmocka_unit_test(evidence_is_symmetric),
                                       cmocka_unit_test(evidence_stays_in_range),
                                       cmocka_unit_test(a_text_is_itself),
                                       cmocka_unit_test(places),
                                       cmocka_unit_test(places_by_level),
                                       cmocka_unit_test(spellings_and_scripts),
                                       cmocka_unit_test(provinces_and_their_towns),
                                       cmocka_unit_test(containers),
                                       cmocka_unit_test(opposite_actions_block),
                                       cmocka_unit_test(acts_conflict_across_families),
                                       cmocka_unit_test(things_asked_for_are_counted),
                                       cmocka_unit_test(what_one_names_alone_is_told),
                                       cmocka_unit_test(quantities),
                                       cmocka_unit_test(how_often),
                                       cmocka_unit_test(opposite_beneficiaries_block),
                                       cmocka_unit_test(negation_against_none),
                                       cmocka_unit_test(concepts_stand_for_their_words),
                                       cmocka_unit_test(long_texts),
                                       cmocka_unit_test(reference_vectors)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
