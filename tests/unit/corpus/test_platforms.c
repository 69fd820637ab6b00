/* Tables as platforms export them: each file of data/ holds a trap, and each test says what becomes of it. */
#include "aliases_fixture.h"

static khl_status add_as(khl_corpus *corpus, const char *name, const char *platform, khl_error *err)
{
    char path[512];
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = aliases;
    options.platform = platform;
    snprintf(path, sizeof path, KHL_SOURCE_DIR "/tests/unit/corpus/data/%s", name);
    return khl_corpus_read(corpus, path, &options, err);
}

static void add(khl_corpus *corpus, const char *name)
{
    khl_error err = {0};
    if (add_as(corpus, name, NULL, &err) != KHL_OK)
        fail_msg("%s: %s (row %d column %d)", name, err.message, (int)err.row, (int)err.column);
    assert_closes(corpus);
}

/* A corpus of one file, of that platform. */
static khl_corpus *read_data(const char *name, const char *platform, size_t n)
{
    khl_corpus *corpus = new_corpus();
    add(corpus, name);
    assert_str(khl_corpus_input_at(corpus, 0)->platform, platform);
    assert_int_equal(khl_corpus_count(corpus), n);
    return corpus;
}

static void assert_refusal(const char *name, const char *id, uint64_t row)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(add_as(corpus, name, NULL, &err), KHL_E_INPUT);
    assert_string_equal(err.id, id);
    assert_int_equal(err.row, row);
    assert_int_equal(khl_corpus_n_inputs(corpus), 0);
    khl_corpus_destroy(corpus);
}

static unsigned notes(const khl_corpus *corpus)
{
    return khl_corpus_input_at(corpus, 0)->notes;
}

static void google_time_stamps_are_known_by_their_shape(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("google_forms.csv", "google-forms", 3);
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_str(p->date, "2024/03/15 10:22:31 ص GMT+1");
    assert_str(p->association, "جمعية الأمل");
    assert_str(p->axis, "الرياضة");
    assert_str(p->author, "amal@example.org");
    assert_str(p->text, "إحداث ملعب للقرب بحي السلام يستفيد منه شباب الأحياء المجاورة");
    assert_int_equal(notes(corpus), KHL_NOTE_TEXT_GUESSED);
    khl_corpus_destroy(corpus);
}

/* Each row takes the answer it has; one with two answers holds two proposals. */
static void repeated_questions_are_one_field(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("google_forms_fr.csv", "google-forms", 4);
    assert_text(corpus, 0, "Créer un terrain de sport");
    assert_text(corpus, 1, "Étendre l'éclairage public");
    assert_text(corpus, 2, "Construire un dispensaire");
    assert_text(corpus, 3, "Ouvrir une bibliothèque");
    assert_str(khl_corpus_at(corpus, 3)->association, "Salam");
    assert_int_equal(khl_corpus_at(corpus, 3)->row, 4);
    assert_int_equal(notes(corpus), 0);
    khl_corpus_destroy(corpus);
}

static void a_date_is_no_time_stamp(void **state)
{
    (void)state;
    khl_corpus_destroy(read_data("time_table.csv", "", 2));
}

static void kobo_columns_tell_what_was_ticked(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("kobo.csv", "kobotoolbox", 3);
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "tag-row");
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_str(p->id, "501");
    assert_str(p->association, "جمعية الأمل");
    assert_str(p->axis, "الصحة والخدمات الاجتماعية");
    assert_str(p->place, ""); /* an option of a question is no place */
    assert_str(p->text, "بناء مستوصف; مع طبيب قار");
    assert_str(p->date, "2024-03-01T10:00:00");
    assert_str(p->author, "ahmed");
    assert_str(khl_corpus_at(corpus, 1)->axis, ""); /* two ticks: left open, and noted */
    assert_str(khl_corpus_at(corpus, 2)->axis, "");
    assert_str(khl_corpus_at(corpus, 2)->text, "قال \"نعم\" لتهيئة الساحة");
    assert_int_equal(notes(corpus), KHL_NOTE_SEVERAL_AXES);
    khl_corpus_destroy(corpus);
}

static void ticks_without_a_summary_tell_it_too(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("kobo_details.csv", "kobotoolbox", 2);
    assert_str(khl_corpus_at(corpus, 0)->axis, "التعليم");
    assert_str(khl_corpus_at(corpus, 1)->axis, ""); /* unanswered is not 0 */
    assert_int_equal(notes(corpus), 0);
    khl_corpus_destroy(corpus);
}

