/* Encodings: the same table in each of them gives the same proposals; what is none of them is refused where
 * it goes wrong. */
#include "corpus_test.h"
#include "utf8.h"

static const char table[] = "id,text\nK1,إحداث مركز صحي بحي السلام؟\nK2,\"توفير 3 حافلات، وملعب\"\n";

/* Writes the table as UTF-16; order 'L' or 'B'. Returns the bytes. */
static size_t to_utf16(const char *text, char order, bool mark, unsigned char *out)
{
    size_t n = 0;
    bool bad = false;
    khl_str s = khl_str_from(text);
    for (size_t at = 0; at < s.n || mark;) {
        uint32_t c = mark ? 0xFEFF : khl_utf8_next(s, &at, &bad);
        mark = false;
        uint32_t units[2] = {c, 0};
        if (c > 0xFFFF) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + (c & 0x3FF);
        }
        for (int i = 0; i < (c > 0xFFFF ? 2 : 1); i++) {
            out[n++] = (unsigned char)(order == 'L' ? units[i] : units[i] >> 8);
            out[n++] = (unsigned char)(order == 'L' ? units[i] >> 8 : units[i]);
        }
    }
    return n;
}

static void check_table(khl_corpus *corpus, const char *encoding)
{
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_str(khl_corpus_at(corpus, 0)->id, "K1");
    assert_text(corpus, 0, "إحداث مركز صحي بحي السلام؟");
    assert_text(corpus, 1, "توفير 3 حافلات، وملعب");
    assert_str(khl_corpus_input_at(corpus, 0)->encoding, encoding);
    khl_corpus_destroy(corpus);
}

static void utf8_with_and_without_mark(void **state)
{
    (void)state;
    char marked[256] = "\xEF\xBB\xBF";
    strcat(marked, table);
    check_table(read_text("a.csv", table), "UTF-8");
    check_table(read_text("a.csv", marked), "UTF-8 BOM");
}

static void utf16_with_and_without_mark(void **state)
{
    (void)state;
    unsigned char bytes[1024];
    check_table(read_bytes("a.csv", bytes, to_utf16(table, 'L', true, bytes)), "UTF-16LE");
    check_table(read_bytes("a.csv", bytes, to_utf16(table, 'B', true, bytes)), "UTF-16BE");
    check_table(read_bytes("a.csv", bytes, to_utf16(table, 'L', false, bytes)), "UTF-16LE");
    check_table(read_bytes("a.csv", bytes, to_utf16(table, 'B', false, bytes)), "UTF-16BE");
}

static void utf16_beyond_the_first_plane(void **state)
{
    (void)state;
    unsigned char bytes[256];
    khl_corpus *corpus =
        read_bytes("a.csv", bytes, to_utf16("text\nمكتبة \xF0\x9F\x93\x9A\n", 'L', true, bytes));
    assert_text(corpus, 0, "مكتبة \xF0\x9F\x93\x9A");
    khl_corpus_destroy(corpus);
}

/* "إحداث مركز صحي بحي السلام؟" and "توفير 3 حافلات، وملعب" by the windows-1256 code chart. */
static const char table_1256[] =
    "id,text\nK1,\xC5\xCD\xCF\xC7\xCB \xE3\xD1\xDF\xD2 \xD5\xCD\xED \xC8\xCD\xED "
    "\xC7\xE1\xD3\xE1\xC7\xE3\xBF\nK2,\"\xCA\xE6\xDD\xED\xD1 3 \xCD\xC7\xDD\xE1\xC7\xCA\xA1 "
    "\xE6\xE3\xE1\xDA\xC8\"\n";

static void windows_1256(void **state)
{
    (void)state;
    check_table(read_text("a.csv", table_1256), "windows-1256");
}

