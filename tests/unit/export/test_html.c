/* shortlist.html: complete, well-formed, self-contained, and proof against what texts may hold. */
#include "doc_fixture.h"
#include "doc_words.h"
#include "markup.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>

static doc_fixture docs[3];
static const char *const langs[3] = {"ar", "fr", "en"};

/* NUL-terminated for strstr; a NUL inside would fail the length check. */
static char *page_of(const khl_shortlist *list, const khl_words *words)
{
    char *bytes;
    size_t n;
    khl_error err = {0};
    assert_int_equal(khl_export(list, "html", words, &bytes, &n, &err), KHL_OK);
    char *text = realloc(bytes, n + 1);
    assert_non_null(text);
    text[n] = '\0';
    assert_int_equal(strlen(text), n);
    return text;
}

static char *sample_page(int lang)
{
    sample s;
    sample_init(&s);
    sample_cut(&s);
    sample_charts(&s);
    return page_of(&s.list, &docs[lang].words);
}

static size_t occurrences(const char *text, const char *needle)
{
    size_t n = 0;
    for (const char *p = strstr(text, needle); p != NULL; p = strstr(p + 1, needle)) n++;
    return n;
}

static bool is_void(const char *name)
{
    static const char *const names[] = {"meta", "br", "!DOCTYPE", "rect", "input", "path", "use", "circle"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

/* Reads the tag at p (behind '<'): its name, and where it ends; attribute values are quoted or bare words. */
static const char *read_tag(const char *p, char name[32])
{
    size_t n = 0;
    while (*p != '\0' && strchr(" />\n", *p) == NULL && n < 31) name[n++] = *p++;
    name[n] = '\0';
    bool quoted = false;
    for (; *p != '\0' && (quoted || *p != '>'); p++) {
        if (*p == '"') quoted = !quoted;
        assert_true(*p != '<');
    }
    assert_int_equal(*p, '>');
    return p + 1;
}

/* Every opened element is closed in order. style and script hold no markup. */
static void check_balance(const char *p)
{
    char open[64][32], name[32];
    size_t depth = 0;
    while ((p = strchr(p, '<')) != NULL) {
        if (p[1] == '/') {
            size_t n = strcspn(p + 2, ">");
            assert_true(depth > 0);
            depth--;
            assert_int_equal(n, strlen(open[depth]));
            assert_memory_equal(p + 2, open[depth], n);
            p += 2;
            continue;
        }
        p = read_tag(p + 1, name);
        if (is_void(name)) continue;
        assert_true(depth < 64);
        strcpy(open[depth++], name);
        if (strcmp(name, "style") == 0)
            p = strstr(p, "</style>");
        else if (strcmp(name, "script") == 0)
            p = strstr(p, "</script>");
        assert_non_null(p);
    }
    assert_int_equal(depth, 0);
}

static void empty_shortlist(void **state)
{
    (void)state;
    khl_shortlist list = {0};
    char *page = page_of(&list, &docs[0].words);
    check_balance(page);
    assert_null(strstr(page, "id=\"review\""));
    free(page);
}

static void tags_balance_in_every_language(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        char *page = sample_page(i);
        check_balance(page);
        free(page);
    }
}

static void language_and_direction(void **state)
{
    (void)state;
    char *ar = sample_page(0), *fr = sample_page(1);
    assert_non_null(strstr(ar, "<html lang=\"ar\" dir=\"rtl\">"));
    assert_non_null(strstr(fr, "<html lang=\"fr\" dir=\"ltr\">"));
    assert_non_null(strstr(fr, "5 septembre 2026"));
    free(ar);
    free(fr);
}

static void no_message_is_missing(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        char *page = sample_page(i);
        assert_null(strstr(page, "doc."));
        free(page);
    }
}

/* Every id that came in stands in the concordance, linked to a place that exists. */
static void every_id_and_every_link(void **state)
{
    (void)state;
    char *page = sample_page(0), target[64];
    static const char *const ids[] = {"K1", "K2/1", "K2/2", "2024/15", "2024/16", "K3"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        snprintf(target, sizeof target, "<bdi>%s</bdi>", ids[i]);
        assert_true(occurrences(page, target) >= 2);
    }
    size_t links = 0;
    for (const char *p = strstr(page, "href=\"#"); p != NULL; p = strstr(p + 1, "href=\"#"), links++) {
        int n = (int)strcspn(p + 7, "\"");
        snprintf(target, sizeof target, " id=\"%.*s\"", n, p + 7);
        assert_int_equal(occurrences(page, target), 1);
    }
    assert_true(links > 30);
    free(page);
}