static void repeats_take_what_their_parent_says(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    add(corpus, "kobo_main.csv");
    assert_int_equal(khl_corpus_received(corpus), 0);
    assert_int_equal(khl_corpus_input_at(corpus, 0)->heads, 2);
    assert_int_equal(khl_corpus_settle(corpus, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "kobo.no_repeats");
    add(corpus, "kobo_repeats.csv");
    assert_int_equal(khl_corpus_settle(corpus, &err), KHL_OK);
    assert_int_equal(khl_corpus_count(corpus), 4);
    assert_text(corpus, 1, "بناء مستوصف");
    assert_str(khl_corpus_at(corpus, 1)->association, "جمعية الأمل");
    assert_str(khl_corpus_at(corpus, 1)->city, "الخميسات");
    assert_str(khl_corpus_at(corpus, 1)->date, "2024-03-01T10:00:00");
    assert_str(khl_corpus_at(corpus, 2)->city, "تيفلت");
    assert_str(khl_corpus_at(corpus, 3)->city, ""); /* its index is that of another submission */
    assert_int_equal(khl_corpus_input_at(corpus, 1)->notes, KHL_NOTE_NO_PARENT);
    khl_corpus_destroy(corpus);
}

static void repeats_alone_are_read_and_it_is_noted(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("kobo_repeats.csv", "kobotoolbox", 4);
    assert_int_equal(notes(corpus), KHL_NOTE_NO_PARENT);
    assert_str(khl_corpus_at(corpus, 0)->date, "2024-03-01T10:00:00");
    khl_corpus_destroy(corpus);
}

static void unfinished_answers_are_kept_and_marked(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("limesurvey.csv", "limesurvey", 2);
    assert_str(khl_corpus_at(corpus, 1)->id, "2");
    assert_text(corpus, 1, "بناء مستوصف");
    assert_str(khl_corpus_at(corpus, 1)->association, "جمعية النور");
    assert_str(khl_corpus_at(corpus, 1)->date, "2024-03-02 08:30:00");
    assert_false(khl_corpus_at(corpus, 0)->unfinished);
    assert_true(khl_corpus_at(corpus, 1)->unfinished);
    assert_int_equal(khl_corpus_input_at(corpus, 0)->unfinished, 1);
    khl_corpus_destroy(corpus);
    corpus = read_data("limesurvey_codes.csv", "limesurvey", 2);
    assert_text(corpus, 0, "إحداث ملعب للقرب بحي السلام لفائدة الشباب");
    assert_true(khl_corpus_at(corpus, 1)->unfinished);
    assert_int_equal(notes(corpus), KHL_NOTE_TEXT_GUESSED);
    khl_corpus_destroy(corpus);
}

static void each_answer_of_an_array_is_a_proposal(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("limesurvey_array.csv", "limesurvey", 3);
    assert_text(corpus, 0, "إحداث ملعب للقرب");
    assert_text(corpus, 1, "بناء مستوصف");
    assert_str(khl_corpus_at(corpus, 1)->id, "limesurvey_array.csv:2~2");
    assert_text(corpus, 2, "تهيئة حديقة");
    assert_false(khl_corpus_at(corpus, 1)->unfinished);
    assert_true(khl_corpus_at(corpus, 2)->unfinished);
    khl_corpus_destroy(corpus);
}

/* 1 and 5 live on in 4, which names them; 2 was withdrawn and merged into nothing. */
static void merged_originals_count_once(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("decidim.csv", "decidim", 3);
    assert_int_equal(khl_corpus_n_aside(corpus), 2);
    assert_str(khl_corpus_aside_at(corpus, 0)->id, "1");
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "merged-original");
    assert_str(khl_corpus_aside_at(corpus, 0)->text, "- إحداث ملعب للقرب"); /* the guard is off */
    assert_str(khl_corpus_aside_at(corpus, 1)->id, "5");
    assert_str(khl_corpus_at(corpus, 0)->id, "2");
    assert_text(corpus, 1, "'Construire' un dispensaire"); /* no guard: nothing to take off */
    assert_str(khl_corpus_at(corpus, 1)->title, "Dispensaire");
    assert_str(khl_corpus_at(corpus, 1)->author, "Jean Exemple");
    assert_str(khl_corpus_at(corpus, 1)->association, "");
    assert_int_equal(notes(corpus), 0);
    khl_corpus_destroy(corpus);
}

static void a_missing_arabic_title_is_noted(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("decidim_no_arabic_title.csv", "decidim", 2);
    assert_text(corpus, 1, "إحداث ملعب");
    assert_int_equal(notes(corpus), KHL_NOTE_NO_ARABIC_TITLE);
    khl_corpus_destroy(corpus);
}

static void decidim_names_are_read_in_both_spellings(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("decidim_arabic_names.csv", "decidim", 1);
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_str(p->id, "1");
    assert_str(p->title, "ملعب");
    assert_str(p->text, "+ إحداث ملعب للقرب");
    assert_str(p->axis, "الصحة");
    khl_corpus_destroy(corpus);
}

static void decidim_json_is_read_old_and_new(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("decidim_old.json", "decidim", 1);
    assert_text(corpus, 0, "'- بناء مستوصف"); /* no exporter guards JSON: it was written so */
    assert_str(khl_corpus_at(corpus, 0)->axis, "الصحة");
    assert_str(khl_corpus_at(corpus, 0)->place, "حي السلام");
    khl_corpus_destroy(corpus);
    corpus = read_data("decidim_new.json", "decidim", 1);
    assert_str(khl_corpus_at(corpus, 0)->axis, "الصحة");
    assert_str(khl_corpus_at(corpus, 0)->author, "فاطمة المثال");
    assert_str(khl_corpus_aside_at(corpus, 0)->id, "2");
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "merged-original");
    khl_corpus_destroy(corpus);
}