/* One byte that is no UTF-8 must not turn the file into windows-1256. */
static void damaged_utf8_is_not_guessed(void **state)
{
    (void)state;
    khl_error err = refuse_bytes("a.csv",
                                 "id,text\nK1,\xD9\x85\nK2,ab\xFF"
                                 "cd\n",
                                 20);
    assert_string_equal(err.id, "encoding.bad_utf8");
    assert_non_null(strstr(err.message, "bad UTF-8"));
    assert_int_equal(err.row, 3);
    assert_int_equal(err.column, 2);
    assert_true(err.has_byte);
    assert_int_equal(err.byte, 19);
    assert_refused("a.csv", "id,text\nK1,\xD9\x85\xD8\xB1\xD9\x83\xD8\xB2 \xC7\xE1\n", "encoding.bad_utf8", 2,
                   2);
    assert_refused("a.csv",
                   "id,text\nK1,caf\xE9 \xE0 cr\xE9"
                   "er\n",
                   "encoding.bad_utf8", 2, 2);
    assert_refused("a.csv", "id,te\xFFxt\nK1,a\n", "encoding.bad_utf8", 1, 2);
}

static void damaged_utf8_after_a_quoted_line_break(void **state)
{
    (void)state;
    assert_refused("a.csv", "id;text\nK1;\"one\ntwo\"\n\nK2;\xC0\xAF\n", "encoding.bad_utf8", 4, 2);
}

static void damaged_utf8_elsewhere(void **state)
{
    (void)state;
    assert_refused("a.txt", "one\ntwo\n\nthree \xFF\n", "encoding.bad_utf8", 2, 1);
    assert_refused("a.txt", "one\ntwo\nthree \xFF\n", "encoding.bad_utf8", 3, 1);
    assert_refused("a.json", "[{\"text\":\n \"\xD9\x85\xFF\"}]", "encoding.bad_utf8", 2, 4);
}

static void another_arabic_code_page_is_refused(void **state)
{
    (void)state;
    /* ISO 8859-6: "و" is E8 and "ي" EA there, Latin letters in windows-1256 */
    const char text[] = "text\n\xE5\xD1\xE3\xD2 \xD5\xCD\xEA \xE8\xE5\xD3\xCA\xE8\xD5\xE1 \xC8\xCD\xEA\n";
    assert_string_equal(refuse_bytes("a.csv", text, sizeof text - 1).id, "encoding.bad_utf8");
}

static void damaged_utf16(void **state)
{
    (void)state;
    unsigned char bytes[1024];
    size_t n = to_utf16(table, 'L', true, bytes);
    khl_error err = refuse_bytes("a.csv", bytes, n - 1);
    assert_string_equal(err.id, "encoding.bad_utf16");
    assert_int_equal(err.byte, n - 2);
    bytes[2 + 2 * 11] = 0x00; /* the first letter of K1's text becomes half a surrogate pair */
    bytes[3 + 2 * 11] = 0xDC;
    err = refuse_bytes("a.csv", bytes, n);
    assert_int_equal(err.row, 2);
    assert_int_equal(err.column, 2);
    assert_int_equal(err.byte, 2 + 2 * 11);
}

/* The byte of an error found after decoding is that of the file, not of the decoded text. */
static void bytes_are_those_of_the_file(void **state)
{
    (void)state;
    unsigned char bytes[256];
    size_t n = to_utf16("id,text\nK1,مر\"كز\n", 'B', true, bytes);
    khl_error err = refuse_bytes("a.csv", bytes, n);
    assert_string_equal(err.id, "csv.quote");
    assert_int_equal(err.byte, 2 + 2 * 13);
    err = refuse_bytes("a.csv", "\xEF\xBB\xBFid,text\nK1,a\"b\n", 18);
    assert_int_equal(err.byte, 15);
}

static void foreign_kinds_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *id, *word;
    } kinds[] = {
        {"\x89PNG\r\n\x1A\n", 8, "input.picture", "picture"},
        {"\x1F\x8B\x08", 3, "input.archive", "gzip"},
        {"\xFF\xFE\0\0a\0\0\0", 8, "input.utf32", "UTF-32"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        khl_error err = refuse_bytes("a.csv", kinds[i].bytes, kinds[i].n);
        assert_string_equal(err.id, kinds[i].id);
        assert_non_null(strstr(err.message, kinds[i].word));
    }
}