/* Each part leads to the whole and to the other part; the whole stands on the page once. */
static void parts_lead_to_one_another(void **state)
{
    (void)state;
    char *page = sample_page(2);
    assert_int_equal(occurrences(page, "=&lt;hi&gt; &amp;\n-first\n- other"), 1);
    assert_int_equal(occurrences(page, "id=\"w-0\""), 1);
    assert_int_equal(occurrences(page, "<span class=\"part\"><a href=\"#w-0\">"), 2);
    assert_int_equal(occurrences(page, "Opening formula"), 1);
    assert_int_equal(occurrences(page, "Closing formula"), 0);
    free(page);
}

static void priority_and_its_rule_are_stated(void **state)
{
    (void)state;
    static const char *const RULE[] = {"تُرتَّب البنود", "Les entrées sont classées", "Entries are ranked"};
    for (int i = 0; i < 3; i++) {
        char *page = sample_page(i);
        assert_int_equal(occurrences(page, RULE[i]), 1);
        free(page);
    }
    char *page = sample_page(2);
    assert_non_null(
        strstr(page, "<dt>Priority</dt><dd>1 of 3 <small>marked high by the committee</small></dd>"));
    assert_non_null(strstr(page, "2 priority marks were not understood"));
    free(page);
}

static void hostile_text_is_text(void **state)
{
    (void)state;
    char *page = sample_page(0);
    assert_int_equal(occurrences(page, "<script"), 1); /* its own */
    assert_non_null(strstr(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_int_equal(occurrences(page, "</style>"), 1);
    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "<b>\""));
    assert_null(strstr(page, "<word>"));
    assert_non_null(strstr(page, "&quot;Quoted&quot;; &amp; &#39;so&#39;"));
    assert_non_null(strstr(page, "--&gt; &amp;amp;"));
    assert_null(strstr(page, "\xE2\x80\xAE"));     /* U+202E would turn the lines that follow round */
    assert_non_null(strstr(page, "\xE2\x90\x81")); /* U+0001 as its picture */
    for (const char *p = page; *p != '\0'; p++)
        assert_true((unsigned char)*p >= 0x20 || *p == '\n' || *p == '\t');
    free(page);
}

static void nothing_from_outside(void **state)
{
    (void)state;
    char *page = sample_page(0);
    static const char *const forbidden[] = {"http:", "https:", "//",      "src=",      "@import",
                                            "url(",  "<link",  "<iframe", "@font-face"};
    char *script = strstr(page, "</style>");
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        const char *found = strstr(page, forbidden[i]);
        if (found != NULL && strcmp(forbidden[i], "src=") == 0)
            found = strstr(script, "<img src="); /* escaped text */
        assert_null(found);
    }
    assert_non_null(strstr(page, "default-src 'none'"));
    assert_non_null(strstr(page, "script-src 'sha256-"));
    free(page);
}

static void account_and_chart(void **state)
{
    (void)state;
    char *page = sample_page(2);
    assert_non_null(
        strstr(page, "<a href=\"#concordance\"><b>5</b> <span>proposals received</span></a> <i>=</i>"));
    assert_non_null(strstr(page, "<b>4</b> <span>in the entries</span></a> <i>+</i>"));
    assert_non_null(strstr(page, "<a href=\"#aside\"><b>1</b>"));
    assert_non_null(strstr(page, "The account closes."));
    assert_non_null(strstr(page, "<title id=\"chart-title\">"));
    assert_non_null(strstr(page, "<desc id=\"chart-desc\">"));
    /* axis 1 has one entry of two demands, the widest bar has three */
    assert_non_null(strstr(page, "<rect class=\"entries\" x=\"0.00%\" y=\"25\" width=\"33.33%\""));
    assert_non_null(strstr(page, "<td>3</td><td>2</td>"));
    assert_non_null(strstr(page, "One &lt;&amp;&gt;"));
    free(page);
}

