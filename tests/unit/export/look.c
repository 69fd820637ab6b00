/* Writes a shortlist of some forty entries, for the eye: export_look LANG FORMAT > page.html
 * The rows of look.tsv are grouped by their entry column; the first row of each is its representative. */
#include "doc_fixture.h"

#include <stdio.h>

/* As KHL_STR, for the values of static objects. */
#define S(literal)                                                                                           \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

enum { MAX_ROWS = 400, MAX_SUPPORTERS = 8 };

static khl_member members[MAX_ROWS];
static khl_entry entries[MAX_ROWS];
static khl_str supporters[MAX_ROWS][MAX_SUPPORTERS], cities[MAX_ROWS][MAX_SUPPORTERS];
static char ids[MAX_ROWS][16], numbers[MAX_ROWS][16];
static khl_shortlist_axis axes[] = {
    {S("1"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0}, {S("2"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0},
    {S("3"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0}, {S("4"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0},
    {S("5"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0}, {S("6"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0},
    {S("7"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0}, {S("8"), {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 0, 0}};
static const char *const axis_names[8][2] = {
    {"التهيئة الحضرية والمجالية", "Urban and territorial development"},
    {"التربية والتكوين", "Education and training"},
    {"التشغيل والتنمية الاقتصادية", "Employment and economic development"},
    {"الحكامة والمشاركة المواطنة", "Governance and citizen participation"},
    {"البيئة والتنمية المستدامة", "Environment and sustainable development"},
    {"الصحة والخدمات الاجتماعية", "Health and social services"},
    {"الثقافة والرياضة والترفيه", "Culture, sport and leisure"},
    {"مقترحات تنظيمية ومؤسساتية", "Organisational and institutional"}};

static khl_str phrase(khl_str text)
{
    static const char *const stops[] = {"،", ":", " مع ", " لت", " من ", " على "};
    size_t end = text.n;
    for (size_t i = 20; i < text.n; i++)
        for (size_t s = 0; s < sizeof stops / sizeof *stops; s++)
            if (i < end && khl_str_starts(khl_str_part(text, i, text.n), khl_str_from(stops[s]))) end = i;
    return khl_str_part(text, 0, end);
}

static size_t add_distinct(khl_str *list, size_t n, khl_str s)
{
    for (size_t i = 0; i < n; i++)
        if (khl_str_equal(list[i], s)) return n;
    if (n < MAX_SUPPORTERS) list[n++] = s;
    return n;
}

static void add_row(khl_shortlist *list, const khl_str *f, uint32_t row)
{
    uint64_t axis, number;
    double p;
    khl_str_to_u64(f[0], &axis);
    khl_str_to_u64(f[1], &number);
    khl_str_to_f64(f[5], &p);
    khl_entry *entry = &entries[number];
    khl_member *member = &members[list->demands++];
    *member = (khl_member){f[2], f[4], f[3],  KHL_STR(""), f[6],  KHL_STR("khemisset-2026.csv"),
                           row,  p,    false, KHL_STR(""), false, {0},
                           NULL, 0};
    if (entry->n_members == 0) {
        khl_shortlist_axis *a = &axes[axis - 1];
        snprintf(ids[number], sizeof ids[number], "E-%010llx",
                 (unsigned long long)(khl_hash(f[6]) & 0xFFFFFFFFFFull));
        snprintf(numbers[number], sizeof numbers[number], "%u.%u", (unsigned)axis, (unsigned)++a->n_entries);
        *entry = (khl_entry){.id = khl_str_from(ids[number]),
                             .number = khl_str_from(numbers[number]),
                             .axis = (uint32_t)axis,
                             .axis_given = number % 5 != 4,
                             .axis_probability = 0.82,
                             .title = phrase(f[6]),
                             .text = f[6],
                             .members = member,
                             .min_pair_probability = 1};
        member->representative = true;
        list->n_entries++;
    }
    axes[axis - 1].n_members++;
    entry->n_members++;
    entry->n_supporters = add_distinct(supporters[number], entry->n_supporters, f[3]);
    entry->n_cities = add_distinct(cities[number], entry->n_cities, f[4]);
    entry->supporters = supporters[number];
    entry->cities = cities[number];
    if (p < 0.7) {
        entry->min_pair_probability = 0.41;
        entry->weakest[0] = entry->members[1].id;
        entry->weakest[1] = f[2];
    }
}

static const khl_authority authorities[] = {
    {S("edu"), {S("المديرية الإقليمية للتربية الوطنية"), S(""), S("")}, S("provincial"), true, 0.9},
    {S("com"), {S("الجماعة الترابية"), S(""), S("")}, S("local"), false, 0.6}};

static void decorate(khl_shortlist *list)
{
    static khl_str related[2];
    static khl_why_term terms[] = {{S("إحداث"), 0.21}, {S("مركز"), 0.18}, {S("حي"), 0.05}};
    static khl_why_evidence evidence[] = {
        {S("bias"), 1, -3.1}, {S("word"), 0.44, 1.9}, {S("place_conflict"), 1, -2.2}};
    static khl_str blocked[] = {S("place")};
    static khl_review_pair pairs[3];
    static khl_shortlist_aside aside[] = {{.id = S("K200"),
                                           .reason = S("empty-text"),
                                           .text = S(""),
                                           .file = S("khemisset-2026.csv"),
                                           .row = 90},
                                          {.id = S("K201"),
                                           .reason = S("no-letters"),
                                           .text = S("؟؟؟ !!! 0661-00-00-00"),
                                           .file = S("khemisset-2026.csv"),
                                           .row = 91},
                                          {.id = S("K007"),
                                           .reason = S("repeated-id"),
                                           .text = S("نفس المقترح السابق"),
                                           .file = S("khemisset-2026.csv"),
                                           .row = 92}};
    static khl_shortlist_input input = {
        S("khemisset-2026.csv"), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 82};
    static khl_shortlist_option options[] = {{S("target"), S("39")}, {S("probability"), S("0.62")}};
    for (size_t i = 0; i < 8; i++) {
        axes[i].name.ar = khl_str_from(axis_names[i][0]);
        axes[i].name.en = khl_str_from(axis_names[i][1]);
    }
    for (size_t i = 6; i < 11; i++) {
        entries[i].authorities = authorities;
        entries[i].n_authorities = 2;
        entries[i].level = KHL_STR("provincial");
    }
    related[0] = entries[27].id;
    related[1] = entries[26].id;
    entries[26].related = &related[0];
    entries[27].related = &related[1];
    entries[26].n_related = entries[27].n_related = 1;
    for (size_t i = 0; i < 3; i++)
        pairs[i] = (khl_review_pair){entries[24 + i].members[0].id,
                                     entries[30 + i].members[0].id,
                                     0.66 - 0.1 * (double)i,
                                     {.terms = terms, .n_terms = 3, .evidence = evidence, .n_evidence = 3}};
    pairs[0].why.slots[KHL_SLOT_ACTION] = (khl_slot){KHL_STR("إحداث"), KHL_STR("بناء"), 1};
    pairs[0].why.slots[KHL_SLOT_OBJECT] = (khl_slot){KHL_STR("مركز صحي"), KHL_STR("مستوصف"), 1};
    pairs[0].why.slots[KHL_SLOT_PLACE] = (khl_slot){KHL_STR("حي السعادة"), KHL_STR("حي السلام"), 0};
    pairs[0].why.slots[KHL_SLOT_QUANTITY] = (khl_slot){KHL_STR("3"), KHL_STR(""), -1};
    pairs[0].why.blocked = blocked;
    pairs[0].why.n_blocked = 1;
    pairs[1].why.slots[KHL_SLOT_OBJECT] = (khl_slot){KHL_STR("مركز"), KHL_STR("ملعب"), 0};
    list->review = pairs;
    list->n_review = 3;
    list->aside = aside;
    list->n_aside = 3;
    list->inputs = &input;
    list->n_inputs = 1;
    list->options = options;
    list->n_options = 2;
}

int main(int argc, char **argv)
{
    static doc_fixture doc;
    khl_tsv rows;
    khl_error err = {0};
    khl_shortlist list = {.version = KHL_STR(KHL_VERSION),
                          .models = KHL_STR("5d1c9f0a77e2b314"),
                          .date = KHL_STR("2026-09-05"),
                          .entries = entries,
                          .axes = axes,
                          .n_axes = 8,
                          .n_associations = 16,
                          .n_cities = 4};
    bool more = false;
    char *bytes = NULL;
    size_t n = 0;
    const khl_words *words = doc_open(&doc, argc > 1 ? argv[1] : "ar");
    khl_status status = khl_tsv_open(&rows, KHL_SOURCE_DIR "/tests/unit/export/look.tsv", &err);
    while (status == KHL_OK && (status = khl_tsv_next(&rows, 7, &more, &err)) == KHL_OK && more)
        add_row(&list, rows.fields, (uint32_t)rows.line);
    decorate(&list);
    list.received = list.demands + (uint32_t)list.n_aside;
    if (status == KHL_OK) status = khl_export(&list, argc > 2 ? argv[2] : "html", words, &bytes, &n, &err);
    if (status != KHL_OK)
        fprintf(stderr, "%s\n", err.message);
    else
        fwrite(bytes, 1, n, stdout);
    free(bytes);
    khl_tsv_close(&rows);
    doc_close(&doc);
    return status != KHL_OK;
}
