/* The handle: the account, ids, adding by hand, digests, failure without traces, and random damage. */
#include "corpus_test.h"

static void nothing_in_it(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    assert_int_equal(khl_corpus_count(corpus), 0);
    assert_int_equal(khl_corpus_received(corpus), 0);
    assert_null(khl_corpus_at(corpus, 0));
    assert_null(khl_corpus_aside_at(corpus, 0));
    assert_null(khl_corpus_input_at(corpus, 0));
    bool found = true;
    assert_str(khl_corpus_cell(corpus, 0, "id", &found), "");
    assert_false(found);
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(NULL);
}

static void sha256_known_answers(void **state)
{
    (void)state;
    unsigned char digest[32];
    char hex[65];
    khl_sha256((khl_str){NULL, 0}, digest);
    khl_sha256_hex(digest, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    khl_sha256(KHL_STR("abc"), digest);
    khl_sha256_hex(digest, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    khl_corpus *corpus = read_text("a.csv", "text\nabc\n");
    khl_sha256(KHL_STR("text\nabc\n"), digest);
    assert_memory_equal(khl_corpus_input_at(corpus, 0)->sha256, digest, 32);
    khl_corpus_destroy(corpus);
}

static void unusable_texts_are_set_aside(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text(
        "a.csv",
        "id,text\n1,school\n2,\n3, \xC2\xA0\xE2\x80\x8F\n4,12 / 3\n5,\xD9\x80\xD9\x80\n6,3 مدارس\n7,road\n");
    static const char *const reasons[] = {"empty-text", "empty-text", "no-letters", "no-letters"};
    assert_int_equal(khl_corpus_count(corpus), 3);
    assert_int_equal(khl_corpus_n_aside(corpus), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_str(khl_corpus_aside_at(corpus, i)->reason, reasons[i]);
        assert_int_equal(khl_corpus_aside_at(corpus, i)->row, 3 + i);
    }
    assert_str(khl_corpus_aside_at(corpus, 2)->id, "4");
    assert_str(khl_corpus_aside_at(corpus, 2)->text, "12 / 3");
    khl_corpus_destroy(corpus);
}

static void an_id_that_stands_twice_in_a_file_is_refused(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    const char *text = "text,id\nschool,1\nroad,2\nwater,1\n";
    assert_int_equal(khl_corpus_read(corpus, write_file("a.csv", text, strlen(text)), NULL, &err),
                     KHL_E_INPUT);
    assert_string_equal(err.id, "corpus.repeated_id");
    assert_int_equal(err.row, 4);
    assert_int_equal(err.column, 2);
    assert_string_equal(err.args[1], "2");
    assert_int_equal(khl_corpus_received(corpus), 0);
    khl_corpus_destroy(corpus);
}

static void ids_of_other_files_are_kept_apart(void **state)
{
    (void)state;
    static const char *const MORE[] = {"id,association,text\n1,A,school\n", "id,association,text\n1,A,road\n",
                                       "id,association,text\n1,B,school\n", "id,association,text\n1,A,road\n",
                                       "id,association,text\n1~2,A,water\n"};
    khl_corpus *corpus = read_text("a.csv", "id,association,text\n1,A,school\n");
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++)
        assert_int_equal(khl_corpus_read(corpus, write_file("b.csv", MORE[i], strlen(MORE[i])), NULL, NULL),
                         KHL_OK);
    assert_int_equal(khl_corpus_received(corpus), 6);
    assert_int_equal(khl_corpus_count(corpus), 4);
    assert_str(khl_corpus_at(corpus, 1)->id, "1~2");
    assert_str(khl_corpus_at(corpus, 1)->given_id, "1");
    assert_str(khl_corpus_at(corpus, 2)->id, "1~3"); /* the same words of another association */
    assert_str(khl_corpus_at(corpus, 3)->id, "1~2~2");
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "repeated-id");
    khl_corpus_destroy(corpus);
}

static void ids_are_unique_over_inputs(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "text\nschool\nroad\n");
    char path[160];
    assert_int_equal(khl_corpus_read(corpus, write_file("a.csv", "text\nschool\nwater\n", 18), NULL, NULL),
                     KHL_OK);
    assert_int_equal(khl_corpus_count(corpus),
                     4); /* another file of that name: nobody's words are a repetition */
    assert_str(khl_corpus_at(corpus, 2)->id, "a.csv:2~2");
    assert_str(khl_corpus_at(corpus, 2)->given_id, "");
    snprintf(path, sizeof path, "%s/a.csv", test_dir);
    assert_int_equal(khl_corpus_read(corpus, path, NULL, NULL), KHL_OK); /* the very same file again */
    assert_int_equal(khl_corpus_count(corpus), 4);
    assert_int_equal(khl_corpus_n_aside(corpus), 2);
    assert_int_equal(khl_corpus_n_inputs(corpus), 3);
    assert_closes(corpus);
    khl_corpus_destroy(corpus);
}