/* A text runs as most of its letters do, whichever stands first, and names its language where that is not the
 * page's; without letters the browser decides. */
static void texts_run_as_most_of_their_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text, *in_arabic, *in_french;
    } cases[] = {
        {"la commune ما تخدم حتى حاجة فهاد الحومة ديالنا", "<h3 dir=\"rtl\">",
         "<h3 dir=\"rtl\" lang=\"ar\">"},
        {"حي النصر: construire un dispensaire", "<h3 dir=\"ltr\" lang=\"und-Latn\">", "<h3 dir=\"ltr\">"},
        {"12 / 34", "<h3 dir=\"auto\">", "<h3 dir=\"auto\">"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sample s;
        sample_init(&s);
        s.entries[0].title = khl_str_from(cases[i].text);
        for (int french = 0; french < 2; french++) {
            const char *want = french ? cases[i].in_french : cases[i].in_arabic;
            char *page = page_of(&s.list, &docs[french].words), *title = strstr(page, "<h3 dir=");
            assert_non_null(title);
            assert_int_equal(strncmp(title, want, strlen(want)), 0);
            free(page);
        }
    }
}

/* Of the figures behind a pair those are shown that say something. */
static void weightless_evidence_is_left_out(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    char *before = page_of(&s.list, &docs[2].words);
    assert_int_equal(occurrences(before, ">Different place<"), 1);
    s.evidence[1].log_odds = -0.0004;
    char *after = page_of(&s.list, &docs[2].words);
    assert_int_equal(occurrences(after, ">Different place<"), 0);
    assert_int_equal(occurrences(after, ">Starting point<"), 1);
    free(before);
    free(after);
}

static void weakest_pair_only_when_low(void **state)
{
    (void)state;
    char *page = sample_page(2);
    assert_int_equal(occurrences(page, "Least alike pair"), 1); /* 0.25 is pointed out, 0.88 is not */
    free(page);
}

/* Every entry of several members leads to why they are one, with the figures of its weakest pair. */
static void weakest_pair_is_explained(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.entries[0].weakest_why = s.review[0].why;
    char *page = page_of(&s.list, &docs[2].words);
    assert_int_equal(occurrences(page, "<details class=\"cohesion\">"), 2); /* a single member has none */
    assert_int_equal(occurrences(page, "<tr class=\"blocked\">"), 2); /* there, and in the review queue */
    free(page);
}

/* Opening what is folded for the printer must not take from it what the style of paper knows it by. */
static void folded_parts_keep_their_names_on_paper(void **state)
{
    (void)state;
    char *page = sample_page(2);
    assert_non_null(strstr(page, "d.classList.add("));
    assert_null(strstr(page, "className"));
    free(page);
}

static void wording_kept_is_not_printed_twice(void **state)
{
    (void)state;
    char *page = sample_page(2);
    *strstr(page, "<section id=\"review\">") = '\0'; /* a tree names it again, shortened */
    assert_int_equal(occurrences(page, "verylongword"), 1);
    assert_int_equal(occurrences(page, "wording kept, as above"), 3);
    free(page);
}

static void blocked_slot_is_named(void **state)
{
    (void)state;
    char *page = sample_page(2);
    const char *blocked = strstr(page, "<tr class=\"blocked\">");
    assert_non_null(blocked);
    assert_int_equal(strncmp(strstr(blocked, "\">Place"), "\">Place<", 8), 0);
    assert_int_equal(occurrences(page, "<tr class=\"blocked\">"), 1);
    assert_int_equal(occurrences(page, "<tr class=\"open\">"), 1);
    assert_int_equal(occurrences(page, "<tr class=\"agree\">"), 1);
    free(page);
}

static void concordance_is_in_natural_order(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.members[3].id = (khl_str)S("K10");
    s.members[4].id = (khl_str)S("K9");
    s.entries[2].weakest[0] = s.members[3].id;
    s.entries[2].weakest[1] = s.members[4].id;
    char *page = page_of(&s.list, &docs[2].words), *rows = strstr(page, "<table class=\"concordance\">");
    assert_true(strstr(rows, ">K2/1<") < strstr(rows, ">K2/2<"));
    assert_true(strstr(rows, ">K2/2<") < strstr(rows, ">K3<"));
    assert_true(strstr(rows, ">K3<") < strstr(rows, ">K9<"));
    assert_true(strstr(rows, ">K9<") < strstr(rows, ">K10<"));
    free(page);
}