static void binary_files_are_refused(void **state)
{
    (void)state;
    khl_error err = refuse_bytes("a.csv", "id,text\nK1,\0\0\0abc\n", 18);
    assert_string_equal(err.id, "input.binary");
    assert_int_equal(err.byte, 11);
    assert_int_equal(err.row, 2);
    /* one NUL in an odd place does not make UTF-16 */
    assert_string_equal(refuse_bytes("a.csv", "id,text\nK1,abcd\0", 16).id, "input.binary");
    assert_string_equal(refuse_bytes("a.txt", "\1\2\3\4\5abc", 8).id, "input.binary");
}

static void a_stray_control_in_a_long_text_is_kept(void **state)
{
    (void)state;
    char text[400] = "text\n\x1F"
                     "a";
    memset(text + 7, 'b', 300);
    khl_corpus *corpus = read_text("a.csv", text);
    assert_text(corpus, 0, text + 5);
    khl_corpus_destroy(corpus);
}

static void empty_files(void **state)
{
    (void)state;
    assert_refused("a.csv", "", "input.empty", 0, 0);
    assert_refused("a.csv", "\xEF\xBB\xBF", "input.empty", 0, 0);
    assert_refused("a.json", " \r\n\t\n", "input.empty", 0, 0);
    assert_refused("a.txt", "\n", "input.empty", 0, 0);
    assert_string_equal(refuse_bytes("a.csv", "\xFF\xFE", 2).id, "input.empty");
}

static void lost_letters_are_an_error(void **state)
{
    (void)state;
    assert_refused("a.csv", "id,text\n1,????? ???\n2,??? ????\n", "corpus.question_marks", 2, 2);
    assert_refused("a.csv", "id,text\n1,...\n2,- -\n3,!\n", "corpus.no_letters", 2, 2);
    khl_corpus *corpus = read_text("a.csv", "id,text\n1,???? ??\n2,مدرسة\n3,ملعب\n");
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "no-letters");
    khl_corpus_destroy(corpus);
}

static khl_status read_named(khl_corpus *corpus, const void *bytes, size_t n, const char *encoding,
                             khl_error *err)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.encoding = encoding;
    *err = (khl_error){0};
    return khl_corpus_read(corpus, write_file("a.data", bytes, n), &options, err);
}

static khl_corpus *named(const void *bytes, size_t n, const char *encoding)
{
    khl_corpus *corpus = new_corpus();
    khl_error err;
    if (read_named(corpus, bytes, n, encoding, &err) != KHL_OK) fail_msg("%s: %s", encoding, err.message);
    return corpus;
}

static void a_named_encoding_decides(void **state)
{
    (void)state;
    unsigned char bytes[1024];
    static const char FRENCH[] = "id,text\nK1,Cr\xE9"
                                 "er un march\xE9\n";
    static const char ISO[] = "id,text\nK1,\xE5\xE4\xD9\xC8 \xE4\xE4\xE2\xD1\xC8\n";
    khl_corpus *corpus = named(FRENCH, sizeof FRENCH - 1, "cp1252");
    assert_text(corpus, 0, "Cr\u00E9er un march\u00E9");
    assert_str(khl_corpus_input_at(corpus, 0)->encoding, "windows-1252"); /* as registries have it */
    khl_corpus_destroy(corpus);
    corpus = named(ISO, sizeof ISO - 1, "ISO-8859-6");
    assert_text(corpus, 0, "\u0645\u0644\u0639\u0628 \u0644\u0644\u0642\u0631\u0628");
    khl_corpus_destroy(corpus);
    check_table(named(table, sizeof table - 1, "utf-8"), "UTF-8");
    check_table(named(bytes, to_utf16(table, 'L', true, bytes), "UTF-16"), "UTF-16");
    check_table(named(bytes, to_utf16(table, 'L', true, bytes), "UTF-16LE"), "UTF-16LE");
    check_table(named(bytes, to_utf16(table, 'B', false, bytes), "UTF-16BE"), "UTF-16BE");
}