static void failure_leaves_no_trace(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "id,text\n1,school\n");
    khl_error err = {0};
    assert_int_equal(khl_corpus_read(corpus, write_file("b.csv", "id,text\n2,road\n3,\"x\n", 20), NULL, &err),
                     KHL_E_INPUT);
    assert_int_equal(khl_corpus_read(corpus, "/nonexistent/x.csv", NULL, &err), KHL_E_IO);
    assert_int_equal(khl_corpus_read(corpus, test_dir, NULL, &err), KHL_E_IO);
    assert_int_equal(khl_corpus_count(corpus), 1);
    assert_int_equal(khl_corpus_n_inputs(corpus), 1);
    assert_int_equal(khl_corpus_read(corpus, write_file("b.csv", "id,text\n2,road\n", 15), NULL, &err),
                     KHL_OK);
    assert_str(khl_corpus_at(corpus, 1)->id, "2");
    khl_corpus_destroy(corpus);
}

static void adding_by_hand(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    char text[] = "a school";
    khl_proposal p = {.text = khl_str_from(text), .city = KHL_STR(" Rabat ")};
    assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
    text[0] = 'X'; /* the corpus keeps its own copy */
    p.id = KHL_STR("H2");
    assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
    p.text = KHL_STR("12");
    assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
    p.text = KHL_STR("\xFF");
    khl_error err = {0};
    assert_int_equal(khl_corpus_add(corpus, &p, &err), KHL_E_INPUT);
    assert_closes(corpus);
    assert_int_equal(khl_corpus_received(corpus), 3);
    assert_text(corpus, 0, "a school");
    assert_str(khl_corpus_at(corpus, 0)->id, "memory:1");
    assert_str(khl_corpus_at(corpus, 0)->city, "Rabat");
    assert_str(khl_corpus_at(corpus, 1)->id, "H2");
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "no-letters");
    assert_int_equal(khl_corpus_n_inputs(corpus), 1);
    assert_int_equal(khl_corpus_input_at(corpus, 0)->rows, 3);
    khl_corpus_destroy(corpus);
}

static void cells_by_header(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "id,text,Gold Entry:,empty\n1,,x,\n2,road,E7,\n");
    bool found = false;
    assert_str(khl_corpus_cell(corpus, 0, "Gold Entry:", &found),
               "E7"); /* row 1 is aside: i counts proposals */
    assert_true(found);
    assert_str(khl_corpus_cell(corpus, 0, "gold  entry", &found), "E7");
    assert_str(khl_corpus_cell(corpus, 0, "empty", &found), "");
    assert_true(found);
    assert_str(khl_corpus_cell(corpus, 0, "gold", &found), "");
    assert_false(found);
    khl_corpus_destroy(corpus);
}