/* The form is for the script, which finds in the entries what to filter by, and knows no language itself. */
static void search_waits_for_the_script(void **state)
{
    (void)state;
    char *page = sample_page(2);
    static const char *const once[] = {"<section id=\"search\" class=\"scripted\" hidden>",
                                       "<div class=\"found scripted\" hidden>",
                                       "<p class=\"selection\" hidden>A selection, not the whole document: ",
                                       " data-zero=\"No entry found among {1}\"",
                                       " data-other=\"{0} entries of {1}\">3 entries</p>",
                                       "<label for=\"find-association\">Association</label>",
                                       "<bdi data-authority=\"commune\">",
                                       "<dd data-level=\"local\">Local</dd>"};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) assert_int_equal(occurrences(page, once[i]), 1);
    free(page);
}

/* What one association said in an entry twice is counted there; demands without a name close the table. */
static void associations_and_what_they_said_twice(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    for (int i = 0; i < 3; i++) s.members[i].association = (khl_str)S("A & B");
    char *page = page_of(&s.list, &docs[2].words);
    assert_non_null(strstr(page,
                           "<tr><th scope=\"row\"><bdi>A &amp; B</bdi></th><td>3</td><td>2</td><td>0</td>"
                           "<td>2 <a href=\"#E-0000000001\"><bdi>1.1</bdi></a></td></tr>\n"
                           "<tr><th scope=\"row\">No association named</th><td>2</td><td>1</td><td></td>"));
    free(page);
    s.members[1].association = (khl_str)S("C");
    s.members[3].association = (khl_str)S("C");
    s.members[4].association = (khl_str)S("C");
    page = page_of(&s.list, &docs[2].words);
    const char *most =
        strstr(page, "<bdi>C</bdi></th><td>3</td><td>2</td><td>1</td><td>2 <a href=\"#E-0000000003\">");
    const char *less = strstr(page, "<bdi>A &amp; B</bdi></th><td>2</td><td>2</td><td>1</td><td>0</td>");
    assert_true(most != NULL && less != NULL && most < less);
    assert_int_equal(occurrences(page, "No association named"), 0);
    free(page);
}

static void no_association_no_table(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    for (int i = 0; i < SAMPLE_MEMBERS; i++) s.members[i].association = (khl_str)S("");
    char *page = page_of(&s.list, &docs[2].words);
    assert_int_equal(occurrences(page, "#associations\""), 0);
    assert_int_equal(occurrences(page, "id=\"associations\""), 0);
    free(page);
}

static void trees_say_who_met_where(void **state)
{
    (void)state;
    char *page = sample_page(2), *tree = strstr(page, "<figure class=\"tree c2\" id=\"tree-2\">");
    assert_non_null(tree);
    char *end = strstr(tree, "</figure>");
    *end = '\0';
    assert_int_equal(occurrences(tree, "<bdi class=\"id\">"), 3);
    assert_int_equal(occurrences(tree, "<li class=begins>"), 2);
    /* rows of 24 from the left edge: two demands of 2.2 meet at 40 %, and 2.1 at 10 % */
    assert_non_null(strstr(tree, "class=\"within\" d=\"M0 0M0 36H600V60H0\""));
    assert_non_null(strstr(tree, "class=\"between\" d=\"M0 0M0 12H900V48H600\""));
    assert_non_null(strstr(tree, "class=\"at\" d=\"M700 0V72\""));
    assert_non_null(
        strstr(tree, "<td>2</td><td><bdi>40%</bdi></td><td><a href=\"#E-0000000002\"><bdi>2.1</bdi></a> "
                     "<bdi>10%</bdi></td>"));
    assert_non_null(
        strstr(tree, "<td>1</td><td></td><td><a href=\"#E-0000000003\"><bdi>2.2</bdi></a> <bdi>10%</bdi>"));
    free(page);
    page = sample_page(0); /* from the right edge */
    assert_non_null(strstr(page, "class=\"within\" d=\"M0 0M1000 36H400V60H1000\""));
    assert_non_null(strstr(page, "class=\"at\" d=\"M300 0V72\""));
    free(page);
}