static void consul_columns_are_known_by_position(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("consul.csv", "consul", 2);
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_str(p->id, "12");
    assert_str(p->title, "ملعب للقرب");
    assert_str(p->text, "إحداث ملعب للقرب بحي السلام");
    assert_str(p->author, "amal@example.org");
    assert_str(p->association, "");
    assert_str(p->date, "01 مارس 2024");
    assert_text(corpus, 1, "مستوصف"); /* no summary: the title is the text */
    khl_corpus_destroy(corpus);
    corpus = read_data("consul.json", "consul", 2);
    assert_text(corpus, 0, "إحداث ملعب للقرب");
    assert_text(corpus, 1, "بناء مستوصف");
    khl_corpus_destroy(corpus);
    corpus = read_data("consul_public.csv", "consul", 1);
    assert_text(corpus, 0, "Créer un terrain de sport");
    khl_corpus_destroy(corpus);
}

/* The editor's HTML is text to those who compare; the cell stays as it came. */
static void consul_descriptions_are_read_as_text(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("consul_html.csv", "consul", 3);
    assert_text(corpus, 0, "إحداث ملعب للقرب & تجهيزه\nبحي السلام\xC2\xA0!");
    assert_str(khl_corpus_cell(corpus, 0, "description", NULL),
               "<p>إحداث <strong class=\"a>b\">ملعب</strong> للقرب &amp; تجهيزه</p><p>بحي السلام&nbsp;!</p>");
    assert_text(corpus, 1, "Créer un terrain\n\n2 < 3 & AT&T <3");
    assert_text(corpus, 2, "Un résumé <b>seul</b>"); /* its description says nothing; a summary is no HTML */
    khl_corpus_destroy(corpus);
    corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(add_as(corpus, "consul_html.csv", "none", &err), KHL_OK);
    assert_true(khl_str_starts(khl_corpus_at(corpus, 1)->text, KHL_STR("<p>"))); /* other tables have none */
    khl_corpus_destroy(corpus);
    assert_refusal("consul_html_lost.csv", "consul.latin1", 2);
}

/* The names of the columns are gone, too, so that the first row stands as the header. */
static void deleted_arabic_is_refused(void **state)
{
    (void)state;
    assert_refusal("consul_latin1.csv", "consul.latin1", 3);
}

static void polis_comments_are_read_and_votes_refused(void **state)
{
    (void)state;
    khl_corpus *corpus = read_data("polis_comments.csv", "polis", 2);
    assert_str(khl_corpus_at(corpus, 1)->id, "1");
    assert_text(corpus, 1, "بناء مدرسة، ومكتبة");
    assert_str(khl_corpus_at(corpus, 0)->date, "Fri Mar 01 2024 10:00:00");
    khl_corpus_destroy(corpus);
    assert_refusal("polis_votes.csv", "polis.votes", 1);
}

static void a_platform_can_be_said(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(add_as(corpus, "decidim.csv", "none", &err), KHL_OK);
    assert_str(khl_corpus_input_at(corpus, 0)->platform, "");
    assert_int_equal(khl_corpus_n_aside(corpus), 0);
    assert_str(khl_corpus_at(corpus, 0)->text, "'- إحداث ملعب للقرب");
    khl_corpus_destroy(corpus);
    corpus = new_corpus();
    assert_int_equal(add_as(corpus, "time_table.csv", "google-forms", &err), KHL_OK);
    assert_str(khl_corpus_input_at(corpus, 0)->platform, "google-forms");
    assert_int_equal(add_as(corpus, "time_table.csv", "paper", &err), KHL_E_ARGUMENT);
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(google_time_stamps_are_known_by_their_shape),
        cmocka_unit_test(repeated_questions_are_one_field),
        cmocka_unit_test(a_date_is_no_time_stamp),
        cmocka_unit_test(kobo_columns_tell_what_was_ticked),
        cmocka_unit_test(ticks_without_a_summary_tell_it_too),
        cmocka_unit_test(repeats_take_what_their_parent_says),
        cmocka_unit_test(repeats_alone_are_read_and_it_is_noted),
        cmocka_unit_test(unfinished_answers_are_kept_and_marked),
        cmocka_unit_test(each_answer_of_an_array_is_a_proposal),
        cmocka_unit_test(merged_originals_count_once),
        cmocka_unit_test(a_missing_arabic_title_is_noted),
        cmocka_unit_test(decidim_names_are_read_in_both_spellings),
        cmocka_unit_test(decidim_json_is_read_old_and_new),
        cmocka_unit_test(consul_columns_are_known_by_position),
        cmocka_unit_test(consul_descriptions_are_read_as_text),
        cmocka_unit_test(deleted_arabic_is_refused),
        cmocka_unit_test(polis_comments_are_read_and_votes_refused),
        cmocka_unit_test(a_platform_can_be_said),
    };
    return cmocka_run_group_tests_name("platforms", tests, compile, release);
}