static void assert_named_refused(const char *bytes, size_t n, const char *encoding, uint64_t row,
                                 uint64_t byte)
{
    khl_corpus *corpus = new_corpus();
    khl_error err;
    assert_int_equal(read_named(corpus, bytes, n, encoding, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "encoding.bad_named");
    assert_int_equal(err.row, row);
    assert_true(err.has_byte);
    assert_int_equal(err.byte, byte);
    assert_int_equal(khl_corpus_n_inputs(corpus), 0);
    khl_corpus_destroy(corpus);
}

static void bytes_without_a_meaning_in_it_are_refused(void **state)
{
    (void)state;
    khl_error err;
    assert_named_refused("id,text\nK1,a\nK2,\xFF\n", 18, "UTF-8", 3, 16);
    assert_named_refused("id,text\nK1,\x81\n", 13, "windows-1252", 2, 11); /* left open there */
    assert_named_refused("id,text\nK1,\xE9\n", 13, "US-ASCII", 2, 11);
    assert_named_refused("i\0d\0,\0t\0", 7, "UTF-16LE", 1, 6); /* half a letter */
    khl_corpus *corpus = new_corpus();
    assert_int_equal(read_named(corpus, "id,text\nK1,a\n", 13, "martian", &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "read.encoding");
    khl_corpus_destroy(corpus);
}

/* Faults behind the decoding are told in bytes of the file. */
static void bytes_of_named_files_are_those_of_the_file(void **state)
{
    (void)state;
    unsigned char bytes[1024];
    khl_error err;
    khl_corpus *corpus = new_corpus();
    size_t n = to_utf16("[{\"text\":\"\u00E9\U0001F600\"}, nothing]", 'L', true, bytes);
    assert_int_equal(read_named(corpus, bytes, n, "UTF-16LE", &err), KHL_E_INPUT);
    assert_string_equal(err.id, "json.syntax");
    uint64_t named_byte = err.byte;
    assert_int_equal(read_named(corpus, bytes, n, NULL, &err), KHL_E_INPUT);
    assert_int_equal(named_byte, err.byte);
    assert_true(err.has_byte);
    khl_corpus_destroy(corpus);
}

static void a_city_pack_is_utf8_whatever_was_named(void **state)
{
    (void)state;
    static const char PACK[] = "{\n\"schema\":\"khulasa.pack/1\",\"entries\":[{\"id\":\"E-1\",\"text\":"
                               "\"\u0645\u0627\u0621\"}]}";
    khl_corpus *corpus = named(PACK, sizeof PACK - 1, "windows-1256");
    assert_text(corpus, 0, "\u0645\u0627\u0621");
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_files),
        cmocka_unit_test(utf8_with_and_without_mark),
        cmocka_unit_test(utf16_with_and_without_mark),
        cmocka_unit_test(utf16_beyond_the_first_plane),
        cmocka_unit_test(windows_1256),
        cmocka_unit_test(damaged_utf8_is_not_guessed),
        cmocka_unit_test(damaged_utf8_after_a_quoted_line_break),
        cmocka_unit_test(damaged_utf8_elsewhere),
        cmocka_unit_test(another_arabic_code_page_is_refused),
        cmocka_unit_test(damaged_utf16),
        cmocka_unit_test(bytes_are_those_of_the_file),
        cmocka_unit_test(foreign_kinds_are_named),
        cmocka_unit_test(binary_files_are_refused),
        cmocka_unit_test(a_stray_control_in_a_long_text_is_kept),
        cmocka_unit_test(lost_letters_are_an_error),
        cmocka_unit_test(a_named_encoding_decides),
        cmocka_unit_test(bytes_without_a_meaning_in_it_are_refused),
        cmocka_unit_test(bytes_of_named_files_are_those_of_the_file),
        cmocka_unit_test(a_city_pack_is_utf8_whatever_was_named),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