/* Points of one place are told apart, and each is named by its entry. */
static void a_map_of_links(void **state)
{
    (void)state;
    char *page = sample_page(2), *map = strstr(page, "<svg class=\"map\"");
    assert_non_null(map);
    assert_non_null(strstr(map, "nearest points: <bdi>75%</bdi>"));
    *strstr(map, "</svg>") = '\0';
    assert_int_equal(occurrences(map, "<a class=\"c"), 3);
    assert_non_null(strstr(map, "href=\"#E-0000000003\"><title>2.2 long (2 demands gathered)</title>"));
    unsigned at[2][2];
    const char *p = map;
    for (int i = 0; i < 2; i++) {
        p = strstr(p + 1, "<use href=\"#mark-2\"");
        assert_non_null(p);
        assert_int_equal(
            sscanf(p, "<use href=\"#mark-2\" transform=\"translate(%u %u)", &at[i][0], &at[i][1]), 2);
    }
    int dx = (int)at[0][0] - (int)at[1][0], dy = (int)at[0][1] - (int)at[1][1];
    assert_true(dx * dx + dy * dy > 22 * 22);
    free(page);
}

static void without_trees_and_points_there_is_no_chart(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    char *page = page_of(&s.list, &docs[0].words);
    assert_null(strstr(page, "id=\"map\""));
    assert_null(strstr(page, "href=\"#map\""));
    assert_null(strstr(page, "id=\"trees\""));
    assert_null(strstr(page, "href=\"#trees\""));
    free(page);
}

/* Of 450 demands 400 are drawn, in blocks, and the page says how many are not. */
static void what_is_not_drawn_is_counted(void **state)
{
    (void)state;
    enum { MANY = 450 };
    static khl_member members[MANY];
    static khl_shortlist_leaf leaves[MANY];
    static char ids[MANY][8];
    sample s;
    sample_init(&s);
    sample_charts(&s);
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "n%u", (unsigned)i);
        members[i] = s.members[0];
        members[i].id = khl_str_from(ids[i]);
        members[i].representative = i == 0;
        leaves[i] = (khl_shortlist_leaf){0, i};
    }
    s.entries[0].members = members;
    s.entries[0].n_members = s.axes[0].n_members = MANY;
    s.entries[0].weakest[0] = s.entries[0].weakest[1] = (khl_str)S("");
    s.joins[0].a = 35;
    s.joins[0].b = 36;
    s.trees[0] = (khl_shortlist_tree){1, leaves, MANY, s.joins, 1};
    s.list.n_review = 0;
    s.list.demands = MANY + 3;
    s.list.received = MANY + 4;
    char *page = page_of(&s.list, &docs[2].words), *tree = strstr(page, "id=\"tree-1\"");
    assert_non_null(strstr(tree, "50 more demands of this axis are not drawn"));
    *strstr(tree, "</figure>") = '\0';
    assert_int_equal(occurrences(tree, "<bdi class=\"id\">"), 400);
    assert_int_equal(occurrences(tree, "<svg"), 400 / 36 + 1);
    assert_int_equal(occurrences(tree, "aria-hidden=\"true\"><path"), 400 / 36);
    /* rows 35 and 36 are joined from one block to the next, and drawn in these two alone */
    assert_int_equal(occurrences(tree, "M0 852H200V876H0"), 2);
    free(page);
}

static void same_bytes(void **state)
{
    (void)state;
    char *a = sample_page(0), *b = sample_page(0);
    assert_string_equal(a, b);
    free(a);
    free(b);
}

