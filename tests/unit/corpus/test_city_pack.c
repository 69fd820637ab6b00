/* City packs read as proposals: what becomes of an entry of none, one or several cities, whose the axis is,
 * and which packs are refused. */
#include "aliases_fixture.h"

#define HEAD(version) "{\"schema\":\"khulasa.pack/" version "\",\"run\":{\"version\":\"0.1.0\"},"
#define AXES                                                                                                 \
    "\"axes\":[{\"id\":1,\"name\":{\"ar\":\"الماء\",\"fr\":\"L'eau\",\"en\":null}},"                    \
    "{\"id\":2,\"name\":{\"ar\":null,\"fr\":\"Les routes\",\"en\":null}}],"
#define ENTRY(id, axis, cities)                                                                                          \
    "{\"id\":\"" id "\",\"number\":\"1.1\",\"axis\":" axis ",\"title\":\"حديقة\",\"text\":\"إحداث حديقة " \
    "عمومية\",\"cities\":[" cities "],\"demands\":14,\"associations\":6,\"level\":\"local\","                            \
    "\"authorities\":[{\"id\":\"commune\",\"level\":\"local\",\"lead\":true}],\"priority\":1}"

static khl_status read_pack(khl_corpus *corpus, const char *bytes, khl_error *err)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = aliases;
    return khl_corpus_read(corpus, write_file("shortlist.pack", bytes, strlen(bytes)), &options, err);
}

static khl_corpus *pack_of(const char *bytes)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (read_pack(corpus, bytes, &err) != KHL_OK) fail_msg("%s (row %d)", err.message, (int)err.row);
    assert_closes(corpus);
    assert_str(khl_corpus_input_at(corpus, 0)->platform, "city-pack");
    return corpus;
}

static void an_entry_is_a_proposal_with_its_numbers(void **state)
{
    (void)state;
    khl_corpus *corpus = pack_of(HEAD("1") AXES "\"entries\":[" ENTRY("E-1", "1", "\"مراكش\"") "]}");
    assert_int_equal(khl_corpus_count(corpus), 1);
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_str(p->id, "E-1");
    assert_str(p->text, "إحداث حديقة عمومية");
    assert_str(p->title, "حديقة");
    assert_str(p->city, "مراكش");
    assert_str(p->axis, "الماء"); /* by its name: another city may number others */
    assert_str(p->association, "");
    assert_int_equal(p->mark, 0); /* its rank is no mark of a committee */
    assert_str(khl_corpus_cell(corpus, 0, "demands", NULL), "14");
    assert_str(khl_corpus_cell(corpus, 0, "associations", NULL), "6");
    khl_corpus_destroy(corpus);
}

static void an_entry_of_several_cities_is_one_of_each(void **state)
{
    (void)state;
    khl_corpus *corpus = pack_of(HEAD("1") AXES "\"entries\":[" ENTRY("E-1", "1", "") "," ENTRY(
        "E-2", "2", "\"فاس, المدينة\",\"Sefrou\"") "]}");
    assert_int_equal(khl_corpus_count(corpus), 3);
    assert_str(khl_corpus_at(corpus, 0)->city, "");
    assert_str(khl_corpus_at(corpus, 1)->id, "E-2");
    assert_str(khl_corpus_at(corpus, 1)->city, "فاس, المدينة");
    assert_str(khl_corpus_at(corpus, 2)->id, "E-2~2");
    assert_str(khl_corpus_at(corpus, 2)->city, "Sefrou");
    assert_str(khl_corpus_at(corpus, 2)->axis, "Les routes");
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 2);
    assert_int_equal(khl_corpus_at(corpus, 2)->row, 2);
    assert_str(khl_corpus_at(corpus, 2)->given_id, "E-2");
    assert_str(khl_corpus_cell(corpus, 2, "demands", NULL), "14"); /* of both together */
    khl_corpus_destroy(corpus);
}

static void a_city_that_is_named_twice_counts_once(void **state)
{
    (void)state;
    khl_corpus *corpus =
        pack_of(HEAD("1") AXES "\"entries\":[" ENTRY("E-1", "1", "\"Fès\",\"Sefrou\",\"Fès\"") "]}");
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "repeated-id");
    khl_corpus_destroy(corpus);
}

static void an_axis_that_the_pack_does_not_name_is_none(void **state)
{
    (void)state;
    static const char *const axes[] = {"0", "3", "-1", "null", "99999999999999999999.0", "\"1\""};
    char bytes[2048];
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        snprintf(bytes, sizeof bytes, "%s%s\"entries\":[{\"id\":\"E-1\",\"text\":\"ماء\",\"axis\":%s}]}",
                 HEAD("1"), AXES, axes[i]);
        khl_corpus *corpus = pack_of(bytes);
        assert_str(khl_corpus_at(corpus, 0)->axis, "");
        khl_corpus_destroy(corpus);
    }
}

static void assert_pack_refused(const char *bytes, const char *id, uint64_t row)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(read_pack(corpus, bytes, &err), KHL_E_INPUT);
    assert_string_equal(err.id, id);
    assert_int_equal(err.row, row);
    assert_int_equal(khl_corpus_n_inputs(corpus), 0);
    khl_corpus_destroy(corpus);
}

static void what_is_no_pack_of_this_schema_is_refused(void **state)
{
    (void)state;
    assert_pack_refused(HEAD("2") AXES "\"entries\":[" ENTRY("E-1", "1", "") "]}", "city_pack.schema", 1);
    assert_pack_refused(HEAD("10") "\"entries\":[]}", "city_pack.schema", 1);
    assert_pack_refused(HEAD("1") AXES "\"entries\":{}}", "city_pack.entries", 1);
    assert_pack_refused(HEAD("1") AXES "\"entries\":[]}", "input.header_only", 1);
    assert_pack_refused(HEAD("1") "\"entries\":[" ENTRY("E-1", "1", "") ",{\"id\":\"E-2\"}]}",
                        "city_pack.entry", 2);
    assert_pack_refused(HEAD("1") "\"entries\":[7]}", "city_pack.entry", 1);
    assert_pack_refused(HEAD("1") "\"entries\":[" ENTRY("E-1", "1", "") "," ENTRY("E-1", "1", "") "]}",
                        "corpus.repeated_id", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_a_proposal_with_its_numbers),
        cmocka_unit_test(an_entry_of_several_cities_is_one_of_each),
        cmocka_unit_test(a_city_that_is_named_twice_counts_once),
        cmocka_unit_test(an_axis_that_the_pack_does_not_name_is_none),
        cmocka_unit_test(what_is_no_pack_of_this_schema_is_refused),
    };
    return cmocka_run_group_tests_name("city_pack", tests, compile, release);
}