static void options(void **state)
{
    (void)state;
    static const char *const map[] = {"text=Words", "axis=K"};
    static const char *const bad_field[] = {"colour=Words"};
    static const char *const bad_header[] = {"text=None"};
    khl_read_options o = KHL_READ_OPTIONS_INIT;
    khl_error err = {0};
    khl_corpus *corpus = new_corpus();
    const char *path = write_file("a.csv", "id,words,k,text\n1,school,4,note\n", 32);
    o.map = map;
    o.n_map = 2;
    assert_int_equal(khl_corpus_read(corpus, path, &o, &err), KHL_OK);
    assert_text(corpus, 0, "school");
    assert_str(khl_corpus_at(corpus, 0)->axis, "4");
    o.n_map = 1;
    o.map = bad_field;
    assert_int_equal(khl_corpus_read(corpus, path, &o, &err), KHL_E_ARGUMENT);
    o.map = bad_header;
    assert_int_equal(khl_corpus_read(corpus, path, &o, &err), KHL_E_INPUT);
    assert_non_null(strstr(err.message, "id, words, k, text"));
    o = (khl_read_options)KHL_READ_OPTIONS_INIT;
    o.kind = "rtf";
    assert_int_equal(khl_corpus_read(corpus, path, &o, &err), KHL_E_ARGUMENT);
    o.kind = "txt";
    assert_int_equal(khl_corpus_read(corpus, path, &o, &err), KHL_OK);
    assert_int_equal(khl_corpus_input_at(corpus, 1)->rows, 2);
    o.max_file_bytes = 8;
    assert_int_equal(khl_corpus_read(corpus, path, &o, &err), KHL_E_INPUT);
    khl_corpus_destroy(corpus);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static size_t mutate(char *bytes, size_t n, uint64_t *random)
{
    static const char nasty[] = {'"',  ',',  '\n',       '\r',       '{', '[',
                                 '\\', '\0', (char)0xFF, (char)0xD8, ';', '/'};
    for (uint64_t k = 1 + next_random(random) % 3; k > 0 && n > 1; k--) {
        size_t at = (size_t)(next_random(random) % n);
        switch (next_random(random) % 4) {
        case 0:
            bytes[at] = (char)next_random(random);
            break;
        case 1:
            bytes[at] = nasty[next_random(random) % sizeof nasty];
            break;
        case 2:
            memmove(bytes + at, bytes + at + 1, --n - at);
            break;
        default:
            n = at + 1;
        }
    }
    return n;
}

static void random_damage_is_refused_or_accounted_for(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } seeds[] = {
        {"m.csv", "id,city,association,axis,text\nK1,الخميسات,جمعية,1,\"إحداث مركز، "
                  "صحي\nبالحي\"\nK2,تيفلت,أخرى,2,مدرسة\n\nK3,x,y,3,\"a \"\"b\"\" c\"\n"},
        {"m.json", "{\"proposals\":[{\"id\":1,\"text\":{\"ar\":\"مدرسة\"},\"tags\":[1,2.5,true]},{\"id\":2,"
                   "\"title\":\"b\\u0645\"}]}"},
        {"m.jsonl", "{\"id\":1,\"text\":\"مدرسة\"}\n{\"id\":2,\"text\":\"road\"}\n"},
        {"m.txt", "first paragraph\nmore\n\nفقرة ثانية\n"},
        {"m", "\xFF\xFEi\0d\0,\0t\0e\0x\0t\0\n\0"},
    };
    uint64_t random = 20250602;
    khl_corpus *corpus = new_corpus();
    size_t read = 0, refused = 0;
    for (size_t round = 0; round < 2000; round++) {
        char bytes[512];
        size_t s = round % 5, n = s == 4 ? 18 : strlen(seeds[s].text);
        memcpy(bytes, seeds[s].text, n);
        n = mutate(bytes, n, &random);
        size_t before = khl_corpus_received(corpus), inputs = khl_corpus_n_inputs(corpus);
        khl_error err = {0};
        khl_status status = khl_corpus_read(corpus, write_file(seeds[s].name, bytes, n), NULL, &err);
        assert_closes(corpus);
        if (status == KHL_OK) {
            read++;
            assert_int_equal(khl_corpus_n_inputs(corpus), inputs + 1);
            assert_int_equal(khl_corpus_received(corpus), before + khl_corpus_input_at(corpus, inputs)->rows);
        } else {
            refused++;
            assert_int_equal(status, KHL_E_INPUT);
            assert_int_equal(err.code, status);
            assert_true(err.id[0] != '\0' && err.message[0] != '\0' && err.file[0] != '\0');
            assert_int_equal(khl_corpus_received(corpus), before);
        }
        if (round % 100 == 99) {
            khl_corpus_destroy(corpus);
            corpus = new_corpus();
        }
    }
    khl_corpus_destroy(corpus);
    assert_in_range(read, 200, 1800); /* both ways out were taken often */
    assert_in_range(refused, 200, 1800);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_in_it),
        cmocka_unit_test(sha256_known_answers),
        cmocka_unit_test(unusable_texts_are_set_aside),
        cmocka_unit_test(an_id_that_stands_twice_in_a_file_is_refused),
        cmocka_unit_test(ids_of_other_files_are_kept_apart),
        cmocka_unit_test(ids_are_unique_over_inputs),
        cmocka_unit_test(failure_leaves_no_trace),
        cmocka_unit_test(adding_by_hand),
        cmocka_unit_test(cells_by_header),
        cmocka_unit_test(options),
        cmocka_unit_test(random_damage_is_refused_or_accounted_for),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