static void plurals(void **state)
{
    (void)state;
    static const struct {
        const char *lang;
        uint32_t n;
        const char *category;
    } cases[] = {{"ar", 0, "zero"},    {"ar", 1, "one"},   {"ar", 2, "two"},   {"ar", 3, "few"},
                 {"ar", 10, "few"},    {"ar", 11, "many"}, {"ar", 99, "many"}, {"ar", 100, "other"},
                 {"ar", 102, "other"}, {"ar", 103, "few"}, {"fr", 0, "one"},   {"fr", 1, "one"},
                 {"fr", 2, "other"},   {"en", 0, "other"}, {"en", 1, "one"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(khl_doc_plural(khl_str_from(cases[i].lang), cases[i].n), cases[i].category);
    khl_buf out = KHL_BUF_INIT;
    khl_doc_count(&out, &docs[2].words, "doc.n_entries", 93);
    assert_true(khl_str_equal(khl_buf_str(&out), KHL_STR("93 entries")));
    khl_buf_clear(&out);
}

static void percentages_keep_the_ends_for_certainty(void **state)
{
    (void)state;
    assert_int_equal(khl_doc_percent(1), 100);
    assert_int_equal(khl_doc_percent(0.9999), 99);
    assert_int_equal(khl_doc_percent(0.0001), 1);
    assert_int_equal(khl_doc_percent(0), 0);
    assert_int_equal(khl_doc_percent(0.505), 51);
    assert_int_equal(khl_doc_percent(-1), 0);
}

static void line_ends_and_bad_bytes(void **state)
{
    (void)state;
    khl_buf out = KHL_BUF_INIT;
    khl_markup_text(&out, (khl_str)S("a\r\nb\rc\xFF\x7F\xC2\x85\xEF\xBF\xBF\0d"));
    assert_true(khl_str_equal(khl_buf_str(&out),
                              (khl_str)S("a\nb\nc\xEF\xBF\xBD\xE2\x90\xA1\xEF\xBF\xBD\xEF\xBF\xBD\xE2\x90\x80"
                                         "d")));
    khl_buf_clear(&out);
}

static void unknown_reason_and_date_are_shown_as_given(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.aside[0].reason = (khl_str)S("burnt <paper>");
    s.list.date = (khl_str)S("autumn '26");
    char *page = page_of(&s.list, &docs[1].words);
    assert_non_null(strstr(page, "burnt &lt;paper&gt;"));
    assert_non_null(strstr(page, "<bdi>autumn &#39;26</bdi>"));
    free(page);
}

static int open_docs(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) doc_open(&docs[i], langs[i]);
    return 0;
}

static int close_docs(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) doc_close(&docs[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(empty_shortlist),
                                       cmocka_unit_test(tags_balance_in_every_language),
                                       cmocka_unit_test(language_and_direction),
                                       cmocka_unit_test(no_message_is_missing),
                                       cmocka_unit_test(every_id_and_every_link),
                                       cmocka_unit_test(parts_lead_to_one_another),
                                       cmocka_unit_test(priority_and_its_rule_are_stated),
                                       cmocka_unit_test(hostile_text_is_text),
                                       cmocka_unit_test(nothing_from_outside),
                                       cmocka_unit_test(account_and_chart),
                                       cmocka_unit_test(texts_run_as_most_of_their_letters),
                                       cmocka_unit_test(weightless_evidence_is_left_out),
                                       cmocka_unit_test(weakest_pair_only_when_low),
                                       cmocka_unit_test(weakest_pair_is_explained),
                                       cmocka_unit_test(folded_parts_keep_their_names_on_paper),
                                       cmocka_unit_test(wording_kept_is_not_printed_twice),
                                       cmocka_unit_test(blocked_slot_is_named),
                                       cmocka_unit_test(concordance_is_in_natural_order),
                                       cmocka_unit_test(search_waits_for_the_script),
                                       cmocka_unit_test(associations_and_what_they_said_twice),
                                       cmocka_unit_test(no_association_no_table),
                                       cmocka_unit_test(trees_say_who_met_where),
                                       cmocka_unit_test(a_map_of_links),
                                       cmocka_unit_test(without_trees_and_points_there_is_no_chart),
                                       cmocka_unit_test(what_is_not_drawn_is_counted),
                                       cmocka_unit_test(same_bytes),
                                       cmocka_unit_test(plurals),
                                       cmocka_unit_test(percentages_keep_the_ends_for_certainty),
                                       cmocka_unit_test(line_ends_and_bad_bytes),
                                       cmocka_unit_test(unknown_reason_and_date_are_shown_as_given)};
    return cmocka_run_group_tests(tests, open_docs, close_docs);
}
